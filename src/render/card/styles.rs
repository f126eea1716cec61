//! What a card looks like: where its words stand, and the ornaments around them. Knows places; knows no files.

use super::ink::Outline;
use super::letters::{Letters, is_backwards};
use super::lines::{LEADING, LEAST, Room, Setting, high, one_line, set};
use super::paper::Paper;
use crate::ground::card::{Colour, Dress, Style};
use crate::plan::social::{Says, SocialCard};

/// The card's width and height.
const CARD: (f32, f32) = (1200.0, 630.0);

/// Draws everything.
pub(super) fn draw(card: &SocialCard, letters: &Letters, paper: &mut Paper) {
    let words = letters.plain(&card.words);
    let names = Names { by: letters.plain(&card.by), site: letters.plain(&card.site) };
    match card.dress.style {
        Style::Book => book(card, words.as_deref(), &names, letters, paper),
        Style::Postcard => postcard(card, words.as_deref(), &names, letters, paper),
    }
}

/// Who tells it, and where.
struct Names {
    by: Option<String>,
    site: Option<String>,
}

/// Where a text begins on its line.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left(f32),
    Middle,
    Right(f32),
}

/// A title page: a double frame, an ornament above, everything in the middle.
fn book(card: &SocialCard, words: Option<&str>, names: &Names, letters: &Letters, paper: &mut Paper) {
    let Dress { edge, accent, ink, .. } = card.dress;
    let mut frame = Outline::default();
    frame.frame((30.0, 30.0), (1140.0, 570.0), 4.0);
    frame.frame((42.0, 42.0), (1116.0, 546.0), 1.5);
    paper.fill(&frame, edge);
    let rows = signed(names, 980.0, letters);
    let below = sign(&rows, Side::Middle, 556.0, card, letters, paper);
    match card.says {
        Says::Quote => quote_mark(Side::Middle, (600.0, 108.0), letters, paper, accent),
        Says::Title | Says::Nothing => fleuron((600.0, 104.0), paper, accent),
    }
    let (top, bottom) = (if card.says == Says::Quote { 142.0 } else { 138.0 }, below - 34.0);
    match words {
        Some(words) => {
            let setting = set(words, Room { width: 980.0, height: bottom - top }, letters);
            block(&setting, Side::Middle, (top, bottom), letters, paper, ink);
        }
        None => heart((600.0, f32::midpoint(top, bottom)), 84.0, paper, accent),
    }
}

/// A postcard: an airmail stripe, a stamp with its postmark, the words as one writes them.
fn postcard(card: &SocialCard, words: Option<&str>, names: &Names, letters: &Letters, paper: &mut Paper) {
    let Dress { accent, second, edge, panel, ink, .. } = card.dress;
    let backwards = is_backwards(words.unwrap_or_default());
    stripes(paper, accent, second);
    stamp(if backwards { 76.0 } else { 974.0 }, paper, [panel, second, edge]);
    let side = if backwards { Side::Right(1124.0) } else { Side::Left(76.0) };
    let rows = signed(names, 1048.0, letters);
    let below = sign(&rows, side, 556.0, card, letters, paper);
    let mut rule = Outline::default();
    rule.rectangle((76.0, below - 22.0), (1048.0, 2.0));
    paper.fill(&rule, edge);
    let top = 72.0;
    let bottom = below - 34.0;
    if let Some(words) = words {
        let setting = set(words, Room { width: 836.0, height: bottom - top }, letters);
        block(&setting, side, (top, bottom), letters, paper, ink);
    }
}

/// The lines of the words, in the middle between top and bottom.
fn block(
    setting: &Setting,
    side: Side,
    (top, bottom): (f32, f32),
    letters: &Letters,
    paper: &mut Paper,
    colour: Colour,
) {
    let size = setting.size;
    let mut line_top = f32::midpoint(top, bottom) - high(setting.lines.len(), size) / 2.0;
    for line in &setting.lines {
        // Letters stand a little above the lower end of their line.
        let baseline = line_top + size * (LEADING / 2.0 + 0.32);
        text(line, side, baseline, size, letters, paper, colour);
        line_top += size * LEADING;
    }
}

fn text(line: &str, side: Side, baseline: f32, size: f32, letters: &Letters, paper: &mut Paper, colour: Colour) {
    let width = letters.width(line) * size;
    let x = match side {
        Side::Left(x) => x,
        Side::Middle => (CARD.0 - width) / 2.0,
        Side::Right(x) => x - width,
    };
    let mut outline = Outline::default();
    letters.draw(line, (x, baseline), size, &mut outline);
    paper.fill(&outline, colour);
}

/// The names at the foot: on one line if there is room.
fn signed(names: &Names, width: f32, letters: &Letters) -> Vec<(Option<String>, Option<String>)> {
    let own = |name: &Option<String>| name.as_ref().map_or(0.0, |name| letters.width(name));
    let whole = own(&names.by) + own(&names.site) + GAP;
    if names.by.is_some() && names.site.is_some() && whole * LEAST > width {
        let line = |name: &Option<String>| name.as_ref().map(|name| one_line(name, width / LEAST, letters));
        return vec![(line(&names.by), None), (None, line(&names.site))];
    }
    let line = |name: &Option<String>| name.as_ref().map(|name| one_line(name, width / LEAST, letters));
    vec![(line(&names.by), line(&names.site))]
}

