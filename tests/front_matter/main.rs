//! Front matter through its door: a file's text in, facts and whole messages out.

mod good;
mod said;

use std::fmt::Write as _;

use goodturn::ground::{Diagnostic, SourcePath, text};
use goodturn::story::{Body, FrontMatter, Kind, Source, front_matter};

/// Reads and completes a story; its text has no headings.
fn read(path: &str, text: &str) -> (Option<FrontMatter>, String) {
    read_as(Kind::Story, path, text)
}

fn read_as(kind: Kind, path: &str, text: &str) -> (Option<FrontMatter>, String) {
    let path = SourcePath::new(path);
    let source = Source { path: &path, text, kind };
    let (declared, start, mut said) = front_matter::read(source);
    assert!(text.is_char_boundary(start), "the text begins inside of a character");
    let front = declared.map(|declared| {
        let (front, _, more) = front_matter::complete(declared, Body::default(), source);
        said.extend(more);
        front
    });
    assert!(front.is_some() || said.iter().any(Diagnostic::is_error), "no story and no error");
    (front, told(text, &said))
}

/// Diagnostics as a person would see them, without colour: `file:line:col: severity[code]: message / help`.
fn told(text: &str, said: &[Diagnostic]) -> String {
    let mut out = String::new();
    for one in said {
        let span = one.span.expect("a span");
        assert!(span.end as usize <= text.len(), "a span past the end: {one:?}");
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "a span inside of a character: {one:?}");
        let at = text::position(text, start);
        let path = one.path.as_ref().map_or("", SourcePath::as_str);
        let (word, code, message) = (one.severity.word(), one.code, &one.message);
        let _ = write!(out, "{path}:{}:{}: {word}[{code}]: {message}", at.line, at.column);
        let _ = writeln!(out, "{}", one.help.as_ref().map(|help| format!(" / {help}")).unwrap_or_default());
        let _ = writeln!(out, "  >{}<", &text[start..end]);
    }
    out
}
