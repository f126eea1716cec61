//! The list of what was published: which files are ours, how long they are and what they hold. Values only.
//!
//! It lies in the output folder itself, so that it changes in the same instant as the site. It holds no time stamps, so
//! that the same site has the same list on every day and on every machine.

use std::fmt::Write as _;

use crate::ground::text::around_first;
use crate::ground::{Fingerprint, url};
use crate::memo::Entry;

/// The list's name in the output folder.
pub const MANIFEST: &str = url::LIST;

const FIRST_LINE: &str = "goodturn manifest 1: the files that goodturn wrote here and may replace or remove";

/// The files of a published site, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    entries: Vec<(Box<str>, Entry)>,
}

/// A folder of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch<'a> {
    /// Its path.
    pub path: &'a str,
    /// How many of the folders that follow it are below it.
    inside: usize,
}

impl<'a> Branch<'a> {
    /// The folders directly in one, of which all that are below it are given; each with those below it.
    pub fn children<'b>(mut below: &'b [Self]) -> impl Iterator<Item = (&'a str, &'b [Self])> {
        std::iter::from_fn(move || {
            let (first, rest) = below.split_first()?;
            let (inner, others) = rest.split_at_checked(first.inside)?;
            below = others;
            Some((first.path, inner))
        })
    }
}

impl Manifest {
    /// From entries in any order; paths must differ.
    pub fn new(mut entries: Vec<(Box<str>, Entry)>) -> Self {
        entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Self { entries }
    }

    /// What the list says about a file.
    pub fn get(&self, file: &str) -> Option<Entry> {
        self.entries.binary_search_by(|(path, _)| (**path).cmp(file)).ok().map(|at| self.entries[at].1)
    }

    /// Whether any file of the list is below this folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        let below = [folder, "/"].concat();
        self.below(&below).first().is_some_and(|(path, _)| path.starts_with(&below))
    }

    /// What is directly in a folder, by whole path, folders with `true`; each once.
    pub fn inside(&self, folder: &str) -> Vec<(&str, bool)> {
        let below = [folder, "/"].concat();
        let mut inside: Vec<(&str, bool)> = Vec::new();
        for (path, _) in self.below(&below) {
            let Some(rest) = path.strip_prefix(&below) else { break };
            match rest.find('/') {
                None => inside.push((path, false)),
                Some(slash) => {
                    let sub = &path[..below.len() + slash];
                    // `a-b` sorts between `a` and `a/b`, but all that is in one folder stands together.
                    if inside.last().is_none_or(|(last, _)| *last != sub) {
                        inside.push((sub, true));
                    }
                }
            }
        }
        inside
    }

    /// The entries from the first one on that could be below a folder, of which `below` is the path and a slash: `a-b`
    /// sorts between `a` and `a/b`, so that the search is for `a/` itself.
    fn below(&self, below: &str) -> &[(Box<str>, Entry)] {
        &self.entries[self.entries.partition_point(|(path, _)| **path < *below)..]
    }

    /// All folders, each once, and each before those in it, which follow it directly.
    pub fn folders(&self) -> Vec<Branch<'_>> {
        let mut all: Vec<Branch<'_>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (path, _) in &self.entries {
            // All that is below one folder stands together, so that a folder which this file is not in is done with.
            while open.last().is_some_and(|at| !is_below(path, all[*at].path)) {
                close(&mut all, open.pop());
            }
            let from = open.last().map_or(0, |at| all[*at].path.len() + 1);
            for (slash, _) in path[from..].match_indices('/') {
                open.push(all.len());
                all.push(Branch { path: &path[..from + slash], inside: 0 });
            }
        }
        while !open.is_empty() {
            close(&mut all, open.pop());
        }
        all
    }

    /// All files, by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, Entry)> {
        self.entries.iter().map(|(path, entry)| (&**path, *entry))
    }

    /// How many files.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The list as text: one line a file, `size fingerprint path`, and a last line that seals the others.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(128 + self.entries.iter().map(|(path, _)| path.len() + 44).sum::<usize>());
        text.push_str(FIRST_LINE);
        text.push('\n');
        for (path, entry) in &self.entries {
            let _ = write!(text, "{} ", entry.size);
            entry.digest.write_into(&mut text);
            text.push(' ');
            escape_into(path, &mut text);
            text.push('\n');
        }
        let seal = Fingerprint::of(text.as_bytes());
        let _ = writeln!(text, "end {} {seal}", self.entries.len());
        text
    }

    /// Reads the list; none if it is damaged, or of a later version.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let last = text.strip_suffix('\n')?.rfind('\n')? + 1;
        let (body, end) = text.split_at(last);
        let (count, seal) = end.trim_end_matches('\n').strip_prefix("end ")?.split_once(' ')?;
        if Fingerprint::parse(seal)? != Fingerprint::of(body.as_bytes()) {
            return None;
        }
        let mut rest = around_first(body, b'\n').filter(|(first, _)| *first == FIRST_LINE)?.1;
        let mut entries = Vec::with_capacity(count.parse::<usize>().unwrap_or(0).min(rest.len()));
        while let Some((line, more)) = around_first(rest, b'\n') {
            entries.push(parse_line(line)?);
            rest = more;
        }
        let sorted = entries.windows(2).all(|pair| pair[0].0 < pair[1].0);
        (sorted && rest.is_empty() && entries.len().to_string() == count).then_some(Self { entries })
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.as_bytes().get(folder.len()) == Some(&b'/') && path.starts_with(folder)
}

