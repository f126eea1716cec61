//! Text as everybody reads it, whatever it is written in: small letters without accents, character references and percent
//! signs resolved, what cannot be seen left out. Knows nothing of names and numbers.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Stands where one piece of text ends and another begins, so that nothing reaches across.
pub(crate) const BREAK: u8 = 0x1f;
/// Stands for a long dash: it parts the words of a name, and not the groups of a number.
pub(crate) const DASH: u8 = 0x1e;

/// Appends plain text to `out`, folded but for capitals from A to Z. References such as `&eacute;` and bytes such as `%C3%A9` are resolved.
pub(crate) fn fold(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'&', b'%', rest) {
        letters(&rest[..at], out);
        rest = &rest[at..];
        let used = if rest[0] == b'&' { reference(rest, out) } else { percent(rest, out) };
        if used == 0 {
            out.push(rest[0]);
        }
        rest = &rest[used.max(1)..];
    }
    letters(rest, out);
}

/// Appends letters to `out`, folded; nothing in them has a meaning of its own. Letters from A to Z stay as they are: whoever
/// has put the whole together makes them small at once, which is many times faster than piece by piece.
pub(crate) fn letters(text: &[u8], out: &mut Vec<u8>) {
    if text.is_ascii() {
        return out.extend_from_slice(text);
    }
    let mut rest = text;
    while !rest.is_empty() {
        let plain = ascii_length(rest);
        out.extend_from_slice(&rest[..plain]);
        rest = &rest[plain..];
        let (c, length) = first_char(rest);
        if let Some(c) = c {
            letter(c, out);
        }
        rest = &rest[length..];
    }
}

/// How many bytes come before the first letter that is not one of A to Z and the like; many are looked at together.
fn ascii_length(text: &[u8]) -> usize {
    const STEP: usize = 32;
    let mut at = 0;
    while text.get(at..at + STEP).is_some_and(<[u8]>::is_ascii) {
        at += STEP;
    }
    text[at..].iter().position(|byte| !byte.is_ascii()).map_or(text.len(), |more| at + more)
}

/// The first character and its length; none for bytes that are no text, and for the end.
fn first_char(bytes: &[u8]) -> (Option<char>, usize) {
    let Some(first) = bytes.first() else { return (None, 0) };
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    match bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()) {
        Some(text) => (text.chars().next(), length),
        None => (None, 1),
    }
}

/// Appends one character, folded: none, one or several.
fn letter(c: char, out: &mut Vec<u8>) {
    match c {
        '\0'..='\x7f' => out.push((c as u8).to_ascii_lowercase()),
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2032}' | '\u{b4}' | '\u{ff07}' => out.push(b'\''),
        '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' => out.push(b'"'),
        '\u{2013}'..='\u{2015}' => out.push(DASH),
        '\u{2010}'..='\u{2012}' | '\u{2212}' => out.push(b'-'),
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => out.push(b' '),
        // What cannot be seen: soft hyphens, joiners, marks of direction.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => {}
        // Digits of other scripts.
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{966}'..='\u{96f}' | '\u{9e6}'..='\u{9ef}' => {
            let zero = match c {
                '\u{660}'..='\u{669}' => 0x660,
                '\u{6f0}'..='\u{6f9}' => 0x6f0,
                '\u{966}'..='\u{96f}' => 0x966,
                _ => 0x9e6,
            };
            out.extend(char::from_digit(u32::from(c) - zero, 10).map(|digit| digit as u8));
        }
        // Scripts without capitals and accents: nothing to fold, and very many letters.
        '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => push(c, out),
        _ => {
            for c in std::iter::once(c).nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)) {
                plain(c, out);
            }
        }
    }
}

/// Letters that have no accent to lose, and yet a plain form.
fn plain(c: char, out: &mut Vec<u8>) {
    let text = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        _ => return push(c, out),
    };
    out.extend_from_slice(text.as_bytes());
}

fn push(c: char, out: &mut Vec<u8>) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The longest reference that is looked for, with its `&` and `;`.
const LONGEST_REFERENCE: usize = 32;

/// Resolves `&eacute;`, `&#233;`, `&#xe9;` at the start of `text`. Gives how much of it was used; 0 if that is none.
fn reference(text: &[u8], out: &mut Vec<u8>) -> usize {
    match resolved(text) {
        Some((c, used)) => {
            letter(c, out);
            used
        }
        None => 0,
    }
}

