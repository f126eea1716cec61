//! A site with pictures: what is published, what is made again, and what is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use expect_test::{Expect, expect};
use goodturn::ground::{Date, Diagnostic};
use goodturn::pipeline::{self, Include, Report, Request, Silent};
use goodturn::shell::disk::Disk;

use crate::make::{self, SECRET};

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.write("site.toml", b"title = \"Pictures\"\nbase_url = \"https://example.org/\"\ncards = false\n");
        place
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn story(&self, text: &str) {
        let front = "---\ntitle: Lilies\ndate: 2011-09-25\n";
        let front = if text.starts_with("image") { format!("{front}{text}") } else { format!("{front}---\n{text}") };
        self.write("content/stories/lilies/index.md", front.as_bytes());
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn build(&self, output: &str, threads: usize) -> Report {
        let today = Date::parse("2026-11-22").unwrap();
        let request = Request {
            output: Some(self.root().join(output)),
            threads,
            memo: output == "public",
            ..Request::of(self.root().to_path_buf(), Include::default(), today)
        };
        let report = pipeline::build(&request, &Disk::open(self.root(), &|_| {}).unwrap(), &Silent);
        if output == "public" {
            // Whatever was just written must be older than the next build, to be believed.
            std::thread::sleep(std::time::Duration::from_millis(30));
        }
        report
    }

    fn tree(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let root = self.root().join(folder);
        let files = walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        files.map(|it| (it.path().strip_prefix(&root).unwrap().to_owned(), fs::read(it.path()).unwrap())).collect()
    }

    fn shelf(&self) -> BTreeMap<PathBuf, SystemTime> {
        let files = fs::read_dir(self.root().join(".goodturn/pictures")).into_iter().flatten().flatten();
        files.map(|it| (it.path(), it.metadata().unwrap().modified().unwrap())).collect()
    }
}

fn said(report: &Report) -> String {
    let line = |it: &Diagnostic| {
        let path = it.path.as_ref().map_or("-".to_owned(), ToString::to_string);
        let span = it.span.map_or(String::new(), |span| format!(" {span:?}"));
        format!("{path}{span}: {}\n", it.message)
    };
    report.diagnostics.iter().map(line).collect()
}

fn good(report: &Report) {
    assert!(report.published.is_some(), "{}", said(report));
}

fn pictures(tree: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let is_picture = |path: &&PathBuf| !path.starts_with("cards") && Picture::of(path).is_some();
    tree.keys().filter(is_picture).map(|path| path.to_str().unwrap().to_owned()).collect()
}

use goodturn::ground::picture::Kind;

struct Picture;

impl Picture {
    fn of(path: &Path) -> Option<Kind> {
        Kind::promised(path.to_str()?).filter(|_| !path.starts_with("theme"))
    }
}

fn with_all_kinds() -> Place {
    let place = Place::new();
    place.story(
        "![Lilies](lilies.jpg)\n\nAnd ![a box](box.png) and ![a card](/card.webp) and ![it moves](/moves.gif)\n",
    );
    place.write("content/stories/lilies/lilies.jpg", &make::jpeg(1000, 600, 6));
    place.write("content/stories/lilies/box.png", &make::png(500, 300, 1));
    place.write("static/card.webp", &make::webp(300, 200, 1));
    place.write("static/moves.gif", &make::gif());
    place.write("static/unseen.jpg", &make::jpeg(700, 90, 1));
    place
}

