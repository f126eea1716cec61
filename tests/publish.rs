//! Publishing through the library: what stands afterwards, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use goodturn::shell::publish::MANIFEST;
use shim::{Site, folder, publish};

fn tree(path: &std::path::Path) -> std::collections::BTreeMap<String, String> {
    shim::tree(path).unwrap()
}

const SITE: Site = &[("index.html", "home"), ("stories/a/index.html", "a"), ("stories/b/index.html", "b")];

#[test]
fn a_first_build_makes_the_site_and_nothing_else() {
    let root = folder();
    let outcome = publish(root.path(), SITE).unwrap();
    assert_eq!((outcome.files, outcome.written, outcome.kept, outcome.removed, outcome.bytes), (3, 3, 0, 0, 6));
    let mut names: Vec<_> = tree(root.path()).into_keys().collect();
    names.retain(|name| !name.starts_with("public/stories"));
    assert_eq!(names, ["public", "public/.goodturn-manifest", "public/index.html"]);
}

#[test]
fn a_build_over_an_output_that_is_right_touches_nothing() {
    let root = folder();
    publish(root.path(), SITE).unwrap();
    let before = fs::metadata(root.path().join("public")).unwrap().ino();
    let outcome = publish(root.path(), SITE).unwrap();
    assert_eq!((outcome.written, outcome.kept, outcome.changed.len()), (0, 3, 0));
    assert_eq!(fs::metadata(root.path().join("public")).unwrap().ino(), before);
    assert!(!root.path().join(".public.goodturn").exists());
}

#[test]
fn any_number_of_builds_leaves_what_a_clean_one_gives() {
    let root = folder();
    let sites: [Site; 6] = [
        SITE,
        &[("index.html", "home 2"), ("stories/a/index.html", "a"), ("stories/b/index.html", "b")],
        &[("index.html", "home 2"), ("stories/a/index.html", "a 2")],
        &[("index.html", "home"), ("stories", "now a file")],
        &[("index.html/now-a-folder", "x"), ("stories/a/index.html", "a")],
        SITE,
    ];
    for site in sites {
        publish(root.path(), site).unwrap();
        let clean = folder();
        publish(clean.path(), site).unwrap();
        assert_eq!(tree(&root.path().join("public")), tree(&clean.path().join("public")));
    }
}

#[test]
fn the_second_buffer_shares_what_did_not_change() {
    let root = folder();
    let at = |name: &str| fs::metadata(root.path().join(name)).unwrap().ino();
    publish(root.path(), SITE).unwrap();
    let a = at("public/stories/a/index.html");
    for text in ["one", "two", "three"] {
        let outcome = publish(root.path(), &[("index.html", text), SITE[1], SITE[2]]).unwrap();
        assert_eq!(outcome.changed, ["index.html"]);
        assert_eq!(at("public/stories/a/index.html"), a);
        assert_eq!(at(".public.goodturn/next/stories/a/index.html"), a);
    }
}

#[test]
fn foreign_files_move_along_and_stay() {
    let root = folder();
    publish(root.path(), SITE).unwrap();
    let public = root.path().join("public");
    fs::write(public.join("CNAME"), "example.org").unwrap();
    fs::create_dir_all(public.join(".git/objects")).unwrap();
    fs::write(public.join(".git/HEAD"), "ref").unwrap();
    fs::write(public.join("stories/b/photo.jpg"), "photo").unwrap();
    std::os::unix::fs::symlink("/nowhere", public.join("link")).unwrap();
    for site in [&SITE[..2], &SITE[..1], SITE] {
        publish(root.path(), site).unwrap();
        let found = tree(&public);
        let ours: Vec<_> = site.iter().map(|(name, _)| *name).collect();
        for (name, text) in [("CNAME", "example.org"), (".git/HEAD", "ref"), ("stories/b/photo.jpg", "photo")] {
            assert_eq!(found[name], text);
        }
        assert_eq!(found["link"], "-> /nowhere");
        assert_eq!(found[".git/objects"], "/");
        for (name, _) in SITE {
            assert_eq!(found.contains_key(*name), ours.contains(name), "{name}");
        }
        assert!(found.contains_key(MANIFEST));
    }
}
