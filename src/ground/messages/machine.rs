//! What is said about the machine: files that cannot be read, odd names, links that lead astray.

use std::io;
use std::path::Path;

use crate::ground::encoding::Guess;
use crate::ground::{Diagnostic, SourcePath, Span};

/// The cause of a failed call, in words for people.
pub fn cause(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    // Those without a kind of their own, by their numbers.
    match error.raw_os_error() {
        Some(5) => return "the disk reports an error".to_owned(),
        Some(23 | 24) => return "too many files are open".to_owned(),
        Some(40) if cfg!(target_os = "linux") => return "symbolic links lead in a circle".to_owned(),
        _ => {}
    }
    let words = match error.kind() {
        Kind::NotFound => "it is not there",
        Kind::PermissionDenied => "permission is denied",
        Kind::StorageFull => "the disk is full",
        Kind::QuotaExceeded => "the disk quota is used up",
        Kind::ReadOnlyFilesystem => "the disk can only be read",
        Kind::IsADirectory => "it is a folder",
        Kind::NotADirectory => "a part of its path is not a folder",
        Kind::DirectoryNotEmpty => "the folder is not empty",
        Kind::AlreadyExists => "something is there already",
        Kind::ResourceBusy => "something else is using it",
        Kind::CrossesDevices => "it is on another disk",
        Kind::InvalidFilename => "the name is too long for this disk",
        Kind::FileTooLarge => "the file is too large for this disk",
        Kind::OutOfMemory => "there is not enough memory",
        Kind::WriteZero => "the disk takes no more bytes",
        Kind::StaleNetworkFileHandle => "the network disk has lost it",
        Kind::TooManyLinks => "the disk allows no more names for it",
        _ => return plain(&error.to_string()),
    };
    words.to_owned()
}

