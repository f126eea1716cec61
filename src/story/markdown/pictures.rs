//! Pictures: inside a line, or alone in a paragraph as a figure with its caption.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::html::Renderer;
use super::links::words_of;
use super::{ResolvedImage, addresses, blank, escape};

/// A picture with all that was written about it.
struct Picture<'a> {
    number: usize,
    /// As written.
    src: CowStr<'a>,
    title: CowStr<'a>,
    alt: String,
}

impl<'a> Renderer<'a, '_> {
    /// Writes the paragraph that begins here as a figure, if it is a picture and nothing else; in a gallery, as a figure for
    /// each of its pictures. False if it is not.
    pub(super) fn figure(&mut self, at: &Range<usize>) -> bool {
        let source = self.text.get(at.clone()).unwrap_or("");
        if !(source.starts_with("![") || source.starts_with("[![")) || !self.is_lone_picture() {
            return false;
        }
        let mut link = None;
        while let Some(step) = self.next() {
            match step.event {
                Event::End(TagEnd::Paragraph) => break,
                Event::Start(tag @ Tag::Link { .. }) => link = Some((tag, step.number)),
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    self.one_figure((dest_url, title, step.number), link.take());
                }
                _ => {}
            }
        }
        true
    }

    /// Writes one picture with its caption. In a figure that the writer called, it needs no frame of its own for that.
    fn one_figure(&mut self, (src, caption, number): (CowStr<'a>, CowStr<'a>, usize), link: Option<(Tag<'a>, usize)>) {
        let has_frame = !self.is_in_figure() || !caption.trim().is_empty();
        self.fresh_line();
        if has_frame {
            self.out.push_str("<figure>\n");
        }
        let is_link = link.is_some();
        if let Some((tag, number)) = link {
            self.start_link(tag, number);
        }
        let alt = self.description();
        self.write_picture(&Picture { number, src, title: "".into(), alt });
        if is_link {
            self.end_link();
        }
        if !caption.trim().is_empty() {
            self.out.push_str("\n<figcaption>");
            escape::text(self.out, &caption);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str(if has_frame { "\n</figure>\n" } else { "\n" });
    }

    /// Looks ahead to the end of the paragraph: one picture, perhaps inside a link, and nothing else. In a gallery, several.
    fn is_lone_picture(&mut self) -> bool {
        let is_gallery = self.is_in_gallery();
        let (mut pictures, mut within, mut ahead) = (0, 0, 0);
        while let Some(step) = self.peek(ahead) {
            ahead += 1;
            match &step.event {
                Event::End(TagEnd::Paragraph) => return pictures == 1 || (is_gallery && pictures > 1),
                Event::Start(Tag::Image { .. }) => {
                    pictures += usize::from(within == 0);
                    within += 1;
                }
                Event::End(TagEnd::Image) => within -= 1,
                Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => {}
                Event::SoftBreak | Event::HardBreak if is_gallery => {}
                _ if within > 0 => {}
                _ => return false,
            }
            if pictures > 1 && !is_gallery {
                return false;
            }
        }
        false
    }

    /// Writes a picture inside a line; its title, if any, shows when it is pointed at.
    pub(super) fn inline_picture(&mut self, src: CowStr<'a>, title: CowStr<'a>, number: usize) {
        let alt = self.description();
        self.write_picture(&Picture { number, src, title, alt });
    }

    /// Takes the steps up to the end of the picture, and what they say about it.
    fn description(&mut self) -> String {
        let mut alt = String::new();
        let mut within = 1;
        while let Some(step) = self.next() {
            match &step.event {
                Event::Start(Tag::Image { .. }) => within += 1,
                Event::End(TagEnd::Image) => within -= 1,
                event => alt.push_str(words_of(event)),
            }
            if within == 0 {
                break;
            }
        }
        if let Some(heading) = &mut self.heading {
            heading.words.push_str(&alt);
        }
        alt
    }

    fn write_picture(&mut self, picture: &Picture<'_>) {
        let Some(resolved) = self.resolved() else { return self.leave_picture(picture) };
        let resolved = resolved.images.get(picture.number);
        let (src, width, height) = match resolved {
            Some(ResolvedImage { src, width, height, .. }) => (&**src, *width, *height),
            None => (&*picture.src, None, None),
        };
        let set = resolved.and_then(|image| image.set.as_deref()).filter(|_| !self.options.plain);
        if addresses::fault(src).is_some() {
            // There is nothing that could be shown; its description is better than a hole.
            return escape::text(self.out, picture.alt.trim());
        }
        if let Some(set) = set {
            self.out.push_str("<picture><source type=\"image/webp\" srcset=\"");
            escape::attribute(self.out, &set.srcset);
            self.out.push_str("\" sizes=\"");
            escape::attribute(self.out, &set.sizes);
            self.out.push_str("\">");
        }
        self.out.push_str("<img src=\"");
        escape::address(self.out, src);
        self.say_of_picture(picture);
        write_size(self.out, (width, height));
        self.end_picture();
        if set.is_some() {
            self.out.push_str("</picture>");
        }
    }

    /// Writes all of a picture but where it is and how large. A link around it may need a name that only its address can give.
    fn leave_picture(&mut self, picture: &Picture<'_>) {
        if self.link.is_some() {
            self.spoil();
        }
        self.out.push_str("<img src=\"");
        blank::leave(self.out, blank::PICTURE, picture.number);
        self.say_of_picture(picture);
        blank::leave(self.out, blank::SIZE, picture.number);
        self.end_picture();
    }

    fn say_of_picture(&mut self, picture: &Picture<'_>) {
        self.out.push_str("\" alt=\"");
        escape::attribute(self.out, picture.alt.trim());
        self.out.push('"');
        if !picture.title.trim().is_empty() {
            self.out.push_str(" title=\"");
            escape::attribute(self.out, &picture.title);
            self.out.push('"');
        }
    }

    fn end_picture(&mut self) {
        let eager = self.options.eager_first_image && !self.picture_written;
        if !self.options.plain && !eager {
            self.out.push_str(" loading=\"lazy\" decoding=\"async\"");
        }
        self.picture_written = true;
        self.out.push('>');
    }
}

/// Writes the width and the height of a picture, as far as they are known.
pub(super) fn write_size(out: &mut String, (width, height): (Option<u32>, Option<u32>)) {
    for (name, value) in [("width", width), ("height", height)] {
        if let Some(value) = value {
            let _ = write!(out, " {name}=\"{value}\"");
        }
    }
}
