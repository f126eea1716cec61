//! What the last build that had something to do made anew, and why: written down beside the memory, for whoever asks later.
//! Knows names of files and sources; knows nothing of how it is told.

use serde::{Deserialize, Serialize};

use super::hindsight::Cause;
use super::memory::Memory;
use super::talk::Remade;
use super::{Ready, Request, World};
use crate::ground::{Date, SourcePath};
use crate::settings::FILE;

/// The shelf that it stands on, alone.
pub const SHELF: &str = "last";
const NAME: &str = "build";

/// What a build did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The day that it was made for.
    pub day: Date,
    /// Why everything was made anew; none if what an earlier build kept could be used.
    pub whole: Option<String>,
    /// Sources that were new or not the same any more.
    pub changed: Vec<SourcePath>,
    /// Whether site.toml was not the same any more.
    settings: bool,
    /// Whether a date had come or passed.
    date: bool,
    /// Files that were made anew, by path, and whether each was new; nothing if all were.
    files: Option<Vec<(String, bool)>>,
}

/// What a build did with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It was left as it was.
    Kept,
    /// It was made, since it was not there before.
    New,
    /// It was made anew with everything else, and why.
    Whole(String),
    /// It was made anew.
    Anew(Cause),
}

/// Writes down what a build did, before its memory is that of the next one. `remade`: what it did.
pub(super) fn keep(request: &Request, ready: &Ready, memory: &Memory, remade: &Remade, world: &dyn World) {
    let whole = memory.whole.as_ref();
    let has_come = |day: Option<Date>| day.is_some_and(|day| day <= request.today);
    let made = || remade.files.iter().map(|file| (file.clone(), memory.output(file).is_none())).collect();
    let is_whole = remade.whole.is_some();
    let account = Account {
        day: request.today,
        whole: remade.whole.map(str::to_owned),
        changed: match (is_whole, remade.settings) {
            (true, _) => Vec::new(),
            // All stories were read anew then, and nobody knows which of them had changed.
            (false, true) => vec![SourcePath::new(FILE)],
            (false, false) => remade.sources.clone(),
        },
        settings: remade.settings,
        date: whole
            .is_some_and(|whole| has_come(whole.until) || whole.since.is_some_and(|since| request.today < since)),
        files: (!is_whole && remade.files.len() < ready.pages.len()).then(made),
    };
    if let Ok(bytes) = postcard::to_allocvec(&account) {
        // Without it somebody is told less.
        world.keep(SHELF, NAME, &bytes);
    }
}

impl Account {
    /// What the last build wrote down, if it did.
    pub fn recall(world: &dyn World) -> Option<Self> {
        postcard::from_bytes(&world.kept(SHELF, NAME)?).ok()
    }

    /// What the build did with a file that is made of these sources of its own.
    pub fn deed(&self, file: &str, own: &[SourcePath]) -> Deed {
        if let Some(why) = &self.whole {
            return Deed::Whole(why.clone());
        }
        match &self.files {
            None => Deed::Anew(self.cause(own)),
            Some(files) => match files.iter().find(|(made, _)| made == file) {
                None => Deed::Kept,
                Some((_, true)) => Deed::New,
                Some((_, false)) => Deed::Anew(self.cause(own)),
            },
        }
    }

    /// Files that were made anew, by path; none if all were.
    pub fn files(&self) -> Option<impl Iterator<Item = &str>> {
        self.files.as_ref().map(|files| files.iter().map(|(file, _)| file.as_str()))
    }

    fn cause(&self, own: &[SourcePath]) -> Cause {
        Cause::of(own, &self.changed, self.settings, self.date)
    }
}
