//! The style sheets of the themes that ship, read as text: what THEMES.md says of size, letters, lengths and colours.

use goodturn::theme::embedded::{self, THEMES};

/// Name, by day, by night, as THEMES.md has them.
type Colours = &'static [(&'static str, &'static str, &'static str)];

const HEARTH: Colours = &[
    ("bg", "#fbf6ec", "#1e1814"),
    ("panel", "#f3eada", "#2a221c"),
    ("ink", "#2b2118", "#f0e6d8"),
    ("soft", "#544436", "#cdbda9"),
    ("link", "#74290f", "#f4b692"),
    ("edge", "#8a7460", "#8c7a69"),
];

const POSTCARD: Colours = &[
    ("bg", "#fff", "#12181f"),
    ("panel", "#eff4f8", "#1b232c"),
    ("ink", "#17202a", "#e8edf2"),
    ("soft", "#414d59", "#b8c4cf"),
    ("link", "#0a4668", "#93cef1"),
    ("stamp", "#a3182a", "#ffa39e"),
    ("edge", "#6e7b87", "#75838f"),
];

/// 14 KiB, so that a page and its style come in the first round of a connection.
const LARGEST: usize = 14 * 1024;

fn style(theme: &str) -> &'static str {
    let theme = embedded::find(theme).unwrap();
    let (_, bytes) = theme.files.iter().find(|(path, _)| *path == "static/style.css").unwrap();
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_style_sheet_is_small_and_asks_for_nothing_else() {
    for theme in THEMES {
        let css = style(theme.name);
        assert!(css.len() <= LARGEST, "{}: {} bytes", theme.name, css.len());
        for (unwanted, why) in [
            ("@font-face", "the reader's own letters are there already"),
            ("@import", "a second style sheet is a second request"),
            ("url(", "a picture is another request"),
            ("!important", "a theme that builds on this one could not undo it"),
            ("justify;", "lines end where their words do"),
            ("outline: none", "whoever uses a keyboard must see where they are"),
            ("animation", "nothing moves by itself"),
        ] {
            assert!(!css.contains(unwanted), "{}: {unwanted}: {why}", theme.name);
        }
        let lengths_in_px =
            css.match_indices("px").filter(|(at, _)| css[..*at].ends_with(|c: char| c.is_ascii_digit()));
        assert_eq!(lengths_in_px.count(), 0, "{}: lengths grow with the reader's letters", theme.name);
    }
}

#[test]
fn colours_are_those_that_were_chosen_by_day_and_by_night() {
    for (theme, colours) in [("hearth", HEARTH), ("postcard", POSTCARD)] {
        let css = style(theme);
        let (day, rest) = css.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
        let night = rest.split_once("@media").unwrap().0;
        for (name, by_day, by_night) in colours {
            assert!(day.contains(&format!("--{name}: {by_day};")), "{theme}: {name} by day");
            assert!(night.contains(&format!("--{name}: {by_night};")), "{theme}: {name} by night");
        }
        let named = day.matches(": #").count();
        assert_eq!(named, colours.len(), "{theme}: a colour that nobody chose");
    }
}

#[test]
fn what_readers_ask_of_their_machine_is_heard() {
    for theme in THEMES {
        let css = style(theme.name);
        for asked in [
            "prefers-color-scheme: dark",
            "prefers-contrast: more",
            "prefers-reduced-motion",
            "@media print",
            "color-scheme: light dark",
        ] {
            assert!(css.contains(asked), "{}: {asked}", theme.name);
        }
    }
}
