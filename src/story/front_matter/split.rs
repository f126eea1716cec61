//! Where the block between the `---` lines is, and where the text begins. Knows no YAML, only fences.

use super::keys;

/// A source file in two parts; offsets into the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// Where the block begins: after the opening fence.
    pub block: usize,
    /// Where it ends: before the closing fence. Equal to `block` if there is no front matter.
    pub block_end: usize,
    /// Where the text begins.
    pub body: usize,
    /// What is wrong with the fences.
    pub fault: Option<Fault>,
}

/// What is wrong with the fences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The block has no end; it should be before this line (start and end of the line that was taken for the text).
    NoEnd(usize, usize),
    /// This line was meant as a fence, but is not three hyphens.
    NotAFence(usize, usize),
    /// The file begins with keys, but not with a fence.
    NoStart(usize, usize),
    /// The front matter is TOML, between `+++` lines.
    Toml(usize, usize),
}

/// A line of a file: its offset, its text without the line end, and the offset of the next one.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
    next: usize,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn is_fence(&self) -> bool {
        self.text.trim_end() == "---"
    }

    fn is_end(&self) -> bool {
        matches!(self.text.trim_end(), "---" | "...")
    }

    /// Hyphens or dashes only, but not a fence: too many, too few, indented, or made longer by a word processor.
    fn is_nearly_fence(&self) -> bool {
        let dashes = self.text.trim();
        !self.is_fence()
            && (dashes.chars().count() > 1 || self.text.starts_with(['\u{2013}', '\u{2014}', '\u{2015}']))
            && dashes.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
    }

    fn end(&self) -> usize {
        self.start + self.text.trim_end().len()
    }
}

/// Finds the parts. A file that begins with a line between two paragraphs (`---` and then prose) has no front matter.
pub(super) fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(first) = lines(text, start).find(|line| !line.is_blank()) else { return none(start) };
    if first.is_fence() {
        return after_fence(text, start, first);
    }
    if first.text.trim_end() == "+++" {
        let end = lines(text, first.next).find(|line| line.text.trim_end() == "+++");
        let body = end.map_or(first.next, |line| line.next);
        return Split { body, fault: Some(Fault::Toml(first.start, first.end())), ..none(start) };
    }
    let head = known_keys(text, if first.is_nearly_fence() { first.next } else { first.start });
    if first.is_nearly_fence() && head.keys > 0 {
        let fault = Some(Fault::NotAFence(first.start, first.end()));
        return Split { fault, ..after_fence(text, start, first) };
    }
    if head.keys > 1 || (head.keys == 1 && head.fenced) {
        return Split {
            block: first.start,
            block_end: head.end,
            body: head.body,
            fault: Some(Fault::NoStart(first.start, first.end())),
        };
    }
    none(start)
}

fn none(start: usize) -> Split {
    Split { block: start, block_end: start, body: start, fault: None }
}

fn after_fence(text: &str, start: usize, fence: Line<'_>) -> Split {
    let closing = lines(text, fence.next).find(Line::is_end);
    let end = closing.map_or(text.len(), |line| line.start);
    let mut inner = lines(text, fence.next).take_while(|line| line.start < end).skip_while(Line::is_blank);
    let known = |line: Line<'_>| line.text.split_once(':').is_some_and(|(name, _)| keys::find(name).is_some());
    let keyed = match (closing, inner.clone().find(|line| !line.text.starts_with('#'))) {
        (Some(_), None) => inner.next().is_none(),
        (Some(_), Some(first)) => is_entry(first.text) || inner.any(known),
        (None, _) => inner.take_while(|line| !line.is_blank()).any(|line| is_entry(line.text)),
    };
    if !keyed {
        return none(start);
    }
    match closing {
        Some(line) => Split { block: fence.next, block_end: line.start, body: line.next, fault: None },
        None => without_end(text, fence),
    }
}

/// There is no closing fence: the block ends at something like a fence, or before the first line that is no entry.
fn without_end(text: &str, fence: Line<'_>) -> Split {
    let mut after_blank = false;
    for line in lines(text, fence.next) {
        if line.is_nearly_fence() {
            let fault = Some(Fault::NotAFence(line.start, line.end()));
            return Split { block: fence.next, block_end: line.start, body: line.next, fault };
        }
        if line.is_blank() {
            after_blank = true;
        } else if after_blank && !is_entry(line.text) && !line.text.starts_with([' ', '\t', '#', '-']) {
            let fault = Some(Fault::NoEnd(line.start, line.end()));
            return Split { block: fence.next, block_end: line.start, body: line.start, fault };
        }
    }
    let fault = Some(Fault::NoEnd(fence.start, fence.end()));
    Split { block: fence.next, block_end: text.len(), body: text.len(), fault }
}

/// Lines at the top of a file that hold well-known keys.
struct Head {
    keys: usize,
    fenced: bool,
    end: usize,
    body: usize,
}

fn known_keys(text: &str, start: usize) -> Head {
    let mut head = Head { keys: 0, fenced: false, end: start, body: start };
    for line in lines(text, start) {
        if line.is_end() || line.is_nearly_fence() || line.is_blank() {
            head.fenced = !line.is_blank();
            (head.end, head.body) = (line.start, line.next);
            return head;
        }
        let known = line.text.split_once(':').is_some_and(|(name, _)| keys::find(name).is_some());
        if !known && !line.text.starts_with([' ', '\t', '-', '#']) {
            return Head { keys: 0, ..head };
        }
        head.keys += usize::from(known);
        (head.end, head.body) = (line.next, line.next);
    }
    head
}

/// Whether a line looks like `key: value`.
fn is_entry(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return line.starts_with('{') };
    let named = key.len() <= 60 && key.trim() == key && key.chars().any(char::is_alphabetic);
    let value_apart = value.is_empty() || value.starts_with([' ', '\t']) || keys::find(key).is_some();
    named && value_apart && key.split_whitespace().count() <= 3
}

fn lines(text: &str, start: usize) -> impl Iterator<Item = Line<'_>> + Clone {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let mark = if rest[len..].starts_with("\r\n") { 2 } else { usize::from(len < rest.len()) };
        let line = Line { start: at, text: &rest[..len], next: at + len + mark };
        at = line.next;
        Some(line)
    })
}
