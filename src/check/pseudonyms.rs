//! The names of the private list in a source, with what the list says to write instead. Proposes; changes nothing.

use super::guard::{Finding, Guard};
use super::privacy::Private;
use super::trace::Traced;
use crate::ground::{Slug, SourcePath, Span};

/// Something to be written in the place of something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub instead: String,
}

/// What to write instead in a source, in order, nowhere one over the other; and places that only a person can mend: in the
/// address of something that keeps its name, or where markup begins inside of a name and ends outside. Remarks stay as they are.
pub fn changes(path: &SourcePath, text: &str, guard: &Guard) -> (Vec<Change>, Vec<Span>) {
    let Some(list) = guard.list() else { return (Vec::new(), Vec::new()) };
    let traced = Traced::new(path, text);
    let (mut all, mut by_hand) = (Vec::new(), Vec::new());
    for (name, entry) in list.entries.iter().enumerate() {
        let Some(instead) = &entry.instead else { continue };
        for found in traced.find(&Finding::Private(Private::Name(name)), guard, false) {
            let is_slug = is_slug(text, found);
            let Some(span) = balanced(text, found).filter(|_| is_slug || !is_in_address(text, found)) else {
                by_hand.push(found);
                continue;
            };
            let mut instead = if is_slug { fitted(instead) } else { instead.clone() };
            // One full stop is enough where a sentence ends with `M.`
            if instead.ends_with('.') && text.get(span.end as usize..).is_some_and(|rest| rest.starts_with('.')) {
                instead.pop();
            }
            all.push(Change { span, instead });
        }
    }
    by_hand.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    by_hand.retain(|span| {
        span.start >= end && {
            end = span.end;
            true
        }
    });
    let overlap = |one: Span, other: Span| one.start < other.end && other.start < one.end;
    all.retain(|change| by_hand.iter().all(|span| !overlap(*span, change.span)));
    // The longer name first, where one begins with another.
    all.sort_by_key(|change| (change.span.start, std::cmp::Reverse(change.span.end)));
    let mut end = 0;
    all.retain(|change| {
        change.span.start >= end && {
            end = change.span.end;
            true
        }
    });
    (all, by_hand)
}

/// Whether a place is in the short name of the story itself, which decides its address.
fn is_slug(text: &str, span: Span) -> bool {
    let line = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    text.starts_with("---") && text[line..].starts_with("slug:")
}

/// Whether a place is in a path, in a web or mail address, or in the name of a file: what is there under this name would not
/// be found under another.
fn is_in_address(text: &str, span: Span) -> bool {
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '"' | '\'' | '`' | ',' | ';');
    let left = &before[before.rfind(is_end).map_or(0, |at| at + 1)..];
    let right = &after[..after.find(is_end).unwrap_or(after.len())];
    let ends_a_file = right.strip_prefix('.').is_some_and(|end| {
        let end = end.trim_end_matches('.');
        (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let is_file = ends_a_file && !text[span.start as usize..span.end as usize].contains(' ');
    let is_target = before.ends_with("](") && right.is_empty() && !text[span.start as usize..].starts_with(' ');
    left.contains(['/', '@', '#']) || right.contains(['/', '@']) || left.contains("://") || is_file || is_target
}

/// The span with the signs of Markdown around it, if some of them would be left without their other half; none if that cannot
/// be helped.
fn balanced(text: &str, span: Span) -> Option<Span> {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    if is_even(&text[start..end]) {
        return Some(span);
    }
    let is_sign = |c: char| matches!(c, '*' | '_' | '~');
    start -= text[..start].len() - text[..start].trim_end_matches(is_sign).len();
    end += text[end..].len() - text[end..].trim_start_matches(is_sign).len();
    is_even(&text[start..end]).then(|| Span::new(start, end))
}

/// Whether all that is opened here is closed here.
fn is_even(text: &str) -> bool {
    let count = |sign: &str| text.matches(sign).count();
    let even = ["*", "_", "~", "`"].iter().all(|sign| count(sign) % 2 == 0);
    even && count("[") == count("](") && count("<") == 2 * count("</") && count("](") == text.matches(')').count()
}

/// The text with the changes made.
pub fn changed(text: &str, changes: &[Change]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Change { span, instead } in changes {
        out.push_str(text.get(at..span.start as usize).unwrap_or_default());
        out.push_str(instead);
        at = span.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// In an address the other name is written as addresses are.
fn fitted(instead: &str) -> String {
    Slug::from_text(instead).map_or_else(|| instead.to_owned(), |slug| slug.to_string())
}

#[cfg(test)]
mod tests {
    use super::{changed, changes};
    use crate::check::Guard;
    use crate::check::privacy::List;
    use crate::ground::SourcePath;
    use crate::settings::Settings;

    fn fixed(text: &str) -> String {
        let list = "Maria Rossi => M.\nMaria => Someone\nTom Baker\n";
        let (list, _) = List::parse(&SourcePath::new("x"), list);
        let guard = Guard::new(&Settings::default_for("x"), Some(list));
        let (changes, by_hand) = changes(&SourcePath::new("content/a.md"), text, &guard);
        let left = by_hand.iter().map(|span| ["left: ", &text[span.start as usize..span.end as usize], "\n"].concat());
        let left = left.collect::<String>();
        changed(text, &changes) + &left
    }

    #[test]
    fn names_become_what_the_list_says() {
        let text = "---\n# Maria Rossi\ntitle: Maria Rossi's lamp\nslug: maria-rossi-lamp\n---\nMar*ia* Rossi, Maria and Tom Baker. Mariam. Maria Rossi.\n";
        let expected =
            "---\n# Maria Rossi\ntitle: M.'s lamp\nslug: m-lamp\n---\nM., Someone and Tom Baker. Mariam. M.\n";
        assert_eq!(fixed(text), expected);
        assert_eq!(fixed(expected), expected, "once is enough");
    }

    #[test]
    fn no_text_is_broken_for_a_name() {
        for (text, expected) in [
            ("*Maria* **Rossi**'s lamp", "M.'s lamp"),
            ("*Maria Rossi* and **Maria Rossi**", "*M.* and **M.**"),
            ("Maria-Rossi told it", "M. told it"),
            ("<b>Maria</b> Rossi", "<b>Maria</b> Rossileft: Maria</b> Rossi\n"),
            ("![A](maria-rossi.jpg)", "![A](maria-rossi.jpg)left: maria-rossi\n"),
            ("https://facebook.example/maria.rossi", "https://facebook.example/maria.rossileft: maria.rossi\n"),
            ("[her](maria-rossi)", "[her](maria-rossi)left: maria-rossi\n"),
            ("maria.rossi@x.example", "maria.rossi@x.exampleleft: maria.rossi\n"),
            ("image: maria_rossi.png", "image: maria_rossi.pngleft: maria_rossi\n"),
            ("(Maria Rossi)", "(M.)"),
        ] {
            assert_eq!(fixed(text), expected, "{text}");
        }
    }
}
