//! The words that a search compares: folded, so that `Café` and `cafe` are one, and numbered, so that ten thousand stories
//! need not hold them ten thousand times. Knows letters; knows nothing of stories and of where words are looked up.
//!
//! `find.js` of the themes folds what a reader types in the very same way; tests/browser holds the two together.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

use super::fingerprint::Hashed;

/// Longer words are cut, in characters: nobody types more, and a text of one word must not fill an index.
const LONGEST: usize = 24;
/// Longer numbers are not words: they are telephones and accounts.
const LONGEST_NUMBER: usize = 6;

/// Calls `tell` with each word of a text, folded. Words of one ASCII letter are left out; scripts without spaces are given
/// as pairs of signs, and the last sign of a run alone, so that the beginning of a word is always found.
pub fn words(text: &str, tell: &mut impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut word = [0; LONGEST];
    let mut folded = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut is_ascii = true;
        while let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) {
            is_ascii &= byte.is_ascii();
            at += 1;
        }
        if is_ascii {
            let length = (at - start).min(LONGEST);
            word[..length].copy_from_slice(&bytes[start..start + length]);
            word[..length].make_ascii_lowercase();
            if let Ok(word) = std::str::from_utf8(&word[..length]) {
                whole(word, at - start, tell);
            }
        } else if let Some(run) = text.get(start..at) {
            folded.clear();
            fold(run, &mut folded);
            folded.split(|c: char| !c.is_alphanumeric()).for_each(|run| by_script(run, tell));
        }
        at = at.max(start + 1);
    }
}

/// A word of letters that are written together.
fn whole(word: &str, length: usize, tell: &mut impl FnMut(&str)) {
    let is_number = length > LONGEST_NUMBER && word.bytes().all(|byte| byte.is_ascii_digit());
    if word.len() > 1 && !is_number {
        tell(word);
    }
}

/// Parts of a run by whether their script has spaces.
fn by_script(run: &str, tell: &mut impl FnMut(&str)) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let spaceless = has_no_spaces(first);
        let end = rest.find(|c| has_no_spaces(c) != spaceless).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        if spaceless {
            let signs: Vec<(usize, char)> = part.char_indices().collect();
            for (at, (from, _)) in signs.iter().enumerate() {
                let to = signs.get(at + 2).map_or(part.len(), |(to, _)| *to);
                tell(&part[*from..to]);
            }
        } else {
            let end = part.char_indices().nth(LONGEST).map_or(part.len(), |(end, _)| end);
            whole(&part[..end], part.len(), tell);
        }
    }
}

/// Without accents and without capitals; letters that are one with another to whoever has no such key become that.
fn fold(text: &str, out: &mut String) {
    let bare: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    for c in bare.to_lowercase().chars() {
        match c {
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            _ => out.push(c),
        }
    }
}

