//! Which folders may be an output at all, judged by their paths. Looks, and changes nothing.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing, Unfit};

/// Where the output is or will be, free of symlinks and `..`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The folder that holds the output.
    pub parent: PathBuf,
    /// Its name in there.
    pub name: OsString,
    /// How many folders at the end of `parent` do not exist yet.
    pub missing: usize,
}

/// The folders that an output must keep away from.
pub(super) struct Precious<'a> {
    /// The site.
    pub root: &'a Path,
    /// Folders that sources are read from.
    pub sources: &'a [PathBuf],
    /// The person's home folder.
    pub home: Option<&'a Path>,
}

/// Finds out where the output is, and refuses places that must never be replaced.
pub(super) fn place(output: &Path, precious: &Precious) -> Result<Place, Diagnostic> {
    if output.as_os_str().is_empty() {
        return Err(say::output_empty());
    }
    let (path, missing) = match fs::symlink_metadata(output) {
        Ok(_) => (existing(output)?, 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => planned(output)?,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(say::output_not_folder(output)),
        Err(error) => return Err(say::failed(Doing::Look, output, &error)),
    };
    if let Some(why) = unfit(&path, precious) {
        return Err(say::output_unfit(output, why));
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            Ok(Place { parent: parent.to_path_buf(), name: name.to_os_string(), missing: missing.saturating_sub(1) })
        }
        _ => Err(say::output_unfit(output, Unfit::Root)),
    }
}

fn existing(output: &Path) -> Result<PathBuf, Diagnostic> {
    let path = match fs::canonicalize(output) {
        Ok(path) => path,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(say::output_dangling(output)),
        Err(error) => return Err(say::failed(Doing::Look, output, &error)),
    };
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() => Ok(path),
        Ok(_) => Err(say::output_not_folder(output)),
        Err(error) => Err(say::failed(Doing::Look, output, &error)),
    }
}

/// A folder that is to be made: as much of its path as exists, canonical, and the rest as it is written.
fn planned(output: &Path) -> Result<(PathBuf, usize), Diagnostic> {
    let mut rest = Vec::new();
    let mut above = output;
    loop {
        match above.components().next_back() {
            Some(Component::Normal(name)) => rest.push(name),
            Some(Component::CurDir) | None => {}
            Some(_) => return Err(say::output_nameless(output)),
        }
        above = match above.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        match fs::symlink_metadata(above) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && above != Path::new(".") => {}
            Err(error) => return Err(say::failed(Doing::Look, above, &error)),
            Ok(_) => {
                let mut path = existing(above)?;
                path.extend(rest.iter().rev());
                return Ok((path, rest.len()));
            }
        }
    }
}

fn unfit(path: &Path, precious: &Precious) -> Option<Unfit> {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let root = real(precious.root);
    if path.parent().is_none() {
        return Some(Unfit::Root);
    }
    if path == root {
        return Some(Unfit::Site);
    }
    if root.starts_with(path) {
        return Some(Unfit::AboveSite);
    }
    if precious.home.is_some_and(|home| !home.as_os_str().is_empty() && real(home).starts_with(path)) {
        return Some(Unfit::Home);
    }
    if path.starts_with(root.join(super::STATE)) {
        return Some(Unfit::State);
    }
    for source in precious.sources {
        // Once as it is written and once where it leads, since a source folder may be a symlink.
        for source in [root.join(source), real(&root.join(source))] {
            if path.starts_with(&source) {
                return Some(Unfit::Source);
            }
            if source.starts_with(path) {
                return Some(Unfit::AboveSource);
            }
        }
    }
    None
}
