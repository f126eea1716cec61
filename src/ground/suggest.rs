//! "Did you mean …": the nearest of the known names.

/// The known name that is most like `word`, if one is near enough to be a slip of the finger:
/// at most one edit for short words, a third of the letters for long ones.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let distance = strsim::damerau_levenshtein(&word, &name.to_lowercase());
        let allowed = (word.chars().count().max(name.chars().count()) / 3).max(1);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
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