/// Thai, Lao, Myanmar, Khmer, kana and Han. Hangul is written with spaces.
fn has_no_spaces(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Words with their numbers, given in the order in which they come. A number never changes.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Lexicon {
    text: String,
    ends: Vec<u32>,
    #[serde(skip)]
    numbers: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
}

/// All that must be written down of a lexicon.
#[derive(Deserialize)]
struct Written {
    text: String,
    ends: Vec<u32>,
}

impl From<Written> for Lexicon {
    fn from(Written { text, ends }: Written) -> Self {
        let mut lexicon = Self { text, ends, numbers: HashMap::default() };
        lexicon.numbers = (0..lexicon.len()).map(|number| (hash(lexicon.word(number)), number)).collect();
        lexicon
    }
}

/// Stands for a word. Two of a hundred thousand words share one in one of a billion sites; they would be found together.
pub fn hash(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}

impl Lexicon {
    /// How many words there are.
    pub fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A word by its number; empty if there is no such word.
    pub fn word(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// The number of a word by what stands for it, if it has one.
    pub fn known(&self, hash: u64) -> Option<u32> {
        self.numbers.get(&hash).copied()
    }

    /// The number of a word, from now on.
    pub fn number(&mut self, word: &str) -> u32 {
        let next = self.len();
        let number = *self.numbers.entry(hash(word)).or_insert(next);
        if number == next {
            self.text.push_str(word);
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
        number
    }
}

/// Numbers in few bits: sorted, each once, as what lies between them, which is written as Rice wrote it
/// (<https://en.wikipedia.org/wiki/Golomb_coding>): the upper part as so many ones and a nought, then the lower bits, as
/// many as the first byte says. Where a byte is not full, ones follow that no nought ends.
pub fn pack(numbers: &mut Vec<u32>) -> Box<[u8]> {
    numbers.sort_unstable();
    numbers.dedup();
    let mut next = 0;
    let gaps = numbers.iter_mut();
    gaps.for_each(|number| (*number, next) = (*number - next, number.saturating_add(1)));
    let all: u64 = numbers.iter().map(|gap| u64::from(*gap)).sum();
    let Some(mean) = all.checked_div(numbers.len() as u64) else { return Box::default() };
    // A few long gaps raise the mean, so that less may be better; never more.
    let most = mean.checked_ilog2().unwrap_or(0);
    let lower = (most.saturating_sub(3)..=most).min_by_key(|lower| length(numbers, *lower)).unwrap_or(most);
    let mut bytes = vec![u8::MAX; 1 + usize::try_from(length(numbers, lower).div_ceil(8)).unwrap_or(0)];
    bytes[0] = u8::try_from(lower).unwrap_or(0);
    let mut at = 8;
    for gap in numbers {
        at += (*gap >> lower) as usize;
        let bits = u64::from(*gap & ((1 << lower) - 1)) << 1;
        for bit in 0..=lower {
            bytes[(at + bit as usize) / 8] &= !(u8::from(bits >> bit & 1 == 0) << ((at + bit as usize) % 8));
        }
        at += lower as usize + 1;
    }
    bytes.into_boxed_slice()
}

/// How many bits it takes to write these down.
fn length(gaps: &[u32], lower: u32) -> u64 {
    gaps.iter().map(|gap| u64::from(gap >> lower) + u64::from(lower) + 1).sum()
}

/// The numbers again.
pub fn unpack(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let lower = bytes.first().map_or(0, |lower| u32::from(*lower % 32));
    let (mut at, mut next) = (8, 0_u32);
    std::iter::from_fn(move || {
        let mut upper = 0_u32;
        loop {
            let (bits, count) = ahead(bytes, at)?;
            let ones = bits.trailing_ones().min(count);
            upper = upper.wrapping_add(ones);
            at += ones as usize;
            if ones < count {
                break;
            }
        }
        let (bits, _) = ahead(bytes, at)?;
        at += lower as usize + 1;
        let low = u32::try_from(bits >> 1 & ((1 << lower) - 1)).unwrap_or(0);
        let found = next.wrapping_add(upper << lower | low);
        next = found.wrapping_add(1);
        Some(found)
    })
}

/// The next bits, at least so many as a number has, and how many; ones beyond the end. None at the end.
fn ahead(bytes: &[u8], at: usize) -> Option<(u64, u32)> {
    let rest = bytes.get(at / 8..).filter(|rest| !rest.is_empty())?;
    let mut eight = [u8::MAX; 8];
    let length = rest.len().min(8);
    eight[..length].copy_from_slice(&rest[..length]);
    let done = u32::try_from(at % 8).unwrap_or(0);
    Some((u64::from_le_bytes(eight) >> done, u64::BITS - done))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> String {
        let mut all = Vec::new();
        words(text, &mut |word| all.push(word.to_owned()));
        all.join(" ")
    }

    #[test]
    fn words_are_folded_as_a_reader_types_them() {
        assert_eq!(all("The Umbrella, at No. 19!"), "the umbrella at no 19");
        assert_eq!(all("I don't: a café, Çelik & ÅNGSTRÖM"), "don cafe celik angstrom");
        assert_eq!(all("Łukasz Straße Æon œuvre Þór İstanbul ılık"), "lukasz strasse aeon oeuvre thor istanbul ilik");
        assert_eq!(all("e\u{301}te\u{301} ΣΊΣΥΦΟΣ"), "ete σισυφοσ");
        assert_eq!(all("Спасибо, Йогану"), "спасибо иогану");
        assert_eq!(all("שָׁלוֹם"), "שלום");
        assert_eq!(all("№ ½ ﬁn"), "no fin");
        assert_eq!(all(""), "");
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(all("東京都で"), "東京 京都 都て て");
        assert_eq!(all("傘umbrella傘"), "傘 umbrella 傘");
    }

    #[test]
    fn what_is_no_word_is_left_out() {
        assert_eq!(all("1997 198 07700900123 x1234567"), "1997 198 x1234567");
        assert_eq!(all(&"ab".repeat(40)), "ab".repeat(12));
        assert_eq!(all(&"é".repeat(40)), "e".repeat(24));
    }

    #[test]
    fn numbers_stay_when_a_lexicon_is_written_down() {
        let mut lexicon = Lexicon::default();
        let numbers: Vec<u32> = ["tea", "umbrella", "tea", "傘"].map(|word| lexicon.number(word)).into();
        assert_eq!(numbers, [0, 1, 0, 2]);
        let bytes = postcard::to_extend(&lexicon, Vec::new()).unwrap();
        let again: Lexicon = postcard::from_bytes(&bytes).unwrap();
        assert_eq!((0..4).map(|number| again.word(number)).collect::<Vec<_>>(), ["tea", "umbrella", "傘", ""]);
        assert_eq!((again.known(hash("傘")), again.known(hash("bus"))), (Some(2), None));
    }

    proptest! {
        #[test]
        fn packed_numbers_come_out_again(numbers in prop::collection::btree_set(any::<u32>().prop_map(|n| n / 2), 0..50)) {
            let mut shuffled: Vec<u32> = numbers.iter().rev().chain(&numbers).copied().collect();
            prop_assert!(unpack(&pack(&mut shuffled)).eq(numbers.iter().copied()));
        }

        #[test]
        fn a_word_is_a_word_wherever_it_stands(text in "\\PC{0,40}") {
            let once = all(&text);
            // Folding what was folded changes nothing, but for pairs, which overlap.
            if !text.chars().any(|c| all(&c.to_string()).chars().any(has_no_spaces)) {
                prop_assert_eq!(all(&once), once);
            }
        }
    }
}
