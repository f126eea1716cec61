//! From what was found in a finished file back to where it stands in a source: the same reading, with the place of every
//! letter kept. Slow, and only done when something was found. Knows texts; knows nothing of which text made which page.

use super::Finding;
use super::guard::Guard;
use super::markup::end_of_tag;
use super::privacy::fold::{BREAK, escape, folded, letters, resolved};
use super::privacy::{Names, Private, digits};
use crate::ground::{SourcePath, Span};

/// So much may stand between two digits of one number in a source: markup and references.
const WIDEST_GAP: usize = 24;
/// So long may a tag or the target of a link be: what has no end must not be looked for from each of a million beginnings.
const LONGEST_SIGN: usize = 4096;
/// What remains of a number must at least have so many digits.
const FEWEST_DIGITS: usize = 8;

/// A source, read as pages are read, with places.
#[derive(Debug)]
pub struct Traced<'t> {
    text: &'t str,
    /// Up to where a line that begins with `#` is a remark, which nobody publishes.
    remarks: usize,
    /// Whether it is a style sheet, a script or settings, and no markup.
    is_code: bool,
    /// As it stands, so that what is inside of tags can be found.
    whole: Placed,
    /// Without tags and the signs of Markdown, so that a name can be found that they break.
    bare: Placed,
}

impl<'t> Traced<'t> {
    /// Reads a source.
    pub fn new(path: &SourcePath, text: &'t str) -> Self {
        let end = path.file_name().rsplit_once('.').map_or("", |(_, end)| end);
        let remarks = match end {
            "toml" | "yaml" | "yml" => text.len(),
            "md" | "markdown" | "txt" if text.trim_start_matches('\u{feff}').starts_with("---") => {
                text[3..].find("\n---").map_or(0, |at| at + 3)
            }
            _ => 0,
        };
        Self {
            text,
            remarks,
            is_code: matches!(end, "css" | "js" | "mjs" | "toml"),
            whole: Placed::read(text, false),
            bare: Placed::read(text, true),
        }
    }

    /// The words of a span.
    pub fn text_at(&self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Whether a place in a template, a style sheet or a script is read by people: outside of tags and of what the template
    /// does, and in remarks of the others.
    pub fn is_prose(&self, span: Span) -> bool {
        let before = &self.text[..span.start as usize];
        let is_inside = |open: &str, close: &str| {
            let opened = before.rfind(open);
            opened.is_some_and(|at| before[at + open.len()..].find(close).is_none())
        };
        if self.is_code {
            return is_inside("/*", "*/");
        }
        ![("<", ">"), ("{{", "}}"), ("{%", "%}"), ("<style", "</style"), ("<script", "</script")]
            .iter()
            .any(|(open, close)| is_inside(open, close))
    }

    /// Every place where this stands, in order; empty if it cannot be found here. `loosely`: a host is enough for an address,
    /// since templates put addresses together.
    pub fn find(&self, finding: &Finding, guard: &Guard, loosely: bool) -> Vec<Span> {
        let found = match finding {
            Finding::Private(Private::Name(name)) => {
                guard.names().map_or_else(Vec::new, |names| self.names(names, *name))
            }
            Finding::Private(Private::Email(address)) => self.either(|placed| placed.text_of(address.as_bytes())),
            Finding::Private(Private::Phone(number)) => self.number(number),
            Finding::Loads(address) => self.address(address, loosely),
        };
        let mut found: Vec<Span> = found.into_iter().filter(|span| !self.is_remark(*span)).collect();
        found.sort();
        found.dedup_by_key(|span| span.start);
        found
    }

    fn either(&self, find: impl Fn(&Placed) -> Vec<Span>) -> Vec<Span> {
        let mut found = find(&self.whole);
        // What both readings show is shown once, as it stands.
        let known = Known::new(&found);
        let more: Vec<Span> = find(&self.bare).into_iter().filter(|span| !known.holds_or_is_in(*span)).collect();
        found.extend(more);
        found
    }

    fn names(&self, names: &Names, name: usize) -> Vec<Span> {
        self.either(|placed| {
            let mut found = Vec::new();
            names.find(&placed.folded, &mut |which, from, to| {
                if which == name {
                    found.push(placed.span(from, to));
                }
            });
            found
        })
    }

    /// A number; without its last groups, if a page has put other digits behind it.
    fn number(&self, number: &str) -> Vec<Span> {
        let mut rest = number;
        loop {
            let digits = digits(rest);
            // What is left may be very little, and very little stands everywhere.
            if digits.len() < FEWEST_DIGITS {
                return Vec::new();
            }
            let found = self.either(|placed| placed.number(&digits));
            if !found.is_empty() {
                return found;
            }
            rest = rest.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(|c: char| !c.is_ascii_digit());
        }
    }

    /// An address that is loaded, or only its host.
    fn address(&self, address: &str, loosely: bool) -> Vec<Span> {
        let rest = address.trim_start_matches(|c| c != '/').trim_start_matches('/');
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        self.whole.text_of(folded(if loosely { host } else { rest }).as_bytes())
    }

    /// Whether this stands in a remark, which nobody publishes.
    fn is_remark(&self, span: Span) -> bool {
        let at = span.start as usize;
        if at >= self.remarks {
            return false;
        }
        let line = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        self.text[line..at].trim_start().starts_with('#')
    }
}

/// Folded text, and for each of its bytes the bytes of the source that it was made of.
#[derive(Debug, Default)]
struct Placed {
    folded: Vec<u8>,
    from: Vec<u32>,
    to: Vec<u32>,
}

impl Placed {
    fn read(text: &str, bare: bool) -> Self {
        let mut placed = Self::default();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let bytes = rest.as_bytes();
            let skipped = if bare { skipped(rest) } else { 0 };
            if skipped > 0 {
                if let Some(stand_in) = stand_in(&rest[..skipped]) {
                    placed.push(&[stand_in], at, at + skipped);
                }
                at += skipped;
                continue;
            }
            let (meant, used) = match c {
                '&' => resolved(bytes).unwrap_or((c, 1)),
                '\\' if matches!(bytes.get(1), Some(b'u' | b'x' | b'U')) => escape(bytes),
                '%' => percent(rest).unwrap_or((c, 1)),
                _ => (c, c.len_utf8()),
            };
            let mut letter = Vec::new();
            letters(meant.encode_utf8(&mut [0; 4]).as_bytes(), &mut letter);
            letter.make_ascii_lowercase();
            placed.push(&letter, at, at + used);
            at += used;
        }
        placed
    }

