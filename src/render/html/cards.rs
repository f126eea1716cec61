//! Stories as lists show them, as a template's values: field by field, so that the tags and tellers that many stories name
//! are made once for each worker. Knows cards and nothing of the pages that show them.

use std::sync::Arc;

use foldhash::HashMap;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::Value;

use super::values::of;
use crate::ground::fingerprint::Marked;
use crate::plan::views::{AuthorRef, Card, TagRef};

/// Values of what many cards name.
#[derive(Debug, Default)]
pub(super) struct Cards {
    tags: Shared<TagRef>,
    authors: Shared<AuthorRef>,
}

impl Cards {
    /// Several cards, in their order.
    pub fn list(&mut self, cards: &[Marked<Card>]) -> Value {
        Value::from(cards.iter().map(|card| self.value(card)).collect::<Vec<_>>())
    }

    /// One card: the fields of `Card`, by their names.
    pub fn value(&mut self, card: &Card) -> Value {
        of(&Told { card, authors: &self.authors.list(&card.authors), tags: &self.tags.list(&card.tags) })
    }
}

struct Told<'a> {
    card: &'a Card,
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
        let mut fields = serializer.serialize_struct("Card", 22)?;
        fields.serialize_field("title", title)?;
        fields.serialize_field("url", url)?;
        fields.serialize_field("permalink", permalink)?;
        fields.serialize_field("date", date)?;
        fields.serialize_field("updated", updated)?;
        fields.serialize_field("happened", happened)?;
        fields.serialize_field("told_later", told_later)?;
        fields.serialize_field("authors", self.authors)?;
        fields.serialize_field("tags", self.tags)?;
        fields.serialize_field("summary", summary)?;
        fields.serialize_field("description", description)?;
        fields.serialize_field("words", words)?;
        fields.serialize_field("minutes", minutes)?;
        fields.serialize_field("content_note", content_note)?;
        fields.serialize_field("quote", quote)?;
        fields.serialize_field("image", image)?;
        fields.serialize_field("series", series)?;
        fields.serialize_field("lang", lang)?;
        fields.serialize_field("names", names)?;
        fields.serialize_field("rights", rights)?;
        fields.serialize_field("extra", extra)?;
        fields.serialize_field("draft", draft)?;
        fields.end()
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
