//! All the ways in which editors save, one by one (P15), and what else changes a folder.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use crate::server::{Server, THERMOS, UMBRELLA, serve, small};

const PAGE: &str = "/stories/umbrella/";
const FILE: &str = "content/stories/umbrella.md";

fn july() -> String {
    UMBRELLA.replace("June", "July")
}

/// Saves in that way, and sees that the page is new and that nothing else became one.
fn check(save: impl Fn(&Path, &str)) {
    let server = small();
    let before = addresses(&server);
    save(&server.path(FILE), &july());
    server.until_says(PAGE, "July");
    save(&server.path(FILE), UMBRELLA);
    server.until_says(PAGE, "June");
    assert_eq!(addresses(&server), before, "no temporary file is a page");
}

fn addresses(server: &Server) -> String {
    server.get("/sitemap.xml").text()
}

#[test]
fn in_place() {
    check(|file, text| OpenOptions::new().write(true).open(file).unwrap().write_all(text.as_bytes()).unwrap());
}

#[test]
fn truncated_and_written_piece_by_piece() {
    check(|file, text| {
        let mut file = File::create(file).unwrap();
        for piece in text.as_bytes().chunks(7) {
            file.write_all(piece).unwrap();
            file.flush().unwrap();
        }
    });
}

#[test]
fn a_temporary_file_renamed() {
    check(|file, text| {
        let fresh = file.with_file_name("umbrella.md.tmp");
        fs::write(&fresh, text).unwrap();
        fs::rename(fresh, file).unwrap();
    });
}

#[test]
fn as_vim_does() {
    check(|file, text| {
        let folder = file.parent().unwrap();
        fs::write(folder.join("4913"), "").unwrap();
        fs::remove_file(folder.join("4913")).unwrap();
        let backup = folder.join("umbrella.md~");
        fs::rename(file, &backup).unwrap();
        let mut fresh = File::create(file).unwrap();
        fresh.write_all(text.as_bytes()).unwrap();
        fresh.sync_all().unwrap();
        drop(fresh);
        fs::remove_file(backup).unwrap();
    });
}

#[test]
fn as_emacs_does() {
    check(|file, text| {
        let folder = file.parent().unwrap();
        let lock = folder.join(".#umbrella.md");
        symlink("somebody@somewhere.1:1", &lock).unwrap();
        fs::write(folder.join("#umbrella.md#"), text).unwrap();
        fs::copy(file, folder.join("umbrella.md~")).unwrap();
        fs::write(file, text).unwrap();
        fs::remove_file(folder.join("#umbrella.md#")).unwrap();
        fs::remove_file(lock).unwrap();
    });
}

#[test]
fn as_jetbrains_does() {
    check(|file, text| {
        let (fresh, old) =
            (file.with_file_name("umbrella.md___jb_tmp___"), file.with_file_name("umbrella.md___jb_old___"));
        fs::write(&fresh, text).unwrap();
        fs::rename(file, &old).unwrap();
        fs::rename(fresh, file).unwrap();
        fs::remove_file(old).unwrap();
    });
}

#[test]
fn deleted_and_made_again() {
    check(|file, text| {
        fs::remove_file(file).unwrap();
        fs::write(file, text).unwrap();
    });
}

#[test]
fn with_the_time_of_the_old_one() {
    check(|file, text| {
        let time = fs::metadata(file).unwrap().modified().unwrap();
        let open = OpenOptions::new().write(true).open(file).unwrap();
        (&open).write_all(text.as_bytes()).unwrap();
        open.set_modified(time).unwrap();
    });
}

#[test]
fn kept_open_and_never_closed() {
    let server = small();
    let mut file = OpenOptions::new().write(true).open(server.path(FILE)).unwrap();
    file.write_all(july().as_bytes()).unwrap();
    server.until_says(PAGE, "July");
    drop(file);
}

#[test]
fn two_hundred_saves_in_two_seconds() {
    let server = small();
    for n in 0..200 {
        fs::write(server.path(FILE), UMBRELLA.replace("June", &format!("June {n}"))).unwrap();
        std::thread::sleep(Duration::from_millis(10));
    }
    server.until_says(PAGE, "June 199.");
}

#[test]
fn five_hundred_files_at_once() {
    let server = small();
    for n in 0..500 {
        server.write(&format!("content/stories/s{n}.md"), THERMOS.replace("thermos", &format!("thermos {n}")));
    }
    server.until_says("/stories/s499/", "thermos 499");
    server.until_says("/stories/s0/", "thermos 0");
    for n in 0..500 {
        fs::remove_file(server.path(&format!("content/stories/s{n}.md"))).unwrap();
    }
    server.until_gone("/stories/s0/");
    server.until_gone("/stories/s499/");
    server.until_says(PAGE, "June");
}

