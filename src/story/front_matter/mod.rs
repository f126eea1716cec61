//! What stands between the `---` lines. The only folder that knows YAML; knows nothing of the text below.

use super::{Body, FrontMatter, Source};
use crate::ground::Diagnostic;

/// Front matter as far as the block alone tells; `complete` fills in the rest.
#[derive(Debug)]
pub struct Declared;

/// Splits and reads the block. Gives what was declared (None if the block is broken beyond use),
/// and the byte offset at which the text begins.
pub fn read(source: Source<'_>) -> (Option<Declared>, usize, Vec<Diagnostic>) {
    let _ = source;
    (Some(Declared), 0, Vec::new())
}

/// Fills in what was not declared, from the text and the file name: title, date, slug.
pub fn complete(declared: Declared, body: Body, source: Source<'_>) -> (FrontMatter, Body, Vec<Diagnostic>) {
    let _ = (declared, body, source);
    todo!()
}
