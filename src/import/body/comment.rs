//! Comments are told with less: paragraphs, quotes, lists, code, strong and emphatic words, and links that lead away.
//! What a comment may not show becomes the words of it. Knows nothing of how comments are kept.

use super::parts::{Block, Inline, Mark, Picture};

/// The blocks as a comment may have them.
pub(super) fn plainer(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        add(block, &mut out);
    }
    out
}

fn add(block: Block, out: &mut Vec<Block>) {
    match block {
        Block::Paragraph(line) | Block::Heading { words: line, .. } => paragraph(line, out),
        Block::Quote { blocks, signature } => {
            let mut blocks = plainer(blocks);
            if let Some(line) = signature {
                paragraph(std::iter::once(Inline::Text("— ".to_owned())).chain(line).collect(), &mut blocks);
            }
            out.push(Block::Quote { blocks, signature: None });
        }
        Block::List { first, items } => {
            out.push(Block::List {
                first,
                items: items.into_iter().map(plainer).filter(|it| !it.is_empty()).collect(),
            });
        }
        Block::Definitions(all) => {
            for definition in all {
                definition.terms.into_iter().for_each(|term| paragraph(term, out));
                definition.meanings.into_iter().flatten().for_each(|block| add(block, out));
            }
        }
        Block::Verse(lines) => {
            for stanza in lines.split(String::is_empty) {
                let lines = stanza.iter().map(|line| vec![Inline::Text(line.trim().to_owned())]);
                paragraph(joined(lines, &Inline::Break), out);
            }
        }
        Block::Table { head, rows, .. } => {
            for row in std::iter::once(head).chain(rows) {
                let cells = row.into_iter().filter(|cell| !cell.is_empty());
                paragraph(joined(cells, &Inline::Text(" · ".to_owned())), out);
            }
        }
        Block::Gallery { pictures, caption } => {
            for block in pictures {
                add(block, out);
            }
            paragraph(vec![Inline::Text(caption)], out);
        }
        Block::Code { .. } => out.push(block),
        // A rule parts what has its own number and date; HTML is not made for comments.
        Block::Rule | Block::Html(_) | Block::Fold => {}
    }
}

fn paragraph(line: Vec<Inline>, out: &mut Vec<Block>) {
    let mut words = Vec::with_capacity(line.len());
    add_line(line, &mut words);
    if !super::parts::is_blank(&words) {
        out.push(Block::Paragraph(words));
    }
}

fn add_line(line: Vec<Inline>, out: &mut Vec<Inline>) {
    for part in line {
        match part {
            Inline::Marked(mark @ (Mark::Strong | Mark::Emphasis), inner) => {
                let mut words = Vec::with_capacity(inner.len());
                add_line(inner, &mut words);
                out.push(Inline::Marked(mark, words));
            }
            Inline::Marked(_, inner) => add_line(inner, out),
            Inline::Link { to, words, .. } => {
                let mut inner = Vec::with_capacity(words.len());
                add_line(words, &mut inner);
                if leads_away(&to) && !super::parts::is_blank(&inner) {
                    out.push(Inline::Link { to, title: String::new(), words: inner });
                } else {
                    out.append(&mut inner);
                }
            }
            Inline::Picture(Picture { src, alt, .. }) => {
                let words = if alt.is_empty() { src.clone() } else { alt };
                let words = vec![Inline::Text(words)];
                if leads_away(&src) {
                    out.push(Inline::Link { to: src, title: String::new(), words });
                } else {
                    out.extend(words);
                }
            }
            Inline::Anchor(_) => {}
            part => out.push(part),
        }
    }
}

fn joined(lines: impl Iterator<Item = Vec<Inline>>, between: &Inline) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for line in lines {
        if !out.is_empty() {
            out.push(between.clone());
        }
        out.extend(line);
    }
    out
}

fn leads_away(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
