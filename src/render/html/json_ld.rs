//! JSON-LD for a story: a schema.org `BlogPosting` with its kept comments. Plain data from the view, and nothing that the
//! page itself does not say. `<` and its like are written as escapes, so that no title can end the script element.

use serde::Serialize;

use crate::plan::views::{HtmlView, SiteView, StoryView};
use crate::story::comments::Comment;
use crate::theme::filters::escape_json;

/// The text between the tags. `html`: the comments' HTML, in their order.
pub(super) fn story(page: &HtmlView, view: &StoryView, html: &[String]) -> String {
    let (site, head, story) = (&page.site, &page.head, &view.story);
    let publisher = Agent { kind: "Organization", name: &site.title, url: Some(&site.permalink), logo: logo(site) };
    let authors: Vec<_> = match (&*story.authors, &site.author) {
        ([], Some(name)) => vec![person(name, None)],
        ([], None) => vec![Agent { logo: None, ..publisher.clone() }],
        (authors, _) => authors.iter().map(|author| person(&author.name, None)).collect(),
    };
    let shown = view.comments.list.iter().zip(html).filter(|(comment, _)| !comment.removed);
    let posting = Posting {
        context: "https://schema.org",
        kind: "BlogPosting",
        headline: &story.title,
        description: &head.description,
        url: &head.permalink,
        main_entity: &head.permalink,
        language: &head.lang,
        author: authors,
        publisher,
        published: head.published.as_deref(),
        modified: head.modified.as_deref().or(head.published.as_deref()),
        image: head.image.as_ref().map(|image| &*image.url),
        count: (view.comments.status != "none").then_some(view.comments.total),
        comment: shown.map(|(comment, html)| said(comment, html, &head.permalink)).collect(),
    };
    // A struct of texts and numbers can always be written.
    escape_json(&serde_json::to_string(&posting).unwrap_or_default())
}

#[derive(Serialize)]
struct Posting<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: &'a str,
    description: &'a str,
    url: &'a str,
    #[serde(rename = "mainEntityOfPage")]
    main_entity: &'a str,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    author: Vec<Agent<'a>>,
    publisher: Agent<'a>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(rename = "commentCount", skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comment: Vec<Said<'a>>,
}

#[derive(Clone, Serialize)]
struct Agent<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<Logo>,
}

#[derive(Clone, Serialize)]
struct Logo {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
}

/// The site's own small picture, as a whole address: the home page's without its path, then the link.
fn logo(site: &SiteView) -> Option<Logo> {
    let origin = site.permalink.strip_suffix(&*site.url)?;
    Some(Logo { kind: "ImageObject", url: format!("{origin}{}", site.pages.get("favicon")?) })
}

#[derive(Serialize)]
struct Said<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Agent<'a>>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
}

fn person<'a>(name: &'a str, url: Option<&'a str>) -> Agent<'a> {
    Agent { kind: "Person", name, url, logo: None }
}

fn said<'a>(comment: &'a Comment, html: &str, page: &str) -> Said<'a> {
    Said {
        kind: "Comment",
        url: format!("{page}#{}", comment.anchor),
        text: words(html),
        author: comment.author.as_deref().map(|name| person(name, comment.url.as_deref())),
        published: comment.date.map(|date| date.iso()),
    }
}

/// The words of sanitised HTML: tags become spaces, and the few entities that the sanitiser writes their characters.
fn words(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        plain.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")]
    {
        if plain.contains(entity) {
            plain = plain.replace(entity, character);
        }
    }
    plain
}
