//! Everything below a folder, without ever following a symlink. Knows nothing of what it finds.

use std::ffi::{OsStr, OsString};
use std::io;

use rustix::fs::FileType;

use super::disk::{Folder, Refusal as _};
use crate::ground::Diagnostic;
use crate::ground::messages::publish::Doing;

/// Joins a path below a folder and a name in it.
pub(super) fn join(folder: &OsStr, name: &OsStr) -> OsString {
    let mut path = OsString::with_capacity(folder.len() + 1 + name.len());
    if !folder.is_empty() {
        path.push(folder);
        path.push("/");
    }
    path.push(name);
    path
}

/// The folder that a path below a folder is in.
pub(super) fn above(path: &OsStr) -> Option<&OsStr> {
    use std::os::unix::ffi::OsStrExt as _;
    let bytes = path.as_bytes();
    bytes.iter().rposition(|&byte| byte == b'/').map(|slash| OsStr::from_bytes(&bytes[..slash]))
}

/// Opens a folder below `top`; the empty path means `top` itself.
pub(super) fn open(top: &Folder, path: &OsStr) -> io::Result<Folder> {
    top.folder(if path.is_empty() { OsStr::new(".") } else { path })
}

/// What a folder holds, with the kind of each thing for certain.
pub(super) fn list(folder: &Folder) -> io::Result<Vec<(OsString, FileType)>> {
    let mut found = Vec::new();
    for (name, kind) in folder.list()? {
        let kind = match kind {
            Some(kind) => kind,
            None => match folder.find(&name)? {
                Some(stat) => FileType::from_raw_mode(stat.st_mode),
                None => continue,
            },
        };
        found.push((name, kind));
    }
    Ok(found)
}

/// Everything below `top`, each folder before what it holds.
pub(super) fn all(top: &Folder) -> Result<Vec<(OsString, FileType)>, Diagnostic> {
    let mut found = Vec::new();
    let mut ahead = vec![OsString::new()];
    while let Some(path) = ahead.pop() {
        let inside = open(top, &path).and_then(|folder| list(&folder));
        for (name, kind) in inside.told(Doing::List, top, &path)? {
            let path = join(&path, &name);
            if kind == FileType::Directory {
                ahead.push(path.clone());
            }
            found.push((path, kind));
        }
    }
    Ok(found)
}

/// Removes whatever stands at `name`, with all that is in it.
pub(super) fn remove(parent: &Folder, name: &OsStr) -> Result<(), Diagnostic> {
    let folder = match parent.folder(name) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        // A file or a symlink, as the name for it goes.
        Err(_) => return parent.unlink(name).told(Doing::Remove, parent, name),
    };
    for (path, kind) in all(&folder)?.iter().rev() {
        let removed = if *kind == FileType::Directory { folder.rmdir(path) } else { folder.unlink(path) };
        removed.told(Doing::Remove, &folder, path)?;
    }
    parent.rmdir(name).told(Doing::Remove, parent, name)
}