    fn push(&mut self, folded: &[u8], from: usize, to: usize) {
        let span = Span::new(from, to);
        self.folded.extend_from_slice(folded);
        self.from.resize(self.folded.len(), span.start);
        self.to.resize(self.folded.len(), span.end);
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.from.get(from).copied().unwrap_or_default();
        Span { start, end: to.checked_sub(1).and_then(|last| self.to.get(last)).copied().unwrap_or(start) }
    }

    fn text_of(&self, text: &[u8]) -> Vec<Span> {
        let is_whole = |at: &usize| {
            let before = self.folded[..*at].last();
            let after = self.folded.get(at + text.len());
            !before.is_some_and(u8::is_ascii_alphanumeric) && !after.is_some_and(u8::is_ascii_alphanumeric)
        };
        let found = memchr::memmem::find_iter(&self.folded, text).filter(is_whole);
        found.map(|at| self.span(at, at + text.len())).collect()
    }

    /// A number, whatever stands between its digits.
    fn number(&self, number: &str) -> Vec<Span> {
        let places: Vec<usize> = (0..self.folded.len()).filter(|at| self.folded[*at].is_ascii_digit()).collect();
        let digits: Vec<u8> = places.iter().map(|at| self.folded[*at]).collect();
        let is_row = |at: &usize| {
            let row = &places[*at..*at + number.len()];
            row.windows(2).all(|pair| {
                let gap = &self.folded[pair[0] + 1..pair[1]];
                // What stands on another line belongs to it only if nothing but space is between them.
                gap.len() < WIDEST_GAP && (!gap.contains(&b'\n') || gap.iter().all(u8::is_ascii_whitespace))
            })
        };
        let found = memchr::memmem::find_iter(&digits, number.as_bytes()).filter(is_row);
        found
            .map(|at| {
                let first = places[at];
                let first = if first > 0 && self.folded[first - 1] == b'+' { first - 1 } else { first };
                self.span(first, places[at + number.len() - 1] + 1)
            })
            .collect()
    }
}

/// Places that were found, for whoever asks of very many others: one address may stand in a text a hundred thousand times.
struct Known {
    /// In order: where each begins, the furthest end of those up to it, and the nearest end of those from it on.
    places: Vec<(u32, u32, u32)>,
}

impl Known {
    fn new(found: &[Span]) -> Self {
        let mut places: Vec<_> = found.iter().map(|span| (span.start, span.end, span.end)).collect();
        places.sort_unstable();
        for at in 1..places.len() {
            places[at].1 = places[at].1.max(places[at - 1].1);
        }
        for at in (1..places.len()).rev() {
            places[at - 1].2 = places[at - 1].2.min(places[at].2);
        }
        Self { places }
    }

