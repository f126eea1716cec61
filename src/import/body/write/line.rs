//! Writes the parts of a line: words, marks around them, links and pictures.

use super::Care;
use super::escape::{self, Next, Spot};
use crate::import::body::keep;
use crate::import::body::parts::{Inline, Mark, Picture};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    /// Behind other words.
    Words,
    Heading,
    Cell,
}

/// Writes a line.
pub(super) fn write(out: &mut String, line: &[Inline], place: Place, prefix: &str, care: Care) {
    let starts = place == Place::Paragraph;
    let from = out.len();
    let mut writer = LineWriter { out, from, place, prefix, care, signs: Vec::new(), starts, in_link: false };
    writer.parts(line, false);
    if !writer.signs.is_empty() {
        writer.replace_lost_signs();
    }
}

struct LineWriter<'o, 'p> {
    out: &'o mut String,
    from: usize,
    place: Place,
    prefix: &'p str,
    care: Care,
    /// The signs around marked words.
    signs: Vec<Sign>,
    /// Whether a line begins here.
    starts: bool,
    in_link: bool,
}

/// A pair of signs: where they stand, and the tag that can stand for them.
struct Sign {
    open: usize,
    close: usize,
    text: &'static str,
    tag: &'static str,
}

impl LineWriter<'_, '_> {
    /// Writes parts; `more` tells whether words follow them.
    fn parts(&mut self, parts: &[Inline], more: bool) {
        for (at, part) in parts.iter().enumerate() {
            let next = parts.get(at + 1);
            match part {
                Inline::Text(text) => {
                    let spot = Spot {
                        starts: self.starts,
                        next: next_of(next, more),
                        in_link: self.in_link,
                        place: self.place,
                        care: self.care,
                    };
                    escape::text(self.out, text, spot);
                }
                Inline::Code(code) => self.code(code),
                Inline::Break => {
                    self.line_break();
                    continue;
                }
                Inline::Marked(mark, inner) => self.marked(mark, inner, more || next.is_some()),
                Inline::Link { to, title, words } => self.link(to, title, words),
                Inline::Picture(picture) => self.picture(picture),
                Inline::Anchor(id) => {
                    self.out.push_str("<a");
                    keep::attribute(self.out, "id", id);
                    self.out.push_str("></a>");
                }
            }
            self.starts = false;
        }
    }

    fn line_break(&mut self) {
        match self.place {
            Place::Paragraph => {
                self.out.push_str("\\\n");
                self.out.push_str(self.prefix);
                self.starts = true;
            }
            Place::Words | Place::Heading => self.out.push(' '),
            Place::Cell => self.out.push_str("<br>"),
        }
    }

