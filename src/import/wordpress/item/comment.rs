//! One comment of an item. E-mail and IP addresses are passed over, not read.

use std::io::BufRead;

use super::super::super::model::{Comment, Standing, When};
use super::super::super::words;
use super::super::super::xml::Pull;
use super::super::People;
use crate::ground::Diagnostic;

/// A comment as it stands.
#[derive(Default)]
pub(super) struct Raw {
    id: String,
    parent: String,
    author: String,
    url: String,
    date: String,
    date_gmt: String,
    content: String,
    approved: String,
    kind: String,
    user: String,
}

pub(super) fn read<R: BufRead>(pull: &mut Pull<R>) -> Result<Raw, Diagnostic> {
    let mut raw = Raw::default();
    while pull.open()? {
        match pull.name().1 {
            "comment_id" => raw.id = pull.line()?,
            "comment_parent" => raw.parent = pull.line()?,
            "comment_author" => raw.author = words::plain(&pull.line()?),
            "comment_author_url" => raw.url = pull.line()?,
            "comment_date" => raw.date = pull.line()?,
            "comment_date_gmt" => raw.date_gmt = pull.line()?,
            "comment_content" => raw.content = pull.line()?,
            "comment_approved" => raw.approved = pull.line()?,
            "comment_type" => raw.kind = pull.line()?,
            "comment_user_id" => raw.user = pull.line()?,
            _ => pull.skip()?,
        }
    }
    Ok(raw)
}

impl Raw {
    /// The comment, below a post of this author (by login and by name).
    pub(super) fn finish(self, login: &str, name: &str, people: &People) -> Comment {
        let standing = self.standing();
        let is_user = !matches!(self.user.as_str(), "" | "0");
        let same_user = people.logins.get(&self.user).map(|user| user == login);
        Comment {
            id: format!("wp-{}", self.id),
            parent: Some(self.parent).filter(|id| !matches!(id.as_str(), "" | "0")).map(|id| format!("wp-{id}")),
            item: String::new(),
            by_author: is_user && same_user.unwrap_or(self.author == name),
            author: self.author,
            url: self.url,
            when: When::of_two(&self.date, &self.date_gmt),
            standing,
            html: self.content,
        }
    }

    fn standing(&self) -> Standing {
        match self.kind.as_str() {
            "" | "comment" => {}
            "pingback" => return Standing::Dropped("a pingback, made by another blog"),
            "trackback" => return Standing::Dropped("a trackback, made by another blog"),
            _ => return Standing::Dropped("no comment by a reader"),
        }
        // What `goodturn export` writes in the place of a comment that was taken back, in Blogger's words.
        if self.content == "This comment has been removed by the author." && self.author.is_empty() {
            return Standing::Removed;
        }
        match self.approved.as_str() {
            "1" | "" | "approve" | "approved" => Standing::Shown,
            "0" | "hold" => Standing::Pending,
            "spam" => Standing::Dropped("spam"),
            "trash" | "post-trashed" => Standing::Dropped("in the trash"),
            _ => Standing::Dropped("not approved"),
        }
    }
}