#[test]
fn folders_made_filled_renamed_moved_out_and_in() {
    let server = small();
    let (folder, other) = (server.path("content/stories/one"), server.path("content/stories/two"));
    for deep in ["a.md", "deep/er/b.md"] {
        server.write(&format!("content/stories/one/{deep}"), THERMOS);
    }
    server.until_says("/stories/a/", "still warm");
    server.until_says("/stories/b/", "still warm");
    fs::write(folder.join("deep/er/c.md"), THERMOS).unwrap();
    server.until_says("/stories/c/", "still warm");
    fs::rename(&folder, &other).unwrap();
    fs::write(other.join("d.md"), THERMOS).unwrap();
    server.until_says("/stories/d/", "still warm");
    fs::write(other.join("deep/er/b.md"), THERMOS.replace("warm", "hot")).unwrap();
    server.until_says("/stories/b/", "still hot");
    let away = tempfile::tempdir_in(server.root()).unwrap();
    fs::rename(&other, away.path().join("two")).unwrap();
    server.until_gone("/stories/b/");
    fs::write(away.path().join("two/a.md"), THERMOS.replace("warm", "cold")).unwrap();
    fs::rename(away.path().join("two"), &other).unwrap();
    server.until_says("/stories/a/", "still cold");
    fs::remove_dir_all(&other).unwrap();
    server.until_gone("/stories/a/");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("e.md"), THERMOS).unwrap();
    server.until_says("/stories/e/", "still warm");
}

#[test]
fn links_inside_the_site() {
    let server = small();
    server.write("content/shelf/real.md", THERMOS);
    symlink("../shelf/real.md", server.path("content/stories/linked.md")).unwrap();
    server.until_says("/stories/linked/", "still warm");
    server.write("content/shelf/real.md", THERMOS.replace("warm", "hot"));
    server.until_says("/stories/linked/", "still hot");
    fs::remove_file(server.path("content/stories/linked.md")).unwrap();
    server.until_gone("/stories/linked/");
}

#[test]
fn settings_themes_comments_and_files() {
    let server = small();
    let before = addresses(&server);
    server.write("site.toml", "title = \"Large Kindnesses\"\nbase_url = \"https://example.org/\"\n");
    server.until_says("/", "Large Kindnesses");
    server.write("themes/mine/theme.toml", "goodturn = \">=0.1\"\nextends = \"hearth\"\n");
    server.write("themes/mine/templates/page.html", "<p>mine</p>");
    server.write("site.toml", "title = \"x\"\nbase_url = \"https://example.org/\"\ntheme = \"mine\"\n");
    server.write("content/about.md", "# About\n\nUs.\n");
    server.until_says("/about/", "<p>mine</p>");
    server.write("themes/mine/templates/page.html", "<p>yours</p>");
    server.until_says("/about/", "<p>yours</p>");
    server.write("static/a.txt", "one");
    server.until_says("/a.txt", "one");
    server.write("static/a.txt", "two");
    server.until_says("/a.txt", "two");
    fs::remove_file(server.path("static/a.txt")).unwrap();
    server.until_gone("/a.txt");
    fs::remove_file(server.path("content/about.md")).unwrap();
    server.until_gone("/about/");
    assert_ne!(before, "");
    let comments = "version: 1\ncomments:\n  - {id: a, author: Nadia, state: approved, body: I was that passenger}\n";
    server.write("content/stories/umbrella.comments.yaml", comments);
    server.until_says(PAGE, "I was that passenger");
    server.write("content/stories/umbrella.comments.yaml", comments.replace("that passenger", "somebody else"));
    server.until_says(PAGE, "I was somebody else");
}

#[test]
fn by_looking_where_there_are_no_events() {
    let server = serve(&[(FILE, UMBRELLA)], &["--poll", "20"]);
    assert_eq!(server.ready["watching"], "polling");
    server.write(FILE, july());
    server.until_says(PAGE, "July");
    server.write("content/stories/new/a.md", THERMOS);
    server.until_says("/stories/a/", "still warm");
    fs::remove_dir_all(server.path("content/stories/new")).unwrap();
    server.until_gone("/stories/a/");
}

#[test]
fn not_at_all_if_that_is_asked_for() {
    let server = serve(&[(FILE, UMBRELLA)], &["--no-watch"]);
    server.write(FILE, july());
    assert!(server.event_within(Duration::from_millis(300)).is_none());
    assert!(!server.get(PAGE).text().contains("July"));
}

#[test]
fn what_is_not_the_sites_stirs_nothing() {
    let server = small();
    for path in [
        "drafts/x.md",
        ".git/index.lock",
        ".goodturn/x",
        "notes.md",
        "content/stories/.umbrella.md.swp",
        "content/~$x.md",
    ] {
        server.write(path, "x");
        server.write(path, "y");
    }
    let built = crate::common::command(crate::common::PROGRAM, server.root()).args(["build", "-q"]).status().unwrap();
    assert!(built.success());
    assert_eq!(server.event_within(Duration::from_millis(800)), None, "nothing was rebuilt");
    server.write(FILE, july());
    assert_eq!(server.event()["sources"][0], FILE);
}
