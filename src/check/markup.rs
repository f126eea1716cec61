//! Markup as a row of texts and tags, in one pass and without a tree: fast enough to go over every page of every build,
//! and of the same mind as browsers wherever somebody could hide something. Knows nothing of what is looked for.

use std::borrow::Cow;

use super::element::{Around, Element};
use super::privacy::fold::{BREAK, fold, resolved, unescaped};

/// A tag: `name` as it is written, `inside` all between `<name` and `>`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a [u8],
    pub(super) inside: &'a [u8],
}

/// Folded markup: what is read, and what stands inside of tags, each piece after a break.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) text: Vec<u8>,
    pub(super) tags: Vec<u8>,
    /// The texts of style sheets, as they are.
    pub(super) styles: Vec<u8>,
    /// Text and tags before they are folded: all pieces at once, since there are very many small ones.
    raw: [Vec<u8>; 2],
}

impl Folded {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.tags.clear();
        self.styles.clear();
        self.raw.iter_mut().for_each(Vec::clear);
    }
}

/// Appends markup, folded. `tell` is called with every tag that could hold an address.
pub(super) fn read(html: &[u8], folded: &mut Folded, tell: &mut dyn FnMut(Tag<'_>)) {
    let Folded { text, tags, styles, raw: [raw_text, raw_tags] } = folded;
    let mut rest = html;
    while let Some(at) = find(b'<', rest) {
        raw_text.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let next = rest.get(1).copied().unwrap_or_default();
        if !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
            raw_text.push(b'<');
            rest = &rest[1..];
            continue;
        }
        if next == b'!' && (rest.starts_with(b"<!--") || rest.starts_with(b"<![")) {
            // What is in a comment is published too.
            raw_text.push(BREAK);
            rest = &rest[3..];
            continue;
        }
        let from = 1 + usize::from(next == b'/');
        let (element, length) = Element::at(&rest[from..]);
        let name = &rest[from..from + length];
        let end = from + length;
        let end = if rest.get(end) == Some(&b'>') { end } else { end_of_tag(rest).max(end) };
        let tag = Tag { name, inside: without_end(&rest[from + length..end]) };
        rest = &rest[(end + 1).min(rest.len())..];
        match element.around {
            Around::Nothing => {}
            Around::Space => raw_text.push(b' '),
            Around::Break => raw_text.push(BREAK),
        }
        if !tag.inside.is_empty() {
            raw_tags.push(BREAK);
            raw_tags.extend_from_slice(tag.inside);
            if may_load(tag, element) {
                tell(tag);
            }
        }
        if next == b'/' || tag.name.len() < 5 {
            continue;
        }
        if tag.name.eq_ignore_ascii_case(b"script") {
            rest = raw(rest, b"</script", |text| {
                let from = raw_text.len();
                unescaped(text, raw_text);
                part_keys(&mut raw_text[from..]);
            });
        } else if tag.name.eq_ignore_ascii_case(b"style") {
            rest = raw(rest, b"</style", |text| {
                styles.extend_from_slice(text);
                styles.push(b'\n');
                raw_text.extend_from_slice(text);
            });
        }
    }
    raw_text.extend_from_slice(rest);
    fold(raw_text, text);
    fold(raw_tags, tags);
    text.make_ascii_lowercase();
    tags.make_ascii_lowercase();
}

/// Parts what schema.org calls the `text` of a comment from that text: it is a word that telephone numbers stand behind.
fn part_keys(script: &mut [u8]) {
    const KEY: &[u8] = b"\"text\":";
    let found: Vec<usize> = memchr::memmem::find_iter(script, KEY).collect();
    for at in found {
        script[at + KEY.len() - 1] = BREAK;
    }
}

/// Where a byte is first. In pages it mostly is near, so that to begin with many bytes at once would take longer.
fn find(byte: u8, text: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let Some(near) = text.first_chunk::<8>() else { return text.iter().position(|it| *it == byte) };
    let same = u64::from_le_bytes(*near) ^ (ONES * u64::from(byte));
    // The eighth bit of the first byte that is the same; bits above it mean nothing.
    let found = same.wrapping_sub(ONES) & !same & (ONES << 7);
    if found != 0 {
        return Some(found.trailing_zeros() as usize / 8);
    }
    memchr::memchr(byte, &text[8..]).map(|at| 8 + at)
}

