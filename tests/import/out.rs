//! What moved in can move out again, and comes back the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::blog::{run, said};
use crate::samples::{OWN, SHARED, imported};

/// The stories and comments of a site.
fn content(site: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(site.join("content")).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(site).unwrap().display().to_string();
    files.map(|entry| (name(entry.path()), fs::read_to_string(entry.path()).unwrap())).collect()
}

fn done(folder: &Path, arguments: &[&str]) {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

fn comes_back(program: &str, sample: &str, address: &str) {
    blog_comes_back(program, &Path::new(OWN).join(sample), address);
}

fn blog_comes_back(program: &str, sample: &Path, address: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (here, sample) = (folder.path(), sample.display().to_string());
    done(here, &["import", program, &sample, "--into", "one"]);
    let settings = fs::read_to_string(here.join("one/site.toml")).unwrap();
    fs::write(
        here.join("one/site.toml"),
        settings.replacen("title =", &format!("base_url = \"{address}/\"\ntitle ="), 1),
    )
    .unwrap();
    done(here, &["export", program, "out.xml", "--root", "one"]);
    let export = fs::read_to_string(here.join("out.xml")).unwrap();
    assert!(!export.contains("@example") && !export.contains("192.0.2"), "somebody's address left with {sample}");
    if address.ends_with("/folder") {
        // Only a site in the same folder of its host has the same addresses.
        fs::create_dir(here.join("two")).unwrap();
        fs::copy(here.join("one/site.toml"), here.join("two/site.toml")).unwrap();
    }
    done(here, &["import", program, "out.xml", "--into", "two"]);
    let (one, two) = (content(&here.join("one")), content(&here.join("two")));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>(), "{sample}");
    for (path, text) in &one {
        assert_eq!(text, &two[path], "{path} of {sample}");
    }
    done(here, &["build", "--root", "two"]);
}

#[test]
fn a_wordpress_blog_comes_back_as_it_left() {
    comes_back("wordpress", "own-kindness.xml", "https://kind.example");
    comes_back("wordpress", "own-windows-1252.xml", "https://cafe.example");
    comes_back("wordpress", "own-kindness.xml", "https://kind.example/folder");
}

#[test]
fn a_blogger_blog_comes_back_as_it_left() {
    comes_back("blogger", "own-classic-threaded.xml", "http://smallkindnesses.blogspot.com");
    comes_back("blogger", "own-classic-threaded.xml", "http://smallkindnesses.blogspot.com/folder");
    comes_back("blogger", "own-takeout/feed.atom", "http://smallkindnesses.blogspot.com");
}

/// Other people's, by the program that they came from: each is the same again, file by file.
#[test]
fn every_blog_comes_back_as_it_left() {
    if !Path::new(SHARED).is_dir() {
        println!("skipped: {SHARED} is not there");
        return;
    }
    for (_, program, path) in imported(Path::new(SHARED)) {
        blog_comes_back(program, &path, "https://fix.example");
    }
}

#[test]
fn nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("site.toml"), "title = \"T\"\n").unwrap();
    fs::write(folder.path().join("out.xml"), "mine").unwrap();
    let output = run(folder.path(), &["export", "wordpress", "out.xml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(folder.path().join("out.xml")).unwrap(), "mine");
}

/// Who wrote a story together, and two whose names are alike but for a letter, come back under their names; comments lead
/// where they led.
#[test]
fn those_who_wrote_together_come_back_together() {
    for program in ["wordpress", "blogger"] {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        fs::create_dir_all(here.join("one/content/stories")).unwrap();
        fs::write(here.join("one/site.toml"), "title = \"T\"\nbase_url = \"https://old.example/\"\n").unwrap();
        let front =
            "title: \"Two\"\ndate: 2012-03-04\nauthor: [\"Ada Löv\", \"Bob\", \"bób\"]\npermalink: \"/2012/two/\"";
        fs::write(here.join("one/content/stories/two.md"), format!("---\n{front}\n---\n\nWords.\n")).unwrap();
        done(here, &["export", program, "out.xml", "--root", "one"]);
        done(here, &["import", program, "out.xml", "--into", "two"]);
        let back = &content(&here.join("two"))["content/stories/two.md"];
        assert!(back.contains("author: [\"Ada Löv\", \"Bob\", \"bób\"]\n"), "{program}: {back}");
    }
}

/// A story that was withdrawn leaves no word and no address in an export; what could not be found leaves as it was written.
#[test]
fn what_was_withdrawn_does_not_leave() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    done(here, &["init", "site"]);
    let stories = here.join("site/content/stories");
    let gone = "---\ntitle: The green boat\ndate: 2020-01-01\nwithdrawn: 2021-01-01\naliases: [/old-boat.html]\n---\nWe rowed all night to the island.\n";
    fs::write(stories.join("boat.md"), gone).unwrap();
    let other = "---\ntitle: Oars\ndate: 2020-01-02\n---\nSee [what was](boat.md), [it](story:boat), [then](/old-boat.html) and [lost](lost.md).\n";
    fs::write(stories.join("oars.md"), other).unwrap();
    for program in ["wordpress", "blogger"] {
        let file = format!("{program}.xml");
        done(here, &["export", program, &file, "--root", "site"]);
        let export = fs::read_to_string(here.join(&file)).unwrap();
        let link = "See what was, it, then and <a href=\"lost.md\">lost</a>.".to_owned();
        let escaped = link.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        assert!(export.contains(&link) || export.contains(&escaped), "{export}");
        assert!(!export.contains("boat") && !export.contains("rowed all"), "{export}");
    }
}
