//! Views as a template's values, field by field: a template may name any field that the view has, and no other.
//! Made by hand and not through serde, because cards are most of what is made and their tags and authors repeat.

use std::collections::HashMap;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::value::Key;
use tera::{Map, Value};

use crate::ground::value::{Extra, Value as Any};
use crate::plan::views::{
    AuthorRef, Card, FeedLink, Head, MenuLink, Pager, Picture, SeriesRef, SiteView, SocialImage, StoryLink, TagRef,
    TocEntry, YearView,
};

/// A map with these fields. Through serde, because Tera takes values from there as they are, while `Value::from` would
/// put every field of a finished map into another one.
pub(super) fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::try_from_serializable(&Fields(fields)).unwrap_or_else(|_| Value::none())
}

struct Fields<const N: usize>([(&'static str, Value); N]);

impl<const N: usize> Serialize for Fields<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("", N)?;
        for (name, value) in &self.0 {
            map.serialize_field(name, value)?;
        }
        map.end()
    }
}

/// Text that will be escaped.
pub(super) fn text(text: &str) -> Value {
    Value::normal_string(text)
}

/// A list of values.
pub(super) fn list<T>(items: &[T], value: impl FnMut(&T) -> Value) -> Value {
    Value::from(items.iter().map(value).collect::<Vec<_>>())
}

/// A value, or nothing.
pub(super) fn or_none<T>(item: Option<T>, value: impl FnOnce(T) -> Value) -> Value {
    item.map_or_else(Value::none, value)
}

fn maybe(item: Option<&Arc<str>>) -> Value {
    or_none(item, |item| text(item))
}

/// The values of the tags and authors that stand in more than one place, each made once.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By address in memory. The `Arc` is kept with the value, so that the address stays taken.
    tags: HashMap<usize, (Arc<TagRef>, Value)>,
    authors: HashMap<usize, (Arc<AuthorRef>, Value)>,
}

impl Names {
    /// A story as lists show it.
    pub fn card(&mut self, card: &Card) -> Value {
        let authors = list(&card.authors, |author| self.author(author));
        let tags = list(&card.tags, |tag| self.tag(tag));
        map([
            ("title", text(&card.title)),
            ("url", text(&card.url)),
            ("permalink", text(&card.permalink)),
            ("date", maybe(card.date.as_ref())),
            ("updated", maybe(card.updated.as_ref())),
            ("happened", maybe(card.happened.as_ref())),
            ("authors", authors),
            ("tags", tags),
            ("summary", text(&card.summary)),
            ("description", maybe(card.description.as_ref())),
            ("words", Value::from(card.words)),
            ("minutes", Value::from(card.minutes)),
            ("content_note", maybe(card.content_note.as_ref())),
            ("quote", maybe(card.quote.as_ref())),
            ("image", or_none(card.image.as_ref(), picture)),
            ("series", or_none(card.series.as_ref(), series)),
            ("lang", maybe(card.lang.as_ref())),
            ("names", or_none(card.names, text)),
            ("rights", maybe(card.rights.as_ref())),
            ("extra", extra(&card.extra)),
            ("draft", Value::from(card.draft)),
        ])
    }

    fn tag(&mut self, of: &Arc<TagRef>) -> Value {
        if Arc::strong_count(of) == 1 {
            return tag(of);
        }
        self.tags.entry(Arc::as_ptr(of).addr()).or_insert_with(|| (Arc::clone(of), tag(of))).1.clone()
    }

    fn author(&mut self, of: &Arc<AuthorRef>) -> Value {
        if Arc::strong_count(of) == 1 {
            return author(of);
        }
        self.authors.entry(Arc::as_ptr(of).addr()).or_insert_with(|| (Arc::clone(of), author(of))).1.clone()
    }
}

/// What every page is told of the site.
pub(super) fn site(site: &SiteView) -> Value {
    let mut names = Names::default();
    map([
        ("title", text(&site.title)),
        ("tagline", text(&site.tagline)),
        ("description", text(&site.description)),
        ("language", text(&site.language)),
        ("url", text(&site.url)),
        ("permalink", text(&site.permalink)),
        ("author", maybe(site.author.as_ref())),
        ("email", maybe(site.email.as_ref())),
        ("reading", text(site.reading)),
        ("menu", list(&site.menu, menu_link)),
        ("feeds", list(&site.feeds, feed)),
        ("pages", site.pages.iter().map(|(kind, url)| (Key::Str(kind), text(url))).collect::<Map>().into()),
        (
            "assets",
            site.assets.iter().map(|(path, url)| (Key::String(path.clone()), text(url))).collect::<Map>().into(),
        ),
        ("extra", extra(&site.extra)),
        ("newest", list(&site.newest, |card| names.card(card))),
        ("tags", list(&site.tags, |of| tag(of))),
        ("generator", text(site.generator)),
    ])
}