/// Where the tag ends that this begins with: at the first `>` that stands in no quoted value; at the very first one, if a
/// quotation never ends.
pub(super) fn end_of_tag(rest: &[u8]) -> usize {
    let Some(end) = find(b'>', rest) else { return rest.len() };
    let inside = &rest[1..end];
    // Whatever opens a value stands behind a `=`, perhaps with space between, and is the last sign of its kind.
    let is_open = |at: Option<usize>| {
        at.is_some_and(|at| at > 0 && (inside[at - 1] == b'=' || inside[at - 1].is_ascii_whitespace()))
    };
    // Most tags end right behind a value.
    let last = if inside.ends_with(b"\"") { Some(inside.len() - 1) } else { memchr::memrchr(b'"', inside) };
    if inside.len() < 4 || !(is_open(last) || is_open(memchr::memrchr(b'\'', inside))) {
        return end;
    }
    let is_tag = inside[0].is_ascii_alphabetic() || inside[0] == b'/' && inside[1].is_ascii_alphabetic();
    if is_tag { end_of_quoted(rest).unwrap_or(end) } else { end }
}

/// The same for a tag with a `>` that may be quoted, by the book; none if it never ends.
fn end_of_quoted(rest: &[u8]) -> Option<usize> {
    let until =
        |from: usize, stop: &dyn Fn(u8) -> bool| rest[from..].iter().position(|byte| stop(*byte)).map(|at| from + at);
    let is_end = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    let mut at = until(1 + usize::from(rest.get(1) == Some(&b'/')), &is_end)?;
    loop {
        at = until(at, &|byte| !byte.is_ascii_whitespace() && byte != b'/')?;
        if rest[at] == b'>' {
            return Some(at);
        }
        // A name may begin with `=`.
        at = until(at + 1, &|byte| is_end(byte) || byte == b'=')?;
        at = until(at, &|byte| !byte.is_ascii_whitespace())?;
        if rest[at] == b'=' {
            at = until(at + 1, &|byte| !byte.is_ascii_whitespace())?;
            at = match rest[at] {
                quote @ (b'"' | b'\'') => until(at + 1, &|byte| byte == quote)? + 1,
                _ => until(at, &|byte| byte.is_ascii_whitespace() || byte == b'>')?,
            };
        }
    }
}

/// Whether this tag could make a browser go to another host: looked at in a moment, since most tags could not.
pub(super) fn may_load(tag: Tag<'_>, element: Element) -> bool {
    let inside = tag.inside;
    let is_far = || {
        memchr::memchr_iter(b'/', inside).any(|at| inside.get(at + 1) == Some(&b'/'))
            || memchr::memchr3(b'\\', b':', b'&', inside).is_some()
            || memchr::memchr3(b'\t', b'\n', b'\r', inside).is_some()
    };
    let may_have_style = || memchr::memchr2(b'(', b'&', inside).is_some();
    (element.loads || may_have_style()) && is_far()
}

/// The text up to the next tag, the tag, whether it closes an element, and what follows.
pub(super) fn next_tag(html: &[u8]) -> Option<(&[u8], Tag<'_>, bool, &[u8])> {
    let is_tag =
        |at: &usize| html.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'));
    let at = memchr::memchr_iter(b'<', html).find(is_tag)?;
    let end = at + end_of_tag(&html[at..]);
    Some((&html[..at], tag(&html[at + 1..end]), html[at + 1] == b'/', &html[(end + 1).min(html.len())..]))
}

/// Markup that stands as escaped text in other markup, made markup again.
pub(super) fn unwrapped(xml: &[u8], out: &mut Vec<u8>) {
    let mut rest = xml;
    while let Some(at) = memchr::memchr(b'&', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let (c, used) = resolved(rest).unwrap_or(('&', 1));
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &rest[used..];
    }
    out.extend_from_slice(rest);
}

/// A tag, from all that stands between `<` and `>`.
pub(super) fn tag(whole: &[u8]) -> Tag<'_> {
    let start = usize::from(whole.first() == Some(&b'/'));
    let (name, inside) = whole[start..].split_at(Element::at(&whole[start..]).1);
    Tag { name, inside: without_end(inside) }
}

/// All that stands in a tag, but for the slash of one that has no end.
fn without_end(inside: &[u8]) -> &[u8] {
    if inside == b"/" || inside == b" /" { b"" } else { inside }
}

/// Takes the raw text of an element, up to its end, and gives the rest.
fn raw<'a>(rest: &'a [u8], end: &[u8], take: impl FnOnce(&[u8])) -> &'a [u8] {
    let at = end_of(rest, end).unwrap_or(rest.len());
    take(&rest[..at]);
    &rest[at..]
}

