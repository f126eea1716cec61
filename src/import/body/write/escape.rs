//! Keeps words from being read as signs. Only what could be taken for one is escaped, so that a text stays readable.

use std::fmt::Write as _;

use super::Care;
use super::line::Place;

/// Where some text stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// A line begins with it.
    pub starts: bool,
    pub next: Next,
    pub in_link: bool,
    pub place: Place,
    pub care: Care,
}

/// What comes after some text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The end of a line.
    End,
    /// A link or a picture, whose sign is a bracket.
    Bracket,
    /// Anything else.
    Other,
}

/// Writes text so that it is read as it is.
pub(super) fn text(out: &mut String, text: &str, spot: Spot) {
    if spot.care.is_utmost() {
        return utmost(out, text);
    }
    let from = if spot.starts { line_start(out, text, spot.next == Next::End) } else { 0 };
    let bytes = text.as_bytes();
    let mut written = from;
    for at in from..bytes.len() {
        let byte = bytes[at];
        if SIGNS[usize::from(byte)] && is_sign(text, at, byte, out, written, spot) {
            out.push_str(&text[written..at]);
            out.push('\\');
            written = at;
        }
    }
    out.push_str(&text[written..]);
}

/// The bytes that may be signs.
static SIGNS: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"\\`*_[]<&~|{!#";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// Whether the byte at `at` would be read as a sign. `out` holds what stands before `text[written..]`.
fn is_sign(text: &str, at: usize, byte: u8, out: &str, written: usize, spot: Spot) -> bool {
    let after = &text[at + 1..];
    let next = after.chars().next();
    let before = if at > written { text[..at].chars().next_back() } else { out.chars().next_back() };
    let in_cell = spot.place == Place::Cell;
    let in_heading = spot.place == Place::Heading;
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match byte {
        b'\\' => next.is_none_or(|c| c.is_ascii_punctuation()),
        b'`' => true,
        b'*' => !(space(before) && next.is_some_and(char::is_whitespace)),
        b'_' => !(word(before) && word(next) || space(before) && next.is_some_and(char::is_whitespace)),
        b'[' => spot.in_link || is_bracket(after, spot),
        b']' => spot.in_link,
        b'<' => next.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        b'&' => is_entity(after),
        b'~' => !space(before) || next.is_none_or(|c| c == '~') || in_cell,
        b'|' => in_cell,
        b'{' => in_heading || matches!(next, Some('{' | '%')),
        b'!' => next.is_none() && spot.next == Next::Bracket,
        b'#' => in_heading && (space(before) || before == Some('#')),
        _ => false,
    }
}

/// Whether a bracket could begin a link, a note or a task.
fn is_bracket(after: &str, spot: Spot) -> bool {
    if after.starts_with('^') {
        return true;
    }
    let Some(close) = after.find(['[', ']']).filter(|at| after.as_bytes()[*at] == b']') else { return true };
    match after[close + 1..].chars().next() {
        None => spot.next != Next::End,
        Some(c) => matches!(c, '(' | '[' | ':'),
    }
}

/// Whether an ampersand begins the name of a character.
fn is_entity(after: &str) -> bool {
    let name = after.split(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).next().unwrap_or("");
    !name.is_empty() && after[name.len()..].starts_with(';')
}

/// Escapes what a line may not begin with. Gives how much of the text was written.
fn line_start(out: &mut String, text: &str, ends: bool) -> usize {
    let first = text.split('\n').next().unwrap_or("");
    let end_or_space = |rest: &str| rest.starts_with([' ', '\t']) || rest.is_empty();
    let marks = first.bytes().take_while(|byte| *byte == b'#').count();
    let is_task = ["[ ]", "[x]", "[X]"].iter().any(|task| first.strip_prefix(task).is_some_and(end_or_space));
    let is_marked = first.starts_with(['>', '_', '~'])
        || first.starts_with(['-', '+', '*', ':']) && end_or_space(&first[1..])
        || (1..=6).contains(&marks) && end_or_space(&first[marks..])
        || is_task
        || (ends || first.len() < text.len()) && is_underline(first);
    if is_marked {
        out.push('\\');
        out.push_str(&first[..1]);
        return 1;
    }
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &first[digits..];
    if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) && end_or_space(&rest[1..]) {
        out.push_str(&first[..digits]);
        out.push('\\');
        out.push_str(&rest[..1]);
        return digits + 1;
    }
    0
}

/// Whether a line under another would make a heading or a table of it, or a rule by itself.
fn is_underline(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty()
        && (line.bytes().all(|byte| byte == b'=')
            || line.starts_with(['-', ':', '|'])
                && line.contains('-')
                && line.bytes().all(|byte| b"-:| ".contains(&byte)))
}

/// Escapes all that is a sign anywhere.
fn utmost(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Writes the address of a link or a picture. What is elsewhere is written as it is sent (RFC 3986), so that moving out and in
/// again gives the same.
pub(super) fn address(out: &mut String, address: &str) {
    let is_elsewhere = address.contains("://");
    let mut open = 0_i32;
    let is_balanced = address.bytes().all(|byte| {
        open += i32::from(byte == b'(') - i32::from(byte == b')');
        open >= 0
    }) && open == 0;
    for (at, c) in address.char_indices() {
        match c {
            ' ' => out.push_str("%20"),
            '(' if !is_balanced => out.push_str("\\("),
            ')' if !is_balanced => out.push_str("\\)"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            '|' => out.push_str("%7C"),
            '"' => out.push_str("%22"),
            '&' if is_entity(&address[at + 1..]) => out.push_str("&amp;"),
            c if c.is_control() => {}
            c if c.is_whitespace() || is_elsewhere && !c.is_ascii() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
            c => out.push(c),
        }
    }
}

/// Writes the title of a link or a picture.
pub(super) fn title(out: &mut String, title: &str, in_cell: bool) {
    for (at, c) in title.char_indices() {
        let escaped = match c {
            '"' | '\\' => true,
            '&' => is_entity(&title[at + 1..]),
            '|' => in_cell,
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
}
