//! Outlines -> how much of each pixel they cover. Knows geometry; knows no colours.

use harfrust::font::glyph::outline::PathSink;

/// Pieces that a curve is cut into: at the sizes of a card nobody sees a corner.
const PIECES: u8 = 8;

/// Closed outlines as straight lines, in pixels, y downwards.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    lines: Vec<[f32; 4]>,
}

impl Outline {
    /// A polygon.
    pub fn polygon(&mut self, corners: &[(f32, f32)]) {
        let next = corners.iter().cycle().skip(1);
        self.lines.extend(corners.iter().zip(next).map(|(from, to)| [from.0, from.1, to.0, to.1]));
    }

    /// A rectangle.
    pub fn rectangle(&mut self, (x, y): (f32, f32), (width, height): (f32, f32)) {
        self.polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]);
    }

    /// A frame of that thickness, inwards.
    pub fn frame(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), thick: f32) {
        self.rectangle((x, y), (width, height));
        let (left, top, right, bottom) = (x + thick, y + thick, x + width - thick, y + height - thick);
        self.polygon(&[(left, top), (left, bottom), (right, bottom), (right, top)]);
    }

    /// A disc.
    pub fn disc(&mut self, (x, y): (f32, f32), radius: f32) {
        // How far the handles of a quarter circle reach.
        let reach = radius * 0.552_284_8;
        let mut pen = self.pen((x, y), 1.0);
        pen.move_to(radius, 0.0);
        pen.curve_to(radius, reach, reach, radius, 0.0, radius);
        pen.curve_to(-reach, radius, -radius, reach, -radius, 0.0);
        pen.curve_to(-radius, -reach, -reach, -radius, 0.0, -radius);
        pen.curve_to(reach, -radius, radius, -reach, radius, 0.0);
    }

    /// A ring of that thickness, inwards.
    pub fn ring(&mut self, centre: (f32, f32), radius: f32, thick: f32) {
        self.disc(centre, radius);
        let from = self.lines.len();
        self.disc(centre, radius - thick);
        // The other way round, so that it is a hole.
        for line in &mut self.lines[from..] {
            *line = [line[2], line[3], line[0], line[1]];
        }
    }

    /// Takes outlines whose y goes upwards, at that place and size.
    pub fn pen(&mut self, at: (f32, f32), scale: f32) -> Pen<'_> {
        Pen { outline: self, at, scale, start: (0.0, 0.0), here: (0.0, 0.0) }
    }

    /// Gives each pixel that is covered at all, row by row, and how much of it is covered, from 0 to 1.
    pub fn cover(&self, (width, height): (usize, usize), mut tell: impl FnMut(usize, usize, f32)) {
        let ys = || self.lines.iter().flat_map(|line| [line[1], line[3]]);
        let top = ys().fold(f32::MAX, f32::min).floor().max(0.0);
        let bottom = ys().fold(f32::MIN, f32::max).ceil().min(lossy(height));
        if bottom <= top {
            return;
        }
        let (first, rows) = (whole(top), whole(bottom - top));
        let mut cells = Cells { width, rows, sums: vec![0.0; (width + 2) * rows] };
        for line in &self.lines {
            cells.line([line[0], line[1] - top, line[2], line[3] - top]);
        }
        for (row, cells) in cells.sums.chunks_exact(width + 2).enumerate() {
            let mut sum = 0.0_f32;
            for (x, cell) in cells[..width].iter().enumerate() {
                sum += cell;
                let covered = sum.abs();
                if covered > 1.0 / 64.0 {
                    tell(x, first + row, covered.min(1.0));
                }
            }
        }
    }
}

/// Draws what a font draws.
pub(super) struct Pen<'a> {
    outline: &'a mut Outline,
    at: (f32, f32),
    scale: f32,
    start: (f32, f32),
    here: (f32, f32),
}

impl Pen<'_> {
    fn place(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (self.at.0 + x * self.scale, self.at.1 - y * self.scale)
    }

    fn curve(&mut self, point: impl Fn(f32) -> (f32, f32)) {
        for piece in 1..=PIECES {
            let (x, y) = point(f32::from(piece) / f32::from(PIECES));
            self.line_to(x, y);
        }
    }
}

