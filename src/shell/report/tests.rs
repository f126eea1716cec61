#![expect(clippy::unicode_not_nfc, reason = "files hold such text too")]

use std::time::Duration;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{Sources, Style, Volume, closing_line, diagnostics, json, timings};
use crate::ground::{Date, Diagnostic, SourcePath, Span};
use crate::pipeline::{Published, Report};
use crate::shell::terminal::{Letters, Manner};
use crate::site::{LeftOut, Reason};

const FILE: &str = "content/stories/umbrella.md";

fn at(text: &str, meant: &str) -> Span {
    let start = text.find(meant).unwrap();
    Span::new(start, start + meant.len())
}

fn show(text: &str, one: Diagnostic, manner: Manner, volume: Volume) -> String {
    let lookup = |path: &SourcePath| (path.as_str() == FILE).then(|| text.to_owned());
    diagnostics(&[one], Style { manner, prefix: "", volume }, &mut Sources::new(&lookup))
}

fn fault(text: &str, meant: &str) -> Diagnostic {
    Diagnostic::error("test", "the message").in_file(&SourcePath::new(FILE)).at(at(text, meant)).help("the help")
}

fn check(text: &str, meant: &str, expected: Expect) {
    expected.assert_eq(&show(text, fault(text, meant), Manner::PLAIN, Volume::Normal));
}

