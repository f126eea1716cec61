//! The last steps, in order: link what stays, carry what is not ours, write the list, exchange, tidy.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::PoisonError;

use foldhash::HashSet;

use super::Publisher;
use super::disk::{Refusal as _, stamp_of};
use super::foreign::{self, Belief, Foreign};
use super::manifest::{Branch, MANIFEST, Manifest};
use super::owner;
use super::rescue::Sides;
use super::spare::spare;
use super::staging::Staging;
use super::standing::Standing;
use super::tree::{Node, Staged, Where};
use super::work::Retired;
use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing};
use crate::memo::{Entry, Folders, Sight, Stamp};

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The output folder, free of symlinks.
    pub output: PathBuf,
    /// Files of the new site.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files that had to be written.
    pub written: usize,
    /// Files that stood already and were right.
    pub kept: usize,
    /// Files of the old site that are gone.
    pub removed: usize,
    /// The names of those written and removed, sorted.
    pub changed: Vec<String>,
    /// Small things left undone, and files of somebody else's that had to be moved.
    pub warnings: Vec<Diagnostic>,
    /// What to remember of each file for next time, if that was asked for; sorted by path.
    pub remembered: Vec<Remembered>,
    /// What to remember of folders, if anything changed and that was asked for.
    pub folders: Option<Vec<(Box<str>, Folders)>>,
}

/// What to remember of a published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Its path below the output folder.
    pub path: Box<str>,
    /// What it holds.
    pub entry: Entry,
    /// What it looks like.
    pub stamp: Stamp,
    /// Whether every later change of it must show in the stamp. If not, only its content can tell next time.
    pub settled: bool,
    /// Whether the site before, which is kept to be the next staging folder, has it too, as the very same file.
    pub twin: bool,
}

type Files = Vec<(Box<str>, Staged)>;

