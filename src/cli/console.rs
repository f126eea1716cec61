//! Talking to the person: diagnostics to standard error, answers to standard output.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::Path;

use super::place;
use crate::ground::{Diagnostic, SourcePath};
use crate::shell::report::{self, Sources, Style, Volume};
use crate::shell::source;
use crate::shell::terminal::{self, Colour, Manner};

/// The two streams and how much is said on them.
pub(super) struct Console {
    pub(super) volume: Volume,
    pub(super) out: Manner,
    pub(super) err: Manner,
}

impl Console {
    /// For what must be said before the arguments are understood.
    pub(super) const PLAIN: Self = Self { volume: Volume::Normal, out: Manner::PLAIN, err: Manner::PLAIN };

    pub(super) fn new(volume: Volume, colour: Colour) -> Self {
        Self { volume, out: terminal::stdout_manner(colour), err: terminal::stderr_manner(colour) }
    }

    /// Says what is wrong in the files below `root`.
    pub(super) fn say(&self, all: &[Diagnostic], root: &Path) {
        self.say_of(all, root, &|path: &SourcePath| source::text(root, path));
    }

    /// Says what is wrong in files whose text `lookup` gives; they are named as if they were below `root`.
    pub(super) fn say_of(&self, all: &[Diagnostic], root: &Path, lookup: &dyn Fn(&SourcePath) -> Option<String>) {
        let prefix = place::prefix(root);
        let style = Style { manner: self.err, prefix: &prefix, volume: self.volume };
        let text = report::diagnostics(all, style, &mut Sources::new(lookup));
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

    /// Whether the person says yes; no, if there is nobody to ask.
    #[expect(clippy::unused_self, reason = "who talks to the person is the console")]
    pub(super) fn confirmed(&self, question: &str) -> bool {
        if !io::stdin().is_terminal() {
            terminal::err("nobody can be asked here, since this is no terminal\n");
            return false;
        }
        terminal::err(&format!("{question} [y/N] "));
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
    }
}
