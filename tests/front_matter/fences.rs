//! Where front matter begins and ends.

use expect_test::{Expect, expect};
use goodturn::ground::SourcePath;
use goodturn::story::{Kind, Source, front_matter};

use super::read;

/// The line that the text begins with, then what is said.
fn check(text: &str, expected: Expect) {
    let path = SourcePath::new("flowers.md");
    let (_, start, _) = front_matter::read(Source { path: &path, text, kind: Kind::Story });
    let (front, said) = read("flowers.md", text);
    let (first, title) = (text[start..].lines().next(), front.map(|front| front.title));
    expected.assert_eq(&format!("text: {first:?}\ntitle: {title:?}\n{said}"));
}

#[test]
fn fences_in_all_their_forms() {
    check(
        "---\ntitle: A\ndate: 2011-09-25\n---\nText.",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
    "#]],
    );
    check(
        "---  \ntitle: A\ndate: 2011-09-25\n...\t\nText.",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
    "#]],
    );
    check(
        "\u{feff}---\r\ntitle: A\r\ndate: 2011-09-25\r\n---\r\n\r\nText.",
        expect![[r#"
        text: Some("")
        title: Some("A")
    "#]],
    );
    check(
        "\n \n---\ntitle: A\ndate: 2011-09-25\n---\nText.",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
    "#]],
    );
    check(
        "---\rtitle: A\rdate: 2011-09-25\r---\rText.",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
    "#]],
    );
    check(
        "---\n\n---\nText.",
        expect![[r#"
        text: Some("Text.")
        title: Some("Flowers")
        flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / write `date: 2011-09-25` between the `---` lines, or begin the file name with `2011-09-25-`
        flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / write `title: …` between the `---` lines, or begin the text with a `# heading`
    "#]],
    );
    check(
        "---\n# only a remark: here\n---\nText.",
        expect![[r#"
            text: Some("---")
            title: Some("Flowers")
            flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
            flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
    check(
        "---\nA letter.\n\nNote: an aside.\n\n---\nText.",
        expect![[r#"
            text: Some("---")
            title: Some("Flowers")
            flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
            flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
    check(
        "---\n{title: A, date: 2011-09-25}\n---",
        expect![[r#"
        text: None
        title: Some("A")
    "#]],
    );
}

#[test]
fn files_without_front_matter() {
    check(
        "",
        expect![[r#"
            text: None
            title: Some("Flowers")
            flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
            flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
    check(
        "Once: there was a text.\n\n---\n\nAnd another.\n",
        expect![[r#"
            text: Some("Once: there was a text.")
            title: Some("Flowers")
            flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
            flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
    check(
        "---\n\nA line first, then a text.\n\n---\n\nMore.\n",
        expect![[r#"
            text: Some("---")
            title: Some("Flowers")
            flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
            flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
    check(
        "---\nOnly a line and a text.\n",
        expect![[r#"
            text: Some("---")
            title: Some("Flowers")
            flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
            flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
    check(
        "Dear Maya,\n\ntitle: this is not a key\n",
        expect![[r#"
            text: Some("Dear Maya,")
            title: Some("Flowers")
            flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
            flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
}

#[test]
fn front_matter_without_an_end() {
    check(
        "---\ntitle: A\ndate: 2011-02-30\n\nOnce upon a time.\n\nMore.\n",
        expect![[r#"
        text: Some("Once upon a time.")
        title: Some("A")
        flowers.md:3:7: error[date-unreadable]: `date`: there is no 30 February 2011 / February 2011 has 28 days
          >2011-02-30<
        flowers.md:5:1: error[front-matter-no-end]: the front matter that begins in line 1 has no end / put a line with only `---` between the last key and the story
          >Once upon a time.<
    "#]],
    );
    check(
        "---\ntitle: A\ndate: 2011-09-25\n----\nText.\n",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
        flowers.md:4:1: error[front-matter-not-a-fence]: this line looks like the `---` of front matter, but is not quite it / write exactly three hyphens at the beginning of the line and nothing else; some programs turn them into dashes
          >----<
    "#]],
    );
    check(
        "---\ntitle: A\ndate: 2011-09-25\n—\nText.\n",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
        flowers.md:4:1: error[front-matter-not-a-fence]: this line looks like the `---` of front matter, but is not quite it / write exactly three hyphens at the beginning of the line and nothing else; some programs turn them into dashes
          >—<
    "#]],
    );
    check(
        "---\ntitle: A\ndate: 2011-09-25\n --- \nText.\n",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
        flowers.md:4:1: error[front-matter-not-a-fence]: this line looks like the `---` of front matter, but is not quite it / write exactly three hyphens at the beginning of the line and nothing else; some programs turn them into dashes
          > ---<
    "#]],
    );
    check(
        "---\ntitle: A\n",
        expect![[r#"
        text: None
        title: Some("A")
        flowers.md:1:1: error[front-matter-no-end]: the front matter that begins in line 1 has no end / put a line with only `---` between the last key and the story
          >---<
    "#]],
    );
    check(
        "---\ntitle: A\ndescription: |\n  One.\n\n  Two: three.\n\ntags: [a]\n\nText: more.",
        expect![[r#"
        text: None
        title: Some("A")
        flowers.md:1:1: error[front-matter-no-end]: the front matter that begins in line 1 has no end / put a line with only `---` between the last key and the story
          >---<
        flowers.md:10:1: warning[front-matter-unknown-key]: unknown key `Text` / if it is for a theme, put it under `extra:`
          >Text<
    "#]],
    );
}

#[test]
fn front_matter_without_a_beginning() {
    check(
        "title: A\ndraft: yes\n---\nText.\n",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
        flowers.md:1:1: error[front-matter-no-start]: this file begins with keys, but not with the `---` line that front matter needs / put a line with only `---` above the first key and another below the last one
          >title: A<
    "#]],
    );
    check(
        "Title: A\nDate: 2011-09-25\n\nText.\n",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
        flowers.md:1:1: error[front-matter-no-start]: this file begins with keys, but not with the `---` line that front matter needs / put a line with only `---` above the first key and another below the last one
          >Title: A<
    "#]],
    );
    check(
        "–--\ntitle: A\n---\nText.\n",
        expect![[r#"
        text: Some("Text.")
        title: Some("A")
        flowers.md:1:1: error[front-matter-not-a-fence]: this line looks like the `---` of front matter, but is not quite it / write exactly three hyphens at the beginning of the line and nothing else; some programs turn them into dashes
          >–--<
    "#]],
    );
    check(
        "+++\ntitle = \"A\"\n+++\nText.\n",
        expect![[r#"
            text: Some("Text.")
            title: Some("Flowers")
            flowers.md:1:1: error[front-matter-toml]: this front matter stands between `+++` lines, which goodturn does not read / put it between `---` lines and write `title: …` instead of `title = …`
              >+++<
        "#]],
    );
    check(
        "Date: a fruit.\n\nText.\n",
        expect![[r#"
            text: Some("Date: a fruit.")
            title: Some("Flowers")
            flowers.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
            flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        "#]],
    );
}

/// A word processor makes dashes of hyphens; what stands between them is still meant for nobody but the program.
#[test]
fn fences_that_are_dashes_on_both_sides() {
    for fence in ["—", "--", " ---", "–––"] {
        let text = format!("{fence}\ntitle: Secret\ndraft: true\n{fence}\nText.\n");
        let path = SourcePath::new("flowers.md");
        let (front, _, said) = front_matter::read(Source { path: &path, text: &text, kind: Kind::Story });
        assert!(said.iter().any(goodturn::ground::Diagnostic::is_error), "{fence}: {front:?} {said:?}");
    }
}
