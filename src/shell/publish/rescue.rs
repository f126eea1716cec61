//! After the exchange: whatever came into the old site at the last moment is brought into the new one.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt as _;

use rustix::fs::FileType;

use super::disk::{Folder, Refusal as _, stamp_of};
use super::foreign::{self, Belief, Foreign, is_ours, same_bytes};
use super::manifest::Manifest;
use super::walk::{self, above, join};
use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing};

/// The two sites on either side of an exchange.
pub(super) struct Sides<'a> {
    /// The old one, now out of sight.
    pub old: &'a Folder,
    /// What was published in it.
    pub old_list: &'a Manifest,
    /// The new one, now in its place.
    pub new: &'a Folder,
}

impl Sides<'_> {
    /// Brings over what changed since `before`, which was seen just before the exchange or believed: only folders whose
    /// names changed are read again.
    pub fn reconcile(&self, before: &Foreign) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut said = Vec::new();
        for (path, stamp) in &before.seen {
            let stat = self.old.stat(if path.is_empty() { OsStr::new(".") } else { path });
            let unchanged = stat.is_ok_and(|stat| stamp_of(&stat).mtime == stamp.mtime);
            if !unchanged {
                self.reconcile_folder(path, before, &mut said)?;
            }
        }
        for (path, look) in &before.believed {
            if !self.old.stat(&**path).is_ok_and(|stat| stamp_of(&stat).look() == *look) {
                self.reconcile_folder(path.as_ref().as_ref(), before, &mut said)?;
            }
        }
        Ok(said)
    }

    /// Brings over everything foreign that the new site lacks, for an exchange that was killed right after.
    pub fn rescue(&self) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut said = Vec::new();
        let found = foreign::scan(self.old, self.old_list, &Belief::default())?;
        for path in found.folders.keys() {
            self.make_all(path)?;
        }
        for path in found.others.keys() {
            self.bring(path, &mut said)?;
        }
        Ok(said)
    }

    fn reconcile_folder(&self, path: &OsStr, before: &Foreign, said: &mut Vec<Diagnostic>) -> Result<(), Diagnostic> {
        let listed = match walk::open(self.old, path).and_then(|folder| walk::list(&folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            listed => listed.told(Doing::List, self.old, path)?,
        };
        for (name, kind) in &listed {
            let path = join(path, name);
            let known = match kind {
                FileType::Directory => before.knows(&path),
                _ => before.others.contains_key(&path) && self.is_same(&path)? || is_ours(&path, *kind, self.old_list),
            };
            match kind {
                _ if known => {}
                // The old number is what we carried; somebody has saved the file anew since.
                _ if before.others.get(&path).is_some_and(|ino| number(self.new, &path) == Some(*ino)) => {
                    self.moved(self.new.take(&path, self.old, &path), &path)?;
                }
                _ => self.bring(&path, said)?,
            }
        }
        let inside = |other: &OsStr| above(other).unwrap_or_default() == path;
        for (other, ino) in before.others.iter().filter(|(other, _)| inside(other)) {
            let still = listed.iter().any(|(name, _)| join(path, name) == *other);
            if !still && number(self.new, other) == Some(*ino) {
                self.new.unlink(other).told(Doing::Remove, self.new, other)?;
            }
        }
        Ok(())
    }

    /// Moves one foreign thing into the new site, unless it is there. If something else is there, ours or not, it
    /// goes beside it under a name of its own: nothing of somebody else's is ever lost.
    fn bring(&self, path: &OsStr, said: &mut Vec<Diagnostic>) -> Result<(), Diagnostic> {
        if self.is_same(path)? {
            return Ok(());
        }
        if kind(self.new, path)?.is_some() {
            if self.are_folders(path)? {
                let inside = walk::open(self.old, path).and_then(|folder| walk::list(&folder));
                let inside = inside.told(Doing::List, self.old, path)?;
                return inside.iter().try_for_each(|(name, _)| self.bring(&join(path, name), said));
            }
            if same_bytes(path, self.old, self.new)? {
                return Ok(());
            }
        }
        let (folder, file) = (above(path), path.as_bytes().rsplit(|&byte| byte == b'/').next().unwrap_or_default());
        let folder = folder.map_or(Ok(OsString::new()), |folder| self.make_all(folder))?;
        let mut name = join(&folder, OsStr::from_bytes(file));
        loop {
            match self.new.take_new(&name, self.old, path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => name.push("~"),
                moved => {
                    self.moved(moved, path)?;
                    break;
                }
            }
        }
        if name != path {
            said.push(say::moved_aside(&self.new.path(path), &self.new.path(&name)));
        }
        Ok(())
    }

    /// Sees that there is a folder of this path in the new site, or one that stands for it where the name is taken by
    /// something else. Answers its path.
    fn make_all(&self, path: &OsStr) -> Result<OsString, Diagnostic> {
        let last = path.as_bytes().rsplit(|&byte| byte == b'/').next().unwrap_or_default();
        let folder = above(path).map_or(Ok(OsString::new()), |folder| self.make_all(folder))?;
        let mut name = join(&folder, OsStr::from_bytes(last));
        loop {
            match kind(self.new, &name)? {
                Some(FileType::Directory) => return Ok(name),
                Some(_) => name.push("~"),
                None => self.new.make(&name).told(Doing::Make, self.new, &name)?,
            }
        }
    }

    fn are_folders(&self, path: &OsStr) -> Result<bool, Diagnostic> {
        let folder = Some(FileType::Directory);
        Ok(kind(self.old, path)? == folder && kind(self.new, path)? == folder)
    }

    fn moved(&self, moved: io::Result<()>, path: &OsStr) -> Result<(), Diagnostic> {
        moved.told(Doing::Carry, self.old, path)
    }

    fn is_same(&self, path: &OsStr) -> Result<bool, Diagnostic> {
        let find = |folder: &Folder| folder.find(path).told(Doing::Look, folder, path);
        let (old, new) = (find(self.old)?, find(self.new)?);
        Ok(old.zip(new).is_some_and(|(old, new)| old.st_ino == new.st_ino))
    }
}

fn number(folder: &Folder, path: &OsStr) -> Option<u64> {
    folder.find(path).ok().flatten().map(|stat| stat.st_ino)
}

fn kind(folder: &Folder, path: &OsStr) -> Result<Option<FileType>, Diagnostic> {
    let found = folder.find(path).told(Doing::Look, folder, path)?;
    Ok(found.map(|stat| FileType::from_raw_mode(stat.st_mode)))
}
