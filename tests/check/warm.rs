//! What must not go out is looked for again when the rules change, and only then.

use std::fs;

use crate::garden::{Garden, told};

#[test]
fn a_name_that_is_added_later_is_found_by_the_next_build() {
    let garden = Garden::with("content/stories/lamp.md", "body", "Maria Rossi");
    let root = garden.root.path();
    assert!(garden.build(true).published.is_some());
    let before = fs::read(garden.path("public/stories/lamp/index.html")).unwrap();
    garden.write("private/names.txt", "Maria Rossi");
    let report = garden.build(true);
    assert_eq!(told(root, &report), "content/stories/lamp.md:13:13 private-name >Maria Rossi<\n");
    assert!(report.published.is_none());
    assert_eq!(fs::read(garden.path("public/stories/lamp/index.html")).unwrap(), before, "the old site stands");
    garden.write("private/names.txt", "Tom Baker");
    assert!(garden.build(true).published.is_some());
    garden.write("private/names.txt", "Tom Baker\nMaria Rossi");
    assert!(garden.build(true).published.is_none());
    fs::remove_file(garden.path("private/names.txt")).unwrap();
    let report = garden.build(true);
    assert!(report.published.is_some());
    assert_eq!(report.published.map(|published| published.written), Some(0), "no byte is another one");
}

#[test]
fn what_is_allowed_no_more_is_found_by_the_next_build() {
    let garden = Garden::with("content/about.md", "body", "tom@mail.example");
    garden.plant("site.toml", "more", "[privacy]\nallow = [\"tom@mail.example\"]");
    assert!(garden.build(true).published.is_some());
    garden.plant("site.toml", "more", "");
    assert_eq!(
        told(garden.root.path(), &garden.build(true)),
        "content/about.md:7:8 private-email >tom@mail.example<\n"
    );
}

#[test]
fn nothing_is_looked_at_twice() {
    let garden = Garden::new();
    garden.write("private/names.txt", "Maria Rossi");
    assert!(garden.build(true).published.is_some());
    assert_eq!(garden.build(true).remade.files, [""; 0]);
    garden.plant("content/about.md", "body", "others");
    assert_eq!(garden.build(true).remade.files, ["about/index.html"]);
}

#[test]
fn the_list_is_written_nowhere() {
    let garden = Garden::new();
    garden.write("private/names.txt", "Maria Rossi => Zzyzx");
    assert!(garden.build(true).published.is_some());
    let files = walkdir::WalkDir::new(garden.root.path()).into_iter().map(Result::unwrap);
    for file in files.filter(|file| file.file_type().is_file() && !file.path().ends_with("names.txt")) {
        let bytes = fs::read(file.path()).unwrap();
        let holds = |word: &[u8]| bytes.windows(word.len()).any(|at| at.eq_ignore_ascii_case(word));
        assert!(!holds(b"Rossi") && !holds(b"Zzyzx"), "{}", file.path().display());
    }
}
