//! A WordPress export (WXR 1.0 to 1.2) becomes an old blog. Knows the elements and what they mean; nothing of HTML.

mod item;

use std::collections::BTreeMap;
use std::io::BufRead;

use super::model::Blog;
use super::xml::{Pull, Space};
use super::{Found, Give, words};
use crate::ground::Diagnostic;
use crate::ground::messages::import as say;

/// The people of the blog: by login, and by number.
#[derive(Default)]
struct People {
    /// Whether anything was met that only WordPress writes.
    is_wordpress: bool,
    names: BTreeMap<String, String>,
    logins: BTreeMap<String, String>,
}

/// Reads the whole export and gives away what it finds, in the order of the file.
///
/// # Errors
/// If it is no such export, or cannot be read to its end; or what the taker says.
pub fn read<R: BufRead>(pull: &mut Pull<R>, give: &mut Give<'_>) -> Result<(), Diagnostic> {
    if !pull.open()? || pull.name().1 != "rss" {
        return Err(say::no_wordpress(pull.path(), pull.name().1));
    }
    let (mut people, mut blog, mut channels) = (People::default(), Blog::default(), 0);
    while pull.open()? {
        if pull.name().1 != "channel" {
            pull.skip()?;
            continue;
        }
        channels += 1;
        while pull.open()? {
            people.is_wordpress |= pull.name().0 == Space::Wp;
            channel(pull, &mut blog, &mut people, give)?;
        }
    }
    // Nothing may follow; reading on finds out whether the file ends as it should.
    while pull.open()? {
        pull.skip()?;
    }
    if channels == 0 {
        return Err(say::no_wordpress(pull.path(), "rss"));
    }
    if !people.is_wordpress {
        return Err(say::plain_feed(pull.path()));
    }
    give(Found::Blog(blog))
}

/// One element of the channel.
fn channel<R: BufRead>(
    pull: &mut Pull<R>,
    blog: &mut Blog,
    people: &mut People,
    give: &mut Give<'_>,
) -> Result<(), Diagnostic> {
    match pull.name() {
        (Space::None, "title") => blog.title = words::plain(&pull.line()?),
        (Space::None, "link") => {
            let link = pull.line()?;
            if blog.address.is_empty() {
                blog.address = link;
            }
        }
        (Space::None, "description") => blog.tagline = words::plain(&pull.line()?),
        (Space::None, "language") => blog.language = pull.line()?,
        (Space::Wp, "base_blog_url") => {
            let address = pull.line()?;
            if !address.is_empty() {
                blog.address = address;
            }
        }
        (Space::Wp, "author") => author(pull, people)?,
        (Space::None, "item") => people.is_wordpress |= item::read(pull, people, give)?,
        _ => pull.skip()?,
    }
    Ok(())
}

/// A person: only the name that was shown is kept.
fn author<R: BufRead>(pull: &mut Pull<R>, people: &mut People) -> Result<(), Diagnostic> {
    let (mut number, mut login, mut shown, mut first, mut last) = Default::default();
    while pull.open()? {
        match pull.name().1 {
            "author_id" => number = pull.line()?,
            "author_login" => login = pull.line()?,
            "author_display_name" => shown = words::plain(&pull.line()?),
            "author_first_name" => first = words::plain(&pull.line()?),
            "author_last_name" => last = words::plain(&pull.line()?),
            _ => pull.skip()?,
        }
    }
    let whole: String = format!("{first} {last}").trim().to_owned();
    let name: String = if shown.is_empty() { whole } else { shown };
    people.logins.insert(number, String::clone(&login));
    people.names.insert(login, name);
    Ok(())
}
