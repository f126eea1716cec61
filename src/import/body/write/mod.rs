//! Writes blocks as Markdown, as somebody would who writes it by hand. Knows nothing of HTML but how to write a tag.

mod escape;
mod line;

use super::parts::{Block, Definition, Inline, Side};

/// Lists and quotes inside each other to this depth; what is deeper is written beside what it stands in.
const DEEPEST: usize = 24;

/// How much is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// What could be taken for a sign.
    Usual,
    /// All that is a sign anywhere, and tags instead of signs around words.
    Utmost,
    /// As usual, for a reader who knows no tags.
    Comment,
    /// All that is a sign anywhere, for the same.
    CommentUtmost,
}

impl Care {
    fn is_utmost(self) -> bool {
        matches!(self, Self::Utmost | Self::CommentUtmost)
    }

    fn has_tags(self) -> bool {
        matches!(self, Self::Usual | Self::Utmost)
    }
}

/// Writes blocks with an empty line between them, and a line end after the last.
pub(super) fn markdown(blocks: &[(&Block, Care)], out: &mut String) {
    let mut writer = Writer { out, prefix: String::new(), care: Care::Usual, depth: 0, in_stars: false };
    let mut last: Option<&Block> = None;
    let mut other = false;
    for (block, care) in blocks.iter().filter(|(block, _)| **block != Block::Fold) {
        writer.care = *care;
        if let Some(last) = last {
            writer.empty_line();
            other = !other && is_list_like(last, block);
        }
        writer.block(block, other);
        last = Some(block);
    }
    if last.is_some() {
        out.push('\n');
    }
}

/// Writes into one text; each line begins with the signs of the blocks that it stands in.
struct Writer<'o> {
    out: &'o mut String,
    prefix: String,
    care: Care,
    depth: usize,
    /// We are directly in a list whose sign is a star.
    in_stars: bool,
}

