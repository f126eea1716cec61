//! "In the same spirit": stories that share tags, the rarer the better, then the nearer in time.
//! Looks only at a few neighbours in each tag's list, so that its cost does not grow with the tags.

use super::{Site, StoryId};

/// How far to look on each side in a tag's list.
const REACH: usize = 6;

/// Up to `count` stories in the same spirit as `id`, best first. The same for the same site, whatever else happens.
pub fn to(site: &Site, id: StoryId, count: usize) -> Vec<StoryId> {
    if count == 0 {
        return Vec::new();
    }
    let mut scores: Vec<(StoryId, u64)> = Vec::new();
    for &tag in &site.tags_of[id] {
        let stories = &site.tags[tag as usize].stories;
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