impl Publisher {
    /// Publishes what was staged, and only that: files of the last time that were not staged are gone. Nothing changes
    /// in the output but by one exchange, and nothing at all if all is right already.
    ///
    /// # Errors
    /// If staging failed before, if files of somebody else's are in the way (all are named), if the output was changed
    /// meanwhile, or if the disk refuses. The old site then stands.
    pub fn commit(mut self) -> Result<Outcome, Vec<Diagnostic>> {
        if let Some(fault) = self.broken.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(vec![fault]);
        }
        let mut files = self.tree.files();
        let mut said = std::mem::take(&mut self.said);
        if self.nothing_changed(&files).map_err(|fault| vec![fault])? {
            self.committed = true;
            let was_twin = |file: &str| {
                self.remembered.as_ref().and_then(|sight| sight.files.get(file)).is_some_and(|seen| seen.twin)
            };
            for (file, staged) in &mut files {
                staged.twin = was_twin(file);
            }
            return Ok(self.outcome(files, said));
        }
        let staging = self.staging().map_err(|fault| vec![fault])?;
        let foreign = self.assemble(staging, &mut files, &mut said)?;
        let list = Manifest::new(files.iter().map(|(path, staged)| (path.clone(), staged.entry)).collect());
        let tick = self.complete(staging, &list).map_err(|fault| vec![fault])?;
        let folders = self.remembered.as_ref().map(|sight| self.folders(staging, &foreign, &list, (sight, tick)));
        let retired = self.work.swap(self.standing.as_ref()).map_err(|fault| vec![fault])?;
        // From here on the new site stands, so that nothing can be an error any more.
        said.extend(self.tidy(staging, &foreign, &list, retired));
        self.tick = tick;
        let outcome = self.outcome(files, said);
        self.committed = true;
        Ok(Outcome { folders, ..outcome })
    }

    fn nothing_changed(&self, files: &Files) -> Result<bool, Diagnostic> {
        let Some(standing) = &self.standing else { return Ok(false) };
        let same = standing.intact
            && files.len() == standing.list.len()
            && files.iter().all(|(_, staged)| staged.place == Where::Standing);
        if same && !self.work.still(standing)? {
            return Err(say::changed_meanwhile(&self.output()));
        }
        Ok(same)
    }

    /// Completes the staging folder but for the list. Answers what is in there that is not ours.
    fn assemble(
        &self,
        staging: &Staging,
        files: &mut Files,
        said: &mut Vec<Diagnostic>,
    ) -> Result<Foreign, Vec<Diagnostic>> {
        let one = |fault| vec![fault];
        let Some(standing) = &self.standing else {
            staging.sweep(|path| path.to_str().is_some_and(|path| self.tree.get(path).is_some())).map_err(one)?;
            return Ok(Foreign::default());
        };
        self.link_all(standing, staging, files).map_err(one)?;
        let foreign = self.foreign(standing, staging, (files, said))?;
        said.extend(spare(self.work.folder(), staging, standing, (&foreign, &self.tree)).map_err(one)?);
        let extra = foreign.extra_folders(&self.tree);
        // Before anything foreign is carried, so that no symlink can be in the way of what is removed.
        let wanted = |path: &OsStr| {
            path.to_str().is_some_and(|path| self.tree.get(path).is_some())
                || extra.contains(path)
                || foreign.others.contains_key(path)
        };
        staging.sweep(wanted).map_err(one)?;
        foreign.carry(&extra, &self.tree, &standing.folder, staging).map_err(one)?;
        Ok(foreign)
    }

    /// What is not ours, once nothing of it is in the way.
    fn foreign(
        &self,
        standing: &Standing,
        staging: &Staging,
        (files, said): (&Files, &mut Vec<Diagnostic>),
    ) -> Result<Foreign, Vec<Diagnostic>> {
        let one = |fault| vec![fault];
        let belief = Belief { sight: self.remembered.as_ref(), touched: self.touched(standing, files) };
        let scan = || foreign::scan(&standing.folder, &standing.list, &belief).map_err(one);
        let mut foreign = scan()?;
        let mut usurpers = foreign.usurpers(&self.tree, &standing.list);
        loop {
            let about = (&usurpers, !standing.intact);
            let clashes = foreign.clashes(&self.tree, &standing.folder, staging, about).map_err(one)?;
            if !clashes.is_empty() {
                return Err(clashes);
            }
            if usurpers.is_empty() {
                break;
            }
            said.extend(foreign::step_aside(&usurpers, &self.tree, &standing.folder).map_err(one)?);
            (foreign, usurpers) = (scan()?, BTreeSet::new());
        }
        said.extend(foreign.leading_out.iter().map(|path| say::foreign_leads_out(&standing.folder.path(path))));
        Ok(foreign)
    }

    /// The folders with files that come, change or go, and all folders above them.
    fn touched<'a>(&'a self, standing: &'a Standing, files: &'a Files) -> HashSet<&'a str> {
        let made = files.iter().filter(|(_, staged)| staged.place == Where::Staging).map(|(path, _)| &**path);
        let goes = |path: &&str| !matches!(self.tree.get(path), Some(Node::File(_)));
        let mut touched = HashSet::default();
        for file in made.chain(standing.list.iter().map(|(path, _)| path).filter(goes)) {
            let mut path = file;
            while let Some((folder, _)) = path.rsplit_once('/').filter(|(folder, _)| touched.insert(*folder)) {
                path = folder;
            }
        }
        touched
    }

    /// Gives every file that stays its second name in the staging folder.
    fn link_all(&self, standing: &Standing, staging: &Staging, files: &mut Files) -> Result<(), Diagnostic> {
        let share = files.len().div_ceil(self.threads()).max(256);
        let work =
            |files: &mut [(Box<str>, Staged)]| files.iter_mut().try_for_each(|file| self.link(standing, staging, file));
        std::thread::scope(|scope| {
            let workers: Vec<_> = files.chunks_mut(share).map(|files| scope.spawn(move || work(files))).collect();
            workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
        })
    }

    fn link(&self, standing: &Standing, staging: &Staging, file: &mut (Box<str>, Staged)) -> Result<(), Diagnostic> {
        let (path, staged) = file;
        if let (Where::Standing, Some(stamp)) = (staged.place, staged.stamp) {
            staged.twin = self.remembered.as_ref().is_some_and(|sight| staging.has_twin(path, stamp, sight));
            if staged.twin {
                return Ok(());
            }
            if let Some((folder, _)) = path.rsplit_once('/') {
                self.tree.made(folder, &|folder| staging.make(folder))?;
            }
            let linked = staging.link(OsStr::new(&**path), &standing.folder, stamp.ino)?;
            (staged.stamp, staged.twin) = (Some(linked), linked.ino == stamp.ino);
        }
        Ok(())
    }

    /// Writes the list. Answers when the new site was complete by the clock of the disk: whoever changes a file of it
    /// does so later.
    fn complete(&self, staging: &Staging, list: &Manifest) -> Result<Option<i64>, Diagnostic> {
        if let Some(owner) = &self.owner {
            owner::note(self.work.folder(), owner)?;
        }
        let stamp = staging.write_list(MANIFEST, list.to_text().as_bytes())?;
        if self.sync {
            staging.folder.sync_all().told(Doing::Sync, &staging.folder, "")?;
        }
        Ok(stamp.map(|stamp| stamp.ctime))
    }

    /// What the folders of both sites look like, where nothing but ours is in them and every later change must show.
    fn folders(
        &self,
        staging: &Staging,
        foreign: &Foreign,
        list: &Manifest,
        (sight, tick): (&Sight, Option<i64>),
    ) -> Vec<(Box<str>, Folders)> {
        let settled =
            |stamp: Stamp, tick: Option<i64>| tick.is_some_and(|tick| stamp.is_settled(tick)).then(|| stamp.look());
        // In a first build only those that tell that the folders in them are real: the others cost more than they save.
        let holds_folders = |folder: &str| list.inside(folder).iter().any(|(_, is_folder)| *is_folder);
        let (homes, before) = (foreign.homes(), foreign.looks(self.tick));
        let look = |Branch { path: folder, .. }| {
            let path = OsStr::new(folder);
            if homes.contains(path) || self.standing.is_none() && !holds_folders(folder) {
                return (folder.into(), Folders::default());
            }
            let standing = if staging.is_same(folder) {
                sight.folders.get(folder).and_then(|known| known.before)
            } else {
                staging.folder.stat(path).ok().and_then(|stat| settled(stamp_of(&stat), tick))
            };
            (folder.into(), Folders { standing, before: before.get(path).copied() })
        };
        list.folders().into_iter().map(look).collect()
    }

    fn tidy(&self, staging: &Staging, foreign: &Foreign, list: &Manifest, retired: Option<Retired>) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        if self.sync
            && let Err(error) = staging.folder.sync_all()
        {
            said.push(say::untidy(Doing::Sync, &self.output(), &error));
        }
        let (Some(retired), Some(standing)) = (retired, &self.standing) else { return said };
        let tidied = self.work.published().and_then(|new| {
            let sides = Sides { old: &standing.folder, old_list: &standing.list, new: &new };
            said.extend(sides.reconcile(foreign)?);
            sides.forget(list)?;
            self.work.retire(&retired)
        });
        if let Err(fault) = tidied {
            // The old site keeps its name, so that the next start goes on here.
            said.push(say::left_undone(fault));
        }
        said
    }

    fn outcome(&self, files: Files, warnings: Vec<Diagnostic>) -> Outcome {
        let mut outcome = Outcome { output: self.output(), files: files.len(), warnings, ..Outcome::default() };
        let names: HashSet<&str> = files.iter().map(|(path, _)| &**path).collect();
        for (path, _) in self.standing().iter().filter(|(path, _)| !names.contains(path)) {
            outcome.removed += 1;
            outcome.changed.push(path.to_owned());
        }
        for (path, staged) in &files {
            outcome.bytes += staged.entry.size;
            match staged.place {
                Where::Standing => outcome.kept += 1,
                Where::Staging => {
                    outcome.written += 1;
                    outcome.changed.push(path.to_string());
                }
            }
        }
        outcome.changed.sort_unstable();
        if self.remembered.is_some() {
            let remember = |(path, staged): (Box<str>, Staged)| {
                let settled = |stamp: &Stamp| self.tick.is_some_and(|tick| stamp.is_settled(tick));
                let Staged { entry, twin, .. } = staged;
                staged.stamp.map(|stamp| Remembered { path, entry, stamp, settled: settled(&stamp), twin })
            };
            outcome.remembered = files.into_iter().filter_map(remember).collect();
        }
        outcome
    }
}
