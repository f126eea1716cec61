//! `goodturn keepsake`, through the binary: what is in the book and what is not, that it is a valid one, and that nothing of
//! anybody else's is written over.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::process::Command;

use quick_xml::events::Event;
use zip::{CompressionMethod, ZipArchive};

const OWN: &str = "permission: own-story\n";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new(stories: &[(&str, &str, &str)]) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("site.toml", "title = \"Small & Kind\"\nbase_url = \"https://example.org/sub/\"\n");
        for (name, front, text) in stories {
            place.write(&format!("content/stories/{name}.md"), &format!("---\n{front}---\n{text}\n"));
        }
        place
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What it says, and whether it was done.
    fn keep(&self, arguments: &[&str]) -> (String, bool) {
        let mut command = common::command(env!("CARGO_BIN_EXE_goodturn"), self.folder.path());
        let output = command.args(["keepsake", "--today", "2026-11-23"]).args(arguments).output().unwrap();
        let said = [output.stderr, output.stdout].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (said, output.status.success())
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap()
    }

    /// The files of the book, by name.
    fn book(&self) -> BTreeMap<String, String> {
        let mut zip = ZipArchive::new(Cursor::new(self.bytes("keepsake.epub"))).unwrap();
        let mut files = BTreeMap::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let name = file.name().unwrap().into_owned();
            files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
        files
    }
}

fn well_formed(name: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return,
            Ok(_) => {}
            Err(why) => panic!("{name}: {why}\n{text}"),
        }
    }
}

fn garden() -> Place {
    let hostile = "<p>Open <b>and <i>crossed</b></i> <br> <script>alert(1)</script><b onclick=y> & \u{1}\n\n<div>";
    let place = Place::new(&[
        (
            "b",
            &format!("title: Later\ndate: 2012-01-02\nauthor: Ida\ntags: [rain]\n{OWN}"),
            "See [the first](a.md) and [the other](c.md#x), [the web](https://example.net/).[^1]\n\n[^1]: A note.\n\n> Thank you.\n>\n> -- a passenger",
        ),
        (
            "a",
            &format!("title: First < all\ndate: 2011-01-02\nauthor: Maya\ncontent_note: A \"loss\".\n{OWN}"),
            hostile,
        ),
        ("c", "title: Asked\ndate: 2010-01-01\npermission: asked\n", "Text.\n\n## X {#x}"),
        ("d", "title: Nobody knows\ndate: 2009-01-01\n", "Text."),
        ("e", &format!("title: Quiet\ndate: 2009-01-01\nlisted: false\n{OWN}"), "Unlisted words."),
        ("f", &format!("title: Draft\ndate: 2009-01-01\ndraft: true\n{OWN}"), "Draft words."),
        ("g", "title: Lapsed\ndate: 2008-01-01\npermission: {status: given, review: 2020-01-01}\n", "Text."),
        ("h", &format!("title: שלום\ndate: 2013-01-02\nlang: he\n{OWN}"), "שלום."),
    ]);
    place.write(
        "content/stories/b.comments.yaml",
        "version: 1\ncomments:\n  - id: wp-1\n    author: Mara\n    date: 2012-02-01\n    state: approved\n    format: html\n    body: \"<b>Kept</b> words<br>\"\n",
    );
    place
}

