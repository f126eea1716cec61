//! The promises about publishing, through `goodturn build` itself: reading the sources, rendering and publishing, with
//! every file-system call below the site failing once, or being the last.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output};

use shim::{assert_no_work_litter, folder, library, tree};

type Tree = Option<BTreeMap<String, String>>;

fn story(root: &Path, name: &str, title: &str) {
    let text = format!("---\ntitle: {title}\ndate: 2011-09-25\ntags: [kind]\n---\nThank you, said {title}.\n");
    fs::write(root.join("content/stories").join(name), text).unwrap();
}

/// A site that was built twice, so that there is a second buffer, and has been edited since.
fn edited_site(root: &Path) {
    fs::create_dir_all(root.join("content/stories")).unwrap();
    fs::create_dir(root.join("static")).unwrap();
    fs::write(root.join("static/robots.png"), "not a picture").unwrap();
    std::os::unix::fs::symlink("robots.png", root.join("static/link.png")).unwrap();
    fs::write(root.join("site.toml"), "title = \"Kind\"\nbase_url = \"https://example.org/\"\n").unwrap();
    story(root, "one.md", "One");
    story(root, "two.md", "Two");
    assert!(build(root, &[]).status.success());
    fs::write(root.join("public/CNAME"), "example.org").unwrap();
    story(root, "two.md", "Second");
    assert!(build(root, &[]).status.success());
    story(root, "three.md", "Three");
    fs::remove_file(root.join("content/stories/two.md")).unwrap();
}

fn build(root: &Path, fault: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goodturn"));
    command.args(["build", "--today", "2026-01-01", "--color", "never", "--root"]).arg(root);
    if !fault.is_empty() {
        command.env("LD_PRELOAD", library()).env("FAULT_UNDER", root).envs(fault.iter().copied());
    }
    command.output().unwrap()
}

/// A second copy of a folder, with names of one file still names of one file.
fn copy_of(root: &Path) -> tempfile::TempDir {
    let copy = folder();
    let from = root.join(".");
    assert!(Command::new("cp").arg("-a").arg(from).arg(copy.path()).status().unwrap().success());
    copy
}

/// Builds the edited site with the n-th call going wrong, for every n, and checks each outcome.
fn every_call(kind: &str, check: impl Fn(&Output, Tree, (&Tree, &Tree), &str)) {
    let root = folder();
    edited_site(root.path());
    let old = tree(&root.path().join("public"));
    let done = copy_of(root.path());
    assert!(build(done.path(), &[]).status.success());
    let new = tree(&done.path().join("public"));
    let marks = folder();
    let (mark, say) = (marks.path().join("mark"), marks.path().join("say"));
    for at in 0.. {
        let site = copy_of(root.path());
        let public = site.path().join("public");
        let _ = fs::remove_file(&mark);
        let at = at.to_string();
        let (mark, say) = (mark.to_str().unwrap(), say.to_str().unwrap());
        let fault = [("FAULT_KIND", kind), ("FAULT_AT", &at), ("FAULT_MARK", mark), ("FAULT_SAY", say)];
        let output = build(site.path(), &fault);
        let about = format!("{kind} at {at} ({}): {output:?}", fs::read_to_string(say).unwrap_or_default());
        check(&output, tree(&public), (&old, &new), &about);
        let again = build(site.path(), &[]);
        assert!(again.status.success(), "{about}\nthen {again:?}");
        assert_eq!(tree(&public), new, "{about}");
        assert_no_work_litter(site.path());
        if !Path::new(mark).exists() {
            assert!(output.status.success(), "{about}");
            break;
        }
    }
}

/// The old site stands and the cause is told, or the new one does.
fn failed_or_right(cause: &'static str) -> impl Fn(&Output, Tree, (&Tree, &Tree), &str) {
    move |output, stands, (old, new), about| match output.status.code() {
        Some(0) => assert_eq!(stands, *new, "{about}"),
        Some(1) => {
            assert_eq!(stands, *old, "{about}");
            let text = String::from_utf8_lossy(&output.stderr);
            assert!(text.contains("error") && text.contains(cause), "{about}");
        }
        _ => panic!("{about}"),
    }
}

#[test]
fn a_disk_with_faults() {
    every_call("5", failed_or_right("the disk reports an error"));
}

#[test]
fn too_few_file_handles() {
    let root = folder();
    edited_site(root.path());
    let old = tree(&root.path().join("public"));
    let mut enough = false;
    for handles in 4..64 {
        let site = copy_of(root.path());
        let command = format!("ulimit -n {handles}; exec \"$0\" build --today 2026-01-01 --root \"$1\"");
        let mut shell = Command::new("sh");
        let output = shell.args(["-c", &command, env!("CARGO_BIN_EXE_goodturn")]).arg(site.path()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            enough = true;
            continue;
        }
        // With fewer than a handful not even the program itself can be started.
        assert!(handles < 8 || text.contains("too many files are open"), "{handles}: {text}");
        assert_eq!(tree(&site.path().join("public")), old, "{handles}");
    }
    assert!(enough, "64 file handles are enough for two threads");
}

#[test]
fn a_disk_that_takes_half() {
    every_call("short", failed_or_right(""));
}

#[test]
fn killed() {
    every_call("kill-after", |output, stands, (old, new), about| {
        assert!(output.status.signal() == Some(9) || output.status.success(), "{about}");
        assert!(stands == *old || stands == *new, "{about}");
    });
}
