//! The tags of HTML with their places, read as browsers read them (HTML Living Standard, "Tokenization"), and the
//! addresses in them, which can be written anew. Knows where in HTML addresses stand; knows nothing of where they lead.

mod sets;

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use sets::{each_of_set, of_set, refreshed};

/// A tag.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    /// Its first byte, and one past its last.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The name as written.
    pub name: &'a str,
    /// `</name>`.
    pub closing: bool,
    /// Where reading goes on: behind the tag, or behind the text of a script or a style.
    pub after: usize,
    html: &'a str,
    /// Where its attributes begin.
    inside: usize,
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name as written.
    pub name: &'a str,
    /// The value as written, without its quotes.
    pub value: &'a str,
    /// The place of all of it, from its name on.
    pub at: Range<usize>,
    /// The place of the value, without its quotes.
    pub value_at: Range<usize>,
}

/// The tags of some HTML: comments, and the text of scripts, styles and the like, are passed over.
pub fn tags(html: &str) -> Tags<'_> {
    Tags { html, at: 0 }
}

/// See [`tags`].
#[derive(Clone, Debug)]
pub struct Tags<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + memchr::memchr(b'<', self.html.as_bytes().get(self.at..)?)?;
            let rest = &self.html[start..];
            if rest.starts_with("<!--") {
                self.at = start + comment_len(rest)?;
                continue;
            }
            let closing = rest.as_bytes().get(1) == Some(&b'/');
            let from = 1 + usize::from(closing);
            if !rest.as_bytes().get(from).is_some_and(u8::is_ascii_alphabetic) {
                self.at = start + 1;
                continue;
            }
            let name_end = rest[from..].bytes().position(|byte| is_space(byte) || matches!(byte, b'/' | b'>'));
            let name = &rest[from..name_end.map_or(rest.len(), |end| from + end)];
            let inside = start + from + name.len();
            let mut attributes = Attributes { html: self.html, at: inside };
            attributes.by_ref().for_each(drop);
            let end = (attributes.at + 1).min(self.html.len());
            self.at = if closing { end } else { end_of_text(self.html, end, name) };
            return Some(Tag { start, end, name, closing, after: self.at, html: self.html, inside });
        }
    }
}

/// Elements whose content is text, whatever it looks like.
const TEXTS: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Where the closing tag of such an element begins; else where we are.
fn end_of_text(html: &str, at: usize, name: &str) -> usize {
    if !TEXTS.iter().any(|it| name.eq_ignore_ascii_case(it)) {
        return at;
    }
    let rest = &html.as_bytes()[at..];
    let mut ends = memchr::memmem::find_iter(rest, b"</");
    let is_end =
        |end: &usize| rest[end + 2..].get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()));
    ends.find(is_end).map_or(html.len(), |end| at + end)
}

/// The length of a comment that begins here; none if it never ends.
pub fn comment_len(html: &str) -> Option<usize> {
    if html.starts_with("<!-->") {
        return Some(5);
    }
    html[4..].find("-->").map(|at| at + 7)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// The attributes of a tag; `at` is at its `>` in the end.
struct Attributes<'a> {
    html: &'a str,
    at: usize,
}

impl Attributes<'_> {
    /// Moves on while the byte is wanted.
    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        let bytes = &self.html.as_bytes()[self.at..];
        self.at += bytes.iter().position(|byte| !wanted(*byte)).unwrap_or(bytes.len());
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        let bytes = self.html.as_bytes();
        self.skip(|byte| is_space(byte) || byte == b'/');
        let start = self.at;
        if bytes.get(start).is_none_or(|byte| *byte == b'>') {
            return None;
        }
        // A name may begin with `=`, and with nothing else that ends one.
        self.at += 1;
        self.skip(|byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let name = self.html.get(start..self.at).unwrap_or_default();
        let name_end = self.at;
        self.skip(is_space);
        if bytes.get(self.at) != Some(&b'=') {
            return Some(Attribute { name, value: "", at: start..name_end, value_at: name_end..name_end });
        }
        self.at += 1;
        self.skip(is_space);
        let value_at = if let Some(quote @ (b'"' | b'\'')) = bytes.get(self.at) {
            let from = self.at + 1;
            let end = memchr::memchr(*quote, &bytes[from..]).map_or(bytes.len(), |end| from + end);
            self.at = (end + 1).min(bytes.len());
            from..end
        } else {
            let from = self.at;
            self.skip(|byte| !is_space(byte) && byte != b'>');
            from..self.at
        };
        let value = self.html.get(value_at.clone()).unwrap_or_default();
        Some(Attribute { name, value, at: start..self.at, value_at })
    }
}