#[test]
fn a_book_holds_what_may_be_kept_in_order() {
    let place = garden();
    let (said, done) = place.keep(&[]);
    assert!(done, "{said}");
    assert!(said.ends_with("keepsake.epub and keepsake.html: 3 stories; 3 left out\n"), "{said}");
    for (file, why) in [("c", "were asked"), ("d", "nobody has written down"), ("g", "2020-01-01")] {
        let at = said.find(&format!("content/stories/{file}.md")).unwrap_or_else(|| panic!("{file}: {said}"));
        assert!(said[..at].contains(why), "{said}");
    }
    let book = place.book();
    let mut zip = ZipArchive::new(Cursor::new(place.bytes("keepsake.epub"))).unwrap();
    let first = zip.by_index(0).unwrap();
    assert_eq!((&*first.name().unwrap(), first.compression()), ("mimetype", CompressionMethod::Stored));
    assert_eq!(book["mimetype"], "application/epub+zip");
    for (name, text) in book.iter().filter(|(name, _)| name.ends_with("html") || name.ends_with("opf")) {
        well_formed(name, text);
    }
    let [one, two, three] = ["EPUB/s0001.xhtml", "EPUB/s0002.xhtml", "EPUB/s0003.xhtml"].map(|name| &book[name]);
    assert!(one.contains("<h1>First &lt; all</h1>") && one.contains(">Before you read</p>\n<p>A “loss”.</p>"), "{one}");
    assert!(two.contains("<a href=\"s0001.xhtml\">the first</a>"), "{two}");
    assert!(two.contains("<a href=\"https://example.org/sub/stories/c/#x\">the other</a>"), "{two}");
    assert!(two.contains("<b>Kept</b> words</p>") && two.contains("A note."), "{two}");
    assert!(one.contains("<p class=\"told\">Told by Maya, 2 January 2011</p>"), "{one}");
    assert!(three.contains("<p class=\"told\" xml:lang=\"en\" lang=\"en\" dir=\"ltr\">2 January 2013</p>"), "{three}");
    assert!(three.contains("dir=\"rtl\"") && three.contains("xml:lang=\"he\""), "{three}");
    assert!(book["EPUB/package.opf"].contains("<meta property=\"dcterms:modified\">2013-01-02T00:00:00Z</meta>"));
    let sheet = String::from_utf8(place.bytes("keepsake.html")).unwrap();
    well_formed("keepsake.html", &sheet.replace("<!DOCTYPE html>", ""));
    for words in ["Unlisted", "Draft", "Asked", "alert", "onclick"] {
        let in_book = book.iter().find(|(_, text)| text.contains(words));
        assert!(in_book.is_none() && !sheet.contains(words), "{words} in {in_book:?}");
    }
    let before = (place.bytes("keepsake.epub"), place.bytes("keepsake.html"));
    assert!(place.keep(&[]).1, "an earlier keepsake is written over");
    assert!(before == (place.bytes("keepsake.epub"), place.bytes("keepsake.html")), "the same stories, the same bytes");
}

#[test]
fn a_part_can_be_kept() {
    let place = garden();
    let of = |arguments: &[&str]| place.keep(arguments).0.lines().last().unwrap_or_default().to_owned();
    assert_eq!(of(&["--year", "2012", "--no-comments"]), "keepsake.epub and keepsake.html: 1 story");
    assert!(!place.book()["EPUB/s0001.xhtml"].contains("Kept"));
    assert_eq!(of(&["--author", "maya"]), "keepsake.epub and keepsake.html: 1 story");
    assert_eq!(of(&["--tag", "rain"]), "keepsake.epub and keepsake.html: 1 story");
    for (wish, reply) in [
        (
            ["--series", "None"],
            "no published story is a part of the series `None`\n  └ help: `goodturn list` shows what there is",
        ),
        (["--author", "Maia"], "no published story is told by `Maia`\n  └ help: did you mean `Maya`?"),
        (["--tag", "Rian"], "no published story has the tag `Rian`\n  └ help: did you mean `rain`?"),
        (["--year", "2010"], "there is no story from 2010 that may be kept"),
    ] {
        let (said, done) = place.keep(&wish);
        assert!(!done && said.contains(reply), "{said}");
    }
}

#[test]
fn nothing_of_anybody_else_is_written_over() {
    let place = garden();
    place.write("keepsake.html", "mine");
    let (said, done) = place.keep(&[]);
    assert!(!done && said.contains("`keepsake.html` is there already, and it is no keepsake"), "{said}");
    assert!(!place.folder.path().join("keepsake.epub").exists() && place.bytes("keepsake.html") == b"mine");
    assert!(place.keep(&["--force"]).1);
    let (said, done) = place.keep(&["-o", "book.zip"]);
    assert!(!done && said.contains("does not end in .epub"), "{said}");
}

#[test]
fn a_private_name_keeps_the_book_in() {
    let place = garden();
    place.write("private/names.txt", "Mara\n");
    let (said, done) = place.keep(&[]);
    assert!(!done && said.contains("content/stories/b.comments.yaml:4"), "{said}");
    assert!(!place.folder.path().join("keepsake.epub").exists());
    let (said, done) = place.keep(&["--no-comments"]);
    assert!(done, "without the comment there is nothing to hide: {said}");
}

/// The checker of the people who made the format, where it is installed.
#[test]
fn epubcheck_finds_nothing() {
    let place = garden();
    assert!(place.keep(&[]).1);
    let file = place.folder.path().join("keepsake.epub");
    // Where Debian puts it.
    let checker = "/usr/share/java/epubcheck.jar";
    match Command::new("java").args(["-jar", checker]).arg(&file).output() {
        Ok(output) if fs::exists(checker).unwrap() => {
            let said =
                [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
            assert!(output.status.success() && !said.contains("WARNING("), "{said}");
        }
        _ => eprintln!("left out: there is no epubcheck here"),
    }
}
