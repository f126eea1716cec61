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
    Gap,
    /// Is part of it.
    Letter,
    /// Holds two parts together if it stands alone between them.
    Joint,
    /// Is one by itself.
    Sign,
}

impl Words {
    /// Counts on.
    pub fn add(&mut self, text: &str) {
        let (mut count, mut last, mut before) = (self.count, self.last, self.before);
        let mut step = |class: Class| {
            let starts =
                class == Class::Letter && last != Class::Letter && !(last == Class::Joint && before == Class::Letter);
            count += u32::from(starts || class == Class::Sign);
            before = last;
            last = class;
        };
        for &byte in text.as_bytes() {
            if byte >= 0x80 {
                // The rest character by character, since this piece is not plain ASCII.
                return self.add_chars(text);
            }
            step(ASCII[byte as usize]);
        }
        (self.count, self.last, self.before) = (count, last, before);
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

/// What each ASCII character does.
static ASCII: [Class; 128] = {
    let mut table = [Class::Gap; 128];
    let mut i = 0;
    while i < 128 {
        #[expect(clippy::cast_possible_truncation, reason = "below 128")]
        let byte = i as u8;
        if byte.is_ascii_alphanumeric() {
            table[i] = Class::Letter;
        } else if matches!(byte, b'\'' | b'-' | b'.' | b',' | b':' | b'@' | b'&' | b'_' | b'/') {
            table[i] = Class::Joint;
        }
        i += 1;
    }
    table
};

fn class(c: char) -> Class {
    match c {
        '\0'..='\x7f' => ASCII[c as usize],
        '\u{2019}' | '\u{2010}' | '\u{2011}' | '\u{ad}' => Class::Joint,
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

    #[test]
    fn a_word_in_two_pieces_is_one_word() {
        assert_eq!(count(&["un", "known"]), 1);
        assert_eq!(count(&["it", "’", "s"]), 1);
        assert_eq!(count(&["one ", "two"]), 2);
        assert_eq!(count(&["one", "'", "' two"]), 2);
    }
}
