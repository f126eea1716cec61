//! Front matter through its door: a file's text in, facts and whole messages out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod fences;
mod good;
mod hostile;
mod names;
mod others;
mod said;
#[path = "../told/mod.rs"]
mod told;
mod yaml;

use goodturn::ground::{Diagnostic, SourcePath};
use told::told;

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
        let (front, _, more) = front_matter::complete(declared, Body::default(), source, true);
        said.extend(more);
        front
    });
    assert!(front.is_some() || said.iter().any(Diagnostic::is_error), "no story and no error");
    (front, told(text, &said))
}
