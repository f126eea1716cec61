//! A writer's own files, changed or added one at a time: never half-written, and none is lost.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The longest text that is read for mending.
const LONGEST: u64 = 64 << 20;

/// The text of a file. Pipes and devices, on which a reader could wait for ever, are refused, and so is what is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    let facts = fs::metadata(path)?;
    if !facts.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    if facts.len() > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is larger than 64 MB"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "its text is not in UTF-8"))
}

/// Makes a new file, and the folders that it needs. Fails if there is something of that name.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // It is ours, and it is not whole.
        let _ = fs::remove_file(path);
    }
    written
}

/// Puts new bytes in the place of a file's, at once or not at all: a copy is written beside it, with the same
/// permissions, and takes its name. A symbolic link goes on leading to the same place.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is write-protected"));
    }
    let (copy, mut file) = beside(&path)?;
    let replaced = file
        .write_all(bytes)
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&copy, &path));
    if replaced.is_err() {
        let _ = fs::remove_file(&copy);
    }
    replaced
}

/// A new file in the same folder, under a name that no scan takes for a story.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let folder = path.parent().unwrap_or(Path::new("."));
    for attempt in 0..100 {
        let copy = folder.join(format!(".goodturn-{}-{attempt}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&copy) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (copy, file)),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "its folder is full of leavings"))
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{create, read_text, replace};

    #[test]
    fn a_replaced_file_keeps_its_permissions_and_its_links() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.md"), folder.path().join("link.md"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.md", &link).unwrap();
        replace(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left lying about");
    }

    #[test]
    fn a_file_that_may_not_be_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
        assert_eq!(replace(&file, b"new").unwrap_err().to_string(), "it is write-protected");
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    }

    #[test]
    fn a_new_file_is_never_written_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/a.md");
        create(&file, b"one").unwrap();
        assert!(create(&file, b"two").is_err());
        assert_eq!(read_text(&file).unwrap(), "one");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read_text(folder.path()).unwrap_err().to_string(), "it is not a file");
        fs::write(folder.path().join("a"), b"\xff").unwrap();
        assert_eq!(read_text(&folder.path().join("a")).unwrap_err().to_string(), "its text is not in UTF-8");
    }
}
