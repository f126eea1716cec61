//! The names of the list in folded text: whole words, in any case, with or without accents, with what may stand between the
//! words of a name in a sentence or in an address. One pass over the text, however many names there are.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use unicode_normalization::UnicodeNormalization as _;

use super::beginnings::Beginnings;
use super::fold::{DASH, folded};
use super::list::List;

/// So many words at most are looked for with a table that is fast and takes room.
const TABLE_WORDS: usize = 3_000;
/// So much may stand between two words of one name: line ends with indentation, at most.
const WIDEST_GAP: usize = 80;

/// The names, ready to be looked for.
#[derive(Debug)]
pub struct Names {
    /// Finds the longest word of each spelling, where one may begin.
    words: AhoCorasick,
    beginnings: Beginnings,
    /// For each such word the spellings that hold it.
    by_word: BTreeMap<Vec<u8>, Vec<Spelling>>,
}

/// One way to write a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Spelling {
    /// Which name of the list.
    name: usize,
    /// Its words, folded.
    words: Vec<Vec<u8>>,
    /// Which of them is looked for.
    key: usize,
    /// Whether other letters may stand right before and right after: in scripts that leave no space between words.
    open: (bool, bool),
    /// Whether the last word stands first, with a comma behind it.
    reversed: bool,
}

impl Names {
    /// None if the list is empty.
    pub fn new(list: &List) -> Option<Self> {
        let mut by_word: BTreeMap<Vec<u8>, Vec<Spelling>> = BTreeMap::new();
        for (name, entry) in list.entries.iter().enumerate() {
            for spelling in spellings(name, &entry.name) {
                by_word.entry(spelling.words[spelling.key].clone()).or_default().push(spelling);
            }
        }
        if by_word.is_empty() {
            return None;
        }
        let kind = (by_word.len() <= TABLE_WORDS).then_some(AhoCorasickKind::DFA);
        let mut words = AhoCorasick::builder();
        words.match_kind(MatchKind::LeftmostLongest).start_kind(StartKind::Anchored).kind(kind);
        let beginnings = Beginnings::of(by_word.keys().map(Vec::as_slice));
        Some(Self { words: words.build(by_word.keys()).ok()?, beginnings, by_word })
    }

    /// Calls `tell` with the number of every name that the text holds.
    pub(super) fn look(&self, text: &[u8], tell: &mut dyn FnMut(usize)) {
        self.find(text, &mut |name, _, _| tell(name));
    }

    /// Calls `tell` with every name, and from where to where it stands.
    pub(crate) fn find(&self, text: &[u8], tell: &mut dyn FnMut(usize, usize, usize)) {
        self.beginnings.each(text, |at| {
            let Some(found) = self.words.find(Input::new(text).range(at..).anchored(Anchored::Yes)) else { return };
            let (start, end) = (found.start(), found.end());
            let whole = end + letters_at(&text[end..]);
            // The word itself, or with an s that a name of several words has in "Maria Rossis umbrella".
            let without_s = if text[start..whole].ends_with(b"s") { whole - 1 } else { whole };
            let mut ends = [end, without_s, whole];
            ends.sort_unstable();
            for (at, end) in ends.into_iter().enumerate() {
                if at > 0 && ends[at - 1] == end {
                    continue;
                }
                for spelling in self.by_word.get(&text[start..end]).into_iter().flatten() {
                    if let Some((from, to)) = spelling.around(text, start, end) {
                        tell(spelling.name, from, to);
                    }
                }
            }
        });
    }
}

