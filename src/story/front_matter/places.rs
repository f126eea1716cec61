//! Slugs and addresses that a writer gave: checked once, here.

use super::super::yaml::{Node, Reader, Shape, Wanted, plain};
use crate::ground::messages::front_matter::{self as say, Remedy};
use crate::ground::url::{UrlFault, decode};
use crate::ground::{Slug, Span, Url};

/// A declared slug. What could lead elsewhere is an error; what is only untidy is tidied, with a warning.
pub(super) fn slug<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Slug> {
    let text = reader.text(wanted, node)?;
    let text = plain::unquoted(&text);
    if text.is_empty() {
        return None;
    }
    let bad = text.chars().find(|c| matches!(c, '/' | '\\' | '%' | '#' | '?') || c.is_control());
    let dots = text == "." || text.contains("..");
    if bad.is_some() || dots {
        let better = decode(text).and_then(|plain| Slug::from_text(&plain));
        let bad = bad.map_or_else(|| if text == "." { "." } else { ".." }.to_owned(), |c| c.to_string());
        reader.say(node, |block, span| say::bad_slug(block.path, span, text, &bad, better.as_ref()));
        return None;
    }
    let Some(slug) = Slug::from_text(text) else {
        reader.say(node, |block, span| say::empty_slug(block.path, span, text));
        return None;
    };
    if slug.as_str() != text {
        reader.say(node, |block, span| say::tidied_slug(block.path, span, text, &slug));
    }
    Some(slug)
}

/// An address of this site.
pub(super) fn address<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Url> {
    let text = reader.text(wanted, node)?;
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Some((_, name)) = text.split_once("/:") {
        let name = name.split('/').next().unwrap_or(name);
        reader.say(node, |block, span| say::pattern_address(block.path, span, wanted.key, name));
        return None;
    }
    let elsewhere = "names a host, but only a path of this site can stand here";
    let parsed = if text.contains("://") { Err(UrlFault(elsewhere.to_owned())) } else { Url::parse(text) };
    match parsed {
        Ok(url) => Some(url),
        Err(UrlFault(why)) => {
            let path = path_of(text);
            let query = path.is_none() && text.contains('?');
            let remedy = path.as_deref().map_or(if query { Remedy::Query } else { Remedy::Path }, Remedy::Write);
            reader.say(node, |block, span| say::bad_address(block.path, span, wanted.key, text, &why, remedy));
            None
        }
    }
}

/// Old addresses, each with its place.
pub(super) fn addresses<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Vec<(Url, Span)> {
    let mut all = Vec::new();
    for item in reader.items(node) {
        if let Some(url) = address(reader, wanted, item) {
            all.push((url, reader.span(item)));
        }
    }
    all
}

/// Another story, by slug; a file name or an address will do, too.
pub(super) fn other_story<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<(Slug, Span)> {
    if matches!(node.shape, Shape::List(_) | Shape::Map(_)) {
        reader.wrong(wanted, node);
        return None;
    }
    let text = reader.text(wanted, node)?;
    let name = text.trim().trim_start_matches("story:").trim_end_matches('/').trim_end_matches("/index.md");
    if name.is_empty() {
        return None;
    }
    let name = name.rsplit('/').next().unwrap_or(name);
    let name = [".md", ".markdown", ".txt", ".html"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let slug = Slug::from_text(name);
    if slug.is_none() {
        reader.wrong(wanted, node);
    }
    Some((slug?, reader.span(node)))
}

/// The path of a whole address, without query and fragment, if that can be an address here.
fn path_of(text: &str) -> Option<String> {
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("/", |(_, _)| &rest[rest.find('/').unwrap_or(0)..]),
        None => text,
    };
    let path = path.split(['?', '#']).next().unwrap_or(path);
    Url::parse(path).ok().map(|url| url.to_string()).filter(|path| path != "/")
}
