//! The YAML that most writers write, read straight: lines of `key: value`, each value on its line, in quotes or
//! unmistakably text. Whatever else there is makes it give up, and `door` reads the block instead; so this file only
//! saves time. It never gives another tree than `door` would, which the laws at the end hold it to.

use std::borrow::Cow;

use super::node::{Node, Shape};

/// The longest key; `serde_yaml` takes longer ones, but nobody writes them.
const LONGEST_KEY: usize = 60;

/// Reads a block, without positions; none if there is anything in it that is not plain to see.
pub(super) fn read(text: &str) -> Option<Node<'_>> {
    let may_part = memchr::memchr(0xe2, text.as_bytes()).is_some();
    if !text.bytes().all(is_usual) || may_part && text.contains(['\u{2028}', '\u{2029}']) {
        return None;
    }
    let mut entries = Vec::with_capacity(8);
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let (name, rest) = line.split_once(':')?;
        let value = rest.strip_prefix(' ')?.trim_matches(' ');
        if !is_key(name) {
            return None;
        }
        entries.push((node(Shape::Text(Cow::Borrowed(name))), node(scalar(value).or_else(|| list(value))?)));
    }
    (!entries.is_empty()).then(|| node(Shape::Map(entries)))
}

fn node(shape: Shape<'_>) -> Node<'_> {
    Node { at: 0, shape }
}

/// No tab, no control character, nothing that YAML takes for the end of a line or refuses; those all begin with these
/// two bytes, but for the two that `read` looks for.
fn is_usual(byte: u8) -> bool {
    matches!(byte, b'\n' | b' '..=b'~' | 0x80..) && !matches!(byte, 0xc2 | 0xef)
}

/// A word, and none that means a value.
fn is_key(name: &str) -> bool {
    name.len() <= LONGEST_KEY
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !means_something(name)
}

fn scalar(value: &str) -> Option<Shape<'_>> {
    match value {
        "true" => return Some(Shape::Bool(true)),
        "false" => return Some(Shape::Bool(false)),
        _ => {}
    }
    let plain = (is_words(value) && !means_something(value)) || is_date(value);
    if plain { Some(Shape::Text(Cow::Borrowed(value))) } else { quoted(value) }
}

/// Text in quotes; of all escapes it knows the two that nearly everybody needs, `\"` and `\\`.
fn quoted(value: &str) -> Option<Shape<'_>> {
    let quote = *value.as_bytes().first()?;
    let inner = value.get(1..)?.strip_suffix(char::from(quote))?;
    let odd = match quote {
        b'"' if !inner.contains(['"', '\\']) => false,
        b'"' => return unescaped(inner).map(|text| Shape::Text(Cow::Owned(text))),
        b'\'' => inner.contains('\''),
        _ => true,
    };
    (!odd).then_some(Shape::Text(Cow::Borrowed(inner)))
}

fn unescaped(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return None,
            '\\' => text.push(chars.next().filter(|c| matches!(c, '"' | '\\'))?),
            c => text.push(c),
        }
    }
    Some(text)
}

/// `[one, "two"]` on one line, without lists inside.
fn list(value: &str) -> Option<Shape<'_>> {
    let mut rest = value.strip_prefix('[')?.strip_suffix(']')?.trim_matches(' ');
    let mut items = Vec::new();
    while !rest.is_empty() {
        let end = match rest.as_bytes()[0] {
            quote @ (b'"' | b'\'') => rest[1..].find(char::from(quote))? + 2,
            _ => rest.find(',').unwrap_or(rest.len()),
        };
        items.push(node(scalar(rest[..end].trim_end_matches(' '))?));
        let after = rest[end..].trim_start_matches(' ');
        if after.is_empty() {
            break;
        }
        rest = after.strip_prefix(',')?.trim_start_matches(' ');
    }
    Some(Shape::List(items))
}

