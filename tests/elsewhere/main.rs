//! `goodturn check --external` through the binary, against a host that the test makes: what it asks for, what it leaves
//! alone, and what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;
mod host;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use expect_test::{Expect, expect};
use tempfile::TempDir;

use common::{PROGRAM, command};
use host::{Host, status};

/// A site with one story, whose home is at that host.
fn site(host: &str, text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("site.toml", &format!("title = \"Garden\"\nbase_url = \"{host}/site/\"\ncards = false\n"));
    write("content/stories/lamp.md", &format!("---\ntitle: Lamp\ndate: 2026-01-02\n---\n{text}\n"));
    folder
}

/// What a look says on both streams, with `PORT` for the port of the host.
fn said(folder: &Path, more: &[&str], host: &Host) -> String {
    let mut asked = command(PROGRAM, folder);
    let done = asked.args(["check", "--external"]).args(more).output().unwrap();
    let (out, err) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
    let whole = format!("{err}{out}exit {}\n", done.status.code().unwrap());
    whole.replace(&host.port.to_string(), "PORT")
}

fn check(answer: fn(&str, &str, usize) -> Option<String>, text: &str, more: &[&str], expected: Expect) -> Host {
    let host = Host::new(answer);
    let own = format!("http://127.0.0.1:{}", host.port);
    let folder = site(&own, &text.replace("OWN", &own));
    expected.assert_eq(&said(folder.path(), more, &host));
    host
}

fn usual(method: &str, path: &str, before: usize) -> Option<String> {
    match (method, path) {
        ("HEAD", "/shy") => status(405, ""),
        (_, "/moved") => status(301, "Location: /ok\r\n"),
        (_, "/twice") => status(308, "Location: /moved\r\n"),
        (_, "/lent") => status(302, "Location: /ok\r\n"),
        (_, "/away") => status(301, "Location: /gone\r\n"),
        (_, "/round") => status(302, "Location: /about\r\n"),
        (_, "/about") => status(302, "Location: /round\r\n"),
        (_, path) if path.starts_with("/gone") => status(404, ""),
        (_, "/taken-down") => status(410, ""),
        (_, "/members") => status(403, ""),
        (_, "/ill") => status(500, ""),
        (_, "/busy") if before == 0 => status(429, "Retry-After: 1\r\n"),
        (_, "/hangs-up") => None,
        (_, "/babble") => Some("well, hello\r\n\r\n".to_owned()),
        (_, "/slow") => {
            std::thread::sleep(Duration::from_secs(10));
            None
        }
        _ => status(200, ""),
    }
}

#[test]
fn nobody_is_asked_unless_the_person_says_so() {
    let host = Host::new(usual);
    let own = format!("http://127.0.0.1:{}", host.port);
    let folder = site(&own, &format!("[a]({own}/gone)"));
    for asked in [&["build"][..], &["check"], &["doctor"], &["build", "--strict"]] {
        assert!(command(PROGRAM, folder.path()).args(asked).output().unwrap().status.success(), "{asked:?}");
    }
    assert_eq!(host.asked(), [""; 0]);
}