impl<'a> Tag<'a> {
    /// The attributes, in order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        Attributes { html: &self.html[..self.end], at: self.inside }
    }

    /// Whether it has one of these names.
    pub fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// What a browser does with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Use {
    /// It goes there when somebody asks it to.
    Leads,
    /// It loads what is there.
    Loads,
    /// It loads one of several: `a.webp 480w, b.webp 960w`.
    LoadsOne,
    /// It goes there by itself: `0; url=/there/`.
    Refresh,
    /// A script loads files from this folder.
    Folder,
}

/// What the attribute of a tag is used for, if it holds an address.
pub fn used(tag: &Tag<'_>, attribute: &str) -> Option<Use> {
    const TABLE: [(&str, &[&str], Use); 11] = [
        ("href", &["a", "area"], Use::Leads),
        ("href", &["link", "image", "use"], Use::Loads),
        ("xlink:href", &["image", "use"], Use::Loads),
        ("src", &["img", "source", "video", "audio", "track", "embed", "iframe", "script", "input"], Use::Loads),
        ("poster", &["video"], Use::Loads),
        ("data", &["object"], Use::Loads),
        ("srcset", &["img", "source"], Use::LoadsOne),
        ("imagesrcset", &["link"], Use::LoadsOne),
        ("action", &["form"], Use::Leads),
        ("content", &["meta"], Use::Refresh),
        ("data-folder", &["form"], Use::Folder),
    ];
    let is_meant = |row: &&(&str, &[&str], Use)| attribute.eq_ignore_ascii_case(row.0) && tag.is(row.1);
    let (_, _, what) = TABLE.iter().find(is_meant)?;
    let is_refresh = |it: Attribute<'_>| {
        it.name.eq_ignore_ascii_case("http-equiv") && it.value.trim().eq_ignore_ascii_case("refresh")
    };
    (*what != Use::Refresh || tag.attributes().any(is_refresh)).then_some(*what)
}

/// An address in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// What it is used for.
    pub used: Use,
    /// As it is meant, its references resolved.
    pub value: Cow<'a, str>,
    /// The place of the value.
    pub at: Range<usize>,
    /// The place of the whole attribute.
    attribute: Range<usize>,
}

/// All addresses in some HTML, in order, but for those that are empty.
pub fn addresses(html: &str) -> impl Iterator<Item = Address<'_>> {
    tags(html).filter(|tag| !tag.closing).flat_map(|tag| {
        tag.attributes().filter_map(move |it| {
            let used = used(&tag, it.name)?;
            let value = plain(it.value);
            (!value.trim().is_empty()).then_some(Address { used, value, at: it.value_at, attribute: it.at })
        })
    })
}

/// What becomes of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stays as it was written.
    Keep,
    /// It is gone, with its attribute.
    Drop,
    /// It is another one.
    To(String),
}

