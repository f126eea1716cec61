//! The files that an import writes, and the record of them. A file that the writer has edited, moved away or made is
//! never touched; what was written once is known by its digest.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::place;
use crate::ground::messages::{cli as said_of_files, import as say};
use crate::ground::{Diagnostic, Fingerprint};
use crate::import::receipt::{Files, Left, Pile};
use crate::shell::edit;

/// The record's name in the site's folder.
pub(super) const RECORD: &str = "import-record.json";

/// What was written by imports.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Record {
    version: u32,
    /// By path.
    files: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// What it was in the old blog.
    key: String,
    /// The digest of what was written; empty before it is.
    digest: String,
}

/// How to keep files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// Write nothing.
    pub(super) dry_run: bool,
    /// Take newer versions of files that nobody has edited.
    pub(super) update: bool,
}

/// Writes files, and remembers them.
pub(super) struct Keeper {
    root: PathBuf,
    manner: Manner,
    record: Record,
    before: BTreeMap<String, Entry>,
    /// What became of the files so far.
    pub(super) files: Files,
    /// Those that were left as they are.
    pub(super) untouched: Pile,
}

impl Keeper {
    /// Opens the record of a site; an empty one if there is none.
    pub(super) fn open(root: &Path, manner: Manner) -> Result<Self, Diagnostic> {
        let file = root.join(RECORD);
        let record = match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| say::broken_record(&place::name_of(&file)))?,
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Record { version: 1, ..Record::default() },
            Err(why) => return Err(said_of_files::cannot_read(&place::name_of(&file), &why)),
        };
        let before = record.files.clone();
        let (files, untouched) = (Files::default(), Pile::default());
        Ok(Self { root: root.to_path_buf(), manner, record, before, files, untouched })
    }

    /// The file of each thing of the old blog, by its key.
    pub(super) fn written(&self) -> BTreeMap<String, String> {
        let entries = self.record.files.iter().filter(|(path, entry)| !entry.key.is_empty() && is_text(path));
        entries.map(|(path, entry)| (entry.key.clone(), path.clone())).collect()
    }

    /// Whether an import wrote this file.
    pub(super) fn knows(&self, path: &str) -> bool {
        self.record.files.contains_key(path)
    }

    /// Writes down what is going to be written.
    pub(super) fn announce<'a>(&mut self, all: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), Diagnostic> {
        for (path, key) in all {
            let entry = self.record.files.entry(path.to_owned()).or_default();
            key.clone_into(&mut entry.key);
        }
        self.close()
    }

    /// Writes a file, unless it is the writer's own by now.
    pub(super) fn keep(&mut self, path: &str, key: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let file = self.root.join(path);
        let digest = Fingerprint::of(bytes).to_string();
        let entry = self.record.files.entry(path.to_owned()).or_default();
        let known = self.before.get(path).map(|entry| entry.digest.clone());
        let standing = match fs::read(&file) {
            Ok(standing) => Some(Fingerprint::of(&standing).to_string()),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => None,
            Err(why) => return Err(said_of_files::cannot_read(&place::name_of(&file), &why)),
        };
        let fate = fate(known.as_deref(), standing.as_deref(), &digest, self.manner.update);
        let left = |why: &str| Left::new("files", path, why);
        match fate {
            Fate::Write | Fate::Replace => {
                *entry = Entry { key: key.to_owned(), digest };
                if fate == Fate::Write {
                    self.files.written += 1;
                } else {
                    self.files.updated += 1;
                }
                if self.manner.dry_run {
                    return Ok(());
                }
                let written = if fate == Fate::Write { create(&file, bytes) } else { edit::replace(&file, bytes) };
                return written.map_err(|why| said_of_files::cannot_write(&place::name_of(&file), &why));
            }
            Fate::Same => {
                *entry = Entry { key: key.to_owned(), digest };
                self.files.same += 1;
            }
            Fate::Edited => self.untouched.push(left("you have edited it since, so it stays as it is")),
            Fate::Newer => self.untouched.push(left("the export has another version of it; --update takes that")),
            Fate::Removed => self.untouched.push(left("you have removed it since, so it stays away")),
            Fate::Foreign => {
                self.record.files.remove(path);
                self.untouched.push(left(
                    "it was there already, and not from an import that is known here, so it stays as it is",
                ));
            }
        }
        Ok(())
    }

    /// Whether anything was written.
    pub(super) fn has_written(&self) -> bool {
        self.files.written + self.files.updated > 0
    }

    /// Whether anything stands at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    /// Writes the record, if anything changed.
    pub(super) fn close(&mut self) -> Result<(), Diagnostic> {
        if self.manner.dry_run || self.record.files == self.before {
            return Ok(());
        }
        let text = serde_json::to_string_pretty(&self.record).unwrap_or_default() + "\n";
        self.put(RECORD, text.as_bytes())
    }

    /// Writes a file of our own, whatever stands there.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let file = self.root.join(path);
        let written = if file.symlink_metadata().is_ok() { edit::replace(&file, bytes) } else { create(&file, bytes) };
        written.map_err(|why| said_of_files::cannot_write(&place::name_of(&file), &why))
    }
}

/// Makes a new file, whole or not at all, even if the program is killed. Unlike a writer's own, it can be made again, so
/// that ten thousand of them need not wait for the disk.
pub(super) fn create(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let copy = folder.join(".goodturn-import.tmp");
    // An import that was killed may have left this as another name of a story, which must not be written into.
    let _ = fs::remove_file(&copy);
    let mut new = fs::OpenOptions::new().write(true).create_new(true).open(&copy)?;
    // A second name is given only if nothing has it; where a disk knows no second names, the file is renamed.
    let named = new.write_all(bytes).and_then(|()| match fs::hard_link(&copy, file) {
        Err(why) if why.kind() != std::io::ErrorKind::AlreadyExists && file.symlink_metadata().is_err() => {
            fs::rename(&copy, file)
        }
        linked => linked,
    });
    let _ = fs::remove_file(&copy);
    named
}

/// What is to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Write,
    Same,
    Replace,
    /// The export has another version, and nobody asked for it.
    Newer,
    Edited,
    Removed,
    Foreign,
}

/// By what was written the last time, what stands there, and what would be written now.
fn fate(known: Option<&str>, standing: Option<&str>, new: &str, update: bool) -> Fate {
    match (known, standing) {
        (_, Some(standing)) if standing == new => Fate::Same,
        (None | Some(""), None) => Fate::Write,
        (Some(_), None) => Fate::Removed,
        (None, Some(_)) => Fate::Foreign,
        (Some(known), Some(standing)) if known != standing => Fate::Edited,
        (Some(_), Some(_)) if update => Fate::Replace,
        (Some(_), Some(_)) => Fate::Newer,
    }
}

fn is_text(path: &str) -> bool {
    path.ends_with(".md")
}

#[cfg(test)]
mod tests {
    use super::{Fate, fate};

    #[test]
    fn nothing_of_the_writers_is_ever_touched() {
        for update in [false, true] {
            assert_eq!(fate(None, None, "new", update), Fate::Write);
            assert_eq!(fate(Some("old"), Some("new"), "new", update), Fate::Same);
            assert_eq!(fate(Some("old"), Some("mine"), "new", update), Fate::Edited);
            assert_eq!(fate(Some("old"), None, "new", update), Fate::Removed);
            assert_eq!(fate(None, Some("mine"), "new", update), Fate::Foreign);
        }
        assert_eq!(fate(Some("old"), Some("old"), "new", false), Fate::Newer);
        assert_eq!(fate(Some("old"), Some("old"), "new", true), Fate::Replace);
    }
}
