//! Blogs that people really had: every sample export, moved in and built, lets nothing run and asks nobody for anything. Our
//! own always; other people's where they lie beside the repository.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{heard, listening, sites, undressed};
use crate::common::command;

const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/samples");
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples/imports");

/// The blogs of a folder of samples that can move in: the program that they come from, and the file.
#[expect(clippy::print_stdout, reason = "a test that is left out says so")]
fn blogs(folder: &str) -> Vec<(&'static str, PathBuf)> {
    let folder = Path::new(folder);
    let Ok(expected) = fs::read(folder.join("expected.json")) else {
        println!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let samples = expected.as_object().unwrap().iter().filter(|(_, sample)| {
        sample["format"] != "disqus"
            && !["must_fail", "nothing_to_import"].contains(&sample["policy"].as_str().unwrap())
    });
    let program = |sample: &Value| if sample["format"] == "wxr" { "wordpress" } else { "blogger" };
    samples.map(|(name, sample)| (program(sample), folder.join(name))).collect()
}

fn nothing_runs(samples: &str, least: usize) {
    let blogs = blogs(samples);
    let Some(browser) = listening().filter(|_| !blogs.is_empty()) else { return };
    let (mut wrong, mut pages) = (Vec::new(), 0);
    for (program, file) in blogs {
        let folder = tempfile::tempdir().unwrap();
        let mut import = command("goodturn", folder.path());
        let said = import.args(["import", program]).arg(&file).args(["--into", "site"]).output().unwrap();
        assert!(said.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&said.stderr));
        let site = folder.path().join("site");
        sites::build(&site);
        let addresses = undressed(&site.join("public"));
        pages += addresses.len();
        let (heard, _) = heard(&browser, &site.join("public"), &addresses);
        wrong.extend(heard.into_iter().map(|it| format!("{}: {it}", file.display())));
    }
    assert!(pages >= least, "only {pages} pages");
    assert!(wrong.is_empty(), "{} things:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

#[test]
fn nothing_runs_of_our_own_samples() {
    nothing_runs(OWN, 60);
}

#[test]
fn nothing_runs_of_other_peoples_blogs() {
    nothing_runs(SHARED, 500);
}
