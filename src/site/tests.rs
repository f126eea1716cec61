//! Stories in, the site and what is said about it out.

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::{FileFacts, Files, Gathering, Site, gather, links};
use crate::ground::{Date, Diagnostic, Fingerprint, SourcePath};
use crate::settings::Settings;
use crate::story::{self, Kind, Source};

/// A site made of files: the path, then the text. Files that are not Markdown are pictures of 40 by 30 pixels.
struct Folder {
    settings: Settings,
    files: Vec<(&'static str, &'static str)>,
}

fn folder(files: &[(&'static str, &'static str)]) -> Folder {
    let mut settings = Settings::default_for("Small Kindnesses");
    settings.base_url = crate::ground::BaseUrl::parse("https://example.org/kind/").unwrap();
    Folder { settings, files: files.to_vec() }
}

impl Folder {
    fn gather(&self) -> (Site, Vec<Diagnostic>) {
        let mut stories = Vec::new();
        let mut others = Files::new();
        let mut said = Vec::new();
        let mut comments = Vec::new();
        for (path, text) in &self.files {
            let path = SourcePath::new(path);
            if path.as_str().ends_with(".yaml") {
                comments.extend(story::comments::parse(&path, text).0.map(Arc::new));
                continue;
            }
            if !path.as_str().ends_with(".md") {
                let facts =
                    FileFacts { bytes: 9, dimensions: Some((40, 30)), picture: None, digest: Fingerprint::default() };
                others.insert(path, facts);
                continue;
            }
            let kind = if path.as_str().starts_with("content/stories/") {
                Kind::Story
            } else if path.folder() == "content/tags" {
                Kind::TagIntro
            } else {
                Kind::Page
            };
            let (story, more) = story::parse(Source { path: &path, text, kind }, &self.settings);
            stories.extend(story.map(Arc::new));
            said.extend(more.into_iter().filter(Diagnostic::is_error));
        }
        let (site, more) = gather(Gathering {
            stories,
            comments,
            files: others,
            settings: &self.settings,
            drafts: false,
            future: false,
            expired: false,
            today: Date::new(2026, 11, 22).unwrap(),
            zone: &jiff::tz::TimeZone::UTC,
        });
        said.extend(more);
        (site, said)
    }

    /// The hrefs of all links and pictures of all stories and pages, and what is said about them.
    fn links(&self) -> String {
        let (site, mut said) = self.gather();
        let mut out = String::new();
        for published in site.stories.iter().chain(&site.pages) {
            let text = links::Text { story: &published.story, url: &published.url };
            let found = links::resolve(&site, &self.settings.base_url, text, &mut said);
            for href in found.links.iter() {
                let _ = writeln!(out, "{href:?}");
            }
            for picture in found.images.iter() {
                let _ = writeln!(out, "{:?} {:?}x{:?}", picture.src, picture.width, picture.height);
            }
        }
        out + &told(&said)
    }
}

fn told(said: &[Diagnostic]) -> String {
    let mut out = String::new();
    for it in said {
        let path = it.path.as_ref().map_or("-", SourcePath::as_str);
        let _ = writeln!(out, "{path}: {} {}", it.severity.word(), it.message);
        if let Some(help) = &it.help {
            let _ = writeln!(out, "  help: {help}");
        }
    }
    out
}

fn check(actual: &str, expected: &Expect) {
    expected.assert_eq(actual);
}

