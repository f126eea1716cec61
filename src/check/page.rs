//! What can be seen of a finished page without knowing what made it: its headings, links, pictures and long paragraphs.
//! Knows HTML; knows nothing of other pages.

use super::markup::{Attributes, Tag, next_tag};
use super::privacy::fold::resolved;

/// A paragraph of more words than this is a wall.
const WALL: usize = 250;
/// So many of its first words tell which paragraph is meant.
const FIRST_WORDS: usize = 4;

/// What can be seen of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The language that it says it is in.
    pub lang: Option<String>,
    /// Whether it says so, or only leads on to another page.
    pub is_redirect: bool,
    /// Its headings: level and words.
    pub headings: Vec<(u8, String)>,
    /// The addresses of pictures that have no words for those who cannot see them.
    pub wordless: Vec<String>,
    /// Where its links lead and what it loads, each once, in order.
    pub links: Vec<String>,
    /// The places of the page that a link can lead to.
    pub ids: Vec<String>,
    /// Long paragraphs: how many words, and the first of them.
    pub walls: Vec<(usize, String)>,
}

/// Looks at a page.
pub fn facts(html: &[u8]) -> Facts {
    let mut facts = Facts::default();
    let mut rest = html;
    let mut heading: Option<(u8, String)> = None;
    let mut paragraph: Option<String> = None;
    let mut skip: Option<&'static [u8]> = None;
    while let Some((text, tag, closes, after)) = next_tag(rest) {
        rest = after;
        let is = |name: &[u8]| tag.name.eq_ignore_ascii_case(name);
        if let Some(end) = skip {
            skip = (!(closes && is(end))).then_some(end);
            continue;
        }
        for words in heading.as_mut().map(|(_, words)| words).into_iter().chain(paragraph.as_mut()) {
            words.push_str(&plain(text));
        }
        let level = matches!(tag.name, [b'h' | b'H', b'1'..=b'6']).then(|| tag.name[1] - b'0');
        if let Some(level) = level {
            facts.headings.extend(heading.take().filter(|_| closes));
            heading = (!closes).then(|| (level, String::new()));
        }
        if is(b"p") || is(b"div") || level.is_some() {
            facts.walls.extend(paragraph.take().and_then(|words| wall(&words)));
            paragraph = (is(b"p") && !closes).then(String::new);
        } else if is(b"br") {
            paragraph = paragraph.map(|words| words + " ");
        }
        if !closes {
            facts.take(tag);
            skip = [&b"script"[..], b"style", b"template"].into_iter().find(|name| is(name));
        }
    }
    facts.links.sort();
    facts.links.dedup();
    facts
}

impl Facts {
    fn take(&mut self, tag: Tag<'_>) {
        let is = |name: &[u8]| tag.name.eq_ignore_ascii_case(name);
        let (is_picture, is_meta, is_anchor) = (is(b"img"), is(b"meta"), is(b"a"));
        let leads = is_anchor || is(b"area") || is(b"link");
        let mut source = None;
        let mut has_words = false;
        for (name, value) in Attributes(tag.inside) {
            let is_named = |known: &[u8]| name.eq_ignore_ascii_case(known);
            let value = || String::from_utf8_lossy(&value).into_owned();
            if is_named(b"id") || (is_anchor && is_named(b"name")) {
                self.ids.push(value());
            } else if is_named(b"lang") && is(b"html") {
                self.lang = Some(value());
            } else if (leads && is_named(b"href")) || (is_named(b"src") && !is(b"input")) {
                source = Some(value());
                self.links.push(value());
            } else if is_named(b"alt") || is_named(b"role") || is_named(b"aria-hidden") {
                has_words = true;
            } else if is_meta && is_named(b"http-equiv") {
                self.is_redirect |= value().eq_ignore_ascii_case("refresh");
            }
        }
        if is_picture && !has_words {
            self.wordless.push(source.unwrap_or_default());
        }
    }
}

fn wall(words: &str) -> Option<(usize, String)> {
    let count = words.split_whitespace().count();
    let first = || words.split_whitespace().take(FIRST_WORDS).collect::<Vec<_>>().join(" ");
    (count > WALL).then(|| (count, first()))
}

/// Text as it is read, its references resolved.
fn plain(text: &[u8]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest) {
        out.push_str(&String::from_utf8_lossy(&rest[..at]));
        let (c, used) = resolved(&rest[at..]).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[at + used..];
    }
    out + &String::from_utf8_lossy(rest)
}

#[cfg(test)]
mod tests {
    use super::facts;

    #[test]
    fn a_page_is_seen_as_it_is() {
        let long = "word ".repeat(251);
        let html = format!(
            "<!doctype html><html lang=en-GB><meta http-equiv=Refresh content=x><style>p {{}}</style><h1 id=top>A &amp; <b>B</b></h1>\
             <script>\"<h2>no</h2>\"</script><p>short<p><i>One</i> two three four {long}</p><h3>C</h3><a href='/x/?a&amp;b#c' name=old>x</a>\
             <img src=/a.png><img src=/b.png alt><a href=/x/>y</a>"
        );
        let facts = facts(html.as_bytes());
        assert_eq!(facts.lang.as_deref(), Some("en-GB"));
        assert!(facts.is_redirect);
        assert_eq!(facts.headings, [(1, "A & B".to_owned()), (3, "C".to_owned())]);
        assert_eq!(facts.walls, [(255, "One two three four".to_owned())]);
        assert_eq!(facts.links, ["/a.png", "/b.png", "/x/", "/x/?a&b#c"]);
        assert_eq!(facts.wordless, ["/a.png"]);
        assert_eq!(facts.ids, ["top", "old"]);
    }
}
