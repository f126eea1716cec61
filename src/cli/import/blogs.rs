//! Several files may be the parts of one export, or several blogs, or one blog twice. Only the first is moved in at once.

use std::collections::BTreeMap;

use super::source::Part;
use crate::ground::messages::import as say;
use crate::ground::{Diagnostic, Fingerprint};
use crate::import::Found;
use crate::import::links::plain_place;
use crate::import::words;

/// What was seen of the blogs in the files, file by file.
#[derive(Default)]
pub(super) struct Blogs {
    /// The title and the address of each file's blog.
    told: Vec<(String, String)>,
    /// In which file each post was met first.
    posts: BTreeMap<Fingerprint, usize>,
    /// The first two files that hold the same post.
    twins: Option<(usize, usize)>,
}

impl Blogs {
    /// Looks at what one file holds; the blog itself comes last in each.
    pub(super) fn see(&mut self, found: &Found) {
        match found {
            Found::Blog(blog) => {
                let place = plain_place(&blog.address);
                self.told.push((words::one_line(&blog.title), place));
            }
            Found::Item(item) if !item.id.is_empty() && !item.link.is_empty() => {
                let here = self.told.len();
                let key = Fingerprint::of(format!("{}\n{}", item.id, item.link).as_bytes());
                let first = *self.posts.entry(key).or_insert(here);
                if first != here {
                    self.twins.get_or_insert((first, here));
                }
            }
            _ => {}
        }
    }

    /// Refuses several blogs, and one blog twice.
    pub(super) fn are_one(&self, name: &str, parts: &[Part]) -> Result<(), Diagnostic> {
        let file = |at: usize| parts.get(at).map_or_else(String::new, |part| part.name.to_string());
        let mut places: Vec<&str> =
            self.told.iter().map(|(_, place)| place.as_str()).filter(|it| !it.is_empty()).collect();
        places.sort_unstable();
        places.dedup();
        if places.len() > 1 {
            let all: Vec<String> = self
                .told
                .iter()
                .enumerate()
                .map(|(at, (title, place))| format!("{} (“{title}”, {place})", file(at)))
                .collect();
            return Err(say::several_exports(name, &all));
        }
        match self.twins {
            Some((one, other)) => Err(say::same_blog_twice(name, &file(one), &file(other))),
            None => Ok(()),
        }
    }
}
