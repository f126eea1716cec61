//! Where an export is: a file, a folder, or a zip file. Nothing is ever unpacked to the disk, so no name in a zip file
//! can lead anywhere.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Program;
use crate::ground::messages::{cli as said_of_files, import as say};
use crate::ground::{Diagnostic, SourcePath};
use crate::import::tally::{Counted, Tally};
use crate::import::xml::Pull;
use crate::import::{Give, decode, words};
use crate::pipeline::Progress as _;
use crate::shell::progress::Bar;

/// One file of an export.
pub(super) struct Part {
    /// As messages call it.
    pub(super) name: SourcePath,
    /// Its size in bytes, unpacked.
    pub(super) size: u64,
    file: PathBuf,
    /// Its place in the zip file, if it is in one.
    entry: Option<usize>,
}

/// How much of a file is looked at to find out what it is.
const HEAD: u64 = 4096;
/// A text of this size is unpacked without asking.
const SMALL: u64 = 64 << 20;
/// Text becomes 5 to 30 times smaller in a zip file; never this much.
const SWELL: u64 = 300;
/// How much is read at once.
const CHUNK: usize = 1 << 18;
/// How deep folders are looked through.
const DEEPEST: usize = 16;

/// The parts of the export at a path, in order.
pub(super) fn parts(path: &Path, program: Program, notes: &mut Vec<String>) -> Result<Vec<Part>, Diagnostic> {
    let name = path.display().to_string();
    let facts = match fs::metadata(path) {
        Ok(facts) => facts,
        Err(why) => {
            // One of several blogs in a zip file is named by its path in there, as the message about them has it.
            let Some(zip) = path.ancestors().skip(1).find(|above| above.is_file()) else {
                return Err(said_of_files::cannot_read(&name, &why));
            };
            let mut found = in_zip(zip, program, notes)?;
            found.retain(|part| Path::new(part.name.as_str()).starts_with(path));
            return chosen(found, &name, program);
        }
    };
    if facts.is_dir() {
        return chosen(in_folder(path, program)?, &name, program);
    }
    if !facts.is_file() {
        let why = std::io::Error::new(std::io::ErrorKind::InvalidInput, "it is not a file");
        return Err(said_of_files::cannot_read(&name, &why));
    }
    let head = head(File::open(path).map_err(|why| said_of_files::cannot_read(&name, &why))?);
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return chosen(in_zip(path, program, notes)?, &name, program);
    }
    if let Some(kind) = kind(&head) {
        return Err(say::other_kind(&name, kind));
    }
    Ok(vec![Part { name: SourcePath::new(&name), size: facts.len(), file: path.to_path_buf(), entry: None }])
}

impl Part {
    /// Opens the part for reading from its beginning.
    pub(super) fn read<T>(&self, take: impl FnOnce(&mut dyn Read) -> Result<T, Diagnostic>) -> Result<T, Diagnostic> {
        let name = self.file.display().to_string();
        let mut file = File::open(&self.file).map_err(|why| said_of_files::cannot_read(&name, &why))?;
        let Some(entry) = self.entry else { return take(&mut file) };
        let broken = |why| broken_zip(&name, &why);
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
        let mut inside = archive.by_index(entry).map_err(broken)?;
        take(&mut inside)
    }
}

fn broken_zip(name: &str, why: &ZipError) -> Diagnostic {
    match why {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => say::locked_zip(name),
        why => say::broken_zip(name, &why.to_string()),
    }
}

/// What a file is that begins with the mark of something else, in words.
pub(super) fn kind(head: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 11] = [
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a packed file"),
        (b"7z\xbc\xaf", "a packed file"),
        (b"Rar!", "a packed file"),
        (b"BZh", "a packed file"),
        (b"\xd0\xcf\x11\xe0", "a document of an office program"),
        (b"{\\rtf", "a document of an office program"),
        (b"SQLite format 3", "a database"),
    ];
    MARKS.iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, kind)| *kind)
}