impl Spelling {
    /// From where to where the whole name stands, if its key word stands from `start` to `end`.
    fn around(&self, text: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
        let mut from = start;
        for (at, word) in self.words[..self.key].iter().enumerate().rev() {
            let gap = if self.reversed && at == 0 { comma_before(&text[..from]) } else { gap_before(&text[..from]) }?;
            let gaps = [Some(gap), initial_before(&text[..from], gap).map(|more| gap + more)];
            let begins = |gap: usize| (from - gap).checked_sub(word.len()).filter(|at| text[*at..].starts_with(word));
            from = gaps.into_iter().flatten().find_map(begins)?;
        }
        let mut to = end;
        for (at, word) in self.words.iter().enumerate().skip(self.key + 1) {
            let gap = if self.reversed && at == 1 { comma_after(&text[to..]) } else { gap_after(&text[to..]) }?;
            let gaps = [Some(gap), initial_after(&text[to + gap..]).map(|more| gap + more)];
            let ends = |gap: usize| text[to + gap..].starts_with(word).then_some(to + gap + word.len());
            to = gaps.into_iter().flatten().find_map(ends)?;
        }
        let has_s = self.words.len() > 1 && text.get(to) == Some(&b's') && letters_at(&text[to..]) == 1;
        let ends = letters_at(&text[to..]) == 0 || has_s || self.open.1;
        let begins = !ends_in_letter(&text[..from]) || self.open.0;
        (begins && ends).then_some((from, to))
    }
}

/// Whether this letter is of a script that writes its words without spaces between them: Chinese, Japanese, Thai and others.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3000}'..='\u{9fff}')
}

/// How many bytes of letters and digits the text begins with.
fn letters_at(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        if byte.is_ascii() {
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            at += 1;
            continue;
        }
        let piece = &text[at..text.len().min(at + 4)];
        let valid = piece.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        match valid.chars().next().filter(|c| c.is_alphanumeric()) {
            Some(c) => at += c.len_utf8(),
            None => break,
        }
    }
    at
}

fn ends_in_letter(text: &[u8]) -> bool {
    let Some(last) = text.last() else { return false };
    if last.is_ascii() {
        return last.is_ascii_alphanumeric();
    }
    let start = text.iter().rposition(|byte| !(0x80..=0xbf).contains(byte)).unwrap_or(0);
    std::str::from_utf8(&text[start..]).is_ok_and(|text| text.chars().any(char::is_alphanumeric))
}

/// What may stand between the words of a name: spaces, line ends, and the signs of addresses and initials.
fn is_joint(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'-' | b'_' | b'+' | b'.')
}

/// `, ` between a last name and a first one.
fn comma_after(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b",")?;
    Some(1 + gap_after(rest).unwrap_or(0))
}

fn comma_before(text: &[u8]) -> Option<usize> {
    let gap = gap_before(text).unwrap_or(0);
    text[..text.len() - gap].ends_with(b",").then_some(gap + 1)
}

/// `g. ` in `Maria G. Rossi`: one letter with a full stop, and the gap behind it.
fn initial_after(text: &[u8]) -> Option<usize> {
    let [letter, b'.', rest @ ..] = text else { return None };
    letter.is_ascii_alphabetic().then(|| 2 + gap_after(rest).unwrap_or(0))
}

/// The same before a gap, whose full stop the gap has taken: the letter, and the gap before it.
fn initial_before(text: &[u8], gap: usize) -> Option<usize> {
    let (before, gap) = text.split_at(text.len() - gap);
    let (letter, before) = before.split_last()?;
    let is_initial = gap.starts_with(b".") && letter.is_ascii_alphabetic();
    gap_before(before).filter(|_| is_initial).map(|gap| gap + 1)
}

/// A long dash alone between two words: `Anne–Marie`. With spaces around it, it parts them.
fn dash(text: &[u8]) -> Option<usize> {
    (text == [DASH]).then_some(1)
}

fn gap_before(text: &[u8]) -> Option<usize> {
    if let Some((last, before)) = text.split_last()
        && ends_in_letter(before)
        && let Some(dash) = dash(&[*last])
    {
        return Some(dash);
    }
    let gap = text.iter().rev().take(WIDEST_GAP).take_while(|byte| is_joint(**byte)).count();
    (gap > 0).then_some(gap)
}

fn gap_after(text: &[u8]) -> Option<usize> {
    if let Some((first, after)) = text.split_first()
        && letters_at(after) > 0
        && let Some(dash) = dash(&[*first])
    {
        return Some(dash);
    }
    let gap = text.iter().take(WIDEST_GAP).take_while(|byte| is_joint(**byte)).count();
    (gap > 0).then_some(gap)
}

