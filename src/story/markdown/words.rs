//! Counting words as a reader does: `it's`, `well-known` and `3.14` are one each, a dash alone is none,
//! and in scripts without spaces each sign is one.

/// A count that goes on over pieces of text, so that `*un*known` is one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Words {
    count: u32,
    last: Class,
    before: Class,
}

/// What a character does to a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Class {
    /// Ends it.
    #[default]
    Gap = 0,
    /// Is part of it.
    Letter = 1,
    /// Holds two parts together if it stands alone between them.
    Joint = 2,
    /// Is one by itself.
    Sign = 4,
}

/// How many bytes are looked at in one go: a few instructions for all of them, and few enough that the count of their words
/// goes into one byte.
const STEP: usize = 32;

impl Class {
    fn of(number: u8) -> Self {
        match number {
            1 => Self::Letter,
            2 => Self::Joint,
            4 => Self::Sign,
            _ => Self::Gap,
        }
    }
}

impl Words {
    /// Counts on.
    pub fn add(&mut self, text: &str) {
        if text.is_ascii() { self.add_bytes(text.as_bytes()) } else { self.add_chars(text) }
    }

    /// What `add_chars` does, for ASCII: for each byte of a step, whether a word begins there. None waits for the one
    /// before, and a step is always of the same length, so that the compiler makes a few instructions of many bytes.
    fn add_bytes(&mut self, bytes: &[u8]) {
        let (steps, rest) = bytes.as_chunks::<STEP>();
        for step in steps {
            self.add_step(step, STEP);
        }
        if !rest.is_empty() {
            // What is left over behind the text are gaps, where no word begins.
            let mut step = [b' '; STEP];
            step[..rest.len()].copy_from_slice(rest);
            self.add_step(&step, rest.len());
        }
    }

    /// Counts the words that begin in the first `len` bytes of a step; all others are gaps.
    #[inline]
    fn add_step(&mut self, step: &[u8; STEP], len: usize) {
        let mut classes = [0; STEP + 2];
        (classes[0], classes[1]) = (self.before as u8, self.last as u8);
        for (class, byte) in classes[2..].iter_mut().zip(step) {
            *class = ascii(*byte);
        }
        let mut count = 0;
        for ((two, one), now) in classes.iter().zip(&classes[1..]).zip(&classes[2..]) {
            count += now & !one & !((one >> 1) & two) & 1;
        }
        self.count += u32::from(count);
        (self.before, self.last) = (Class::of(classes[len]), Class::of(classes[len + 1]));
    }

    fn add_chars(&mut self, text: &str) {
        for c in text.chars() {
            let class = class(c);
            let starts = class == Class::Letter
                && self.last != Class::Letter
                && !(self.last == Class::Joint && self.before == Class::Letter);
            self.count += u32::from(starts || class == Class::Sign);
            self.before = self.last;
            self.last = class;
        }
    }

    /// A word ends here: a line, a cell or a block does.
    pub fn gap(&mut self) {
        self.last = Class::Gap;
    }

    /// Words so far.
    pub fn count(self) -> u32 {
        self.count
    }
}

/// What an ASCII character does, as a number. No table and no branch, for the sake of `add_bytes`.
fn ascii(byte: u8) -> u8 {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10;
    // `&` and `'`, and `,` to `/`.
    let joint = byte.wrapping_sub(b'&') < 2 || byte.wrapping_sub(b',') < 4 || matches!(byte, b':' | b'@' | b'_');
    u8::from(letter) | u8::from(joint) << 1
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' => Class::Letter,
        '\'' | '-' | '.' | ',' | ':' | '@' | '&' | '_' | '/' | '\u{2019}' | '\u{2010}' | '\u{2011}' | '\u{ad}' => {
            Class::Joint
        }
        '\0'..='\x7f' => Class::Gap,
        // Kana and Han; Hangul is written with spaces.
        '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => {
            Class::Sign
        }
        _ if c.is_alphanumeric() => Class::Letter,
        // Accents of their own, and what joins letters without being seen.
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' => Class::Letter,
        _ => Class::Gap,
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use proptest::prelude::*;

    fn count(pieces: &[&str]) -> u32 {
        let mut words = Words::default();
        for piece in pieces {
            words.add(piece);
        }
        words.count()
    }

    #[test]
    fn words_are_counted_as_a_reader_does() {
        assert_eq!(count(&["It's a well-known 3.14, isn't it?"]), 6);
        assert_eq!(count(&["one - two -- three … “four”"]), 4);
        assert_eq!(count(&["yes—no"]), 2);
        assert_eq!(count(&["l’été à Zürich"]), 3);
        assert_eq!(count(&["花をありがとう"]), 7);
        assert_eq!(count(&["Спасибо Йогану"]), 2);
        assert_eq!(count(&["", " ", "🌻 🌻"]), 0);
    }

    proptest! {
        #[test]
        fn plain_text_is_counted_no_other_way(
            pieces in prop::collection::vec("[\\x00-\\x7f]{0,200}|[a'. ]{0,9}", 0..4),
        ) {
            let (mut fast, mut slow) = (Words::default(), Words::default());
            for piece in &pieces {
                fast.add_bytes(piece.as_bytes());
                slow.add_chars(piece);
                prop_assert_eq!((fast.count, fast.last, fast.before), (slow.count, slow.last, slow.before));
            }
        }
    }

    #[test]
    fn a_word_in_two_pieces_is_one_word() {
        assert_eq!(count(&["un", "known"]), 1);
        assert_eq!(count(&["it", "’", "s"]), 1);
        assert_eq!(count(&["one ", "two"]), 2);
        assert_eq!(count(&["one", "'", "' two"]), 2);
    }
}
