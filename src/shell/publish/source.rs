//! Copies of source files: opened inside the site, read whole when small and piece by piece when large.

use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{FileType, Mode, OFlags, SeekFrom, fstat};

use super::Publisher;
use super::disk::read_full;
use super::standing::{Proof, digest};
use super::tree::{Staged, Where};
use crate::ground::Diagnostic;
use crate::ground::fingerprint::Stream;
use crate::ground::messages::publish::{self as say, Doing, failed};
use crate::memo::Entry;

/// Files up to this length are read into memory at once.
const SMALL: u64 = 1024 * 1024;

/// Stages a copy of `from` as `file`, which is claimed already.
pub(super) fn copy(publisher: &Publisher, file: &str, from: &Path) -> Result<Entry, Diagnostic> {
    let path = publisher.root.join(from);
    let refused = |error: io::Error| failed(Doing::Read, &path, &error);
    let open = open_inside(&publisher.root, &path)?;
    let stat = fstat(&open).map_err(|error| refused(error.into()))?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(say::not_a_file(&path));
    }
    let size = u64::try_from(stat.st_size).unwrap_or(0);
    if size <= SMALL {
        let bytes = read_all(&open, size).map_err(refused)?;
        let entry = Entry::of(&bytes);
        publisher.stage(file, entry, Proof::Bytes(&bytes), |staging| staging.write(file, &bytes))?;
        return Ok(entry);
    }
    // A large file is read twice if it may stand already: once to know what it holds, once to copy it if it must be.
    if publisher.standing().get(file).is_some_and(|entry| entry.size == size) {
        let entry = digest(&open).map_err(refused)?;
        let standing = publisher.standing.as_ref();
        if let Some(stamp) =
            standing.and_then(|standing| standing.proves(file, entry, Proof::Digest, publisher.remembered.as_ref()))
        {
            publisher.tree.settle(file, Staged { entry, place: Where::Standing, stamp: Some(stamp), twin: false });
            return Ok(entry);
        }
        rustix::fs::seek(&open, SeekFrom::Start(0)).map_err(|error| refused(error.into()))?;
    }
    let staging = publisher.staged_folder(file)?;
    let (mut stream, mut size) = (Stream::default(), 0);
    let stamp = staging.pour(file, &open, |piece| {
        stream.add(piece);
        size += piece.len() as u64;
    })?;
    let entry = Entry { size, digest: stream.fingerprint() };
    publisher.tree.settle(file, Staged { entry, place: Where::Staging, stamp, twin: false });
    Ok(entry)
}

/// Reads to the end, even if the file has grown since it was looked at.
fn read_all(file: &OwnedFd, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(size).unwrap_or(0) + 1];
    let mut filled = 0;
    loop {
        filled += read_full(file, &mut bytes[filled..])?;
        if filled < bytes.len() {
            bytes.truncate(filled);
            return Ok(bytes);
        }
        bytes.resize(filled * 2, 0);
    }
}

/// Opens a file of the site for reading, without waiting for it, wherever in the site its symlinks lead.
fn open_inside(root: &Path, path: &Path) -> Result<OwnedFd, Diagnostic> {
    let refused = |error: io::Error| failed(Doing::Read, path, &error);
    let root = std::fs::canonicalize(root).map_err(refused)?;
    let real: PathBuf = std::fs::canonicalize(path).map_err(refused)?;
    if !real.starts_with(&root) {
        return Err(say::leads_out(path));
    }
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let open = rustix::io::retry_on_intr(|| rustix::fs::open(&real, flags, Mode::empty()));
    open.map_err(|error| refused(error.into()))
}
