//! The site that stands: its folder, its list, and whether a file in it is still what the list says.

use std::ffi::OsStr;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{PoisonError, RwLock};

use foldhash::HashMap;
use rustix::fs::{FileType, fstat};

use super::disk::{Folder, Refusal as _, read_full, stamp_of};
use super::manifest::{MANIFEST, Manifest};
use super::modes::Modes;
use super::staging::PIECE;
use super::walk;
use crate::ground::Diagnostic;
use crate::ground::fingerprint::Stream;
use crate::ground::messages::publish::{self as say, Doing};
use crate::ground::text::around_last;
use crate::memo::{Entry, Sight, Stamp};

/// The site that stands.
#[derive(Debug)]
pub(super) struct Standing {
    /// The output folder.
    pub folder: Folder,
    /// What was published in it.
    pub list: Manifest,
    /// Whether the list could be read; else nothing in the folder counts as ours.
    pub intact: bool,
    /// The folder's number on the disk.
    pub ino: u64,
    /// The folder's permissions.
    pub mode: u32,
    /// The permissions of what is in it.
    modes: Modes,
    /// Folders in it that were looked at.
    real: RwLock<HashMap<Box<str>, Looked>>,
}

/// What was found out about a folder.
#[derive(Clone, Copy, Debug, Default)]
struct Looked {
    /// Whether it is one all the way down, and not behind a symlink to somewhere else.
    is_real: bool,
    /// Whether it looks as it did, so that the folders in it are the same, too; none if nobody asked yet.
    is_same: Option<bool>,
}

/// What makes a standing file right.
#[derive(Clone, Copy)]
pub(super) enum Proof<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// The fingerprint that the list gives.
    Digest,
}

/// Looks at the output; refuses what is not ours. None if nothing is there.
pub(super) fn look(parent: &Folder, name: &OsStr, modes: Modes) -> Result<Option<Standing>, Diagnostic> {
    let path = parent.path(name);
    let Some(stat) = parent.find(name).told(Doing::Look, parent, name)? else { return Ok(None) };
    if FileType::from_raw_mode(stat.st_mode) != FileType::Directory {
        return Err(say::output_not_folder(&path));
    }
    if is_mount(parent, name, &stat).told(Doing::Look, parent, name)? {
        return Err(say::output_mount(&path));
    }
    let folder = parent.folder(name).told(Doing::List, parent, name)?;
    let list = if folder.find(MANIFEST).told(Doing::Look, &folder, MANIFEST)?.is_some() {
        read_list(&folder)?
    } else if walk::list(&folder).told(Doing::List, parent, name)?.is_empty() {
        Some(Manifest::default())
    } else {
        return Err(say::output_foreign(&path, MANIFEST));
    };
    let intact = list.is_some();
    let list = list.unwrap_or_default();
    Ok(Some(Standing { folder, list, intact, ino: stat.st_ino, mode: stat.st_mode, modes, real: RwLock::default() }))
}

/// Reads the list in a folder; none if it is missing, empty or damaged.
pub(super) fn read_list(folder: &Folder) -> Result<Option<Manifest>, Diagnostic> {
    let Some(stat) = folder.find(MANIFEST).told(Doing::Read, folder, MANIFEST)? else { return Ok(None) };
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(say::not_a_file(&folder.path(MANIFEST)));
    }
    let file = folder.read_open(MANIFEST).told(Doing::Read, folder, MANIFEST)?;
    let mut text = vec![0; usize::try_from(stat.st_size).unwrap_or(0)];
    let filled = read_full(&file, &mut text).told(Doing::Read, folder, MANIFEST)?;
    Ok(Manifest::parse(&text[..filled]))
}

impl Standing {
    /// The stamp of a file that is still what it should be; none if it is not, or cannot be looked at, in which case
    /// it is written anew.
    pub fn proves(&self, file: &str, want: Entry, proof: Proof, sight: Option<&Sight>) -> Option<Stamp> {
        let is_real = |folder| self.looked(folder, sight).is_real;
        if self.list.get(file) != Some(want) || !around_last(file, b'/').is_none_or(|(above, _)| is_real(above)) {
            return None;
        }
        if let Some(seen) = sight.and_then(|sight| sight.files.get(file)) {
            let stat = self.folder.stat(file).ok()?;
            let stamp = stamp_of(&stat);
            if stamp.look() == seen.look && stamp.size == want.size {
                return Some(stamp);
            }
        }
        let open = self.folder.read_open(file).ok()?;
        let stat = fstat(&open).ok()?;
        let stamp = stamp_of(&stat);
        let plain = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile && stamp.size == want.size;
        // Whoever changed the permissions changed the stamp, too, so that nothing need be asked of a known one.
        let right = plain
            && self.modes.fits_file(stat.st_mode)
            && match proof {
                Proof::Bytes(bytes) => holds(&open, bytes).ok()?,
                Proof::Digest => digest(&open).ok()? == want,
            };
        right.then_some(stamp)
    }
}

