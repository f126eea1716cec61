//! Links, as the page shows them. Where they lead was found out by somebody who knows the whole site.

use pulldown_cmark::{Event, Tag};

use super::html::Renderer;
use super::{addresses, blank, escape, raw_html};

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
        let address = self.resolved().map(|resolved| match resolved.links.get(number) {
            Some(to) => to.to_string(),
            None => addresses::written(link_type, &dest_url).into_owned(),
        });
        let shown = address.as_ref().is_none_or(|address| addresses::fault(address).is_none());
        let tag = self.out.len();
        if shown {
            self.out.push_str("<a href=\"");
            match &address {
                Some(address) => escape::address(self.out, address),
                None => blank::leave(self.out, blank::LINK, number),
            }
            self.out.push('"');
            if !title.is_empty() {
                self.out.push_str(" title=\"");
                escape::attribute(self.out, &title);
                self.out.push('"');
            }
            self.out.push('>');
        }
        let address = address.unwrap_or_default();
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
        if self.resolved().is_none() {
            if !can_be_read(inside) {
                self.spoil();
            }
        } else if inside.trim().is_empty() {
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
