//! Tags and authors: spellings that make the same slug are one; the commonest spelling is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::StoryId;
use crate::ground::{Fingerprint, Slug};

/// A name that several stories share.
#[derive(Debug)]
pub struct Term {
    /// What makes two spellings one.
    pub slug: Slug,
    /// The spelling that most stories use; of equals, the first in the alphabet.
    pub name: Arc<str>,
    /// The stories, in the order in which they were given.
    pub stories: Vec<StoryId>,
}

/// The slug of a tag, author or series; names without a letter get one from their fingerprint.
pub fn slug_of(name: &str, fallback: &str) -> Slug {
    Slug::from_text(name)
        .or_else(|| Slug::from_text(&format!("{fallback}-{}", &Fingerprint::of(name.as_bytes()).to_string()[..8])))
        .unwrap_or_else(|| unreachable!("hexadecimal digits make a slug"))
}

/// How many stories use each spelling.
type Spellings = BTreeMap<Arc<str>, usize>;

/// Collects the terms of all stories, by slug, and for each story the indices of its terms.
/// Stories that `lists` refuses keep the terms' indices but do not stand in their lists.
pub fn collect<'a>(
    names: impl Iterator<Item = &'a [Arc<str>]>,
    lists: impl Fn(StoryId) -> bool,
    fallback: &str,
) -> (Vec<Term>, Vec<Box<[u32]>>) {
    let mut spelled: BTreeMap<Arc<str>, Slug> = BTreeMap::new();
    let mut found: BTreeMap<Slug, (Spellings, Vec<StoryId>)> = BTreeMap::new();
    let mut of_story: Vec<Vec<Slug>> = Vec::new();
    for (id, names) in names.enumerate() {
        let mut slugs = Vec::with_capacity(names.len());
        for name in names {
            let slug = spelled.entry(name.clone()).or_insert_with(|| slug_of(name, fallback)).clone();
            if slugs.contains(&slug) {
                continue;
            }
            if lists(id) {
                let (spellings, stories) = found.entry(slug.clone()).or_default();
                *spellings.entry(name.clone()).or_default() += 1;
                stories.push(id);
            }
            slugs.push(slug);
        }
        of_story.push(slugs);
    }
    let index: BTreeMap<&Slug, u32> = found.keys().zip(0..).collect();
    let of_story =
        of_story.iter().map(|slugs| slugs.iter().filter_map(|slug| index.get(slug).copied()).collect()).collect();
    let terms = found
        .iter()
        .map(|(slug, (spellings, stories))| Term {
            slug: slug.clone(),
            name: commonest(spellings),
            stories: stories.clone(),
        })
        .collect();
    (terms, of_story)
}

fn commonest(spellings: &Spellings) -> Arc<str> {
    let most = spellings.values().max().copied().unwrap_or(0);
    spellings.iter().find(|(_, count)| **count == most).map_or_else(|| Arc::from(""), |(name, _)| name.clone())
}
