//! Raw HTML in a text: its words, its ids, and what of it will not work.

use std::ops::Range;
use std::sync::Arc;

use super::Facts;
use crate::ground::messages::markdown as say;
use crate::story::markdown::raw_html;

impl<'a> Facts<'a> {
    /// A block of HTML: its words are words of the text.
    pub(super) fn html_block(&mut self, at: &Range<usize>) {
        let Some(html) = self.html(at) else { return };
        for words in raw_html::words(html) {
            let plain =
                words.replace("&nbsp;", " ").replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'");
            self.words(&plain, usize::MAX);
            self.gap();
        }
    }

    /// What all HTML tells. None if there is nothing to be seen of it but its source.
    pub(super) fn html(&mut self, at: &Range<usize>) -> Option<&'a str> {
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
        Some(html)
    }
}

/// Whether some HTML is one comment and nothing else.
fn is_comment(html: &str) -> bool {
    html.starts_with("<!--") && html.find("-->").is_some_and(|end| html[end + 3..].trim().is_empty())
}
