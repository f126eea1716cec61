//! Warm builds: after any sequence of edits the output is, byte for byte and list included, what a clean build of the
//! same sources gives. `STEPS=1000 cargo test --release --test warm -- any_sequence` takes a longer walk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;
mod edits;
mod remade;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use edits::{Edit, Garden};
use goodturn::ground::Date;
use goodturn::pipeline::{self, Include, Report, Request, Silent};
use goodturn::shell::disk::Disk;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// A build of the site in `root`; warm builds go to `public`, clean ones know nothing and go elsewhere.
fn build(root: &Path, output: &Path, today: Date, memo: bool) -> Report {
    let request = Request {
        root: root.to_path_buf(),
        output: Some(output.to_path_buf()),
        base_url: None,
        theme: None,
        include: Include::default(),
        today,
        threads: 2,
        sync: false,
        strict: false,
        memo,
        last: false,
    };
    let disk = Disk::open(root, &|_| {}).unwrap();
    pipeline::build(&request, &disk, &Silent)
}

/// Every file of a folder with its content, by path.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files =
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files.map(|file| (file.path().strip_prefix(folder).unwrap().to_owned(), fs::read(file.path()).unwrap())).collect()
}

/// Walks through the edits; after each, warm and clean must agree, in what they publish and in what they say.
fn walk(edits: &[Edit]) -> Result<(), TestCaseError> {
    let mut garden = Garden::new();
    let public = garden.root.path().join("public");
    for (step, edit) in edits.iter().enumerate() {
        garden.make(edit);
        let clean = garden.clean.path().join(step.to_string());
        let expected = build(garden.root.path(), &clean, garden.today, false);
        let found = build(garden.root.path(), &public, garden.today, true);
        prop_assert_eq!(&found.diagnostics, &expected.diagnostics, "step {}: {:?}", step, edit);
        prop_assert_eq!(&found.left_out, &expected.left_out, "step {}: {:?}", step, edit);
        prop_assert_eq!(found.published.is_some(), expected.published.is_some());
        if let (Some(found), Some(expected)) = (&found.published, &expected.published) {
            let figures = |of: &pipeline::Published| (of.stories, of.pages, of.files, of.bytes);
            prop_assert_eq!(figures(found), figures(expected), "step {}: {:?}", step, edit);
            let (found, expected) = (tree(&public), tree(&clean));
            for (path, bytes) in &expected {
                prop_assert!(found.get(path) == Some(bytes), "step {step}: {edit:?}: {} differs", path.display());
            }
            prop_assert_eq!(found.len(), expected.len(), "step {}: {:?}", step, edit);
        }
        if found.diagnostics.iter().any(goodturn::ground::Diagnostic::is_error) {
            garden.mend();
        }
        fs::remove_dir_all(&clean).ok();
    }
    Ok(())
}

#[test]
fn any_sequence_of_edits_ends_where_a_clean_build_does() {
    let steps = std::env::var("STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(300_usize);
    let length = 25;
    let cases = u32::try_from(steps.div_ceil(length)).unwrap();
    let mut runner =
        TestRunner::new(Config { cases, max_shrink_iters: 200, failure_persistence: None, ..Config::default() });
    runner.run(&prop::collection::vec(edits::any(), length..=length), |edits| walk(&edits)).unwrap();
}

#[test]
fn the_first_site_is_whole() {
    let garden = Garden::new();
    let report = build(garden.root.path(), &garden.root.path().join("public"), garden.today, true);
    let said: Vec<_> = report.diagnostics.iter().filter(|it| it.is_error()).collect();
    assert!(said.is_empty(), "{said:#?}");
}
