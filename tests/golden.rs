//! Golden sites: tests/golden/NAME/site is built, and what comes out must be tests/golden/NAME/expected, byte for byte.
//! NAME is the sentence that the site shows. `UPDATE=1 cargo test --test golden` writes down what came out.
//!
//! Beside `site` there may be `arguments`, further arguments of the build, one a line. What the build says, without its
//! times, is `expected.txt`. A site without a theme of its own is built with tests/golden/theme, which shows what a page
//! is told and nothing else, so that the look of Hearth can change without a golden site changing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use common::{PROGRAM, TODAY, command, copy, updating};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");

#[test]
fn every_site_comes_out_as_it_is_written_down() {
    let mut wrong = String::new();
    for golden in sites() {
        let (_folder, output, said) = build(&golden);
        if updating() {
            write_down(&golden, &output, &said);
            continue;
        }
        for difference in differences(&golden, &output, &said) {
            let _ = writeln!(wrong, "{}: {difference}", golden.file_name().unwrap().display());
        }
    }
    assert!(wrong.is_empty(), "not as written down (UPDATE=1 writes it down):\n{wrong}");
}

fn sites() -> Vec<PathBuf> {
    let mut all: Vec<_> = fs::read_dir(GOLDEN).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| path.join("site").is_dir());
    all.sort();
    assert!(!all.is_empty(), "no golden sites");
    all
}

/// Builds a copy of the site; the folder goes away with its handle.
fn build(golden: &Path) -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    copy(&golden.join("site"), &root);
    if !root.join("themes").exists() {
        copy(&Path::new(GOLDEN).join("theme"), &root.join("themes/plain"));
    }
    let mut build = command(PROGRAM, &root);
    build.args(["build", "--today", TODAY, "--output", "../out"]);
    let more = fs::read_to_string(golden.join("arguments")).unwrap_or_default();
    let built = build.args(more.lines()).output().unwrap();
    let said = String::from_utf8_lossy(&built.stderr).into_owned() + &closing(&built.stdout);
    let said = said.replace(&format!("{}/", folder.path().canonicalize().unwrap().display()), "");
    assert!(matches!(built.status.code(), Some(0 | 1)), "{}: {:?}\n{said}", golden.display(), built.status);
    (folder, root.join("../out"), said)
}

/// The closing line without its time: what stands in the last brackets before a semicolon ends with one.
fn closing(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line);
    let (head, tail) = line.split_once(')').unwrap_or((&line, ""));
    let head = head.rsplit_once(", ").map_or(head, |(head, _)| head);
    if line.is_empty() { String::new() } else { format!("{head}){tail}") }
}

fn differences(golden: &Path, output: &Path, said: &str) -> Vec<String> {
    let expected = golden.join("expected");
    let names: BTreeSet<_> = files(&expected).into_iter().chain(files(output)).collect();
    let mut differences = Vec::new();
    for name in names {
        match (fs::read(expected.join(&name)), fs::read(output.join(&name))) {
            (Ok(a), Ok(b)) if a == b => {}
            (Ok(a), Ok(b)) => differences.push(format!("{name} differs{}", first_difference(&a, &b))),
            (Ok(_), Err(_)) => differences.push(format!("{name} is missing")),
            _ => differences.push(format!("{name} is not expected")),
        }
    }
    let written = fs::read_to_string(golden.join("expected.txt")).unwrap_or_default();
    if written != said {
        differences.push(format!("what is said differs{}", first_difference(written.as_bytes(), said.as_bytes())));
    }
    differences
}

fn first_difference(a: &[u8], b: &[u8]) -> String {
    let (a, b) = (String::from_utf8_lossy(a), String::from_utf8_lossy(b));
    let line = a.lines().zip(b.lines()).take_while(|(a, b)| a == b).count();
    let show = |text: &str| text.lines().nth(line).unwrap_or("(its end)").to_owned();
    format!(" at line {}:\n  - {}\n  + {}", line + 1, show(&a), show(&b))
}

fn write_down(golden: &Path, output: &Path, said: &str) {
    let expected = golden.join("expected");
    let _ = fs::remove_dir_all(&expected);
    for name in files(output) {
        let file = expected.join(&name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::copy(output.join(&name), file).unwrap();
    }
    fs::write(golden.join("expected.txt"), said).unwrap();
}

/// All files below a folder, by their paths in it. The manifest holds digests of what is compared anyway.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name != ".goodturn-manifest" {
                found.push(name);
            }
        }
    }
    found
}
