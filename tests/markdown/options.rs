//! The same text under other settings: resolved, for feeds, for openings, with its title skipped.

use std::sync::Arc;

use expect_test::{Expect, expect};
use goodturn::settings::MarkdownSettings;
use goodturn::story::markdown::{self, RenderOptions, Resolved, ResolvedImage};

use super::{OPTIONS, html};

const TEXT: &str = "# Title[^1]\n\n## Part\n\nOne *two* three[^1] [four](x.md).\n\n![A](a.jpg)\n\n| b |\n|---|\n| c |\n\n\
                    ```\ncode\n```\n\n[^1]: Note.\n";

fn check(text: &str, options: RenderOptions, expected: Expect) {
    expected.assert_eq(&html(text, options));
}

#[test]
fn resolved_addresses_take_the_place_of_written_ones() {
    let link = |to: &str| Arc::from(to);
    let image = |src: &str, width, height| ResolvedImage { src: Arc::from(src), width, height, set: None };
    let mut out = String::from("kept ");
    let cut = markdown::to_html(
        "[a](x) [b](y) ![c](z) [d](w)\n\n![e](v)\n",
        Resolved {
            links: &[link("/kind ness/x/?a&b#c"), link("java\tscript:alert(1)"), link("")],
            images: &[image("/z.jpg", Some(640), Some(480)), image("data:image/svg+xml,x", None, None)],
            html: &[],
        },
        OPTIONS,
        &mut out,
    );
    expect![[r#"
        kept <p><a href="/kind%20ness/x/?a&amp;b#c">a</a> b <img src="/z.jpg" alt="c" width="640" height="480"> d</p>
        <figure>
        e
        </figure>
    "#]]
    .assert_eq(&out);
    assert!(!cut);
}

#[test]
fn a_feed_has_no_ids_and_nothing_that_only_a_page_can_do() {
    check(
        TEXT,
        RenderOptions { plain: true, ..OPTIONS },
        expect![[r#"
        <h2>Title<sup>1</sup></h2>
        <h3>Part</h3>
        <p>One <em>two</em> three<sup>1</sup> <a href="x.md">four</a>.</p>
        <figure>
        <img src="a.jpg" alt="A">
        </figure>
        <table>
        <thead>
        <tr><th scope="col">b</th></tr>
        </thead>
        <tbody>
        <tr><td>c</td></tr>
        </tbody>
        </table>
        <pre><code>code
        </code></pre>
        <section>
        <ol>
        <li>
        <p>Note.</p>
        </li>
        </ol>
        </section>
    "#]],
    );
}

#[test]
fn the_title_is_not_shown_twice() {
    check(
        "Before.\n\n# Title ![x](y)[^1]\n\n# Second\n\n## Title\n\n[^1]: Note.\n",
        RenderOptions { skip_title: true, ..OPTIONS },
        expect![[r#"
            <p>Before.</p>
            <h2 id="second">Second</h2>
            <h3 id="section-title">Title</h3>
        "#]],
    );
    check(
        "# ![](x)\n\n# Title\n",
        RenderOptions { skip_title: true, ..OPTIONS },
        expect![[r#"
        <p><img src="x" alt=""></p>
    "#]],
    );
}

#[test]
fn headings_are_shifted_and_never_skip() {
    check(
        "### a\n##### b\n###### c\n# d\n",
        RenderOptions { shift_headings: 0, ..OPTIONS },
        expect![[r#"
        <h1 id="a">a</h1>
        <h2 id="b">b</h2>
        <h3 id="c">c</h3>
        <h1 id="d">d</h1>
    "#]],
    );
    check(
        "# a\n## b\n### c\n",
        RenderOptions { shift_headings: 4, ..OPTIONS },
        expect![[r#"
        <h5 id="a">a</h5>
        <h6 id="b">b</h6>
        <h6 id="c">c</h6>
    "#]],
    );
}

#[test]
fn an_opening_ends_with_a_block_and_leaves_no_loose_ends() {
    let opening = |text: &str, words| {
        let mut out = String::new();
        let options = RenderOptions { words_at_most: Some(words), ..OPTIONS };
        let cut = markdown::to_html(text, Resolved { links: &[], images: &[], html: &[] }, options, &mut out);
        format!("{out}{}", if cut { "…" } else { "." })
    };
    expect![[r#"
        <p>One two three.</p>
        …"#]]
    .assert_eq(&opening("One two[^1] three.\n\nFour.\n\n[^1]: Note.\n", 3));
    expect![[r#"
        <p>One two three.</p>
        <p>Four.</p>
        ."#]]
    .assert_eq(&opening("One two three.\n\nFour.\n", 4));
    expect![[r#"
        <p>One.</p>
        …"#]]
    .assert_eq(&opening("One[^1].\n\n[^1]: Note.\n", 40));
    expect![[r#"
        <h2>One</h2>
        <ul>
        <li>two</li>
        <li>three</li>
        <li>four</li>
        </ul>
        …"#]]
    .assert_eq(&opening("# One\n\n- two\n- three\n- four\n\nfive\n", 2));
    expect![[r#"
        <div><b>
        <p>one two</p>
        </b></div>…"#]]
    .assert_eq(&opening("<div><b>\n\none two\n\nthree\n\n</b></div>\n", 2));
    expect![[r#"
        <figure>
        <img src="a.jpg" alt="A">
        </figure>
        <p>one</p>
        …"#]]
    .assert_eq(&opening("![A](a.jpg)\n\none\n\ntwo\n", 1));
}

#[test]
fn quotes_and_dashes_become_typographic_only_if_wanted() {
    let text = "\"It's\" -- he said --- '90s...\n\n> a\n> -- \"Maya\"\n";
    check(
        text,
        OPTIONS,
        expect![[r#"
        <p>“It’s” – he said — ’90s…</p>
        <figure class="letter">
        <blockquote>
        <p>a</p>
        </blockquote>
        <figcaption>— “Maya”</figcaption>
        </figure>
    "#]],
    );
    let plain = MarkdownSettings { smart_punctuation: false, ..OPTIONS.markdown };
    check(
        text,
        RenderOptions { markdown: plain, ..OPTIONS },
        expect![[r#"
        <p>"It's" -- he said --- '90s...</p>
        <figure class="letter">
        <blockquote>
        <p>a</p>
        </blockquote>
        <figcaption>— "Maya"</figcaption>
        </figure>
    "#]],
    );
}

#[test]
fn odd_characters_never_reach_a_page() {
    check(
        "a\0b &#1; \u{7f}\u{85}\u{ffff} \u{feff}c\rd\r\ne `\u{1b}` [x](y\0z)\n",
        OPTIONS,
        expect![[r#"
        <p>a�b � ��� ﻿c
        d
        e <code>�</code> [x](y�z)</p>
    "#]],
    );
}
