//! Finds shortcodes in a text, in one pass, and tells them from brackets that are only brackets.

use std::collections::{BTreeMap, BTreeSet};

use super::{CODE, FILMS, MADE_ANEW};

/// No shortcode is longer than this, in bytes.
const LONGEST: usize = 4 << 10;

/// A piece of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'h> {
    Text(&'h str),
    /// A shortcode, and which piece is its end.
    Open {
        code: Shortcode<'h>,
        close: Option<usize>,
    },
    Close {
        name: &'h str,
        at: usize,
        end: usize,
    },
}

/// A shortcode.
#[derive(Debug, PartialEq)]
pub(in crate::import) struct Shortcode<'h> {
    pub name: &'h str,
    attributes: &'h str,
    at: usize,
    end: usize,
}

impl<'h> Shortcode<'h> {
    /// The value of an attribute.
    pub fn named(&self, name: &str) -> Option<&'h str> {
        self.all().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Where it stands, in bytes.
    pub fn place(&self) -> std::ops::Range<usize> {
        self.at..self.end
    }

    /// The first value without a name.
    pub fn first(&self) -> Option<&'h str> {
        self.all().find(|(name, _)| name.is_empty()).map(|(_, value)| value)
    }

    fn all(&self) -> impl Iterator<Item = (&'h str, &'h str)> + use<'h> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let is_name = !name.is_empty() && name.bytes().all(is_name_byte);
            let (name, value) = match after.strip_prefix('=') {
                Some(value) if is_name => (name, value),
                _ => ("", rest),
            };
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = after;
            Some((name, value))
        })
    }
}

/// Takes a text apart. All pieces together are the text, but for the second brackets of `[[escaped]]` shortcodes.
pub(super) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = found(html);
    let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open { code, .. } => open.entry(code.name.to_ascii_lowercase()).or_default().push(at),
            // An end belongs to the nearest beginning before it; the others have none.
            Piece::Close { name, .. } => {
                let begun = open.get_mut(&name.to_ascii_lowercase()).and_then(Vec::pop);
                ends.extend(begun.map(|begun| (begun, at)));
            }
            Piece::Text(_) => {}
        }
    }
    for (at, piece) in pieces.iter_mut().enumerate() {
        let Piece::Open { code, close } = piece else { continue };
        *close = ends.get(&at).copied();
        let (start, end) = (code.at, code.end);
        let is_one = close.is_some() || is_known(code.name) || code.all().any(|(name, _)| !name.is_empty());
        if !is_one {
            *piece = Piece::Text(&html[start..end]);
        }
    }
    keep_lone_ends(html, &mut pieces);
    pieces
}

/// An end that ends nothing is text.
fn keep_lone_ends<'h>(html: &'h str, pieces: &mut [Piece<'h>]) {
    let ended: BTreeSet<usize> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Open { close, .. } => *close,
            _ => None,
        })
        .collect();
    for (at, piece) in pieces.iter_mut().enumerate() {
        if let Piece::Close { at: start, end, .. } = piece
            && !ended.contains(&at)
        {
            *piece = Piece::Text(&html[*start..*end]);
        }
    }
}

/// The source between a shortcode, whose next piece is `from`, and its end.
pub(super) fn between<'h>(html: &'h str, pieces: &[Piece<'h>], from: usize, close: usize) -> &'h str {
    match (&pieces[from - 1], &pieces[close]) {
        (Piece::Open { code, .. }, Piece::Close { at, .. }) => html.get(code.end..*at).unwrap_or(""),
        _ => "",
    }
}

fn found(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut at, mut text) = (0, 0);
    let mut in_code = 0_u32;
    let last_comment = html.rfind("-->").unwrap_or(0);
    while let Some(found) = html[at..].find(['[', '<']) {
        let here = at + found;
        if html.as_bytes()[here] == b'<' {
            let tag = &html[here..here + tag_len(&html[here..], here < last_comment)];
            in_code = code_depth(tag, in_code);
            at = here + tag.len();
            continue;
        }
        at = here + 1;
        if html[at..].starts_with('[') {
            if let Some((inner, end)) = escaped(html, here) {
                pieces.push(Piece::Text(&html[text..here]));
                pieces.push(Piece::Text(inner));
                (at, text) = (end, end);
            }
            continue;
        }
        let piece = if in_code > 0 { None } else { shortcode(html, here) };
        if let Some((piece, end)) = piece {
            pieces.push(Piece::Text(&html[text..here]));
            pieces.push(piece);
            (at, text) = (end, end);
        }
    }
    pieces.push(Piece::Text(&html[text..]));
    pieces
}

