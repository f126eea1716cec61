//! One line of a source with marks under the part that is meant, no wider than there is room for.

use unicode_width::UnicodeWidthChar;

use super::clean::{is_unsafe, plain};
use crate::ground::Span;
use crate::ground::text::{Position, line_text};
use crate::shell::terminal::{Letters, Manner};

/// Columns that a tab takes.
const TAB: usize = 4;

/// The line and, below it, the marks: carets under the part that is meant.
pub(super) fn around(text: &str, span: Span, place: Position, room: usize, manner: Manner) -> (String, String) {
    let line = line_text(text, place.line).trim_start_matches('\u{feff}');
    let cells: Vec<Cell> = line.chars().map(|c| Cell::of(c, manner)).collect();
    let first = (place.column - 1).min(cells.len());
    let meant = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let meant = meant.lines().next().unwrap_or("").chars().count();
    let end = (first + meant).min(cells.len());
    let window = window(&cells, first, end.max(first + 1), room);
    let dots = if manner.letters == Letters::All { "…" } else { "..." };
    let (before, after) = (window.start > 0, window.end < cells.len());
    let shown: String = cells[window.clone()].iter().map(|cell| cell.text.as_str()).collect();
    let width = |cells: &[Cell]| cells.iter().map(|cell| cell.width).sum::<usize>();
    let lead = if before { dots.chars().count() } else { 0 } + width(&cells[window.start..first]);
    let marks = width(&cells[first..end.clamp(first, window.end)]).max(1);
    let line = format!("{}{shown}{}", if before { dots } else { "" }, if after { dots } else { "" });
    (line.trim_end().to_owned(), format!("{}{}", " ".repeat(lead), "^".repeat(marks)))
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
    text: String,
    width: usize,
}

impl Cell {
    fn of(c: char, manner: Manner) -> Self {
        let text = match c {
            '\t' => " ".repeat(TAB),
            _ if is_unsafe(c) => if manner.letters == Letters::All { "\u{fffd}" } else { "?" }.to_owned(),
            _ if manner.letters == Letters::AsciiOnly && !c.is_ascii() => plain(c).unwrap_or("?").to_owned(),
            _ => c.to_string(),
        };
        let width = text.chars().map(|c| c.width().unwrap_or(0)).sum();
        Self { text, width }
    }
}
