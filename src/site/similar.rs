//! "In the same spirit": stories that share tags, the rarer the better, then the nearer in time.
//! Looks only at the rarest tags of a story, and at a few neighbours in the list of each, so that a story costs the same
//! however many stories share its tags: at most `TAGS * 2 * REACH` looks, mostly two dozen.

use super::{Site, StoryId};

/// So many of a story's tags are looked at. Hardly any story has more.
const TAGS: usize = 8;

/// How far to look on each side in a tag's list.
const REACH: usize = 6;

/// Up to `count` stories in the same spirit as `id`, best first. The same for the same site, whatever else happens.
pub fn to(site: &Site, id: StoryId, count: usize) -> Vec<StoryId> {
    if count == 0 {
        return Vec::new();
    }
    let mut scores: Vec<(StoryId, u64)> = Vec::new();
    let mut lists: Vec<&[StoryId]> = site.tags_of[id].iter().map(|tag| &*site.tags[*tag as usize].stories).collect();
    lists.sort_by_key(|stories| stories.len());
    for stories in lists.into_iter().take(TAGS) {
        // Rarer tags weigh more; a tag that every story has says nothing.
        let weight = 1_000_000 / (stories.len() as u64 + 8);
        // Ids are in reading order, so the lists are sorted by id.
        let at = stories.partition_point(|other| *other < id);
        for &other in &stories[at.saturating_sub(REACH)..(at + REACH + 1).min(stories.len())] {
            if other == id {
                continue;
            }
            match scores.iter_mut().find(|(known, _)| *known == other) {
                Some((_, score)) => *score += weight,
                None => scores.push((other, weight)),
            }
        }
    }
    scores.sort_by_key(|(other, score)| (std::cmp::Reverse(*score), other.abs_diff(id), *other));
    scores.into_iter().take(count).map(|(other, _)| other).collect()
}
