//! Comments of a file -> the order in which a page shows them. Knows no YAML.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::entry::{Entry, State};
use super::{Comment, say};
use crate::ground::{Diagnostic, SourcePath};

/// What came of threading.
pub(super) struct Threaded {
    /// What a page shows, each reply after the comment that it answers.
    pub shown: Vec<Comment>,
    /// How many are not shown yet.
    pub pending: u32,
    /// Parents that are not there, and rings of replies.
    pub said: Vec<Diagnostic>,
}

/// Puts comments in thread order: each reply after its parent, siblings by date, then as in the file.
pub(super) fn threaded(path: &SourcePath, entries: Vec<Entry>) -> Threaded {
    let mut said = Vec::new();
    let parents = parents(path, &entries, &mut said);
    let pending = entries.iter().filter(|entry| entry.state == State::Pending).count();
    let anchors = anchors(&entries);
    let shown = |at: usize| entries[at].state != State::Pending;
    // A reply to something that is not shown begins a thread of its own.
    let parents: Vec<Option<usize>> = parents.iter().map(|parent| parent.filter(|at| shown(*at))).collect();

    let mut replies: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut roots = Vec::new();
    for at in (0..entries.len()).filter(|at| shown(*at)) {
        parents[at].map_or(&mut roots, |parent| &mut replies[parent]).push(at);
    }
    let when = |at: &usize| {
        let date = entries[*at].date.map(|date| date.instant(&TimeZone::UTC));
        (date.is_none(), date, *at)
    };
    replies.iter_mut().chain([&mut roots]).for_each(|siblings| siblings.sort_by_key(when));

    // A stack, not recursion: a thread may be thousands of replies deep.
    let mut order = Vec::with_capacity(entries.len());
    let mut open: Vec<(usize, u16)> = roots.into_iter().rev().map(|root| (root, 0)).collect();
    while let Some((at, depth)) = open.pop() {
        order.push((at, depth));
        open.extend(replies[at].iter().rev().map(|reply| (*reply, depth.saturating_add(1))));
    }
    let mut entries: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
    let shown = order.into_iter().filter_map(|(at, depth)| {
        let parent = parents[at].map(|parent| anchors[parent].clone());
        entries[at].take().map(|entry| comment(entry, anchors[at].clone(), parent, depth))
    });
    Threaded { shown: shown.collect(), pending: u32::try_from(pending).unwrap_or(u32::MAX), said }
}

/// A removed comment keeps its place, and nothing that says whose it was.
fn comment(entry: Entry, anchor: Arc<str>, parent: Option<Arc<str>>, depth: u16) -> Comment {
    let removed = entry.state == State::Removed;
    let comment = Comment {
        id: entry.id,
        anchor,
        parent,
        depth,
        author: entry.author,
        url: entry.url,
        by_author: entry.by_author,
        date: entry.date,
        removed,
        format: entry.format,
        body: entry.body,
    };
    if !removed {
        return comment;
    }
    Comment { author: None, url: None, by_author: false, date: None, body: Arc::from(""), ..comment }
}

/// The parent of each comment, by number; a missing one is left out, a ring is cut.
fn parents(path: &SourcePath, entries: &[Entry], said: &mut Vec<Diagnostic>) -> Vec<Option<usize>> {
    let numbers: BTreeMap<&str, usize> = entries.iter().enumerate().map(|(at, entry)| (&*entry.id, at)).collect();
    let mut parents = Vec::with_capacity(entries.len());
    for entry in entries {
        let parent = entry.parent.as_ref().and_then(|(id, span)| {
            let number = numbers.get(&**id).copied();
            if number.is_none() {
                said.push(say::missing_parent(path, *span, id));
            }
            number
        });
        parents.push(parent);
    }
    cut_rings(path, entries, &mut parents, said);
    parents
}

/// Follows each comment up. Whoever is met twice on one way is in a ring; the first of the ring in the file becomes a root.
fn cut_rings(path: &SourcePath, entries: &[Entry], parents: &mut [Option<usize>], said: &mut Vec<Diagnostic>) {
    let mut walked_by = vec![usize::MAX; entries.len()];
    for start in 0..entries.len() {
        let mut at = start;
        while walked_by[at] == usize::MAX {
            walked_by[at] = start;
            let Some(next) = parents[at] else { break };
            at = next;
            if walked_by[at] != start {
                continue;
            }
            let ring = std::iter::successors(Some(at), |one| parents[*one].filter(|next| *next != at));
            let first = ring.min().unwrap_or(at);
            parents[first] = None;
            if let Some((id, span)) = &entries[first].parent {
                said.push(say::ring(path, *span, &entries[first].id, id));
            }
        }
    }
}

/// The ids of the elements: what the old blog had, so that old links find them. Two ids never share one.
fn anchors(entries: &[Entry]) -> Vec<Arc<str>> {
    let mut taken: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut anchors = Vec::with_capacity(entries.len());
    for entry in entries {
        let wanted = anchor(&entry.id);
        let mut unique: Arc<str> = Arc::from(&*wanted);
        let mut number = 2;
        while !taken.insert(unique.clone()) {
            unique = Arc::from(format!("{wanted}-{number}"));
            number += 1;
        }
        anchors.push(unique);
    }
    anchors
}

/// `wp-22` -> `comment-22` as WordPress has it, and so Disqus of `dsq-22`, `123` -> `c123` as Blogger has it, anything else -> `comment-…`.
fn anchor(id: &str) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits(id) {
        return format!("c{id}");
    }
    let old = id.strip_prefix("wp-").or_else(|| id.strip_prefix("dsq-"));
    let rest = old.filter(|rest| digits(rest)).unwrap_or(id);
    let safe: String =
        rest.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).collect();
    format!("comment-{safe}")
}
