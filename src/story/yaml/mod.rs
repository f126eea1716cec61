//! YAML, as far as a writer needs it: text -> tree, and every mistake in a writer's words.
//! Knows `serde_yaml` (in `door`, the only file that does); knows no key of front matter and no comment.

mod door;
mod guard;
#[cfg(test)]
mod laws;
mod mend;
mod mistakes;
mod node;
pub mod plain;
mod reader;
mod simple;

use door::Refusal;
pub use node::{Node, Shape};
pub use reader::{Reader, Wanted};

use crate::ground::messages::yaml as say;
use crate::ground::{Diagnostic, SourcePath, Span};

/// A piece of YAML in a file.
#[derive(Clone, Copy, Debug)]
pub struct Block<'t> {
    /// The file.
    pub path: &'t SourcePath,
    /// The piece, without fences and byte-order mark.
    pub text: &'t str,
    /// Where the piece begins in the file, in bytes.
    pub offset: usize,
}

/// What a piece of YAML holds.
#[derive(Debug)]
pub struct Tree<'t> {
    /// The outermost value; what could be saved of it where `said` holds errors.
    pub root: Node<'t>,
    /// Whether the nodes know where they begin.
    pub placed: bool,
    /// What is wrong with the YAML itself.
    pub said: Vec<Diagnostic>,
}

/// Reads a block as cheaply as can be: without positions, unless they will be needed.
pub fn read(block: Block<'_>) -> Tree<'_> {
    if let Some(root) = simple::read(block.text) {
        return Tree { root, placed: false, said: Vec::new() };
    }
    if let Some(at) = guard::too_much(block.text) {
        let at = block.offset + at;
        return empty(vec![say::too_deep(block.path, Span::new(at, at))]);
    }
    if needs_a_close_look(block.text.as_bytes()) {
        return read_placed(block);
    }
    match door::read(block.text) {
        // Text alone is what is left of keys without a space after the colon; that wants explaining, too.
        Ok(Node { shape: Shape::Text(_), .. }) | Err(_) => read_placed(block),
        Ok(root) => Tree { root, placed: false, said: Vec::new() },
    }
}

/// Reads a block that `read` has looked at; every node knows where it begins.
pub fn read_placed(block: Block<'_>) -> Tree<'_> {
    let refusal = match door::read_placed(block.text) {
        Ok(Node { at, shape: Shape::Text(_) }) => Refusal { at, said: String::new() },
        Ok(root) => return Tree { root, placed: true, said: Vec::new() },
        Err(_) if block.text.trim().is_empty() => return empty(Vec::new()),
        Err(refusal) => refusal,
    };
    let (root, said) = mend::mend(block, &refusal);
    Tree { root, placed: true, said }
}

fn empty(said: Vec<Diagnostic>) -> Tree<'static> {
    Tree { root: Node { at: 0, shape: Shape::Null }, placed: true, said }
}

/// `#1` may cut a value short, and `&name` would be swallowed: the cheap reading sees neither.
fn needs_a_close_look(bytes: &[u8]) -> bool {
    let glued = |at: usize| bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace() && *next != b'#');
    let apart = |at: usize| at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',');
    bytes.iter().enumerate().any(|(at, byte)| matches!(byte, b'#' | b'&') && apart(at) && glued(at))
}

impl Block<'_> {
    /// Where a value stands in the file, as far as one line of it goes.
    pub fn span(&self, node: &Node<'_>) -> Span {
        Span::new(self.offset + node.at, self.offset + node::end_of_value(self.text, node.at))
    }

    /// Where a key stands in the file.
    pub fn key_span(&self, node: &Node<'_>) -> Span {
        Span::new(self.offset + node.at, self.offset + node::end_of_key(self.text, node.at))
    }

    /// A key as it is written, quotes included.
    pub fn written_key(&self, node: &Node<'_>) -> &str {
        let end = node::end_of_key(self.text, node.at);
        self.text.get(node.at..end).unwrap_or("").lines().next().unwrap_or("")
    }

    /// A value as it is written, quotes included; its first line if it has several.
    pub fn written(&self, node: &Node<'_>) -> &str {
        let end = node::end_of_value(self.text, node.at);
        let written = self.text.get(node.at..end).unwrap_or("");
        written.lines().next().unwrap_or("").trim_end()
    }

    /// From a value to the end of its line.
    fn rest_of_line(&self, node: &Node<'_>) -> &str {
        self.text.get(node.at..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end()
    }

    /// What unquoted text loses to a `#`, if that looks like a part of it rather than a remark: offset and length in the block.
    fn cut(&self, node: &Node<'_>) -> Option<(usize, usize)> {
        let end = node::end_of_value(self.text, node.at);
        if self.text.get(node.at..)?.starts_with(['"', '\'', '|', '>']) {
            return None;
        }
        let rest = self.text.get(end..)?.lines().next()?;
        let hash = rest.trim_start();
        is_glued(hash).then_some((end + rest.len() - hash.len(), hash.trim_end().len()))
    }

    /// The line below an item that looks like an item and is none, since its dash stands further in: offset and length in
    /// the block.
    fn swallowed(&self, node: &Node<'_>) -> Option<(usize, usize)> {
        let before = self.text.get(..node.at)?;
        let is_plain = !self.text.get(node.at..)?.starts_with(['"', '\'', '|', '>', '[', '{']);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        if !is_plain || before[line_start..].trim_start() != "- " {
            return None;
        }
        let below = node.at + self.text[node.at..].find('\n')? + 1;
        let line = self.text[below..].lines().next()?.trim_end();
        let item = line.trim_start_matches(' ');
        item.starts_with("- ").then_some((below + line.len() - item.len(), item.len()))
    }

    /// The remark on the line of a key without a value: offset and length in the block.
    fn hidden(&self, key: &Node<'_>, any: bool) -> Option<(usize, usize)> {
        let line = self.text.get(key.at..)?.lines().next()?;
        let rest = line[line.find(':')? + 1..].trim_start();
        let found = if any { rest.starts_with('#') } else { is_glued(rest) };
        found.then_some((key.at + line.len() - rest.len(), rest.trim_end().len()))
    }
}

/// `#work` rather than `# a remark`.
fn is_glued(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|after| after.starts_with(|c: char| !c.is_whitespace() && c != '#'))
}
