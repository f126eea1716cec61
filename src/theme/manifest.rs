//! theme.toml -> `Manifest`: one theme alone, nothing of its parents filled in. Unknown keys are refused.

use std::collections::BTreeMap;

use semver::{Version, VersionReq};

use crate::ground::card::Style;
use crate::ground::messages::theme as messages;
use crate::ground::toml::{Found, Table, read};
use crate::ground::value::{Extra, Value};
use crate::ground::{Diagnostic, SourcePath};

/// The version of this program, which themes are held against.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The colours of social cards that a theme can give.
const CARD_COLOURS: [&str; 7] = ["bg", "panel", "ink", "soft", "accent", "second", "edge"];

/// What a theme says of itself; what it does not say is its parent's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Its name for people.
    pub name: Option<String>,
    /// One line about it.
    pub description: Option<String>,
    /// The theme that gives what is missing.
    pub extends: Option<Found<String>>,
    /// Whether pages load scripts of the theme.
    pub scripts: Option<bool>,
    /// The picture for social cards, below `static/`.
    pub social_image: Option<Found<String>>,
    /// `shelves.newest`
    pub newest: Option<u32>,
    /// `shelves.tags`
    pub tags: Option<bool>,
    /// `[colours]`
    pub colours: BTreeMap<String, String>,
    /// `card.style`
    pub card_style: Option<Style>,
    /// The colours in `[card]`
    pub card_colours: BTreeMap<&'static str, String>,
    /// `[extra]`
    pub extra: Extra,
}

/// Reads a theme.toml. `overrides`: an embedded theme of the same name says what this one leaves out, the version too.
pub fn parse(path: &SourcePath, text: &str, overrides: bool) -> (Manifest, Vec<Diagnostic>) {
    read(path, text, |table| decode(table, overrides))
}

fn decode(table: &mut Table<'_>, overrides: bool) -> Manifest {
    let name = table.text("name").map(|found| found.value);
    let description = table.text("description").map(|found| found.value);
    match table.text("goodturn") {
        Some(range) => check_version(table, &range),
        None if table.span_of_key("goodturn").is_none() && !overrides => {
            table.say(messages::no_version(VERSION).at(table.span()));
        }
        None => {}
    }
    let extends = table.text("extends");
    let scripts = table.bool("scripts");
    let social_image = table.text("social_image");
    let (newest, tags) =
        table.table("shelves", |shelves| (shelves.number("newest", &(0..=1000)), shelves.bool("tags")));
    let colours = colours(table);
    let (card_style, card_colours) = table.table("card", card);
    let extra = table.anything("extra");
    Manifest {
        name,
        description,
        extends,
        scripts,
        social_image,
        newest,
        tags,
        colours,
        card_style,
        card_colours,
        extra,
    }
}

fn check_version(table: &Table<'_>, range: &Found<String>) {
    let wanted = match VersionReq::parse(&range.value) {
        Ok(wanted) => wanted,
        Err(why) => return table.say(messages::unclear_version(&why.to_string()).at(range.span)),
    };
    // A development version counts as the release that it leads to.
    let fits = Version::parse(VERSION).is_ok_and(|own| wanted.matches(&Version::new(own.major, own.minor, own.patch)));
    if !fits {
        table.say(messages::other_version(&range.value, VERSION).at(range.span));
    }
}

fn colours(table: &mut Table<'_>) -> BTreeMap<String, String> {
    let span = table.span_of_key("colours").unwrap_or_default();
    let mut colours = BTreeMap::new();
    for (name, value) in table.anything("colours") {
        match value {
            Value::Text(colour) if is_colour(&colour) => {
                colours.insert(name, colour);
            }
            _ => table.say(messages::not_a_colour(&name).at(span)),
        }
    }
    colours
}

/// `[card]`: what social cards look like.
fn card(card: &mut Table<'_>) -> (Option<Style>, BTreeMap<&'static str, String>) {
    let style = card.text("style").and_then(|found| {
        let style = Style::named(&found.value);
        if style.is_none() {
            card.say(messages::no_card_style(&found.value).at(found.span));
        }
        style
    });
    let mut colours = BTreeMap::new();
    for name in CARD_COLOURS {
        let Some(found) = card.text(name) else { continue };
        if is_colour(&found.value) {
            colours.insert(name, found.value);
        } else {
            card.say(messages::not_a_colour(name).at(found.span));
        }
    }
    (style, colours)
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}
