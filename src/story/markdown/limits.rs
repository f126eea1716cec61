//! What no story needs and only an accident or an attack has.

use crate::ground::messages::markdown as say;
use crate::ground::{Diagnostic, SourcePath, Span};

/// How many things may stand inside each other. Browsers stop at 512.
pub(super) const DEEPEST: usize = 100;

/// The longest text in bytes; the longest novels have about 6 million.
pub(super) const LONGEST: usize = 16 << 20;

/// Says so if a text is too much to be read.
pub(super) fn fault(text: &str, offset: usize, path: &SourcePath) -> Option<Diagnostic> {
    (text.len() > LONGEST).then(|| say::too_long(path, Span::new(offset, offset), text.len(), LONGEST))
}
