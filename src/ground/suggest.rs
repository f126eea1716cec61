//! "Did you mean …": the nearest of the known names.

/// The known name that is most like `word`, if one is near enough to be a slip of the finger:
/// at most one edit for short words, a third of the letters for long ones. Of two that are as near the first by the alphabet.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let letters = letters(&word);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let near = (word.len().max(name.len()) / 3).max(1);
        let allowed = best.map_or(near, |(least, _)| near.min(least));
        // Ten thousand addresses are looked at for each broken link: most are told apart by their lengths and letters alone.
        if word.len().abs_diff(name.len()) > 2 * allowed || differ(&letters, name) > 2 * allowed {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &name.to_lowercase());
        if distance <= allowed && best.is_none_or(|best| (distance, name) < best) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// How often each letter of the alphabet occurs.
fn letters(word: &str) -> [i32; 32] {
    let mut counts = [0; 32];
    for byte in word.bytes() {
        counts[usize::from(byte & 31)] += 1;
    }
    counts
}

/// Letters that one has and the other has not: an edit changes at most two of them (or one byte sequence of four).
fn differ(of_word: &[i32; 32], name: &str) -> usize {
    of_word.iter().zip(letters(name)).map(|(a, b)| a.abs_diff(b) as usize).sum()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["title", "date", "tags", "description"];
        assert_eq!(nearest("tilte", known), Some("title"));
        assert_eq!(nearest("Descripton", known), Some("description"));
        assert_eq!(nearest("colour", known), None);
    }
}
