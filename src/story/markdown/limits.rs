//! What no story needs and only an accident or an attack has.

use crate::ground::messages::markdown as say;
use crate::ground::{Diagnostic, SourcePath, Span};

/// How many things may stand inside each other. Browsers stop at 512.
pub(super) const DEEPEST: usize = 100;

/// The longest text in bytes: more than all of "War and Peace".
pub(super) const LONGEST: usize = 4 << 20;

/// Texts up to this length cannot take long, whatever they hold.
const HARMLESS: usize = 8 << 10;

/// Says so if a text is too much to be parsed.
pub(super) fn fault(text: &str, offset: usize, path: &SourcePath) -> Option<Diagnostic> {
    if text.len() > LONGEST {
        return Some(say::too_long(path, Span::new(offset, offset), text.len(), LONGEST));
    }
    let at = too_deep(text)?;
    Some(say::too_deep(path, Span::new(offset + at, offset + at + 1), DEEPEST))
}

/// Whether `fault` would find one.
pub(super) fn is_too_much(text: &str) -> bool {
    text.len() > LONGEST || too_deep(text).is_some()
}

/// The first line that opens far too many quotes and lists. The parser compares each further line with all that is
/// open, so that a long text on top of a deep one would keep it busy for minutes; hence the look before.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    if text.len() <= HARMLESS {
        return None;
    }
    let mut at = 0;
    for line in text.split(['\n', '\r']) {
        if depth(line) > 2 * DEEPEST {
            return Some(at);
        }
        at += line.len() + 1;
    }
    None
}

/// About how deep the text of a line would stand: its marks, and the lists that its indent goes on.
fn depth(line: &str) -> usize {
    let mut rest = line.trim_start_matches([' ', '\t']);
    let indent = (line.len() - rest.len()) / 2;
    let mut marks = 0;
    while let Some(after) = after_mark(rest) {
        marks += 1;
        rest = after.trim_start_matches([' ', '\t']);
    }
    if marks == 0 { 0 } else { marks + indent }
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
        let long = |line: &str| format!("{}{line}", "a\n".repeat(HARMLESS));
        let refused = |line: &str| too_deep(&long(line));
        assert_eq!(refused(&">".repeat(201)), Some(2 * HARMLESS));
        assert_eq!(refused(&"> - 1. ".repeat(70)), Some(2 * HARMLESS));
        assert_eq!(refused(&format!("{}- a", " ".repeat(402))), Some(2 * HARMLESS));
        assert_eq!(refused(&">".repeat(200)), None);
        assert_eq!(refused(&"-".repeat(1000)), None);
        assert_eq!(refused(&" ".repeat(1000)), None);
        assert_eq!(too_deep(&">".repeat(1000)), None);
    }
}
