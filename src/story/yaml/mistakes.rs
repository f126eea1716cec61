//! Why a piece cannot be read, told from how it looks. The parser's own words say what it met, not what the writer did.

use super::mend::{Line, Piece, lines};
use super::node::{self, closed, plain, quoted};
use super::{Block, Refusal};
use crate::ground::messages::yaml as say;
use crate::ground::{Diagnostic, Span};

/// Explains a piece that the parser refused: the first line that looks wrong, up to the one where the parser stopped.
pub(super) fn explain(block: Block<'_>, piece: Piece, refusal: &Refusal) -> Diagnostic {
    let look = Look { block, piece };
    look.unseen().or_else(|| look.first_mistake(refusal.at)).unwrap_or_else(|| look.unexplained(refusal))
}

/// Explains a piece that can be read, but holds no key with a value.
pub(super) fn no_entry(block: Block<'_>, piece: Piece) -> Diagnostic {
    let look = Look { block, piece };
    let text = piece.of(block.text);
    let line = text.lines().next().unwrap_or("").trim_end();
    let start = piece.start + line.len() - line.trim_start().len();
    let span = look.span(start, piece.start + line.len());
    let key_of = |sign: char| line.split_once(sign).map(|(key, value)| (key.trim(), value.trim()));
    let is_word = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    match (key_of(':'), key_of('='), key_of('\u{ff1a}')) {
        (Some((key, value)), _, _) if is_word(key) && !value.starts_with("//") => {
            say::no_space(block.path, span, key, &short(value))
        }
        (_, Some((key, value)), _) if is_word(key) => say::equals_sign(block.path, span, key, &short(value)),
        (_, _, Some((key, value))) if is_word(key) => say::wide_colon(block.path, span, key, &short(value)),
        _ => say::no_entry(block.path, span),
    }
}

/// Explains a text whose pieces can all be read one by one: their lines do not begin in one column.
pub(super) fn between_pieces(block: Block<'_>, refusal: &Refusal) -> Diagnostic {
    let look = Look { block, piece: Piece { start: 0, end: block.text.len() } };
    let mut busy = lines(block.text).filter(|line| !line.is_idle());
    let first = busy.next().map_or(0, |line| line.indent);
    let uneven = busy.find(|line| line.indent < first);
    match uneven {
        Some(line) => say::uneven(block.path, look.line_span(&line)),
        None => look.unexplained(refusal),
    }
}

struct Look<'t> {
    block: Block<'t>,
    piece: Piece,
}

