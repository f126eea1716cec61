//! What is said about the text of a story.

use crate::ground::text::shell_word;
use crate::ground::{Diagnostic, SourcePath, Span};

/// A picture that a person who cannot see it is told nothing about.
pub fn picture_without_words(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("picture-without-words", "this picture has no words for readers who cannot see it")
        .in_file(path)
        .at(span)
        .help("say what it shows between the square brackets: `![A box of lilies on a desk](flowers.jpg)`")
}

/// A link that leads somewhere and has nothing to click on.
pub fn link_without_words(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("link-without-words", "this link has no words, so readers will see its bare address")
        .in_file(path)
        .at(span)
        .help("write its words between the square brackets: `[the whole story](address)`")
}

/// A link without an address.
pub fn link_to_nowhere(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("link-to-nowhere", "this link leads nowhere, so only its words will be shown")
        .in_file(path)
        .at(span)
        .help("write its address between the round brackets: `[words](https://example.org/)`")
}

/// `[words](my file.md)`, which is no link for its space.
pub fn link_with_spaces(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let message = "this is no link, since its address has a space in it, so it will be shown as it is written";
    let name = short(name);
    Diagnostic::warning("link-with-spaces", message)
        .in_file(path)
        .at(span)
        .help(format!("write `(<{name}>)`, or `({})`", name.replace(' ', "%20")))
}

/// `![words](my photo.jpg)`, which is no picture for its space. Nobody wants to see that on a page.
pub fn picture_with_spaces(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let name = short(name);
    Diagnostic::error(
        "picture-with-spaces",
        "this picture cannot be shown, since the name of its file has a space in it",
    )
    .in_file(path)
    .at(span)
    .help(format!("write `(<{name}>)`, or `({})`", name.replace(' ', "%20")))
}

/// `[words] (address)`.
pub fn link_with_a_gap(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "this is no link, since a space stands between its brackets, so it will be shown as it is written";
    Diagnostic::warning("link-with-a-gap", message)
        .in_file(path)
        .at(span)
        .help("take the space between `]` and `(` away")
}

/// `(words)[address]`.
pub fn link_turned_round(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "this is no link, since its brackets are the wrong way round, so it will be shown as it is written";
    Diagnostic::warning("link-turned-round", message)
        .in_file(path)
        .at(span)
        .help("the words stand between the square brackets, the address between the round ones: `[words](address)`")
}

/// Prose that became code.
pub fn indented_prose(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "indented-prose",
        "these lines will be shown as code, since they begin with four spaces or a tab",
    )
    .in_file(path)
    .at(span)
    .help("take the spaces away; put `>` in front of a quotation instead")
}

/// `[words][name]` where no line says what `name` is.
pub fn unknown_reference(path: &SourcePath, span: Span, written: &str) -> Diagnostic {
    let name = match written.rsplit_once('[').map(|(_, name)| name.trim_end_matches(']')) {
        Some("") | None => written.trim_start_matches('!').trim_matches(['[', ']']),
        Some(name) => name,
    };
    let name = short(name);
    Diagnostic::warning(
        "unknown-reference",
        format!("no line says where `[{name}]` leads, so it will be shown as it is"),
    )
    .in_file(path)
    .at(span)
    .help(format!("add a line `[{name}]: https://example.org/`, or write the address in place: `[words](address)`"))
}

/// `[^name]` where no note has that name.
pub fn unknown_note(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let name = short(name);
    Diagnostic::warning("unknown-footnote", format!("there is no footnote `[^{name}]`, so it will be shown as it is"))
        .in_file(path)
        .at(span)
        .help(format!("add its text on a line of its own: `[^{name}]: The text of the note.`"))
}

/// A footnote that nothing refers to.
pub fn note_unused(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let name = short(name);
    Diagnostic::warning(
        "unused-footnote",
        format!("nothing refers to the footnote `[^{name}]`, so it will not be shown"),
    )
    .in_file(path)
    .at(span)
    .help(format!("write `[^{name}]` where the note belongs, or remove the note"))
}

/// A second text for a footnote.
pub fn note_twice(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let name = short(name);
    Diagnostic::warning(
        "footnote-twice",
        format!("the footnote `[^{name}]` has a text already, so this one will not be shown"),
    )
    .in_file(path)
    .at(span)
    .help("give one of the two another name, in the text and in the note")
}

/// A heading without words.
pub fn empty_heading(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("empty-heading", "this heading has no words, so there will be no heading")
        .in_file(path)
        .at(span)
        .help("write some words after the `#`, or remove the line")
}

/// `{#id}` that is on the page already.
pub fn heading_id_taken(path: &SourcePath, span: Span, given: &str, id: &str) -> Diagnostic {
    Diagnostic::warning(
        "heading-id-taken",
        format!("`{}` is used elsewhere on the page, so this heading is called `{}`", short(given), short(id)),
    )
    .in_file(path)
    .at(span)
    .help("choose another name between `{#` and `}`")
}

