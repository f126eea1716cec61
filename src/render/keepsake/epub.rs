//! Chapters -> EPUB 3.3 (<https://www.w3.org/TR/epub-33/>). Knows the format.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Book, Place, Plate, STYLE, chapter, direction, stories};
use crate::ground::messages::keepsake as say;
use crate::ground::{Diagnostic, Fingerprint};
use crate::render::Texts;
use crate::render::xml::{attribute, element, escape_into};

/// Tells our books from those that somebody else has made.
const MADE_BY: &str = "goodturn keepsake";
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/// Writes the book.
///
/// # Errors
/// If a text cannot be read again.
pub fn epub(book: &Book<'_>, texts: &dyn Texts) -> Result<Vec<u8>, Diagnostic> {
    let mut files: Vec<(String, Vec<u8>)> = vec![("META-INF/container.xml".to_owned(), CONTAINER.into())];
    let mut chapters = Vec::new();
    for number in 0..book.stories.len() {
        let lang = book.stories[number].story.lang.as_deref().unwrap_or(book.language);
        let text = chapter(book, number, &InBook, texts)?;
        chapters.push((
            format!("EPUB/{}", name(number)),
            page(&book.stories[number].story.title, lang, &text).into_bytes(),
        ));
    }
    files.push(("EPUB/package.opf".to_owned(), package(book, &chapters).into_bytes()));
    files.push(("EPUB/nav.xhtml".to_owned(), page(&book.title, book.language, &nav(book)).into_bytes()));
    files.push(("EPUB/style.css".to_owned(), STYLE.into()));
    let mut cover = String::from("<section epub:type=\"cover\" class=\"cover\">\n<img src=\"images/cover.png\"");
    attribute("alt", &format!("Cover: {}", book.title), &mut cover);
    cover.push_str("/>\n</section>\n");
    files.push(("EPUB/cover.xhtml".to_owned(), page(&book.title, book.language, &cover).into_bytes()));
    files.push(("EPUB/images/cover.png".to_owned(), book.cover.clone()));
    files.extend(chapters);
    files.extend(book.pictures.values().map(|plate| (format!("EPUB/images/{}", plate.name), plate.bytes.clone())));
    zipped(&files).map_err(|why| say::cannot_pack(&why.to_string()))
}

/// All words of one story of the book, as they stand in it.
///
/// # Errors
/// If its text cannot be read again.
pub fn words(book: &Book<'_>, number: usize, texts: &dyn Texts) -> Result<String, Diagnostic> {
    chapter(book, number, &InBook, texts)
}

/// Whether these bytes are a book that this program has made.
pub fn is_book(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    archive.comment() == MADE_BY.as_bytes()
}

fn zipped(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The first day that a zip file can name, on every file: the day of its making is nobody's business.
    let plain = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    zip.start_file("mimetype", plain.compression_method(CompressionMethod::Stored))?;
    zip.write_all(b"application/epub+zip")?;
    for (name, bytes) in files {
        let is_packed = ["jpg", "png", "gif", "webp"].iter().any(|end| name.ends_with(end));
        let how = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(name.as_str(), plain.compression_method(how))?;
        zip.write_all(bytes)?;
    }
    zip.set_comment(MADE_BY)?;
    Ok(zip.finish()?.into_inner())
}

fn page(title: &str, lang: &str, inside: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\"",
    );
    attribute("xml:lang", lang, &mut out);
    attribute("lang", lang, &mut out);
    attribute("dir", direction(lang), &mut out);
    out.push_str(">\n<head>\n");
    element("title", if title.trim().is_empty() { "…" } else { title }, &mut out);
    out.push_str("<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n<body>\n");
    out.push_str(inside);
    out.push_str("</body>\n</html>\n");
    out
}

fn nav(book: &Book<'_>) -> String {
    let mut out = String::from("<nav epub:type=\"toc\" id=\"toc\" role=\"doc-toc\">\n");
    element("h1", &book.title, &mut out);
    out.push_str("<ol>\n");
    for (number, view) in book.stories.iter().enumerate() {
        out.push_str("<li><a");
        attribute("href", &name(number), &mut out);
        out.push('>');
        escape_into(&view.story.title, &mut out);
        out.push_str("</a></li>\n");
    }
    out.push_str("</ol>\n</nav>\n");
    out
}

