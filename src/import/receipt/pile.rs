//! Things with their reasons, by the million if need be: each reason is kept once, and of each thing its name only.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeSeq as _, Serializer};

use super::Left;

/// Things by kind and reason, in the order in which the reasons came up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pile {
    heaps: Vec<Heap>,
    /// Where the heap of each reason is, by kind.
    places: BTreeMap<&'static str, BTreeMap<String, usize>>,
}

/// Things of one kind with one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heap {
    what: &'static str,
    /// Why.
    pub why: String,
    /// Their names, a line each.
    names: String,
    /// How many they are.
    pub count: usize,
}

impl Heap {
    /// What a person would call each of them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.split_terminator('\n')
    }
}

impl Pile {
    /// Adds one thing.
    pub fn push(&mut self, left: Left) {
        let heap = self.heap(left.what, &left.why);
        // A name is one line (`Left::new`); an empty one still counts.
        heap.names.push_str(&left.name);
        heap.names.push('\n');
        heap.count += 1;
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.heaps.is_empty()
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.heaps.iter().map(|heap| heap.count).sum()
    }

    /// The things of one kind.
    #[must_use]
    pub fn of(&self, what: &str) -> Self {
        let mut pile = Self::default();
        for heap in self.heaps.iter().filter(|heap| heap.what == what) {
            pile.places.entry(heap.what).or_default().insert(heap.why.clone(), pile.heaps.len());
            pile.heaps.push(heap.clone());
        }
        pile
    }

    /// Adds all of another pile.
    pub fn append(&mut self, other: Self) {
        for mut heap in other.heaps {
            let mine = self.heap(heap.what, &heap.why);
            mine.count += heap.count;
            if mine.names.is_empty() {
                std::mem::swap(&mut mine.names, &mut heap.names);
            } else {
                mine.names.push_str(&heap.names);
            }
        }
    }

    /// How many of one kind have this reason.
    pub fn count(&self, what: &str, why: &str) -> usize {
        let heaps = self.heaps.iter().filter(|heap| heap.what == what && heap.why == why);
        heaps.map(|heap| heap.count).sum()
    }

    /// The things by their reasons.
    pub fn heaps(&self) -> &[Heap] {
        &self.heaps
    }

    fn heap(&mut self, what: &'static str, why: &str) -> &mut Heap {
        let places = self.places.entry(what).or_default();
        let at = places.get(why).copied().unwrap_or_else(|| {
            places.insert(why.to_owned(), self.heaps.len());
            self.heaps.push(Heap { what, why: why.to_owned(), names: String::new(), count: 0 });
            self.heaps.len() - 1
        });
        &mut self.heaps[at]
    }
}

impl Extend<Left> for Pile {
    fn extend<T: IntoIterator<Item = Left>>(&mut self, all: T) {
        all.into_iter().for_each(|left| self.push(left));
    }
}

impl FromIterator<Left> for Pile {
    fn from_iter<T: IntoIterator<Item = Left>>(all: T) -> Self {
        let mut pile = Self::default();
        pile.extend(all);
        pile
    }
}

/// Each thing with its name and its reason.
impl Serialize for Pile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct One<'a> {
            name: &'a str,
            why: &'a str,
        }
        let mut all = serializer.serialize_seq(Some(self.len()))?;
        for heap in &self.heaps {
            for name in heap.names() {
                all.serialize_element(&One { name, why: &heap.why })?;
            }
        }
        all.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_stays_with_its_kind_and_its_reason() {
        let all = [("posts", "one", "old"), ("posts", "two", "new"), ("posts", "", "old"), ("pages", "one", "old")];
        let pile: Pile = all.into_iter().map(|(what, name, why)| Left::new(what, name, why)).collect();
        assert_eq!((pile.len(), pile.of("posts").len(), pile.count("posts", "old")), (4, 3, 2));
        let posts = pile.of("posts");
        let names: Vec<Vec<&str>> = posts.heaps().iter().map(|heap| heap.names().collect()).collect();
        assert_eq!(names, [vec!["one", ""], vec!["two"]]);
        let json = serde_json::to_string(&pile.of("pages")).unwrap();
        assert_eq!(json, "[{\"name\":\"one\",\"why\":\"old\"}]");
    }
}
