//! The text of a source, for the lines that a diagnostic shows.

use std::path::Path;

use crate::ground::SourcePath;
use crate::theme::embedded;

/// The longest file that is read again only to show a line of it.
const LONGEST: u64 = 64 << 20;

/// The text of a source below `root`, or of a file inside the program. Never waits for a pipe, never fails.
pub fn text(root: &Path, path: &SourcePath) -> Option<String> {
    if let Some(text) = embedded::text(path) {
        return Some(text.to_owned());
    }
    let file = root.join(path.as_str());
    let facts = std::fs::metadata(&file).ok().filter(|facts| facts.is_file() && facts.len() <= LONGEST);
    let bytes = facts.and_then(|_| std::fs::read(&file).ok())?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
