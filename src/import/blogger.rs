//! A Blogger export becomes an old blog: the classic backup and the form that Takeout writes. Knows the elements and
//! what they mean; nothing of HTML.

use std::io::BufRead;

use super::body::Origin;
use super::model::{Blog, Comment, Item, Sort, Standing, State, Term, When};
use super::xml::{Pull, Space};
use super::{Found, Give, LONGEST_NAME, Thing, words};
use crate::ground::Diagnostic;
use crate::ground::messages::import as say;

/// Reads the whole export and gives away what it finds, in the order of the file.
///
/// # Errors
/// If it is no such export, or cannot be read to its end; or what the taker says.
pub fn read<R: BufRead>(pull: &mut Pull<R>, give: &mut Give<'_>) -> Result<(), Diagnostic> {
    if !pull.open()? || pull.name().1 != "feed" {
        return Err(say::no_blogger(pull.path(), pull.name().1));
    }
    let (mut blog, mut is_blogger) = (Blog::default(), false);
    while pull.open()? {
        match pull.name().1 {
            "title" => blog.title = words::plain(&pull.line()?),
            "subtitle" => blog.tagline = words::plain(&pull.line()?),
            "generator" => is_blogger |= pull.line()?.eq_ignore_ascii_case("blogger"),
            "id" => is_blogger |= pull.line()?.contains("blogger.com,1999:blog-"),
            "link" => {
                if pull.attribute("rel").as_deref() == Some("alternate") {
                    blog.address = pull.attribute("href").unwrap_or_default();
                }
                pull.skip()?;
            }
            "entry" => {
                let entry = entry(pull)?;
                is_blogger |= !entry.kind.is_empty();
                take(entry, &mut blog, give)?;
            }
            _ => pull.skip()?,
        }
    }
    while pull.open()? {
        pull.skip()?;
    }
    if !is_blogger {
        return Err(say::plain_feed(pull.path()));
    }
    give(Found::Blog(blog))
}

/// An entry as it stands.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an element of its own")]
struct Entry {
    id: String,
    kind: String,
    title: String,
    content: String,
    published: String,
    author: String,
    with: Vec<String>,
    uri: String,
    is_anonymous: bool,
    labels: Vec<String>,
    status: String,
    is_draft: bool,
    is_trashed: bool,
    is_removed: bool,
    filename: String,
    link: String,
    description: String,
    post: String,
    answers: String,
}

fn entry<R: BufRead>(pull: &mut Pull<R>) -> Result<Entry, Diagnostic> {
    let mut entry = Entry::default();
    while pull.open()? {
        match pull.name() {
            (Space::Blogger, name) => match name {
                "type" => entry.kind = pull.line()?.to_lowercase(),
                "status" => entry.status = pull.line()?,
                "trashed" => entry.is_trashed = !pull.line()?.is_empty(),
                "filename" => entry.filename = pull.line()?,
                "metaDescription" => entry.description = words::cut(words::plain(&pull.line()?), 10 * LONGEST_NAME),
                "parent" => entry.post = pull.line()?,
                "inReplyTo" => entry.answers = pull.line()?,
                _ => pull.skip()?,
            },
            (Space::App, "control") => {
                while pull.open()? {
                    entry.is_draft |= pull.line()?.eq_ignore_ascii_case("yes");
                }
            }
            (Space::Thr, "in-reply-to") => {
                entry.post = pull.attribute("ref").unwrap_or_default();
                pull.skip()?;
            }
            (_, "extendedProperty") => {
                entry.is_removed |= pull.attribute("name").as_deref() == Some("blogger.contentRemoved");
                pull.skip()?;
            }
            (Space::Atom | Space::None, _) => atom(pull, &mut entry)?,
            _ => pull.skip()?,
        }
    }
    Ok(entry)
}

/// The elements of Atom itself.
fn atom<R: BufRead>(pull: &mut Pull<R>, entry: &mut Entry) -> Result<(), Diagnostic> {
    match pull.name().1 {
        "id" => entry.id = pull.line()?,
        "title" => entry.title = words::plain(&pull.line()?),
        "published" => entry.published = pull.line()?,
        "content" | "summary" => content(pull, entry)?,
        "category" => {
            let term = pull.attribute("term").unwrap_or_default();
            match term.rsplit_once("/kind#") {
                Some((_, kind)) => kind.clone_into(&mut entry.kind),
                None if !term.trim().is_empty() => entry.labels.push(words::cut(words::plain(&term), LONGEST_NAME)),
                None => {}
            }
            pull.skip()?;
        }
        "link" => {
            let href = pull.attribute("href").unwrap_or_default();
            match pull.attribute("rel").as_deref() {
                Some("alternate") => entry.link = href,
                Some("related") if href.contains("/comments/") => entry.answers = href,
                _ => {}
            }
            pull.skip()?;
        }
        "author" => {
            let is_first = entry.author.is_empty();
            while pull.open()? {
                match pull.name().1 {
                    "name" if is_first => entry.author = words::plain(&pull.line()?),
                    "name" => entry.with.push(words::plain(&pull.line()?)),
                    "uri" => entry.uri = pull.line()?,
                    "type" => entry.is_anonymous = pull.line()?.eq_ignore_ascii_case("anonymous"),
                    _ => pull.skip()?,
                }
            }
        }
        _ => pull.skip()?,
    }
    Ok(())
}

