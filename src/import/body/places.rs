//! Places of a text that its own links lead to: footnotes, lists of contents. Knows how each kind of block has one.

use super::flow::Flow;
use super::parts::{Block, Inline};
use super::tree::Id;

impl Flow<'_, '_, '_> {
    /// An element that something in this text leads to.
    pub fn anchor(&mut self, id: Id) {
        if let Some(name) = self.context.target(self.tree, id) {
            self.part(Inline::Anchor(name));
        }
    }

    /// A place in front of a block that is no line.
    pub fn place(&mut self, id: Id) {
        if let Some(name) = self.context.target(self.tree, id) {
            self.end_paragraph();
            self.push(Block::Paragraph(vec![Inline::Anchor(name)]));
        }
    }
}

/// The name that a heading can have by itself; any other is a place in front of its words.
pub(super) fn of_heading(target: Option<String>) -> (Option<String>, Option<String>) {
    let is_name = |name: &String| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if target.as_ref().is_none_or(is_name) { (target, None) } else { (None, target) }
}