impl Standing {
    /// Whether a folder is one all the way down, without a symlink: a file of the same stamp may lie behind one. In a folder
    /// that looks as it did, this need not be asked of each folder. Where it is asked and somebody changed a folder's
    /// permissions, they are put back, or nobody might come to the pages in it.
    pub fn is_real(&self, folder: &str, sight: Option<&Sight>) -> bool {
        match around_last(folder, b'/') {
            Some((above, _)) if self.is_as_it_was(above, sight) => {
                sight.is_some_and(|sight| sight.folders.contains_key(folder)) || self.is_folder(folder)
            }
            Some((above, _)) => self.looked(above, sight).is_real && self.is_folder(folder),
            None => folder.is_empty() || self.is_folder(folder),
        }
    }

    /// The same, remembered for the next one who asks.
    fn looked(&self, folder: &str, sight: Option<&Sight>) -> Looked {
        if let Some(known) = self.real.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return *known;
        }
        let looked = Looked { is_real: self.is_real(folder, sight), is_same: None };
        self.real.write().unwrap_or_else(PoisonError::into_inner).insert(folder.into(), looked);
        looked
    }

    fn is_as_it_was(&self, folder: &str, sight: Option<&Sight>) -> bool {
        let looked = self.looked(folder, sight);
        if let Some(known) = looked.is_same {
            return known;
        }
        let same = |stamp: Stamp| sight.is_some_and(|sight| is_same(sight, folder, stamp));
        let is_same = looked.is_real && self.folder.stat(folder).is_ok_and(|stat| same(stamp_of(&stat)));
        let looked = Looked { is_same: Some(is_same), ..looked };
        self.real.write().unwrap_or_else(PoisonError::into_inner).insert(folder.into(), looked);
        is_same
    }

    fn is_folder(&self, folder: &str) -> bool {
        let Ok(stat) = self.folder.stat(folder) else { return false };
        let is_folder = FileType::from_raw_mode(stat.st_mode) == FileType::Directory;
        if is_folder && !self.modes.fits_folder(stat.st_mode) {
            // A folder that belongs to somebody else cannot be mended, and need not be.
            let _ = self.modes.mend_folder(&self.folder, folder);
        }
        is_folder
    }
}

/// Whether a folder of the site that stands looks as it did, so that it holds the same names.
pub(super) fn is_same(sight: &Sight, folder: &str, stamp: Stamp) -> bool {
    sight.folders.get(folder).is_some_and(|known| known.standing == Some(stamp.look()))
}

/// The length and fingerprint of all that an open file still has to give.
pub(super) fn digest(file: &OwnedFd) -> io::Result<Entry> {
    let mut stream = Stream::default();
    let mut size = 0;
    let mut piece = vec![0; PIECE];
    loop {
        match read_full(file, &mut piece)? {
            0 => return Ok(Entry { size, digest: stream.fingerprint() }),
            read => {
                stream.add(&piece[..read]);
                size += read as u64;
            }
        }
    }
}

/// Whether a file of the right length holds these bytes.
fn holds(file: &OwnedFd, bytes: &[u8]) -> io::Result<bool> {
    thread_local! {
        static PIECES: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    PIECES.with_borrow_mut(|piece| {
        piece.resize(PIECE, 0);
        for wanted in bytes.chunks(PIECE) {
            let read = read_full(file, &mut piece[..wanted.len()])?;
            if piece[..read] != *wanted {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// Whether a disk is attached exactly here, so that the folder cannot be renamed.
fn is_mount(parent: &Folder, name: &OsStr, stat: &rustix::fs::Stat) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, StatxAttributes, StatxFlags, statx};
        if let Ok(found) = statx(parent, name, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::BASIC_STATS)
            && found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT)
        {
            return Ok(found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT));
        }
    }
    Ok(parent.stat_self()?.st_dev != stat.st_dev)
}
