//! What stands in the folders that a site is made of, by stamps. Decides whether anything changed since the last look, and
//! what; events only say where to look. Knows nothing of what is in the files.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustix::fs::{Access, access};
use walkdir::{DirEntry, WalkDir};

use crate::check::privacy::list;
use crate::ground::SourcePath;
use crate::settings;
use crate::shell::read::{DEEPEST, FOLDERS, Visits, is_leaving};

/// A folder's identity on its disk: another folder of the same name is another folder.
pub(super) type Identity = (u64, u64);

/// What is the same as long as a file is the same. The change time is set by the system with every write, so that an edit
/// that keeps length and modification time is seen too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    identity: Identity,
}

impl From<&Metadata> for Stamp {
    fn from(facts: &Metadata) -> Self {
        Self {
            size: facts.size(),
            modified: (facts.mtime(), facts.mtime_nsec()),
            changed: (facts.ctime(), facts.ctime_nsec()),
            identity: (facts.dev(), facts.ino()),
        }
    }
}

impl Stamp {
    /// Whether a later change need not show: it was changed just now, on a disk that counts whole seconds.
    fn may_hide(&self) -> bool {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let (second, nanosecond) = self.changed;
        nanosecond == 0 && now.abs_diff(second.cast_unsigned()) <= 3
    }
}

/// The files and folders of a site as they were at the last look.
#[derive(Debug)]
pub struct Scan {
    root: PathBuf,
    /// By path. As plain text, since paths are compared part by part, which takes ten times as long.
    files: BTreeMap<OsString, Stamp>,
    folders: BTreeMap<OsString, Identity>,
    /// Symbolic links or second names: what changes under one name may have changed under another.
    has_aliases: bool,
}

impl Scan {
    /// Nothing looked at yet. `root` is canonical.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), files: BTreeMap::new(), folders: BTreeMap::new(), has_aliases: false }
    }

    /// The folders that were found, with the site's own.
    pub(super) fn folders(&self) -> &BTreeMap<OsString, Identity> {
        &self.folders
    }

    /// Whether the site's own folder is away, or not ours to read: no event can tell when it is back.
    pub(super) fn is_lost(&self) -> bool {
        !self.folders.contains_key(self.root.as_os_str())
            || access(&self.root, Access::READ_OK | Access::EXEC_OK).is_err()
    }

    /// Looks at everything. Gives what changed since the last look, as paths inside the site.
    pub fn look(&mut self) -> Vec<SourcePath> {
        let mut now = Self::new(&self.root);
        now.find();
        let mut changed: BTreeSet<&OsStr> = BTreeSet::new();
        changed.extend(differing(&self.files, &now.files));
        changed.extend(differing(&now.files, &self.files));
        changed.extend(now.files.iter().filter(|(_, stamp)| stamp.may_hide()).map(|(path, _)| path.as_os_str()));
        // An empty folder is nothing, but one that cannot be listed is an error, and so is a loop.
        changed.extend(differing(&self.folders, &now.folders));
        changed.extend(differing(&now.folders, &self.folders));
        let changed = changed.into_iter().map(|path| self.name(Path::new(path))).collect();
        *self = now;
        changed
    }

    /// Looks at these paths only. None if that is not enough to tell what changed.
    pub(super) fn glance(&mut self, paths: &BTreeSet<PathBuf>) -> Option<Vec<SourcePath>> {
        if self.has_aliases {
            return None;
        }
        let mut seen = Vec::new();
        for path in paths.iter().filter(|path| self.may_be_source(path)) {
            let now = match fs::symlink_metadata(path) {
                Ok(facts) if facts.is_file() && facts.nlink() == 1 => Some(Stamp::from(&facts)),
                Ok(_) => return None,
                Err(_) if self.folders.contains_key(path.as_os_str()) => return None,
                Err(_) => None,
            };
            if !path.parent().is_some_and(|folder| self.folders.contains_key(folder.as_os_str())) {
                return None;
            }
            seen.push((path, now));
        }
        // Nothing was taken note of before it was certain that this is enough: the look at everything that comes else must
        // still find all that changed.
        let mut changed = Vec::new();
        for (path, now) in seen {
            let before = match now {
                Some(stamp) => self.files.insert(path.clone().into(), stamp),
                None => self.files.remove(path.as_os_str()),
            };
            if before != now || now.is_some_and(|stamp| stamp.may_hide()) {
                changed.push(self.name(path));
            }
        }
        Some(changed)
    }

    /// Whether a file of that name could be part of the site at all: the output and editors' leavings are not.
    fn may_be_source(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else { return true };
        let Some(first) = inside.iter().next().and_then(|part| part.to_str()) else { return true };
        let is_list = Path::new(list::FILE).starts_with(inside);
        let is_ours = is_list || FOLDERS.contains(&first) || (first == settings::FILE && inside == Path::new(first));
        is_ours && !is_leaving(&SourcePath::new(inside.to_string_lossy()))
    }

    fn find(&mut self) {
        if let Ok(facts) = fs::metadata(&self.root) {
            self.folders.insert(self.root.clone().into(), (facts.dev(), facts.ino()));
        }
        for file in [settings::FILE, list::FILE].map(|file| self.root.join(file)) {
            if let Ok(facts) = fs::metadata(&file) {
                self.has_aliases |= facts.nlink() > 1 || file.is_symlink();
                self.files.insert(file.into(), Stamp::from(&facts));
            }
        }
        let private = self.root.join(Path::new(list::FILE).parent().unwrap_or(Path::new("")));
        if let Ok(facts) = fs::metadata(&private) {
            self.folders.insert(private.into(), (facts.dev(), facts.ino()));
        }
        for folder in FOLDERS {
            // A disk that fails while a folder is closed makes the standard library panic; the build says so.
            let start = self.root.join(folder);
            let _ = catch_unwind(AssertUnwindSafe(|| self.find_in(&start)));
        }
    }

    fn find_in(&mut self, start: &Path) {
        let mut walk = WalkDir::new(start).follow_links(true).max_depth(DEEPEST).into_iter();
        let mut visits = Visits::default();
        while let Some(entry) = walk.next() {
            // What cannot be looked at is the build's to complain about.
            let Ok(entry) = entry else { continue };
            let inside = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
            let leaving = entry.depth() > 0 && is_leaving(&SourcePath::new(inside.to_string_lossy()));
            let is_link = entry.path_is_symlink();
            let is_folder = is_link && entry.file_type().is_dir();
            let too_often = is_folder && entry.metadata().is_ok_and(|facts| visits.enter(&facts).is_err());
            if too_often {
                walk.skip_current_dir();
                continue;
            }
            let outside = !leaving && is_link && self.leads_out(entry.path());
            if (leaving || outside) && entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            if outside {
                self.take_link(entry.path());
            } else if !leaving {
                self.take(&entry);
            }
        }
    }

    /// What a symbolic link brings in from outside is no part of the site.
    fn leads_out(&self, link: &Path) -> bool {
        let target = fs::canonicalize(link);
        !target.is_ok_and(|target| FOLDERS.iter().any(|folder| target.starts_with(self.root.join(folder))))
    }

    /// The link alone, since there is a word to be said about it as long as it is there.
    fn take_link(&mut self, link: &Path) {
        self.has_aliases = true;
        if let Ok(facts) = fs::symlink_metadata(link) {
            self.files.insert(link.into(), Stamp::from(&facts));
        }
    }

    fn take(&mut self, entry: &DirEntry) {
        let Ok(facts) = entry.metadata() else { return };
        self.has_aliases |= entry.path_is_symlink();
        let path = entry.path().as_os_str().to_owned();
        if facts.is_dir() {
            self.folders.insert(path, (facts.dev(), facts.ino()));
        } else {
            self.has_aliases |= facts.nlink() > 1;
            self.files.insert(path, Stamp::from(&facts));
        }
    }

    fn name(&self, path: &Path) -> SourcePath {
        SourcePath::new(path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy())
    }
}

