//! `private/names.txt` -> the names that must not be published. One name a line; `#` begins a remark;
//! `Real Name => R.` says what to write instead. Knows nothing of where they are looked for.

use crate::ground::messages::check as say;
use crate::ground::{Diagnostic, SourcePath, Span};

/// Where the list is, at the site's root. Git is told to leave the folder alone.
pub const FILE: &str = "private/names.txt";

/// A name on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name, as written.
    pub name: String,
    /// What to write instead, if the list says so.
    pub instead: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// The whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The names, in the order of the file, each once.
    pub entries: Vec<Entry>,
}

impl List {
    /// Reads the list. A line that holds no letter is a fault: an empty name would be found everywhere.
    pub fn parse(path: &SourcePath, text: &str) -> (Self, Vec<Diagnostic>) {
        let mut list = Self::default();
        let mut said = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive(['\n', '\r']) {
            let start = at;
            at += line.len();
            let words = line.trim_start_matches('\u{feff}');
            let words = words.split_once('#').map_or(words, |(before, _)| before);
            let (name, instead) = words.split_once("=>").map_or((words, None), |(name, it)| (name, Some(it.trim())));
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() && instead.is_none() {
                continue;
            }
            let lead = line.find(words.trim()).unwrap_or(0);
            let span = Span::new(start + lead, start + lead + words.trim().len());
            if !name.chars().any(char::is_alphabetic) {
                said.push(say::no_name(path, span));
            } else if instead == Some("") {
                said.push(say::no_pseudonym(path, span, &name));
            } else if list.entries.iter().all(|known| known.name != name) {
                list.entries.push(Entry { name, instead: instead.map(str::to_owned), span });
            }
        }
        (list, said)
    }
}

#[cfg(test)]
mod tests {
    use super::List;
    use crate::ground::SourcePath;

    #[test]
    fn a_list_is_read_line_by_line() {
        let text = "\u{feff}# The real names\nMaria  Rossi\r\n\n Tom Baker => T. # changed\nMaria Rossi\n";
        let (list, said) = List::parse(&SourcePath::new("private/names.txt"), text);
        assert_eq!(said, []);
        let entries: Vec<_> = list
            .entries
            .iter()
            .map(|entry| {
                (&*entry.name, entry.instead.as_deref(), &text[entry.span.start as usize..entry.span.end as usize])
            })
            .collect();
        assert_eq!(entries, [("Maria Rossi", None, "Maria  Rossi"), ("Tom Baker", Some("T."), "Tom Baker => T.")]);
    }

    #[test]
    fn a_line_without_a_name_is_a_fault() {
        let (_, said) = List::parse(&SourcePath::new("private/names.txt"), "--\n=> X\nTom =>\n");
        let said: Vec<_> = said.iter().map(|said| (said.code, said.span.unwrap().start)).collect();
        assert_eq!(said, [("names-no-name", 0), ("names-no-name", 3), ("names-no-pseudonym", 8)]);
    }
}
