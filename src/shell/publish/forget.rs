//! After the exchange: what is in the old site and not in the new one goes at once. Somebody may have taken it back, and
//! then it must not lie about beside the site until something else changes.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt as _;

use rustix::fs::FileType;

use super::disk::{Folder, Refusal as _};
use super::manifest::Manifest;
use super::rescue::Sides;
use super::walk::{self, above};
use crate::ground::Diagnostic;
use crate::ground::messages::publish::Doing;

impl Sides<'_> {
    /// Removes every file of ours that the new site has not, or has with another content. The list keeps their names: the
    /// next start after a kill would take them for somebody else's without it, and folders that look as they did are
    /// known by it.
    pub fn forget(&self, new_list: &Manifest) -> Result<(), Diagnostic> {
        // Both are sorted, so that one walk over both is enough.
        let mut new = new_list.iter().peekable();
        let mut stays = |file: &str, entry| {
            while new.next_if(|(other, _)| *other < file).is_some() {}
            new.next_if(|(other, _)| *other == file).is_some_and(|(_, other)| other == entry)
        };
        for (file, _) in self.old_list.iter().filter(|(file, entry)| !stays(file, *entry)) {
            self.remove(file.as_ref(), new_list).told(Doing::Remove, self.old, file)?;
        }
        Ok(())
    }

    /// Removes a file, and the folders above it that the new site has not; never through a symlink, behind which is nothing
    /// of ours.
    fn remove(&self, file: &OsStr, new_list: &Manifest) -> io::Result<()> {
        let (folder, name) = (above(file), name(file));
        let Some(open) = real(self.old, folder.unwrap_or_default())? else { return Ok(()) };
        let is_file = |stat: rustix::fs::Stat| FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        if open.find(name)?.is_some_and(is_file) {
            open.unlink(name)?;
        }
        let is_gone = |folder: &&OsStr| folder.to_str().is_some_and(|folder| !new_list.has_folder(folder));
        for folder in std::iter::successors(folder, |folder| above(folder)).take_while(is_gone) {
            // Where something of somebody else's is left, it stays.
            if self.old.rmdir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// A folder without any symlink on the way; none if there is none.
fn real(top: &Folder, folder: &OsStr) -> io::Result<Option<Folder>> {
    match walk::open(top, folder) {
        Ok(folder) => Ok(Some(folder)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
            _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => Ok(None),
            _ => Err(error),
        },
    }
}

fn name(path: &OsStr) -> &OsStr {
    let bytes = path.as_bytes();
    OsStr::from_bytes(&bytes[bytes.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1)..])
}
