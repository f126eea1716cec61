//! Slugs: one part of an address, made from a name.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Fingerprint, shared};

/// The longest slug in bytes; with `index.html.comments.atom` and the like it stays below the 255 of file systems.
pub const LONGEST: usize = 200;

/// One part of an address: lower case letters, digits and single hyphens, never empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slug(#[serde(deserialize_with = "shared::read")] Arc<str>);

impl Slug {
    /// Makes a slug of any text. Latin letters lose their accents, other scripts keep their letters,
    /// everything else becomes a hyphen. None if no letter or digit is left (a title of emoji only).
    pub fn from_text(text: &str) -> Option<Self> {
        let whole = if text.is_ascii() { of_ascii(text) } else { of_any(text) };
        let short = shorten(&whole).trim_end_matches('-');
        (!short.is_empty()).then(|| Self(Arc::from(short)))
    }

    /// A slug for something whose name has no letter: `story-` and 8 hexadecimal digits. `word` must be a slug.
    pub fn from_fingerprint(word: &str, fingerprint: Fingerprint) -> Self {
        let digits = fingerprint.to_string();
        Self(Arc::from(format!("{word}-{}", &digits[..8])))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What `of_any` gives for text that has neither accents nor other scripts, twenty times faster; most text is so.
fn of_ascii(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for byte in text.bytes().filter(|byte| *byte != b'\'') {
        if byte.is_ascii_alphanumeric() {
            slug.push(char::from(byte.to_ascii_lowercase()));
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug
}

fn of_any(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut latin = false;
    for c in text.nfkd().flat_map(char::to_lowercase) {
        if is_combining_mark(c) {
            if !latin && !slug.is_empty() && !slug.ends_with('-') {
                slug.push(c);
            }
            continue;
        }
        if matches!(c, '\'' | '\u{2019}' | '\u{ad}' | '\u{200c}' | '\u{200d}') {
            continue;
        }
        latin = c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c);
        match c {
            'ß' => slug.push_str("ss"),
            'æ' => slug.push_str("ae"),
            'œ' => slug.push_str("oe"),
            'ø' => slug.push('o'),
            'ł' => slug.push('l'),
            'đ' | 'ð' => slug.push('d'),
            'þ' => slug.push_str("th"),
            'ı' => slug.push('i'),
            c if c.is_alphanumeric() => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.nfc().collect()
}

fn shorten(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Slug;
    use proptest::prelude::*;

    fn slug(text: &str) -> Option<String> {
        Slug::from_text(text).map(|s| s.to_string())
    }

    #[test]
    fn names_become_slugs() {
        assert_eq!(slug("The Flowers on My Desk!").as_deref(), Some("the-flowers-on-my-desk"));
        assert_eq!(slug("Ça va, Straße?").as_deref(), Some("ca-va-strasse"));
        assert_eq!(slug("Nobody's Thermos").as_deref(), Some("nobodys-thermos"));
        assert_eq!(slug("Спасибо Йогану").as_deref(), Some("спасибо-йогану"));
        assert_eq!(slug("  -- "), None);
        assert_eq!(slug("🌻🌻"), None);
    }

    proptest! {
        #[test]
        fn plain_text_has_no_way_of_its_own(text in "[\\x00-\\x7f]{0,80}") {
            prop_assert_eq!(super::of_ascii(&text), super::of_any(&text));
        }

        #[test]
        fn slugging_twice_equals_once(text in ".{0,80}") {
            if let Some(once) = Slug::from_text(&text) {
                prop_assert_eq!(Slug::from_text(once.as_str()), Some(once));
            }
        }
    }
}
