//! Addresses: a page's place in the site, and the site's place on the web.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::shared;
use super::text::around_last;

/// The longest part of an address in bytes: what file systems take for one name.
const LONGEST_PART: usize = 255;

/// A page's address from the root of the site, decoded: `/`, `/stories/umbrella/`, `/2011/09/flowers.html`.
///
/// Always starts with `/`, in NFC, never holds `..`, `.`, empty parts, control characters, `\`, `?`, `#` or `%`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Url(#[serde(deserialize_with = "shared::read")] Arc<str>);

/// The list that publishing keeps in the output of what it wrote; no page can have its name.
pub const LIST: &str = ".goodturn-manifest";

/// Why some text cannot be an address; the words complete "the address …".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlFault(pub String);

impl Url {
    /// Checks an address that a writer or a pattern gave. Percent-escapes are decoded first.
    /// A missing leading slash is added.
    ///
    /// # Errors
    /// The reason in words, if this cannot be an address inside the site.
    pub fn parse(text: &str) -> Result<Self, UrlFault> {
        if is_plain(text) { Ok(Self(Arc::from(text))) } else { Self::checked(text) }
    }

    fn checked(text: &str) -> Result<Self, UrlFault> {
        let fault = |why: &str| Err(UrlFault(why.to_owned()));
        let Some(decoded) = decode(text) else { return fault("holds a `%` that stands for no character") };
        // ASCII is in NFC as it is.
        let whole = if decoded.is_ascii() { decoded } else { decoded.nfc().collect() };
        let whole = if whole.starts_with('/') { whole } else { format!("/{whole}") };
        if whole.starts_with("//") {
            return fault("starts with two slashes, which means another host");
        }
        if let Some(bad) = whole.chars().find(|c| c.is_control() || matches!(c, '\\' | '?' | '#' | '%')) {
            return Err(UrlFault(format!("holds {}", named(bad))));
        }
        let inner = whole.trim_start_matches('/');
        if inner.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(LIST)) {
            return fault("has the name of the list that goodturn keeps in the finished site");
        }
        for part in inner.strip_suffix('/').unwrap_or(inner).split('/') {
            if part.is_empty() && !inner.is_empty() {
                return fault("has two slashes in a row");
            }
            if part == "." || part == ".." {
                return fault("holds a `.` or `..` part, which could lead out of the site");
            }
            if part.len() > LONGEST_PART {
                return fault("has a part longer than 255 bytes, which no file system takes");
            }
        }
        if whole.len() > 3000 {
            return fault("is longer than 3000 bytes");
        }
        Ok(Self(Arc::from(whole)))
    }

    /// An address made of parts that are safe already (slugs and fixed names).
    pub fn from_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut url = String::from("/");
        for part in parts {
            url.push_str(part);
            url.push('/');
        }
        Self(Arc::from(url))
    }

    /// The root of the site.
    pub fn root() -> Self {
        Self(Arc::from("/"))
    }

    /// A file at an address: `at("atom.xml")` of `/tags/work/` is `/tags/work/atom.xml`; of `/a.html` or `/a.php` it is
    /// `/a/atom.xml`, since no file can be a folder, too.
    #[must_use]
    pub fn at(&self, name: &str) -> Self {
        let last = around_last(&self.0, b'/').map_or(0, |(folder, _)| folder.len() + 1);
        let end = self.0[last..].rfind('.').filter(|at| *at > 0).map_or(self.0.len(), |at| last + at);
        let folder = self.0[..end].trim_end_matches('/');
        Self(Arc::from([folder, "/", name].concat()))
    }

    /// The address as every host of files can serve it: without an extension, a file would be handed out to be saved, and a
    /// folder is shown, with or without a slash at the end.
    #[must_use]
    pub fn for_any_host(&self) -> Self {
        let last = around_last(&self.0, b'/').map_or(&*self.0, |(_, last)| last);
        if last.is_empty() || last.contains('.') { self.clone() } else { Self(Arc::from(format!("{}/", self.0))) }
    }

    /// The address as text, decoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the page's bytes go below the output folder: `stories/umbrella/index.html`.
    pub fn file(&self) -> String {
        let inner = &self.0[1..];
        if inner.is_empty() || inner.ends_with('/') { [inner, "index.html"].concat() } else { inner.to_owned() }
    }

    /// What makes two addresses the same on any host and any disk: the file, in lower case.
    pub fn collision_key(&self) -> String {
        let mut file = self.file();
        if file.is_ascii() {
            file.make_ascii_lowercase();
            return file;
        }
        // Letter by letter and by way of capitals, as disks fold names: `ς` is `σ`, and `ß` is `ss`.
        file.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
    }

    /// The address percent-encoded as RFC 3986 asks of a path.
    pub fn encoded(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        encode_into(&self.0, &mut out);
        out
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text is an address as it stands, as nearly all are: it takes one look to see that none of the rules of
/// `Url::parse` has anything to say about it. Where that cannot be told at once, it is not.
fn is_plain(text: &str) -> bool {
    let parts = text.strip_prefix('/').filter(|inner| inner.len() < 3000);
    let Some(inner) = parts.map(|inner| inner.strip_suffix('/').unwrap_or(inner)) else { return false };
    let is_plain_part = |part: &[u8]| {
        (1..=LONGEST_PART).contains(&part.len()) && part[0] != b'.' && part.iter().all(|byte| STAYS[usize::from(*byte)])
    };
    inner.as_bytes().split(|byte| *byte == b'/').all(is_plain_part)
}

fn named(c: char) -> String {
    match c {
        '\\' => "a backslash".to_owned(),
        '?' | '#' | '%' => format!("`{c}`, which has a meaning of its own in addresses"),
        _ => "a control character".to_owned(),
    }
}

/// Percent-encodes a path: letters, digits and the characters that RFC 3986 allows in a path stay.
fn encode_into(path: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = path;
    while let Some(at) = rest.bytes().position(|byte| !STAYS[usize::from(byte)]) {
        // What stays is ASCII, so that the first that does not begins a character.
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let escaped = after.chars().next().map_or(0, char::len_utf8);
        for byte in after[..escaped].bytes() {
            out.push('%');
            out.push(HEX[(byte >> 4) as usize] as char);
            out.push(HEX[(byte & 15) as usize] as char);
        }
        rest = &after[escaped..];
    }
    out.push_str(rest);
}

/// Whether each byte may stand in a path as it is: a letter, a digit or one of `/-._~!$()*+,;=:@`.
const STAYS: [bool; 256] = {
    let mut stay = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        stay[byte as usize] = matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'-'..=b';' | b'=' | b'@' | b'_' | b'~' | b'!' | b'$' | b'('..=b',');
        byte += 1;
    }
    stay
};