/// The ways to write a name: as it is, with an apostrophe left out or become a hyphen, as addresses have it, and with
/// `ue` for `ü`.
fn spellings(name: usize, text: &str) -> Vec<Spelling> {
    let composed: String = text.nfc().collect();
    let mut forms = vec![folded(&composed), folded(&two_letters(&composed))];
    for at in 0..2 {
        if forms[at].contains('\'') {
            let (without, apart) = (forms[at].replace('\'', ""), forms[at].replace('\'', " "));
            forms.extend([without, apart]);
        }
    }
    let spelling = |form: &String| {
        let is_word = |c: char| c.is_alphanumeric() || c == '\'';
        let words = form.split(|c| !is_word(c)).filter(|word| !word.is_empty());
        let words: Vec<Vec<u8>> = words.map(|word| word.as_bytes().to_vec()).collect();
        let key = (0..words.len()).max_by_key(|at| words[*at].len())?;
        let open = (form.chars().next().is_some_and(joins), form.chars().next_back().is_some_and(joins));
        Some(Spelling { name, words, key, open, reversed: false })
    };
    let mut all: Vec<Spelling> = forms.iter().filter_map(spelling).collect();
    let reversed = all.iter().filter(|one| one.words.len() > 1).map(|one| {
        let mut words = one.words.clone();
        words.rotate_right(1);
        let key = (one.key + 1) % words.len();
        Spelling { words, key, reversed: true, ..one.clone() }
    });
    let reversed: Vec<Spelling> = reversed.collect();
    all.extend(reversed);
    all.sort();
    all.dedup();
    all
}

fn two_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'å' | 'Å' => out.push_str("aa"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{List, Names};
    use crate::check::privacy::fold::fold;
    use crate::ground::SourcePath;

    fn found(list: &str, text: &str) -> Vec<usize> {
        let names = Names::new(&List::parse(&SourcePath::new("x"), list).0).unwrap();
        let mut folded = Vec::new();
        fold(text.as_bytes(), &mut folded);
        folded.make_ascii_lowercase();
        let mut found = Vec::new();
        names.find(&folded, &mut |name, from, to| found.push((from, to, name)));
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(.., name)| name).collect()
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for text in [
            "Maria Rossi",
            "MARIA ROSSI",
            "by Maria\n   Rossi.",
            "María Rossi’s",
            "/stories/maria-rossi/",
            "maria.rossi@x",
            "Maria&nbsp;Rossi",
            "maria_rossi.jpg",
            "?q=Maria+Rossi",
            "Maria%20Rossi",
            "Maria Rossis Schirm",
            "Anna-Maria Rossi",
            "Rossi, Maria",
            "Rossi,Maria",
            "Maria G. Rossi",
            "Maria–Rossi",
        ] {
            assert_eq!(found("Maria Rossi", text), [0], "{text}");
        }
        for text in [
            "Mariam Rossi",
            "Maria Rossini",
            "Maria, Rossi",
            "Maria — Rossi",
            "amaria rossi",
            "Maria Rossis2",
            "Rossi Maria",
            "Maria a Rossi",
            "Rossini, Maria",
            "Rossi, Mariam",
        ] {
            assert_eq!(found("Maria Rossi", text), [0; 0], "{text}");
        }
    }

    #[test]
    fn spellings_of_one_name() {
        for text in ["Jürgen Müller", "Juergen Mueller", "jurgen-muller", "J&uuml;rgen MÜLLER"] {
            assert_eq!(found("Jürgen Müller", text), [0], "{text}");
        }
        for text in ["O'Brien", "O’Brien's", "o-brien", "OBrien"] {
            assert_eq!(found("O'Brien", text), [0], "{text}");
        }
        assert_eq!(found("J. Smith", "j smith and J.Smith"), [0, 0]);
        assert_eq!(found("Иван Петров", "ИВАН ПЕТРОВ и Иван Петровский"), [0]);
        assert_eq!(found("山田太郎", "先生は山田太郎さんです"), [0]);
    }

    #[test]
    fn names_that_hold_each_other_are_all_found() {
        let list = "Tom\nTom Baker\nBaker\nBakers\nAna Baker";
        let sorted = |text: &str| {
            let mut all = found(list, text);
            all.sort_unstable();
            all
        };
        assert_eq!(sorted("tom baker"), [0, 1, 2]);
        assert_eq!(sorted("Ana Bakers"), [3, 4]);
        assert_eq!(sorted("Toms"), [0; 0]);
    }
}
