//! The only file that knows `serde_yaml`: text in, a tree of our own out. Says where, never how to help.
//!
//! A tree is read once without positions, which costs what `serde_yaml` costs. Positions are had by reading again, with
//! a probe before each value: a request for an enum is refused at once, the refusal carries the value's place, and
//! nothing is consumed by it. Only behind an alias something is; that is how an alias is told from a value.

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
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| refusal(text, &error))
}

/// Reads a text; each node knows where it begins. Values that refer to others become [`Shape::Alias`].
pub(super) fn read_placed(text: &str) -> Result<Node<'_>, Refusal> {
    let lines = Lines { text, starts: line_starts(text), latest: Cell::new(0) };
    let start = text.len() - text.trim_start().len();
    let seed = Seed { lines: Some(&lines), at: start };
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| refusal(text, &error))
}

fn refusal(text: &str, error: &serde_yaml::Error) -> Refusal {
    let mut at = error.location().map_or(0, |place| place.index()).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    Refusal { at, said: error.to_string() }
}

/// Where lines begin, as the parser counts them, and the place of the latest value.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    latest: Cell<usize>,
}

impl Lines<'_> {
    /// The offset that a refusal speaks of. Its type is hidden from visitors, so its words have to do:
    /// `… at line 3 column 7`, counted from 1, columns in characters; nothing at all for the very first byte.
    fn place_of(&self, refused: &impl fmt::Display) -> usize {
        let said = refused.to_string();
        let numbers = said.rsplit_once(" at line ").and_then(|(_, place)| place.split_once(" column "));
        let number = |text: &str| text.parse::<usize>().ok()?.checked_sub(1);
        let Some((line, column)) = numbers.and_then(|(line, column)| number(line).zip(number(column))) else {
            return 0;
        };
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or("");
        start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
    }

    /// Notes a place. An alias answers with the place of what it names, which is further up, or the value just read.
    fn met(&self, place: usize) -> Met {
        let named = self.text.get(place..).is_some_and(|rest| rest.starts_with(['&', '!']));
        if place < self.latest.get() || (place == self.latest.get() && place > 0 && named) {
            return Met::Alias(self.latest.get());
        }
        self.latest.set(place);
        Met::Value(place)
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

enum Met {
    Value(usize),
    Alias(usize),
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
struct Seed<'l, 'de> {
    lines: Option<&'l Lines<'de>>,
    at: usize,
}

impl<'de> Seed<'_, 'de> {
    fn node(self, shape: Shape<'de>) -> Node<'de> {
        Node { at: self.at, shape }
    }

    /// Looks at what comes next through `probe`; none means that nothing does.
    fn look<E: fmt::Display>(self, probe: impl FnOnce() -> Result<Option<()>, E>) -> Option<Met> {
        let Some(lines) = self.lines else { return Some(Met::Value(0)) };
        match probe() {
            Ok(None) => None,
            Ok(Some(())) => Some(Met::Value(lines.latest.get())),
            Err(refused) => Some(lines.met(lines.place_of(&refused))),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, 'de> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, 'de> {
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
        Ok(self.node(Shape::Text(Cow::Borrowed(value))))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'de>, E> {
        Ok(self.node(Shape::Text(Cow::Owned(value.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(met) = self.look(|| access.next_element_seed(Probe)) {
            match met {
                Met::Alias(at) => items.push(Node { at, shape: Shape::Alias }),
                Met::Value(at) => match access.next_element_seed(Self { at, ..self })? {
                    Some(item) => items.push(item),
                    None => break,
                },
            }
        }
        Ok(self.node(Shape::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(met) = self.look(|| access.next_key_seed(Probe)) {
            let key = match met {
                Met::Alias(at) => Node { at, shape: Shape::Alias },
                Met::Value(at) => match access.next_key_seed(Self { at, ..self })? {
                    Some(key) => key,
                    None => break,
                },
            };
            let value = match self.look(|| access.next_value_seed(Probe).map(Some)) {
                Some(Met::Alias(at)) => Node { at, shape: Shape::Alias },
                Some(Met::Value(at)) => access.next_value_seed(Self { at, ..self })?,
                None => Node { at: self.at, shape: Shape::Null },
            };
            entries.push((key, value));
        }
        Ok(self.node(Shape::Map(entries)))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node<'de>, A::Error> {
        let (IgnoredAny, tagged) = access.variant()?;
        let IgnoredAny = tagged.newtype_variant()?;
        Ok(self.node(Shape::Tagged))
    }
}
