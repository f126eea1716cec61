//! The paper of a card: pixels of few colours -> PNG. Knows colours; knows no letters.

use super::ink::Outline;
use crate::ground::card::Colour;
use crate::plan::social::{HEIGHT, WIDTH};

/// Shades from one colour to another, at the edges of what is drawn.
const SHADES: u8 = 16;

/// A card in the making: each pixel is the number of a colour.
pub(super) struct Paper {
    pixels: Vec<u8>,
    colours: Vec<Colour>,
}

impl Paper {
    pub fn new(ground: Colour) -> Self {
        Self { pixels: vec![0; WIDTH as usize * HEIGHT as usize], colours: vec![ground] }
    }

    /// Fills an outline with a colour.
    pub fn fill(&mut self, outline: &Outline, colour: Colour) {
        let (width, height) = (WIDTH as usize, HEIGHT as usize);
        let Self { pixels, colours } = self;
        // What became of each colour below in each shade, as soon as it is known.
        let mut known: Vec<[Option<u8>; SHADES as usize + 1]> = Vec::new();
        outline.cover((width, height), |x, y, covered| {
            let pixel = &mut pixels[y * width + x];
            let (below, shade) = (usize::from(*pixel), shade(covered));
            if below >= known.len() {
                known.resize(below + 1, [None; SHADES as usize + 1]);
            }
            let slot = &mut known[below][usize::from(shade)];
            *pixel = *slot.get_or_insert_with(|| number(colours, mixed(colours[below], colour, shade)));
        });
    }

    /// The finished picture.
    pub fn png(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32 * 1024);
        let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(self.colours.concat());
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_deflate_compression(png::DeflateCompression::Level(LEVEL));
        // Neither can fail: the sizes are right, and memory takes everything.
        if let Ok(mut writer) = encoder.write_header() {
            let _ = writer.write_image_data(&self.pixels);
        }
        bytes
    }
}

/// How hard it is packed, 1 to 9.
const LEVEL: u8 = 6;

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 1")]
fn shade(covered: f32) -> u8 {
    (covered * f32::from(SHADES) + 0.5) as u8
}

fn mixed(below: Colour, above: Colour, shade: u8) -> Colour {
    std::array::from_fn(|part| {
        let [below, above] = [below, above].map(|colour| u16::from(colour[part]));
        let (shade, all) = (u16::from(shade), u16::from(SHADES));
        u8::try_from((below * (all - shade) + above * shade + all / 2) / all).unwrap_or(u8::MAX)
    })
}

/// The number of a colour; the most similar one's if there are as many as a PNG can have.
fn number(colours: &mut Vec<Colour>, wanted: Colour) -> u8 {
    let far = |colour: &Colour| -> u32 {
        colour.iter().zip(wanted).map(|(a, b)| u32::from(a.abs_diff(b)) * u32::from(a.abs_diff(b))).sum()
    };
    let at = match colours.iter().position(|colour| *colour == wanted) {
        Some(at) => at,
        None if colours.len() < 256 => {
            colours.push(wanted);
            colours.len() - 1
        }
        None => (0..colours.len()).min_by_key(|at| far(&colours[*at])).unwrap_or(0),
    };
    u8::try_from(at).unwrap_or(0)
}
