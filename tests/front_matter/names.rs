//! Titles, slugs and addresses: declared ones are checked, missing ones are made.

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};
use goodturn::ground::SourcePath;
use goodturn::story::{Body, Heading, Kind, Source, front_matter};

use super::{read, read_as};

fn check(key: &str, values: &[&str], expected: Expect) {
    let mut out = String::new();
    for value in values {
        let (front, said) = read("2011-09-25-a.md", &format!("---\ntitle: A\n{key}: {value}\n---\n"));
        let front = front.unwrap();
        let aliases: Vec<&str> = front.aliases.iter().map(|(url, _)| url.as_str()).collect();
        let from = front.passed_on_from.map(|(slug, _)| slug.to_string());
        let _ = writeln!(
            out,
            "{value} -> {} {:?} {aliases:?} {from:?}",
            front.slug,
            front.permalink.map(|url| url.to_string())
        );
        out.push_str(&said);
    }
    expected.assert_eq(&out);
}

#[test]
fn slugs() {
    check(
        "slug",
        &["flowers", "Flowers on My Desk", "été", "2011", "''", "🌻"],
        expect![[r#"
        flowers -> flowers None [] None
        Flowers on My Desk -> flowers-on-my-desk None [] None
        2011-09-25-a.md:3:7: warning[front-matter-tidied-slug]: the slug `Flowers on My Desk` becomes `flowers-on-my-desk` in the address / write `slug: flowers-on-my-desk`
          >Flowers on My Desk<
        été -> ete None [] None
        2011-09-25-a.md:3:7: warning[front-matter-tidied-slug]: the slug `été` becomes `ete` in the address / write `slug: ete`
          >été<
        2011 -> 2011 None [] None
        '' -> a None [] None
        🌻 -> a None [] None
        2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `🌻` has no letter and no digit / write letters, digits and hyphens, such as `slug: flowers-on-my-desk`
          >🌻<
    "#]],
    );
    check(
        "slug",
        &["../etc", "a/b", "..", "a%20b", "\"a#b\"", "a?b", "\"a\\u0007b\"", "%d1%81%d0%bf", "a..b", "[a]"],
        expect![[r#"
            ../etc -> a None [] None
            2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `../etc` holds `/`, which no slug may hold / write `slug: etc`; for a whole address, use `permalink`
              >../etc<
            a/b -> a None [] None
            2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `a/b` holds `/`, which no slug may hold / write `slug: a-b`; for a whole address, use `permalink`
              >a/b<
            .. -> a None [] None
            2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `..` holds `..`, which no slug may hold / write letters, digits and hyphens, such as `slug: flowers-on-my-desk`
              >..<
            a%20b -> a None [] None
            2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `a%20b` holds `%`, which no slug may hold / write `slug: a-b`; for a whole address, use `permalink`
              >a%20b<
            "a#b" -> a None [] None
            2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `a#b` holds `#`, which no slug may hold / write `slug: a-b`; for a whole address, use `permalink`
              >"a#b"<
            a?b -> a None [] None
            2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `a?b` holds `?`, which no slug may hold / write `slug: a-b`; for a whole address, use `permalink`
              >a?b<
            "a\u0007b" -> a None [] None
            2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `ab` holds a control character, which no slug may hold / write `slug: a-b`; for a whole address, use `permalink`
              >"a\u0007b"<
            %d1%81%d0%bf -> a None [] None
            2011-09-25-a.md:3:7: error[yaml-sign]: the value of `slug` begins with `%`, which has a meaning of its own here / put it in quotes: `slug: "%d1%81%d0%bf"`
              >%d1%81%d0%bf<
            a..b -> a None [] None
            2011-09-25-a.md:3:7: error[front-matter-bad-slug]: the slug `a..b` holds `..`, which no slug may hold / write `slug: a-b`; for a whole address, use `permalink`
              >a..b<
            [a] -> a None [] None
            2011-09-25-a.md:3:7: error[yaml-wrong-type]: `slug` should be a short name for the address, but this is a list / such as `slug: flowers-on-my-desk`
              >[a]<
        "#]],
    );
}

#[test]
fn whole_addresses() {
    check(
        "permalink",
        &["/2011/09/flowers.html", "2011/flowers/", "/é 1/", "/"],
        expect![[r#"
        /2011/09/flowers.html -> a Some("/2011/09/flowers.html") [] None
        2011/flowers/ -> a Some("/2011/flowers/") [] None
        /é 1/ -> a Some("/é 1/") [] None
        / -> a Some("/") [] None
    "#]],
    );
    check(
        "url",
        &[
            "https://old.example/2011/a.html?m=1",
            "/../x",
            "/:year/:title/",
            "//evil.example",
            "/a//b",
            "/a%zz",
            "{a: b}",
        ],
        expect![[r#"
            https://old.example/2011/a.html?m=1 -> a None [] None
            2011-09-25-a.md:3:6: error[front-matter-bad-address]: `url`: the address `https://old.example/2011/a.html?m=1` names a host, but only a path of this site can stand here / write only the path, `/2011/a.html`
              >https://old.example/2011/a.html?m=1<
            /../x -> a None [] None
            2011-09-25-a.md:3:6: error[front-matter-bad-address]: `url`: the address `/../x` holds a `.` or `..` part, which could lead out of the site / write a path of this site, such as `/2011/09/flowers.html`
              >/../x<
            /:year/:title/ -> a None [] None
            2011-09-25-a.md:3:6: error[front-matter-bad-address]: `url` holds the placeholder `:year` / write this story's own address; patterns for all stories go into site.toml as `permalink = "…"`
              >/:year/:title/<
            //evil.example -> a None [] None
            2011-09-25-a.md:3:6: error[front-matter-bad-address]: `url`: the address `//evil.example` starts with two slashes, which means another host / write a path of this site, such as `/2011/09/flowers.html`
              >//evil.example<
            /a//b -> a None [] None
            2011-09-25-a.md:3:6: error[front-matter-bad-address]: `url`: the address `/a//b` has two slashes in a row / write a path of this site, such as `/2011/09/flowers.html`
              >/a//b<
            /a%zz -> a None [] None
            2011-09-25-a.md:3:6: error[front-matter-bad-address]: `url`: the address `/a%zz` holds a `%` that stands for no character / write a path of this site, such as `/2011/09/flowers.html`
              >/a%zz<
            {a: b} -> a None [] None
            2011-09-25-a.md:3:6: error[yaml-wrong-type]: `url` should be an address, but this is several keys with values / such as `permalink: /2011/09/flowers.html`
              >{a: b}<
        "#]],
    );
}

#[test]
fn old_addresses() {
    check(
        "aliases",
        &["/a.html", "[a.html, /A.html, a.html, /b/]", "[/?p=12, https://old.example/b.html, 5]"],
        expect![[r#"
            /a.html -> a None ["/a.html"] None
            [a.html, /A.html, a.html, /b/] -> a None ["/a.html", "/A.html", "/b/"] None
            [/?p=12, https://old.example/b.html, 5] -> a None ["/5"] None
            2011-09-25-a.md:3:11: error[front-matter-bad-address]: `aliases`: the address `/?p=12` holds `?`, which has a meaning of its own in addresses / leave it out: a plain web server does not look at what stands after a `?`
              >/?p=12<
            2011-09-25-a.md:3:19: error[front-matter-bad-address]: `aliases`: the address `https://old.example/b.html` names a host, but only a path of this site can stand here / write only the path, `/b.html`
              >https://old.example/b.html<
        "#]],
    );
    check(
        "redirect_from",
        &["/a.html"],
        expect![[r#"
        /a.html -> a None ["/a.html"] None
    "#]],
    );
}

#[test]
fn the_story_before() {
    check(
        "passed_on_from",
        &[
            "a-strangers-umbrella",
            "story:umbrella",
            "/stories/umbrella/",
            "../x/umbrella.md",
            "umbrella/index.md",
            "[a, b]",
            "🌻",
        ],
        expect![[r#"
            a-strangers-umbrella -> a None [] Some("a-strangers-umbrella")
            story:umbrella -> a None [] Some("umbrella")
            /stories/umbrella/ -> a None [] Some("umbrella")
            ../x/umbrella.md -> a None [] Some("umbrella")
            umbrella/index.md -> a None [] Some("umbrella")
            [a, b] -> a None [] None
            2011-09-25-a.md:3:17: error[yaml-wrong-type]: `passed_on_from` should be the slug of another story, but this is a list / such as `passed_on_from: a-strangers-umbrella`
              >[a, b]<
            🌻 -> a None [] None
            2011-09-25-a.md:3:17: error[yaml-wrong-type]: `passed_on_from` should be the slug of another story, but this is `🌻` / such as `passed_on_from: a-strangers-umbrella`
              >🌻<
        "#]],
    );
}

#[test]
fn names_of_files() {
    let mut out = String::new();
    for (kind, path) in [
        (Kind::Story, "content/stories/2011-09-25-the_flowers-on--my-desk.md"),
        (Kind::Story, "content/stories/2011/flowers/index.md"),
        (Kind::Story, "content/stories/2011-09-25-flowers/index.md"),
        (Kind::Story, "content/stories/2011-02-30-flowers.md"),
        (Kind::Story, "content/stories/2011-09-25.md"),
        (Kind::Story, "content/stories/🌻.md"),
        (Kind::Story, "content/stories/élan.txt"),
        (Kind::Page, "content/about.md"),
        (Kind::Page, "content/index.md"),
        (Kind::TagIntro, "content/tags/work.md"),
    ] {
        let (front, said) = read_as(kind, path, "Text.\n");
        let front = front.unwrap();
        let _ = writeln!(out, "{path} -> {:?} {} {:?}", front.title, front.slug, front.date.map(|date| date.iso()));
        out.push_str(&said);
    }
    expect![[r#"
        content/stories/2011-09-25-the_flowers-on--my-desk.md -> "The flowers on my desk" the-flowers-on-my-desk Some("2011-09-25")
        2011-09-25-the_flowers-on--my-desk.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “The flowers on my desk” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        content/stories/2011/flowers/index.md -> "Flowers" flowers None
        index.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
        index.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        content/stories/2011-09-25-flowers/index.md -> "Flowers" flowers Some("2011-09-25")
        index.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        content/stories/2011-02-30-flowers.md -> "2011 02 30 flowers" 2011-02-30-flowers None
        2011-02-30-flowers.md:1:1: warning[front-matter-no-date]: the file name begins with a day that is not in the calendar, so the story has no date / rename the file, or begin the file with three lines: `---`, `date: 2011-09-25` and `---`
        2011-02-30-flowers.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “2011 02 30 flowers” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        content/stories/2011-09-25.md -> "25 September 2011" 2011-09-25 Some("2011-09-25")
        2011-09-25.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “25 September 2011” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        content/stories/🌻.md -> "🌻" story-4ce9449e None
        🌻.md:1:1: warning[front-matter-made-up-slug]: the file name has no letter or digit, so the address will end in `story-4ce9449e` / choose one with `slug:`
        🌻.md:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
        🌻.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “🌻” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        content/stories/élan.txt -> "Élan" elan None
        élan.txt:1:1: warning[front-matter-no-date]: this story has no date, so it is listed last / begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`
        élan.txt:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “Élan” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        content/about.md -> "About" about None
        about.md:1:1: warning[front-matter-no-title]: this has no title, so the file name makes one: “About” / begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`
        content/index.md -> "Home" content None
        content/tags/work.md -> "Work" work None
    "#]].assert_eq(&out);
}

#[test]
fn titles_from_headings() {
    let title = |block: &str, headings: &[(u8, &str)]| {
        let path = SourcePath::new("2011-09-25-a.md");
        let text = format!("{block}Text.\n");
        let source = Source { path: &path, text: &text, kind: Kind::Story };
        let heading =
            |(level, text): &(u8, &str)| Heading { level: *level, id: Arc::from("x"), text: Arc::from(*text) };
        let headings = headings.iter().map(heading).collect();
        let (front, body, said) = front_matter::complete(
            front_matter::read(source).0.unwrap(),
            Body { headings, excerpt: Arc::from("Text."), ..Body::default() },
            source,
            true,
        );
        format!("{} {} {} {}", front.title, body.title_from_heading, said.len(), body.excerpt)
    };
    assert_eq!(title("", &[(1, "The  flowers "), (1, "Two")]), "The flowers true 0 Text.");
    assert_eq!(title("", &[(2, "Not this"), (1, "Nor this")]), "A false 1 Text.");
    assert_eq!(title("", &[(1, " ")]), "A false 1 Text.");
    assert_eq!(title("---\ntitle: Said\n---\n", &[(1, "Written")]), "Said false 0 Text.");
    assert_eq!(title("---\ntitle: Said\n---\n", &[(1, "Said")]), "Said true 0 Text.");
    assert_eq!(title("---\ntitle: Said\ndescription: x\n---\n", &[]), "Said false 0 ");
    assert_eq!(title("---\ntitle: Said\ncontent_note: x\n---\n", &[]), "Said false 0 ");
}
