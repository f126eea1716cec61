//! Disks that are full, attached in odd places, or may only be read. Each test runs in a mount namespace of its own;
//! where the system allows none, it says so and passes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect;
use shim::{SITES, assert_no_litter, folder, order, publish, publish_to, said, tree};

const INSIDE: &str = "PUBLISH_DISK_INSIDE";

/// Runs a test in a namespace in which it may attach disks. `true` if this is the process that does the work.
fn inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "--"]);
    if !command.arg("true").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: `unshare --map-root-user --mount` is not allowed here");
        return false;
    }
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "--"]).arg(std::env::current_exe().unwrap());
    let output = command.args([test, "--exact", "--nocapture"]).env(INSIDE, "1").output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    false
}

fn mount(arguments: &[&str], at: &Path) {
    assert!(Command::new("mount").args(arguments).arg(at).status().unwrap().success());
}

/// A small disk in memory, with a site's folder on it.
fn small_disk(options: &str) -> (tempfile::TempDir, PathBuf) {
    let top = folder();
    mount(&["-t", "tmpfs", "-o", options, "small"], top.path());
    let root = top.path().join("site");
    fs::create_dir(&root).unwrap();
    (top, root)
}

#[test]
fn a_full_disk() {
    if !inside("a_full_disk") {
        return;
    }
    let (top, root) = small_disk("size=256k");
    let large = "x".repeat(100 * 1024);
    publish(&root, SITES[0]).unwrap();
    let before = tree(&root);
    let faults = publish(&root, &[("index.html", "home"), ("a", &large), ("b/b", &large), ("c", &large)]).unwrap_err();
    expect![[r#"
        error: cannot write `site/.public.goodturn/next/c`: the disk is full
          help: make room and build again; the site that stood before is untouched
    "#]]
    .assert_eq(&said(&faults, top.path()));
    assert_eq!(tree(&root), before);
    assert_no_litter(&root);
    publish(&root, SITES[1]).unwrap();
    let before = tree(&root.join("public"));
    publish(&root, &[("index.html", "home"), ("a", &large), ("b/b", &large), ("c", &large)]).unwrap_err();
    assert_eq!(tree(&root.join("public")), before);
    assert_no_litter(&root);
    publish(&root, &[("index.html", "home"), ("a", &large)]).unwrap();
}

#[test]
fn a_disk_without_room_for_more_files() {
    if !inside("a_disk_without_room_for_more_files") {
        return;
    }
    let (top, root) = small_disk("size=1m,nr_inodes=40");
    publish(&root, SITES[0]).unwrap();
    let before = tree(&root);
    let names: Vec<_> = (0..40).map(|n| format!("pages/{n}")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let said = said(&publish(&root, &many).unwrap_err(), top.path());
    assert!(said.contains("the disk is full"), "{said}");
    assert_eq!(tree(&root), before);
    assert_no_litter(&root);
}

#[test]
fn a_disk_that_can_only_be_read() {
    if !inside("a_disk_that_can_only_be_read") {
        return;
    }
    let (top, root) = small_disk("size=256k");
    publish(&root, SITES[0]).unwrap();
    let output = folder();
    mount(&["-o", "remount,ro"], top.path());
    let before = tree(&root);
    expect![[r#"
        error: cannot make sure that no other build is at work in `site/.public.goodturn`: the disk can only be read
          help: choose an `--output` on another disk
    "#]]
    .assert_eq(&said(&publish(&root, SITES[1]).unwrap_err(), top.path()));
    assert_eq!(tree(&root), before);
    // A site that can only be read is published elsewhere.
    publish_to(&order(&root, &output.path().join("public")), SITES[1]).unwrap();
}

#[test]
fn an_output_where_a_disk_is_attached() {
    if !inside("an_output_where_a_disk_is_attached") {
        return;
    }
    let (top, root) = small_disk("size=256k");
    let public = root.join("public");
    fs::create_dir_all(root.join("other")).unwrap();
    fs::create_dir(&public).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=256k", "other"], &public);
    expect![[r#"
        error: cannot publish into `site/public`, since another disk is attached exactly there
          help: choose a folder inside it, such as `--output site/public/site`
    "#]]
    .assert_eq(&said(&publish(&root, SITES[0]).unwrap_err(), top.path()));
    publish_to(&order(&root, &public.join("site")), SITES[0]).unwrap();
    // The same disk, attached twice, has the same number.
    let twice = root.join("twice");
    fs::create_dir(&twice).unwrap();
    mount(&["--bind", root.join("other").to_str().unwrap()], &twice);
    let faults = publish_to(&order(&root, &twice), SITES[0]).unwrap_err();
    expect![[r#"
        error: cannot publish into `site/twice`, since another disk is attached exactly there
          help: choose a folder inside it, such as `--output site/twice/site`
    "#]]
    .assert_eq(&said(&faults, top.path()));
}

#[test]
fn a_disk_attached_inside_the_output() {
    if !inside("a_disk_attached_inside_the_output") {
        return;
    }
    let (top, root) = small_disk("size=256k");
    publish(&root, SITES[0]).unwrap();
    let photos = root.join("public/photos");
    fs::create_dir(&photos).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=256k", "other"], &photos);
    fs::write(photos.join("one.jpg"), "a photo").unwrap();
    let before = tree(&root.join("public"));
    expect![[r#"
        error: `site/public/photos` is on another disk, so that it cannot move along with the site
          help: detach it, or publish into another folder
    "#]]
    .assert_eq(&said(&publish(&root, SITES[1]).unwrap_err(), top.path()));
    assert_eq!(tree(&root.join("public")), before);
    assert_no_litter(&root);
    // Nothing to change, nothing to carry.
    publish(&root, SITES[0]).unwrap();
}
