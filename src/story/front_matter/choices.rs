//! Values with a choice of words or a shape of their own: names, tags, pictures, series, permission, comments, language.

use std::sync::Arc;

use crate::ground::Date;
use crate::ground::messages::front_matter as say;
use crate::story::yaml::{Node, Reader, Shape, Wanted, plain};
use crate::story::{CommentPolicy, CommentStatus, FrontImage, Names, Permission, PermissionStatus, SeriesPart};

/// One name or several; a name may be a map with a `name` in it, as other generators have it.
pub(super) fn names<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Vec<Arc<str>> {
    let mut names = Vec::new();
    for item in reader.items(node) {
        let named = match &item.shape {
            Shape::Map(entries) => value_of(entries, &["name"]).unwrap_or(item),
            _ => item,
        };
        names.extend(reader.line(wanted, named));
    }
    names
}

/// Tags: a list, or one text with commas.
pub(super) fn tags<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Vec<Arc<str>> {
    let mut tags = Vec::new();
    let one = !matches!(node.shape, Shape::List(_));
    for item in reader.items(node) {
        let Some(text) = reader.text(wanted, item) else { continue };
        let comma = if one { ',' } else { '\n' };
        tags.extend(text.split(comma).filter_map(|tag| plain::line(plain::unquoted(tag).trim_start_matches('#'))));
    }
    tags
}

/// A day, or `no` for none.
pub(super) fn day_or_no<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Date> {
    let no = match &node.shape {
        Shape::Bool(flag) => !flag,
        Shape::Text(text) => matches!(plain::unquoted(text).to_ascii_lowercase().as_str(), "no" | "never" | "none"),
        _ => false,
    };
    if no { None } else { reader.day(wanted, node) }
}

/// Whether `status: …` means that the story is not for everybody yet. An unknown word keeps it back, to be safe.
pub(super) fn is_kept_back<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> bool {
    let Some(word) = reader.text(wanted, node) else { return true };
    match plain::unquoted(&word).to_ascii_lowercase().as_str() {
        "" | "publish" | "published" | "live" | "public" => false,
        "draft" | "pending" | "private" | "future" | "scheduled" | "trash" | "hidden" | "unpublished" => true,
        other => {
            reader.say(node, |block, span| say::unknown_status(block.path, span, wanted.key, other));
            true
        }
    }
}

/// A picture: a path, or a map with its words.
pub(super) fn image<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<FrontImage> {
    let node = match &node.shape {
        Shape::List(items) => items.first()?,
        _ => node,
    };
    let Shape::Map(entries) = &node.shape else {
        let src = reader.line(wanted, node)?;
        return Some(FrontImage { src, alt: None, caption: None, span: reader.span(node) });
    };
    check_keys(
        reader,
        wanted,
        entries,
        &["src", "alt", "caption"],
        &["image", "url", "path", "file", "relative", "hidden"],
    );
    let Some(src) = value_of(entries, &["src", "image", "url", "path", "file"]) else {
        reader.say(node, |block, span| say::missing_inside(block.path, span, wanted.key, "src", wanted.example));
        return None;
    };
    let alt = value_of(entries, &["alt"]).and_then(|alt| match &alt.shape {
        Shape::Text(text) if text.trim().is_empty() => Some(Arc::from("")),
        _ => reader.line(wanted, alt),
    });
    let caption = value_of(entries, &["caption"]).and_then(|caption| reader.line(wanted, caption));
    Some(FrontImage { src: reader.line(wanted, src)?, alt, caption, span: reader.span(src) })
}

/// A series: a name, or a name and a part.
pub(super) fn series<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<SeriesPart> {
    let node = match &node.shape {
        Shape::List(items) => items.first()?,
        _ => node,
    };
    let Shape::Map(entries) = &node.shape else {
        return Some(SeriesPart { name: reader.line(wanted, node)?, part: None });
    };
    check_keys(reader, wanted, entries, &["name", "part"], &["title", "order", "number"]);
    let Some(name) = value_of(entries, &["name", "title"]) else {
        reader.say(node, |block, span| say::missing_inside(block.path, span, wanted.key, "name", wanted.example));
        return None;
    };
    let part = value_of(entries, &["part", "order", "number"])
        .and_then(|part| reader.count(Wanted { key: "part", what: "a number from 1", ..wanted }, part, 1));
    Some(SeriesPart { name: reader.line(wanted, name)?, part })
}

/// What was done about the names.
pub(super) fn names_note<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Names> {
    const CHOICES: [(&str, Names); 3] =
        [("real", Names::Real), ("first-only", Names::FirstOnly), ("changed", Names::Changed)];
    choose(reader, wanted, node, &CHOICES)
}

/// Whether the people in the story agreed.
pub(super) fn permission<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Permission> {
    const CHOICES: [(&str, PermissionStatus); 4] = [
        ("own-story", PermissionStatus::OwnStory),
        ("given", PermissionStatus::Given),
        ("asked", PermissionStatus::Asked),
        ("unknown", PermissionStatus::Unknown),
    ];
    let Shape::Map(entries) = &node.shape else {
        let status = choose(reader, wanted, node, &CHOICES)?;
        return Some(Permission { status, on: None, review: None, guardian: None });
    };
    check_keys(reader, wanted, entries, &["status", "on", "review", "guardian", "minor"], &["by", "note"]);
    let status = value_of(entries, &["status"]).and_then(|status| {
        choose(reader, Wanted { key: "status", what: "one of its four words", ..wanted }, status, &CHOICES)
    });
    let mut day = |key: &'static str| {
        let wanted = Wanted { key, what: "a date", example: wanted.example };
        value_of(entries, &[key]).and_then(|value| reader.day(wanted, value))
    };
    let (on, review) = (day("on"), day("review"));
    let mut flag = |key: &'static str| {
        let wanted = Wanted { key, what: "yes or no", example: "permission: {status: given, guardian: yes}" };
        value_of(entries, &[key]).and_then(|value| match &value.shape {
            // The words of `status` say the same of a guardian.
            Shape::Text(text) if text.trim() == "given" => Some(true),
            Shape::Text(text) if matches!(text.trim(), "asked" | "unknown") => Some(false),
            _ => reader.flag(wanted, value),
        })
    };
    let guardian = flag("guardian").or(flag("minor").filter(|minor| *minor).map(|_| false));
    Some(Permission { status: status.unwrap_or(PermissionStatus::Unknown), on, review, guardian })
}

