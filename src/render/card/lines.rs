//! Words -> lines: as large as the room allows, at most four, never inside a word. Knows widths; knows no places.

use unicode_normalization::char::is_combining_mark;

use super::letters::Letters;

/// No letter is smaller, so that a card can be read in a list of a small telephone. In pixels.
pub const LEAST: f32 = 48.0;
/// No card has more lines.
pub const MOST_LINES: usize = 4;
/// From one line to the next, in parts of the size of the letters.
pub(super) const LEADING: f32 = 1.22;
/// The sizes that are tried, the largest first.
const SIZES: [f32; 10] = [104.0, 96.0, 88.0, 80.0, 74.0, 68.0, 62.0, 56.0, 52.0, LEAST];

/// The room that there is for words, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

/// Words in lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// How large the letters are, in pixels.
    pub size: f32,
    /// The lines, from top to bottom.
    pub lines: Vec<String>,
}

/// Sets words in lines. They come as `Letters::plain` gives them.
pub fn set(text: &str, room: Room, letters: &Letters) -> Setting {
    let space = letters.width(" ");
    let words: Vec<(&str, f32)> = words(text).into_iter().map(|word| (word, letters.width(word))).collect();
    for size in SIZES {
        let width = room.width / size;
        let lines = wrapped(&words, space, width);
        let fits = lines.len() <= MOST_LINES && high(lines.len(), size) <= room.height;
        if fits && words.iter().all(|(_, own)| *own <= width) {
            return Setting { size, lines: spelled(&balanced(&words, space, width, lines.len())) };
        }
    }
    Setting { size: LEAST, lines: cut(&words, space, room.width / LEAST, letters) }
}

/// The words. A dash is part of the word before it, since it ends a line and never begins one.
fn words(text: &str) -> Vec<&str> {
    let leads_on = |at: &usize| matches!(text[at + 1..].split(' ').next(), Some("–" | "—"));
    let ends = text.match_indices(' ').map(|(at, _)| at).filter(|at| !leads_on(at));
    let mut words = Vec::new();
    let mut from = 0;
    for at in ends.chain([text.len()]) {
        words.push(&text[from..at]);
        from = at + 1;
    }
    words
}

/// A text on one line, cut at a word if it must be.
pub(super) fn one_line(text: &str, width: f32, letters: &Letters) -> String {
    if letters.width(text) <= width {
        return text.to_owned();
    }
    let words: Vec<(&str, f32)> = text.split(' ').map(|word| (word, letters.width(word))).collect();
    let pieces = unbroken(&words, width, letters);
    let line = wrapped(&borrowed(&pieces), letters.width(" "), width).into_iter().next().unwrap_or_default();
    dotted(line.iter().map(|word| (*word).to_owned()).collect(), width, letters)
}

/// How high so many lines are.
pub(super) fn high(lines: usize, size: f32) -> f32 {
    (0..lines).map(|_| size * LEADING).sum()
}

/// As many words on each line as there is room for.
fn wrapped<'a>(words: &[(&'a str, f32)], space: f32, width: f32) -> Vec<Vec<&'a str>> {
    let mut lines: Vec<Vec<&str>> = Vec::new();
    let mut used = 0.0;
    for (word, own) in words {
        match lines.last_mut() {
            Some(line) if used + space + own <= width => {
                line.push(word);
                used += space + own;
            }
            _ => {
                lines.push(vec![word]);
                used = *own;
            }
        }
    }
    lines
}

/// As many lines, but about equally long.
fn balanced<'a>(words: &[(&'a str, f32)], space: f32, width: f32, count: usize) -> Vec<Vec<&'a str>> {
    let (mut too_narrow, mut wide) = (words.iter().map(|(_, own)| *own).fold(0.0, f32::max), width);
    if wrapped(words, space, too_narrow).len() <= count {
        return wrapped(words, space, too_narrow);
    }
    for _ in 0..12 {
        let middle = f32::midpoint(too_narrow, wide);
        if wrapped(words, space, middle).len() <= count {
            wide = middle;
        } else {
            too_narrow = middle;
        }
    }
    wrapped(words, space, wide)
}

/// What there is room for in the smallest letters, and dots for the rest.
fn cut(words: &[(&str, f32)], space: f32, width: f32, letters: &Letters) -> Vec<String> {
    let pieces = unbroken(words, width, letters);
    let mut lines = wrapped(&borrowed(&pieces), space, width);
    let is_whole = lines.len() <= MOST_LINES;
    lines.truncate(MOST_LINES);
    let mut spelled = spelled(&lines);
    if !is_whole && let (Some(said), Some(last)) = (spelled.last_mut(), lines.last()) {
        *said = dotted(last.iter().map(|word| (*word).to_owned()).collect(), width, letters);
    }
    spelled
}

/// Words that are longer than a line, in pieces. Marks stay with their letters.
fn unbroken(words: &[(&str, f32)], width: f32, letters: &Letters) -> Vec<(String, f32)> {
    let mut pieces = Vec::new();
    for (word, own) in words {
        if *own <= width {
            pieces.push(((*word).to_owned(), *own));
            continue;
        }
        let mut piece = String::new();
        for c in word.chars() {
            if !is_combining_mark(c) && letters.width(&format!("{piece}{c}")) > width && !piece.is_empty() {
                let done = std::mem::take(&mut piece);
                let own = letters.width(&done);
                pieces.push((done, own));
                // Four lines of an endless word are enough.
                if pieces.len() > words.len() + MOST_LINES {
                    return pieces;
                }
            }
            piece.push(c);
        }
        let own = letters.width(&piece);
        pieces.push((piece, own));
    }
    pieces
}

/// A line that says that there is more.
fn dotted(mut line: Vec<String>, width: f32, letters: &Letters) -> String {
    loop {
        let said = line.join(" ");
        let said = format!("{}…", said.trim_end_matches([',', ';', ':', '.', '–', '—', '-', '…', ' ']));
        if letters.width(&said) <= width {
            return said;
        }
        if line.len() > 1 {
            line.pop();
        } else if line.first_mut().and_then(String::pop).is_none() {
            return "…".to_owned();
        }
    }
}

fn borrowed(words: &[(String, f32)]) -> Vec<(&str, f32)> {
    words.iter().map(|(word, own)| (word.as_str(), *own)).collect()
}

fn spelled(lines: &[Vec<&str>]) -> Vec<String> {
    lines.iter().map(|line| line.join(" ")).collect()
}
