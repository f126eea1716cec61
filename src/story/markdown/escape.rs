//! Text made safe for its place in HTML. Everything that the renderer writes goes through here or is a constant.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Writes text that stands between tags.
#[inline]
pub(super) fn text(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = escape_html_body_text(out, text);
}

/// Writes code. Its quotation marks are escaped, too, as in the examples of CommonMark, so that nobody who looks through a
/// page for `href="…"` takes it for a link.
pub(super) fn code(out: &mut String, code: &str) {
    let _ = escape_html(out, code);
}

/// Writes text that stands inside a quoted attribute.
pub(super) fn attribute(out: &mut String, text: &str) {
    let _ = escape_html(out, text);
}

/// Writes an address inside a quoted attribute. What is percent-encoded already stays as it is.
pub(super) fn address(out: &mut String, address: &str) {
    let bytes = address.as_bytes();
    let mut written = 0;
    // The brackets around the host of an IPv6 address are the only ones that may stay.
    let host = address.find("://[").and_then(|at| Some(at..at + address[at..].find(']')? + 1)).unwrap_or(0..0);
    for (at, byte) in bytes.iter().enumerate() {
        if host.contains(&at) && matches!(byte, b'[' | b']') {
            continue;
        }
        if ADDRESS[*byte as usize] {
            continue;
        }
        let is_escape =
            *byte == b'%' && bytes.get(at + 1..at + 3).is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit));
        if is_escape {
            continue;
        }
        // What was passed over is ASCII, so both its ends are between characters.
        if written < at {
            out.push_str(&address[written..at]);
        }
        written = at + 1;
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            _ => push_escape(out, *byte),
        }
    }
    out.push_str(&address[written..]);
}

fn push_escape(out: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(HEX[(byte >> 4) as usize] as char);
    out.push(HEX[(byte & 15) as usize] as char);
}

/// The bytes that may stand in an address as they are (RFC 3986), but `&` and `'`, which HTML wants escaped.
static ADDRESS: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    let allowed = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$()*+,;=";
    while i < allowed.len() {
        table[allowed[i] as usize] = true;
        i += 1;
    }
    table
};

/// Replaces the characters that neither HTML nor XML allows in `html[from..]` with U+FFFD, wherever they came from.
pub(super) fn replace_forbidden(html: &mut String, from: usize) {
    let suspicious =
        |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0x7f | 0xc2 | 0xef..);
    // Without a branch in the loop, and with a sum no wider than a byte, it looks at sixteen bytes at a time.
    if !html.as_bytes()[from..].iter().fold(false, |any, byte| any | suspicious(byte)) {
        return;
    }
    if html[from..].chars().any(is_forbidden) {
        let clean: String = html[from..].chars().map(|c| if is_forbidden(c) { '\u{fffd}' } else { c }).collect();
        html.replace_range(from.., &clean);
    }
}

/// Controls and noncharacters.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Plain text with the same replacements, for titles and excerpts.
pub(super) fn plain(mut text: String) -> String {
    replace_forbidden(&mut text, 0);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        write(&mut out, text);
        out
    }

    #[test]
    fn addresses_are_encoded_once() {
        assert_eq!(written(address, "/a b/é?x=1&y='\"<#ü%20%zz"), "/a%20b/%C3%A9?x=1&amp;y=&#39;%22%3C#%C3%BC%20%25zz");
        assert_eq!(written(address, "花/花%"), "%E8%8A%B1/%E8%8A%B1%25");
        assert_eq!(written(address, "https://example.org/[x]"), "https://example.org/%5Bx%5D");
        assert_eq!(written(address, "http://[::1]/[x]"), "http://[::1]/%5Bx%5D");
    }

    #[test]
    fn text_is_escaped_for_its_place() {
        assert_eq!(written(text, "a < b & \"c\""), "a &lt; b &amp; \"c\"");
        assert_eq!(written(attribute, "a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
    }

    #[test]
    fn forbidden_characters_are_replaced_and_others_stay() {
        let mut html = "\0keep\0\u{85}\u{ffff}é°🌻\u{feff}\t\n".to_owned();
        replace_forbidden(&mut html, 1);
        assert_eq!(html, "\0keep\u{fffd}\u{fffd}\u{fffd}é°🌻\u{feff}\t\n");
    }
}
