//! The letters of cards: three fonts that are part of the program. Words -> glyphs with their places. Knows scripts and
//! directions; knows no lines and no colours.

use std::fmt;
use std::ops::Range;

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions};
use harfrust::{Buffer, Direction, Font, GlyphId, ShapeOptions, ShaperFont, shape};
use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::ink::Outline;

/// Latin, Greek and Cyrillic; Hebrew; Arabic. The first that has a letter gives it.
const FONTS: [&[u8]; 3] = [
    include_bytes!("fonts/Literata-SemiBold.ttf"),
    include_bytes!("fonts/NotoSerifHebrew-Bold.ttf"),
    include_bytes!("fonts/NotoNaskhArabic-Bold.ttf"),
];

/// The fonts, opened.
pub struct Letters {
    fonts: Vec<Font>,
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letters").field("fonts", &self.fonts.len()).finish()
    }
}

impl Default for Letters {
    fn default() -> Self {
        Self { fonts: FONTS.into_iter().filter_map(|bytes| Font::new(bytes, 0)).collect() }
    }
}

/// A glyph and its place on a line, in parts of the size of the letters.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    font: usize,
    id: GlyphId,
    x: f32,
    y: f32,
}

impl Letters {
    /// Words as they can be shown: one space between them, without emoji and other signs that the fonts do not have.
    /// None if a letter is missing, since a word with holes or boxes is worse than none, and if nothing is left.
    pub fn plain(&self, text: &str) -> Option<String> {
        let mut plain = String::with_capacity(text.len());
        for c in text.nfc() {
            let is_shown = !is_control(c) || c.is_whitespace();
            if c.is_whitespace() && c != '\u{a0}' {
                plain.push(' ');
            } else if is_shown && self.font_of(c).is_some() {
                plain.push(c);
            } else if is_shown && (c.is_alphanumeric() || is_combining_mark(c)) {
                return None;
            }
        }
        let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
        words.iter().any(|word| word.contains(char::is_alphanumeric)).then(|| words.join(" "))
    }

    /// How wide a text is on one line, in parts of the size of its letters.
    pub fn width(&self, text: &str) -> f32 {
        self.line(text).1
    }

    /// Draws a line of text whose letters stand on `at`, rightwards from there.
    pub(super) fn draw(&self, text: &str, (x, y): (f32, f32), size: f32, outline: &mut Outline) {
        for glyph in self.line(text).0 {
            let font = &self.fonts[glyph.font];
            let scale = size / f32::from(font.units_per_em());
            let mut pen = outline.pen((x + glyph.x * size, y - glyph.y * size), scale);
            if let Some(shape) = font.outline_glyphs().get(glyph.id) {
                // What a font of ours cannot draw is a space.
                let _ = shape.draw(&DrawOptions::new(), DrawMemory::default(), &mut pen);
            }
        }
    }

    /// The glyphs of a line from left to right, whatever way it is read, and its width.
    fn line(&self, text: &str) -> (Vec<Glyph>, f32) {
        let (mut glyphs, mut width) = (Vec::new(), 0.0);
        let bidi = BidiInfo::new(text, None);
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let backwards = levels.get(run.start).is_some_and(Level::is_rtl);
                let mut pieces = self.pieces(text, run);
                if backwards {
                    pieces.reverse();
                }
                for (font, piece) in pieces {
                    self.shape(font, &text[piece], backwards, &mut glyphs, &mut width);
                }
            }
        }
        (glyphs, width)
    }

    /// Pieces of one font each.
    fn pieces(&self, text: &str, run: Range<usize>) -> Vec<(usize, Range<usize>)> {
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for (at, c) in text[run.clone()].char_indices() {
            let (from, to) = (run.start + at, run.start + at + c.len_utf8());
            match pieces.last_mut() {
                // Marks, spaces and full stops stay with the letters before them.
                Some((font, piece)) if (!c.is_alphanumeric() || is_control(c)) && self.has(*font, c) => piece.end = to,
                Some((font, piece)) if self.font_of(c).is_none_or(|own| own == *font) => piece.end = to,
                _ => pieces.push((self.font_of(c).unwrap_or(0), from..to)),
            }
        }
        pieces
    }

    fn shape(&self, font: usize, text: &str, backwards: bool, glyphs: &mut Vec<Glyph>, width: &mut f32) {
        let Some(face) = self.fonts.get(font) else { return };
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(if backwards { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        if shape(&ShaperFont::new(face), &mut buffer, ShapeOptions::new()).is_err() {
            return;
        }
        let unit = 1.0 / f32::from(face.units_per_em());
        for (info, place) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            let (x, y) = (*width + small(place.x_offset) * unit, small(place.y_offset) * unit);
            glyphs.push(Glyph { font, id: GlyphId::new(info.glyph_id), x, y });
            *width += small(place.x_advance) * unit;
        }
    }

    fn font_of(&self, c: char) -> Option<usize> {
        (0..self.fonts.len()).find(|font| self.has(*font, c))
    }

    fn has(&self, font: usize, c: char) -> bool {
        self.fonts.get(font).is_some_and(|font| font.charmap().map_unicode(c).is_some())
    }
}

