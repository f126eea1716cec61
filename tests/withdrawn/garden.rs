//! A site with a story that has words of its own in every place that can have words, and the search for them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use goodturn::ground::Fingerprint;
use goodturn::memo::image::Image;
use goodturn::memo::rows::Reading;
use tempfile::TempDir;

use crate::common::{PROGRAM, TODAY, command};
use crate::make;

const LAMP: &str = r#"---
title: The quillomere lamp
date: 2012-03-04
author: Hesperine Vandoll
tags: [lanternfolk, work]
description: A brassavine word about a lamp that somebody lent me for the whole of a long winter.
quote: Take it, the grellowick nights are longer than you think they will be
aliases: [/old/lamp.html]
series: {name: Tolverine evenings, part: 1}
image: {src: lamp.jpg, alt: "A morrowbright lamp", caption: "The ostrelle caption under a lamp that nobody wanted back again"}
content_note: ""
rights: Quenchard holds these
extra: {mood: fennimory}
---
My neighbour came over with a lamp on the first zephyrine evening of the winter, and said that I should keep it until
the days were longer than the nights, since her own eyes had long since stopped minding.

# A skellowen heading

![The yarrowdell table](table.png "A caption of vellimorn words about the table on which the lamp stood until April")

I wrote to her in spring, and she answered that the duskerel lamp had never been hers at all.[^1]

[^1]: A footnote in nimbrelle words, which somebody might keep for longer than they should.
"#;

const COMMENTS: &str = "version: 1
comments:
  - id: '7'
    author: Perrigold
    date: 2012-03-05
    state: approved
    format: text
    body: I had the trellomar lamp before her, and somebody lent it to me in just the same way.
";

/// Another one without a picture, for which a card is drawn.
const COAL: &str = "---\ntitle: The coal\ndate: 2012-04-01\n---\nShe carried it up.\n";

/// Words that only this story has, one in every place, and every run of eight words of it.
pub fn words() -> Vec<String> {
    let own = "quillomere hesperine vandoll lanternfolk brassavine grellowick tolverine morrowbright ostrelle quenchard \
               fennimory zephyrine skellowen yarrowdell vellimorn duskerel nimbrelle perrigold trellomar";
    let mut words: Vec<String> = own.split(' ').map(str::to_owned).collect();
    for text in [LAMP, COMMENTS] {
        let text: Vec<String> = plain(text.as_bytes()).split(' ').map(str::to_owned).collect();
        words.extend(text.windows(8).map(|eight| format!(" {} ", eight.join(" "))));
    }
    words
}

pub fn root() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let file = root.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    };
    write("site.toml", b"title = \"Small Kindnesses\"\nbase_url = \"https://example.org/\"\n");
    write("content/stories/the-lamp/index.md", LAMP.as_bytes());
    write("content/stories/coal.md", COAL.as_bytes());
    write("content/stories/the-lamp/comments.yaml", COMMENTS.as_bytes());
    write("content/stories/the-lamp/lamp.jpg", &make::jpeg(520, 40, 1));
    write("content/stories/the-lamp/table.png", &make::png(500, 30, 1));
    let other =
        |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2013-01-02\ntags: [work]\n{more}---\nA loaf.\n");
    write("content/stories/bread.md", other("The bread", "passed_on_from: the-lamp\n").as_bytes());
    write("content/stories/soup.md", (other("The soup", "") + "\nLike [the lamp](the-lamp/index.md).\n").as_bytes());
    root
}

/// Takes the story back, as its writer would.
pub fn taken_back(root: &Path) {
    for path in ["content/stories/the-lamp/index.md", "content/stories/coal.md"] {
        let text = fs::read_to_string(root.join(path)).unwrap();
        fs::write(root.join(path), text.replacen("---\n", "---\nwithdrawn: 2026-11-01\n", 1)).unwrap();
    }
}

pub fn build(root: &Path, arguments: &[&str]) {
    let out = command(PROGRAM, root).args(["build", "-q", "--today", TODAY]).args(arguments).output().unwrap();
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
}

/// Every picture of these stories as it is published, in each of its sizes, and their cards.
pub fn pictures(root: &Path, stories: &[&str]) -> Vec<Vec<u8>> {
    let files = stories.iter().flat_map(|story| files(&root.join("public/stories").join(story)));
    let pictures = files.filter(|(name, _)| [".jpg", ".png", ".webp"].iter().any(|it| name.ends_with(it)));
    pictures.map(|(_, bytes)| bytes).collect()
}

/// Where, outside of what the writer wrote, any of the words or pictures is left.
pub fn find(root: &Path, words: &[String], pictures: &[Vec<u8>]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for (name, bytes) in files(root).into_iter().filter(|(name, _)| !name.starts_with("content/")) {
        let text = if name.starts_with(".goodturn/memo") { plain(&opened(bytes.clone())) } else { plain(&bytes) };
        let text = format!(" {text} {} ", plain(name.as_bytes()));
        // The list beside the old copy keeps the addresses that were there, so also those of a tag or a series, until the
        // next site takes its place; it is to hold no more of the story than that.
        let is_list = name.ends_with("/next/.goodturn-manifest");
        let words = words.iter().filter(|word| !is_list || word.contains(' '));
        found.extend(words.filter(|word| text.contains(*word)).map(|word| format!("{name}: {word}")));
        if pictures.iter().any(|picture| bytes.starts_with(picture)) {
            found.insert(format!("{name}: a picture"));
        }
    }
    found.into_iter().collect()
}

/// What one build tells the next, as it was before it was made small. Empty if nothing is told.
fn opened(bytes: Vec<u8>) -> Vec<u8> {
    let Some(program) = bytes.get(32..48) else { return bytes };
    let program = Fingerprint(u128::from_le_bytes(program.try_into().unwrap()));
    let image = Image::open(bytes, program).expect("the memo has another form now");
    let part = |(number, part): (usize, &[u8])| match number {
        // What is known of sources, published files and folders: rows.
        1..=3 => paths(part),
        _ => lz4_flex::block::decompress_size_prepended(part).unwrap(),
    };
    (0..).map_while(|number| image.raw(number).map(|bytes| (number, bytes))).flat_map(part).collect()
}

/// The paths of some rows; all else that is said there stands for something and is no text.
fn paths(rows: &[u8]) -> Vec<u8> {
    let mut rows = Reading::open(rows).unwrap();
    let count = rows.len();
    let path = |_| format!("{}\n", rows.path().unwrap()).into_bytes();
    (0..count).flat_map(path).collect()
}

/// A text as its words, whatever marks stand between them.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    all.map(|file| {
        let name = file.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (name, fs::read(file.path()).unwrap())
    })
    .collect()
}
