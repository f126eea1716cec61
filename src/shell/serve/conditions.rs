//! What a request says about what it has already (`If-None-Match`, `If-Range`) and which part it wants (`Range`):
//! RFC 9110, sections 13 and 14. Values in, a decision out.

use std::ops::Range;

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: 200.
    Whole,
    /// These bytes: 206.
    Bytes(Range<u64>),
    /// Nothing, the client has it: 304.
    Nothing,
    /// The client asks for bytes past the end: 416.
    PastEnd,
}

/// What a request says; each header as it came.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Conditions<'a> {
    pub(super) if_none_match: Option<&'a str>,
    pub(super) if_range: Option<&'a str>,
    pub(super) range: Option<&'a str>,
}

impl Conditions<'_> {
    /// What is to be sent of `length` bytes that have this entity tag, quotes included.
    pub(super) fn part(self, tag: &str, length: u64) -> Part {
        if self.if_none_match.is_some_and(|known| names(known, tag)) {
            return Part::Nothing;
        }
        // Dates are not compared: nothing here has one.
        if self.if_range.is_some_and(|known| known.trim() != tag) {
            return Part::Whole;
        }
        self.range.and_then(|range| bytes(range, length)).unwrap_or(Part::Whole)
    }
}

/// Whether a list of entity tags names this one, weakly or strongly.
fn names(list: &str, tag: &str) -> bool {
    list.trim() == "*" || list.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

/// One range of bytes. What is not understood, and more than one range, may be ignored: the answer is then all of it.
fn bytes(range: &str, length: u64) -> Option<Part> {
    let (unit, spec) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || spec.contains(',') {
        return None;
    }
    let (first, last) = spec.trim().split_once('-')?;
    let number = |text: &str| {
        // A number too large for us is past any end.
        (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().unwrap_or(u64::MAX))
    };
    let (from, to) = match (first, last) {
        ("", last) => {
            let wanted = number(last)?;
            if wanted == 0 {
                return Some(Part::PastEnd);
            }
            (length.saturating_sub(wanted), length)
        }
        (first, "") => (number(first)?, length),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            (first, last.saturating_add(1).min(length))
        }
    };
    Some(if from < length { Part::Bytes(from..to) } else { Part::PastEnd })
}

#[cfg(test)]
mod tests {
    use super::{Conditions, Part};

    fn part(range: &str) -> Part {
        Conditions { range: Some(range), ..Conditions::default() }.part("\"a\"", 100)
    }

    #[test]
    fn ranges_as_rfc_9110_has_them() {
        assert_eq!(part("bytes=0-9"), Part::Bytes(0..10));
        assert_eq!(part("bytes=90-"), Part::Bytes(90..100));
        assert_eq!(part("bytes=-5"), Part::Bytes(95..100));
        assert_eq!(part("bytes=-500"), Part::Bytes(0..100));
        assert_eq!(part("bytes=99-1000"), Part::Bytes(99..100));
        assert_eq!(part("Bytes = 0-0"), Part::Bytes(0..1));
        for past in ["bytes=100-", "bytes=-0", "bytes=100-200", "bytes=99999999999999999999999-"] {
            assert_eq!(part(past), Part::PastEnd, "{past}");
        }
        for ignored in
            ["bytes=5-1", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes", "bytes=", "bytes=-", "bytes=+1-2"]
        {
            assert_eq!(part(ignored), Part::Whole, "{ignored}");
        }
    }

    #[test]
    fn an_empty_file_has_no_part() {
        let empty = |range| Conditions { range: Some(range), ..Conditions::default() }.part("\"a\"", 0);
        assert_eq!([empty("bytes=0-"), empty("bytes=-1")], [Part::PastEnd, Part::PastEnd]);
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let none = |list| Conditions { if_none_match: Some(list), range: Some("bytes=0-1"), ..Conditions::default() };
        for known in ["\"a\"", "W/\"a\"", "\"x\", \"a\"", "*"] {
            assert_eq!(none(known).part("\"a\"", 9), Part::Nothing, "{known}");
        }
        assert_eq!(none("\"b\"").part("\"a\"", 9), Part::Bytes(0..2));
        let when = |tag| Conditions { if_range: Some(tag), range: Some("bytes=0-1"), ..Conditions::default() };
        assert_eq!(when("\"a\"").part("\"a\"", 9), Part::Bytes(0..2));
        for other in ["\"b\"", "W/\"a\"", "Sun, 22 Nov 2026 12:00:00 GMT"] {
            assert_eq!(when(other).part("\"a\"", 9), Part::Whole, "{other}");
        }
    }
}
