//! What a block declares, key by key. Each value is judged on its own, so that one fault hides no other.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::keys::{self, Key};
use super::{choices, places};
use crate::ground::messages::front_matter as say;
use crate::ground::value::Extra;
use crate::ground::{Date, Diagnostic, Moment, Partial, Slug, Span, Url, text};
use crate::story::yaml::{Block, Node, Reader, Shape, Tree, Wanted, plain};
use crate::story::{CommentPolicy, FrontImage, Names, Permission, SeriesPart};

/// The most tags, authors or old addresses that one story can have.
const MOST: usize = 100;

/// Front matter as far as the block alone tells; `complete` fills in the rest.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Declared {
    pub(super) title: Option<Arc<str>>,
    pub(super) date: Option<Moment>,
    pub(super) updated: Option<Moment>,
    pub(super) authors: Vec<Arc<str>>,
    pub(super) tags: Vec<Arc<str>>,
    pub(super) description: Option<Arc<str>>,
    pub(super) slug: Option<Slug>,
    pub(super) permalink: Option<Url>,
    pub(super) aliases: Vec<(Url, Span)>,
    pub(super) draft: bool,
    pub(super) expires: Option<Date>,
    pub(super) unlisted: bool,
    pub(super) image: Option<FrontImage>,
    pub(super) content_note: Option<Arc<str>>,
    pub(super) series: Option<SeriesPart>,
    pub(super) part: Option<u32>,
    pub(super) happened: Option<Partial>,
    pub(super) passed_on_from: Option<(Slug, Span)>,
    pub(super) quote: Option<Arc<str>>,
    pub(super) names: Option<Names>,
    pub(super) permission: Option<Permission>,
    pub(super) rights: Option<Arc<str>>,
    pub(super) withdrawn: Option<Date>,
    pub(super) comments: Option<CommentPolicy>,
    pub(super) lang: Option<Arc<str>>,
    pub(super) id: Option<Arc<str>>,
    pub(super) extra: Extra,
    /// There is a block to write something into.
    pub(super) fenced: bool,
    /// Something of the block could not be used: what is missing is not the writer's omission.
    pub(super) broken: bool,
}

impl Declared {
    /// Whether anybody will ask for the first words of the text: a description stands in their place, and a content note
    /// forbids them.
    pub fn wants_excerpt(&self) -> bool {
        self.description.is_none() && self.content_note.is_none()
    }
}

/// One key with its value, as it stands in the block.
struct Entry<'n, 't> {
    name: &'n str,
    at: &'n Node<'t>,
    value: &'n Node<'t>,
    key: Key,
    ours: bool,
}

/// Takes everything from a tree that means something. None if positions are needed, and the tree has none.
pub(super) fn declare(block: Block<'_>, tree: &Tree<'_>, whole: &str) -> Option<(Declared, Vec<Diagnostic>)> {
    let mut reader = Reader::new(block, tree.placed);
    let mut declared = Declared::default();
    match &tree.root.shape {
        Shape::Null => {}
        Shape::Map(pairs) => {
            let entries = entries(&mut reader, pairs, whole);
            // Our own names first: where an alias says the same thing once more, ours counts.
            for ours in [true, false] {
                for entry in entries.iter().filter(|entry| entry.ours == ours) {
                    take(&mut declared, &mut reader, entry);
                }
            }
        }
        _ => reader.say(&tree.root, |block, span| say::no_keys(block.path, span)),
    }
    reader.finish().map(|said| (declared, said))
}

