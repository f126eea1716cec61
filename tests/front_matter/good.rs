//! What is read without a word.

use expect_test::expect;
use goodturn::story::Kind;

use super::{read, read_as};

#[test]
fn every_key_of_the_manual_is_read() {
    let (front, said) = read(
        "content/stories/flowers.md",
        r#"---
title: "The flowers on my desk"
date: 2011-09-25                    # when it was told
updated: 2012-01-03
author: Maya                        # a name or a list
tags: [remembered, work]            # a name or a list
description: "A former client's letter, two years on."
slug: flowers-on-my-desk
aliases: [/2011/09/flowers.html]    # old addresses
draft: false
expires: 2031-02-01
listed: true
image: {src: flowers.jpg, alt: "A box of lilies", caption: "…"}   # or just a path
content_note: "Mentions a sudden death."
series: {name: Handovers, part: 2}
happened: 2009
passed_on_from: a-strangers-umbrella
quote: "Who will answer us now"
names: changed
permission: {status: given, on: 2026-02-01, review: 2031-02-01}
rights: "© Maya. Please ask before reposting."
withdrawn: 2026-11-01
comments: {status: closed, count: 8}
lang: en-GB
id: "tag:blogger.com,1999:blog-1.post-2"
extra: {mood: quiet, weights: [1, 1.50], deep: {yes: no}}
---
text
"#,
    );
    assert_eq!(said, "");
    expect![[r#"
        Some(
            FrontMatter {
                title: "The flowers on my desk",
                date: Some(
                    Moment {
                        day: Date(
                            2011-09-25,
                        ),
                        time: None,
                    },
                ),
                updated: Some(
                    Moment {
                        day: Date(
                            2012-01-03,
                        ),
                        time: None,
                    },
                ),
                authors: [
                    "Maya",
                ],
                tags: [
                    "remembered",
                    "work",
                ],
                description: Some(
                    "A former client’s letter, two years on.",
                ),
                slug: Slug(
                    "flowers-on-my-desk",
                ),
                permalink: None,
                aliases: [
                    (
                        Url(
                            "/2011/09/flowers.html",
                        ),
                        Span {
                            start: 311,
                            end: 332,
                        },
                    ),
                ],
                draft: false,
                expires: Some(
                    Date(
                        2031-02-01,
                    ),
                ),
                listed: true,
                image: Some(
                    FrontImage {
                        src: "flowers.jpg",
                        alt: Some(
                            "A box of lilies",
                        ),
                        caption: Some(
                            "…",
                        ),
                        span: Span {
                            start: 412,
                            end: 423,
                        },
                    },
                ),
                content_note: Some(
                    "Mentions a sudden death.",
                ),
                series: Some(
                    SeriesPart {
                        name: "Handovers",
                        part: Some(
                            2,
                        ),
                    },
                ),
                happened: Some(
                    Partial {
                        year: 2009,
                        month: None,
                        day: None,
                    },
                ),
                passed_on_from: Some(
                    (
                        Slug(
                            "a-strangers-umbrella",
                        ),
                        Span {
                            start: 591,
                            end: 611,
                        },
                    ),
                ),
                quote: Some(
                    "Who will answer us now",
                ),
                names: Some(
                    Changed,
                ),
                permission: Some(
                    Permission {
                        status: Given,
                        on: Some(
                            Date(
                                2026-02-01,
                            ),
                        ),
                        review: Some(
                            Date(
                                2031-02-01,
                            ),
                        ),
                        guardian: None,
                    },
                ),
                rights: Some(
                    "© Maya. Please ask before reposting.",
                ),
                withdrawn: Some(
                    Date(
                        2026-11-01,
                    ),
                ),
                comments: CommentPolicy {
                    status: Closed,
                    count: Some(
                        8,
                    ),
                },
                lang: Some(
                    "en-GB",
                ),
                id: Some(
                    "tag:blogger.com,1999:blog-1.post-2",
                ),
                extra: {
                    "deep": Map(
                        {
                            "yes": Text(
                                "no",
                            ),
                        },
                    ),
                    "mood": Text(
                        "quiet",
                    ),
                    "weights": List(
                        [
                            Integer(
                                1,
                            ),
                            Number(
                                "1.50",
                            ),
                        ],
                    ),
                },
            },
        )
    "#]]
    .assert_debug_eq(&front);
}

#[test]
fn pages_need_no_date_and_introductions_no_title() {
    let (front, said) = read_as(Kind::TagIntro, "content/tags/work.md", "About work.\n");
    assert_eq!((said.as_str(), &*front.unwrap().title), ("", "Work"));
    let (front, said) = read_as(Kind::Page, "content/about/index.md", "About us.\n");
    assert_eq!((said.as_str(), &*front.unwrap().title), ("", "About"));
}
