//! Where a word of a list may begin in folded text. Most words of a text begin like none of the list, which is seen of eight
//! letters at a time; only what is left must be compared. Knows letters; knows nothing of names.

/// A bit for each way in which the first four letters of a word are mixed.
const FOURS: usize = 1 << 15;
/// A bit for each pair of first letters.
const TWOS: usize = 1 << 16;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// How the words of a list begin.
#[derive(Debug)]
pub(super) struct Beginnings {
    fours: Vec<u64>,
    /// The same of words that have less than six letters, and the third to sixth letters of the others.
    brief: Vec<u64>,
    sixes: Vec<u64>,
    /// Of words that are shorter than four letters, if there are any.
    twos: Option<Vec<u64>>,
    /// Whether some word begins with a sign, such as an apostrophe.
    signs: bool,
}

impl Beginnings {
    /// Of these words, none of which is empty.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w [u8]>) -> Self {
        let mut all = Self {
            fours: vec![0; FOURS / 64],
            brief: vec![0; FOURS / 64],
            sixes: vec![0; FOURS / 64],
            twos: None,
            signs: false,
        };
        for word in words {
            all.signs |= word.first().is_some_and(|first| first.is_ascii() && !first.is_ascii_alphanumeric());
            if let Some(four) = word.first_chunk() {
                set(&mut all.fours, mixed(*four));
                match word.get(2..).and_then(<[u8]>::first_chunk) {
                    Some(six) => set(&mut all.sixes, mixed(*six)),
                    None => set(&mut all.brief, mixed(*four)),
                }
                continue;
            }
            let twos = all.twos.get_or_insert_with(|| vec![0; TWOS / 64]);
            match word {
                [first, second, ..] => set(twos, pair(*first, *second)),
                [first] => (0..=u8::MAX).for_each(|second| set(twos, pair(*first, second))),
                [] => {}
            }
        }
        all
    }

    /// Calls `tell` with every place where a word begins that begins like one of the list; perhaps with others.
    pub(super) fn each(&self, text: &[u8], mut tell: impl FnMut(usize)) {
        let (groups, rest) = text.as_chunks::<8>();
        // The end of the text is filled up with what is no letter.
        let mut last = [b' '; 8];
        last[..rest.len()].copy_from_slice(rest);
        let mut edge_before = 1 << 7;
        for (number, group) in groups.iter().chain([&last]).enumerate() {
            let letters = u64::from_le_bytes(*group);
            let (edges, high) = (edges(letters), letters & HIGHS);
            let inside = if self.signs { 0 } else { edges & !high };
            let mut begins = ((edges << 8 | edge_before) & !inside) | high;
            if self.signs {
                begins |= edges;
            }
            edge_before = edges >> 56;
            if self.none_of_two(text, number * 8, begins) {
                continue;
            }
            while begins != 0 {
                let at = number * 8 + begins.trailing_zeros() as usize / 8;
                begins &= begins - 1;
                if self.may_begin(text, at) {
                    tell(at);
                }
            }
        }
    }

    /// Whether at most two words begin in these eight bytes, and like none of the list: said without asking how many they are,
    /// since a processor cannot guess that.
    fn none_of_two(&self, text: &[u8], at: usize, begins: u64) -> bool {
        let after_one = begins & begins.wrapping_sub(1);
        if after_one & after_one.wrapping_sub(1) != 0 || self.twos.is_some() {
            return begins == 0;
        }
        // Where none begins, the byte behind the eight is looked at, which does no harm.
        let Some(near) = text.get(at..at + 12) else { return false };
        let like = |begins: u64| {
            let from = begins.trailing_zeros() as usize / 8;
            near.get(from..).and_then(<[u8]>::first_chunk).is_some_and(|four| is_set(&self.fours, mixed(*four)))
        };
        !(like(begins) | like(after_one))
    }

    fn may_begin(&self, text: &[u8], at: usize) -> bool {
        let Some(word) = text.get(at..) else { return false };
        let is_short = || {
            let twos = self.twos.as_ref();
            twos.is_some_and(|twos| match word {
                [first, second, ..] => is_set(twos, pair(*first, *second)),
                [first] => is_set(twos, pair(*first, b' ')),
                [] => false,
            })
        };
        let goes_on = |four| {
            let six = word.get(2..).and_then(<[u8]>::first_chunk);
            six.is_some_and(|six| is_set(&self.sixes, mixed(*six))) || is_set(&self.brief, mixed(four))
        };
        word.first_chunk().is_some_and(|four| is_set(&self.fours, mixed(*four)) && goes_on(*four)) || is_short()
    }
}

/// The eighth bit of every byte that is no letter from a to z and no digit.
fn edges(letters: u64) -> u64 {
    let low = letters & !HIGHS;
    // The eighth bit says whether a byte is at least so large.
    let least = |byte: u8| low + ONES * u64::from(0x80 - byte);
    let is_letter = least(b'a') & !least(b'z' + 1);
    let is_digit = least(b'0') & !least(b'9' + 1);
    !((is_letter | is_digit) & !letters) & HIGHS
}

fn mixed(four: [u8; 4]) -> usize {
    (u32::from_le_bytes(four).wrapping_mul(0x9e37_79b1) >> 17) as usize
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

fn is_set(bits: &[u64], at: usize) -> bool {
    bits[at / 64] >> (at % 64) & 1 == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Beginnings;

    fn places(words: &[&str], text: &[u8]) -> Vec<usize> {
        let mut places = Vec::new();
        Beginnings::of(words.iter().map(|word| word.as_bytes())).each(text, |at| places.push(at));
        places
    }

    #[test]
    fn most_words_are_passed_over() {
        let text = "maria met tom and mario: amaria, rossi-x";
        assert_eq!(places(&["maria", "rossi"], text.as_bytes()), [0, 18, 33]);
        assert_eq!(places(&["li"], b"a lit light, ali, li"), [2, 6, 18]);
    }

    proptest! {
        #[test]
        fn no_word_of_the_list_is_missed(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "maria", "rossi", "o'brien", "li", "x", "山田", "тома", "'abc", "3com", " ", "-", ",", "\u{1f}", "é", "a", "zz", "'", "9",
                    "mar", "ia",
                ]),
                0..12,
            ),
        ) {
            let words = ["maria", "rossi", "o'brien", "li", "x", "山田", "тома", "'abc", "3com"];
            let text = pieces.concat();
            let bytes = text.as_bytes();
            let found = places(&words, bytes);
            for at in 0..bytes.len() {
                let is_free = at == 0 || !bytes[at - 1].is_ascii_alphanumeric() || !bytes[at].is_ascii_alphanumeric();
                if is_free && words.iter().any(|word| bytes[at..].starts_with(word.as_bytes())) {
                    prop_assert!(found.contains(&at), "{} at {}", text, at);
                }
            }
        }
    }
}
