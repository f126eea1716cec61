//! Text from files and names, made harmless for a terminal.

use std::fmt::Write as _;

use crate::shell::terminal::{Letters, Manner};

/// The same text without anything that could move the cursor, change colours, or turn the reading direction:
/// such characters are written out as `\u{1b}`. Line breaks stay.
pub fn clean(text: &str, manner: Manner) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            _ if is_unsafe(c) => {
                let _ = write!(out, "{}", c.escape_unicode());
            }
            _ if c.is_ascii() || manner.letters != Letters::AsciiOnly => out.push(c),
            _ => out.push_str(plain(c).unwrap_or("?")),
        }
    }
    out
}

/// Control characters (C0, DEL, C1), marks that turn the direction of text, and separators that break lines. Joiners
/// pass, since Persian words and families of emoji need them.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || ('\u{e0000}'..='\u{e007f}').contains(&c)
}

/// What our own sentences use beyond ASCII, for terminals that know no more.
pub(super) fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '…' => "...",
        '–' | '—' | '−' => "-",
        '“' | '”' | '„' => "\"",
        '‘' | '’' => "'",
        '\u{a0}' => " ",
        _ => return None,
    })
}
