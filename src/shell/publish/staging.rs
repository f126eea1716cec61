//! The folder in which the new site is put together. It may hold the site before last, whose unchanged files are second
//! names of the standing ones; nothing in it is ever changed in place, and nothing in it is believed unchecked.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Mutex, PoisonError};

use foldhash::{HashMap, HashSet};
use rustix::fs::FileType;

use super::disk::{Folder, Refusal as _, finish, read_full, stamp_of, write_all};
use super::manifest::{Branch, Manifest};
use super::modes::Modes;
use super::standing;
use super::walk::{self, above, join};
use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing};
use crate::ground::text::around_last;
use crate::memo::{Sight, Stamp};

/// Its name in the work folder.
pub(super) const NEXT: &str = "next";

/// How many bytes of a large file are in memory at once.
pub(super) const PIECE: usize = 256 * 1024;

/// The staging folder.
#[derive(Debug)]
pub(super) struct Staging {
    /// Where files go.
    pub folder: Folder,
    /// What was in it from earlier builds; none if it is new, so that there is nothing to look for.
    had: Option<Names>,
    /// Folders in which a name has changed since.
    touched: Mutex<HashSet<OsString>>,
    /// Whether stamps of the files are wanted.
    stamps: bool,
    modes: Modes,
}

impl Staging {
    /// Opens the staging folder of an earlier build, or makes a new one.
    pub fn begin(work: &Folder, mode: Option<u32>, sight: Option<&Sight>, modes: Modes) -> Result<Self, Diagnostic> {
        let stands = work.find(NEXT).told(Doing::Look, work, NEXT)?;
        let reused = stands.is_some_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Directory);
        if !reused {
            work.unlink(NEXT).told(Doing::Remove, work, NEXT)?;
            work.make(NEXT).told(Doing::Make, work, NEXT)?;
            modes.lift_folder(work, NEXT);
        }
        let folder = work.folder(NEXT).told(Doing::List, work, NEXT)?;
        let had = if reused { Some(names(&folder, sight)?) } else { None };
        let staging = Self { folder, had, touched: Mutex::default(), stamps: sight.is_some(), modes };
        if let Some(mode) = mode {
            staging.take_mode(mode).told(Doing::Make, &staging.folder, "")?;
        }
        Ok(staging)
    }

    /// Whether the folder still holds the names that it held when the site in it was retired.
    pub fn is_same(&self, folder: &str) -> bool {
        self.had.as_ref().is_some_and(|had| had.same.contains(folder))
            && !self.touched.lock().unwrap_or_else(PoisonError::into_inner).contains(OsStr::new(folder))
    }

    /// Whether a standing file has its second name here already, without looking: its folder looks as it did when it had.
    pub fn has_twin(&self, file: &str, stamp: Stamp, sight: &Sight) -> bool {
        sight.files.get(file).is_some_and(|seen| seen.twin && seen.look == stamp.look())
            && self.had.as_ref().is_some_and(|had| had.is_in_same(file))
    }

    /// Whether it was empty when we came.
    pub fn is_fresh(&self) -> bool {
        self.had.is_none()
    }

    /// Sees that a folder exists; the one above it does already.
    pub fn make(&self, folder: impl AsRef<OsStr>) -> Result<(), Diagnostic> {
        let folder = folder.as_ref();
        if self.had(folder) == Some(FileType::Directory) {
            return Ok(());
        }
        self.clear(folder)?;
        self.touch(folder);
        self.folder.make(folder).told(Doing::Make, &self.folder, folder)?;
        self.modes.lift_folder(&self.folder, folder);
        Ok(())
    }

    /// Writes a file, whole.
    pub fn write(&self, file: &str, bytes: &[u8]) -> Result<Option<Stamp>, Diagnostic> {
        self.clear(OsStr::new(file))?;
        let written = || {
            let to = self.create(file.as_ref())?;
            write_all(&to, bytes)?;
            finish(to, self.stamps)
        };
        written().told(Doing::Write, &self.folder, file)
    }

    /// Writes a file piece by piece from an open one, and tells each piece to `also`.
    pub fn pour(
        &self,
        file: impl AsRef<OsStr>,
        from: &OwnedFd,
        mut also: impl FnMut(&[u8]),
    ) -> Result<Option<Stamp>, Diagnostic> {
        let file = file.as_ref();
        self.clear(file)?;
        let poured = || {
            let to = self.create(file)?;
            let mut piece = vec![0; PIECE];
            loop {
                match read_full(from, &mut piece)? {
                    0 => return finish(to, self.stamps),
                    read => {
                        also(&piece[..read]);
                        write_all(&to, &piece[..read])?;
                    }
                }
            }
        };
        let mut poured = poured;
        poured().told(Doing::Write, &self.folder, file)
    }

    /// Writes the list of the new site, and sees to it that it is on the disk: after a power cut it must be readable,
    /// or nobody could tell any more what is ours. Its stamp tells the time of the disk.
    pub fn write_list(&self, name: &str, bytes: &[u8]) -> Result<Option<Stamp>, Diagnostic> {
        self.clear(OsStr::new(name))?;
        let written = || {
            let file = self.create(name.as_ref())?;
            write_all(&file, bytes)?;
            rustix::fs::fsync(&file)?;
            finish(file, true)
        };
        written().told(Doing::Write, &self.folder, name)
    }

    /// Gives a standing file, known by the number `ino`, a second name here, unless it has it already.
    /// Answers its stamp, since having one more name counts as a change of the file.
    pub fn link(&self, name: &OsStr, standing: &Folder, ino: u64) -> Result<Stamp, Diagnostic> {
        let look = || self.folder.stat(name).told(Doing::Look, &self.folder, name);
        if self.had(name).is_some_and(|kind| kind != FileType::Directory) {
            let stat = look()?;
            if stat.st_ino == ino {
                return Ok(stamp_of(&stat));
            }
        }
        self.clear(name)?;
        self.touch(name);
        let linked = self.folder.link(name, standing, name);
        let refused = linked.as_ref().is_err_and(links_refused);
        if refused {
            self.copy(name, standing, ino)?;
        } else {
            linked.told(Doing::Carry, standing, name)?;
        }
        let stat = look()?;
        if stat.st_ino != ino && !refused {
            return Err(say::changed_meanwhile(&standing.path(name)));
        }
        Ok(stamp_of(&stat))
    }

    /// What else than folders stands in it, but for folders that look as they did.
    pub fn listed(&self) -> impl Iterator<Item = &OsStr> {
        let listed = self.had.iter().flat_map(|had| &had.listed);
        listed.filter(|(_, kind)| **kind != FileType::Directory).map(|(path, _)| path.as_os_str())
    }

    /// Removes what earlier builds left and nobody wants now.
    pub fn sweep(&self, wanted: impl Fn(&OsStr) -> bool) -> Result<(), Diagnostic> {
        let Some(had) = &self.had else { return Ok(()) };
        let mut stale: Vec<_> = had.all().filter(|(path, _)| !wanted(path)).collect();
        // What is inside a folder goes before the folder.
        stale.sort_unstable_by(|a, b| b.0.cmp(a.0));
        for (path, kind) in stale {
            self.touch(path);
            let removed = if kind == FileType::Directory { self.folder.rmdir(path) } else { self.folder.unlink(path) };
            removed.told(Doing::Remove, &self.folder, path)?;
        }
        Ok(())
    }

    /// Opens a new file that everybody will be able to read.
    fn create(&self, file: &OsStr) -> io::Result<OwnedFd> {
        self.touch(file);
        let open = self.folder.create_open(file)?;
        self.modes.lift_file(&open);
        Ok(open)
    }

    fn had(&self, path: &OsStr) -> Option<FileType> {
        self.had.as_ref()?.kind(path)
    }

    /// Clears a name that is about to be used.
    fn clear(&self, path: &OsStr) -> Result<(), Diagnostic> {
        match self.had(path) {
            None => Ok(()),
            Some(kind) => {
                self.touch(path);
                match kind {
                    FileType::Directory => walk::remove(&self.folder, path),
                    _ => self.folder.unlink(path).told(Doing::Remove, &self.folder, path),
                }
            }
        }
    }

    /// Notes that a name in a folder changes.
    fn touch(&self, path: &OsStr) {
        let folder = above(path).unwrap_or_default();
        if folder.to_str().is_some_and(|folder| self.had.as_ref().is_some_and(|had| had.same.contains(folder))) {
            self.touched.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_os_string());
        }
    }

    /// Where a disk has no second names for files, a copy does as well, only slower.
    fn copy(&self, name: &OsStr, standing: &Folder, ino: u64) -> Result<(), Diagnostic> {
        let stat = standing.stat(name).told(Doing::Read, standing, name)?;
        if stat.st_ino != ino {
            return Err(say::changed_meanwhile(&standing.path(name)));
        }
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::Symlink => {
                let target = standing.read_link(name).told(Doing::Read, standing, name)?;
                self.folder.symlink(name, &target).told(Doing::Write, &self.folder, name)
            }
            FileType::RegularFile => {
                let from = standing.read_open(name).told(Doing::Read, standing, name)?;
                self.pour(name, &from, |_| {}).map(drop)
            }
            _ => Err(say::not_a_file(&standing.path(name))),
        }
    }

    fn take_mode(&self, mode: u32) -> io::Result<()> {
        if self.folder.stat_self()?.st_mode & 0o7777 == mode & 0o7777 { Ok(()) } else { self.folder.set_mode(mode) }
    }
}

