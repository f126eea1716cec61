//! The file of kept comments. Knows its form; holds no e-mail address, no IP address, no hash and no picture of anyone.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::model::{Comment, Standing};
use super::quoted::{is_plain, quoted};
use super::thread::Thread;
use super::words;

/// What stands where an e-mail address stood.
const ADDRESS: &str = "(e-mail address removed)";

/// The file, and what was changed in it; none if no comment is kept. `body` converts the text of a comment.
pub(super) fn comment_file(
    comments: &[Comment],
    zone: Option<&TimeZone>,
    body: &dyn Fn(&Comment) -> String,
) -> Option<(String, usize)> {
    let thread = Thread::of(comments);
    let ids = ids(comments);
    let (mut out, mut hidden, mut any) = (String::from("version: 1\ncomments:\n"), 0, false);
    for at in in_order(comments, &thread, zone) {
        let comment = &comments[at];
        let state = match comment.standing {
            Standing::Shown => "approved",
            Standing::Pending => "pending",
            Standing::Removed => "removed",
            Standing::Dropped(_) => continue,
        };
        any = true;
        let _ = writeln!(out, "  - id: {}", quoted(&ids[at]));
        if let Some(parent) = thread.parents[at] {
            let _ = writeln!(out, "    parent: {}", quoted(&ids[parent]));
        }
        if comment.standing != Standing::Removed {
            hidden += person(&mut out, comment);
        }
        // One that was taken back keeps its place among the others, and nothing else.
        if let Some(moment) = comment.when.moment(zone) {
            let _ = writeln!(out, "    date: {}", moment.iso());
        }
        let _ = writeln!(out, "    state: {state}");
        if comment.standing != Standing::Removed {
            let (text, count) = words::without_addresses(&body(comment), ADDRESS);
            hidden += count;
            // Its place in the thread stays, where nothing that it said can be kept: a script, say.
            text_lines(&mut out, Some(text.trim()).filter(|text| !text.is_empty()).unwrap_or("…"));
        }
    }
    any.then_some((out, hidden))
}

/// Each reply after the comment that it answers, siblings by date, then as in the export: as a page shows them.
fn in_order(comments: &[Comment], thread: &Thread, zone: Option<&TimeZone>) -> Vec<usize> {
    let mut replies: Vec<Vec<usize>> = vec![Vec::new(); comments.len()];
    let mut roots = Vec::new();
    for (at, parent) in thread.parents.iter().enumerate() {
        parent.map_or(&mut roots, |parent| &mut replies[parent]).push(at);
    }
    let when = |at: &usize| {
        let instant = comments[*at].when.moment(zone).map(|moment| moment.instant(&TimeZone::UTC));
        (instant.is_none(), instant, *at)
    };
    for siblings in replies.iter_mut().chain([&mut roots]) {
        siblings.sort_by_key(when);
    }
    let mut order = Vec::with_capacity(comments.len());
    let mut open: Vec<usize> = roots.into_iter().rev().collect();
    while let Some(at) = open.pop() {
        order.push(at);
        open.extend(replies[at].iter().rev());
    }
    order
}

/// Who wrote it; also how many e-mail addresses were hidden.
fn person(out: &mut String, comment: &Comment) -> usize {
    let mut hidden = 0;
    let name = words::one_line(&comment.author);
    if words::has_address(&name) {
        hidden += 1;
    } else if !name.is_empty() {
        let _ = writeln!(out, "    author: {}", quoted(&name));
    }
    if is_web_page(&comment.url) {
        let _ = writeln!(out, "    url: {}", quoted(&comment.url));
    }
    if comment.by_author {
        out.push_str("    by_author: true\n");
    }
    hidden
}

/// A page of the commenter's own; an address that holds an e-mail address or a user's name and password is none.
fn is_web_page(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()) && rest.contains('.'))
        && !url.contains('@')
        && !url.to_ascii_lowercase().contains("%40")
        && !lower.contains("gravatar.com")
        && !url.contains([' ', '<', '>', '"', '\'', '`', '\\', '{', '}', '|', '^'])
        && url.chars().all(|c| is_plain(c) && !c.is_whitespace())
}

/// The text, as a block where that can say it.
fn text_lines(out: &mut String, text: &str) {
    out.push_str("    format: markdown\n");
    let is_simple = !text.is_empty() && text.chars().all(|c| is_plain(c) || c == '\n') && !text.starts_with(' ');
    if !is_simple {
        let _ = writeln!(out, "    body: {}", quoted(text));
        return;
    }
    out.push_str("    body: |\n");
    for line in text.lines() {
        if line.trim().is_empty() {
            out.push('\n');
        } else {
            let _ = writeln!(out, "      {line}");
        }
    }
}

/// Ids that no two comments share.
fn ids(comments: &[Comment]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut ids = Vec::with_capacity(comments.len());
    for comment in comments {
        let wanted = if comment.id.is_empty() { "nameless" } else { &comment.id };
        let (mut id, mut number) = (wanted.to_owned(), 1);
        while !taken.insert(id.clone()) {
            number += 1;
            id = format!("{wanted}-{number}");
        }
        ids.push(id);
    }
    ids
}
