//! Whether a folder lies where the system tells nobody about changes: on another machine's disk.

use std::path::Path;

/// The kind of network disk that a folder is on, as people call it; none if it is on a disk of this machine.
#[cfg(target_os = "linux")]
pub(super) fn kind(folder: &Path) -> Option<&'static str> {
    // The numbers of statfs(2).
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    Some(match u32::try_from(kind & 0xFFFF_FFFF).ok()? {
        0x6969 => "an NFS disk",
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => "a Windows share",
        0x0102_1997 => "a folder of the host machine (9p)",
        0x786F_4256 => "a shared folder of VirtualBox",
        0x6573_5546 => "a FUSE disk",
        _ => return None,
    })
}

/// Elsewhere that is not known.
#[cfg(not(target_os = "linux"))]
pub(super) fn kind(_: &Path) -> Option<&'static str> {
    None
}
