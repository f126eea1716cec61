//! How long the template's part of a story page takes. No verdict, only figures:
//! `cargo test --release --test theme_speed -- --ignored --nocapture`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for people, not a test")]

mod theme_views;

use std::sync::Arc;

use goodturn::ground::fingerprint::Marked;
use goodturn::ground::{Diagnostic, SourcePath};
use goodturn::plan::views::{AuthorRef, Card, HtmlView, Main, TagRef, Text};
use goodturn::render::Texts;
use goodturn::render::html::{Kept, html};
use goodturn::theme::{Theme, ThemeFile};
use theme_views::{settings, story_page};

/// Seconds that this thread has worked, whatever else the machine does.
fn worked() -> f64 {
    let figures = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    figures.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

const STORIES: u32 = 10_000;

/// One text for all, about as long as a story is.
struct One(String);

impl Texts for One {
    fn read(&self, _: &Text) -> Result<String, Diagnostic> {
        Ok(self.0.clone())
    }
}

fn pages() -> Vec<HtmlView> {
    let name = "A neighbour who came by with soup";
    let tags: Vec<_> = (0..40)
        .map(|i| Arc::new(TagRef { name: format!("tag {i}").into(), url: format!("/tags/{i}/").into(), count: 0 }))
        .collect();
    let author = Arc::new(AuthorRef { name: "Maya".into(), url: Some("/authors/maya/".into()), count: 0 });
    let first = story_page(name);
    (0..STORIES)
        .map(|i| i as usize)
        .map(|i| {
            let mut page = first.clone();
            let Main::Story(story) = &mut page.main else { return page };
            story.comments.list.clear();
            story.story = Marked::new(Card {
                title: format!("{name} {i}").into(),
                authors: [author.clone()].into(),
                tags: [tags[i % 40].clone(), tags[i * 7 % 40].clone()].into(),
                extra: std::collections::BTreeMap::new(),
                ..(*story.story).clone()
            });
            page
        })
        .collect()
}

fn themes() -> Vec<Theme> {
    let root = std::path::Path::new("benches/site/themes");
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let files: Vec<_> = files
        .map(|entry| ThemeFile {
            path: SourcePath::new(format!("themes/{}", entry.path().strip_prefix(root).unwrap().display())),
            bytes: std::fs::read(entry.path()).unwrap(),
        })
        .collect();
    ["bench", "hearth"].map(|name| Theme::load(name, &files).0.unwrap()).into()
}

#[test]
#[ignore = "measures; see the top of the file"]
fn microseconds_a_story_page() {
    let pages = pages();
    let paragraph = "It was raining, and the bus was late, and she had *nothing* for [the soup](/x/) but a smile.\n\n";
    for theme in themes() {
        for (what, text) in [("without text", String::new()), ("with 4 KB of text", paragraph.repeat(44))] {
            let texts = One(text);
            let mut best = f64::MAX;
            let mut bytes = 0;
            for _ in 0..5 {
                let mut kept = Kept::new(&theme, &settings());
                let mut out = Vec::new();
                bytes = 0;
                let begun = worked();
                for page in &pages {
                    out.clear();
                    html(&theme, page, &texts, &mut kept, &mut out).unwrap();
                    bytes += out.len();
                }
                best = best.min(worked() - begun);
            }
            println!(
                "{} {what}: {:.1} us, {} bytes a page",
                theme.name,
                best * 1e6 / f64::from(STORIES),
                bytes / pages.len()
            );
        }
        let begun = worked();
        for _ in 0..100 {
            Theme::load(&theme.name, &[]);
        }
        println!("load {}: {:.0} us", theme.name, (worked() - begun) * 1e4);
    }
}
