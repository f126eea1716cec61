//! A Disqus export becomes comments, each with the address of the page that it stood under. Knows the elements and
//! what they mean; nothing of HTML. E-mail and IP addresses are passed over, not read.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::model::{Comment, Standing, When};
use super::xml::{Pull, Space};
use super::{Found, Give, words};
use crate::ground::Diagnostic;
use crate::ground::messages::import as say;

/// Reads the whole export and gives away its comments, once all threads are known.
///
/// # Errors
/// If it is no such export, or cannot be read to its end; or what the taker says.
pub fn read<R: BufRead>(pull: &mut Pull<R>, give: &mut Give<'_>) -> Result<(), Diagnostic> {
    if !pull.open()? || pull.name().1 != "disqus" {
        return Err(say::no_disqus(pull.path(), pull.name().1));
    }
    let mut threads: BTreeMap<String, String> = BTreeMap::new();
    let mut comments: Vec<Comment> = Vec::new();
    while pull.open()? {
        match pull.name() {
            (Space::Disqus | Space::None, "thread") => {
                let id = pull.attribute("id").unwrap_or_default();
                threads.insert(id, thread(pull)?);
            }
            (Space::Disqus | Space::None, "post") => comments.push(comment(pull)?),
            _ => pull.skip()?,
        }
    }
    while pull.open()? {
        pull.skip()?;
    }
    for mut comment in comments {
        // A thread that is not in the file has no address, and so its comments have no place.
        comment.item = threads.get(&comment.item).cloned().unwrap_or_default();
        give(Found::Comment(Box::new(comment)))?;
    }
    Ok(())
}

/// The address of a thread.
fn thread<R: BufRead>(pull: &mut Pull<R>) -> Result<String, Diagnostic> {
    let mut link = String::new();
    while pull.open()? {
        if pull.name().1 == "link" {
            link = pull.line()?;
        } else {
            pull.skip()?;
        }
    }
    Ok(link)
}

fn comment<R: BufRead>(pull: &mut Pull<R>) -> Result<Comment, Diagnostic> {
    let id = format!("dsq-{}", pull.attribute("id").unwrap_or_default());
    let (mut item, mut parent, mut message, mut created, mut author) =
        (String::new(), None, String::new(), String::new(), String::new());
    let (mut is_deleted, mut is_spam, mut is_approved) = (false, false, true);
    while pull.open()? {
        match pull.name().1 {
            "thread" => {
                item = pull.attribute("id").unwrap_or_default();
                pull.skip()?;
            }
            "parent" => {
                parent = pull.attribute("id").map(|id| format!("dsq-{id}"));
                pull.skip()?;
            }
            "message" => message = pull.line()?,
            "createdAt" => created = pull.line()?,
            "isDeleted" => is_deleted = pull.line()? == "true",
            "isSpam" => is_spam = pull.line()? == "true",
            "isApproved" => is_approved = pull.line()? != "false",
            "author" => author = name(pull)?,
            _ => pull.skip()?,
        }
    }
    let standing = match (is_spam, is_deleted, is_approved) {
        (true, ..) => Standing::Dropped("spam"),
        (_, true, _) => Standing::Dropped("deleted"),
        (.., false) => Standing::Pending,
        _ => Standing::Shown,
    };
    Ok(Comment {
        id,
        parent,
        item,
        author,
        url: String::new(),
        by_author: false,
        when: When::of_atom(&created),
        standing,
        html: message,
    })
}

fn name<R: BufRead>(pull: &mut Pull<R>) -> Result<String, Diagnostic> {
    let mut name = String::new();
    while pull.open()? {
        if pull.name().1 == "name" {
            name = words::plain(&pull.line()?);
        } else {
            pull.skip()?;
        }
    }
    Ok(name)
}
