//! Quotation marks, dashes and dots as print has them, for words that are no Markdown: by the rules that the Markdown parser
//! follows in a text, so that a title looks the same above it and in it.

use std::sync::Arc;

/// `"a" -- isn't it...` -> `“a” – isn’t it…`.
pub fn smart(text: Arc<str>) -> Arc<str> {
    if !text.contains(['"', '\'', '-', '.']) {
        return text;
    }
    let mut set = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut rest = &*text;
    while let Some(c) = rest.chars().next() {
        let len = match c {
            '-' | '.' => rest.len() - rest.trim_start_matches(c).len(),
            _ => c.len_utf8(),
        };
        let after = &rest[len..];
        match c {
            '-' => dashes(len, &mut set),
            '.' => dots(len, &mut set),
            '"' => set.push(if opens(before, after) { '“' } else { '”' }),
            '\'' => set.push(if opens(before, after) && closes_later(after) { '‘' } else { '’' }),
            c => set.push(c),
        }
        before = c;
        rest = after;
    }
    Arc::from(set)
}

/// As many long dashes as fit, and shorter ones for the rest; a hyphen alone is a hyphen.
fn dashes(count: usize, set: &mut String) {
    let (long, short) = match (count, count % 3, count % 2) {
        (1, ..) => return set.push('-'),
        (_, 0, _) => (count / 3, 0),
        (_, _, 0) => (0, count / 2),
        (_, 1, _) => ((count - 4) / 3, 2),
        _ => ((count - 2) / 3, 1),
    };
    set.extend(std::iter::repeat_n('—', long).chain(std::iter::repeat_n('–', short)));
}

fn dots(count: usize, set: &mut String) {
    set.extend(std::iter::repeat_n('…', count / 3).chain(std::iter::repeat_n('.', count % 3)));
}

/// Whether a mark stands at the beginning of something.
fn opens(before: char, after: &str) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    !next.is_whitespace() && !before.is_alphanumeric() && (before.is_whitespace() || next.is_alphanumeric())
        || before.is_whitespace() && !next.is_whitespace()
}

/// Whether a single mark that ends something follows: `'tis` has none.
fn closes_later(after: &str) -> bool {
    let ends = |(at, _): (usize, &str)| {
        let before = after[..at].chars().next_back().unwrap_or(' ');
        let next = after[at + 1..].chars().next().unwrap_or(' ');
        !before.is_whitespace() && !next.is_alphanumeric()
    };
    after.match_indices('\'').any(ends)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::smart;

    #[test]
    fn words_are_set_as_in_print() {
        for (written, set) in [
            ("plain", "plain"),
            ("The \"odd\" one -- isn't it...", "The “odd” one – isn’t it…"),
            ("\"Who will answer us now?\"", "“Who will answer us now?”"),
            ("'Mind the tea,' she said", "‘Mind the tea,’ she said"),
            ("'Tis the dogs' dinner", "‘Tis the dogs’ dinner"),
            ("Rock 'n roll", "Rock ’n roll"),
            ("(\"so\") \u{2014}\"so\"", "(“so”) \u{2014}“so”"),
            ("a---b ---- c ----- d", "a—b –– c —– d"),
            ("a-b 2.5 .. ....", "a-b 2.5 .. …."),
            ("“set already”, isn’t it – yes…", "“set already”, isn’t it – yes…"),
        ] {
            assert_eq!(&*smart(Arc::from(written)), set);
            assert_eq!(&*smart(Arc::from(set)), set, "twice is once");
        }
    }
}
