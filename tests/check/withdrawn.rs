//! A story that was taken back is gone: no eight words of it, no picture, no comment stays in the site or beside it.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use crate::garden::Garden;

const HEAD: &str = r#"title: "What Teodora carried up four flights of stairs each Sunday"
date: 2026-02-03
author: "Teodora of the fourth floor"
tags: [light, only-in-this-one]
description: "How a neighbour carried coal for somebody whom she hardly knew at all"
quote: "It was only coal, and I was going up in any case"
image: {src: coal.png, alt: "A bucket of coal standing on the last step of all"}
aliases: [/2026/02/coal.html]
series: {name: "Sundays that nobody had asked anybody for", part: 1}
"#;

const TEXT: &str = r#"
Every Sunday in that long winter she brought a bucket of coal up to the door and rang twice.

## The door at which nobody ever answered before the second ring

![A hand on the handle of a bucket, in a glove without fingers](glove.png "Taken by the lodger on the third of January")

> You must not thank me, since I have to come this way with my own bucket anyhow
>
> -- Teodora

Nobody said a word of it until the thaw.[^1]

[^1]: Her daughter told it much later, when the house had been sold to strangers.
"#;

const COMMENTS: &str = r#"version: 1
comments:
  - id: wp-7
    author: "Her lodger of all those years"
    state: approved
    format: text
    body: "I was the lodger on the third floor, and I heard the bucket every Sunday"
"#;

#[test]
fn no_eight_words_of_a_withdrawn_story_stay_anywhere() {
    for memo in [true, false] {
        let garden = Garden::new();
        let root = garden.root.path();
        garden.write("content/stories/coal.md", &format!("---\n{HEAD}---\n{TEXT}"));
        garden.write("content/stories/coal.comments.yaml", COMMENTS);
        garden.write_bytes("content/stories/coal.png", &picture(90));
        garden.write_bytes("content/stories/glove.png", &picture(70));
        assert!(garden.build(memo).published.is_some());
        // Once more, so that there is an older site beside the one that stands.
        garden.plant("content/about.md", "body", "others");
        assert!(garden.build(memo).published.is_some());
        let words = words(&format!("{HEAD}{TEXT}{COMMENTS}"));
        assert!(runs(root, &words) > 50 && pictures(root) > 0, "it was there");
        garden.write("content/stories/coal.md", &format!("---\n{HEAD}withdrawn: 2026-11-01\n---\n{TEXT}"));
        assert!(garden.build(memo).published.is_some());
        assert_eq!((runs(root, &words), pictures(root)), (0, 0), "with a memory: {memo}");
        let tombstone = fs::read_to_string(garden.path("public/stories/coal/index.html")).unwrap();
        assert!(tombstone.contains("withdrawn at the teller") && tombstone.contains("noindex"));
        let alias = fs::read_to_string(garden.path("public/2026/02/coal.html")).unwrap();
        assert!(alias.contains("/stories/coal/") && alias.contains("noindex"));
        assert!(!garden.path("public/tags/only-in-this-one").exists());
    }
}

/// A picture with other pixels than the others.
fn picture(red: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 2);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[red, 60, 50, 40, 30, 20]).unwrap();
    writer.finish().unwrap();
    bytes
}

/// Eight words in a row, as a reader sees them.
fn words(text: &str) -> HashSet<Vec<String>> {
    let plain = text.replace(['#', '>', '"', '{', '}', '[', ']', '(', ')', ','], " ");
    let all: Vec<String> = plain.split_whitespace().map(str::to_lowercase).collect();
    all.windows(8).map(<[String]>::to_vec).collect()
}

/// How many of them stand in the output, or in the folder beside it that is kept for the next build.
fn runs(root: &Path, words: &HashSet<Vec<String>>) -> usize {
    files(root).iter().map(|bytes| words_of(bytes).windows(8).filter(|run| words.contains(*run)).count()).sum()
}

fn words_of(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut plain = String::new();
    let mut is_tag = false;
    for c in text.chars() {
        is_tag = c == '<' || is_tag && c != '>';
        plain.push(if is_tag || "\"{}[](),>".contains(c) { ' ' } else { c });
    }
    // Words in tags, too: alternative texts and descriptions.
    let all = text.replace(['"', '<', '>', '=', ','], " ");
    plain.split_whitespace().chain(all.split_whitespace()).map(str::to_lowercase).collect()
}

fn pictures(root: &Path) -> usize {
    let needles = [picture(90), picture(70)].map(|bytes| pixels(&bytes));
    files(root)
        .iter()
        .filter(|file| needles.iter().any(|needle| file.windows(needle.len()).any(|at| at == needle)))
        .count()
}

/// The part of a PNG that holds the picture.
fn pixels(png: &[u8]) -> Vec<u8> {
    let at = png.windows(4).position(|at| at == b"IDAT").unwrap();
    png[at..png.len() - 12].to_vec()
}

fn files(root: &Path) -> Vec<Vec<u8>> {
    ["public", ".public.goodturn"]
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(root.join(folder)))
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| fs::read(entry.path()).unwrap())
        .collect()
}
