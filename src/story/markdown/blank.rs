//! A text as HTML while nobody knows yet where its links and pictures lead: with a blank in the place of each address, to be
//! filled in once all texts were read, so that none must be parsed twice. Knows how a blank is marked, and nothing of pages.

use memchr::memmem;

use super::html::{Places, Renderer};
use super::pictures::write_size;
use super::steps::Step;
use super::{RenderOptions, Resolved, ResolvedImage, addresses, escape};
use crate::settings::MarkdownSettings;

/// Begins a blank. No text can write it: the renderer escapes each `<` that is not its own, and writes a name behind its own.
const MARK: &str = "<>";
/// Ends a blank.
const END: char = ';';

/// What is to stand in a blank: the address of a link; that of a picture; its width and height.
pub(super) const LINK: char = 'l';
pub(super) const PICTURE: char = 'p';
pub(super) const SIZE: char = 's';

/// Leaves a blank for something of the link or the picture of this number.
pub(super) fn leave(out: &mut String, kind: char, number: usize) {
    out.push_str(MARK);
    out.push(kind);
    out.push_str(&number.to_string());
    out.push(END);
}

/// Appends a text, as it will stand on its own page, to `out`, with its blanks; nothing, if more must be known for it than can
/// be filled in. All of its steps are taken in any case.
pub(super) fn write<'a>(
    text: &'a str,
    markdown: MarkdownSettings,
    mut steps: impl Iterator<Item = Step<'a>>,
    out: &mut String,
) {
    let from = out.len();
    let options = RenderOptions::of_page(markdown, false);
    let is_written = Renderer::of((text, Box::new(steps.by_ref())), Places::Blank, options, out).run_blank();
    steps.for_each(drop);
    if !is_written {
        out.truncate(from);
    }
}

/// See [`super::fill`].
pub(super) fn fill(blank: &str, resolved: Resolved<'_>, out: &mut String) -> bool {
    let from = out.len();
    out.reserve(blank.len());
    let is_filled = filled(blank, resolved, out).is_some();
    if !is_filled {
        out.truncate(from);
    }
    is_filled
}

