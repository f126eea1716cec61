//! What is in the output and not ours: found, kept clear of, and carried along with the site.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path};

use foldhash::{HashMap, HashSet};
use rustix::fs::FileType;

use super::disk::{Folder, Refusal as _, read_full, stamp_of};
use super::manifest::{Branch, MANIFEST, Manifest};
use super::staging::{PIECE, Staging};
use super::tree::{Node, Tree, Where};
use super::walk::{self, above, join};
use crate::ground::Diagnostic;
use crate::ground::messages::publish::{self as say, Doing};
use crate::memo::{Look, Sight, Stamp};

/// What is in the output and not ours.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    /// Folders in which nothing was ever published, with their permissions; each before what it holds.
    pub folders: BTreeMap<OsString, u32>,
    /// Everything else, with its number on the disk.
    pub others: BTreeMap<OsString, u64>,
    /// Those that are symlinks and lead out of the output.
    pub leading_out: Vec<OsString>,
    /// What each folder looked like, before anything was found in it.
    pub seen: BTreeMap<OsString, Stamp>,
    /// Folders in which something of ours is missing.
    pub gaps: BTreeSet<OsString>,
    /// Folders that were not looked at: nothing of ours changes in them, so that nothing can be in the way there, and what
    /// they are believed to look like is compared once, after the exchange.
    pub believed: Vec<(Box<str>, Look)>,
}

/// What is believed of the folders of the site that stands; nothing by default.
#[derive(Default)]
pub(super) struct Belief<'a> {
    /// What was remembered of them.
    pub sight: Option<&'a Sight>,
    /// Folders with files that come, change or go, and all folders above them.
    pub touched: HashSet<&'a str>,
}

impl Belief<'_> {
    /// How a folder looked when nothing but ours was in it.
    fn look(&self, folder: &str) -> Option<Look> {
        self.sight?.folders.get(folder)?.standing
    }
}

/// Whether a file of the output is one of ours.
pub(super) fn is_ours(path: &OsStr, kind: FileType, list: &Manifest) -> bool {
    kind == FileType::RegularFile && (path == MANIFEST || path.to_str().is_some_and(|path| list.get(path).is_some()))
}

