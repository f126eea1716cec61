//! The same for programs: one JSON object. Its keys are a promise; new ones may come, none goes.

use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;

use super::Sources;
use super::clean::is_unsafe;
use crate::ground::{Diagnostic, Severity, SourcePath};
use crate::pipeline::Report;
use crate::site::{LeftOut, Reason};

/// The report of a build as one line of JSON. Lines and columns count from 1, columns in characters; the end is the
/// place after the last character; times are in milliseconds.
pub fn json(report: &Report, took: Duration, sources: &mut Sources<'_>) -> String {
    let of = |severity| report.diagnostics.iter().filter(|one| one.severity == severity).count();
    let published = report.published.as_ref();
    let whole = Whole {
        published: published.is_some(),
        diagnostics: places(&report.diagnostics, sources),
        counts: Counts {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            stories: published.map_or(0, |p| p.stories),
            pages: published.map_or(0, |p| p.pages),
            files: published.map_or(0, |p| p.files),
            written: published.map_or(0, |p| p.written),
            removed: published.map_or(0, |p| p.removed),
        },
        left_out: report.left_out.iter().map(Left::from).collect(),
        output: published.map(|p| p.output.to_string_lossy().into_owned()),
        bytes: published.map_or(0, |p| p.bytes),
        milliseconds: milliseconds(took),
        timings: report.timings.iter().map(|(step, took)| Step { step, milliseconds: milliseconds(*took) }).collect(),
    };
    one_line(&whole)
}

/// One value on one line. Characters that a terminal would obey are escaped, though JSON does not ask for it.
pub fn one_line(value: &impl Serialize) -> String {
    // Nothing in our values can fail: all keys are text.
    let plain = serde_json::to_string(value).unwrap_or_default();
    let mut out = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        if is_unsafe(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

/// Diagnostics with their places, to be a part of another value.
pub fn places<'a>(all: &'a [Diagnostic], sources: &mut Sources<'_>) -> Vec<Said<'a>> {
    let mut said = Vec::with_capacity(all.len());
    for one in all {
        let lines = one.path.as_ref().and_then(|path| sources.lines(path));
        let place = one
            .span
            .zip(lines)
            .map(|(span, lines)| (lines.position(span.start as usize), lines.position(span.end as usize)));
        said.push(Said {
            severity: one.severity.word(),
            code: one.code,
            path: one.path.as_ref().map(SourcePath::as_str),
            line: place.map(|(start, _)| start.line),
            column: place.map(|(start, _)| start.column),
            end_line: place.map(|(_, end)| end.line),
            end_column: place.map(|(_, end)| end.column),
            message: &one.message,
            help: one.help.as_deref(),
            trace: &one.trace,
        });
    }
    said
}

/// Milliseconds with three decimals.
pub fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}

#[derive(Serialize)]
struct Whole<'a> {
    published: bool,
    diagnostics: Vec<Said<'a>>,
    counts: Counts,
    left_out: Vec<Left<'a>>,
    output: Option<String>,
    bytes: u64,
    milliseconds: f64,
    timings: Vec<Step<'a>>,
}

/// One diagnostic, as programs are told of it.
#[derive(Debug, Serialize)]
pub struct Said<'a> {
    severity: &'a str,
    code: &'a str,
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    message: &'a str,
    help: Option<&'a str>,
    trace: &'a [String],
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    stories: usize,
    pages: usize,
    files: usize,
    written: usize,
    removed: usize,
}

#[derive(Serialize)]
struct Left<'a> {
    path: &'a str,
    title: &'a str,
    reason: &'static str,
    on: Option<String>,
}

impl<'a> From<&'a LeftOut> for Left<'a> {
    fn from(story: &'a LeftOut) -> Self {
        let (reason, on) = match story.reason {
            Reason::Draft => ("draft", None),
            Reason::Future(day) => ("future", Some(day)),
            Reason::Expired(day) => ("expired", Some(day)),
            Reason::Withdrawn(day) => ("withdrawn", Some(day)),
        };
        Self { path: story.source.as_str(), title: &story.title, reason, on: on.map(|day| day.to_string()) }
    }
}

#[derive(Serialize)]
struct Step<'a> {
    step: &'a str,
    milliseconds: f64,
}
