//! A row of digits, in groups with little between them: which of the groups are a number, and where it begins.

use super::number::Number;
use super::{FEWEST_DIGITS, LINKS, MOST_DIALLED, MOST_DIGITS, MOST_GROUPS, Way};
use crate::check::privacy::fold::{BREAK, DASH};

/// A group of digits without anything between them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Groups of digits with little between them.
pub(super) struct Row<'t> {
    text: &'t [u8],
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) digits: usize,
    groups: [Group; MOST_GROUPS],
    count: usize,
}

/// Where the row ends that begins with the digit at `at`, and how many digits it has.
pub(super) fn extent(text: &[u8], at: usize) -> (usize, usize) {
    let (mut start, mut digits) = (at, 0);
    loop {
        let end = start + text[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits += end - start;
        let gap = text[end..].iter().take(4).take_while(|byte| is_between(**byte)).count();
        if gap == 0 || gap > 3 || !text.get(end + gap).is_some_and(u8::is_ascii_digit) {
            return (end, digits);
        }
        start = end + gap;
    }
}

impl<'t> Row<'t> {
    /// The row that begins with the digit at `at`.
    pub(super) fn at(text: &'t [u8], at: usize) -> Self {
        let mut row =
            Self { text, start: at, end: at, digits: 0, groups: [Group { start: 0, end: 0 }; MOST_GROUPS], count: 0 };
        let mut start = at;
        loop {
            let end = start + text[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            row.end = end;
            row.digits += end - start;
            if row.count < MOST_GROUPS {
                row.groups[row.count] = Group { start, end };
                row.count += 1;
            }
            let gap = text[end..].iter().take(4).take_while(|byte| is_between(**byte)).count();
            if gap == 0 || gap > 3 || !text.get(end + gap).is_some_and(u8::is_ascii_digit) {
                return row;
            }
            start = end + gap;
        }
    }

    /// Calls `tell` with each number of the row.
    pub(super) fn numbers(&self, way: Way, tell: &mut dyn FnMut(usize, usize)) {
        if self.is_account() {
            return;
        }
        let mut from = 0;
        while from < self.count {
            let found = (from + 1..=self.count).rev().find(|to| self.is_number(from, *to, way));
            if let Some(to) = found {
                tell(self.lead(from).0, self.groups[to - 1].end);
            }
            from = found.unwrap_or(from + 1);
        }
    }

    /// `DE89 3704 0044 0532 0130 00`: the number of a bank account (ISO 13616), whether it is called so or not.
    fn is_account(&self) -> bool {
        let length = |group: &Group| group.end - group.start;
        let groups = &self.groups[..self.count];
        let [first, inner @ .., last] = groups else { return false };
        let has_country = match &self.text[..self.start] {
            [.., before, a, b] => !before.is_ascii_alphanumeric() && a.is_ascii_alphabetic() && b.is_ascii_alphabetic(),
            [a, b] => a.is_ascii_alphabetic() && b.is_ascii_alphabetic(),
            _ => false,
        };
        let in_fours = inner.iter().all(|group| length(group) == 4) && length(last) <= 4;
        has_country && length(first) == 2 && inner.len() >= 2 && in_fours
    }

    /// Where a number with this first group begins: at its `(` or `+`; and whether it has a plus.
    fn lead(&self, from: usize) -> (usize, bool) {
        let mut start = self.groups[from].start;
        let has_plus = self.text[..start].ends_with(b"+");
        start -= usize::from(has_plus);
        if self.text[..start].ends_with(b"(") {
            start -= 1;
        }
        (start, has_plus)
    }

    fn is_number(&self, from: usize, to: usize, way: Way) -> bool {
        let groups = &self.groups[from..to];
        let digits: usize = groups.iter().map(|group| group.end - group.start).sum();
        let (start, has_plus) = self.lead(from);
        if !(FEWEST_DIGITS..=MOST_DIALLED).contains(&digits) || !self.stands_alone(from, to, start) {
            return false;
        }
        let number = Number { text: self.text, groups, digits, start };
        if has_plus {
            let is_quoted = || self.text[..start].last().is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'`' | b':'));
            // In a program a plus may mean a sum.
            let is_plain = way != Way::Program || groups.len() > 1 || is_quoted();
            return number.first()[0] != b'0' && digits <= MOST_DIGITS && is_plain;
        }
        match way {
            Way::Program | Way::Aside => false,
            Way::Linked => from == 0,
            Way::Read => number.is_usual(),
        }
    }

    /// Whether nothing before or after says that the digits belong to something else.
    fn stands_alone(&self, from: usize, to: usize, start: usize) -> bool {
        let before = &self.text[..start];
        let free_before = match before.last() {
            None => true,
            Some(b':') => before.len() < 2 || !before[before.len() - 2].is_ascii_digit(),
            Some(byte) => {
                byte.is_ascii_whitespace()
                    || matches!(
                        *byte,
                        BREAK | DASH | b'"' | b'\'' | b'(' | b'[' | b'>' | b',' | b';' | b'!' | b'*' | b'|'
                    )
            }
        };
        let is_link = LINKS.iter().any(|link| before.ends_with(link.as_bytes()));
        let after = &self.text[self.groups[to - 1].end..];
        let free_after = if to < self.count {
            // The next group is another thing only if a space is between them.
            after.first().is_some_and(u8::is_ascii_whitespace)
        } else {
            let is_letter =
                |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
            match after.first() {
                Some(b'_' | b'%' | b'=' | b'+' | b'@' | b'$') => false,
                Some(b'.' | b'-' | b'/' | b':') => !is_letter(after.get(1)),
                // Behind a comma the next column of a table may begin.
                byte => !is_letter(byte),
            }
        };
        (from == 0 || !before.ends_with(b"-")) && (free_before || is_link) && free_after
    }
}

fn is_between(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'-' | b'.' | b'(' | b')' | b'/' | DASH)
}