/// Knows the keys; says which are unknown and which are there twice.
fn entries<'n, 't>(reader: &mut Reader<'t>, pairs: &'n [(Node<'t>, Node<'t>)], whole: &str) -> Vec<Entry<'n, 't>> {
    let mut entries: Vec<Entry<'n, 't>> = Vec::with_capacity(pairs.len());
    for (at, value) in pairs {
        let Shape::Text(name) = &at.shape else {
            reader.say_key(at, |block, span| say::unknown_key(block.path, span, block.written_key(at), None));
            continue;
        };
        let Some(found) = keys::find(name) else {
            let nearest = reader.nearest(name, keys::meaningful());
            match nearest.filter(|nearest| keys::keeps_back(nearest)).or_else(|| keys::guard_elsewhere(name)) {
                Some(meant) => reader.say_key(at, |block, span| say::unknown_guard(block.path, span, name, meant)),
                None => reader.say_key(at, |block, span| say::unknown_key(block.path, span, name, nearest)),
            }
            continue;
        };
        let twin = entries.iter().find(|entry| entry.key == found.key && keys::is_same(entry.name, name));
        if let Some(first) = twin {
            let line = text::position(whole, reader.key_span(first.at).start as usize).line;
            reader.say_key(at, |block, span| say::duplicate_key(block.path, span, name, line));
            continue;
        }
        entries.push(Entry { name: plain::unquoted(name), at, value, key: found.key, ours: found.ours });
    }
    entries
}

/// Takes one value.
fn take<'t>(declared: &mut Declared, reader: &mut Reader<'t>, entry: &Entry<'_, 't>) {
    let (what, example) = entry.key.wanted();
    let wanted = Wanted { key: entry.name, what, example };
    let value = entry.value;
    if matches!(value.shape, Shape::Null) {
        return nothing(reader, entry);
    }
    match entry.key {
        Key::Title | Key::Description | Key::ContentNote | Key::Quote | Key::Rights => {
            take_words(declared, reader, entry, wanted);
        }
        Key::Date => declared.date = reader.moment(wanted, value).or(declared.date),
        Key::PublishDate => publish_date(declared, reader, wanted, value),
        Key::Updated => give(&mut declared.updated, || reader.moment(wanted, value)),
        Key::Author => {
            join(&mut declared.authors, choices::names(reader, wanted, value));
            keep_some(&mut declared.authors, reader, entry);
        }
        Key::Tags => {
            join(&mut declared.tags, choices::tags(reader, wanted, value));
            keep_some(&mut declared.tags, reader, entry);
        }
        Key::Slug => declared.slug = places::slug(reader, wanted, value),
        Key::Permalink => give(&mut declared.permalink, || places::address(reader, wanted, value)),
        Key::Aliases => {
            let more = places::addresses(reader, wanted, value);
            let mut known: BTreeSet<Url> = declared.aliases.iter().map(|(url, _)| url.clone()).collect();
            declared.aliases.extend(more.into_iter().filter(|(url, _)| known.insert(url.clone())));
            keep_some(&mut declared.aliases, reader, entry);
        }
        Key::Draft | Key::Private => declared.draft |= reader.flag(wanted, value).unwrap_or(true),
        Key::Published => published(declared, reader, wanted, value),
        Key::Status => declared.draft |= choices::is_kept_back(reader, wanted, value),
        Key::Password => {
            reader.say_key(entry.at, |block, span| say::password(block.path, span));
            declared.draft = true;
        }
        Key::Expires => give(&mut declared.expires, || choices::day_or_no(reader, wanted, value)),
        // Whichever of several keys hides a story, it is hidden.
        Key::Listed => declared.unlisted |= reader.flag(wanted, value) == Some(false),
        Key::Unlisted => declared.unlisted |= reader.flag(wanted, value) == Some(true),
        Key::Image => give(&mut declared.image, || choices::image(reader, wanted, value)),
        Key::Series => declared.series = choices::series(reader, wanted, value),
        Key::Part => declared.part = reader.count(wanted, value, 1),
        Key::Happened => declared.happened = reader.partial(wanted, value),
        Key::PassedOnFrom => declared.passed_on_from = places::other_story(reader, wanted, value),
        Key::Names => declared.names = choices::names_note(reader, wanted, value),
        Key::Permission => declared.permission = choices::permission(reader, wanted, value),
        Key::Withdrawn => declared.withdrawn = choices::day_or_no(reader, wanted, value),
        Key::Comments => declared.comments = choices::comments(reader, wanted, value),
        Key::Lang => give(&mut declared.lang, || choices::lang(reader, wanted, value)),
        Key::Id => give(&mut declared.id, || choices::id(reader, wanted, value, entry.ours)),
        Key::Extra => declared.extra = reader.extra(wanted, value),
        Key::Ignored => {}
    }
}

