//! Text values made fit for pages and feeds: no characters that cannot be seen, no stray space.

use std::sync::Arc;

/// One line: any run of space, line ends and control characters becomes one space; none if nothing is left.
pub fn line(text: &str) -> Option<Arc<str>> {
    if is_clean_line(text) {
        return Some(Arc::from(text));
    }
    let mut clean = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || is_unfit(c)).filter(|word| !word.is_empty()) {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    (!clean.is_empty()).then(|| Arc::from(clean))
}

/// Without space and without one pair of the quotation marks that word processors make, which YAML takes for letters.
pub fn unquoted(text: &str) -> &str {
    const PAIRS: [(char, char); 6] = [('“', '”'), ('„', '“'), ('”', '”'), ('‘', '’'), ('’', '’'), ('«', '»')];
    let text = text.trim();
    if text.as_bytes().first().is_none_or(u8::is_ascii) {
        return text;
    }
    let inside = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    PAIRS.into_iter().find_map(inside).map_or(text, str::trim)
}

/// Several lines: line ends become `\n`, control characters go, space at both ends goes; none if nothing is left.
pub fn lines(text: &str) -> Option<Arc<str>> {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = unix.chars().filter(|c| matches!(c, '\n' | '\t') || !is_unfit(*c)).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| Arc::from(clean))
}

/// Control characters, a stray byte-order mark, and the two that XML 1.0 (section 2.2) refuses besides.
fn is_unfit(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn is_clean_line(text: &str) -> bool {
    if text.is_ascii() {
        // Many bytes at a time, as nearly every title and description is read.
        let bytes = text.as_bytes();
        let is_unfit = |byte: &u8| u8::from(*byte < b' ') | u8::from(*byte == 0x7f);
        let is_two = |pair: &[u8]| u8::from(pair[0] == b' ') & u8::from(pair[1] == b' ');
        let any = bytes.iter().fold(0, |any, byte| any | is_unfit(byte))
            | bytes.windows(2).fold(0, |any, pair| any | is_two(pair));
        let ends_in_space = [bytes.first(), bytes.last()].into_iter().any(|byte| byte.is_none_or(|byte| *byte == b' '));
        return any == 0 && !ends_in_space;
    }
    let mut before = ' ';
    for c in text.chars() {
        let space = c.is_whitespace();
        if is_unfit(c) || (space && (c != ' ' || before == ' ')) {
            return false;
        }
        before = c;
    }
    before != ' '
}