/// A folder that is still to be looked at, and if it is one of ours the folders below it.
type Ahead<'a> = (OsString, Option<&'a [Branch<'a>]>);

/// The folders directly in a folder of ours.
fn inner<'a>(inside: &'a [Branch<'a>]) -> impl Iterator<Item = Ahead<'a>> {
    Branch::children(inside).map(|(path, inner)| (path.into(), Some(inner)))
}

/// Looks through the output. A folder that looks as it did when nothing but ours was in it need not be listed, and where
/// nothing of ours changes, it need not even be looked at yet.
pub(super) fn scan(standing: &Folder, list: &Manifest, belief: &Belief<'_>) -> Result<Foreign, Diagnostic> {
    let mut found = Foreign::default();
    let folders = list.folders();
    let mut ahead: Vec<Ahead<'_>> = vec![(OsString::new(), Some(&folders))];
    let device = standing.stat_self().told(Doing::Look, standing, "")?.st_dev;
    while let Some((path, inside)) = ahead.pop() {
        let ours = inside.zip(path.to_str()).and_then(|(inside, path)| Some((inside, path, belief.look(path)?)));
        if let Some((inside, path, look)) = ours.filter(|(_, path, _)| !belief.touched.contains(path)) {
            found.believed.push((path.into(), look));
            ahead.extend(inner(inside));
            continue;
        }
        let name = if path.is_empty() { OsStr::new(".") } else { &path };
        let stat = standing.stat(name).told(Doing::List, standing, &path)?;
        if stat.st_dev != device {
            return Err(say::cannot_carry(&standing.path(&path)));
        }
        let stamp = stamp_of(&stat);
        found.seen.insert(path.clone(), stamp);
        if let Some((inside, ..)) = ours.filter(|(.., look)| *look == stamp.look()) {
            ahead.extend(inner(inside));
            continue;
        }
        if inside.is_none() {
            found.folders.insert(path.clone(), stat.st_mode);
        }
        found.list(standing, list, (&path, inside.unwrap_or_default()), &mut ahead)?;
    }
    found.leading_out.sort_unstable();
    Ok(found)
}

impl Foreign {
    /// Notes what a folder holds and is not ours. Folders in it are still ahead.
    fn list<'a>(
        &mut self,
        standing: &Folder,
        list: &Manifest,
        (folder, inside): (&OsStr, &'a [Branch<'a>]),
        ahead: &mut Vec<Ahead<'a>>,
    ) -> Result<(), Diagnostic> {
        let ours: HashMap<&str, &[Branch<'_>]> = Branch::children(inside).collect();
        let listed = walk::open(standing, folder).and_then(|folder| walk::list(&folder));
        let mut missing = folder.to_str().map_or(0, |folder| list.inside(folder).len());
        for (name, kind) in listed.told(Doing::List, standing, folder)? {
            let path = join(folder, &name);
            let inner = path.to_str().and_then(|path| ours.get(path)).copied();
            let is_folder = kind == FileType::Directory;
            let is_ours = if is_folder { inner.is_some() } else { is_ours(&path, kind, list) };
            missing = missing.saturating_sub(usize::from(is_ours));
            if is_folder {
                ahead.push((path, inner));
            } else if !is_ours {
                let stat = standing.stat(&path).told(Doing::Look, standing, &path)?;
                if kind == FileType::Symlink && leads_out(&path, standing) {
                    self.leading_out.push(path.clone());
                }
                self.others.insert(path, stat.st_ino);
            }
        }
        if missing > 0 {
            self.gaps.insert(folder.to_os_string());
        }
        Ok(())
    }

    /// Whether a folder was there before the exchange.
    pub fn knows(&self, folder: &OsStr) -> bool {
        self.seen.contains_key(folder) || self.believed.iter().any(|(known, _)| OsStr::new(&**known) == folder)
    }

    /// Whether a path is one of somebody else's, or inside a folder of his.
    pub fn holds(&self, path: &OsStr) -> bool {
        self.others.contains_key(path)
            || std::iter::successors(above(path), |folder| above(folder)).any(|it| self.folders.contains_key(it))
    }

    /// How the folders looked before the exchange in which nothing of ours was missing, where every later change must show.
    pub fn looks(&self, tick: Option<i64>) -> HashMap<&OsStr, Look> {
        let seen = self.seen.iter().filter(|(folder, _)| !self.gaps.contains(*folder));
        let seen = seen.filter(|(_, stamp)| tick.is_some_and(|tick| stamp.is_settled(tick)));
        let seen = seen.map(|(folder, stamp)| (folder.as_os_str(), stamp.look()));
        seen.chain(self.believed.iter().map(|(folder, look)| (OsStr::new(&**folder), *look))).collect()
    }

    /// The folders that hold something that is not ours.
    pub fn homes(&self) -> BTreeSet<&OsStr> {
        self.others.keys().chain(self.folders.keys()).filter_map(|path| above(path)).collect()
    }

    /// Foreign things exactly where something of ours was published and must be again: a folder or a symlink in the
    /// place of a page, or a symlink in the place of a folder.
    pub fn usurpers(&self, tree: &Tree, list: &Manifest) -> BTreeSet<OsString> {
        let was_ours = |path: &str| list.get(path).is_some() || list.has_folder(path);
        let wanted = |path: &OsStr, is_folder: bool| {
            path.to_str().is_some_and(|path| match tree.get(path) {
                Some(Node::File(_)) => was_ours(path),
                Some(Node::Folder(_)) => !is_folder && was_ours(path),
                None => false,
            })
        };
        let folders = self.folders.keys().filter(|path| wanted(path, true));
        folders.chain(self.others.keys().filter(|path| wanted(path, false))).cloned().collect()
    }

    /// Says of each foreign thing that stands where the new site has something of its own, but for `usurpers`. A file that
    /// holds the very same bytes is no clash: from now on it is ours.
    pub fn clashes(
        &mut self,
        tree: &Tree,
        standing: &Folder,
        staging: &Staging,
        (usurpers, damaged): (&BTreeSet<OsString>, bool),
    ) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut said = Vec::new();
        let mut adopted = Vec::new();
        let things = self.folders.keys().map(|path| (path, true)).chain(self.others.keys().map(|path| (path, false)));
        for (path, is_folder) in things {
            let Some((page, node)) = nearest(path, tree) else { continue };
            match node {
                Node::Folder(_) if is_folder || page.len() < path.len() => {}
                _ if usurpers.contains(OsStr::new(page)) => {}
                Node::File(Some(staged))
                    if !is_folder
                        && page.len() == path.len()
                        && staged.place == Where::Staging
                        && same_bytes(page, standing, &staging.folder)? =>
                {
                    adopted.push(path.clone());
                }
                Node::Folder(_) | Node::File(_) => {
                    said.push(say::in_the_way(page, &standing.path(path), damaged));
                }
            }
        }
        for path in adopted {
            self.others.remove(&path);
        }
        Ok(said)
    }

    /// The folders that must exist for foreign things alone, besides those of the new site.
    pub fn extra_folders(&self, tree: &Tree) -> BTreeSet<OsString> {
        let mut extra = BTreeSet::new();
        for path in
            self.folders.keys().map(|path| Some(path.as_os_str())).chain(self.others.keys().map(|path| above(path)))
        {
            let mut folder = path;
            while let Some(path) = folder {
                if !is_folder_of(path, tree) {
                    extra.insert(path.to_os_string());
                }
                folder = above(path);
            }
        }
        extra
    }

    /// Gives everything foreign its second name in the new site.
    pub fn carry(
        &self,
        extra: &BTreeSet<OsString>,
        tree: &Tree,
        standing: &Folder,
        staging: &Staging,
    ) -> Result<(), Diagnostic> {
        let made = |folder: &OsStr| match folder.to_str() {
            Some(folder) if is_folder_of(OsStr::new(folder), tree) => tree.made(folder, &|folder| staging.make(folder)),
            _ => Ok(()),
        };
        for folder in extra {
            above(folder).map_or(Ok(()), made)?;
            staging.make(folder)?;
            if let Some(mode) = self.folders.get(folder) {
                let set = walk::open(&staging.folder, folder).and_then(|folder| folder.set_mode(*mode));
                set.told(Doing::Make, &staging.folder, folder)?;
            }
        }
        for (path, ino) in &self.others {
            above(path).map_or(Ok(()), made)?;
            staging.link(path, standing, *ino)?;
        }
        Ok(())
    }
}

