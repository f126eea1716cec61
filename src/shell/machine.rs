//! What kind of machine this is, as far as it matters to a site: the disk, its room, what can be watched and opened. Asks the
//! system, and changes nothing but two files of its own that are gone at once.

use std::fs;
use std::io;
use std::path::Path;

/// The disk that a folder is on.
#[derive(Clone, Debug, Default)]
pub struct DiskFacts {
    /// `ext4`; none if that cannot be told.
    pub kind: Option<&'static str>,
    /// Free bytes for this account.
    pub free: Option<u64>,
    /// Whether two files can change places in one instant; else why that could not be tried.
    pub exchange: Option<Result<bool, String>>,
}

/// What the system allows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Folders that one account can watch.
    pub watches: Option<u64>,
    /// Programs of one account that can watch.
    pub watchers: Option<u64>,
    /// Files that this program can have open at once.
    pub open_files: Option<u64>,
}

/// The limits of this system and account.
pub fn limits() -> Limits {
    let number = |path: &str| fs::read_to_string(path).ok()?.trim().parse().ok();
    let own = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let open = own.lines().find_map(|line| line.strip_prefix("Max open files"));
    Limits {
        watches: number("/proc/sys/fs/inotify/max_user_watches"),
        watchers: number("/proc/sys/fs/inotify/max_user_instances"),
        open_files: open.and_then(|rest| rest.split_whitespace().next()?.parse().ok()),
    }
}

/// The disk of a folder that is there.
pub fn disk(folder: &Path) -> DiskFacts {
    DiskFacts { kind: kind(folder), free: free(folder), exchange: Some(exchange(folder)) }
}

/// Whether this program runs with the rights of the system's owner.
pub fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ids = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    ids.and_then(|ids| ids.split_whitespace().nth(1)) == Some("0")
}

#[cfg(target_os = "linux")]
fn kind(folder: &Path) -> Option<&'static str> {
    // The numbers of statfs(2).
    Some(match u32::try_from(rustix::fs::statfs(folder).ok()?.f_type & 0xFFFF_FFFF).ok()? {
        0xEF53 => "ext4",
        0x9123_683E => "btrfs",
        0x5846_5342 => "xfs",
        0x2FC1_2FC1 => "zfs",
        0xF2F5_2010 => "f2fs",
        0x0102_1994 => "a disk in memory (tmpfs)",
        0x794C_7630 => "an overlay of a container",
        0x4D44 => "FAT, as on a memory stick",
        0x2011_BAB0 => "exFAT, as on a memory stick",
        0x5346_544E | 0x7366_746E => "NTFS",
        0x6969 => "an NFS disk",
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => "a Windows share",
        0x0102_1997 => "a folder of the host machine (9p)",
        0x786F_4256 => "a shared folder of VirtualBox",
        0x6573_5546 => "a FUSE disk",
        _ => return None,
    })
}

#[cfg(not(target_os = "linux"))]
fn kind(_: &Path) -> Option<&'static str> {
    None
}

fn free(folder: &Path) -> Option<u64> {
    let facts = rustix::fs::statvfs(folder).ok()?;
    facts.f_bavail.checked_mul(facts.f_frsize)
}

/// Tries it with two files of our own.
#[cfg(target_os = "linux")]
fn exchange(folder: &Path) -> Result<bool, String> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    let names = ["one", "other"].map(|name| folder.join(format!(".goodturn-{}-{name}.tmp", std::process::id())));
    let [one, other] = &names;
    let made = names.iter().try_for_each(|name| fs::File::create_new(name).map(drop));
    let tried = made.map_err(|why| words(&why)).and_then(|()| {
        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => Ok(false),
            Err(why) => Err(words(&why.into())),
        }
    });
    for name in &names {
        let _ = fs::remove_file(name);
    }
    tried
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn exchange(_: &Path) -> Result<bool, String> {
    Ok(false)
}

fn words(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::PermissionDenied => "this account may not write there".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is write-protected".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => why.kind().to_string(),
    }
}
