//! A tree of YAML values, and where each stands in its text.

use std::borrow::Cow;

/// A value and the byte at which it begins (0 where positions were not asked for).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'t> {
    /// Offset into the text that was read.
    pub at: usize,
    /// The value.
    pub shape: Shape<'t>,
}

const EMPTY: Node<'static> = Node { at: 0, shape: Shape::Null };

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape<'t> {
    /// Nothing, or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; its value if it is a whole one that fits. How it was written stands in the text.
    Number(Option<i64>),
    /// Text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Node<'t>>),
    /// A map in the order of the file; keys may repeat.
    Map(Vec<(Node<'t>, Node<'t>)>),
    /// `*name` or `&name …`: refers to another value, or is there to be referred to. Never followed, so that no value
    /// can grow by it.
    Reference,
    /// `!name value`: means nothing here.
    Tagged,
}

impl Node<'_> {
    /// The same tree, independent of the text.
    pub fn into_owned(self) -> Node<'static> {
        let shape = match self.shape {
            Shape::Null => Shape::Null,
            Shape::Bool(flag) => Shape::Bool(flag),
            Shape::Number(number) => Shape::Number(number),
            Shape::Text(text) => Shape::Text(Cow::Owned(text.into_owned())),
            Shape::List(items) => Shape::List(items.into_iter().map(Node::into_owned).collect()),
            Shape::Map(pairs) => {
                Shape::Map(pairs.into_iter().map(|(key, value)| (key.into_owned(), value.into_owned())).collect())
            }
            Shape::Reference => Shape::Reference,
            Shape::Tagged => Shape::Tagged,
        };
        Node { at: self.at, shape }
    }

    /// The same tree, each node `by` bytes further on: from a part of a text to the whole.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.at += by;
        match &mut self.shape {
            Shape::List(items) => {
                for item in items {
                    *item = std::mem::replace(item, EMPTY).shifted(by);
                }
            }
            Shape::Map(pairs) => {
                for (key, value) in pairs {
                    *key = std::mem::replace(key, EMPTY).shifted(by);
                    *value = std::mem::replace(value, EMPTY).shifted(by);
                }
            }
            _ => {}
        }
        self
    }
}

/// Where a value that begins at `at` ends, as far as one line tells: enough for pointing at it.
pub fn end_of_value(text: &str, at: usize) -> usize {
    let rest = nearby(text.get(at..).unwrap_or(""));
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let len = match line.chars().next() {
        Some('"') => quoted(rest, '"').unwrap_or(line.trim_end().len()),
        Some('\'') => quoted(rest, '\'').unwrap_or(line.trim_end().len()),
        Some('[' | '{') => closed(line).unwrap_or(line.trim_end().len()),
        _ => plain(line, in_brackets(text, at)),
    };
    at + len
}

/// Where a key that begins at `at` ends: before its colon.
pub fn end_of_key(text: &str, at: usize) -> usize {
    let end = end_of_value(text, at);
    let key = text.get(at..end).unwrap_or("");
    if key.starts_with(['"', '\'', '[', '{']) {
        return end;
    }
    let colon = key.find(": ").or_else(|| key.find(":\t")).or_else(|| key.strip_suffix(':').map(str::len));
    at + key[..colon.unwrap_or(key.len())].trim_end().len()
}

/// The length of a quoted text, quotes included; none if it has no end.
pub fn quoted(text: &str, quote: char) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match (*byte, quote) {
            (b'\\', '"') => at += 2,
            (b'\'', '\'') if bytes.get(at + 1) == Some(&b'\'') => at += 2,
            (byte, _) if byte == quote as u8 => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// The length of a `[…]` or `{…}` that is closed within `line`; brackets in quotes do not count.
pub fn closed(line: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = line[at..].chars().next() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            '"' | '\'' if matches!(before, ' ' | '[' | '{' | ',' | ':') => {
                at += quoted(&line[at..], c)?;
                before = c;
                continue;
            }
            _ => {}
        }
        before = c;
        at += c.len_utf8();
    }
    None
}

/// The length of unquoted text: up to a remark or the end of the line.
pub fn plain(line: &str, in_brackets: bool) -> usize {
    let end = line.find(" #").unwrap_or(line.len());
    let end = line.find("\t#").map_or(end, |tab| tab.min(end));
    let end = if in_brackets { line.find([',', ']', '}']).map_or(end, |sign| sign.min(end)) } else { end };
    line[..end].trim_end().len()
}

/// Only so many bytes are looked at to tell where a value ends: the cost of thousands of values on one line would grow
/// with their square.
const FAR: usize = 2000;

/// The beginning of a text.
fn nearby(text: &str) -> &str {
    let mut end = text.len().min(FAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether a value stands in brackets that were opened before it on its line.
fn in_brackets(text: &str, at: usize) -> bool {
    let mut from = at.saturating_sub(FAR).min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..at).unwrap_or("");
    let line = &before[before.rfind(['\n', '\r']).map_or(0, |end| end + 1)..];
    line.contains([',', '[', '{']) && line.matches(['[', '{']).count() > line.matches([']', '}']).count()
}
