//! What is made anew, for each kind of edit: the pages that show it, and no others.

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use goodturn::ground::Date;

use super::build;

const SETTINGS: &str = "title = \"Garden\"\nbase_url = \"https://example.org/\"\nper_page = 2\ncards = false\n";

/// Five stories and a page, built once.
fn site() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let stories = root.path().join("content/stories");
    fs::create_dir_all(&stories).unwrap();
    fs::write(root.path().join("site.toml"), SETTINGS).unwrap();
    fs::write(root.path().join("content/about.md"), "---\ntitle: About\n---\nUs.\n").unwrap();
    for (day, name) in ["lamp", "bread", "bus", "garden", "letter"].iter().enumerate() {
        fs::write(stories.join(format!("{name}.md")), story(name, day + 1, "work")).unwrap();
    }
    let report = build(root.path(), &root.path().join("public"), today(), true);
    assert_eq!(report.published.map(|published| published.stories), Some(5), "{:?}", report.diagnostics);
    root
}

fn story(name: &str, day: usize, tag: &str) -> String {
    format!(
        "---\ntitle: The {name}\ndate: 2026-03-{day:02}\ntags: [{tag}]\ndescription: About a {name}.\n---\nText of {name}.\n"
    )
}

fn today() -> Date {
    Date::new(2026, 11, 22).unwrap()
}

/// Makes an edit and names what was made anew.
fn after(edit: impl FnOnce(&Path), expected: Expect) {
    let root = site();
    edit(root.path());
    let report = build(root.path(), &root.path().join("public"), today(), true);
    assert!(report.published.is_some(), "{:?}", report.diagnostics);
    assert_eq!(report.remade.whole, None);
    expected.assert_eq(&report.remade.files.iter().fold(String::new(), |all, file| all + file + "\n"));
}

fn write(path: &str, text: String) -> impl FnOnce(&Path) {
    move |root: &Path| fs::write(root.join(path), text).unwrap()
}

#[test]
fn nothing_for_nothing() {
    after(|_| {}, expect![[""]]);
    after(write("content/stories/bus.md", story("bus", 3, "work")), expect![[""]]);
}

#[test]
fn the_page_and_the_feeds_with_full_texts_for_a_text() {
    after(
        write("content/stories/bus.md", story("bus", 3, "work").replace("Text", "More")),
        expect![[r#"
            atom.xml
            feed.json
            find/all.txt
            stories/bus/index.html
            tags/work/atom.xml
        "#]],
    );
}

#[test]
fn the_page_for_the_text_of_a_page() {
    after(
        write("content/about.md", "---\ntitle: About\n---\nAll of us.\n".to_owned()),
        expect![[r#"
        about/index.html
    "#]],
    );
}

#[test]
fn lists_neighbours_and_feeds_for_a_title() {
    let text = story("bus", 3, "work").replace("The bus", "A bus");
    after(
        write("content/stories/bus.md", text),
        expect![[r#"
            404.html
            almanac/index.html
            archive/index.html
            atom.xml
            feed.json
            find/index.html
            page/2/index.html
            stories/bread/index.html
            stories/bus/index.html
            stories/garden/index.html
            stories/lamp/index.html
            stories/letter/index.html
            tags/work/atom.xml
            tags/work/page/2/index.html
        "#]],
    );
}

#[test]
fn both_tags_for_another_tag() {
    after(
        write("content/stories/lamp.md", story("lamp", 1, "home")),
        expect![[r#"
            index.html
            404.html
            atom.xml
            feed.json
            find/index.html
            page/3/index.html
            sitemap.xml
            stories/bread/index.html
            stories/lamp/index.html
            tags/index.html
            tags/home/index.html
            tags/home/atom.xml
            tags/work/index.html
            tags/work/atom.xml
            tags/work/page/2/index.html
        "#]],
    );
}

#[test]
fn only_its_page_for_comments() {
    let comments = "version: 1\ncomments:\n  - {id: wp-1, author: Mara, state: approved, format: text, body: Kind.}\n";
    after(
        write("content/stories/lamp.comments.yaml", comments.to_owned()),
        expect![[r#"
        atom.xml
        feed.json
        stories/lamp/index.html
        stories/lamp/comments.atom
        tags/work/atom.xml
    "#]],
    );
}

#[test]
fn the_file_alone_for_a_file() {
    after(
        |root| {
            fs::create_dir(root.join("static")).unwrap();
            fs::write(root.join("static/hello.txt"), "Hello.").unwrap();
        },
        expect![[r#"
            hello.txt
        "#]],
    );
}

#[test]
fn the_one_that_somebody_changed_in_the_output() {
    after(
        write("public/about/index.html", "Gone.".to_owned()),
        expect![[r#"
        about/index.html
    "#]],
    );
}

#[test]
fn every_page_for_a_template_of_all() {
    let root = site();
    let template = root.path().join("themes/hearth/templates/partials/comments.html");
    fs::create_dir_all(template.parent().unwrap()).unwrap();
    fs::write(template, "<p>None.</p>").unwrap();
    let report = build(root.path(), &root.path().join("public"), today(), true);
    assert_eq!(report.remade.files.len(), report.published.unwrap().files);
}

/// What somebody puts beside pages stays beside them, wherever the next builds look and wherever they do not.
#[test]
fn what_is_not_ours_moves_along() {
    let root = site();
    let public = root.path().join("public");
    let mut told = 0;
    let mut build_with_an_edit = || {
        // Later than the clock of any disk ticks, so that looks are believed.
        std::thread::sleep(std::time::Duration::from_millis(20));
        told += 1;
        let text = format!("{}Told {told} times.\n", story("bus", 3, "work"));
        fs::write(root.path().join("content/stories/bus.md"), text).unwrap();
        let report = build(root.path(), &public, today(), true);
        assert_eq!((report.published.is_some(), &report.diagnostics[..]), (true, &[][..]));
    };
    build_with_an_edit();
    build_with_an_edit();
    let mine =
        ["stories/lamp/mine", "stories/bus/mine", "stories/mine", "mine", "tags/mine/of/it", "stories/lamp/more/mine"];
    for path in mine.map(|path| public.join(path)) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "mine").unwrap();
    }
    for _ in 0..3 {
        build_with_an_edit();
        for path in mine {
            assert_eq!(fs::read_to_string(public.join(path)).unwrap_or_default(), "mine", "{path}");
        }
    }
    fs::remove_file(public.join(mine[0])).unwrap();
    fs::remove_dir_all(public.join("tags/mine")).unwrap();
    for _ in 0..3 {
        build_with_an_edit();
        assert!(!public.join(mine[0]).exists() && !public.join("tags/mine").exists());
        assert_eq!(fs::read_to_string(public.join(mine[1])).unwrap_or_default(), "mine");
    }
    assert!(public.join("stories/lamp/index.html").exists());
}