impl<'t> Look<'t> {
    fn text(&self) -> &'t str {
        self.piece.of(self.block.text)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.block.offset + start, self.block.offset + end)
    }

    /// The words of a line, without the space around them; the line's offset counts from the piece.
    fn line_span(&self, line: &Line<'_>) -> Span {
        let start = self.piece.start + line.start;
        self.span(start + line.indent, start + line.text.trim_end().len().max(line.indent))
    }

    /// A character that no text should hold.
    fn unseen(&self) -> Option<Diagnostic> {
        let is_unseen = |c: char| {
            (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
                || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        };
        let (at, c) = self.text().char_indices().find(|(_, c)| is_unseen(*c))?;
        let at = self.piece.start + at;
        Some(say::unseen(self.block.path, self.span(at, at + c.len_utf8()), c))
    }

    fn first_mistake(&self, stopped: usize) -> Option<Diagnostic> {
        let mut text_of = None;
        let mut above: Option<Entry<'t>> = None;
        for line in lines(self.text()).take_while(|line| self.piece.start + line.start <= stopped) {
            let in_text = text_of.is_some_and(|key| line.text.trim_matches(' ').is_empty() || line.indent > key);
            if in_text || line.is_idle() {
                continue;
            }
            text_of = None;
            if line.text[line.indent..].starts_with('\t') {
                let at = self.piece.start + line.start + line.indent;
                return Some(say::tab(self.block.path, self.span(at, at + 1)));
            }
            let Some(entry) = Entry::of(line) else {
                if let Some(said) = self.bare_item(&line) {
                    return Some(said);
                }
                continue;
            };
            let inside = above.as_ref().is_some_and(|above| entry.column > above.column && above.has_text());
            if inside {
                return Some(say::too_far_in(self.block.path, self.line_span(&line)));
            }
            if let Some(said) = self.value(entry.key, entry.value, line.start + entry.at) {
                return Some(said);
            }
            if entry.value.starts_with(['|', '>']) {
                text_of = Some(entry.column);
            }
            above = Some(entry);
        }
        None
    }

    /// `- value`.
    fn bare_item(&self, line: &Line<'t>) -> Option<Diagnostic> {
        let value = line.text[line.indent..].strip_prefix("- ")?;
        let at = line.start + line.text.len() - value.trim_start().len();
        self.value("-", value.trim(), at)
    }

    /// What is wrong with a value that begins at `at` in the piece.
    fn value(&self, key: &str, value: &'t str, at: usize) -> Option<Diagnostic> {
        let path = self.block.path;
        let start = self.piece.start + at;
        let rest = self.text().get(at..)?;
        let first = value.chars().next()?;
        let line = self.span(start, start + value.len());
        match first {
            '"' | '\'' => self.quoted(key, value, at, first),
            '[' | '{' => match closed(rest) {
                None => Some(say::open_bracket(path, line, first, &in_quotes(value))),
                Some(len) => {
                    let after = rest[len..].lines().next().unwrap_or("");
                    let more = !after.trim().is_empty() && !after.trim_start().starts_with('#');
                    more.then(|| say::after_bracket(path, line, key, &in_quotes(value)))
                }
            },
            '|' | '>' => {
                let after = value[1..].trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
                let more = !after.trim().is_empty() && !after.trim_start().starts_with('#');
                more.then(|| say::sign(path, line, key, first, &in_quotes(value)))
            }
            '-' if value == "-" || value.starts_with("- ") => Some(say::list_beside_key(path, line, key)),
            '@' | '`' | '%' | '&' | '*' | '!' | ',' | ']' | '}' => {
                Some(say::sign(path, line, key, first, &in_quotes(value)))
            }
            '?' | ':' if value.len() == 1 || value[1..].starts_with(' ') => {
                Some(say::sign(path, line, key, first, &in_quotes(value)))
            }
            _ => {
                let words = &value[..plain(value, false)];
                let colon = words.find(": ").or_else(|| words.strip_suffix(':').map(str::len))?;
                let colon_at = self.span(start + colon, start + colon + 1);
                Some(say::colon(path, colon_at, key, &in_quotes(words)))
            }
        }
    }

    fn quoted(&self, key: &str, value: &str, at: usize, quote: char) -> Option<Diagnostic> {
        let path = self.block.path;
        let start = self.piece.start + at;
        let rest = self.text().get(at..)?;
        let Some(len) = quoted(rest, quote) else {
            return Some(say::open_quote(path, self.span(start, start + value.len()), quote));
        };
        if let Some(escape) = (quote == '"').then(|| bad_escape(&rest[..len])).flatten() {
            let end = rest[escape..].char_indices().nth(2).map_or(rest.len(), |(at, _)| escape + at);
            let span = self.span(start + escape, start + end);
            return Some(say::bad_escape(path, span, &rest[escape..end]));
        }
        let after = rest[len..].lines().next().unwrap_or("");
        if after.trim().is_empty() || after.starts_with(" #") {
            return None;
        }
        let gap = after.len() - after.trim_start().len();
        let span = self.span(start + len + gap, start + len + after.trim_end().len());
        let whole = value.strip_prefix(quote).unwrap_or(value);
        let inner = whole.strip_suffix(quote).unwrap_or(whole);
        let inner = if quote == '\'' { inner.replace("''", "'") } else { inner.replace("\\\"", "\"") };
        Some(say::after_quote(path, span, key, quote, &in_quotes(&inner)))
    }

    /// Whether a line with a key begins in a column in which no key of the piece above it does, and the nearest one
    /// above is not one that it could belong to.
    fn is_uneven(&self, line: &Line<'t>) -> bool {
        let above: Vec<Entry<'t>> = lines(self.text())
            .take_while(|above| self.piece.start + above.start < line.start)
            .filter_map(Entry::of)
            .collect();
        let Some(entry) = Entry::of(*line) else { return false };
        let opens = above.last().is_some_and(|last| last.column < entry.column && last.value.is_empty());
        !opens && !above.is_empty() && above.iter().all(|above| above.column != entry.column)
    }

    /// The first item further out than the one that begins its list, in a piece that is a list or a key with a list.
    fn uneven_item(&self) -> Option<Line<'t>> {
        let mut busy = lines(self.text()).filter(|line| !line.is_idle()).peekable();
        let key = busy.next_if(|line| !line.is_item());
        let first = busy.next().filter(Line::is_item)?;
        let is_inside = |line: &Line<'_>| key.is_none_or(|key| line.indent > key.indent);
        busy.find(|line| line.is_item() && line.indent < first.indent && is_inside(line))
    }

    /// Nothing looked wrong: say at least where.
    fn unexplained(&self, refusal: &Refusal) -> Diagnostic {
        let text = self.block.text;
        let stopped = refusal.at.min(text.len());
        // At the very end there is nothing to point at; the last line that holds something is meant.
        let at = if text[stopped..].trim().is_empty() { text[..stopped].trim_end().len() } else { stopped };
        let line_start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let line = text[line_start..].lines().next().unwrap_or("");
        let start = line_start + line.len() - line.trim_start().len();
        let span = self.span(start, line_start + line.trim_end().len().max(start - line_start));
        let here = Line { start: line_start, text: line, indent: start - line_start };
        if let Some(line) = self.uneven_item() {
            return say::uneven_list(self.block.path, self.line_span(&line));
        }
        if self.is_uneven(&here) {
            return say::uneven(self.block.path, span);
        }
        if Entry::of(here).is_some_and(|entry| entry.value.starts_with(['[', '{'])) {
            return say::in_brackets(self.block.path, span);
        }
        let deep = refusal.said.contains("recursion limit") || refusal.said.contains("repetition limit");
        if deep {
            return say::too_deep(self.block.path, self.span(start, start));
        }
        say::unreadable(self.block.path, span)
    }
}

