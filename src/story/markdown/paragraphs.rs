//! Paragraphs: their lines, their inline elements, and what some of them turn out to be.

use std::ops::Range;

use super::html::Renderer;

/// A paragraph that is being written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paragraph {
    pub is_open: bool,
    from: usize,
    soft: u32,
    hard: u32,
    /// How many inline elements are open.
    inside: u32,
    /// It became the signature of a letter.
    is_signature: bool,
}

impl Renderer<'_, '_> {
    pub(super) fn start_inline(&mut self, tag: &str) {
        self.paragraph.inside += 1;
        self.out.push_str(tag);
    }

    pub(super) fn end_inline(&mut self, tag: &str) {
        self.paragraph.inside = self.paragraph.inside.saturating_sub(1);
        self.out.push_str(tag);
    }

    pub(super) fn start_paragraph(&mut self, at: &Range<usize>) {
        if self.figure(at) {
            return self.gap();
        }
        self.fresh_line();
        self.paragraph = Paragraph { is_open: true, from: self.out.len(), ..Paragraph::default() };
        if self.is_signature(at.start) {
            self.paragraph.is_signature = true;
            return self.start_signature();
        }
        self.out.push_str("<p>");
    }

    pub(super) fn end_paragraph(&mut self) {
        self.gap();
        self.paragraph.is_open = false;
        let Paragraph { from, soft, hard, is_signature, .. } = self.paragraph;
        if is_signature {
            return self.out.push_str("</figcaption>\n");
        }
        if self.out.len() == from + "<p>".len() {
            return self.out.truncate(from);
        }
        if hard >= 2 && soft == 0 {
            self.out.insert_str(from + "<p".len(), " class=\"verse\"");
        }
        self.out.push_str("</p>\n");
    }

    /// A line ends inside a paragraph. The next one may be the signature of a letter.
    pub(super) fn line_break(&mut self, at: &Range<usize>, written: &str) {
        self.gap();
        if let Some(heading) = &mut self.heading {
            heading.words.push(' ');
        }
        if let Some(next) = self.awaited_signature()
            && self.paragraph.inside == 0
            && !self.paragraph.is_signature
            && self.is_signature(next)
            && self.text.get(at.end..next).is_some_and(|gap| !gap.contains(|c: char| !matches!(c, ' ' | '\t' | '>')))
        {
            self.end_paragraph();
            self.paragraph = Paragraph { is_open: true, is_signature: true, ..Paragraph::default() };
            return self.start_signature();
        }
        let is_hard = written.len() > 1;
        self.paragraph.hard += u32::from(is_hard);
        self.paragraph.soft += u32::from(!is_hard);
        self.out.push_str(written);
    }
}
