//! An address that is not of the site: parsed as browsers parse it, so that two ways to write it are one.
//! Knows addresses; knows nothing of what answers there.

use url::{Host, Url};

/// A web address on some host. It has no place behind a `#`, no name and no password: a host is told none of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Elsewhere(Url);

impl Elsewhere {
    /// Reads a whole address, `http` or `https`; none if a browser could not go there either.
    pub fn parse(text: &str) -> Option<Self> {
        // A page is mostly read over https, and what begins with `//` goes on in the same way.
        let whole = if text.starts_with("//") { format!("https:{text}") } else { text.to_owned() };
        Self::plain(Url::parse(&whole).ok()?)
    }

    /// Where a page at this address leads with such words; none if that is no web address.
    pub fn join(&self, text: &str) -> Option<Self> {
        Self::plain(self.0.join(text).ok()?)
    }

    fn plain(mut url: Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return None;
        }
        url.set_fragment(None);
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
        Some(Self(url))
    }

    /// Whether it is asked for in secret.
    pub fn is_secret(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The host as it is looked up: a name, or a number without brackets.
    pub fn host(&self) -> String {
        match self.0.host() {
            Some(Host::Ipv6(number)) => number.to_string(),
            Some(host) => host.to_string(),
            None => String::new(),
        }
    }

    /// The port, said or not.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }

    /// Host and port as a request names them.
    pub fn authority(&self) -> &str {
        self.0.authority()
    }

    /// Path and query as a request names them.
    pub fn target(&self) -> String {
        match self.0.query() {
            Some(query) => format!("{}?{query}", self.0.path()),
            None => self.0.path().to_owned(),
        }
    }

    /// The address, as a browser shows it.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::Elsewhere;

    #[test]
    fn two_ways_to_write_an_address_are_one() {
        let read = |text: &str| Elsewhere::parse(text).map(|it| it.as_str().to_owned());
        assert_eq!(read("HTTP://X.example:80/a b#c").as_deref(), Some("http://x.example/a%20b"));
        assert_eq!(read("//x.example").as_deref(), Some("https://x.example/"));
        assert_eq!(
            read("https://me:secret@bücher.example/?q=é").as_deref(),
            Some("https://xn--bcher-kva.example/?q=%C3%A9")
        );
        // Every way to write the number of one's own machine is that number.
        for own in ["http://127.1/", "http://0x7f.0.0.1/", "http://2130706433/", "http://0177.0.0.1/"] {
            assert_eq!(Elsewhere::parse(own).unwrap().host(), "127.0.0.1", "{own}");
        }
        for bad in ["ftp://x.example/", "https://", "https:///", "/a", "mailto:a@b", "https://[::1", "https://a b/"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_redirect_is_read_from_where_it_stands() {
        let here = Elsewhere::parse("https://x.example/a/b?c").unwrap();
        let to = |text: &str| here.join(text).map(|it| it.as_str().to_owned());
        assert_eq!(to("../d").as_deref(), Some("https://x.example/d"));
        assert_eq!(to("//y.example/#e").as_deref(), Some("https://y.example/"));
        assert_eq!(to("file:///etc/passwd"), None);
    }
}