/// The paths of one that are not the same in the other.
fn differing<'a, T: PartialEq>(
    one: &'a BTreeMap<OsString, T>,
    other: &'a BTreeMap<OsString, T>,
) -> impl Iterator<Item = &'a OsStr> {
    one.iter().filter(|(path, it)| other.get(*path) != Some(*it)).map(|(path, _)| path.as_os_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (tempfile::TempDir, Scan) {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir_all(root.join("content/stories")).unwrap();
        fs::write(root.join("site.toml"), "x").unwrap();
        fs::write(root.join("content/stories/a.md"), "x").unwrap();
        let mut scan = Scan::new(&root);
        scan.look();
        (folder, scan)
    }

    fn glance(scan: &mut Scan, paths: &[&str]) -> Option<Vec<SourcePath>> {
        let paths = paths.iter().map(|path| scan.root.join(path)).collect();
        scan.glance(&paths)
    }

    #[test]
    fn a_glance_that_is_not_enough_hides_nothing_from_the_look_after_it() {
        let (_folder, mut scan) = site();
        fs::write(scan.root.join("site.toml"), "changed").unwrap();
        fs::create_dir_all(scan.root.join("themes/mine")).unwrap();
        assert_eq!(glance(&mut scan, &["site.toml", "themes/mine"]), None);
        let changed: Vec<String> = scan.look().iter().map(ToString::to_string).collect();
        assert_eq!(changed, ["site.toml", "themes", "themes/mine"]);
    }

    #[test]
    fn a_glance_sees_what_changed_and_only_that() {
        let (_folder, mut scan) = site();
        assert_eq!(
            glance(&mut scan, &["site.toml", "content/stories/a.md", "content/stories/.a.md.swp"]),
            Some(vec![])
        );
        fs::write(scan.root.join("content/stories/a.md"), "changed").unwrap();
        fs::write(scan.root.join("content/stories/b.md~"), "x").unwrap();
        let changed = glance(&mut scan, &["content/stories/a.md", "content/stories/b.md~"]);
        assert_eq!(changed, Some(vec![SourcePath::new("content/stories/a.md")]));
        fs::remove_file(scan.root.join("content/stories/a.md")).unwrap();
        assert_eq!(glance(&mut scan, &["content/stories/a.md"]), Some(vec![SourcePath::new("content/stories/a.md")]));
        assert_eq!(scan.look(), []);
    }
}
