//! Telephone numbers in folded text: international ones, and the usual forms at home with at least eight digits. Dates, prices,
//! ISBNs, coordinates, ids and the like are none. What is neither is told apart by the words before it.

mod number;
mod row;

use super::Place;
use super::fold::BREAK;
use row::Row;

/// Digits that a number has at most (E.164), and with what is dialled before it.
const MOST_DIGITS: usize = 15;
const MOST_DIALLED: usize = 17;
/// A number has at least so many digits.
const FEWEST_DIGITS: usize = 8;
/// Groups in one row of numbers; a longer row is a table.
const MOST_GROUPS: usize = 24;
/// How far before a number its name may stand.
const NEAR: usize = 28;

/// What people call a telephone number.
const LABELS: [&str; 26] = [
    "tel",
    "telephone",
    "telefon",
    "telefono",
    "telefone",
    "phone",
    "call",
    "calls",
    "mobile",
    "mob",
    "movil",
    "cell",
    "fax",
    "whatsapp",
    "signal",
    "sms",
    "text",
    "ring",
    "rang",
    "handy",
    "mobil",
    "rufen",
    "appelez",
    "portable",
    "hotline",
    "ph",
];
/// What else a row of digits may be called.
const OTHERS: [&str; 22] = [
    "isbn",
    "issn",
    "ean",
    "gtin",
    "doi",
    "id",
    "ids",
    "order",
    "ref",
    "reference",
    "invoice",
    "iban",
    "bic",
    "ticket",
    "tracking",
    "serial",
    "vat",
    "account",
    "konto",
    "case",
    "sha",
    "version",
];
/// Attributes whose text people read or hear.
const READ_ALOUD: [&str; 9] =
    ["alt", "title", "content", "aria-label", "aria-description", "label", "placeholder", "value", "summary"];
/// What a link to a number begins with.
const LINKS: [&str; 6] = ["tel:", "sms:", "callto:", "facetime:", "wa.me/", "phone="];

/// Calls `tell` with every number, as it stands there.
pub(super) fn look(text: &[u8], place: Place, tell: &mut dyn FnMut(&str)) {
    let mut at = 0;
    while let Some(digit) = next_digit(text, at) {
        let (end, digits) = row::extent(text, digit);
        at = end;
        // Most rows are short, and most of the others are the day of something.
        if digits < FEWEST_DIGITS || is_day(text, digit, end) {
            continue;
        }
        let row = Row::at(text, digit);
        let way = match place {
            Place::Tags => in_tag(text, row.start),
            Place::Text => Way::Read,
            Place::Code => Way::Program,
        };
        row.numbers(way, &mut |from, to| {
            if let Ok(number) = std::str::from_utf8(&text[from..to]) {
                tell(number);
            }
        });
    }
}

/// Whether this row is a day such as `2014-09-01`, and nothing before it says otherwise: no plus, and no link.
fn is_day(text: &[u8], from: usize, to: usize) -> bool {
    let [b'1' | b'2', _, _, _, b'-', m, n, b'-', d, e] = text[from..to] else { return false };
    let number = |tens: u8, ones: u8| (tens.wrapping_sub(b'0')).wrapping_mul(10).wrapping_add(ones.wrapping_sub(b'0'));
    let is_led = from > 0 && matches!(text[from - 1], b'+' | b':' | b'/' | b'=');
    [m, n, d, e].iter().all(u8::is_ascii_digit)
        && (1..=12).contains(&number(m, n))
        && (1..=31).contains(&number(d, e))
        && text[from..from + 4].iter().all(u8::is_ascii_digit)
        && !is_led
}

/// How a number came to stand where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// In a text for people.
    Read,
    /// In a program or a style sheet.
    Program,
    /// In a part of a tag that nobody reads: only what can be nothing else counts.
    Aside,
    /// As where a link leads.
    Linked,
}

/// Where the next digit is. Most of a text has none, so that many bytes are looked at together.
fn next_digit(text: &[u8], from: usize) -> Option<usize> {
    const STEP: usize = 32;
    let mut at = from;
    while let Some(piece) = text.get(at..at + STEP) {
        if piece.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            break;
        }
        at += STEP;
    }
    text.get(at..)?.iter().position(u8::is_ascii_digit).map(|found| at + found)
}

/// What the words just before a number say that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Near {
    Phone,
    Other,
    Nothing,
}

impl Near {
    fn of(before: &[u8]) -> Self {
        let from = before.len().saturating_sub(NEAR);
        let near = &before[from..];
        let near = near.iter().rposition(|byte| *byte == BREAK).map_or(near, |at| &near[at + 1..]);
        let words = near.split(|byte| !byte.is_ascii_alphanumeric()).rev();
        for word in words {
            let is_in = |list: &[&str]| list.iter().any(|known| known.as_bytes() == word);
            if is_in(&LABELS) {
                return Self::Phone;
            }
            if is_in(&OTHERS) {
                return Self::Other;
            }
        }
        Self::Nothing
    }
}