/// Appends some HTML with other addresses in it.
pub fn rewrite(html: &str, out: &mut String, mut change: impl FnMut(&Address<'_>) -> Change) {
    let mut done = 0;
    for address in addresses(html) {
        match change(&address) {
            Change::Keep => continue,
            Change::Drop => out.push_str(html[done..address.attribute.start].trim_end()),
            Change::To(value) => {
                out.push_str(&html[done..address.attribute.start]);
                let name = html[address.attribute.clone()].split(|c: char| c == '=' || c.is_ascii_whitespace()).next();
                out.push_str(name.unwrap_or_default());
                out.push_str("=\"");
                escape(&value, out);
                out.push('"');
            }
        }
        done = address.attribute.end;
    }
    out.push_str(&html[done..]);
}

fn escape(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
}

/// The value of an attribute with its references resolved, as far as they stand for signs that addresses are made of.
fn plain(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, used) = reference(rest).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[used..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The sign that a reference at the beginning of a text stands for, and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 6] =
        [("&amp;", '&'), ("&quot;", '"'), ("&apos;", '\''), ("&lt;", '<'), ("&gt;", '>'), ("&colon;", ':')];
    if let Some((name, c)) = NAMED.iter().find(|(name, _)| text.starts_with(name)) {
        return Some((*c, name.len()));
    }
    let digits = text.strip_prefix("&#")?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let length = digits.bytes().take(8).take_while(|byte| (*byte as char).is_digit(radix)).count();
    let c = char::from_u32(u32::from_str_radix(digits.get(..length)?, radix).ok()?)?;
    let before = text.len() - digits.len();
    Some((c, before + length + usize::from(digits.as_bytes().get(length) == Some(&b';'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> Vec<String> {
        let name = |used| match used {
            Use::Leads => "leads",
            Use::Loads => "loads",
            Use::LoadsOne => "one",
            Use::Refresh => "refresh",
            Use::Folder => "folder",
        };
        addresses(html).map(|it| format!("{} {}", name(it.used), it.value)).collect()
    }

    #[test]
    fn addresses_are_found_as_browsers_find_them() {
        assert_eq!(seen(r#"<a title=it's href="/a&amp;b">x</a>"#), ["leads /a&b"]);
        assert_eq!(seen("<A\nHREF = /a/>x<img src='b c' src=d>"), ["leads /a/", "loads b c", "loads d"]);
        assert_eq!(seen(r#"<a data-x=">" href=&#x2f;&#47&colon;>"#), ["leads //:"]);
        assert_eq!(seen("<img srcset='/a 1x, /b 2x' alt='<a href=/no>'>"), ["one /a 1x, /b 2x"]);
        assert_eq!(
            seen("<meta http-equiv=Refresh content='0; url=/x/'><meta name=a content=/no>"),
            ["refresh 0; url=/x/"]
        );
        for none in [
            "<!-- <a href=/no> -->",
            "<script>'<a href=/no>'</script>",
            "<textarea><a href=/no></textarea>",
            "<title><a href=/no></title>",
            "<p href=/no>",
            "<a href=''>",
            "</a href=/no>",
            "a < b href=/no",
            "<!-- never closed <a href=/no>",
        ] {
            assert_eq!(seen(none), [""; 0], "{none}");
        }
    }

    #[test]
    fn only_addresses_are_written_anew() {
        let mut out = String::new();
        let html = "<p><a class=x href=/a>1</a> <a href='/gone' id=y>2</a> <img alt=\"&amp;\" src=/b\t>é</p>";
        rewrite(html, &mut out, |it| match &*it.value {
            "/gone" => Change::Drop,
            "/b" => Change::Keep,
            _ => Change::To("x\"&<y".to_owned()),
        });
        assert_eq!(
            out,
            "<p><a class=x href=\"x&quot;&amp;&lt;y\">1</a> <a id=y>2</a> <img alt=\"&amp;\" src=/b\t>é</p>"
        );
    }

    #[test]
    fn broken_html_is_left_as_it_is() {
        for html in ["<a href=\"/x", "<a href", "<a", "<", "<a href=", "<a =", "<a / / href = '", "<!--", "é<a é=é"]
        {
            let mut out = String::new();
            rewrite(html, &mut out, |_| Change::Keep);
            assert_eq!(out, html);
        }
    }
}
