//! Every file-system call of a publish fails once, in every way: the old site stands and the person is told which file
//! and why, or the new site is right. Never a success with a wrong site.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use shim::situations::{killed_after_the_exchange, nothing, one_build, two_builds};
use shim::{Child, SITES, assert_no_litter, folder, publish, tree};

const EIO: &str = "5";
const EACCES: &str = "13";
const EMFILE: &str = "24";
const ENOSPC: &str = "28";
const EINVAL: &str = "22";
const EPERM: &str = "1";

/// The faults, with the words in which their cause is told.
const FAULTS: [(&str, &str); 5] = [
    (EIO, "the disk reports an error"),
    (EACCES, "permission is denied"),
    (EMFILE, "too many files are open"),
    (ENOSPC, "the disk is full"),
    ("short", ""),
];

type Tree = Option<BTreeMap<String, String>>;

/// A situation in which a publish may find itself.
struct Case {
    prepare: fn(&Path),
    /// Which of `SITES` is published.
    site: usize,
    settings: &'static [(&'static str, &'static str)],
    /// Whether a foreign file came in late, so that it may be rescued before the build fails.
    late: bool,
    /// Whether all kinds of faults are tried.
    thorough: bool,
}

impl Case {
    /// What stands, without a foreign file that the build may have rescued before it failed.
    fn but_for_what_was_rescued(&self, stands: Tree) -> Tree {
        let mut stands = stands?;
        if self.late {
            stands.remove("late.txt");
        }
        Some(stands)
    }
}

/// Publishes with the n-th call failing, for every n.
fn every_call(case: &Case) {
    let clean = folder();
    (case.prepare)(clean.path());
    let old = tree(&clean.path().join("public"));
    publish(clean.path(), SITES[case.site]).unwrap();
    let new = tree(&clean.path().join("public"));
    // All of them in the richest case; else two stand for all, unless somebody has the time.
    let all = case.thorough || std::env::var_os("GOODTURN_ALL_FAULTS").is_some();
    for (kind, cause) in FAULTS.into_iter().filter(|(kind, _)| all || [EIO, "short"].contains(kind)) {
        let mut at = 0;
        while one_call(case, kind, cause, at, (&old, &new)) {
            at += 1;
        }
        assert!(at > 20 || kind == "short", "{at} calls cannot be all");
    }
}

/// Whether the fault happened, so that there may be one more call.
fn one_call(case: &Case, kind: &str, cause: &str, at: usize, (old, new): (&Tree, &Tree)) -> bool {
    let root = folder();
    let marks = folder();
    let (mark, say) = (marks.path().join("mark"), marks.path().join("say"));
    (case.prepare)(root.path());
    let mut child = Child::new(root.path(), case.site).with("FAULT_KIND", kind).with("FAULT_AT", at.to_string());
    child = child.with("FAULT_MARK", &mark).with("FAULT_SAY", &say);
    for (name, value) in case.settings {
        child = child.with(name, *value);
    }
    let output = child.run();
    let text = String::from_utf8_lossy(&output.stderr);
    let stands = tree(&root.path().join("public"));
    let call = fs::read_to_string(&say).unwrap_or_default();
    let about = format!("{kind} at call {at} ({call}), {}: {text}", output.status);
    match output.status.code() {
        Some(0) => assert_eq!(stands, *new, "{about}"),
        Some(1) => {
            assert_eq!(case.but_for_what_was_rescued(stands), *old, "{about}");
            assert!(text.contains("error: ") && text.contains(cause), "{about}");
            assert!(text.contains(root.path().to_str().unwrap()), "{about}");
        }
        _ => panic!("{about}"),
    }
    publish_again_is_right(root.path(), case.site, new, &about);
    mark.exists()
}

fn publish_again_is_right(root: &Path, site: usize, new: &Tree, about: &str) {
    publish(root, SITES[site]).unwrap_or_else(|faults| panic!("{about}\nthen {faults:?}"));
    assert_eq!(tree(&root.join("public")), *new, "{about}");
    assert_no_litter(root);
}

#[test]
fn of_a_first_build() {
    every_call(&Case { prepare: nothing, site: 1, settings: &[], late: false, thorough: false });
}

#[test]
fn of_a_second_build() {
    every_call(&Case { prepare: one_build, site: 1, settings: &[], late: false, thorough: false });
}

#[test]
fn of_a_build_with_a_second_buffer() {
    every_call(&Case { prepare: two_builds, site: 2, settings: &[("PROBE_SYNC", "1")], late: false, thorough: true });
}

#[test]
fn of_a_build_that_changes_nothing() {
    every_call(&Case { prepare: one_build, site: 0, settings: &[], late: false, thorough: false });
}

#[test]
fn of_a_build_on_a_disk_that_cannot_exchange() {
    every_call(&Case {
        prepare: two_builds,
        site: 2,
        settings: &[("FAULT_EXCHANGE", EINVAL)],
        late: false,
        thorough: false,
    });
}

#[test]
fn of_a_build_on_a_disk_without_second_names() {
    every_call(&Case {
        prepare: two_builds,
        site: 2,
        settings: &[("FAULT_LINK", EPERM)],
        late: false,
        thorough: false,
    });
}

#[test]
fn of_a_build_after_one_that_was_killed() {
    every_call(&Case { prepare: killed_after_the_exchange, site: 2, settings: &[], late: true, thorough: false });
}