/// Whether a text is read from right to left, as its first letter tells.
pub(super) fn is_backwards(text: &str) -> bool {
    BidiInfo::new(text, None).paragraphs.first().is_some_and(|paragraph| paragraph.level.is_rtl())
}

/// Signs that show nothing: zero widths, marks of direction, selectors of variants, tags.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

#[expect(clippy::cast_precision_loss, reason = "units of a font are few thousands")]
fn small(units: i32) -> f32 {
    units as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(letters: &Letters, text: &str) -> Vec<(usize, GlyphId)> {
        letters.line(text).0.iter().map(|glyph| (glyph.font, glyph.id)).collect()
    }

    fn nominal(letters: &Letters, font: usize, text: &str) -> Vec<(usize, GlyphId)> {
        let charmap = letters.fonts[font].charmap();
        text.chars().map(|c| (font, charmap.map_unicode(c).unwrap())).collect()
    }

    #[test]
    fn hebrew_runs_from_right_to_left_and_numbers_in_it_do_not() {
        let letters = Letters::default();
        let mut shalom = nominal(&letters, 1, "\u{5e9}\u{5dc}\u{5d5}\u{5dd}");
        shalom.reverse();
        assert_eq!(ids(&letters, "\u{5e9}\u{5dc}\u{5d5}\u{5dd}"), shalom);
        let mixed = ids(&letters, "\u{5e9} 12");
        assert_eq!(mixed[..2], nominal(&letters, 0, "12")[..]);
        assert!(is_backwards("\u{5e9} abc") && !is_backwards("abc \u{5e9}"));
    }

    #[test]
    fn arabic_letters_join() {
        let letters = Letters::default();
        let salam = "\u{633}\u{644}\u{627}\u{645}";
        let shaped = ids(&letters, salam);
        let mut apart = nominal(&letters, 2, salam);
        apart.reverse();
        assert!(shaped.iter().all(|(font, _)| *font == 2) && shaped != apart, "{shaped:?}");
        assert_eq!(shaped.first(), apart.first(), "the last letter stands alone, and leftmost");
    }

    #[test]
    fn marks_stand_on_their_letters() {
        let letters = Letters::default();
        assert_eq!(letters.plain("Zoe\u{308}").as_deref(), Some("Zo\u{eb}"));
        // There is no single letter for this one.
        let marked = letters.line("q\u{301}");
        let alone = letters.width("q");
        assert!((marked.1 - alone).abs() < 0.01, "the mark takes no room of its own: {} and {alone}", marked.1);
        assert!(marked.0.iter().all(|glyph| glyph.x <= alone), "{marked:?}");
    }

    #[test]
    fn what_cannot_be_shown_is_not_shown_as_boxes() {
        let letters = Letters::default();
        let plain = |text: &str| letters.plain(text);
        assert_eq!(plain(" Thank \u{1f600}\n you \u{2764}\u{fe0f}").as_deref(), Some("Thank you"));
        assert_eq!(plain("\u{202e}abc\u{200b}d").as_deref(), Some("abcd"));
        assert_eq!(plain("\u{8c22}\u{8c22}"), None);
        assert_eq!(plain("Dear \u{8c22}"), None);
        assert_eq!(plain("\u{1f600} \u{2026}"), None);
        assert_eq!(plain("Добрый день, καλημέρα").as_deref(), Some("Добрый день, καλημέρα"));
    }
}
