//! The work folder beside the output, and how one site takes another's place.
//!
//! What is in it tells how far a killed build came, by names alone:
//! - `next`: a staging folder, or the site before last kept as one. All of it may be thrown away.
//! - `ready.N`: a whole new site, about to change places with the output folder whose number is N. If the folder under
//!   this name has that number itself, the exchange has happened, and this is the old site.
//! - `old`: only on disks that cannot exchange: the old site, on its way out. If no output stands, it goes back.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Folder, Refusal as _};
use super::guard::Place;
use super::lock::Lock;
use super::modes::Modes;
use super::rescue::Sides;
use super::staging::NEXT;
use super::standing::{self, Standing};
use super::walk;
use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing, failed};

const READY: &str = "ready.";
pub(super) const OLD: &str = "old";

/// The name of the work folder that belongs to an output folder of this name.
pub fn work_name(output: &OsStr) -> OsString {
    let mut name = OsString::from(".");
    name.push(output);
    name.push(".goodturn");
    name
}

/// The work folder, locked.
#[derive(Debug)]
pub(super) struct Work {
    /// The folder that holds the output and the work folder.
    pub parent: Folder,
    name: OsString,
    lock: Lock,
    /// The permissions of what is published.
    pub modes: Modes,
}

/// An old site that has just been replaced, by its name in the work folder.
#[derive(Debug)]
pub(super) struct Retired(OsString);

impl Work {
    /// Takes the lock of an output, waiting for another build if there is one.
    pub fn lock(place: &Place, wait: &dyn Fn()) -> Result<Self, Diagnostic> {
        let open = || Folder::open(&place.parent).map_err(|error| failed(Doing::List, &place.parent, &error));
        let (parent, above) = (open()?, open()?);
        let name = PathBuf::from(work_name(&place.name));
        let path = above.path(&name);
        let lock = Lock::take(above, name, wait).map_err(|error| failed(Doing::Lock, &path, &error))?;
        Ok(Self { parent, name: place.name.clone(), lock, modes: Modes::of_process() })
    }

    /// The work folder itself.
    pub fn folder(&self) -> &Folder {
        self.lock.folder()
    }

    /// The output's path.
    pub fn output(&self) -> PathBuf {
        self.parent.path(&self.name)
    }

    /// What stands in the output now.
    pub fn standing(&self) -> Result<Option<Standing>, Diagnostic> {
        standing::look(&self.parent, &self.name, self.modes)
    }

    /// Brings order into what a killed build left. Afterwards there is at most a `next`.
    pub fn recover(&self) -> Result<Vec<Diagnostic>, Diagnostic> {
        let work = self.folder();
        let names = walk::list(work).told(Doing::List, work, "")?;
        let mut said = Vec::new();
        if names.iter().any(|(name, _)| name == OLD) {
            said.extend(self.recover_old()?);
        }
        for (name, _) in names {
            let Some(number) = name.to_str().and_then(|name| name.strip_prefix(READY)) else { continue };
            let ino = work.stat(&name).told(Doing::Look, work, &name)?.st_ino;
            if number == ino.to_string() {
                said.extend(self.rescue_from(&name)?);
            }
            self.keep_as_next(&name)?;
        }
        Ok(said)
    }

    /// Puts the new site in the old one's place; none if there was no old one.
    pub fn swap(&self, standing: Option<&Standing>) -> Result<Option<Retired>, Diagnostic> {
        let work = self.folder();
        let ready = OsString::from(format!("{READY}{}", standing.map_or(0, |standing| standing.ino)));
        work.take_new(&ready, work, NEXT).told(Doing::Exchange, &self.parent, &self.name)?;
        let swapped = match standing {
            None => self.first(&ready),
            Some(standing) => self.replace(standing, &ready),
        };
        if swapped.is_err() {
            // If this fails too, the next start finds `ready` and knows what it is.
            let _ = work.take_new(NEXT, work, &ready);
        }
        swapped
    }

    /// The site that has just been put in place, under the name that people know.
    pub fn published(&self) -> Result<Folder, Diagnostic> {
        self.parent.folder(&self.name).told(Doing::List, &self.parent, &self.name)
    }

    /// Keeps the old site as the next staging folder.
    pub fn retire(&self, retired: &Retired) -> Result<(), Diagnostic> {
        self.keep_as_next(&retired.0)
    }

