//! Who answers whom, among the comments of one post. Knows what is kept and what is shown; nothing of files.

use std::collections::BTreeMap;

use super::model::{Comment, Standing};

/// The answers among comments, by their places in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// The comment that each one answers, if that is kept and leads to no ring.
    pub parents: Vec<Option<usize>>,
    /// Shown comments that answer a shown one.
    pub replies: usize,
    /// How many shown comments the longest chain has.
    pub depth: usize,
    /// Shown comments that answer one that is not shown.
    pub parents_not_shown: usize,
    /// Comments that were cut off a ring.
    pub in_ring: usize,
}

impl Thread {
    /// Finds out who answers whom.
    pub fn of(comments: &[Comment]) -> Self {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, comment) in comments.iter().enumerate() {
            numbers.entry(&comment.id).or_insert(at);
        }
        let is_kept = |at: usize| !matches!(comments[at].standing, Standing::Dropped(_));
        let is_shown = |at: usize| matches!(comments[at].standing, Standing::Shown | Standing::Removed);
        let mut thread = Self::default();
        for (at, comment) in comments.iter().enumerate() {
            let named = comment.parent.as_deref();
            let parent = named.and_then(|id| numbers.get(id)).copied();
            if named.is_some() && is_shown(at) && !parent.is_some_and(is_shown) {
                thread.parents_not_shown += 1;
            }
            thread.parents.push(parent.filter(|parent| is_kept(*parent)));
        }
        thread.cut_rings();
        thread.measure(&is_shown);
        thread
    }

    /// Follows each comment up. Whoever is met twice on one way is in a ring; the first of the ring loses its parent.
    fn cut_rings(&mut self) {
        let mut walked_by = vec![usize::MAX; self.parents.len()];
        for start in 0..self.parents.len() {
            let mut at = start;
            while walked_by[at] == usize::MAX {
                walked_by[at] = start;
                let Some(next) = self.parents[at] else { break };
                at = next;
                if walked_by[at] == start {
                    let end = at;
                    let ring = std::iter::successors(Some(at), |one| self.parents[*one].filter(|next| *next != end));
                    let ring: Vec<usize> = ring.collect();
                    self.in_ring += ring.len();
                    if let Some(first) = ring.into_iter().min() {
                        self.parents[first] = None;
                    }
                }
            }
        }
    }

    fn measure(&mut self, is_shown: &dyn Fn(usize) -> bool) {
        let mut depths: Vec<usize> = vec![0; self.parents.len()];
        for start in (0..self.parents.len()).filter(|at| is_shown(*at)) {
            // Upwards to the first that is known, then down again: no recursion, each is visited once.
            let mut way = Vec::new();
            let mut next = Some(start);
            while let Some(at) = next.filter(|at| is_shown(*at) && depths[*at] == 0) {
                way.push(at);
                next = self.parents[at];
            }
            let mut depth = next.filter(|at| is_shown(*at)).map_or(0, |at| depths[at]);
            for at in way.into_iter().rev() {
                depth += 1;
                depths[at] = depth;
            }
            self.replies += usize::from(self.parents[start].is_some_and(is_shown));
            self.depth = self.depth.max(depths[start]);
        }
    }
}
