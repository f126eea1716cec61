//! Everything that the pipeline may ask of the machine. `shell` answers; a test may answer otherwise.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::ground::{Diagnostic, Fingerprint, SourcePath};
use crate::memo::{Entry, Folders, Glance, Listing, Look, Sight, Stamp};
use crate::site::FileFacts;
use crate::story::Kind;

/// What stands in the site's folder: names only, each list sorted by path.
#[derive(Debug, Default)]
pub struct Found {
    /// Stories, pages and introductions.
    pub markdown: Vec<(SourcePath, Kind)>,
    /// Comments files.
    pub comments: Vec<SourcePath>,
    /// Files of themes.
    pub themes: Vec<SourcePath>,
    /// All other files.
    pub files: Vec<SourcePath>,
    /// What was wrong on the way.
    pub said: Vec<Diagnostic>,
}

/// The machine, as the pipeline sees it.
pub trait World: Sync {
    /// Walks the site's folders.
    fn walk(&self) -> Found;

    /// Whether a file is there.
    fn exists(&self, source: &SourcePath) -> bool;

    /// Reads a file whole, into an emptied buffer, and gives what it looked like before that.
    ///
    /// # Errors
    /// If it cannot be read.
    fn read(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<Stamp, Diagnostic>;

    /// Reads a picture whole, into an emptied buffer.
    ///
    /// # Errors
    /// If it cannot be read, or is larger than a picture may be.
    fn picture(&self, source: &SourcePath, buffer: &mut Vec<u8>) -> Result<(), Diagnostic>;

    /// What was kept under this name on a shelf, if it is there and whole.
    fn kept(&self, _shelf: &str, _name: &str) -> Option<Vec<u8>> {
        None
    }

    /// Keeps something for later builds. `false` if it could not be kept.
    fn keep(&self, _shelf: &str, _name: &str, _bytes: &[u8]) -> bool {
        false
    }

    /// Throws away what was kept on a shelf under any other name than those that are wanted.
    fn clear_shelf(&self, _shelf: &str, _is_wanted: &dyn Fn(&str) -> bool) {}

    /// Shows the text of a file, however large, in pieces that overlap a little.
    ///
    /// # Errors
    /// If it cannot be read.
    fn show(&self, source: &SourcePath, see: &mut dyn FnMut(&[u8])) -> Result<(), Diagnostic> {
        let mut bytes = Vec::new();
        self.read(source, &mut bytes)?;
        see(&bytes);
        Ok(())
    }

    /// The words that stand inside of a picture.
    ///
    /// # Errors
    /// If it cannot be read.
    fn words_inside(&self, _source: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        Ok(Vec::new())
    }

    /// A text that had this digest when it was read, if it is still at hand although its file is another one now.
    fn earlier(&self, _digest: Fingerprint) -> Option<Vec<u8>> {
        None
    }

    /// Keeps what was made of the text with this digest while this process runs, where it takes no memory and nobody else can
    /// see it. If that cannot be done, it is made again.
    fn set_aside(&self, _digest: Fingerprint, _made: &str) {}

    /// What was set aside of the text with this digest, if anything was; `room` is where it may stand.
    fn take_up<'r>(&self, _digest: Fingerprint, _room: &'r mut Vec<u8>) -> Option<&'r [u8]> {
        None
    }

    /// What a file looks like now; none if that cannot be told.
    fn stamp(&self, source: &SourcePath) -> Option<Stamp>;

    /// Facts of a file that is not text, however large, and what it looked like before it was read.
    ///
    /// # Errors
    /// If it cannot be read.
    fn facts(&self, source: &SourcePath) -> Result<(FileFacts, Stamp), Diagnostic>;

    /// Now, by the clock of the disk that the sources are on, in nanoseconds since 1970; none if nothing may be
    /// written there, so that nothing can be remembered either.
    fn tick(&self) -> Option<i64>;

    /// Stands for this very program: another one must not believe what it remembers. None if that cannot be told.
    fn program(&self) -> Option<Fingerprint>;

    /// What was last given to `remember`, or anything else that lies in its place.
    fn recall(&self) -> Option<Vec<u8>>;

    /// Keeps bytes for the next build, if that is possible.
    fn remember(&self, bytes: &[u8]);

    /// Time since some fixed moment, for timings only.
    fn clock(&self) -> Duration;

    /// Gets the output folder ready. Nothing in it changes before `Press::publish`.
    ///
    /// # Errors
    /// If the folder is not ours to write to.
    fn press<'a>(&'a self, job: Job) -> Result<Box<dyn Press + 'a>, Diagnostic>;

    /// Puts the old site back where a build that was killed between two steps left none, if there is one: whatever is
    /// wrong with the sources now, a site stands.
    fn heal(&self, _output: &Path) {}

    /// Every file of ours in an output folder, by path, as it really is.
    ///
    /// # Errors
    /// If one cannot be read.
    fn standing(&self, output: &Path) -> Result<Listing, Diagnostic>;
}

