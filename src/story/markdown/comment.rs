//! The text of a comment: whatever a stranger wrote, as HTML that is safe and fits into a page.

use std::collections::{HashMap, HashSet};
use std::panic;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};

use super::{escape, limits, tidy};
use crate::story::comments::Format;

/// More than this is no comment; it is shown as plain text, which costs nothing to read.
const LONGEST: usize = 1 << 16;

/// More tags and marks than this, too.
const MOST_MARKS: usize = 5_000;

/// Quotes and lists inside each other; what is deeper loses its marks.
const DEEPEST: usize = 16;

/// See [`super::comment_html`].
pub(super) fn html(format: Format, body: &str) -> String {
    let marks = body.bytes().filter(|byte| b"<&[*_".contains(byte)).count();
    let too_much = body.len() > LONGEST || marks > MOST_MARKS || limits::too_deep(body).is_some();
    let mut out = match format {
        _ if too_much => text(body),
        Format::Html => tidy::tidy(&clean(body)),
        // The parser has been seen to panic on texts that only chance or malice makes.
        Format::Markdown => {
            panic::catch_unwind(|| from_markdown(body)).map_or_else(|_| text(body), |html| tidy::tidy(&clean(&html)))
        }
        Format::Text => text(body),
    };
    escape::replace_forbidden(&mut out, 0);
    out
}

/// Plain text: an empty line between paragraphs, line breaks kept.
fn text(body: &str) -> String {
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(body.len() + 16);
    let mut inside = false;
    for line in body.lines() {
        let line = line.trim();
        if line.is_empty() {
            if inside {
                out.push_str("</p>\n");
            }
            inside = false;
            continue;
        }
        out.push_str(if inside { "<br>\n" } else { "<p>" });
        inside = true;
        escape::text(&mut out, line);
    }
    if inside {
        out.push_str("</p>\n");
    }
    out
}

/// CommonMark and nothing more: no pictures, and HTML is shown as it was typed.
fn from_markdown(body: &str) -> String {
    let mut out = String::with_capacity(body.len() * 2);
    let (mut pictures, mut depth) = (0_usize, 0_usize);
    let events = Parser::new(body).filter_map(|event| match event {
        Event::Start(Tag::Image { .. }) => {
            pictures += 1;
            None
        }
        Event::End(TagEnd::Image) => {
            pictures -= 1;
            None
        }
        _ if pictures > 0 => None,
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(_) => {
            depth += 1;
            (depth <= DEEPEST).then_some(event)
        }
        Event::End(_) => {
            depth -= 1;
            (depth < DEEPEST).then_some(event)
        }
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        event => Some(event),
    });
    html::push_html(&mut out, events);
    out
}

/// Takes everything out that could do or load anything. Tags that only divide the text are left in,
/// so that `tidy` still sees where a paragraph ended; it writes none of them.
fn clean(html: &str) -> String {
    let tags: HashSet<&str> = tidy::UNDERSTOOD.iter().copied().collect();
    Builder::empty()
        .tags(tags)
        .clean_content_tags(HashSet::from(["script", "style", "title", "textarea", "iframe", "noscript", "template"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .attribute_filter(|_, name, value| {
            let is_number = || value.len() <= 9 && value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty();
            (name != "start" || is_number()).then(|| value.into())
        })
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener"))
        .strip_comments(true)
        .clean(html)
        .to_string()
}
