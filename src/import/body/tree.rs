//! The HTML of a body as a tree, read by a browser's own rules. Knows nothing of what its elements mean.
//!
//! Hostile text cannot make it slow: elements stand inside each other to a limit, formatting has no attributes, and
//! whoever asks for far more nodes than bytes gets a tree without formatting.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, QualName, local_name, ns};

/// Elements inside each other to this depth; the tags of deeper ones are passed over, their words stay.
const DEEPEST: u32 = 80;

/// A tree of at most this many nodes may hold more of them than its text has bytes.
const HARMLESS: usize = 10_000;

/// The number of a node.
pub(super) type Id = usize;

/// What a node is.
pub(super) enum Data {
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
pub(super) struct Tree {
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
        let nodes = tokenizer.sink.builder.sink.nodes.into_inner();
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

/// Stands between the reader of tags and the builder of trees, and takes out what costs more than it says.
struct Guard {
    builder: TreeBuilder<Id, Growing>,
    /// How many nodes there may be before formatting is passed over.
    most: usize,
}

impl TokenSink for Guard {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        let token = match token {
            Token::TagToken(tag) => match self.guarded(tag) {
                Some(tag) => Token::TagToken(tag),
                None => return TokenSinkResult::Continue,
            },
            Token::ParseError(_) | Token::DoctypeToken(_) | Token::NullCharacterToken => {
                return TokenSinkResult::Continue;
            }
            other => other,
        };
        match self.builder.process_token(token, line) {
            // Nothing is run here, and `<plaintext>` would hide the rest of a page.
            TokenSinkResult::Script(_) | TokenSinkResult::Plaintext | TokenSinkResult::EncodingIndicator(_) => {
                TokenSinkResult::Continue
            }
            other => other,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Guard {
    /// The tag as the builder may see it; none if it may not.
    fn guarded(&self, mut tag: Tag) -> Option<Tag> {
        let name = &*tag.name;
        if matches!(name, "font" | "big" | "small" | "nobr" | "plaintext" | "body" | "html" | "head" | "frameset") {
            return None;
        }
        let unmarked = |it: &Attribute| {
            let style: String = it.value.chars().filter(|c| !c.is_whitespace()).collect();
            &*it.name.local == "style"
                && ["font-weight:normal", "font-weight:400", "font-style:normal"].iter().any(|it| style.contains(it))
        };
        let plain = match name {
            // Whole texts that were pasted from an office program stand in a mark that marks nothing.
            "b" | "strong" | "i" | "em" if tag.attrs.iter().any(unmarked) => Some(local_name!("span")),
            "strong" => Some(local_name!("b")),
            "em" => Some(local_name!("i")),
            "strike" => Some(local_name!("s")),
            "tt" => Some(local_name!("code")),
            "b" | "i" | "s" | "u" | "code" => Some(tag.name.clone()),
            _ => None,
        };
        if tag.kind == TagKind::EndTag {
            tag.name = plain.unwrap_or(tag.name);
            return Some(tag);
        }
        let sink = &self.builder.sink;
        if is_void(name) {
            return Some(tag);
        }
        let many = sink.nodes.borrow().len() > self.most;
        if sink.depth.get() >= DEEPEST && !is_raw(name) || many && (plain.is_some() || name == "a") {
            return None;
        }
        if let Some(plain) = plain {
            tag.name = plain;
            // Formatting is opened again in each paragraph; with attributes there would be no end of its kinds.
            tag.attrs.clear();
        }
        Some(tag)
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "wbr"
    )
}

/// Elements whose inside is not HTML, so that their tags are never passed over.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes")
}

/// A tree that is being built.
struct Growing {
    nodes: RefCell<Vec<Node>>,
    /// About how deep the next element would stand.
    depth: Cell<u32>,
}

impl Default for Growing {
    fn default() -> Self {
        let this = Self { nodes: RefCell::new(Vec::new()), depth: Cell::new(0) };
        this.add(Data::Comment(StrTendril::new()));
        this
    }
}

impl Growing {
    fn add(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { data, parent: None, first: None, last: None, before: None, after: None, depth: 0 });
        nodes.len() - 1
    }

    /// Puts a loose node before another, or at the end of its parent.
    fn put(&self, parent: Id, before: Option<Id>, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let last = before.map_or(nodes[parent].last, |next| nodes[next].before);
        nodes[id].depth = nodes[parent].depth + 1;
        (nodes[id].parent, nodes[id].before, nodes[id].after) = (Some(parent), last, before);
        match last {
            Some(last) => nodes[last].after = Some(id),
            None => nodes[parent].first = Some(id),
        }
        match before {
            Some(next) => nodes[next].before = Some(id),
            None => nodes[parent].last = Some(id),
        }
        if matches!(&nodes[id].data, Data::Element(name, _) if !is_void(&name.local)) {
            self.depth.set(nodes[id].depth);
        }
    }

    fn put_text(&self, parent: Id, before: Option<Id>, text: StrTendril) {
        let last = {
            let nodes = self.nodes.borrow();
            before.map_or(nodes[parent].last, |next| nodes[next].before)
        };
        if let Some(last) = last
            && let Data::Text(words) = &mut self.nodes.borrow_mut()[last].data
        {
            return words.push_tendril(&text);
        }
        let id = self.add(Data::Text(text));
        self.put(parent, before, id);
    }

    fn take_out(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        let (parent, before, after) = (nodes[id].parent.take(), nodes[id].before.take(), nodes[id].after.take());
        let Some(parent) = parent else { return };
        match before {
            Some(before) => nodes[before].after = after,
            None => nodes[parent].first = after,
        }
        match after {
            Some(after) => nodes[after].before = before,
            None => nodes[parent].last = before,
        }
    }
}

impl TreeSink for Growing {
    type Handle = Id;
    type Output = ();
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) {}
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn add_attrs_if_missing(&self, _: &Id, _: Vec<Attribute>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, id: &'a Id) -> Ref<'a, QualName> {
        static NONE: QualName = QualName { prefix: None, ns: ns!(), local: local_name!("span") };
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*id].data {
            Data::Element(name, _) => name,
            _ => &NONE,
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.add(Data::Element(name, attributes))
    }

    fn create_comment(&self, text: StrTendril) -> Id {
        self.add(Data::Comment(text))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Data::Comment(StrTendril::new()))
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        match child {
            NodeOrText::AppendNode(id) => self.put(*parent, None, id),
            NodeOrText::AppendText(text) => self.put_text(*parent, None, text),
        }
    }

    fn append_before_sibling(&self, sibling: &Id, new: NodeOrText<Id>) {
        let Some(parent) = self.nodes.borrow()[*sibling].parent else { return };
        match new {
            NodeOrText::AppendNode(id) => {
                self.take_out(id);
                self.put(parent, Some(*sibling), id);
            }
            NodeOrText::AppendText(text) => self.put_text(parent, Some(*sibling), text),
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.nodes.borrow()[*element].parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn pop(&self, id: &Id) {
        self.depth.set(self.nodes.borrow()[*id].depth.saturating_sub(1));
    }

    /// What a template holds is not shown, and is dropped with it.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn remove_from_parent(&self, id: &Id) {
        self.take_out(*id);
    }

    fn reparent_children(&self, from: &Id, to: &Id) {
        loop {
            let Some(child) = self.nodes.borrow()[*from].first else { return };
            self.take_out(child);
            self.put(*to, None, child);
        }
    }
}
