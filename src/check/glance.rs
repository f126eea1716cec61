//! A glance at a finished page: whether it is plain that nothing on it can be an address, a number or another host's. Nearly
//! all pages are so, and most of what a page costs the guard is to fold it. Wherever it is not plain, the page, or a piece of
//! it, is read as carefully as ever. Knows no names: a site with a list of names has every page read.

use super::element::{Around, Element};
use super::markup::{self, Folded, Tag};
use super::privacy::fold::{BREAK, fold};
use super::privacy::{self, FEWEST_DIGITS, Place};
use super::third_party::{self, Hosts};

/// Bytes that are looked at together: as many as a processor takes in a few steps.
const STEP: usize = 32;

/// Whether a closer look would find nothing, names aside.
pub(super) fn is_harmless(html: &[u8], hosts: &Hosts, folded: &mut Folded) -> bool {
    memchr::memchr(b'@', html).is_none() && Glance { html, hosts, folded, from: 0, digits: 0 }.goes_well()
}

struct Glance<'a> {
    html: &'a [u8],
    hosts: &'a Hosts,
    folded: &'a mut Folded,
    /// Where the piece of text that we are in begins, or one before it: nothing reaches from one piece into the next.
    from: usize,
    /// Digits in it since then, and what might become digits.
    digits: usize,
}

impl Glance<'_> {
    fn goes_well(&mut self) -> bool {
        let html = self.html;
        let mut at = 0;
        loop {
            let start = find(b'<', &html[at..]).map_or(html.len(), |found| at + found);
            self.digits += digits(&html[at..start]);
            let Some(next) = html.get(start + 1) else { return self.ends_well(html.len()) };
            if !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
                at = start + 1;
                continue;
            }
            if html[start..].starts_with(b"<!--") || html[start..].starts_with(b"<![") {
                at = start + 3;
                continue;
            }
            let end = find(b'>', &html[start..]).map_or(html.len(), |end| start + end);
            let tag = markup::tag(&html[start + 1..end]);
            if !tag.inside.is_empty() && !self.tag_is_harmless(tag) {
                return false;
            }
            at = (end + 1).min(html.len());
            if *next != b'/' && tag.name.len() >= 5 {
                if tag.name.eq_ignore_ascii_case(b"style") {
                    return false;
                }
                if tag.name.eq_ignore_ascii_case(b"script") {
                    at = markup::end_of(&html[at..], b"</script").map_or(html.len(), |end| at + end);
                    if !self.ends_well(start) || !self.piece_is_harmless(start, at) {
                        return false;
                    }
                    self.from = at;
                    continue;
                }
            }
            // Where there were no digits, nothing must be known of where a piece ends, but it is easily seen of some.
            if self.digits == 0 {
                if matches!(tag.name, b"p" | b"li" | b"h1" | b"h2" | b"h3" | b"div") {
                    self.from = at;
                }
            } else if Element::of(tag.name).around == Around::Break {
                if !self.ends_well(start) {
                    return false;
                }
                self.from = at;
            }
        }
    }

    /// Whether the piece of text that ends here is harmless.
    fn ends_well(&mut self, end: usize) -> bool {
        let digits = std::mem::take(&mut self.digits);
        digits < FEWEST_DIGITS || self.piece_is_harmless(self.from, end)
    }

    /// Reads a piece with all care.
    fn piece_is_harmless(&mut self, from: usize, end: usize) -> bool {
        self.folded.clear();
        markup::read(&self.html[from..end], self.folded, &mut |_| {});
        says_nothing(&self.folded.text, Place::Text)
    }

    fn tag_is_harmless(&mut self, tag: Tag<'_>) -> bool {
        let signs = signs(tag.inside);
        let mut loads = false;
        if signs & FAR != 0 && markup::may_load(tag, Element::of(tag.name)) {
            third_party::tag(tag, self.hosts, &mut |_| loads = true);
        }
        if loads || signs & ODD == 0 || digits(tag.inside) < FEWEST_DIGITS {
            return !loads;
        }
        let tags = &mut self.folded.tags;
        tags.clear();
        tags.push(BREAK);
        fold(tag.inside, tags);
        tags.make_ascii_lowercase();
        says_nothing(tags, Place::Tags)
    }
}

fn says_nothing(text: &[u8], place: Place) -> bool {
    let mut found = false;
    privacy::look(text, place, None, &mut |_| found = true);
    !found
}

/// Where a byte is first. In pages it mostly is near, so that to begin with many bytes at once would take longer.
fn find(byte: u8, text: &[u8]) -> Option<usize> {
    const NEAR: usize = 16;
    let near = text.len().min(NEAR);
    let found = text[..near].iter().position(|it| *it == byte);
    found.or_else(|| memchr::memchr(byte, &text[near..]).map(|at| near + at))
}

/// A byte that may have any weight, see `weight`.
const ODD: u8 = 1;
/// A byte without which no address leads to another host.
const FAR: u8 = 2;

static SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte = 0_u8;
    loop {
        if byte >= 0xc0 || matches!(byte, b'0'..=b'9' | b'&' | b'%' | b'(' | b'[' | b'{') {
            signs[byte as usize] |= ODD;
        }
        if matches!(byte, b'/' | b'\\' | b':' | b'&' | b'\t' | b'\n' | b'\r') {
            signs[byte as usize] |= FAR;
        }
        if byte == u8::MAX {
            break signs;
        }
        byte += 1;
    }
};