impl PathSink for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        (self.start, self.here) = ((x, y), (x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (from, to) = (self.place(self.here), self.place((x, y)));
        self.outline.lines.push([from.0, from.1, to.0, to.1]);
        self.here = (x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32) {
        let (x0, y0) = self.here;
        let mix = |from: f32, by: f32, to: f32, part: f32| {
            let left = 1.0 - part;
            from * left * left + 2.0 * by * part * left + to * part * part
        };
        self.curve(|part| (mix(x0, x1, x2, part), mix(y0, y1, y2, part)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x3: f32, y3: f32) {
        let (x0, y0) = self.here;
        let mix = |from: f32, by: f32, then: f32, to: f32, part: f32| {
            let left = 1.0 - part;
            from * left * left * left
                + 3.0 * by * part * left * left
                + 3.0 * then * part * part * left
                + to * part * part * part
        };
        self.curve(|part| (mix(x0, x1, x2, x3, part), mix(y0, y1, y2, y3, part)));
    }

    fn close(&mut self) {
        let (x, y) = self.start;
        self.line_to(x, y);
    }
}

/// For each pixel what it adds to how much is covered from here to the right.
struct Cells {
    width: usize,
    rows: usize,
    sums: Vec<f32>,
}

impl Cells {
    /// Cuts a line into pieces of one row each.
    fn line(&mut self, [x0, y0, x1, y1]: [f32; 4]) {
        let slope = (x1 - x0) / (y1 - y0);
        let (low, high) = (y0.min(y1).max(0.0), y0.max(y1).min(lossy(self.rows)));
        let mut y = low;
        while y < high {
            let next = (y.floor() + 1.0).min(high);
            let at = |y: f32| x0 + (y - y0) * slope;
            self.in_row(whole(y.floor()), at(y), at(next), if y0 < y1 { next - y } else { y - next });
            y = next;
        }
    }

    /// Cuts a piece further, into pieces of one pixel each. `rise`: how far it goes down.
    fn in_row(&mut self, row: usize, x0: f32, x1: f32, rise: f32) {
        let most = lossy(self.width);
        let (left, right) = (x0.min(x1).clamp(0.0, most), x0.max(x1).clamp(0.0, most));
        if right - left < 1.0 / 1024.0 {
            return self.in_cell(row, left, left, rise);
        }
        let mut x = left;
        while x < right {
            let next = (x.floor() + 1.0).min(right);
            self.in_cell(row, x, next, rise * (next - x) / (right - left));
            x = next;
        }
    }

    fn in_cell(&mut self, row: usize, x0: f32, x1: f32, rise: f32) {
        let pixel = x0.floor();
        let beside = f32::midpoint(x0, x1) - pixel;
        let at = row.min(self.rows - 1) * (self.width + 2) + whole(pixel);
        self.sums[at] += rise * (1.0 - beside);
        self.sums[at + 1] += rise * beside;
    }
}

/// A number of pixels, which is small.
#[expect(clippy::cast_precision_loss, reason = "a card is 1200 pixels wide")]
fn lossy(number: usize) -> f32 {
    number as f32
}

/// A number that is whole and small already.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was floored, and is on the card")]
fn whole(number: f32) -> usize {
    number as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(outline: &Outline) -> f32 {
        let mut sum = 0.0;
        outline.cover((100, 100), |_, _, covered| sum += covered);
        sum
    }

    #[test]
    fn as_much_is_covered_as_there_is() {
        let mut square = Outline::default();
        square.rectangle((10.25, 10.5), (20.5, 10.25));
        assert!((area(&square) - 20.5 * 10.25).abs() < 0.01);
        let mut frame = Outline::default();
        frame.frame((10.0, 10.0), (50.0, 40.0), 2.0);
        assert!((area(&frame) - (50.0 * 40.0 - 46.0 * 36.0)).abs() < 0.01);
        let mut disc = Outline::default();
        disc.disc((50.0, 50.0), 30.0);
        // Curves are drawn as a few straight lines, which stay inside of them.
        assert!((area(&disc) - 2827.4).abs() < 20.0, "{}", area(&disc));
    }

    #[test]
    fn what_is_beside_the_card_is_not_drawn() {
        let mut all = Outline::default();
        all.rectangle((-50.0, -50.0), (400.0, 400.0));
        assert!((area(&all) - 10_000.0).abs() < 0.01);
        let mut none = Outline::default();
        none.rectangle((200.0, 10.0), (40.0, 40.0));
        assert!(area(&none) < 0.01);
    }
}
