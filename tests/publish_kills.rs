//! Killed at any instant, a publish leaves the old site or the new one, whole, and the next one needs no help.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::time::Duration;

use shim::situations::{killed_after_the_exchange, nothing, one_build, two_builds};
use shim::{Child, SITES, assert_forgotten, assert_no_litter, folder, publish, tree};

const SIGKILL: i32 = 9;
const EINVAL: &str = "22";

type Tree = Option<BTreeMap<String, String>>;

/// A situation, and what a person may see of it.
struct Case {
    prepare: fn(&Path),
    site: usize,
    settings: &'static [(&'static str, &'static str)],
    /// Whether there is an instant at which nothing stands; only on disks that cannot exchange.
    gap: bool,
}

impl Case {
    fn new(prepare: fn(&Path), site: usize) -> Self {
        Self { prepare, site, settings: &[], gap: false }
    }

    /// What stands before and after.
    fn both(&self) -> (Tree, Tree) {
        let root = folder();
        (self.prepare)(root.path());
        let old = tree(&root.path().join("public"));
        publish(root.path(), SITES[self.site]).unwrap();
        (old, tree(&root.path().join("public")))
    }

    /// Says whether a killed build left one of the two, and mends it.
    fn check(&self, root: &Path, (old, new): (&Tree, &Tree), about: &str) {
        let mut stands = tree(&root.join("public"));
        if let (Some(stands), Some(new)) = (&mut stands, new)
            && !old.as_ref().is_some_and(|old| old.contains_key("late.txt"))
            && new.contains_key("late.txt")
        {
            stands.insert("late.txt".to_owned(), new["late.txt"].clone());
        }
        let old = &late(old, new);
        let nothing = self.gap && stands.is_none();
        assert!(stands == *old || stands == *new || nothing, "{about} left {stands:#?}");
        publish(root, SITES[self.site]).unwrap_or_else(|faults| panic!("{about}\nthen {faults:?}"));
        assert_eq!(tree(&root.join("public")), *new, "{about}");
        assert_no_litter(root);
        assert_forgotten(root);
    }
}

/// The old site, with a foreign file that a build may have rescued before it was killed.
fn late(old: &Tree, new: &Tree) -> Tree {
    let mut old = old.clone()?;
    if let Some(text) = new.as_ref().and_then(|new| new.get("late.txt")) {
        old.insert("late.txt".to_owned(), text.clone());
    }
    Some(old)
}

/// Publishes, killed before and after the n-th call, for every n.
fn at_every_call(case: &Case) {
    let (old, new) = case.both();
    for kind in ["kill-before", "kill-after"] {
        for at in 0.. {
            let root = folder();
            (case.prepare)(root.path());
            let mut child =
                Child::new(root.path(), case.site).with("FAULT_KIND", kind).with("FAULT_AT", at.to_string());
            for (name, value) in case.settings {
                child = child.with(name, *value);
            }
            let status = child.run().status;
            case.check(root.path(), (&old, &new), &format!("{kind} {at}"));
            if status.signal() != Some(SIGKILL) {
                assert!(status.success() && at > 20, "{kind} {at}: {status}");
                break;
            }
        }
    }
}

#[test]
fn at_every_call_of_a_first_build() {
    at_every_call(&Case::new(nothing, 1));
}

#[test]
fn at_every_call_of_a_second_build() {
    at_every_call(&Case::new(one_build, 1));
}

#[test]
fn at_every_call_of_a_build_with_a_second_buffer() {
    at_every_call(&Case::new(two_builds, 2));
}

#[test]
fn at_every_call_on_a_disk_that_cannot_exchange() {
    let settings = &[("FAULT_EXCHANGE", EINVAL)];
    at_every_call(&Case { settings, gap: true, ..Case::new(two_builds, 2) });
}

#[test]
fn at_every_call_after_a_build_that_was_killed() {
    at_every_call(&Case::new(killed_after_the_exchange, 2));
}

#[test]
fn at_any_moment() {
    let case = Case::new(two_builds, 2);
    let (old, new) = case.both();
    for round in 0_u64..60 {
        let root = folder();
        two_builds(root.path());
        let mut child = Child::new(root.path(), 2).command();
        child.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = child.spawn().unwrap();
        // Spread over a little more than a build takes.
        std::thread::sleep(Duration::from_micros(round * 173));
        child.kill().unwrap();
        child.wait().unwrap();
        case.check(root.path(), (&old, &new), &format!("round {round}"));
    }
}

#[test]
fn build_after_build_is_killed_and_the_last_is_right() {
    let root = folder();
    two_builds(root.path());
    for at in 0..150 {
        let child = Child::new(root.path(), at % 3).with("FAULT_KIND", "kill-after").with("FAULT_AT", at.to_string());
        child.run();
    }
    publish(root.path(), SITES[2]).unwrap();
    let clean = folder();
    two_builds(clean.path());
    publish(clean.path(), SITES[2]).unwrap();
    assert_eq!(tree(&root.path().join("public")), tree(&clean.path().join("public")));
    assert_no_litter(root.path());
}
