//! The line that is being put together: words with one space between them, marks that are opened where words begin
//! and closed where they end. Knows nothing of blocks but that a line ends somewhere.

use super::parts::{Inline, Mark, is_blank};

/// What words can stand in.
#[derive(Clone)]
pub(super) enum Kind {
    Mark(Mark),
    Link { to: String, title: String },
}

/// A line that is being put together.
#[derive(Default)]
pub(super) struct Line {
    parts: Vec<Inline>,
    open: Vec<Open>,
    /// A space that no word has followed yet.
    space: bool,
    /// Line breaks that no word has followed yet.
    breaks: usize,
    /// Spaces that stay, in front of the first word of a line.
    indent: usize,
}

struct Open {
    kind: Kind,
    parts: Vec<Inline>,
}

impl Line {
    /// Adds some text. Gives back what follows the first word before which a paragraph ends, if one does.
    pub fn text<'t>(&mut self, mut text: &'t str) -> Option<&'t str> {
        loop {
            let words = text.find(is_gap).unwrap_or(text.len());
            if words > 0 {
                if self.ends_paragraph() {
                    return Some(text);
                }
                self.settle();
                self.add(&text[..words]);
                text = &text[words..];
            }
            if text.is_empty() {
                return None;
            }
            let gap = text.find(|c| !is_gap(c)).unwrap_or(text.len());
            self.gap(&text[..gap], text[gap..].chars().next());
            text = &text[gap..];
        }
    }

    /// Whether the next word belongs to a new paragraph.
    pub fn ends_paragraph(&self) -> bool {
        self.breaks > 1
    }

    /// Writes the breaks that wait, where no paragraph can end.
    pub fn go_on(&mut self) {
        self.settle();
        self.breaks = 0;
    }

    /// A line break.
    pub fn line_break(&mut self) {
        self.breaks += usize::from(!self.is_empty());
        (self.space, self.indent) = (false, 0);
    }

    /// A space.
    pub fn space(&mut self) {
        self.space = true;
    }

    /// Adds a part that is not text.
    pub fn part(&mut self, part: Inline) {
        self.settle();
        self.here().push(part);
    }

    /// Opens a mark or a link.
    pub fn open(&mut self, kind: Kind) {
        self.open.push(Open { kind, parts: Vec::new() });
    }

    /// Closes what was opened last.
    pub fn close(&mut self) {
        if let Some(part) = self.open.pop().and_then(folded) {
            self.here().push(part);
        }
    }

    /// How many marks and links are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether words are marked like this already.
    pub fn is_marked(&self, mark: &Mark) -> bool {
        self.open.iter().any(|open| matches!(&open.kind, Kind::Mark(it) if it == mark))
    }

    /// Whether we are in a link.
    pub fn is_in_link(&self) -> bool {
        self.open.iter().any(|open| matches!(open.kind, Kind::Link { .. }))
    }

    /// Whether nothing stands in the line.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.open.iter().all(|open| open.parts.is_empty())
    }

    /// The line so far; what is open stays open for the next one.
    pub fn take(&mut self) -> Vec<Inline> {
        let kinds: Vec<Kind> = self.open.iter().map(|open| open.kind.clone()).collect();
        while !self.open.is_empty() {
            self.close();
        }
        self.open = kinds.into_iter().map(|kind| Open { kind, parts: Vec::new() }).collect();
        (self.space, self.breaks, self.indent) = (false, 0, 0);
        joined(std::mem::take(&mut self.parts))
    }

    /// Writes the space or the break that stands before the next word, outside of marks that are still empty.
    fn settle(&mut self) {
        if self.breaks == 0 && !self.space && self.indent == 0 {
            return;
        }
        let filled = self.open.iter().rposition(|open| !open.parts.is_empty());
        let is_empty = self.is_empty();
        let parts = match filled {
            Some(at) => &mut self.open[at].parts,
            None => &mut self.parts,
        };
        for _ in 0..self.breaks {
            parts.push(Inline::Break);
        }
        if self.indent > 0 {
            parts.push(Inline::Text("\u{a0}".repeat(self.indent)));
        } else if self.space && self.breaks == 0 && !is_empty {
            match parts.last_mut() {
                Some(Inline::Text(text)) => text.push(' '),
                _ => parts.push(Inline::Text(" ".to_owned())),
            }
        }
        (self.space, self.breaks, self.indent) = (false, 0, 0);
    }

    fn gap(&mut self, gap: &str, next: Option<char>) {
        let stays = gap.chars().filter(|c| *c == '\u{a0}').count();
        let starts = self.breaks > 0 || self.is_empty();
        if gap.chars().all(is_nothing) {
            return;
        }
        if starts {
            self.indent += stays;
        } else if stays == 1 && gap.len() == 2 && !self.space && self.binds(next) {
            self.add("\u{a0}");
        } else {
            self.space = true;
        }
    }

    /// Whether a space that stays has a reason to: it binds a number, or stands where French wants it.
    fn binds(&mut self, next: Option<char>) -> bool {
        let before = match self.here().last() {
            Some(Inline::Text(text)) => text.chars().next_back(),
            _ => None,
        };
        let Some((before, next)) = before.zip(next) else { return false };
        before.is_ascii_digit() != next.is_ascii_digit() && before.is_alphanumeric() && next.is_alphanumeric()
            || before == '«'
            || matches!(next, '»' | '!' | '?' | ':' | ';' | '%' | '€')
    }

    fn add(&mut self, words: &str) {
        match self.here().last_mut() {
            Some(Inline::Text(text)) => text.push_str(words),
            _ => self.here().push(Inline::Text(words.to_owned())),
        }
    }

    fn here(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some(open) => &mut open.parts,
            None => &mut self.parts,
        }
    }
}

