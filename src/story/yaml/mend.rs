//! A text that is no YAML as a whole, piece by piece: what can be read is read, and each piece that cannot is explained.
//! Pieces are found by how far in a line begins, which is how people see them.

use super::node::{Node, Shape};
use super::{Block, Refusal, door, mistakes};
use crate::ground::Diagnostic;

/// Mistakes of one text after which no more are looked for.
const MOST: usize = 50;

/// What could be read, and what is wrong with the rest: at least one thing.
pub(super) fn mend(block: Block<'_>, whole: &Refusal) -> (Node<'static>, Vec<Diagnostic>) {
    let mut pairs = Vec::new();
    let mut said = Vec::new();
    for piece in pieces(block.text) {
        if said.len() >= MOST {
            break;
        }
        match read(block, piece) {
            Ok(Node { shape: Shape::Map(more), .. }) => pairs.extend(more),
            Ok(_) => said.push(mistakes::no_entry(block, piece)),
            Err(refusal) => match items(block, piece, &mut said) {
                Some(pair) => pairs.push(pair),
                None => said.push(mistakes::explain(block, piece, &refusal)),
            },
        }
    }
    if said.is_empty() {
        said.push(mistakes::between_pieces(block, whole));
    }
    (Node { at: 0, shape: Shape::Map(pairs) }, said)
}

/// A part of a text, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
}

impl Piece {
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Reads a piece as if it were alone; positions are the whole text's.
fn read(block: Block<'_>, piece: Piece) -> Result<Node<'static>, Refusal> {
    let shifted = |refusal: Refusal| Refusal { at: refusal.at + piece.start, ..refusal };
    door::read_placed(piece.of(block.text)).map(|node| node.shifted(piece.start)).map_err(shifted)
}

/// A key whose list has a broken item: the other items are saved, and each broken one is explained.
/// None if the piece is no such list.
fn items(block: Block<'_>, piece: Piece, said: &mut Vec<Diagnostic>) -> Option<(Node<'static>, Node<'static>)> {
    let text = piece.of(block.text);
    let head_len = text.find('\n').map_or(text.len(), |end| end + 1);
    let head = Piece { start: piece.start, end: piece.start + head_len };
    let Ok(Node { shape: Shape::Map(mut pairs), .. }) = read(block, head) else { return None };
    let (key, value) = pairs.pop().filter(|(_, value)| matches!(value.shape, Shape::Null))?;
    let list = Piece { start: head.end, end: piece.end };
    let first = lines(list.of(block.text)).find(|line| !line.is_idle()).filter(Line::is_item)?;
    let starts = lines(list.of(block.text)).filter(|line| line.is_item() && line.indent == first.indent);
    let mut items = Vec::new();
    for item in cut(list, starts.map(|line| list.start + line.start)) {
        if said.len() >= MOST {
            break;
        }
        match read(block, item) {
            Ok(Node { shape: Shape::List(one), .. }) => items.extend(one),
            Ok(_) => said.push(mistakes::no_entry(block, item)),
            Err(refusal) => said.push(mistakes::explain(block, item, &refusal)),
        }
    }
    // Each item can be read, but not all together.
    if said.is_empty() {
        return None;
    }
    Some((key, Node { shape: Shape::List(items), ..value }))
}

/// One piece for each line that begins as far out as the first one; list items and closing brackets belong to the one above.
fn pieces(text: &str) -> Vec<Piece> {
    let Some(first) = lines(text).find(|line| !line.is_idle()) else { return Vec::new() };
    let begins = |line: &Line<'_>| {
        let closes = line.text[line.indent..].starts_with([']', '}']);
        line.indent <= first.indent && !line.is_idle() && !line.is_item() && !closes
    };
    cut(Piece { start: 0, end: text.len() }, lines(text).filter(begins).map(|line| line.start))
}

fn cut(whole: Piece, starts: impl Iterator<Item = usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for start in starts {
        if let Some(last) = pieces.last_mut() {
            last.end = start;
        }
        pieces.push(Piece { start, end: whole.end });
    }
    if pieces.is_empty() {
        pieces.push(whole);
    }
    pieces
}

/// A line: its offset, its text without the line end, and how many spaces it begins with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    pub start: usize,
    pub text: &'t str,
    pub indent: usize,
}

impl Line<'_> {
    /// Blank, or a remark.
    pub fn is_idle(&self) -> bool {
        self.text.trim().is_empty() || self.text[self.indent..].starts_with('#')
    }

    /// An item of a list.
    pub fn is_item(&self) -> bool {
        let rest = &self.text[self.indent..];
        rest == "-" || rest.starts_with("- ")
    }
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let at = start;
        start += line.len();
        let text = line.trim_end_matches(['\n', '\r']);
        Line { start: at, text, indent: text.len() - text.trim_start_matches(' ').len() }
    })
}
