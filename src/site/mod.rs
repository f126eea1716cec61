//! All stories together: order, neighbours, tags, authors, series, chains, routes. Knows no pages.

pub mod addresses;
pub mod almanac;
pub mod also_here;
mod chains;
mod files;
mod gather;
pub mod links;
mod made;
mod pictures;
mod private;
pub mod routes;
mod series;
pub mod similar;
pub mod slips;
mod taxonomy;
#[cfg(test)]
mod tests;
mod twins;
mod written;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ground::picture::Picture;
use crate::ground::{Date, Fingerprint, Slug, SourcePath, Url};
use crate::story::comments::Comments;
use crate::story::{CommentStatus, Story};

pub use gather::{Gathering, gather, home_of};
pub use pictures::shown_at;
pub use routes::Routes;

/// A story's place in `Site::stories`.
pub type StoryId = usize;

/// All stories together, as they are published today.
#[derive(Debug)]
pub struct Site {
    /// Published stories, listed or not: newest first, then by address, undated last.
    pub stories: Vec<Published>,
    /// The listed ones of `stories`, in the same order.
    pub listed: Vec<StoryId>,
    /// Published pages, by address.
    pub pages: Vec<Published>,
    /// Withdrawn stories, by address.
    pub tombstones: Vec<Published>,
    /// Tags of listed stories, by slug.
    pub tags: Vec<Tag>,
    /// For each story, its tags as indices into `tags`.
    pub tags_of: Vec<Box<[u32]>>,
    /// Authors of listed stories, by slug.
    pub authors: Vec<Author>,
    /// For each story, its authors as indices into `authors`.
    pub authors_of: Vec<Box<[u32]>>,
    /// Series of listed stories, by slug.
    pub series: Vec<Series>,
    /// For each story in a series: which series, and which part, counted from 0.
    pub series_of: BTreeMap<StoryId, (usize, usize)>,
    /// For each story, the one that inspired it.
    pub passed_on_from: BTreeMap<StoryId, StoryId>,
    /// For each story, those that it inspired, oldest first.
    pub passed_on_to: BTreeMap<StoryId, Vec<StoryId>>,
    /// Chains of kindness among listed stories, longest first, each from its first story to its last.
    pub chains: Vec<Vec<StoryId>>,
    /// Old addresses and where they lead, by old address.
    pub aliases: Vec<Alias>,
    /// Files of the site that are published, with their addresses, by address.
    pub files: Vec<(Url, SourcePath)>,
    /// What is known of all files that are not Markdown, published or not.
    pub facts: Files,
    /// Every address of the site.
    pub routes: Routes,
    /// Paths that something else serves at the site's address.
    pub also_here: Vec<String>,
    /// Stories and pages that are not published today.
    pub left_out: Vec<LeftOut>,
    /// The first day on which the same stories give this very site; none if every earlier day does, too.
    pub since: Option<Date>,
    /// The first later day on which they do not, since a date comes or passes; none if there is no such day.
    pub until: Option<Date>,
}

/// A story or page that is published today.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its facts.
    pub story: Arc<Story>,
    /// Its address.
    pub url: Url,
    /// The comments kept from an old blog.
    pub comments: Option<Arc<Comments>>,
    /// Seconds since 1970 for ordering; none if undated.
    pub instant: Option<i64>,
}

impl Published {
    /// Whether its page shows any kept comment.
    pub fn shows_comments(&self) -> bool {
        self.story.front.comments.status != CommentStatus::None
            && self.comments.as_ref().is_some_and(|kept| !kept.shown.is_empty())
    }
}

/// A tag with its stories.
#[derive(Clone, Debug)]
pub struct Tag {
    /// What makes two spellings one tag.
    pub slug: Slug,
    /// The spelling that most stories use.
    pub name: Arc<str>,
    /// Its introduction, `content/tags/NAME.md`.
    pub intro: Option<Arc<Story>>,
    /// Its listed stories, newest first.
    pub stories: Vec<StoryId>,
}

/// An author with their stories.
#[derive(Clone, Debug)]
pub struct Author {
    /// What makes two spellings one author.
    pub slug: Slug,
    /// The spelling that most stories use.
    pub name: Arc<str>,
    /// Their listed stories, newest first.
    pub stories: Vec<StoryId>,
}

/// A series with its parts.
#[derive(Clone, Debug)]
pub struct Series {
    /// The last part of its address.
    pub slug: Slug,
    /// Its name.
    pub name: Arc<str>,
    /// Its parts, in order.
    pub parts: Vec<StoryId>,
    /// The number of each part: as it was written, gaps and all; where none was, the next one.
    pub numbers: Vec<u32>,
}

/// An old address.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The old address.
    pub from: Url,
    /// Where it leads.
    pub to: Url,
    /// The title there.
    pub title: Arc<str>,
    /// The file that declares it.
    pub source: SourcePath,
}

/// What is known of a file that is not Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its length in bytes.
    pub bytes: u64,
    /// Width and height in CSS pixels, for pictures that say so.
    pub dimensions: Option<(u32, u32)>,
    /// What there is to know of a picture.
    pub picture: Option<Picture>,
    /// Stands for its content.
    pub digest: Fingerprint,
}

/// All files below `content/` and `static/` that are not stories, pages or comments.
pub type Files = BTreeMap<SourcePath, FileFacts>;

/// Why a story is not published today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// `draft: true`.
    Draft,
    /// Its date has not come yet.
    Future(Date),
    /// Its last day has passed.
    Expired(Date),
    /// Withdrawn: a tombstone stands in its place.
    Withdrawn(Date),
}

/// A story that is not published today, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LeftOut {
    /// The file.
    pub source: SourcePath,
    /// Its title.
    pub title: Arc<str>,
    /// Why.
    pub reason: Reason,
}