/// Reads all parts, and gives away what is in them. What a person should know of them is noted.
pub(super) fn read(
    program: Program,
    (step, bar): (&'static str, &Bar),
    parts: &[Part],
    (notes, tally): (&mut Vec<String>, &Tally),
    give: &mut Give<'_>,
) -> Result<(), Diagnostic> {
    let total = parts.iter().map(|part| part.size).sum::<u64>();
    bar.step(step, usize::try_from(total >> 20).unwrap_or(0));
    for part in parts {
        part.read(|source| {
            let watched = Watched { source, bar, bytes: 0 };
            let decoded = decode::decoded(watched);
            let (text, told) = decoded.map_err(|why| said_of_files::cannot_read(part.name.as_str(), &why))?;
            let mut pull = Pull::new(BufReader::with_capacity(CHUNK, Counted::new(text, tally.clone())), &part.name);
            program.read(&mut pull, give)?;
            notes.extend(told.notes());
            if pull.bare_ampersands > 0 {
                notes.push("some `&` in the export stood alone, against the rules of XML; they were kept".to_owned());
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// WordPress cuts large exports into several files; of Blogger and Disqus, several are several blogs.
fn chosen(mut found: Vec<Part>, name: &str, program: Program) -> Result<Vec<Part>, Diagnostic> {
    found.sort_by(|a, b| a.name.as_str().cmp(b.name.as_str()));
    match (found.len(), program) {
        (0, _) => Err(say::no_export_inside(name, program.name())),
        (1, _) | (_, Program::WordPress) => Ok(found),
        _ => Err(say::several_exports(name, &found.iter().map(|part| part.name.to_string()).collect::<Vec<_>>())),
    }
}

/// All files below a folder, by name.
///
/// # Errors
/// If one of its folders cannot be read: what is in there would be lost in silence.
pub(super) fn files(folder: &Path, depth: usize) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).max_depth(depth).sort_by_file_name() {
        let entry = entry.map_err(|why| {
            let name = why.path().unwrap_or(folder).display().to_string();
            let why = why.into_io_error().unwrap_or_else(|| std::io::Error::other("its folders lead in a circle"));
            said_of_files::cannot_read(&name, &why)
        })?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn in_folder(folder: &Path, program: Program) -> Result<Vec<Part>, Diagnostic> {
    let mut found = Vec::new();
    for path in files(folder, DEEPEST)? {
        let name = path.display().to_string();
        if !is_candidate(&name, program) {
            continue;
        }
        let cannot = |why: std::io::Error| said_of_files::cannot_read(&name, &why);
        let file = File::open(&path).map_err(cannot)?;
        let size = file.metadata().map_err(cannot)?.len();
        if program.begins(&head(file)) {
            found.push(Part { name: SourcePath::new(&name), size, file: path, entry: None });
        }
    }
    Ok(found)
}

fn in_zip(path: &Path, program: Program, notes: &mut Vec<String>) -> Result<Vec<Part>, Diagnostic> {
    let whole = path.display().to_string();
    let broken = |why| broken_zip(&whole, &why);
    let file = File::open(path).map_err(|why| said_of_files::cannot_read(&whole, &why))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let mut inside = archive.by_index(index).map_err(broken)?;
        let name = inside.name().map_err(broken)?.into_owned();
        // A name that leads out of its folder was made by nobody who means well.
        if name.split(['/', '\\']).any(|part| part == "..") {
            let name = words::one_line(&name);
            notes.push(format!("{name} in the zip file has a name that leads out of its folder, so it was not read"));
            continue;
        }
        if inside.is_dir() || !is_candidate(&name, program) {
            continue;
        }
        let (size, packed) = (inside.size(), inside.compressed_size());
        if size > SMALL && size / packed.max(1) > SWELL {
            return Err(say::zip_bomb(&whole, &name, size >> 20));
        }
        if program.begins(&head(&mut inside)) {
            let name = SourcePath::new(format!("{whole}/{name}"));
            found.push(Part { name, size, file: path.to_path_buf(), entry: Some(index) });
        }
    }
    Ok(found)
}

/// Whether a name may be that of an export. Takeout keeps comments that the person left elsewhere in a folder beside.
fn is_candidate(name: &str, program: Program) -> bool {
    let lower = name.to_lowercase();
    let is_mac = lower.contains("__macosx/") || lower.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
    let is_elsewhere = program == Program::Blogger && lower.contains("blogger/comments/");
    !is_mac && !is_elsewhere && [".xml", ".atom", ".wxr", ".rss"].iter().any(|end| lower.ends_with(end))
}

fn head(source: impl Read) -> Vec<u8> {
    let mut head = Vec::new();
    // What cannot be read is no export; if it is named outright, reading it says why.
    let _ = source.take(HEAD).read_to_end(&mut head);
    head.retain(|byte| *byte != 0);
    head
}

/// A source that tells the bar how far it is.
struct Watched<'a> {
    source: &'a mut dyn Read,
    bar: &'a Bar,
    bytes: usize,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(buffer)?;
        let before = self.bytes >> 20;
        self.bytes += read;
        let full = (self.bytes >> 20) - before;
        if full > 0 {
            self.bar.advance(full);
        }
        Ok(read)
    }
}
