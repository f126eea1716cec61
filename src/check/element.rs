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
    /// The element whose name, in any case, a text begins with, and the length of the name. One that nobody knows stands
    /// inside of a line, as in browsers.
    #[inline]
    pub(super) fn at(text: &[u8]) -> (Self, usize) {
        if let Some(letters) = text.first_chunk() {
            let letters = u64::from_le_bytes(*letters);
            let length = ends(letters).trailing_zeros() as usize / 8;
            if length < 8 && is_end(text[length]) {
                return (Self::known(small(letters) & ((1 << (8 * length)) - 1)), length);
            }
        }
        let length = text.iter().position(|byte| is_end(*byte)).unwrap_or(text.len());
        (Self::of(&text[..length]), length)
    }

    /// The element of this name.
    fn of(name: &[u8]) -> Self {
        if name.len() <= 8 {
            return Self::known(key(name));
        }
        let is_long = LONG.iter().any(|long| name.eq_ignore_ascii_case(long));
        Self { around: if is_long { Around::Break } else { Around::Nothing }, loads: false }
    }

    fn known(key: u64) -> Self {
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

/// Whether a name ends before this byte.
fn is_end(byte: u8) -> bool {
    matches!(byte, b' ' | b'/' | b'>' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// The eighth bit of the first of eight bytes, taken as one number, that may end a name. Bits above it mean nothing.
const fn ends(letters: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (slash, end) = (letters ^ (ONES * b'/' as u64), letters ^ (ONES * b'>' as u64));
    let space = letters.wrapping_sub(ONES * 0x21) & !letters;
    (space | (slash.wrapping_sub(ONES) & !slash) | (end.wrapping_sub(ONES) & !end)) & (ONES << 7)
}

/// Eight letters made small at once. What is no letter may become another sign, but none of a name that is known.
const fn small(letters: u64) -> u64 {
    letters | 0x2020_2020_2020_2020
}

const SIZE: usize = 512;

type Row = (u64, Around, bool);

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
/// Those whose names are longer than eight letters.
const LONG: [&[u8]; 3] = [b"blockquote", b"figcaption", b"published"];
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

/// A name of up to eight letters as a number.
const fn key(name: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < name.len() {
        key |= (name[at] as u64) << (8 * at);
        at += 1;
    }
    if at == 8 { small(key) } else { small(key) & ((1 << (8 * at)) - 1) }
}

const fn place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55) as usize
}

#[cfg(test)]
mod tests {
    use super::{Around, Element};

    #[test]
    fn names_are_known_in_any_case() {
        let of = |name: &str| {
            for after in ["", ">", " x=y>", "/><b>abcdefgh", "\n"] {
                let text = format!("{name}{after}");
                let (element, length) = Element::at(text.as_bytes());
                assert_eq!(length, name.len(), "{text}");
                assert_eq!(format!("{element:?}"), format!("{:?}", Element::of(name.as_bytes())), "{text}");
            }
            let element = Element::of(name.as_bytes());
            (element.around, element.loads)
        };
        assert_eq!(of("P"), (Around::Break, false));
        assert_eq!(of("blockquote"), (Around::Break, false));
        assert_eq!(of("IMG"), (Around::Break, true));
        assert_eq!(of("br"), (Around::Space, false));
        for name in ["b", "span", "x-name", "a-name-that-is-much-too-long", "\u{1}p", "é"] {
            assert_eq!(of(name), (Around::Nothing, false), "{name}");
        }
    }
}
