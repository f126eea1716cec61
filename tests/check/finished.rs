//! What only the finished site tells: `goodturn check` through the library, each finding at its place.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use goodturn::ground::{Date, text};
use goodturn::pipeline::{Include, Request, Silent, inspect};
use goodturn::shell::disk::Disk;

use crate::garden::Garden;

/// Everything that is said, with its place.
fn said(garden: &Garden) -> String {
    let root = garden.root.path();
    let request = Request::of(root.to_path_buf(), Include::default(), Date::new(2026, 11, 22).unwrap());
    let (report, _) = inspect(&request, &Disk::open(root, &|_| {}).unwrap(), &Silent);
    assert!(!garden.path("public").exists(), "nothing is published");
    let mut out = String::new();
    for said in report.diagnostics.iter().filter(|said| said.severity < goodturn::ground::Severity::Note) {
        let path = said.path.as_ref().map_or("-", |path| path.as_str());
        let at = said.span.map(|span| {
            let whole = std::fs::read_to_string(garden.path(path)).unwrap();
            let at = text::position(&whole, span.start as usize);
            format!(":{}:{}", at.line, at.column)
        });
        let _ =
            writeln!(out, "{path}{} {} {}: {}", at.unwrap_or_default(), said.severity.word(), said.code, said.message);
    }
    out
}

fn check(file: &str, text: &str, expected: Expect) {
    let garden = Garden::new();
    garden.write(file, text);
    expected.assert_eq(&said(&garden));
}

#[test]
fn the_garden_is_whole() {
    expect![""].assert_eq(&said(&Garden::new()));
}

