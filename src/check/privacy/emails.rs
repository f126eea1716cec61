//! E-mail addresses in folded text.

/// Ends of file names, so that `photo@2x.png` is no address.
const FILES: [&str; 22] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "css", "js", "mjs", "html", "htm", "ico", "mp4", "mp3", "webm",
    "woff", "woff2", "pdf", "json", "min", "map",
];
/// The longest name and the longest host that are looked at (RFC 5321, section 4.5.3.1).
const LONGEST_NAME: usize = 64;
const LONGEST_HOST: usize = 255;

/// Calls `tell` with every address.
pub(super) fn look(text: &[u8], tell: &mut dyn FnMut(&str)) {
    for at in memchr::memchr_iter(b'@', text) {
        let is_name =
            |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"._%+-'!#$&*/=?^`{|}~".contains(byte);
        let before = &text[..at];
        let name = before.iter().rev().take(LONGEST_NAME).take_while(|byte| is_name(byte)).count();
        let start = trimmed(text, at - name, at);
        // A handle of a network of many servers, `@name@server`, is no address.
        if start == at || text[..start].ends_with(b"@") {
            continue;
        }
        let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b'.' | b'-');
        let length = text[at + 1..].iter().take(LONGEST_HOST).take_while(|byte| is_host(byte)).count();
        let Ok(host) = std::str::from_utf8(&text[at + 1..at + 1 + length]) else { continue };
        let host = host.trim_end_matches(['.', '-']);
        if is_whole(host)
            && let Ok(address) = std::str::from_utf8(&text[start..at + 1 + host.len()])
        {
            tell(address);
        }
    }
}

/// Where the name begins: signs that may stand in a name, but rather stand around it, do not count.
fn trimmed(text: &[u8], start: usize, end: usize) -> usize {
    // In an address of the web, or after `mailto:`, what is behind the last slash or sign counts.
    let around = |byte: &u8| b"/=?&#{}|`'*!$^~".contains(byte);
    let start = text[start..end].iter().rposition(around).map_or(start, |at| start + at + 1);
    let is_lead = |byte: &&u8| matches!(byte, b'.' | b'-' | b'+' | b'%' | b'_');
    start + text[start..end].iter().take_while(is_lead).count()
}

fn is_whole(host: &str) -> bool {
    let Some((name, end)) = host.rsplit_once('.') else { return false };
    let is_end = end.len() >= 2 && end.chars().all(char::is_alphabetic) || end.starts_with("xn--");
    let labels = !name.is_empty() && name.split('.').all(|label| !label.is_empty() && !label.starts_with('-'));
    is_end && labels && !FILES.contains(&end)
}

#[cfg(test)]
mod tests {
    use super::look;

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        look(text.as_bytes(), &mut |email| found.push(email.to_owned()));
        found
    }

    #[test]
    fn addresses_are_found_wherever_they_stand() {
        for (text, email) in [
            ("write to maria.rossi+x@mail.example.org.", "maria.rossi+x@mail.example.org"),
            ("<a@b.co>", "a@b.co"),
            ("href=\"mailto:tom@example.com?subject=x\"", "tom@example.com"),
            ("https://x.example/?to=tom@example.com&y", "tom@example.com"),
            ("(tom_o'neill@example.com)", "neill@example.com"),
            ("tag:maya@example.org,2011:x", "maya@example.org"),
            ("jürgen@müller.de", "jürgen@müller.de"),
        ] {
            assert_eq!(found(text), [email], "{text}");
        }
    }

    #[test]
    fn what_only_has_the_sign_is_none() {
        for text in [
            "@media print",
            "\"@type\":\"x\"",
            "photo@2x.png",
            "pkg@1.2.3/x.js",
            "@tom@social.example",
            "a @ b.de",
            "x@y",
            "https://medium.com/@tom",
            "lib@4.17.js",
            "me@localhost",
            "@",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
