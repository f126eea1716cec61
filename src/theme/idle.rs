//! What stands in a theme and does nothing, so that its maker looks for the fault in vain: templates that no page is made
//! with, and scripts and styles inside of pages, which the pages' own policy (CSP Level 3) keeps from working.
//! Knows which template leads to which, and the tags of HTML; knows nothing of what templates are told.

use std::collections::BTreeSet;

use super::tags::{self, Word};
use super::templates::{COMPONENTS, PAGES, Source, Sources};
use crate::ground::messages::template as messages;
use crate::ground::{Diagnostic, Span, markup};

/// The variable that holds the policy. A theme that does not say it keeps nothing out.
const POLICY: &str = "csp";

/// Everything in the site's own files that does nothing. `scripts`: the theme declares that it has script files.
pub(super) fn idle(sources: &Sources<'_>, scripts: bool) -> Vec<Diagnostic> {
    let own = || sources.by_name.values().filter(|source| !source.is_ours());
    let reached = reached(sources);
    // A theme that this one only extends may well have what this one does in another way.
    let of_this = own().filter(|source| source.layer == 0);
    let unused = of_this.filter(|source| !reached.contains(source.name.as_str())).map(|source| {
        let known: Vec<&str> = reached.iter().filter_map(|name| short(name)).collect();
        messages::unused(short(&source.name).unwrap_or(&source.name), &known).in_file(&source.path)
    });
    let mut said: Vec<Diagnostic> = unused.collect();
    if sources.mention(POLICY) {
        said.extend(own().flat_map(|source| kept_out(source, scripts)));
    }
    said
}

/// The path below the theme's folder.
fn short(name: &str) -> Option<&str> {
    name.strip_prefix("builtin/").unwrap_or(name).split_once('/').map(|(_, path)| path)
}

/// The templates that pages are made with, straight or through others, and those with components, which are called by
/// names of their own.
fn reached<'a>(sources: &'a Sources<'_>) -> BTreeSet<&'a str> {
    let makes = |source: &&Source<'_>| tags::named(source.text).iter().any(|tag| tag.word == Word::Component);
    let first = PAGES.iter().chain(&COMPONENTS).filter_map(|name| sources.resolve(name));
    let mut ahead: Vec<&Source<'_>> = first.chain(sources.by_name.values().filter(makes)).collect();
    let mut reached = BTreeSet::new();
    while let Some(source) = ahead.pop() {
        if reached.insert(source.name.as_str()) {
            let leading = |tag: &tags::Tag<'_>| matches!(tag.word, Word::Extends | Word::Include);
            let named = tags::named(source.text).into_iter().filter(leading);
            ahead.extend(named.filter_map(|tag| sources.resolve(tag.name)));
        }
    }
    reached
}

/// Scripts and styles that browsers pass over.
fn kept_out(source: &Source<'_>, scripts: bool) -> Vec<Diagnostic> {
    let html = without_code(source.text);
    let mut said = Vec::new();
    for tag in markup::tags(&html).filter(|tag| !tag.closing) {
        let whole = Span::new(tag.start, tag.end);
        let value = |name: &str| tag.attributes().find(|it| it.name.eq_ignore_ascii_case(name)).map(|it| it.value);
        let is_data = value("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("json"));
        match value("src") {
            _ if tag.is(&["style"]) => said.push(source.place(messages::inline_style(), whole)),
            None if tag.is(&["script"]) && !is_data => said.push(source.place(messages::inline_script(), whole)),
            // The page where stories are looked for runs the script that it is for, whatever a theme declares.
            Some(_) if source.text.get(tag.start..tag.end).is_some_and(|tag| tag.contains("find.js")) => {}
            Some(_) if tag.is(&["script"]) && !scripts => said.push(source.place(messages::undeclared_script(), whole)),
            _ => {}
        }
        for attribute in tag.attributes() {
            let name = attribute.name.to_ascii_lowercase();
            let place = Span::new(attribute.at.start, attribute.at.end);
            if name == "style" {
                said.push(source.place(messages::inline_style(), place));
            } else if name.len() > 2 && name.starts_with("on") && name.bytes().all(|byte| byte.is_ascii_lowercase()) {
                said.push(source.place(messages::inline_script(), place));
            }
        }
    }
    said
}

/// The text with blanks where Tera's code and remarks stand, so that every other byte stays where it is.
fn without_code(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut blank = |from: usize, to: usize| {
        let to = to.min(text.len());
        bytes[from..to].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    };
    for piece in tags::code(text) {
        blank(piece.start - 2, piece.end + 2);
    }
    let mut at = 0;
    while let Some(open) = text[at..].find("{#").map(|open| at + open) {
        at = text[open..].find("#}").map_or(text.len(), |end| open + end + 2);
        blank(open, at);
    }
    String::from_utf8(bytes).unwrap_or_default()
}