#[test]
fn a_first_page_that_cannot_be_made_leaves_no_other_without_a_way() {
    check(
        "themes/mine/templates/home.html",
        "{{ site.titel }}\n",
        expect![[r#"
            themes/mine/templates/home.html:1:9 error template-unknown-field: there is no field `titel` here
        "#]],
    );
}

#[test]
fn links_of_raw_html_and_of_templates_are_followed() {
    let text = "---\ntitle: A\ndate: 2026-01-03\n---\nSee <a href=\"/nowhere/\">this</a>, <a href=\"/about/#gone\">that</a>, <a href=\"/about/\">it</a>.\n";
    check(
        "content/stories/a.md",
        text,
        expect![[r#"
            content/stories/a.md:5:14 error broken-link: `/nowhere/` leads nowhere: the site has no such page or file
            content/stories/a.md:5:44 error broken-fragment: the page /about/ has no place called `#gone`
        "#]],
    );
    let template = "{% extends \"base.html\" %}\n{% block main %}<h1>{{ title }}</h1><a href=\"/lost.html\">x</a>{{ content }}{% endblock main %}\n";
    check(
        "themes/mine/templates/page.html",
        template,
        expect![[r#"
            themes/mine/templates/page.html:2:46 error dead-link: `/lost.html` leads nowhere: the finished site has no such page or file
        "#]],
    );
}

#[test]
fn pictures_without_words_are_named() {
    let text = "---\ntitle: A\ndate: 2026-01-03\n---\nSee.\n\n<div><img src=\"/stories/one.png\"></div>\n\n<img src=\"one.png\" alt=\"\">\n";
    check(
        "content/stories/a.md",
        text,
        expect![[r#"
            content/stories/a.md:7:25 warning no-alt: nobody who cannot see the picture `/stories/one.png` learns what it shows
        "#]],
    );
}

#[test]
fn headings_go_down_step_by_step() {
    let text = "---\ntitle: A\ndate: 2026-01-03\n---\nSee.\n\n## One\n\n<h4>Three</h4>\n\n<h1>Again</h1>\n";
    check(
        "content/stories/a.md",
        text,
        expect![[r#"
            content/stories/a.md:9:5 warning heading-jump: the heading `Three` leaves out a level
            content/stories/a.md:11:5 warning two-headings: the page has another heading of the first level: `Again`
        "#]],
    );
}

#[test]
fn a_wall_of_words_is_shown_at_its_first_word() {
    let text =
        format!("---\ntitle: A\ndate: 2026-01-03\n---\nSee.\n\nSo it {}went on.\n", "was that day and ".repeat(70));
    check(
        "content/stories/a.md",
        &text,
        expect![[r#"
            content/stories/a.md:7:1 warning paragraph-wall: this paragraph has 284 words, and few people read on in it
        "#]],
    );
}

#[test]
fn two_stories_are_told_apart() {
    let text = "---\ntitle: the lamp \ndate: 2026-01-03\ndescription: \"A lamp \"\n---\nSee.\n";
    check(
        "content/stories/a.md",
        text,
        expect![[r#"
            content/stories/lamp.md warning same-description: content/stories/a.md has the very same description
            content/stories/lamp.md warning same-title: content/stories/a.md is called `The lamp` too, so readers cannot tell the two apart
        "#]],
    );
}

/// A whole folder of twins is said once, not once for each.
#[test]
fn many_of_one_name_are_said_in_one_go() {
    let garden = Garden::new();
    for (name, title) in
        [("a", "Thank you"), ("b", "thank You"), ("c", "Thank you"), ("d", "Thanks"), ("e", "Thank you")]
    {
        let text = format!("---\ntitle: {title}\ndate: 2026-01-03\ndescription: \"For {title}.\"\n---\nSee {name}.\n");
        garden.write(&format!("content/stories/{name}.md"), &text);
    }
    expect![[r#"
        content/stories/b.md warning same-title: content/stories/a.md and 2 others are called `thank You` too, so readers cannot tell them apart
        content/stories/c.md warning same-description: content/stories/a.md and one other have the very same description
    "#]].assert_eq(&said(&garden));
}

/// One broken file hides nothing of what the others would show.
#[test]
fn what_is_right_of_a_broken_site_is_looked_at_too() {
    let garden = Garden::new();
    garden.write("content/stories/broken.md", "---\ntitle: \"Broken\n---\nSee.\n");
    garden.write("content/stories/a.md", "---\ntitle: The lamp\ndate: 2026-01-03\n---\nAsk me at me@mail.example.\n");
    expect![[r#"
        content/stories/a.md:5:11 error private-email: the e-mail address `me@mail.example` would be published here
        content/stories/broken.md:2:8 error yaml-open-quote: the quotation mark `"` is never closed
        content/stories/lamp.md warning same-title: content/stories/a.md is called `The lamp` too, so readers cannot tell the two apart
    "#]].assert_eq(&said(&garden));
}

#[test]
fn a_page_that_nothing_leads_to_is_found() {
    let garden = Garden::new();
    garden.write("content/lost.md", "---\ntitle: Lost\n---\nHere.\n");
    garden.write("content/hidden.md", "---\ntitle: Hidden\nlisted: false\n---\nHere.\n");
    garden.write("content/found.md", "---\ntitle: Found\n---\nHere.\n");
    garden.plant("content/about.md", "body", "[this](found.md)");
    expect![[r#"
        content/lost.md warning orphan-page: no other page leads here, so nobody will find it
        themes/mine/templates/page.html:2:88 error template-unknown-field: there is no field `thanks` here
    "#]]
    .assert_eq(&said(&garden));
}

#[test]
fn colours_that_cannot_be_read_are_named() {
    let theme = "name = \"Mine\"\ngoodturn = \">=0.1\"\nextends = \"hearth\"\n[colours]\nlink = \"#D0B090\"\n";
    check(
        "themes/mine/theme.toml",
        theme,
        expect![[r#"
            themes/mine/theme.toml:5:9 warning faint-colour: the colour `link` of the theme mine can hardly be read on `bg`: its contrast is 1.9, and 4.5 is the least
            themes/mine/theme.toml:5:9 warning faint-colour: the colour `link` of the theme mine can hardly be read on `panel`: its contrast is 1.7, and 4.5 is the least
        "#]],
    );
}

#[test]
fn a_page_says_its_language() {
    let template = "<!doctype html><html><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>{{ content }}</body></html>\n";
    check(
        "themes/mine/templates/page.html",
        template,
        expect![[r#"
            themes/mine/templates/page.html:1:16 warning no-lang: the page does not say which language it is in, so that it is read aloud in any
        "#]],
    );
}

#[test]
fn undated_stories_and_private_names_are_said_too() {
    let garden = Garden::with("content/about.md", "body", "Maria Rossi");
    garden.write("content/stories/a.md", "---\ntitle: A\n---\nSee.\n");
    garden.write("private/names.txt", "Maria Rossi");
    expect![[r#"
        content/about.md:7:8 error private-name: `Maria Rossi` is in private/names.txt, and would be published here
        content/stories/a.md:1:1 warning front-matter-no-date: this story has no date, so it is listed last
    "#]]
    .assert_eq(&said(&garden));
}

#[test]
fn the_sample_site_raises_no_false_alarm() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let request = Request::of(root.to_path_buf(), Include::default(), Date::new(2026, 11, 22).unwrap());
    let (report, _) = inspect(&request, &Disk::open(root, &|_| {}).unwrap(), &Silent);
    let said = report.diagnostics.iter().filter(|said| said.severity < goodturn::ground::Severity::Note);
    let said: Vec<_> = said.filter(|said| said.code != "names-not-checked").collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn colours_of_style_sheets_are_measured_by_day_and_by_night() {
    let css = ":root { --bg: #fff; --ink: #222; --link: #999 }\n\
        @media (prefers-color-scheme: dark) { :root { --bg: #111; --ink: #777; --link: #9cf } }\n";
    check(
        "themes/mine/static/style.css",
        css,
        expect![[r#"
        themes/mine/static/style.css:1:42 warning faint-colour: `--link` can hardly be read on `--bg`: its contrast is 2.8, and 4.5 is the least
        themes/mine/static/style.css:2:66 warning faint-colour: `--ink` can hardly be read on `--bg` under `@media (prefers-color-scheme: dark)`: its contrast is 4.2, and 7 is the least
    "#]],
    );
}

/// What can be told without a page being made: twins, and colours of a theme that can hardly be read.
#[test]
fn a_strict_build_lets_no_faint_colour_and_no_twin_pass() {
    let garden = Garden::new();
    let theme = "name = \"Mine\"\ngoodturn = \">=0.1\"\nextends = \"hearth\"\n[colours]\nlink = \"#D0B090\"\n";
    garden.write("themes/mine/theme.toml", theme);
    garden.write("content/stories/a.md", "---\ntitle: The lamp\ndate: 2026-01-03\n---\nSee.\n");
    let root = garden.root.path();
    for (strict, expected) in [(false, vec![]), (true, vec!["faint-colour", "faint-colour", "same-title"])] {
        let today = Date::new(2026, 11, 22).unwrap();
        let request = Request { strict, memo: false, ..Request::of(root.to_path_buf(), Include::default(), today) };
        let report = goodturn::pipeline::build(&request, &Disk::open(root, &|_| {}).unwrap(), &Silent);
        let mut codes: Vec<_> = report
            .diagnostics
            .iter()
            .filter(|said| said.severity < goodturn::ground::Severity::Note)
            .map(|said| said.code)
            .collect();
        codes.sort_unstable();
        assert_eq!(codes, expected, "{strict}");
        assert_eq!(report.published.is_some(), !strict, "{strict}");
    }
}