/// Which signs there are in a text.
fn signs(text: &[u8]) -> u8 {
    text.iter().fold(0, |all, byte| all | SIGNS[usize::from(*byte)])
}

/// How many digits there are, or more: whatever might become digits or a sign of an address, or stand around one that is
/// spelled out, counts as enough of them.
fn digits(text: &[u8]) -> usize {
    let mut count = 0;
    let mut at = 0;
    while let Some(step) = text.get(at..at + STEP) {
        if step.iter().fold(false, |any, byte| any | is_odd(*byte)) {
            count += weights(text, at, at + STEP);
        }
        at += STEP;
    }
    if signs(&text[at..]) & ODD != 0 { count + weights(text, at, text.len()) } else { count }
}

/// Whether a byte is `ODD`, said so that many are looked at together.
fn is_odd(byte: u8) -> bool {
    byte.is_ascii_digit() || byte >= 0xc0 || matches!(byte, b'&' | b'%' | b'(' | b'[' | b'{')
}

fn weights(text: &[u8], from: usize, to: usize) -> usize {
    (from..to).filter(|at| SIGNS[usize::from(text[*at])] & ODD != 0).map(|at| weight(text, at)).sum()
}

/// What the byte at `at` counts.
fn weight(text: &[u8], at: usize) -> usize {
    let next = || text.get(at + 1).copied().unwrap_or(0);
    match text[at] {
        b'0'..=b'9' => 1,
        // Arabic and Persian digits.
        0xd9 | 0xdb if next() >= 0xa0 => 1,
        // Latin, Greek, Cyrillic, Hebrew, Arabic letters; signs of punctuation; Chinese, Japanese and Korean: none of their letters
        // is folded to a digit. Of the signs between them some are.
        0xc3..=0xdf | 0xe3..=0xed => 0,
        0xc2 if !matches!(next(), 0xb2 | 0xb3 | 0xb9 | 0xbc..=0xbe) => 0,
        0xe2 if next() == 0x80 => 0,
        b'&' | b'%' | b'(' | b'[' | b'{' | 0xc0.. => FEWEST_DIGITS,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check::{Desk, Guard, Kind};
    use crate::ground::SourcePath;
    use crate::settings::Settings;

    /// What the guard finds if it does not glance first.
    fn found(html: &str) -> usize {
        let (settings, _) = Settings::parse(&SourcePath::new("site.toml"), "base_url = \"https://own.example\"");
        Guard::new(&settings, None).read("", Kind::Html, html.as_bytes(), &mut Desk::default()).len()
    }

    fn is_harmless(html: &str) -> bool {
        let hosts = Hosts { own: "own.example".to_owned(), allowed: Vec::new() };
        super::is_harmless(html.as_bytes(), &hosts, &mut Folded::default())
    }

    #[test]
    fn plain_pages_are_harmless() {
        for html in [
            "<!doctype html><p class=x>On 1 May 2014 — “at 8.30” — somebody <b>came</b>.",
            "<time datetime=\"2014-09-01\">1 September 2014</time><img src=\"/a.png\" alt=\"2\">",
            "<script type=x>{\"a\": \"2014-09-01T08:45:55Z\"}</script><a href=\"https://x.example/000025\">x</a>",
            "<p>2010</p><p>2011</p><p>2 &amp; 3 &lt; 4, 100 %</p>",
        ] {
            assert!(is_harmless(html), "{html}");
        }
    }

    #[test]
    fn what_is_odd_is_odd_either_way() {
        for byte in 0..=255 {
            assert_eq!(is_odd(byte), SIGNS[usize::from(byte)] & ODD != 0, "{byte}");
        }
    }

    #[test]
    fn no_letter_without_weight_becomes_a_digit() {
        let mut folded = Vec::new();
        for c in '\u{80}'..=char::MAX {
            let text = c.to_string();
            if digits(text.as_bytes()) == 0 {
                folded.clear();
                fold(text.as_bytes(), &mut folded);
                assert!(!folded.iter().any(|byte| byte.is_ascii_digit() || b"@([{".contains(byte)), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_page_that_seems_harmless_is(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "call ", "tel ", "020 7946 0958", "+44 20 7946", " 0958", "9123", "4567", "12345678", "0", " ", "-", "a", "@",
                    "tom@example.com", "&#64;", "%40", "tom", " (at) ", "[at]", "at", "(", ")", "mail.example", "[dot]", "example.com", "&#48;", "%31", "\u{ff11}", "\u{b2}", "—", "é", "\u{ad}",
                    "<b>", "</b>", "<p>", "</p>", "<br>", "<div>", "<td>", "<!-- ", " -->", "<", ">", "<x ", "<time datetime=\"",
                    "\">", "\"", "<a href=\"tel:", "<img src=\"https://x.example/a\" alt=\"", "<img src=/a alt=\"", "<script>",
                    "</script>", "\\u0030", "<style>", "</style>", "<p style=\"background:url(//x.example)\">", "//x.example",
                    "<meta content=\"", "<img src='", "\n",
                ]),
                0..14,
            ),
        ) {
            let html = pieces.concat();
            if is_harmless(&html) {
                prop_assert_eq!(found(&html), 0, "{}", html);
            }
        }
    }
}
