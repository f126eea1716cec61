//! Reads back what was written, and writes it otherwise where it would not be read as it was meant.

use std::panic;

use super::context::Losses;
use super::parts::Block;
use super::write::{self, Care};
use super::{keep, trace};
use crate::story::comments::Format;
use crate::story::markdown::{RenderOptions, Resolved, comment_html, to_html};

/// The Markdown of some blocks, such that our renderer gives what was meant.
pub(super) fn written(mut blocks: Vec<Block>, kept: &mut Losses) -> String {
    let usual: Vec<(&Block, Care)> = blocks.iter().map(|block| (block, Care::Usual)).collect();
    let markdown = text_of(&usual);
    if comes_out(&usual, &markdown) {
        return markdown;
    }
    let mut cares = vec![Care::Usual; blocks.len()];
    for (block, care) in blocks.iter_mut().zip(&mut cares) {
        *care = mended(block, kept);
    }
    let mended: Vec<(&Block, Care)> = blocks.iter().zip(cares).collect();
    let markdown = text_of(&mended);
    if comes_out(&mended, &markdown) {
        return markdown;
    }
    // Each comes out by itself, and together they do not: only HTML stands apart from all that is around it.
    for block in blocks.iter_mut().filter(|block| !matches!(block, Block::Html(_) | Block::Fold)) {
        *block = kept_block(block, kept);
    }
    text_of(&blocks.iter().map(|block| (block, Care::Usual)).collect::<Vec<_>>())
}

/// The Markdown of a comment, which is read without HTML, pictures and tables.
pub(super) fn written_for_comment(blocks: &[Block]) -> String {
    let all: Vec<&Block> = blocks.iter().collect();
    let meant = trace::meant(&all);
    let with = |care| text_of(&blocks.iter().map(|block| (block, care)).collect::<Vec<_>>());
    let usual = with(Care::Comment);
    let read = panic::catch_unwind(|| comment_html(Format::Markdown, &usual));
    if read.is_ok_and(|html| trace::seen(&html) == meant) { usual } else { with(Care::CommentUtmost) }
}

/// Finds out with how much care a block must be written; makes HTML of it if no care is enough.
fn mended(block: &mut Block, kept: &mut Losses) -> Care {
    for care in [Care::Usual, Care::Utmost] {
        let alone = [(&*block, care)];
        if comes_out(&alone, &text_of(&alone)) {
            return care;
        }
    }
    if !matches!(block, Block::Html(_)) {
        *block = kept_block(block, kept);
    }
    Care::Usual
}

fn kept_block(block: &Block, kept: &mut Losses) -> Block {
    kept.add(name_of(block), "its Markdown would not be read back as it was meant; it stays as HTML, made safe");
    Block::Html(keep::of_block(block))
}

fn text_of(blocks: &[(&Block, Care)]) -> String {
    let mut out = String::new();
    write::markdown(blocks, &mut out);
    out
}

/// Whether our renderer makes of some Markdown what was meant.
fn comes_out(blocks: &[(&Block, Care)], markdown: &str) -> bool {
    // The parser has been seen to panic on texts that only chance or malice makes.
    let html = panic::catch_unwind(|| rendered(markdown));
    let blocks: Vec<&Block> = blocks.iter().map(|(block, _)| *block).collect();
    html.is_ok_and(|html| trace::seen(&html) == trace::meant(&blocks))
}

fn rendered(markdown: &str) -> String {
    let mut html = String::with_capacity(markdown.len() * 2);
    to_html(markdown, Resolved { links: &[], images: &[], html: &[] }, RenderOptions::plainly(), &mut html);
    html
}

fn name_of(block: &Block) -> &'static str {
    match block {
        Block::Paragraph(_) => "a paragraph",
        Block::Heading { .. } => "a heading",
        Block::Quote { .. } => "a quote",
        Block::List { .. } => "a list",
        Block::Definitions(_) => "a list of terms",
        Block::Code { .. } => "some code",
        Block::Verse(_) => "a poem",
        Block::Table { .. } => "a table",
        Block::Gallery { .. } => "a gallery",
        Block::Rule | Block::Html(_) | Block::Fold => "a part of the text",
    }
}
