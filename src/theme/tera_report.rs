//! Tera's reports, taken apart. For several faults at once Tera 2 gives one text in the manner of a compiler, and for the
//! chain of includes it has no other form; its shape is known here only, and kept by the tests.

use crate::ground::Span;

/// One fault of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// The first line, without `error: `.
    pub message: &'a str,
    /// Where.
    pub place: Place<'a>,
    /// The places from which the file was called, nearest first.
    pub called_from: Vec<Place<'a>>,
}

/// A place as Tera writes it: `hearth/base.html:12:4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// The template's name.
    pub file: &'a str,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    column: usize,
    /// In characters, at least 1.
    width: usize,
}

/// The faults of a report, in its order; none if it is not one.
pub(super) fn entries(report: &str) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut message = None;
    for line in report.lines() {
        let last = entries.last_mut();
        if let Some(text) = line.strip_prefix("error: ") {
            message = Some(text);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ").and_then(place) {
            if let Some(message) = message.take() {
                entries.push(Entry { message, place, called_from: Vec::new() });
            }
        } else if let Some(place) = line.strip_prefix("note: called from ").and_then(place) {
            if let Some(entry) = last {
                entry.called_from.push(place);
            }
        } else if let Some(carets) = line.trim_start().strip_prefix("| ").filter(|rest| is_underline(rest)) {
            let width = carets.matches('^').count();
            if let Some(entry) = last.filter(|entry| entry.called_from.is_empty()) {
                entry.place.width = width.max(1);
            }
        }
    }
    entries
}

impl<'a> Entry<'a> {
    /// What an "Unknown KIND `NAME`" is about.
    pub fn kind(&self) -> Option<&'a str> {
        self.message.strip_prefix("Unknown ")?.split(' ').next()
    }

    /// The first name in backticks.
    pub fn name(&self) -> &'a str {
        self.message.split('`').nth(1).unwrap_or_default()
    }
}

impl Place<'_> {
    /// The bytes that are meant, in the text of the file.
    pub fn span_in(&self, text: &str) -> Span {
        let start = match self.line.checked_sub(2) {
            Some(before) => text.match_indices('\n').nth(before).map_or(text.len(), |(at, _)| at + 1),
            None => 0,
        };
        let rest = &text[start..];
        let byte = |chars: usize| rest.char_indices().nth(chars).map_or(rest.len(), |(at, _)| at);
        Span::new(start + byte(self.column - 1), start + byte(self.column - 1 + self.width))
    }
}

fn place(text: &str) -> Option<Place<'_>> {
    let mut parts = text.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some(Place { file: parts.next()?, line, column: column.max(1), width: 1 })
}

fn is_underline(rest: &str) -> bool {
    rest.contains('^') && rest.chars().all(|c| matches!(c, ' ' | '\t' | '^'))
}
