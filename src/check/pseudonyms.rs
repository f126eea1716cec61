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

/// What to write instead in a source, in order, nowhere one over the other. Remarks stay as they are.
pub fn changes(path: &SourcePath, text: &str, guard: &Guard) -> Vec<Change> {
    let Some(list) = guard.list() else { return Vec::new() };
    let traced = Traced::new(path, text);
    let mut all = Vec::new();
    for (name, entry) in list.entries.iter().enumerate() {
        let Some(instead) = &entry.instead else { continue };
        let spans = traced.find(&Finding::Private(Private::Name(name)), guard, false);
        for span in spans {
            let mut instead = fitted(traced.text_at(span), instead);
            // One full stop is enough where a sentence ends with `M.`
            if instead.ends_with('.') && text.get(span.end as usize..).is_some_and(|rest| rest.starts_with('.')) {
                instead.pop();
            }
            all.push(Change { span, instead });
        }
    }
    // The longer name first, where one begins with another.
    all.sort_by_key(|change| (change.span.start, std::cmp::Reverse(change.span.end)));
    let mut end = 0;
    all.retain(|change| {
        change.span.start >= end && {
            end = change.span.end;
            true
        }
    });
    all
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
fn fitted(found: &str, instead: &str) -> String {
    let is_address = found.contains(['-', '_', '+', '%']) && !found.contains(char::is_whitespace);
    match Slug::from_text(instead).filter(|_| is_address) {
        Some(slug) => slug.to_string(),
        None => instead.to_owned(),
    }
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
        changed(text, &changes(&SourcePath::new("content/a.md"), text, &guard))
    }

    #[test]
    fn names_become_what_the_list_says() {
        let text = "---\n# Maria Rossi\ntitle: Maria Rossi's lamp\nslug: maria-rossi-lamp\n---\nMar*ia* Rossi, Maria and Tom Baker. Mariam. Maria Rossi.\n";
        let expected =
            "---\n# Maria Rossi\ntitle: M.'s lamp\nslug: m-lamp\n---\nM., Someone and Tom Baker. Mariam. M.\n";
        assert_eq!(fixed(text), expected);
        assert_eq!(fixed(expected), expected, "once is enough");
    }
}
