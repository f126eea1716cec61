//! The manual says all that there is, and nothing that there is not: every command and option, every key, every message.
//! Each fault names the chapter and the line that it wants. What is defined is a term between backticks on a line of its
//! own, with `: ` below it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "../common/mod.rs"]
mod common;

mod commands;
mod keys;
mod messages;
mod pages;

use std::fs;

use pages::{Page, manual, source};

/// Fails with all faults at once.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "the manual is not up to date:\n{}", faults.join("\n"));
}

#[test]
fn the_first_page_leads_to_every_chapter_and_messages_to_every_list_of_them() {
    let mut faults = Vec::new();
    for (folder, index) in
        [("content/manual", "content/manual.md"), ("content/manual/messages", "content/manual/messages.md")]
    {
        let contents = source(index);
        let inside = folder.rsplit('/').next().unwrap();
        for page in manual().iter().filter(|page| page.folder() == folder) {
            let link = format!("({inside}/{})", page.name());
            if !contents.contains(&link) {
                faults.push(format!("{index} wants a link to {}: [{}]{link}", page.path, page.title()));
            }
        }
    }
    none(&faults);
}

#[test]
fn no_term_is_defined_twice_under_one_heading() {
    let mut faults = Vec::new();
    for page in manual() {
        let mut known = Vec::new();
        for one in &page.terms {
            if known.contains(&(&one.heading, &one.names)) {
                faults.push(format!("{}:{}: {} is defined twice", page.path, one.line, one.names.join(", ")));
            }
            known.push((&one.heading, &one.names));
        }
    }
    none(&faults);
}

#[test]
fn no_session_shows_a_shell_that_stumbles() {
    let mut faults = Vec::new();
    for page in manual() {
        let lines = page.text.lines().zip(1..).filter(|(line, _)| line.starts_with("sh: "));
        faults
            .extend(lines.map(|(line, at)| format!("{}:{at}: what the session needs is not there: {line}", page.path)));
    }
    none(&faults);
}

/// Says which terms a chapter lacks, and which it has that nothing is called. `hint`: what a line about it should say.
fn compare(page: &Page, wanted: &[String], found: &[(String, usize)], what: &str) -> Vec<String> {
    let missing = wanted.iter().filter(|name| found.iter().all(|(known, _)| known != *name));
    let missing =
        missing.map(|name| format!("{} wants the {what} `{name}`, and below it `: ` and a sentence", page.path));
    let strange = found.iter().filter(|(name, _)| !wanted.contains(name));
    let strange = strange.map(|(name, line)| format!("{}:{line}: there is no {what} `{name}`", page.path));
    missing.chain(strange).collect()
}

/// The text of all Rust files in a folder of the source, by name, without lines that are remarks.
fn rust(folder: &str) -> Vec<(String, String)> {
    let root = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<_> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .map(|entry| (entry.file_name().to_str().unwrap().to_owned(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    all.sort();
    for (_, text) in &mut all {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        *text = code.fold(String::new(), |all, line| all + line + "\n");
    }
    all
}
