//! The facts of one text: links, pictures, headings, words, excerpt, anchors, and what is wrong with it.
//! One walk over the steps; makes no HTML.

mod components;
mod html;
mod links;
mod lost;
mod notes;

use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use self::html::HtmlBlock;
use self::links::{OpenImage, OpenLink};
use self::notes::NoteFacts;
use super::excerpt::Excerpt;
use super::headings::{self, Ids};
use super::steps::{Step, Steps};
use super::words::Words;
use super::{Wants, blank, escape, letters, limits, verse, walls};
use crate::ground::messages::markdown as say;
use crate::ground::{Diagnostic, Fingerprint, Span};
use crate::settings::MarkdownSettings;
use crate::story::{Body, Heading, HtmlAddress, Image, Link, Source};

/// A paragraph of more words than this, with single newlines in it, was probably pasted.
const WALL: u32 = 250;

/// The longest name of a footnote that is looked for, in bytes.
const LONGEST_NAME: usize = 40;

/// See [`super::read`].
pub(super) fn read(
    source: Source<'_>,
    start: usize,
    settings: MarkdownSettings,
    wants: Wants<'_>,
) -> (Body, Vec<Diagnostic>) {
    let whole = source.text.get(start..).unwrap_or("");
    let text = super::without_mark(whole);
    let offset = source.text.len() - text.len();
    let mut body = Body {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        digest: Fingerprint::of(source.text.as_bytes()),
        ..Body::default()
    };
    if let Some(fault) = limits::fault(text, offset, source.path) {
        return (body, vec![fault]);
    }
    // The parser has been seen to panic on texts that only chance or malice makes; one such text must not end the build.
    let walked = panic::catch_unwind(AssertUnwindSafe(|| walk((source, text, offset), settings, &mut body, wants)));
    let said = walked.unwrap_or_else(|_| vec![say::cannot_be_parsed(source.path, Span::new(offset, offset))]);
    (body, said)
}

fn walk(
    (source, text, offset): (Source<'_>, &str, usize),
    settings: MarkdownSettings,
    body: &mut Body,
    mut wants: Wants<'_>,
) -> Vec<Diagnostic> {
    let mut broken = Vec::new();
    let blank = wants.blank.take();
    let mut facts = Facts::new(source, text, offset, settings, wants);
    let tell = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push(link.span);
        }
        None
    };
    let steps = Steps::telling(text, settings, tell);
    match blank {
        Some(blank) => blank::write(text, settings, steps.inspect(|step| facts.step(step)), blank),
        None => steps.for_each(|step| facts.step(&step)),
    }
    for at in broken {
        facts.said.push(say::unknown_reference(source.path, facts.span(&at), &text[at]));
    }
    facts.finish(body)
}

/// What was found so far.
struct Facts<'a> {
    source: Source<'a>,
    text: &'a str,
    /// Where `text` begins in the file.
    offset: usize,
    settings: MarkdownSettings,
    said: Vec<Diagnostic>,
    words: Words,
    /// What a reader sees of it, but for the notes: some of them are never shown.
    prose: Option<&'a mut String>,
    excerpt: Excerpt,
    /// How many things we are inside of whose words are no prose: headings, tables, code, notes.
    aside: u32,
    depth: usize,
    ids: Ids,
    headings: Vec<Heading>,
    heading: Option<OpenHeading<'a>>,
    links: Vec<Link>,
    link: Option<OpenLink>,
    images: Vec<Image>,
    image: Option<OpenImage>,
    paragraph: Paragraph,
    walls: Vec<(Range<usize>, u32)>,
    notes: NoteFacts<'a>,
    anchors: Vec<Arc<str>>,
    code: Code,
    html_said: bool,
    /// Whether anything in the text can be a call, here or elsewhere.
    has_marks: bool,
    /// How many lists and quotations we are inside of.
    inside: u32,
    /// The components that we are inside of.
    open: Vec<components::Open>,
    html: Vec<HtmlAddress>,
    html_block: Option<HtmlBlock>,
}

struct OpenHeading<'a> {
    at: Range<usize>,
    level: u8,
    id: Option<CowStr<'a>>,
    words: String,
}

#[derive(Default)]
struct Paragraph {
    words: u32,
    breaks: u32,
}

/// Whether we are in a code block, and in which kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    Outside,
    /// Its words are not prose and are not counted.
    Skipped,
    /// Its words are.
    Verse,
}

