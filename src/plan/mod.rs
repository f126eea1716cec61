//! Which pages exist, and everything that each will be told. Knows no bytes.

pub mod views;

use std::sync::Arc;

use crate::ground::{Fingerprint, SourcePath, Url};
use views::{FeedView, HtmlView, SitemapEntry};

/// A page to be: its address and everything that it will be told. Can be compared and fingerprinted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// Where it will be.
    pub url: Url,
    /// What it will be told.
    pub view: View,
}

/// What a page is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// Made by a template.
    Html(Box<HtmlView>),
    /// An Atom feed.
    Atom(Box<FeedView>),
    /// A JSON Feed.
    JsonFeed(Box<FeedView>),
    /// The sitemap.
    Sitemap(Arc<[SitemapEntry]>),
    /// Plain text that is known already: robots.txt, `_redirects`.
    Text(Arc<str>),
    /// A file of the site, copied as it is.
    File {
        /// Where it is in the site.
        source: SourcePath,
        /// Its length in bytes and a fingerprint of its content or, where that was not read, of its stamp.
        digest: Fingerprint,
    },
    /// A file of the theme, by its path below `static/`.
    Asset {
        /// The path below the theme's `static/`.
        path: Arc<str>,
        /// The fingerprint of its bytes.
        digest: Fingerprint,
    },
}