#[test]
fn every_picture_is_clean_and_the_shown_ones_have_smaller_sizes() {
    let place = with_all_kinds();
    good(&place.build("public", 2));
    let tree = place.tree("public");
    let names: Vec<String> = pictures(&tree).into_iter().map(|name| unmarked(&name)).collect();
    expect![[r#"
        card.*.300.webp
        card.webp
        favicon.svg
        moves.gif
        social.png
        stories/lilies/box.*.480.webp
        stories/lilies/box.png
        stories/lilies/lilies.*.480.webp
        stories/lilies/lilies.*.600.webp
        stories/lilies/lilies.jpg
        unseen.jpg"#]]
    .assert_eq(&names.join("\n"));
    for (path, bytes) in &tree {
        assert!(!bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()), "{}", path.display());
    }
    let page = String::from_utf8(tree[Path::new("stories/lilies/index.html")].clone()).unwrap();
    let shown: Vec<String> = page.lines().filter(|line| line.contains("<picture>")).map(unmarked).collect();
    expect![[r#"
        <picture><source type="image/webp" srcset="/stories/lilies/lilies.*.480.webp 480w, /stories/lilies/lilies.*.600.webp 600w" sizes="(min-width: 48em) 44em, 100vw"><img src="/stories/lilies/lilies.jpg" alt="Lilies" width="600" height="1000"></picture>
        <p>And <picture><source type="image/webp" srcset="/stories/lilies/box.*.480.webp 480w" sizes="(min-width: 48em) 44em, 100vw"><img src="/stories/lilies/box.png" alt="a box" width="500" height="300" loading="lazy" decoding="async"></picture> and <picture><source type="image/webp" srcset="/card.*.300.webp 300w" sizes="(min-width: 48em) 44em, 100vw"><img src="/card.webp" alt="a card" width="300" height="200" loading="lazy" decoding="async"></picture> and <img src="/moves.gif" alt="it moves" width="1" height="1" loading="lazy" decoding="async"></p>"#]]
    .assert_eq(&shown.join("\n"));
}

/// Without the marks that stand for a picture's content.
fn unmarked(text: &str) -> String {
    let parts: Vec<&str> = text.split('.').collect();
    let is_mark = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    parts.into_iter().map(|part| if is_mark(part) { "*" } else { part }).collect::<Vec<_>>().join(".")
}

#[test]
fn a_smaller_picture_stands_upright_in_its_own_colours() {
    let place = Place::new();
    place.story("![Lilies](lilies.jpg)\n");
    let upright: Vec<Vec<u8>> = (1..=8)
        .map(|turn| {
            place.write("content/stories/lilies/lilies.jpg", &make::jpeg(96, 64, turn));
            good(&place.build("public", 1));
            let tree = place.tree("public");
            let is_small = |path: &&PathBuf| path.extension().is_some_and(|it| it == "webp");
            let bytes = &tree[tree.keys().find(is_small).unwrap()];
            assert!(bytes.windows(4).any(|part| part == b"ICCP"), "the colours are named");
            let image = webp::Decoder::new(bytes).decode().unwrap();
            let size = (image.width(), image.height());
            assert_eq!(size, if turn < 5 { (96, 64) } else { (64, 96) });
            // The corner that was at the top left of the sensor is the only bluish one.
            let step = if image.is_alpha() { 4 } else { 3 };
            let blue = |x: u32, y: u32| image[((y * size.0 + x) as usize) * step + 2] > 120;
            let (right, low) = (size.0 - 6, size.1 - 6);
            [blue(5, 5), blue(right, 5), blue(right, low), blue(5, low)].map(u8::from).to_vec()
        })
        .collect();
    // Exif 2.3: where row 0 and column 0 of the sensor are.
    let corners = [0, 1, 2, 3, 0, 1, 2, 3];
    for (turn, (seen, corner)) in upright.iter().zip(corners).enumerate() {
        let expected: Vec<u8> = (0..4).map(|it| u8::from(it == corner)).collect();
        assert_eq!(*seen, expected, "direction {}", turn + 1);
    }
}

#[test]
fn nothing_is_made_twice() {
    let place = with_all_kinds();
    good(&place.build("public", 2));
    let (first, made) = (place.tree("public"), place.shelf());
    assert_eq!(made.len(), 4);
    place.write("site.toml", b"title = \"Other pictures\"\nbase_url = \"https://example.org/\"\ncards = false\n");
    let report = place.build("public", 2);
    let again: Vec<&String> = report.remade.files.iter().filter(|it| Kind::promised(it).is_some()).collect();
    assert!(
        again.iter().all(|it| it.starts_with("cards/") || it.ends_with(".svg") || *it == "social.png"),
        "{again:?}"
    );
    fs::remove_dir_all(place.root().join("public")).unwrap();
    fs::remove_file(place.root().join(".goodturn/memo")).unwrap();
    good(&place.build("public", 2));
    assert_eq!(place.shelf(), made, "not even without its memory");
    assert_eq!(pictures(&place.tree("public")), pictures(&first));
    let damaged = made.keys().next().unwrap();
    fs::write(damaged, b"RIFF").unwrap();
    fs::remove_dir_all(place.root().join("public")).unwrap();
    good(&place.build("public", 2));
    for name in pictures(&first) {
        assert_eq!(place.tree("public").get(Path::new(&name)), first.get(Path::new(&name)), "{name}");
    }
}

#[test]
fn one_thread_and_eight_make_the_same() {
    let place = with_all_kinds();
    good(&place.build("one", 1));
    good(&place.build("eight", 8));
    assert_eq!(place.tree("one"), place.tree("eight"));
}

#[test]
fn a_site_can_do_without() {
    let place = with_all_kinds();
    place.write(
        "site.toml",
        b"title = \"x\"\nbase_url = \"https://example.org/\"\ncards = false\n[pictures]\nresponsive = false\n",
    );
    good(&place.build("public", 1));
    let tree = place.tree("public");
    assert!(!pictures(&tree).iter().any(|name| name != "card.webp" && name.ends_with(".webp")));
    assert!(!tree.values().any(|bytes| bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes())));
}

fn refused(name: &str, bytes: &[u8], expected: Expect) {
    let place = Place::new();
    place.story(&format!("A line.\n\n![Lilies]({name})\n"));
    place.write(&format!("content/stories/lilies/{name}"), bytes);
    let report = place.build("public", 2);
    assert!(report.published.is_none());
    expected.assert_eq(&said(&report));
}

#[test]
fn what_is_no_picture_for_a_page_is_refused_where_it_is_shown() {
    let mut bomb = make::png(2, 2, 1);
    bomb[16..24].copy_from_slice(&[0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50]);
    refused(
        "bomb.png",
        &bomb,
        expect![[r#"
        content/stories/lilies/index.md Span { start: 48, end: 67 }: bomb.png is 50000 pixels wide and 50000 high, which is too much for anybody's screen
    "#]],
    );
    let jpeg = make::plain_jpeg(80, 60);
    refused(
        "cut.jpg",
        &jpeg[..jpeg.len() / 2],
        expect![[r#"
        content/stories/lilies/index.md Span { start: 48, end: 66 }: cut.jpg ends in the middle of the picture
    "#]],
    );
    refused(
        "really.png",
        &jpeg,
        expect![[r#"
        content/stories/lilies/index.md Span { start: 48, end: 69 }: really.png is named like a PNG picture, but is one of another kind
    "#]],
    );
    refused(
        "page.jpg",
        b"<html>",
        expect![[r#"
        content/stories/lilies/index.md Span { start: 48, end: 67 }: page.jpg is named like a JPEG picture, but there is none in it
    "#]],
    );
    refused(
        "phone.heic",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        expect![[r#"
        content/stories/lilies/index.md Span { start: 48, end: 69 }: phone.heic is a kind of picture that few browsers show
    "#]],
    );
    refused(
        "empty.png",
        b"",
        expect![[r#"
        content/stories/lilies/index.md Span { start: 48, end: 68 }: empty.png is named like a PNG picture, but there is none in it
    "#]],
    );
}
