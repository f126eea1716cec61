//! Files of the site that are served as they are: opened inside the site's folders only, small ones read whole, large ones
//! piece by piece. Their entity tags stand for their content, never for a time.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;
use rustix::fs::OFlags;

use crate::ground::Fingerprint;
use crate::ground::fingerprint::Stream;
use crate::shell::read::FOLDERS;

/// Files up to this length are read at once.
const SMALL: u64 = 1 << 20;
/// Pieces of larger ones.
pub(super) const PIECE: u64 = 256 << 10;

/// A file, open.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    /// Its content stands for itself.
    pub(super) digest: Fingerprint,
    /// Its length in bytes.
    pub(super) length: u64,
    /// What is in it.
    pub(super) content: FileContent,
}

/// What is in a file.
#[derive(Clone, Debug)]
pub(super) enum FileContent {
    /// All of it.
    Whole(Bytes),
    /// To be read piece by piece.
    Pieces(Arc<File>),
}

/// What large files hold, so that they need not be read whole for each request.
#[derive(Default)]
pub(super) struct Files {
    digests: Mutex<HashMap<PathBuf, (Look, Fingerprint)>>,
}

/// What a file looks like: length, number, times of change.
type Look = (u64, u64, i64, i64, i64, i64);

impl Files {
    /// Opens a file of the site whose root is `root`. A file that is gone, or leads out of the site, cannot be opened.
    pub(super) fn open(&self, root: &Path, path: &Path) -> io::Result<Opened> {
        let real = fs::canonicalize(path)?;
        if !FOLDERS.iter().any(|folder| real.starts_with(root.join(folder))) {
            return Err(io::ErrorKind::NotFound.into());
        }
        // Without following one more link, and without waiting for a pipe.
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(&real)?;
        let facts = file.metadata()?;
        if !facts.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let length = facts.len();
        if length > SMALL {
            let look = (length, facts.ino(), facts.mtime(), facts.mtime_nsec(), facts.ctime(), facts.ctime_nsec());
            let digest = self.digest(&real, look, &file)?;
            return Ok(Opened { digest, length, content: FileContent::Pieces(Arc::new(file)) });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
        io::Read::read_to_end(&mut io::Read::take(file, SMALL * 2), &mut bytes)?;
        let digest = Fingerprint::of(&bytes);
        Ok(Opened { digest, length: bytes.len() as u64, content: FileContent::Whole(Bytes::from(bytes)) })
    }

    fn digest(&self, path: &Path, look: Look, file: &File) -> io::Result<Fingerprint> {
        let known = self.digests.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied();
        if let Some((_, digest)) = known.filter(|(known, _)| *known == look) {
            return Ok(digest);
        }
        let mut stream = Stream::default();
        let mut at = 0;
        while at < look.0 {
            let piece = piece(file, at, look.0 - at)?;
            stream.add(&piece);
            at += piece.len() as u64;
        }
        let digest = stream.fingerprint();
        self.digests.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf(), (look, digest));
        Ok(digest)
    }
}

/// The next piece of a file, at most `left` bytes.
pub(super) fn piece(file: &File, at: u64, left: u64) -> io::Result<Bytes> {
    let mut bytes = vec![0; usize::try_from(left.min(PIECE)).unwrap_or(0)];
    let length = file.read_at(&mut bytes, at)?;
    if length == 0 {
        // It became shorter while it was read: better no end than a wrong one.
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    bytes.truncate(length);
    Ok(Bytes::from(bytes))
}
