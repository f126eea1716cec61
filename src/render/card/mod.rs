//! Social cards: words -> a picture of 1200 × 630 pixels, as PNG. Pure: the same words in the same dress give the same bytes
//! on every machine, since the fonts are ours and no other arithmetic is used than that which IEEE 754 fixes to the last bit.
//! Knows letters and colours; knows nothing of stories.

mod ink;
mod letters;
mod lines;
mod paper;
mod styles;

use crate::plan::social::SocialCard;
pub use letters::Letters;
pub use lines::{LEAST, MOST_LINES, Room, Setting, set};

/// Draws a card as a PNG. What the fonts have no letters for is left out of it: see `Letters::plain`.
pub fn draw(card: &SocialCard, letters: &Letters) -> Vec<u8> {
    let mut paper = paper::Paper::new(card.dress.bg);
    styles::draw(card, letters, &mut paper);
    paper.png()
}
