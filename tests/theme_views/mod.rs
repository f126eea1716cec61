//! A view of each kind with one text everywhere, so that a test sees every place where a text can stand.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::collections::BTreeMap;
use std::sync::Arc;

use goodturn::ground::fingerprint::Marked;
use goodturn::ground::value::Value;
use goodturn::ground::{Date, Fingerprint, Moment, SourcePath};
use goodturn::plan::views::*;
use goodturn::settings::Settings;
use goodturn::story::comments::{Comment, Format};

/// Closes attributes, elements, comments and scripts, and would run if it stood anywhere unescaped.
pub const HOSTILE: &str = "\"'></title></script></style>--><xss onload=alert(1)>&lt;{{ 7*7 }}{% x %}";

pub fn settings() -> Settings {
    Settings::default_for("x")
}

/// The page of a story with everything that a story can have.
pub fn story_page(text: &str) -> HtmlView {
    every_kind(text).into_iter().find(|view| matches!(view.main, Main::Story(_))).unwrap()
}

/// One page of each kind; every text of it is `text`.
pub fn every_kind(text: &str) -> Vec<HtmlView> {
    let t = || Arc::<str>::from(text);
    let link =
        || Arc::new(StoryLink { title: t(), url: t(), date: Some("2011-09-25".into()), by: t(), lang: Some(t()) });
    let tag = || Arc::new(TagRef { name: t(), url: t(), count: 3 });
    let author = || Arc::new(AuthorRef { name: t(), url: Some(t()), count: 2 });
    let card = Marked::new(card(text));
    let list = || ListView {
        stories: vec![card.clone(), card.clone()],
        pager: Pager { number: 2, total: 3, stories: 25, newer: Some(t()), older: Some(t()) },
    };
    let toc = || vec![TocEntry { level: 2, id: t(), text: t() }];
    let mains = [
        Main::NotFound(NotFoundView { newest: vec![card.clone()] }),
        Main::Story(Box::new(StoryView {
            story: card.clone(),
            text: source(),
            toc: toc(),
            older: Some(link()),
            newer: Some(link()),
            another: Some(link()),
            similar: vec![link()],
            passed_on_from: Some(link()),
            passed_on_to: vec![link()],
            comments: comments(text),
        })),
        Main::Page(Box::new(PageView { text: source(), toc: toc(), extra: extra(text), lang: None })),
        Main::Home(Box::new(HomeView { opening: Some((card.clone(), source())), list: list(), tags: vec![tag()] })),
        Main::Tags(TagsView { tags: vec![tag()] }),
        Main::Tag(Box::new(TagView { tag: tag(), intro: Some(source()), list: list() })),
        Main::Authors(AuthorsView { authors: vec![author()] }),
        Main::Author(Box::new(AuthorView { author: author(), list: list() })),
        Main::Series(SeriesView { name: t(), stories: vec![card.clone()] }),
        Main::Archive(ArchiveView { years: vec![YearView { year: Some(2011), stories: vec![link()] }] }),
        Main::Almanac(AlmanacView {
            months: vec![MonthView {
                name: "September",
                days: vec![DayView { day: 25, stories: vec![Remembered { on: "2011-09-25".into(), story: link() }] }],
            }],
        }),
        Main::Find(Box::new(FindView {
            lines: vec![FindLine { story: link(), tags: t(), content_note: Some(t()) }],
            words: WordFiles { folder: t(), letters: "1", files: t() },
        })),
        Main::PassItOn(PassItOnView { chains: vec![vec![link(), link()]] }),
        Main::Withdrawn(WithdrawnView { since: "2026-11-01".into() }),
        Main::Redirect(Box::new(RedirectView { target: t(), target_permalink: t(), title: t() })),
    ];
    let site = Marked::new(site(text, &card));
    mains.into_iter().map(|main| HtmlView { site: site.clone(), head: head(text), main }).collect()
}

fn source() -> Text {
    Text {
        source: SourcePath::new("content/stories/a.md"),
        start: 8,
        digest: Fingerprint::default(),
        skip_title: false,
        links: Arc::new([]),
        images: Arc::new([]),
        html: Arc::new([]),
    }
}

