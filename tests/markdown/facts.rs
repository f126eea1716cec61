//! What is known of a text without showing it, and what is said about it.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use goodturn::ground::text::position;
use goodturn::ground::{Fingerprint, SourcePath};
use goodturn::settings::MarkdownSettings;
use goodturn::story::markdown::{self, RenderOptions};
use goodturn::story::{Kind, Source};

use super::{OPTIONS, SETTINGS, html, read};

/// Checks all facts of a text.
fn facts(text: &str, expected: Expect) {
    let (body, _) = read(text, SETTINGS);
    let mut shown = format!("{} words: {}\n", body.words, body.excerpt);
    for heading in &body.headings {
        let _ = writeln!(shown, "{} #{} {}", "#".repeat(heading.level.into()), heading.id, heading.text);
    }
    let place = |span: goodturn::ground::Span| &text[span.start as usize..span.end as usize];
    for link in &body.links {
        let _ = writeln!(shown, "link {} at {:?}", link.to, place(link.span));
    }
    for image in &body.images {
        let _ = writeln!(shown, "picture {} {} at {:?}", image.src, image.has_alt, place(image.span));
    }
    for anchor in &body.anchors {
        let _ = writeln!(shown, "anchor {anchor}");
    }
    expected.assert_eq(&shown);
}

/// Checks everything that is said about a text.
fn said(text: &str, expected: Expect) {
    said_with(text, SETTINGS, expected);
}

fn said_with(text: &str, settings: MarkdownSettings, expected: Expect) {
    let (_, said) = read(text, settings);
    let mut shown = String::new();
    for said in goodturn::ground::diagnostic::in_reading_order(said) {
        let span = said.span.unwrap();
        let at = position(text, span.start as usize);
        let place: String = text[span.start as usize..span.end as usize].chars().take(40).collect();
        let _ = writeln!(shown, "{}:{} {}[{}]: {}", at.line, at.column, said.severity.word(), said.code, said.message);
        let _ = writeln!(shown, "    {place:?}");
        let _ = writeln!(shown, "  {}", said.help.unwrap_or_default());
    }
    expected.assert_eq(&shown);
}

