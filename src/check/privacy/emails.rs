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

/// The sign as people write it who hope that programs cannot read it: `maria (at) mail.example`, `tom[at]mail[dot]com`.
/// Calls `tell` with each as it stands.
pub(super) fn look_spelled(text: &[u8], tell: &mut dyn FnMut(&str)) {
    let is_space = |byte: &&u8| **byte == b' ';
    // Brackets are rarer than `at`.
    for end in memchr::memchr3_iter(b')', b']', b'}', text) {
        let Some(at) = end.checked_sub(2).filter(|at| text[*at..].starts_with(b"at")) else { continue };
        let Some(open) = at.checked_sub(1).map(|at| text[at]) else { continue };
        let Some(close) = closing(open).filter(|close| text[end] == *close) else { continue };
        let (before, after) = (&text[..at - 1], &text[at + 3..]);
        let before = &before[..before.len() - before.iter().rev().take_while(is_space).count()];
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._+-".contains(byte);
        let name = before.iter().rev().take(LONGEST_NAME).take_while(is_name).count();
        let lead = after.iter().take_while(is_space).count();
        if let Some(host) = spelled_host(&after[lead..], close).filter(|_| name > 0)
            && let Ok(address) = std::str::from_utf8(&text[before.len() - name..at + 3 + lead + host])
        {
            tell(address);
        }
    }
}

fn closing(open: u8) -> Option<u8> {
    match open {
        b'(' => Some(b')'),
        b'[' => Some(b']'),
        b'{' => Some(b'}'),
        _ => None,
    }
}

/// How long the host is that the text begins with, its dots written out or not; none if that is no host.
fn spelled_host(text: &[u8], close: u8) -> Option<usize> {
    let text = &text[..text.len().min(LONGEST_HOST)];
    let (mut at, mut host) = (0, String::new());
    loop {
        let label = text[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        if label == 0 {
            // The full stop of the sentence.
            return host.strip_suffix('.').filter(|host| is_whole(host)).map(|_| at - 1);
        }
        host.push_str(std::str::from_utf8(&text[at..at + label]).ok()?);
        at += label;
        let rest = &text[at..];
        let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
        let dot = match &rest[spaces..] {
            [b'(' | b'[' | b'{', b'd', b'o', b't', end, after @ ..] if *end == close => {
                spaces + 5 + after.iter().take_while(|byte| **byte == b' ').count()
            }
            [b'.', ..] if spaces == 0 => 1,
            _ => return is_whole(&host).then_some(at),
        };
        host.push('.');
        at += dot;
    }
}

/// The address that a spelled one means.
pub(crate) fn meant(address: &str) -> String {
    let mut meant: String = address.chars().filter(|c| *c != ' ').collect();
    for (spelled, sign) in [("at", "@"), ("dot", ".")] {
        for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
            meant = meant.replace(&format!("{open}{spelled}{close}"), sign);
        }
    }
    meant
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
    fn addresses_are_found_that_hide_their_sign() {
        let spelled = |text: &str| {
            let mut found = Vec::new();
            super::look_spelled(text.as_bytes(), &mut |email| found.push((email.to_owned(), super::meant(email))));
            found
        };
        for (text, written, email) in [
            ("write to maria (at) mail.example.", "maria (at) mail.example", "maria@mail.example"),
            ("tom[at]mail[dot]com", "tom[at]mail[dot]com", "tom@mail.com"),
            ("a.b {at} c {dot} d {dot} org, or", "a.b {at} c {dot} d {dot} org", "a.b@c.d.org"),
        ] {
            assert_eq!(spelled(text), [(written.to_owned(), email.to_owned())], "{text}");
        }
        for text in
            ["we met (at) noon", "look [at] this.", "(at) home.", "x (at) y", "what (at first) was.", "array[at].len"]
        {
            assert_eq!(spelled(text), [], "{text}");
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
