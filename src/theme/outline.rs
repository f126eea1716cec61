//! The templates of a theme at a glance: what each extends, includes and offers, and what its first remark says of it.
//! Knows the signs of templates; makes no page.

use std::collections::BTreeSet;

use super::ThemeFile;
use super::chain;
use super::tags::{self, Word};
use super::templates::Sources;
use crate::ground::Diagnostic;

/// A template of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The name by which others call it.
    pub name: String,
    /// Its file: `<hearth>/templates/base.html`, or a path in the site.
    pub file: String,
    /// What its first remark says; may be empty.
    pub about: String,
    /// The template that it extends.
    pub extends: Option<String>,
    /// The templates that it includes.
    pub includes: Vec<String>,
    /// The blocks that it has.
    pub blocks: Vec<String>,
    /// The components that it makes, with their arguments: `story_link(to)`.
    pub components: Vec<String>,
}

/// The templates that are in force in a theme, by name.
///
/// # Errors
/// What is wrong with the theme, if that keeps its templates from being told.
pub fn outline(theme: &str, files: &[ThemeFile]) -> Result<Vec<Outline>, Vec<Diagnostic>> {
    let (layers, mut said) = chain::layers(theme, files);
    let (sources, more) = Sources::collect(&layers);
    said.extend(more);
    if said.iter().any(Diagnostic::is_error) {
        return Err(said);
    }
    let mut outlines: Vec<Outline> = sources
        .names()
        .into_iter()
        .filter(|name| sources.prefixes.iter().all(|prefix| !name.starts_with(prefix.as_str())))
        .filter_map(|name| sources.resolve(&name).map(|source| of(name, source.path.as_str(), source.text)))
        .collect();
    outlines.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(outlines)
}

/// The folders of `themes/` that a theme is made of: its own and those of its parents.
pub fn folders(theme: &str, files: &[ThemeFile]) -> BTreeSet<String> {
    let (layers, _) = chain::layers(theme, files);
    let own = |prefix: &str| prefix.strip_suffix('/').filter(|name| !name.contains('/')).map(str::to_owned);
    layers.iter().filter_map(|layer| own(&layer.prefix)).collect()
}

fn of(name: String, file: &str, text: &str) -> Outline {
    let tags = tags::named(text);
    let names = |word| tags.iter().filter(move |tag| tag.word == word);
    let mut includes: Vec<String> = names(Word::Include).map(|tag| tag.name.to_owned()).collect();
    includes.sort();
    includes.dedup();
    let component = |tag: &tags::Tag<'_>| {
        let rest = text.get(tag.span.end as usize..).unwrap_or_default();
        let arguments = rest.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
        format!("{}({})", tag.name, arguments.map_or("", |(arguments, _)| arguments))
    };
    Outline {
        file: file.to_owned(),
        about: remark(text),
        extends: names(Word::Extends).next().map(|tag| tag.name.to_owned()),
        includes,
        blocks: names(Word::Block).map(|tag| tag.name.to_owned()).collect(),
        components: names(Word::Component).map(component).collect(),
        name,
    }
}

/// The first remark, in one line, if it stands before anything that is shown.
fn remark(text: &str) -> String {
    let Some((before, rest)) = text.split_once("{#") else { return String::new() };
    let shown = before.replace("{% extends", "").contains('<');
    let inside = rest.split("#}").next().unwrap_or_default().trim_matches('-');
    if shown { String::new() } else { inside.split_whitespace().collect::<Vec<_>>().join(" ") }
}
