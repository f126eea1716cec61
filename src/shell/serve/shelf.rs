//! Finished pages, kept for the next who asks: the last good one of each address, as many as there is room for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;

use crate::ground::{Fingerprint, Url};

/// Bytes of finished pages that are kept.
const ROOM: usize = 32 << 20;

/// A finished page as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finished {
    /// All of it.
    pub(super) bytes: Bytes,
    /// Its media type.
    pub(super) kind: &'static str,
    /// Stands for its content; without that of the script that it was given.
    pub(super) print: String,
    /// Its entity tag, with quotes.
    pub(super) tag: String,
}

/// The shelf. The longest unasked go first.
#[derive(Default)]
pub(super) struct Shelf {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    pages: HashMap<Url, Kept>,
    bytes: usize,
    clock: u64,
}

struct Kept {
    made_of: Fingerprint,
    page: Arc<Finished>,
    asked: u64,
}

impl Shelf {
    /// The page at that address, if it was made of the same.
    pub(super) fn get(&self, url: &Url, made_of: Fingerprint) -> Option<Arc<Finished>> {
        self.find(url, |kept| kept.made_of == made_of)
    }

    /// The last good page at that address, whatever it was made of.
    pub(super) fn last(&self, url: &Url) -> Option<Arc<Finished>> {
        self.find(url, |_| true)
    }

    fn find(&self, url: &Url, fits: impl Fn(&Kept) -> bool) -> Option<Arc<Finished>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.clock += 1;
        let clock = inner.clock;
        let kept = inner.pages.get_mut(url).filter(|kept| fits(kept))?;
        kept.asked = clock;
        Some(Arc::clone(&kept.page))
    }

    /// Puts a page in the place of the one at the same address.
    pub(super) fn put(&self, url: &Url, made_of: Fingerprint, page: Arc<Finished>) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.clock += 1;
        let asked = inner.clock;
        inner.bytes += page.bytes.len();
        if let Some(old) = inner.pages.insert(url.clone(), Kept { made_of, page, asked }) {
            inner.bytes -= old.page.bytes.len();
        }
        if inner.bytes > ROOM {
            inner.make_room();
        }
    }
}

impl Inner {
    /// Takes half of the pages away, so that this need not be done again soon.
    fn make_room(&mut self) {
        let mut asked: Vec<u64> = self.pages.values().map(|kept| kept.asked).collect();
        asked.sort_unstable();
        let middle = asked.get(asked.len() / 2).copied().unwrap_or_default();
        self.pages.retain(|_, kept| kept.asked >= middle);
        self.bytes = self.pages.values().map(|kept| kept.page.bytes.len()).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_never_more_than_there_is_room_for() {
        let shelf = Shelf::default();
        let page = |letter: u8| {
            let bytes = Bytes::from(vec![letter; ROOM / 10]);
            Arc::new(Finished { bytes, kind: "text/html", print: String::new(), tag: String::new() })
        };
        let url = |n: u32| Url::parse(&format!("/{n}/")).unwrap();
        for n in 0..40 {
            shelf.put(&url(n), Fingerprint(1), page(b'a'));
            assert!(shelf.get(&url(0), Fingerprint(1)).is_some(), "the page that is looked at stays");
            assert!(shelf.inner.lock().unwrap().bytes <= ROOM);
        }
        assert!(shelf.last(&url(2)).is_none());
        assert!(shelf.get(&url(39), Fingerprint(2)).is_none());
        assert!(shelf.last(&url(39)).is_some());
        shelf.put(&url(39), Fingerprint(2), page(b'b'));
        assert_eq!(shelf.last(&url(39)).unwrap().bytes[0], b'b');
    }
}
