//! What others do to the output, before, between and during builds: their own things stay, and ours are made right.
#![allow(clippy::unwrap_used, clippy::panic, clippy::iter_over_hash_type)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;

use expect_test::expect;
use goodturn::memo::{Entry, Seen, Sight, Stamp};
use goodturn::shell::publish::{self, MANIFEST, Order};
use shim::situations::two_builds;
use shim::{Child, SITES, assert_no_litter, folder, order, publish, publish_to, tree};

/// What a clean publish of a site gives.
fn clean(site: usize) -> BTreeMap<String, String> {
    let root = folder();
    publish(root.path(), SITES[site]).unwrap();
    tree(&root.path().join("public")).unwrap()
}

/// Something that somebody does to a folder, with a name.
type Way = (&'static str, fn(&Path));

/// Ways in which a standing site is spoilt.
const SPOILS: [Way; 9] = [
    ("edited in place", |public| fs::write(public.join("index.html"), "HOME").unwrap()),
    ("truncated", |public| fs::write(public.join("stories/a/index.html"), "").unwrap()),
    ("grown", |public| fs::write(public.join("stories/a/index.html"), "a and more").unwrap()),
    ("removed", |public| fs::remove_file(public.join("stories/a/index.html")).unwrap()),
    ("a folder removed", |public| fs::remove_dir_all(public.join("stories")).unwrap()),
    ("replaced", |public| {
        fs::write(public.join("x"), "other").unwrap();
        fs::rename(public.join("x"), public.join("index.html")).unwrap();
    }),
    ("the list cut short", |public| fs::write(public.join(MANIFEST), "goodturn manif").unwrap()),
    ("the list emptied", |public| fs::write(public.join(MANIFEST), "").unwrap()),
    ("swapped", |public| {
        fs::rename(public.join("stories/a/index.html"), public.join("x")).unwrap();
        fs::rename(public.join("stories/b/index.html"), public.join("stories/a/index.html")).unwrap();
        fs::rename(public.join("x"), public.join("stories/b/index.html")).unwrap();
    }),
];

#[test]
fn what_others_spoil_is_made_right() {
    for (what, spoil) in SPOILS {
        for builds in 1..4 {
            let root = folder();
            let public = root.path().join("public");
            // The last of these leaves the site to be spoilt; more of them leave a second buffer that shares its files.
            for build in 0..builds {
                publish(root.path(), SITES[(build + 4 - builds) % 3]).unwrap();
            }
            spoil(&public);
            publish(root.path(), SITES[0]).unwrap_or_else(|faults| panic!("{what}, {builds}: {faults:?}"));
            assert_eq!(tree(&public).unwrap(), clean(0), "{what}, {builds}");
            if !what.contains("the list") {
                spoil(&public);
                publish(root.path(), SITES[1]).unwrap();
                assert_eq!(tree(&public).unwrap(), clean(1), "{what}, {builds}, with changes");
            }
        }
    }
}

#[test]
fn a_second_buffer_is_believed_in_nothing() {
    let ways: [Way; 7] = [
        ("removed", |next| fs::remove_dir_all(next).unwrap()),
        ("a file in its place", |next| {
            fs::remove_dir_all(next).unwrap();
            fs::write(next, "x").unwrap();
        }),
        ("a symlink in its place", |next| {
            fs::remove_dir_all(next).unwrap();
            symlink(next.parent().unwrap().with_file_name("precious"), next).unwrap();
        }),
        ("a folder in it leads out", |next| {
            fs::remove_dir_all(next.join("stories")).unwrap();
            symlink(next.parent().unwrap().with_file_name("precious"), next.join("stories")).unwrap();
        }),
        ("a file in it leads out", |next| {
            fs::remove_file(next.join("index.html")).unwrap_or_default();
            symlink(next.parent().unwrap().with_file_name("precious").join("index.html"), next.join("index.html"))
                .unwrap();
        }),
        ("files added", |next| {
            fs::create_dir_all(next.join("more/of/it")).unwrap();
            fs::write(next.join("more/of/it/x"), "x").unwrap();
            fs::create_dir(next.join("old/page/index.html")).unwrap_or_default();
        }),
        ("all of it stale", |next| {
            fs::remove_dir_all(next.join("stories")).unwrap();
            fs::create_dir_all(next.join("stories/a/index.html/x")).unwrap();
            fs::write(next.join("stories/b"), "x").unwrap();
        }),
    ];
    for (what, tamper) in ways {
        let root = folder();
        let precious = root.path().join("precious");
        fs::create_dir_all(precious.join("a")).unwrap();
        fs::write(precious.join("a/index.html"), "mine").unwrap();
        fs::write(precious.join("index.html"), "mine").unwrap();
        publish(root.path(), SITES[0]).unwrap();
        publish(root.path(), SITES[1]).unwrap();
        tamper(&root.path().join(".public.goodturn/next"));
        publish(root.path(), SITES[2]).unwrap_or_else(|faults| panic!("{what}: {faults:?}"));
        assert_eq!(tree(&root.path().join("public")).unwrap(), clean(2), "{what}");
        let mine = tree(&precious).unwrap();
        assert_eq!((&*mine["a/index.html"], &*mine["index.html"]), ("mine", "mine"), "{what}");
        publish(root.path(), SITES[0]).unwrap();
        assert_eq!(tree(&root.path().join("public")).unwrap(), clean(0), "{what}");
    }
}

#[test]
fn what_changes_between_the_last_look_and_the_exchange_is_not_lost() {
    let root = folder();
    two_builds(root.path());
    let command = format!(
        "cd '{}' && echo new >late.txt && mkdir -p album/one && echo pic >album/one/pic && \
         echo saved >CNAME.tmp && mv CNAME.tmp CNAME && rm photos/one.jpg && \
         mkdir -p old/page && echo mine >old/page/index.html && echo beside >stories/a/beside && \
         echo in-a-folder-that-goes >notes/mine",
        root.path().join("public").display()
    );
    let output = Child::new(root.path(), 2).with("FAULT_MEANWHILE", command).run();
    let text = String::from_utf8_lossy(&output.stderr).replace(&format!("{}/", root.path().display()), "");
    assert_eq!(output.status.code(), Some(0), "{text}");
    let mut found = tree(&root.path().join("public")).unwrap();
    for (name, _) in clean(2) {
        assert!(found.remove(&name).is_some(), "{name} is missing");
    }
    let found: Vec<_> = found.iter().map(|(name, text)| format!("{name}: {}\n", text.trim())).collect();
    expect![[r#"
        warning: `public/old/page/index.html` was put there during the build and is now `public/old/page/index.html~`
        warning: `public/notes/mine` was put there during the build and is now `public/notes~/mine`
        CNAME: saved
        album: /
        album/one: /
        album/one/pic: pic
        late.txt: new
        link: -> photos/one.jpg
        notes~: /
        notes~/mine: in-a-folder-that-goes
        old/page/index.html~: mine
        photos: /
        stories/a/beside: beside
    "#]]
    .assert_eq(&format!("{text}{}", found.concat()));
    assert_no_litter(root.path());
}

/// A shell stands in the output, or `git` does, while the site is replaced.
#[test]
fn who_goes_on_in_the_old_site_loses_nothing() {
    let root = folder();
    let public = root.path().join("public");
    publish(root.path(), SITES[0]).unwrap();
    fs::create_dir_all(public.join(".git/refs")).unwrap();
    fs::write(public.join(".git/refs/main"), "one").unwrap();
    fs::write(public.join(".git/HEAD"), "main").unwrap();
    let inside = rustix::fs::open(&public, rustix::fs::OFlags::PATH, rustix::fs::Mode::empty()).unwrap();
    publish(root.path(), SITES[1]).unwrap();
    let old = root.path().join(".public.goodturn/next");
    assert_eq!(
        rustix::fs::fstat(&inside).unwrap().st_ino,
        fs::metadata(&old).unwrap().ino(),
        "the shell is in there now"
    );
    std::thread::sleep(std::time::Duration::from_millis(20));
    // As git writes: anew, and then over the old name.
    fs::write(old.join(".git/refs/main.lock"), "two").unwrap();
    fs::rename(old.join(".git/refs/main.lock"), old.join(".git/refs/main")).unwrap();
    fs::create_dir(old.join(".git/objects")).unwrap();
    fs::write(old.join(".git/objects/ab"), "a commit").unwrap();
    let outcome = publish(root.path(), SITES[2]).unwrap();
    expect![[r#"
        warning: 2 files were written into the site that the last build had replaced; they are kept in `.public.goodturn/found.1`
          help: who stands in the finished site while it is built, with a terminal or with git, goes on in the old one: leave the folder and enter it again; then copy over what you need
    "#]].assert_eq(&shim::said(&outcome.warnings, root.path()));
    let found = root.path().join(".public.goodturn/found.1/.git");
    assert_eq!(fs::read(found.join("refs/main")).unwrap(), b"two");
    assert_eq!(fs::read(found.join("objects/ab")).unwrap(), b"a commit");
    assert!(!found.join("HEAD").exists(), "what did not change is where it was");
    assert_eq!(fs::read(public.join(".git/refs/main")).unwrap(), b"one");
    publish(root.path(), SITES[0]).unwrap();
    assert!(!root.path().join(".public.goodturn/found.2").exists(), "it is said once");
}

#[test]
fn permissions_of_folders_stay() {
    let root = folder();
    publish(root.path(), SITES[0]).unwrap();
    let public = root.path().join("public");
    let mode = |name: &str| fs::metadata(public.join(name)).unwrap().mode() & 0o7777;
    fs::create_dir(public.join("secret")).unwrap();
    fs::set_permissions(public.join("secret"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(&public, fs::Permissions::from_mode(0o2751)).unwrap();
    for site in [1, 2, 0] {
        publish(root.path(), SITES[site]).unwrap();
        assert_eq!((mode(""), mode("secret")), (0o2751, 0o700));
    }
}

#[test]
fn permissions_of_pages_and_their_folders_are_put_back() {
    let root = folder();
    let public = root.path().join("public");
    let mode = |name: &str| fs::metadata(public.join(name)).unwrap().mode() & 0o7777;
    let set = |name: &str, mode| fs::set_permissions(public.join(name), fs::Permissions::from_mode(mode)).unwrap();
    publish(root.path(), SITES[0]).unwrap();
    publish(root.path(), SITES[1]).unwrap();
    let (file, inside) = (mode("index.html"), mode("stories/a"));
    for site in [1, 1, 2, 2] {
        for spoilt in [0o000, 0o600, 0o777] {
            set("index.html", spoilt);
            set("stories/a/index.html", spoilt);
            set("stories/a", spoilt | 0o700);
            set("stories", 0o700);
            publish(root.path(), SITES[site]).unwrap();
            assert_eq!((mode("index.html"), mode("stories/a/index.html")), (file, file), "{site} {spoilt:o}");
            assert_eq!((mode("stories"), mode("stories/a")), (inside, inside), "{site} {spoilt:o}");
        }
    }
}

#[test]
fn what_is_remembered_is_believed_until_the_stamp_differs() {
    let root = folder();
    let output = root.path().join("public");
    let with = |stamps: &HashMap<Box<str>, Stamp>| {
        #[allow(clippy::iter_over_hash_type, reason = "it becomes a map again")]
        let files =
            stamps.iter().map(|(path, stamp)| (path.clone(), Seen { look: stamp.look(), twin: false })).collect();
        Order { remembered: Some(Sight { files, ..Sight::default() }), ..order(root.path(), &output) }
    };
    let known = |outcome: publish::Outcome| -> HashMap<Box<str>, Stamp> {
        outcome.remembered.into_iter().map(|one| (one.path, one.stamp)).collect()
    };
    let mut remembered = HashMap::new();
    for site in [0, 1, 2, 2, 0] {
        let outcome = publish_to(&with(&remembered), SITES[site]).unwrap();
        remembered = known(outcome);
        // Each stamp is that of the file as it stands now, after all linking.
        #[allow(clippy::iter_over_hash_type, reason = "the order of the assertions does not matter")]
        for (path, stamp) in &remembered {
            let found = fs::metadata(output.join(&**path)).unwrap();
            let ctime = found.ctime() * 1_000_000_000 + found.ctime_nsec();
            assert_eq!((found.ino(), found.size(), ctime), (stamp.ino, stamp.size, stamp.ctime), "{path}");
        }
        assert_eq!(remembered.len(), SITES[site].len());
    }
    fs::write(output.join("index.html"), "HOME").unwrap();
    fs::remove_file(output.join("notes")).unwrap();
    let publisher = publish::open(with(&remembered)).unwrap();
    let entry = |file: &str| {
        SITES[0].iter().find(|(name, _)| *name == file).map(|(_, text)| Entry::of(text.as_bytes())).unwrap()
    };
    let kept: Vec<(&str, bool)> =
        SITES[0].iter().map(|(file, _)| (*file, publisher.keep(file, entry(file)).unwrap())).collect();
    let (right, wrong): (Vec<_>, Vec<_>) = kept.into_iter().partition(|(_, kept)| *kept);
    assert_eq!(right.len(), 3, "{right:?}");
    assert_eq!(wrong, [("index.html", false), ("notes", false)]);
    assert!(!publisher.keep("never/published", Entry::of(b"")).unwrap());
    publisher.put("index.html", b"home").unwrap();
    publisher.put("notes", SITES[0][4].1.as_bytes()).unwrap();
    let outcome = publisher.commit().unwrap();
    assert_eq!(outcome.changed, ["index.html", "notes"]);
    assert_eq!(tree(&output).unwrap(), clean(0));
}
