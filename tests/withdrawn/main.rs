//! A story that was taken back is gone: no run of eight words of it, nor any word that only it has, nor any of its pictures
//! is left in the output, beside it, or in what the program remembers; cold, warm, and in what is served.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;
mod garden;
#[path = "../pictures/make.rs"]
#[allow(dead_code, reason = "the tests of pictures use the rest")]
mod make;

use std::fs;
use std::path::Path;

use garden::{build, find, pictures, root, taken_back, words};

#[test]
fn nothing_is_left_of_a_withdrawn_story() {
    let root = root();
    build(root.path(), &[]);
    let pictures = pictures(root.path(), &["the-lamp", "coal"]);
    assert!(pictures.len() > 2, "the story shows none: {pictures:?}");
    let before = find(root.path(), &words(), &pictures);
    for place in [
        "public/stories/the-lamp/index.html",
        "public/atom.xml",
        ".goodturn/memo",
        ".goodturn/pictures",
        ".goodturn/cards",
    ] {
        assert!(before.iter().any(|found| found.starts_with(place)), "{place} has nothing to hide: {before:#?}");
    }

    taken_back(root.path());
    build(root.path(), &[]);
    assert_eq!(find(root.path(), &words(), &pictures), [""; 0], "after a warm build");
    let tombstone = fs::read_to_string(root.path().join("public/stories/the-lamp/index.html")).unwrap();
    assert!(tombstone.contains("noindex") && tombstone.contains("withdrawn"), "{tombstone}");

    build(root.path(), &[]);
    assert_eq!(find(root.path(), &words(), &pictures), [""; 0], "after one more, with nothing to do");
}

#[test]
fn nothing_is_left_after_a_build_that_knows_nothing() {
    let root = root();
    build(root.path(), &[]);
    let pictures = pictures(root.path(), &["the-lamp", "coal"]);
    taken_back(root.path());
    build(root.path(), &["--no-memo"]);
    assert_eq!(find(root.path(), &words(), &pictures), [""; 0]);
}

#[test]
fn nothing_is_left_if_the_program_forgot_everything() {
    let root = root();
    build(root.path(), &[]);
    let pictures = pictures(root.path(), &["the-lamp", "coal"]);
    taken_back(root.path());
    fs::remove_file(root.path().join(".goodturn/memo")).unwrap();
    build(root.path(), &[]);
    assert_eq!(find(root.path(), &words(), &pictures), [""; 0]);
}

#[test]
fn a_story_that_was_deleted_or_is_a_draft_again_leaves_nothing_that_is_published() {
    let away: [fn(&Path); 2] = [
        |root| {
            fs::remove_dir_all(root.join("content/stories/the-lamp")).unwrap();
            // These lead to it.
            fs::remove_file(root.join("content/stories/bread.md")).unwrap();
            fs::remove_file(root.join("content/stories/soup.md")).unwrap();
        },
        |root| {
            let path = root.join("content/stories/the-lamp/index.md");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, text.replacen("---\n", "---\ndraft: true\n", 1)).unwrap();
        },
    ];
    for away in away {
        let root = root();
        build(root.path(), &[]);
        let pictures = pictures(root.path(), &["the-lamp"]);
        away(root.path());
        build(root.path(), &[]);
        let left = find(root.path(), &words(), &pictures);
        let left: Vec<_> = left.iter().filter(|found| !found.starts_with(".goodturn/memo")).collect();
        assert_eq!(left, [""; 0]);
    }
}

#[test]
fn a_story_that_is_told_again_is_whole_again() {
    let root = root();
    build(root.path(), &[]);
    let sources = ["content/stories/the-lamp/index.md", "content/stories/coal.md"].map(|path| root.path().join(path));
    let texts = sources.clone().map(|path| fs::read_to_string(path).unwrap());
    let page = fs::read(root.path().join("public/stories/the-lamp/index.html")).unwrap();
    taken_back(root.path());
    build(root.path(), &[]);
    sources.iter().zip(texts).for_each(|(path, text)| fs::write(path, text).unwrap());
    build(root.path(), &["--verify"]);
    let again = fs::read(root.path().join("public/stories/the-lamp/index.html")).unwrap();
    assert!(page == again, "the comments or the pictures did not come back");
}

#[test]
fn files_that_still_hold_its_words_are_named() {
    let root = root();
    let path = root.path().join("content/stories/the-lamp/index.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, text.replacen("---\n", "---\npermission: own-story\n", 1)).unwrap();
    for made in [&["export", "wordpress", "away/k.xml"][..], &["keepsake", "-o", "away/book.epub"]] {
        fs::create_dir_all(root.path().join("away")).unwrap();
        let done = common::command(common::PROGRAM, root.path()).args(made).output().unwrap();
        assert!(done.status.success(), "{made:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    build(root.path(), &[]);
    let asked = ["withdraw", "the-lamp", "--dry-run", "--today", common::TODAY];
    let said = common::command(common::PROGRAM, root.path()).args(asked).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let (_, named) = said.split_once("no build takes away:").unwrap_or_else(|| panic!("{said}"));
    expect_test::expect![[r"

          away/book.epub
          away/book.html
          away/k.xml

        nothing was changed
    "]]
    .assert_eq(named);
}
