//! Files in the site's folder that hold words of a story beside its own file: exports, keepsakes, notes. No build makes or
//! removes them. Knows words and packed files; knows nothing of pages.

use std::collections::HashSet;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};
use zip::ZipArchive;

use crate::ground::text::SourcePath;
use crate::shell::publish::STATE;

/// A run of so many words is nobody else's.
const RUN: usize = 8;
/// Larger files are not looked into, in bytes.
const LARGEST: u64 = 64 << 20;
/// So deep below the site's folder.
const DEEP: usize = 4;

/// Every such file, by path below the site's folder. `text`: the story's own file, `source`; `output`: where the finished site is.
pub(super) fn of(text: &str, source: &SourcePath, root: &Path, output: &Path) -> Vec<String> {
    let body = text.strip_prefix("---").and_then(|rest| rest.split_once("\n---")).map_or(text, |(_, body)| body);
    let words = words(body);
    let runs: HashSet<&[String]> = words.windows(RUN).collect();
    if runs.is_empty() {
        return Vec::new();
    }
    let own = root.join(source.as_str());
    // What is made anew by the next build is cleared by it.
    let is_elsewhere = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_made = entry.path() == output || name == STATE || name == ".git" || name.starts_with(".public.");
        entry.depth() == 0 || !is_made
    };
    let all = WalkDir::new(root).max_depth(DEEP).sort_by_file_name().into_iter().filter_entry(is_elsewhere).flatten();
    let files = all.filter(|entry| entry.file_type().is_file() && entry.path() != own);
    let holding = files.filter(|entry| holds(entry.path(), &runs));
    holding.filter_map(|entry| Some(entry.path().strip_prefix(root).ok()?.display().to_string())).collect()
}

fn holds(path: &Path, runs: &HashSet<&[String]>) -> bool {
    let small = fs::metadata(path).is_ok_and(|facts| facts.len() <= LARGEST);
    let Some(bytes) = small.then(|| fs::read(path).ok()).flatten() else { return false };
    let has = |bytes: &[u8]| words(&String::from_utf8_lossy(bytes)).windows(RUN).any(|run| runs.contains(run));
    if !bytes.starts_with(b"PK") {
        // What holds such bytes is a picture or a program.
        return !bytes.iter().take(1024).any(|byte| *byte == 0) && has(&bytes);
    }
    let Ok(mut packed) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    (0..packed.len()).any(|at| {
        let mut inside = Vec::new();
        let read = packed.by_index(at).map(|file| file.take(LARGEST).read_to_end(&mut inside));
        matches!(read, Ok(Ok(_))) && has(&inside)
    })
}

/// The words of a text, without tags and references, in small letters.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = match c {
            '<' => rest.find('>').filter(|end| *end < 512).map(|end| end + 1),
            '&' => rest.find(';').filter(|end| *end < 12).map(|end| end + 1),
            _ => None,
        };
        let letters = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        if letters > 0 {
            words.push(rest[..letters].to_lowercase());
        }
        rest = &rest[end.unwrap_or(if letters > 0 { letters } else { c.len_utf8() })..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_the_same_in_a_text_and_in_what_is_made_of_it() {
        let (text, page) = ("It's *her* lamp, she said", "<p>It&#8217;s <em>her</em> lamp, she\nsaid</p>");
        assert_eq!(words(text), words(page));
        assert_eq!(words("a < b & c"), ["a", "b", "c"]);
    }
}
