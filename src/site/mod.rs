//! All stories together: order, neighbours, tags, authors, series, chains, routes. Knows no pages.

use std::sync::Arc;

use crate::ground::{Date, SourcePath};

/// Why a story is not published today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// The file.
    pub source: SourcePath,
    /// Its title.
    pub title: Arc<str>,
    /// Why.
    pub reason: Reason,
}
