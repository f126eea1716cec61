//! `NAME.comments.yaml` -> the comments kept from an old blog. Knows nothing of the story they belong to.

mod entry;
mod thread;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::yaml::{self, Block, Node, Reader, Shape, Tree, Wanted};
use crate::ground::messages::comments as say;
use crate::ground::{Diagnostic, Fingerprint, Moment, SourcePath, Span};
use entry::Entry;

/// The comments of one file, in thread order: each reply after its parent, siblings by date, then as in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// True: it was removed, and keeps its place. Its name, page, date and text are not kept then.
    pub removed: bool,
    /// How the text is written.
    pub format: Format,
    /// The text as in the file, NOT sanitised; `markdown::comment_html` does that when it is rendered.
    pub body: Arc<str>,
}

/// How a comment's text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// HTML, to be sanitised.
    Html,
    /// Markdown, to be rendered and sanitised.
    Markdown,
    /// Plain text; line breaks stay.
    Text,
}

/// The longest file that is read, in bytes: some thousands of long comments.
pub const LONGEST: usize = 8 * 1024 * 1024;

/// The only version of the format so far.
const VERSION: u32 = 1;

/// Reads a comments file. Never stops at the first fault; None if it is no comments file at all.
pub fn parse(path: &SourcePath, text: &str) -> (Option<Comments>, Vec<Diagnostic>) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if text.len() > LONGEST {
        return (None, vec![say::too_long(path, Span::new(start, start), LONGEST / 1024 / 1024)]);
    }
    let block = Block { path, text: &text[start..], offset: start };
    let mut tree = yaml::read(block);
    let mut found = entries(block, &tree, text);
    if found.is_none() {
        tree = yaml::read_placed(block);
        found = entries(block, &tree, text);
    }
    let (entries, more) = found.unwrap_or_default();
    let mut said = tree.said;
    said.extend(more);
    let Some(entries) = entries else { return (None, said) };
    let threaded = thread::threaded(path, entries);
    said.extend(threaded.said);
    let (shown, pending) = (threaded.shown, threaded.pending);
    (Some(Comments { source: path.clone(), digest: Fingerprint::of(text.as_bytes()), shown, pending }), said)
}

type Found = (Option<Vec<Entry>>, Vec<Diagnostic>);

/// Takes the comments from a tree, in the order of the file. None if positions are needed, and the tree has none.
fn entries<'t>(block: Block<'t>, tree: &Tree<'t>, whole: &str) -> Option<Found> {
    let mut reader = Reader::new(block, tree.placed);
    let entries = match &tree.root.shape {
        // What is wrong has been said already.
        Shape::Null if !tree.said.is_empty() => None,
        Shape::Map(pairs) => Some(listed(&mut reader, &tree.root, pairs, whole)),
        _ => {
            reader.say(&tree.root, |block, span| say::no_comments_file(block.path, span));
            None
        }
    };
    reader.finish().map(|said| (entries, said))
}

fn listed<'t>(reader: &mut Reader<'t>, root: &Node<'t>, pairs: &[(Node<'t>, Node<'t>)], whole: &str) -> Vec<Entry> {
    let mut version = None;
    let mut list = None;
    for (key, value) in pairs {
        match &key.shape {
            Shape::Text(name) if name == "version" && version.is_none() => version = Some(value),
            Shape::Text(name) if name == "comments" && list.is_none() => list = Some(value),
            Shape::Text(name) if name == "version" || name == "comments" => {
                reader.say_key(key, |block, span| say::twice(block.path, span, name));
            }
            _ => {
                let name = reader.written_key(key);
                let nearest = reader.nearest(&name, ["version", "comments"]);
                reader.say_key(key, |block, span| say::unknown_key(block.path, span, &name, nearest));
            }
        }
    }
    let wanted = Wanted { key: "version", what: "the number 1", example: "version: 1" };
    match version.map(|node| (node, reader.count(wanted, node, 1))) {
        Some((node, Some(number))) if number != VERSION => {
            reader.say(node, |block, span| say::later_version(block.path, span, number));
        }
        Some(_) => {}
        None => reader
            .say(root, |block, span| say::no_version(block.path, Span::new(span.start as usize, span.start as usize))),
    }
    let Some(list) = list else {
        reader.say(root, |block, span| say::no_comments_file(block.path, span));
        return Vec::new();
    };
    match &list.shape {
        Shape::Null => Vec::new(),
        Shape::List(items) => entry::entries(reader, items, whole),
        _ => {
            let example = "comments: followed by lines that begin with `  - id:`";
            reader.wrong(Wanted { key: "comments", what: "a list of comments", example }, list);
            Vec::new()
        }
    }
}