fn content<R: BufRead>(pull: &mut Pull<R>, entry: &mut Entry) -> Result<(), Diagnostic> {
    let text = match pull.attribute("type").as_deref() {
        Some("xhtml") => pull.markup()?,
        Some("text") => pull.text()?.replace('&', "&amp;").replace('<', "&lt;"),
        _ => pull.text()?,
    };
    if entry.content.is_empty() {
        entry.content = text;
    }
    Ok(())
}

/// Gives an entry away as what it is; two settings belong to the blog.
fn take(entry: Entry, blog: &mut Blog, give: &mut Give<'_>) -> Result<(), Diagnostic> {
    let (sort, thing) = match entry.kind.as_str() {
        "post" | "" => (Sort::Post, Thing::Post),
        "page" => (Sort::Page, Thing::Page),
        "comment" => return give(Found::Comment(Box::new(comment(entry)))),
        kind => {
            match entry.id.rsplit_once(".settings.").map(|(_, name)| name) {
                Some("BLOG_TIME_ZONE") => blog.zone.clone_from(&entry.content),
                Some("BLOG_DESCRIPTION") => blog.tagline = words::plain(&entry.content),
                Some("BLOG_LOCALE") => blog.language.clone_from(&entry.content),
                _ => {}
            }
            let name = entry.id.rsplit_once(".settings.").map_or(entry.title, |(_, name)| name.to_owned());
            let kind = if kind == "settings" { "setting" } else { kind };
            let why = format!("a {kind} of Blogger's own means nothing elsewhere");
            return give(Found::LeftOut { thing: Thing::Other, name, why, comments: 0 });
        }
    };
    if entry.is_trashed || entry.status.contains("TRASH") {
        let name = if entry.title.is_empty() { entry.filename } else { entry.title };
        give(Found::Trashed(entry.id))?;
        return give(Found::LeftOut { thing, name, why: "it was in the trash".to_owned(), comments: 0 });
    }
    give(Found::Item(Box::new(item(entry, sort))))
}

fn item(entry: Entry, sort: Sort) -> Item {
    let state = match entry.status.as_str() {
        "LIVE" | "" if !entry.is_draft => State::Published,
        "SCHEDULED" => State::Hidden("not published yet"),
        "LIVE" | "" | "DRAFT" => State::Hidden("a draft"),
        _ => State::Hidden("not published"),
    };
    let link = if entry.link.is_empty() { entry.filename } else { entry.link };
    let term = |name: String| Term { is_category: false, slug: String::new(), name };
    let mut terms: Vec<Term> = Vec::with_capacity(entry.labels.len());
    for label in entry.labels.into_iter().filter(|label| !label.is_empty()) {
        if !terms.iter().any(|one| one.name == label) {
            terms.push(term(label));
        }
    }
    let mut item = Item {
        sort,
        title: entry.title,
        slug: String::new(),
        old_slugs: Vec::new(),
        link,
        feed_id: entry.id.clone(),
        id: entry.id,
        when: When::of_atom(&entry.published),
        state,
        author: words::cut(entry.author, LONGEST_NAME),
        with: Vec::new(),
        terms,
        excerpt: String::new(),
        description: entry.description,
        picture: String::new(),
        sticky: false,
        html: entry.content,
        origin: Origin::Blogger,
        comments: Vec::new(),
    };
    for name in entry.with {
        item.joined_by(&name);
    }
    item
}

/// What Blogger shows in the place of a comment that was taken back.
const REMOVED: [&str; 3] =
    ["This comment has been removed by the author.", "This comment has been removed by a blog administrator.", ""];

fn comment(entry: Entry) -> Comment {
    let is_removed = entry.is_removed
        || entry.status.contains("EMPTIED")
        || entry.status.contains("DELETED")
        || entry.content.contains("class=\"deleted-comment\"")
        || REMOVED.contains(&entry.content.trim());
    let standing = match entry.status.as_str() {
        _ if entry.is_trashed => Standing::Dropped("in the trash"),
        status if status.contains("SPAM") => Standing::Dropped("spam"),
        status if status.contains("PENDING") || status.contains("GHOSTED") => Standing::Pending,
        _ if is_removed => Standing::Removed,
        "LIVE" | "" => Standing::Shown,
        _ => Standing::Dropped("not approved"),
    };
    let is_anonymous = entry.is_anonymous || entry.author == "Anonymous";
    Comment {
        id: number(&entry.id),
        parent: Some(number(&entry.answers)).filter(|id| !id.is_empty()),
        item: entry.post,
        by_author: !is_anonymous,
        author: if is_anonymous { String::new() } else { entry.author },
        url: entry.uri,
        when: When::of_atom(&entry.published),
        standing,
        html: entry.content,
    }
}

/// The number at the end of an id or of a feed's address; the whole where there is none.
fn number(id: &str) -> String {
    let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 { id.to_owned() } else { id[id.len() - digits..].to_owned() }
}
