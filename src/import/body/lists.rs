//! Lists, quotes and letters, code: the blocks that hold blocks, and those that hold lines as they are.

use super::flow::{Flat, Flow};
use super::parts::{Block, Definition, Inline, is_blank, plain};
use super::tree::{Data, Id};

impl Flow<'_, '_, '_> {
    /// A list.
    pub fn list(&mut self, id: Id) {
        if self.flat != Flat::No {
            self.end_paragraph();
            self.children(id);
            return self.end_paragraph();
        }
        self.end_paragraph();
        let tree = self.tree;
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in tree.children(id) {
            match tree.data(child) {
                Data::Element(..) if tree.name(child) == "li" => {
                    self.context.look_at(tree, child);
                    items.push(self.with_place(child));
                }
                Data::Text(text) if text.trim().is_empty() => {}
                Data::Comment(_) => {}
                // What stands between two items belongs to the one before.
                _ => {
                    let blocks = self.inside_of(|flow| flow.one(child));
                    match items.last_mut() {
                        Some(item) => item.extend(blocks),
                        None => items.push(blocks),
                    }
                }
            }
        }
        items.retain(|item| !item.is_empty());
        if !items.is_empty() && items.iter().flatten().all(is_picture) {
            // A gallery is a list only to lay it out.
            return items.into_iter().flatten().for_each(|block| self.push(block));
        }
        let number = tree.attribute(id, "start").and_then(|it| it.trim().parse().ok()).filter(|it| *it < 100_000_000);
        let first = (tree.name(id) == "ol").then(|| number.unwrap_or(1));
        if !items.is_empty() {
            self.push(Block::List { first, items });
        }
    }

    /// An item without a list, which browsers show as one.
    pub fn stray_item(&mut self, id: Id) {
        if self.flat != Flat::No {
            self.end_paragraph();
            self.children(id);
            return self.end_paragraph();
        }
        let item = self.with_place(id);
        if item.is_empty() {
            return;
        }
        if let Some(Some(Block::List { first: None, items })) = self.blocks.last_mut().map(|blocks| blocks.last_mut()) {
            return items.push(item);
        }
        self.push(Block::List { first: None, items: vec![item] });
    }

    /// What stands in an item, which something in this text may lead to.
    fn with_place(&mut self, id: Id) -> Vec<Block> {
        self.inside_of(|flow| {
            flow.anchor(id);
            flow.children(id);
        })
    }

    /// A list of terms and what they mean.
    pub fn definitions(&mut self, id: Id) {
        let tree = self.tree;
        self.end_paragraph();
        let mut all: Vec<Definition> = Vec::new();
        let inner = tree
            .children(id)
            .flat_map(|it| if tree.name(it) == "div" { tree.children(it).collect() } else { vec![it] });
        for child in inner {
            match tree.name(child) {
                "dt" => {
                    let term = self.flattened(child, Flat::Space);
                    match all.last_mut() {
                        _ if is_blank(&term) => {}
                        Some(last) if last.meanings.is_empty() => last.terms.push(term),
                        _ => all.push(Definition { terms: vec![term], meanings: Vec::new() }),
                    }
                }
                "dd" => {
                    let meaning = self.with_place(child);
                    match all.last_mut() {
                        _ if meaning.is_empty() => {}
                        Some(last) => last.meanings.push(meaning),
                        None => meaning.into_iter().for_each(|block| self.push(block)),
                    }
                }
                _ => self.one(child),
            }
        }
        self.end_paragraph();
        // A term without a meaning is a paragraph.
        for Definition { terms, meanings } in all {
            if meanings.is_empty() {
                for term in terms {
                    self.push(Block::Paragraph(term));
                }
                continue;
            }
            let definition = Definition { terms, meanings };
            match self.blocks.last_mut().and_then(|blocks| blocks.last_mut()) {
                Some(Block::Definitions(before)) => before.push(definition),
                _ => self.push(Block::Definitions(vec![definition])),
            }
        }
    }

    /// A quote; one whose last line is signed is a letter.
    pub fn quote(&mut self, id: Id) {
        let tree = self.tree;
        if self.flat != Flat::No {
            self.end_paragraph();
            self.children(id);
            return self.end_paragraph();
        }
        self.end_paragraph();
        let is_source = |child: &Id| matches!(tree.name(*child), "cite" | "footer");
        let source = tree.children(id).filter(is_source).last().filter(|last| {
            let mut after = tree.children(id).skip_while(|it| it != last).skip(1);
            after.all(|it| matches!(tree.data(it), Data::Text(text) if text.trim().is_empty()))
        });
        self.signed_quote(id, source);
    }

    /// A quote, and the element that says who wrote it.
    pub fn signed_quote(&mut self, id: Id, source: Option<Id>) {
        let tree = self.tree;
        let mut blocks = self.inside_of(|flow| {
            for child in tree.children(id).filter(|it| Some(*it) != source) {
                flow.one(child);
            }
        });
        let mut signature = source.map(|source| self.flattened(source, Flat::Space)).filter(|line| !is_blank(line));
        if let Some(line) = &mut signature {
            unsigned(line);
        }
        if signature.is_none() {
            signature = take_signature(&mut blocks);
        }
        match signature {
            Some(line) if blocks.is_empty() => {
                self.push(Block::Quote { blocks: vec![Block::Paragraph(line)], signature: None });
            }
            signature if !blocks.is_empty() => self.push(Block::Quote { blocks, signature }),
            _ => {}
        }
    }

    /// The blocks that some walking gives.
    fn inside_of(&mut self, walk: impl FnOnce(&mut Self)) -> Vec<Block> {
        self.end_paragraph();
        self.blocks.push(Vec::new());
        walk(self);
        self.end_paragraph();
        super::verse::told(self.blocks.pop().unwrap_or_default())
    }

    /// Text in which each space counts: code, or a poem.
    pub fn preformatted(&mut self, id: Id) {
        let tree = self.tree;
        if self.flat != Flat::No {
            return self.lines(id);
        }
        let mut children = tree.all(id).skip(1);
        let is_plain = children.all(|it| match tree.data(it) {
            Data::Element(..) => matches!(tree.name(it), "code" | "br" | "span" | "p" | "div" | "kbd" | "samp"),
            _ => true,
        });
        let is_verse = tree.has_class(id, "wp-block-verse");
        if !is_plain && !is_verse && self.context.origin() != super::Origin::Comment {
            return self.keep(id, "preformatted text with marks or links in it");
        }
        self.end_paragraph();
        if !is_plain {
            return self.lines(id);
        }
        let text = tree.text(id).replace('\u{a0}', " ");
        let text: String = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
        let text = text.trim_end().trim_start_matches('\n');
        if text.trim().is_empty() {
            return;
        }
        if is_verse {
            let lines = text.lines().map(|line| line.trim_end().to_owned()).collect();
            return self.push(Block::Verse(lines));
        }
        self.push(Block::Code { language: language(self, id), text: text.to_owned() });
    }

    /// Preformatted text as lines of a paragraph.
    fn lines(&mut self, id: Id) {
        self.end_paragraph();
        let before = std::mem::replace(&mut self.newlines, true);
        self.children(id);
        self.newlines = before;
        self.end_paragraph();
    }
}