/// The shortcode that begins at a bracket, and where it ends.
fn shortcode(html: &str, at: usize) -> Option<(Piece<'_>, usize)> {
    let rest = &html[at + 1..];
    let length = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b'[' | b']' | b'<' | b'>'));
    // A `<` or `>` may stand in a quoted value; looking for the bracket again is bounded by the length.
    let length = match length {
        Some(length) if rest.as_bytes()[length] == b']' => length,
        Some(length) if rest.as_bytes()[length] != b'[' => {
            rest.bytes().take(LONGEST).position(|byte| matches!(byte, b'[' | b']'))?
        }
        _ => return None,
    };
    let inner = rest.get(..length)?;
    if !rest[length..].starts_with(']') {
        return None;
    }
    let end = at + 1 + length + 1;
    if let Some(name) = inner.strip_prefix('/') {
        let is_name = !name.is_empty() && name.bytes().all(is_name_byte);
        return is_name.then_some((Piece::Close { name, at, end }, end));
    }
    let name_len = inner.bytes().take_while(|byte| is_name_byte(*byte)).count();
    let (name, attributes) = inner.split_at(name_len);
    let is_youtube = attributes.starts_with('=') && FILMS.iter().any(|(film, _)| *film == name);
    let parts = attributes.is_empty() || attributes.starts_with(|c: char| c.is_whitespace() || c == '/') || is_youtube;
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !parts {
        return None;
    }
    let attributes = attributes.strip_suffix('/').unwrap_or(attributes);
    Some((Piece::Open { code: Shortcode { name, attributes, at, end }, close: None }, end))
}

/// What `[[…]]` at `at` stands for, and where it ends: a shortcode that is not to be read as one.
fn escaped(html: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &html[at + 2..];
    let length = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b'[' | b']'))?;
    let inner = rest.get(..length)?;
    let name_len = inner.bytes().take_while(|byte| is_name_byte(*byte)).count();
    let (name, after) = inner.trim_start_matches('/').split_at_checked(name_len)?;
    let is_name = after.is_empty() && !name.bytes().any(|byte| byte.is_ascii_uppercase()) && !name.is_empty();
    let is_code = is_name || is_known(name) || after.contains("=\"") || after.contains("='");
    if !is_code || !(after.is_empty() || after.starts_with([' ', '/', '='])) {
        return None;
    }
    if rest[length..].starts_with("]]") {
        return Some((&html[at + 1..at + length + 3], at + length + 4));
    }
    // `[[name]words[/name]]`
    let close = format!("[/{name}]]");
    let end = rest.get(..rest.len().min(LONGEST)).and_then(|head| head.find(&close))? + close.len();
    Some((&html[at + 1..at + 2 + end - 1], at + 2 + end))
}

fn is_known(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.as_str();
    matches!(name, "caption" | "wp_caption" | "embed" | "audio" | "video")
        || MADE_ANEW.contains(&name) && !matches!(name, "login" | "search" | "poll")
        || FILMS.iter().any(|(film, _)| *film == name)
        || CODE.contains(&name) && matches!(name, "code" | "sourcecode")
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The length of a tag or a comment; 1 for a `<` that begins neither.
fn tag_len(html: &str, may_be_comment: bool) -> usize {
    if may_be_comment && html.starts_with("<!--") {
        return html.find("-->").map_or(1, |end| end + 3);
    }
    if !html[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return 1;
    }
    let end = html.bytes().skip(1).take(LONGEST).position(|byte| matches!(byte, b'<' | b'>'));
    end.filter(|end| html.as_bytes()[end + 1] == b'>').map_or(1, |end| end + 2)
}

fn code_depth(tag: &str, depth: u32) -> u32 {
    let name = tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    if !["pre", "code", "script", "style", "textarea"].iter().any(|it| name.eq_ignore_ascii_case(it)) {
        return depth;
    }
    if tag.starts_with("</") { depth.saturating_sub(1) } else { depth + 1 }
}
