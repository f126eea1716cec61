//! Markup as a row of texts and tags, in one pass and without a tree: fast enough to go over every page of every build,
//! and of the same mind as browsers wherever somebody could hide something. Knows nothing of what is looked for.

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
}

impl Folded {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.tags.clear();
        self.styles.clear();
    }
}

/// Appends markup, folded. `tell` is called with every tag that could hold an address.
pub(super) fn read(html: &[u8], folded: &mut Folded, tell: &mut dyn FnMut(Tag<'_>)) {
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest) {
        fold(&rest[..at], &mut folded.text);
        rest = &rest[at..];
        let is_tag = rest.get(1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'));
        if !is_tag {
            folded.text.push(b'<');
            rest = &rest[1..];
            continue;
        }
        if rest.starts_with(b"<!--") || rest.starts_with(b"<![") {
            // What is in a comment is published too.
            folded.text.push(BREAK);
            rest = &rest[3..];
            continue;
        }
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let opens = rest[1] != b'/';
        let tag = tag(&rest[1..end]);
        rest = &rest[(end + 1).min(rest.len())..];
        if let Some(stand_in) = stand_in(tag.name) {
            folded.text.push(stand_in);
        }
        if !tag.inside.is_empty() {
            folded.tags.push(BREAK);
            fold(tag.inside, &mut folded.tags);
            if memchr::memchr3(b'/', b'\\', b':', tag.inside).is_some() {
                tell(tag);
            }
        }
        if opens && tag.name.eq_ignore_ascii_case(b"script") {
            rest = raw(rest, b"</script", |text| script(text, &mut folded.text));
        } else if opens && tag.name.eq_ignore_ascii_case(b"style") {
            rest = raw(rest, b"</style", |text| {
                folded.styles.extend_from_slice(text);
                folded.styles.push(b'\n');
                fold(text, &mut folded.text);
            });
        }
    }
    fold(rest, &mut folded.text);
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

fn tag(whole: &[u8]) -> Tag<'_> {
    let start = usize::from(whole.first() == Some(&b'/'));
    let is_name = |byte: &u8| !byte.is_ascii_whitespace() && *byte != b'/';
    let length = whole[start..].iter().take_while(|byte| is_name(byte)).count();
    let (name, inside) = whole[start..].split_at(length);
    Tag { name, inside: if inside == b"/" || inside == b" /" { b"" } else { inside } }
}

/// What a tag does to the text around it: most end a piece, a break is a space, and those inside a line are as if not there.
fn stand_in(name: &[u8]) -> Option<u8> {
    let mut small = [0; 12];
    let small = small.get_mut(..name.len())?;
    small.copy_from_slice(name);
    small.make_ascii_lowercase();
    match &*small {
        b"br" => Some(b' '),
        b"p" | b"div" | b"li" | b"ul" | b"ol" | b"dl" | b"dt" | b"dd" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6"
        | b"table" | b"tr" | b"td" | b"th" | b"thead" | b"tbody" | b"tfoot" | b"caption" | b"section" | b"article"
        | b"header" | b"footer" | b"nav" | b"main" | b"aside" | b"figure" | b"figcaption" | b"blockquote" | b"pre"
        | b"hr" | b"title" | b"meta" | b"link" | b"script" | b"style" | b"html" | b"head" | b"body" | b"base"
        | b"option" | b"select" | b"form" | b"fieldset" | b"legend" | b"summary" | b"details" | b"address" | b"img"
        | b"input" | b"button" | b"textarea" | b"svg" | b"picture" | b"source" | b"video" | b"audio" | b"iframe"
        | b"object" | b"embed" | b"canvas" | b"noscript" | b"template" | b"dialog" | b"menu" | b"path" | b"rect"
        | b"circle" | b"g" | b"!doctype"
        // Feeds and sitemaps.
        | b"feed" | b"entry" | b"id" | b"name" | b"content" | b"updated" | b"published" | b"author" | b"category"
        | b"url" | b"loc" | b"lastmod" | b"urlset" | b"rights" | b"uri" | b"email" => Some(BREAK),
        _ => None,
    }
}

/// Takes the raw text of an element, up to its end, and gives the rest.
fn raw<'a>(rest: &'a [u8], end: &[u8], take: impl FnOnce(&[u8])) -> &'a [u8] {
    let is_end = |at: &usize| rest[*at..].get(..end.len()).is_some_and(|it| it.eq_ignore_ascii_case(end));
    let at = memchr::memchr_iter(b'<', rest).find(is_end).unwrap_or(rest.len());
    take(&rest[..at]);
    &rest[at..]
}

fn script(text: &[u8], out: &mut Vec<u8>) {
    if memchr::memchr(b'\\', text).is_none() {
        return fold(text, out);
    }
    let mut plain = Vec::with_capacity(text.len());
    unescaped(text, &mut plain);
    fold(&plain, out);
}

#[cfg(test)]
mod tests {
    use super::{Folded, read, unwrapped};

    fn text(html: &str) -> String {
        let mut folded = Folded::default();
        read(html.as_bytes(), &mut folded, &mut |_| {});
        String::from_utf8(folded.text).unwrap().replace('\u{1f}', "|")
    }

    #[test]
    fn what_is_read_has_no_markup_in_it() {
        assert_eq!(text("<p>Ma<b>ria</b> Rossi</p><p>2 < 3"), "|maria rossi||2 < 3");
        assert_eq!(text("Maria<br />Rossi <x-y>and</x-y><!-- Tom -->"), "maria rossi and|- tom -->");
        assert_eq!(text(r#"<script type="x">{"a": "Mar\u00eda"}</SCRIPT>b"#), r#"|{"a": "maria"}|b"#);
    }

    #[test]
    fn tags_are_told_apart_from_text() {
        let mut folded = Folded::default();
        let mut told = Vec::new();
        let html = br#"<script></script><style></style><img src="/a.png" alt="Mar&iacute;a"><br/><a href=/x/Tom>"#;
        read(html, &mut folded, &mut |tag| told.push(String::from_utf8_lossy(tag.name).into_owned()));
        assert_eq!(String::from_utf8_lossy(&folded.tags), "\u{1f} src=\"/a.png\" alt=\"maria\"\u{1f} href=/x/tom");
        assert_eq!(told, ["img", "a"]);
    }

    #[test]
    fn markup_inside_a_feed_is_markup() {
        let mut out = Vec::new();
        unwrapped(b"<content>Ma&lt;b&gt;ria&lt;/b&gt; &amp;amp; Tom</content>", &mut out);
        assert_eq!(text(&String::from_utf8(out).unwrap()), "|maria & tom|");
    }
}