#[test]
fn a_copy_of_a_story_is_named() {
    let waited = "We waited at the stop by the church until the rain was over, and the driver of the last bus waited there with us.\n";
    let told = "---\ntitle: The queue\ndate: 2020-01-02\n---\nIt was Friday, and the queue went round the corner, past the baker and the bank, and nobody in it was in a hurry at all.\n";
    let (_, said) = folder(&[
        ("content/stories/queue.md", told),
        ("content/stories/queue (Konflikt Anna 2024-05-01).md", &format!("{told}\nMore.\n").leak()[..]),
        ("content/stories/copy of bus.md", waited),
        ("content/stories/bus.md", waited),
        ("content/stories/next-queue.md", "---\ntitle: The queue\ndate: 2020-01-03\n---\nIt was Friday, and the queue went round the corner, past the baker and the bank, and nobody in it was in a hurry at all.\n"),
        ("content/stories/a.md", ""),
        ("content/stories/b.md", ""),
    ])
    .gather();
    let said: Vec<String> = said.iter().map(|one| format!("{}: {}", one.path.as_ref().unwrap(), one.message)).collect();
    expect![[r#"
        content/stories/queue (Konflikt Anna 2024-05-01).md: this tells the same story as content/stories/queue.md, so readers will find it twice
        content/stories/copy of bus.md: this tells the same story as content/stories/bus.md, so readers will find it twice"#]].assert_eq(&said.join("\n"));
}

#[test]
fn stories_stand_newest_first_and_those_of_another_day_are_left_out() {
    let (site, said) = folder(&[
        ("content/stories/old.md", "---\ntitle: Old\ndate: 2011-01-01\ntags: [Café, work]\n---\nx"),
        ("content/stories/b.md", "---\ntitle: B\ndate: 2020-05-05\ntags: cafe\n---\nx"),
        ("content/stories/a.md", "---\ntitle: A\ndate: 2020-05-05\ntags: [Café, quiet]\nlisted: false\n---\nx"),
        ("content/stories/draft.md", "---\ntitle: Draft\ndate: 2020-05-05\ndraft: yes\n---\nx"),
        ("content/stories/soon.md", "---\ntitle: Soon\ndate: 2026-11-23\n---\nx"),
        ("content/stories/today.md", "---\ntitle: Today\ndate: 2026-11-22\n---\nx"),
        ("content/stories/gone.md", "---\ntitle: Gone\ndate: 2020-05-05\nexpires: 2026-11-21\n---\nx"),
        ("content/stories/taken-back.md", "---\ntitle: Back\ndate: 2020-05-05\nwithdrawn: 2026-01-01\n---\nx"),
    ])
    .gather();
    let mut out = String::new();
    for published in &site.stories {
        let _ = writeln!(out, "{} {}", published.url, published.story.front.title);
    }
    let _ = writeln!(out, "listed {:?}", site.listed);
    for tag in &site.tags {
        let _ = writeln!(out, "#{} {} {:?}", tag.slug, tag.name, tag.stories);
    }
    for left in &site.left_out {
        let _ = writeln!(out, "{}: {:?}", left.source, left.reason);
    }
    check(
        &(out + &told(&said)),
        &expect![[r#"
            /stories/today/ Today
            /stories/a/ A
            /stories/b/ B
            /stories/old/ Old
            listed [0, 2, 3]
            #cafe Café [2, 3]
            #work work [3]
            content/stories/draft.md: Draft
            content/stories/gone.md: Expired(Date(2026-11-21))
            content/stories/soon.md: Future(Date(2026-11-23))
            content/stories/taken-back.md: Withdrawn(Date(2026-01-01))
        "#]],
    );
}

#[test]
fn links_are_followed_by_file_by_slug_and_by_address() {
    let text = "---\ntitle: A\ndate: 2020-01-02\n---\n\
        [1](b.md) [2](<../stories/b.md#what-next>) [3](story:b#what-next) [4](/stories/b/) [5](/stories/b) \
        [6](https://example.org/kind/stories/b/#what-next) [7](https://example.org/other/) [8](/kind/stories/b/) \
        [9](#here) [10](mailto:a@example.org) [11](../about.md) [12](/atom.xml) [13](../b/) [14](/tags/work/)\n\n\
        ![p](pic.jpg) ![q](/logo.png) ![r](https://example.net/x.png)\n\n## Here\n";
    check(
        &folder(&[
            ("content/stories/a.md", text),
            ("content/stories/b.md", "---\ntitle: B\ndate: 2020-01-01\ntags: work\n---\n## What next\n"),
            ("content/about.md", "---\ntitle: About\n---\nx"),
            ("content/stories/pic.jpg", ""),
            ("static/logo.png", ""),
        ])
        .links(),
        &expect![[r##"
            "/kind/stories/b/"
            "/kind/stories/b/#what-next"
            "/kind/stories/b/#what-next"
            "/kind/stories/b/"
            "/kind/stories/b/"
            "/kind/stories/b/#what-next"
            "https://example.org/other/"
            "/kind/stories/b/"
            "#here"
            "mailto:a@example.org"
            "/kind/about/"
            "/kind/atom.xml"
            "/kind/stories/b/"
            "/kind/tags/work/"
            "/kind/stories/pic.jpg" Some(40)xSome(30)
            "/kind/logo.png" Some(40)xSome(30)
            "https://example.net/x.png" NonexNone
        "##]],
    );
}

#[test]
fn every_broken_link_is_named_with_the_nearest_that_exists() {
    let text = "---\ntitle: A\ndate: 2020-01-02\n---\n\
        [1](umbrela.md) [2](story:umbrela) [3](/stories/umbrella/#whatnext) [4](#heer) [5](javascript:alert(1)) \
        [6](../../../etc/passwd) [7](/Stories/Umbrella/) [8](draft.md) ![9](pik.jpg)\n\n## Here\n";
    check(
        &folder(&[
            ("content/stories/a.md", text),
            ("content/stories/umbrella.md", "---\ntitle: U\ndate: 2020-01-01\n---\n## What next\n"),
            ("content/stories/draft.md", "---\ntitle: D\ndraft: true\ndate: 2020-01-01\n---\nx"),
            ("content/stories/pic.jpg", ""),
        ])
        .links(),
        &expect![[r#"
            ""
            ""
            ""
            ""
            ""
            ""
            ""
            ""
            "" NonexNone
            content/stories/pic.jpg: note no published text shows or links to this file, so it stays at home
              help: to publish it all the same, move it into static/
            content/stories/a.md: error `umbrela.md` leads nowhere: the site has no such page or file
              help: did you mean `umbrella.md`?
            content/stories/a.md: error `story:umbrela` leads nowhere: the site has no such page or file
              help: did you mean `story:umbrella`?
            content/stories/a.md: error the page /stories/umbrella/ has no place called `#whatnext`
              help: did you mean `#what-next`?
            content/stories/a.md: error the page /stories/a/ has no place called `#heer`
              help: did you mean `#here`?
            content/stories/a.md: error a link may not begin with `javascript:`
              help: link to a page (`https://…`), a story or a file of the site
            content/stories/a.md: error `../../../etc/passwd` cannot be followed: it leads out of the site
              help: put a copy of the file beside this text, or into static/, and write its name
            content/stories/a.md: error `/Stories/Umbrella/` leads nowhere: the site has no such page or file
              help: did you mean `/stories/umbrella/`?
            content/stories/a.md: warning content/stories/draft.md is not published, so its words stay here but the link is left out
              help: the link comes by itself once that story is published
            content/stories/a.md: error `pik.jpg` leads nowhere: the site has no such page or file
              help: did you mean `pic.jpg`?
        "#]],
    );
}

#[test]
fn two_owners_of_one_address_are_both_named() {
    let (_, said) = folder(&[
        ("content/stories/one.md", "---\ntitle: 1\ndate: 2020-01-01\nslug: same\n---\nx"),
        ("content/stories/two.md", "---\ntitle: 2\ndate: 2020-01-01\npermalink: /Stories/SAME/\n---\nx"),
        (
            "content/stories/three.md",
            "---\ntitle: 3\ndate: 2020-01-01\naliases: [/archive/, /a.b, /a.b/c.html]\n---\nx",
        ),
        ("content/index.md", "---\ntitle: Home\n---\nx"),
    ])
    .gather();
    check(
        &told(&said),
        &expect![[r#"
            content/stories/one.md: error content/stories/one.md wants the address /stories/same/ and content/stories/two.md wants /Stories/SAME/; they differ only in capital letters, which many hosts take for the same
              help: rename one of the two files, or give one of them another `slug:` or `permalink:`
            content/index.md: error content/index.md and the home page both want the address /
              help: rename the file, or choose another address for it
            content/stories/three.md: error content/stories/three.md and the archive both want the address /archive/
              help: rename the file, or choose another address for it
            content/stories/three.md: error content/stories/three.md wants the address /a.b, but /a.b/c.html needs a folder of that name
              help: give one of the two another address, for example one that ends in `.html`
        "#]],
    );
}

#[test]
fn what_was_passed_on_is_a_chain_and_never_a_circle() {
    let (site, said) = folder(&[
        ("content/stories/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nx"),
        ("content/stories/b.md", "---\ntitle: B\ndate: 2020-01-02\npassed_on_from: a\n---\nx"),
        ("content/stories/c.md", "---\ntitle: C\ndate: 2020-01-03\npassed_on_from: d\n---\nx"),
        ("content/stories/d.md", "---\ntitle: D\ndate: 2020-01-04\npassed_on_from: c\n---\nx"),
        ("content/stories/e.md", "---\ntitle: E\ndate: 2020-01-05\npassed_on_from: bb\n---\nx"),
        ("content/stories/f.md", "---\ntitle: F\ndate: 2020-01-06\npassed_on_from: hidden\n---\nx"),
        ("content/stories/hidden.md", "---\ntitle: H\ndate: 2020-01-06\ndraft: true\n---\nx"),
    ])
    .gather();
    let title = |id: &usize| site.stories[*id].story.front.title.to_string();
    let from: Vec<_> = site.passed_on_from.iter().map(|(to, from)| (title(to), title(from))).collect();
    check(
        &format!("{from:?}\n{}", told(&said)),
        &expect![[r#"
        [("D", "C"), ("C", "D"), ("B", "A")]
        content/stories/e.md: error there is no story with the slug `bb`
          help: did you mean `b`?
        content/stories/d.md: error this kindness was passed on in a circle: d from c from d
          help: remove `passed_on_from:` from the story that came first
    "#]],
    );
}

#[test]
fn chains_are_told_from_their_first_story_longest_first_and_none_but_listed_ones() {
    let (site, said) = folder(&[
        ("content/stories/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nx"),
        ("content/stories/b.md", "---\ntitle: B\ndate: 2020-01-02\npassed_on_from: a\n---\nx"),
        ("content/stories/c.md", "---\ntitle: C\ndate: 2020-01-03\npassed_on_from: a\n---\nx"),
        ("content/stories/d.md", "---\ntitle: D\ndate: 2020-01-04\npassed_on_from: c\n---\nx"),
        ("content/stories/e.md", "---\ntitle: E\ndate: 2020-01-05\npassed_on_from: d\nlisted: false\n---\nx"),
        ("content/stories/f.md", "---\ntitle: F\ndate: 2020-01-06\npassed_on_from: e\n---\nx"),
        ("content/stories/g.md", "---\ntitle: G\ndate: 2020-01-07\npassed_on_from: f\n---\nx"),
    ])
    .gather();
    let title = |id: &usize| site.stories[*id].story.front.title.to_string();
    let chains: Vec<String> =
        site.chains.iter().map(|chain| chain.iter().map(title).collect::<Vec<_>>().join(" > ")).collect();
    check(
        &format!("{}\n{}", chains.join("\n"), told(&said)),
        &expect![[r#"
        A > C > D
        A > B
        F > G
    "#]],
    );
}

#[test]
fn files_go_where_their_story_goes_and_stay_at_home_with_a_draft() {
    let (site, said) = folder(&[
        ("content/stories/lamp/index.md", "---\ntitle: L\ndate: 2020-01-01\npermalink: /2020/lamp.html\n---\nx"),
        ("content/stories/lamp/deep/lamp.jpg", ""),
        ("content/stories/secret/index.md", "---\ntitle: S\ndate: 2020-01-01\ndraft: true\n---\n![x](face.jpg)"),
        ("content/stories/secret/face.jpg", ""),
        ("content/stories/loose.jpg", ""),
        ("static/robots.txt", ""),
    ])
    .gather();
    let files: Vec<String> = site.files.iter().map(|(url, path)| format!("{path} -> {url}")).collect();
    check(
        &format!("{}\n{}", files.join("\n"), told(&said)),
        &expect![[r#"
        content/stories/lamp/deep/lamp.jpg -> /2020/lamp/deep/lamp.jpg
        static/robots.txt -> /robots.txt
        content/stories/loose.jpg: note no published text shows or links to this file, so it stays at home
          help: to publish it all the same, move it into static/
    "#]],
    );
}

#[test]
fn two_spellings_of_one_file_are_not_two_cases_of_one_name() {
    let (_, said) = folder(&[
        ("content/stories/a.md", "---\ntitle: A\ndate: 2020-01-01\naliases: [/stories/b/index.html]\n---\nx"),
        ("content/stories/b.md", "---\ntitle: B\ndate: 2020-01-02\n---\nx"),
    ])
    .gather();
    check(
        &told(&said),
        &expect![[r#"
        content/stories/a.md: error content/stories/a.md wants the address /stories/b/index.html, which is the same file as /stories/b/ of content/stories/b.md
          help: rename one of the two files, or give one of them another `slug:` or `permalink:`
    "#]],
    );
}

#[test]
fn a_series_is_in_the_order_of_its_parts() {
    let (site, said) = folder(&[
        ("content/stories/x.md", "---\ntitle: X\ndate: 2020-01-03\nseries: {name: Handovers, part: 1}\n---\nx"),
        ("content/stories/y.md", "---\ntitle: Y\ndate: 2020-01-01\nseries: {name: handovers, part: 2}\n---\nx"),
        ("content/stories/z.md", "---\ntitle: Z\ndate: 2020-01-02\nseries: Handovers\n---\nx"),
        ("content/stories/w.md", "---\ntitle: W\ndate: 2020-01-04\nseries: {name: Handovers, part: 2}\n---\nx"),
        ("content/stories/v.md", "---\ntitle: V\ndate: 2020-01-05\nseries: {name: Handovers, part: 7}\n---\nx"),
    ])
    .gather();
    let parts = |series: &super::Series| {
        series.parts.iter().map(|id| site.stories[*id].story.front.title.to_string()).collect::<Vec<_>>()
    };
    let all: Vec<_> =
        site.series.iter().map(|series| (series.name.to_string(), parts(series), &series.numbers)).collect();
    check(
        &format!("{all:?}\n{}", told(&said)),
        &expect![[r#"
            [("handovers", ["X", "Y", "W", "V", "Z"], [1, 2, 2, 7, 8])]
            content/stories/w.md: warning content/stories/y.md is part 2 of the same series too
              help: give each part of the series a number of its own; numbers are shown as they are written
        "#]],
    );
}

#[test]
fn comments_find_their_story() {
    let kept = "version: 1\ncomments:\n  - {id: wp-1, state: approved, format: text, body: Hi}\n";
    let (site, said) = folder(&[
        ("content/stories/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nx"),
        ("content/stories/a.comments.yaml", kept),
        ("content/stories/b/index.md", "---\ntitle: B\ndate: 2020-01-02\n---\nx"),
        ("content/stories/b/comments.yaml", kept),
        ("content/stories/c.comments.yaml", kept),
    ])
    .gather();
    let shown: Vec<_> = site.stories.iter().map(|it| (it.url.to_string(), it.shows_comments())).collect();
    check(
        &format!("{shown:?}\n{}", told(&said)),
        &expect![[r#"
            [("/stories/b/", true), ("/stories/a/", true)]
            content/stories/c.comments.yaml: warning these comments belong to no story: there is no c.md beside them
              help: a comments file is named like its story: `name.comments.yaml` beside `name.md`
        "#]],
    );
}

#[test]
fn stories_in_the_same_spirit_share_the_rarest_tags() {
    let (site, said) = folder(&[
        ("content/stories/a.md", "---\ntitle: A\ndate: 2020-01-01\ntags: [work, tea, rain]\n---\nx"),
        ("content/stories/b.md", "---\ntitle: B\ndate: 2020-01-02\ntags: [work]\n---\nx"),
        ("content/stories/c.md", "---\ntitle: C\ndate: 2020-01-03\ntags: [work, tea]\n---\nx"),
        ("content/stories/d.md", "---\ntitle: D\ndate: 2020-01-04\ntags: [rain]\n---\nx"),
        ("content/stories/e.md", "---\ntitle: E\ndate: 2020-01-05\ntags: [work]\nlisted: no\n---\nx"),
        ("content/stories/f.md", "---\ntitle: F\ndate: 2020-01-06\n---\nx"),
    ])
    .gather();
    assert_eq!(told(&said), "");
    let name = |id: &usize| site.stories[*id].story.front.title.to_string();
    let kin = |id: usize| super::similar::to(&site, id, 3).iter().map(name).collect::<Vec<_>>().join(" ");
    let all = (0..site.stories.len()).fold(String::new(), |all, id| format!("{all}{}: {}\n", name(&id), kin(id)));
    check(
        &all,
        &expect![[r#"
        F: 
        E: C B A
        D: A
        C: A B
        B: C A
        A: C D B
    "#]],
    );
    assert!(super::similar::to(&site, 0, 0).is_empty());
}

#[test]
fn a_story_stands_in_the_almanac_on_the_day_of_the_thing_or_of_its_telling() {
    let (site, _) = folder(&[
        ("content/stories/a.md", "---\ntitle: A\ndate: 2020-03-01\nhappened: 1999-12-24\n---\nx"),
        ("content/stories/b.md", "---\ntitle: B\ndate: 2020-12-24\nhappened: 1999-12\n---\nx"),
        ("content/stories/c.md", "---\ntitle: C\ndate: 2016-02-29\n---\nx"),
        ("content/stories/d.md", "---\ntitle: D\nhappened: 2009\n---\nx"),
        ("content/stories/e.md", "---\ntitle: E\ndate: 2020-01-05\nlisted: no\n---\nx"),
    ])
    .gather();
    let days = super::almanac::days(&site.stories);
    let line = |all, (day, id): &(Date, usize)| format!("{all}{day} {}\n", site.stories[*id].story.front.title);
    check(
        &days.iter().fold(String::new(), line),
        &expect![[r#"
        2016-02-29 C
        1999-12-24 A
        2020-12-24 B
    "#]],
    );
    assert!(super::almanac::any(&site.stories));
    assert!(!super::almanac::any(
        &folder(&[("content/stories/d.md", "---\nhappened: 2009\n---\nx")]).gather().0.stories
    ));
}