/// All folders that came after this one are in it.
fn close(all: &mut [Branch<'_>], folder: Option<usize>) {
    if let Some(at) = folder {
        all[at].inside = all.len() - at - 1;
    }
}

fn parse_line(line: &str) -> Option<(Box<str>, Entry)> {
    let (size, rest) = around_first(line, b' ')?;
    let (digest, path) = around_first(rest, b' ')?;
    let entry = Entry { size: size.parse().ok()?, digest: Fingerprint::parse(digest)? };
    Some((unescape(path)?, entry))
}

/// A file name may hold a line break; a line of the list may not.
fn escape_into(path: &str, text: &mut String) {
    if memchr::memchr3(b'\\', b'\n', b'\r', path.as_bytes()).is_none() {
        return text.push_str(path);
    }
    for c in path.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            c => text.push(c),
        }
    }
}

fn unescape(path: &str) -> Option<Box<str>> {
    if memchr::memchr(b'\\', path.as_bytes()).is_none() {
        return Some(path.into());
    }
    let mut plain = String::with_capacity(path.len());
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.push(match chars.next()? {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            }),
            c => plain.push(c),
        }
    }
    Some(plain.into())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn sample() -> Manifest {
        let entry = |path: &str, text: &str| (Box::from(path), Entry::of(text.as_bytes()));
        Manifest::new(vec![entry("stories/a/index.html", "one"), entry("a-b", "two"), entry("a\nb\\", "")])
    }

    #[test]
    fn the_list_is_sorted_sealed_and_without_times() {
        expect![[r#"
            goodturn manifest 1: the files that goodturn wrote here and may replace or remove
            0 99aa06d3014798d86001c324468d497f a\nb\\
            3 35d5c8cc887e4da96c0560bdcb29998b a-b
            3 0a1c6d4cf41eb499911faba7321fe1a0 stories/a/index.html
            end 3 dc604d50b91785d9ce1791f511f945f4
        "#]]
        .assert_eq(&sample().to_text());
    }

    #[test]
    fn what_was_written_is_read_again() {
        assert_eq!(Manifest::parse(sample().to_text().as_bytes()), Some(sample()));
        assert_eq!(Manifest::parse(Manifest::default().to_text().as_bytes()), Some(Manifest::default()));
    }

    #[test]
    fn any_damage_is_noticed() {
        let text = sample().to_text().into_bytes();
        for end in 0..text.len() {
            assert_eq!(Manifest::parse(&text[..end]), None, "cut at {end}");
        }
        for at in 0..text.len() {
            let mut damaged = text.clone();
            damaged[at] ^= 1;
            assert_ne!(Manifest::parse(&damaged), Some(sample()), "bit {at}");
            assert_eq!(Manifest::parse(&damaged), None, "bit {at}");
        }
    }

    fn shown(below: &[Branch<'_>]) -> String {
        let shown: Vec<String> =
            Branch::children(below).map(|(path, inner)| format!("{path}({})", shown(inner))).collect();
        shown.join(" ")
    }

    #[test]
    fn each_folder_is_listed_before_those_in_it() {
        let entry = |path: &str| (Box::from(path), Entry::of(b""));
        let list = Manifest::new(["a/b/x", "a-b/x", "a/x", "a/b/c/x", "a/d/x", "x"].map(entry).to_vec());
        let folders = list.folders();
        assert_eq!(shown(&folders), "a-b() a(a/b(a/b/c()) a/d())");
        assert_eq!(folders.len(), 5);
    }

    #[test]
    fn folders_are_known_by_what_is_below_them() {
        let list = sample();
        for (folder, known) in [("stories", true), ("stories/a", true), ("a", false), ("stories/", false), ("s", false)]
        {
            assert_eq!(list.has_folder(folder), known, "{folder}");
        }
    }
}
