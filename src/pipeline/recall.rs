//! What is known of the published files and folders, as rows of the memory on disk.

use super::memory::Output;
use crate::memo::rows::{Reading, Rows};
use crate::memo::{Entry, Folders};

/// Published files, by path.
pub(super) fn written(outputs: &[Output]) -> Vec<u8> {
    let mut rows = Rows::default();
    for Output { file, print, entry, look, twin } in outputs {
        rows.path(file);
        rows.fingerprint(*print);
        rows.fingerprint(entry.digest);
        rows.number(entry.size);
        rows.looks([*look], *twin);
    }
    rows.finish()
}

/// What [`written`] wrote; none if it is no such thing.
pub(super) fn outputs(bytes: &[u8]) -> Option<Vec<Output>> {
    let mut rows = Reading::open(bytes)?;
    let count = rows.len();
    let mut output = || {
        let file = rows.path()?.into();
        let (print, digest, size) = (rows.fingerprint()?, rows.fingerprint()?, rows.number()?);
        let ([look], twin) = rows.looks()?;
        Some(Output { file, print, entry: Entry { size, digest }, look, twin })
    };
    (0..count).map(|_| output()).collect()
}

/// Published folders, by path.
pub(super) fn written_folders(folders: &[(Box<str>, Folders)]) -> Vec<u8> {
    let mut rows = Rows::default();
    for (path, Folders { standing, before }) in folders {
        rows.path(path);
        rows.looks([*standing, *before], false);
    }
    rows.finish()
}

/// What [`written_folders`] wrote; none if it is no such thing.
pub(super) fn folders(bytes: &[u8]) -> Option<Vec<(Box<str>, Folders)>> {
    let mut rows = Reading::open(bytes)?;
    let count = rows.len();
    let mut folder = || {
        let path = rows.path()?.into();
        let ([standing, before], _) = rows.looks()?;
        Some((path, Folders { standing, before }))
    };
    (0..count).map(|_| folder()).collect()
}
