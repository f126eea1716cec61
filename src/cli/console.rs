//! Talking to the person: diagnostics to standard error, answers to standard output.

use std::path::Path;

use super::place;
use crate::ground::{Diagnostic, SourcePath};
use crate::shell::report::{self, Sources, Style, Volume};
use crate::shell::terminal::{self, Colour, Manner};
use crate::theme::embedded;

/// The two streams and how much is said on them.
pub(super) struct Console {
    pub(super) volume: Volume,
    pub(super) out: Manner,
    pub(super) err: Manner,
}

/// The longest file that is read again only to show a line of it.
const LONGEST: u64 = 64 << 20;

impl Console {
    pub(super) fn new(volume: Volume, colour: Colour) -> Self {
        Self { volume, out: terminal::stdout_manner(colour), err: terminal::stderr_manner(colour) }
    }

    /// Says what is wrong in the files below `root`.
    pub(super) fn say(&self, all: &[Diagnostic], root: &Path) {
        let lookup = |path: &SourcePath| source(root, path);
        let prefix = place::prefix(root);
        let style = Style { manner: self.err, prefix: &prefix, volume: self.volume };
        let text = report::diagnostics(all, style, &mut Sources::new(&lookup));
        if !text.is_empty() {
            terminal::err(&text);
        }
    }

    /// Says why nothing seems to happen, while it does not happen: at once, and on a line of its own even if a progress bar stands there.
    pub(super) fn interrupt(&self, why: &Diagnostic) {
        if self.volume > Volume::Quiet {
            let wipe = if self.err.live { "\r\u{1b}[K" } else { "" };
            terminal::err(&format!("{wipe}{}\n", report::clean(&why.message, self.err)));
        }
    }

    /// Answers in our own words.
    pub(super) fn answer(&self, lines: &str) {
        if self.volume > Volume::Quiet && !lines.is_empty() {
            terminal::out(&(report::clean(lines, self.out) + "\n"));
        }
    }
}

/// The text of a source, for the lines that a diagnostic shows. Never waits for a pipe, never fails.
pub(super) fn source(root: &Path, path: &SourcePath) -> Option<String> {
    if let Some(text) = embedded::text(path) {
        return Some(text.to_owned());
    }
    let file = root.join(path.as_str());
    let facts = std::fs::metadata(&file).ok().filter(|facts| facts.is_file() && facts.len() <= LONGEST);
    let bytes = facts.and_then(|_| std::fs::read(&file).ok())?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
