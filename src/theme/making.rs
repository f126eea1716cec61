//! One page made with a template, and what goes wrong then, in words. Knows no views: the variables are given.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use tera::{Context, ErrorKind, ReportError, Tera, Value};

use super::budget::{Budget, MEBIBYTES, ROUNDS, TOO_LONG, TOO_MUCH};
use super::tera_report;
use crate::ground::messages::template as messages;
use crate::ground::{Diagnostic, SourcePath, Span};

/// No page is larger than this, in MiB. A list of 100,000 stories is a tenth of it.
const LARGEST: usize = 128;

/// Where a template is from, for what is said about it.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// How diagnostics name the file.
    pub path: SourcePath,
    /// Its text, without a byte-order mark.
    pub text: Box<str>,
    /// How many bytes of the file stand before the text.
    pub lead: usize,
}

/// The templates of a theme, ready to make pages.
#[derive(Clone)]
pub(super) struct Templates {
    /// The engine.
    pub tera: Tera,
    /// The same with a count of what a page takes, and its budget; none if all templates are our own.
    pub measured: Option<(Tera, Arc<Budget>)>,
    /// By the templates' full names.
    pub origins: BTreeMap<String, Origin>,
    /// The full names of the templates that pages are made with.
    pub pages: BTreeMap<&'static str, String>,
}

impl Templates {
    /// The same with a budget of its own, if there is a budget.
    pub fn for_a_worker(&self) -> Option<Self> {
        let (mut tera, _) = self.measured.clone()?;
        let budget = Budget::of(&mut tera);
        Some(Self { measured: Some((tera, budget)), ..self.clone() })
    }

    /// A page begins: it may take all that a page may take.
    pub fn begin(&self) {
        if let Some((_, budget)) = &self.measured {
            budget.begin();
        }
    }

    /// Appends the page to `out`. On a fault `out` is as it was.
    pub fn make(&self, name: &str, variables: &Context, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let Some((measured, _)) = &self.measured else { return self.made(&self.tera, name, variables, out) };
        match self.made(measured, name, variables, out) {
            // It fails in the same place and takes no more; but what is said then is of the text as it was written.
            Err(fault) if !messages::is_about_size(&fault) => self.made(&self.tera, name, variables, out),
            made => made,
        }
    }

    fn made(&self, tera: &Tera, name: &str, variables: &Context, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let start = out.len();
        let bounded = Bounded { out, left: LARGEST << 20 };
        tera.render_to(name, variables, bounded).map_err(|error| {
            out.truncate(start);
            self.fault(&error, name, variables)
        })
    }

    fn fault(&self, error: &tera::Error, name: &str, variables: &Context) -> Diagnostic {
        let whole = |fault: Diagnostic| match self.origins.get(name) {
            Some(origin) => fault.in_file(&origin.path),
            None => fault,
        };
        match error.kind() {
            ErrorKind::RenderingError(report) => self.reported(report, &error.to_string(), name, variables),
            ErrorKind::Io(_) => whole(messages::too_large(LARGEST)),
            ErrorKind::Msg(text) if text.contains("recursion depth") => whole(messages::endless_component()),
            _ => whole(messages::failed(&error.to_string())),
        }
    }

    fn reported(&self, report: &ReportError, whole: &str, name: &str, variables: &Context) -> Diagnostic {
        let Some(origin) = self.origins.get(report.filename()) else { return messages::failed(report.message()) };
        let (fault, span) = match too_much(report.message()) {
            Some(fault) => {
                (fault, line_in(&origin.text, tera_report::entries(whole).first().map_or(1, |it| it.place.line)))
            }
            None => explain(report, &Meant::find(&origin.text, Span::from(report.span().range.clone())), variables),
        };
        let mut fault = fault.in_file(&origin.path).at(span.shifted(origin.lead));
        let mut last = origin;
        for place in tera_report::entries(whole).iter().flat_map(|entry| &entry.called_from) {
            if let Some(caller) = self.origins.get(place.file) {
                fault = fault.via(format!("in {}, line {}", caller.path, place.line));
                last = caller;
            }
        }
        // The way from a template to those that it extends has no line of its own.
        match self.origins.get(name) {
            Some(begun) if begun.path != last.path => fault.via(format!("for {}, which extends it", begun.path)),
            _ => fault,
        }
    }
}

/// What is said when a page takes more than it may.
fn too_much(message: &str) -> Option<Diagnostic> {
    match message {
        _ if message.ends_with(TOO_LONG) => Some(messages::too_many_rounds(ROUNDS)),
        _ if message.ends_with(TOO_MUCH) => Some(messages::too_much(MEBIBYTES)),
        _ => None,
    }
}

/// All of a line: columns are others where something was written in to be counted.
fn line_in(text: &str, line: usize) -> Span {
    let mut from = 0;
    for (number, whole) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let words = whole.trim();
            let from = from + whole.find(words).unwrap_or(0);
            return Span::new(from, from + words.len());
        }
        from += whole.len();
    }
    Span::new(0, 0)
}

/// What Tera says, in our words, and the bytes that a person should look at.
fn explain(report: &ReportError, meant: &Meant<'_>, variables: &Context) -> (Diagnostic, Span) {
    let message = report.message();
    let own = Span::from(report.span().range.clone());
    let name = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("Variable `") {
        return (messages::unknown_variable(name, &names_after(message, "Available variables: ")), own);
    }
    if message.starts_with("Field `") {
        return (messages::unknown_field(name, &names_after(message, "Available fields: ")), own);
    }
    if message.contains("undefined") {
        return (meant.missing(variables).unwrap_or_else(messages::nothing_here), meant.span);
    }
    (messages::failed(message), own)
}

fn names_after<'m>(message: &'m str, lead: &str) -> Vec<&'m str> {
    message.split_once(lead).map_or_else(Vec::new, |(_, names)| names.split(", ").collect())
}

/// The path that stands where Tera points to: of `story.titel | upper` it is `story.titel`, of which Tera marks the first word.
struct Meant<'t> {
    path: &'t str,
    span: Span,
}

impl<'t> Meant<'t> {
    fn find(text: &'t str, span: Span) -> Self {
        let start = span.start as usize;
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
        let path = rest[..length].trim_end_matches('.');
        // Of `site['x']` Tera's own span lacks the bracket.
        let end = span.end as usize;
        let end = if text.get(end..).is_some_and(|rest| rest.starts_with(']')) { end + 1 } else { end };
        let end = end.max(start + path.len());
        Self { path, span: Span::new(start, end) }
    }

    /// The first name of the path that does not exist, as far as the page's variables tell; a loop's own are not known here.
    fn missing(&self, variables: &Context) -> Option<Diagnostic> {
        let mut parts = self.path.split('.');
        let first = parts.next()?;
        let mut value: &Value = variables.get(first)?;
        for part in parts {
            let Some(next) = value.get_from_path(part).filter(|_| value.is_map()) else {
                let fields = value.as_map()?.keys().filter_map(|key| key.as_str());
                return Some(messages::unknown_field(part, &fields.collect::<Vec<_>>()));
            };
            value = next;
        }
        None
    }
}

/// Writes so many bytes and no more, so that a loop inside a loop ends in a message and not in a full memory.
struct Bounded<'a> {
    out: &'a mut Vec<u8>,
    left: usize,
}

impl Write for Bounded<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(io::ErrorKind::FileTooLarge)?;
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
