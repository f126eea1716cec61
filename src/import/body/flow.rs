//! Walks the tree of a body and tells blocks and lines. What an element means is decided here; how Markdown says it,
//! is not.

use super::context::Context;
use super::line::{self, Kind, Line};
use super::parts::{Block, Inline, Mark, is_blank, plain};
use super::tree::{Data, Id, Tree};
use super::{Origin, places, style, verse};

/// What the end of a block inside a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flat {
    /// Not inside a line: it ends the paragraph.
    No,
    /// A space, as in a heading.
    Space,
    /// A line break, as in the cell of a table.
    Break,
}

/// Walks a tree.
pub(super) struct Flow<'t, 'c, 'a> {
    pub tree: &'t Tree,
    pub context: &'c mut Context<'a>,
    pub line: Line,
    /// The blocks of each block that we are inside of.
    pub blocks: Vec<Vec<Block>>,
    pub flat: Flat,
    /// Whether line ends of the source are line ends of the text.
    pub newlines: bool,
}

/// The blocks of a body.
pub(super) fn blocks(tree: &Tree, context: &mut Context<'_>, newlines: bool) -> Vec<Block> {
    let mut flow = Flow { tree, context, line: Line::default(), blocks: vec![Vec::new()], flat: Flat::No, newlines };
    flow.children(tree.root());
    flow.end_paragraph();
    verse::told(flow.blocks.pop().unwrap_or_default())
}

