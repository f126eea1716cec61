//! The only file that knows `serde_yaml`: text in, a tree of our own out. Says where, never how to help.
//!
//! A tree is read once without positions, which costs what `serde_yaml` costs. Positions are had by reading again, with
//! a probe before each value: a request for an enum is refused at once, the refusal carries the value's place, and
//! nothing is consumed by it. Only behind an alias (`*name`) something would be; so each `*` becomes a letter first.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::node::{Node, Shape};

/// Why a text is no YAML: the byte that the parser stopped at, and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Offset into the text.
    pub at: usize,
    /// The parser's own words; for recognising, never for showing.
    pub said: String,
}

/// Reads a text, without positions.
pub(super) fn read(text: &str) -> Result<Node<'_>, Refusal> {
    let seed = Seed { lines: None, at: 0 };
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| refusal(&Lines::new(text), &error))
}

/// Reads a text; each node knows where it begins. Values that refer to others become [`Shape::Reference`].
pub(super) fn read_placed(text: &str) -> Result<Node<'static>, Refusal> {
    let lines = Lines::new(text);
    let seed = Seed { lines: Some(&lines), at: text.len() - text.trim_start().len() };
    let starless = lines.starless();
    let read = seed.deserialize(serde_yaml::Deserializer::from_str(&starless));
    read.map(Node::into_owned).map_err(|error| refusal(&lines, &error))
}

fn refusal(lines: &Lines<'_>, error: &serde_yaml::Error) -> Refusal {
    let at = error.location().map_or(0, |place| lines.offset(place.line() - 1, place.column() - 1));
    Refusal { at, said: error.to_string() }
}

/// Where lines begin, as the parser counts them, and the place of the latest value.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    latest: Cell<usize>,
    /// The place that was looked up last: line, column and offset. The next one is further on, often in the same line.
    known: Cell<(usize, usize, usize)>,
    /// The letter that stands for `*`, one that the text does not hold; none if there is no `*` either.
    star: Option<char>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let unused = || ('\u{e000}'..='\u{f8ff}').find(|star| !text.contains(*star)).unwrap_or('\u{e000}');
        let star = text.contains('*').then(unused);
        Self { text, starts: line_starts(text), latest: Cell::new(0), known: Cell::new((0, 0, 0)), star }
    }

    /// The text without aliases. Lines and columns, which count characters, stay what they are.
    fn starless(&self) -> Cow<'t, str> {
        let star = self.star.map(|star| self.text.replace('*', star.encode_utf8(&mut [0; 4])));
        star.map_or(Cow::Borrowed(self.text), Cow::Owned)
    }

    fn with_stars(&self, text: &str) -> String {
        self.star.map_or_else(|| text.to_owned(), |star| text.replace(star, "*"))
    }

    /// The byte at a line and a column, both from 0; columns count characters.
    fn offset(&self, line: usize, column: usize) -> usize {
        let (known_line, known_column, known_at) = self.known.get();
        let on = known_line == line && known_column <= column && known_at > 0;
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let (from, more) = if on { (known_at, column - known_column) } else { (start, column) };
        let rest = self.text.get(from..).unwrap_or("");
        let at = from + rest.char_indices().nth(more).map_or(rest.len(), |(at, _)| at);
        self.known.set((line, column, at));
        at
    }

    /// The offset that a refusal speaks of. Its type is hidden from visitors, so its words have to do:
    /// `… at line 3 column 7`, counted from 1; nothing for the very first byte, and for a value with a tag.
    fn place_of(&self, refused: &impl fmt::Display) -> usize {
        let said = refused.to_string();
        let numbers = said.rsplit_once(" at line ").and_then(|(_, place)| place.split_once(" column "));
        let number = |text: &str| text.parse::<usize>().ok()?.checked_sub(1);
        let place = numbers.and_then(|(line, column)| number(line).zip(number(column)));
        let latest = self.latest.get();
        let tag = || latest + self.text.get(latest..).and_then(|rest| rest.find('!')).unwrap_or(0);
        let place = place.map_or_else(tag, |(line, column)| self.offset(line, column));
        self.latest.set(place);
        place
    }

    /// Whether the value at a place has a name for others to refer to, or refers to another: `&name`, `*name`.
    fn is_reference(&self, place: usize) -> bool {
        self.text.get(place..).is_some_and(|rest| rest.starts_with(['&', '*']))
    }
}

/// Offsets at which lines begin. YAML 1.1 has three more line ends than the rest of the world.
fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
            '\r' => chars.peek().is_none_or(|(_, next)| *next != '\n'),
            _ => false,
        };
        if ends {
            starts.push(at + c.len_utf8());
        }
    }
    starts
}

/// A request that is refused at the place of the next value.
struct Probe;

impl<'de> DeserializeSeed<'de> for Probe {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_enum("", &[], self)
    }
}

impl<'de> Visitor<'de> for Probe {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom("here"))
    }
}

/// Reads one value, which begins at `at`; with positions if it has `lines`.
#[derive(Clone, Copy)]
struct Seed<'l> {
    lines: Option<&'l Lines<'l>>,
    at: usize,
}

impl Seed<'_> {
    fn node(self, shape: Shape<'_>) -> Node<'_> {
        let reference = self.lines.is_some_and(|lines| lines.is_reference(self.at));
        let whole = !matches!(shape, Shape::List(_) | Shape::Map(_));
        Node { at: self.at, shape: if reference && whole { Shape::Reference } else { shape } }
    }

    /// Looks at what comes next through `probe`: none means that nothing does, else how to read it.
    fn look<E: fmt::Display>(self, probe: impl FnOnce() -> Result<Option<()>, E>) -> Option<Self> {
        let Some(lines) = self.lines else { return Some(self) };
        match probe() {
            Ok(None) => None,
            Ok(Some(())) => Some(Self { at: lines.latest.get(), ..self }),
            Err(refused) => Some(Self { at: lines.place_of(&refused), ..self }),
        }
    }

    fn text<'de>(self, text: &str) -> Node<'de> {
        let text = self.lines.map_or_else(|| text.to_owned(), |lines| lines.with_stars(text));
        self.node(Shape::Text(Cow::Owned(text)))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Null))
    }

    fn visit_none<E>(self) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Number(Some(value))))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Number(i64::try_from(value).ok())))
    }

    fn visit_i128<E>(self, _: i128) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Number(None)))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Number(None)))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Number(None)))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Node<'de>, E> {
        Ok(if self.lines.is_some() { self.text(value) } else { self.node(Shape::Text(Cow::Borrowed(value))) })
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'de>, E> {
        Ok(self.text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(seed) = self.look(|| access.next_element_seed(Probe)) {
            let Some(item) = access.next_element_seed(seed)? else { break };
            items.push(item);
        }
        Ok(self.node(Shape::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(seed) = self.look(|| access.next_key_seed(Probe)) {
            let Some(key) = access.next_key_seed(seed)? else { break };
            let seed = self.look(|| access.next_value_seed(Probe).map(Some)).unwrap_or(self);
            entries.push((key, access.next_value_seed(seed)?));
        }
        Ok(self.node(Shape::Map(entries)))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node<'de>, A::Error> {
        let (IgnoredAny, tagged) = access.variant()?;
        let IgnoredAny = tagged.newtype_variant()?;
        Ok(self.node(Shape::Tagged))
    }
}
