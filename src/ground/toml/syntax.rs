//! The grammar of TOML, broken: the parser's words turned into a writer's. Knows nothing of keys.

use std::collections::BTreeSet;

use toml::de::Error;

use super::MOST_FAULTS;
use crate::ground::messages::toml as messages;
use crate::ground::text::Lines;
use crate::ground::{Diagnostic, SourcePath, Span};

/// What is broken, and from where on everything is a guess because something was never closed.
pub(super) struct Broken {
    /// One fault for each line that breaks the grammar.
    pub(super) faults: Vec<Diagnostic>,
    /// Nothing that is found at or after this byte can be relied on.
    pub(super) sure_until: usize,
}

/// Reads the parser's errors.
pub(super) fn broken(path: &SourcePath, text: &str, errors: &[Error]) -> Broken {
    let place = |error: &Error| error.span().map_or_else(Span::default, Span::from);
    let bracket = |error: &Error| ["array", "inline table"].iter().any(|word| error.message().contains(word));
    // A list that is never closed swallows the rest of the file; its first fault is the one to mend.
    let swallowed = errors.iter().any(|error| bracket(error) && error.message().starts_with("unclosed"));
    let first_bracket = errors.iter().position(bracket).filter(|_| swallowed);
    let mut broken = Broken { faults: Vec::new(), sure_until: usize::MAX };
    let positions = Lines::new(text);
    let mut lines = BTreeSet::new();
    for error in &errors[..first_bracket.map_or(errors.len(), |at| at + 1)] {
        let span = place(error);
        let line = positions.position(span.start as usize).line;
        if broken.faults.len() >= MOST_FAULTS || !lines.insert(line) {
            continue;
        }
        broken.faults.push(fault(text, positions.line(line), span, error.message()).in_file(path));
        if error.message().starts_with("unclosed") || error.message().contains("multi-line") || swallowed {
            broken.sure_until = broken.sure_until.min(span.start as usize);
        }
    }
    broken
}

fn fault(text: &str, line: &str, span: Span, message: &str) -> Diagnostic {
    let written = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let begins = |words: &str| message.starts_with(words);
    if begins("string values must be quoted") || begins("invalid boolean") {
        unquoted(written).at(span)
    } else if begins("invalid basic string, expected `\"`") || begins("invalid literal string, expected `'`") {
        messages::unclosed_quote().at(opening_quote(text, span))
    } else if message.contains("multi-line") {
        messages::unclosed_block().at(opening_block(text, span))
    } else if begins("key with no value") {
        messages::no_equals_sign(line).at(span)
    } else if begins("duplicate key") {
        messages::said_twice(written).at(span)
    } else if begins("missing escaped value") {
        messages::backslash().at(span)
    } else if begins("unclosed table") {
        messages::unclosed_section().at(span)
    } else if message.contains("recurse") {
        messages::too_deep().at(span)
    } else if message.contains("array") || message.contains("inline table") {
        messages::broken_list().at(end_of_content(text, span))
    } else if begins("unexpected key or value") {
        messages::left_over().at(span)
    } else if let Some((at, word)) = bare_word(text, line, span) {
        unquoted(word).at(Span::new(at, at + word.len()))
    } else {
        messages::unreadable(message).at(span)
    }
}

/// The value of a line, and where it begins, if it is words without quotation marks: `no` and `info` look to the parser
/// like the beginning of a number that is none or has no end.
fn bare_word<'l>(text: &str, line: &'l str, span: Span) -> Option<(usize, &'l str)> {
    let start = text.get(..span.start as usize)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let (name, value) = line.split_once('=')?;
    let word = value.split('#').next().unwrap_or(value).trim();
    let at = start + name.len() + 1 + (value.len() - value.trim_start().len());
    let is_bare = word.starts_with(char::is_alphabetic) && !word.contains(['"', '\'']);
    (is_bare && text.get(at..at + word.len()) == Some(word)).then_some((at, word))
}

fn unquoted(written: &str) -> Diagnostic {
    let yes = ["yes", "on", "y"].iter().any(|word| word.eq_ignore_ascii_case(written));
    let no = ["no", "off", "n"].iter().any(|word| word.eq_ignore_ascii_case(written));
    if yes || written.eq_ignore_ascii_case("true") {
        messages::write_instead(written, "true")
    } else if no || written.eq_ignore_ascii_case("false") {
        messages::write_instead(written, "false")
    } else if written.starts_with(['“', '”', '„', '«', '‘', '’']) {
        messages::curly_quotes(written.trim_matches(['“', '”', '„', '«', '»', '‘', '’']))
    } else if written.is_empty() {
        messages::no_value()
    } else {
        messages::unquoted_words(written)
    }
}

/// From the end of a line, where the parser missed the closing quote, back to the quote that opens it.
fn opening_quote(text: &str, end: Span) -> Span {
    let end = end.start as usize;
    let start = text.get(..end).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..end).unwrap_or("");
    let quote = line.find('=').and_then(|equals| line[equals..].find(['"', '\'']).map(|at| equals + at));
    quote.map_or_else(|| Span::new(end, end), |at| Span::new(start + at, end))
}

/// The three quotes that open a text of several lines.
fn opening_block(text: &str, end: Span) -> Span {
    let before = text.get(..end.start as usize).unwrap_or("");
    let quote = before.rfind("\"\"\"").max(before.rfind("'''"));
    quote.map_or(end, |at| Span::new(at, at + 3))
}

/// A missing bracket is missed on the line before the one where the parser gave up.
fn end_of_content(text: &str, at: Span) -> Span {
    let before = text.get(..at.start as usize).unwrap_or("").trim_end().len();
    let line_ends = text.get(before..at.start as usize).is_some_and(|gap| gap.contains('\n'));
    if line_ends { Span::new(before, before) } else { at }
}
