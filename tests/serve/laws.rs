//! The law of the server (P2, P14): after any edits it serves what a clean build gives, and nothing that is gone; while
//! something is broken, what a clean build gave last.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

use crate::common::{PROGRAM, command};
use crate::server::{PATIENCE, Server, serve};

type Files = BTreeMap<String, Vec<u8>>;

/// One thing that a person does.
#[derive(Clone, Debug)]
enum Edit {
    Write { story: usize, words: u8, form: u8 },
    Remove { story: usize },
    Rename { from: usize, to: usize },
    Bundle { story: usize, picture: u8 },
    Static { file: usize, words: u8 },
    NoStatic { file: usize },
    Settings { title: u8, size: u8 },
    Theme { words: Option<u8> },
    Comment { story: usize, words: u8 },
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let story = 0..4_usize;
    let one = prop_oneof![
        6 => (story.clone(), any::<u8>(), 0..8_u8).prop_map(|(story, words, form)| Edit::Write { story, words, form }),
        2 => story.clone().prop_map(|story| Edit::Remove { story }),
        2 => (story.clone(), story.clone()).prop_map(|(from, to)| Edit::Rename { from, to }),
        1 => (story.clone(), any::<u8>()).prop_map(|(story, picture)| Edit::Bundle { story, picture }),
        1 => (0..2_usize, any::<u8>()).prop_map(|(file, words)| Edit::Static { file, words }),
        1 => (0..2_usize).prop_map(|file| Edit::NoStatic { file }),
        1 => (any::<u8>(), 1..4_u8).prop_map(|(title, size)| Edit::Settings { title, size }),
        1 => proptest::option::of(any::<u8>()).prop_map(|words| Edit::Theme { words }),
        1 => (story, any::<u8>()).prop_map(|(story, words)| Edit::Comment { story, words }),
    ];
    proptest::collection::vec(one, 1..16)
}

fn name(story: usize) -> String {
    format!("content/stories/story-{story}.md")
}

impl Edit {
    /// Does it. What cannot be done is left.
    fn make(&self, root: &Path) {
        let write = |path: &str, text: String| crate::server::write(root, path, text);
        match self {
            Self::Write { story, words, form } => {
                let (day, tags) = (words % 28 + 1, ["[rain]", "[rain, bread]", "[]"][usize::from(words % 3)]);
                // Every eighth save breaks something, and every eighth is a draft.
                let (extra, body) = match form {
                    0 => ("title: \"never closed\n", "x"),
                    1 => ("draft: true\n", "Not yet."),
                    2 => ("", "See [the other](story-1.md)."),
                    _ => ("", "It was raining."),
                };
                let head = format!("date: 2012-01-{day:02}\ntags: {tags}\n{extra}");
                write(&name(*story), format!("---\n{head}---\n# Story {words}\n\n{body} {words}\n"));
            }
            Self::Remove { story } => drop(fs::remove_file(root.join(name(*story)))),
            Self::Rename { from, to } => drop(fs::rename(root.join(name(*from)), root.join(name(*to)))),
            Self::Bundle { story, picture } => {
                let text = format!("---\ndate: 2013-02-03\n---\n# Bundle {story}\n\n![A gate](gate.svg)\n");
                write(&format!("content/stories/bundle-{story}/index.md"), text);
                let size = picture % 9 + 1;
                let picture = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"1\"/>");
                write(&format!("content/stories/bundle-{story}/gate.svg"), picture);
            }
            Self::Static { file, words } => write(&format!("static/file-{file}.txt"), format!("{words}\n")),
            Self::NoStatic { file } => drop(fs::remove_file(root.join(format!("static/file-{file}.txt")))),
            Self::Settings { title, size } => {
                let site =
                    format!("title = \"Title {title}\"\nbase_url = \"https://example.org/\"\nper_page = {size}\n");
                write("site.toml", site);
            }
            Self::Theme { words: Some(words) } => {
                write("themes/hearth/templates/404.html", format!("<p>Nothing {words}: {{{{ page.title }}}}</p>"));
                write("themes/hearth/static/extra.css", format!("p {{ margin: {words}px }}"));
            }
            Self::Theme { words: None } => drop(fs::remove_dir_all(root.join("themes"))),
            Self::Comment { story, words } => {
                let text = format!(
                    "version: 1\ncomments:\n  - {{id: a, author: Nadia, state: approved, body: I remember {words}}}\n"
                );
                write(&format!("content/stories/story-{story}.comments.yaml"), text);
            }
        }
    }
}

/// What a clean build gives; none if it gives nothing.
fn clean_build(root: &Path) -> Option<Files> {
    let output = tempfile::tempdir().unwrap();
    let out = output.path().join("out");
    let mut build = command(PROGRAM, root);
    build.args(["build", "-q", "--no-memo", "--drafts", "--output", out.to_str().unwrap()]);
    build.output().unwrap().status.success().then(|| files(&out, &out))
}