/// What is said about comments: a word, a number, yes or no, or a map.
pub(super) fn comments<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<CommentPolicy> {
    match &node.shape {
        Shape::Number(_) => Some(CommentPolicy { count: reader.count(wanted, node, 0), ..CommentPolicy::default() }),
        Shape::Map(entries) => {
            check_keys(reader, wanted, entries, &["status", "count"], &[]);
            let status = value_of(entries, &["status"]).and_then(|status| {
                comment_status(reader, Wanted { key: "status", what: "`none`, `closed` or `email`", ..wanted }, status)
            });
            let count = value_of(entries, &["count"])
                .and_then(|count| reader.count(Wanted { key: "count", what: "a number", ..wanted }, count, 0));
            Some(CommentPolicy { status: status.unwrap_or_default(), count })
        }
        _ => comment_status(reader, wanted, node).map(|status| CommentPolicy { status, count: None }),
    }
}

fn comment_status<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<CommentStatus> {
    const CHOICES: [(&str, CommentStatus); 3] =
        [("none", CommentStatus::None), ("closed", CommentStatus::Closed), ("email", CommentStatus::Email)];
    // Elsewhere `comments: true` shows a form. There is none here, and what was kept is shown anyway.
    let word = match &node.shape {
        Shape::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Shape::Text(text) => plain::unquoted(text).to_ascii_lowercase(),
        _ => String::new(),
    };
    match word.as_str() {
        "open" => {
            reader.say(node, |block, span| say::comments_open(block.path, span, wanted.key));
            None
        }
        "yes" | "on" | "true" => Some(CommentStatus::Closed),
        "no" | "off" | "false" => Some(CommentStatus::None),
        _ => choose(reader, wanted, node, &CHOICES),
    }
}

/// A language code (BCP 47), by its shape only.
pub(super) fn lang<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>) -> Option<Arc<str>> {
    let text = reader.line(wanted, node)?.replace('_', "-");
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or("");
    let shaped = (2..=3).contains(&first.len()) || (first.eq_ignore_ascii_case("x") && text.len() > 2);
    let shaped = shaped && first.bytes().all(|b| b.is_ascii_alphabetic());
    if shaped && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())) {
        return Some(Arc::from(text));
    }
    reader.say(node, |block, span| say::bad_lang(block.path, span, wanted.key, &text));
    None
}

/// The id of the story in feeds (RFC 4287: an IRI). Another generator's that is none is left aside.
pub(super) fn id<'t>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>, ours: bool) -> Option<Arc<str>> {
    let text = reader.line(wanted, node)?;
    let scheme = text.split_once(':').map(|(scheme, rest)| (scheme, !rest.is_empty()));
    let whole = scheme.is_some_and(|(scheme, more)| {
        more && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    if whole && !text.contains([' ', '<', '>', '"', '{', '}', '\\', '^', '`', '|']) {
        return Some(text);
    }
    if ours {
        reader.say(node, |block, span| say::bad_id(block.path, span, &text));
    }
    None
}

/// One of some words; `_`, `-` and space are the same.
fn choose<'t, T: Copy>(reader: &mut Reader<'t>, wanted: Wanted<'_>, node: &Node<'t>, all: &[(&str, T)]) -> Option<T> {
    let text = reader.text(wanted, node)?;
    let word = plain::unquoted(&text).to_lowercase().replace(['_', ' '], "-");
    if word.is_empty() {
        return None;
    }
    let found = all.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        let nearest = reader.nearest(&word, names.iter().copied());
        reader.say(node, |block, span| say::no_such_choice(block.path, span, wanted.key, text.trim(), &names, nearest));
    }
    found
}

/// Says which keys of an inner map are not known; `quiet` ones are other generators'.
fn check_keys<'t>(
    reader: &mut Reader<'t>,
    wanted: Wanted<'_>,
    entries: &[(Node<'t>, Node<'t>)],
    known: &[&'static str],
    quiet: &[&str],
) {
    for (i, (key, _)) in entries.iter().enumerate() {
        let name = match &key.shape {
            Shape::Text(name) => name.as_ref(),
            _ => "",
        };
        if entries[..i].iter().any(|(other, _)| other.shape == key.shape) {
            reader.say_key(key, |block, span| say::duplicate_inner_key(block.path, span, wanted.key, name));
        } else if !known.contains(&name) && !quiet.contains(&name) {
            let nearest = reader.nearest(name, known.iter().copied());
            reader.say_key(key, |block, span| {
                say::unknown_inner_key(block.path, span, wanted.key, block.written_key(key), known, nearest)
            });
        }
    }
}

fn value_of<'n, 't>(entries: &'n [(Node<'t>, Node<'t>)], names: &[&str]) -> Option<&'n Node<'t>> {
    names.iter().find_map(|name| {
        entries.iter().find(|(key, _)| matches!(&key.shape, Shape::Text(text) if text == name)).map(|(_, value)| value)
    })
}
