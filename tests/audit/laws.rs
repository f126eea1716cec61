//! Laws of finished sites: every address that a page names exists, whatever the site; and the same sources give the same
//! bytes, in any folder and with any number of threads.
#![allow(
    clippy::format_push_string,
    clippy::struct_excessive_bools,
    reason = "a case is a row of switches, written down once"
)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::common::sites::Built;
use super::common::{PROGRAM, TODAY, command, links, odd};

#[derive(Clone, Debug)]
struct Case {
    base: &'static str,
    permalink: Option<&'static str>,
    per_page: usize,
    stories: Vec<Story>,
}

#[derive(Clone, Debug)]
struct Story {
    date: Option<(u16, u8)>,
    author: &'static str,
    tags: Vec<&'static str>,
    part: bool,
    listed: bool,
    alias: bool,
    draft: bool,
}

fn cases() -> impl Strategy<Value = Case> {
    let story = (
        prop::option::of((1999_u16..2026, 1_u8..=12)),
        prop::sample::select(vec!["Maya", "Tom & Ida", "نجيب", "Ça va?"]),
        prop::collection::vec(prop::sample::select(vec!["work", "Café", "a/b", "100%", "q?#"]), 0..3),
        any::<[bool; 4]>(),
    );
    let story = story.prop_map(|(date, author, tags, [part, listed, alias, draft])| Story {
        date,
        author,
        tags,
        part,
        listed: listed || part,
        alias,
        draft: draft && !part,
    });
    let base = prop::sample::select(vec!["https://example.org/", "https://example.org/kind%20ness/"]);
    let permalink = prop::option::of(prop::sample::select(vec!["/:year/:month/:slug.html", "/:slug/"]));
    (base, permalink, 1_usize..4, prop::collection::vec(story, 0..7))
        .prop_map(|(base, permalink, per_page, stories)| Case { base, permalink, per_page, stories })
}

fn write(case: &Case, folder: &Path) {
    let stories = folder.join("content/stories");
    fs::create_dir_all(&stories).unwrap();
    let mut settings =
        format!("title = \"T\"\nbase_url = \"{}\"\nlanguage = \"en\"\nper_page = {}\n", case.base, case.per_page);
    if let Some(permalink) = case.permalink.filter(|_| case.stories.iter().all(|story| story.date.is_some())) {
        settings += &format!("permalink = \"{permalink}\"\n");
    }
    fs::write(folder.join("site.toml"), settings).unwrap();
    for (at, story) in case.stories.iter().enumerate() {
        let mut head = format!(
            "title: Story {at}\nauthor: \"{}\"\ntags: {:?}\nlisted: {}\ndraft: {}\n",
            story.author, story.tags, story.listed, story.draft
        );
        if let Some((year, month)) = story.date {
            head += &format!("date: {year}-{month:02}-11\n");
        }
        if story.part {
            head += &format!("series: {{name: \"Ä series\", part: {}}}\n", at + 1);
        }
        if story.alias {
            head += &format!("aliases: [\"/old {at}.html\"]\n");
        }
        fs::write(stories.join(format!("näme {at}.md")), format!("---\n{head}---\n\nWords.\n\n## A part\n\nMore.\n"))
            .unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]
    #[test]
    fn every_address_that_a_page_names_exists(case in cases()) {
        let folder = tempfile::tempdir().unwrap();
        write(&case, folder.path());
        let said = command(PROGRAM, folder.path()).args(["build", "-q", "--today", TODAY]).output().unwrap();
        prop_assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        let under = case.base.strip_prefix("https://example.org").unwrap().to_owned();
        let site = Built::at("random", folder.path().join("public"), &under, folder);
        let unlisted = |fault: &String| !fault.ends_with("no page links to it");
        let faults: Vec<_> = links::faults(&site).into_iter().filter(unlisted).collect();
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn the_same_sources_give_the_same_bytes_in_any_folder_with_any_number_of_threads() {
    let made = |below: &str, threads: &str| {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join(below);
        odd::write(&folder);
        let arguments = ["build", "-q", "--today", TODAY, "--threads", threads];
        let said = command(PROGRAM, &folder).args(arguments).output().unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        let site = Built::at(below, folder.join("public"), "/kindness/", outer);
        site.files().into_iter().map(|file| (fs::read(site.output.join(&file)).unwrap(), file)).collect::<Vec<_>>()
    };
    assert!(made("a", "1") == made("another/folder", "8"), "two builds of one site differ");
}
