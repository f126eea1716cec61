//! Feeds: Atom (RFC 4287), threaded comments in it (RFC 4685), and JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde::Serialize;

use super::{Texts, feed_text, xml};
use crate::ground::{Diagnostic, Fingerprint};
use crate::plan::views::{CommentFeed, EntryView, FeedView};
use crate::settings::MarkdownSettings;
use crate::story::markdown;

/// Writes an Atom feed.
///
/// # Errors
/// If a story's text can no longer be read as it was.
pub fn atom(
    view: &FeedView,
    markdown: MarkdownSettings,
    texts: &dyn Texts,
    out: &mut String,
) -> Result<(), Diagnostic> {
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    out.push_str(" xmlns:thr=\"http://purl.org/syndication/thread/1.0\"");
    xml::attribute("xml:lang", &view.language, out);
    out.push_str(">\n");
    xml::element("title", &view.title, out);
    if !view.subtitle.is_empty() {
        xml::element("subtitle", &view.subtitle, out);
    }
    xml::element("id", &view.id, out);
    xml::element("updated", &view.updated, out);
    link("self", "application/atom+xml", &view.own, "", out);
    link("alternate", "text/html", &view.home, "", out);
    author(&view.author, None, out);
    xml::element(concat!("generator version=\"", env!("CARGO_PKG_VERSION"), "\""), "goodturn", out);
    for entry in &view.entries {
        story(entry, view, markdown, texts, out)?;
    }
    if let Some(comments) = &view.comments {
        comment_entries(comments, out);
    }
    out.push_str("</feed>\n");
    Ok(())
}

fn link(rel: &str, kind: &str, href: &str, more: &str, out: &mut String) {
    out.push_str("<link");
    xml::attribute("rel", rel, out);
    xml::attribute("type", kind, out);
    xml::attribute("href", href, out);
    out.push_str(more);
    out.push_str("/>\n");
}

fn author(name: &str, uri: Option<&str>, out: &mut String) {
    out.push_str("<author><name>");
    xml::escape_into(name, out);
    out.push_str("</name>");
    if let Some(uri) = uri {
        out.push_str("<uri>");
        xml::escape_into(uri, out);
        out.push_str("</uri>");
    }
    out.push_str("</author>\n");
}

fn story(
    entry: &EntryView,
    view: &FeedView,
    markdown: MarkdownSettings,
    texts: &dyn Texts,
    out: &mut String,
) -> Result<(), Diagnostic> {
    let card = &entry.story;
    out.push_str("<entry");
    if let Some(lang) = &card.lang {
        xml::attribute("xml:lang", lang, out);
    }
    out.push_str(">\n");
    xml::element("title", &card.title, out);
    xml::element("id", &entry.id, out);
    link("alternate", "text/html", &card.permalink, "", out);
    if let Some((feed, count)) = &entry.replies {
        link("replies", "application/atom+xml", feed, &format!(" thr:count=\"{count}\""), out);
    }
    if let Some(published) = &entry.published {
        xml::element("published", published, out);
    }
    xml::element("updated", &entry.updated, out);
    for name in card.authors.iter() {
        author(&name.name, None, out);
    }
    for tag in card.tags.iter() {
        out.push_str("<category");
        xml::attribute("term", &tag.name, out);
        out.push_str("/>\n");
    }
    if let Some(rights) = &card.rights {
        xml::element("rights", rights, out);
    }
    let summary = card.content_note.as_ref().unwrap_or(&card.summary);
    if !summary.is_empty() {
        xml::element("summary", summary, out);
    }
    if view.full_text {
        let mut html = String::new();
        content(entry, view, markdown, texts, &mut html)?;
        out.push_str("<content type=\"html\"");
        xml::attribute("xml:base", &card.permalink, out);
        out.push('>');
        xml::escape_into(&html, out);
        out.push_str("</content>\n");
    }
    out.push_str("</entry>\n");
    Ok(())
}