/// What is in a staging folder that was used before.
#[derive(Debug, Default)]
struct Names {
    /// Folders that look as they did when the site in it was retired: what they hold stands in that site's own list.
    same: HashSet<Box<str>>,
    /// That list.
    list: Manifest,
    /// What all other folders hold.
    listed: HashMap<OsString, FileType>,
}

impl Names {
    /// What stands under a name.
    fn kind(&self, path: &OsStr) -> Option<FileType> {
        let known = || {
            let path = path.to_str().filter(|path| self.is_in_same(path))?;
            let is_file = self.list.get(path).is_some();
            if is_file { Some(FileType::RegularFile) } else { self.has_folder(path).then_some(FileType::Directory) }
        };
        self.listed.get(path).copied().or_else(known)
    }

    fn is_in_same(&self, path: &str) -> bool {
        around_last(path, b'/').is_some_and(|(folder, _)| self.same.contains(folder))
    }

    fn has_folder(&self, path: &str) -> bool {
        self.same.contains(path) || self.list.has_folder(path)
    }

    /// Everything that stands there.
    fn all(&self) -> impl Iterator<Item = (&OsStr, FileType)> {
        let files = self.list.iter().map(|(path, _)| (path, FileType::RegularFile));
        let folders = self.list.folders().into_iter().map(|folder| (folder.path, FileType::Directory));
        let known = files.chain(folders).filter(|(path, _)| self.is_in_same(path));
        let listed = self.listed.iter().map(|(path, kind)| (path.as_os_str(), *kind));
        known.map(|(path, kind)| (OsStr::new(path), kind)).chain(listed)
    }
}