/// What is to be published.
#[derive(Debug)]
pub struct Job {
    /// The output folder.
    pub output: PathBuf,
    /// Make the exchange itself durable.
    pub sync: bool,
    /// What the site that stands looked like last time. With it, even if empty, the press tells looks again.
    pub remembered: Option<Sight>,
}

/// Where finished files go. Dropped without `publish`, nothing has happened.
pub trait Press: Sync {
    /// Takes a finished file.
    ///
    /// # Errors
    /// If it cannot be written.
    fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Diagnostic>;

    /// Takes a copy of a file of the site, which must still be what `digest` stands for.
    ///
    /// # Errors
    /// If it cannot be read or written, or changed since it was looked at: the page would be remembered as made of what it
    /// was, and stay wrong for ever.
    fn copy(&self, file: &str, source: &SourcePath, digest: Fingerprint) -> Result<(), Diagnostic>;

    /// Keeps a file that stands, if it is this very one. `false` if it must be put or copied after all.
    ///
    /// # Errors
    /// If its name cannot be had.
    fn keep(&self, file: &str, entry: Entry) -> Result<bool, Diagnostic>;

    /// The output folder, if exactly these files stand in it, in order of their paths, and each looks as it did, so that
    /// nothing need be published. None also where only reading could tell.
    fn unchanged(&self, _files: &[Glance<'_>]) -> Option<PathBuf> {
        None
    }

    /// Puts the new site in the place of the old one.
    ///
    /// # Errors
    /// If that is not possible; the old site stands then.
    fn publish(self: Box<Self>) -> Result<Printed, Vec<Diagnostic>>;
}

/// What was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The output folder.
    pub output: PathBuf,
    /// Files of the site.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files that had to be written.
    pub written: usize,
    /// Files that were removed.
    pub removed: usize,
    /// Small things that were left undone.
    pub said: Vec<Diagnostic>,
    /// Each file with what it holds, by path; the look only if every later change must show in it, and whether the site
    /// before has the very same file.
    pub standing: Vec<(Box<str>, Entry, Option<Look>, bool)>,
    /// What its folders look like now; none if they are as they were.
    pub folders: Option<Vec<(Box<str>, Folders)>>,
}

impl Printed {
    /// What a file of the site holds and looks like, and whether the site before has it, too.
    pub fn find(&self, file: &str) -> Option<(Entry, Option<Look>, bool)> {
        let at = self.standing.binary_search_by(|(path, ..)| (**path).cmp(file)).ok()?;
        let (_, entry, look, twin) = self.standing[at];
        Some((entry, look, twin))
    }

    /// What a file of the site looks like, if every later change must show in it.
    pub fn look(&self, file: &str) -> Option<Look> {
        self.find(file).and_then(|(_, look, _)| look)
    }
}
