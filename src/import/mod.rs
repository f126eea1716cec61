//! Moving in: the export of an old blog becomes stories, pages, kept comments and a receipt.
//! Bytes in, values out; knows nothing of the disk that they go to.

pub mod below;
pub mod blogger;
pub mod body;
pub mod carry;
mod comment_file;
pub mod decode;
pub mod disqus;
pub mod export;
mod gallery;
pub mod ledger;
pub mod links;
pub mod model;
pub mod place;
mod quoted;
pub mod receipt;
mod remote;
mod shared;
mod story_file;
pub mod survey;
pub mod tally;
pub mod text;
pub mod thread;
pub mod wordpress;
pub mod words;
pub mod xml;

use crate::ground::Diagnostic;
use model::{Attachment, Blog, Comment, Item};

/// No name of a person or a label is longer, in characters.
const LONGEST_NAME: usize = 200;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A post.
    Post,
    /// A page.
    Page,
    /// Something that no site has a place for.
    Other,
}

/// One thing that a reader of exports finds.
#[derive(Debug)]
pub enum Found {
    /// What is known of the blog as a whole; comes last.
    Blog(Blog),
    /// A post or page.
    Item(Box<Item>),
    /// A comment that stands on its own.
    Comment(Box<Comment>),
    /// A picture or another file, and how many comments stood under it.
    Attachment(Attachment, usize),
    /// A part of texts that the blog kept once and showed in each of them.
    Shared {
        /// Its id, by which texts name it.
        id: String,
        /// What it shows.
        html: String,
    },
    /// The id of a post that was in the trash.
    Trashed(String),
    /// Something that is left out.
    LeftOut {
        /// What it is.
        thing: Thing,
        /// What a person would call it.
        name: String,
        /// Why it is left out.
        why: String,
        /// How many comments go with it.
        comments: usize,
    },
}

/// Takes what is found, one thing after the other.
pub type Give<'a> = dyn FnMut(Found) -> Result<(), Diagnostic> + 'a;
