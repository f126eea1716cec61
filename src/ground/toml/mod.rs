//! TOML with its places kept: every value knows where it stands, every fault of a file is found in one run, and a key
//! that nobody asked for is refused. Knows nothing of what the keys mean; `settings` and `theme` say that.

mod syntax;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::ground::messages::toml as messages;
use crate::ground::text::Lines;
use crate::ground::value::{Extra, Value};
use crate::ground::{Diagnostic, SourcePath, Span};

/// No settings that a person writes are longer.
const LONGEST: usize = 1 << 20;
/// Nobody mends more in one go; what comes after is counted.
const MOST_FAULTS: usize = 100;

/// Reads a whole file. `decode` asks the table for each key that it knows, and fills in what is missing or wrong with
/// its own defaults, so that there is always a value and the rest of the build can go on looking for faults.
pub fn read<T>(path: &SourcePath, text: &str, decode: impl FnOnce(&mut Table<'_>) -> T) -> (T, Vec<Diagnostic>) {
    let is_too_long = text.len() > LONGEST;
    let (document, errors) = DeTable::parse_recoverable(if is_too_long { "" } else { text });
    let syntax::Broken { faults: mut said, sure_until } = syntax::broken(path, text, &errors);
    let reader = Reader::new(path, false);
    let value = reader.decode(Some(document.get_ref()), Span::default(), String::new(), decode);
    // Where the grammar is broken the values are guesses, and what they are accused of would only confuse.
    let lines = Lines::new(text);
    let line = |span: Span| lines.position(span.start as usize).line;
    let broken: BTreeSet<_> = said.iter().filter_map(|fault| fault.span).map(line).collect();
    let sure = |fault: &Diagnostic| match fault.span {
        Some(span) => (span.start as usize) < sure_until && !broken.contains(&line(span)),
        None => broken.is_empty(),
    };
    said.extend(reader.said.into_inner().into_iter().filter(sure));
    if is_too_long {
        said = vec![messages::too_long().in_file(path)];
    }
    if reader.more.get() > 0 {
        said.push(messages::and_more(reader.more.get()).in_file(path));
    }
    (value, said)
}

/// The names of all the keys that `decode` asks for, in its order: `title`, `feeds`, `feeds.atom`.
pub fn keys_asked<T>(decode: impl FnOnce(&mut Table<'_>) -> T) -> Vec<String> {
    let path = SourcePath::new("");
    let reader = Reader::new(&path, true);
    reader.decode(None, Span::default(), String::new(), decode);
    reader.asked.into_inner()
}

/// A value and the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Span,
}

/// What all the tables of one file share.
struct Reader<'a> {
    path: &'a SourcePath,
    said: RefCell<Vec<Diagnostic>>,
    /// Faults beyond those that are said.
    more: Cell<usize>,
    asked: RefCell<Vec<String>>,
    /// Nobody reads a file; we only want to know which keys there are.
    listing: bool,
}

impl<'a> Reader<'a> {
    fn new(path: &'a SourcePath, listing: bool) -> Self {
        Self { path, said: RefCell::default(), more: Cell::new(0), asked: RefCell::default(), listing }
    }

    fn decode<T>(
        &self,
        entries: Option<&DeTable<'_>>,
        span: Span,
        prefix: String,
        decode: impl FnOnce(&mut Table<'_>) -> T,
    ) -> T {
        let mut table = Table { reader: self, entries, span, prefix, known: Vec::new() };
        let value = decode(&mut table);
        table.refuse_the_rest();
        value
    }
}

/// One table of a file, while its keys are being asked for. A table that is missing can be asked too: it is empty.
pub struct Table<'a> {
    reader: &'a Reader<'a>,
    entries: Option<&'a DeTable<'a>>,
    span: Span,
    /// `""` for the file itself, `"feeds."` for the table of that name.
    prefix: String,
    known: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// Text.
    pub fn text(&mut self, key: &'static str) -> Option<Found<String>> {
        self.typed(key, Shape::TEXT, |value| value.as_str().map(str::to_owned))
    }

    /// `true` or `false`.
    pub fn bool(&mut self, key: &'static str) -> Option<bool> {
        self.typed(key, Shape::BOOL, DeValue::as_bool).map(|found| found.value)
    }

    /// A whole number inside a range.
    pub fn number(&mut self, key: &'static str, range: &RangeInclusive<u32>) -> Option<u32> {
        let found = self.typed(key, Shape::NUMBER, |value| value.as_integer().map(integer))?;
        let number = found.value.and_then(|n| u32::try_from(n).ok()).filter(|n| range.contains(n));
        if number.is_none() {
            self.say(messages::out_of_range(&self.name_of(key), range).at(found.span));
        }
        number
    }

