//! The pages that WordPress made by itself, one for each picture and file of its library. A site of stories has none of
//! them; what each showed is there. Knows addresses only.

use std::collections::BTreeMap;

use super::super::model::Attachment;
use super::super::place::old_url;
use super::key;

/// The files, by the addresses and by the numbers of the pages that showed them.
#[derive(Debug, Default)]
pub(super) struct FilePages {
    by_path: BTreeMap<String, String>,
    by_id: BTreeMap<String, String>,
}

impl FilePages {
    /// From the library of the old blog.
    pub(super) fn new(library: &BTreeMap<String, Attachment>) -> Self {
        let mut pages = Self::default();
        for file in library.values().filter(|file| !file.url.is_empty()) {
            if let Ok(old) = old_url(&file.link) {
                pages.by_path.entry(key(old.as_str())).or_insert_with(|| file.url.clone());
            }
            pages.by_id.insert(file.id.clone(), file.url.clone());
        }
        pages
    }

    /// The file that a page showed.
    pub(super) fn file(&self, path: &str, query: &str) -> Option<&str> {
        let number =
            query.split('&').find_map(|pair| pair.strip_prefix("attachment_id=").or_else(|| pair.strip_prefix("p=")));
        let file = match number {
            Some(number) => self.by_id.get(number),
            None => self.by_path.get(&key(path)),
        };
        file.map(String::as_str)
    }
}
