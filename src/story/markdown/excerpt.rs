//! The first words of a text, as plain text.

/// How many characters an excerpt has at most, the ellipsis aside.
const LONGEST: usize = 200;

/// Enough bytes for `LONGEST` characters in any script, and for the spaces that will be squeezed.
const ENOUGH: usize = 4 * LONGEST + 200;

/// Gathers text until there is enough of it.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    text: String,
    full: bool,
}

impl Excerpt {
    /// Adds a piece of text.
    pub fn add(&mut self, piece: &str) {
        if self.full {
            return;
        }
        let room = (ENOUGH + 4).saturating_sub(self.text.len());
        let mut end = piece.len().min(room);
        while !piece.is_char_boundary(end) {
            end -= 1;
        }
        self.text.push_str(&piece[..end]);
        self.full = self.text.len() >= ENOUGH;
    }

    /// A line or a block ends here.
    pub fn gap(&mut self) {
        if !self.full {
            self.text.push(' ');
            // A text may have very many lines without a word.
            self.full = self.text.len() >= ENOUGH;
        }
    }

    /// The excerpt: spaces squeezed, at most about 200 characters, cut between words, with an ellipsis if cut.
    pub fn finish(&self) -> String {
        let mut out = String::with_capacity(LONGEST + 16);
        let mut length = 0;
        for word in self.text.split_whitespace() {
            let more = word.chars().count() + usize::from(length > 0);
            if length + more > LONGEST {
                if length == 0 {
                    // One word longer than any word, such as a script without spaces: there is nowhere better to cut.
                    out.extend(word.chars().take(LONGEST));
                }
                return cut(out);
            }
            if length > 0 {
                out.push(' ');
            }
            out.push_str(word);
            length += more;
        }
        if self.full { cut(out) } else { out }
    }
}

/// Ends a cut text: a comma or a dash before the ellipsis would look like a slip.
fn cut(mut text: String) -> String {
    let kept = text.trim_end_matches([',', ';', ':', '-', '–', '—', '(', '…', '.', ' ']).len();
    text.truncate(kept);
    text.push('…');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str) -> String {
        let mut excerpt = Excerpt::default();
        excerpt.add(text);
        excerpt.finish()
    }

    #[test]
    fn a_short_text_is_whole_and_a_long_one_ends_after_a_word() {
        assert_eq!(excerpt("  Two\n words. "), "Two words.");
        let long = excerpt(&"kindness ".repeat(40));
        assert_eq!(long, format!("{}…", ["kindness"; 22].join(" ")));
        assert_eq!(excerpt(&format!("{} one, two", "x".repeat(195))), format!("{} one…", "x".repeat(195)));
    }

    #[test]
    fn a_word_longer_than_all_is_cut_between_characters() {
        assert_eq!(excerpt(&"花".repeat(5000)), format!("{}…", "花".repeat(200)));
    }
}