/// Decodes percent-escapes; none if an escape is broken or the result is not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |b: Option<u8>| b.and_then(|b| (b as char).to_digit(16));
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Where the site stands on the web: `https://example.org/kindness/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    origin: String,
    /// Percent-encoded, starts and ends with `/`.
    path: String,
}

impl BaseUrl {
    /// Checks a base URL: `http` or `https`, a host, no query, no fragment, no user name.
    ///
    /// # Errors
    /// The reason in words.
    pub fn parse(text: &str) -> Result<Self, UrlFault> {
        let fault = |why: &str| Err(UrlFault(why.to_owned()));
        let text = text.trim();
        let Some((scheme, rest)) = text.split_once("://") else {
            return fault("must start with `https://` or `http://`");
        };
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return fault("must start with `https://` or `http://`");
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty()
            || host.contains('@')
            || !host.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}?#%".contains(&b))
        {
            return fault(
                "must name a host, such as `https://example.org/` (write an international name in its `xn--` form)",
            );
        }
        let page = Url::parse(&format!("/{}", path.trim_end_matches('/')))?;
        let mut path = page.encoded();
        if !path.ends_with('/') {
            path.push('/');
        }
        Ok(Self { origin: format!("{scheme}://{}", host.to_ascii_lowercase()), path })
    }

    /// This machine, for a site that does not say where it will stand.
    pub fn here() -> Self {
        Self { origin: "http://localhost:1111".to_owned(), path: "/".to_owned() }
    }

    /// Scheme and host without a slash: `https://example.org`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host alone, without a port.
    pub fn host(&self) -> &str {
        let host = self.origin.split_once("://").map_or("", |(_, host)| host);
        host.rsplit_once(':')
            .map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host })
    }

    /// The path that every address of the site begins with; starts and ends with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// An address of the site as its writer meant it: old addresses and permalinks are often written as the browser showed
    /// them, with the folder that the site stands in.
    #[must_use]
    pub fn meant(&self, url: &Url) -> Url {
        if self.path == "/" {
            return url.clone();
        }
        let inside = decode(&self.path).and_then(|folder| Some(format!("/{}", url.0.strip_prefix(&folder)?)));
        inside.map_or_else(|| url.clone(), |inside| Url(inside.into()))
    }

    /// A link inside the site, from the root of the host, percent-encoded: `/kindness/stories/umbrella/`.
    pub fn href(&self, url: &Url) -> String {
        let mut out = String::with_capacity(self.path.len() + url.0.len());
        out.push_str(&self.path);
        encode_into(&url.0[1..], &mut out);
        out
    }

    /// The whole address of a page: `https://example.org/kindness/stories/umbrella/`.
    pub fn absolute(&self, url: &Url) -> String {
        let mut out = String::with_capacity(self.origin.len() + self.path.len() + url.0.len());
        out.push_str(&self.origin);
        out.push_str(&self.path);
        encode_into(&url.0[1..], &mut out);
        out
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_plain_address_is_one_by_all_rules(text in "[/.a%ä:~ ]{0,8}|/[a-z]{250,260}/?|/(a/){1490,1500}|/.goodturn-manifest") {
            let checked = Url::checked(&text);
            proptest::prop_assert_eq!(Url::parse(&text), checked.clone());
            if is_plain(&text) {
                proptest::prop_assert_eq!(checked.as_ref().map(Url::as_str), Ok(&*text));
            }
        }
    }

    #[test]
    fn addresses_that_could_lead_out_are_refused() {
        for bad in [
            "/../x",
            "/a/./b",
            "//evil.example/x",
            "/a//b",
            "/a?b",
            "/a#b",
            "/a%",
            "/a%00b",
            "/a\\b",
            "/%2e%2e/x",
            "/a%2Fb%2F..%2F",
        ] {
            assert!(Url::parse(bad).is_err(), "{bad} must be refused");
        }
        assert!(Url::parse(&format!("/{}/", "x".repeat(256))).is_err());
    }

    #[test]
    fn addresses_become_files_and_links() {
        let file = |text: &str| Url::parse(text).unwrap().file();
        assert_eq!(file("/"), "index.html");
        assert_eq!(file("/stories/a/"), "stories/a/index.html");
        assert_eq!(file("2011/09/flowers.html"), "2011/09/flowers.html");
        let base = BaseUrl::parse("https://Example.org/kind%20ness").unwrap();
        assert_eq!(base.to_string(), "https://example.org/kind%20ness/");
        assert_eq!(base.href(&Url::parse("/é/").unwrap()), "/kind%20ness/%C3%A9/");
        assert_eq!(base.href(&Url::parse("/a b&🌻c'/d").unwrap()), "/kind%20ness/a%20b%26%F0%9F%8C%BBc%27/d");
        assert_eq!(base.absolute(&Url::root()), "https://example.org/kind%20ness/");
        for (written, meant) in
            [("/kind ness/a%20b/", "/a b/"), ("/kind ness/", "/"), ("/a/", "/a/"), ("/kind nesses", "/kind nesses")]
        {
            assert_eq!(base.meant(&Url::parse(written).unwrap()).as_str(), meant);
        }
        assert_eq!(BaseUrl::here().meant(&Url::parse("/a/").unwrap()).as_str(), "/a/");
        assert_eq!(Url::parse("/tags/work/").unwrap().at("atom.xml").as_str(), "/tags/work/atom.xml");
        assert_eq!(Url::parse("/a.html").unwrap().at("comments.atom").as_str(), "/a/comments.atom");
        assert_eq!(Url::parse("/v1.2/a.b.php").unwrap().at("card.png").as_str(), "/v1.2/a.b/card.png");
        assert_eq!(Url::parse("/.a").unwrap().at("card.png").as_str(), "/.a/card.png");
    }

    #[test]
    fn each_byte_stays_or_is_escaped() {
        let staying: String = (0..=127).filter(|byte| STAYS[usize::from(*byte)]).map(char::from).collect();
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
        assert_eq!(staying, format!("!$()*+,-./0123456789:;=@{letters}"));
    }

    #[test]
    fn base_urls_without_host_or_with_other_schemes_are_refused() {
        for bad in [
            "example.org",
            "ftp://example.org",
            "https://",
            "https://a b/",
            "https://u@h/",
            "https://h/?q",
            "https://h/#f",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad} must be refused");
        }
    }
}
