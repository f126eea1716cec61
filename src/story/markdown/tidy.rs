//! Puts sanitised HTML into the shape that a page asks for: text in paragraphs, items in lists, nothing empty.
//! Writes the tags of a comment and no others, whatever it is given.

use std::borrow::Cow;

use super::raw_html::{self, Tag};
use super::{addresses, escape};

/// The blocks and inline elements of a comment.
const BLOCKS: [&str; 5] = ["blockquote", "ul", "ol", "li", "pre"];
const INLINES: [&str; 6] = ["a", "b", "strong", "i", "em", "code"];

/// What the sanitiser leaves in for us: what we write, and what tells where a paragraph ends.
pub(super) const UNDERSTOOD: [&str; 44] = [
    "a",
    "address",
    "article",
    "aside",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "strong",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Blocks inside blocks, and inline elements inside each other, to this depth; deeper ones lose their tags.
const DEEPEST: usize = 16;

/// Tidies sanitised HTML. Elements are opened when there is something to put into them, so none is empty.
pub(super) fn tidy(html: &str) -> String {
    let mut tidy = Tidy { out: String::with_capacity(html.len() + 16), ..Tidy::default() };
    let mut at = 0;
    for tag in raw_html::tags(html) {
        tidy.text(&html[at..tag.start]);
        tidy.tag(&tag, &html[tag.start..tag.end]);
        at = tag.end;
    }
    tidy.text(&html[at..]);
    tidy.close_blocks(0);
    // Feeds and books are XML, which knows no such name.
    tidy.out.replace("&nbsp;", "\u{a0}")
}

#[derive(Default)]
struct Tidy<'a> {
    out: String,
    blocks: Vec<Open<'a>>,
    inlines: Vec<Open<'a>>,
    /// A `<p>` that we opened ourselves is open.
    in_paragraph: bool,
    /// The paragraph or the item has words already.
    has_words: bool,
    /// A space that nothing has followed yet, and so many line breaks.
    space: bool,
    breaks: usize,
    /// Elements too deep to be written, by kind: their ends are to be passed over.
    lost_blocks: usize,
    lost_inlines: usize,
}

struct Open<'a> {
    /// Empty for a block that only parts the text.
    name: &'static str,
    /// The whole tag of an inline element; what follows the name of a block.
    tag: Cow<'a, str>,
    written: bool,
}

