//! site.toml from outside: its documentation is whole and true, and nothing that stands in it can do harm.
#![allow(clippy::unwrap_used, clippy::panic, clippy::format_collect, reason = "tests")]

use expect_test::expect;
use goodturn::ground::text::position;
use goodturn::ground::{Diagnostic, SourcePath};
use goodturn::settings::{FILE, Settings};
use proptest::prelude::*;

/// The documented settings that `init` writes.
const DOCUMENTED: &str = include_str!("../src/cli/init/site.toml");

fn parse(text: &str) -> (Settings, Vec<Diagnostic>) {
    Settings::parse(&SourcePath::new(FILE), text)
}

fn lines(text: &str, said: &[Diagnostic]) -> String {
    let line = |fault: &Diagnostic| {
        let place = fault.span.map(|span| position(text, span.start as usize));
        let place = place.map(|place| format!("{}:{} ", place.line, place.column)).unwrap_or_default();
        let help = fault.help.as_deref().map(|help| format!(" | {help}")).unwrap_or_default();
        format!("{place}{}: {}{help}", fault.severity.word(), fault.message)
    };
    said.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_documented_settings_want_nothing_but_a_base_url() {
    expect![[r#"warning: the site does not say where it will stand, so it is built for http://localhost:1111/ | feeds, the sitemap and shared links need it: base_url = "https://example.org/""#]].assert_eq(&lines(DOCUMENTED, &parse(DOCUMENTED).1));
}

#[test]
fn the_documented_defaults_are_the_real_ones() {
    let uncommented = uncommented();
    let (settings, said) = parse(&uncommented);
    assert_eq!(lines(&uncommented, &said), "", "{uncommented}");
    let mut expected = Settings::default_for("Small Kindnesses");
    expected.menu = settings.menu.clone();
    assert_eq!(settings, expected);
}

#[test]
fn every_key_is_documented_with_a_sentence() {
    let uncommented = uncommented();
    let mut section = String::new();
    let mut documented = Vec::new();
    for line in uncommented.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            name.trim_matches(['[', ']']).clone_into(&mut section);
            documented.push(section.clone());
        } else if let Some((key, _)) = line.split_once(" = ") {
            documented.push(if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") });
        }
    }
    assert_eq!(documented, Settings::keys());
    for block in DOCUMENTED.split("\n\n").skip(1) {
        let without_section = block.lines().find(|line| !line.starts_with('[')).unwrap_or_default();
        assert!(without_section.starts_with("# "), "no sentence stands above this:\n{block}");
        assert!(block.contains(". ") || block.contains(".\n") || block.contains(".)"), "not a sentence:\n{block}");
    }
}

/// The documented settings with every default in force: `# key = value` and `# [section]` become lines of their own.
fn uncommented() -> String {
    let bare = |line: &str| {
        let inner = line.strip_prefix("# ").unwrap_or_default();
        let key = inner.split(" = ").next().unwrap_or_default();
        let setting = inner.contains(" = ") && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if setting || inner.starts_with('[') { inner.to_owned() } else { line.to_owned() }
    };
    DOCUMENTED.lines().map(bare).collect::<Vec<_>>().join("\n")
}

/// What a hand slips on, a program spoils or a stranger tries.
const HARM: [&str; 14] =
    ["\"", "'", "\"\"\"", "[", "]", "{", "}", "=", ".", "\n", "\u{0}", "\u{feff}", "#", "\\u{202e}"];

proptest! {
    #[test]
    fn whatever_is_read_is_answered_with_places_in_the_file(text in "[\\[\\]{}=.,'\"#a-z0-9é \n\r\\\\-]{0,200}") {
        holds(&text)?;
    }

    #[test]
    fn a_spoiled_file_is_answered_too(places in proptest::collection::vec((0_usize..5000, 0_usize..30, 0..HARM.len()), 1..6)) {
        let mut text = uncommented();
        for (at, length, harm) in places {
            let end = text.len().min(at + length);
            if at <= end && text.is_char_boundary(at) && text.is_char_boundary(end) {
                text.replace_range(at..end, HARM[harm]);
            }
        }
        holds(&text)?;
    }
}

/// All that is said points into the file, and reading twice says the same.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let (settings, said) = parse(text);
    prop_assert_eq!(&parse(text), &(settings, said.clone()));
    for fault in said {
        let span = fault.span.unwrap_or_default();
        prop_assert!(span.end as usize <= text.len() && text.is_char_boundary(span.start as usize), "{:?}", fault);
        prop_assert_eq!(fault.path.as_ref().map(SourcePath::as_str), Some(FILE));
    }
    Ok(())
}

#[test]
fn hostile_files_are_refused_before_anyone_grows_tired() {
    let n = 100_000;
    let hostile = [
        format!("{}a = 1", "a.".repeat(n)),
        format!("[{}a]\nx = 1", "a.".repeat(n)),
        format!("x = {}1{}", "{a=".repeat(n), "}".repeat(n)),
        format!("extra.{}a = 1", "a.".repeat(n)),
        format!("allow_hosts = {}", "[".repeat(n)),
        "aa = 1\n".repeat(n),
        (0..n).map(|i| format!("k{i} = 1\n")).collect(),
        (0..n).map(|i| format!("[k{i}]\n")).collect(),
        format!("menu = [{}]", "{},".repeat(n)),
        "\"".repeat(n),
        "x\n".repeat(n),
        "# ".repeat(8_000_000),
    ];
    for text in &hostile {
        let (_, said) = parse(text);
        assert!(said.iter().any(Diagnostic::is_error), "{}", &text[..20]);
        assert!(said.len() <= 102, "{}: {}", &text[..20], said.len());
    }
}

#[test]
fn what_is_too_long_or_too_much_is_said_once() {
    let many: String = (0..150).map(|i| format!("k{i} = 1\n")).collect();
    let said = parse(&many).1;
    expect!["error: there is more wrong in this file, in 52 places | mend the first ones, and the others will be said"]
        .assert_eq(&lines(&many, &said[said.len() - 1..]));
    let long = "# \n".repeat(400_000);
    expect!["error: this file is larger than 1 MB, so it cannot hold settings | look whether another file was saved under this name"].assert_eq(&lines(&long, &parse(&long).1));
}
