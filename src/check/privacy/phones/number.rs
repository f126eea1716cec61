//! Whether groups of digits are written as people at home write a telephone number.

use super::row::Group;
use super::{MOST_DIGITS, Near};

/// Digits that may be a number.
pub(super) struct Number<'t> {
    pub(super) text: &'t [u8],
    pub(super) groups: &'t [Group],
    pub(super) digits: usize,
    pub(super) start: usize,
}

impl Number<'_> {
    fn group(&self, at: usize) -> &[u8] {
        self.groups.get(at).map_or(b"", |group| &self.text[group.start..group.end])
    }

    pub(super) fn first(&self) -> &[u8] {
        self.group(0)
    }

    fn between(&self, at: usize) -> &[u8] {
        match (self.groups.get(at), self.groups.get(at + 1)) {
            (Some(one), Some(next)) => &self.text[one.end..next.start],
            _ => b"",
        }
    }

    /// Whether people at home write a number like this.
    pub(super) fn is_usual(&self) -> bool {
        let near = Near::of(&self.text[..self.start]);
        if self.is_date() || self.is_years() || self.is_counting() || near == Near::Other {
            return false;
        }
        if near == Near::Phone && self.digits <= MOST_DIGITS {
            return true;
        }
        self.is_dialled_abroad() || self.is_dialled_at_home() || self.is_american()
    }

    /// `0044 20 7946 0958`
    fn is_dialled_abroad(&self) -> bool {
        let first = self.first();
        let whole = first.len() > 2 && first[2] != b'0' || first.len() == 2 && self.between(0) == b" ";
        first.starts_with(b"00") && whole && self.digits >= 10
    }

    /// `020 7946 0958`, `(0151) 123456`, `030/1234567`, `07700900123`
    fn is_dialled_at_home(&self) -> bool {
        let first = self.first();
        let is_area = first.len() >= 2 && first[0] == b'0' && first[1] != b'0';
        let is_spelled = || self.groups.iter().all(|group| group.end - group.start == 1);
        if first == b"0" && (9..=12).contains(&self.groups.len()) && is_spelled() && self.is_mixed() {
            return true;
        }
        let same = first.iter().all(|digit| *digit == first[first.len() - 1]);
        match self.groups.len() {
            1 => is_area && (9..=12).contains(&self.digits),
            // An ISSN has four digits and four.
            2 if first.len() == 4 && self.group(1).len() == 4 => false,
            groups => {
                let is_decimal = groups == 2 && self.between(0) == b".";
                let pairs = self.groups.iter().all(|group| group.end - group.start == 2);
                is_area
                    && !same_everywhere(self.groups, self.text, same)
                    && !is_decimal
                    && self.digits <= 12
                    && (!pairs || self.digits == 10)
            }
        }
    }

    /// Whether there are at least four different digits, so that it is no row of zeros and ones.
    fn is_mixed(&self) -> bool {
        let mut digits: Vec<u8> =
            self.groups.iter().flat_map(|group| &self.text[group.start..group.end]).copied().collect();
        digits.sort_unstable();
        digits.dedup();
        digits.len() >= 4
    }

    /// `(212) 555-0142`, `212-555-0142`, `1-212-555-0142`
    fn is_american(&self) -> bool {
        let skip = usize::from(self.first() == b"1");
        let lengths: Vec<usize> = self.groups[skip..].iter().map(|group| group.end - group.start).collect();
        let is_exchange = |at: usize| self.group(at).first().is_some_and(|digit| *digit >= b'2');
        let round = (skip..skip + 3).all(|at| self.group(at).ends_with(b"0"));
        lengths == [3, 3, 4] && is_exchange(skip) && is_exchange(skip + 1) && !round
    }

    /// `25.09.2011`, `2011-09-25`, also with more behind it.
    fn is_date(&self) -> bool {
        let value = |at: usize| std::str::from_utf8(self.group(at)).ok().and_then(|text| text.parse::<u32>().ok());
        (0..self.groups.len().saturating_sub(2)).any(|at| {
            let (Some(a), Some(b), Some(c)) = (value(at), value(at + 1), value(at + 2)) else { return false };
            let lengths = [at, at + 1, at + 2].map(|at| self.group(at).len());
            let is_day =
                |day: u32, month: u32| (1..=31).contains(&day) && (1..=31).contains(&month) && day.min(month) <= 12;
            self.between(at) == self.between(at + 1)
                && match lengths {
                    [1 | 2, 1 | 2, 4] => is_day(a, b) && (1000..3000).contains(&c),
                    [4, 1 | 2, 1 | 2] => is_day(b, c) && (1000..3000).contains(&a),
                    _ => false,
                }
        })
    }

    /// `1914-1918`
    fn is_years(&self) -> bool {
        self.groups.len() >= 2
            && (0..self.groups.len()).all(|at| {
                let group = self.group(at);
                group.len() == 4 && (10..=20).contains(&((group[0] - b'0') * 10 + group[1] - b'0'))
            })
    }

    /// `01 02 03 04 05`
    fn is_counting(&self) -> bool {
        let values: Vec<u64> =
            (0..self.groups.len()).filter_map(|at| std::str::from_utf8(self.group(at)).ok()?.parse().ok()).collect();
        let is_zero = self.groups.iter().all(|group| self.text[group.start..group.end].iter().all(|it| *it == b'0'));
        is_zero || (values.len() > 2 && values.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1)))
    }
}

/// Whether all digits are one and the same.
fn same_everywhere(groups: &[Group], text: &[u8], first: bool) -> bool {
    let last = text[groups[0].end - 1];
    first && groups.iter().all(|group| text[group.start..group.end].iter().all(|digit| *digit == last))
}