/// Lists a staging folder, but for the folders in it that look as they did when the site in it was retired.
fn names(top: &Folder, sight: Option<&Sight>) -> Result<Names, Diagnostic> {
    let list = match sight {
        Some(_) => standing::read_list(top).ok().flatten().unwrap_or_default(),
        None => Manifest::default(),
    };
    let is_same = |path: &str| {
        let known = sight.and_then(|sight| sight.folders.get(path)?.before);
        known.is_some() && top.stat(path).is_ok_and(|stat| Some(stamp_of(&stat).look()) == known)
    };
    let (mut same, mut listed) = (HashSet::default(), HashMap::default());
    let folders = list.folders();
    // A folder of the list comes with those below it.
    let mut ahead: Vec<(OsString, Option<&[Branch<'_>]>)> = vec![(OsString::new(), Some(&folders))];
    while let Some((path, inside)) = ahead.pop() {
        if let Some((path, inside)) = path.to_str().zip(inside).filter(|(path, _)| is_same(path)) {
            ahead.extend(Branch::children(inside).map(|(path, inner)| (path.into(), Some(inner))));
            same.insert(path.into());
            continue;
        }
        let inner: HashMap<&str, &[Branch<'_>]> = Branch::children(inside.unwrap_or_default()).collect();
        let inside = walk::open(top, &path).and_then(|folder| walk::list(&folder));
        for (name, kind) in inside.told(Doing::List, top, &path)? {
            let path = join(&path, &name);
            if kind == FileType::Directory {
                ahead.push((path.clone(), path.to_str().and_then(|path| inner.get(path)).copied()));
            }
            listed.insert(path, kind);
        }
    }
    drop(folders);
    Ok(Names { same, list, listed })
}

/// Whether the disk or the kernel has no second name for this file: not at all, no more, or not for us.
fn links_refused(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let refusals = [Errno::PERM, Errno::MLINK, Errno::XDEV, Errno::NOTSUP, Errno::OPNOTSUPP, Errno::NOSYS];
    refusals.iter().any(|refusal| Some(refusal.raw_os_error()) == error.raw_os_error())
}
