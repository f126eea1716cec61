//! The promise to makers of themes: a theme of version 1 goes on building the same pages. `tests/theme_v1/site` has a theme
//! that stands on its own and shows each thing that pages of version 1 were told, and `tests/theme_v1/expected` holds its pages.
//!
//! The theme is frozen: whatever is added to the contract later is not added here. If a page differs, a theme of somebody
//! else differs as well. `UPDATE=1` is for words that were meant to change, such as the sentence about comments, and never
//! for a variable that is gone or means something else.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{PROGRAM, TODAY, command, copy, updating};

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/theme_v1");

#[test]
fn a_theme_of_version_1_builds_the_same_pages() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    copy(&Path::new(HERE).join("site"), &root);
    let built = command(PROGRAM, &root).args(["build", "--today", TODAY, "--output", "../out"]).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let made = pages(&folder.path().join("out"));
    let expected = Path::new(HERE).join("expected");
    if updating() {
        let _ = fs::remove_dir_all(&expected);
        for (name, text) in &made {
            let file = expected.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        return;
    }
    let written = pages(&expected);
    assert!(written.len() > 15, "the expected pages are gone");
    for (name, text) in &written {
        let now = made.get(name).unwrap_or_else(|| panic!("{name} is not made any more"));
        let line = text.lines().zip(now.lines()).find(|(a, b)| a != b);
        assert!(text == now, "{name} is another: {line:?}");
    }
    let more: Vec<_> = made.keys().filter(|name| !written.contains_key(*name)).collect();
    assert!(more.is_empty(), "pages that version 1 did not have: {more:?}");
}

/// The pages below a folder, by their paths in it.
fn pages(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_some_and(|end| end == "html") {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            found.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    found
}
