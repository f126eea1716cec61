//! A law: whatever was published before, and whatever others did to it, the output is byte for byte what a clean publish
//! gives, the list included, and everything foreign is still there.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use shim::{assert_no_litter, folder, publish, tree};

type Files = BTreeMap<String, String>;

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
    /// A site is published.
    Publish(Files),
    /// Somebody puts a file of theirs into the output.
    Put(String, String),
    /// Somebody takes a file of theirs out again.
    Take(usize),
    /// Somebody spoils the n-th file of ours.
    Spoil(usize, Spoil),
    /// Somebody spoils the n-th thing in the second buffer.
    SpoilBuffer(usize, Spoil),
}

#[derive(Clone, Copy, Debug)]
enum Spoil {
    Remove,
    Overwrite,
    Empty,
    Replace,
}

/// Paths of which many clash as file and folder.
fn path() -> impl Strategy<Value = String> {
    let part = select(vec!["a", "b", "a-b", "index.html", "é"]);
    vec(part, 1..4).prop_map(|parts| parts.join("/"))
}

/// A site without clashes.
fn site() -> impl Strategy<Value = Files> {
    btree_map(path(), "[xy]{0,3}", 0..12).prop_map(|files| {
        let names: Vec<_> = files.keys().cloned().collect();
        let inside = |name: &String| names.iter().any(|other| name.starts_with(&format!("{other}/")));
        files.into_iter().filter(|(name, _)| !inside(name)).collect()
    })
}

fn step() -> impl Strategy<Value = Step> {
    let spoil = || select(vec![Spoil::Remove, Spoil::Overwrite, Spoil::Empty, Spoil::Replace]);
    // Things of other people are told by their names here, so that they never clash with ours.
    let foreign = (select(vec!["", "a/", "a/b/", "mine/", "mine/deep/"]), "mine-[pq]", "[xy]{0,3}");
    prop_oneof![
        4 => site().prop_map(Step::Publish),
        2 => foreign.prop_map(|(folder, name, text)| Step::Put(format!("{folder}{name}"), text)),
        1 => any::<usize>().prop_map(Step::Take),
        1 => (any::<usize>(), spoil()).prop_map(|(n, spoil)| Step::Spoil(n, spoil)),
        1 => (any::<usize>(), spoil()).prop_map(|(n, spoil)| Step::SpoilBuffer(n, spoil)),
    ]
}

fn spoil(file: &Path, how: Spoil) {
    match how {
        Spoil::Remove => fs::remove_file(file).unwrap(),
        Spoil::Overwrite => fs::write(file, "z").unwrap(),
        Spoil::Empty => fs::write(file, "").unwrap(),
        Spoil::Replace => {
            fs::remove_file(file).unwrap();
            fs::write(file, "zz").unwrap();
        }
    }
}

/// The n-th plain file of a folder, counted round, that is neither foreign nor the list.
fn nth(folder: &Path, n: usize) -> Option<std::path::PathBuf> {
    let files: Vec<_> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| !path.to_str().unwrap().contains("mine") && !path.ends_with(".goodturn-manifest"))
        .collect();
    (!files.is_empty()).then(|| files[n % files.len()].clone())
}

/// Does a step; keeps the list of what is foreign.
fn happen(root: &Path, step: &Step, foreign: &mut Files) {
    let (public, work) = (root.join("public"), root.join(".public.goodturn"));
    match step {
        Step::Publish(site) => {
            let site: Vec<_> = site.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            match publish(root, &site) {
                Ok(_) => {}
                // A folder of theirs may be where a page of ours must go; then nothing happens, and they are told.
                Err(faults) => {
                    assert!(faults.iter().all(|fault| fault.code == "publish-in-the-way"), "{faults:?}");
                    return;
                }
            }
            // Where a file of ours stood, was taken away, and somebody made a folder: that goes aside, with all that is in it.
            let aside = |name: &str| {
                let file =
                    site.iter().find(|(file, _)| name.strip_prefix(file).is_some_and(|rest| rest.starts_with('/')));
                file.map_or(name.to_owned(), |(file, _)| format!("{file}~{}", &name[file.len()..]))
            };
            *foreign = foreign.iter().map(|(name, text)| (aside(name), text.clone())).collect();
            assert_right(root, &site, foreign);
        }
        Step::Put(name, text) => {
            let path = public.join(name);
            if path.parent().is_some_and(|folder| public.exists() && fs::create_dir_all(folder).is_ok()) {
                fs::write(&path, text).unwrap();
                foreign.insert(name.clone(), text.clone());
            }
        }
        Step::Take(n) => {
            if let Some(name) = foreign.keys().nth(n % foreign.len().max(1)).cloned() {
                fs::remove_file(public.join(&name)).unwrap();
                foreign.remove(&name);
            }
        }
        // In the second buffer, what is a second name of a standing file is spoilt with it.
        Step::Spoil(n, how) | Step::SpoilBuffer(n, how) => {
            let of_buffer = matches!(step, Step::SpoilBuffer(..));
            if let Some(file) = nth(if of_buffer { &work } else { &public }, *n) {
                spoil(&file, *how);
            }
        }
    }
}

fn assert_right(root: &Path, site: &[(&str, &str)], foreign: &Files) {
    let clean = folder();
    publish(clean.path(), site).unwrap();
    let is_file = |text: &String| text != "/";
    let mut found = tree(&root.join("public")).unwrap();
    found.retain(|_, text| is_file(text));
    let mut expected = tree(&clean.path().join("public")).unwrap();
    expected.retain(|_, text| is_file(text));
    expected.extend(foreign.clone());
    assert_eq!(found, expected);
    assert_no_litter(root);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_past_leaves_no_trace(steps in vec(step(), 1..14), last in site()) {
        let root = folder();
        let mut foreign = Files::new();
        for step in &steps {
            happen(root.path(), step, &mut foreign);
        }
        // Without anything foreign, folders must be the same too.
        while !foreign.is_empty() {
            happen(root.path(), &Step::Take(0), &mut foreign);
        }
        for name in ["a/b", "a", "mine/deep", "mine"] {
            let _ = fs::remove_dir(root.path().join("public").join(name));
        }
        // Those that went aside for a file.
        let aside = shim::names(&root.path().join("public"));
        for name in aside.iter().filter(|name| name.contains('~')) {
            let _ = fs::remove_dir_all(root.path().join("public").join(name));
        }
        let site: Vec<_> = last.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        publish(root.path(), &site).unwrap();
        let clean = folder();
        publish(clean.path(), &site).unwrap();
        prop_assert_eq!(tree(&root.path().join("public")), tree(&clean.path().join("public")));
    }
}
