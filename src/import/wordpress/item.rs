//! One item of the export: a post, a page, a picture, or something that no site has a place for.

mod comment;
mod notes;

use std::io::BufRead;

use super::super::body::Origin;
use super::super::model::{Attachment, Item, Sort, State, Term, When};
use super::super::xml::{Pull, Space};
use super::super::{Found, Give, LONGEST_NAME, Thing, words};
use super::People;
use crate::ground::Diagnostic;
use comment::Raw;

/// An item as it stands.
#[derive(Default)]
struct Draft {
    title: String,
    link: String,
    guid: String,
    mail_date: String,
    creator: String,
    content: String,
    excerpt: String,
    id: String,
    date: String,
    date_gmt: String,
    slug: String,
    old_slugs: Vec<String>,
    status: String,
    parent: String,
    kind: String,
    has_password: bool,
    sticky: bool,
    url: String,
    terms: Vec<Term>,
    authors: Vec<String>,
    thumbnail: String,
    description: String,
    alt: String,
    footnotes: String,
    comments: Vec<Raw>,
}

/// Reads one item and gives it away as what it is. Says whether there was anything in it that only WordPress writes.
pub(super) fn read<R: BufRead>(pull: &mut Pull<R>, people: &People, give: &mut Give<'_>) -> Result<bool, Diagnostic> {
    let (mut draft, mut is_wordpress) = (Draft::default(), false);
    while pull.open()? {
        is_wordpress |= pull.name().0 == Space::Wp;
        match pull.name() {
            (Space::None, "title") => draft.title = words::plain(&pull.line()?),
            (Space::None, "link") => draft.link = pull.line()?,
            (Space::None, "guid") => draft.guid = pull.line()?,
            (Space::None, "pubDate") => draft.mail_date = pull.line()?,
            (Space::Dc, "creator") => draft.creator = pull.line()?,
            (Space::Content, "encoded") => draft.content = pull.text()?,
            (Space::Excerpt, "encoded") => draft.excerpt = pull.line()?,
            (Space::None, "category") => term(pull, &mut draft)?,
            (Space::Wp, _) => own(pull, &mut draft)?,
            _ => pull.skip()?,
        }
    }
    if draft.kind == "wp_block" && draft.status == "publish" {
        give(Found::Shared { id: draft.id.clone(), html: draft.content.clone() })?;
    }
    give(found(draft, people))?;
    Ok(is_wordpress)
}

/// The elements of WordPress itself.
fn own<R: BufRead>(pull: &mut Pull<R>, draft: &mut Draft) -> Result<(), Diagnostic> {
    match pull.name().1 {
        "post_id" => draft.id = pull.line()?,
        "post_date" => draft.date = pull.line()?,
        "post_date_gmt" => draft.date_gmt = pull.line()?,
        "post_name" => draft.slug = pull.line()?,
        "status" => draft.status = pull.line()?,
        "post_parent" => draft.parent = pull.line()?,
        "post_type" => draft.kind = pull.line()?,
        // Whether there is one, never which.
        "post_password" => draft.has_password = !pull.line()?.is_empty(),
        "is_sticky" => draft.sticky = pull.line()? == "1",
        "attachment_url" => draft.url = pull.line()?,
        "postmeta" => meta(pull, draft)?,
        "comment" => draft.comments.push(comment::read(pull)?),
        _ => pull.skip()?,
    }
    Ok(())
}

/// A label. Formats and the like are for themes, not for readers.
fn term<R: BufRead>(pull: &mut Pull<R>, draft: &mut Draft) -> Result<(), Diagnostic> {
    let domain = pull.attribute("domain").unwrap_or_default();
    let slug = pull.attribute("nicename").unwrap_or_default();
    let name = words::cut(words::plain(&pull.line()?), LONGEST_NAME);
    let is_category = match domain.as_str() {
        // Who wrote it together with others, as a well-known plug-in keeps it.
        "author" => {
            draft.authors.push(name);
            return Ok(());
        }
        "category" | "" => true,
        "post_tag" | "tag" => false,
        _ => return Ok(()),
    };
    let term = Term { is_category, name, slug };
    // WXR 1.0 has each term twice, once with its address and once without.
    match draft.terms.iter_mut().find(|one| one.is_category == is_category && one.name == term.name) {
        Some(one) if one.slug.is_empty() => one.slug = term.slug,
        Some(_) => {}
        None if term.name.is_empty() => {}
        None => draft.terms.push(term),
    }
    Ok(())
}

