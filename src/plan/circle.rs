//! "Another story": one walk around all stories that lists show. Whoever goes on and on meets each once before the first
//! comes again. Knows no titles and no pages.

use super::stories::feed_id;
use super::{Maker, Planning};
use crate::ground::Fingerprint;
use crate::site::StoryId;

/// For each story the one that follows it on the walk; none where the theme does not ask, for unlisted stories, and for an
/// only one.
pub fn of(maker: &Maker<'_>) -> Vec<Option<StoryId>> {
    let Planning { site, settings, wants, .. } = maker.planning;
    let listed = if wants.another { &*site.listed } else { &[] };
    let place = |id: &StoryId| (Fingerprint::of(feed_id(&site.stories[*id].story, &settings.base_url).as_bytes()), *id);
    walk(listed.iter().map(place).collect(), site.stories.len())
}

/// For each of so many stories the one after it in a ring of these. The ring is in the order of fingerprints: as good as
/// shuffled, the same on any day, and a story that joins or leaves changes the link of one other only.
fn walk(mut ring: Vec<(Fingerprint, StoryId)>, stories: usize) -> Vec<Option<StoryId>> {
    ring.sort_unstable();
    let mut next = vec![None; stories];
    for (at, (_, id)) in ring.iter().enumerate() {
        next[*id] = Some(ring[(at + 1) % ring.len()].1).filter(|other| other != id);
    }
    next
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// Where each story of these leads, by fingerprint, whatever its place in the site is.
    fn leads(stories: &BTreeSet<u128>) -> BTreeMap<u128, Option<u128>> {
        let places: Vec<u128> = stories.iter().rev().copied().collect();
        let next = walk(places.iter().enumerate().map(|(id, place)| (Fingerprint(*place), id)).collect(), places.len());
        places.iter().zip(next).map(|(place, next)| (*place, next.map(|id| places[id]))).collect()
    }

    proptest! {
        #[test]
        fn going_on_as_often_as_there_are_stories_meets_all_of_them(stories in prop::collection::btree_set(any::<u128>(), 2..200)) {
            let leads = leads(&stories);
            let first = *stories.first().unwrap();
            let mut met = BTreeSet::new();
            let mut at = first;
            for _ in 0..stories.len() {
                at = leads[&at].unwrap();
                met.insert(at);
            }
            prop_assert_eq!(at, first);
            prop_assert_eq!(met, stories);
        }

        #[test]
        fn a_story_more_changes_the_link_of_one_other(stories in prop::collection::btree_set(any::<u128>(), 0..200), more in any::<u128>()) {
            let mut all = stories.clone();
            all.insert(more);
            let (before, after) = (leads(&stories), leads(&all));
            let changed = stories.iter().filter(|story| before[*story] != after[*story]).count();
            prop_assert_eq!(changed, usize::from(all.len() > stories.len() && !stories.is_empty()));
        }
    }

    #[test]
    fn an_only_story_leads_nowhere() {
        assert_eq!(walk(vec![(Fingerprint(7), 1)], 3), [None, None, None]);
    }
}
