//! What Markdown cannot say stays HTML, made safe. Trusts nothing that it is given.

mod block;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use ammonia::{Builder, UrlRelative};

pub(super) use block::of_block;

use super::flow::{Flat, Flow};
use super::parts::{Block, Mark};

use super::pictures::shortened;
use super::tree::{Data, Id};
use super::{Origin, Seen, Use};

const TAGS: [&str; 49] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
];

impl Flow<'_, '_, '_> {
    /// Keeps an element as sanitised HTML.
    pub fn keep(&mut self, id: Id, what: &str) {
        if self.flat != Flat::No || self.context.origin() == Origin::Comment {
            self.end_paragraph();
            self.children(id);
            return self.end_paragraph();
        }
        self.end_paragraph();
        let mut html = String::new();
        self.serialise(id, &mut html);
        self.push_kept(&html, what);
    }

    /// Keeps a picture whose caption has marks or links in it, as the figure that it is.
    pub fn keep_figure(&mut self, id: Id, image: Id, caption: Id) {
        let tree = self.tree;
        self.end_paragraph();
        let link = std::iter::successors(tree.parent(image), |it| tree.parent(*it)).take_while(|it| *it != id);
        let shown = link.filter(|it| tree.name(*it) == "a").last().unwrap_or(image);
        let mut html = String::from("<figure>");
        self.serialise(shown, &mut html);
        html.push_str("<figcaption>");
        for child in tree.children(caption) {
            self.serialise(child, &mut html);
        }
        html.push_str("</figcaption></figure>");
        self.push_kept(&html, "a picture whose caption has marks or links in it");
    }

    fn push_kept(&mut self, html: &str, what: &str) {
        let html = sanitised(html);
        if html.trim().is_empty() {
            return;
        }
        self.context.kept.add(what, "Markdown has no form for it; it stays as HTML, made safe");
        self.push(Block::Html(html));
    }

    /// Writes an element with its addresses as they are now.
    fn serialise(&mut self, id: Id, out: &mut String) {
        let tree = self.tree;
        let name = match tree.data(id) {
            Data::Text(text) => return escape(out, text),
            Data::Comment(_) => return,
            Data::Element(..) => tree.name(id),
        };
        self.context.look_at(tree, id);
        if self.context.leaves_out(tree, id) {
            return;
        }
        let name = match name {
            "menu" | "dir" => "ul",
            "b" => "strong",
            "i" => "em",
            "s" => "del",
            other => other,
        };
        let known = TAGS.iter().find(|it| **it == name).copied().or((name == "ul").then_some("ul"));
        // What opens and shuts needs words to press; without them it is only a part of the text.
        let has_words = name != "details" || tree.children(id).any(|child| tree.name(child) == "summary");
        let Some(name) = known.filter(|_| has_words) else {
            tree.children(id).for_each(|child| self.serialise(child, out));
            return;
        };
        let _ = write!(out, "<{name}");
        for wanted in ["colspan", "rowspan", "scope", "title", "start", "open"] {
            if let Some(value) = tree.attribute(id, wanted) {
                attribute(out, wanted, value);
            }
        }
        if let Some(target) = self.context.target(tree, id) {
            attribute(out, "id", &target);
        }
        if name == "a"
            && let Some(href) = tree.attribute(id, "href")
        {
            match self.context.address(href, Use::Link) {
                // Only in Markdown can a link wait for a story that is not shown yet.
                Some(to) if is_file_of_story(&to) => {
                    self.context.left_out.add(format!("the link to {}", shortened(href)), "it led to a draft");
                }
                Some(to) => {
                    attribute(out, "href", &plain_address(&to));
                    self.context.links.push(Seen { was: href.trim().to_owned(), is: to, alt: None });
                }
                None => self.context.no_link(href),
            }
        }
        if name == "img" {
            self.serialise_picture(id, out);
        }
        out.push('>');
        if matches!(name, "br" | "hr" | "img" | "col") {
            return;
        }
        tree.children(id).for_each(|child| self.serialise(child, out));
        let _ = write!(out, "</{name}>");
    }

    fn serialise_picture(&mut self, id: Id, out: &mut String) {
        let tree = self.tree;
        let (src, alt) = (tree.attribute(id, "src").unwrap_or(""), tree.attribute(id, "alt").unwrap_or("").trim());
        match self.context.address(src, Use::Picture) {
            Some(is) => {
                attribute(out, "src", &plain_address(&is));
                attribute(out, "alt", alt);
                let alt = (!alt.is_empty()).then(|| alt.to_owned());
                self.context.pictures.push(Seen { was: src.trim().to_owned(), is, alt });
            }
            None => {
                self.context
                    .left_out
                    .add(format!("the picture {}", shortened(src)), "a page cannot show it from there");
            }
        }
    }
}

/// An address without the characters that none may have, as browsers ask for it; Markdown's are written so, too.
fn plain_address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        if c.is_ascii_control() || " <>\"{}[]\\^`|".contains(c) {
            let _ = write!(out, "%{:02X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn is_file_of_story(to: &str) -> bool {
    to.ends_with(".md") && !to.starts_with('/') && !to.contains(':')
}

/// The element of a mark, with its attribute.
pub(super) fn tag_of(mark: &Mark) -> (&'static str, Option<(&'static str, &str)>) {
    match mark {
        Mark::Strong => ("strong", None),
        Mark::Emphasis => ("em", None),
        Mark::Struck => ("del", None),
        Mark::Tag(name, attribute) => (name, attribute.as_ref().map(|(name, value)| (*name, value.as_str()))),
    }
}

/// Some HTML with everything taken out that could do or load anything, and without empty lines, which would end it.
fn sanitised(html: &str) -> String {
    let mut tags: HashSet<&str> = TAGS.into_iter().collect();
    tags.insert("ul");
    let clean = Builder::empty()
        .tags(tags)
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("abbr", HashSet::from(["title"])),
            ("img", HashSet::from(["src", "alt", "title"])),
            ("ol", HashSet::from(["start"])),
            ("details", HashSet::from(["open"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
        ]))
        .generic_attributes(HashSet::from(["id"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "ftp", "story"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .clean(html)
        .to_string();
    let mut out = String::with_capacity(clean.len());
    let has_pre = clean.contains("<pre");
    for line in clean.lines() {
        match line.trim_end() {
            "" if has_pre && !out.is_empty() => out.push_str("&#10;"),
            "" => {}
            line => {
                out.push_str(if out.is_empty() { "" } else { "\n" });
                out.push_str(line);
            }
        }
    }
    out
}

/// Writes text between tags.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
}

/// Writes an attribute.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, " {name}=\"");
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
}
