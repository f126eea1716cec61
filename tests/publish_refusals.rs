//! What publishing refuses, and in which words: folders that must never be an output, names that would leave it,
//! and things in the way.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use expect_test::expect;
use goodturn::shell::publish::{self, MANIFEST, Order};
use shim::{SITES, assert_no_litter, folder, order, publish, publish_to, said, tree};

/// A site in `site/` of a folder, with sources, and a home beside it.
fn site() -> tempfile::TempDir {
    let top = folder();
    for name in ["site/content/stories", "site/themes/mine", "site/static", "home/maya", "elsewhere"] {
        fs::create_dir_all(top.path().join(name)).unwrap();
    }
    fs::write(top.path().join("site/content/a.md"), "a").unwrap();
    fs::write(top.path().join("file"), "a file").unwrap();
    top
}

/// What is said of an output, which must leave everything as it is.
#[track_caller]
fn refused(top: &Path, output: impl AsRef<Path>) -> String {
    let before = tree(top);
    let output = output.as_ref();
    let output = if output.as_os_str().is_empty() { output.to_path_buf() } else { top.join(output) };
    let sources = ["content", "themes", "static"].map(PathBuf::from);
    let root = top.join("site");
    let home = top.join("home/maya");
    let faults = publish_to(&Order { sources: &sources, home: Some(&home), ..order(&root, &output) }, SITES[0]);
    assert_eq!(tree(top), before, "something was changed");
    said(&faults.unwrap_err(), top)
}

