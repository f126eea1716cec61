//! What is said while a keepsake is made.

use crate::ground::{Diagnostic, SourcePath};

/// Nothing is left that could be kept. `asked`: what was asked for, in words; may be empty.
pub fn nothing_to_keep(asked: &str) -> Diagnostic {
    Diagnostic::error("keepsake-empty", format!("there is no story{asked} that may be kept"))
        .help("a story may be kept once its `permission` is `own-story` or `given`; `goodturn list --needs consent` names the rest")
}

/// No story of the site has that tag, series or teller. `what`: "has the tag", "is told by"; `near`: the name
/// that may have been meant.
pub fn not_known(what: &str, name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("keepsake-empty", format!("no published story {what} `{name}`")).help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`goodturn list` shows what there is".to_owned(),
    })
}

/// A story that nobody allowed to be kept; `why` completes the sentence.
pub fn not_kept(source: &SourcePath, why: &str) -> Diagnostic {
    Diagnostic::warning("keepsake-left-out", format!("this story is left out: {why}"))
        .in_file(source)
        .help("when they have said yes, write at its top: permission: {status: given, on: YYYY-MM-DD}; or, if it is the teller's own: permission: {status: own-story}")
}

/// Something else stands where the keepsake should go.
pub fn not_ours(file: &str) -> Diagnostic {
    Diagnostic::error("keepsake-not-ours", format!("`{file}` is there already, and it is no keepsake"))
        .help("choose another name with -o, or write over it with --force")
}

/// The name of the book has another ending.
pub fn no_epub_name(file: &str) -> Diagnostic {
    Diagnostic::error("keepsake-name", format!("`{file}` does not end in .epub"))
        .help("name the book; the page to print takes the same name with .html at its end: -o keepsake.epub")
}

/// The book cannot be packed.
pub fn cannot_pack(why: &str) -> Diagnostic {
    Diagnostic::error("keepsake-not-packed", format!("the book cannot be packed: {why}"))
        .help("this is a mistake of goodturn itself; please report it")
}