pub(super) fn is_picture(block: &Block) -> bool {
    matches!(block, Block::Paragraph(line) if super::line::only_pictures(line).is_some())
}

/// The language of some code, as whatever coloured it on the old blog was told: `language-rust`, `brush: ruby;`.
fn language(flow: &Flow<'_, '_, '_>, id: Id) -> String {
    let tree = flow.tree;
    let classes = tree.all(id).filter_map(|it| tree.attribute(it, "class"));
    let named = classes.flat_map(|all| {
        let all = all.replace("brush: ", "brush:");
        let words = all.split([' ', ';']).map(str::to_ascii_lowercase);
        words.collect::<Vec<_>>()
    });
    let mut names = named.filter_map(|word| {
        let name = ["language-", "lang-", "brush:"].iter().find_map(|start| word.strip_prefix(start))?;
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#-".contains(&byte));
        (is_name && !matches!(name, "" | "none" | "plain" | "plaintext" | "text" | "verse")).then(|| name.to_owned())
    });
    names.next().unwrap_or_default()
}

/// Takes the last line of a quote if it is signed: it begins with a dash and names somebody.
fn take_signature(blocks: &mut Vec<Block>) -> Option<Vec<Inline>> {
    let alone = blocks.len() == 1;
    let Some(Block::Paragraph(line)) = blocks.last_mut() else { return None };
    let start = line.iter().rposition(|part| *part == Inline::Break).map_or(0, |at| at + 1);
    if start == 0 && alone {
        return None;
    }
    let Some(Inline::Text(text)) = line.get(start) else { return None };
    let dashed = text.trim_start_matches(['\u{a0}', ' ']);
    let is_dashed = dashed.starts_with(['—', '–', '―', '-', '~']);
    let words = plain(&line[start..]);
    let name = words.trim_start_matches(|c: char| is_dash(c) || c.is_whitespace());
    let is_sure = dashed.starts_with(['—', '―']) || dashed.starts_with("--");
    let is_short = name.chars().count() <= 60 && name.starts_with(char::is_alphabetic);
    let other_dashes =
        line[..start].iter().any(|it| matches!(it, Inline::Text(text) if text.trim_start().starts_with('-')));
    if !is_dashed || !name.contains(char::is_alphabetic) || !(is_sure || is_short && !other_dashes) {
        return None;
    }
    let mut signature = line.split_off(start);
    line.pop();
    while matches!(line.last(), Some(Inline::Break)) {
        line.pop();
    }
    if line.is_empty() {
        blocks.pop();
    }
    unsigned(&mut signature);
    Some(signature)
}

/// A signature without its dash.
fn unsigned(line: &mut [Inline]) {
    if let Some(Inline::Text(text)) = line.first_mut() {
        *text = text.trim_start_matches(|c: char| is_dash(c) || c.is_whitespace()).to_owned();
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―' | '-' | '~')
}
