//! A tree while a browser's rules build it. Knows nothing of what it will be used for.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, local_name, ns};

use super::{Data, Id, Node};

/// A tree that is being built.
pub(super) struct Growing {
    nodes: RefCell<Vec<Node>>,
    /// About how deep the next element would stand.
    pub depth: Cell<u32>,
    /// The element that was put in last.
    last: Cell<Id>,
}

impl Default for Growing {
    fn default() -> Self {
        let this = Self { nodes: RefCell::new(Vec::new()), depth: Cell::new(0), last: Cell::new(0) };
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

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.borrow().len()
    }

    /// The nodes, grown.
    pub fn nodes(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    /// Whether the element that was put in last is of this name, and nothing was put into it.
    pub fn last_is(&self, name: &str) -> bool {
        let nodes = self.nodes.borrow();
        let last = &nodes[self.last.get()];
        last.first.is_none() && matches!(&last.data, Data::Element(it, _) if &*it.local == name)
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
            self.last.set(id);
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

/// Elements that hold nothing.
pub(super) fn is_void(name: &str) -> bool {
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