#[test]
fn folders_that_must_never_be_an_output() {
    let top = site();
    symlink("site/content", top.path().join("sly")).unwrap();
    symlink("nowhere", top.path().join("dangling")).unwrap();
    symlink("round", top.path().join("round")).unwrap();
    symlink("file", top.path().join("to-a-file")).unwrap();
    let outputs = [
        "",
        "/",
        "home/maya",
        "home",
        "site",
        "site/.",
        "site/content/..",
        ".",
        "site/content",
        "site/content/stories",
        "site/content/new/deep",
        "site/themes",
        "site/.goodturn",
        "sly/new",
        "file",
        "file/inside",
        "to-a-file",
        "dangling",
        "round",
        "new/../../up",
        "/dev/null",
    ];
    let said = outputs.map(|output| format!("{output}\n{}", refused(top.path(), output))).concat();
    expect![[r#"

        error: the output folder has no name
          help: name a folder, such as `--output public`
        /
        error: cannot publish into `/`, since it is the root of the whole disk
          help: choose a folder of its own, such as `--output public`
        home/maya
        error: cannot publish into `home/maya`, since it holds your home folder
          help: choose a folder of its own, such as `--output public`
        home
        error: cannot publish into `home`, since it holds your home folder
          help: choose a folder of its own, such as `--output public`
        site
        error: cannot publish into `site`, since it is the site itself
          help: choose a folder of its own, such as `--output public`
        site/.
        error: cannot publish into `site/.`, since it is the site itself
          help: choose a folder of its own, such as `--output public`
        site/content/..
        error: cannot publish into `site/content/..`, since it is the site itself
          help: choose a folder of its own, such as `--output public`
        .
        error: cannot publish into `.`, since it holds the site
          help: choose a folder of its own, such as `--output public`
        site/content
        error: cannot publish into `site/content`, since it is a folder that the site is made from, or inside one
          help: choose a folder of its own, such as `--output public`
        site/content/stories
        error: cannot publish into `site/content/stories`, since it is a folder that the site is made from, or inside one
          help: choose a folder of its own, such as `--output public`
        site/content/new/deep
        error: cannot publish into `site/content/new/deep`, since it is a folder that the site is made from, or inside one
          help: choose a folder of its own, such as `--output public`
        site/themes
        error: cannot publish into `site/themes`, since it is a folder that the site is made from, or inside one
          help: choose a folder of its own, such as `--output public`
        site/.goodturn
        error: cannot publish into `site/.goodturn`, since it is where goodturn keeps its own things
          help: choose a folder of its own, such as `--output public`
        sly/new
        error: cannot publish into `sly/new`, since it is a folder that the site is made from, or inside one
          help: choose a folder of its own, such as `--output public`
        file
        error: cannot publish into `file`, since it is not a folder
          help: choose another `--output`, or move the file away
        file/inside
        error: cannot publish into `file/inside`, since it is not a folder
          help: choose another `--output`, or move the file away
        to-a-file
        error: cannot publish into `to-a-file`, since it is not a folder
          help: choose another `--output`, or move the file away
        dangling
        error: the output folder `dangling` is a link that leads nowhere
          help: make the folder that it leads to, or remove the link
        round
        error: cannot look at `round`: symbolic links lead in a circle
        new/../../up
        error: the output folder `new/../../up` leads through `..`
          help: write the path without `..`
        /dev/null
        error: cannot publish into `/dev/null`, since it is not a folder
          help: choose another `--output`, or move the file away
    "#]]
    .assert_eq(&said);
}

#[test]
fn a_folder_with_files_of_somebody_else_until_it_is_adopted() {
    let top = site();
    let mine = top.path().join("elsewhere");
    fs::write(mine.join("thesis.txt"), "years of work").unwrap();
    expect![[r#"
        error: cannot publish into `elsewhere`, since it holds files that goodturn did not write
          help: choose an empty or a new folder; or, to publish beside what is there and keep all of it, make an empty file named `.goodturn-manifest` in it
    "#]].assert_eq(&refused(top.path(), "elsewhere"));
    fs::write(mine.join(MANIFEST), "").unwrap();
    let root = top.path().join("site");
    publish_to(&order(&root, &mine), SITES[0]).unwrap();
    let found = tree(&mine).unwrap();
    assert_eq!((&*found["thesis.txt"], &*found["index.html"]), ("years of work", "home"));
}

#[test]
fn an_adopted_folder_keeps_what_is_in_the_way_and_names_all_of_it() {
    let top = site();
    let mine = top.path().join("elsewhere");
    fs::write(mine.join(MANIFEST), "").unwrap();
    fs::create_dir_all(mine.join("stories/a")).unwrap();
    fs::create_dir(mine.join("notes")).unwrap();
    fs::write(mine.join("index.html"), "not the home").unwrap();
    fs::write(mine.join("stories/a/index.html"), "a").unwrap();
    fs::write(mine.join("old"), "a file where a folder must go").unwrap();
    symlink("/etc", mine.join("stories/b")).unwrap();
    expect![[r#"
        error: `notes` cannot be published, since `elsewhere/notes` is there and goodturn did not write it
          help: the list of what goodturn wrote there is empty or damaged; if nothing in the folder is yours, delete the folder and build again
        error: `index.html` cannot be published, since `elsewhere/index.html` is there and goodturn did not write it
          help: the list of what goodturn wrote there is empty or damaged; if nothing in the folder is yours, delete the folder and build again
        error: `old` cannot be published, since `elsewhere/old` is there and goodturn did not write it
          help: the list of what goodturn wrote there is empty or damaged; if nothing in the folder is yours, delete the folder and build again
        error: `stories/b` cannot be published, since `elsewhere/stories/b` is there and goodturn did not write it
          help: the list of what goodturn wrote there is empty or damaged; if nothing in the folder is yours, delete the folder and build again
    "#]].assert_eq(&refused(top.path(), "elsewhere"));
}

#[test]
fn a_file_of_somebody_else_where_a_page_must_go() {
    let root = folder();
    publish(root.path(), SITES[0]).unwrap();
    let public = root.path().join("public");
    fs::create_dir(public.join("stories/c")).unwrap();
    fs::write(public.join("stories/c/index.html"), "mine").unwrap();
    let before = tree(&public);
    expect![[r#"
        error: `stories/c/index.html` cannot be published, since `public/stories/c/index.html` is there and goodturn did not write it
          help: move it away, or give the page another address
    "#]].assert_eq(&said(&publish(root.path(), SITES[1]).unwrap_err(), root.path()));
    assert_eq!(tree(&public), before);
    assert_no_litter(root.path());
    fs::write(public.join("stories/c/index.html"), "new").unwrap();
    publish(root.path(), SITES[1]).unwrap();
    publish(root.path(), SITES[2]).unwrap();
    assert!(!public.join("stories/c").exists(), "the same bytes became ours");
}

#[test]
fn a_symlink_or_folder_in_the_place_of_a_page_is_not_ours() {
    let root = folder();
    publish(root.path(), SITES[0]).unwrap();
    let public = root.path().join("public");
    fs::remove_file(public.join("index.html")).unwrap();
    symlink("/etc/hostname", public.join("index.html")).unwrap();
    fs::rename(public.join("stories"), root.path().join("moved")).unwrap();
    symlink("../moved", public.join("stories")).unwrap();
    fs::create_dir(public.join("old/page/mine")).unwrap();
    fs::remove_file(public.join("old/page/index.html")).unwrap();
    fs::create_dir_all(public.join("old/page/index.html/empty")).unwrap();
    fs::write(public.join("old/page/index.html/note"), "keep me").unwrap();
    fs::remove_file(public.join("notes")).unwrap();
    fs::create_dir(public.join("notes")).unwrap();
    let moved = tree(&root.path().join("moved"));
    let outcome = publish(root.path(), SITES[0]).unwrap();
    expect![[r#"
        warning: `public/index.html` was not goodturn's any more, so it is now `public/index.html~`
          help: keep what you need of it elsewhere, and remove it
        warning: `public/old/page/index.html` was not goodturn's any more, so it is now `public/old/page/index.html~`
          help: keep what you need of it elsewhere, and remove it
        warning: `public/stories` was not goodturn's any more, so it is now `public/stories~`
          help: keep what you need of it elsewhere, and remove it
        warning: `public/index.html~` is a link that leads out of the finished site; it stays, and is not followed
          help: a web server may show the world what it leads to; if that is not meant, remove it
        warning: `public/stories~` is a link that leads out of the finished site; it stays, and is not followed
          help: a web server may show the world what it leads to; if that is not meant, remove it
    "#]]
    .assert_eq(&said(&outcome.warnings, root.path()));
    assert_eq!(tree(&root.path().join("moved")), moved, "nothing behind a link was touched");
    let mut found = tree(&public).unwrap();
    for (file, text) in SITES[0] {
        assert_eq!(found.remove(*file).as_deref(), Some(*text), "{file}");
    }
    found.retain(|name, text| text != "/" && name != MANIFEST || name.contains('~'));
    let found: Vec<_> = found.iter().map(|(name, text)| format!("{name}: {text}\n")).collect();
    expect![[r#"
        index.html~: -> /etc/hostname
        old/page/index.html~: /
        old/page/index.html~/empty: /
        old/page/index.html~/note: keep me
        stories~: -> ../moved
    "#]]
    .assert_eq(&found.concat());
    // Another build finds nothing to do, and nothing more goes aside.
    let before = tree(&public);
    assert_eq!(publish(root.path(), SITES[0]).unwrap().warnings, []);
    assert_eq!(tree(&public), before);
}

#[test]
fn the_output_of_another_site() {
    let top = folder();
    let site = |name: &str| {
        let root = top.path().join(name);
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("site.toml"), "").unwrap();
        root
    };
    let (one, two, inner) = (site("one"), site("two"), site("one/inner"));
    let to = |root: &Path, output: &str, site: usize| {
        let outcome = publish_to(&order(root, &top.path().join(output)), SITES[site]);
        outcome.map(drop).map_err(|faults| said(&faults, top.path()))
    };
    for (root, output) in [(&one, "one/public"), (&one, "www"), (&inner, "one/inner/public"), (&two, "one/odd")] {
        to(root, output, 0).unwrap();
        to(root, output, 1).unwrap();
    }
    let before = tree(top.path());
    let refused = [(&two, "one/public"), (&two, "www"), (&one, "one/inner/public"), (&one, "one/odd")]
        .map(|(root, output)| to(root, output, 2).unwrap_err());
    expect![[r#"
        error: cannot publish into `one/public`, since it holds the finished pages of another site, `one`
          help: choose another `--output`; if this site is to take the other's place, move that folder away first
        error: cannot publish into `www`, since it holds the finished pages of another site, `one`
          help: choose another `--output`; if this site is to take the other's place, move that folder away first
        error: cannot publish into `one/inner/public`, since it holds the finished pages of another site, `one/inner`
          help: choose another `--output`; if this site is to take the other's place, move that folder away first
        error: cannot publish into `one/odd`, since it holds the finished pages of another site, `two`
          help: choose another `--output`; if this site is to take the other's place, move that folder away first
    "#]]
    .assert_eq(&refused.concat());
    assert_eq!(tree(top.path()), before);
    // A site and its outputs may be copied or moved together, and each alone.
    let all = top.path().join("all");
    fs::create_dir(&all).unwrap();
    let copied =
        std::process::Command::new("cp").arg("-a").arg(&one).args([top.path().join("www"), all.clone()]).status();
    assert!(copied.unwrap().success());
    fs::rename(top.path().join(".www.goodturn"), all.join(".www.goodturn")).unwrap();
    to(&all.join("one"), "all/www", 2).unwrap();
    to(&all.join("one"), "all/one/public", 2).unwrap();
    fs::rename(&one, top.path().join("renamed")).unwrap();
    to(&top.path().join("renamed"), "www", 2).unwrap();
    to(&top.path().join("renamed"), "renamed/public", 2).unwrap();
    // Once the other site is gone, its place is free.
    fs::remove_dir_all(&two).unwrap();
    to(&top.path().join("renamed"), "renamed/odd", 2).unwrap();
}

#[test]
fn names_that_would_leave_the_output_or_clash() {
    let root = folder();
    let long = "x".repeat(256);
    let sites: [&[&str]; 15] = [
        &[""],
        &["/etc/passwd"],
        &["../up"],
        &["a/../../up"],
        &["a/./b"],
        &["a//b"],
        &["a/"],
        &["nul\0byte"],
        &[&long],
        &[".goodturn-manifest"],
        &[".Goodturn-Manifest/x"],
        &["a", "a"],
        &["a", "a/b"],
        &["a/b", "a"],
        &["a/b/c/d", "a/b"],
    ];
    let mut all = String::new();
    for names in sites {
        let site: Vec<_> = names.iter().map(|name| (*name, "text")).collect();
        all.push_str(&said(&publish(root.path(), &site).unwrap_err(), root.path()));
        assert_eq!(tree(root.path()).unwrap().len(), 0);
    }
    expect![[r#"
        error: cannot publish a file named ``, since it is empty
        error: cannot publish a file named `/etc/passwd`, since it starts at the root of the disk
        error: cannot publish a file named `../up`, since it could lead out of the output folder
        error: cannot publish a file named `a/../../up`, since it could lead out of the output folder
        error: cannot publish a file named `a/./b`, since it could lead out of the output folder
        error: cannot publish a file named `a//b`, since it has two slashes in a row, or one at its end
        error: cannot publish a file named `a/`, since it has two slashes in a row, or one at its end
        error: cannot publish a file named `nul\0byte`, since it holds a NUL character
        error: cannot publish a file named `x…x`, since it has a part longer than 255 bytes, which no disk takes
        error: cannot publish a file named `.goodturn-manifest`, since it has the name of the list that goodturn keeps there
        error: cannot publish a file named `.Goodturn-Manifest/x`, since it has the name of the list that goodturn keeps there
        error: `a` would be published twice
          help: give one of the two another address
        error: `a` would have to be a file and also the folder of `a/b`
          help: give one of the two another address
        error: `a` would have to be a file and also the folder of `a/…`
          help: give one of the two another address
        error: `a/b` would have to be a file and also the folder of `a/b/…`
          help: give one of the two another address
    "#]].assert_eq(&all.replace(&long, "x…x"));
}

#[test]
fn a_site_with_a_hole_is_never_published() {
    let root = folder();
    let output = root.path().join("public");
    let publisher = publish::open(order(root.path(), &output)).unwrap();
    publisher.put("index.html", b"home").unwrap();
    assert!(publisher.put("../hole", b"").is_err());
    publisher.put("about/index.html", b"about").unwrap();
    assert!(publisher.commit().is_err());
    assert_eq!(tree(root.path()).unwrap().len(), 0);
}

#[test]
fn a_source_that_leads_out_of_the_site_or_is_no_file() {
    let top = site();
    let root = top.path().join("site");
    symlink("../../file", root.join("static/out")).unwrap();
    symlink("../content/a.md", root.join("static/in")).unwrap();
    symlink("loop", root.join("static/loop")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, root.join("static/pipe"), rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
    let output = root.join("public");
    let copied = |name: &str| {
        let publisher = publish::open(order(&root, &output)).unwrap();
        publisher.copy("copy", Path::new(name)).map_err(|fault| said(&[fault], top.path()))
    };
    let names = ["static/out", "../file", "static/loop", "static/pipe", "static", "static/missing"];
    let said: String = names.map(|name| copied(name).unwrap_err()).concat();
    expect![[r#"
        error: `site/static/out` is a link that leads out of the site
          help: put the file itself into the site
        error: `site/../file` is a link that leads out of the site
          help: put the file itself into the site
        error: cannot read `site/static/loop`: symbolic links lead in a circle
        error: `site/static/pipe` is not a plain file, so it cannot be copied
        error: `site/static` is not a plain file, so it cannot be copied
        error: cannot read `site/static/missing`: it is not there
    "#]]
    .assert_eq(&said);
    copied("static/in").unwrap();
}