    fn code(&mut self, code: &str) {
        let (mut longest, mut run) = (0, 0);
        for byte in code.bytes() {
            run = if byte == b'`' { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        let fence = "`".repeat(longest + 1);
        let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        let escaped = if self.place == Place::Cell { code.replace('|', "\\|") } else { String::new() };
        let code = if escaped.is_empty() { code } else { &escaped };
        for piece in [&fence, space, code, space, &fence] {
            self.out.push_str(piece);
        }
    }

    fn marked(&mut self, mark: &Mark, inner: &[Inline], more: bool) {
        let sign = match mark {
            _ if self.care == Care::Utmost => None,
            Mark::Strong => Some("**"),
            Mark::Emphasis => Some("*"),
            Mark::Struck => Some("~~"),
            Mark::Tag(..) => None,
        };
        let (tag, attribute) = keep::tag_of(mark);
        let Some(text) = sign else {
            self.out.push('<');
            self.out.push_str(tag);
            if let Some((name, value)) = attribute {
                keep::attribute(self.out, name, value);
            }
            self.out.push('>');
            self.starts = false;
            self.parts(inner, true);
            self.out.push_str("</");
            self.out.push_str(tag);
            return self.out.push('>');
        };
        let open = self.out.len();
        self.out.push_str(text);
        self.starts = false;
        self.parts(inner, more);
        self.signs.push(Sign { open, close: self.out.len(), text, tag });
        self.out.push_str(text);
    }

    fn link(&mut self, to: &str, title: &str, words: &[Inline]) {
        if title.is_empty() && matches!(words, [Inline::Text(text)] if is_itself(text, to)) {
            let in_table = self.place == Place::Cell && to.contains('|');
            if !in_table {
                self.out.push('<');
                self.out.push_str(to.strip_prefix("mailto:").unwrap_or(to));
                return self.out.push('>');
            }
        }
        self.out.push('[');
        self.starts = false;
        let outer = std::mem::replace(&mut self.in_link, true);
        self.parts(words, true);
        self.in_link = outer;
        self.target(to, title);
    }

    fn picture(&mut self, picture: &Picture) {
        self.out.push_str("![");
        let place = if self.place == Place::Cell { Place::Cell } else { Place::Words };
        let spot = Spot { starts: false, next: Next::Other, in_link: true, place, care: self.care };
        escape::text(self.out, &picture.alt, spot);
        self.target(&picture.src, &picture.title);
    }

    fn target(&mut self, to: &str, title: &str) {
        self.out.push_str("](");
        escape::address(self.out, to);
        if !title.is_empty() {
            self.out.push_str(" \"");
            escape::title(self.out, title, self.place == Place::Cell);
            self.out.push('"');
        }
        self.out.push(')');
    }

    /// Puts tags in place of signs that would not be read as such: `a**"b"**c` marks nothing.
    fn replace_lost_signs(&mut self) {
        let text = &self.out[self.from..];
        let at = |place: usize| place - self.from;
        let mut opens: Vec<usize> = self.signs.iter().map(|sign| sign.open).collect();
        opens.sort_unstable();
        let is_lost = |sign: &Sign| {
            let (open, close, length) = (at(sign.open), at(sign.close), sign.text.len());
            let runs_on = opens.binary_search(&(sign.close + length)).is_ok();
            runs_on
                || !flanks(text[..open].chars().next_back(), text[open + length..].chars().next())
                || !flanks(text[close + length..].chars().next(), text[..close].chars().next_back())
        };
        let mut edits: Vec<(usize, usize, String)> = Vec::new();
        for sign in self.signs.iter().filter(|sign| is_lost(sign)) {
            // Words without a mark are better than tags that are shown as they are.
            let tags = (format!("<{}>", sign.tag), format!("</{}>", sign.tag));
            let (before, after) = if self.care.has_tags() { tags } else { <(String, String)>::default() };
            edits.push((at(sign.open), sign.text.len(), before));
            edits.push((at(sign.close), sign.text.len(), after));
        }
        if edits.is_empty() {
            return;
        }
        edits.sort();
        let mut mended = String::with_capacity(text.len() + edits.len() * 8);
        let mut done = 0;
        for (place, length, tag) in edits {
            mended.push_str(&text[done..place]);
            mended.push_str(&tag);
            done = place + length;
        }
        mended.push_str(&text[done..]);
        self.out.truncate(self.from);
        self.out.push_str(&mended);
    }
}

/// Whether a sign between these characters is read as one that turns to the inner.
fn flanks(outer: Option<char>, inner: Option<char>) -> bool {
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    !is_space(inner) && (!is_sign(inner) || is_space(outer) || outer.is_some_and(|c| c.is_ascii_punctuation()))
}

/// Whether the words of a link are its address, so that it can stand between angle brackets.
fn is_itself(words: &str, to: &str) -> bool {
    let is_plain = |it: &str| {
        it.chars().all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '\\' | '`' | '"' | ';'))
    };
    if let Some(address) = to.strip_prefix("mailto:") {
        let is_mail = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@');
        return words == address
            && address.chars().all(is_mail)
            && address.split('@').count() == 2
            && address.split(['@', '.']).all(|part| {
                part.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && part.ends_with(|c: char| c.is_ascii_alphanumeric())
            });
    }
    words == to && (to.starts_with("https://") || to.starts_with("http://")) && is_plain(to)
}

fn next_of(next: Option<&Inline>, more: bool) -> Next {
    match next {
        None if more => Next::Other,
        None | Some(Inline::Break) => Next::End,
        Some(Inline::Link { .. } | Inline::Picture(_)) => Next::Bracket,
        Some(_) => Next::Other,
    }
}
