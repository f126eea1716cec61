//! The events of a text, one by one, each link and picture with its number.
//! Both `read` and `to_html` walk these steps, which is why the n-th link of one is the n-th of the other.

use std::ops::Range;

use pulldown_cmark::{BrokenLinkCallback, DefaultBrokenLinkCallback, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::components;
use crate::ground::markup;
use crate::settings::MarkdownSettings;

/// One event, the bytes of the text that it stands for and, for the start of a link or a picture, its number. For raw HTML
/// it is the number of the first address in it; a block tells it at its end.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub event: Event<'a>,
    pub at: Range<usize>,
    pub number: usize,
    /// It is a line of a call, see `components`; the event says nothing then.
    pub mark: bool,
}

/// The events of a text, in order.
pub(super) struct Steps<'a, F = DefaultBrokenLinkCallback> {
    events: OffsetIter<'a, F>,
    links: usize,
    images: usize,
    addresses: usize,
    /// The lines of the block of raw HTML that we are inside of.
    block: Option<String>,
    /// Whether raw HTML stays HTML.
    raw_html: bool,
    /// How many pictures we are inside of: the words of a picture are its description, and nothing in them counts.
    within: usize,
    text: &'a str,
    /// How many things we are inside of.
    depth: usize,
}

/// What we understand of this text beyond CommonMark.
pub(super) fn options(text: &str, settings: MarkdownSettings) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, settings.smart_punctuation);
    options.set(
        Options::ENABLE_HEADING_ATTRIBUTES,
        memchr::memchr(b'{', text.as_bytes()).is_some() && !has_task_without_words(text),
    );
    options
}

/// Whether a task in a text is a backslash and nothing else, which pulldown-cmark 0.13 cannot bear together with
/// heading attributes if the next line underlines it: it panics.
fn has_task_without_words(text: &str) -> bool {
    text.split(['\n', '\r']).any(|line| {
        let task = line.trim_end_matches('\\');
        task.len() < line.len() && task.trim_end().ends_with(']')
    })
}

impl<'a> Steps<'a> {
    /// The steps of a text.
    pub fn new(text: &'a str, settings: MarkdownSettings) -> Self {
        Self::of(text, Parser::new_ext(text, options(text, settings)), settings)
    }
}

impl<'a, F: BrokenLinkCallback<'a>> Steps<'a, F> {
    /// The steps of a text; `broken` is told of each reference that leads nowhere.
    pub fn telling(text: &'a str, settings: MarkdownSettings, broken: F) -> Self {
        Self::of(text, Parser::new_with_broken_link_callback(text, options(text, settings), Some(broken)), settings)
    }

    fn of(text: &'a str, parser: Parser<'a, F>, settings: MarkdownSettings) -> Self {
        let (events, raw_html) = (parser.into_offset_iter(), settings.raw_html);
        Self { events, links: 0, images: 0, addresses: 0, block: None, raw_html, within: 0, text, depth: 0 }
    }

    /// Passes over the rest of a paragraph that is a line of a call.
    #[cold]
    fn mark(&mut self, at: Range<usize>) -> Step<'a> {
        for (event, _) in self.events.by_ref() {
            if matches!(event, Event::End(TagEnd::Paragraph)) {
                break;
            }
        }
        Step { event: Event::Rule, at, number: 0, mark: true }
    }

    /// Counts the addresses in some raw HTML, and gives how many there were before.
    fn count_addresses(&mut self, html: &str) -> usize {
        let before = self.addresses;
        self.addresses += markup::addresses(html).count();
        before
    }
}

impl<'a, F: BrokenLinkCallback<'a>> Iterator for Steps<'a, F> {
    type Item = Step<'a>;

    #[inline]
    fn next(&mut self) -> Option<Step<'a>> {
        let (event, at) = self.events.next()?;
        let mut number = 0;
        match &event {
            Event::Start(Tag::Paragraph)
                if self.depth == 0 && self.text.get(at.clone()).is_some_and(components::is_mark) =>
            {
                return Some(self.mark(at));
            }
            Event::Start(Tag::Link { .. }) if self.within == 0 => {
                number = self.links;
                self.links += 1;
            }
            Event::Start(Tag::Image { .. }) => {
                if self.within == 0 {
                    number = self.images;
                    self.images += 1;
                }
                self.within += 1;
            }
            Event::End(TagEnd::Image) => self.within -= 1,
            Event::InlineHtml(html) if self.raw_html && self.within == 0 => number = self.count_addresses(html),
            Event::Start(Tag::HtmlBlock) if self.raw_html => self.block = Some(String::new()),
            Event::Html(line) | Event::Text(line) if self.block.is_some() => {
                self.block.get_or_insert_default().push_str(line);
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(html) = self.block.take() {
                    number = self.count_addresses(&html);
                }
            }
            _ => {}
        }
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Some(Step { event, at, number, mark: false })
    }
}
