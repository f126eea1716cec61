//! The one currency for everything that is said to a person about their files.
//! Made only by the named functions in `ground::messages`; printed only by `shell::report`.

use std::fmt::Write as _;

use serde::{Deserialize, Deserializer, Serialize};

use crate::ground::text::{SourcePath, Span};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Nothing is published while one of these stands.
    Error,
    /// The site is built; `--strict` turns it into an error.
    Warning,
    /// Something worth knowing, shown with `-v`.
    Note,
}

impl Severity {
    /// The word in front of the message.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A stable name of a kind of diagnostic.
pub type Code = &'static str;

/// One thing to say, with its place in the sources and what helps.
///
/// Messages are lower case, without jargon and without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Error, warning or note.
    pub severity: Severity,
    /// A stable name such as `front-matter-unknown-key`, for scripts and the manual.
    #[serde(deserialize_with = "code_again")]
    pub code: Code,
    /// The file that is meant; none for the command line or the machine.
    pub path: Option<SourcePath>,
    /// The bytes of that file that are meant.
    pub span: Option<Span>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// How we came here, nearest first (a template's includes, the page being made).
    pub trace: Vec<String>,
}

/// A name that comes back from the memory between builds. It stays for good, as the program's own names do; there are
/// as many as a build has warnings, and a program remembers once.
fn code_again<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    Ok(String::deserialize(deserializer)?.leak())
}

impl Diagnostic {
    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self { severity, code, path: None, span: None, message: message.into(), help: None, trace: Vec::new() }
    }

    /// A new error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A new warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A new note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Says which file is meant.
    #[must_use]
    pub fn in_file(mut self, path: &SourcePath) -> Self {
        self.path = Some(path.clone());
        self
    }

    /// Says which bytes of the file are meant.
    #[must_use]
    pub fn at(mut self, span: impl Into<Span>) -> Self {
        self.span = Some(span.into());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds one step of how we came here.
    #[must_use]
    pub fn via(mut self, step: impl Into<String>) -> Self {
        self.trace.push(step.into());
        self
    }

    /// Whether this one keeps the site from being published.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts as a person reads: by file, then by place, errors before warnings at one place. What is said again of the same
/// place is dropped, however it was come by: a slip in a template shows on every page that is made with it, and the
/// first page is enough. So the order in which they are given must not depend on threads.
pub fn in_reading_order(mut all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    all.sort_by(|a, b| {
        (&a.path, a.span, a.severity, a.code, &a.message).cmp(&(&b.path, b.span, b.severity, b.code, &b.message))
    });
    all.dedup_by(|later, first| {
        (&later.path, later.span, later.code, &later.message) == (&first.path, first.span, first.code, &first.message)
    });
    all
}

/// Several names as a sentence part: "`a`, `b` or `c`".
pub fn one_of<T: std::fmt::Display>(names: &[T]) -> String {
    let mut text = String::new();
    for (i, name) in names.iter().enumerate() {
        let joint = match i {
            0 => "",
            _ if i + 1 == names.len() => " or ",
            _ => ", ",
        };
        let _ = write!(text, "{joint}`{name}`");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, in_reading_order};
    use crate::ground::SourcePath;

    #[test]
    fn a_slip_in_a_template_is_said_once_with_the_first_page() {
        let at = |byte| Diagnostic::error("x", "slip").in_file(&SourcePath::new("a.html")).at(byte..byte + 1);
        let all = vec![at(7).via("page 1"), at(3).via("page 1"), at(7).via("page 2"), at(3).via("page 0")];
        assert_eq!(in_reading_order(all), [at(3).via("page 1"), at(7).via("page 1")]);
    }
}
