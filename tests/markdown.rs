//! The text of a story, from Markdown to facts and HTML.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
#![allow(
    clippy::needless_raw_string_hashes,
    clippy::needless_pass_by_value,
    reason = "as expect-test writes and takes them"
)]

#[path = "markdown/comments.rs"]
mod comments;
#[path = "markdown/facts.rs"]
mod facts;
#[path = "markdown/forms.rs"]
mod forms;
#[path = "markdown/laws.rs"]
mod laws;
#[path = "markdown/options.rs"]
mod options;
#[path = "markdown/paragraphs.rs"]
mod paragraphs;

use goodturn::ground::{Diagnostic, SourcePath};
use goodturn::settings::MarkdownSettings;
use goodturn::story::markdown::{self, RenderOptions, Resolved};
use goodturn::story::{Body, Kind, Source};

const SETTINGS: MarkdownSettings = MarkdownSettings { raw_html: true, smart_punctuation: true };

const OPTIONS: RenderOptions = RenderOptions {
    markdown: SETTINGS,
    skip_title: false,
    shift_headings: 1,
    plain: false,
    eager_first_image: true,
    words_at_most: None,
};

/// A text as HTML, with links and pictures as they were written.
fn html(text: &str, options: RenderOptions) -> String {
    let mut out = String::new();
    markdown::to_html(text, Resolved { links: &[], images: &[], html: &[] }, options, &mut out);
    out
}

/// The facts of a text, and what is said about it.
fn read(text: &str, settings: MarkdownSettings) -> (Body, Vec<Diagnostic>) {
    let path = SourcePath::new("content/stories/umbrella.md");
    markdown::read(Source { path: &path, text, kind: Kind::Story }, 0, settings)
}