/// Between two names on one line, in parts of the size of the letters.
const GAP: f32 = 1.1;

/// Writes the names, the last line on `baseline`. Gives where they begin, from above.
fn sign(
    rows: &[(Option<String>, Option<String>)],
    side: Side,
    baseline: f32,
    card: &SocialCard,
    letters: &Letters,
    paper: &mut Paper,
) -> f32 {
    let Dress { soft, accent, edge, .. } = card.dress;
    let size = LEAST;
    for (row, names) in rows.iter().rev().enumerate() {
        let baseline = baseline - high(row, size);
        match names {
            (Some(by), Some(site)) => {
                let (first, last) = (letters.width(by) * size, letters.width(site) * size);
                let whole = first + last + GAP * size;
                let x = match side {
                    Side::Left(x) => x,
                    Side::Middle => (CARD.0 - whole) / 2.0,
                    Side::Right(x) => x - whole,
                };
                // Whoever reads from the right finds who tells it there.
                let [by_at, site_at, dot_at] = match side {
                    Side::Right(_) => [x + last + GAP * size, x, x + last + GAP * size / 2.0],
                    _ => [x, x + first + GAP * size, x + first + GAP * size / 2.0],
                };
                text(by, Side::Left(by_at), baseline, size, letters, paper, soft);
                text(site, Side::Left(site_at), baseline, size, letters, paper, accent);
                diamond((dot_at, baseline - size * 0.26), 7.0, paper, edge);
            }
            (Some(by), None) => text(by, side, baseline, size, letters, paper, soft),
            (None, Some(site)) => text(site, side, baseline, size, letters, paper, accent),
            (None, None) => {}
        }
    }
    baseline - high(rows.len(), size) + size * 0.36
}

/// Three diamonds between two thin lines.
fn fleuron((x, y): (f32, f32), paper: &mut Paper, colour: Colour) {
    diamond((x, y), 14.0, paper, colour);
    diamond((x - 34.0, y), 8.0, paper, colour);
    diamond((x + 34.0, y), 8.0, paper, colour);
    let mut lines = Outline::default();
    lines.rectangle((x - 174.0, y - 1.0), (116.0, 2.0));
    lines.rectangle((x + 58.0, y - 1.0), (116.0, 2.0));
    paper.fill(&lines, colour);
}

fn diamond((x, y): (f32, f32), reach: f32, paper: &mut Paper, colour: Colour) {
    let mut outline = Outline::default();
    outline.polygon(&[(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]);
    paper.fill(&outline, colour);
}

/// A large opening quotation mark, below `at`.
fn quote_mark(side: Side, (_, y): (f32, f32), letters: &Letters, paper: &mut Paper, colour: Colour) {
    text("“", side, y + 74.0, 150.0, letters, paper, colour);
}

/// A heart around `at`, so high.
fn heart((x, y): (f32, f32), high: f32, paper: &mut Paper, colour: Colour) {
    use harfrust::font::glyph::outline::PathSink as _;
    let mut outline = Outline::default();
    let mut pen = outline.pen((x, y), high / 100.0);
    pen.move_to(0.0, -50.0);
    pen.curve_to(-18.0, -30.0, -56.0, -8.0, -56.0, 20.0);
    pen.curve_to(-56.0, 38.0, -42.0, 50.0, -27.0, 50.0);
    pen.curve_to(-15.0, 50.0, -5.0, 43.0, 0.0, 32.0);
    pen.curve_to(5.0, 43.0, 15.0, 50.0, 27.0, 50.0);
    pen.curve_to(42.0, 50.0, 56.0, 38.0, 56.0, 20.0);
    pen.curve_to(56.0, -8.0, 18.0, -30.0, 0.0, -50.0);
    pen.close();
    paper.fill(&outline, colour);
}

/// The stripe along the upper and the lower edge, in two colours by turns.
fn stripes(paper: &mut Paper, first: Colour, second: Colour) {
    for (from, colour) in [(0.0, first), (80.0, second)] {
        let mut outline = Outline::default();
        for number in 0..10_u8 {
            for y in [0.0, CARD.1 - 26.0] {
                let x = from + f32::from(number) * 160.0 - 80.0;
                outline.polygon(&[(x + 26.0, y), (x + 80.0, y), (x + 54.0, y + 26.0), (x, y + 26.0)]);
            }
        }
        paper.fill(&outline, colour);
    }
}

/// A stamp with a heart on it, and the postmark over its corner.
fn stamp(x: f32, paper: &mut Paper, [panel, heart_colour, edge]: [Colour; 3]) {
    let (y, width, height) = (64.0, 150.0, 186.0);
    let mut outline = Outline::default();
    outline.rectangle((x, y), (width, height));
    paper.fill(&outline, edge);
    let mut inner = Outline::default();
    inner.rectangle((x + 2.0, y + 2.0), (width - 4.0, height - 4.0));
    paper.fill(&inner, panel);
    let mut frame = Outline::default();
    frame.frame((x + 16.0, y + 16.0), (width - 32.0, height - 32.0), 2.0);
    paper.fill(&frame, heart_colour);
    heart((x + width / 2.0, y + height / 2.0), 64.0, paper, heart_colour);
    let mut mark = Outline::default();
    mark.ring((x + 18.0, y + height - 12.0), 58.0, 3.0);
    mark.ring((x + 18.0, y + height - 12.0), 44.0, 2.0);
    paper.fill(&mark, edge);
}
