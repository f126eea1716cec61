//! One line of a source with marks under the part that is meant, no wider than there is room for.

use unicode_width::UnicodeWidthChar;

use super::clean::{is_unsafe, plain};
use crate::ground::Span;
use crate::ground::text::{Lines, Position};
use crate::shell::terminal::{Letters, Manner};

/// What a tab is shown as.
const TAB: &str = "    ";

/// Bytes of a character, at most.
const WIDEST: usize = 4;

/// The line and, below it, the marks: carets under the part that is meant.
pub(super) fn around(lines: &Lines, span: Span, place: Position, room: usize, manner: Manner) -> (String, String) {
    // Farther than there is room for nothing can be shown: ten thousand faults on one line must not read it so often.
    let piece = Piece::of(lines, span, place, room * WIDEST);
    let cells: Vec<Cell> = piece.text.chars().map(|c| Cell::of(c, manner)).collect();
    let (first, end) = piece.meant;
    let window = window(&cells, first, end.max(first + 1), room);
    let dots = if manner.letters == Letters::All { "…" } else { "..." };
    let before = if piece.is_cut.0 || window.start > 0 { dots } else { "" };
    let after = if piece.is_cut.1 || window.end < cells.len() { dots } else { "" };
    let mut shown = String::from(before);
    cells[window.clone()].iter().for_each(|cell| cell.show(&mut shown));
    shown.push_str(after);
    let width = |cells: &[Cell]| cells.iter().map(|cell| cell.width).sum::<usize>();
    let lead = before.chars().count() + width(&cells[window.start..first]);
    let marks = width(&cells[first..end.clamp(first, window.end)]).max(1);
    (shown.trim_end().to_owned(), format!("{}{}", " ".repeat(lead), "^".repeat(marks)))
}

/// The part of a line that may be shown.
struct Piece<'a> {
    text: &'a str,
    /// The characters of `text` that are meant.
    meant: (usize, usize),
    /// Whether the line goes on before it, and after it.
    is_cut: (bool, bool),
}

impl<'a> Piece<'a> {
    fn of(lines: &'a Lines, span: Span, place: Position, reach: usize) -> Self {
        let text = lines.text();
        let mut line = lines.range(place.line);
        if line.start == 0 && text.starts_with('\u{feff}') {
            line.start = line.end.min('\u{feff}'.len_utf8());
        }
        let start = boundary(text, (span.start as usize).clamp(line.start, line.end));
        let end = boundary(text, (span.end as usize).clamp(start, line.end).min(start + reach));
        let from = boundary(text, start.saturating_sub(reach).max(line.start));
        let to = boundary(text, (end + reach).min(line.end));
        let first = text[from..start].chars().count();
        let meant = (first, first + text[start..end].chars().count());
        Self { text: &text[from..to], meant, is_cut: (from > line.start, to < line.end) }
    }
}

/// The beginning of the character that a byte belongs to.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The characters that are shown: all if there is room, else those around the part that is meant.
fn window(cells: &[Cell], first: usize, end: usize, room: usize) -> std::ops::Range<usize> {
    if cells.iter().map(|cell| cell.width).sum::<usize>() <= room {
        return 0..cells.len();
    }
    // Three columns at each end are for the dots.
    let mut left = room.saturating_sub(6);
    let (mut from, mut to) = (first, first);
    let mut take = |cell: &Cell| {
        let fits = cell.width <= left;
        left -= if fits { cell.width } else { 0 };
        fits
    };
    while to < end.min(cells.len()) && take(&cells[to]) {
        to += 1;
    }
    let mut open = (true, true);
    while open.0 || open.1 {
        open.0 = open.0 && from > 0 && take(&cells[from - 1]);
        from -= usize::from(open.0);
        open.1 = open.1 && to < cells.len() && take(&cells[to]);
        to += usize::from(open.1);
    }
    from..to
}

/// A character as it is shown, and the columns that it takes.
struct Cell {
    shown: Shown,
    width: usize,
}

enum Shown {
    As(char),
    Instead(&'static str),
}

impl Cell {
    fn of(c: char, manner: Manner) -> Self {
        let instead = |text: &'static str| {
            let width = text.chars().map(|c| c.width().unwrap_or(0)).sum();
            Self { shown: Shown::Instead(text), width }
        };
        match c {
            '\t' => instead(TAB),
            _ if is_unsafe(c) => instead(if manner.letters == Letters::All { "\u{fffd}" } else { "?" }),
            _ if manner.letters == Letters::AsciiOnly && !c.is_ascii() => instead(plain(c).unwrap_or("?")),
            _ => Self { shown: Shown::As(c), width: c.width().unwrap_or(0) },
        }
    }

    fn show(&self, out: &mut String) {
        match self.shown {
            Shown::As(c) => out.push(c),
            Shown::Instead(text) => out.push_str(text),
        }
    }
}
