//! What a theme says of social cards: the colours in `[card]`, else those in `[colours]`, else black on white. A theme that
//! names no style, nor any that it extends, has no cards: it was made before there were any.

use std::collections::BTreeMap;

use super::chain::Layer;
use super::{first, merged};
use crate::ground::card::{Colour, Dress};

/// What cards look like in a theme; none if it has none.
pub(super) fn dress(layers: &[Layer<'_>], colours: &BTreeMap<String, String>) -> Option<Dress> {
    let style = first(layers, |layer| layer.manifest.card_style)?;
    let own = layers.iter().map(|layer| {
        layer.manifest.card_colours.iter().map(|(name, colour)| ((*name).to_owned(), colour.clone())).collect()
    });
    let own: BTreeMap<String, String> = merged(own);
    let colour = |name: &str, like: &str, otherwise: Colour| {
        own.get(name).or_else(|| colours.get(like)).and_then(|colour| parts(colour)).unwrap_or(otherwise)
    };
    let ink = colour("ink", "ink", [0x1a; 3]);
    let bg = colour("bg", "bg", [0xff; 3]);
    let accent = colour("accent", "link", ink);
    Some(Dress {
        style,
        bg,
        panel: colour("panel", "panel", bg),
        ink,
        soft: colour("soft", "soft", ink),
        accent,
        second: colour("second", "stamp", accent),
        edge: colour("edge", "edge", accent),
    })
}

/// `#rrggbb` as numbers.
fn parts(colour: &str) -> Option<Colour> {
    let part = |at: usize| u8::from_str_radix(colour.get(at..at + 2)?, 16).ok();
    Some([part(1)?, part(3)?, part(5)?])
}
