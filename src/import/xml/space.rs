//! What the prefix of a name means. Exports write the same address with http and https, in several versions, and
//! sometimes forget to declare it; then the prefix itself has to do.

use quick_xml::events::BytesStart;

/// A vocabulary that an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// None at all: RSS and Disqus without its own.
    None,
    /// Atom (RFC 4287).
    Atom,
    /// The contents of RSS items.
    Content,
    /// WordPress.
    Wp,
    /// The excerpts of WordPress.
    Excerpt,
    /// Dublin Core.
    Dc,
    /// Blogger, as Takeout writes it.
    Blogger,
    /// Atom publishing.
    App,
    /// Atom threading (RFC 4685).
    Thr,
    /// Disqus.
    Disqus,
    /// Any other.
    Other,
}

impl Space {
    fn of_address(address: &str) -> Self {
        let address = address.trim().trim_end_matches('/');
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        let address = address.strip_prefix("www.").unwrap_or(address);
        match address {
            "" => Self::None,
            _ if address.starts_with("wordpress.org/export/") => {
                if address.ends_with("/excerpt") {
                    Self::Excerpt
                } else {
                    Self::Wp
                }
            }
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "purl.org/dc/elements/1.1" => Self::Dc,
            "w3.org/2005/Atom" => Self::Atom,
            "schemas.google.com/blogger/2018" => Self::Blogger,
            "purl.org/atom/app#" | "w3.org/2007/app" => Self::App,
            "purl.org/syndication/thread/1.0" => Self::Thr,
            "disqus.com" | "disqus.com/disqus-internals" => Self::Disqus,
            _ => Self::Other,
        }
    }

    fn of_prefix(prefix: &str) -> Self {
        match prefix {
            "" => Self::None,
            "wp" => Self::Wp,
            "excerpt" => Self::Excerpt,
            "content" => Self::Content,
            "dc" => Self::Dc,
            "atom" => Self::Atom,
            "blogger" => Self::Blogger,
            "app" => Self::App,
            "thr" => Self::Thr,
            "dsq" => Self::Disqus,
            _ => Self::Other,
        }
    }
}

/// The prefixes that are declared where the reader is.
#[derive(Default)]
pub(super) struct Spaces {
    declared: Vec<(String, Space, usize)>,
}

impl Spaces {
    /// Takes the declarations of an element that is opened, and says what its own name means.
    pub(super) fn enter(&mut self, tag: &BytesStart<'_>, depth: usize) -> Space {
        if tag.attributes_raw().contains("xmlns") {
            for one in tag.html_attributes().with_checks(false).flatten() {
                let prefix = match one.key.0.strip_prefix("xmlns") {
                    Some("") => "",
                    Some(rest) if rest.starts_with(':') => &rest[1..],
                    _ => continue,
                };
                self.declared.push((prefix.to_owned(), Space::of_address(&one.value), depth));
            }
        }
        let name: &str = tag.name().0;
        let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let found = self.declared.iter().rev().find(|(known, ..)| known == prefix);
        found.map_or_else(|| Space::of_prefix(prefix), |(_, space, _)| *space)
    }

    /// Forgets what was declared deeper than this.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(.., declared)| *declared > depth) {
            self.declared.pop();
        }
    }
}
