//! Names, addresses and numbers, planted in every place that reaches an output.

use expect_test::expect;

use crate::garden::{Garden, place, png};

const NAME: &str = "Maria Rossi";
const EMAIL: &str = "maria.rossi@mail.example";
const PHONE: &str = "+44 20 7946 0958";

/// Every place that ends up on some page.
const PLACES: [(&str, &[&str]); 9] = [
    ("content/stories/rain.md", &["note"]),
    (
        "content/stories/lamp.md",
        &[
            "title",
            "author",
            "tag",
            "description",
            "series",
            "rights",
            "front-alt",
            "body",
            "heading",
            "alt",
            "caption",
            "letter",
            "signature",
            "attribute",
            "raw",
            "cell",
            "footnote",
        ],
    ),
    ("content/stories/lamp.comments.yaml", &["author", "body"]),
    ("content/about.md", &["extra", "heading", "body"]),
    ("content/tags/light.md", &["intro"]),
    ("site.toml", &["title", "tagline", "description", "author", "menu", "motto"]),
    ("themes/mine/templates/page.html", &["template"]),
    ("themes/mine/static/extra.css", &["css"]),
    ("static/hello.txt", &["static"]),
];

#[test]
fn the_garden_is_clean() {
    let garden = Garden::new();
    garden.write("private/names.txt", NAME);
    assert_eq!(garden.errors(), "");
}

#[test]
fn a_name_is_found_where_it_was_planted() {
    found_everywhere(NAME, "private-name", "# The real ones\nMaria Rossi\n");
}

#[test]
fn an_address_is_found_where_it_was_planted() {
    found_everywhere(EMAIL, "private-email", "");
}

#[test]
fn a_number_is_found_where_it_was_planted() {
    found_everywhere(PHONE, "private-phone", "");
}

