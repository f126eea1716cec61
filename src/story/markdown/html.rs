//! The text as HTML: walks the steps and writes. Each form that is more than a tag has a file of its own.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::components::{Dress, Open};
use super::footnotes::Notes;
use super::headings::{Ids, Levels, OpenHeading};
use super::links::{OpenLink, words_of};
use super::paragraphs::Paragraph;
use super::steps::{Step, Steps};
use super::tables::OpenTable;
use super::words::Words;
use super::{RenderOptions, Resolved, escape, raw_html, verse};

/// Writes one text.
pub(super) struct Renderer<'a, 'o> {
    pub text: &'a str,
    pub out: &'o mut String,
    pub places: Places<'o>,
    pub options: RenderOptions,
    steps: Box<dyn Iterator<Item = Step<'a>> + 'o>,
    /// Steps that were looked at already.
    pub ahead: VecDeque<Step<'a>>,
    /// The blocks that we are inside of.
    pub blocks: Vec<Block>,
    pub heading: Option<OpenHeading<'a>>,
    pub link: Option<OpenLink>,
    pub table: OpenTable,
    pub notes: Notes<'a>,
    /// Where the text of each note ends in the output.
    pub notes_end: Vec<usize>,
    pub picture_written: bool,
    pub paragraph: Paragraph,
    pub ids: Ids,
    pub levels: Levels,
    pub title: Title,
    words: Words,
    pub has_html: bool,
    /// The components that we are inside of.
    pub components: Vec<Open<'a>>,
    /// Shows components, where somebody can.
    pub dress: Option<Dress<'o>>,
    /// A footnote was left out of an opening.
    pub note_left_out: bool,
    /// Where our part of the output begins.
    from: usize,
}

/// What is known of where links and pictures lead.
#[derive(Clone, Copy, Debug)]
pub(super) enum Places<'o> {
    /// All.
    Known(Resolved<'o>),
    /// Nothing yet: blanks are left.
    Blank,
    /// Nothing, and blanks are not enough.
    Spoiled,
}

/// The first level-1 heading, which may have become the page's title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Title {
    /// It did, and is not shown again; it is still to come.
    ToSkip,
    /// It did not, or has passed.
    Done,
}

/// A block that holds blocks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Block {
    /// A blockquote: where it begins in the output, where its signature begins in the text, whether that was reached.
    Quote { from: usize, signature: Option<usize>, signed: bool },
    /// Any other.
    Other,
}

impl<'o, 'a: 'o> Renderer<'a, 'o> {
    /// The renderer of a text of which everything is known.
    pub fn new(text: &'a str, resolved: Resolved<'o>, options: RenderOptions, out: &'o mut String) -> Self {
        Self::of((text, Box::new(Steps::new(text, options.markdown))), Places::Known(resolved), options, out)
    }
}

impl<'a, 'o> Renderer<'a, 'o> {
    /// The renderer of a text and its steps.
    pub fn of(
        (text, steps): (&'a str, Box<dyn Iterator<Item = Step<'a>> + 'o>),
        places: Places<'o>,
        options: RenderOptions,
        out: &'o mut String,
    ) -> Self {
        let ids = if has_ids(options) { Ids::of(text, options.markdown) } else { Ids::default() };
        Self {
            text,
            from: out.len(),
            out,
            places,
            options,
            steps,
            ahead: VecDeque::new(),
            blocks: Vec::new(),
            heading: None,
            link: None,
            table: OpenTable::default(),
            notes: Notes::default(),
            notes_end: Vec::new(),
            picture_written: false,
            paragraph: Paragraph::default(),
            ids,
            levels: Levels::default(),
            title: if options.skip_title { Title::ToSkip } else { Title::Done },
            words: Words::default(),
            has_html: false,
            components: Vec::new(),
            dress: None,
            note_left_out: false,
        }
    }

    /// The same, with each component shown by `dress`.
    pub fn dressed(self, dress: Dress<'o>) -> Self {
        Self { dress: Some(dress), ..self }
    }

    /// Writes the text. True if it was cut.
    pub fn run(mut self) -> bool {
        self.write()
    }

    /// Writes the text with blanks in it. False if that cannot be done.
    pub fn run_blank(mut self) -> bool {
        self.write();
        matches!(self.places, Places::Blank)
    }

    /// Where links and pictures lead, if that is known.
    pub fn resolved(&self) -> Option<Resolved<'o>> {
        if let Places::Known(resolved) = self.places { Some(resolved) } else { None }
    }

