//! The elements of HTML and of feeds, as far as they matter here: what they do to the text around them, and whether they
//! load anything. Looked up for every tag of every page, so that the names are a table that is made when this is compiled.

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// It stands inside of a line, and even of a word.
    Nothing,
    /// It is a line's end.
    Space,
    /// It ends a piece of text.
    Break,
}

/// What matters of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) around: Around,
    /// Whether it can load something.
    pub(super) loads: bool,
}

impl Element {
    /// The element of this name, in any case. One that nobody knows stands inside of a line, as in browsers.
    pub(super) fn of(name: &[u8]) -> Self {
        let key = key(name);
        let mut at = place(key);
        while TABLE[at].0 != 0 {
            if TABLE[at].0 == key {
                return Self { around: TABLE[at].1, loads: TABLE[at].2 };
            }
            at = (at + 1) % SIZE;
        }
        Self { around: Around::Nothing, loads: false }
    }
}

const SIZE: usize = 512;

type Row = (u128, Around, bool);

/// Elements that end a piece of text and load nothing.
const BLOCKS: &[&[u8]] = &[
    b"p",
    b"div",
    b"li",
    b"ul",
    b"ol",
    b"dl",
    b"dt",
    b"dd",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"tr",
    b"thead",
    b"tbody",
    b"tfoot",
    b"caption",
    b"section",
    b"article",
    b"header",
    b"footer",
    b"nav",
    b"main",
    b"aside",
    b"figure",
    b"figcaption",
    b"blockquote",
    b"pre",
    b"hr",
    b"title",
    b"meta",
    b"style",
    b"html",
    b"head",
    b"option",
    b"select",
    b"form",
    b"fieldset",
    b"legend",
    b"summary",
    b"details",
    b"address",
    b"button",
    b"textarea",
    b"svg",
    b"picture",
    b"canvas",
    b"noscript",
    b"template",
    b"dialog",
    b"menu",
    b"path",
    b"rect",
    b"circle",
    b"g",
    b"!doctype",
    // Feeds and sitemaps.
    b"feed",
    b"entry",
    b"id",
    b"name",
    b"content",
    b"updated",
    b"published",
    b"author",
    b"category",
    b"url",
    b"loc",
    b"lastmod",
    b"urlset",
    b"rights",
    b"uri",
    b"email",
];
/// Elements that load something; they end a piece of text, too.
const LOADING: &[&[u8]] = &[
    b"script", b"link", b"img", b"source", b"iframe", b"frame", b"embed", b"object", b"video", b"audio", b"track",
    b"input", b"image", b"use", b"feimage", b"body", b"table", b"td", b"th", b"base", b"portal", b"applet",
];

static TABLE: [Row; SIZE] = table();

const fn table() -> [Row; SIZE] {
    let mut table = [(0, Around::Nothing, false); SIZE];
    let mut at = 0;
    while at < BLOCKS.len() {
        table = with(table, BLOCKS[at], Around::Break, false);
        at += 1;
    }
    at = 0;
    while at < LOADING.len() {
        table = with(table, LOADING[at], Around::Break, true);
        at += 1;
    }
    with(table, b"br", Around::Space, false)
}

const fn with(mut table: [Row; SIZE], name: &[u8], around: Around, loads: bool) -> [Row; SIZE] {
    let key = key(name);
    let mut at = place(key);
    while table[at].0 != 0 {
        at = (at + 1) % SIZE;
    }
    table[at] = (key, around, loads);
    table
}

/// A name of up to twelve letters as a number; 1 for anything longer, which no element that matters is.
const fn key(name: &[u8]) -> u128 {
    if name.len() > 12 {
        return 1;
    }
    // Nearly all names fit into half of it, which is a good deal faster.
    let first = if name.len() > 8 { 8 } else { name.len() };
    let (mut low, mut high) = (0_u64, 0_u64);
    let mut at = 0;
    while at < first {
        low = low << 8 | name[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    while at < name.len() {
        high = high << 8 | name[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    (high as u128) << 64 | low as u128
}

const fn place(key: u128) -> usize {
    #[expect(clippy::cast_possible_truncation, reason = "both halves are mixed in")]
    let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 55) as usize
}

#[cfg(test)]
mod tests {
    use super::{Around, Element};

    #[test]
    fn names_are_known_in_any_case() {
        let of = |name: &str| {
            let element = Element::of(name.as_bytes());
            (element.around, element.loads)
        };
        assert_eq!(of("P"), (Around::Break, false));
        assert_eq!(of("blockquote"), (Around::Break, false));
        assert_eq!(of("IMG"), (Around::Break, true));
        assert_eq!(of("br"), (Around::Space, false));
        for name in ["b", "span", "x-name", "", "a-name-that-is-much-too-long"] {
            assert_eq!(of(name), (Around::Nothing, false), "{name}");
        }
    }
}
