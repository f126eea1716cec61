//! The whole address that a link had on the old blog, for texts that can have no other.

use super::{Links, absolute_path, origin, parts};

impl Links {
    /// The address with its host, of a link that stood on the page `from`; none if it has one, or if nobody knows where the
    /// blog stood.
    pub fn whole(&self, href: &str, from: &str) -> Option<String> {
        if href.starts_with("//") {
            return Some(format!("https:{href}"));
        }
        let found = parts(href).filter(|found| found.host.is_none() && !self.base.is_empty())?;
        let part = |sign: &str, text: &str| if text.is_empty() { String::new() } else { format!("{sign}{text}") };
        let (query, fragment) = (part("?", found.query), part("#", found.fragment));
        Some(format!("{}{}{query}{fragment}", origin(&self.base), absolute_path(&found, from)))
    }
}
