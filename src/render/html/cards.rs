//! Stories as lists show them, as a template's values: field by field, so that the tags and tellers that many stories name
//! are made once for each worker. Knows cards and nothing of the pages that show them.

use std::sync::Arc;

use foldhash::HashMap;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::Value;

use super::values::of;
use crate::ground::fingerprint::Marked;
use crate::plan::views::{AuthorRef, Card, TagRef};

/// The fields of a card.
const FIELDS: [&str; 22] = [
    "title",
    "url",
    "permalink",
    "date",
    "updated",
    "happened",
    "told_later",
    "authors",
    "tags",
    "summary",
    "description",
    "words",
    "minutes",
    "content_note",
    "quote",
    "image",
    "series",
    "lang",
    "names",
    "rights",
    "extra",
    "draft",
];

/// Values of what many cards name.
#[derive(Debug)]
pub(super) struct Cards {
    /// The fields that any template can see. The others are not made: most themes show a third of them, and a template is
    /// mostly told of lists.
    seen: [bool; FIELDS.len()],
    tags: Shared<TagRef>,
    authors: Shared<AuthorRef>,
}

impl Cards {
    /// Nothing kept yet; `sees` tells whether a template can see a field.
    pub fn new(sees: impl Fn(&str) -> bool) -> Self {
        Self { seen: FIELDS.map(sees), tags: Shared::default(), authors: Shared::default() }
    }

    /// Several cards, in their order.
    pub fn list(&mut self, cards: &[Marked<Card>]) -> Value {
        Value::from(cards.iter().map(|card| self.value(card)).collect::<Vec<_>>())
    }

    /// One card: the fields of `Card`, by their names.
    pub fn value(&mut self, card: &Card) -> Value {
        of(&Told {
            card,
            seen: self.seen,
            authors: &self.authors.list(&card.authors),
            tags: &self.tags.list(&card.tags),
        })
    }
}

struct Told<'a> {
    card: &'a Card,
    seen: [bool; FIELDS.len()],
    authors: &'a Value,
    tags: &'a Value,
}

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Every field by name, so that a new one cannot be forgotten here.
        let Card {
            title,
            url,
            permalink,
            date,
            updated,
            happened,
            told_later,
            authors: _,
            tags: _,
            summary,
            description,
            words,
            minutes,
            content_note,
            quote,
            image,
            series,
            lang,
            names,
            rights,
            extra,
            draft,
        } = self.card;
        let count = self.seen.iter().filter(|seen| **seen).count();
        let fields = serializer.serialize_struct("Card", count)?;
        let mut fields = Seen { fields, seen: FIELDS.into_iter().zip(self.seen) };
        fields.put("title", title)?;
        fields.put("url", url)?;
        fields.put("permalink", permalink)?;
        fields.put("date", date)?;
        fields.put("updated", updated)?;
        fields.put("happened", happened)?;
        fields.put("told_later", told_later)?;
        fields.put("authors", self.authors)?;
        fields.put("tags", self.tags)?;
        fields.put("summary", summary)?;
        fields.put("description", description)?;
        fields.put("words", words)?;
        fields.put("minutes", minutes)?;
        fields.put("content_note", content_note)?;
        fields.put("quote", quote)?;
        fields.put("image", image)?;
        fields.put("series", series)?;
        fields.put("lang", lang)?;
        fields.put("names", names)?;
        fields.put("rights", rights)?;
        fields.put("extra", extra)?;
        fields.put("draft", draft)?;
        fields.fields.end()
    }
}

/// The fields of a card that any template can see. All are put, in the order of `FIELDS`.
struct Seen<S, I> {
    fields: S,
    seen: I,
}

impl<S: SerializeStruct, I: Iterator<Item = (&'static str, bool)>> Seen<S, I> {
    fn put<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        let (field, is_seen) = self.seen.next().unwrap_or((name, true));
        debug_assert_eq!(field, name, "fields are put in the order of `FIELDS`");
        if is_seen { self.fields.serialize_field(name, value) } else { Ok(()) }
    }
}

/// So many are kept: more than a site has tags, fewer than it may have tellers.
const KEPT: usize = 1024;

/// Values by where in memory the thing is that they are made of; it is held on to, so that nothing else can be there.
#[derive(Debug)]
struct Shared<T>(HashMap<usize, (Arc<T>, Value)>);

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<T: Serialize> Shared<T> {
    fn list(&mut self, things: &[Arc<T>]) -> Value {
        let value = |thing: &Arc<T>| {
            if self.0.len() >= KEPT {
                self.0.clear();
            }
            let (_, value) =
                self.0.entry(Arc::as_ptr(thing).addr()).or_insert_with(|| (Arc::clone(thing), of(&**thing)));
            value.clone()
        };
        Value::from(things.iter().map(value).collect::<Vec<_>>())
    }
}
