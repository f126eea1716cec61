//! A place on the disk for what one process makes now and needs again in a moment: a file without a name, which nobody else
//! can open and which is gone with the process, however that ends. Whatever cannot be put there is simply not there.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock};

use crate::ground::{ByFingerprint, Fingerprint};

/// What was set aside. Nothing by default, and no file before there is something.
#[derive(Debug, Default)]
pub(super) struct Aside {
    /// The file, and how many bytes it may take.
    file: OnceLock<Option<(File, u64)>>,
    end: AtomicU64,
    /// How often something was asked for.
    asked: AtomicU64,
    /// Where each thing begins, and how long it is, in bytes.
    places: RwLock<ByFingerprint<(u64, u32)>>,
}

impl Aside {
    /// Keeps `made` under this name, on the disk that `folder` is on.
    pub fn put(&self, folder: &File, name: Fingerprint, made: &str) {
        let open = || Some((nameless(folder)?, free(folder)? / SHARE));
        let Some((file, room)) = self.file.get_or_init(open) else { return };
        let Ok(length) = u32::try_from(made.len()) else { return };
        let at = self.end.fetch_add(length.into(), Ordering::Relaxed);
        if at + u64::from(length) <= *room && file.write_all_at(made.as_bytes(), at).is_ok() {
            self.places.write().unwrap_or_else(PoisonError::into_inner).insert(name, (at, length));
        }
    }

    /// What was kept under this name, if anything was, in `room`: it only grows, so that it need not be emptied each time.
    pub fn take<'r>(&self, name: Fingerprint, room: &'r mut Vec<u8>) -> Option<&'r [u8]> {
        let (file, _) = self.file.get()?.as_ref()?;
        if self.asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(OFTEN) && self.is_in_the_way(file) {
            self.clear();
        }
        let (at, length) = *self.places.read().unwrap_or_else(PoisonError::into_inner).get(&name)?;
        let length = usize::try_from(length).ok()?;
        if room.len() < length {
            room.resize(length, 0);
        }
        file.read_exact_at(&mut room[..length], at).ok()?;
        Some(&room[..length])
    }
}

impl Aside {
    /// Gives the room on the disk back; nothing is there any more.
    pub fn clear(&self) {
        self.places.write().unwrap_or_else(PoisonError::into_inner).clear();
        if let Some(Some((file, _))) = self.file.get() {
            // What cannot be given back now is given back at the end.
            let _ = file.set_len(0);
        }
    }

    /// Whether the site may soon want the room that this takes.
    fn is_in_the_way(&self, file: &File) -> bool {
        free(file).is_none_or(|free| free < self.end.load(Ordering::Relaxed).saturating_add(MARGIN))
    }
}

/// After so many askings the disk is looked at again, and it is to have so many bytes more than what can be given back: many
/// times what is written between two looks.
const OFTEN: u64 = 64;
const MARGIN: u64 = 64 << 20;

/// So many parts of what is free on the disk may be taken by one of them: the site itself must have room there.
const SHARE: u64 = 8;

/// How many bytes are free on the disk of a file; none if nobody can tell.
fn free(file: &File) -> Option<u64> {
    rustix::fs::fstatvfs(file).ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// A file without a name, where the disk knows such files.
#[cfg(target_os = "linux")]
fn nameless(folder: &File) -> Option<File> {
    use rustix::fs::{Mode, OFlags, openat};
    // With EXCL nobody can give it a name later.
    let flags = OFlags::TMPFILE | OFlags::EXCL | OFlags::RDWR | OFlags::CLOEXEC;
    openat(folder, c".", flags, Mode::RUSR | Mode::WUSR).ok().map(File::from)
}

/// A file without a name, where the disk knows such files.
#[cfg(not(target_os = "linux"))]
fn nameless(_: &File) -> Option<File> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_aside_is_there_again_and_leaves_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let handle = File::open(folder.path()).unwrap();
        let aside = Aside::default();
        let name = |text: &str| Fingerprint::of(text.as_bytes());
        aside.put(&handle, name("a"), "one");
        aside.put(&handle, name("b"), "");
        aside.put(&handle, name("c"), "three");
        let mut room = Vec::new();
        let mut take = |text: &str| aside.take(name(text), &mut room).map(<[u8]>::to_vec);
        assert_eq!(["a", "c", "b", "a"].map(&mut take), ["one", "three", "", "one"].map(|it| Some(it.into())));
        assert_eq!(take("d"), None);
        aside.clear();
        assert_eq!(take("a"), None);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
