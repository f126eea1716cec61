//! Permissions of what is published: what the person's umask leaves, and at least that everybody may read it, since a web
//! server is seldom the same person. Knows nothing of what the files are.

use std::io;
use std::os::fd::AsFd;

use rustix::fs::{Mode, fchmod};
use rustix::process::umask;

use super::disk::Folder;

/// Permissions of files and folders, without the bits that a folder hands down (set-group-id and the like).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Modes {
    /// Of a file.
    pub file: u32,
    /// Of a folder.
    pub folder: u32,
    /// Whether the umask would leave less, so that what is made must be lifted.
    lift: bool,
}

/// What decides who may do what; the others are the folder's own business.
const WHO: u32 = 0o777;

impl Modes {
    /// By the umask of this process, which can only be read by setting it.
    pub fn of_process() -> Self {
        let mask = umask(Mode::from_raw_mode(0o022));
        umask(mask);
        Self::under(mask.bits())
    }

    fn under(mask: u32) -> Self {
        Self { file: 0o666 & !mask | 0o644, folder: 0o777 & !mask | 0o755, lift: mask & 0o755 != 0 }
    }

    /// Whether a file of this mode is as it was published.
    pub fn fits_file(self, mode: u32) -> bool {
        mode & WHO == self.file
    }

    /// Whether a folder of this mode is as it was published.
    pub fn fits_folder(self, mode: u32) -> bool {
        mode & WHO == self.folder
    }

    /// Gives a new file what the umask took. A disk without permissions refuses, and needs none.
    pub fn lift_file(self, file: impl AsFd) {
        if self.lift {
            let _ = fchmod(file, Mode::from_raw_mode(self.file));
        }
    }

    /// The same for a new folder; what it has from the folder above stays.
    pub fn lift_folder(self, parent: &Folder, name: impl AsRef<std::ffi::OsStr>) {
        if self.lift {
            let _ = self.mend_folder(parent, name);
        }
    }

    /// Puts the permissions of a folder back.
    pub fn mend_folder(self, parent: &Folder, name: impl AsRef<std::ffi::OsStr>) -> io::Result<()> {
        let handed_down = parent.stat(&name)?.st_mode & 0o7000;
        parent.set_mode_of(name, self.folder | handed_down)
    }
}

#[cfg(test)]
mod tests {
    use super::Modes;

    #[test]
    fn everybody_may_read_whatever_the_umask_says() {
        let modes = |mask| {
            let modes = Modes::under(mask);
            format!("{:o} {:o} {}", modes.file, modes.folder, modes.lift)
        };
        assert_eq!(modes(0o022), "644 755 false");
        assert_eq!(modes(0o002), "664 775 false");
        assert_eq!(modes(0o000), "666 777 false");
        assert_eq!(modes(0o077), "644 755 true");
        assert_eq!(modes(0o027), "644 755 true");
        assert_eq!(modes(0o777), "644 755 true");
    }
}