/// The system's own words, without the number that follows them.
fn plain(text: &str) -> String {
    let words = text.split_once(" (os error").map_or(text, |(words, _)| words);
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// There is no site here.
pub fn no_such_site(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::error("no-such-site", format!("the site {} cannot be opened: {why}", path.display()))
        .help("name the site's folder with --root")
}

/// No settings.
pub fn no_settings() -> Diagnostic {
    Diagnostic::error("no-settings", "there is no site.toml here, so this folder is not a site yet")
        .in_file(&SourcePath::new("site.toml"))
        .help("`goodturn init` makes a new site; `--root FOLDER` builds one that is somewhere else")
}

/// A file or folder that cannot be read.
pub fn cannot_read(path: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::error("cannot-read", format!("{path} cannot be read: {}", cause(error))).in_file(path)
}

/// Whether a fault is of the machine, so that the same may go well a little later.
pub fn is_passing(fault: &Diagnostic) -> bool {
    fault.code == "cannot-read"
}

/// A pipe, a device or a folder where a text should be.
pub fn not_a_text(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("not-a-text", format!("{path} is not a plain file, so it cannot be read as a text")).in_file(path)
}

/// Two names that differ only in how their accents are encoded.
pub fn same_name_twice(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("same-name-twice", "there are two files of this name here, whose accents are encoded in two ways")
        .in_file(path)
        .help("rename or remove one of the two")
}

/// A text that is too large.
pub fn too_large(path: &SourcePath, limit: u64) -> Diagnostic {
    Diagnostic::error("too-large", format!("{path} is larger than {} MiB, too large for a text", limit / 1024 / 1024))
        .in_file(path)
        .help("split it into several stories, or move it out of content/ if it is none")
}

/// A text that is not UTF-8.
pub fn not_utf8(path: &SourcePath, at: usize) -> Diagnostic {
    Diagnostic::error("not-utf8", "here is a byte that is no letter in UTF-8, so the text cannot be read safely")
        .in_file(path)
        .at(Span::new(at, at + 1))
        .help("open the file in your editor and save it as UTF-8; it was probably saved as Windows-1252 or Latin-1")
}

/// A file that is something else than its name says.
pub fn not_a_story(path: &SourcePath, guess: Guess) -> Diagnostic {
    const PASTE: &str = "open it in its program, copy the words into a new file, and save that as plain text (UTF-8)";
    let (what, help) = match guess {
        Guess::Utf16 => (
            "a text in UTF-16, which some editors call \u{201c}Unicode\u{201d}",
            "open it in your editor, choose \u{201c}Save as\u{2026}\u{201d}, and choose UTF-8 as its encoding",
        ),
        Guess::Document => ("a document of a word processor under another name", PASTE),
        Guess::Rtf => ("rich text (RTF) under another name", PASTE),
        Guess::Pdf => ("a PDF under another name", PASTE),
        Guess::Binary | Guess::Latin => {
            ("no text at all", "move it out of the content folder, or give it back the ending that it had")
        }
    };
    Diagnostic::error("not-a-story", format!("this cannot be read: it seems to be {what}")).in_file(path).help(help)
}

/// A document of another program among the stories.
pub fn document_among_stories(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning("document-among-stories", "this is not published: stories are plain text, in files that end in .md or .txt")
        .in_file(path)
        .help("open it in its program, copy the words into a new file such as `name.md`, and save that as plain text (UTF-8); a whole blog comes in with `goodturn import`")
}

/// A name that is not UTF-8.
pub fn name_is_not_utf8(path: &str) -> Diagnostic {
    Diagnostic::error("name-is-not-utf8", format!("the name of {path} has letters that cannot be read"))
        .help("rename the file; its name was probably made on another kind of computer")
}

/// A link out of the site.
pub fn link_leaves_site(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning("link-leaves-site", "this is a symbolic link out of the site's folders, so it is not followed")
        .in_file(path)
        .help("copy what it leads to into the site")
}

/// A whole folder that is a link out of the site.
pub fn folder_leaves_site(path: &SourcePath) -> Diagnostic {
    let message = "this folder is a symbolic link to another place, and nothing is published through such a link";
    Diagnostic::error("folder-leaves-site", message)
        .in_file(path)
        .help("put the folder itself here; or name the site where it really is with --root")
}

/// A file where a folder should be.
pub fn not_a_folder(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("not-a-folder", "this should be a folder, but is something else")
        .in_file(path)
        .help("move it away, or bring the folder back")
}

/// A link in the place of one of the site's folders, to nothing.
pub fn folder_leads_nowhere(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("folder-leads-nowhere", "this folder is a symbolic link that leads to nothing")
        .in_file(path)
        .help("attach the disk or bring back the folder that it leads to; a site without it is not published")
}

/// No folder of stories.
pub fn no_content() -> Diagnostic {
    Diagnostic::error("no-content", "there is no folder `content`, so there is nothing to publish")
        .in_file(&SourcePath::new("content"))
        .help("bring it back, or begin with `goodturn new`; stories are in content/stories")
}

/// The folder of stories is away, and the last build found so many in it.
pub fn stories_gone(count: usize) -> Diagnostic {
    let were = if count == 1 { "1 story was".to_owned() } else { format!("{count} stories were") };
    Diagnostic::error("stories-gone", format!("this folder is not there any more, and {were} in it"))
        .in_file(&SourcePath::new("content/stories"))
        .help("bring it back, or attach the disk that it is on; if there are to be no stories any more, make an empty folder of that name")
}

/// Links in a circle.
pub fn link_loops(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning("link-loops", "this symbolic link leads back to itself, so it is not followed").in_file(path)
}

/// A link to nothing.
pub fn link_leads_nowhere(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning("link-leads-nowhere", "this symbolic link leads to nothing, so it is left out")
        .in_file(path)
        .help("remove it, or bring back the file that it leads to")
}

/// A pipe, a device or a socket.
pub fn not_a_regular_file(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning("not-a-regular-file", "this is a pipe, a socket or a device, so it is left out").in_file(path)
}

/// Folders in folders without end.
pub fn too_deep(path: &SourcePath, limit: usize) -> Diagnostic {
    Diagnostic::error("too-deep", format!("folders lie more than {limit} deep in each other here")).in_file(path)
}

/// Links that lead to one folder again and again.
pub fn too_many_ways(path: &SourcePath, most: u32) -> Diagnostic {
    Diagnostic::error("too-many-ways", format!("symbolic links lead to this folder from more than {most} places"))
        .in_file(path)
        .help("take some of the links away; each would publish all that is in the folder once more")
}

/// A text that changed while the site was being built.
pub fn changed_meanwhile(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("changed-meanwhile", "this file changed while the site was being built")
        .in_file(path)
        .help("build again")
}

/// Our own fault.
pub fn our_fault(path: Option<&SourcePath>, what: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("our-fault", format!("goodturn stumbled here, and that is a fault of ours: {what}"))
            .help("nothing was published; please report it together with this file");
    match path {
        Some(path) => diagnostic.in_file(path),
        None => diagnostic,
    }
}

/// A folder with a meaning, in other letters than those that are looked for.
pub fn folder_in_other_case(path: &SourcePath, name: &str) -> Diagnostic {
    Diagnostic::error("folder-in-other-case", format!("this folder should be called `{name}`, in small letters"))
        .in_file(path)
        .help(format!("rename it to `{name}`: as it is, nothing in it would be taken for what it is"))
}

/// The warm build's output is not that of a clean build.
pub fn not_as_clean(files: &[String]) -> Diagnostic {
    let shown: Vec<&str> = files.iter().map(String::as_str).take(20).collect();
    let more = files.len() - shown.len();
    let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
    Diagnostic::error("not-as-clean", format!("a clean build differs in {}: {}{rest}", counted(files.len()), shown.join(", ")))
        .help("unless somebody changed these files in the output, this is a fault of goodturn; please report it, and build with --no-memo until it is mended")
}

fn counted(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}
