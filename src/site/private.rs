//! Folders that are called `private` and are published all the same: only the one beside site.toml is kept back. Knows
//! names of folders, and nothing of what is in them.

use std::collections::BTreeSet;

use super::Site;
use crate::ground::messages::site as say;
use crate::ground::{Diagnostic, SourcePath};

/// The folder beside site.toml that nobody publishes.
const PRIVATE: &str = "private";
/// The list of names in it.
const NAMES: &str = "names.txt";

/// Says of each such folder that it is published; a list of names in one keeps the site from going out.
pub(super) fn find(site: &Site) -> Vec<Diagnostic> {
    let texts = site.stories.iter().chain(&site.pages).map(|published| &published.story.source);
    let files = site.files.iter().map(|(_, source)| source);
    let mut folders = BTreeSet::new();
    let mut said = Vec::new();
    for path in texts.chain(files) {
        let Some(folder) = private_folder(path) else { continue };
        if path.file_name().eq_ignore_ascii_case(NAMES) {
            said.push(say::names_are_published(path));
        }
        folders.insert(folder);
    }
    said.extend(folders.into_iter().map(say::private_is_published));
    said
}

/// The path of the folder above a file that is called so.
fn private_folder(path: &SourcePath) -> Option<&str> {
    let whole = path.folder();
    let mut end = 0;
    for part in whole.split('/') {
        end += part.len();
        if part.eq_ignore_ascii_case(PRIVATE) {
            return whole.get(..end);
        }
        end += 1;
    }
    None
}