fn take_words<'t>(declared: &mut Declared, reader: &mut Reader<'t>, entry: &Entry<'_, 't>, wanted: Wanted<'_>) {
    let value = entry.value;
    if matches!(entry.key, Key::Title | Key::Description) && reader.is_curly(value) {
        reader.say(value, |block, span| say::curly_quotes(block.path, span, wanted.key));
    }
    match entry.key {
        Key::Title => declared.title = reader.line(wanted, value),
        Key::Description => give(&mut declared.description, || reader.line(wanted, value)),
        Key::ContentNote => give(&mut declared.content_note, || reader.lines(wanted, value)),
        Key::Quote => declared.quote = reader.lines(wanted, value),
        _ => give(&mut declared.rights, || reader.lines(wanted, value)),
    }
}

/// A key without a value is a key that is not given; unless a remark has swallowed the value.
fn nothing<'t>(reader: &mut Reader<'t>, entry: &Entry<'_, 't>) {
    if let Some(span) = reader.hidden_by_hash(entry.at, entry.key == Key::Title) {
        reader.say_key(entry.at, |block, _| say::hidden_by_hash(block.path, span, entry.name));
    } else if matches!(entry.key, Key::Draft | Key::Private | Key::Withdrawn | Key::Listed | Key::Unlisted) {
        let (_, example) = entry.key.wanted();
        reader.say_key(entry.at, |block, span| say::guard_without_value(block.path, span, entry.name, example));
    }
}

/// The later of two dates counts, so that nothing is published before its time.
fn publish_date<'t>(declared: &mut Declared, reader: &mut Reader<'t>, wanted: Wanted<'_>, value: &Node<'t>) {
    let Some(publish) = reader.moment(wanted, value) else { return };
    match declared.date {
        Some(date) if date.day >= publish.day => {}
        Some(date) => {
            reader.say(value, |block, span| say::two_dates(block.path, span, wanted.key, date.day, publish.day));
            declared.date = Some(publish);
        }
        None => declared.date = Some(publish),
    }
}

/// `published: false`, or, with some generators, the day of publication.
fn published<'t>(declared: &mut Declared, reader: &mut Reader<'t>, wanted: Wanted<'_>, value: &Node<'t>) {
    let date = matches!(&value.shape, Shape::Text(text) if text.starts_with(|c: char| c.is_ascii_digit()));
    if date {
        return publish_date(declared, reader, wanted, value);
    }
    declared.draft |= !reader.flag(wanted, value).unwrap_or(false);
}

/// Fills what is still empty.
fn give<T>(place: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    let value = value();
    if place.is_none() {
        *place = value;
    }
}

/// Refuses a list that no writer would make: each tag, author and old address of a story is a page of its own.
fn keep_some<T>(all: &mut Vec<T>, reader: &mut Reader<'_>, entry: &Entry<'_, '_>) {
    if all.len() > MOST {
        let count = all.len();
        reader.say_key(entry.at, |block, span| say::too_many(block.path, span, (entry.name, count), MOST));
        all.truncate(MOST);
    }
}

/// Adds names that are not there yet; upper and lower case make no difference.
fn join(all: &mut Vec<Arc<str>>, more: Vec<Arc<str>>) {
    let mut known: BTreeSet<String> = all.iter().map(|name| name.to_lowercase()).collect();
    all.extend(more.into_iter().filter(|name| known.insert(name.to_lowercase())));
}
