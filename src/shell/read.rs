//! What stands in the site's folder: the walk, the files' bytes, the pictures' sizes.
//! Decides what is a source by its place and name; never follows a link out of the site.

mod names;
mod visits;

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard};

use rustix::fs::{AtFlags, FileType, OFlags, fstat, stat, statat};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use walkdir::WalkDir;

use super::publish::{names_in, stamp_of};
use super::whole;
use crate::check;
use crate::ground::fingerprint::Stream;
use crate::ground::messages::machine as say;
use crate::ground::picture::{Fault, Kind, LARGEST_FILE, Picture};
use crate::ground::{Diagnostic, SourcePath};
use crate::memo::Stamp;
use crate::pipeline::world::Found;
use crate::site::FileFacts;
pub(super) use names::{is_leaving, sort_in};
pub(super) use visits::{MOST, Visits};

/// The folders of a site that are looked at.
pub const FOLDERS: [&str; 3] = ["content", "static", "themes"];
/// No story is larger; a larger file was put there by mistake, and would eat the memory of the machine.
const LARGEST_TEXT: u64 = 16 * 1024 * 1024;
/// How many bytes of a large file are in memory at once.
const PIECE: usize = 256 * 1024;
/// How much of a text is shown at once, in bytes, and how much of that is shown again with the next piece.
const SHOWN: u64 = 4 * 1024 * 1024;
const OVERLAP: usize = 4096;
/// How deep folders may lie in each other.
pub(super) const DEEPEST: usize = 64;

/// A site's folder on disk.
#[derive(Debug)]
pub struct Folder {
    /// The site's root, canonical.
    root: PathBuf,
    /// The same, held open; another one, once another folder has taken its place.
    handle: RwLock<File>,
    /// How the disk spells the names that are not in NFC, by the spelling that everybody else uses.
    spelled: Mutex<HashMap<SourcePath, PathBuf>>,
}