fn filled(blank: &str, resolved: Resolved<'_>, out: &mut String) -> Option<()> {
    let mut rest = 0;
    for at in memmem::find_iter(blank.as_bytes(), MARK) {
        out.push_str(blank.get(rest..at)?);
        let (what, _) = blank.get(at + MARK.len()..)?.split_once(END)?;
        rest = at + MARK.len() + what.len() + END.len_utf8();
        let mut number = what.chars();
        let kind = number.next()?;
        let number: usize = number.as_str().parse().ok()?;
        // What leads nowhere is not shown as what leads somewhere is; nor is a picture that has smaller ones.
        if kind == LINK {
            let to = resolved.links.get(number)?;
            addresses::fault(to).is_none().then(|| escape::address(out, to))?;
        } else {
            let ResolvedImage { src, width, height, set: None } = resolved.images.get(number)? else { return None };
            addresses::fault(src).is_none().then_some(())?;
            if kind == PICTURE { escape::address(out, src) } else { write_size(out, (*width, *height)) }
        }
    }
    out.push_str(blank.get(rest..)?);
    Some(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::ground::SourcePath;
    use crate::story::markdown::{Body, SourceSet, Wants, read, read_aloud, to_html};
    use crate::story::{Kind, Source};

    const PIECES: [&str; 46] = [
        "word ",
        "two words",
        "\n",
        "\n\n",
        "# Title\n\n",
        "## A *heading* [link](/a/)\n\n",
        "### {#x}\n\n",
        "Set\n---\n\n",
        "[a](b.md)",
        "[](c)",
        "[ ](/d/)",
        "[*e*](story:e \"say\")",
        "<https://f.example>",
        "[f]",
        "[f]: /f/ 'F'\n",
        "![g](g.png)",
        "![](h.png \"H\")",
        "[![i](i.png)](/i/)",
        "[![](j.png)](/j/)",
        "[see ![k](k.png) k](/k/)",
        "\n\n![l](l.png \"Caption\")\n\n",
        "[m [n](/n/) m](/m/)",
        "[^1]",
        "\n\n[^1]: Note [o](/o/).\n\n    More.\n\n",
        "\n\n> A quote\n> — Maya\n\n",
        "> ",
        "\n- item\n",
        "\n1. one [p](/p/)\n\n   two\n",
        "\n| a | ![q](q.png) |\n|---|:-:|\n| [r](/r/) | |\n\n",
        "\n```verse\na\n  b <>l0;\n```\n",
        "`<>p1;`",
        "<b>bold</b>",
        "\n\n<p><a href=\"/s/\">s</a></p>\n\n",
        "<!-- quiet -->",
        "\n\n{% <aside title=\"T\"> %}\n\n",
        "\n\n{% </aside> %}\n\n",
        "&lt;&gt;s0; <> <>l0; &#x3c;>",
        "&#1; \u{1}\u{fdd0}\u{85}",
        "  \n",
        "\\\n",
        "**",
        "~~",
        "[ ] ",
        "\n\n    code\n\n",
        "\n: term\n",
        "\u{feff}é 🌻 山 ",
    ];

    const ADDRESSES: [&str; 8] =
        ["/x/", "https://a.example/?b&c=\"d\"", "#part", "/é á/%zz", "mailto:a@b.example", "", "javascript:x", "//"];

    fn address() -> impl Strategy<Value = Arc<str>> {
        prop::sample::select(&ADDRESSES[..]).prop_map(Arc::from)
    }

    /// Most are what most are: an address, and no smaller pictures.
    fn picture() -> impl Strategy<Value = ResolvedImage> {
        let size = || prop::option::of(1..3000_u32);
        (address(), size(), size(), prop::bool::weighted(0.1)).prop_map(|(src, width, height, has_set)| {
            let set =
                has_set.then(|| Arc::new(SourceSet { srcset: Arc::from("a.webp 480w"), sizes: Arc::from("100vw") }));
            ResolvedImage { src, width, height, set }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn a_blank_filled_in_is_what_a_new_look_gives(
            pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14),
            to in prop::collection::vec(address(), 16),
            pictures in prop::collection::vec(picture(), 16),
            smart_punctuation in any::<bool>(),
            raw_html in any::<bool>(),
        ) {
            let text = pieces.concat();
            let path = SourcePath::new("content/stories/x.md");
            let source = Source { path: &path, text: &text, kind: Kind::Story };
            let markdown = MarkdownSettings { raw_html, smart_punctuation };
            let mut blank = String::new();
            let wants = Wants { excerpt: true, prose: None, blank: Some(&mut blank) };
            let (body, said) = read_aloud(source, 0, markdown, wants);
            // Whoever wants a blank, too, is told the same.
            let same: (Body, _) = read(source, 0, markdown);
            prop_assert_eq!((&body, &said), (&same.0, &same.1));

            let resolved = Resolved {
                links: &to.iter().cycle().take(body.links.len()).cloned().collect::<Vec<_>>(),
                images: &pictures.iter().cycle().take(body.images.len()).cloned().collect::<Vec<_>>(),
                html: &to.iter().cycle().take(body.html.len()).cloned().collect::<Vec<_>>(),
            };
            let mut whole = String::from("before ");
            to_html(&text, resolved, RenderOptions::of_page(markdown, false), &mut whole);
            let mut filled = String::from("before ");
            if !blank.is_empty() && fill(&blank, resolved, &mut filled) {
                prop_assert_eq!(filled, whole);
            } else {
                prop_assert_eq!(filled, "before ");
            }
        }
    }

    #[test]
    fn most_texts_can_be_filled_in_and_what_cannot_is_not() {
        let made = |text: &str, to: &str| {
            let path = SourcePath::new("content/stories/x.md");
            let source = Source { path: &path, text, kind: Kind::Story };
            let markdown = MarkdownSettings { smart_punctuation: false, raw_html: true };
            let mut blank = String::new();
            read_aloud(source, 0, markdown, Wants { excerpt: true, prose: None, blank: Some(&mut blank) });
            let picture = ResolvedImage { src: Arc::from(to), width: Some(4), height: None, set: None };
            let resolved = Resolved { links: &[Arc::from(to)], images: &[picture], html: &[] };
            let mut filled = String::new();
            (!blank.is_empty() && fill(&blank, resolved, &mut filled)).then_some(filled)
        };
        assert_eq!(
            made("a [b](c.md \"d\")", "/c/?x&y").unwrap(),
            "<p>a <a href=\"/c/?x&amp;y\" title=\"d\">b</a></p>\n"
        );
        let figure = "<figure>\n<img src=\"/b.png\" alt=\"a\" width=\"4\">\n</figure>\n";
        assert_eq!(made("![a](b.png)", "/b.png").unwrap(), figure);
        for (text, to) in [("a [b](c)", ""), ("![a](b)", "javascript:x"), ("[](c)", "/c/"), ("<b>a</b>", "")] {
            assert_eq!(made(text, to), None, "{text}");
        }
    }
}
