//! Same input, same output: what was known last time. Knows stamps, digests and sealed bytes; knows nothing of stories.
//!
//! A memory is only ever a saving of work. If it is missing, damaged, or of another program, everything is done anew and
//! gives the same bytes.

pub mod image;
pub mod rows;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use crate::ground::Fingerprint;

/// What a file looks like from outside. Two equal stamps mean one content, unless the file may have changed again in
/// the very tick of the clock in which it was looked at (see [`Stamp::is_settled`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Length in bytes.
    pub size: u64,
    /// The number of the file on its disk.
    pub ino: u64,
    /// When its content changed, in nanoseconds since 1970.
    pub mtime: i64,
    /// When anything about it changed, in nanoseconds since 1970. Nobody can set it but the system.
    pub ctime: i64,
}

impl Stamp {
    /// Whether every later change must show in the stamp: the file's last change is older than `tick`, a moment of the
    /// disk's own clock before the file was looked at. Git calls the others "racily clean".
    ///
    /// A change time of whole seconds is most likely that of a disk which knows no others: of two seconds each on memory
    /// sticks (FAT), of one on old disks. `tick` may be that of another disk, so that such a file must be older still.
    pub fn is_settled(&self, tick: i64) -> bool {
        const SECOND: i64 = 1_000_000_000;
        let known_to = if self.ctime % SECOND == 0 { self.ctime.saturating_add(2 * SECOND) } else { self.ctime };
        known_to < tick
    }

    /// The stamp at a glance.
    pub fn look(&self) -> Look {
        let all = [self.size, self.ino, self.mtime.cast_unsigned(), self.ctime.cast_unsigned()];
        let mut bytes = [0; 32];
        for (eight, number) in bytes.chunks_exact_mut(8).zip(all) {
            eight.copy_from_slice(&number.to_le_bytes());
        }
        let mut look = [0; 8];
        look.copy_from_slice(&Fingerprint::of(&bytes).0.to_le_bytes()[..8]);
        Look(look)
    }
}

/// A stamp at a glance: what two equal stamps have in common, in a quarter of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Look([u8; 8]);

/// What a published site, and the one before it that is kept as the next staging folder, looked like last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Files, by path.
    pub files: HashMap<Box<str>, Seen>,
    /// Folders in which there is nothing but what was published, by path. A folder that looks as it did holds the same
    /// names.
    pub folders: HashMap<Box<str>, Folders>,
}

/// What a published file looked like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How it looked.
    pub look: Look,
    /// Whether it has its second name in the site before.
    pub twin: bool,
}

/// A published file as it was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glance<'a> {
    /// Its path below the output folder.
    pub path: &'a str,
    /// What it holds.
    pub entry: Entry,
    /// How it looked.
    pub look: Look,
}

/// What a folder looked like in two sites; none where it must be listed to know what is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folders {
    /// In the site that stands.
    pub standing: Option<Look>,
    /// In the site before it.
    pub before: Option<Look>,
}

/// Files by path with what they really hold; none for one that is missing.
pub type Listing = Vec<(Box<str>, Option<Entry>)>;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// Length in bytes.
    pub size: u64,
    /// The fingerprint of the content.
    pub digest: Fingerprint,
}

impl Entry {
    /// The entry of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, digest: Fingerprint::of(bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_counts_whole_seconds_is_believed_later() {
        let at = |ctime: i64| Stamp { size: 1, ino: 1, mtime: ctime, ctime };
        let second = 1_000_000_000;
        assert!(at(10 * second + 1).is_settled(10 * second + 2));
        assert!(!at(10 * second + 1).is_settled(10 * second + 1));
        assert!(!at(10 * second).is_settled(11 * second + 5) && !at(10 * second).is_settled(12 * second));
        assert!(at(10 * second).is_settled(12 * second + 1));
    }
}