/// Lets what stands in the place of a page make room: an empty folder goes, anything else gets a name of its own.
pub(super) fn step_aside(
    usurpers: &BTreeSet<OsString>,
    tree: &Tree,
    standing: &Folder,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut said = Vec::new();
    for path in usurpers {
        // Nothing is lost with an empty folder.
        if standing.rmdir(path).is_ok() && standing.find(path).is_ok_and(|stands| stands.is_none()) {
            continue;
        }
        let mut aside = path.clone();
        loop {
            aside.push("~");
            if aside.to_str().is_some_and(|aside| tree.get(aside).is_some()) {
                continue;
            }
            match standing.take_new(&aside, standing, path) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                moved => {
                    moved.told(Doing::Carry, standing, path)?;
                    break;
                }
            }
        }
        said.push(say::stood_in_place(&standing.path(path), &standing.path(&aside)));
    }
    Ok(said)
}

/// Whether a symlink leads out of the output, as far as its own words tell.
fn leads_out(path: &OsStr, standing: &Folder) -> bool {
    use std::os::unix::ffi::OsStrExt as _;
    let Ok(target) = standing.read_link(path) else { return true };
    let target = Path::new(OsStr::from_bytes(target.to_bytes()));
    let mut depth = Path::new(path).components().count() - 1;
    for part in target.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir if depth > 0 => depth -= 1,
            _ => return true,
        }
    }
    false
}

/// What the new site has at this path, or else what it has at the nearest path above.
fn nearest<'a>(path: &'a OsStr, tree: &Tree) -> Option<(&'a str, Node)> {
    let mut path = Some(path);
    while let Some(here) = path {
        if let Some(here) = here.to_str()
            && let Some(node) = tree.get(here)
        {
            return Some((here, node));
        }
        path = above(here);
    }
    None
}

fn is_folder_of(path: &OsStr, tree: &Tree) -> bool {
    path.to_str().is_some_and(|path| matches!(tree.get(path), Some(Node::Folder(_))))
}

/// Whether a file holds the same bytes in two folders, or a symlink leads to the same place.
pub(super) fn same_bytes(name: impl AsRef<OsStr>, one: &Folder, two: &Folder) -> Result<bool, Diagnostic> {
    let name = name.as_ref();
    let compared = || {
        let kind = |folder: &Folder| folder.stat(name).map(|stat| FileType::from_raw_mode(stat.st_mode));
        match (kind(one)?, kind(two)?) {
            (FileType::RegularFile, FileType::RegularFile) => {}
            (FileType::Symlink, FileType::Symlink) => return Ok(one.read_link(name)? == two.read_link(name)?),
            _ => return Ok(false),
        }
        let (one, two) = (one.read_open(name)?, two.read_open(name)?);
        let (mut left, mut right) = (vec![0; PIECE], vec![0; PIECE]);
        loop {
            let (l, r) = (read_full(&one, &mut left)?, read_full(&two, &mut right)?);
            if left[..l] != right[..r] {
                return Ok(false);
            }
            if l == 0 {
                return Ok(true);
            }
        }
    };
    compared().told(Doing::Read, one, name)
}