/// The whole text of an entry, its content note first, its addresses whole.
fn content(
    entry: &EntryView,
    view: &FeedView,
    markdown: MarkdownSettings,
    texts: &dyn Texts,
    html: &mut String,
) -> Result<(), Diagnostic> {
    if let Some(note) = &entry.story.content_note {
        html.push_str("<p><strong>");
        xml::escape_into(note, html);
        html.push_str("</strong></p>\n");
    }
    feed_text(&entry.text, &view.origin, &entry.story.permalink, markdown, texts, html)
}

fn comment_entries(comments: &CommentFeed, out: &mut String) {
    // Not the story's id with a fragment, which some readers take for a broken UUID.
    let id_of = |anchor: &str| Fingerprint::of(format!("{}#{anchor}", comments.story_id).as_bytes()).urn();
    for (comment, updated) in comments.list.iter().zip(&comments.updated).rev() {
        let name = comment.author.as_deref().unwrap_or("A reader");
        let url = format!("{}#{}", comments.story_url, comment.anchor);
        out.push_str("<entry>\n");
        xml::element("title", &format!("{name} on {}", comments.story_title), out);
        xml::element("id", &id_of(&comment.anchor), out);
        link("alternate", "text/html", &url, "", out);
        xml::element("published", updated, out);
        xml::element("updated", updated, out);
        author(name, comment.url.as_deref(), out);
        out.push_str("<thr:in-reply-to");
        let (to, href) = match &comment.parent {
            Some(parent) => (id_of(parent), format!("{}#{parent}", comments.story_url)),
            None => (comments.story_id.to_string(), comments.story_url.to_string()),
        };
        xml::attribute("ref", &to, out);
        xml::attribute("href", &href, out);
        xml::attribute("type", "text/html", out);
        out.push_str("/>\n<content type=\"html\">");
        xml::escape_into(&markdown::comment_html(comment.format, &comment.body), out);
        out.push_str("</content>\n</entry>\n");
    }
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'a str,
    authors: [JsonAuthor<'a>; 1],
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

/// Writes a JSON Feed.
///
/// # Errors
/// If a story's text can no longer be read as it was.
pub fn json(
    view: &FeedView,
    markdown: MarkdownSettings,
    texts: &dyn Texts,
    out: &mut String,
) -> Result<(), Diagnostic> {
    let mut items = Vec::with_capacity(view.entries.len());
    for entry in &view.entries {
        items.push(json_item(entry, view, markdown, texts)?);
    }
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &view.title,
        home_page_url: &view.home,
        feed_url: &view.own,
        description: &view.subtitle,
        language: &view.language,
        authors: [JsonAuthor { name: &view.author }],
        items,
    };
    // Only maps with keys that are not text can fail, and there are none.
    out.push_str(&serde_json::to_string_pretty(&feed).unwrap_or_default());
    out.push('\n');
    Ok(())
}

fn json_item<'a>(
    entry: &'a EntryView,
    view: &FeedView,
    markdown: MarkdownSettings,
    texts: &dyn Texts,
) -> Result<JsonItem<'a>, Diagnostic> {
    let card = &entry.story;
    let summary = card.content_note.as_ref().unwrap_or(&card.summary);
    let mut content_html = None;
    if view.full_text {
        let mut html = String::new();
        content(entry, view, markdown, texts, &mut html)?;
        content_html = Some(html);
    }
    Ok(JsonItem {
        id: &entry.id,
        url: &card.permalink,
        title: &card.title,
        // An item must have one of the two.
        content_text: content_html.is_none().then_some(&**summary),
        content_html,
        summary,
        date_published: entry.published.as_deref(),
        date_modified: entry.published.as_ref().map(|_| &*entry.updated),
        authors: card.authors.iter().map(|author| JsonAuthor { name: &author.name }).collect(),
        tags: card.tags.iter().map(|tag| &*tag.name).collect(),
        language: card.lang.as_deref(),
    })
}
