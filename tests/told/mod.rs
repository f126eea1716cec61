//! Diagnostics as a person would see them, with the bytes that they point at.

use std::fmt::Write as _;

use goodturn::ground::diagnostic::in_reading_order;
use goodturn::ground::{Diagnostic, SourcePath, text};

/// One line a diagnostic, `file:line:col: severity[code]: message / help`, and below it what it points at.
/// Fails if a span is not inside the text, or not on the borders of characters.
pub fn told(text: &str, said: &[Diagnostic]) -> String {
    let mut out = String::new();
    for one in &in_reading_order(said.to_vec()) {
        let Some(span) = one.span else { unreachable!("no span: {one:?}") };
        assert!(span.end as usize <= text.len(), "a span past the end: {one:?}");
        let (start, end) = (span.start as usize, span.end as usize);
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "a span inside of a character: {one:?}");
        let at = text::position(text, start);
        let path = one.path.as_ref().map_or("", SourcePath::as_str);
        let path = path.rsplit('/').next().unwrap_or(path);
        let (word, code, message) = (one.severity.word(), one.code, &one.message);
        let _ = write!(out, "{path}:{}:{}: {word}[{code}]: {message}", at.line, at.column);
        let _ = writeln!(out, "{}", one.help.as_ref().map(|help| format!(" / {help}")).unwrap_or_default());
        if start < end {
            let _ = writeln!(out, "  >{}<", &text[start..end]);
        }
    }
    out
}
