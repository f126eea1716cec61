//! The HTML of a body as a tree, read by a browser's own rules. Knows nothing of what its elements mean.
//!
//! Hostile text cannot make it slow: elements stand inside each other to a limit, formatting has no attributes, and
//! whoever asks for far more nodes than bytes gets a tree without formatting.

mod grow;
mod guard;

use html5ever::interface::{ElementFlags, TreeSink as _};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, QualName, local_name, ns};

use grow::Growing;
use guard::Guard;

/// A tree of at most this many nodes may hold more of them than its text has bytes.
const HARMLESS: usize = 10_000;

/// The number of a node.
pub(in crate::import::body) type Id = usize;

/// What a node is.
pub(in crate::import::body) enum Data {
    Text(StrTendril),
    Comment(StrTendril),
    Element(QualName, Vec<Attribute>),
}

struct Node {
    data: Data,
    parent: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    before: Option<Id>,
    after: Option<Id>,
    depth: u32,
}

/// A body as a tree.
pub(in crate::import::body) struct Tree {
    nodes: Vec<Node>,
    root: Id,
}

impl Tree {
    /// Reads some HTML.
    pub fn of(html: &str) -> Self {
        let sink = Growing::default();
        let name = |local| QualName::new(None, ns!(html), local);
        let context = sink.create_element(name(local_name!("body")), Vec::new(), ElementFlags::default());
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let builder = TreeBuilder::new_for_fragment(sink, context, None, options);
        let guard = Guard { builder, most: HARMLESS + html.len() };
        let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
        let input = BufferQueue::default();
        // A tendril holds at most 4 GB; no body is as long.
        input.push_back(StrTendril::from_slice(html));
        while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
        tokenizer.end();
        let nodes = tokenizer.sink.builder.sink.nodes();
        // The first node is the document, and its only element the root of the fragment.
        let root = nodes.first().and_then(|document| document.first).unwrap_or(0);
        Self { nodes, root }
    }

    /// The element that holds all others.
    pub fn root(&self) -> Id {
        self.root
    }

    /// What a node is.
    pub fn data(&self, id: Id) -> &Data {
        &self.nodes[id].data
    }

    /// What holds a node.
    pub fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// The children of a node, in order.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + use<'_> {
        std::iter::successors(self.nodes[id].first, |child| self.nodes[*child].after)
    }

    /// Whether a node comes right after a `<br>`.
    pub fn follows_break(&self, id: Id) -> bool {
        self.nodes[id].before.is_some_and(|before| self.name(before) == "br")
    }

    /// A node and all that it holds, in order.
    pub fn all(&self, id: Id) -> impl Iterator<Item = Id> + use<'_> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let this = next?;
            next = self.nodes[this].first.or_else(|| {
                let mut at = this;
                while at != id {
                    if let Some(after) = self.nodes[at].after {
                        return Some(after);
                    }
                    at = self.nodes[at].parent?;
                }
                None
            });
            Some(this)
        })
    }

    /// The name of an element; empty for other nodes and for elements of drawings and formulas.
    pub fn name(&self, id: Id) -> &str {
        match self.data(id) {
            Data::Element(name, _) if name.ns == ns!(html) => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        let Data::Element(_, attributes) = self.data(id) else { return None };
        attributes.iter().find(|it| &*it.name.local == wanted).map(|it| &*it.value)
    }

    /// Whether an element is of this class.
    pub fn has_class(&self, id: Id, class: &str) -> bool {
        self.attribute(id, "class").is_some_and(|all| all.split_ascii_whitespace().any(|it| it == class))
    }

    /// All text of a node.
    pub fn text(&self, id: Id) -> String {
        let mut text = String::new();
        for node in self.all(id) {
            match self.data(node) {
                Data::Text(words) => text.push_str(words),
                Data::Element(..) if self.name(node) == "br" => text.push('\n'),
                _ => {}
            }
        }
        text
    }
}