impl Folder {
    /// A site's folder.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        match fs::canonicalize(root) {
            Ok(root) if fs::metadata(&root).map_or(true, |facts| facts.is_dir()) => {
                let handle = File::open(&root).map_err(|error| say::no_such_site(&root, &say::cause(&error)))?;
                Ok(Self { root, handle: RwLock::new(handle), spelled: Mutex::default() })
            }
            Ok(_) => Err(say::no_such_site(root, "is not a folder")),
            Err(error) => Err(say::no_such_site(root, &say::cause(&error))),
        }
    }

    /// The site's root, canonical.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a source is on disk.
    pub fn path(&self, source: &SourcePath) -> PathBuf {
        if !source.as_str().is_ascii()
            && let Some(spelled) = self.spelled.lock().unwrap_or_else(PoisonError::into_inner).get(source)
        {
            return spelled.clone();
        }
        self.root.join(source.as_str())
    }

    /// Reads a file whole, into an emptied buffer.
    ///
    /// # Errors
    /// If the file cannot be read, or is too large to be text.
    pub fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<Stamp, Diagnostic> {
        self.read_up_to(LARGEST_TEXT, source, buffer)
    }

    fn read_up_to(&self, most: u64, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<Stamp, Diagnostic> {
        let fail = |error: &io::Error| say::cannot_read(source, error);
        buffer.clear();
        let file = self.open_text(source).map_err(|error| fail(&error))?;
        let stamp = file_stamp(&file, source)?.ok_or_else(|| say::not_a_text(source))?;
        let fits = whole::read(&file, stamp.size, most, buffer).map_err(|error| fail(&error))?;
        if fits { Ok(stamp) } else { Err(say::too_large(source, most)) }
    }

    /// Opens a source, by the way that is the shortest where its name is spelled as everybody spells it.
    fn open_text(&self, source: &SourcePath) -> io::Result<File> {
        match source.as_str() {
            plain if plain.is_ascii() => whole::open(&self.handle(), plain),
            _ => whole::open(&self.handle(), self.path(source).as_path()),
        }
    }

    /// What a file looks like now, through symbolic links; none if it is no file.
    pub fn stamp(&self, source: &SourcePath) -> Option<Stamp> {
        let stat = if source.as_str().is_ascii() {
            statat(&*self.handle(), source.as_str(), AtFlags::empty())
        } else {
            stat(self.path(source))
        };
        let stat = stat.ok()?;
        (FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile).then(|| stamp_of(&stat))
    }

    /// The length, the fingerprint, and a picture's width and height.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn facts(&self, source: &SourcePath) -> Result<(FileFacts, Stamp), Diagnostic> {
        let mut file = self.file(source)?;
        let stamp = file_stamp(&file, source)?.ok_or_else(|| say::not_a_regular_file(source))?;
        let mut content = Stream::default();
        let mut piece = vec![0; PIECE];
        let mut bytes = 0;
        // A picture is looked at whole; of anything else no more than a piece is in memory at once.
        let mut whole: Option<Vec<u8>> = Kind::promised(source.file_name()).map(|_| Vec::new());
        loop {
            match file.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => {
                    content.add(&piece[..read]);
                    if bytes == 0 && (whole.is_some() || Kind::of(&piece[..read]).is_some()) {
                        whole = Some(Vec::with_capacity(usize::try_from(stamp.size.min(LARGEST_FILE)).unwrap_or(0)));
                    }
                    bytes += read as u64;
                    whole
                        .iter_mut()
                        .filter(|_| bytes <= LARGEST_FILE)
                        .for_each(|it| it.extend_from_slice(&piece[..read]));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(say::cannot_read(source, &error)),
            }
        }
        let mut picture = whole.and_then(|whole| Picture::look(source.file_name(), &whole));
        picture = picture.map(|it| if bytes > LARGEST_FILE { it.with(Fault::TooLarge(bytes)) } else { it });
        let (dimensions, digest) = (picture.and_then(|picture| picture.size), content.fingerprint());
        Ok((FileFacts { bytes, dimensions, picture, digest }, stamp))
    }

    /// Reads a picture whole, into an emptied buffer; an error if that cannot be.
    pub fn picture(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.read_up_to(LARGEST_FILE, source, buffer).map(drop)
    }

    /// Shows a file, however large, in pieces that overlap a little.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn show(&self, source: &SourcePath, see: &mut dyn FnMut(&[u8])) -> Result<(), Diagnostic> {
        let mut file = self.file(source)?;
        let mut piece = Vec::new();
        loop {
            let kept = piece.len();
            let more =
                (&mut file).take(SHOWN).read_to_end(&mut piece).map_err(|error| say::cannot_read(source, &error))?;
            if more == 0 {
                return Ok(());
            }
            see(&piece);
            piece.drain(..(kept + more).saturating_sub(OVERLAP));
        }
    }

    /// The words that stand inside of a picture.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn words_inside(&self, source: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        let file = BufReader::new(self.file(source)?);
        check::picture::words(file).map_err(|error| say::cannot_read(source, &error))
    }

    /// An open file. Without waiting: a named pipe must not hold everybody up.
    fn file(&self, source: &SourcePath) -> Result<File, Diagnostic> {
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let open = OpenOptions::new().read(true).custom_flags(flags).open(self.path(source));
        let file = open.map_err(|error| say::cannot_read(source, &error))?;
        file_stamp(&file, source)?.ok_or_else(|| say::not_a_regular_file(source))?;
        Ok(file)
    }

    /// The site's root, held open.
    pub(super) fn handle(&self) -> RwLockReadGuard<'_, File> {
        self.handle.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever serves a site for hours may find another folder under its name: moved away and copied back, or checked out
    /// anew.
    fn follow_root(&self) {
        let identity = |facts: fs::Metadata| (facts.dev(), facts.ino());
        let held = self.handle().metadata().map(identity).ok();
        if fs::metadata(&self.root).map(identity).is_ok_and(|now| Some(now) != held)
            && let Ok(handle) = File::open(&self.root)
        {
            *self.handle.write().unwrap_or_else(PoisonError::into_inner) = handle;
        }
    }

    /// Walks the site's folders.
    pub fn walk(&self) -> Found {
        self.follow_root();
        let mut found = Found::default();
        for folder in FOLDERS {
            let start = self.root.join(folder);
            if self.is_there(&start, folder, &mut found.said) {
                let walked = catch_unwind(AssertUnwindSafe(|| self.walk_folder(&start, &mut found)));
                // The standard library takes a disk that fails while a folder is closed for the end of the world.
                let failed = |_| say::cannot_read(&SourcePath::new(folder), &rustix::io::Errno::IO.into());
                found.said.extend(walked.err().map(failed));
            }
        }
        self.is_there(&self.root.join("content/stories"), "content/stories", &mut found.said);
        found.markdown.sort();
        found.comments.sort();
        found.themes.sort();
        found.files.sort();
        // Two spellings of one name in one folder look the same to a person and would be one address.
        let mut names: Vec<&SourcePath> = found.markdown.iter().map(|(path, _)| path).collect();
        names.extend(found.comments.iter().chain(&found.themes).chain(&found.files));
        let twice = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| say::same_name_twice(pair[0]));
        found.said.extend(twice.collect::<Vec<_>>());
        found.files.dedup();
        found
    }

    /// Whether a folder that has a meaning is there. What only seems to be missing is an error: a link to a disk that is
    /// not attached, a file, or other letters. It must never be taken for an empty folder, or its stories would be gone.
    fn is_there(&self, path: &Path, folder: &str, said: &mut Vec<Diagnostic>) -> bool {
        let source = SourcePath::new(folder);
        match (fs::metadata(path), fs::symlink_metadata(path)) {
            (Ok(facts), _) if facts.is_dir() => return true,
            (Ok(_), _) => said.push(say::not_a_folder(&source)),
            (Err(error), Ok(_)) if error.kind() == io::ErrorKind::NotFound => {
                said.push(say::folder_leads_nowhere(&source));
            }
            (Err(error), Err(_)) if error.kind() == io::ErrorKind::NotFound => {
                let name = folder.rsplit_once('/').map_or(folder, |(_, name)| name);
                let other = path.parent().and_then(|parent| self.in_other_case(parent, name));
                // A site may do without static/ and themes/, but without content/ it is no site any more.
                said.extend(other.or_else(|| (folder == "content").then(say::no_content)));
            }
            (Err(error), _) if folder != "content/stories" => said.push(say::cannot_read(&source, &error)),
            // The walk through `content` has met it, and said so.
            _ => {}
        }
        false
    }

    /// The folder of that name in other letters. In the very letters it may have been made just now, by somebody else.
    fn in_other_case(&self, parent: &Path, name: &str) -> Option<Diagnostic> {
        let is_like = |other: &&str| *other != name && other.eq_ignore_ascii_case(name);
        let all = names_in(parent).ok()?;
        let found = all.iter().filter_map(|(found, _)| found.to_str()).find(is_like)?;
        Some(say::folder_in_other_case(&self.source_path(&parent.join(found))?, name))
    }

    fn walk_folder(&self, start: &Path, found: &mut Found) {
        let mut walk = WalkDir::new(start).follow_links(true).max_depth(DEEPEST).into_iter();
        let mut folder = start.to_path_buf();
        let mut visits = Visits::default();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // A folder is named before it is opened.
                    let is_folder = error.path().is_none_or(|path| path == folder);
                    found.said.extend(self.walk_fault(&error, start, is_folder));
                    continue;
                }
            };
            if entry.file_type().is_dir() {
                folder = entry.path().to_path_buf();
            }
            let Some(path) = self.source_path(entry.path()) else {
                found.said.push(say::name_is_not_utf8(&entry.path().to_string_lossy()));
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            };
            if entry.depth() > 0 && is_leaving(&path) {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            if entry.path_is_symlink()
                && let Err(fault) = self.stays_inside(entry.path(), &path, entry.depth() == 0)
            {
                found.said.push(fault);
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            if entry.file_type().is_dir() {
                let visit = entry.path_is_symlink().then(|| entry.metadata().ok()).flatten();
                if let Some(Err(is_first)) = visit.map(|facts| visits.enter(&facts)) {
                    found.said.extend(is_first.then(|| say::too_many_ways(&path, MOST)));
                    walk.skip_current_dir();
                } else if entry.depth() >= DEEPEST {
                    found.said.push(say::too_deep(&path, DEEPEST));
                }
            } else if entry.file_type().is_file() {
                sort_in(path, found);
            } else {
                found.said.push(say::not_a_regular_file(&path));
            }
        }
    }

    /// The path inside the site in NFC, as writers type it, whatever the disk's own spelling. None if it is not UTF-8.
    fn source_path(&self, path: &Path) -> Option<SourcePath> {
        // By their bytes: to take two paths apart costs as much as all the rest of a walk.
        let inside = path.as_os_str().as_encoded_bytes().strip_prefix(self.root.as_os_str().as_encoded_bytes())?;
        let inside = match inside.split_first() {
            Some((b'/', inside)) => inside,
            // The root of the disk ends in the slash itself.
            None => inside,
            Some(_) if self.root.parent().is_none() => inside,
            Some(_) => return None,
        };
        let inside = std::str::from_utf8(inside).ok()?;
        if inside.is_ascii() || is_nfc(inside) {
            return Some(SourcePath::new(inside));
        }
        let source = SourcePath::new(inside.nfc().collect::<String>());
        self.spelled.lock().unwrap_or_else(PoisonError::into_inner).insert(source.clone(), path.to_path_buf());
        Some(source)
    }

    /// Sees that a symbolic link leads to one of the site's own folders. Without one of its folders, `whole`, a site would
    /// be published empty, and that is worse than not at all.
    fn stays_inside(&self, link: &Path, path: &SourcePath, whole: bool) -> Result<(), Diagnostic> {
        let target = fs::canonicalize(link).map_err(|error| say::cannot_read(path, &error))?;
        let inside = FOLDERS.iter().any(|folder| target.starts_with(self.root.join(folder)));
        match (inside, whole) {
            (true, _) => Ok(()),
            (false, true) => Err(say::folder_leaves_site(path)),
            (false, false) => Err(say::link_leaves_site(path)),
        }
    }

    /// A folder that fails while it is listed is not named by the walk; then the whole of `start` is meant.
    fn walk_fault(&self, error: &walkdir::Error, start: &Path, is_folder: bool) -> Option<Diagnostic> {
        let path = error.path().unwrap_or(start);
        let path = self.source_path(path).unwrap_or_else(|| SourcePath::new(path.to_string_lossy()));
        if is_leaving(&path) {
            return None;
        }
        if error.loop_ancestor().is_some() {
            return Some(say::link_loops(&path));
        }
        let io = error.io_error()?;
        let is_link = fs::symlink_metadata(self.path(&path)).is_ok_and(|facts| facts.file_type().is_symlink());
        match io.kind() {
            io::ErrorKind::NotFound if is_link => Some(say::link_leads_nowhere(&path)),
            // The file went away while we walked: an editor's temporary file. A folder is no such thing: somebody puts another
            // in its place just now, and without it the site would lose all that is in it.
            io::ErrorKind::NotFound if !is_folder => None,
            _ if is_link && is_loop(io) => Some(say::link_loops(&path)),
            _ => Some(say::cannot_read(&path, io)),
        }
    }
}

/// Whether the system gave up following symbolic links.
fn is_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

/// What an open file looks like; none if it is no file.
fn file_stamp(file: &File, source: &SourcePath) -> Result<Option<Stamp>, Diagnostic> {
    let stat = fstat(file).map_err(|error| say::cannot_read(source, &error.into()))?;
    Ok((FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile).then(|| stamp_of(&stat)))
}
