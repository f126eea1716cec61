//! What is said about YAML itself, in front matter and in comment files.

use crate::ground::{Diagnostic, SourcePath, Span};

/// Something that none of the other messages fits.
pub fn unreadable(path: &SourcePath, span: Span, said: &str) -> Diagnostic {
    Diagnostic::error("yaml-unreadable", format!("this cannot be read: {said}")).in_file(path).at(span)
}

/// A value of another type than the key wants.
pub fn wrong_type(path: &SourcePath, span: Span, key: &str, wanted: &str, example: &str, found: &str) -> Diagnostic {
    Diagnostic::error("yaml-wrong-type", format!("`{key}` should be {wanted}, but this is {found}"))
        .in_file(path)
        .at(span)
        .help(format!("such as `{example}`"))
}

/// `*name`, `&name value`.
pub fn reference(path: &SourcePath, span: Span, key: &str, written: &str) -> Diagnostic {
    let sign = if written.starts_with('*') { '*' } else { '&' };
    Diagnostic::error(
        "yaml-sign",
        format!("the value of `{key}` begins with `{sign}`, which has a meaning of its own here"),
    )
    .in_file(path)
    .at(span)
    .help("put the value in quotes")
}

/// `!name value`.
pub fn tag(path: &SourcePath, span: Span, key: &str) -> Diagnostic {
    Diagnostic::error("yaml-sign", format!("the value of `{key}` begins with `!`, which has a meaning of its own here"))
        .in_file(path)
        .at(span)
        .help("put the value in quotes")
}

/// Text that ends at a `#`.
pub fn cut_by_hash(path: &SourcePath, span: Span, key: &str) -> Diagnostic {
    Diagnostic::warning("yaml-cut-by-hash", format!("`{key}` ends here, because ` #` begins a remark"))
        .in_file(path)
        .at(span)
        .help("put the value in quotes to keep all of it")
}
