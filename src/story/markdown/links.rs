//! Links, as the page shows them. Where they lead was found out by somebody who knows the whole site.

use pulldown_cmark::{Event, LinkType, Tag};

use super::html::Renderer;
use super::{escape, raw_html};

/// A link that is being written.
#[derive(Debug)]
pub(super) struct OpenLink {
    /// Where its tag begins in the output, and where its words do.
    tag: usize,
    words: usize,
    /// How it is to be called if it has no words of its own.
    address: String,
    /// False for a link that leads nowhere: only its words are shown.
    shown: bool,
    /// Links inside this one (an address in angle brackets, say), which a page cannot have.
    inner: u32,
}

impl<'a> Renderer<'a, '_> {
    /// Writes the start of the link that `tag` is.
    pub(super) fn start_link(&mut self, tag: Tag<'a>, number: usize) {
        if let Some(link) = &mut self.link {
            link.inner += 1;
            return;
        }
        let Tag::Link { link_type, dest_url, title, .. } = tag else { return };
        let resolved = self.resolved.links.get(number);
        let address = resolved.map_or_else(|| written_address(link_type, &dest_url), ToString::to_string);
        let shown = !address.trim().is_empty() && is_safe(&address);
        let tag = self.out.len();
        if shown {
            self.out.push_str("<a href=\"");
            escape::address(self.out, &address);
            self.out.push('"');
            if !title.is_empty() {
                self.out.push_str(" title=\"");
                escape::attribute(self.out, &title);
                self.out.push('"');
            }
            self.out.push('>');
        }
        self.link = Some(OpenLink { tag, words: self.out.len(), address, shown, inner: 0 });
    }

    /// Writes the end of the link. A link without words is called by its address, since it could not be followed else.
    pub(super) fn end_link(&mut self) {
        let Some(link) = &mut self.link else { return };
        if link.inner > 0 {
            link.inner -= 1;
            return;
        }
        let Some(link) = self.link.take().filter(|link| link.shown) else { return };
        let inside = &self.out[link.words..];
        if inside.trim().is_empty() {
            escape::text(self.out, &link.address);
        } else if !can_be_read(inside) {
            let mut label = String::from(" aria-label=\"");
            escape::attribute(&mut label, &link.address);
            label.push('"');
            self.out.insert_str(link.tag + 2, &label);
        }
        self.out.push_str("</a>");
    }
}

/// Where a link leads by itself, without a site around it.
pub(super) fn written_address(link_type: LinkType, to: &str) -> String {
    if link_type == LinkType::Email && !to.starts_with("mailto:") { format!("mailto:{to}") } else { to.to_owned() }
}

/// Whether following an address runs nothing in the page: it is none of `javascript:`, `data:` and `vbscript:`,
/// however it is spelled (browsers ignore control characters and leading spaces).
pub(super) fn is_safe(address: &str) -> bool {
    let mut scheme =
        address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(12).map(|c| c.to_ascii_lowercase());
    let mut head = String::with_capacity(12);
    for c in scheme.by_ref() {
        if c == ':' {
            return !matches!(head.as_str(), "javascript" | "data" | "vbscript");
        }
        if !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.') {
            return true;
        }
        head.push(c);
    }
    true
}

/// Whether some HTML has words, or a picture with a description.
fn can_be_read(html: &str) -> bool {
    if !html.contains('<') {
        return !html.trim().is_empty();
    }
    html.match_indices("alt=\"").any(|(at, start)| !html[at + start.len()..].starts_with('"'))
        || raw_html::words(html).any(|words| !words.trim().is_empty())
}

/// The words of an event, if it is one that shows words.
pub(super) fn words_of<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn addresses_that_run_something_are_not_safe() {
        for bad in ["javascript:alert(1)", " JaVa\tScript:x", "\u{1}vbscript:x", "data:text/html,x", "java\nscript:x"] {
            assert!(!is_safe(bad), "{bad:?}");
        }
        for good in
            ["", "/javascript:x", "https://a/?data:", "mailto:x", "#javascript:", "javascripts:x", "./data:x", "花:x"]
        {
            assert!(is_safe(good), "{good:?}");
        }
    }
}
