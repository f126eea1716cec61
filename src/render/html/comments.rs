//! The kept comments of a story, flat and in thread order, so that a theme can show any depth without recursion.
//! Their text is a stranger's: it is sanitised here, where it becomes HTML, whatever was done to it before.

use tera::Value;

use super::values::{map, of, text};
use crate::plan::views::CommentsView;
use crate::story::comments::Comment;
use crate::story::markdown::comment_html;

/// The HTML of a comment; empty if it was removed.
pub(super) fn html(comment: &Comment) -> String {
    if comment.removed { String::new() } else { comment_html(comment.format, &comment.body) }
}

/// The variable `comments`; `html` holds each comment's HTML, or nothing if the theme does not want any.
pub(super) fn value(view: &CommentsView, html: &[String]) -> Value {
    let depths = level_depths(&view.list);
    let next = depths.iter().copied().skip(1).chain([0]);
    let items = view.list.iter().zip(html).zip(depths.iter().zip(next));
    let items: Vec<_> = items.map(|((comment, html), (depth, next))| item(comment, html, *depth, next)).collect();
    map([
        ("status", text(view.status)),
        ("total", Value::from(view.total)),
        ("kept", Value::from(view.kept)),
        ("sentence", text(&view.sentence)),
        ("reply_url", of(&view.reply_url)),
        ("feed_url", of(&view.feed_url)),
        ("list", Value::from(items)),
    ])
}

/// Depths that never rise by more than one, so that what opens a level and what closes it always agree.
fn level_depths(comments: &[Comment]) -> Vec<u16> {
    let mut above = None;
    let mut depths = Vec::with_capacity(comments.len());
    for comment in comments {
        let depth = comment.depth.min(above.map_or(0, |above: u16| above.saturating_add(1)));
        above = Some(depth);
        depths.push(depth);
    }
    depths
}

fn item(comment: &Comment, html: &str, depth: u16, next: u16) -> Value {
    map([
        ("id", text(&comment.id)),
        ("anchor", text(&comment.anchor)),
        ("parent", of(&comment.parent)),
        ("depth", Value::from(depth)),
        ("author", of(&comment.author)),
        ("url", of(&comment.url)),
        ("by_author", Value::from(comment.by_author)),
        ("date", of(&comment.date.map(|date| date.iso()))),
        ("removed", Value::from(comment.removed)),
        ("html", Value::safe_string(html)),
        ("replies", Value::from(next > depth)),
        ("closes", Value::from(depth.saturating_sub(next))),
    ])
}
