//! The promises about publishing, through `goodturn build` itself: reading the sources, rendering and publishing, with
//! every file-system call below the site failing once, or being the last.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

#[cfg(test)]
#[path = "shim/mod.rs"]
mod shim;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output};

use shim::{assert_no_work_litter, folder, library, tree};

type Tree = Option<BTreeMap<String, String>>;

fn story(root: &Path, name: &str, title: &str) {
    let text = format!("---\ntitle: {title}\ndate: 2011-09-25\ntags: [kind]\n---\nThank you, said {title}.\n");
    fs::write(root.join("content/stories").join(name), text).unwrap();
}

/// A site that was built twice, so that there is a second buffer, and has been edited since.
fn edited_site(root: &Path) {
    fs::create_dir_all(root.join("content/stories")).unwrap();
    fs::create_dir(root.join("static")).unwrap();
    fs::write(root.join("static/robots.bin"), "not a picture").unwrap();
    std::os::unix::fs::symlink("robots.bin", root.join("static/link.bin")).unwrap();
    fs::write(root.join("site.toml"), "title = \"Kind\"\ncards = false\nbase_url = \"https://example.org/\"\n")
        .unwrap();
    story(root, "one.md", "One");
    story(root, "two.md", "Two");
    assert!(build(root, &[]).status.success());
    fs::write(root.join("public/CNAME"), "example.org").unwrap();
    story(root, "two.md", "Second");
    assert!(build(root, &[]).status.success());
    story(root, "three.md", "Three");
    fs::remove_file(root.join("content/stories/two.md")).unwrap();
}

fn build(root: &Path, fault: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goodturn"));
    command.args(["build", "--today", "2026-01-01", "--color", "never", "--root"]).arg(root);
    if !fault.is_empty() {
        command.env("LD_PRELOAD", library()).env("FAULT_UNDER", root).envs(fault.iter().copied());
    }
    command.output().unwrap()
}

/// A second copy of a folder, with names of one file still names of one file.
fn copy_of(root: &Path) -> tempfile::TempDir {
    let copy = folder();
    let from = root.join(".");
    assert!(Command::new("cp").arg("-a").arg(from).arg(copy.path()).status().unwrap().success());
    copy
}

/// Builds the edited site with the n-th call going wrong, for every n, and checks each outcome.
fn every_call(kind: &str, check: impl Fn(&Output, Tree, (&Tree, &Tree), &str)) {
    each_call(kind, usize::MAX, check);
}

/// The same with the first calls only, by which the sources are looked at.
fn each_call(kind: &str, most: usize, check: impl Fn(&Output, Tree, (&Tree, &Tree), &str)) {
    let root = folder();
    edited_site(root.path());
    let old = tree(&root.path().join("public"));
    let done = copy_of(root.path());
    assert!(build(done.path(), &[]).status.success());
    let new = tree(&done.path().join("public"));
    let marks = folder();
    let (mark, say) = (marks.path().join("mark"), marks.path().join("say"));
    for at in 0..most {
        let site = copy_of(root.path());
        let public = site.path().join("public");
        let _ = fs::remove_file(&mark);
        let at = at.to_string();
        let (mark, say) = (mark.to_str().unwrap(), say.to_str().unwrap());
        let fault = [("FAULT_KIND", kind), ("FAULT_AT", &at), ("FAULT_MARK", mark), ("FAULT_SAY", say)];
        let output = build(site.path(), &fault);
        let about = format!("{kind} at {at} ({}): {output:?}", fs::read_to_string(say).unwrap_or_default());
        check(&output, tree(&public), (&old, &new), &about);
        let again = build(site.path(), &[]);
        assert!(again.status.success(), "{about}\nthen {again:?}");
        assert_eq!(tree(&public), new, "{about}");
        assert_no_work_litter(site.path());
        if !Path::new(mark).exists() {
            assert!(output.status.success(), "{about}");
            break;
        }
    }
}

/// The old site stands and the cause is told, or the new one does.
fn failed_or_right(cause: &'static str) -> impl Fn(&Output, Tree, (&Tree, &Tree), &str) {
    move |output, stands, (old, new), about| match output.status.code() {
        Some(0) => assert_eq!(stands, *new, "{about}"),
        Some(1) => {
            assert_eq!(stands, *old, "{about}");
            let text = String::from_utf8_lossy(&output.stderr);
            assert!(text.contains("error") && text.contains(cause), "{about}");
        }
        _ => panic!("{about}"),
    }
}

#[test]
fn a_disk_with_faults() {
    every_call("5", failed_or_right("the disk reports an error"));
}

/// As when somebody puts another folder in the place of one that is just being read.
#[test]
fn a_name_that_is_gone_for_a_moment() {
    each_call("2", 100, |output, stands, sites, about| {
        // That a link leads to nothing may be so, and is said.
        if !String::from_utf8_lossy(&output.stderr).contains("this symbolic link leads to nothing") {
            failed_or_right("")(output, stands, sites, about);
        }
    });
}