#[test]
fn what_is_there_is_asked_for_once_and_not_again_for_a_week() {
    let text = "[a](OWN/ok), [b](OWN/ok#part), [c](OWN/shy), [d](OWN/lent) and [e](OWN/busy)";
    let host = Host::new(usual);
    let own = format!("http://127.0.0.1:{}", host.port);
    let folder = site(&own, &text.replace("OWN", &own));
    let whole = "1 story, 15 files and 4 addresses elsewhere looked at: nothing to mend\nexit 0\n";
    assert_eq!(said(folder.path(), &[], &host), whole);
    let asked = ["GET /shy", "HEAD /busy", "HEAD /busy", "HEAD /lent", "HEAD /ok", "HEAD /ok", "HEAD /shy"];
    assert_eq!(host.asked(), asked, "where one leads to another, that is asked for, too");
    assert_eq!(host.most(), 1, "one at a time");
    expect![[r#"
        [
            "accept: */*",
            "connection: close",
            "user-agent: goodturn/0.1.0",
        ]
    "#]]
    .assert_debug_eq(&host.names());
    let whole = whole.replace("elsewhere", "elsewhere (4 of them within the last week)");
    assert_eq!(said(folder.path(), &[], &host), whole);
    assert_eq!(host.asked(), [""; 0]);
    // What is kept cannot be read by anybody, and if it is damaged, all is asked for again.
    let kept = folder.path().join(".goodturn/elsewhere/known");
    let bytes = fs::read(&kept).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("127.0.0.1"));
    fs::write(&kept, &bytes[1..]).unwrap();
    said(folder.path(), &[], &host);
    assert_eq!(host.asked().len(), asked.len());
}

#[test]
fn what_is_gone_is_an_error_where_it_is_written() {
    let text = "One [a](OWN/gone), [b](OWN/taken-down),\n[c](OWN/away) and [d][d],\n<a href=\"OWN/gone?x&amp;y\">e</a>.\n\n[d]: OWN/gone \"D\"";
    let host = check(
        usual,
        text,
        &[],
        expect![[r#"
            error: `http://127.0.0.1:PORT/gone` is gone: its host answers that there is no such page (404)
              ┌ content/stories/lamp.md:5:5
            5 │ One [a](http://127.0.0.1:PORT/gone), [b](http://127.0.0.1:PORT/taken-down),
              │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              └ help: mend the address, or take the link out; an old copy may be at https://web.archive.org/web/http://127.0.0.1:PORT/gone

            error: `http://127.0.0.1:PORT/taken-down` is gone: its host answers that there is no such page (410)
              ┌ content/stories/lamp.md:5:39
            5 │ One [a](http://127.0.0.1:PORT/gone), [b](http://127.0.0.1:PORT/taken-down),
              │                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              └ help: mend the address, or take the link out; an old copy may be at https://web.archive.org/web/http://127.0.0.1:PORT/taken-down

            error: `http://127.0.0.1:PORT/away` is gone: its host answers that there is no such page (404)
              ┌ content/stories/lamp.md:6:1
            6 │ [c](http://127.0.0.1:PORT/away) and [d][d],
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              └ help: mend the address, or take the link out; an old copy may be at https://web.archive.org/web/http://127.0.0.1:PORT/away

            error: `http://127.0.0.1:PORT/gone` is gone: its host answers that there is no such page (404)
              ┌ content/stories/lamp.md:6:38
            6 │ [c](http://127.0.0.1:PORT/away) and [d][d],
              │                                      ^^^^^^
              ├ on the page /stories/lamp/
              └ help: mend the address, or take the link out; an old copy may be at https://web.archive.org/web/http://127.0.0.1:PORT/gone

            error: `http://127.0.0.1:PORT/gone?x&y` is gone: its host answers that there is no such page (404)
              ┌ content/stories/lamp.md:7:10
            7 │ <a href="http://127.0.0.1:PORT/gone?x&amp;y">e</a>.
              │          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              └ help: mend the address, or take the link out; an old copy may be at https://web.archive.org/web/http://127.0.0.1:PORT/gone?x&y

            1 story, 15 files and 4 addresses elsewhere looked at: 5 errors
            exit 1
        "#]],
    );
    assert!(host.asked().contains(&"HEAD /taken-down".to_owned()));
}

#[test]
fn what_moved_for_good_is_named() {
    check(
        usual,
        "[a](OWN/moved), [b](OWN/twice)",
        &[],
        expect![[r#"
            warning: `http://127.0.0.1:PORT/moved` has moved for good
              ┌ content/stories/lamp.md:5:1
            5 │ [a](http://127.0.0.1:PORT/moved), [b](http://127.0.0.1:PORT/twice)
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              └ help: write `http://127.0.0.1:PORT/ok`, where it leads now; who moved it may not lead people on for ever

            warning: `http://127.0.0.1:PORT/twice` has moved for good
              ┌ content/stories/lamp.md:5:36
            5 │ [a](http://127.0.0.1:PORT/moved), [b](http://127.0.0.1:PORT/twice)
              │                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              └ help: write `http://127.0.0.1:PORT/ok`, where it leads now; who moved it may not lead people on for ever

            1 story, 14 files and 2 addresses elsewhere looked at: 2 warnings
            exit 0
        "#]],
    );
}

#[test]
fn a_host_in_trouble_is_no_error_and_its_fault_is_told() {
    let text = "[a](OWN/ill),\n[b](OWN/hangs-up),\n[c](OWN/babble),\n[d](OWN/round) and\n[e](OWN/members)";
    check(
        usual,
        text,
        &["-v"],
        expect![[r#"
            warning: the host of `http://127.0.0.1:PORT/ill` has some trouble of its own (500)
              ┌ content/stories/lamp.md:5:1
            5 │ [a](http://127.0.0.1:PORT/ill),
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              ├ help: try again in a day or two; if it stays so, take the link out
              └ elsewhere-trouble

            warning: nobody answers at `http://127.0.0.1:PORT/hangs-up`: it hung up
              ┌ content/stories/lamp.md:6:1
            6 │ [b](http://127.0.0.1:PORT/hangs-up),
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              ├ help: try again in a day or two; if it stays so, take the link out
              └ elsewhere-silent

            warning: nobody answers at `http://127.0.0.1:PORT/babble`: what it says is nothing that a browser understands
              ┌ content/stories/lamp.md:7:1
            7 │ [c](http://127.0.0.1:PORT/babble),
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              ├ help: try again in a day or two; if it stays so, take the link out
              └ elsewhere-silent

            warning: `http://127.0.0.1:PORT/round` leads from one address to the next and arrives nowhere
              ┌ content/stories/lamp.md:8:1
            8 │ [d](http://127.0.0.1:PORT/round) and
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              ├ help: try it in a browser; if that does not arrive either, take the link out
              └ elsewhere-circle

            note: the host of `http://127.0.0.1:PORT/members` does not show it to programs (403), so nobody knows whether it is there
              ┌ content/stories/lamp.md:9:1
            9 │ [e](http://127.0.0.1:PORT/members)
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              ├ help: look with your own eyes, now and then
              └ elsewhere-shut

            1 story, 15 files and 5 addresses elsewhere looked at: 4 warnings
            exit 0
        "#]],
    );
}

#[test]
fn nobody_is_waited_for_for_ever() {
    check(
        usual,
        "[a](OWN/slow)",
        &["--timeout", "1"],
        expect![[r#"
            warning: nobody answers at `http://127.0.0.1:PORT/slow`: it took too long
              ┌ content/stories/lamp.md:5:1
            5 │ [a](http://127.0.0.1:PORT/slow)
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              └ help: try again in a day or two; if it stays so, take the link out

            1 story, 14 files and 1 address elsewhere looked at: 1 warning
            exit 0
        "#]],
    );
}

#[test]
fn who_asks_to_be_left_alone_is_left_alone() {
    let busy = |_: &str, _: &str, _| status(429, "Retry-After: 3000\r\n");
    let host = Host::new(busy);
    let own = format!("http://127.0.0.1:{}", host.port);
    let folder = site(&own, &format!("[a]({own}/a), [b]({own}/b)"));
    expect![[r#"
        note: the host of `http://127.0.0.1:PORT/a` asked to be left alone for a while, so nothing is known of it
          ┌ content/stories/lamp.md:5:1
        5 │ [a](http://127.0.0.1:PORT/a), [b](http://127.0.0.1:PORT/b)
          │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          ├ on the page /stories/lamp/
          ├ help: try again later
          └ elsewhere-later

        note: the host of `http://127.0.0.1:PORT/b` asked to be left alone for a while, so nothing is known of it
          ┌ content/stories/lamp.md:5:32
        5 │ [a](http://127.0.0.1:PORT/a), [b](http://127.0.0.1:PORT/b)
          │                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          ├ on the page /stories/lamp/
          ├ help: try again later
          └ elsewhere-later

        1 story, 14 files and 2 addresses elsewhere looked at: nothing to mend
        exit 0
    "#]]
    .assert_eq(&said(folder.path(), &["-v"], &host));
    assert_eq!(host.asked(), ["HEAD /a"]);
    said(folder.path(), &[], &host);
    assert_eq!(host.asked(), [""; 0], "neither is it asked next time");
}

#[test]
fn a_host_that_nobody_knows_is_named() {
    check(
        usual,
        "[a](http://no-such-host.invalid/), [b](OWN/ok)",
        &[],
        expect![[r#"
            error: `http://no-such-host.invalid/` leads nowhere: no host is called `no-such-host.invalid` any more, or it never was
              ┌ content/stories/lamp.md:5:1
            5 │ [a](http://no-such-host.invalid/), [b](http://127.0.0.1:PORT/ok)
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/lamp/
              └ help: look for a slip in the name; else, if this machine is online, take the link out; an old copy may be at https://web.archive.org/web/http://no-such-host.invalid/

            1 story, 14 files and 2 addresses elsewhere looked at: 1 error
            exit 1
        "#]],
    );
    // The same if no host was found at all: then it is rather this machine.
    check(
        usual,
        "[a](http://no-such-host.invalid/)",
        &[],
        expect![[r#"
        warning: nobody could tell where the one host that was looked for is, so nothing is said of what leads there
          └ help: make sure that this machine is online, and try again

        1 story, 14 files and 1 address elsewhere looked at: 1 warning
        exit 0
    "#]],
    );
}

#[test]
fn nothing_listens() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let host = Host::new(usual);
    let own = format!("http://127.0.0.1:{port}");
    let folder = site(&own, &format!("[a]({own}/a)"));
    expect![[r#"
        warning: nobody answers at `http://127.0.0.1:PORT/a`: nothing listens there
          ┌ content/stories/lamp.md:5:1
        5 │ [a](http://127.0.0.1:PORT/a)
          │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          ├ on the page /stories/lamp/
          └ help: try again in a day or two; if it stays so, take the link out

        1 story, 14 files and 1 address elsewhere looked at: 1 warning
        exit 0
    "#]]
    .assert_eq(&said(folder.path(), &[], &host).replace(&port.to_string(), "PORT"));
}

/// Leads to any port of this machine.
fn leads(_: &str, path: &str, _: usize) -> Option<String> {
    let port = path.strip_prefix("/to/").unwrap();
    status(302, &format!("Location: http://127.0.0.1:{port}/redirected\r\n"))
}

#[test]
fn no_word_of_a_story_makes_us_ask_in_somebodys_own_network() {
    let secret = Host::new(usual);
    let port = secret.port;
    let text = format!(
        "[a](http://localhost:{port}/a), [b](http://127.1:{port}/b), [c](http://2130706433:{port}/c), [d](http://0x7f.0.0.1:{port}/d), \
         [e](http://[::1]:{port}/e), [f](http://[::ffff:127.0.0.1]:{port}/f), [g](http://169.254.169.254/latest), [h](OWN/to/{port}), [i](http://0.0.0.0:{port}/i)"
    );
    let host = Host::new(leads);
    let own = format!("http://127.0.0.1:{}", host.port);
    let folder = site(&own, &text.replace("OWN", &own));
    let said = said(folder.path(), &["--format", "json"], &host);
    assert_eq!(said.matches("\"code\":\"elsewhere-at-home\"").count(), 9, "{said}");
    assert_eq!(said.matches("\"code\":").count(), 9, "{said}");
    assert_eq!(secret.asked(), [""; 0]);
}

#[test]
fn comments_the_menu_and_templates_are_looked_at_too() {
    let host = Host::new(usual);
    let own = format!("http://127.0.0.1:{}", host.port);
    let folder = site(&own, "See.");
    let root = folder.path();
    let comment = format!(
        "version: 1\ncomments:\n  - id: c1\n    author: Mara\n    url: {own}/gone/1\n    state: approved\n    format: markdown\n    body: \"so [she]({own}/gone/2) said\"\n"
    );
    fs::write(root.join("content/stories/lamp.comments.yaml"), comment).unwrap();
    let toml = fs::read_to_string(root.join("site.toml")).unwrap();
    fs::write(root.join("site.toml"), format!("{toml}menu = [{{ name = \"Home\", url = \"{own}/gone/3\" }}]\n"))
        .unwrap();
    expect![[r#"
        error: `http://127.0.0.1:PORT/gone/1` is gone: its host answers that there is no such page (404)
          ┌ content/stories/lamp.comments.yaml:5:10
        5 │     url: http://127.0.0.1:PORT/gone/1
          │          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          ├ on the page /stories/lamp/
          └ help: mend the address, or take the link out; an old copy may be at https://web.archive.org/web/http://127.0.0.1:PORT/gone/1

        error: `http://127.0.0.1:PORT/gone/2` is gone: its host answers that there is no such page (404)
          ┌ content/stories/lamp.comments.yaml:8:21
        8 │     body: "so [she](http://127.0.0.1:PORT/gone/2) said"
          │                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          ├ on the page /stories/lamp/
          └ help: mend the address, or take the link out; an old copy may be at https://web.archive.org/web/http://127.0.0.1:PORT/gone/2

        error: `http://127.0.0.1:PORT/gone/3` is gone: its host answers that there is no such page (404)
          ┌ site.toml:4:33
        4 │ menu = [{ name = "Home", url = "http://127.0.0.1:PORT/gone/3" }]
          │                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          ├ on the page /
          └ help: mend the address, or take the link out; an old copy may be at https://web.archive.org/web/http://127.0.0.1:PORT/gone/3

        1 story, 16 files and 3 addresses elsewhere looked at: 3 errors
        exit 1
    "#]].assert_eq(&said(root, &[], &host));
}

#[test]
fn programs_are_told_how_many() {
    let host = Host::new(usual);
    let own = format!("http://127.0.0.1:{}", host.port);
    let folder = site(&own, &format!("[a]({own}/ok), [b]({own}/moved), [c]({own}/gone)"));
    let said = said(folder.path(), &["--format", "json"], &host);
    assert!(said.contains("\"external\":{\"addresses\":3,\"asked\":3,\"good\":2}"), "{said}");
}
