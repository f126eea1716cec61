//! Writes one line into a writer's own front matter, and touches no other byte. Knows fences and lines, no YAML.

use super::keys::{self, Key};
use super::split::split;
use crate::ground::Date;

/// The file's text with `withdrawn: DAY` in its front matter, which is added if there is none. None where the place for
/// it cannot be told: the fences are broken, or the block is not written line by line.
pub fn withdrawn(text: &str, day: Date) -> Option<String> {
    let parts = split(text);
    if parts.fault.is_some() {
        return None;
    }
    let end = line_end(text);
    let line = format!("withdrawn: {day}");
    if parts.block == parts.block_end && parts.body == parts.block {
        return Some(spliced(text, parts.body, parts.body, &format!("---{end}{line}{end}---{end}")));
    }
    let block = text.get(parts.block..parts.block_end)?;
    if block.trim_start().starts_with('{') {
        return None;
    }
    match value_of(block) {
        Some((start, end)) => Some(spliced(text, parts.block + start, parts.block + end, &line["withdrawn:".len()..])),
        None => Some(spliced(text, parts.block_end, parts.block_end, &format!("{line}{end}"))),
    }
}

/// What stands behind a `withdrawn:` that says nothing yet, or no: from the colon to the end of its line.
fn value_of(block: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in block.split_inclusive(['\n', '\r']) {
        if let Some((name, value)) = line.split_once(':')
            && keys::find(name).is_some_and(|found| found.key == Key::Withdrawn)
        {
            let written = value.trim_end_matches(['\n', '\r']);
            let remark = written.find(" #").unwrap_or(written.len());
            let start = at + name.len() + 1;
            return Some((start, start + remark));
        }
        at += line.len();
    }
    None
}

/// How the file ends its lines.
fn line_end(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

fn spliced(text: &str, start: usize, end: usize, with: &str) -> String {
    [&text[..start], with, &text[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Date {
        Date::new(2026, 11, 22).unwrap()
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(withdrawn(text, day()).as_deref(), Some(expected), "{text:?}");
    }

    #[test]
    fn one_line_more_and_no_other_byte() {
        check("---\ntitle: A\n---\nWords.\n", "---\ntitle: A\nwithdrawn: 2026-11-22\n---\nWords.\n");
        check(
            "\u{feff}---\r\ntitle: A\r\n...\r\nWords.",
            "\u{feff}---\r\ntitle: A\r\nwithdrawn: 2026-11-22\r\n...\r\nWords.",
        );
        check("---\rtitle: A\r---\rWords.\r", "---\rtitle: A\rwithdrawn: 2026-11-22\r---\rWords.\r");
        check("---\n---\nWords.\n", "---\nwithdrawn: 2026-11-22\n---\nWords.\n");
        check("---\ntags:\n  - a\n\n---\n\n\nWords.", "---\ntags:\n  - a\n\nwithdrawn: 2026-11-22\n---\n\n\nWords.");
    }

    #[test]
    fn front_matter_is_added_where_there_is_none() {
        check("Words.\n", "---\nwithdrawn: 2026-11-22\n---\nWords.\n");
        check("\u{feff}# A\r\n\r\nWords.\r\n", "\u{feff}---\r\nwithdrawn: 2026-11-22\r\n---\r\n# A\r\n\r\nWords.\r\n");
        check("", "---\nwithdrawn: 2026-11-22\n---\n");
    }

    #[test]
    fn a_key_that_says_no_says_the_day_now() {
        check("---\nwithdrawn: no # ask Tom\ntitle: A\n---\n", "---\nwithdrawn: 2026-11-22 # ask Tom\ntitle: A\n---\n");
        check("---\r\nwithdrawn:\r\n---\r\n", "---\r\nwithdrawn: 2026-11-22\r\n---\r\n");
    }

    #[test]
    fn where_the_place_cannot_be_told_nothing_is_written() {
        for text in [
            "---\n{title: A}\n---\nWords.",
            "---\ntitle: A\n\nWords.",
            "+++\ntitle = 'A'\n+++\n",
            "title: A\ndate: 2011-01-01\n\nWords.",
        ] {
            assert_eq!(withdrawn(text, day()), None, "{text:?}");
        }
    }
}
