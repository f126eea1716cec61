//! The manual cannot lie: every `console` block of tests/talk/*.md, of README.md and of the manual's pages in content/ is
//! typed into a shell, and what comes back must be what stands there. `UPDATE=1 cargo test --test talk` writes down what
//! came back.
//!
//! One file is one sitting: its commands run one after the other in a folder of their own, which begins as a copy of the
//! folder of the same name, if there is one; that of a page of the manual is in tests/talk/manual. `[..]` stands for anything on a line. `[1]` on a line of its own is the exit
//! code, where it is not 0.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use common::{PROGRAM, command, copy, updating};

const TALKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/talk");
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const MANUAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content/manual");

#[test]
fn every_talk_goes_as_it_is_written_down() {
    let mut wrong = String::new();
    let chapters = pages(MANUAL).into_iter().map(|page| (Path::new(TALKS).join("manual"), page));
    let talks =
        talks().into_iter().chain([PathBuf::from(README)]).map(|talk| (talk.parent().unwrap().to_owned(), talk));
    for (fixtures, talk) in talks.chain(chapters) {
        let written = fs::read_to_string(&talk).unwrap();
        let spoken = speak(&fixtures.join(talk.file_stem().unwrap()), &written);
        if spoken == written {
            continue;
        }
        if updating() {
            fs::write(&talk, spoken).unwrap();
        } else {
            let _ = writeln!(wrong, "{}\n{}", talk.display(), difference(&written, &spoken));
        }
    }
    assert!(wrong.is_empty(), "not what the manual says (UPDATE=1 writes it down):\n{wrong}");
}

#[test]
fn every_command_has_a_talk() {
    let help = command(PROGRAM, Path::new("/")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: Vec<_> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"build"), "{help}");
    let readme = fs::read_to_string(README).unwrap();
    for name in names {
        assert!(talks().iter().any(|talk| talk.file_stem().is_some_and(|stem| stem == name)), "no talk of {name}");
        assert!(readme.contains(&format!("| `goodturn {name}")), "README.md does not list {name}");
    }
}

fn talks() -> Vec<PathBuf> {
    pages(TALKS)
}

fn pages(folder: &str) -> Vec<PathBuf> {
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| path.extension().is_some_and(|end| end == "md"));
    all.sort();
    all
}

/// The whole file as it should read: the same prose, with the answers that the commands gave this time.
fn speak(fixture: &Path, written: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    if fixture.is_dir() {
        copy(fixture, &root);
    }
    let mut here = root.clone();
    let mut out = String::new();
    let mut lines = written.lines().peekable();
    let mut is_console = false;
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        if line.starts_with("```") {
            is_console = line == "```console";
        }
        let Some(typed) = line.strip_prefix("$ ").filter(|_| is_console) else { continue };
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("```") && !line.starts_with("$ ")) {
            expected.push(line);
        }
        let came = answer(typed, &root, &mut here);
        out.push_str(&matched(&expected, &came));
    }
    out
}

/// Types a line into a shell. A `cd` holds for the lines after it.
fn answer(typed: &str, root: &Path, here: &mut PathBuf) -> String {
    let line = format!("exec 2>&1\n{typed}\ncode=$?\npwd >&9\nexit $code\n");
    let whereabouts = root.join(".whereabouts");
    let done =
        command("sh", here).arg("-c").arg(format!("exec 9>'{}'\n{line}", whereabouts.display())).output().unwrap();
    *here = PathBuf::from(fs::read_to_string(&whereabouts).unwrap_or_default().trim_end());
    let _ = fs::remove_file(&whereabouts);
    let mut answer = String::from_utf8_lossy(&done.stdout).replace(root.to_str().unwrap(), "[DIR]");
    if !answer.is_empty() && !answer.ends_with('\n') {
        answer.push('\n');
    }
    match done.status.code() {
        Some(0) => {}
        Some(code) => {
            let _ = writeln!(answer, "[{code}]");
        }
        None => answer.push_str("[killed]\n"),
    }
    answer
}

/// The expected lines where they hold, else what came. An empty line before the next command is the writer's own.
fn matched(expected: &[&str], came: &str) -> String {
    let air = expected.iter().rev().take_while(|line| line.is_empty()).count();
    let came: Vec<&str> = came.trim_end_matches('\n').lines().collect();
    let body = &expected[..expected.len() - air];
    let same = |pattern: &str, line: &str| fits(pattern, line) || without_figures(pattern) == without_figures(line);
    let holds = body.len() == came.len() && body.iter().zip(&came).all(|(pattern, line)| same(pattern, line));
    let mut out = String::new();
    for line in if holds { body } else { &came } {
        let _ = writeln!(out, "{line}");
    }
    out.push_str(&"\n".repeat(air));
    out
}

/// Whether a line fits a pattern in which `[..]` stands for anything.
fn fits(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split("[..]");
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

/// Times, sizes and numbers of files are others tomorrow, on another machine or with another look of the theme: a line
/// that differs in nothing else is the same.
fn without_figures(line: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for word in line.split(' ') {
        let bare = word.trim_end_matches([')', ';', ',']);
        let kind = match bare {
            "ms" | "s" | "min" => "time",
            "bytes" | "kB" | "MB" => "size",
            "file" | "files" | "written" => "number",
            _ => "",
        };
        let before = out.last().map(|last| last.trim_start_matches('(')).unwrap_or_default();
        let is_figure = !before.is_empty() && before.chars().all(|c| c.is_ascii_digit() || c == '.');
        if kind.is_empty() || !is_figure {
            out.push(word.to_owned());
        } else {
            out.pop();
            out.push(format!("[{kind}]{}", &word[bare.len()..]));
        }
    }
    out.join(" ")
}

fn difference(written: &str, spoken: &str) -> String {
    let (written, spoken): (Vec<_>, Vec<_>) = (written.lines().collect(), spoken.lines().collect());
    let same = written.iter().zip(&spoken).take_while(|(a, b)| a == b).count();
    let show = |lines: &[&str], mark: &str| {
        let part = lines.iter().skip(same).take(12);
        part.fold(String::new(), |mut out, line| {
            let _ = writeln!(out, "{mark} {line}");
            out
        })
    };
    format!("from line {}:\n{}{}", same + 1, show(&written, "-"), show(&spoken, "+"))
}

#[test]
fn patterns_fit_what_they_should() {
    assert!(fits("a [..] b [..]", "a 12 b 34"));
    assert!(fits("[..]", ""));
    assert!(fits("a", "a"));
    assert!(!fits("a", "ab"));
    assert!(!fits("a[..]b", "a1c"));
    assert!(!fits("a[..]b", "a1b2"));
    assert_eq!(
        without_figures("built 2 stories (3 files, 12 ms); 1 draft"),
        "built 2 stories [number], [time]); 1 draft"
    );
}
