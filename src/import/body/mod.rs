//! The HTML of an old post becomes Markdown. Knows nothing of exports, files or addresses.
//!
//! ```text
//!   HTML ── shortcodes ──> HTML ── tree ──> elements ── flow ──> blocks ── write ──> Markdown
//!                                                                  │                    │ our own renderer
//!                                                                  └── trace == trace ──┘
//! ```
//!
//! What was meant and what our renderer makes of the Markdown are compared: words, marks, links, pictures, cells. A block
//! that does not come out as it was meant is written with more care, and if that does not help stays as sanitised HTML.
//!
//! Crates that convert HTML to Markdown (htmd, mdka) were tried on each of these forms before this was written. They tell
//! no poems, letters, captions or sizes of pictures, compare nothing, lose marks that touch punctuation or headings with a
//! break in them, and bring a second HTML parser. So the walk is our own, over the parser that the sanitiser brings.

mod check;
mod comment;
mod context;
mod flow;
mod galleries;
mod keep;
mod line;
mod lists;
mod media;
mod parts;
mod pictures;
mod places;
pub(super) mod shortcodes;
mod style;
mod tables;
mod trace;
mod tree;
mod verse;
mod write;

use std::borrow::Cow;
use std::panic;

/// Where some HTML was written, which decides what its line breaks and brackets mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A post or page of Blogger.
    Blogger,
    /// A post or page of WordPress from before blocks: line breaks are paragraphs.
    WordPressClassic,
    /// A post or page of WordPress made of blocks.
    WordPressBlocks,
    /// A comment of either.
    Comment,
}

/// How an address is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// As the target of a link.
    Link,
    /// As a picture that is shown.
    Picture,
}

/// What to convert, and where its addresses lead now.
pub struct Asked<'a> {
    /// The HTML, as the export has it.
    pub html: &'a str,
    /// Where it was written.
    pub origin: Origin,
    /// The new address for a link or a picture; none keeps it.
    pub rewrite: &'a dyn Fn(&str, Use) -> Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The text.
    pub markdown: String,
    /// The words above the fold, without marks, if the writer put a fold into the text.
    pub excerpt: Option<String>,
    /// The pictures that are shown.
    pub pictures: Vec<Seen>,
    /// The links.
    pub links: Vec<Seen>,
    /// Blocks that Markdown cannot say and that stayed as sanitised HTML.
    pub kept_as_html: Vec<Loss>,
    /// What is not there any more.
    pub left_out: Vec<Loss>,
}

/// An address that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// As the old blog had it.
    pub was: String,
    /// As it is now.
    pub is: String,
    /// The words for those who cannot see a picture.
    pub alt: Option<String>,
}

/// Something that did not come through as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What it is, in a few words.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Converts a body. Whatever comes out is safe to publish. A comment becomes the Markdown that comments are kept in.
pub fn convert(asked: &Asked<'_>) -> Body {
    let is_wordpress = matches!(asked.origin, Origin::WordPressClassic | Origin::WordPressBlocks);
    let mut told = context::Losses::default();
    let html = if is_wordpress { shortcodes::resolved(asked.html, &mut told) } else { Cow::Borrowed(asked.html) };
    // No text is known that the parser cannot bear; if one is found, its source is shown rather than nothing.
    let tree = panic::catch_unwind(|| tree::Tree::of(&html)).unwrap_or_else(|_| {
        told.add("the marks of a text that cannot be read", "what stands between them is kept as it is written");
        let mut text = String::new();
        keep::escape(&mut text, &html);
        tree::Tree::of(&text)
    });
    let mut context = context::Context::new(asked, &tree);
    context.left_out.clone_from(&told);
    let (mut excerpt, mut markdown) = walked(&tree, &mut context, &html);
    if asked.origin != Origin::Comment && context.gives_up_places(&markdown) {
        context = context.anew();
        context.left_out = told;
        (excerpt, markdown) = walked(&tree, &mut context, &html);
    }
    Body {
        markdown,
        excerpt,
        pictures: context.pictures,
        links: context.links,
        kept_as_html: context.kept.told(),
        left_out: context.left_out.told(),
    }
}

/// The words above the fold, and the whole text.
fn walked(tree: &tree::Tree, context: &mut context::Context<'_>, html: &str) -> (Option<String>, String) {
    let origin = context.origin();
    let blocks = flow::blocks(tree, context, has_line_ends(origin, html));
    let excerpt = excerpt(&blocks);
    let markdown = if origin == Origin::Comment {
        check::written_for_comment(&comment::plainer(blocks))
    } else {
        check::written(blocks, &mut context.kept)
    };
    (excerpt, markdown)
}

/// The HTML without WordPress's signs in square brackets, for a look at its words.
pub fn without_shortcodes(html: &str, origin: Origin) -> Cow<'_, str> {
    match origin {
        Origin::WordPressClassic | Origin::WordPressBlocks => {
            shortcodes::resolved(html, &mut context::Losses::default())
        }
        Origin::Blogger | Origin::Comment => Cow::Borrowed(html),
    }
}

/// Whether line ends of the source are line ends of the text: WordPress made paragraphs of them when a page or a comment
/// was shown, and so did Blogger with texts that were sent to it as they were.
fn has_line_ends(origin: Origin, html: &str) -> bool {
    let none_of =
        |tags: &[&str]| !tags.iter().any(|tag| html.contains(tag) || html.contains(&tag.to_ascii_uppercase()));
    match origin {
        Origin::WordPressClassic => true,
        Origin::WordPressBlocks => false,
        Origin::Blogger => html.contains('\n') && none_of(&["<br", "<p>", "<p ", "<div"]),
        Origin::Comment => none_of(&["<br"]),
    }
}

/// The words above the fold, if there is a fold and anything above it.
fn excerpt(blocks: &[parts::Block]) -> Option<String> {
    let fold = blocks.iter().position(|block| *block == parts::Block::Fold)?;
    let mut words = String::new();
    for block in &blocks[..fold] {
        words.push_str(&parts::words(block));
        words.push(' ');
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
