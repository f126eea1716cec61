//! Chains of kindness: `passed_on_from`, both ways, and as lines from the first story to the last. Unknown slugs and
//! circles are errors.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Published, Routes, StoryId};
use crate::ground::{Diagnostic, messages, suggest};

/// For each story the one that inspired it, and what is wrong with the chains.
/// A link to a story that is not published today, or was withdrawn, vanishes without a word.
pub fn collect(
    stories: &[Published],
    withdrawn: &[Published],
    routes: &Routes,
) -> (BTreeMap<StoryId, StoryId>, Vec<Diagnostic>) {
    let mut from = BTreeMap::new();
    let mut said = Vec::new();
    for (id, published) in stories.iter().enumerate() {
        let Some((slug, span)) = &published.story.front.passed_on_from else { continue };
        match routes.of_slug(slug) {
            [] if routes.unpublished_slug(slug).is_some() => {}
            [] if withdrawn.iter().any(|one| one.story.front.slug == *slug) => {}
            [] => {
                let near = suggest::nearest(slug.as_str(), routes.slugs());
                said.push(messages::site::passed_on_from_nobody(&published.story.source, *span, slug, near));
            }
            [one] => {
                from.insert(id, *one);
            }
            [one, other, ..] => {
                let both = [&stories[*one].story.source, &stories[*other].story.source];
                said.push(messages::site::ambiguous_slug(&published.story.source, *span, slug, both));
            }
        }
    }
    for circle in circles(&from) {
        let first = &stories[circle[0]].story;
        let names: Vec<&str> = circle.iter().map(|id| stories[*id].story.front.slug.as_str()).collect();
        let span = first.front.passed_on_from.as_ref().map(|(_, span)| *span).unwrap_or_default();
        said.push(messages::site::chain_in_a_circle(&first.source, span, &names));
    }
    (from, said)
}

/// Whether any listed story was inspired by another that is listed, so that there is a chain to be shown. Addresses must be
/// given away before slugs can be looked up; a slug that means none or several stories is an error either way.
pub fn any(stories: &[Published]) -> bool {
    let listed = || stories.iter().map(|published| &published.story.front).filter(|front| front.listed);
    let named: BTreeSet<_> = listed().filter_map(|front| front.passed_on_from.as_ref().map(|(slug, _)| slug)).collect();
    !named.is_empty() && listed().any(|front| named.contains(&front.slug))
}

/// The chains among listed stories as lines, longest first, then the one that began first. Where a story inspired several,
/// the longest line goes on through it, and each other line begins with it again: every link is in one line only, so that
/// the lines together are never longer than twice the stories.
pub fn lines(stories: &[Published], from: &BTreeMap<StoryId, StoryId>) -> Vec<Vec<StoryId>> {
    let listed = |id: StoryId| stories[id].story.front.listed;
    let mut onward: BTreeMap<StoryId, Vec<StoryId>> = BTreeMap::new();
    // Ids are in reading order, newest first: walked backwards, the oldest comes first.
    for (&to, &source) in from.iter().rev().filter(|(to, source)| listed(**to) && listed(**source)) {
        onward.entry(source).or_default().push(to);
    }
    let inspired: BTreeSet<StoryId> = onward.values().flatten().copied().collect();
    let firsts: Vec<StoryId> = onward.keys().copied().filter(|id| !inspired.contains(id)).collect();
    let mut lengths: BTreeMap<StoryId, usize> = BTreeMap::new();
    let mut open = firsts.clone();
    let mut order = Vec::new();
    while let Some(id) = open.pop() {
        order.push(id);
        open.extend(onward.get(&id).into_iter().flatten());
    }
    for id in order.iter().rev() {
        let after = onward.get(id).into_iter().flatten().filter_map(|to| lengths.get(to)).max();
        lengths.insert(*id, 1 + after.copied().unwrap_or(0));
    }
    let mut lines = Vec::new();
    let mut begun: Vec<Vec<StoryId>> = firsts.into_iter().map(|id| vec![id]).collect();
    while let Some(mut line) = begun.pop() {
        while let Some((&here, next)) = line.last().and_then(|last| Some((last, onward.get(last)?))) {
            let Some(longest) = next.iter().copied().max_by_key(|id| (lengths.get(id), *id)) else { break };
            begun.extend(next.iter().filter(|id| **id != longest).map(|id| vec![here, *id]));
            line.push(longest);
        }
        lines.push(line);
    }
    lines.sort_by_cached_key(|line| (Reverse(line.len()), Reverse(line.clone())));
    lines
}

/// Each circle once, beginning with its smallest story.
fn circles(from: &BTreeMap<StoryId, StoryId>) -> Vec<Vec<StoryId>> {
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for &start in from.keys() {
        let mut path = Vec::new();
        let mut at = start;
        while !done.contains(&at) && !path.contains(&at) {
            path.push(at);
            match from.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        if let Some(begin) = path.iter().position(|id| *id == at)
            && from.contains_key(&at)
            && !done.contains(&at)
            && from.get(path.last().unwrap_or(&at)) == Some(&at)
        {
            found.push(path[begin..].to_vec());
        }
        done.extend(path);
    }
    found
}
