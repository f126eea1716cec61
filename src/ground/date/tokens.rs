//! A date's text in pieces: numbers, words and signs. Knows no calendar.

/// One piece of a date as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits: their value and how many there are.
    Number(u32, usize),
    /// Letters, in lower case.
    Word(String),
    /// Anything else but space.
    Sign(char),
}

/// The pieces of a text, space left out; none if a number is longer than any date needs.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut all = Vec::new();
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let len = if c.is_ascii_digit() {
            let len = run(rest, |c| c.is_ascii_digit());
            all.push(Token::Number(rest.get(..len.min(9))?.parse().ok()?, len));
            len
        } else if c.is_alphabetic() {
            let len = run(rest, char::is_alphabetic);
            all.push(Token::Word(rest[..len].to_lowercase()));
            len
        } else {
            if !c.is_whitespace() {
                // Word processors make dashes of hyphens.
                all.push(Token::Sign(if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c }));
            }
            c.len_utf8()
        };
        rest = &rest[len..];
    }
    Some(all)
}

fn run(text: &str, belongs: fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// Pieces that are taken from the front, one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a>(pub &'a [Token]);

impl<'a> Cursor<'a> {
    /// Takes a number, if one comes next: value and count of digits.
    pub fn number(&mut self) -> Option<(u32, usize)> {
        let Some((Token::Number(value, digits), rest)) = self.0.split_first() else { return None };
        self.0 = rest;
        Some((*value, *digits))
    }

    /// Takes a word, if one comes next that `wanted` knows.
    pub fn word<T>(&mut self, wanted: impl FnOnce(&'a str) -> Option<T>) -> Option<T> {
        let Some((Token::Word(word), rest)) = self.0.split_first() else { return None };
        let found = wanted(word)?;
        self.0 = rest;
        Some(found)
    }

    /// Takes a sign, if one of these comes next.
    pub fn sign(&mut self, any: &[char]) -> Option<char> {
        let Some((Token::Sign(c), rest)) = self.0.split_first() else { return None };
        let c = any.contains(c).then_some(*c)?;
        self.0 = rest;
        Some(c)
    }

    /// Whether nothing is left.
    pub fn is_done(self) -> bool {
        self.0.is_empty()
    }
}
