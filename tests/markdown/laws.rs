//! What holds for any text.

use std::sync::Arc;

use goodturn::ground::SourcePath;
use goodturn::settings::MarkdownSettings;
use goodturn::story::comments::Format;
use goodturn::story::markdown::{RenderOptions, Resolved, ResolvedImage, comment_html, fix_paragraphs, to_html};
use proptest::prelude::*;

use super::{OPTIONS, SETTINGS, html, read};

/// Pieces that mean something in Markdown, so that random texts are full of forms.
const PIECES: [&str; 81] = [
    "\n\n{% <aside title=\"[l](t.md)\"> %}\n\n",
    "\n\n{% </aside> %}\n\n",
    "\n\n{% <gallery> %}\n\n",
    "\n\n{% </gallery> %}\n\n",
    "{% <letter from='x' to=> %}",
    "{% </",
    "a",
    "word ",
    "It was. ",
    "é",
    "花",
    "\u{1f33b}",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "  \n",
    "\\\n",
    "\\",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "```verse\n",
    "\n```\n",
    "[",
    "]",
    "(",
    ")",
    "](x.md)",
    "](y \"t\")",
    "![",
    "![](z.jpg)",
    "![alt](w.jpg \"c\")",
    "[^1]",
    "[^a]",
    "\n[^1]: ",
    "\n[^a]: ",
    "\n[r]: /x\n",
    "[r]",
    "<",
    ">",
    "\n> ",
    "\n> > ",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n7) ",
    "\n# ",
    "\n### ",
    " {#id}",
    " {.c}",
    "\n---\n",
    "\n===\n",
    "| a | b |\n|---|:-:|\n",
    "| c ",
    "\n: ",
    "— ",
    "-- ",
    "\n> -- Maya",
    "\n> — Maya",
    "- [ ] ",
    "- [x] ",
    "&amp;",
    "&#0;",
    "\"",
    "'",
    "...",
    "<https://a.example>",
    "<b@c.example>",
    "\0",
    "\u{85}",
    "{",
    "}",
    ":",
];

/// The same with raw HTML.
const HTML: [&str; 10] =
    ["<b>", "</b>", "<div id=\"x\">", "</div>", "<!-- ", " -->", "<script>", "<p onclick=x>", "<a name='y'>", "<br/>"];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

fn text_with_html() -> impl Strategy<Value = String> {
    let all: Vec<&str> = PIECES.into_iter().chain(HTML).collect();
    prop::collection::vec(prop::sample::select(all), 0..40).prop_map(|pieces| pieces.concat())
}

fn any_options() -> impl Strategy<Value = RenderOptions> {
    (any::<[bool; 5]>(), 0_u8..4, prop::option::of(0_u32..20)).prop_map(|(flags, shift_headings, words_at_most)| {
        let [raw_html, smart_punctuation, skip_title, plain, eager_first_image] = flags;
        let markdown = MarkdownSettings { raw_html, smart_punctuation };
        RenderOptions { markdown, skip_title, shift_headings, plain, eager_first_image, words_at_most }
    })
}

/// Checks that HTML of ours nests: each tag is closed, nothing crosses, ids are unique, no attribute is loose.
fn assert_well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').unwrap_or_else(|| panic!("a tag is not closed: {html}")) + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let name = tag.split(' ').next().unwrap();
        assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()), "<{tag}> in {html}");
        if let Some((_, id)) = tag.split_once(" id=\"") {
            assert!(ids.insert(id.split('"').next().unwrap()), "an id is there twice: {html}");
        }
        assert!(tag.matches('"').count().is_multiple_of(2), "{html}");
        let is_block =
            !matches!(name, "em" | "strong" | "del" | "code" | "a" | "sup" | "br" | "img" | "span" | "i" | "b");
        assert!(!(is_block && open.contains(&"p")), "<{name}> inside <p>: {html}");
        assert!(!(name == "a" && open.contains(&"a")), "a link in a link: {html}");
        if !matches!(name, "br" | "hr" | "img") {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} are left open: {html}");
    for empty in ["<p></p>", "<a></a>", "<h2></h2>", "<th></th>"] {
        assert!(!html.contains(empty), "{html}");
    }
}

