//! Moving out: the site as an export that WordPress or Blogger, and goodturn itself, can read. Values in, XML out;
//! knows nothing of the disk.

mod blogger;
mod html;
mod wordpress;

use std::sync::Arc;

use super::model::Sort;
use crate::ground::Moment;
use crate::story::comments::Comment;

pub(super) use blogger::MADE_UP;
pub use blogger::blogger;
pub use html::tidied;
pub use wordpress::wordpress;

/// The site as a whole.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Its title.
    pub title: String,
    /// One line about it.
    pub tagline: String,
    /// Its address, without a slash at the end.
    pub address: String,
    /// Its language.
    pub language: String,
    /// Its time zone.
    pub zone: String,
    /// Its stories and pages.
    pub items: Vec<Leaving>,
}

/// A story or page, ready to leave.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Story or page.
    pub sort: Sort,
    /// Its title.
    pub title: String,
    /// Its whole address.
    pub address: String,
    /// The last part of its address.
    pub slug: String,
    /// Earlier last parts of its address.
    pub old_slugs: Vec<String>,
    /// What feed readers know it by; may be empty.
    pub feed_id: String,
    /// When it was told.
    pub date: Option<Moment>,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// Whether it stood above the others.
    pub sticky: bool,
    /// Who tells it.
    pub authors: Vec<Arc<str>>,
    /// Its tags.
    pub tags: Vec<Arc<str>>,
    /// One or two sentences for search engines.
    pub description: String,
    /// The writer's own summary, if that is another.
    pub summary: String,
    /// Its picture: the whole address, and its words.
    pub picture: Option<(String, String)>,
    /// Its text.
    pub html: String,
    /// Its comments.
    pub comments: Vec<Kept>,
}

/// A comment with its text as HTML.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The comment.
    pub comment: Comment,
    /// The id of the one that it answers.
    pub parent: Option<Arc<str>>,
    /// Whether it waits for approval.
    pub is_pending: bool,
    /// Its text.
    pub html: String,
}

/// What stands for a comment that was taken back.
const REMOVED: &str = "This comment has been removed by the author.";

/// A number for each thing: its own, where its id ends in one that is not taken, else the next that is free.
fn numbers<'a>(ids: impl Iterator<Item = &'a str> + Clone) -> Vec<u64> {
    let own = |id: &str| {
        let digits = &id[id.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
        digits.parse::<u64>().ok().filter(|number| *number > 0)
    };
    let mut next = ids.clone().filter_map(own).max().unwrap_or(0);
    let mut taken = std::collections::BTreeSet::new();
    let mut numbers = Vec::new();
    for id in ids {
        let number = own(id).filter(|number| taken.insert(*number)).unwrap_or_else(|| {
            next += 1;
            next
        });
        numbers.push(number);
    }
    numbers
}

/// Text between tags and in attributes.
fn escaped(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect();
    clean.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text that stays as it is.
fn cdata(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect();
    format!("<![CDATA[{}]]>", clean.replace("]]>", "]]]]><![CDATA[>"))
}
