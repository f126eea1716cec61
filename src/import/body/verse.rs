//! Verse: short lines that somebody broke on purpose, stanza after stanza. Knows blocks and lines only.

use super::parts::{Block, Inline, plain};

/// A line of verse is no longer than this, in characters.
const LONGEST: usize = 65;

/// The blocks with each poem told as one, and with nothing at the edges of a line.
pub(super) fn told(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut stanzas: Vec<Vec<Inline>> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(line) if is_stanza(&line) => stanzas.push(line),
            other => {
                end_poem(&mut stanzas, &mut out);
                out.push(other);
            }
        }
    }
    end_poem(&mut stanzas, &mut out);
    for block in &mut out {
        if let Block::Paragraph(line) = block {
            trim(line);
        }
    }
    out
}

/// Stanzas are a poem if there are lines enough for one; else they are paragraphs.
fn end_poem(stanzas: &mut Vec<Vec<Inline>>, out: &mut Vec<Block>) {
    let lines: usize = stanzas.iter().map(|stanza| stanza.iter().filter(|it| **it == Inline::Break).count() + 1).sum();
    if lines < 4 {
        return out.extend(stanzas.drain(..).map(Block::Paragraph));
    }
    let mut verse = Vec::with_capacity(lines + stanzas.len());
    for stanza in stanzas.drain(..) {
        if !verse.is_empty() {
            verse.push(String::new());
        }
        let text = plain(&stanza).replace('\u{a0}', " ");
        verse.extend(text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()));
    }
    out.push(Block::Verse(verse));
}

/// Whether a paragraph is made of short lines and nothing but words.
fn is_stanza(line: &[Inline]) -> bool {
    let is_plain = line.iter().all(|part| matches!(part, Inline::Text(_) | Inline::Break));
    if !is_plain || !line.contains(&Inline::Break) {
        return false;
    }
    let text = plain(line);
    let lists = ['-', '*', '•', '·', '—', '–', '+', '#', '>'];
    text.lines().all(|line| {
        let line = line.trim();
        line.chars().count() <= LONGEST && !line.starts_with(lists) && !is_numbered(line) && !line.contains("://")
    })
}

fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(['.', ')'])
}

/// Takes spaces and breaks away from the edges of a paragraph, and indents from its lines.
fn trim(line: &mut Vec<Inline>) {
    for at in 0..line.len() {
        let starts = at == 0 || line[at - 1] == Inline::Break;
        if let Inline::Text(text) = &mut line[at]
            && starts
        {
            let kept = text.trim_start_matches([' ', '\u{a0}']).len();
            text.drain(..text.len() - kept);
        }
    }
    line.retain(|part| !matches!(part, Inline::Text(text) if text.is_empty()));
}
