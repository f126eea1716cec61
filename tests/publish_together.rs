//! Builds at the same time over one output wait for each other, and readers see a whole site at every moment.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

use goodturn::shell::publish::{self, Order};
use shim::{Child, SITES, assert_no_litter, folder, order, publish, publish_to, tree};

#[test]
fn a_second_build_says_that_it_waits_and_then_goes_on() {
    let root = folder();
    let output = root.path().join("public");
    let first = publish::open(order(root.path(), &output)).unwrap();
    first.put("index.html", b"the first").unwrap();
    let mut second = Child::new(root.path(), 1).command().stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(second.stderr.take().unwrap()).lines();
    let line = said.next().unwrap().unwrap();
    let site = fs::canonicalize(root.path()).unwrap();
    assert_eq!(line, format!("another build is at work on `{}`; waiting for it to finish", site.display()));
    assert!(!output.exists(), "nobody has published yet");
    first.commit().unwrap();
    assert!(second.wait().unwrap().success());
    assert_eq!(said.count(), 0, "it is said once");
    assert_eq!(tree(&output).unwrap()["index.html"], SITES[1][0].1);
    assert_no_litter(root.path());
}

#[test]
fn two_sites_with_one_output_wait_for_each_other() {
    let (one, two) = (folder(), folder());
    let output = one.path().join("public");
    let first = publish::open(order(one.path(), &output)).unwrap();
    first.put("index.html", b"one").unwrap();
    let waits = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let second = scope.spawn(|| {
            let wait = |_: &goodturn::ground::Diagnostic| waits.store(true, Ordering::SeqCst);
            publish_to(&Order { wait: &wait, ..order(two.path(), &output) }, &[("index.html", "two")]).unwrap();
        });
        while !waits.load(Ordering::SeqCst) {
            assert!(!second.is_finished(), "it did not wait");
            std::thread::yield_now();
        }
        first.commit().unwrap();
    });
    assert_eq!(fs::read_to_string(output.join("index.html")).unwrap(), "two");
}

#[test]
fn ten_builds_at_once() {
    let root = folder();
    let children: Vec<_> = (0..10)
        .map(|at| {
            Child::new(root.path(), at % 3).command().stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let stands = tree(&root.path().join("public"));
    let right = (0..3).any(|site| {
        let clean = folder();
        publish(clean.path(), SITES[site]).unwrap();
        tree(&clean.path().join("public")) == stands
    });
    assert!(right, "{stands:#?}");
    assert_no_litter(root.path());
    assert!(!root.path().join(".goodturn").exists());
}

#[test]
fn a_reader_finds_every_page_whole_at_every_moment() {
    let root = folder();
    publish(root.path(), SITES[0]).unwrap();
    let page = root.path().join("public/stories/a/index.html");
    let home = root.path().join("public/index.html");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..60 {
                publish(root.path(), SITES[(round + 1) % 3]).unwrap();
            }
            done.store(true, Ordering::SeqCst);
        });
        while !done.load(Ordering::SeqCst) {
            assert_eq!(fs::read_to_string(&page).unwrap(), "a");
            let home = fs::read_to_string(&home).unwrap();
            assert!(SITES.iter().any(|site| site[0].1 == home), "{home}");
        }
    });
}
