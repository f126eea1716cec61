//! A block as HTML, for when its Markdown would not be read back as it was meant.

use std::fmt::Write as _;

use super::{attribute, escape, sanitised, tag_of};
use crate::import::body::parts::{Block, Inline};

/// A block as sanitised HTML, for when its Markdown would not be read back as it was meant.
pub(in crate::import::body) fn of_block(block: &Block) -> String {
    let mut html = String::new();
    block_html(block, &mut html);
    sanitised(&html)
}

fn blocks_html(blocks: &[Block], out: &mut String) {
    for block in blocks {
        block_html(block, out);
    }
}

fn block_html(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(line) => within("p", line, out),
        Block::Heading { level, words, .. } => {
            within(["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(*level - 1) % 6], words, out);
        }
        Block::Quote { blocks, signature } => {
            out.push_str("<blockquote>");
            blocks_html(blocks, out);
            if let Some(line) = signature {
                out.push_str("<p>— ");
                line_html(line, out);
                out.push_str("</p>");
            }
            out.push_str("</blockquote>");
        }
        Block::List { first, items } => {
            match first {
                Some(first) => {
                    let _ = write!(out, "<ol start=\"{first}\">");
                }
                None => out.push_str("<ul>"),
            }
            for item in items {
                out.push_str("<li>");
                blocks_html(item, out);
                out.push_str("</li>");
            }
            out.push_str(if first.is_some() { "</ol>" } else { "</ul>" });
        }
        Block::Definitions(all) => {
            out.push_str("<dl>");
            for definition in all {
                definition.terms.iter().for_each(|term| within("dt", term, out));
                for meaning in &definition.meanings {
                    out.push_str("<dd>");
                    blocks_html(meaning, out);
                    out.push_str("</dd>");
                }
            }
            out.push_str("</dl>");
        }
        Block::Code { text, .. } => {
            out.push_str("<pre><code>");
            escape(out, text);
            out.push_str("</code></pre>");
        }
        Block::Verse(lines) => verse_html(lines, out),
        Block::Table { head, rows, .. } => table_html(head, rows, out),
        Block::Rule => out.push_str("<hr>"),
        Block::Gallery { pictures, caption } => {
            blocks_html(pictures, out);
            within("p", &[Inline::Text(caption.clone())], out);
        }
        Block::Html(html) => out.push_str(html),
        Block::Fold => {}
    }
}

fn verse_html(lines: &[String], out: &mut String) {
    for stanza in lines.split(String::is_empty) {
        out.push_str("<p>");
        for (at, line) in stanza.iter().enumerate() {
            out.push_str(if at > 0 { "<br>" } else { "" });
            escape(out, line);
        }
        out.push_str("</p>");
    }
}

fn table_html(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], out: &mut String) {
    out.push_str("<table><tr>");
    for cell in head {
        within("th", cell, out);
    }
    out.push_str("</tr>");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            within("td", cell, out);
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
}

fn within(name: &str, line: &[Inline], out: &mut String) {
    let _ = write!(out, "<{name}>");
    line_html(line, out);
    let _ = write!(out, "</{name}>");
}

fn line_html(line: &[Inline], out: &mut String) {
    for part in line {
        match part {
            Inline::Text(text) => escape(out, text),
            Inline::Code(code) => {
                out.push_str("<code>");
                escape(out, code);
                out.push_str("</code>");
            }
            Inline::Break => out.push_str("<br>"),
            Inline::Marked(mark, inner) => {
                let (name, title) = tag_of(mark);
                let _ = write!(out, "<{name}");
                if let Some((name, value)) = title {
                    attribute(out, name, value);
                }
                out.push('>');
                line_html(inner, out);
                let _ = write!(out, "</{name}>");
            }
            Inline::Link { to, title, words } => {
                out.push_str("<a");
                attribute(out, "href", to);
                if !title.is_empty() {
                    attribute(out, "title", title);
                }
                out.push('>');
                line_html(words, out);
                out.push_str("</a>");
            }
            Inline::Picture(picture) => {
                out.push_str("<img");
                attribute(out, "src", &picture.src);
                attribute(out, "alt", &picture.alt);
                if !picture.title.is_empty() {
                    attribute(out, "title", &picture.title);
                }
                out.push('>');
            }
            Inline::Anchor(id) => {
                out.push_str("<a");
                attribute(out, "id", id);
                out.push_str("></a>");
            }
        }
    }
}
