//! Tags and authors: spellings that make the same slug are one; the commonest spelling is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::StoryId;
use crate::ground::{ByFingerprint, Fingerprint, Slug};

/// A name that several stories share.
#[derive(Debug)]
pub struct Term {
    /// What makes two spellings one.
    pub slug: Slug,
    /// The spelling that most stories use; of equals, the first in the alphabet.
    pub name: Arc<str>,
    /// All spellings, in the order of the alphabet.
    pub spellings: Vec<Arc<str>>,
    /// The stories, in the order in which they were given.
    pub stories: Vec<StoryId>,
}

/// The slug of a tag, author or series; names without a letter get one from their fingerprint.
pub fn slug_of(name: &str, fallback: &str) -> Slug {
    let spelled = signs_spelled(name);
    Slug::from_text(spelled.as_deref().unwrap_or(name))
        .or_else(|| Slug::from_text(&format!("{fallback}-{}", &Fingerprint::of(name.as_bytes()).to_string()[..8])))
        .unwrap_or_else(|| unreachable!("hexadecimal digits make a slug"))
}

/// `C++` and `C#` in words. Of a name of one or two letters the signs are the better part: without them all three
/// languages would be one. Longer names are told apart by their letters.
fn signs_spelled(name: &str) -> Option<String> {
    let letters = name.trim_end_matches(['+', '#']);
    if letters.len() == name.len() || !(1..=2).contains(&letters.chars().count()) {
        return None;
    }
    let signs = name[letters.len()..].chars().map(|sign| if sign == '#' { "-sharp" } else { "-plus" });
    Some(std::iter::once(letters).chain(signs).collect())
}

/// The signs of a name that people do not leave out or put in by chance, as they do with hyphens and full stops.
fn signs(name: &str) -> String {
    name.chars().filter(|c| "#+@&%*=$€£".contains(*c) || (!c.is_alphanumeric() && *c > '\u{2190}')).collect()
}

/// Two names of one term that are hardly the same name.
pub fn unlike(term: &Term) -> Option<(&str, &str)> {
    let first = term.spellings.first()?;
    let other = term.spellings.iter().find(|other| signs(other) != signs(first))?;
    Some((first, other))
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
    let mut all = Names::default();
    let mut of_story: Vec<Box<[u32]>> = Vec::new();
    for (id, names) in names.enumerate() {
        let mut terms: Vec<u32> = Vec::with_capacity(names.len());
        for name in names {
            let (term, spelling) = all.number(name, fallback);
            if terms.contains(&term) {
                continue;
            }
            if lists(id) {
                let found = &mut all.found[term as usize];
                found.stories.push(id);
                *found.spellings.entry(spelling).or_default() += 1;
            }
            terms.push(term);
        }
        of_story.push(terms.into());
    }
    all.sorted(of_story)
}

/// Names as they come, numbered by what makes two of them one.
#[derive(Default)]
struct Names {
    spelled: ByFingerprint<(u32, Arc<str>)>,
    by_slug: BTreeMap<Slug, u32>,
    found: Vec<Found>,
}

/// What is found of one term.
#[derive(Default)]
struct Found {
    spellings: Spellings,
    stories: Vec<StoryId>,
}

impl Names {
    /// The number of the term that a name belongs to, and the name.
    fn number(&mut self, name: &Arc<str>, fallback: &str) -> (u32, Arc<str>) {
        let known = self.spelled.entry(Fingerprint::of(name.as_bytes())).or_insert_with(|| {
            let next = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
            let term = *self.by_slug.entry(slug_of(name, fallback)).or_insert(next);
            if term == next {
                self.found.push(Found::default());
            }
            (term, name.clone())
        });
        known.clone()
    }

    /// The terms of listed stories by slug, and for each story their places.
    fn sorted(mut self, of_story: Vec<Box<[u32]>>) -> (Vec<Term>, Vec<Box<[u32]>>) {
        let mut places: Vec<Option<u32>> = vec![None; self.found.len()];
        let mut terms = Vec::new();
        for (slug, number) in self.by_slug {
            let found = std::mem::take(&mut self.found[number as usize]);
            if !found.stories.is_empty() {
                places[number as usize] = u32::try_from(terms.len()).ok();
                let name = commonest(&found.spellings);
                let spellings = found.spellings.into_keys().collect();
                terms.push(Term { slug, name, spellings, stories: found.stories });
            }
        }
        let place = |number: &u32| places[*number as usize];
        let of_story = of_story.iter().map(|numbers| numbers.iter().filter_map(place).collect()).collect();
        (terms, of_story)
    }
}

fn commonest(spellings: &Spellings) -> Arc<str> {
    let most = spellings.values().max().copied().unwrap_or(0);
    spellings.iter().find(|(_, count)| **count == most).map_or_else(|| Arc::from(""), |(name, _)| name.clone())
}
