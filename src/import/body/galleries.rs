//! Pictures that the old blog showed beside each other: its galleries become the component of that name. Knows by which
//! names old blogs call their galleries, and nothing of how a gallery is written.

use super::Origin;
use super::flow::{Flat, Flow};
use super::lists::is_picture;
use super::parts::{Block, Inline};
use super::tree::Id;

/// The classes of galleries: of blocks, of what `[gallery]` made, of plug-ins, and of our own export.
const CLASSES: [&str; 5] =
    ["wp-block-gallery", "blocks-gallery-grid", "gallery", "tiled-gallery", "wp-block-jetpack-tiled-gallery"];

impl Flow<'_, '_, '_> {
    /// Whether an element is a gallery that can be one here: a call stands in no other block, and in no comment.
    pub fn is_gallery(&self, id: Id) -> bool {
        let is_called_so = || CLASSES.iter().any(|class| self.tree.has_class(id, class));
        self.flat == Flat::No && self.blocks.len() == 1 && self.context.origin() != Origin::Comment && is_called_so()
    }

    /// A gallery, if there is nothing in it but pictures, and at most a line of words under them.
    pub fn gallery(&mut self, id: Id) {
        self.end_paragraph();
        self.anchor(id);
        self.end_paragraph();
        let mut pictures = if self.tree.name(id) == "ul" { self.items(id) } else { self.inside(id) };
        let last = pictures.pop_if(|block| !is_picture(block));
        let caption = match &last {
            None => Some(String::new()),
            Some(block) => words(block),
        };
        if pictures.len() > 1 && pictures.iter().all(is_picture) {
            // A line with marks in it stands below by itself.
            let last = last.filter(|_| caption.is_none());
            let gallery = Block::Gallery { pictures, caption: caption.unwrap_or_default() };
            pictures = [gallery].into_iter().chain(last).collect();
        } else {
            pictures.extend(last);
        }
        for block in pictures {
            self.push(block);
        }
    }

    /// What a list is made of: its pictures, if there is nothing else in it.
    fn items(&mut self, id: Id) -> Vec<Block> {
        self.blocks.push(Vec::new());
        self.list(id);
        self.blocks.pop().unwrap_or_default()
    }
}

/// The words of a line, if a call can say them: it knows no marks.
fn words(block: &Block) -> Option<String> {
    let Block::Paragraph(line) = block else { return None };
    let [Inline::Text(text)] = &line[..] else { return None };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.contains(['"', '%', '{', '}', '<', '>'])).then_some(text)
}