fn files(root: &Path, folder: &Path) -> Files {
    let mut all = Files::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(root, &path));
        } else if path.file_name().unwrap() != ".goodturn-manifest" {
            all.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
    all
}

fn address(file: &str) -> String {
    format!("/{}", file.strip_suffix("index.html").unwrap_or(file))
}

/// What is served wrongly; none if nothing is.
fn wrong(server: &Server, expected: &Files, gone: &BTreeSet<String>) -> Option<String> {
    for (file, bytes) in expected {
        let answer = server.get(&address(file));
        if answer.status != 200 || answer.as_built() != *bytes {
            return Some(format!("{file}: {} {}", answer.status, answer.text()));
        }
    }
    let still = gone.iter().find(|file| !expected.contains_key(*file) && server.get(&address(file)).status != 404);
    still.map(|file| format!("{file} is still there"))
}

#[test]
fn after_any_edits_it_serves_what_a_clean_build_gives() {
    let cases = std::env::var("SERVE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20, ..Config::default() };
    let mut runner = TestRunner::new(config);
    runner.run(&edits(), |edits| walk(&edits).map_err(TestCaseError::fail)).unwrap();
}

fn walk(edits: &[Edit]) -> Result<(), String> {
    let server = two_stories();
    let mut good = clean_build(server.root()).expect("the first site is good");
    let mut ever = BTreeSet::new();
    edits.iter().try_for_each(|edit| step(&server, std::slice::from_ref(edit), &mut good, &mut ever))
}

fn two_stories() -> Server {
    serve(&[(&name(0), crate::server::UMBRELLA), (&name(1), crate::server::THERMOS)], &[])
}

/// Makes some edits one right after the other, and waits until all is served as it should be. `good` is the last good site,
/// `ever` every file that there ever was.
fn step(server: &Server, edits: &[Edit], good: &mut Files, ever: &mut BTreeSet<String>) -> Result<(), String> {
    for edit in edits {
        edit.make(server.root());
    }
    let built = clean_build(server.root());
    let is_good = built.is_some();
    ever.extend(good.keys().cloned());
    match built {
        Some(files) => *good = files,
        // What was good in between, and whether it was seen, nobody knows.
        None if edits.len() > 1 => good.clear(),
        // Files that are served as they are cannot be had from the last good state once they are gone.
        None => good.retain(|file, _| file.ends_with(".html")),
    }
    let end = Instant::now() + PATIENCE;
    let gone = if is_good { ever.clone() } else { BTreeSet::new() };
    while let Some(wrong) = wrong(server, good, &gone) {
        if Instant::now() > end {
            return Err(format!("after {edits:?}: {wrong}"));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

#[test]
#[ignore = "takes ten minutes, or SERVE_SOAK seconds: cargo test --test serve -- --ignored --nocapture soak"]
fn soak_one_server_under_random_edits_and_listeners() {
    let seconds = std::env::var("SERVE_SOAK").ok().and_then(|n| n.parse().ok()).unwrap_or(600);
    let end = Instant::now() + Duration::from_secs(seconds);
    let server = two_stories();
    let mut good = clean_build(server.root()).expect("the first site is good");
    let mut ever = BTreeSet::new();
    let mut runner = TestRunner::new(Config::default());
    let (mut made, mut rounds, mut first, mut last) = (0, 0, 0, 0);
    while Instant::now() < end {
        let edits = edits().new_tree(&mut runner).unwrap().current();
        let mut lines: Vec<_> = (0..rounds % 7).map(|_| server.listen("/", "x")).collect();
        step(&server, &edits, &mut good, &mut ever).unwrap();
        for line in &mut lines {
            line.news();
        }
        (made, rounds, last) = (made + edits.len(), rounds + 1, memory(&server));
        // By then it has everything that it keeps.
        if rounds == 50 {
            first = last;
        }
    }
    println!("{made} edits in {rounds} rounds; memory after 50 rounds {first} kB, at the end {last} kB");
    assert!(first == 0 || last < first + 16_384, "memory grew from {first} to {last} kB");
}

/// Memory that the server has, in kB.
fn memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn pages_that_nobody_touched_answer_whole_at_every_moment() {
    let server = two_stories();
    let root = server.root().to_path_buf();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for words in 0..60_u8 {
                Edit::Write { story: 0, words, form: words % 8 }.make(&root);
                std::thread::sleep(Duration::from_millis(7));
            }
        });
        let page = server.get("/stories/story-1/").text();
        let (_, own) = page.split_once("<main").unwrap();
        let own = own.split("</article>").next().unwrap().to_owned();
        while !writer.is_finished() {
            let answer = server.get("/stories/story-1/");
            assert_eq!(answer.status, 200);
            assert!(answer.text().contains("still warm") && answer.text().trim_end().ends_with("</script>"));
        }
        assert!(own.contains("still warm"));
    });
}
