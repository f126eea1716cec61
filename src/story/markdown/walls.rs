//! Paragraph walls: a story that was pasted with single newlines, which Markdown runs together into one paragraph.
//!
//! The difficulty is to tell pasted paragraphs from a paragraph that an editor wrapped at a fixed width, which has
//! single newlines too and is right as it is. A line was wrapped if the first word of the next one would not have
//! fitted any more. The width is found once for the whole file, from lines that end inside a sentence; since an empty
//! line more does not change those lines, mending twice changes nothing.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{limits, steps};
use crate::ground::SourcePath;
use crate::settings::MarkdownSettings;
use crate::story::{Kind, Source, front_matter};

/// The widths, in characters, at which editors wrap lines.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=120;

/// See [`super::fix_paragraphs`].
pub(super) fn fix(path: &SourcePath, text: &str) -> Option<String> {
    let (_, start, _) = front_matter::read(Source { path, text, kind: Kind::Story });
    let (front, body) = text.split_at_checked(start)?;
    if limits::is_too_much(body) {
        return None;
    }
    let breaks = breaks(body);
    if breaks.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 2 * breaks.len());
    out.push_str(front);
    let mut written = 0;
    for at in breaks {
        out.push_str(&body[written..at]);
        out.push_str(line_end(&body[..at]));
        written = at;
    }
    out.push_str(&body[written..]);
    Some(out)
}

/// Where empty lines are missing: the beginnings of the lines that begin paragraphs, in order.
pub(super) fn breaks(text: &str) -> Vec<usize> {
    let paragraphs = paragraphs(text);
    let width = paragraphs
        .iter()
        .flat_map(|paragraph| &paragraph.lines)
        .map(|line| line.text.trim())
        .filter(|line| !ends_sentence(line))
        .map(|line| line.chars().count())
        .filter(|length| WIDTHS.contains(length))
        .max();
    let mut breaks = Vec::new();
    for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.is_verse) {
        for pair in paragraph.lines.windows(2) {
            if let [line, next] = pair
                && !line.is_inside
                && begins_paragraph(next.text)
                && is_break(line.text.trim(), next.text.trim(), width)
            {
                breaks.push(next.at);
            }
        }
    }
    breaks
}

/// Whether a text is this paragraph and nothing else, as a short story is that was pasted with single newlines.
pub(super) fn is_all(text: &str, paragraph: &Range<usize>) -> bool {
    text[..paragraph.start].trim().is_empty() && text[paragraph.end..].trim().is_empty()
}

/// Whether so many missing empty lines are all that can miss in a paragraph: then no editor has wrapped it.
pub(super) fn is_each(text: &str, paragraph: &Range<usize>, missing: usize) -> bool {
    let lines = text[paragraph.clone()].trim_end().split(['\n', '\r']).filter(|line| !line.is_empty());
    lines.count() == missing + 1
}

/// A paragraph that stands by itself: not in a list, a quote, a table or a note.
#[derive(Default)]
struct Paragraph<'a> {
    lines: Vec<Line<'a>>,
    /// Somebody cared for its line breaks.
    is_verse: bool,
}

struct Line<'a> {
    at: usize,
    text: &'a str,
    /// Its end is inside of emphasis or a link.
    is_inside: bool,
}

fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    let settings = MarkdownSettings { raw_html: true, smart_punctuation: false };
    let mut paragraphs = Vec::new();
    let mut open: Option<(Paragraph<'_>, usize)> = None;
    let mut depth = 0_usize;
    for (event, at) in Parser::new_ext(text, steps::options(text, settings)).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                depth = 1;
                open = Some((Paragraph::default(), at.start));
            }
            Event::End(TagEnd::Paragraph) if depth == 1 => {
                depth = 0;
                if let Some((mut paragraph, from)) = open.take() {
                    let text = text[from..at.end].trim_end_matches(['\r', '\n']);
                    paragraph.lines.push(Line { at: from, text, is_inside: false });
                    paragraphs.push(paragraph);
                }
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::HardBreak => {
                if let Some((paragraph, _)) = &mut open {
                    paragraph.is_verse = true;
                }
            }
            Event::SoftBreak => {
                if let Some((paragraph, from)) = &mut open {
                    let end = at.start + text[at.start..].find(['\r', '\n']).unwrap_or(0);
                    let next = end + line_end(&text[..text.len().min(after_line_end(text, end))]).len();
                    paragraph.lines.push(Line { at: *from, text: &text[*from..end], is_inside: depth > 1 });
                    *from = next;
                }
            }
            _ => {}
        }
    }
    paragraphs
}

/// One past the line end that is at `end`.
fn after_line_end(text: &str, end: usize) -> usize {
    end + if text[end..].starts_with("\r\n") { 2 } else { 1 }
}

/// The line end that a text ends with.
fn line_end(text: &str) -> &str {
    let bytes = text.as_bytes();
    match bytes {
        [.., b'\r', b'\n'] => "\r\n",
        [.., b'\r'] => "\r",
        _ => "\n",
    }
}

/// Whether a paragraph ends between two lines of one file.
fn is_break(line: &str, next: &str, width: Option<usize>) -> bool {
    let length = line.chars().count();
    let first_word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    let wrapped = width.is_some_and(|width| length <= width && length + 1 + first_word > width);
    let long = |length: usize| length > *WIDTHS.end();
    !wrapped && (ends_sentence(line) || long(length) || long(next.chars().count()))
}

/// Whether a line ends as a sentence does, closing quotes and emphasis aside.
fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', '»', '«', '“', ')', ']', '*', '_', '~'])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟', '۔'])
}

/// Whether a line that goes on a paragraph would begin one just as well: at the beginning of a paragraph an indent,
/// a number with a dot and the like would mean something else.
fn begins_paragraph(line: &str) -> bool {
    let words = line.trim_start_matches(' ');
    if line.len() - words.len() > 3 {
        return false;
    }
    let digits = words.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < words.len() {
        return !digits.starts_with(['.', ')']);
    }
    let mut chars = words.chars();
    match (chars.next(), chars.next()) {
        (Some('*' | '_'), Some(second)) => second.is_alphanumeric(),
        (Some('"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '»' | '(' | '—' | '–' | '…' | '¿' | '¡'), _) => {
            true
        }
        (Some(first), _) => first.is_alphanumeric(),
        (None, _) => false,
    }
}
