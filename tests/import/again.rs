//! A second import: what is there stays, what is the writer's own is never touched, what is new is added.

use std::fs;
use std::path::Path;

use crate::blog::{export, item, run, said};
use crate::common::{PROGRAM, command};

fn import(folder: &Path, items: &[String], more: &[&str]) -> String {
    fs::write(folder.join("old.xml"), export(items)).unwrap();
    let output = run(folder, &[&["import", "wordpress", "old.xml", "--into", "site"], more].concat());
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// All files of the site with their bytes and the times of their last change.
fn state(folder: &Path) -> Vec<(String, Vec<u8>, std::time::SystemTime)> {
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(folder.join("site")).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let changed = entry.metadata().unwrap().modified().unwrap();
            all.push((entry.path().display().to_string(), fs::read(entry.path()).unwrap(), changed));
        }
    }
    all
}

#[test]
fn a_second_import_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let comment =
        "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_content>Thanks.</wp:comment_content></wp:comment>";
    let items = [item(1, "One", "Hello.", comment), item(2, "Two", "Hello.", ""), item(2, "Twin", "Hello.", "")];
    import(folder.path(), &items, &[]);
    let before = state(folder.path());
    for more in [&[][..], &["--update"], &["--dry-run"]] {
        import(folder.path(), &items, more);
        assert_eq!(state(folder.path()), before, "{more:?}");
    }
}

#[test]
fn what_the_writer_did_stays_and_what_is_new_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let old: Vec<String> = (1..=4).map(|id| item(id, &format!("Title {id}"), "Hello.", "")).collect();
    import(folder.path(), &old, &[]);
    let site = folder.path().join("site/content/stories");
    fs::write(site.join("post-1.md"), "mine").unwrap();
    fs::remove_file(site.join("post-2.md")).unwrap();
    let new: Vec<String> = (1..=5).map(|id| item(id, &format!("Title {id}"), "Hello again.", "")).collect();

    let told = import(folder.path(), &new, &[]);
    for line in [
        "     5 posts: 5 published",
        "note: content/stories/post-1.md: you have edited it since, so it stays as it is",
        "note: content/stories/post-2.md: you have removed it since, so it stays away",
        "note: content/stories/post-3.md: the export has another version of it; --update takes that",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    import(folder.path(), &new, &["--update"]);
    assert_eq!(fs::read_to_string(site.join("post-1.md")).unwrap(), "mine");
    assert!(!site.join("post-2.md").exists());
    for name in ["post-3.md", "post-4.md", "post-5.md"] {
        assert!(fs::read_to_string(site.join(name)).unwrap().contains("Hello again."), "{name}");
    }
}

#[test]
fn a_site_that_is_there_keeps_its_files_and_its_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let stories = folder.path().join("site/content/stories");
    fs::create_dir_all(&stories).unwrap();
    fs::write(folder.path().join("site/site.toml"), "title = \"T\"\nbase_url = \"https://example.org/\"\n").unwrap();
    fs::write(stories.join("post-1.md"), "---\ntitle: Mine\ndate: 2020-01-01\n---\nMine.\n").unwrap();
    let taken = "---\ntitle: Other\ndate: 2020-01-01\npermalink: /2011/02/post-2/\n---\nMine.\n";
    fs::write(stories.join("other.md"), taken).unwrap();
    import(folder.path(), &[item(1, "One", "Hello.", ""), item(2, "Two", "Hello.", "")], &[]);
    assert!(fs::read_to_string(stories.join("post-1.md")).unwrap().contains("Mine."));
    assert!(fs::read_to_string(stories.join("post-1-2.md")).unwrap().contains("Hello."));
    let report = fs::read_to_string(folder.path().join("site/import-report.md")).unwrap();
    assert!(report.contains("/2011/02/post-2/ belongs to another page"), "{report}");
    let output = run(&folder.path().join("site"), &["build"]);
    assert!(output.status.success(), "{}", said(&output));
    let before = state(folder.path());
    import(folder.path(), &[item(1, "One", "Hello.", ""), item(2, "Two", "Hello.", "")], &[]);
    assert_eq!(state(folder.path()), before);
}

/// The writer's part of a site that was moved in: its texts and its settings.
fn texts(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let all = walkdir::WalkDir::new(folder.join("site")).sort_by_file_name().into_iter().flatten();
    let files = all.filter(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.file_type().is_file() && (name.ends_with(".md") || name.ends_with(".yaml") || name == "site.toml")
    });
    let texts = files.filter(|entry| entry.file_name() != "import-report.md");
    let name = |entry: &walkdir::DirEntry| entry.path().strip_prefix(folder).unwrap().display().to_string();
    texts.map(|entry| (name(&entry), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn an_import_that_is_killed_leaves_nothing_half_and_goes_on() {
    let comment =
        "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_content>Thanks.</wp:comment_content></wp:comment>";
    let items: Vec<String> = (1..=300).map(|id| item(id, "One", &"Hello there. ".repeat(500), comment)).collect();
    let whole = tempfile::tempdir().unwrap();
    import(whole.path(), &items, &[]);
    let whole = texts(whole.path());
    for enough in [0, 1, 90, 400, 600] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("old.xml"), export(&items)).unwrap();
        let mut program = command(PROGRAM, folder.path());
        let mut child = program.args(["import", "wordpress", "old.xml", "--into", "site", "-q"]).spawn().unwrap();
        let stories = folder.path().join("site/content/stories");
        let written = || fs::read_dir(&stories).map_or(0, Iterator::count);
        while written() < enough && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for text in texts(folder.path()) {
            assert!(whole.contains(&text), "{} is half, after {enough} files", text.0);
        }
        import(folder.path(), &items, &[]);
        assert!(texts(folder.path()) == whole, "the second import did not go on after {enough} files");
    }
}
