//! `_headers`, `_redirects`, `.nojekyll` and `CNAME`: what stands in them, and what is said of them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use tempfile::TempDir;

use crate::common::{PROGRAM, TODAY, command};

const STORY: &str = "---\ntitle: A lamp\ndate: 2020-01-02\naliases: [/old/lamp.html, /a*b/, /c:d]\n---\nIt was lit.\n";

/// A site with these settings and these further files, built; and what was said.
pub fn built(settings: &str, files: &[(&str, &str)]) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let settings = format!("title = \"Lamps\"\n{settings}\n");
    for (path, text) in [("site.toml", settings.as_str()), ("content/stories/lamp.md", STORY)].iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let said = command(PROGRAM, folder.path()).args(["build", "--today", TODAY]).output().unwrap();
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    (folder, said)
}

/// A file of the output. The fingerprints of the theme's files are not what is tested here.
fn text(folder: &TempDir, file: &str) -> String {
    let text = fs::read_to_string(folder.path().join("public").join(file)).unwrap();
    let style = fs::read_dir(folder.path().join("public")).unwrap().map(|entry| entry.unwrap().file_name());
    let style = style.map(|name| name.into_string().unwrap()).find(|name| name.starts_with("style.")).unwrap();
    text.replace(&style, "style.css")
}

fn check(settings: &str, file: &str, expected: &Expect) {
    let (folder, said) = built(settings, &[]);
    assert_eq!(said, "");
    expected.assert_eq(&text(&folder, file));
}