    /// Whether one of them lies within this place, or this place within one of them.
    fn holds_or_is_in(&self, span: Span) -> bool {
        let up_to = self.places.partition_point(|(start, ..)| *start <= span.start);
        let from = self.places.partition_point(|(start, ..)| *start < span.start);
        self.places[..up_to].last().is_some_and(|(_, furthest, _)| *furthest >= span.end)
            || self.places.get(from).is_some_and(|(.., nearest)| *nearest <= span.end)
    }
}

/// How many bytes of signs that no reader sees the text begins with: a tag, emphasis, the target of a link.
fn skipped(text: &str) -> usize {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST_SIGN)];
    match bytes[0] {
        b'<' if bytes.get(1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'/') => {
            let end = end_of_tag(bytes);
            if end < bytes.len() { end + 1 } else { 0 }
        }
        b']' if bytes.get(1) == Some(&b'(') => memchr::memchr(b')', bytes).map_or(1, |end| end + 1),
        b'*' | b'`' | b'~' | b'[' | b']' => 1,
        b'\\' if bytes.get(1).is_some_and(u8::is_ascii_punctuation) => 1,
        _ => 0,
    }
}

fn stand_in(skipped: &str) -> Option<u8> {
    match skipped.get(..3) {
        Some("<br") => Some(b' '),
        Some("<p>" | "</p" | "<li" | "<di") => Some(BREAK),
        _ => None,
    }
}

fn percent(text: &str) -> Option<(char, usize)> {
    let mut end = 0;
    while text[end..].starts_with('%') && end < 12 {
        end += 3;
        let decoded = crate::ground::url::decode(text.get(..end)?)?;
        let mut chars = decoded.chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && c != '\u{fffd}'
        {
            return Some((c, end));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::privacy::List;
    use crate::settings::Settings;

    fn found<'t>(text: &'t str, finding: &Finding) -> Vec<&'t str> {
        let (list, _) = List::parse(&SourcePath::new("x"), "Maria Rossi");
        let guard = Guard::new(&Settings::default_for("x"), Some(list));
        let path = SourcePath::new(if text.starts_with("---") { "a.md" } else { "site.toml" });
        let spans = Traced::new(&path, text).find(finding, &guard, false);
        spans.into_iter().map(|span| &text[span.start as usize..span.end as usize]).collect()
    }

    #[test]
    fn a_name_is_found_where_it_was_written() {
        let name = Finding::Private(Private::Name(0));
        for text in [
            "Maria Rossi",
            "Mar&iacute;a  \n Rossi",
            "Ma**ria** Rossi",
            "<b>Ma</b>ria Rossi",
            "<b title='a > b'>Ma</b>ria Rossi",
            "[Maria](x.md) Rossi",
            "Mar\\u00eda Rossi",
            "M\u{ad}aria%20Rossi",
            "maria-rossi",
            "*Maria* _Rossi_",
        ] {
            let whole = format!("---\ntitle: x\n---\nShe: {text}, and others");
            assert_eq!(found(&whole, &name).len(), 1, "{text}");
        }
        assert_eq!(found("a\nMaria Rossi and\nMaria\nRossi", &name), ["Maria Rossi", "Maria\nRossi"]);
        assert_eq!(found("---\n# Maria Rossi\ntitle: \"Maria Rossi\"\n---\n# Maria Rossi\n", &name).len(), 2);
        assert_eq!(found("title = 1\n# by Maria Rossi\n", &name), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn a_place_is_known_if_it_holds_or_is_in_one(
            known in proptest::collection::vec((0_usize..30, 0_usize..8), 0..8),
            place in (0_usize..30, 0_usize..8),
        ) {
            let span = |(start, length): (usize, usize)| Span::new(start, start + length);
            let within = |one: Span, other: Span| other.start <= one.start && one.end <= other.end;
            let (known, place): (Vec<Span>, Span) = (known.into_iter().map(span).collect(), span(place));
            let is_known = known.iter().any(|known| within(*known, place) || within(place, *known));
            assert_eq!(Known::new(&known).holds_or_is_in(place), is_known);
        }
    }

    #[test]
    fn addresses_and_numbers_are_found_too() {
        let email = Finding::Private(Private::Email("tom@x.example".to_owned()));
        assert_eq!(
            found("To Tom@X.example, tom&#64;x.example, atom@x.example", &email),
            ["Tom@X.example", "tom&#64;x.example"]
        );
        let phone = Finding::Private(Private::Phone("+44 20 7946-0958".to_owned()));
        assert_eq!(found("on +44 **20** 7946&#8209;0958.", &phone), ["+44 **20** 7946&#8209;0958"]);
        let loads = Finding::Loads("https://x.example/a.png".to_owned());
        assert_eq!(found("![a](https://x.example/a.png) https://x.example/b", &loads), ["x.example/a.png"]);
    }
}
