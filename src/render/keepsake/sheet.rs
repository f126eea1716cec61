//! All chapters on one page, to print: one file with its style and its pictures in it. Knows HTML.

use std::fmt::Write as _;

use super::{Book, Place, Plate, STYLE, chapter, day, direction, stories};
use crate::ground::Diagnostic;
use crate::render::Texts;
use crate::render::xml::{attribute, element, escape_into};

/// Tells our pages from those that somebody else has made.
const MADE_BY: &str = "<meta name=\"generator\" content=\"goodturn keepsake\"/>";

/// Whether these bytes are a page that this program has made.
pub fn is_sheet(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, MADE_BY.as_bytes()).is_some()
}

/// Writes the page.
///
/// # Errors
/// If a text cannot be read again.
pub fn sheet(book: &Book<'_>, texts: &dyn Texts) -> Result<Vec<u8>, Diagnostic> {
    let mut out = String::from("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"");
    attribute("lang", book.language, &mut out);
    attribute("dir", direction(book.language), &mut out);
    out.push_str(">\n<head>\n<meta charset=\"utf-8\"/>\n");
    element("title", &book.title, &mut out);
    let _ = write!(
        out,
        "{MADE_BY}\n<meta name=\"viewport\" content=\"width=device-width\"/>\n<style>\n{STYLE}{PAPER}</style>\n</head>\n<body>\n"
    );
    title_page(book, &mut out);
    contents(book, &mut out);
    for number in 0..book.stories.len() {
        out.push_str(&chapter(book, number, &Here, texts)?);
    }
    out.push_str("</body>\n</html>\n");
    Ok(out.into_bytes())
}

/// All titles, each with who tells it and the year.
fn contents(book: &Book<'_>, out: &mut String) {
    out.push_str("<nav>\n<h2>Contents</h2>\n<ol>\n");
    for (number, view) in book.stories.iter().enumerate() {
        let story = &view.story;
        out.push_str("<li><a");
        attribute("href", &Here.chapter(number, None), out);
        out.push('>');
        escape_into(&story.title, out);
        out.push_str("</a>");
        let names = story.authors.iter().map(|author| &*author.name);
        let year = story.date.as_deref().and_then(|date| date.get(..4));
        let told = names.chain(year).collect::<Vec<_>>().join(", ");
        if !told.is_empty() {
            out.push(' ');
            element("span", &told, out);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</nav>\n");
}

/// What the first leaf says: the title, what is in it, where it comes from, and up to which day.
fn title_page(book: &Book<'_>, out: &mut String) {
    out.push_str("<header>\n");
    element("h1", &book.title, out);
    element("p", &stories(book.stories.len()), out);
    out.push_str("<p class=\"rights\">");
    if let Some(publisher) = book.publisher {
        escape_into(publisher, out);
        out.push_str("<br/>\n");
    }
    escape_into(book.address, out);
    if let Some(newest) = &book.newest {
        out.push_str("<br/>\n");
        escape_into(&day(newest), out);
    }
    out.push_str("</p>\n</header>\n");
}

/// What paper wants besides.
const PAPER: &str = include_str!("sheet.css");

/// All on one page.
struct Here;

impl Place for Here {
    fn chapter(&self, number: usize, fragment: Option<&str>) -> String {
        format!("#{}{}", self.prefix(number), fragment.unwrap_or("story"))
    }

    fn picture(&self, plate: &Plate) -> String {
        format!("data:{};base64,{}", plate.kind, base64(&plate.bytes))
    }

    fn prefix(&self, number: usize) -> String {
        format!("s{}-", number + 1)
    }
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let part = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for at in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at > three.len() { '=' } else { char::from(sign) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_is_as_the_rfc_has_it() {
        let of = |text: &str| super::base64(text.as_bytes());
        assert_eq!(["", "f", "fo", "foo", "foob"].map(of), ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
