//! A file as a whole in memory, with as few calls to the system as can be. Knows files; knows nothing of what is in them.

use std::fs::File;
use std::io;

use rustix::buffer::spare_capacity;
use rustix::fs::{Mode, OFlags, openat};
use rustix::io::retry_on_intr;
use rustix::path::Arg;

/// Opens a file whose way begins in a folder, or at the root of the disk, without waiting: a named pipe that stands where
/// a text should be must not hold everybody up.
pub(super) fn open(folder: &File, way: impl Arg + Copy) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(retry_on_intr(|| openat(folder, way, flags, Mode::empty()))?))
}

/// Appends all that is in a file, of which `size` bytes were there when it was looked at. False if there are more than
/// `most`, or just as many and then some; what was read of it is then of no use.
pub(super) fn read(file: &File, size: u64, most: u64, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let before = buffer.len();
    // Room for all of it at once, and some more: whoever gets less than there was room for has seen the end.
    buffer.reserve(usize::try_from(size.min(most)).unwrap_or(0) + 64);
    loop {
        let room = buffer.capacity() - buffer.len();
        let read = retry_on_intr(|| rustix::io::read(file, spare_capacity(buffer)))?;
        let length = (buffer.len() - before) as u64;
        if length > most {
            return Ok(false);
        }
        // Some disks give less although there is more, so that it must also be as much as there should be.
        if read == 0 || read < room && length == size {
            return Ok(true);
        }
        buffer.reserve(64);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_is_read_to_its_end_whatever_its_size_was_said_to_be() {
        let folder = tempfile::tempdir().unwrap();
        File::create(folder.path().join("a")).unwrap().write_all(&[b'x'; 1000]).unwrap();
        let handle = File::open(folder.path()).unwrap();
        for size in [0, 1, 936, 999, 1000, 1001, 5000] {
            let mut buffer = b"before".to_vec();
            assert!(read(&open(&handle, "a").unwrap(), size, 1000, &mut buffer).unwrap());
            assert_eq!(buffer.len(), 1006, "{size}");
        }
        assert!(!read(&open(&handle, "a").unwrap(), 1000, 999, &mut Vec::new()).unwrap());
        assert!(open(&handle, "b").is_err());
    }
}