fn found_everywhere(what: &str, code: &str, list: &str) {
    let mut wrong = Vec::new();
    for (file, places) in PLACES {
        for planted in places {
            // The names of people who wrote comments are cleared of addresses when they are read.
            if *planted == "author" && file.ends_with(".yaml") && what == EMAIL {
                continue;
            }
            let garden = Garden::with(file, planted, what);
            garden.write("private/names.txt", list);
            let report = garden.build(false);
            let found = crate::garden::told(garden.root.path(), &report);
            let expected = format!("{} {code} >{what}<\n", place(garden.root.path(), file, what));
            if found != expected || report.published.is_some() || garden.path("public").exists() {
                wrong.push(format!("{file} {planted}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_not_published_may_say_what_it_likes() {
    for (file, planted) in [("content/stories/lamp.comments.yaml", "pending")] {
        for what in [NAME, EMAIL, PHONE] {
            let garden = Garden::with(file, planted, what);
            garden.write("private/names.txt", NAME);
            assert_eq!(garden.errors(), "", "{file} {planted} {what}");
        }
    }
    let garden = Garden::new();
    garden.write("private/names.txt", NAME);
    garden.write(
        "content/stories/draft.md",
        "---\ntitle: Maria Rossi\ndate: 2026-01-01\ndraft: true\n---\n+44 20 7946 0958\n",
    );
    garden.write("content/stories/said.md", "---\ntitle: Said\ndate: 2026-01-01\n# Maria Rossi told it\npermission: {status: given, by: Maria Rossi}\n---\nA day.\n");
    assert_eq!(garden.errors(), "");
}

#[test]
fn addresses_of_pages_are_read_too() {
    let garden = Garden::with("content/stories/lamp.md", "slug", "-maria-rossi");
    garden.write("private/names.txt", NAME);
    expect![[r#"
        content/stories/lamp.md:11:12 private-name >maria-rossi<
    "#]]
    .assert_eq(&garden.errors());
    let garden = Garden::with("content/stories/lamp.md", "alias", "-maria-rossi");
    garden.write("private/names.txt", NAME);
    expect![[r#"
        content/stories/lamp.md:10:16 private-name >maria-rossi<
    "#]]
    .assert_eq(&garden.errors());
    let garden = Garden::with("content/stories/lamp.comments.yaml", "url", "maria-rossi");
    garden.write("private/names.txt", NAME);
    expect![[r"
        content/stories/lamp.comments.yaml:5:31 private-name >maria-rossi<
    "]]
    .assert_eq(&garden.errors());
}

#[test]
fn names_of_files_are_read_too() {
    let garden = Garden::new();
    garden.write("private/names.txt", "Maria Rossi => M.\nTom Baker");
    garden.write("content/stories/maria-rossi.md", "---\ntitle: A walk\ndate: 2026-01-01\n---\nWe went.\n");
    garden.write_bytes("static/Tom_Baker.png", &png(b""));
    garden.write("static/tom.baker.pdf", "%PDF");
    expect![[r"
        content/stories/maria-rossi.md private-name
        static/Tom_Baker.png private-name
        static/tom.baker.pdf private-name
    "]]
    .assert_eq(&garden.errors());
}

#[test]
fn words_inside_of_pictures_do_not_go_out() {
    let garden = Garden::new();
    garden.write("private/names.txt", NAME);
    garden.write_bytes("content/stories/one.png", &png(b"Author\0Maria Rossi, maria@mail.example"));
    assert_eq!(garden.errors(), "");
    let files = walkdir::WalkDir::new(garden.root.path().join("public")).into_iter().map(Result::unwrap);
    for file in files.filter(|file| file.file_type().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        assert!(!bytes.windows(5).any(|at| at == b"Rossi"), "{}", file.path().display());
    }
}

#[test]
fn nothing_hides_a_name() {
    let mut wrong = Vec::new();
    for text in [
        "MARIA ROSSI",
        "maria rossi's",
        "Maria Rossi’s",
        "María Rossí",
        "Mari\u{301}a Rossi",
        "Ma**ria** Rossi",
        "*Maria* Rossi",
        "Ma<b>ria</b> Rossi",
        "Mar&iacute;a Rossi",
        "Mar&#x69;a&nbsp;Rossi",
        "Maria  \nRossi",
        "Maria\nRossi",
        "Ma\u{ad}ria Ros\u{200b}si",
        "[Maria](/) Rossi",
        "Maria `Rossi`",
        "[x](/?who=Maria%20Rossi)",
        "[x](/?who=maria+rossi)",
        "<span title='Maria Rossi'>x</span>",
        "<https://x.example/maria-rossi/>",
        "~~Maria~~ Rossi",
        "Ｍａｒｉａ Ｒｏｓｓｉ",
        "\\Maria Rossi",
        "<script type=\"x\">\"Mar\\u0069a Rossi\"</script>",
    ] {
        let garden = Garden::with("content/stories/lamp.md", "body", &format!("{text} then"));
        garden.write("private/names.txt", NAME);
        let found = garden.errors();
        let is_right = found.matches("private-name >").count() == 1 && found.starts_with("content/stories/lamp.md:13:");
        if !is_right {
            wrong.push(format!("{text}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_words_are_no_names() {
    for text in ["Mariam Rossi", "Maria Rossini", "Maria, Rossi", "Rossi Maria", "Maria and Rossi", "Maria — Rossi"] {
        let garden = Garden::with("content/stories/lamp.md", "body", text);
        garden.write("private/names.txt", NAME);
        assert_eq!(garden.errors(), "", "{text}");
    }
}

#[test]
fn the_authors_own_may_pass() {
    let allow = "[privacy]\nallow = [\"Maria.Rossi@mail.example\", \"+44 (0)20 7946 0958\"]";
    let garden = Garden::with("site.toml", "more", allow);
    garden.plant("content/about.md", "body", "maria.rossi@mail.example 020 7946 0958 post@garden.example");
    assert_eq!(garden.errors(), "");
    garden.plant("content/about.md", "body", "maria@mail.example 020 7946 0959");
    expect![[r#"
        content/about.md:7:8 private-email >maria@mail.example<
        content/about.md:7:27 private-phone >020 7946 0959<
    "#]]
    .assert_eq(&garden.errors());
}

#[test]
fn everything_is_said_in_one_run_and_each_thing_once() {
    let garden = Garden::with("content/stories/lamp.md", "body", "Maria Rossi, and again Maria Rossi");
    garden.plant("content/about.md", "body", "Maria Rossi");
    garden.plant("site.toml", "tagline", "Tom Baker");
    garden.plant("static/hello.txt", "static", "tom@mail.example");
    garden.write("private/names.txt", "Maria Rossi => M.\nTom Baker");
    expect![[r#"
        content/about.md:7:8 private-name >Maria Rossi<
        content/stories/lamp.md:13:13 private-name >Maria Rossi<
        content/stories/lamp.md:13:36 private-name >Maria Rossi<
        site.toml:2:16 private-name >Tom Baker<
        static/hello.txt:1:7 private-email >tom@mail.example<
    "#]]
    .assert_eq(&garden.errors());
    let said = garden.build(false).diagnostics;
    let said: Vec<_> = said
        .iter()
        .map(|said| format!("{}\n  {}\n  {:?}", said.message, said.help.as_deref().unwrap_or(""), said.trace))
        .collect();
    expect![[r#"
        `Maria Rossi` is in private/names.txt, and would be published here
          write `M.` instead; `goodturn fix --names` does so wherever the name stands
          ["on the page /about/"]"#]]
    .assert_eq(&said[0]);
}

#[test]
fn changed_names_are_checked_or_it_is_said_that_they_were_not() {
    let garden = Garden::new();
    garden.write("content/stories/said.md", "---\ntitle: Said\ndate: 2026-01-01\nnames: changed\n---\nA day.\n");
    let said = |garden: &Garden| {
        let said = garden.build(true).diagnostics;
        let more_than_a_note = |said: &&goodturn::ground::Diagnostic| said.severity != goodturn::ground::Severity::Note;
        said.iter()
            .filter(more_than_a_note)
            .map(|said| format!("{} {}", said.path.as_ref().unwrap(), said.message))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let expected = expect![[
        r"content/stories/said.md not checked: this story says `names: changed`, and there is no list of the real names"
    ]];
    expected.assert_eq(&said(&garden));
    expected.assert_eq(&said(&garden));
    garden.write("private/names.txt", NAME);
    assert_eq!(said(&garden), "");
}

#[test]
fn a_name_of_one_word_is_not_held_against_the_words_of_a_theme() {
    let list = "Max\nLi\nGeorgia\nMay\nStory\nRoot\nMain\nDark\nHead\nSection\nBlock\n";
    for theme in ["mine", "hearth"] {
        let garden = Garden::new();
        let settings = std::fs::read_to_string(garden.path("site.toml")).unwrap();
        garden.write("site.toml", &settings.replace("theme = \"mine\"", &format!("theme = \"{theme}\"")));
        garden.write("private/names.txt", list);
        garden.write("themes/mine/static/extra.css", "main { max-width: 9em; font-family: Georgia }\n");
        assert_eq!(garden.errors(), "", "{theme}");
    }
    // What people read is held against it, wherever it stands.
    let garden = Garden::with("content/stories/lamp.md", "body", "as Max did");
    garden.write("private/names.txt", list);
    garden.write("themes/mine/static/extra.css", "/* thank Georgia */ main { max-width: 9em }\n");
    expect![[r#"
        content/stories/lamp.md:13:16 private-name >Max<
        themes/mine/static/extra.css:1:10 private-name >Georgia<
    "#]]
    .assert_eq(&garden.errors());
    let garden = Garden::with("themes/mine/templates/page.html", "template", "Max in May");
    garden.write("private/names.txt", list);
    expect![[r#"
        themes/mine/templates/page.html:2:48 private-name >Max<
        themes/mine/templates/page.html:2:55 private-name >May<
    "#]]
    .assert_eq(&garden.errors());
}

#[test]
fn a_list_under_another_name_is_told_of() {
    let garden = Garden::new();
    garden.write("private/names.txt.txt", NAME);
    let codes: Vec<_> = garden.build(false).diagnostics.iter().map(|said| (said.code, said.severity)).collect();
    assert_eq!(codes, [("names-not-the-list", goodturn::ground::Severity::Warning)]);
}

#[test]
fn the_advice_of_a_message_can_be_followed() {
    for number in [
        "07700&nbsp;900123",
        "07700 **900** 123",
        "030) 123 45 67",
        "٠٧٧٠٠ ٩٠٠١٢٣",
        "maria (at) mail.example",
        "tom\\[at\\]mail\\[dot\\]com",
    ] {
        let garden = Garden::with("content/stories/lamp.md", "body", &format!("call {number} or not"));
        let report = garden.build(false);
        let [said] = report.diagnostics.as_slice() else { panic!("{number}: {:?}", report.diagnostics) };
        let help = said.help.as_deref().unwrap();
        let allow = help.split_once("[privacy] ").unwrap().1;
        let settings = std::fs::read_to_string(garden.path("site.toml")).unwrap();
        garden.write("site.toml", &format!("{settings}\n[privacy]\n{allow}\n"));
        let report = garden.build(false);
        assert!(report.published.is_some(), "{number}: {allow}: {:?}", report.diagnostics);
    }
}
