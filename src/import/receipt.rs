//! The receipt: what was in the export, what arrived, and each thing that did not, by name and reason.
//! Knows numbers and words; nothing of where they come from.

mod json;
mod pile;
mod text;

use super::words;
pub use pile::{Heap, Pile};

/// One thing that is left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// What kind of thing: the name of its section.
    pub what: &'static str,
    /// What a person would call it.
    pub name: String,
    /// Why.
    pub why: String,
}

impl Left {
    /// A thing with its reason. E-mail addresses never reach a receipt.
    pub fn new(what: &'static str, name: &str, why: &str) -> Self {
        let clean = |text: &str| words::without_addresses(&words::one_line(text), "(an e-mail address)").0;
        Self { what, name: clean(name), why: clean(why) }
    }
}

/// All things of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// What they are: `posts`, `comments`.
    pub what: &'static str,
    /// How many the export has.
    pub found: usize,
    /// How many arrived.
    pub arrived: usize,
    /// Of those that arrived, how many are what.
    pub of_these: Vec<(&'static str, usize)>,
    /// Those that did not.
    pub left: Pile,
}

impl Section {
    /// How many are missing without a reason, or came from nowhere.
    pub fn unexplained(&self) -> usize {
        self.found.abs_diff(self.arrived + self.left.len())
    }
}

/// The whole receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The program that wrote the export: `WordPress`.
    pub program: &'static str,
    /// The file or folder that was read, by its name.
    pub source: String,
    /// What the blog is called.
    pub blog: String,
    /// What was counted.
    pub sections: Vec<Section>,
    /// Numbers by name, for programs.
    pub counts: Vec<(&'static str, usize)>,
    /// Who wrote the posts.
    pub authors: Vec<String>,
    /// Where texts are not quite as they were.
    pub changes: Pile,
    /// Old addresses at which nothing stands now.
    pub addresses: Pile,
    /// What a person should know or do.
    pub notes: Vec<String>,
    /// Files that were not written, each with its reason.
    pub untouched: Pile,
    /// How many files were written, were the same already, and were replaced by newer ones.
    pub files: Files,
    /// Nothing was to be written.
    pub is_dry_run: bool,
    /// It lies in the site's folder.
    pub is_kept: bool,
}

/// What became of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// New.
    pub written: usize,
    /// There already, and the same.
    pub same: usize,
    /// Replaced by newer versions.
    pub updated: usize,
}

impl Receipt {
    /// How many things nobody can account for. Must be 0.
    pub fn unexplained(&self) -> usize {
        self.sections.iter().map(Section::unexplained).sum()
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        text::markdown(self)
    }

    /// As a few lines for a terminal.
    pub fn summary(&self) -> String {
        text::summary(self)
    }

    /// As JSON.
    pub fn json(&self) -> String {
        json::json(self)
    }
}
