//! How often symbolic links lead to one folder. Thirty folders with two links each to the next are a thousand million ways.

use std::collections::HashMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;

/// Nobody needs one folder in more places of a site.
pub(in crate::shell) const MOST: u32 = 64;

/// The folders that links led to, by disk and number.
#[derive(Debug, Default)]
pub(in crate::shell) struct Visits(HashMap<(u64, u64), u32>);

impl Visits {
    /// Counts a visit through a link. `Err` if there were too many; in it, whether this is the first of those.
    pub fn enter(&mut self, folder: &Metadata) -> Result<(), bool> {
        let count = self.0.entry((folder.dev(), folder.ino())).or_default();
        *count = count.saturating_add(1);
        if *count <= MOST { Ok(()) } else { Err(*count == MOST + 1) }
    }
}
