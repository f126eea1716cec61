//! What the last build that had something to do made anew, and why, in words. Knows what that build wrote down.

use std::collections::BTreeMap;

use serde::Serialize;

use super::told_cause;
use crate::ground::SourcePath;
use crate::pipeline::Ready;
use crate::pipeline::account::{Account, Deed};
use crate::shell::disk::Disk;
use crate::shell::report::count;

/// What the last build did with a page, or because of a file.
#[derive(Debug, Serialize)]
pub(super) struct Last {
    /// The day that it was made for.
    pub(super) day: String,
    pub(super) made_anew: bool,
    pub(super) because: String,
}

/// What it did with a file of the site.
pub(super) fn of_file(account: &Account, file: &str, own: &[SourcePath]) -> Last {
    let deed = account.deed(file, own);
    let because = match &deed {
        Deed::Kept => "kept it as it was: nothing that it is made of had changed".to_owned(),
        Deed::New => "made it: it was not there before".to_owned(),
        Deed::Whole(why) => format!("made it with all the rest: {why}"),
        Deed::Anew(cause) => format!("made it anew: {}", told_cause(cause, "had")),
    };
    Last { day: account.day.to_string(), made_anew: deed != Deed::Kept, because }
}

/// What it did because of a source; none if that was as before.
pub(super) fn of_source(account: &Account, source: &SourcePath) -> Option<Last> {
    account.changed.contains(source).then(|| {
        let others = account.changed.len() - 1;
        let alone =
            if others == 0 { String::new() } else { format!(" (and {})", count(others, "more file", "more files")) };
        let files = account.files().map(Iterator::collect::<Vec<_>>);
        let made = match files.as_deref() {
            None => "every file".to_owned(),
            Some([]) => "nothing".to_owned(),
            Some([one]) => (*one).to_owned(),
            Some([one, rest @ ..]) => format!("{one} and {}", count(rest.len(), "more file", "more files")),
        };
        let because = format!("found that it had changed{alone}, and made {made} anew");
        Last { day: account.day.to_string(), made_anew: true, because }
    })
}

/// All that the last build did; for `goodturn why` without a word.
#[derive(Debug, Serialize)]
pub(super) struct Whole {
    /// The day that it was made for; none if no build wrote anything down.
    day: Option<String>,
    /// Why everything was made anew, if it was.
    everything: Option<String>,
    /// Files that were not as they had been.
    changed: Vec<String>,
    /// What was made anew.
    made: Vec<Made>,
}

/// A file of the finished site.
#[derive(Debug, Serialize)]
struct Made {
    file: String,
    because: String,
}

pub(super) fn whole(account: Option<&Account>, ready: Option<&Ready>, disk: &Disk<'_>) -> Whole {
    let Some(account) = account else {
        return Whole { day: None, everything: None, changed: Vec::new(), made: Vec::new() };
    };
    let pages = ready.into_iter().flat_map(|ready| ready.pages.iter().map(|page| (page.url.file(), page)));
    let pages: BTreeMap<String, _> = pages.collect();
    let made = |file: &str| {
        let own = pages.get(file).zip(ready).map(|(page, ready)| ready.sources_of(page, disk)).unwrap_or_default();
        Made { file: file.to_owned(), because: reason(account, file, &own) }
    };
    Whole {
        day: Some(account.day.to_string()),
        everything: account.files().is_none().then(|| reason(account, "", &[])),
        changed: account.changed.iter().map(ToString::to_string).collect(),
        made: account.files().into_iter().flatten().map(made).collect(),
    }
}

/// Only why.
fn reason(account: &Account, file: &str, own: &[SourcePath]) -> String {
    let because = of_file(account, file, own).because;
    because.split_once(": ").map_or(because.as_str(), |(_, why)| why).to_owned()
}

impl Whole {
    /// The same in words.
    pub(super) fn words(&self) -> String {
        let Some(day) = &self.day else { return "no build has written down what it did".to_owned() };
        let mut out = vec![match (&self.everything, self.made.len()) {
            (Some(why), _) => format!("the last build that had something to do ({day}) made everything anew: {why}"),
            (None, made) => {
                let files = count(made, "file", "files");
                format!("the last build that had something to do ({day}) made {files} anew")
            }
        }];
        out.extend(self.made.iter().map(|made| format!("  {}: {}", made.file, made.because)));
        out.join("\n")
    }
}
