//! Colours of a theme that cannot be read on their grounds (WCAG 2.2, success criteria 1.4.3, 1.4.6 and 1.4.11): those that
//! theme.toml names, and those of style sheets, by day and by night. Knows six names: `bg`, `panel` and what stands on them.

use std::collections::BTreeMap;
use std::ops::Range;

/// What others stand on.
const GROUNDS: [&str; 2] = ["bg", "panel"];
/// What stands on them, with the least contrast: text that is read for long, what is said beside it, links, and lines.
const OVER: [(&str, f64); 4] = [("ink", 7.0), ("soft", 4.5), ("link", 4.5), ("edge", 3.0)];

/// A colour that can hardly be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Faint {
    /// Its name.
    pub name: &'static str,
    /// What it stands on.
    pub ground: &'static str,
    /// The contrast of the two.
    pub contrast: f64,
    /// What it should be at least.
    pub least: f64,
}

/// Looks at colours by their names.
pub fn faint<'c>(colour: impl Fn(&str) -> Option<&'c str>) -> Vec<Faint> {
    let mut all = Vec::new();
    for ground in GROUNDS {
        let Some(under) = colour(ground).and_then(light) else { continue };
        for (name, least) in OVER {
            let Some(over) = colour(name).and_then(light) else { continue };
            let contrast = (over.max(under) + 0.05) / (over.min(under) + 0.05);
            if contrast < least {
                all.push(Faint { name, ground, contrast, least });
            }
        }
    }
    all
}

/// The same of a style sheet: its custom properties `--bg`, `--ink` and so on, as they are and under each `@media`. Each
/// with the condition under which it holds, and the place of the colour.
pub fn faint_in_style(css: &str) -> Vec<(String, Range<usize>, Faint)> {
    let mut palettes: Vec<(String, BTreeMap<&str, Range<usize>>)> = Vec::new();
    for Declared { media, name, value } in declared(css) {
        let Some(name) = name.strip_prefix("--").filter(|name| is_known(name)) else { continue };
        match palettes.iter_mut().find(|(known, _)| *known == media) {
            Some((_, palette)) => drop(palette.insert(name, value)),
            None => palettes.push((media, [(name, value)].into())),
        }
    }
    let mut all = Vec::new();
    for (media, _) in &palettes {
        // What a condition does not say is as it is without it; at night, as it is at night.
        let holds = |other: &str| {
            other.is_empty()
                || other == media
                || (is_of_night(media) && is_of_night(other) && other.len() < media.len())
        };
        let mut whole: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for (_, palette) in palettes.iter().filter(|(other, _)| holds(other)) {
            whole.extend(palette.iter().map(|(name, at)| (*name, at.clone())));
        }
        for one in faint(|name| whole.get(name).map(|at| &css[at.clone()])) {
            let at = whole.get(one.name).cloned().unwrap_or_default();
            if !all.iter().any(|(_, other, known): &(String, Range<usize>, Faint)| *other == at && *known == one) {
                all.push((media.clone(), at, one));
            }
        }
    }
    all
}

fn is_known(name: &str) -> bool {
    GROUNDS.contains(&name) || OVER.iter().any(|(known, _)| *known == name)
}

fn is_of_night(media: &str) -> bool {
    media.contains("prefers-color-scheme") && media.contains("dark")
}

/// A property with its value, and the `@media` that it stands in.
struct Declared<'a> {
    media: String,
    name: &'a str,
    value: Range<usize>,
}

/// All declarations of a style sheet. What stands in brackets of any other kind is passed over with them.
fn declared(css: &str) -> Vec<Declared<'_>> {
    let mut all = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let (mut from, mut at) = (0, 0);
    let bytes = css.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'/' if css[at..].starts_with("/*") => {
                at = css[at..].find("*/").map_or(css.len(), |end| at + end + 2);
                // A remark stands between declarations, or at least it stands in front of none that matters.
                if css[from..at].trim_start().starts_with("/*") {
                    from = at;
                }
                continue;
            }
            quote @ (b'"' | b'\'') => {
                at = memchr::memchr(quote, &bytes[at + 1..]).map_or(css.len(), |end| at + end + 2);
                continue;
            }
            b'{' => {
                open.push(css[from..at].trim());
                from = at + 1;
            }
            sign @ (b';' | b'}') => {
                all.extend(declaration(css, from..at, &open));
                if sign == b'}' {
                    open.pop();
                }
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    all
}

fn declaration<'a>(css: &'a str, at: Range<usize>, open: &[&str]) -> Option<Declared<'a>> {
    let (name, value) = css[at.clone()].split_once(':')?;
    let start = at.end - value.trim_start().len();
    let value = value.split("/*").next().unwrap_or_default();
    let media: Vec<&str> = open.iter().filter_map(|it| it.strip_prefix("@media")).map(str::trim).collect();
    Some(Declared { media: media.join(" and "), name: name.trim(), value: start..start + value.trim().len() })
}

/// How light `#rgb` or `#rrggbb` is, from 0 to 1: relative luminance, as WCAG 2.2 defines it.
fn light(colour: &str) -> Option<f64> {
    let digits = colour.trim().strip_prefix('#').filter(|digits| digits.is_ascii())?;
    let whole = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(whole.get(at..at + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faint_colours_are_found() {
        let of = |ink: &str| {
            let all: BTreeMap<&str, &str> = [("bg", "#ffffff"), ("ink", ink), ("edge", "#949494")].into();
            faint(|name| all.get(name).copied()).len()
        };
        // 595959 is the lightest grey that is read for long on white, 949494 the lightest line.
        assert_eq!([of("#595959"), of("#5a5a5a"), of("#000")], [0, 1, 0]);
    }

    #[test]
    fn style_sheets_are_read_by_day_and_by_night() {
        let css = "/* --ink: #fff; { */ :root { --bg: #fff; --ink: #000; --x: \"}\"; --soft: #777 /* faint */ }\n\
            @media screen and (prefers-color-scheme: dark) { :root { --bg: #111; --ink: #888; --soft: #eee } }\n\
            @media (prefers-contrast: more) and (prefers-color-scheme: dark) { :root { --ink: #fff } }\n\
            @media print { body { color: var(--ink) } }";
        let found: Vec<String> = faint_in_style(css)
            .into_iter()
            .map(|(media, at, one)| {
                format!("{media}: {} {} on {}, {:.1}", one.name, &css[at], one.ground, one.contrast)
            })
            .collect();
        assert_eq!(found, [": soft #777 on bg, 4.5", "screen and (prefers-color-scheme: dark): ink #888 on bg, 5.3",]);
        for odd in ["{", "}", "--ink", ":root{--ink:#12", "/*", "'", "a{b:c", "é{é:é}"] {
            assert!(faint_in_style(odd).is_empty(), "{odd}");
        }
    }
}
