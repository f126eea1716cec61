//! A story that was taken back: what its tombstone needs, and nothing of its words, so that whoever keeps facts of stories
//! keeps none of this one.

use std::sync::Arc;

use super::{Body, CommentPolicy, FrontMatter, Story};
use crate::ground::value::Extra;

/// What stands in the place of its title.
pub const TITLE: &str = "A story that was withdrawn";

/// The same story without anything that it tells. Its addresses stay, since a tombstone stands there.
pub fn emptied(story: Story) -> Story {
    let FrontMatter { date, slug, permalink, aliases, draft, withdrawn, .. } = story.front;
    let front = FrontMatter {
        title: Arc::from(TITLE),
        date,
        updated: None,
        authors: Vec::new(),
        tags: Vec::new(),
        description: None,
        slug,
        permalink,
        aliases,
        draft,
        expires: None,
        listed: false,
        image: None,
        content_note: None,
        series: None,
        happened: None,
        passed_on_from: None,
        quote: None,
        names: None,
        permission: None,
        rights: None,
        withdrawn,
        comments: CommentPolicy::default(),
        lang: None,
        id: None,
        extra: Extra::default(),
    };
    let body = Body { start: story.body.start, ..Body::default() };
    Story { front, body, ..story }
}