/// Unquoted text that can be nothing else, in brackets or out of them: it begins with a letter, and holds no sign that
/// means something to YAML anywhere.
fn is_words(value: &str) -> bool {
    let usual = |byte: u8| {
        byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b' ' | b'-' | b'_' | b'.' | b'\'' | b'/' | b'+')
    };
    value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.bytes().all(usual)
}

/// `2011-09-25`, perhaps with a time: never a number, as its hyphens tell.
fn is_date(value: &str) -> bool {
    let form = |at: usize, byte: u8| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    let Some((day, time)) = value.split_at_checked(10) else { return false };
    let usual = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'T' | b'Z' | b':' | b'.' | b'-' | b'+');
    day.bytes().enumerate().all(|(at, byte)| form(at, byte)) && time.bytes().all(usual) && !time.ends_with(':')
}

/// The words that YAML has values for; `true` and `false` are known, the others are rare enough for the long way.
fn means_something(word: &str) -> bool {
    ["null", "true", "false"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::super::door;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_most_writers_write_is_read() {
        let text = "title: \"One: \\\"two\\\" # & 'three'\"\ndate: 2011-09-25T10:00:00+02:00\nauthor: Tomás O'Dell\n\n\
                    tags: [work, \"lost, and found\", a b]\ndraft: false\nempty: ''\nnone: []\n";
        let read = read(text).expect("simple");
        assert_eq!(read, door::read(text).expect("yaml"));
        let Shape::Map(entries) = read.shape else { panic!("a map") };
        assert_eq!(entries.len(), 7);
    }

    #[test]
    fn anything_else_is_left_to_the_door() {
        for text in [
            "",
            "a",
            "a:",
            "a:b",
            "a: ",
            "a: b: c",
            "a: 1",
            "a: ~",
            "a: Null",
            "true: a",
            " a: b",
            "- a",
            "a: b\n c",
            "a: |\n b",
            "a: b # c",
            "a: \"b\\n\"",
            "a: 'b''c'",
            "a: \"b",
            "a: *b",
            "a: &b c",
            "a: !b c",
            "a: {b: c}",
            "a: [b, [c]]",
            "a: [b,, c]",
            "a: [b: c]",
            "a: [b",
            "a:\tb",
            "a: b\r\n",
            "a: \"b\u{85}c\"",
            "a: \"b\u{2028}c\"",
            "? a",
            "a: 2011-09-25T:",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    /// Values of a few pieces, mostly tame and often in quotes or brackets, so that many of them are simple.
    fn values() -> impl Strategy<Value = String> {
        let tame = prop::sample::select(vec![
            "a",
            "b",
            "Title",
            " ",
            " ",
            "é",
            "—",
            "true",
            "2011-09-25",
            "T10:00:00Z",
            ", ",
            "-",
            ".",
            "\\\"",
        ]);
        let wild = prop::sample::select(vec![
            ": ", ":", "\n", "\"", "'", ",", "Null", "#", " #", "- ", "1", ".5", "\u{2028}", "\u{a0}", "\\", "&", "*",
            "!", "?", "|", ">", "%", "@", "`", "[", "]", "{", "}", "\t", "\r", "\u{feff}", "---", "...", "~", "<<",
            "=", "yes", "0x1f", "1e3", "inf",
        ]);
        let pieces = prop::collection::vec(prop_oneof![8 => tame, 1 => wild], 0..6).prop_map(|pieces| pieces.concat());
        let frame =
            prop::sample::select(vec![("", ""), ("a", ""), ("\"", "\""), ("'", "'"), ("[a", ", 'b']"), ("[\"", "\"]")]);
        (pieces, frame).prop_map(|(text, (before, after))| format!("{before}{text}{after}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_tree_is_never_another_than_the_doors(
            values in prop::collection::vec(values(), 1..4),
            bare in any::<bool>(),
        ) {
            let text = if bare { values.concat() } else { format!("a: {}\n", values.join("\na: ")) };
            if let Some(tree) = read(&text) {
                prop_assert_eq!(Some(tree), door::read(&text).ok(), "{:?}", text);
            }
        }
    }
}