/// The package document: what the book is, what is in it, and in which order it is read.
fn package(book: &Book<'_>, chapters: &[(String, Vec<u8>)]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
         unique-identifier=\"id\"",
    );
    attribute("xml:lang", book.language, &mut out);
    out.push_str(">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    let all: Vec<&str> = book.stories.iter().map(|view| &*view.story.permalink).collect();
    let id = Fingerprint::of(format!("{}\n{}\n{}", book.address, book.title, all.join("\n")).as_bytes()).urn();
    element("dc:identifier id=\"id\"", &id, &mut out);
    element("dc:title", &book.title, &mut out);
    element("dc:language", book.language, &mut out);
    let mut tellers: Vec<&str> =
        book.stories.iter().flat_map(|view| view.story.authors.iter().map(|author| &*author.name)).collect();
    tellers.sort_unstable();
    tellers.dedup();
    for teller in tellers {
        element("dc:creator", teller, &mut out);
    }
    if let Some(publisher) = book.publisher {
        element("dc:publisher", publisher, &mut out);
    }
    element("dc:source", book.address, &mut out);
    let description = if book.part.is_empty() { stories(book.stories.len()).to_string() } else { book.part.clone() };
    element("dc:description", &description, &mut out);
    let day = book.newest.as_deref().unwrap_or("2000-01-01");
    element("dc:date", day, &mut out);
    element("meta property=\"dcterms:modified\"", &format!("{day}T00:00:00Z"), &mut out);
    accessibility(!book.pictures.is_empty(), &mut out);
    out.push_str("<meta name=\"cover\" content=\"cover\"/>\n</metadata>\n<manifest>\n");
    item("nav", "nav.xhtml", "application/xhtml+xml", "nav", &mut out);
    item("style", "style.css", "text/css", "", &mut out);
    item("cover-page", "cover.xhtml", "application/xhtml+xml", "", &mut out);
    item("cover", "images/cover.png", "image/png", "cover-image", &mut out);
    for (number, _) in chapters.iter().enumerate() {
        item(&format!("s{}", number + 1), &name(number), "application/xhtml+xml", "", &mut out);
    }
    for plate in book.pictures.values() {
        item(&plate.name.replace('.', "-"), &format!("images/{}", plate.name), plate.kind, "", &mut out);
    }
    let _ = writeln!(out, "</manifest>\n<spine page-progression-direction=\"{}\">", direction(book.language));
    out.push_str("<itemref idref=\"cover-page\" linear=\"no\"/>\n<itemref idref=\"nav\"/>\n");
    for number in 1..=chapters.len() {
        let _ = writeln!(out, "<itemref idref=\"s{number}\"/>");
    }
    out.push_str("</spine>\n</package>\n");
    out
}

/// What a reader needs to know who cannot see, or cannot hear (<https://www.w3.org/TR/epub-a11y-11/>).
fn accessibility(has_pictures: bool, out: &mut String) {
    let mut say = |what: &str, value: &str| element(&format!("meta property=\"schema:{what}\""), value, out);
    say("accessMode", "textual");
    if has_pictures {
        say("accessMode", "visual");
    }
    say("accessModeSufficient", "textual");
    for feature in
        ["tableOfContents", "readingOrder", "structuralNavigation", "alternativeText", "displayTransformability"]
    {
        say("accessibilityFeature", feature);
    }
    say("accessibilityHazard", "none");
    say(
        "accessibilitySummary",
        "Text in one column with headings, in reading order; pictures have words where their writers gave them.",
    );
}

fn item(id: &str, href: &str, kind: &str, properties: &str, out: &mut String) {
    out.push_str("<item");
    attribute("id", id, out);
    attribute("href", href, out);
    attribute("media-type", kind, out);
    if !properties.is_empty() {
        attribute("properties", properties, out);
    }
    out.push_str("/>\n");
}

fn name(number: usize) -> String {
    format!("s{:04}.xhtml", number + 1)
}

/// Each chapter is a file of its own.
struct InBook;

impl Place for InBook {
    fn chapter(&self, number: usize, fragment: Option<&str>) -> String {
        fragment.map_or_else(|| name(number), |fragment| format!("{}#{fragment}", name(number)))
    }

    fn picture(&self, plate: &Plate) -> String {
        format!("images/{}", plate.name)
    }

    fn prefix(&self, _number: usize) -> String {
        String::new()
    }
}
