//! The source of the views, read for its types and what is written above them. Knows the few forms of Rust that views are
//! written in; `cargo fmt` keeps them so.

use super::{Kind, thing_name};

/// The files whose types templates see.
const FILES: [&str; 3] = [
    include_str!("../../plan/views.rs"),
    include_str!("../../story/comments/mod.rs"),
    include_str!("../../theme/about.rs"),
];

/// The types of all files.
#[derive(Debug)]
pub(super) struct Source {
    pub structs: Vec<Struct>,
    /// The templates, each with its view.
    pub pages: Vec<(String, String)>,
}

/// A type with fields.
#[derive(Debug)]
pub(super) struct Struct {
    pub name: String,
    pub about: String,
    pub fields: Vec<Field>,
}

/// A field as it is written.
#[derive(Debug)]
pub(super) struct Field {
    pub name: String,
    /// The type, in Rust.
    pub rust: String,
    pub about: String,
}

impl Source {
    /// Reads all files.
    pub fn read() -> Self {
        let mut all = Self { structs: Vec::new(), pages: Vec::new() };
        for file in FILES {
            all.take(file);
        }
        all
    }

    /// The type of that name.
    pub fn find(&self, name: &str) -> Option<&Struct> {
        self.structs.iter().find(|one| one.name == name)
    }

    fn take(&mut self, file: &str) {
        let mut about = String::new();
        let mut in_pages = false;
        let mut open: Option<Struct> = None;
        for line in file.lines() {
            let line = line.trim();
            if let Some(words) = line.strip_prefix("///") {
                about.push_str(words);
            } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
                let name = name.split('<').next().unwrap_or(name).to_owned();
                open = Some(Struct { name, about: taken(&mut about), fields: Vec::new() });
            } else if let Some(one) = open.as_mut().filter(|_| line.starts_with("pub ")) {
                one.fields.extend(field(line, taken(&mut about)));
            } else if line == "pub enum Main {" {
                in_pages = true;
                about.clear();
            } else if line == "}" {
                self.structs.extend(open.take());
                in_pages = false;
            } else if in_pages && let Some((_, view)) = line.split_once('(') {
                let view = view.trim_end_matches([')', ',', '>']);
                let view = view.strip_prefix("Box<").unwrap_or(view);
                self.pages.push((taken(&mut about).trim_matches('`').to_owned(), view.to_owned()));
            } else if !line.starts_with("#[") {
                about.clear();
            }
        }
    }
}

impl Field {
    /// The field as templates see it. A text is told as its HTML.
    pub fn told(&self) -> super::Field {
        let kind = kind(&self.rust);
        let is_text = kind == Kind::Html || kind == Kind::Maybe(Box::new(Kind::Html));
        let name = if is_text { "content" } else { &self.name };
        let about = self.about.replace(", as `content`", "");
        super::Field { name: name.to_owned(), kind, about }
    }
}

fn taken(about: &mut String) -> String {
    std::mem::take(about).trim().to_owned()
}

/// `pub name: Type,`
fn field(line: &str, about: String) -> Option<Field> {
    let (name, rust) = line.strip_prefix("pub ")?.trim_end_matches(',').split_once(": ")?;
    let name = name.strip_prefix("r#").unwrap_or(name);
    Some(Field { name: name.to_owned(), rust: rust.to_owned(), about })
}

/// What a type is in a template. A pair is the beginning of a story: the card and the text.
pub(super) fn kind(rust: &str) -> Kind {
    let rust = ["&'a ", "comments::"].into_iter().find_map(|lead| rust.strip_prefix(lead)).unwrap_or(rust);
    let inner = |outer: &str| rust.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = ["Arc<", "Box<", "Marked<"].into_iter().find_map(inner) {
        return kind(inner);
    }
    if let Some(inner) = inner("Option<") {
        return Kind::Maybe(Box::new(kind(inner)));
    }
    if let Some(item) = inner("Vec<").or_else(|| rust.strip_prefix('[')?.strip_suffix(']')) {
        return Kind::List(Box::new(kind(item)));
    }
    let map = rust.strip_prefix("std::collections::").unwrap_or(rust);
    if let Some((_, value)) = map.strip_prefix("BTreeMap<").and_then(|rest| rest.strip_suffix('>')?.split_once(", ")) {
        return Kind::Map(Box::new(kind(value)));
    }
    match rust {
        "str" | "String" | "&'static str" | "Moment" | "Date" => Kind::Text,
        "i8" | "u8" | "u16" | "u32" | "u64" | "usize" | "i16" | "i32" | "i64" => Kind::Number,
        "bool" => Kind::Flag,
        "Text" | "Html" => Kind::Html,
        "Extra" => Kind::Anything,
        _ if rust.starts_with('(') => Kind::Thing("opening".to_owned()),
        _ => Kind::Thing(thing_name(rust)),
    }
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn types_are_told_in_the_words_of_people() {
        for (rust, words) in [
            ("Arc<str>", "text"),
            ("Option<Arc<StoryLink>>", "story link or nothing"),
            ("Vec<Marked<Card>>", "list of card"),
            ("Arc<[Arc<TagRef>]>", "list of tag"),
            ("std::collections::BTreeMap<&'static str, Arc<str>>", "map of text"),
            ("Vec<Vec<Arc<StoryLink>>>", "list of list of story link"),
            ("Option<(Marked<Card>, Text)>", "opening or nothing"),
            ("Option<i16>", "number or nothing"),
        ] {
            assert_eq!(kind(rust).words(), words, "{rust}");
        }
    }
}
