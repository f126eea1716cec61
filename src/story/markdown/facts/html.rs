//! Raw HTML in a text: its words, its ids, and what of it will not work.

use std::ops::Range;
use std::sync::Arc;

use super::Facts;
use crate::ground::markup;
use crate::ground::messages::markdown as say;
use crate::story::HtmlAddress;
use crate::story::markdown::raw_html;

/// A block of raw HTML without what makes it a part of a quotation or a list.
#[derive(Debug, Default)]
pub(super) struct HtmlBlock {
    html: String,
    /// Where each line begins, here and in the text.
    lines: Vec<(usize, usize)>,
}

impl Facts<'_> {
    /// A block of HTML begins.
    pub(super) fn html_block(&mut self, at: &Range<usize>) {
        self.html_block = self.html(at).map(|()| HtmlBlock::default());
    }

    /// A tag inside of a line.
    pub(super) fn inline_html(&mut self, html: &str, at: &Range<usize>) {
        if self.html(at).is_some() {
            self.addresses(html, &[(0, at.start)]);
        }
    }

    /// A line of a block of HTML, which stands at this place of the text.
    pub(super) fn html_line(&mut self, line: &str, at: usize) {
        if let Some(block) = &mut self.html_block {
            block.lines.push((block.html.len(), at));
            block.html.push_str(line);
        }
    }

    /// Its words are words of the text.
    pub(super) fn end_html_block(&mut self) {
        let Some(block) = self.html_block.take() else { return };
        for words in raw_html::words(&block.html) {
            let plain =
                words.replace("&nbsp;", " ").replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'");
            self.words(&plain, usize::MAX);
            self.gap();
        }
        self.addresses(&block.html, &block.lines);
    }

    /// Takes the addresses of some HTML, whose lines begin at these places: there, and in the text.
    pub(super) fn addresses(&mut self, html: &str, lines: &[(usize, usize)]) {
        let place = |at: usize| {
            let line = lines.partition_point(|(begins, _)| *begins <= at).checked_sub(1);
            line.and_then(|line| lines.get(line)).map_or(0, |(begins, stands)| stands + at - begins)
        };
        for address in markup::addresses(html) {
            let span = self.span(&(place(address.at.start)..place(address.at.end.max(1) - 1) + 1));
            self.html.push(HtmlAddress { used: address.used, to: Arc::from(address.value), span });
        }
    }

    /// What all HTML tells. None if there is nothing to be seen of it but its source.
    pub(super) fn html(&mut self, at: &Range<usize>) -> Option<()> {
        let html = self.text.get(at.clone())?;
        if self.image.is_some() || is_comment(html) {
            return None;
        }
        if !self.settings.raw_html {
            if !self.html_said {
                self.said.push(say::html_is_off(self.source.path, self.span(at)));
            }
            self.html_said = true;
            self.words(html, usize::MAX);
            return None;
        }
        raw_html::find_faults(html, self.offset + at.start, self.source.path, &mut self.said);
        self.anchors.extend(raw_html::ids(html).map(Arc::from));
        Some(())
    }
}

/// Whether some HTML is one comment and nothing else.
fn is_comment(html: &str) -> bool {
    html.starts_with("<!--") && html.find("-->").is_some_and(|end| html[end + 3..].trim().is_empty())
}