/// A file that changes between the look at it and its copy, and is then as it was before: what is published must not be
/// taken for what was looked at, or no later build would mend it.
#[test]
fn a_file_that_is_another_for_a_moment() {
    let root = folder();
    edited_site(root.path());
    let file = root.path().join("static/robots.bin");
    let kept = root.path().join("static/large.bin");
    fs::write(&kept, vec![7; 3 << 20]).unwrap();
    assert!(build(root.path(), &[]).status.success());
    for (text, meant) in [(&file, "another".as_bytes().to_vec()), (&kept, vec![8; 3 << 20])] {
        fs::write(text, &meant).unwrap();
        let mut waiting = Command::new("flock");
        // The build has looked at all sources when it waits for the folder of the output.
        let lock = root.path().join(".public.goodturn/lock");
        let mut held = waiting.arg(&lock).args(["sleep", "2"]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        let child = Command::new(env!("CARGO_BIN_EXE_goodturn"))
            .args(["build", "--today", "2026-01-01", "--root"])
            .arg(root.path())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_secs(1));
        fs::write(text, b"").unwrap();
        held.wait().unwrap();
        let output = child.wait_with_output().unwrap();
        fs::write(text, &meant).unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(1) && said.contains("changed while the site was being built"), "{said}");
        assert!(build(root.path(), &[]).status.success());
        let name = text.file_name().unwrap();
        assert_eq!(fs::read(root.path().join("public").join(name)).unwrap(), meant);
    }
}

#[test]
fn too_few_file_handles() {
    let root = folder();
    edited_site(root.path());
    let old = tree(&root.path().join("public"));
    let mut enough = false;
    for handles in 4..64 {
        let site = copy_of(root.path());
        let command = format!("ulimit -n {handles}; exec \"$0\" build --today 2026-01-01 --root \"$1\"");
        let mut shell = Command::new("sh");
        let output = shell.args(["-c", &command, env!("CARGO_BIN_EXE_goodturn")]).arg(site.path()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            enough = true;
            continue;
        }
        // With fewer than a handful not even the program itself can be started.
        assert!(handles < 8 || text.contains("too many files are open"), "{handles}: {text}");
        assert_eq!(tree(&site.path().join("public")), old, "{handles}");
    }
    assert!(enough, "64 file handles are enough for two threads");
}

#[test]
fn an_answer_that_cannot_be_written_is_not_done() {
    let root = folder();
    edited_site(root.path());
    for arguments in ["build", "build --format json", "list", "list --format json", "completions bash", "--help"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_goodturn"));
        command.args(arguments.split(' ')).current_dir(root.path());
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = command.stdout(full).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        // The site that stood before stands after anything but 0, and a build has put a new one in its place.
        let (code, word) = if arguments.starts_with("build") { (0, "warning") } else { (1, "error") };
        assert_eq!(output.status.code(), Some(code), "{arguments}: {text}");
        let said = format!("{word}: the answer cannot be written to standard output: the disk is full");
        assert!(text.contains(&said), "{arguments}: {text}");
    }
    let (reader, gone) = std::io::pipe().unwrap();
    drop(reader);
    let listed =
        Command::new(env!("CARGO_BIN_EXE_goodturn")).arg("list").current_dir(root.path()).stdout(gone).output();
    assert_eq!(listed.unwrap().status.code(), Some(0), "a reader who has had enough changes nothing");
}

/// Builds under a shell's settings.
fn build_under(root: &Path, settings: &str) -> Output {
    let command = format!("{settings}; exec \"$0\" build --today 2026-01-01 --color never --root \"$1\"");
    Command::new("sh").args(["-c", &command, env!("CARGO_BIN_EXE_goodturn")]).arg(root).output().unwrap()
}

#[test]
fn everybody_may_read_what_is_published_whatever_the_umask() {
    use std::os::unix::fs::MetadataExt as _;
    for mask in ["777", "077", "027"] {
        let root = folder();
        edited_site(root.path());
        fs::remove_dir_all(root.path().join("public")).unwrap();
        fs::remove_dir_all(root.path().join(".public.goodturn")).unwrap();
        for title in ["Third", "Fourth"] {
            story(root.path(), "three.md", title);
            let output = build_under(root.path(), &format!("umask {mask}"));
            assert!(output.status.success(), "{mask}: {output:?}");
        }
        for entry in walkdir::WalkDir::new(root.path().join("public")) {
            let entry = entry.unwrap();
            let wanted = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
            assert_eq!(entry.metadata().unwrap().mode() & 0o777, wanted, "{mask}: {}", entry.path().display());
        }
        let memo = fs::metadata(root.path().join(".goodturn/memo")).unwrap().mode();
        assert_eq!(memo & 0o707, 0o600, "{mask}: what is kept is nobody else's business, but ours");
    }
}

#[test]
fn a_limit_of_file_sizes_is_an_error_and_not_the_end() {
    let root = folder();
    edited_site(root.path());
    fs::write(root.path().join("static/large.bin"), vec![1; 64 * 1024]).unwrap();
    let before = tree(&root.path().join("public"));
    let output = build_under(root.path(), "ulimit -f 32");
    let text = String::from_utf8_lossy(&output.stderr).replace(root.path().to_str().unwrap(), "SITE");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        text.contains("error: cannot write `SITE/.public.goodturn/next/large.bin`: the file is too large"),
        "{text}"
    );
    assert_eq!(tree(&root.path().join("public")), before);
}

#[test]
fn a_disk_that_takes_half() {
    every_call("short", failed_or_right(""));
}

#[test]
fn killed() {
    every_call("kill-after", |output, stands, (old, new), about| {
        assert!(output.status.signal() == Some(9) || output.status.success(), "{about}");
        assert!(stands == *old || stands == *new, "{about}");
    });
}

/// On a disk without exchange nothing stands for a moment. Whoever is killed in it may find his next build refused.
#[test]
fn a_site_that_was_left_aside_stands_again_although_a_story_is_broken() {
    let root = folder();
    edited_site(root.path());
    let public = root.path().join("public");
    let old = tree(&public);
    fs::rename(&public, root.path().join(".public.goodturn/old")).unwrap();
    fs::write(root.path().join("content/stories/three.md"), "---\ntitle: \"x\n---\n").unwrap();
    let output = build(root.path(), &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(tree(&public), old);
    assert_no_work_litter(root.path());
}