/// What parts words, or is nothing at all.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c' | '\u{a0}' | '\u{2028}' | '\u{2029}') || is_nothing(c)
}

/// Characters that show nothing and part nothing: leavings of editors, and what neither HTML nor XML allows.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\0'..='\x08' | '\x0b' | '\x0e'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// A mark with its words as one part; none if it marks nothing.
fn folded(open: Open) -> Option<Inline> {
    let words = joined(open.parts);
    match open.kind {
        _ if words.is_empty() => None,
        Kind::Mark(mark) if is_blank(&words) => (mark == Mark::Strong).then_some(Inline::Text(" ".to_owned())),
        Kind::Mark(mark) => Some(marked(mark, words)),
        Kind::Link { to, title } => Some(Inline::Link { to, title, words }),
    }
}

/// Words that are marked. Of two marks around the same words emphasis is the outer one, as in `***both***`.
fn marked(mark: Mark, words: Vec<Inline>) -> Inline {
    match (mark, <[Inline; 1]>::try_from(words)) {
        (Mark::Strong, Ok([Inline::Marked(Mark::Emphasis, inner)])) => {
            Inline::Marked(Mark::Emphasis, vec![Inline::Marked(Mark::Strong, inner)])
        }
        (mark, Ok([one])) => Inline::Marked(mark, vec![one]),
        (mark, Err(words)) => Inline::Marked(mark, words),
    }
}

/// Parts with neighbours of one kind made one: `<b>a</b><b>b</b>` is one mark.
fn joined(parts: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(parts.len());
    for part in parts {
        match (out.last_mut(), part) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (Some(Inline::Code(before)), Inline::Code(code)) => before.push_str(&code),
            (Some(Inline::Marked(mark, before)), Inline::Marked(other, words)) if *mark == other => {
                let both = std::mem::take(before).into_iter().chain(words).collect();
                *before = joined(both);
            }
            (_, part) => out.push(part),
        }
    }
    out
}

/// The pictures of a line, if it shows nothing else.
pub(super) fn only_pictures(line: &[Inline]) -> Option<Vec<Inline>> {
    let mut pictures = Vec::new();
    for part in line {
        match part {
            Inline::Text(text) if text.trim().is_empty() => {}
            Inline::Break => {}
            Inline::Picture(_) => pictures.push(part.clone()),
            Inline::Link { words, .. } if matches!(&words[..], [Inline::Picture(_)]) => pictures.push(part.clone()),
            _ => return None,
        }
    }
    (!pictures.is_empty()).then_some(pictures)
}
