//! `NAME.comments.yaml` -> the comments kept from an old blog. Knows nothing of the story they belong to.

use std::sync::Arc;

use crate::ground::{Diagnostic, Fingerprint, Moment, SourcePath, Span};

/// The comments of one file, in thread order: each reply after its parent, siblings by date, then as in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comments {
    /// The file.
    pub source: SourcePath,
    /// The fingerprint of the file's bytes.
    pub digest: Fingerprint,
    /// The comments that a page shows: approved ones, and removed ones that keep their place.
    pub shown: Vec<Comment>,
    /// Comments that wait for approval; never published.
    pub pending: u32,
}

/// One kept comment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Comment {
    /// The id as in the file: `wp-22`, `1234567890`.
    pub id: Arc<str>,
    /// The element's id: `comment-22` for WordPress, `c1234567890` for Blogger.
    pub anchor: Arc<str>,
    /// The anchor of the comment that this one answers, if that is shown.
    pub parent: Option<Arc<str>>,
    /// How deep in the thread: 0 for a root.
    pub depth: u16,
    /// The name, if any.
    pub author: Option<Arc<str>>,
    /// The commenter's page; http or https only.
    pub url: Option<Arc<str>>,
    /// Whether the author of the story wrote it.
    pub by_author: bool,
    /// When.
    pub date: Option<Moment>,
    /// False: removed, but it keeps its place. Its name, page, date and text are not kept then.
    pub removed: bool,
    /// How the text is written.
    pub format: Format,
    /// The text as in the file, NOT sanitised; `markdown::comment_html` does that when it is rendered.
    pub body: Arc<str>,
}

/// How a comment's text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// HTML, to be sanitised.
    Html,
    /// Markdown, to be rendered and sanitised.
    Markdown,
    /// Plain text; line breaks stay.
    Text,
}

/// Reads a comments file. Never stops at the first fault; None if it is no comments file at all.
pub fn parse(path: &SourcePath, text: &str) -> (Option<Comments>, Vec<Diagnostic>) {
    let _ = (path, text, Span::default());
    (None, Vec::new())
}
