//! A small site with a place for everything that can be written, and what a build says of it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use goodturn::ground::{Date, Severity, text};
use goodturn::pipeline::{self, Include, Report, Request, Silent};
use goodturn::shell::disk::Disk;
use tempfile::TempDir;

/// A site; each file holds `{NAME}` wherever something can be planted.
pub struct Garden {
    pub root: TempDir,
}

const SETTINGS: &str = r#"title = "Garden {title}"
tagline = "One {tagline}"
description = "Of {description}"
base_url = "https://garden.example/"
author = "Ada {author}"
email = "post@garden.example"
theme = "mine"
menu = [{ name = "Start {menu}", url = "/" }, { name = "About", url = "/about/" }]
{more}
[extra]
motto = "Be {motto}"
"#;

const STORY: &str = r#"---
title: "The lamp {title}"
date: 2026-01-02
author: "Teo {author}"
tags: ["light {tag}"]
description: "A lamp {description}"
series: {name: "Lamps {series}", part: 1}
rights: "Ask {rights}"
image: {src: one.png, alt: "A lamp {front-alt}", caption: "Lit {front-caption}"}
aliases: [/old{alias}.html]
slug: lamp{slug}
---
She said it {body} to me.[^1]

## Later {heading}

![A {alt}](one.png "Lit {caption}")

> Dear {letter}
>
> -- {signature}

<p data-note="x {attribute}">Raw {raw}</p>

| a | b |
|---|---|
| c {cell} | d |

[^1]: By {footnote}.
"#;

const RAIN: &str = "---\ntitle: Rain\ndate: 2026-01-01\ncontent_note: \"Much {note}\"\n---\nIt rained.\n";

const COMMENTS: &str = r#"version: 1
comments:
  - id: wp-1
    author: "Mara {author}"
    url: https://mara.example/{url}
    state: approved
    format: text
    body: |
      Kind {body} words
  - id: wp-2
    author: Tess
    state: pending
    format: text
    body: "Hidden {pending}"
"#;

const TEMPLATE: &str = r#"{% extends "base.html" %}
{% block main %}<h1>{{ title }}</h1><p>Made by {template}</p><p>{{ site.extra.motto }}, {{ extra.thanks }}</p>{{ content }}{% endblock main %}
"#;

const FILES: [(&str, &str); 10] = [
    ("site.toml", SETTINGS),
    ("content/stories/lamp.md", STORY),
    ("content/stories/lamp.comments.yaml", COMMENTS),
    ("content/stories/rain.md", RAIN),
    (
        "content/about.md",
        "---\ntitle: About\nextra: {thanks: \"To {extra}\"}\n---\n# Us {heading}\n\nWe are {body} here.\n",
    ),
    ("content/tags/light.md", "---\ntitle: Light\n---\nAll about {intro} lamps.\n"),
    ("themes/mine/theme.toml", "name = \"Mine\"\ngoodturn = \">=0.1\"\nextends = \"hearth\"\n"),
    ("themes/mine/templates/page.html", TEMPLATE),
    ("themes/mine/static/extra.css", "/* Ask {css} */\na { color: red }\n"),
    ("static/hello.txt", "Hello {static}\n"),
];

impl Garden {
    /// The site with nothing planted.
    pub fn new() -> Self {
        let garden = Self { root: tempfile::tempdir().unwrap() };
        for (file, text) in FILES {
            garden.write(file, &emptied(text));
        }
        garden.write_bytes("content/stories/one.png", &png(b""));
        garden
    }

    /// The site with something in one place of one file.
    pub fn with(file: &str, place: &str, what: &str) -> Self {
        let garden = Self::new();
        garden.plant(file, place, what);
        garden
    }

    /// Plants something, and nothing else in that file.
    pub fn plant(&self, file: &str, place: &str, what: &str) {
        let (_, text) = FILES.iter().find(|(name, _)| *name == file).unwrap();
        let place = format!("{{{place}}}");
        assert!(text.contains(&place), "{file} has no {place}");
        self.write(file, &emptied(&text.replace(&place, what)));
    }

    pub fn write(&self, file: &str, text: &str) {
        self.write_bytes(file, text.as_bytes());
    }

    pub fn write_bytes(&self, file: &str, bytes: &[u8]) {
        let path = self.root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.root.path().join(file)
    }

    pub fn build(&self, memo: bool) -> Report {
        self.build_on(22, memo)
    }

    /// A build on a day of November 2026.
    pub fn build_on(&self, day: i8, memo: bool) -> Report {
        let root = self.root.path();
        let today = Date::new(2026, 11, day).unwrap();
        let output = Some(root.join("public"));
        let request =
            Request { output, memo, threads: 2, ..Request::of(root.to_path_buf(), Include::default(), today) };
        let disk = Disk::open(root, &|_| {}).unwrap();
        pipeline::build(&request, &disk, &Silent)
    }

    /// The errors of a build that knows nothing.
    pub fn errors(&self) -> String {
        told(self.root.path(), &self.build(false))
    }
}

/// `file:line:column code >what it points at<`, one line an error.
pub fn told(root: &Path, report: &Report) -> String {
    let mut out = String::new();
    for said in report.diagnostics.iter().filter(|said| said.severity == Severity::Error) {
        let path = said.path.as_ref().map_or("-", |path| path.as_str());
        let _ = write!(out, "{path}");
        if let (Some(span), Ok(whole)) = (said.span, fs::read_to_string(root.join(path))) {
            let (start, end) = (span.start as usize, span.end as usize);
            let at = text::position(&whole, start);
            let _ = write!(out, ":{}:{} {} >{}<", at.line, at.column, said.code, &whole[start..end]);
        } else {
            let _ = write!(out, " {}", said.code);
        }
        out.push('\n');
    }
    out
}

/// Where a text stands in a file, as `told` says it.
pub fn place(root: &Path, file: &str, what: &str) -> String {
    let whole = fs::read_to_string(root.join(file)).unwrap();
    let at = text::position(&whole, whole.find(what).unwrap());
    format!("{file}:{}:{}", at.line, at.column)
}

/// Takes the places away.
fn emptied(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let end = after[1..].find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(0) + 1;
        if end > 1 && after[end..].starts_with('}') {
            rest = &after[end + 1..];
        } else {
            out.push('{');
            rest = &after[1..];
        }
    }
    out + rest
}

/// A small picture, with words inside of it.
pub fn png(words: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::tEXt, words).unwrap();
    writer.write_image_data(&[9, 9, 9, 0, 0, 0]).unwrap();
    writer.finish().unwrap();
    bytes
}
