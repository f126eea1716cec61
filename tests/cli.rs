//! The program from outside: pipes that close, terminals of all kinds, names that are traps, and exit codes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use expect_test::expect;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Output, Stdio};

use common::{PROGRAM, command};

const GOOD: &str = "---\ntitle: \"The umbrella\"\ndate: 2012-01-03\n---\n\nIt came back.\n";
const BROKEN: &str = "---\ntitle: \"The queue\"\ndate: 2012-13-01\n---\n\nIt was Friday.\n";

/// A site in a folder that goes away.
fn site(stories: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("site.toml"), "title = \"T\"\nbase_url = \"https://example.org/\"\n").unwrap();
    let content = folder.path().join("content/stories");
    fs::create_dir_all(&content).unwrap();
    for (name, text) in stories {
        fs::write(content.join(name), text).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(PROGRAM, folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_reader_who_goes_away_changes_nothing() {
    for (story, code) in [(GOOD, 0), (BROKEN, 1)] {
        let folder = site(&[("a.md", story)]);
        for arguments in [&["build"][..], &["build", "--format", "json"], &["build", "--timings"]] {
            let mut child = command(PROGRAM, folder.path());
            let mut child = child.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            drop((child.stdout.take(), child.stderr.take()));
            assert_eq!(child.wait().unwrap().code(), Some(code), "{arguments:?}");
        }
        assert_eq!(folder.path().join("public/index.html").exists(), code == 0);
    }
}

#[test]
fn colour_is_there_when_it_is_asked_for() {
    let folder = site(&[("a.md", BROKEN)]);
    let is_coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut build = command(PROGRAM, folder.path());
        let output = build.arg("build").args(arguments).envs(variables.iter().copied()).output().unwrap();
        said(&output).contains('\u{1b}')
    };
    assert!(!is_coloured(&[], &[]));
    assert!(is_coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(is_coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!is_coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(is_coloured(&["--colour=always", "--nonsense", "--color=always"], &[]), "usage errors too");
    assert!(!is_coloured(&["--nonsense", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

/// Runs a build as on a terminal, with `script`; none where there is no such program.
fn on_a_terminal(folder: &Path, variables: &[(&str, &str)]) -> Option<Vec<u8>> {
    let mut terminal = command("script", folder);
    terminal.env("TERM", "xterm").envs(variables.iter().copied());
    let output = terminal.args(["-qefc", &format!("{PROGRAM} build"), "/dev/null"]).stdin(Stdio::null()).output();
    output.ok().filter(|output| !output.stdout.is_empty()).map(|output| output.stdout)
}

#[test]
fn a_terminal_gets_what_it_can_show() {
    let folder = site(&[("é.md", BROKEN)]);
    let Some(utf8) = on_a_terminal(folder.path(), &[]) else {
        return eprintln!("left out: there is no `script` here");
    };
    let utf8 = String::from_utf8(utf8).unwrap();
    assert!(utf8.contains('\u{1b}') && utf8.contains('┌') && utf8.contains("é.md"), "{utf8}");
    let latin = on_a_terminal(folder.path(), &[("LC_ALL", "C"), ("NO_COLOR", "1")]).unwrap();
    assert!(latin.iter().all(|byte| byte.is_ascii() && *byte != 0x1b), "{}", String::from_utf8_lossy(&latin));
    let dumb = String::from_utf8(on_a_terminal(folder.path(), &[("TERM", "dumb")]).unwrap()).unwrap();
    assert!(!dumb.contains('\u{1b}'), "{dumb}");
}

#[test]
fn a_name_cannot_speak_to_the_terminal() {
    let folder = site(&[("\u{1b}]0;owned\u{7}\u{202e}.md", BROKEN), ("b\u{9b}2J.md", GOOD)]);
    for arguments in [&["build"][..], &["build", "--format", "json"], &["list"], &["list", "--format", "json"]] {
        let output = run(folder.path(), arguments);
        let all = String::from_utf8(output.stdout.clone()).unwrap() + &said(&output);
        let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!all.contains(bad), "{arguments:?}: {all:?}");
        assert!(all.contains("owned"), "{arguments:?}: {all:?}");
    }
}

#[test]
fn places_lead_to_the_file_from_where_the_person_stands() {
    let folder = site(&[("a.md", BROKEN)]);
    let place = |from: &str, arguments: &[&str]| {
        let output = run(&folder.path().join(from), &[&["build"], arguments].concat());
        let said = said(&output);
        said.lines().find_map(|line| line.trim_start().strip_prefix("┌ ")).unwrap_or(&said).to_owned()
    };
    assert_eq!(place("", &[]), "content/stories/a.md:3:7");
    assert_eq!(place("content", &[]), "../content/stories/a.md:3:7");
    assert_eq!(place("content/stories", &["--root", "../.."]), "../../content/stories/a.md:3:7");
    let whole = folder.path().to_str().unwrap();
    assert_eq!(place("/", &["--root", whole]), format!("{whole}/content/stories/a.md:3:7"));
}

#[test]
fn exit_codes_tell_what_came_of_it() {
    let good = site(&[("a.md", GOOD)]);
    let code = |folder: &Path, arguments: &[&str]| run(folder, arguments).status.code().unwrap();
    assert_eq!(code(good.path(), &["build"]), 0);
    assert_eq!(code(good.path(), &["build", "--strict"]), 0);
    assert_eq!(code(good.path(), &["list"]), 0);
    assert_eq!(code(good.path(), &["--version"]), 0);
    assert_eq!(code(good.path(), &["build", "--help"]), 0);
    assert_eq!(code(good.path(), &[]), 2);
    assert_eq!(code(good.path(), &["build", "--tody", "x"]), 2);
    assert_eq!(code(good.path(), &["fix", "a.md"]), 2);
    assert_eq!(code(good.path(), &["build", "-q", "-v"]), 2);
    assert_eq!(code(good.path(), &["build", "--root", "nowhere"]), 1);
    let broken = site(&[("a.md", BROKEN)]);
    assert_eq!(code(broken.path(), &["build"]), 1);
    assert_eq!(code(broken.path(), &["list"]), 1);
    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(code(nowhere.path(), &["build"]), 1);
    assert_eq!(code(nowhere.path(), &["new", "x"]), 1);
}

#[test]
fn a_build_that_waits_says_so_and_can_be_interrupted() {
    let folder = site(&[("a.md", GOOD)]);
    assert!(run(folder.path(), &["build"]).status.success());
    let page = folder.path().join("public/stories/a/index.html");
    let before = fs::read(&page).unwrap();
    fs::write(folder.path().join("content/stories/a.md"), GOOD.replace("came", "did not come")).unwrap();
    // Another build, as far as this one can tell.
    fs::create_dir_all(folder.path().join(".goodturn")).unwrap();
    let lock = fs::File::create(folder.path().join(".goodturn/lock")).unwrap();
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let mut build = command(PROGRAM, folder.path()).arg("build").stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(build.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(
        line.starts_with("another build is at work on ") && line.ends_with("; waiting for it to finish\n"),
        "{line}"
    );
    let process = rustix::process::Pid::from_child(&build);
    rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
    // A shell shows this as exit code 130.
    assert_eq!(build.wait().unwrap().signal(), Some(2));
    assert_eq!(fs::read(&page).unwrap(), before, "the old site stands");
    drop(lock);
    assert!(run(folder.path(), &["build"]).status.success());
    assert_ne!(fs::read(&page).unwrap(), before);
}

#[test]
fn quiet_is_quiet_and_json_is_one_line() {
    let good = site(&[("a.md", GOOD)]);
    let output = run(good.path(), &["build", "-q"]);
    assert_eq!((output.stdout.len(), output.stderr.len()), (0, 0));
    for stories in [&[("a.md", GOOD)][..], &[("a.md", BROKEN)]] {
        let folder = site(stories);
        let output = run(folder.path(), &["build", "--format", "json"]);
        assert_eq!(said(&output), "");
        let line = String::from_utf8(output.stdout).unwrap();
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["published"], output.status.success());
        assert_eq!(line.matches('\n').count(), 1);
    }
    let output = run(Path::new("/"), &["build", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["diagnostics"][0]["code"], "settings-no-site");
}

#[test]
fn init_makes_no_site_in_a_file_and_names_a_folder_so_that_a_shell_takes_it() {
    let top = tempfile::tempdir().unwrap();
    fs::write(top.path().join("notes"), "x").unwrap();
    let init = |folder: &str| {
        let output = run(top.path(), &["init", folder]);
        let text = String::from_utf8_lossy(&output.stdout).lines().last().map(str::to_owned);
        format!("{:?} {}{}", output.status.code(), text.unwrap_or_default(), said(&output))
    };
    let all = ["notes", "notes/new", "it's my site", "plain"].map(init).join("\n");
    expect![[r#"
        Some(1) error: notes is a file, so no site can be made in it
          └ help: name a new folder: goodturn init my-stories


        Some(1) error: notes is a file, so no site can be made in it
          └ help: name a new folder: goodturn init my-stories


        Some(0) next: cd 'it'\''s my site' && goodturn build
        Some(0) next: cd plain && goodturn build"#]]
    .assert_eq(&all);
}

#[test]
fn what_cannot_be_published_is_not_listed_as_published() {
    let folder = site(&[("a.md", GOOD), ("b.md", "---\ntitle: B\ndate: 2020-13-01\n---\nx\n")]);
    let output = run(folder.path(), &["list", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains(r#""title":"B","date":null,"state":"broken","url":null"#), "{text}");
}

#[test]
fn the_day_can_be_fixed_from_outside() {
    let folder = site(&[("a.md", GOOD), ("b.md", "---\ntitle: B\ndate: 2026-12-01\n---\nx\n")]);
    let left_out = |epoch: &str| {
        let output = command(PROGRAM, folder.path()).arg("list").env("SOURCE_DATE_EPOCH", epoch).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap().contains("future"))
    };
    assert_eq!(left_out("1795348800"), (Some(0), true));
    assert_eq!(left_out("1796083200"), (Some(0), false));
    for arguments in [&["build"][..], &["list"], &["new", "x"], &["init", "new"]] {
        let output = command(PROGRAM, folder.path()).args(arguments).env("SOURCE_DATE_EPOCH", "soon").output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    }
}

#[test]
fn a_folder_of_stories_that_is_away_takes_no_story_down() {
    let folder = site(&[("a.md", GOOD)]);
    fs::write(folder.path().join("content/about.md"), "# About\n\nUs.\n").unwrap();
    assert_eq!(run(folder.path(), &["build"]).status.code(), Some(0));
    let stories = folder.path().join("content/stories");
    let page = folder.path().join("public/stories/a/index.html");
    // Under another name its stories would be pages.
    for away in ["elsewhere", "content/stories_"] {
        let away = folder.path().join(away);
        fs::rename(&stories, &away).unwrap();
        for _ in 0..2 {
            let output = run(folder.path(), &["build"]);
            assert_eq!(output.status.code(), Some(1));
            expect![[r#"
                error: this folder is not there any more, and 1 story was in it
                  ┌ content/stories
                  └ help: bring it back, or attach the disk that it is on; if there are to be no stories any more, make an empty folder of that name

                nothing was published: 1 error in 1 file
            "#]]
            .assert_eq(&said(&output));
            assert!(page.exists());
        }
        fs::rename(&away, &stories).unwrap();
        assert_eq!(run(folder.path(), &["build"]).status.code(), Some(0));
    }
    fs::remove_dir_all(&stories).unwrap();
    fs::create_dir(&stories).unwrap();
    assert_eq!(run(folder.path(), &["build"]).status.code(), Some(0));
    assert!(!page.exists());
    fs::remove_dir(&stories).unwrap();
    assert_eq!(run(folder.path(), &["build"]).status.code(), Some(0), "there was none in it the last time");
}

#[test]
fn two_spellings_of_one_name_are_never_one_file_less() {
    for (name, other) in [
        ("static/caf\u{e9}.txt", "static/cafe\u{301}.txt"),
        ("content/stories/\u{e9}.png", "content/stories/e\u{301}.png"),
    ] {
        let folder = site(&[("a.md", GOOD)]);
        fs::create_dir(folder.path().join("static")).unwrap();
        for path in [name, other] {
            fs::write(folder.path().join(path), path).unwrap();
        }
        let output = run(folder.path(), &["build"]);
        assert_eq!(output.status.code(), Some(1));
        let wanted =
            format!("there are two files of this name here, whose accents are encoded in two ways\n  ┌ {name}\n");
        assert!(said(&output).contains(&wanted), "{}", said(&output));
    }
}

#[test]
fn nothing_is_published_into_a_folder_that_is_private() {
    let folder = site(&[("a.md", GOOD)]);
    fs::create_dir(folder.path().join("private")).unwrap();
    for output in ["private", "private/out", ".git", ".goodturn/out"] {
        let refused = run(folder.path(), &["build", "--output", output]);
        assert_eq!(refused.status.code(), Some(1), "{output}");
        assert!(said(&refused).contains("cannot publish into"), "{}", said(&refused));
    }
    assert_eq!(fs::read_dir(folder.path().join("private")).unwrap().count(), 0);
}

#[test]
fn a_list_of_names_on_a_disk_that_is_not_attached_stops_the_build() {
    for (link, target) in [("private", "/nowhere/stick"), ("private/names.txt", "/nowhere/stick/names.txt")] {
        let folder = site(&[("a.md", GOOD)]);
        let link = folder.path().join(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, &link).unwrap();
        let output = run(folder.path(), &["build"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("private/names.txt"), "{}", said(&output));
        assert!(!folder.path().join("public").exists());
    }
}

#[test]
fn folders_that_lead_to_each_other_in_ever_more_ways_come_to_an_end() {
    let folder = site(&[("a.md", GOOD)]);
    for level in 0..30 {
        let inside = folder.path().join(format!("static/d{level}"));
        fs::create_dir_all(&inside).unwrap();
        for name in ["a", "b"] {
            std::os::unix::fs::symlink(format!("../d{}", level + 1), inside.join(name)).unwrap();
        }
    }
    fs::create_dir_all(folder.path().join("static/d30")).unwrap();
    let output = run(folder.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1));
    let count = said(&output).matches("symbolic links lead to this folder from more than 64 places").count();
    assert!((1..=30).contains(&count), "{count}: {}", said(&output));
}