#[test]
fn headers_hold_for_all_files_and_only_what_is_named_for_its_content_is_kept() {
    check(
        "base_url = \"https://lamps.example/\"\nhosting.headers = true",
        "_headers",
        &expect![[r#"
            /*
              Content-Security-Policy: default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
              X-Content-Type-Options: nosniff
              Referrer-Policy: strict-origin-when-cross-origin
              Permissions-Policy: accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()

            /find.40cef03a.js
              Cache-Control: public, max-age=31536000, immutable

            /style.css
              Cache-Control: public, max-age=31536000, immutable

            /stories/lamp/card.f830c09c.png
              Cache-Control: public, max-age=31536000, immutable
        "#]],
    );
}

#[test]
fn headers_below_a_path_and_with_hosts_that_are_allowed() {
    let settings =
        "base_url = \"https://lamps.example/our lamps/\"\nallow_hosts = [\"films.example\"]\nhosting.headers = true";
    check(
        settings,
        "_headers",
        &expect![[r#"
            /our%20lamps/*
              Content-Security-Policy: default-src 'none'; img-src 'self' films.example; style-src 'self' films.example; font-src 'self' films.example; media-src 'self' films.example; frame-src films.example; connect-src 'self' films.example; script-src 'self' films.example; base-uri 'none'; form-action 'self' films.example; frame-ancestors 'none'
              X-Content-Type-Options: nosniff
              Referrer-Policy: strict-origin-when-cross-origin
              Permissions-Policy: accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()

            /our%20lamps/find.40cef03a.js
              Cache-Control: public, max-age=31536000, immutable

            /our%20lamps/style.css
              Cache-Control: public, max-age=31536000, immutable

            /our%20lamps/stories/lamp/card.f830c09c.png
              Cache-Control: public, max-age=31536000, immutable
        "#]],
    );
}

#[test]
fn a_host_is_never_told_more_rules_than_it_takes() {
    let (folder, _) = built(
        "base_url = \"https://lamps.example/\"\nhosting.headers = true",
        &[("themes/hearth/theme.toml", "name = \"Many\"\ngoodturn = \">=0.1\"\n")],
    );
    for number in 0..120 {
        let file = folder.path().join(format!("themes/hearth/static/more/{number}.css"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, format!("a {{ order: {number} }}")).unwrap();
    }
    let said = command(PROGRAM, folder.path()).args(["build", "--today", TODAY]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&said.stderr), "");
    let headers = text(&folder, "_headers");
    assert_eq!(headers.lines().filter(|line| line.starts_with('/')).count(), 100);
}

#[test]
fn a_policy_of_very_many_hosts_is_longer_than_a_line_may_be() {
    let hosts: Vec<String> = (0..40).map(|number| format!("\"pictures-{number}.example\"")).collect();
    let settings =
        format!("base_url = \"https://lamps.example/\"\nallow_hosts = [{}]\nhosting.headers = true", hosts.join(", "));
    expect![[r#"
        warning: a line of `_headers` has 6545 letters, and Cloudflare Pages leaves out lines of more than 2000
          └ help: take hosts out of `allow_hosts` in site.toml, or name several at once: allow_hosts = ["*.example.org"]

    "#]]
    .assert_eq(&built(&settings, &[]).1);
}

#[test]
fn redirects_are_plain_and_their_number_is_watched() {
    check(
        "base_url = \"https://lamps.example/our lamps/\"\nhosting.redirects = true",
        "_redirects",
        &expect![[r#"
        /our%20lamps/old/lamp.html /our%20lamps/stories/lamp/ 301
    "#]],
    );
    let mut stories = Vec::new();
    for story in 0..21 {
        let mut text = format!("---\ntitle: Lamp {story}\ndate: 2019-01-01\naliases:\n");
        for alias in 0..100 {
            let _ = writeln!(text, "  - /old/{story}/{alias}");
        }
        stories.push((format!("content/stories/lamp-{story}.md"), text + "---\nLit.\n"));
    }
    let stories: Vec<(&str, &str)> = stories.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let settings = "base_url = \"https://lamps.example/\"\nhosting.redirects = true";
    expect![[r#"
        warning: `_redirects` has 2101 lines, and Cloudflare Pages reads only the first 2000
          └ help: nothing is lost: each old address has a page, too, which leads on; other hosts take more lines

    "#]]
    .assert_eq(&built(settings, &stories).1);
}

#[test]
fn github_pages_finds_its_two_files() {
    let settings = "base_url = \"https://lamps.example/\"\nhosting = { nojekyll = true, cname = \"lamps.example\" }";
    check(
        settings,
        "CNAME",
        &expect![[r#"
        lamps.example
    "#]],
    );
    check(settings, ".nojekyll", &expect![]);
    let settings = "base_url = \"https://other.example/lamps/\"\nhosting.cname = \"lamps.example\"";
    expect![[r#"
        warning: a site with this `cname` stands at https://lamps.example/, but `base_url` says https://other.example/lamps/
          ┌ site.toml:3:17
        3 │ hosting.cname = "lamps.example"
          │                 ^^^^^^^^^^^^^^^
          └ help: let the two agree: base_url = "https://lamps.example/"

    "#]].assert_eq(&built(settings, &[]).1);
}

#[test]
fn a_file_of_the_site_takes_the_place_of_ours() {
    let settings = "base_url = \"https://lamps.example/\"\n\
        hosting = { redirects = true, headers = true, nojekyll = true, cname = \"lamps.example\" }";
    let names = ["_redirects", "_headers", ".nojekyll", "CNAME"];
    let own = names.map(|name| format!("static/{name}"));
    let own: Vec<(&str, &str)> = own.iter().map(|path| (path.as_str(), "mine\n")).collect();
    let (folder, said) = built(settings, &own);
    assert_eq!(said, "");
    assert_eq!(names.map(|name| text(&folder, name)), ["mine\n"; 4]);
}

#[test]
fn a_file_that_somebody_put_there_by_hand_is_not_written_over() {
    let settings = "base_url = \"https://lamps.example/\"";
    let (folder, _) = built(settings, &[]);
    let cname = folder.path().join("public/CNAME");
    fs::write(&cname, "by-hand.example\n").unwrap();
    let again = |settings: &str| {
        fs::write(folder.path().join("site.toml"), format!("title = \"Lamps\"\n{settings}\n")).unwrap();
        let said = command(PROGRAM, folder.path()).args(["build", "--today", TODAY]).output().unwrap();
        String::from_utf8_lossy(&said.stderr).replace(&shown(folder.path()), "")
    };
    expect![[r#"
        error: `CNAME` cannot be published, since `public/CNAME` is there and goodturn did not write it
          └ help: move it away, or give the page another address

        nothing was published: 1 error
    "#]]
    .assert_eq(&again("base_url = \"https://lamps.example/\"\nhosting.cname = \"lamps.example\""));
    assert_eq!(fs::read_to_string(cname).unwrap(), "by-hand.example\n");
}

fn shown(folder: &Path) -> String {
    format!("{}/", folder.canonicalize().unwrap().display())
}
