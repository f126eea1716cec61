//! Old posts become Markdown that reads as if it had been written by hand, and says what was said.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::unicode_not_nfc, reason = "tests")]

mod blogger;
mod comments;
mod forms;
mod hostile;
mod laws;
mod pictures;
mod places;
mod samples;
mod signs;
mod wordpress;

use std::fmt::Write as _;

use expect_test::Expect;
use goodturn::import::body::{Asked, Body, Origin, Use, convert};
use goodturn::story::markdown::{RenderOptions, Resolved, to_html};

/// Converts a body without moving any address.
pub fn body(html: &str, origin: Origin) -> Body {
    convert(&Asked { html, origin, rewrite: &|_, _| None })
}

/// What our own renderer makes of some Markdown.
pub fn rendered(markdown: &str) -> String {
    let mut html = String::new();
    to_html(markdown, Resolved { links: &[], images: &[], html: &[] }, RenderOptions::plainly(), &mut html);
    html
}

/// A body with all that is told of it, as one text.
pub fn told(html: &str, origin: Origin, rewrite: &dyn Fn(&str, Use) -> Option<String>) -> String {
    let body = convert(&Asked { html, origin, rewrite });
    let mut out = body.markdown;
    if let Some(excerpt) = body.excerpt {
        let _ = writeln!(out, "(above the fold: {excerpt})");
    }
    for picture in body.pictures {
        let _ = writeln!(out, "(picture: {} -> {}, {:?})", picture.was, picture.is, picture.alt.unwrap_or_default());
    }
    for link in body.links {
        let _ = writeln!(out, "(link: {} -> {})", link.was, link.is);
    }
    for loss in body.kept_as_html {
        let _ = writeln!(out, "(kept as HTML: {}: {})", loss.what, loss.why);
    }
    for loss in body.left_out {
        let _ = writeln!(out, "(left out: {}: {})", loss.what, loss.why);
    }
    out
}

/// Checks the Markdown of a body.
pub fn check(origin: Origin, html: &str, expected: Expect) {
    expected.assert_eq(&body(html, origin).markdown);
}

/// Checks a body and all that is told of it.
pub fn check_told(origin: Origin, html: &str, expected: Expect) {
    expected.assert_eq(&told(html, origin, &|_, _| None));
}
