//! Chains of kindness: `passed_on_from`, both ways. Unknown slugs and circles are errors.

use std::collections::BTreeMap;

use super::{Published, Routes, StoryId};
use crate::ground::{Diagnostic, messages, suggest};

/// For each story the one that inspired it, and what is wrong with the chains.
/// A link to a story that is not published today vanishes without a word.
pub fn collect(stories: &[Published], routes: &Routes) -> (BTreeMap<StoryId, StoryId>, Vec<Diagnostic>) {
    let mut from = BTreeMap::new();
    let mut said = Vec::new();
    for (id, published) in stories.iter().enumerate() {
        let Some((slug, span)) = &published.story.front.passed_on_from else { continue };
        match routes.of_slug(slug) {
            [] if routes.unpublished_slug(slug).is_some() => {}
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

/// Each circle once, beginning with its smallest story.
fn circles(from: &BTreeMap<StoryId, StoryId>) -> Vec<Vec<StoryId>> {
    let mut done = std::collections::BTreeSet::new();
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