/// What a page is told of itself.
pub(super) fn head(head: &Head, csp: &str, json_ld: Option<&str>) -> Value {
    map([
        ("kind", text(head.kind)),
        ("title", text(&head.title)),
        ("head_title", text(&head.head_title)),
        ("description", text(&head.description)),
        ("url", text(&head.url)),
        ("permalink", text(&head.permalink)),
        ("lang", text(&head.lang)),
        ("noindex", Value::from(head.noindex)),
        ("og_type", text(head.og_type)),
        ("image", or_none(head.image.as_ref(), social_image)),
        ("published", maybe(head.published.as_ref())),
        ("modified", maybe(head.modified.as_ref())),
        ("feeds", list(&head.feeds, feed)),
        ("csp", text(csp)),
        ("json_ld", or_none(json_ld, Value::safe_string)),
    ])
}

/// A link to a story.
pub(super) fn link(link: &StoryLink) -> Value {
    map([
        ("title", text(&link.title)),
        ("url", text(&link.url)),
        ("date", maybe(link.date.as_ref())),
        ("by", text(&link.by)),
        ("lang", maybe(link.lang.as_ref())),
    ])
}

/// A tag.
pub(super) fn tag(tag: &TagRef) -> Value {
    map([("name", text(&tag.name)), ("url", text(&tag.url)), ("count", Value::from(tag.count))])
}

/// An author.
pub(super) fn author(author: &AuthorRef) -> Value {
    map([("name", text(&author.name)), ("url", maybe(author.url.as_ref())), ("count", Value::from(author.count))])
}

/// Where a list page is.
pub(super) fn pager(pager: &Pager) -> Value {
    map([
        ("number", Value::from(pager.number)),
        ("total", Value::from(pager.total)),
        ("stories", Value::from(pager.stories)),
        ("newer", maybe(pager.newer.as_ref())),
        ("older", maybe(pager.older.as_ref())),
    ])
}

/// A year of the archive.
pub(super) fn year(year: &YearView) -> Value {
    map([("year", or_none(year.year, Value::from)), ("stories", list(&year.stories, |story| link(story)))])
}

/// A heading in a table of contents.
pub(super) fn toc_entry(entry: &TocEntry) -> Value {
    map([("level", Value::from(entry.level)), ("id", text(&entry.id)), ("text", text(&entry.text))])
}

/// `extra`, in the order of its names.
pub(super) fn extra(extra: &Extra) -> Value {
    Value::from(extra.iter().map(|(name, value)| (Key::String(name.as_str().into()), any(value))).collect::<Map>())
}

fn any(value: &Any) -> Value {
    match value {
        Any::Null => Value::none(),
        Any::Bool(bool) => Value::from(*bool),
        Any::Integer(number) => Value::from(*number),
        Any::Number(written) => written.parse::<f64>().map_or_else(|_| text(written), Value::from),
        Any::Text(words) => text(words),
        Any::List(items) => list(items, any),
        Any::Map(entries) => extra(entries),
    }
}

fn menu_link(link: &MenuLink) -> Value {
    map([("name", text(&link.name)), ("url", text(&link.url))])
}

fn feed(feed: &FeedLink) -> Value {
    map([("title", text(&feed.title)), ("url", text(&feed.url)), ("type", text(feed.r#type))])
}

fn social_image(image: &SocialImage) -> Value {
    map([
        ("url", text(&image.url)),
        ("alt", text(&image.alt)),
        ("width", or_none(image.width, Value::from)),
        ("height", or_none(image.height, Value::from)),
    ])
}

fn picture(picture: &Picture) -> Value {
    map([
        ("src", text(&picture.src)),
        ("alt", text(&picture.alt)),
        ("caption", maybe(picture.caption.as_ref())),
        ("width", or_none(picture.width, Value::from)),
        ("height", or_none(picture.height, Value::from)),
    ])
}

fn series(series: &SeriesRef) -> Value {
    map([
        ("name", text(&series.name)),
        ("url", maybe(series.url.as_ref())),
        ("part", Value::from(series.part)),
        ("parts", Value::from(series.parts)),
        ("earlier", or_none(series.earlier.as_deref(), link)),
        ("later", or_none(series.later.as_deref(), link)),
    ])
}
