//! What is said about the command line, and about the single files that its commands read and write.

use std::io::{self, ErrorKind};

use super::machine::cause;
use crate::ground::Diagnostic;

/// `SOURCE_DATE_EPOCH` holds no time.
pub fn bad_epoch(text: &str) -> Diagnostic {
    Diagnostic::error("cli-source-date-epoch", format!("SOURCE_DATE_EPOCH is `{text}`, which is not a time"))
        .help("give it the seconds since 1 January 1970, or use --today YYYY-MM-DD")
}

/// The answer could not be written to where it was sent.
pub fn answer_lost(why: &io::Error) -> Diagnostic {
    Diagnostic::error("cli-answer-lost", format!("the answer cannot be written to standard output: {}", cause(why)))
        .help("all else was done as it says; ask again once there is room where the answer goes")
}

/// The program itself fell.
pub fn stumbled(what: &str) -> Diagnostic {
    Diagnostic::error("our-fault", format!("goodturn stumbled here, and that is a fault of ours: {what}"))
        .help("please report it, with what you did; a site that stood before still stands whole")
}

/// A file or a folder cannot be read.
pub fn cannot_read(name: &str, why: &io::Error) -> Diagnostic {
    Diagnostic::error("cli-cannot-read", format!("{name} cannot be read: {}", reason(why)))
}

/// A file cannot be written.
pub fn cannot_write(name: &str, why: &io::Error) -> Diagnostic {
    Diagnostic::error("cli-cannot-write", format!("{name} cannot be written: {}", reason(why)))
}

/// `init` in a folder that is used for something else.
pub fn init_in_full_folder(folder: &str, file: &str) -> Diagnostic {
    Diagnostic::error(
        "cli-init-folder-not-empty",
        format!("{folder} is not empty (it holds {file}), so nothing was made in it"),
    )
    .help("name a new folder: goodturn init my-stories")
}

/// `init` where a file is.
pub fn init_over_a_file(file: &str) -> Diagnostic {
    Diagnostic::error("cli-init-over-a-file", format!("{file} is a file, so no site can be made in it"))
        .help("name a new folder: goodturn init my-stories")
}

/// `new` with a name that is taken.
pub fn story_exists(file: &str) -> Diagnostic {
    Diagnostic::error("cli-story-exists", format!("{file} is there already, and it was left as it is"))
        .help("give the new story another title; you can change it in the file later")
}

/// What the machine says, in words that help.
fn reason(why: &io::Error) -> String {
    match why.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied if why.raw_os_error().is_some() => "this account is not allowed to".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is write-protected".to_owned(),
        // The system's own words come with a number; ours do not.
        _ if why.raw_os_error().is_some() => cause(why),
        _ => why.to_string(),
    }
}

/// This machine cannot even begin to ask others.
pub fn cannot_ask(why: &io::Error) -> Diagnostic {
    Diagnostic::error("cli-cannot-ask", format!("other hosts cannot be asked from here ({why})"))
        .help("close some programs and try again; without --external nobody is asked")
}
