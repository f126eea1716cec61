//! Front matter that nobody writes by accident, and text of all kinds: an answer, never a crash or a long wait.

use std::fmt::Write as _;

use expect_test::expect;
use goodturn::ground::{Diagnostic, SourcePath};
use goodturn::story::{Body, Kind, Source, front_matter};
use proptest::prelude::*;

use super::told;

/// The first thing that is said, of how many; "fine" if nothing is. Fails on spans that are not in the file.
fn answer(text: &str) -> String {
    let path = SourcePath::new("content/stories/2011-09-25-x.md");
    let source = Source { path: &path, text, kind: Kind::Story };
    let (declared, start, mut said) = front_matter::read(source);
    assert!(text.is_char_boundary(start), "the text begins inside of a character");
    if let Some(declared) = declared {
        said.extend(front_matter::complete(declared, Body::default(), source, true).2);
    } else {
        assert!(said.iter().any(Diagnostic::is_error), "no story and no error");
    }
    assert!(said.len() <= 200, "{} things are too many to read", said.len());
    told(text, &said);
    said.retain(|one| one.code != "front-matter-no-title");
    said.first().map_or_else(|| "fine".to_owned(), |first| format!("{} of {}", first.code, said.len()))
}

/// Signs of YAML, far too many of them.
fn signs() -> Vec<(&'static str, String)> {
    let long = |piece: &str| piece.repeat(20_000 / piece.len());
    let floor = |i: i32| format!("a{i}: &a{i} [{}]\n", format!("*a{},", i - 1).repeat(9));
    let bomb = (1..20).map(floor).collect::<Vec<_>>().concat();
    vec![
        ("brackets", long("[")),
        ("braces", long("{")),
        ("both", long("[{a: ")),
        ("brackets on lines", long("a: [\n")),
        ("brackets after quotes", long("[\"]\",")),
        ("many short lists", format!("tags: [{}]\n", "[],".repeat(5_000))),
        ("nested as deep as is looked at", format!("extra: {{a: {}1{}}}\n", "[".repeat(900), "]".repeat(900))),
        ("nested dashes", long("- ")),
        ("nested questions", long("? ")),
        ("nested keys", long("a: ")),
        ("an alias bomb", format!("a0: &a0 [x]\n{bomb}")),
        ("a long list many times", format!("a: &a [{}]\nb: [{}]\n", "1,".repeat(3000), "*a,".repeat(3000))),
        ("an alias of itself", "a: &a [*a]\ntitle: *a\n".to_owned()),
        ("anchors", long("&a ")),
        ("aliases", long("*a ")),
        ("tags", long("!a ")),
        ("percent signs", long("%")),
        ("double quotes", long("\"")),
        ("single quotes", long("'")),
        ("escapes", format!("title: \"{}\"\n", long("\\"))),
        ("bars", long("|\n")),
    ]
}

/// Keys and values that are too many, too long or of a strange kind.
fn keys_and_values() -> Vec<(&'static str, String)> {
    let long = |piece: &str| piece.repeat(20_000 / piece.len());
    let numbered = |make: fn(usize) -> String| (0..1000).map(make).collect::<String>();
    vec![
        ("colons", long(":\n")),
        ("dashes on lines", long("-\n")),
        ("commas", long(",")),
        ("tabs", long("\t")),
        ("NULs", long("\0")),
        ("byte-order marks", long("\u{feff}")),
        ("line separators", long("a: b\u{2028}")),
        ("unknown keys", numbered(|i| format!("key{i}: 1\n"))),
        ("keys like tile", numbered(|i| format!("tit{i}le: 1\n"))),
        ("the same key", numbered(|_| "title: x\n".to_owned())),
        ("keys in a map", format!("image: {{src: a, {}}}\n", numbered(|i| format!("k{i}: 1, ")))),
        ("broken lines", numbered(|_| "a: b: c\n".to_owned())),
        ("a long key", format!("{}: x\n", long("k"))),
        ("a long title", format!("title: {}\n", long("word "))),
        ("a long date", format!("date: {}\n", long("1"))),
        ("a long slug", format!("slug: {}\n", long("ab"))),
        ("a long address", format!("permalink: {}\n", long("/a"))),
        ("many tags", format!("tags: [{}]\n", numbered(|i| format!("tag{i}, ")))),
        ("many aliases", format!("aliases: [{}]\n", numbered(|i| format!("/a{i}, ")))),
        ("merged keys", "<<: {title: x}\ntitle: y\n".to_owned()),
        ("complex keys", "? [a, b]\n: c\n? {d: e}\n: f\n".to_owned()),
        ("another document", "title: A\n--- b\ntitle: C\n".to_owned()),
        ("a directive", "%YAML 1.2\ntitle: A\n".to_owned()),
        ("numbers", "title: .nan\ndescription: -.inf\nquote: 0x1F\nrights: 1e400\nlang: 99999999999999999999999999999999999999999\n".to_owned()),
        ("unicode numbers", "happened: ٢٠٠٩\nseries: {name: x, part: ٢}\n".to_owned()),
        ("empty everything", "title: ''\ntags: []\nauthor: {}\nimage: {}\nseries: ''\nextra: {}\nslug: ' '\naliases: ['']\n".to_owned()),
    ]
}

