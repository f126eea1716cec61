//! Links as they are written: the signs of a fragment, the way from one file to another. Knows no site.

use crate::ground::{SourcePath, url};

/// Percent-encodes what may not stand in a fragment (RFC 3986).
pub fn encode_fragment(fragment: &str) -> String {
    let decoded = url::decode(fragment).unwrap_or_else(|| fragment.to_owned());
    decoded
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'!'
            | b'$'
            | b'&'
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b':'
            | b'@'
            | b'/'
            | b'?' => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// How one file of the site is written as a link from another.
pub fn relative(from: &SourcePath, to: &str) -> String {
    let mut here: Vec<&str> = from.folder().split('/').collect();
    let mut there: Vec<&str> = to.split('/').collect();
    while here.first() == there.first() && there.len() > 1 && !here.is_empty() {
        here.remove(0);
        there.remove(0);
    }
    format!("{}{}", "../".repeat(here.len()), there.join("/"))
}
