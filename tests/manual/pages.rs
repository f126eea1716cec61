//! The manual's pages, and what they define. Knows how a definition is written; knows nothing of what there is to define.

use std::fs;

/// A page of the manual.
pub struct Page {
    /// From the project's root.
    pub path: String,
    pub text: String,
    /// What it defines, in its order.
    pub terms: Vec<Term>,
}

/// What is defined: one or more names, and what is said about them.
pub struct Term {
    /// The heading that it stands under, without its signs and its `{#place}`.
    pub heading: String,
    /// What stood between backticks.
    pub names: Vec<String>,
    /// The rest of the line: `(warning)`.
    pub remark: String,
    /// What is said.
    pub said: String,
    pub line: usize,
}

impl Page {
    fn read(path: &str) -> Self {
        let text = source(path);
        let terms = terms(&text);
        Self { path: path.to_owned(), text, terms }
    }

    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    pub fn title(&self) -> &str {
        self.text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap().trim_matches('"')
    }

    /// Each name that it defines, with its line.
    pub fn names(&self) -> Vec<(String, usize)> {
        self.terms.iter().flat_map(|one| one.names.iter().map(|name| (name.clone(), one.line))).collect()
    }
}

/// A file of the project.
pub fn source(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A chapter.
pub fn chapter(name: &str) -> Page {
    Page::read(&format!("content/manual/{name}.md"))
}

/// All pages of the manual but the first.
pub fn manual() -> Vec<Page> {
    let root = env!("CARGO_MANIFEST_DIR");
    let files = walkdir::WalkDir::new(format!("{root}/content/manual")).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.unwrap().path().strip_prefix(root).unwrap().to_owned());
    let pages = files.filter(|path| path.extension().is_some_and(|end| end == "md"));
    pages.map(|path| Page::read(path.to_str().unwrap())).collect()
}

fn terms(text: &str) -> Vec<Term> {
    let mut heading = String::new();
    let mut fence = None;
    let mut terms = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(open) if ticks == open && line.len() == ticks => fence = None,
            None if ticks >= 3 => fence = Some(ticks),
            None if line.starts_with('#') => {
                let words = line.trim_start_matches('#').split("{#").next().unwrap_or_default();
                words.trim().clone_into(&mut heading);
            }
            None => {
                let Some(said) = lines.get(at + 1).and_then(|next| next.strip_prefix(": ")) else { continue };
                let (names, remark) = taken_apart(line);
                terms.push(Term { heading: heading.clone(), names, remark, said: (*said).to_owned(), line: at + 1 });
            }
            Some(_) => {}
        }
    }
    terms
}

/// What stands between backticks, and what does not.
fn taken_apart(line: &str) -> (Vec<String>, String) {
    let parts: Vec<&str> = line.split('`').collect();
    let names = parts.iter().skip(1).step_by(2).map(|name| (*name).to_owned()).collect();
    let rest: String = parts.iter().step_by(2).copied().collect();
    (names, rest.trim_matches([' ', ',']).to_owned())
}