/// `> - Maria` at the end of a quotation.
pub fn signed_with_a_hyphen(path: &SourcePath, span: Span, line: &str) -> Diagnostic {
    let name = short(line.trim_start_matches(['-', '–', ' ']));
    Diagnostic::warning(
        "signed-with-a-hyphen",
        "a hyphen or a short dash does not make this name the signature of the letter above",
    )
    .in_file(path)
    .at(span)
    .help(format!("write two hyphens or a long dash: `> -- {name}`; if it is a list, put an empty line above it"))
}

/// Paragraphs that were pasted with single newlines.
pub fn paragraph_wall(path: &SourcePath, span: Span, words: u32) -> Diagnostic {
    Diagnostic::warning(
        "paragraph-wall",
        format!(
            "these lines will run together into one paragraph of {words} words, since no empty lines are between them"
        ),
    )
    .in_file(path)
    .at(span)
    .help(format!(
        "`goodturn fix --paragraphs {}` puts an empty line between its paragraphs",
        shell_word(path.as_str())
    ))
}

/// HTML in the text of a site that does not allow it.
pub fn html_is_off(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("html-is-off", "HTML in stories is switched off, so this will be shown as it is written")
        .in_file(path)
        .at(span)
        .help("write it in Markdown, or set `raw_html = true` under `[markdown]` in site.toml")
}

/// A script in the text.
pub fn html_script(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("html-script", "this script will not run: the site's pages allow no scripts in their text")
        .in_file(path)
        .at(span)
        .help("remove it; a plain link often does as well")
}

/// `onclick=` and its like.
pub fn html_handler(path: &SourcePath, span: Span, attribute: &str) -> Diagnostic {
    let attribute = short(attribute);
    Diagnostic::warning(
        "html-script",
        format!("`{attribute}` will not run: the site's pages allow no scripts in their text"),
    )
    .in_file(path)
    .at(span)
    .help(format!("remove `{attribute}=…` from this tag"))
}

/// `http://` without a host, and the like.
pub fn broken_address(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "broken-address",
        "no browser understands this address, so only the words of the link will be shown",
    )
    .in_file(path)
    .at(span)
    .help("write the whole address, such as `https://example.org/page`; copying it from the browser is best")
}

/// `javascript:…` and its like, in a link or in HTML.
pub fn unsafe_address(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "unsafe-address",
        "this address will do nothing: the site's pages allow no scripts in their text",
    )
    .in_file(path)
    .at(span)
    .help("give the address of a page instead")
}

/// A style in the text.
pub fn html_style(path: &SourcePath, span: Span, what: &str) -> Diagnostic {
    Diagnostic::warning(
        "html-style",
        format!("`{what}` will not show: the site's pages take their looks from the theme only"),
    )
    .in_file(path)
    .at(span)
    .help("remove it; looks belong in the theme's style sheet")
}

/// A frame or a plug-in in the text.
pub fn html_frame(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "html-frame",
        format!("this `<{name}>` will stay empty, unless its host is one of `allow_hosts` in site.toml"),
    )
    .in_file(path)
    .at(span)
    .help("a plain link always works: `[Watch the video](https://example.org/video)`")
}

/// `<base>` or `<meta>` in the text.
pub fn html_head(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning("html-head", format!("`<{name}>` belongs in the head of a page and does harm in its text"))
        .in_file(path)
        .at(span)
        .help("remove it")
}

/// Quotes in quotes in quotes.
pub fn too_deep(path: &SourcePath, span: Span, deepest: usize) -> Diagnostic {
    Diagnostic::error("text-too-deep", format!("more than {deepest} things stand inside each other here"))
        .in_file(path)
        .at(span)
        .help("take some of the `>`, list marks or `*` away")
}

/// A text longer than any story.
pub fn too_long(path: &SourcePath, span: Span, length: usize, longest: usize) -> Diagnostic {
    Diagnostic::error(
        "text-too-long",
        format!("this text has {} MB; {} MB is the most that one story can have", length >> 20, longest >> 20),
    )
    .in_file(path)
    .at(span)
    .help("split it into several stories, or move it out of the content folder if it is no story")
}

/// A text that makes the parser give up.
pub fn cannot_be_parsed(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error("text-not-understood", "this text makes the Markdown reader stumble, which is our fault, not yours")
        .in_file(path)
        .at(span)
        .help("please send us the file; meanwhile, halve the text until you find the line, and write that line in another way")
}

/// A name as it fits into a message.
fn short(name: &str) -> String {
    if name.chars().count() <= 40 {
        name.to_owned()
    } else {
        format!("{}…", name.chars().take(40).collect::<String>())
    }
}