/// What WordPress and its plug-ins keep beside a post; a few of them matter to readers.
fn meta<R: BufRead>(pull: &mut Pull<R>, draft: &mut Draft) -> Result<(), Diagnostic> {
    let (mut key, mut value) = (String::new(), String::new());
    while pull.open()? {
        match pull.name().1 {
            "meta_key" => key = pull.line()?,
            "meta_value" => value = pull.line()?,
            _ => pull.skip()?,
        }
    }
    match key.as_str() {
        "_thumbnail_id" => draft.thumbnail = value,
        "_wp_old_slug" if !value.is_empty() => draft.old_slugs.push(value),
        "footnotes" => draft.footnotes = value,
        "_wp_attachment_image_alt" => draft.alt = words::plain(&value),
        "_yoast_wpseo_metadesc" | "_aioseop_description" | "rank_math_description" | "_genesis_description"
            if !value.contains("%%") =>
        {
            draft.description = words::cut(words::plain(&value), 10 * LONGEST_NAME);
        }
        _ => {}
    }
    Ok(())
}

fn found(draft: Draft, people: &People) -> Found {
    let name = if draft.title.is_empty() { draft.link.clone() } else { draft.title.clone() };
    let sort = match draft.kind.as_str() {
        "post" | "" => Sort::Post,
        "page" => Sort::Page,
        "attachment" => {
            let comments = draft.comments.len();
            return Found::Attachment(attachment(draft), comments);
        }
        kind => {
            let why = match kind {
                "wp_block" => "it is a part of other texts, and stands in each that shows it".to_owned(),
                _ => format!("a `{kind}` has no place in a site of stories"),
            };
            return Found::LeftOut { thing: Thing::Other, name, why, comments: draft.comments.len() };
        }
    };
    let thing = if sort == Sort::Post { Thing::Post } else { Thing::Page };
    let left_out =
        |why: &str| Found::LeftOut { thing, name: name.clone(), why: why.to_owned(), comments: draft.comments.len() };
    match draft.status.as_str() {
        "trash" => return left_out("it was in the trash"),
        "auto-draft" => return left_out("it was an empty draft that WordPress made by itself"),
        "inherit" => return left_out("it was an old version of another"),
        _ => {}
    }
    Found::Item(Box::new(item(draft, sort, people)))
}

fn item(draft: Draft, sort: Sort, people: &People) -> Item {
    let state = match draft.status.as_str() {
        "publish" | "" if !draft.has_password => State::Published,
        "publish" | "" => State::Hidden("behind a password"),
        "future" => State::Hidden("not published yet"),
        "private" => State::Hidden("private"),
        "pending" => State::Hidden("waiting for review"),
        "draft" => State::Hidden("a draft"),
        _ => State::Hidden("not published"),
    };
    let author = people.names.get(&draft.creator).filter(|name| !name.is_empty()).unwrap_or(&draft.creator);
    let when = When::of_two(&draft.date, &draft.date_gmt);
    let when = if when.is_unknown() { When::of_mail(&draft.mail_date) } else { when };
    let with =
        draft.authors.iter().map(|login| people.names.get(login).filter(|name| !name.is_empty()).unwrap_or(login));
    let with: Vec<String> = with.cloned().collect();
    let comments = draft.comments.into_iter().map(|raw| raw.finish(&draft.creator, author, people)).collect();
    let mut item = Item {
        sort,
        title: draft.title,
        slug: draft.slug,
        old_slugs: draft.old_slugs,
        link: draft.link,
        feed_id: draft.guid,
        when,
        state,
        author: words::cut(author.clone(), LONGEST_NAME),
        with: Vec::new(),
        terms: draft.terms,
        excerpt: draft.excerpt,
        description: draft.description,
        picture: draft.thumbnail,
        sticky: draft.sticky,
        origin: if draft.content.contains("<!-- wp:") { Origin::WordPressBlocks } else { Origin::WordPressClassic },
        html: notes::below(draft.content, &draft.footnotes),
        comments,
        id: draft.id,
    };
    for name in with {
        item.joined_by(&name);
    }
    item
}

fn attachment(draft: Draft) -> Attachment {
    Attachment {
        id: draft.id,
        link: draft.link,
        url: if draft.url.is_empty() { draft.guid } else { draft.url },
        parent: draft.parent,
        title: draft.title,
        alt: draft.alt,
        caption: words::plain(&draft.excerpt),
    }
}
