//! One comment of the file: its keys, each judged on its own. Knows nothing of threads.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Format, Node, Reader, Shape, Wanted, say};
use crate::ground::{Moment, Span, text};

/// A comment as the file has it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub id: Arc<str>,
    /// The id of the comment that this one answers, and where that stands.
    pub parent: Option<(Arc<str>, Span)>,
    pub author: Option<Arc<str>>,
    pub url: Option<Arc<str>>,
    pub by_author: bool,
    pub date: Option<Moment>,
    pub state: State,
    pub format: Format,
    pub body: Arc<str>,
}

/// Whether a comment is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is.
    Approved,
    /// Not yet.
    Pending,
    /// No more, but its place is.
    Removed,
}

const KEYS: [&str; 9] = ["id", "parent", "author", "url", "by_author", "date", "state", "format", "body"];

/// Keys that other programs write and that concern nobody but the commenter, without `_`, `-` and space.
const PRIVATE: [&str; 20] = [
    "email",
    "mail",
    "authoremail",
    "useremail",
    "commentauthoremail",
    "emailhash",
    "authoremailhash",
    "hash",
    "ip",
    "ipaddress",
    "authorip",
    "userip",
    "commentauthorip",
    "remoteaddr",
    "avatar",
    "avatarurl",
    "gravatar",
    "useragent",
    "phone",
    "fingerprint",
];

/// Reads all comments; a second one of the same id is an error and left out.
pub(super) fn entries<'t>(reader: &mut Reader<'t>, items: &[Node<'t>], whole: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(items.len());
    let mut first: BTreeMap<Arc<str>, &Node<'t>> = BTreeMap::new();
    for item in items {
        let Shape::Map(pairs) = &item.shape else {
            reader
                .wrong(Wanted { key: "comments", what: "a list of comments with keys", example: "- id: wp-22" }, item);
            continue;
        };
        let Some((entry, id)) = entry(reader, item, pairs) else { continue };
        if let Some(twin) = first.get(&entry.id) {
            let line = text::position(whole, reader.span(twin).start as usize).line;
            reader.say(id, |block, span| say::duplicate_id(block.path, span, &entry.id, line));
            continue;
        }
        first.insert(entry.id.clone(), id);
        entries.push(entry);
    }
    entries
}

fn entry<'n, 't>(
    reader: &mut Reader<'t>,
    item: &Node<'t>,
    pairs: &'n [(Node<'t>, Node<'t>)],
) -> Option<(Entry, &'n Node<'t>)> {
    let keys = known(reader, pairs);
    let node = |key: &str| keys.get(key).copied();
    let line = |reader: &mut Reader<'t>, key, what, example| {
        node(key).and_then(|value| reader.line(Wanted { key, what, example }, value))
    };
    let id = line(reader, "id", "a short name or a number", "id: wp-22");
    let parent = line(reader, "parent", "the id of another comment", "parent: wp-21")
        .zip(node("parent"))
        .map(|(parent, node)| (parent, reader.span(node)));
    let author = line(reader, "author", "a name", "author: Mara").filter(|name| {
        let is_address = looks_like_email(name);
        if let (true, Some(node)) = (is_address, node("author")) {
            reader.say(node, |block, span| say::address_as_name(block.path, span));
        }
        !is_address
    });
    let url = node("url").and_then(|value| web_page(reader, value));
    let wanted = Wanted { key: "by_author", what: "yes or no", example: "by_author: yes" };
    let by_author = node("by_author").and_then(|value| reader.flag(wanted, value)).unwrap_or(false);
    let wanted = Wanted { key: "date", what: "a date", example: "date: 2011-02-12T11:00:00+11:00" };
    let date = node("date").and_then(|value| reader.moment(wanted, value));
    let state = state(reader, item, node("state"));
    let format = node("format").map_or(Format::Text, |value| format(reader, value));
    let wanted = Wanted { key: "body", what: "text", example: "body: |" };
    let body = node("body").and_then(|value| reader.lines(wanted, value));
    if body.is_none() && state == State::Approved {
        reader.say(item, |block, span| say::empty_body(block.path, span));
    }
    let (Some(id), Some(at)) = (id, node("id")) else {
        reader.say(item, |block, span| say::no_id(block.path, span));
        return None;
    };
    let body = body.unwrap_or_else(|| Arc::from(""));
    Some((Entry { id, parent, author, url, by_author, date, state, format, body }, at))
}

