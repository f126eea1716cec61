//! What the terminal says: the address, what is watched, one line for each change, errors in full, nothing else.

use std::io::Read as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::common::{PROGRAM, command};
use crate::server::{SITE, THERMOS, UMBRELLA, write};

#[test]
fn one_line_for_each_change_and_errors_in_full() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "site.toml", SITE);
    write(root, "content/stories/umbrella.md", UMBRELLA);
    let log = root.join("log");
    let file = std::fs::File::create(&log).unwrap();
    let mut serve = command(PROGRAM, root);
    serve.args(["serve", "--port", "0"]).stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
    let mut child = serve.spawn().unwrap();
    let until = |lines: usize| {
        let end = Instant::now() + Duration::from_secs(90);
        loop {
            let text = std::fs::read_to_string(&log).unwrap();
            if text.lines().count() >= lines {
                return text;
            }
            assert!(Instant::now() < end, "{text}");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    until(2);
    write(root, "content/stories/umbrella.md", UMBRELLA.replace("June", "July"));
    until(3);
    write(root, "content/stories/thermos.md", THERMOS);
    until(4);
    write(root, "content/stories/thermos.md", "---\ndate: soon\n---\nx\n");
    until(11);
    write(root, "content/stories/thermos.md", THERMOS);
    until(12);
    std::fs::remove_file(root.join("content/stories/thermos.md")).unwrap();
    let text = until(13);
    child.kill().unwrap();
    child.wait().unwrap();
    expect_test::expect![[r#"
        http://127.0.0.1:PORT/  shows 1 story (TIME ms)
        watching content, static, themes and site.toml; Ctrl-C ends this
        content/stories/umbrella.md: pages: 8 changed (TIME ms)
        content/stories/thermos.md: pages: 10 changed, 1 new (TIME ms)
        error: `date`: `soon` cannot be read as a date
          ┌ content/stories/thermos.md:2:7
        2 │ date: soon
          │       ^^^^
          └ help: write it such as `date: 2011-09-25`

        content/stories/thermos.md: 1 error; the last good site stays
        content/stories/thermos.md: no page is different (TIME ms)
        content/stories/thermos.md: pages: 10 changed, 1 gone (TIME ms)
    "#]]
    .assert_eq(&without_figures(&text));
}

/// Ports and times are others each time.
fn without_figures(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        for at in 1..words.len() {
            if matches!(words[at].as_str(), "ms)" | "s)") {
                "(TIME".clone_into(&mut words[at - 1]);
            }
        }
        if let Some(address) = words.first_mut().filter(|word| word.starts_with("http://127.0.0.1:")) {
            "http://127.0.0.1:PORT/".clone_into(address);
        }
        out.push_str(&words.join(" "));
        out.push('\n');
    }
    out
}

#[test]
fn build_watches_too() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "site.toml", SITE);
    write(root, "content/stories/umbrella.md", UMBRELLA);
    write(root, "content/stories/odd.md", "---\ntitle: Odd\ndate: 2020-01-01\nmood: quiet\n---\nOdd.\n");
    let mut build = command(PROGRAM, root);
    let mut child = build.args(["build", "--watch"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let page = root.join("public/stories/umbrella/index.html");
    let until = |words: &str| {
        let end = Instant::now() + Duration::from_secs(90);
        while !std::fs::read_to_string(&page).is_ok_and(|text| text.contains(words)) {
            assert!(Instant::now() < end, "no {words}");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    until("June");
    write(root, "content/stories/umbrella.md", UMBRELLA.replace("June", "July"));
    until("July");
    write(root, "content/stories/umbrella.md", "---\ndate: soon\n---\nx\n");
    std::thread::sleep(Duration::from_millis(300));
    until("July");
    write(root, "content/stories/umbrella.md", UMBRELLA.replace("June", "May"));
    until("in May");
    // Its own output never wakes it.
    std::thread::sleep(Duration::from_millis(600));
    child.kill().unwrap();
    child.wait().unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said.lines().count(), 3, "{said}");
    let mut warned = String::new();
    child.stderr.take().unwrap().read_to_string(&mut warned).unwrap();
    expect_test::expect![[r#"
        warning: unknown key `mood`
          ┌ content/stories/odd.md:4:1
        4 │ mood: quiet
          │ ^^^^
          └ help: if it is for a theme, put it under `extra:`

        watching for changes; Ctrl-C ends this
        content/stories/umbrella.md changed
        1 warning as before
        content/stories/umbrella.md changed
        error: `date`: `soon` cannot be read as a date
          ┌ content/stories/umbrella.md:2:7
        2 │ date: soon
          │       ^^^^
          └ help: write it such as `date: 2011-09-25`

        1 warning as before
        nothing was published: 1 error in 1 file, 1 warning
        content/stories/umbrella.md changed
        1 warning as before
    "#]]
    .assert_eq(&warned);
}
