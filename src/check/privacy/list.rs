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
            let (name, instead) = arrow(words).map_or((words, None), |(name, it)| (name, Some(it.trim())));
            let name = plain(name);
            if name.is_empty() && instead.is_none() {
                continue;
            }
            let lead = line.find(words.trim()).unwrap_or(0);
            let span = Span::new(start + lead, start + lead + words.trim().len());
            if !name.chars().any(char::is_alphabetic) {
                said.push(say::no_name(path, span));
            } else if instead == Some("") {
                said.push(say::no_pseudonym(path, span, &name));
            } else {
                let several = several(&name);
                if several.len() > 1 || (instead.is_some() && !words.contains("=>")) || name.contains([',', ';', '|']) {
                    said.push(say::odd_name(path, span, words.trim()));
                }
                for name in several {
                    list.add(Entry { name, instead: instead.map(str::to_owned), span });
                }
            }
        }
        (list, said)
    }

    fn add(&mut self, entry: Entry) {
        if self.entries.iter().all(|known| known.name != entry.name) {
            self.entries.push(entry);
        }
    }
}

/// A name and what stands behind the arrow; also behind what somebody took for one.
fn arrow(words: &str) -> Option<(&str, &str)> {
    ["=>", "->", "→", "=", ":", "\t"].iter().find_map(|arrow| words.trim().split_once(arrow))
}

/// The name; or the names, if somebody wrote several on one line. `Rossi, Maria` is one, the other way round.
fn several(name: &str) -> Vec<String> {
    let parts: Vec<String> = name.split([',', ';', '|']).map(plain).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [last, first] if !last.contains(' ') && !first.contains(' ') => vec![format!("{first} {last}")],
        [] => vec![name.to_owned()],
        _ => parts,
    }
}

fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
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
    fn a_line_that_is_slightly_wrong_is_said_and_guards_all_the_same() {
        for line in ["Maria Rossi -> M.", "Maria Rossi = M.", "Maria Rossi: M.", "Maria Rossi → M.", "Maria Rossi\tM."]
        {
            let (list, said) = List::parse(&SourcePath::new("x"), line);
            assert_eq!(said.iter().map(|said| said.code).collect::<Vec<_>>(), ["names-odd-line"], "{line}");
            let entry = &list.entries[0];
            assert_eq!((&*entry.name, entry.instead.as_deref()), ("Maria Rossi", Some("M.")), "{line}");
        }
        for (line, names) in
            [("Maria Rossi, Tom Ash", &["Maria Rossi", "Tom Ash"][..]), ("Rossi, Maria", &["Maria Rossi"])]
        {
            let (list, said) = List::parse(&SourcePath::new("x"), line);
            assert_eq!(said.len(), 1, "{line}");
            assert_eq!(list.entries.iter().map(|entry| &*entry.name).collect::<Vec<_>>(), names, "{line}");
        }
    }

    #[test]
    fn a_line_without_a_name_is_a_fault() {
        let (_, said) = List::parse(&SourcePath::new("private/names.txt"), "--\n=> X\nTom =>\n");
        let said: Vec<_> = said.iter().map(|said| (said.code, said.span.unwrap().start)).collect();
        assert_eq!(said, [("names-no-name", 0), ("names-no-name", 3), ("names-no-pseudonym", 8)]);
    }
}
