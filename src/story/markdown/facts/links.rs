//! Links and pictures: where they lead, and which of them a reader could not follow or hear of.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::LinkType;

use super::Facts;
use crate::ground::Span;
use crate::ground::messages::markdown as say;
use crate::story::markdown::addresses::{self, Fault};
use crate::story::{Image, Link};

/// A link that we are inside of.
pub(super) struct OpenLink {
    pub span: Span,
    pub has_words: bool,
    pub fault: Option<Fault>,
    /// Links inside this one.
    pub inner: u32,
}

/// A picture whose words we are inside of.
pub(super) struct OpenImage {
    pub span: Span,
    pub has_words: bool,
    /// Pictures in the words of this one.
    pub inner: u32,
}

impl Facts<'_> {
    pub(super) fn start_link(&mut self, link_type: LinkType, to: &str, at: &Range<usize>) {
        let span = self.span(at);
        let to = addresses::written(link_type, to);
        let fault = addresses::fault(&to);
        self.links.push(Link { to: Arc::from(to), span });
        match &mut self.link {
            Some(outer) => outer.inner += 1,
            None => self.link = Some(OpenLink { span, has_words: false, fault, inner: 0 }),
        }
    }

    pub(super) fn end_link(&mut self) {
        let Some(link) = &mut self.link else { return };
        if self.image.is_some() {
            return;
        }
        if link.inner > 0 {
            link.inner -= 1;
            return;
        }
        let path = self.source.path;
        let fault = match link.fault {
            Some(Fault::Empty) => Some(say::link_to_nowhere(path, link.span)),
            Some(Fault::Broken) => Some(say::broken_address(path, link.span)),
            None if !link.has_words => Some(say::link_without_words(path, link.span)),
            // What is unsafe is refused when the site looks where it leads, and once is enough.
            Some(Fault::Unsafe) | None => None,
        };
        self.said.extend(fault);
        self.link = None;
    }

    pub(super) fn start_image(&mut self, src: &str, at: &Range<usize>) {
        if let Some(outer) = &mut self.image {
            outer.inner += 1;
            return;
        }
        let span = self.span(at);
        self.images.push(Image { src: Arc::from(src), has_alt: false, span });
        self.image = Some(OpenImage { span, has_words: false, inner: 0 });
    }

    pub(super) fn end_image(&mut self) {
        let Some(image) = &mut self.image else { return };
        if image.inner > 0 {
            image.inner -= 1;
            return;
        }
        if let (Some(link), true) = (&mut self.link, image.has_words) {
            link.has_words = true;
        }
        if let Some(last) = self.images.last_mut() {
            last.has_alt = image.has_words;
        }
        if !image.has_words {
            self.said.push(say::picture_without_words(self.source.path, image.span));
        }
        self.image = None;
    }
}
