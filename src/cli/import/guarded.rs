//! What the guard at the door of the output would find in a text that moves in: e-mail addresses and telephone numbers that
//! readers of the old blog could see. Knows what an arrival holds; decides nothing about it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::check::privacy::{Private, digits, meant};
use crate::check::{Desk, Finding, Guard, Kind};
use crate::ground::{SourcePath, Url};
use crate::import::carry::Arrival;
use crate::import::model::Blog;
use crate::import::words;
use crate::settings::{FILE, Settings};
use crate::story::markdown::{RenderOptions, Resolved, comment_html, to_html};
use crate::story::{self, Source};

/// What was found, as `[privacy] allow` takes it, with the titles of the texts that it stands in.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeMap<String, BTreeSet<String>>);

impl Seen {
    /// Notes what was found in the text of this title.
    pub(super) fn note(&mut self, title: &str, found: Vec<String>) {
        for one in found {
            self.0.entry(one).or_default().insert(words::one_line(title));
        }
    }

    /// What the blog says of itself.
    pub(super) fn of_blog(blog: &Blog, guard: &Guard) -> Self {
        let mut seen = Self::default();
        for line in [&blog.title, &blog.tagline] {
            let found = guard.look("", Kind::Text, line.as_bytes(), &mut Desk::default());
            seen.note("the name of the site", found.into_iter().filter_map(allowed).collect());
        }
        seen
    }

    /// What the person should know of it.
    pub(super) fn told(&self, is_new: bool) -> Option<String> {
        let titles: BTreeSet<&String> = self.0.values().flatten().collect();
        let found = match (self.0.len(), titles.len()) {
            (0, _) => return None,
            (1, _) => "an e-mail address or telephone number stands in a text".to_owned(),
            (found, 1) => format!("{found} e-mail addresses and telephone numbers stand in one text"),
            (found, texts) => format!("{found} e-mail addresses and telephone numbers stand in {texts} texts"),
        };
        Some(if is_new {
            format!(
                "{found}, as they stood on the old blog. site.toml names each and lets it pass (`[privacy] allow`): take out \
                 there what is not yours, and the build says where it stands"
            )
        } else {
            format!(
                "{found}. The build stops at each, and says where it is, until it is taken out of the text or let pass in \
                 site.toml (`[privacy] allow`)"
            )
        })
    }

    /// The value of `[privacy] allow`, in TOML, each line with the text that it is in.
    pub(super) fn list(&self) -> Option<String> {
        let mut list = "[\n    # Readers of the old blog could see these. Take out what is not yours: the build then says where\n    \
                        # it stands, and waits until it is gone from the text.\n"
            .to_owned();
        for (one, titles) in &self.0 {
            let text = serde_json::to_string(one).unwrap_or_default();
            let title = titles.first().map_or("", String::as_str);
            let title: String = title.chars().filter(|c| !c.is_control()).take(60).collect();
            let _ = writeln!(list, "    {text}, # {title}");
        }
        list.push(']');
        (!self.0.is_empty()).then_some(list)
    }
}

/// What the guard would find in what is published of an arrival, as `[privacy] allow` takes it.
pub(super) fn look(arrival: &Arrival, url: &Url, guard: &Guard, settings: &Settings) -> Vec<String> {
    if !arrival.is_published {
        return Vec::new();
    }
    let (path, text) = &arrival.story;
    let path = SourcePath::new(path);
    let kind = if path.as_str().starts_with("content/stories/") { story::Kind::Story } else { story::Kind::Page };
    let mut html = String::new();
    let (story, _) = story::parse(Source { path: &path, text, kind }, settings);
    for front in story.iter().map(|story| &story.front) {
        let texts = front.authors.iter().chain(&front.tags).chain([&front.title]).chain(&front.description);
        texts.for_each(|text| paragraph(text, &mut html));
    }
    // As it will be read, and as it is written: raw HTML keeps its attributes only there.
    let body =
        text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text.as_str(), |(_, body)| body);
    to_html(body, Resolved { links: &[], images: &[], html: &[] }, RenderOptions::plainly(), &mut html);
    html.push_str(text);
    if let Some((path, text)) = &arrival.comments {
        let (comments, _) = story::comments::parse(&SourcePath::new(path), text);
        for comment in comments.iter().flat_map(|comments| &comments.shown) {
            comment.author.iter().chain(&comment.url).for_each(|text| paragraph(text, &mut html));
            let said = comment_html(comment.format, &comment.body);
            // What machines read of a page has each in a line of its own, behind a word that may also mean a telephone.
            for text in comment.author.iter().map(|it| &**it).chain([&*words::of_html(&said)]) {
                paragraph(&format!("text {text}"), &mut html);
            }
            html.push_str(&said);
        }
    }
    let found = guard.look(url.as_str(), Kind::Html, html.as_bytes(), &mut Desk::default());
    found.into_iter().filter_map(allowed).collect()
}

/// As `[privacy] allow` takes it, if it does.
fn allowed(finding: Finding) -> Option<String> {
    let forms = match finding {
        Finding::Private(Private::Email(address)) => vec![meant(&address)],
        Finding::Private(Private::Phone(number)) => vec![number.clone(), digits(&number)],
        _ => return None,
    };
    forms.into_iter().find(|form| {
        let line = format!("title = \"x\"\n[privacy]\nallow = [{}]\n", serde_json::to_string(form).unwrap_or_default());
        Settings::parse(&SourcePath::new(FILE), &line).1.iter().all(|said| !said.is_error())
    })
}

fn paragraph(text: &str, html: &mut String) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(html, "<p>{text}</p>");
}