#[test]
fn the_front_matter_of_nightmares() {
    let mut out = String::new();
    for (name, block) in signs().into_iter().chain(keys_and_values()) {
        for (name, block) in [(name.to_owned(), block.clone()), (format!("{name}, no end"), block)] {
            let end = if name.ends_with("no end") { "" } else { "---\n" };
            writeln!(out, "{name}: {}", answer(&format!("---\n{block}\n{end}"))).unwrap();
        }
    }
    expect![[r#"
        brackets: fine
        brackets, no end: fine
        braces: yaml-too-deep of 1
        braces, no end: front-matter-no-end of 2
        both: yaml-too-deep of 1
        both, no end: front-matter-no-end of 2
        brackets on lines: yaml-too-deep of 1
        brackets on lines, no end: front-matter-no-end of 2
        brackets after quotes: fine
        brackets after quotes, no end: fine
        many short lists: yaml-too-deep of 1
        many short lists, no end: front-matter-no-end of 2
        nested as deep as is looked at: yaml-in-brackets of 1
        nested as deep as is looked at, no end: front-matter-no-end of 2
        nested dashes: fine
        nested dashes, no end: fine
        nested questions: fine
        nested questions, no end: fine
        nested keys: yaml-colon of 1
        nested keys, no end: front-matter-no-end of 2
        an alias bomb: front-matter-unknown-key of 20
        an alias bomb, no end: front-matter-no-end of 21
        a long list many times: front-matter-unknown-key of 2
        a long list many times, no end: front-matter-no-end of 3
        an alias of itself: front-matter-unknown-key of 2
        an alias of itself, no end: front-matter-no-end of 3
        anchors: fine
        anchors, no end: fine
        aliases: fine
        aliases, no end: fine
        tags: fine
        tags, no end: fine
        percent signs: fine
        percent signs, no end: fine
        double quotes: fine
        double quotes, no end: fine
        single quotes: fine
        single quotes, no end: fine
        escapes: fine
        escapes, no end: front-matter-no-end of 1
        bars: fine
        bars, no end: fine
        colons: fine
        colons, no end: fine
        dashes on lines: fine
        dashes on lines, no end: fine
        commas: fine
        commas, no end: fine
        tabs: fine
        tabs, no end: fine
        NULs: fine
        NULs, no end: fine
        byte-order marks: fine
        byte-order marks, no end: fine
        line separators: front-matter-unknown-key of 101
        line separators, no end: front-matter-no-end of 102
        unknown keys: front-matter-unknown-key of 101
        unknown keys, no end: front-matter-no-end of 102
        keys like tile: front-matter-unknown-key of 101
        keys like tile, no end: front-matter-no-end of 102
        the same key: front-matter-duplicate-key of 101
        the same key, no end: front-matter-no-end of 102
        keys in a map: front-matter-unknown-key of 101
        keys in a map, no end: front-matter-no-end of 102
        broken lines: yaml-colon of 50
        broken lines, no end: front-matter-no-end of 51
        a long key: fine
        a long key, no end: fine
        a long title: fine
        a long title, no end: front-matter-no-end of 1
        a long date: date-unreadable of 1
        a long date, no end: front-matter-no-end of 2
        a long slug: front-matter-tidied-slug of 1
        a long slug, no end: front-matter-no-end of 2
        a long address: front-matter-bad-address of 1
        a long address, no end: front-matter-no-end of 2
        many tags: front-matter-too-many of 1
        many tags, no end: front-matter-no-end of 2
        many aliases: front-matter-too-many of 1
        many aliases, no end: front-matter-no-end of 2
        merged keys: front-matter-unknown-key of 1
        merged keys, no end: front-matter-no-end of 2
        complex keys: fine
        complex keys, no end: front-matter-no-end of 3
        another document: yaml-no-entry of 2
        another document, no end: front-matter-no-end of 3
        a directive: yaml-unreadable of 1
        a directive, no end: front-matter-no-end of 2
        numbers: front-matter-bad-language of 1
        numbers, no end: front-matter-no-end of 2
        unicode numbers: date-unreadable of 2
        unicode numbers, no end: front-matter-no-end of 3
        empty everything: yaml-wrong-type of 2
        empty everything, no end: front-matter-no-end of 3
    "#]]
    .assert_eq(&out);
}

#[test]
fn files_of_five_megabytes() {
    let long = |piece: &str| piece.repeat(5_000_000 / piece.len());
    let mut out = String::new();
    for (name, text) in [
        ("no end", format!("---\ntitle: A\n{}", long("a: b\n"))),
        ("too long", format!("---\n{}---\n", long("a: b\n"))),
        ("one line", format!("---\ntitle: {}", long("x"))),
        ("fences", long("---\n")),
        ("blank lines", long("\n")),
        ("dashes", long("-")),
        ("no fence", long("title: A\n")),
    ] {
        writeln!(out, "{name}: {}", answer(&text)).unwrap();
    }
    expect![[r#"
        no end: front-matter-no-end of 2
        too long: front-matter-too-long of 1
        one line: front-matter-no-end of 2
        fences: fine
        blank lines: fine
        dashes: fine
        no fence: front-matter-no-start of 2
    "#]]
    .assert_eq(&out);
}

/// Front matter with slips: right lines, some of them cut, doubled, indented or with a sign too many.
fn with_slips() -> impl Strategy<Value = String> {
    let lines = prop::sample::select(vec![
        "title: \"The flowers\"",
        "title: Flowers",
        "date: 2011-09-25",
        "tags: [work, \"home\"]",
        "tags:",
        "  - work",
        "- home",
        "image: {src: a.jpg, alt: 'x'}",
        "description: >",
        "  More text",
        "extra: {a: [1, {b: c}]}",
        "aliases: [/a.html, /b/]",
        "comments: {status: closed, count: 8}",
        "# a remark",
        "",
        "---",
        "É: «ü» 🌻",
    ]);
    let slips = prop::sample::select(vec![
        ": ", "\"", "'", "[", "]", "{", "}", ",", "#", " #x", "&a ", "*a", "!x ", "\t", "  ", "\0", "\u{feff}", "\r",
        "\n", "\\", "%", "|", "? ", "- ", "\u{2028}", "é", "🌻",
    ]);
    let slip = (any::<prop::sample::Index>(), slips, any::<bool>());
    (prop::collection::vec(lines, 0..8), prop::collection::vec(slip, 0..4), any::<bool>()).prop_map(
        |(lines, slips, end)| {
            let mut text = format!("---\n{}\n{}", lines.join("\n"), if end { "---\nText.\n" } else { "" });
            for (at, slip, replace) in slips {
                let (at, c) = text.char_indices().nth(at.index(text.chars().count())).unwrap();
                text.replace_range(at..at + if replace { c.len_utf8() } else { 0 }, slip);
            }
            text
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn slips_of_the_finger(text in with_slips()) {
        answer(&text);
    }

    #[test]
    fn text_of_any_kind(text in any::<String>(), fenced in any::<bool>()) {
        answer(&if fenced { format!("---\n{text}\n---\n") } else { text });
    }

    #[test]
    fn any_value_of_any_key(
        key in prop::sample::select(vec![
            "title", "date", "updated", "author", "tags", "description", "slug", "permalink", "aliases", "draft", "published",
            "status", "expires", "listed", "image", "content_note", "series", "part", "happened", "passed_on_from", "quote",
            "names", "permission", "rights", "withdrawn", "comments", "lang", "id", "extra", "publishDate",
        ]),
        value in "[ -~é🌻\n]{0,24}",
    ) {
        answer(&format!("---\n{key}: {value}\n---\n"));
    }
}
