//! What no story needs and only an accident or an attack has.

use std::ops::Range;

use crate::ground::messages::markdown as say;
use crate::ground::{Diagnostic, SourcePath, Span};

/// How many things may stand inside each other. Browsers stop at 512.
pub(super) const DEEPEST: usize = 100;

/// The longest text in bytes: some 350,000 words, three novels. What takes the parser longest takes seconds at this length.
pub(super) const LONGEST: usize = 2 << 20;

/// Texts up to this length cannot take long, whatever they hold.
const HARMLESS: usize = 8 << 10;

/// Says so if a text is too much to be parsed.
pub(super) fn fault(text: &str, offset: usize, path: &SourcePath) -> Option<Diagnostic> {
    if text.len() > LONGEST {
        return Some(say::too_long(path, Span::new(offset, offset), text.len(), LONGEST));
    }
    let place = too_deep(text)?;
    Some(say::too_deep(path, Span::new(offset + place.start, offset + place.end), DEEPEST))
}

/// Whether `fault` would find one.
pub(super) fn is_too_much(text: &str) -> bool {
    text.len() > LONGEST || too_deep(text).is_some()
}

/// The first line that opens far too many quotes and lists, from the first that is too deep. The parser compares each
/// further line with all that is open, so that a long text on top of a deep one would keep it busy for minutes; hence
/// the look before.
pub(super) fn too_deep(text: &str) -> Option<Range<usize>> {
    if text.len() <= HARMLESS {
        return None;
    }
    let (mut at, mut first) = (0, None);
    for line in text.split(['\n', '\r']) {
        let (depth, mark) = depth(line);
        if first.is_none() {
            first = mark.map(|mark| at + mark..at + line.len());
        }
        if depth > 2 * DEEPEST {
            return first;
        }
        at += line.len() + 1;
    }
    None
}

/// About how deep the text of a line stands, and the first mark that is too deep. A list is two deep, since its items
/// are too; an indent goes on the lists above it.
fn depth(line: &str) -> (usize, Option<usize>) {
    let mut rest = line.trim_start_matches([' ', '\t']);
    let mut depth = line.len() - rest.len();
    let (mut marks, mut first) = (0, None);
    while let Some(after) = after_mark(rest) {
        marks += 1;
        depth += if rest.starts_with('>') { 1 } else { 2 };
        if depth > DEEPEST {
            first = first.or(Some(line.len() - rest.len()));
        }
        rest = after.trim_start_matches([' ', '\t']);
    }
    let is_rule = |mark| line.chars().all(|c| c == mark || c.is_ascii_whitespace());
    if marks == 0 || is_rule('*') || is_rule('-') { (0, None) } else { (depth, first) }
}

/// What follows the mark of a quote, a list item or a definition, if a text begins with one.
fn after_mark(text: &str) -> Option<&str> {
    let after = match text.as_bytes().first()? {
        b'>' => return Some(&text[1..]),
        b'-' | b'+' | b'*' | b':' => &text[1..],
        b'0'..=b'9' => text.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')'])?,
        _ => return None,
    };
    after.starts_with([' ', '\t']).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_far_too_deep_lines_are_refused() {
        let refused = |line: &str| too_deep(&format!("{}{line}\n\n", "a\n".repeat(HARMLESS)));
        let from = 2 * HARMLESS;
        assert_eq!(refused(&">".repeat(201)), Some(from + 100..from + 201));
        assert_eq!(refused(&"> - ".repeat(70)), Some(from + 134..from + 280));
        assert_eq!(refused(&format!("{}- a", " ".repeat(202))), Some(from + 202..from + 205));
        assert_eq!(refused(&format!("{}\n{}", ">".repeat(101), ">".repeat(300))), Some(from + 100..from + 101));
        assert_eq!(refused(&">".repeat(200)), None);
        assert_eq!(refused(&"-".repeat(1000)), None);
        assert_eq!(refused(&"- ".repeat(1000)), None);
        assert_eq!(refused(&" ".repeat(1000)), None);
        assert_eq!(too_deep(&">".repeat(1000)), None);
    }
}
