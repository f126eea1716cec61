//! Where a word of a list may begin in folded text. Most words of a text begin like none of the list, which is seen of eight
//! letters at a time; only what is left must be compared. Knows letters; knows nothing of names.

/// A bit for each way in which the first four letters of a word are mixed.
const FOURS: usize = 1 << 15;
/// A bit for each pair of first letters.
const TWOS: usize = 1 << 16;
/// One bit each for `FOURS` things.
type Bits = [u64; FOURS / 64];
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// How the words of a list begin.
#[derive(Debug)]
pub(super) struct Beginnings {
    fours: Box<Bits>,
    /// The same of words that have less than six letters, and the third to sixth letters of the others.
    brief: Box<Bits>,
    sixes: Box<Bits>,
    /// Of words that are shorter than four letters, if there are any.
    twos: Option<Vec<u64>>,
    /// Whether some word begins with a sign, such as an apostrophe.
    signs: bool,
}

impl Beginnings {
    /// Of these words, none of which is empty.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w [u8]>) -> Self {
        let mut all = Self {
            fours: Box::new([0; FOURS / 64]),
            brief: Box::new([0; FOURS / 64]),
            sixes: Box::new([0; FOURS / 64]),
            twos: None,
            signs: false,
        };
        for word in words {
            all.signs |= word.first().is_some_and(|first| first.is_ascii() && !first.is_ascii_alphanumeric());
            if let Some(four) = word.first_chunk() {
                set(&mut *all.fours, mixed(*four));
                match word.get(2..).and_then(<[u8]>::first_chunk) {
                    Some(six) => set(&mut *all.sixes, mixed(*six)),
                    None => set(&mut *all.brief, mixed(*four)),
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
        let (blocks, rest) = text.as_chunks::<64>();
        // The end of the text is filled up with what is no letter.
        let mut last = [b' '; 64];
        last[..rest.len()].copy_from_slice(rest);
        let mut edge_before = 1;
        for (number, block) in blocks.iter().chain([&last]).enumerate() {
            let (edges, high) = masks(block);
            let inside = if self.signs { 0 } else { edges & !high };
            let mut begins = ((edges << 1 | edge_before) & !inside) | high;
            if self.signs {
                begins |= edges;
            }
            edge_before = edges >> 63;
            let from = number * 64;
            // Within reach of the end, and where words are very short, each is looked at for itself.
            let near = text.get(from..).and_then(|text| text.first_chunk::<68>()).filter(|_| self.twos.is_none());
            while begins != 0 {
                let at = begins.trailing_zeros() as usize;
                begins &= begins - 1;
                let is_like = near.is_none_or(|near| is_set(&*self.fours, mixed(four_at(near, at))));
                if is_like && self.may_begin(text, from + at) {
                    tell(from + at);
                }
            }
        }
    }

    #[inline]
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
            six.is_some_and(|six| is_set(&*self.sixes, mixed(*six))) || is_set(&*self.brief, mixed(four))
        };
        word.first_chunk().is_some_and(|four| is_set(&*self.fours, mixed(*four)) && goes_on(*four)) || is_short()
    }
}

/// Four of the bytes; without a look at where they end, since that is known.
#[inline]
fn four_at(near: &[u8; 68], at: usize) -> [u8; 4] {
    let at = at % 64;
    [near[at], near[at + 1], near[at + 2], near[at + 3]]
}

/// A bit for each of the bytes that are no letter from a to z and no digit, and for each that is not ASCII.
#[inline]
fn masks(block: &[u8; 64]) -> (u64, u64) {
    // Brings the eighth bits of eight bytes together.
    let gathered = |bits: u64| (bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    let gather = |of: fn(u64) -> u64| {
        let groups = block.as_chunks::<8>().0.iter().enumerate();
        groups.fold(0, |all, (number, group)| all | gathered(of(u64::from_le_bytes(*group))) << (8 * number))
    };
    (gather(edges), if block.is_ascii() { 0 } else { gather(|letters| letters & HIGHS) })
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
                0..60,
            ),
            // Very short words, and those that begin with a sign, are looked for in ways of their own.
            take in prop::sample::select(vec![4, 5, 6, 9]),
        ) {
            let words = &["maria", "rossi", "山田", "тома", "3com", "'abc", "o'brien", "li", "x"][..take];
            let text = pieces.concat();
            let bytes = text.as_bytes();
            let found = places(words, bytes);
            for at in 0..bytes.len() {
                let is_free = at == 0 || !bytes[at - 1].is_ascii_alphanumeric() || !bytes[at].is_ascii_alphanumeric();
                if is_free && words.iter().any(|word| bytes[at..].starts_with(word.as_bytes())) {
                    prop_assert!(found.contains(&at), "{} at {}", text, at);
                }
            }
        }
    }
}