#[test]
fn the_line_and_the_place_are_shown() {
    check(
        "---\ntitle: \"The umbrella\n---\n",
        "\"The umbrella",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:2:8
        2 │ title: "The umbrella
          │        ^^^^^^^^^^^^^
          └ help: the help

    "#]],
    );
    let many = "\n".repeat(120) + "title";
    check(
        &many,
        "title",
        expect![[r#"
        error: the message
            ┌ content/stories/umbrella.md:121:1
        121 │ title
            │ ^^^^^
            └ help: the help

    "#]],
    );
}

#[test]
fn tabs_and_wide_letters_do_not_move_the_mark() {
    check(
        "\ttitle:\tx",
        "x",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:9
        1 │     title:    x
          │               ^
          └ help: the help

    "#]],
    );
    check(
        "日本語: x y",
        "x",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:6
        1 │ 日本語: x y
          │         ^
          └ help: the help

    "#]],
    );
    check(
        "e\u{301}é: x",
        "x",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:6
        1 │ éé: x
          │     ^
          └ help: the help

    "#]],
    );
    check(
        "語語",
        "語",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:1
        1 │ 語語
          │ ^^
          └ help: the help

    "#]],
    );
    check(
        "\u{feff}title: x",
        "title",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:1
        1 │ title: x
          │ ^^^^^
          └ help: the help

    "#]],
    );
    check(
        "a\r\nb: c\r\n",
        "c",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:2:4
        2 │ b: c
          │    ^
          └ help: the help

    "#]],
    );
}

#[test]
fn a_long_line_is_shortened_around_the_place() {
    let long = format!("{} here {}", "word ".repeat(60), "word ".repeat(60));
    check(
        &long,
        "here",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:302
        1 │ … word word word word word word word word  here word word word word word word word word w…
          │                                            ^^^^
          └ help: the help

    "#]],
    );
    check(
        &format!("start {}", "word ".repeat(60)),
        "start",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:1
        1 │ start word word word word word word word word word word word word word word word word wo…
          │ ^^^^^
          └ help: the help

    "#]],
    );
    check(
        &format!("{}end", "語 ".repeat(80)),
        "end",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:161
        1 │ … 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 語 end
          │                                                                                       ^^^
          └ help: the help

    "#]],
    );
    check(
        &"x".repeat(300),
        &"x".repeat(300),
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:1
        1 │ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          └ help: the help

    "#]],
    );
}

#[test]
fn a_place_of_several_lines_or_none_is_marked_where_it_begins() {
    check(
        "one\ntwo\nthree",
        "two\nthree",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:2:1
        2 │ two
          │ ^^^
          └ help: the help

    "#]],
    );
    check(
        "one\n",
        "\n",
        expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:4
        1 │ one
          │    ^
          └ help: the help

    "#]],
    );
    let text = "one";
    let end = fault(text, "one").at(3..3);
    expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:4
        1 │ one
          │    ^
          └ help: the help

    "#]]
    .assert_eq(&show(text, end, Manner::PLAIN, Volume::Normal));
    let beyond = fault(text, "one").at(90..99);
    expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:4
        1 │ one
          │    ^
          └ help: the help

    "#]]
    .assert_eq(&show(text, beyond, Manner::PLAIN, Volume::Normal));
}

#[test]
fn what_is_missing_is_left_out() {
    let plain = |one: Diagnostic| show("", one, Manner::PLAIN, Volume::Normal);
    let nowhere = Diagnostic::warning("test", "the message");
    expect![[r#"
        warning: the message

    "#]]
    .assert_eq(&plain(nowhere.clone()));
    expect![[r#"
        warning: the message
          └ help: the help
            in two lines

    "#]]
    .assert_eq(&plain(nowhere.clone().help("the help\nin two lines")));
    let path = SourcePath::new("gone.md");
    expect![[r#"
        warning: the message
          ─ gone.md

    "#]]
    .assert_eq(&plain(nowhere.clone().in_file(&path)));
    expect![[r#"
        warning: the message
          ┌ gone.md
          ├ one
          ├ two
          └ help: help

    "#]]
    .assert_eq(&plain(nowhere.in_file(&path).at(0..3).via("one").via("two").help("help")));
}

#[test]
fn quiet_shows_errors_and_verbose_shows_names() {
    let show = |one: Diagnostic, volume| show("x", one, Manner::PLAIN, volume);
    assert_eq!(show(Diagnostic::warning("w", "m"), Volume::Quiet), "");
    assert_eq!(show(Diagnostic::note("n", "m"), Volume::Normal), "");
    expect![[r#"
        note: m
          ├ help: h
          └ n

    "#]]
    .assert_eq(&show(Diagnostic::note("n", "m").help("h"), Volume::Verbose));
    expect![[r#"
        error: the message
          ┌ content/stories/umbrella.md:1:1
        1 │ x
          │ ^
          ├ help: the help
          └ test

    "#]]
    .assert_eq(&show(fault("x", "x"), Volume::Verbose));
}

#[test]
fn nothing_in_a_file_or_a_name_reaches_the_terminal_raw() {
    let text = "a: \u{1b}[31m\u{9b}2J\u{202e}é \u{7} x";
    let one = Diagnostic::error("test", "`\u{1b}]0;x\u{7}` is … wrong")
        .in_file(&SourcePath::new(FILE))
        .at(at(text, "x"))
        .via("by\r\u{8}é.md");
    expect![[r#"
        error: `\u{1b}]0;x\u{7}` is … wrong
          ┌ content/stories/umbrella.md:1:17
        1 │ a: �[31m�2J�é � x
          │                 ^
          └ by\u{d}\u{8}é.md

    "#]]
    .assert_eq(&show(text, one.clone(), Manner::PLAIN, Volume::Normal));
    let ascii = Manner { letters: Letters::AsciiOnly, ..Manner::PLAIN };
    expect![[r#"
        error: `\u{1b}]0;x\u{7}` is ... wrong
          --> content/stories/umbrella.md:1:17
        1 | a: ?[31m?2J?? ? x
          |                 ^
          = by\u{d}\u{8}?.md

    "#]]
    .assert_eq(&show(text, one, ascii, Volume::Normal));
}

#[test]
fn colour_is_put_around_and_not_between() {
    let text = "title: x";
    let colour = Manner { colour: true, ..Manner::PLAIN };
    expect![[r#""\u{1b}[1;31merror: \u{1b}[0m\u{1b}[1mthe message\u{1b}[0m\n  \u{1b}[2m┌\u{1b}[0m content/stories/umbrella.md:1:8\n\u{1b}[2m1\u{1b}[0m \u{1b}[2m│\u{1b}[0m title: x\n  \u{1b}[2m│\u{1b}[0m \u{1b}[1;31m       ^\u{1b}[0m\n  \u{1b}[2m└\u{1b}[0m \u{1b}[32mhelp:\u{1b}[0m the help\n\n""#]].assert_eq(&format!("{:?}", show(text, fault(text, "x"), colour, Volume::Normal)));
}

fn report() -> Report {
    let left = |title: &str, reason| LeftOut { source: SourcePath::new(FILE), title: title.into(), reason };
    let day = Date::new(2031, 2, 1).unwrap();
    Report {
        published: Some(Published {
            output: "/home/maya/public".into(),
            stories: 14,
            pages: 2,
            files: 61,
            bytes: 412_345,
            written: 3,
            removed: 1,
        }),
        left_out: vec![left("A", Reason::Draft), left("B", Reason::Draft), left("C", Reason::Expired(day))],
        timings: vec![("read", Duration::from_micros(1500)), ("render", Duration::from_millis(1234))],
        ..Report::default()
    }
}

#[test]
fn the_closing_line_counts() {
    let close = |report: &Report, ms| closing_line(report, "public", Duration::from_millis(ms), Manner::PLAIN);
    let mut report = report();
    expect![[r#"
        built 14 stories and 2 pages in public (61 files, 412 kB, 3 written, 1 removed, 83 ms); left out 2 drafts, 1 expired (`goodturn list --left-out` names them)
    "#]].assert_eq(&close(&report, 83));
    report.left_out.truncate(1);
    if let Some(published) = &mut report.published {
        (published.stories, published.pages, published.written, published.removed) = (1, 0, 0, 0);
        published.bytes = 83_456_789;
    }
    expect![[r#"
        built 1 story in public (61 files, 83.5 MB, nothing changed, 1 min 1 s); left out 1 draft (`goodturn list --left-out` names it)
    "#]].assert_eq(&close(&report, 61_000));
    report.published = None;
    report.diagnostics = vec![Diagnostic::warning("w", "m")];
    expect![[r#"
        nothing was published: 1 warning, and --strict lets none pass
    "#]]
    .assert_eq(&close(&report, 2000));
    report.diagnostics.push(fault("x", "x"));
    report.diagnostics.push(fault("x", "x"));
    expect![[r#"
        nothing was published: 2 errors in 1 file, 1 warning
    "#]]
    .assert_eq(&close(&report, 2000));
    expect![[r#"
        read            1.50 ms
        render       1234.00 ms
    "#]]
    .assert_eq(&timings(&report.timings));
}

#[test]
fn programs_get_the_same_as_json() {
    let mut report = report();
    let text = "é: x\ny";
    report.diagnostics = vec![fault(text, "x\ny").via("step"), Diagnostic::warning("w", "odd \u{9b}\u{202e}")];
    let lookup = |_: &SourcePath| Some(text.to_owned());
    let line = json(&report, Duration::from_millis(83), &mut Sources::new(&lookup));
    assert_eq!(line.find('\n'), Some(line.len() - 1), "one line");
    let mut value: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["diagnostics"][1]["message"].take(), "odd \u{9b}\u{202e}");
    expect![[r#"
        {
          "bytes": 412345,
          "counts": {
            "errors": 1,
            "files": 61,
            "pages": 2,
            "removed": 1,
            "stories": 14,
            "warnings": 1,
            "written": 3
          },
          "diagnostics": [
            {
              "code": "test",
              "column": 4,
              "end_column": 2,
              "end_line": 2,
              "help": "the help",
              "line": 1,
              "message": "the message",
              "path": "content/stories/umbrella.md",
              "severity": "error",
              "trace": [
                "step"
              ]
            },
            {
              "code": "w",
              "column": null,
              "end_column": null,
              "end_line": null,
              "help": null,
              "line": null,
              "message": null,
              "path": null,
              "severity": "warning",
              "trace": []
            }
          ],
          "left_out": [
            {
              "on": null,
              "path": "content/stories/umbrella.md",
              "reason": "draft",
              "title": "A"
            },
            {
              "on": null,
              "path": "content/stories/umbrella.md",
              "reason": "draft",
              "title": "B"
            },
            {
              "on": "2031-02-01",
              "path": "content/stories/umbrella.md",
              "reason": "expired",
              "title": "C"
            }
          ],
          "milliseconds": 83.0,
          "output": "/home/maya/public",
          "published": true,
          "timings": [
            {
              "milliseconds": 1.5,
              "step": "read"
            },
            {
              "milliseconds": 1234.0,
              "step": "render"
            }
          ]
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&value).unwrap());
    assert!(line.contains("odd \\u009b\\u202e"), "{line}");
}

proptest! {
    #[test]
    fn whatever_stands_in_a_file_is_shown_on_lines_that_fit(
        text in "([a-z ]{0,40}|[\u{0}-\u{a0}]{0,8}|[語\u{301}\u{202e}\u{feff}👩\u{200d}]{0,40}|\r|\n|x{200}){0,6}",
        (start, length) in (0_usize..300, 0_usize..300),
        message in "\\PC*[\u{1b}\u{9b}\u{202e}]?",
        letters in prop_oneof![Just(Letters::All), Just(Letters::PlainLines), Just(Letters::AsciiOnly)],
    ) {
        let one = Diagnostic::error("test", message).in_file(&SourcePath::new(FILE)).at(start..start + length);
        let shown = show(&text, one.clone(), Manner { letters, ..Manner::PLAIN }, Volume::Verbose);
        let is_bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        prop_assert!(!shown.contains(is_bad), "{:?}", shown);
        prop_assert!(letters != Letters::AsciiOnly || shown.is_ascii(), "{:?}", shown);
        // The lines below the place: the excerpt and its marks.
        for line in shown.lines().skip_while(|line| !line.contains(FILE)).skip(1) {
            prop_assert!(unicode_width::UnicodeWidthStr::width(line) <= Manner::PLAIN.width, "{:?}", line);
        }
        let lookup = |_: &SourcePath| Some(text.clone());
        let report = Report { diagnostics: vec![one], ..Report::default() };
        let line = json(&report, Duration::ZERO, &mut Sources::new(&lookup));
        prop_assert!(!line.contains(is_bad), "{:?}", line);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
    }
}
