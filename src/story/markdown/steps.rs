//! The events of a text, one by one, each link and picture with its number.
//! Both `read` and `to_html` walk these steps, which is why the n-th link of one is the n-th of the other.

use std::ops::Range;

use pulldown_cmark::{BrokenLinkCallback, DefaultBrokenLinkCallback, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::settings::MarkdownSettings;

/// One event, the bytes of the text that it stands for and, for the start of a link or a picture, its number.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub event: Event<'a>,
    pub at: Range<usize>,
    pub number: usize,
}

/// The events of a text, in order.
pub(super) struct Steps<'a, F = DefaultBrokenLinkCallback> {
    events: OffsetIter<'a, F>,
    links: usize,
    images: usize,
    /// How many pictures we are inside of: the words of a picture are its description, and nothing in them counts.
    within: usize,
}

/// What we understand of this text beyond CommonMark.
pub(super) fn options(text: &str, settings: MarkdownSettings) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, settings.smart_punctuation);
    options.set(Options::ENABLE_HEADING_ATTRIBUTES, text.contains('{') && !has_task_without_words(text));
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
        Self::of(Parser::new_ext(text, options(text, settings)))
    }
}

impl<'a, F: BrokenLinkCallback<'a>> Steps<'a, F> {
    /// The steps of a text; `broken` is told of each reference that leads nowhere.
    pub fn telling(text: &'a str, settings: MarkdownSettings, broken: F) -> Self {
        Self::of(Parser::new_with_broken_link_callback(text, options(text, settings), Some(broken)))
    }

    fn of(parser: Parser<'a, F>) -> Self {
        Self { events: parser.into_offset_iter(), links: 0, images: 0, within: 0 }
    }
}

impl<'a, F: BrokenLinkCallback<'a>> Iterator for Steps<'a, F> {
    type Item = Step<'a>;

    #[inline]
    fn next(&mut self) -> Option<Step<'a>> {
        let (event, at) = self.events.next()?;
        let mut number = 0;
        match &event {
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
            _ => {}
        }
        Some(Step { event, at, number })
    }
}