    /// What comes now can be written only by somebody who knows all addresses.
    pub fn spoil(&mut self) {
        if self.resolved().is_none() {
            self.places = Places::Spoiled;
        }
    }

    fn write(&mut self) -> bool {
        let mut cut = false;
        while let Some(step) = self.next() {
            self.step(step);
            if self.is_opening() && self.is_between_blocks() && Some(self.words.count()) >= self.options.words_at_most {
                cut = self.next().is_some();
                break;
            }
        }
        while !self.components.is_empty() {
            self.close_component();
        }
        self.write_notes();
        if cut && self.has_html {
            raw_html::close_open_tags(self.out, self.from);
        }
        escape::replace_forbidden(self.out, self.from);
        cut || self.note_left_out
    }

    /// Whether only the beginning of the text is wanted. Several openings may stand on one page,
    /// so they have no ids and no footnotes.
    pub fn is_opening(&self) -> bool {
        self.options.words_at_most.is_some()
    }

    fn is_between_blocks(&self) -> bool {
        self.blocks.is_empty() && self.components.is_empty() && !self.paragraph.is_open && self.heading.is_none()
    }

    /// The next step: one that was looked at already, else from the text.
    #[inline]
    pub fn next(&mut self) -> Option<Step<'a>> {
        if let Some(step) = self.ahead.pop_front() { Some(step) } else { self.steps.next() }
    }

    /// The step that is so many steps ahead, without taking it.
    pub fn peek(&mut self, ahead: usize) -> Option<&Step<'a>> {
        while self.ahead.len() <= ahead {
            let step = self.steps.next()?;
            self.ahead.push_back(step);
        }
        self.ahead.get(ahead)
    }

    /// Gives a step back, to be the next one.
    pub fn put_back(&mut self, step: Step<'a>) {
        self.ahead.push_front(step);
    }

    /// Begins a new line, unless we are at the beginning of one.
    #[inline]
    pub fn fresh_line(&mut self) {
        if self.out.len() > self.from && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Counts words, if somebody wants to know.
    #[inline]
    pub fn count(&mut self, words: &str) {
        if self.is_opening() {
            self.words.add(words);
        }
    }

    /// A word ends here.
    pub fn gap(&mut self) {
        self.words.gap();
    }

    /// Writes one step, and the steps that belong to it.
    pub fn step(&mut self, step: Step<'a>) {
        if step.mark {
            return self.mark(self.text.get(step.at).unwrap_or_default());
        }
        match step.event {
            Event::Text(text) => {
                self.count(&text);
                if let Some(heading) = &mut self.heading {
                    heading.words.push_str(&text);
                }
                escape::text(self.out, &text);
            }
            Event::Start(tag) => self.start(tag, &step.at, step.number),
            Event::End(tag) => self.end(tag),
            Event::SoftBreak => self.line_break(&step.at, "\n"),
            Event::HardBreak => self.line_break(&step.at, "<br>\n"),
            Event::Code(code) => {
                self.count(&code);
                if let Some(heading) = &mut self.heading {
                    heading.words.push_str(&code);
                }
                self.out.push_str("<code>");
                escape::code(self.out, &code);
                self.out.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.inline_html(&html, step.number),
            Event::Rule => {
                self.fresh_line();
                self.out.push_str("<hr>\n");
            }
            Event::FootnoteReference(label) => self.note_reference(&label),
            // Signs rather than boxes to tick, which would ask for labels and promise that ticking does something.
            Event::TaskListMarker(done) => {
                self.out.push_str(if done {
                    "<span class=\"task\">☑</span> "
                } else {
                    "<span class=\"task\">☐</span> "
                });
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, at: &Range<usize>, number: usize) {
        match tag {
            Tag::Paragraph => self.start_paragraph(at),
            Tag::Emphasis => self.start_inline("<em>"),
            Tag::Strong => self.start_inline("<strong>"),
            Tag::Strikethrough => self.start_inline("<del>"),
            Tag::Link { .. } => {
                self.start_inline("");
                self.start_link(tag, number);
            }
            Tag::Image { dest_url, title, .. } => self.inline_picture(dest_url, title, number),
            Tag::Heading { level, id, classes, .. } => self.start_heading(level, id, classes),
            Tag::BlockQuote(_) => self.start_quote(at),
            Tag::CodeBlock(kind) if verse::is_verse(&kind) => self.verse(),
            Tag::CodeBlock(kind) => self.code(&kind),
            Tag::HtmlBlock => self.html_block(),
            Tag::List(None) => self.start_block("<ul>\n"),
            Tag::List(Some(1)) => self.start_block("<ol>\n"),
            Tag::List(Some(first)) => {
                self.start_block("<ol start=\"");
                let _ = writeln!(self.out, "{first}\">");
            }
            Tag::Item => self.start_block("<li>"),
            Tag::DefinitionList => self.start_block("<dl>\n"),
            Tag::DefinitionListTitle => self.start_block("<dt>"),
            Tag::DefinitionListDefinition => self.start_block("<dd>"),
            Tag::Table(alignments) => {
                self.blocks.push(Block::Other);
                self.start_table(alignments);
            }
            Tag::TableHead => self.start_head(),
            Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            Tag::FootnoteDefinition(label) => self.keep_note(&label),
            // Not asked for, see `steps::options`.
            Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Emphasis => self.end_inline("</em>"),
            TagEnd::Strong => self.end_inline("</strong>"),
            TagEnd::Strikethrough => self.end_inline("</del>"),
            TagEnd::Link => {
                self.end_link();
                self.end_inline("");
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.end_quote(),
            TagEnd::List(ordered) => self.end_block(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.end_block("</li>\n"),
            TagEnd::DefinitionList => self.end_block("</dl>\n"),
            TagEnd::DefinitionListTitle => self.end_block("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.end_block("</dd>\n"),
            TagEnd::Table => {
                self.blocks.pop();
                self.end_table();
            }
            TagEnd::TableHead => self.end_head(),
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            // Taken together with their beginnings.
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::FootnoteDefinition
            // Not asked for, see `steps::options`.
            | TagEnd::MetadataBlock(_) | TagEnd::Superscript | TagEnd::Subscript => {}
        }
    }

    fn start_block(&mut self, tag: &str) {
        self.blocks.push(Block::Other);
        self.fresh_line();
        self.out.push_str(tag);
    }

    fn end_block(&mut self, tag: &str) {
        self.gap();
        self.blocks.pop();
        self.out.push_str(tag);
    }

    fn code(&mut self, kind: &CodeBlockKind<'a>) {
        self.fresh_line();
        self.out.push_str(if self.options.plain { "<pre><code" } else { "<pre tabindex=\"0\"><code" });
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = info.split([' ', '\t', ',', '{']).next().filter(|it| !it.is_empty())
        {
            self.out.push_str(" class=\"language-");
            escape::attribute(self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        while let Some(step) = self.next() {
            match &step.event {
                Event::End(TagEnd::CodeBlock) => break,
                event => escape::code(self.out, words_of(event)),
            }
        }
        self.out.push_str("</code></pre>\n");
    }
}

/// Feeds and openings are shown beside others of their kind, so their ids could meet.
pub(super) fn has_ids(options: RenderOptions) -> bool {
    !options.plain && options.words_at_most.is_none()
}