    /// A list of texts. Items of another kind are said and left out.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<Found<String>>> {
        let items = self.typed(key, Shape::TEXTS, |value| value.as_array().map(|items| items.iter()))?;
        let name = self.name_of(key);
        let text = |item: &Spanned<DeValue<'_>>| {
            let span = Span::from(item.span());
            let text = item.get_ref().as_str();
            if text.is_none() {
                self.say(messages::wrong_type(&name, Shape::TEXTS, item.get_ref().type_str()).at(span));
            }
            text.map(|text| Found { value: text.to_owned(), span })
        };
        Some(items.value.filter_map(text).collect())
    }

    /// A list of numbers. Items of another kind, or out of range, are said and left out.
    pub fn numbers(&mut self, key: &'static str, range: &RangeInclusive<u32>) -> Option<Vec<u32>> {
        let items = self.typed(key, Shape::NUMBERS, |value| value.as_array().map(|items| items.iter()))?;
        let name = self.name_of(key);
        let number = |item: &Spanned<DeValue<'_>>| {
            let number = item.get_ref().as_integer().and_then(integer);
            let number = number.and_then(|n| u32::try_from(n).ok()).filter(|n| range.contains(n));
            if number.is_none() {
                self.say(messages::out_of_range(&name, range).at(Span::from(item.span())));
            }
            number
        };
        Some(items.value.filter_map(number).collect())
    }

    /// A table; if it is missing, `decode` sees an empty one and so gives its defaults.
    pub fn table<T>(&mut self, key: &'static str, decode: impl FnOnce(&mut Table<'_>) -> T) -> T {
        let found = self.typed(key, Shape::TABLE, DeValue::as_table);
        let span = found.as_ref().map_or(self.span, |found| found.span);
        self.reader.decode(found.map(|found| found.value), span, format!("{}{key}.", self.prefix), decode)
    }

    /// Several tables of one name (`[[menu]]`). Where `decode` gives nothing, it has said why.
    pub fn tables<T>(&mut self, key: &'static str, mut decode: impl FnMut(&mut Table<'_>) -> Option<T>) -> Vec<T> {
        let prefix = format!("{}{key}.", self.prefix);
        let Some(items) = self.typed(key, Shape::TABLES, |value| value.as_array().map(|items| items.iter())) else {
            if self.reader.listing {
                self.reader.decode(None, self.span, prefix, &mut decode);
            }
            return Vec::new();
        };
        let mut all = Vec::new();
        for item in items.value {
            let span = Span::from(item.span());
            let entries = item.get_ref().as_table();
            if entries.is_none() {
                let wrong = messages::wrong_type(&self.name_of(key), Shape::TABLES, item.get_ref().type_str());
                self.say(wrong.at(span));
            }
            all.extend(
                entries.and_then(|entries| self.reader.decode(Some(entries), span, prefix.clone(), &mut decode)),
            );
        }
        all
    }

    /// A table of anything, passed on untouched.
    pub fn anything(&mut self, key: &'static str) -> Extra {
        let found = self.typed(key, Shape::TABLE, DeValue::as_table);
        found.map_or_else(Extra::new, |table| table.value.iter().map(|(k, v)| (k.to_string(), untouched(v))).collect())
    }

    /// Where a key of this table stands, if it does.
    pub fn span_of_key(&self, key: &str) -> Option<Span> {
        self.entries?.get_key_value(key).map(|(name, _)| name.span().into())
    }

    /// Where this table stands: its header, or all of it if it is written on one line.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Says something about this file.
    pub fn say(&self, fault: Diagnostic) {
        if !self.has_said_enough() {
            self.reader.said.borrow_mut().push(fault.in_file(self.reader.path));
        }
    }

    /// Whether one fault more would only be counted, and then it is.
    fn has_said_enough(&self) -> bool {
        let enough = self.reader.said.borrow().len() >= MOST_FAULTS;
        self.reader.more.set(self.reader.more.get() + usize::from(enough));
        enough
    }

    fn typed<T>(
        &mut self,
        key: &'static str,
        shape: Shape,
        take: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<Found<T>> {
        self.known.push(key);
        self.reader.asked.borrow_mut().push(self.name_of(key));
        let value = self.entries?.get(key)?;
        let span = Span::from(value.span());
        let taken = take(value.get_ref());
        if taken.is_none() {
            self.say(messages::wrong_type(&self.name_of(key), shape, value.get_ref().type_str()).at(span));
        }
        taken.map(|value| Found { value, span })
    }

    fn name_of(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn refuse_the_rest(&self) {
        let section = self.prefix.trim_end_matches('.');
        for (name, _) in self.entries.into_iter().flatten() {
            let key = name.get_ref().as_ref();
            if self.known.contains(&key) || self.has_said_enough() {
                continue;
            }
            // A key of the file has no dot, so that a section's own keys cannot be meant.
            let is_of_the_file = !section.is_empty() && self.reader.asked.borrow().iter().any(|asked| asked == key);
            let fault = if is_of_the_file {
                messages::key_of_the_file(key, section)
            } else {
                messages::unknown_key(key, section, &self.known)
            };
            self.say(fault.at(name.span()));
        }
    }
}

/// What a key wants, in words and as an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Completes "should be …".
    pub words: &'static str,
    /// How such a value is written.
    pub example: &'static str,
}

impl Shape {
    const TEXT: Self = Self { words: "text in quotation marks", example: "\"…\"" };
    const BOOL: Self = Self { words: "true or false", example: "true" };
    const NUMBER: Self = Self { words: "a whole number", example: "10" };
    const NUMBERS: Self = Self { words: "a list of whole numbers", example: "[480, 960]" };
    const TEXTS: Self = Self { words: "a list of texts", example: "[\"…\", \"…\"]" };
    const TABLE: Self = Self { words: "a section of its own", example: "[…]" };
    const TABLES: Self = Self { words: "sections with double brackets", example: "[[…]]" };
}

fn integer(number: &toml::de::DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn untouched(value: &Spanned<DeValue<'_>>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => integer(number).map_or_else(|| Value::Number(number.to_string()), Value::Integer),
        DeValue::Float(number) => Value::Number(number.to_string()),
        DeValue::Boolean(bool) => Value::Bool(*bool),
        DeValue::Datetime(moment) => Value::Text(moment.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(untouched).collect()),
        DeValue::Table(entries) => Value::Map(entries.iter().map(|(k, v)| (k.to_string(), untouched(v))).collect()),
    }
}
