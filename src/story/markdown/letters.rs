//! Letters and inscriptions: a blockquote whose last line starts with a dash and says who wrote it.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::html::{Block, Renderer};
use super::steps::Step;

/// Quotes inside quotes are looked at to this depth; a letter in a letter is rare, and hostile text is not.
const DEEPEST: usize = 4;

impl Renderer<'_, '_> {
    /// Writes the start of a blockquote.
    pub(super) fn start_quote(&mut self, at: &Range<usize>) {
        let depth = self.blocks.iter().filter(|block| matches!(block, Block::Quote { .. })).take(DEEPEST).count();
        let signature = if depth < DEEPEST { signature_at(self.text, at) } else { None };
        self.fresh_line();
        self.blocks.push(Block::Quote { from: self.out.len(), signature, signed: false });
        self.out.push_str("<blockquote>\n");
    }

    /// Writes the end of a blockquote.
    pub(super) fn end_quote(&mut self) {
        let signed = matches!(self.blocks.pop(), Some(Block::Quote { signed: true, .. }));
        self.out.push_str(if signed { "</figure>\n" } else { "</blockquote>\n" });
    }

    /// Whether what comes at byte `next` is the signature of the quote that we are directly in: there is something to
    /// be signed, and nothing comes after it.
    pub(super) fn is_signature(&mut self, next: usize) -> bool {
        matches!(self.blocks.last(), Some(Block::Quote { signature: Some(at), signed: false, from })
            if *at == next && self.out.len() > from + "<blockquote>\n<p>".len())
            && self.ends_with_this_paragraph()
    }

    fn ends_with_this_paragraph(&mut self) -> bool {
        let mut ahead = 0;
        while let Some(step) = self.peek(ahead) {
            ahead += 1;
            if matches!(step.event, Event::End(TagEnd::Paragraph)) {
                return self.peek(ahead).is_some_and(|step| matches!(step.event, Event::End(TagEnd::BlockQuote(_))));
            }
        }
        false
    }

    /// Where the signature of the quote that we are directly in would begin, if it is still to come.
    pub(super) fn awaited_signature(&self) -> Option<usize> {
        match self.blocks.last() {
            Some(Block::Quote { signature, signed: false, .. }) => *signature,
            _ => None,
        }
    }

    /// Makes the quote so far a letter, and begins its signature. The caller has closed the paragraph.
    pub(super) fn start_signature(&mut self) {
        let Some(Block::Quote { from, signed, .. }) = self.blocks.last_mut() else { return };
        *signed = true;
        let from = *from;
        self.out.insert_str(from, "<figure class=\"letter\">\n");
        self.out.push_str("</blockquote>\n<figcaption>— ");
        self.skip_dash();
    }

    /// Passes over the dash as written: `—`, `--`, or what smart punctuation made of it.
    fn skip_dash(&mut self) {
        while let Some(step) = self.next() {
            let Event::Text(text) = &step.event else { return self.put_back(step) };
            let rest = text.trim_start_matches(['—', '–', '-']).trim_start();
            if rest.is_empty() {
                continue;
            }
            let event = Event::Text(rest.to_owned().into());
            return self.put_back(Step { event, ..step });
        }
    }
}

/// Where the last line of a blockquote begins, if it starts with an em dash or two hyphens and names somebody.
fn signature_at(text: &str, quote: &Range<usize>) -> Option<usize> {
    let source = text.get(quote.clone())?.trim_end_matches(|c: char| c.is_ascii_whitespace() || c == '>');
    let line_at = source.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = source[line_at..].trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '>');
    let dashed = line.starts_with('—') || line.starts_with("--");
    (dashed && line.contains(char::is_alphanumeric)).then(|| quote.start + source.len() - line.len())
}

/// Where a name stands that was probably meant to sign a blockquote, but after a single hyphen, which begins a list.
pub(super) fn nearly_signed(text: &str, quote: &Range<usize>) -> Option<Range<usize>> {
    let is_air = |c: char| c.is_ascii_whitespace() || c == '>';
    let source = text.get(quote.clone())?.trim_end_matches(is_air);
    let (above, last) = source.rsplit_once(['\n', '\r'])?;
    let line = last.trim_start_matches(is_air);
    let name = line.strip_prefix("- ").or_else(|| line.strip_prefix("– "))?;
    let is_name = name.starts_with(char::is_uppercase)
        && name.split_whitespace().take(6).count() < 6
        && !name.ends_with(['.', '!', '?', ':', ';']);
    let above = above.trim_end_matches(is_air);
    let before = above.rsplit(['\n', '\r']).next().unwrap_or(above).trim_start_matches(is_air);
    let in_a_list = ["- ", "* ", "+ ", "– "].iter().any(|mark| before.starts_with(mark));
    let end = quote.start + source.len();
    (is_name && !before.is_empty() && !in_a_list).then(|| end - line.len()..end)
}
