//! Which site an output belongs to. One that lies inside its site is found by looking upwards, so that a copy of the
//! site has one of its own; for one that lies elsewhere a note in the work folder says it. The note is not published, and
//! names the site by the way to it from there, so that both may be moved or copied together.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Component, Path, PathBuf};

use super::disk::{Folder, Refusal as _, read_full, write_all};
use super::guard::Place;
use super::standing::Standing;
use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing};
use crate::settings;

/// The note's name in the work folder.
const NOTE: &str = "site";

/// Longer than any path.
const LONGEST: usize = 16 * 1024;

/// Refuses an output in which another site stands. Answers what is to be noted once this one stands there, if anything.
pub(super) fn check(
    root: &Path,
    place: &Place,
    work: &Folder,
    stands: Option<&Standing>,
) -> Result<Option<PathBuf>, Diagnostic> {
    let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    // The nearest site upwards: for most, the folder that holds the output, and then nothing need be asked.
    let above = place.parent.ancestors().find(|folder| **folder == *root || is_site(folder));
    let inside = above == Some(&*root);
    let full = stands.is_some_and(|standing| !standing.list.is_empty() || !standing.intact);
    if inside && !full {
        return Ok(None);
    }
    let noted = read(work).map(|way| place.parent.join(way)).and_then(|path| fs::canonicalize(path).ok());
    let noted = noted.filter(|path| is_site(path));
    let owner = noted.as_deref().or(above).filter(|owner| **owner != *root);
    match owner {
        Some(owner) if full => Err(say::output_of_another_site(&place.parent.join(&place.name), owner)),
        _ => Ok((!inside).then(|| way(&place.parent, &root))),
    }
}

/// Notes which site's pages are about to stand in the output.
pub(super) fn note(work: &Folder, way: &Path) -> Result<(), Diagnostic> {
    if read(work).as_deref() == Some(way) {
        return Ok(());
    }
    let text = [way.as_os_str().as_bytes(), b"\n"].concat();
    let written = || {
        work.unlink(NOTE)?;
        write_all(&work.create_open(NOTE)?, &text)
    };
    written().told(Doing::Write, work, OsStr::new(NOTE))
}

fn is_site(folder: &Path) -> bool {
    folder.join(settings::FILE).is_file()
}

/// What the note says; none if there is none, or it is not one.
fn read(work: &Folder) -> Option<PathBuf> {
    let file = work.read_open(NOTE).ok()?;
    let mut text = vec![0; LONGEST];
    let filled = read_full(&file, &mut text).ok()?;
    text.truncate(filled);
    let way = text.strip_suffix(b"\n")?;
    Some(PathBuf::from(OsString::from_vec(way.to_vec())))
}

/// The way from one folder to another, both free of symlinks.
fn way(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(shared)).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::way;

    #[test]
    fn the_way_from_a_folder_to_a_site() {
        for (from, to, expected) in [
            ("/srv/www", "/home/maya/blog", "../../home/maya/blog"),
            ("/home/maya", "/home/maya/blog", "blog"),
            ("/home/maya/out", "/home/maya/blog", "../blog"),
            ("/home/maya", "/home/maya", "."),
        ] {
            assert_eq!(way(Path::new(from), Path::new(to)), Path::new(expected), "{from} {to}");
        }
    }
}
