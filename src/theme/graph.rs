//! Which template extends and includes which, where it says so, and what is wrong with that: names that lead nowhere,
//! circles, blocks that nobody shows. Knows names and places; knows nothing of what templates do.

use std::collections::{BTreeMap, BTreeSet};

use super::tags::{self, Tag, Word};
use super::templates::{Source, Sources};
use crate::ground::Diagnostic;
use crate::ground::messages::template::{self as messages, Named};

/// How deep templates may include or extend each other. Tera calls itself for each include, and for each of at most 20
/// components inside each other; all of that together must fit into the stack of a thread of the pipeline, 16 MiB.
const DEEPEST: usize = 8;

/// All templates with the tags that name something.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    sources: &'a Sources<'a>,
    tags: BTreeMap<&'a str, Vec<Tag<'a>>>,
}

impl<'a> Graph<'a> {
    /// Reads the tags of all templates.
    pub fn of(sources: &'a Sources<'a>) -> Self {
        let tags = sources.by_name.iter().map(|(name, source)| (name.as_str(), tags::named(source.text))).collect();
        Self { sources, tags }
    }

    /// Circles, and chains that are too long for the stack. Must be looked at before Tera walks them.
    pub fn endless(&self) -> Vec<Diagnostic> {
        [Word::Extends, Word::Include].into_iter().flat_map(|word| Walk::over(self, word)).collect()
    }

    /// Names that lead nowhere, blocks that no parent has, components that are made twice.
    pub fn loose_ends(&self) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        for (name, tags) in &self.tags {
            let source = &self.sources.by_name[*name];
            for tag in tags {
                let fault = match tag.word {
                    Word::Include | Word::Extends if self.sources.resolve(tag.name).is_none() => {
                        let what = if tag.word == Word::Include { Named::Include } else { Named::Parent };
                        let known = self.sources.names();
                        messages::unknown(what, tag.name, &known.iter().map(String::as_str).collect::<Vec<_>>())
                    }
                    Word::Block => match self.blocks_above(source) {
                        Some(known) if !known.contains(tag.name) => {
                            messages::unknown_block(tag.name, &known.into_iter().collect::<Vec<_>>())
                        }
                        _ => continue,
                    },
                    Word::Component => match self.made_elsewhere(source, tag.name) {
                        Some(other) => messages::component_twice(tag.name, other.path.as_str()),
                        None => continue,
                    },
                    _ => continue,
                };
                said.push(source.place(fault, tag.span));
            }
        }
        said
    }

    /// The names of all components.
    pub fn components(&self) -> BTreeSet<&'a str> {
        self.tags.values().flatten().filter(|tag| tag.word == Word::Component).map(|tag| tag.name).collect()
    }

    /// The tags of a template that lead to another one in this way.
    fn steps(&self, name: &str, word: Word) -> impl Iterator<Item = (&Tag<'a>, &'a Source<'a>)> {
        let tags = self.tags.get(name).into_iter().flatten().filter(move |tag| tag.word == word);
        tags.filter_map(|tag| Some((tag, self.sources.resolve(tag.name)?)))
    }

    /// The blocks of all templates that this one extends; none if it extends nothing or a parent is missing.
    fn blocks_above(&self, source: &Source<'_>) -> Option<BTreeSet<&'a str>> {
        let mut blocks = BTreeSet::new();
        let mut name = source.name.as_str();
        for step in 0..=DEEPEST {
            let Some(tag) = self.tags.get(name)?.iter().find(|tag| tag.word == Word::Extends) else {
                return (step > 0).then_some(blocks);
            };
            name = &self.sources.resolve(tag.name)?.name;
            let tags = self.tags.get(name)?.iter();
            blocks.extend(tags.filter(|tag| tag.word == Word::Block).map(|tag| tag.name));
        }
        None
    }

    /// An earlier template of the same layer that makes a component of this name.
    fn made_elsewhere(&self, source: &Source<'_>, component: &str) -> Option<&'a Source<'a>> {
        let makes = |name: &str| {
            self.tags
                .get(name)
                .is_some_and(|tags| tags.iter().any(|tag| tag.word == Word::Component && tag.name == component))
        };
        // A file of an embedded theme may stand under two names; it is one file all the same.
        let is_other =
            |other: &&Source<'_>| other.layer == source.layer && other.name < source.name && other.path != source.path;
        let same = self.sources.by_name.values().filter(is_other);
        same.into_iter().find(|other| makes(&other.name))
    }
}

/// How far the walk is with a template.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It stands on the path.
    Open,
    /// It and all below it were seen; so many levels deep.
    Done(usize),
}

/// One walk over all templates along the tags of one kind.
struct Walk<'g, 'a> {
    graph: &'g Graph<'a>,
    word: Word,
    states: BTreeMap<&'a str, State>,
    path: Vec<&'a str>,
    /// A chain that is too long was said; the others follow from it.
    deep: bool,
    said: Vec<Diagnostic>,
}

impl<'g, 'a> Walk<'g, 'a> {
    fn over(graph: &'g Graph<'a>, word: Word) -> Vec<Diagnostic> {
        let mut walk = Self { graph, word, states: BTreeMap::new(), path: Vec::new(), deep: false, said: Vec::new() };
        for source in graph.sources.by_name.values() {
            walk.visit(source);
        }
        walk.said
    }

    /// Gives how deep a template is. The walk itself goes no deeper than twice what is allowed.
    fn visit(&mut self, source: &'a Source<'a>) -> usize {
        if let Some(State::Done(depth)) = self.states.get(source.name.as_str()) {
            return *depth;
        }
        self.states.insert(&source.name, State::Open);
        self.path.push(&source.name);
        let mut depth = 1;
        let steps: Vec<_> = self.graph.steps(&source.name, self.word).map(|(tag, to)| (tag.span, to)).collect();
        for (span, to) in steps {
            if self.states.get(to.name.as_str()) == Some(&State::Open) {
                let fault = self.circle(to);
                self.said.push(source.place(fault, span));
            } else if self.path.len() < 2 * DEEPEST {
                let below = self.visit(to);
                if below == DEEPEST && !self.deep {
                    self.deep = true;
                    self.said.push(source.place(messages::too_deep(DEEPEST), span));
                }
                depth = depth.max(below + 1);
            }
        }
        self.path.pop();
        self.states.insert(&source.name, State::Done(depth));
        depth
    }

    fn circle(&self, to: &Source<'_>) -> Diagnostic {
        let start = self.path.iter().position(|name| *name == to.name).unwrap_or_default();
        let mut chain: Vec<String> = self.path[start..].iter().map(|name| (*name).to_owned()).collect();
        chain.push(to.name.clone());
        match self.word {
            Word::Extends => {
                messages::circular_extends(&chain, self.graph.sources.inherited(to).map(|own| own.name.as_str()))
            }
            _ => messages::circular_include(&chain),
        }
    }
}
