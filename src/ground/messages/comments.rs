//! What is said about comment files. Mistakes of YAML itself are in `yaml`, dates in `dates`.

use crate::ground::diagnostic::one_of;
use crate::ground::{Diagnostic, SourcePath, Span};

/// The file holds something else.
pub fn no_comments_file(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error("comments-no-list", "this file should hold kept comments, but has no list of `comments`")
        .in_file(path)
        .at(span)
        .help("write `version: 1`, then `comments:`, then one `  - id: …` for each comment")
}

/// Longer than any file of comments.
pub fn too_long(path: &SourcePath, span: Span, mib: usize) -> Diagnostic {
    Diagnostic::error("comments-too-long", format!("this file of comments is larger than {mib} MiB"))
        .in_file(path)
        .at(span)
        .help("check that it holds nothing but the comments of one story")
}

/// No version.
pub fn no_version(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("comments-no-version", "this file of comments does not say its version")
        .in_file(path)
        .at(span)
        .help("write `version: 1` in its first line")
}

/// A version that this program does not know.
pub fn later_version(path: &SourcePath, span: Span, version: u32) -> Diagnostic {
    Diagnostic::error(
        "comments-later-version",
        format!("version {version} of comment files is not known to this goodturn"),
    )
    .in_file(path)
    .at(span)
    .help("use the goodturn that wrote the file, or a later one; this one reads `version: 1`")
}

/// A key that nobody knows.
pub fn unknown_key(path: &SourcePath, span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    let all = Diagnostic::warning("comments-unknown-key", format!("unknown key `{name}`")).in_file(path).at(span);
    match nearest {
        Some(nearest) => all.help(format!("did you mean `{nearest}`?")),
        None => all,
    }
}

/// A key that is there already.
pub fn twice(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("comments-duplicate-key", format!("`{name}` is here twice"))
        .in_file(path)
        .at(span)
        .help("keep one of them")
}

/// A key that says who the commenter is.
pub fn private_key(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let message = format!("`{name}` is the commenter's own affair and is never published");
    Diagnostic::warning("comments-private", message)
        .in_file(path)
        .at(span)
        .help("delete it from this file, so that it cannot get out with the sources either")
}

/// A name that is an e-mail address.
pub fn address_as_name(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "comments-private",
        "this name is an e-mail address, which is never published; the comment shows no name",
    )
    .in_file(path)
    .at(span)
    .help("write a name instead, or delete the line")
}

/// A comment without an id.
pub fn no_id(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error("comments-no-id", "this comment has no `id`")
        .in_file(path)
        .at(span)
        .help("give it one that no other comment of the file has, such as `id: mara-1`")
}

/// An id that another comment has.
pub fn duplicate_id(path: &SourcePath, span: Span, id: &str, line: usize) -> Diagnostic {
    Diagnostic::error(
        "comments-duplicate-id",
        format!("two comments have the id `{id}`; the first one is in line {line}"),
    )
    .in_file(path)
    .at(span)
    .help("give one of them another id, or delete it if it is the same comment")
}

/// A comment of which nobody said whether it may be shown.
pub fn no_state(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("comments-no-state", "this comment has no `state`, so it is not shown")
        .in_file(path)
        .at(span)
        .help("write `state: approved` to show it, or `state: pending`")
}

/// A comment without text.
pub fn empty_body(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("comments-no-body", "this comment has no text")
        .in_file(path)
        .at(span)
        .help("write it under `body: |`, each line two spaces further in; or write `state: removed`")
}

/// A word that is none of those to choose from.
pub fn no_such_choice(
    path: &SourcePath,
    span: Span,
    key: &str,
    found: &str,
    all: &[&str],
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("`{key}` should be {}, but this is `{found}`", one_of(all));
    let all = Diagnostic::error("comments-no-such-choice", message).in_file(path).at(span);
    match nearest {
        Some(nearest) => all.help(format!("did you mean `{nearest}`?")),
        None => all,
    }
}

/// A commenter's page that is none.
pub fn no_web_page(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("comments-no-web-page", "`url` is not the address of a web page, so it is left out")
        .in_file(path)
        .at(span)
        .help("write an address that begins with `https://` or `http://`, or delete the line")
}

/// A reply to a comment that is not in the file.
pub fn missing_parent(path: &SourcePath, span: Span, parent: &str) -> Diagnostic {
    let message = format!("there is no comment `{parent}` in this file, so this reply stands on its own");
    Diagnostic::warning("comments-missing-parent", message)
        .in_file(path)
        .at(span)
        .help("delete the line, or write the id of the comment that it answers")
}

/// Comments that answer each other in a ring.
pub fn ring(path: &SourcePath, span: Span, id: &str, parent: &str) -> Diagnostic {
    let message = if id == parent {
        format!("the comment `{id}` answers itself, so it stands on its own")
    } else {
        format!("`{id}` answers `{parent}`, which in the end answers `{id}`; so `{id}` stands on its own")
    };
    Diagnostic::warning("comments-ring", message).in_file(path).at(span).help("correct or delete this `parent`")
}