fn card(text: &str) -> Card {
    let t = || Arc::<str>::from(text);
    let link = || Arc::new(StoryLink { title: t(), url: t(), date: None, by: t(), lang: None });
    Card {
        title: t(),
        url: t(),
        permalink: t(),
        date: Some("2011-09-25".into()),
        updated: Some("2012-01-03".into()),
        happened: Some("2009".into()),
        told_later: Some(t()),
        authors: [Arc::new(AuthorRef { name: t(), url: Some(t()), count: 0 })].into(),
        tags: [Arc::new(TagRef { name: t(), url: t(), count: 0 })].into(),
        summary: t(),
        description: Some(t()),
        words: 440,
        minutes: 2,
        content_note: Some(t()),
        quote: Some(t()),
        image: Some(Box::new(Picture {
            src: t(),
            alt: t(),
            caption: Some(t()),
            width: Some(800),
            height: Some(600),
            srcset: Some(t()),
            sizes: Some(t()),
        })),
        series: Some(Box::new(SeriesRef {
            name: t(),
            url: Some(t()),
            part: 2,
            parts: 3,
            earlier: Some(link()),
            later: Some(link()),
        })),
        lang: Some(t()),
        names: Some("changed"),
        rights: Some(t()),
        extra: extra(text),
        draft: false,
    }
}

fn extra(text: &str) -> BTreeMap<String, Value> {
    let list = Value::List(vec![Value::Text(text.into()), Value::Null, Value::Bool(true)]);
    BTreeMap::from([
        ("list".into(), list),
        ("note".into(), Value::Text(text.into())),
        ("whole".into(), Value::Integer(3)),
    ])
}

fn comments(text: &str) -> CommentsView {
    let t = || Arc::<str>::from(text);
    let comment = |format, depth, removed| Comment {
        id: t(),
        anchor: t(),
        parent: Some(t()),
        depth,
        author: Some(t()),
        url: Some("https://example.org/".into()),
        by_author: true,
        date: Some(Moment { day: Date::new(2011, 2, 12).unwrap(), time: None }),
        removed,
        format,
        body: t(),
    };
    CommentsView {
        status: "email",
        total: 8,
        kept: 3,
        sentence: t(),
        reply_url: Some(t()),
        list: vec![
            comment(Format::Html, 0, false),
            comment(Format::Markdown, 1, false),
            comment(Format::Text, 0, true),
        ],
        feed_url: Some(t()),
    }
}

fn head(text: &str) -> Head {
    let t = || Arc::<str>::from(text);
    Head {
        kind: "story",
        title: t(),
        head_title: t(),
        description: t(),
        url: t(),
        permalink: t(),
        lang: t(),
        noindex: false,
        og_type: "article",
        image: Some(SocialImage { url: t(), alt: t(), width: Some(1200), height: Some(630) }),
        published: Some("2011-09-25".into()),
        modified: Some("2012-01-03".into()),
        feeds: vec![feed(text)],
    }
}

fn feed(text: &str) -> FeedLink {
    FeedLink { title: text.into(), url: text.into(), r#type: "application/atom+xml" }
}

fn site(text: &str, card: &Marked<Card>) -> SiteView {
    let t = || Arc::<str>::from(text);
    SiteView {
        title: t(),
        tagline: t(),
        description: t(),
        language: t(),
        url: "/kind/".into(),
        permalink: "https://example.org/kind/".into(),
        author: Some(t()),
        email: Some(t()),
        reading: "easy",
        menu: vec![MenuLink { name: t(), url: t() }],
        feeds: vec![feed(text)],
        pages: ["archive", "almanac", "tags", "authors", "pass_it_on", "atom", "json", "find", "favicon"]
            .map(|kind| (kind, t()))
            .into(),
        assets: ["style.css", "print.css", "find.js"].map(|path| (Arc::from(path), t())).into(),
        extra: extra(text),
        newest: vec![card.clone()],
        tags: vec![Arc::new(TagRef { name: t(), url: t(), count: 3 })],
        generator: "goodturn 0.1.0",
    }
}