/// A line with a key: `key: value`, `- key: value`.
struct Entry<'t> {
    key: &'t str,
    value: &'t str,
    /// The key's column, in bytes.
    column: usize,
    /// Where the value begins in the line.
    at: usize,
}

impl<'t> Entry<'t> {
    fn of(line: Line<'t>) -> Option<Self> {
        let mut column = line.indent;
        while let Some(rest) = line.text[column..].strip_prefix("- ") {
            column = line.text.len() - rest.trim_start_matches(' ').len();
        }
        let rest = &line.text[column..];
        let end = match rest.chars().next()? {
            quote @ ('"' | '\'') => quoted(rest, quote)?,
            '[' | '{' | '#' => return None,
            _ => node::end_of_key(rest, 0),
        };
        let after = rest[end..].trim_start().strip_prefix(':')?;
        if !after.is_empty() && !after.starts_with([' ', '\t']) {
            return None;
        }
        let value = after.trim_start();
        Some(Self { key: rest[..end].trim(), value: value.trim_end(), column, at: line.text.len() - value.len() })
    }

    /// Whether the value is a text that ends, or may go on below, but cannot have keys in it.
    fn has_text(&self) -> bool {
        !self.value.is_empty() && !self.value.starts_with(['#', '|', '>', '[', '{', '&', '!'])
    }
}

/// The offset of a backslash that begins no escape (YAML 1.1, section 5.7).
fn bad_escape(quoted: &str) -> Option<usize> {
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let (_, next) = chars.next()?;
        let digits = match next {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\' | 'N' | '_' | 'L'
            | 'P' | '\n' | '\r' => 0,
            _ => return Some(at),
        };
        let hex = quoted.get(at + 2..at + 2 + digits);
        let number = hex.map(|hex| if hex.is_empty() { Some(0) } else { u32::from_str_radix(hex, 16).ok() });
        if number.flatten().and_then(char::from_u32).is_none() {
            return Some(at);
        }
    }
    None
}

/// The text as YAML takes it, whatever it holds.
pub(super) fn in_quotes(text: &str) -> String {
    let text = short(text);
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// Not more of it than a message can bear.
pub(super) fn short(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    if short.len() < text.len() && text.chars().count() > 80 {
        short.push('…');
    }
    short
}