impl Flow<'_, '_, '_> {
    /// Walks the children of a node.
    pub fn children(&mut self, id: Id) {
        let tree = self.tree;
        for child in tree.children(id) {
            self.one(child);
        }
    }

    /// Walks one node.
    pub fn one(&mut self, id: Id) {
        let tree = self.tree;
        match tree.data(id) {
            // WordPress makes one break of a `<br>` and the line end behind it.
            Data::Text(text) if self.newlines && tree.follows_break(id) => {
                let rest = text.trim_start_matches([' ', '\t', '\r']);
                self.text(rest.strip_prefix('\n').unwrap_or(rest));
            }
            Data::Text(text) => self.text(text),
            Data::Comment(text) => self.comment(text),
            Data::Element(..) => {
                self.context.look_at(tree, id);
                self.element(id);
            }
        }
    }

    /// Adds some text.
    pub fn text(&mut self, text: &str) {
        if !self.newlines {
            return self.words(text);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break();
            }
            self.words(line);
        }
    }

    /// A line ends; in a heading it does not.
    fn line_break(&mut self) {
        if self.flat == Flat::Space { self.line.space() } else { self.line.line_break() }
    }

    fn words(&mut self, text: &str) {
        let mut rest = Some(text);
        while let Some(text) = rest {
            rest = self.line.text(text);
            if rest.is_some() {
                self.end_gap();
            }
        }
    }

    fn comment(&mut self, text: &str) {
        let text = text.trim();
        if text == "more" || text.starts_with("more ") {
            self.fold();
        } else if text == "nextpage" {
            // The pages of a post become one.
            self.end_paragraph();
        } else if let Some(name) = text.strip_prefix("wp:") {
            let freeform = name.starts_with("freeform") || name.starts_with("core/freeform");
            self.newlines |= freeform;
            self.context.block_comment(name);
        } else if text.starts_with("/wp:freeform") {
            self.newlines = false;
            self.end_paragraph();
        }
    }

    /// The fold of a post.
    pub fn fold(&mut self) {
        if self.flat == Flat::No {
            self.end_paragraph();
            self.push(Block::Fold);
        }
    }

    fn element(&mut self, id: Id) {
        let tree = self.tree;
        if self.context.leaves_out(tree, id) {
            return;
        }
        if self.flat == Flat::No
            && matches!(tree.name(id), "ul" | "ol" | "dl" | "table" | "blockquote" | "pre" | "figure")
        {
            self.place(id);
        }
        match tree.name(id) {
            "figure" | "ul" | "div" if self.is_gallery(id) => self.gallery(id),
            "br" => self.line_break(),
            "img" => self.image(id),
            "a" => self.link(id),
            "b" => self.marked(id, Mark::Strong),
            "i" | "cite" | "dfn" | "var" | "u" => self.marked(id, Mark::Emphasis),
            "s" | "del" => self.marked(id, Mark::Struck),
            "sup" => self.marked(id, Mark::Tag("sup", None)),
            "sub" => self.marked(id, Mark::Tag("sub", None)),
            "ins" => self.marked(id, Mark::Tag("ins", None)),
            "mark" => self.marked(id, Mark::Tag("mark", None)),
            "abbr" | "acronym" => {
                let title = tree.attribute(id, "title").map(|title| ("title", title.trim().to_owned()));
                self.marked(id, Mark::Tag("abbr", title));
            }
            "code" | "kbd" | "samp" => self.code(id),
            "q" => self.quoted(id),
            "span" => self.span(id),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id),
            "blockquote" => self.quote(id),
            "ul" | "ol" | "menu" | "dir" => self.list(id),
            "li" => self.stray_item(id),
            "dl" => self.definitions(id),
            "pre" | "listing" => self.preformatted(id),
            "hr" => {
                self.end_paragraph();
                self.push(Block::Rule);
            }
            "table" => self.table(id),
            "figure" => self.figure(id),
            "iframe" | "object" | "embed" | "video" | "audio" => self.media(id),
            "details" => self.keep(id, "a part that opens and closes"),
            name if is_block(name) => self.block(id),
            _ => self.children(id),
        }
    }

    fn block(&mut self, id: Id) {
        if self.tree.has_class(id, "wp-block-embed__wrapper") {
            return self.embedded(id);
        }
        self.cover(id);
        self.end_paragraph();
        self.anchor(id);
        self.children(id);
        self.end_paragraph();
    }

    /// Words that are marked.
    pub fn marked(&mut self, id: Id, mark: Mark) {
        self.anchor(id);
        if self.line.is_marked(&mark) {
            return self.children(id);
        }
        self.line.open(Kind::Mark(mark));
        self.children(id);
        self.line.close();
    }

    /// What a `style` says that has a meaning; sizes and colours have none.
    fn span(&mut self, id: Id) {
        self.anchor(id);
        let style = self.tree.attribute(id, "style").unwrap_or("");
        let mut marks = if style.is_empty() { Vec::new() } else { style::marks(style) };
        marks.retain(|mark| !self.line.is_marked(mark));
        for mark in &marks {
            self.line.open(Kind::Mark(mark.clone()));
        }
        self.children(id);
        for _ in marks {
            self.line.close();
        }
    }

    fn quoted(&mut self, id: Id) {
        self.text("“");
        self.children(id);
        self.line.text("”");
    }

    fn code(&mut self, id: Id) {
        let tree = self.tree;
        let is_plain = tree.all(id).skip(1).all(|child| matches!(tree.data(child), Data::Text(_)));
        let code = tree.text(id);
        if is_plain && code.trim().contains('\n') && self.flat == Flat::No && !self.line.is_in_link() {
            self.end_paragraph();
            let text = code.trim_matches('\n').trim_end().to_owned();
            return self.push(Block::Code { language: String::new(), text });
        }
        if !is_plain || code.trim().is_empty() {
            return self.marked(id, Mark::Tag("code", None));
        }
        if code.starts_with([' ', '\n']) {
            self.line.space();
        }
        self.part(Inline::Code(code.split_whitespace().collect::<Vec<_>>().join(" ")));
        if code.ends_with([' ', '\n']) {
            self.line.space();
        }
    }

    /// Two line breaks in a row end a paragraph, but for where there is only one, such as in the cell of a table.
    fn end_gap(&mut self) {
        if self.flat == Flat::No { self.end_paragraph() } else { self.line.go_on() }
    }

    /// Adds a part that is not text.
    pub fn part(&mut self, part: Inline) {
        if self.line.ends_paragraph() {
            self.end_gap();
        }
        self.line.part(part);
    }

    fn heading(&mut self, id: Id) {
        if self.flat != Flat::No {
            return self.block(id);
        }
        self.end_paragraph();
        let level = self.tree.name(id).as_bytes()[1] - b'0';
        let target = self.context.target(self.tree, id);
        let mut words = self.flattened(id, Flat::Space);
        if is_blank(&words) {
            return;
        }
        let (target, odd) = places::of_heading(target);
        words.splice(0..0, odd.map(Inline::Anchor));
        if plain(&words).trim().is_empty() {
            return self.push_paragraph(words);
        }
        self.push(Block::Heading { level, id: target, words: without_strong(words) });
    }

    /// All words of an element as one line.
    pub fn flattened(&mut self, id: Id, flat: Flat) -> Vec<Inline> {
        let before = std::mem::replace(&mut self.flat, flat);
        let outer = std::mem::take(&mut self.line);
        self.anchor(id);
        self.children(id);
        self.flat = before;
        let mut line = std::mem::replace(&mut self.line, outer);
        line.take()
    }

    /// All that stands in an element, as blocks.
    pub fn inside(&mut self, id: Id) -> Vec<Block> {
        self.end_paragraph();
        self.blocks.push(Vec::new());
        self.children(id);
        self.end_paragraph();
        verse::told(self.blocks.pop().unwrap_or_default())
    }

    /// Adds a block to those of the block that we are in.
    pub fn push(&mut self, block: Block) {
        if let Some(blocks) = self.blocks.last_mut() {
            blocks.push(block);
        }
    }

    /// A paragraph ends here, if there is one.
    pub fn end_paragraph(&mut self) {
        match self.flat {
            Flat::Space => return self.line.space(),
            Flat::Break => return self.line.line_break(),
            Flat::No => {}
        }
        let line = self.line.take();
        self.push_paragraph(line);
    }

    /// Adds a paragraph, if the line shows anything. Pictures by themselves are paragraphs each.
    fn push_paragraph(&mut self, line: Vec<Inline>) {
        if is_blank(&line) {
            return;
        }
        if let Some(pictures) = line::only_pictures(&line) {
            for picture in pictures {
                self.push(Block::Paragraph(vec![picture]));
            }
            return;
        }
        let line = self.with_bare_address(line);
        self.push(Block::Paragraph(line));
    }

    /// WordPress shows what an address leads to if it stands alone in a paragraph.
    fn with_bare_address(&mut self, line: Vec<Inline>) -> Vec<Inline> {
        let is_wordpress = matches!(self.context.origin(), Origin::WordPressClassic | Origin::WordPressBlocks);
        match &line[..] {
            [Inline::Text(text)] if is_wordpress && is_address(text.trim()) => {
                self.context.link_to(text.trim()).unwrap_or(line)
            }
            _ => line,
        }
    }
}

/// Whether a text is a web address and nothing else.
fn is_address(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(char::is_whitespace)
}

/// A heading is strong as it is.
fn without_strong(words: Vec<Inline>) -> Vec<Inline> {
    match <[Inline; 1]>::try_from(words) {
        Ok([Inline::Marked(Mark::Strong, inner)]) => inner,
        Ok([other]) => vec![other],
        Err(words) => words,
    }
}

/// Elements that part the text before them from the text after them.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "center"
            | "address"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "fieldset"
            | "hgroup"
            | "figcaption"
            | "caption"
            | "form"
            | "legend"
            | "summary"
            | "dt"
            | "dd"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "search"
            | "option"
            | "optgroup"
            | "blockquote"
            | "pre"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "table"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "figure"
    )
}