/// The values of the keys that are known; says which are not, and which should not be in the file at all.
fn known<'n, 't>(reader: &mut Reader<'t>, pairs: &'n [(Node<'t>, Node<'t>)]) -> BTreeMap<&'static str, &'n Node<'t>> {
    let mut keys = BTreeMap::new();
    for (key, value) in pairs {
        let name = match &key.shape {
            Shape::Text(name) => name.as_ref(),
            _ => "",
        };
        let folded: String = name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect::<String>().to_lowercase();
        if let Some(known) = KEYS.into_iter().find(|known| *known == name) {
            if keys.contains_key(known) {
                reader.say_key(key, |block, span| say::twice(block.path, span, known));
            } else {
                keys.insert(known, value);
            }
        } else if PRIVATE.contains(&folded.as_str()) {
            reader.say_key(key, |block, span| say::private_key(block.path, span, name));
        } else {
            let nearest = reader.nearest(name, KEYS);
            let name = reader.written_key(key);
            reader.say_key(key, |block, span| say::unknown_key(block.path, span, &name, nearest));
        }
    }
    keys
}

/// Only what is approved is shown, so a comment of which that is not said waits.
fn state<'t>(reader: &mut Reader<'t>, item: &Node<'t>, value: Option<&Node<'t>>) -> State {
    let wanted = Wanted { key: "state", what: "`approved`, `pending` or `removed`", example: "state: approved" };
    let Some(word) = value.and_then(|value| reader.line(wanted, value)) else {
        reader.say(item, |block, span| say::no_state(block.path, span));
        return State::Pending;
    };
    match word.to_lowercase().as_str() {
        "approved" => State::Approved,
        "pending" => State::Pending,
        "removed" => State::Removed,
        _ => {
            let known = ["approved", "pending", "removed"];
            no_such_choice(reader, value, "state", &word, &known);
            State::Pending
        }
    }
}

fn format<'t>(reader: &mut Reader<'t>, value: &Node<'t>) -> Format {
    let wanted = Wanted { key: "format", what: "`html`, `markdown` or `text`", example: "format: html" };
    let Some(word) = reader.line(wanted, value) else { return Format::Text };
    match word.to_lowercase().as_str() {
        "html" => Format::Html,
        "markdown" | "md" => Format::Markdown,
        "text" | "plain" => Format::Text,
        _ => {
            no_such_choice(reader, Some(value), "format", &word, &["html", "markdown", "text"]);
            Format::Text
        }
    }
}

fn no_such_choice<'t>(reader: &mut Reader<'t>, value: Option<&Node<'t>>, key: &str, word: &str, known: &[&str]) {
    let nearest = reader.nearest(word, known.iter().copied());
    if let Some(value) = value {
        reader.say(value, |block, span| say::no_such_choice(block.path, span, key, word, known, nearest));
    }
}

/// A commenter's page: http or https and a host; anything else is left out.
fn web_page<'t>(reader: &mut Reader<'t>, value: &Node<'t>) -> Option<Arc<str>> {
    let url = reader.line(Wanted { key: "url", what: "an address", example: "url: https://example.org" }, value)?;
    let rest = url
        .split_once("://")
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let whole = rest.is_some_and(|(_, rest)| rest.starts_with(char::is_alphanumeric) || rest.starts_with('['));
    if whole && !url.contains([' ', '<', '>', '"', '\'', '`', '\\', '{', '}', '|', '^']) {
        return Some(url);
    }
    reader.say(value, |block, span| say::no_web_page(block.path, span));
    None
}

/// Whether a name holds what looks like an e-mail address.
fn looks_like_email(name: &str) -> bool {
    name.split_whitespace().any(|word| {
        word.rsplit_once('@').is_some_and(|(user, host)| !user.is_empty() && host.trim_matches('.').contains('.'))
    })
}
