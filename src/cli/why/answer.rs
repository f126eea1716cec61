//! What is known of one page, story or file, for people and for programs. Knows how it is told; nothing of how it was found out.

use serde::Serialize;

use super::last::Last;
use crate::cli::settings_told::Told;

/// Everything there is to say. New keys may come, none goes.
#[derive(Debug, Default, Serialize)]
pub(super) struct Answer {
    /// The words that were asked about.
    pub(super) asked: String,
    /// What it is: "the page of a story".
    pub(super) what: String,
    /// `published`, `unlisted`, `draft`, `future`, `expired`, `withdrawn`, `broken`, `not-there`, `source`.
    pub(super) state: &'static str,
    /// Why so, in sentences.
    pub(super) because: Vec<String>,
    /// Its whole address on the web.
    pub(super) url: Option<String>,
    /// Its file in the finished site, and whether it is there.
    pub(super) file: Option<Standing>,
    /// The files that it is made of.
    pub(super) sources: Vec<String>,
    /// The template that it is made with, and where that is from.
    pub(super) template: Option<Template>,
    /// The settings that have a part in it.
    pub(super) settings: Vec<Told>,
    /// Where in the sources links lead to it.
    pub(super) linked_from: Vec<Place>,
    /// What the last build that had something to do did with it, or because of it.
    pub(super) last_build: Option<Last>,
    /// What the next build will do with it.
    pub(super) next_build: Option<Next>,
}

/// A file of the finished site.
#[derive(Debug, Serialize)]
pub(super) struct Standing {
    pub(super) path: String,
    pub(super) is_there: bool,
}

/// A template and its theme.
#[derive(Debug, Serialize)]
pub(super) struct Template {
    pub(super) name: String,
    pub(super) file: String,
    /// The theme with its parents, the nearest first.
    pub(super) themes: Vec<String>,
}

/// A place in a source.
#[derive(Debug, Serialize)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) link: String,
}

/// What the next build will do.
#[derive(Debug, Serialize)]
pub(super) struct Next {
    pub(super) makes_anew: bool,
    pub(super) because: String,
}

/// So many places are named; the rest are counted.
const NAMED: usize = 12;

impl Answer {
    /// The same in words.
    pub(super) fn words(&self) -> String {
        let mut out = vec![match &self.url {
            Some(url) => format!("{}: {url}", self.what),
            None => self.what.clone(),
        }];
        out.extend(self.because.iter().map(|why| format!("  {why}")));
        let mut row = |name: &str, value: String| out.push(format!("{name:<12}{value}"));
        if let Some(file) = &self.file {
            let there = if file.is_there { "" } else { " (not there yet)" };
            row("file", format!("{}{there}", file.path));
        }
        for (source, name) in self.sources.iter().zip(std::iter::once("made of").chain(std::iter::repeat(""))) {
            row(name, source.clone());
        }
        if let Some(template) = &self.template {
            row("template", template.file.clone());
            row("theme", template.themes.join(", then "));
        }
        for (told, name) in self.settings.iter().zip(std::iter::once("settings").chain(std::iter::repeat(""))) {
            let from = told.line.map_or_else(|| "nobody set it".to_owned(), |line| format!("site.toml:{line}"));
            row(name, format!("{} = {}  ({from})", told.key, told.value));
        }
        let links = self.linked_from.iter().take(NAMED);
        for (place, name) in links.zip(std::iter::once("linked from").chain(std::iter::repeat(""))) {
            row(name, format!("{}:{}:{}  {}", place.path, place.line, place.column, place.link));
        }
        let more = self.linked_from.len().saturating_sub(NAMED);
        if more > 0 {
            row("", format!("and {more} more"));
        }
        if let Some(last) = &self.last_build {
            row("last build", format!("{} ({})", last.because, last.day));
        }
        if let Some(next) = &self.next_build {
            row("next build", next.because.clone());
        }
        out.join("\n")
    }
}
