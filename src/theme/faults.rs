//! Everything that is wrong with a theme's templates, in one run. Tera stops at the first file that it cannot read and says
//! much of the rest as one long text; here each file is tried on its own, and the text is taken apart (`tera_report`).

use tera::{ErrorKind, Tera};

use super::filters;
use super::graph::Graph;
use super::templates::{Source, Sources, engine};
use super::tera_report::{self, Entry};
use crate::ground::messages::template::{self as messages, Named};
use crate::ground::{Diagnostic, Span};

/// The name of a file that is tried on its own: one that no template can mean.
const ALONE: &str = "\u{1}";

/// All faults of the templates. `known` is what was found already; it stands alone only if nothing better is found.
pub(super) fn explain(known: Vec<Diagnostic>, sources: &Sources<'_>, graph: &Graph<'_>) -> Vec<Diagnostic> {
    let engine = engine(&[]);
    let mut said = graph.endless();
    said.extend(graph.loose_ends());
    for source in sources.by_name.values() {
        said.extend(alone(source, &engine, graph));
    }
    if said.is_empty() { known } else { said }
}

/// What Tera says of all templates together, as one diagnostic; for what is found in no other way.
pub(super) fn translate(error: &tera::Error, sources: &Sources<'_>) -> Diagnostic {
    let text = error.to_string();
    let Some(entry) = tera_report::entries(&text).into_iter().next() else { return messages::failed(&text) };
    let fault = messages::failed(entry.message);
    match sources.by_name.get(entry.place.file) {
        Some(source) => source.place(fault, entry.place.span_in(source.text)),
        None => fault,
    }
}

/// What is wrong with one file, whatever the others hold.
fn alone(source: &Source<'_>, engine: &Tera, graph: &Graph<'_>) -> Vec<Diagnostic> {
    let mut tera = engine.clone();
    let mut error = tera.add_raw_template(ALONE, source.text);
    if let Err(ErrorKind::MissingParent { parent, .. }) = error.as_ref().map_err(tera::Error::kind) {
        let parent = parent.clone();
        error = tera.add_raw_templates([(ALONE, source.text), (&parent, "")]);
    }
    let Err(error) = error else { return Vec::new() };
    if let ErrorKind::SyntaxError(report) = error.kind() {
        return vec![source.place(messages::syntax(report.message()), Span::from(report.span().range.clone()))];
    }
    let text = error.to_string();
    let entries = tera_report::entries(&text);
    entries
        .iter()
        .filter_map(|entry| unknown(entry, graph).map(|fault| (fault, entry)))
        .map(|(fault, entry)| {
            source.place(fault, named_part(source.text, entry.place.span_in(source.text), entry.name()))
        })
        .collect()
}

/// A name that Tera does not know. Templates and blocks are left to the graph, which sees all files.
fn unknown(entry: &Entry<'_>, graph: &Graph<'_>) -> Option<Diagnostic> {
    let (what, mut known) = match entry.kind()? {
        "filter" => (Named::Filter, [filters::FILTERS, filters::OWN].concat()),
        "test" => (Named::Test, filters::TESTS.to_vec()),
        "function" => (Named::Function, filters::FUNCTIONS.to_vec()),
        "component" => (Named::Component, graph.components().into_iter().collect()),
        _ => return None,
    };
    let name = entry.name();
    if known.contains(&name) {
        return None;
    }
    known.sort_unstable();
    Some(messages::unknown(what, name, &known))
}

/// Tera means the whole call; a person looks for the name.
fn named_part(text: &str, whole: Span, name: &str) -> Span {
    let start = whole.start as usize;
    match text.get(start..).and_then(|rest| rest.find(name)) {
        Some(at) if start + at < whole.end as usize => Span::new(start + at, start + at + name.len()),
        _ => whole,
    }
}
