//! Stories as lists show them, as a template's values: field by field, so that the tags and tellers that many stories name
//! are made once for each worker. Knows cards and nothing of the pages that show them.

use std::sync::Arc;

use foldhash::{HashMap, HashSet};
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
    seen: HashSet<&'static str>,
    tags: Shared<TagRef>,
    authors: Shared<AuthorRef>,
}

impl Cards {
    /// Nothing kept yet; `sees` tells whether a template can see a field.
    pub fn new(sees: impl Fn(&str) -> bool) -> Self {
        let seen = FIELDS.into_iter().filter(|field| sees(field)).collect();
        Self { seen, tags: Shared::default(), authors: Shared::default() }
    }

    /// Several cards, in their order.
    pub fn list(&mut self, cards: &[Marked<Card>]) -> Value {
        Value::from(cards.iter().map(|card| self.value(card)).collect::<Vec<_>>())
    }

    /// One card: the fields of `Card`, by their names.
    pub fn value(&mut self, card: &Card) -> Value {
        of(&Told {
            card,
            seen: &self.seen,
            authors: &self.authors.list(&card.authors),
            tags: &self.tags.list(&card.tags),
        })
    }
}

struct Told<'a> {
    card: &'a Card,
    seen: &'a HashSet<&'static str>,
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
        let mut fields = Seen { fields: serializer.serialize_struct("Card", self.seen.len())?, seen: self.seen };
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

/// The fields of a card that any template can see.
struct Seen<'a, S> {
    fields: S,
    seen: &'a HashSet<&'static str>,
}

impl<S: SerializeStruct> Seen<'_, S> {
    fn put<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        if self.seen.contains(name) { self.fields.serialize_field(name, value) } else { Ok(()) }
    }
}

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
            let (_, value) =
                self.0.entry(Arc::as_ptr(thing).addr()).or_insert_with(|| (Arc::clone(thing), of(&**thing)));
            value.clone()
        };
        Value::from(things.iter().map(value).collect::<Vec<_>>())
    }
}
