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
    kin(site.tags_of[id].iter().map(|tag| &*site.tags[*tag as usize].stories).collect(), id, count)
}

/// The same, from the lists of the tags that the story has.
fn kin(mut lists: Vec<&[StoryId]>, id: StoryId, count: usize) -> Vec<StoryId> {
    let mut scores: Vec<(StoryId, u64)> = Vec::new();
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn stories_in_the_same_spirit_share_a_tag_and_the_order_of_tags_does_not_matter(
            tags in prop::collection::vec(prop::collection::btree_set(1..300_usize, 1..60), 0..12),
            count in 0..5_usize,
        ) {
            let id = 150;
            let lists: Vec<Vec<StoryId>> =
                tags.iter().map(|others| others.iter().copied().chain([id]).collect::<BTreeSet<_>>().into_iter().collect()).collect();
            let found = kin(lists.iter().map(Vec::as_slice).collect(), id, count);
            prop_assert!(found.len() <= count && !found.contains(&id), "{found:?}");
            prop_assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len(), "none twice");
            prop_assert!(found.iter().all(|other| lists.iter().any(|list| list.contains(other))));
            // A story with more tags than are looked at has its rarest ones looked at; which, of equals, is their order.
            if lists.len() <= TAGS {
                let backwards = kin(lists.iter().rev().map(Vec::as_slice).collect(), id, count);
                prop_assert_eq!(backwards, found);
            }
        }

        /// However many stories share a tag, only those beside the story are looked at: a site ten times as large costs a
        /// story no more.
        #[test]
        fn what_is_far_off_in_a_long_list_is_never_looked_at(before in 0..5_000_usize, after in 0..5_000_usize) {
            let list: Vec<StoryId> = (0..=before + after).collect();
            let found = kin(vec![&list], before, list.len());
            prop_assert!(found.len() <= 2 * REACH);
            prop_assert!(found.iter().all(|other| other.abs_diff(before) <= REACH), "{found:?}");
        }
    }
}
