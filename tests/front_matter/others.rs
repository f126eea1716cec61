//! Keys as other generators and other people write them.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::read;

/// For each block: what differs from a story with nothing but a title, then what is said.
fn check(blocks: &[&str], expected: Expect) {
    let plain = format!("{:#?}", read("2011-09-25-zzz.md", "---\ntitle: A\n---\n").0.unwrap());
    let mut out = String::new();
    for block in blocks {
        let (front, said) = read("2011-09-25-zzz.md", &format!("---\ntitle: A\n{block}\n---\n"));
        let front = format!("{:#?}", front.unwrap());
        let old: Vec<&str> = plain.lines().collect();
        let new = front.lines().filter(|line| !old.contains(line)).map(str::trim).filter(|line| line.len() > 2);
        let _ = writeln!(out, "{}\n   = {}", block.replace('\n', " / "), new.collect::<Vec<_>>().join(" "));
        out.push_str(&said);
    }
    expected.assert_eq(&out);
}

#[test]
fn names_of_people_and_things() {
    check(
        &[
            "author: [Maya, Tom, Maya, maya]",
            "told_by: Maya\nauthors: [Tom]",
            "author: {name: Maya, email: m@example.org}",
            "author: 7",
            "tags: work, home , Work",
            "tags: [\"#work\", 2011, 1.50, true, null]\ncategories: home\ntopics: [garden]\nlabels: [Garden]",
            "Tags: [a]\ntag: b",
        ],
        expect![[r##"
            author: [Maya, Tom, Maya, maya]
               = authors: [ "Maya", "Tom",
            told_by: Maya / authors: [Tom]
               = authors: [ "Maya", "Tom",
            author: {name: Maya, email: m@example.org}
               = authors: [ "Maya",
            author: 7
               = authors: [ "7",
            tags: work, home , Work
               = tags: [ "work", "home",
            tags: ["#work", 2011, 1.50, true, null] / categories: home / topics: [garden] / labels: [Garden]
               = tags: [ "work", "2011", "1.50", "true", "home", "garden",
            Tags: [a] / tag: b
               = tags: [ "a", "b",
        "##]],
    );
}

#[test]
fn words() {
    check(
        &[
            "summary: Short\ndescription: Long",
            "excerpt: |\n  One\n  two\u{7f}",
            "quote: |\n  One\n  two\n",
            "description: 12.50",
            "content-warning: Sad",
            "license: CC BY",
            "lang: en_gb",
            "language: zh-Hans-CN",
            "guid: https://old.example/?p=4",
            "guid: 4",
            "id: \"tag:x y\"",
        ],
        expect![[r#"
            summary: Short / description: Long
               = description: Some( "Long",
            excerpt: | /   One /   two
               = 
            2011-09-25-zzz.md:5:6: error[yaml-unseen]: here is a character that cannot be seen (U+007F) / delete it; deleting the words around it and typing them again helps
              ><
            quote: | /   One /   two / 
               = quote: Some( "One\ntwo",
            description: 12.50
               = description: Some( "12.50",
            content-warning: Sad
               = content_note: Some( "Sad",
            license: CC BY
               = rights: Some( "CC BY",
            lang: en_gb
               = lang: Some( "en-gb",
            language: zh-Hans-CN
               = lang: Some( "zh-Hans-CN",
            guid: https://old.example/?p=4
               = id: Some( "https://old.example/?p=4",
            guid: 4
               = 
            id: "tag:x y"
               = 
            2011-09-25-zzz.md:3:5: error[front-matter-bad-id]: the id `tag:x y` is neither a whole address nor a `tag:` name / leave it out, and one is made; or write one such as `tag:example.org,2011:flowers`
              >"tag:x y"<
        "#]],
    );
}

#[test]
fn kept_back_or_not() {
    check(
        &[
            "draft: yes",
            "draft: ON",
            "draft: \"false\"",
            "draft: perhaps",
            "draft:",
            "published: false",
            "published: 2031-01-01",
            "status: draft",
            "status: publish",
            "status: odd",
            "private: true",
            "password: secret",
            "hidden: true",
            "unlisted: yes\nlisted: yes",
            "expires: never",
            "expiryDate: 2031-02-01",
            "withdrawn: no",
        ],
        expect![[r#"
            draft: yes
               = draft: true,
            draft: ON
               = draft: true,
            draft: "false"
               = 
            draft: perhaps
               = draft: true,
            2011-09-25-zzz.md:3:8: error[yaml-wrong-type]: `draft` should be yes or no, but this is `perhaps` / such as `draft: yes`
              >perhaps<
            draft:
               = 
            2011-09-25-zzz.md:3:1: error[front-matter-no-value]: `draft` has no value, so nobody can tell what is meant / write `draft: yes`, or take the line away
              >draft<
            published: false
               = draft: true,
            published: 2031-01-01
               = 2031-01-01,
            status: draft
               = draft: true,
            status: publish
               = 
            status: odd
               = draft: true,
            2011-09-25-zzz.md:3:9: warning[front-matter-unknown-status]: `status: odd` says nothing that goodturn knows, so this is kept back as a draft / write `draft: yes` or `draft: no` instead
              >odd<
            private: true
               = draft: true,
            password: secret
               = draft: true,
            2011-09-25-zzz.md:3:1: warning[front-matter-password]: a password cannot protect a page here, so this is kept back as a draft / remove the password to publish it for everybody, or write `draft: yes`
              >password<
            hidden: true
               = listed: false,
            unlisted: yes / listed: yes
               = listed: false,
            expires: never
               = 
            expiryDate: 2031-02-01
               = expires: Some( Date( 2031-02-01,
            withdrawn: no
               = 
        "#]],
    );
}

#[test]
fn dates_of_others() {
    check(
        &[
            "lastmod: 2012-01-03",
            "last_modified_at: 2012-01-03 10:00:00 +0200\nupdated: 2012-01-04",
            "date: 2011-09-25\npublishDate: 2031-01-01",
            "date: 2011-09-25\npubDate: 2010-01-01",
            "published_at: Sunday, September 25, 2011 at 2 pm",
            "date: Monday, 25 September 2011",
            "happened: 2009",
            "happened: April 2009",
            "happened: 2009-04-01",
            "happened: long ago",
            "date: [2011]",
            "date: 20110926",
        ],
        expect![[r#"
            lastmod: 2012-01-03
               = updated: Some( 2012-01-03,
            last_modified_at: 2012-01-03 10:00:00 +0200 / updated: 2012-01-04
               = updated: Some( 2012-01-04,
            date: 2011-09-25 / publishDate: 2031-01-01
               = 2031-01-01,
            2011-09-25-zzz.md:4:14: warning[front-matter-two-dates]: `date` says 2011-09-25, `publishDate` says 2031-01-01; the later one counts / keep only `date`
              >2031-01-01<
            date: 2011-09-25 / pubDate: 2010-01-01
               = 
            published_at: Sunday, September 25, 2011 at 2 pm
               = time: Some( TimeOfDay { second: 50400, offset: None,
            date: Monday, 25 September 2011
               = 
            2011-09-25-zzz.md:3:7: warning[date-wrong-weekday]: `date`: 25 September 2011 was a Sunday, not a Monday / check the date; the day of the week may be left out
              >Monday, 25 September 2011<
            happened: 2009
               = happened: Some( Partial { year: 2009, month: None, day: None,
            happened: April 2009
               = happened: Some( Partial { year: 2009, month: Some( day: None,
            happened: 2009-04-01
               = happened: Some( Partial { year: 2009, month: Some( day: Some(
            happened: long ago
               = 
            2011-09-25-zzz.md:3:11: error[date-unreadable]: `happened`: `long ago` cannot be read as a date / write it such as `happened: 2009-04`
              >long ago<
            date: [2011]
               = 
            2011-09-25-zzz.md:3:7: error[yaml-wrong-type]: `date` should be a date, but this is a list / such as `date: 2011-09-25`
              >[2011]<
            date: 20110926
               = 2011-09-26,
        "#]],
    );
}

#[test]
fn shapes() {
    check(
        &[
            "image: flowers.jpg",
            "cover: {image: a.jpg, alt: \"\", relative: true}",
            "images: [a.jpg, b.jpg]",
            "image: {src: a.jpg, altt: b}",
            "series: Handovers\npart: 3",
            "series: {name: Handovers, part: two}",
            "series: [Handovers]",
            "names: First only",
            "permission: own-story",
            "permission: {status: given, on: 2026-02-01, minor: yes}",
            "permission: {status: given, guardian: yes, guardian: no}",
            "comments: false",
            "comments: true",
            "comments: email",
            "comments: 8",
            "comments: {status: closed, count: -1}",
            "comments: {count: \"8\", state: x}",
            "extra: {a: {b: [1, 1.50, x, null, true]}}",
        ],
        expect![[r#"
            image: flowers.jpg
               = image: Some( FrontImage { src: "flowers.jpg", alt: None, caption: None, span: Span { start: 20, end: 31,
            cover: {image: a.jpg, alt: "", relative: true}
               = image: Some( FrontImage { src: "a.jpg", alt: Some( "", caption: None, span: Span { start: 28, end: 33,
            images: [a.jpg, b.jpg]
               = image: Some( FrontImage { src: "a.jpg", alt: None, caption: None, span: Span { start: 22, end: 27,
            image: {src: a.jpg, altt: b}
               = image: Some( FrontImage { src: "a.jpg", alt: None, caption: None, span: Span { start: 26, end: 31,
            2011-09-25-zzz.md:3:21: warning[front-matter-unknown-key]: unknown key `altt` in `image` / did you mean `alt`?
              >altt<
            series: Handovers / part: 3
               = series: Some( SeriesPart { name: "Handovers", part: Some(
            series: {name: Handovers, part: two}
               = series: Some( SeriesPart { name: "Handovers", part: None,
            2011-09-25-zzz.md:3:33: error[yaml-wrong-type]: `part` should be a number from 1, but this is `two` / such as `series: {name: Handovers, part: 2}`
              >two<
            series: [Handovers]
               = series: Some( SeriesPart { name: "Handovers", part: None,
            names: First only
               = names: Some( FirstOnly,
            permission: own-story
               = permission: Some( Permission { status: OwnStory, on: None, review: None, guardian: None,
            permission: {status: given, on: 2026-02-01, minor: yes}
               = permission: Some( Permission { status: Given, on: Some( Date( 2026-02-01, review: None, guardian: Some( false,
            permission: {status: given, guardian: yes, guardian: no}
               = permission: Some( Permission { status: Given, on: None, review: None, guardian: Some( true,
            2011-09-25-zzz.md:3:44: error[front-matter-duplicate-key]: `guardian` is twice in `permission` / keep one of them
              >guardian<
            comments: false
               = status: None,
            comments: true
               = 
            comments: email
               = status: Email,
            comments: 8
               = count: Some(
            comments: {status: closed, count: -1}
               = 
            2011-09-25-zzz.md:3:35: error[yaml-wrong-type]: `count` should be a number, but this is `-1` / such as `comments: {status: closed, count: 8}`
              >-1<
            comments: {count: "8", state: x}
               = count: Some(
            2011-09-25-zzz.md:3:24: warning[front-matter-unknown-key]: unknown key `state` in `comments` / did you mean `status`?
              >state<
            extra: {a: {b: [1, 1.50, x, null, true]}}
               = extra: { "a": Map( "b": List( Integer( Number( "1.50", Text( "x", Null, Bool( true,
        "#]],
    );
}

#[test]
fn keys_of_other_generators_are_passed_over() {
    check(
        &[
            "layout: post\ntype: post\nweight: 3\ntoc: true\nmath: false\nmenu: {main: {x: y}}\nlinkTitle: x\nrender_with_liquid: no",
        ],
        expect![[r#"
            layout: post / type: post / weight: 3 / toc: true / math: false / menu: {main: {x: y}} / linkTitle: x / render_with_liquid: no
               = 
        "#]],
    );
}

#[test]
fn references_are_never_followed() {
    check(
        &["tags: &t [a, b]\nlabels: *t", "description: Tea &cake and *stars*", "quote: &a x"],
        expect![[r#"
            tags: &t [a, b] / labels: *t
               = tags: [ "a", "b",
            2011-09-25-zzz.md:4:9: error[yaml-sign]: the value of `labels` begins with `*`, which has a meaning of its own here / put it in quotes: `labels: "*t"`
              >*t<
            description: Tea &cake and *stars*
               = description: Some( "Tea &cake and *stars*",
            quote: &a x
               = 
            2011-09-25-zzz.md:3:8: error[yaml-sign]: the value of `quote` begins with `&`, which has a meaning of its own here / put it in quotes: `quote: "&a x"`
              >&a x<
        "#]],
    );
}
