//! Source text: where a file is in the site, which bytes of it are meant, and where a person finds them.

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::shared;

/// What stands before and behind the last of these ASCII signs. For short texts, of which a build takes hundreds of thousands
/// apart: to search them as long ones are searched takes several times as long.
pub fn around_last(text: &str, sign: u8) -> Option<(&str, &str)> {
    debug_assert!(sign.is_ascii());
    let at = text.as_bytes().iter().rposition(|byte| *byte == sign)?;
    Some((&text[..at], &text[at + 1..]))
}

/// The same for the first of them.
pub fn around_first(text: &str, sign: u8) -> Option<(&str, &str)> {
    debug_assert!(sign.is_ascii());
    let at = memchr::memchr(sign, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

/// A path inside the site, relative to its root, with `/` between the parts on every platform.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(#[serde(deserialize_with = "shared::read")] Arc<str>);

impl SourcePath {
    /// Takes the path as it is; separators must already be `/`.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(Arc::from(path.as_ref()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder part, without a trailing slash; empty for a file at the root.
    pub fn folder(&self) -> &str {
        around_last(&self.0, b'/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        around_last(&self.0, b'/').map_or(&*self.0, |(_, name)| name)
    }

    /// The file name without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        around_last(name, b'.').map_or(name, |(stem, _)| stem)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A range of bytes in a whole file (never relative to a part of it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets past 4 GiB are clamped (such files are refused when read).
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The same span, `by` bytes further on: from a part's offsets to the file's.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// Where a person finds a byte: line and column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The position of a byte offset. Offsets past the end point at the end; offsets inside a
/// character point at that character. Lines end with `\n`, `\r\n` or a lone `\r`.
pub fn position(text: &str, offset: usize) -> Position {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let bytes = before.as_bytes();
    let mut line = 1;
    let mut start = 0;
    for (i, byte) in bytes.iter().enumerate() {
        let ends = *byte == b'\n' || (*byte == b'\r' && text.as_bytes().get(i + 1) != Some(&b'\n'));
        if ends {
            line += 1;
            start = i + 1;
        }
    }
    let lead = if start == 0 && before.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start };
    Position { line, column: before[lead.min(at)..].chars().count() + 1 }
}

/// The text of one line (from 1), without its line end.
pub fn line_text(text: &str, line: usize) -> &str {
    let mut number = 1;
    let mut start = 0;
    let bytes = text.as_bytes();
    for (i, byte) in bytes.iter().enumerate() {
        let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
        if !ends {
            continue;
        }
        if number == line {
            return text[start..i].trim_end_matches('\r');
        }
        number += 1;
        start = i + 1;
    }
    if number == line { &text[start..] } else { "" }
}

/// Bytes between two counts of the characters of a text.
const STEP: usize = 256;

/// A text and its lines, found once, for whoever asks for many positions.
#[derive(Debug)]
pub struct Lines<T = String> {
    text: T,
    /// Where each line begins.
    starts: Vec<usize>,
    /// How many characters begin before each `STEP`th byte; found when first asked for.
    counted: OnceCell<Vec<usize>>,
}

impl<T: AsRef<str>> Lines<T> {
    /// Finds the lines.
    pub fn new(text: T) -> Self {
        let bytes = text.as_ref().as_bytes();
        let ends = |i: usize| bytes[i] == b'\n' || (bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(|i| ends(*i)).map(|i| i + 1)).collect();
        Self { text, starts, counted: OnceCell::new() }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        self.text.as_ref()
    }

    /// As `position` does.
    pub fn position(&self, offset: usize) -> Position {
        let text = self.text();
        let mut at = offset.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[line - 1];
        let is_mark = start == 0 && at > 0 && text.starts_with('\u{feff}');
        Position { line, column: self.characters(at) - self.characters(start) - usize::from(is_mark) + 1 }
    }

    /// How many characters begin before a byte. However long the line and however often asked, it counts `STEP` bytes.
    fn characters(&self, at: usize) -> usize {
        let begin = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let bytes = self.text().as_bytes();
        let counted = self.counted.get_or_init(|| {
            let mut counted = Vec::with_capacity(bytes.len() / STEP + 2);
            counted.push(0);
            for step in bytes.chunks(STEP) {
                counted.push(counted.last().copied().unwrap_or(0) + begin(step));
            }
            counted
        });
        let step = (at / STEP).min(counted.len() - 1);
        counted[step] + begin(&bytes[(step * STEP).min(at)..at])
    }

    /// The bytes of a line (from 1), without its end.
    pub fn range(&self, line: usize) -> std::ops::Range<usize> {
        let text = self.text();
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or(text.len());
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        start..start + text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// The text of a line (from 1), without its end.
    pub fn line(&self, line: usize) -> &str {
        &self.text()[self.range(line)]
    }
}

/// A word of a command as a shell takes it: in quotation marks, if it holds anything that means something to one.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',' | '@' | '%' | ':');
    if word.chars().all(plain) && !word.starts_with('-') {
        return word.to_owned();
    }
    let safe = if word.starts_with('-') { format!("./{word}") } else { word.to_owned() };
    format!("'{}'", safe.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn positions_count_characters_and_all_line_ends() {
        let at = |text: &str, offset| {
            let p = position(text, offset);
            (p.line, p.column)
        };
        assert_eq!(at("abc", 0), (1, 1));
        assert_eq!(at("é\nb", 3), (2, 1));
        assert_eq!(at("éa", 2), (1, 2));
        assert_eq!(at("a\r\nb\rc", 5), (3, 1));
        assert_eq!(at("a\r\nb", 3), (2, 1));
        assert_eq!(at("a", 99), (1, 2));
        assert_eq!(at("\u{feff}title", 3), (1, 1));
    }

    proptest! {
        #[test]
        fn lines_found_once_give_the_same_positions(text in "[a\u{e9}\u{feff}\r\n]{0,20}", offsets in vec(0_usize..50, 0..20)) {
            let lines = Lines::new(&text);
            for offset in offsets {
                let place = position(&text, offset);
                prop_assert_eq!(lines.position(offset), place, "{}", offset);
                prop_assert_eq!(lines.line(place.line), line_text(&text, place.line).trim_end_matches('\r'));
            }
        }
    }

    #[test]
    fn a_line_is_found_without_its_end() {
        assert_eq!(line_text("a\r\nbc\nd", 2), "bc");
        assert_eq!(line_text("a\r\nbc\nd", 3), "d");
        assert_eq!(line_text("a", 7), "");
    }
}