fn numbered(count: usize) -> Vec<Arc<str>> {
    (0..count).map(|i| Arc::from(format!("/number-{i}/"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn html_of_any_text_is_well_formed(text in text(), options in any_options()) {
        assert_well_formed(&html(&text, RenderOptions { markdown: MarkdownSettings { raw_html: false, ..options.markdown }, ..options }));
    }

    #[test]
    fn nothing_panics(text in text_with_html(), options in any_options()) {
        let (body, _) = read(&text, options.markdown);
        html(&text, options);
        prop_assert!(body.links.iter().all(|link| text.get(link.span.start as usize..link.span.end as usize).is_some()));
    }

    #[test]
    fn nothing_panics_on_any_characters(text in "\\PC{0,60}|[\\x00-\\x7f]{0,60}", options in any_options()) {
        read(&text, options.markdown);
        html(&text, options);
    }

    /// Each link and picture that was read is asked for by its number, and no other.
    #[test]
    fn the_nth_link_of_one_is_the_nth_of_the_other(text in text()) {
        let settings = MarkdownSettings { raw_html: false, ..SETTINGS };
        let (body, _) = read(&text, settings);
        let links = numbered(body.links.len());
        let images: Vec<ResolvedImage> =
            numbered(body.images.len()).into_iter().map(|src| ResolvedImage { src, width: None, height: None, set: None }).collect();
        let mut out = String::new();
        let options = RenderOptions { markdown: settings, ..OPTIONS };
        to_html(&text, Resolved { links: &links, images: &images, html: &[] }, options, &mut out);
        for part in out.split(" href=\"").skip(1) {
            prop_assert!(part.starts_with("/number-") || part.starts_with('#'), "{}", out);
        }
        for part in out.split(" src=\"").skip(1) {
            prop_assert!(part.starts_with("/number-"), "{}", out);
        }
    }

    #[test]
    fn headings_and_notes_that_were_read_are_there(text in text()) {
        let settings = MarkdownSettings { raw_html: false, ..SETTINGS };
        let (body, _) = read(&text, settings);
        let out = html(&text, RenderOptions { markdown: settings, ..OPTIONS });
        let mut expected: Vec<&str> = body.headings.iter().map(|it| &*it.id).chain(body.anchors.iter().map(|it| &**it)).collect();
        let mut found: Vec<&str> = out.split(" id=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
        found.retain(|id| !(id.starts_with("fnref-") && id.matches('-').count() > 1));
        expected.sort_unstable();
        found.sort_unstable();
        prop_assert_eq!(found, expected, "{}", out);
    }

    #[test]
    fn headings_among_raw_html_have_their_ids_to_themselves(text in text_with_html()) {
        let (body, _) = read(&text, SETTINGS);
        let out = html(&text, OPTIONS);
        for heading in &body.headings {
            let tags = (1..7).map(|level| out.matches(&format!("<h{level} id=\"{}\"", heading.id)).count()).sum::<usize>();
            prop_assert_eq!(tags, 1, "{} in {}", heading.id, out);
        }
    }

    #[test]
    fn an_excerpt_is_made_of_whole_words(words in prop::collection::vec("[a-z]{1,12}", 0..80)) {
        let (body, _) = read(&words.join(" "), SETTINGS);
        let cut = body.excerpt.strip_suffix('…');
        let shown: Vec<&str> = cut.unwrap_or(&body.excerpt).split_whitespace().collect();
        prop_assert_eq!(&shown[..], &words[..shown.len()]);
        prop_assert_eq!(cut.is_some(), shown.len() < words.len());
        prop_assert_eq!(body.words as usize, words.len());
        prop_assert!(body.excerpt.chars().count() <= 201);
    }

    #[test]
    fn an_opening_is_a_beginning(text in text(), words in 0_u32..20) {
        let options = RenderOptions { markdown: MarkdownSettings { raw_html: false, ..SETTINGS }, ..OPTIONS };
        let whole = html(&text, RenderOptions { words_at_most: Some(u32::MAX), ..options });
        let opening = html(&text, RenderOptions { words_at_most: Some(words), ..options });
        prop_assert!(whole.starts_with(&opening), "{}\n---\n{}", whole, opening);
    }

    #[test]
    fn mending_twice_is_mending_once(text in text()) {
        let path = SourcePath::new("a.md");
        if let Some(once) = fix_paragraphs(&path, &text) {
            prop_assert_eq!(fix_paragraphs(&path, &once), None, "{:?}", once);
            let bare = |text: &str| text.replace(['\r', '\n'], "");
            prop_assert_eq!(bare(&once), bare(&text));
        }
    }

    #[test]
    fn a_comment_is_well_formed(text in text_with_html(), kind in 0_usize..3) {
        let format = [Format::Html, Format::Markdown, Format::Text][kind];
        let out = comment_html(format, &text);
        assert_well_formed(&out);
        let mut rest = &*out;
        while let Some(at) = rest.find('<') {
            let tag = rest[at + 1..].trim_start_matches('/');
            let name = tag.split(['>', ' ']).next().unwrap();
            let known = ["a", "b", "strong", "i", "em", "br", "p", "blockquote", "code", "pre", "ul", "ol", "li"];
            prop_assert!(known.contains(&name), "{}", out);
            rest = tag;
        }
    }
}

/// Chance once made a heading in a note that nothing refers to: it is not on the page, so that no link may lead to it.
#[test]
fn headings_of_notes_that_are_not_shown_are_no_headings() {
    for (text, expected) in
        [("\n[^1]: \\\n    -- ", ""), ("a\n\n[^1]: ## B\n\n## B\n", "b"), ("a[^1]\n\n[^1]: ## B\n\n## B\n", "b b-2")]
    {
        let (body, _) = read(text, SETTINGS);
        let ids: Vec<&str> = body.headings.iter().map(|heading| &*heading.id).collect();
        assert_eq!(ids.join(" "), expected, "{text:?}");
        for id in ids {
            assert!(html(text, OPTIONS).contains(&format!(" id=\"{id}\"")), "{text:?}");
        }
    }
}
