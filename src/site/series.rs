//! Series: parts in the order that their numbers give, then by date.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Published, Series, StoryId, taxonomy};
use crate::ground::{Diagnostic, Slug, messages};

/// For each story its series and its place in it.
type Places = BTreeMap<StoryId, (usize, usize)>;

/// Collects the series of listed stories, and for each story its series and its place in it.
pub fn collect(stories: &[Published], listed: &[StoryId]) -> (Vec<Series>, Places, Vec<Diagnostic>) {
    let mut found: BTreeMap<Slug, (Arc<str>, Vec<StoryId>)> = BTreeMap::new();
    // Oldest first, so that parts without a number follow each other as they were told.
    for &id in listed.iter().rev() {
        if let Some(part) = &stories[id].story.front.series {
            let slug = taxonomy::slug_of(&part.name, "series");
            found.entry(slug).or_insert_with(|| (part.name.clone(), Vec::new())).1.push(id);
        }
    }
    let mut said = Vec::new();
    let mut place = BTreeMap::new();
    let mut all = Vec::new();
    for (slug, (name, mut parts)) in found {
        let number = |id: &StoryId| stories[*id].story.front.series.as_ref().and_then(|part| part.part);
        parts.sort_by_key(|id| number(id).unwrap_or(u32::MAX));
        for pair in parts.windows(2) {
            if let (Some(a), Some(b)) = (number(&pair[0]), number(&pair[1]))
                && a == b
            {
                said.push(messages::site::same_part(&stories[pair[1]].story.source, &stories[pair[0]].story.source, a));
            }
        }
        for (at, id) in parts.iter().enumerate() {
            place.insert(*id, (all.len(), at));
        }
        let mut last = 0_u32;
        let mut counted = |id| {
            last = number(id).unwrap_or_else(|| last.saturating_add(1));
            last
        };
        let numbers = parts.iter().map(&mut counted).collect();
        all.push(Series { slug, name, parts, numbers });
    }
    (all, place, said)
}