/// The character that a reference at the start of `text` stands for, and the reference's length.
pub(crate) fn resolved(text: &[u8]) -> Option<(char, usize)> {
    let text = &text[..text.len().min(LONGEST_REFERENCE)];
    if text.get(1) == Some(&b'#') {
        let is_hex = matches!(text.get(2), Some(b'x' | b'X'));
        let start = if is_hex { 3 } else { 2 };
        let is_digit = |byte: &u8| if is_hex { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
        let end = start + text[start.min(text.len())..].iter().take_while(|byte| is_digit(byte)).count();
        let digits = std::str::from_utf8(text.get(start..end)?).ok()?;
        let number = u32::from_str_radix(digits, if is_hex { 16 } else { 10 }).ok()?;
        let end = end + usize::from(text.get(end) == Some(&b';'));
        return Some((char::from_u32(number)?, end));
    }
    let length = memchr::memchr(b';', text)?;
    let name = std::str::from_utf8(&text[1..length]).ok()?;
    named(name).map(|c| (c, length + 1))
}

/// The references that matter here: letters with accents, spaces, what cannot be seen, and signs of numbers and addresses.
fn named(name: &str) -> Option<char> {
    let sign = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" | "ldquo" | "rdquo" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" | "numsp" | "puncsp" | "hairsp" | "Tab" | "NewLine" => ' ',
        "shy" | "zwnj" | "zwj" | "lrm" | "rlm" | "ZeroWidthSpace" | "NoBreak" => '\u{ad}',
        "commat" => '@',
        "period" => '.',
        "plus" => '+',
        "hyphen" | "dash" | "minus" => '-',
        "lowbar" | "UnderBar" => '_',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lpar" => '(',
        "rpar" => ')',
        "sol" => '/',
        "bsol" => '\\',
        "colon" => ':',
        "num" => '#',
        "szlig" => 'ß',
        "aelig" | "AElig" => 'æ',
        "oelig" | "OElig" => 'œ',
        "eth" | "ETH" => 'ð',
        "thorn" | "THORN" => 'þ',
        "inodot" | "imath" => 'i',
        _ => return accented(name),
    };
    Some(sign)
}

/// `eacute`, `Scaron`, `oslash`: a letter and the name of what it wears, which does not matter.
fn accented(name: &str) -> Option<char> {
    const WORN: [&str; 15] = [
        "acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "caron", "slash", "strok", "ogon", "macr", "breve",
        "dot", "dblac",
    ];
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    WORN.contains(&&name[1..]).then_some(letter)
}

/// Resolves `%C3%A9` at the start of `text`. Gives how much of it was used; 0 if that is none.
fn percent(text: &[u8], out: &mut Vec<u8>) -> usize {
    let mut bytes = [0; 16];
    let mut count = 0;
    while count < bytes.len() {
        let Some([b'%', high, low]) = text.get(count * 3..count * 3 + 3) else { break };
        let (Some(high), Some(low)) = (hex(*high), hex(*low)) else { break };
        bytes[count] = high << 4 | low;
        count += 1;
    }
    // A run that is cut off here may end inside a character.
    while count > 0 && std::str::from_utf8(&bytes[..count]).is_err() {
        count -= 1;
    }
    letters(&bytes[..count], out);
    count * 3
}

pub(crate) fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The text of JSON, or of a script, with its escapes resolved; `None` if it has none.
pub(crate) fn unescaped(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let (c, used) = escape(rest);
        push(c, out);
        rest = &rest[used..];
    }
    out.extend_from_slice(rest);
}

/// The character that an escape at the start of `text` stands for, and the escape's length.
pub(crate) fn escape(text: &[u8]) -> (char, usize) {
    let code = |length: usize| {
        let digits = std::str::from_utf8(text.get(2..2 + length)?).ok()?;
        u32::from_str_radix(digits, 16).ok().map(|code| (code, 2 + length))
    };
    match text.get(1) {
        Some(b'n' | b't' | b'r' | b'b' | b'f') => (' ', 2),
        Some(b'u') => match code(4) {
            // A pair of halves stands for a sign that no name or number has.
            Some((number, used)) => (char::from_u32(number).unwrap_or(' '), used),
            None => (' ', 1),
        },
        Some(b'x') => code(2).and_then(|(number, used)| Some((char::from_u32(number)?, used))).unwrap_or((' ', 1)),
        Some(byte) if byte.is_ascii() => (char::from(*byte), 2),
        _ => (' ', 1),
    }
}

/// Folded text of its own, for what is looked for.
pub(crate) fn folded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    letters(text.as_bytes(), &mut out);
    out.make_ascii_lowercase();
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{fold, unescaped};

    fn of(text: &str) -> String {
        let mut out = Vec::new();
        fold(text.as_bytes(), &mut out);
        out.make_ascii_lowercase();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn however_it_is_written_it_reads_the_same() {
        for text in [
            "María",
            "MARÍA",
            "Mari\u{301}a",
            "Mar&iacute;a",
            "Mar&#237;a",
            "Mar&#xED;a",
            "Mar%C3%ADa",
            "Ma\u{ad}r\u{200b}ía",
            "Ma&shy;ria",
            "Ｍａｒｉａ",
            "Mar&#237a",
        ] {
            assert_eq!(of(text), "maria", "{text}");
        }
        assert_eq!(of("Straße Müller Øyvind Łódź"), "strasse muller oyvind lodz");
        assert_eq!(of("Maria\u{a0}Rossi’s &amp; 100 % &nonsense; %zz %e9"), "maria rossi's & 100 % &nonsense; %zz %e9");
    }

    #[test]
    fn escapes_are_resolved() {
        let mut out = Vec::new();
        unescaped(br#"Mar\u00eda\nRossi \"x\" \u003cb\u003e"#, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "María Rossi \"x\" <b>");
    }
}