#[test]
fn links_and_pictures_in_the_order_of_the_renderer() {
    facts(
        "See [one](a.md#b \"t\"), <https://example.org/>, <maya@example.org>, [two][r] and ![box](box.jpg).\n\n\
         [![in a link](c.jpg)](d.md) and ![a [link](no.md) in words](e.jpg)\n\n[r]: story:other\n",
        expect![[r#"
            8 words: See one, https://example.org/, maya@example.org, two and . and
            link a.md#b at "[one](a.md#b \"t\")"
            link https://example.org/ at "<https://example.org/>"
            link mailto:maya@example.org at "<maya@example.org>"
            link story:other at "[two][r]"
            link d.md at "[![in a link](c.jpg)](d.md)"
            picture box.jpg true at "![box](box.jpg)"
            picture c.jpg true at "![in a link](c.jpg)"
            picture e.jpg true at "![a [link](no.md) in words](e.jpg)"
        "#]],
    );
}

#[test]
fn headings_have_the_ids_of_their_elements() {
    let text = "# The *first* gift\n\ntext\n\n## The first gift {#mine}\n\n## Mine\n\n## Comments\n\n## \u{1f33b}\n\n\
                ## ![A box](box.jpg)\n\n##\n\n### `code` &amp; more\n\n<a id=\"raw\"></a>\n\n## Raw\n";
    facts(
        text,
        expect![[r#"
        12 words: text
        # #the-first-gift The first gift
        ## #mine The first gift
        ## #mine-2 Mine
        ## #section-comments Comments
        ## #section 🌻
        ## #a-box A box
        ### #code-more code & more
        ## #raw-2 Raw
        picture box.jpg true at "![A box](box.jpg)"
        anchor raw
    "#]],
    );
    let shown = html(text, OPTIONS);
    for heading in &read(text, SETTINGS).0.headings {
        assert_eq!(shown.matches(&format!(" id=\"{}\"", heading.id)).count(), 1, "{} in {shown}", heading.id);
    }
}

#[test]
fn an_excerpt_is_prose_and_nothing_else() {
    facts(
        "# Title\n\n![Picture](p.jpg \"caption\")\n\n| a |\n|---|\n| b |\n\n```\ncode\n```\n\n\
         It *was*\n\"raining\" -- [hard](x.md)`!`[^1]\n\n> Said Maya.\n\n```verse\nA line\n  of verse\n```\n\n[^1]: Note.\n",
        expect![[r#"
            14 words: It was “raining” – hard! Said Maya. A line of verse
            # #section-title Title
            link x.md at "[hard](x.md)"
            picture p.jpg true at "![Picture](p.jpg \"caption\")"
            anchor fn-1
            anchor fnref-1
        "#]],
    );
    let long = "word ".repeat(60);
    let (body, _) = read(&long, SETTINGS);
    assert_eq!(&*body.excerpt, format!("{}…", ["word"; 40].join(" ")));
}

#[test]
fn words_are_those_that_a_reader_reads() {
    facts(
        "It's a *well*-known `fact`.\n\n    not this code\n\n<p>HTML words</p>\n\n![not this](x.jpg)\n",
        expect![[r#"
            6 words: It’s a well-known fact. HTML words
            picture x.jpg true at "![not this](x.jpg)"
        "#]],
    );
}

#[test]
fn anchors_are_those_of_notes_and_raw_html() {
    facts(
        "A[^b][^a][^b]\n\n[^a]: x[^c]\n[^b]: y\n[^c]: z\n[^d]: lost\n\n<p id=\"p\"><a name=\"q\"></a></p>\n",
        expect![[r#"
            5 words: A
            anchor p
            anchor q
            anchor fn-1
            anchor fnref-1
            anchor fn-2
            anchor fnref-2
            anchor fn-3
            anchor fnref-3
        "#]],
    );
}

#[test]
fn places_are_in_the_whole_file() {
    let text = "\u{feff}---\ntitle: x\n---\n[a](b.md)\n";
    let path = SourcePath::new("a.md");
    let start = text.find("[a]").unwrap();
    let (body, said) = markdown::read(Source { path: &path, text, kind: Kind::Story }, start, SETTINGS);
    assert_eq!(said, []);
    assert_eq!(body.start as usize, start);
    assert_eq!(body.digest, Fingerprint::of(text.as_bytes()));
    assert_eq!((body.links[0].span.start as usize, body.links[0].span.end as usize), (start, start + 9));
    let (body, _) = read("\u{feff}[a](b.md)", SETTINGS);
    assert_eq!((body.start, body.links[0].span.start), (0, 3));
}

#[test]
fn what_is_missing_is_said() {
    said(
        "![](a.jpg) ![words](b.jpg) [](c.md) [d]() [![](e.jpg)](f.md)\n\n## \n\n[g][none] [h][] [i] ![j][gone]\n",
        expect![[r###"
            1:1 warning[picture-without-words]: this picture has no words for readers who cannot see it
                "![](a.jpg)"
              say what it shows between the square brackets: `![A box of lilies on a desk](flowers.jpg)`
            1:28 warning[link-without-words]: this link has no words, so readers will see its bare address
                "[](c.md)"
              write its words between the square brackets: `[the whole story](address)`
            1:37 warning[link-to-nowhere]: this link leads nowhere, so only its words will be shown
                "[d]()"
              write its address between the round brackets: `[words](https://example.org/)`
            1:43 warning[link-without-words]: this link has no words, so readers will see its bare address
                "[![](e.jpg)](f.md)"
              write its words between the square brackets: `[the whole story](address)`
            1:44 warning[picture-without-words]: this picture has no words for readers who cannot see it
                "![](e.jpg)"
              say what it shows between the square brackets: `![A box of lilies on a desk](flowers.jpg)`
            3:1 warning[empty-heading]: this heading has no words, so there will be no heading
                "## \n"
              write some words after the `#`, or remove the line
            5:1 warning[unknown-reference]: no line says where `[none]` leads, so it will be shown as it is
                "[g][none]"
              add a line `[none]: https://example.org/`, or write the address in place: `[words](address)`
            5:11 warning[unknown-reference]: no line says where `[h]` leads, so it will be shown as it is
                "[h]"
              add a line `[h]: https://example.org/`, or write the address in place: `[words](address)`
            5:21 warning[unknown-reference]: no line says where `[gone]` leads, so it will be shown as it is
                "![j][gone]"
              add a line `[gone]: https://example.org/`, or write the address in place: `[words](address)`
        "###]],
    );
    said(
        "A[^1] b[^2] \\[^3] `[^4]` [^not a note]\n\n[^1]: One.\n[^1]: Again.\n[^5]: Five.[^6]\n[^6]: Six.\n",
        expect![[r#"
            1:8 warning[unknown-footnote]: there is no footnote `[^2]`, so it will be shown as it is
                "[^2]"
              add its text on a line of its own: `[^2]: The text of the note.`
            4:1 warning[footnote-twice]: the footnote `[^1]` has a text already, so this one will not be shown
                "[^1]: Again.\n"
              give one of the two another name, in the text and in the note
            5:1 warning[unused-footnote]: nothing refers to the footnote `[^5]`, so it will not be shown
                "[^5]: Five.[^6]\n"
              write `[^5]` where the note belongs, or remove the note
            6:1 warning[unused-footnote]: nothing refers to the footnote `[^6]`, so it will not be shown
                "[^6]: Six.\n"
              write `[^6]` where the note belongs, or remove the note
        "#]],
    );
    said(
        "# One {#main}\n\n## Two {#two}\n\n## Three {#two}\n",
        expect![[r###"
        1:1 warning[heading-id-taken]: `main` is used elsewhere on the page, so this heading is called `section-main`
            "# One {#main}\n"
          choose another name between `{#` and `}`
        5:1 warning[heading-id-taken]: `two` is used elsewhere on the page, so this heading is called `two-2`
            "## Three {#two}\n"
          choose another name between `{#` and `}`
    "###]],
    );
}

#[test]
fn html_that_will_not_work_is_said() {
    said(
        "<script>alert(1)</script>\n\n<p onclick=\"x()\" style=\"color: red\">\n\n<iframe src=\"https://example.org/\"></iframe>\n\n\
         Some <b ONLOAD=x>text</b> and <a href=\"JavaScript:x\">y</a>.\n\n<style>p {}</style>\n\n<!-- <script> -->\n",
        expect![[r#"
            1:1 warning[html-script]: this script will not run: the site's pages allow no scripts in their text
                "<script>"
              remove it; a plain link often does as well
            3:1 warning[html-script]: `onclick` will not run: the site's pages allow no scripts in their text
                "<p onclick=\"x()\" style=\"color: red\">"
              remove `onclick=…` from this tag
            3:1 warning[html-style]: `style="…"` will not show: the site's pages take their looks from the theme only
                "<p onclick=\"x()\" style=\"color: red\">"
              remove it; looks belong in the theme's style sheet
            5:1 warning[html-frame]: this `<iframe>` will stay empty, unless its host is one of `allow_hosts` in site.toml
                "<iframe src=\"https://example.org/\">"
              a plain link always works: `[Watch the video](https://example.org/video)`
            7:6 warning[html-script]: `ONLOAD` will not run: the site's pages allow no scripts in their text
                "<b ONLOAD=x>"
              remove `ONLOAD=…` from this tag
            7:31 warning[unsafe-address]: this address will do nothing: the site's pages allow no scripts in their text
                "<a href=\"JavaScript:x\">"
              give the address of a page instead
            9:1 warning[html-style]: `<style>` will not show: the site's pages take their looks from the theme only
                "<style>"
              remove it; looks belong in the theme's style sheet
        "#]],
    );
    let off = MarkdownSettings { raw_html: false, ..SETTINGS };
    said_with(
        "<!-- a -->\n\na <b>c</b>\n\n<div>\n",
        off,
        expect![[r#"
        3:3 warning[html-is-off]: HTML in stories is switched off, so this will be shown as it is written
            "<b>"
          write it in Markdown, or set `raw_html = true` under `[markdown]` in site.toml
    "#]],
    );
}

#[test]
fn a_pasted_wall_is_said_and_a_wrapped_paragraph_is_not() {
    let wall = "It was raining when I left the house, and nobody was about.\nHe said nothing.\n\
                Then a stranger in a yellow coat crossed the road and held her umbrella over me all the way.\n"
        .repeat(10);
    said(
        &format!("Before.\n\n{wall}"),
        expect![[r#"
        3:1 warning[paragraph-wall]: these lines will run together into one paragraph of 340 words, since no empty lines are between them
            "It was raining when I left the house, an"
          `goodturn fix --paragraphs content/stories/umbrella.md` puts an empty line between its paragraphs
    "#]],
    );
    let wrapped = "It was raining when I left the house, and nobody was about, so that I\n\
                   had to run all the way to the bus stop, where a stranger with a yellow\n\
                   umbrella waited. She said nothing at all, and held it over both of us.\n"
        .repeat(10);
    said(&wrapped, expect![[r#""#]]);
}

#[test]
fn a_short_story_without_one_empty_line_is_said_too() {
    let short = "It was raining.\nHe said nothing.\nThen a stranger crossed the road.\nShe smiled.\n";
    said(
        short,
        expect![[r#"
            1:1 warning[paragraph-wall]: these lines will run together into one paragraph of 14 words, since no empty lines are between them
                "It was raining.\nHe said nothing.\nThen a "
              `goodturn fix --paragraphs content/stories/umbrella.md` puts an empty line between its paragraphs
        "#]],
    );
    // Whoever writes one sentence a line knows of empty lines, and whoever breaks lines elsewhere wants no paragraphs.
    said(&format!("Before.\n\n{short}"), expect![[r#""#]]);
    said("It was raining,\nwe stood there.\nHe said nothing.\nNor did I.\n", expect![[r#""#]]);
}

#[test]
fn a_letter_that_is_signed_with_one_hyphen() {
    said(
        "> Thank you all.\n> - Maria\n\n> Thank you.\n>\n> – Tom and Ida\n",
        expect![[r#"
        2:3 warning[signed-with-a-hyphen]: a hyphen or a short dash does not make this name the signature of the letter above
            "- Maria"
          write two hyphens or a long dash: `> -- Maria`; if it is a list, put an empty line above it
        6:3 warning[signed-with-a-hyphen]: a hyphen or a short dash does not make this name the signature of the letter above
            "– Tom and Ida"
          write two hyphens or a long dash: `> -- Tom and Ida`; if it is a list, put an empty line above it
    "#]],
    );
    said("> - Tea\n> - Maria\n\n> Thank you.\n> -- Maria\n\n> We need:\n> - some tea\n\n> - Maria\n", expect![[r#""#]]);
}

#[test]
fn too_much_is_an_error() {
    said(
        &format!("a\n\n{}", "> ".repeat(120)),
        expect![[r#"
        3:201 error[text-too-deep]: more than 100 things stand inside each other here
            "> > > > > > > > > > > > > > > > > > > > "
          take some of the `>`, list marks or `*` away
    "#]],
    );
    said(
        &format!("{}{}", "a\n".repeat(5000), ">".repeat(500)),
        expect![[r#"
            5001:101 error[text-too-deep]: more than 100 things stand inside each other here
                ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>"
              take some of the `>`, list marks or `*` away
        "#]],
    );
    // A hundred thousand beginnings of notes and no end: read once, not once from each of them.
    said(&"[^".repeat(100_000), expect![""]);
    let (body, said) = read(&"a".repeat(3 << 20), SETTINGS);
    assert_eq!((body.words, said.len()), (0, 1));
    assert_eq!(said[0].message, "this text has 3 MB; 2 MB is the most that one story can have");
    assert_eq!(html(&"a".repeat(3 << 20), RenderOptions { ..OPTIONS }), "");
}

#[test]
fn what_can_be_found_is_what_a_reader_sees() {
    let text = "# A *head*ing\n\nSaid `code` to [a friend](https://example.org/hidden \"hidden\") <!-- hidden --> again[^1].\n\n\
                <!-- hidden -->\n\n![hidden](hidden.jpg)\n\n| one | two |\n|---|---|\n| three | four |\n\n[^1]: A note.\n[^2]: hidden\n\n\
                [hidden]: https://example.org/hidden\n";
    let path = SourcePath::new("content/stories/a.md");
    let mut prose = String::new();
    let wants = markdown::Wants { excerpt: true, prose: Some(&mut prose), blank: None };
    markdown::read_aloud(Source { path: &path, text, kind: Kind::Story }, 0, SETTINGS, wants);
    let words: Vec<&str> = prose.split_whitespace().collect();
    assert_eq!(words.join(" "), "A heading Said code to a friend again. one two three four");
}