impl<'a> Facts<'a> {
    fn new(source: Source<'a>, text: &'a str, offset: usize, settings: MarkdownSettings, wants: Wants<'a>) -> Self {
        Self {
            source,
            text,
            offset,
            settings,
            said: Vec::new(),
            words: Words::default(),
            prose: wants.prose,
            excerpt: Excerpt::default(),
            // All words are none of the excerpt's, where there is to be none.
            aside: u32::from(!wants.excerpt),
            depth: 0,
            ids: Ids::of(text, settings),
            headings: Vec::new(),
            heading: None,
            links: Vec::new(),
            link: None,
            images: Vec::new(),
            image: None,
            paragraph: Paragraph::default(),
            walls: Vec::new(),
            notes: NoteFacts::default(),
            anchors: Vec::new(),
            code: Code::Outside,
            html_said: false,
            has_marks: components::may_have_calls(text),
            inside: 0,
            open: Vec::new(),
            html: Vec::new(),
            html_block: None,
        }
    }

    fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.offset + at.start, self.offset + at.end)
    }

    fn step(&mut self, step: &Step<'a>) {
        if step.mark {
            return self.mark(&step.at);
        }
        match &step.event {
            Event::Text(line) if self.html_block.is_some() => self.html_line(line, step.at.start),
            Event::Text(text) => self.words(text, step.at.start),
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth == limits::DEEPEST + 1 {
                    self.said.push(say::too_deep(self.source.path, self.span(&step.at), limits::DEEPEST));
                }
                if let Tag::BlockQuote(_) = tag {
                    self.check_signature(&step.at);
                }
                self.start(tag, &step.at);
            }
            Event::End(tag) => {
                self.depth -= 1;
                self.end(*tag, &step.at);
            }
            Event::SoftBreak => {
                self.paragraph.breaks += 1;
                self.gap();
            }
            Event::HardBreak => self.gap(),
            Event::Code(code) => self.words(code, usize::MAX),
            Event::InlineHtml(html) => self.inline_html(html, &step.at),
            Event::Html(line) => self.html_line(line, step.at.start),
            Event::FootnoteReference(label) if self.image.is_none() => self.notes.refer(label),
            _ => {}
        }
    }

    /// A letter that is signed with a hyphen would end in a list of one name.
    fn check_signature(&mut self, quote: &Range<usize>) {
        let Some(at) = letters::nearly_signed(self.text, quote) else { return };
        let span = self.span(&at);
        // Quotes in quotes may end in the same line.
        if self.said.last().is_none_or(|last| last.span != Some(span)) {
            self.said.push(say::signed_with_a_hyphen(self.source.path, span, &self.text[at]));
        }
    }

    /// Words that a reader sees, or hears of a picture.
    fn words(&mut self, words: &str, at: usize) {
        if let Some(heading) = &mut self.heading {
            heading.words.push_str(words);
        }
        if let Some(image) = &mut self.image {
            image.has_words |= !words.trim().is_empty();
            return;
        }
        if self.code == Code::Skipped {
            return;
        }
        self.words.add(words);
        if let Some(prose) = self.prose.as_mut().filter(|_| !self.notes.is_open()) {
            prose.push_str(words);
        }
        if self.aside == 0 {
            self.excerpt.add(words);
        }
        if let Some(link) = &mut self.link {
            link.has_words |= !words.trim().is_empty();
        }
        if words.ends_with('[') {
            self.find_lost(words, at);
        }
        if self.has_marks {
            self.find_lost_calls(words, at);
        }
    }

    /// A word ends here.
    fn gap(&mut self) {
        if let Some(heading) = &mut self.heading {
            heading.words.push(' ');
        }
        if self.image.is_none() {
            self.words.gap();
            if let Some(prose) = &mut self.prose {
                prose.push(' ');
            }
            if self.aside == 0 {
                self.excerpt.gap();
            }
        }
    }

    fn start(&mut self, tag: &Tag<'a>, at: &Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.paragraph = Paragraph { words: self.words.count(), breaks: 0 };
            }
            Tag::Link { link_type, dest_url, .. } if self.image.is_none() => self.start_link(*link_type, dest_url, at),
            Tag::Image { dest_url, .. } => self.start_image(dest_url, at),
            Tag::Heading { level, id, .. } => {
                self.aside += 1;
                let (at, level, id) = (at.clone(), headings::number(*level), id.clone());
                self.heading = Some(OpenHeading { at, level, id, words: String::new() });
            }
            Tag::CodeBlock(kind) => {
                if matches!(kind, CodeBlockKind::Indented) {
                    self.find_indented_prose(at);
                }
                self.code = if verse::is_verse(kind) { Code::Verse } else { Code::Skipped };
            }
            Tag::Table(_) => self.aside += 1,
            Tag::Item | Tag::BlockQuote(_) => self.inside += 1,
            Tag::FootnoteDefinition(label) => {
                self.aside += 1;
                self.notes.start(label, self.span(at));
            }
            Tag::HtmlBlock => self.html_block(at),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, at: &Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => return,
            TagEnd::Link => return self.end_link(),
            TagEnd::Image => return self.end_image(),
            TagEnd::Paragraph => {
                let words = self.words.count() - self.paragraph.words;
                if self.paragraph.breaks >= 3 && (words > WALL || walls::is_all(self.text, at)) {
                    self.walls.push((at.clone(), words));
                }
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::CodeBlock => self.code = Code::Outside,
            TagEnd::Table => self.aside -= 1,
            TagEnd::Item | TagEnd::BlockQuote(_) => self.inside -= 1,
            TagEnd::FootnoteDefinition => {
                self.aside -= 1;
                self.notes.end();
            }
            _ => {}
        }
        self.gap();
    }

    fn end_heading(&mut self) {
        self.aside -= 1;
        let Some(heading) = self.heading.take() else { return };
        if let Some(heading) = self.notes.keep_heading(heading) {
            self.heading_found(heading);
        }
    }

    /// A heading that readers will see, in the order of the page, since ids are given in that order.
    fn heading_found(&mut self, heading: OpenHeading<'a>) {
        let mut text = String::with_capacity(heading.words.len());
        for word in heading.words.split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        if text.is_empty() {
            self.said.push(say::empty_heading(self.source.path, self.span(&heading.at)));
            return;
        }
        let id = self.ids.next(heading.id.as_deref(), &heading.words);
        if let Some(given) = heading.id.as_deref().filter(|given| !given.is_empty() && *given != id) {
            self.said.push(say::heading_id_taken(self.source.path, self.span(&heading.at), given, &id));
        }
        let (id, text) = (Arc::from(escape::plain(id)), Arc::from(escape::plain(text)));
        self.headings.push(Heading { level: heading.level, id, text });
    }

    /// Something like `[^1]` that stands in the text as it is, because no note has that name.
    fn find_lost_note(&mut self, at: usize) {
        let Some(rest) = self.text.get(at..).filter(|rest| rest.starts_with("[^")) else { return };
        // No farther than a name goes: a long line of such beginnings must not be read again from each of them.
        let end = rest.bytes().take(LONGEST_NAME + 3).position(|byte| matches!(byte, b']' | b'\n' | b'\r'));
        let Some(name) = end.filter(|end| rest.as_bytes()[*end] == b']').and_then(|end| rest.get(2..end)) else {
            return;
        };
        if !name.is_empty() && !name.contains([' ', '[', '^']) {
            let span = self.span(&(at..at + name.len() + 3));
            self.said.push(say::unknown_note(self.source.path, span, name));
        }
    }

    fn finish(mut self, body: &mut Body) -> Vec<Diagnostic> {
        self.close_all();
        let notes = std::mem::take(&mut self.notes);
        for heading in notes.finish(self.source.path, &mut self.anchors, &mut self.said) {
            self.heading_found(heading);
        }
        if !self.walls.is_empty() {
            let breaks = walls::breaks(self.text);
            for (at, words) in &self.walls {
                let missing = breaks.iter().filter(|it| at.contains(it)).count();
                if missing >= 2 && (*words > WALL || walls::is_each(self.text, at, missing)) {
                    self.said.push(say::paragraph_wall(self.source.path, self.span(at), *words));
                }
            }
        }
        body.words = self.words.count();
        body.headings = self.headings.into();
        body.links = self.links.into();
        body.images = self.images.into();
        body.html = self.html.into();
        body.excerpt = Arc::from(escape::plain(self.excerpt.finish()));
        body.anchors = self.anchors.into();
        self.said
    }
}
