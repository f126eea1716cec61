//! Values of a tree as the types that somebody wants, and what is said where they are of another.

use std::borrow::Cow;
use std::sync::Arc;

use super::mistakes::{in_quotes, short};
use super::node::{Node, Shape};
use super::{Block, plain};
use crate::ground::date::{DateFault, Parsed};
use crate::ground::messages::{dates, yaml as say};
use crate::ground::value::{Extra, Value};
use crate::ground::{Date, Diagnostic, Moment, Partial, Span, suggest};

/// What a key should hold, in words.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'k> {
    /// The key, as it is written in the file.
    pub key: &'k str,
    /// "a name or a list of names".
    pub what: &'static str,
    /// "tags: [work, remembered]".
    pub example: &'static str,
}

/// Reads the values of one tree and collects what is to be said about them.
///
/// In a tree without positions nothing can be said: asking for a position only notes that a reading with positions is needed.
#[derive(Debug)]
pub struct Reader<'t> {
    block: Block<'t>,
    placed: bool,
    needs_places: bool,
    said: Vec<Diagnostic>,
    unsaid: Unsaid,
}

/// Things to say about one block after which the rest is only counted.
const MOST_SAID: usize = 100;

/// What was not said any more: how many things, whether one of them is an error, and where the first one is.
#[derive(Clone, Copy, Debug, Default)]
struct Unsaid {
    count: usize,
    error: bool,
    first: Span,
}

impl<'t> Reader<'t> {
    /// A reader of a tree of this block.
    pub fn new(block: Block<'t>, placed: bool) -> Self {
        Self { block, placed, needs_places: false, said: Vec::new(), unsaid: Unsaid::default() }
    }

    /// What was said, or none if positions were asked for in vain: then the block must be read again, with positions.
    pub fn finish(mut self) -> Option<Vec<Diagnostic>> {
        let Unsaid { count, error, first } = self.unsaid;
        if count > 0 {
            self.said.push(say::and_more(self.block.path, first, count, error));
        }
        (!self.needs_places).then_some(self.said)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        if self.said.len() < MOST_SAID {
            return self.said.push(diagnostic);
        }
        if self.unsaid.count == 0 {
            self.unsaid.first = diagnostic.span.unwrap_or_default();
        }
        self.unsaid.count += 1;
        self.unsaid.error |= diagnostic.is_error();
    }