impl<'a> Tidy<'a> {
    fn tag(&mut self, tag: &Tag<'a>, source: &'a str) {
        if let Some(name) = INLINES.into_iter().find(|it| *it == tag.name) {
            if tag.closing { self.close_inline(name) } else { self.open_inline(name, source) }
        } else if let Some(name) = BLOCKS.into_iter().find(|it| *it == tag.name) {
            if tag.closing { self.close_block(name) } else { self.open_block(name, source) }
        } else if tag.name == "br" {
            self.breaks += 1;
        } else {
            self.end_paragraph();
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_inside("pre") {
            return self.preformatted(text);
        }
        let words = text.trim();
        self.space |= text.starts_with(|c: char| c.is_whitespace());
        if words.is_empty() {
            return;
        }
        if self.breaks > 1 {
            self.end_paragraph();
        }
        self.open_blocks();
        if self.has_words && self.breaks > 0 {
            self.out.push_str("<br>\n");
        } else if self.has_words && self.space {
            self.out.push(' ');
        }
        self.open_inlines();
        self.out.push_str(words);
        self.has_words = true;
        self.breaks = 0;
        self.space = text.ends_with(|c: char| c.is_whitespace());
    }

    fn preformatted(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open_blocks();
        for _ in 0..std::mem::take(&mut self.breaks) {
            self.out.push('\n');
        }
        self.open_inlines();
        self.out.push_str(text);
    }

    /// Whether the block that we are directly in is of this kind.
    fn is_inside(&self, name: &str) -> bool {
        self.blocks.iter().rev().find(|it| !it.name.is_empty()).is_some_and(|it| it.name == name)
    }

    /// Opens the blocks that were asked for, and a paragraph where text may not stand by itself.
    fn open_blocks(&mut self) {
        if self.is_inside("ul") || self.is_inside("ol") {
            self.blocks.push(Open { name: "li", tag: Cow::Borrowed(""), written: false });
        }
        for open in self.blocks.iter_mut().filter(|it| !it.written) {
            open.written = true;
            self.has_words = false;
            self.out.push('<');
            self.out.push_str(open.name);
            self.out.push_str(&open.tag);
            self.out.push('>');
        }
        if !self.in_paragraph && !self.is_inside("li") && !self.is_inside("pre") {
            self.in_paragraph = true;
            self.has_words = false;
            self.out.push_str("<p>");
        }
    }

    fn open_inlines(&mut self) {
        for open in self.inlines.iter_mut().filter(|it| !it.written) {
            open.written = true;
            self.out.push_str(&open.tag);
        }
    }

    fn open_inline(&mut self, name: &'static str, tag: &'a str) {
        if self.inlines.len() >= DEEPEST {
            self.lost_inlines += 1;
        } else if name != "a" {
            self.inlines.push(Open { name, tag: Cow::Borrowed(tag), written: false });
        } else if let Some(tag) = link(tag) {
            self.inlines.push(Open { name, tag: Cow::Owned(tag), written: false });
        }
        // A link to nowhere: its words stay, and its end will find nothing to close.
    }

    fn close_inline(&mut self, name: &'static str) {
        if self.lost_inlines > 0 {
            self.lost_inlines -= 1;
        } else if let Some(at) = self.inlines.iter().rposition(|it| it.name == name) {
            self.close_inlines(at);
            self.inlines.remove(at);
        }
    }

    /// Closes inline elements; they are opened again when there is more text for them.
    fn close_inlines(&mut self, keep: usize) {
        for open in self.inlines[keep..].iter_mut().rev() {
            if std::mem::take(&mut open.written) {
                self.out.push_str("</");
                self.out.push_str(open.name);
                self.out.push('>');
            }
        }
    }

    fn open_block(&mut self, name: &'static str, tag: &'a str) {
        self.end_paragraph();
        if self.blocks.len() >= DEEPEST {
            self.lost_blocks += 1;
            return;
        }
        if name == "li" && self.is_inside("li") {
            self.close_block("li");
        }
        let in_list = self.is_inside("ul") || self.is_inside("ol");
        if self.is_inside("pre") || (name == "li" && !in_list) {
            self.blocks.push(Open { name: "", tag: Cow::Borrowed(""), written: true });
            return;
        }
        if in_list && name != "li" {
            self.blocks.push(Open { name: "li", tag: Cow::Borrowed(""), written: false });
        }
        // A list that does not begin at one; the sanitiser has left nothing else on it.
        let start = tag.strip_prefix("<ol").and_then(|rest| rest.strip_suffix('>')).unwrap_or("");
        self.blocks.push(Open { name, tag: Cow::Borrowed(start), written: false });
    }

    fn close_block(&mut self, name: &'static str) {
        self.end_paragraph();
        if self.lost_blocks > 0 {
            self.lost_blocks -= 1;
            return;
        }
        let found = self.blocks.iter().rposition(|it| it.name == name || (it.name.is_empty() && name == "li"));
        if let Some(at) = found {
            self.close_blocks(at);
        }
    }

    fn close_blocks(&mut self, keep: usize) {
        self.end_paragraph();
        while self.blocks.len() > keep {
            if let Some(open) = self.blocks.pop().filter(|it| it.written && !it.name.is_empty()) {
                self.out.push_str("</");
                self.out.push_str(open.name);
                self.out.push_str(">\n");
                self.has_words = false;
                self.breaks = 0;
            }
        }
    }

    fn end_paragraph(&mut self) {
        self.close_inlines(0);
        self.space = false;
        // Items have no paragraphs; a line break parts their texts as well.
        self.breaks = usize::from(self.is_inside("li") || self.is_inside("pre"));
        if std::mem::take(&mut self.in_paragraph) {
            self.out.push_str("</p>\n");
            self.has_words = false;
        }
    }
}

/// The tag of a link that leads to another site, written anew from what the sanitiser left of it.
fn link(tag: &str) -> Option<String> {
    let (_, rest) = tag.split_once(" href=\"")?;
    let (address, _) = rest.split_once('"')?;
    let address = address
        .replace("&nbsp;", "\u{a0}")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    let address = address.trim();
    let leads_away = addresses::web(address).is_some_and(|(scheme, host)| scheme > 0 && host.is_some());
    if !leads_away || addresses::fault(address).is_some() {
        return None;
    }
    let mut tag = String::from("<a href=\"");
    escape::address(&mut tag, address);
    tag.push_str("\" rel=\"nofollow ugc noopener\">");
    Some(tag)
}