impl Writer<'_> {
    fn end_line(&mut self) {
        self.out.push('\n');
        self.out.push_str(&self.prefix);
    }

    fn empty_line(&mut self) {
        self.out.push('\n');
        self.out.push_str(self.prefix.trim_end());
        self.end_line();
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut last: Option<&Block> = None;
        let mut other = false;
        for block in blocks.iter().filter(|block| **block != Block::Fold) {
            if let Some(last) = last {
                self.empty_line();
                other = !other && is_list_like(last, block);
            }
            self.block(block, other);
            last = Some(block);
        }
    }

    /// Writes a block. `other` asks for the other sign of a list, so that two lists do not become one.
    fn block(&mut self, block: &Block, other: bool) {
        match block {
            Block::Paragraph(line) => self.line(line),
            Block::Heading { level, id, words } => self.heading(*level, id.as_deref(), words),
            Block::Quote { blocks, signature } => self.quote(blocks, signature.as_deref()),
            Block::List { first, items } => self.list(*first, items, other),
            Block::Definitions(all) => self.definitions(all),
            Block::Code { language, text } => self.fenced(language, text.split('\n')),
            Block::Verse(lines) => self.fenced("verse", lines.iter().map(String::as_str)),
            Block::Table { head, rows, sides } => self.table(head, rows, sides),
            // A rule of the sign of its list would make one longer rule of both.
            Block::Rule => self.out.push_str(if self.in_stars { "---" } else { "* * *" }),
            Block::Gallery { pictures, caption } => self.gallery(pictures, caption),
            Block::Html(html) => self.lines(html.split('\n')),
            Block::Fold => {}
        }
    }

    /// The component that shows pictures beside each other. Only what stands in no other block is one.
    fn gallery(&mut self, pictures: &[Block], caption: &str) {
        self.out.push_str("{% <gallery");
        if !caption.is_empty() {
            self.out.extend([" caption=\"", caption, "\""]);
        }
        self.out.push_str("> %}");
        self.empty_line();
        self.blocks(pictures);
        self.empty_line();
        self.out.push_str("{% </gallery> %}");
    }

    fn line(&mut self, line: &[Inline]) {
        line::write(self.out, line, line::Place::Paragraph, &self.prefix, self.care);
    }

    fn heading(&mut self, level: u8, id: Option<&str>, words: &[Inline]) {
        self.out.extend(std::iter::repeat_n('#', usize::from(level.clamp(1, 6))));
        self.out.push(' ');
        line::write(self.out, words, line::Place::Heading, &self.prefix, self.care);
        if let Some(id) = id.filter(|id| id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))) {
            self.out.push_str(" {#");
            self.out.push_str(id);
            self.out.push('}');
        }
    }

    /// Writes what stands inside a block whose lines begin with `sign`.
    fn within(&mut self, sign: &str, write: impl FnOnce(&mut Self)) {
        if self.depth >= DEEPEST {
            return write(self);
        }
        self.depth += 1;
        let length = self.prefix.len();
        self.prefix.push_str(sign);
        write(self);
        self.prefix.truncate(length);
        self.depth -= 1;
    }

    fn quote(&mut self, blocks: &[Block], signature: Option<&[Inline]>) {
        if self.depth < DEEPEST {
            self.out.push_str("> ");
        }
        self.within("> ", |this| {
            this.blocks(blocks);
            if let Some(line) = signature {
                this.empty_line();
                this.out.push_str("— ");
                line::write(this.out, line, line::Place::Words, &this.prefix, this.care);
            }
        });
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>], other: bool) {
        let is_loose = items.iter().any(|item| !is_tight(item));
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                if is_loose { self.empty_line() } else { self.end_line() }
            }
            let sign = match first {
                Some(first) => format!("{}{} ", first + at as u64, if other { ')' } else { '.' }),
                None => format!("{} ", if other { '*' } else { '-' }),
            };
            if self.depth < DEEPEST {
                self.out.push_str(&sign);
            }
            let outer = std::mem::replace(&mut self.in_stars, sign.starts_with('*'));
            self.within(&" ".repeat(sign.len()), |this| this.item(item, is_loose));
            self.in_stars = outer;
        }
    }

    fn item(&mut self, item: &[Block], is_loose: bool) {
        if is_loose || item.len() < 2 {
            return self.blocks(item);
        }
        // Tight: a line, and a list below it.
        self.block(&item[0], false);
        for block in &item[1..] {
            self.end_line();
            self.block(block, false);
        }
    }

    fn definitions(&mut self, all: &[Definition]) {
        for (at, definition) in all.iter().enumerate() {
            if at > 0 {
                self.empty_line();
            }
            for (at, term) in definition.terms.iter().enumerate() {
                if at > 0 {
                    self.end_line();
                }
                line::write(self.out, term, line::Place::Paragraph, &self.prefix, self.care);
            }
            for meaning in &definition.meanings {
                self.end_line();
                if self.depth < DEEPEST {
                    self.out.push_str(": ");
                }
                self.within("  ", |this| this.blocks(meaning));
            }
        }
    }

    /// Lines as they are, in a fence that is longer than any in them.
    fn fenced<'l>(&mut self, language: &str, lines: impl Iterator<Item = &'l str> + Clone) {
        let longest = lines
            .clone()
            .map(|line| {
                line.bytes()
                    .take_while(|it| *it == b'`')
                    .count()
                    .max(line.trim_start().bytes().take_while(|it| *it == b'`').count())
            })
            .max()
            .unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.out.push_str(&fence);
        self.out.push_str(language);
        self.end_line();
        self.lines(lines);
        self.end_line();
        self.out.push_str(&fence);
    }

    fn lines<'l>(&mut self, lines: impl Iterator<Item = &'l str>) {
        for (at, line) in lines.enumerate() {
            if at > 0 {
                if line.is_empty() {
                    self.out.push('\n');
                    self.out.push_str(self.prefix.trim_end());
                    continue;
                }
                self.end_line();
            }
            self.out.push_str(line);
        }
    }

    fn table(&mut self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], sides: &[Side]) {
        self.row(head);
        self.end_line();
        self.out.push('|');
        for side in sides {
            self.out.push_str(match side {
                Side::Any => " --- |",
                Side::Left => " :-- |",
                Side::Middle => " :-: |",
                Side::Right => " --: |",
            });
        }
        for row in rows {
            self.end_line();
            self.row(row);
        }
    }

    fn row(&mut self, cells: &[Vec<Inline>]) {
        self.out.push('|');
        for cell in cells {
            self.out.push(' ');
            line::write(self.out, cell, line::Place::Cell, &self.prefix, self.care);
            self.out.push_str(if cell.is_empty() { "|" } else { " |" });
        }
    }
}

/// Whether two blocks in a row would become one list.
fn is_list_like(before: &Block, after: &Block) -> bool {
    match (before, after) {
        (Block::List { first: one, .. }, Block::List { first: other, .. }) => one.is_some() == other.is_some(),
        _ => false,
    }
}

/// Whether an item is a line, perhaps with lists below it.
fn is_tight(item: &[Block]) -> bool {
    match item {
        // A picture by itself is a figure only where it is a paragraph.
        [Block::Paragraph(line), ..] if crate::import::body::line::only_pictures(line).is_some() => false,
        [] | [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), rest @ ..] => {
            rest.iter()
                .all(|block| matches!(block, Block::List { items, .. } if items.iter().all(|item| is_tight(item))))
                && rest.len() == 1
        }
        _ => false,
    }
}