/// How the digits at `at` stand inside a tag.
fn in_tag(text: &[u8], at: usize) -> Way {
    let before = text[..at].strip_suffix(b"+").unwrap_or(&text[..at]);
    if LINKS.iter().any(|link| before.ends_with(link.as_bytes())) {
        return Way::Linked;
    }
    let from = memchr::memrchr(BREAK, before).map_or(0, |at| at + 1);
    let tag = &before[from..];
    let opens = |pair: &[u8]| matches!(pair, b"=\"" | b"='");
    let equals = tag.windows(2).rposition(opens).unwrap_or(0);
    let name = tag[..equals].rsplit(u8::is_ascii_whitespace).next();
    let is_read = name.is_some_and(|name| READ_ALOUD.iter().any(|known| known.as_bytes() == name));
    if is_read { Way::Read } else { Way::Aside }
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::fold::fold;
    use super::look;

    fn found(text: &str, place: Place) -> Vec<String> {
        let mut folded = Vec::new();
        fold(text.as_bytes(), &mut folded);
        folded.make_ascii_lowercase();
        let mut found = Vec::new();
        look(&folded, place, &mut |phone| found.push(phone.to_owned()));
        found
    }

    #[test]
    fn numbers_are_found_as_people_write_them() {
        for number in [
            "+44 20 7946 0958",
            "+442079460958",
            "(+44) 20 7946 0958",
            "+49 (0)30 1234567",
            "+1-212-555-0142",
            "0044 20 7946 0958",
            "020 7946 0958",
            "(020) 7946 0958",
            "07700 900123",
            "07700900123",
            "030/1234567",
            "01 23 45 67 89",
            "0412 345 678",
            "(212) 555-0142",
            "212-555-0142",
            "212.555.0142",
            "1-212-555-0142",
            "212 555 0142",
            "06-12345678",
            "+61 2 9374 4000",
            "0 7 7 0 0 9 0 0 1 2 3",
        ] {
            let text = format!("Ask for Tom on {number}, any day");
            assert_eq!(found(&text, Place::Text), [number], "{number}");
        }
        for text in ["tel. 9123 4567", "Phone: 12 34 56 78", "call me on 612 345 678", "in 2011 call 5551 2345"] {
            assert_eq!(found(text, Place::Text).len(), 1, "{text}");
        }
        assert_eq!(found("in 2011 020 7946 0958 or 07700 900123", Place::Text).len(), 2);
        assert_eq!(found("Tom,07700900123,2011", Place::Text), ["07700900123"]);
        assert_eq!(found("tel ٠٧٧٠٠ ٩٠٠١٢٣", Place::Text), ["07700 900123"]);
        assert_eq!(found("020&nbsp;7946&#8209;0958", Place::Text), ["020 7946-0958"]);
    }

    #[test]
    fn other_rows_of_digits_are_none() {
        for text in [
            "25.09.2011",
            "2011-09-25",
            "01/02/2011 03",
            "09-10-2011 08:00",
            "1914-1918",
            "2010 2011 2012",
            "ISBN 0-306-40615-2",
            "isbn: 0306406152",
            "978-0-306-40615-7",
            "ISSN 0378-5955",
            "0378-5955",
            "51.507400, -0.127800",
            "0.12345678",
            "$1 234 567 890",
            "12 345 678 people",
            "tag:blogger.com,1999:blog-123456789.post-9876543210987654321",
            "/stories/0123456789/",
            "a0123456789",
            "v1.2.3.4",
            "192.168.100.100",
            "sha256-a+12345678/x=",
            "2011-02-12T11:00:00+11:00",
            "01 02 03 04 05",
            "0000000000",
            "urn:uuid:01234567-0123-8123-9abc-012345678901",
            "0123456789.jpg",
            "img_0123456789",
            "99999999",
            "1 000 000 000",
            "250 500 1000",
            "#0123456789",
            "no=0123456789",
            "{\"id\":\"0123456789\"}",
            "4111 1111 1111 1111",
            "1322665872",
            "0001-0002",
            "3.14159265358",
            "10:30 12:45 2011 2012",
            "00.12345678",
            "20111225123000",
            "0 1 2 3 4 5 6 7 8 9",
            "0 0 1 0 1 1 0 1 0 1",
        ] {
            assert_eq!(found(text, Place::Text), [""; 0], "{text}");
        }
    }

    #[test]
    fn in_tags_only_what_is_read_or_dialled_counts() {
        let tags = |text: &str| found(text, Place::Tags);
        assert_eq!(tags("\u{1f} src=\"020 7946 0958.jpg\" alt=\"call 020 7946 0958\""), ["020 7946 0958"]);
        assert_eq!(tags("\u{1f} href=\"tel:+442079460958\""), ["+442079460958"]);
        assert_eq!(tags("\u{1f} href=\"tel:12345678\""), ["12345678"]);
        assert_eq!(tags("\u{1f} data-x=\"Tom +44 20 7946 0958\""), ["+44 20 7946 0958"]);
        assert_eq!(tags("\u{1f} d=\"M 020 7946 0958 z\""), [""; 0]);
        assert_eq!(tags("\u{1f} name=\"description\" content=\"Ring (212) 555-0142\""), ["(212) 555-0142"]);
        assert_eq!(found("a{width:0123456789px} b='+442079460958' c+12345678", Place::Code), ["+442079460958"]);
    }
}