/// Where an element that holds raw text ends, whose end begins with `end`.
pub(super) fn end_of(rest: &[u8], end: &[u8]) -> Option<usize> {
    let is_end = |at: &usize| rest[*at..].get(..end.len()).is_some_and(|it| it.eq_ignore_ascii_case(end));
    memchr::memchr_iter(b'<', rest).find(is_end)
}

/// The attributes of a tag, with the references in their values resolved.
pub(super) struct Attributes<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], Cow<'a, [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        let skip = |text: &'a [u8], also: u8| -> &'a [u8] {
            let count = text.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == also).count();
            &text[count..]
        };
        let text = skip(self.0, b'/');
        if text.is_empty() {
            return None;
        }
        let length =
            text.iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'=' && **byte != b'/').count();
        let (name, rest) = text.split_at(length.max(1));
        let rest = skip(rest, b' ');
        let Some(rest) = rest.strip_prefix(b"=") else {
            self.0 = rest;
            return Some((name, Cow::Borrowed(b"")));
        };
        let rest = skip(rest, b' ');
        let (value, rest) = match rest.first() {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr::memchr(*quote, &rest[1..]).map_or(rest.len(), |end| end + 1);
                (&rest[1..end], &rest[(end + 1).min(rest.len())..])
            }
            _ => rest.split_at(rest.iter().take_while(|byte| !byte.is_ascii_whitespace()).count()),
        };
        self.0 = rest;
        Some((name, plain(value)))
    }
}

fn plain(value: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'&', value).is_none() {
        return Cow::Borrowed(value);
    }
    let mut out = Vec::with_capacity(value.len());
    unwrapped(value, &mut out);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Folded, end_of_quoted, end_of_tag, read, unwrapped};

    fn text(html: &str) -> String {
        let mut folded = Folded::default();
        read(html.as_bytes(), &mut folded, &mut |_| {});
        String::from_utf8(folded.text).unwrap().replace('\u{1f}', "|")
    }

    #[test]
    fn what_is_read_has_no_markup_in_it() {
        assert_eq!(text("<p>Ma<b>ria</b> Rossi</p><p>2 < 3"), "|maria rossi||2 < 3");
        assert_eq!(text("Ma<b title=\"x > y\">ria</b title='>'> Rossi<p title=\"x>never"), "maria rossi|never");
        assert_eq!(text("Maria<br />Rossi <x-y>and</x-y><!-- Tom -->"), "maria rossi and|- tom -->");
        assert_eq!(text(r#"<script type="x">{"a": "Mar\u00eda"}</SCRIPT>b"#), r#"|{"a": "maria"}|b"#);
    }

    #[test]
    fn tags_are_told_apart_from_text() {
        let mut folded = Folded::default();
        let mut told = Vec::new();
        let html = br#"<script></script><style></style><img src="/a.png" alt="Mar&iacute;a"><br/><img src=/a.png><a href=/x/Tom>"#;
        read(html, &mut folded, &mut |tag| told.push(String::from_utf8_lossy(tag.name).into_owned()));
        assert_eq!(
            String::from_utf8_lossy(&folded.tags),
            "\u{1f} src=\"/a.png\" alt=\"maria\"\u{1f} src=/a.png\u{1f} href=/x/tom"
        );
        assert_eq!(told, ["img"]);
    }

    #[test]
    fn markup_inside_a_feed_is_markup() {
        let mut out = Vec::new();
        unwrapped(b"<content>Ma&lt;b&gt;ria&lt;/b&gt; &amp;amp; Tom</content>", &mut out);
        assert_eq!(text(&String::from_utf8(out).unwrap()), "|maria & tom|");
    }

    proptest! {
        /// Most tags are taken for what they are at a glance; none for what it is not.
        #[test]
        fn a_tag_ends_where_it_ends_by_the_book(
            pieces in prop::collection::vec(
                prop::sample::select(vec![" ", "=", "\"", "'", ">", "a", "b=", "=\"", "=\"\"", "/", "\n", " = '", "<", "\" ", "é"]),
                0..10,
            ),
            lead in prop::sample::select(vec!["<a", "</a", "<img"]),
        ) {
            let html = format!("{lead} {}", pieces.concat());
            let first = html.find('>').unwrap_or(html.len());
            let by_the_book = end_of_quoted(html.as_bytes()).unwrap_or(first);
            prop_assert_eq!(end_of_tag(html.as_bytes()), by_the_book, "{}", html);
        }
    }
}
