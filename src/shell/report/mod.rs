//! Everything that is said to a person or a program, made into text in one place: diagnostics with the lines that are
//! meant, the closing line, and the JSON form. Makes text only; `shell::terminal` writes it.

mod clean;
mod excerpt;
mod json;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::ground::text::Lines;
use crate::ground::{Diagnostic, Severity, SourcePath};
use crate::shell::terminal::{Letters, Manner};

pub use clean::clean;
pub use json::{Said, json, milliseconds, one_line, places};
pub use summary::{closing_line, count, left_out, remade, size, time, timings};

/// Where the text of a source is found again, since nobody keeps it. The last one is at hand: in reading order the same
/// file comes many times in a row.
pub struct Sources<'a> {
    lookup: &'a dyn Fn(&SourcePath) -> Option<String>,
    last: Option<(SourcePath, Option<Lines>)>,
}

impl<'a> Sources<'a> {
    /// Sources that `lookup` finds.
    pub fn new(lookup: &'a dyn Fn(&SourcePath) -> Option<String>) -> Self {
        Self { lookup, last: None }
    }

    fn lines(&mut self, path: &SourcePath) -> Option<&Lines> {
        if self.last.as_ref().is_none_or(|(known, _)| known != path) {
            self.last = Some((path.clone(), (self.lookup)(path).map(Lines::new)));
        }
        self.last.as_ref().and_then(|(_, lines)| lines.as_ref())
    }
}

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// What the stream can show.
    pub manner: Manner,
    /// From the person's folder to the site's, such as `../site/`, so that a click on a place finds the file.
    pub prefix: &'a str,
    /// How much is shown.
    pub volume: Volume,
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Volume {
    /// Errors only.
    Quiet,
    /// Errors and warnings.
    #[default]
    Normal,
    /// Notes too, and the stable name of each.
    Verbose,
}

/// All diagnostics as text, an empty line after each.
pub fn diagnostics(all: &[Diagnostic], style: Style<'_>, sources: &mut Sources<'_>) -> String {
    let mut out = String::new();
    let shown = || all.iter().filter(|one| is_shown(one.severity, style.volume));
    let mut counted: HashMap<Kind<'_>, usize> = HashMap::new();
    shown().for_each(|one| *counted.entry(kind(one)).or_default() += 1);
    let mut told: HashMap<Kind<'_>, usize> = HashMap::new();
    for one in shown() {
        let told = told.entry(kind(one)).or_default();
        *told += 1;
        let left = counted[&kind(one)].saturating_sub(MOST);
        // A person mends the first hundred and builds again; `--format json` lists all.
        if *told <= MOST {
            let lines = one.path.as_ref().and_then(|path| sources.lines(path));
            show(one, lines, style, &mut out);
        }
        if let (MOST, 1.., Some(path)) = (*told, left, &one.path) {
            let path = clean(path.as_str(), style.manner);
            let _ = writeln!(out, "and {left} more of the same kind in {path}\n");
        }
    }
    out
}

/// How many faults of one kind are shown of one file.
const MOST: usize = 100;

/// What makes two faults alike.
type Kind<'a> = (Option<&'a SourcePath>, Severity, &'static str);

fn kind(one: &Diagnostic) -> Kind<'_> {
    (one.path.as_ref(), one.severity, one.code)
}

fn is_shown(severity: Severity, volume: Volume) -> bool {
    match severity {
        Severity::Error => true,
        Severity::Warning => volume >= Volume::Normal,
        Severity::Note => volume >= Volume::Verbose,
    }
}

/// One diagnostic: the message, the place with its line, how we came here, and what helps.
fn show(one: &Diagnostic, lines: Option<&Lines>, style: Style<'_>, out: &mut String) {
    let manner = style.manner;
    let paint = Paint { on: manner.colour };
    let frame = if manner.letters == Letters::All { &UNICODE } else { &ASCII };
    let place = one.span.zip(lines).map(|(span, lines)| (span, lines, lines.position(span.start as usize)));
    let gutter = place.map_or(1, |(_, _, place)| place.line.to_string().len());
    let margin = " ".repeat(gutter + 1);
    let message = paint.bold(&clean(&one.message, manner));
    let _ = writeln!(out, "{}{message}", paint.severity(one.severity, &format!("{}: ", one.severity.word())));
    let mut tail = Vec::new();
    tail.extend(one.trace.iter().map(|step| clean(step, manner)));
    tail.extend(one.help.iter().map(|help| format!("{} {}", paint.help("help:"), clean(help, manner))));
    if style.volume == Volume::Verbose {
        tail.push(paint.dim(one.code));
    }
    if let Some(path) = &one.path {
        let place = place.map(|(_, _, place)| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        // A file inside the program, such as `<hearth>/templates/base.html`, is in no folder.
        let prefix = if path.as_str().starts_with('<') { "" } else { style.prefix };
        let name = clean(&format!("{prefix}{path}{place}"), manner);
        let corner = if tail.is_empty() && one.span.is_none() { frame.only } else { frame.top };
        let _ = writeln!(out, "{margin}{} {name}", paint.dim(corner));
    }
    if let Some((span, lines, place)) = place {
        let room = manner.width.saturating_sub(gutter + 5).max(30);
        let (line, marks) = excerpt::around(lines, span, place, room, manner);
        let number = paint.dim(&place.line.to_string());
        let _ = writeln!(out, "{number} {} {line}", paint.dim(frame.side));
        let side = if tail.is_empty() { frame.end } else { frame.side };
        let _ = writeln!(out, "{margin}{} {}", paint.dim(side), paint.severity(one.severity, &marks));
    }
    let last = tail.len();
    for (i, step) in tail.iter().enumerate() {
        let knot = if i + 1 == last { frame.last } else { frame.branch };
        let step = step.replace('\n', &format!("\n{margin}  "));
        let _ = writeln!(out, "{margin}{} {step}", paint.dim(knot));
    }
    out.push('\n');
}

struct Frame {
    only: &'static str,
    top: &'static str,
    side: &'static str,
    /// Under the marks, if nothing comes after them.
    end: &'static str,
    branch: &'static str,
    last: &'static str,
}

const UNICODE: Frame = Frame { only: "─", top: "┌", side: "│", end: "└", branch: "├", last: "└" };
const ASCII: Frame = Frame { only: "-->", top: "-->", side: "|", end: "|", branch: "=", last: "=" };

/// Colours, or none.
#[derive(Clone, Copy)]
struct Paint {
    on: bool,
}

impl Paint {
    fn with(self, codes: &str, text: &str) -> String {
        if self.on && !text.is_empty() { format!("\u{1b}[{codes}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn severity(self, severity: Severity, text: &str) -> String {
        let codes = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.with(codes, text)
    }

    fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    fn help(self, text: &str) -> String {
        self.with("32", text)
    }
}