    /// The known name that is most like this one; not looked for any more where much is wrong.
    pub fn nearest<'k>(&self, name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
        let few = self.placed && self.said.len() < MOST_SAID && name.len() < 60;
        few.then(|| suggest::nearest(name, known)).flatten()
    }

    /// Where a value stands in the file.
    pub fn span(&mut self, node: &Node<'_>) -> Span {
        self.needs_places |= !self.placed;
        self.block.span(node)
    }

    /// Where a key stands in the file.
    pub fn key_span(&mut self, key: &Node<'_>) -> Span {
        self.span(key);
        self.block.key_span(key)
    }

    /// Says something about a key.
    pub fn say_key(&mut self, key: &Node<'_>, make: impl FnOnce(&Block<'t>, Span) -> Diagnostic) {
        let span = self.key_span(key);
        if self.placed {
            let diagnostic = make(&self.block, span);
            self.push(diagnostic);
        }
    }

    /// A key as it is written.
    pub fn written_key(&mut self, key: &Node<'_>) -> String {
        self.span(key);
        self.block.written_key(key).to_owned()
    }

    /// Says something about a value.
    pub fn say(&mut self, node: &Node<'_>, make: impl FnOnce(&Block<'t>, Span) -> Diagnostic) {
        let span = self.span(node);
        if self.placed {
            let diagnostic = make(&self.block, span);
            self.push(diagnostic);
        }
    }

    /// Says that a value is not what was wanted.
    pub fn wrong(&mut self, wanted: Wanted<'_>, node: &Node<'_>) {
        self.say(node, |block, span| match node.shape {
            Shape::Reference | Shape::Tagged => {
                let line = block.rest_of_line(node);
                let sign = line.chars().next().unwrap_or('&');
                say::sign(block.path, span, wanted.key, sign, &in_quotes(line))
            }
            _ => {
                let found = described(&node.shape, block.written(node));
                say::wrong_type(block.path, span, wanted.key, wanted.what, wanted.example, &found)
            }
        });
    }

    /// Text as it is written; numbers and yes or no count as text. None if it is empty or something else (which is said).
    pub fn text<'n>(&mut self, wanted: Wanted<'_>, node: &'n Node<'t>) -> Option<Cow<'n, str>> {
        match &node.shape {
            Shape::Null => None,
            Shape::Text(text) => {
                self.check_cut(wanted, node);
                self.check_swallowed(text, node);
                Some(Cow::Borrowed(text))
            }
            Shape::Bool(_) | Shape::Number(_) => {
                self.span(node);
                Some(Cow::Owned(self.block.written(node).to_owned()))
            }
            _ => {
                self.wrong(wanted, node);
                None
            }
        }
    }

    /// `title: We are #1` loses its end: a remark that begins right after its `#` was hardly meant as one.
    fn check_cut(&mut self, wanted: Wanted<'_>, node: &Node<'_>) {
        if !self.placed {
            return;
        }
        if let Some((at, len)) = self.block.cut(node) {
            let at = self.block.offset + at;
            self.push(say::cut_by_hash(self.block.path, Span::new(at, at + len), wanted.key));
        }
    }

    /// An item further in than the one above is no item, but more of it.
    fn check_swallowed(&mut self, text: &str, node: &Node<'_>) {
        if !text.contains(" - ") {
            return;
        }
        self.span(node);
        if self.placed
            && let Some((at, len)) = self.block.swallowed(node)
        {
            let at = self.block.offset + at;
            self.push(say::swallowed_item(self.block.path, Span::new(at, at + len), &short(text)));
        }
    }

    /// Where a remark stands that has swallowed the value of a key: `tags: #work`. With `any`, also one that looks like
    /// a remark: `title: # one`.
    pub fn hidden_by_hash(&mut self, key: &Node<'_>, any: bool) -> Option<Span> {
        if !self.placed {
            self.needs_places |= any;
            return None;
        }
        let (at, len) = self.block.hidden(key, any)?;
        Some(Span::new(self.block.offset + at, self.block.offset + at + len))
    }

    /// One line of text.
    pub fn line(&mut self, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Arc<str>> {
        plain::line(&self.text(wanted, node)?)
    }

    /// Text whose line ends matter.
    pub fn lines(&mut self, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Arc<str>> {
        plain::lines(&self.text(wanted, node)?)
    }

    /// Whether a text stands between the quotation marks of a word processor, and not between YAML's own besides.
    pub fn is_curly(&mut self, node: &Node<'t>) -> bool {
        let Shape::Text(text) = &node.shape else { return false };
        let curly = plain::unquoted(text) != text.trim();
        curly && {
            self.span(node);
            !self.placed || plain::unquoted(self.block.written(node)) != self.block.written(node).trim()
        }
    }

    /// The items of a list; anything else counts as a list of one, and nothing as an empty list.
    pub fn items<'n>(&self, node: &'n Node<'t>) -> &'n [Node<'t>] {
        match &node.shape {
            Shape::Null => &[],
            Shape::List(items) => items,
            _ => std::slice::from_ref(node),
        }
    }

    /// Yes or no, in any of the ways in which people write it.
    pub fn flag(&mut self, wanted: Wanted<'_>, node: &Node<'t>) -> Option<bool> {
        let flag = match &node.shape {
            Shape::Null => return None,
            Shape::Bool(flag) => Some(*flag),
            Shape::Number(Some(0)) => Some(false),
            Shape::Number(Some(1)) => Some(true),
            Shape::Text(text) => match plain::unquoted(text).to_ascii_lowercase().as_str() {
                "" => return None,
                "yes" | "y" | "on" | "true" => Some(true),
                "no" | "n" | "off" | "false" => Some(false),
                _ => None,
            },
            _ => None,
        };
        if flag.is_none() {
            self.wrong(wanted, node);
        }
        flag
    }

    /// A whole number from `least` on.
    pub fn count(&mut self, wanted: Wanted<'_>, node: &Node<'t>, least: u32) -> Option<u32> {
        let number = match &node.shape {
            Shape::Null => return None,
            Shape::Number(number) => number.and_then(|number| u32::try_from(number).ok()),
            Shape::Text(text) => plain::unquoted(text).parse().ok(),
            _ => None,
        };
        let number = number.filter(|number| *number >= least);
        if number.is_none() {
            self.wrong(wanted, node);
        }
        number
    }

    /// When something was: a day, or a day with a time.
    pub fn moment(&mut self, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Moment> {
        self.date(wanted, node, Moment::parse).map(|Parsed { moment, wrong_weekday }| {
            if let Some(written) = wrong_weekday {
                self.say(node, |block, span| dates::wrong_weekday(block.path, span, wanted.key, moment.day, written));
            }
            moment
        })
    }

    /// A day; a time after it does not matter.
    pub fn day(&mut self, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Date> {
        self.moment(wanted, node).map(|moment| moment.day)
    }

    /// A year, a month of a year or a day.
    pub fn partial(&mut self, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Partial> {
        self.date(wanted, node, Partial::parse)
    }

    fn date<T>(&mut self, wanted: Wanted<'_>, node: &Node<'t>, parse: fn(&str) -> Result<T, DateFault>) -> Option<T> {
        if matches!(node.shape, Shape::Bool(_)) {
            self.wrong(wanted, node);
            return None;
        }
        let text = self.text(wanted, node)?;
        if text.trim().is_empty() {
            return None;
        }
        match parse(plain::unquoted(&text)) {
            Ok(date) => Some(date),
            Err(fault) => {
                self.say(node, |block, span| {
                    dates::no_date(block.path, span, wanted.key, text.trim(), &fault, wanted.example)
                });
                None
            }
        }
    }

    /// A map for somebody else, untouched.
    pub fn extra(&mut self, wanted: Wanted<'_>, node: &Node<'t>) -> Extra {
        match &node.shape {
            Shape::Null => Extra::new(),
            Shape::Map(entries) => self.untouched(wanted, entries),
            _ => {
                self.wrong(wanted, node);
                Extra::new()
            }
        }
    }

    fn untouched(&mut self, wanted: Wanted<'_>, entries: &[(Node<'t>, Node<'t>)]) -> Extra {
        let mut extra = Extra::new();
        for (key, value) in entries {
            if let Some(name) = self.text(wanted, key) {
                let value = self.value(wanted, value);
                extra.insert(name.into_owned(), value);
            }
        }
        extra
    }

    fn value(&mut self, wanted: Wanted<'_>, node: &Node<'t>) -> Value {
        match &node.shape {
            Shape::Null => Value::Null,
            Shape::Bool(flag) => Value::Bool(*flag),
            Shape::Number(Some(number)) => Value::Integer(*number),
            Shape::Number(None) => Value::Number(self.text(wanted, node).unwrap_or_default().into_owned()),
            Shape::Text(text) => Value::Text(text.clone().into_owned()),
            Shape::List(items) => Value::List(items.iter().map(|item| self.value(wanted, item)).collect()),
            Shape::Map(entries) => Value::Map(self.untouched(wanted, entries)),
            Shape::Reference | Shape::Tagged => {
                self.wrong(wanted, node);
                Value::Null
            }
        }
    }
}

/// What a value is, as a sentence has it; `written` is how it stands in the file.
fn described(shape: &Shape<'_>, written: &str) -> String {
    match shape {
        Shape::Null => "empty".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Map(_) => "several keys with values".to_owned(),
        _ if written.starts_with(['|', '>']) || written.len() > 60 => "a text".to_owned(),
        _ => format!("`{written}`"),
    }
}
