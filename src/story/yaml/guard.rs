//! Refuses what would take the parser long: it needs time that grows with the square of the brackets that stand open, and
//! memory for every value. Counts generously: it may count too much, never too little. Knows no meaning.

use super::node;

/// Brackets that may stand open at once; nobody writes ten.
const MOST_OPEN: usize = 1000;

/// Values in one text: some ten thousands of comments.
const MOST_VALUES: usize = 300_000;

/// Where a text becomes more than the parser should be given.
pub(super) fn too_much(text: &str) -> Option<usize> {
    let mut count = Count::default();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        count.line(line.trim_end_matches(['\n', '\r']));
        if count.open > MOST_OPEN || count.values > MOST_VALUES {
            return Some(start);
        }
        start += line.len();
    }
    None
}

#[derive(Default)]
struct Count {
    open: usize,
    values: usize,
    /// The column of the key whose text of several lines (`|`, `>`) goes on here.
    text_of: Option<usize>,
    /// Once a line is not of a form that is known for sure, any bracket of the rest may count.
    unsure: bool,
}

impl Count {
    fn line(&mut self, line: &str) {
        let column = line.len() - line.trim_start_matches(' ').len();
        let blank = line.trim_matches(' ').is_empty();
        if self.text_of.is_some_and(|key| blank || column > key) {
            return;
        }
        self.text_of = None;
        if blank || line[column..].starts_with('#') {
            return;
        }
        self.unsure = self.unsure || !self.is_plain_line(line, column);
        if self.unsure {
            self.open += line.matches(['[', '{']).count();
            self.values += 1 + 2 * line.matches(['[', '{', ',', ':', '-', '?']).count();
        }
    }

    /// `key: value`, `- key: value` or `- value` with a value that ends on its line, or that begins a text.
    fn is_plain_line(&mut self, line: &str, column: usize) -> bool {
        let mut rest = &line[column..];
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start_matches(' ');
            self.values += 1;
        }
        let named = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
        let key_column = line.len() - rest.len();
        if named > 0 && rest[named..].starts_with(':') {
            self.values += 2;
            let value = &rest[named + 1..];
            if value.is_empty() {
                return true;
            }
            if !value.starts_with(' ') {
                return false;
            }
            rest = value.trim_start_matches(' ');
        }
        self.is_whole_value(rest, key_column)
    }

    fn is_whole_value(&mut self, value: &str, key_column: usize) -> bool {
        let only_remark = |rest: &str| rest.trim_matches(' ').is_empty() || rest.trim_start().starts_with('#');
        match value.chars().next() {
            None | Some('#') => true,
            Some(quote @ ('"' | '\'')) => node::quoted(value, quote).is_some_and(|len| only_remark(&value[len..])),
            Some('|' | '>') => {
                self.text_of = Some(key_column);
                only_remark(value[1..].trim_start_matches(['+', '-']))
            }
            Some('[' | '{') => node::closed(value).is_some_and(|len| {
                self.values += 2 * value.matches([',', ':', '[', '{']).count();
                let open = value.matches(['[', '{']).count();
                open <= MOST_OPEN && !value[..len].contains(['"', '\'']) && only_remark(&value[len..])
            }),
            Some(c) => {
                self.values += 1;
                !matches!(c, '&' | '*' | '!' | '%' | '@' | '`' | '?' | ':' | ',' | ']' | '}' | '-' | '\t')
            }
        }
    }
}
