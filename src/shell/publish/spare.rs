//! Somebody may stand in the output folder while it is exchanged, with a shell or `git`, and go on in the old site without
//! knowing it. What is written there among files that are not ours is given a second name in the work folder, before the old
//! site becomes the new one's staging folder and is cleared.

use std::ffi::{OsStr, OsString};
use std::io;

use super::disk::{Folder, Refusal as _, stamp_of};
use super::foreign::Foreign;
use super::manifest::MANIFEST;
use super::staging::Staging;
use super::standing::{self, Standing};
use super::tree::Tree;
use super::walk::above;
use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing};

/// Keeps what was written into the old site since it was replaced, and says so.
pub(super) fn spare(
    work: &Folder,
    staging: &Staging,
    standing: &Standing,
    (foreign, tree): (&Foreign, &Tree),
) -> Result<Option<Diagnostic>, Diagnostic> {
    // The list is written last, just before the exchange.
    let Some(list) = standing.folder.find(MANIFEST).told(Doing::Look, &standing.folder, MANIFEST)? else {
        return Ok(None);
    };
    let since = stamp_of(&list).mtime;
    let mut late: Vec<&OsStr> = Vec::new();
    for path in staging.listed().filter(|path| foreign.holds(path)) {
        let look = |folder: &Folder| folder.find(path).told(Doing::Look, folder, path);
        let Some(here) = look(&staging.folder)? else { continue };
        let is_second_name = || look(&standing.folder).map(|there| there.is_some_and(|it| it.st_ino == here.st_ino));
        // A file that was there before has a second name in the new site, so that what is written into it stands there, too;
        // if that name is gone, somebody took the file away.
        let made = || staging.folder.born(path).unwrap_or(i64::MAX);
        if stamp_of(&here).mtime > since && made() > since && !is_second_name()? {
            late.push(path);
        }
    }
    if late.is_empty() {
        return Ok(None);
    }
    // What was published there once, or was to be by a build that was killed, is ours whoever spoilt it since.
    let was_ours = standing::read_list(&staging.folder).ok().flatten().unwrap_or_default();
    let is_ours = |path: &str| was_ours.get(path).is_some() || tree.get(path).is_some();
    late.retain(|path| !path.to_str().is_some_and(is_ours));
    if late.is_empty() {
        return Ok(None);
    }
    late.sort_unstable();
    let name = fresh(work)?;
    work.make(&name).told(Doing::Make, work, &name)?;
    let found = work.folder(&name).told(Doing::List, work, &name)?;
    for path in &late {
        keep(&found, &staging.folder, path).told(Doing::Carry, &staging.folder, path)?;
    }
    Ok(Some(say::written_too_late(&work.path(&name), late.len())))
}

/// A name that nothing has.
fn fresh(work: &Folder) -> Result<OsString, Diagnostic> {
    let mut number = 1;
    loop {
        let name = OsString::from(format!("found.{number}"));
        if work.find(&name).told(Doing::Look, work, &name)?.is_none() {
            return Ok(name);
        }
        number += 1;
    }
}

fn keep(found: &Folder, from: &Folder, path: &OsStr) -> io::Result<()> {
    let folders: Vec<&OsStr> = std::iter::successors(above(path), |folder| above(folder)).collect();
    for folder in folders.into_iter().rev() {
        match found.make(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    found.link(path, from, path)
}