    fn first(&self, ready: &OsStr) -> Result<Option<Retired>, Diagnostic> {
        match self.parent.take_new(&self.name, self.folder(), ready) {
            Ok(()) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(say::changed_meanwhile(&self.output())),
            Err(error) => Err(failed(Doing::Exchange, &self.output(), &error)),
        }
    }

    fn replace(&self, standing: &Standing, ready: &OsStr) -> Result<Option<Retired>, Diagnostic> {
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::ResourceBusy => say::output_mount(&self.output()),
            // Beside each other and yet on two disks: a layer of an overlay (Linux, "overlayfs.rst", "redirect_dir").
            io::ErrorKind::CrossesDevices => say::output_layer(&self.output()),
            _ => failed(Doing::Exchange, &self.output(), &error),
        };
        if !self.still(standing)? {
            return Err(say::changed_meanwhile(&self.output()));
        }
        if self.parent.exchange(&self.name, self.folder(), ready).map_err(refused)? {
            return Ok(Some(Retired(ready.to_os_string())));
        }
        // No exchange on this disk: for a moment nothing stands. If we are killed in it, the next start puts the old
        // site back.
        self.folder().take_new(OLD, &self.parent, &self.name).map_err(refused)?;
        if let Err(error) = self.parent.take_new(&self.name, self.folder(), ready) {
            if let Err(error) = self.parent.take_new(&self.name, self.folder(), OLD) {
                return Err(say::left_aside(&self.output(), &self.folder().path(OLD), &error));
            }
            return Err(refused(error));
        }
        Ok(Some(Retired(OLD.into())))
    }

    /// Whether the output is still the folder that we saw when we began.
    pub fn still(&self, standing: &Standing) -> Result<bool, Diagnostic> {
        let found = self.parent.find(&self.name).told(Doing::Look, &self.parent, &self.name)?;
        Ok(found.is_some_and(|stat| stat.st_ino == standing.ino))
    }

    fn recover_old(&self) -> Result<Vec<Diagnostic>, Diagnostic> {
        let work = self.folder();
        // A folder may take an empty one's place, so this covers a person who made the missing folder anew.
        let mut stands = self.parent.find(&self.name).told(Doing::Look, &self.parent, &self.name)?.is_some();
        if stands {
            let held = self.parent.folder(&self.name).and_then(|folder| folder.list());
            stands = !held.told(Doing::List, &self.parent, &self.name)?.is_empty();
        }
        if !stands {
            self.parent.take(&self.name, work, OLD).told(Doing::Exchange, &self.parent, &self.name)?;
            return Ok(Vec::new());
        }
        let said = self.rescue_from(OsStr::new(OLD))?;
        self.keep_as_next(OsStr::new(OLD))?;
        Ok(said)
    }

    /// Brings what is not ours out of an old site that was replaced just before we were killed.
    fn rescue_from(&self, name: &OsStr) -> Result<Vec<Diagnostic>, Diagnostic> {
        let Some(standing) = self.standing()? else { return Ok(Vec::new()) };
        let old = self.folder().folder(name).told(Doing::List, self.folder(), name)?;
        let old_list = standing::read_list(&old)?.unwrap_or_default();
        let sides = Sides { old: &old, old_list: &old_list, new: &standing.folder };
        let said = sides.rescue()?;
        sides.forget(&standing.list)?;
        Ok(said)
    }

    fn keep_as_next(&self, name: &OsStr) -> Result<(), Diagnostic> {
        let work = self.folder();
        let moved = match work.take_new(NEXT, work, name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                walk::remove(work, OsStr::new(NEXT))?;
                work.take_new(NEXT, work, name)
            }
            moved => moved,
        };
        moved.told(Doing::Remove, work, name)
    }
}

/// Makes the last folders of a path, and says which ones.
pub(super) fn make_missing(place: &Place) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut missing: Vec<&Path> = place.parent.ancestors().take(place.missing).collect();
    missing.reverse();
    let mut made = Vec::new();
    for path in missing {
        match std::fs::create_dir(path) {
            Ok(()) => made.push(path.to_path_buf()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                unmake(&made);
                return Err(failed(Doing::Make, path, &error));
            }
        }
    }
    Ok(made)
}

/// Removes folders that were made in vain, if nothing is in them.
pub(super) fn unmake(made: &[PathBuf]) {
    for path in made.iter().rev() {
        let _ = std::fs::remove_dir(path);
    }
}
