//! A source file with its strings and comments told apart from its code, as far as the rules of the house need it.

/// What a character of a source file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Code,
    Comment,
    Text,
}

/// A source file.
pub struct File {
    /// From the project's root, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
    /// Its code, with spaces where strings and comments were.
    code: String,
    /// For each line, whether it is all inside a string: part of an expected text.
    is_text: Vec<bool>,
}

/// A function and where it stands.
pub struct Function {
    pub name: String,
    pub line: usize,
    pub length: usize,
}

impl File {
    pub fn new(path: String, text: String) -> Self {
        let parts = parts(&text);
        let blank = |(c, part): (char, &Part)| if *part == Part::Code || c == '\n' { c } else { ' ' };
        let code: String = text.chars().zip(&parts).map(blank).collect();
        let mut is_text = vec![true];
        for (c, part) in text.chars().zip(&parts) {
            match is_text.last_mut() {
                Some(line) => *line &= *part == Part::Text,
                None => unreachable!("there is always a line"),
            }
            if c == '\n' {
                is_text.push(true);
            }
        }
        Self { path, text, code, is_text }
    }

    /// The room that the file is in: `src/shell/report/json.rs` is in `shell`.
    pub fn room(&self) -> &str {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inner.split(['/', '.']).next().unwrap_or(inner)
    }

    /// Whether the file holds nothing but tests.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// Lines; in tests, those of expected texts do not count.
    pub fn length(&self) -> usize {
        let lines = self.text.lines().count();
        if !self.is_test() {
            return lines;
        }
        lines - self.is_text.iter().take(lines).filter(|is_text| **is_text).count()
    }

    /// The rooms that are imported by `crate::` paths, with their lines; `super` that climbs out of the room is one too.
    pub fn imports(&self) -> Vec<(usize, String)> {
        let mut imports = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            let line = self.line_of(at);
            let rest = &self.code[at + "crate::".len()..];
            let names = if rest.starts_with('{') { group(rest) } else { vec![word(rest)] };
            imports.extend(names.into_iter().filter(|name| !name.is_empty()).map(|name| (line, name.to_owned())));
        }
        // A module's own tests stand one floor deeper, so that their `super` is the module itself.
        let depth = self.path.matches('/').count() - usize::from(self.path.ends_with("/mod.rs"));
        let climb = "super::".repeat(depth.max(1));
        for (at, found) in self.code_without_tests().match_indices(&climb).filter(|_| depth > 0) {
            imports.push((self.line_of(at), word(&self.code[at + found.len()..]).to_owned()));
        }
        imports
    }

    /// Where some words stand in the code before its tests.
    pub fn finds<'a>(&self, words: &[&'a str]) -> Vec<(usize, &'a str)> {
        let code = self.code_without_tests();
        let whole = |at: usize, word: &str| {
            let before = code[..at].chars().next_back();
            let after = code[at + word.len()..].chars().next();
            let part_of_name = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            !part_of_name(before) && (word.ends_with(['(', ')', '!']) || !part_of_name(after))
        };
        let mut found = Vec::new();
        for word in words {
            let places = code.match_indices(word).filter(|(at, _)| whole(*at, word));
            found.extend(places.map(|(at, _)| (self.line_of(at), *word)));
        }
        found
    }

    fn code_without_tests(&self) -> &str {
        &self.code[..self.code.find("#[cfg(test)]\nmod tests {").unwrap_or(self.code.len())]
    }

    /// Whether the tests of the file have begun at that byte of its code.
    fn is_test_at(&self, at: usize) -> bool {
        self.is_test() || at > self.code_without_tests().len()
    }

    fn line_of(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }
}

/// All functions of a file, by their braces.
pub fn functions(file: &File) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, _) in file.code.match_indices("fn ") {
        let starts_word = !file.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let name = word(&file.code[at + 3..]);
        let body = file.code[at..].find(['{', ';']).map(|open| at + open);
        let Some(open) = body.filter(|open| starts_word && !name.is_empty() && file.code[*open..].starts_with('{'))
        else {
            continue;
        };
        let (first, last) = (file.line_of(at), file.line_of(end_of_block(&file.code, open)));
        let lines = &file.is_text[first - 1..last];
        let texts = lines.iter().filter(|is_text| **is_text && file.is_test_at(at)).count();
        found.push(Function { name: name.to_owned(), line: first, length: last - first + 1 - texts });
    }
    found
}

fn end_of_block(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at;
        }
    }
    code.len()
}

/// The first names of a group: `{ground::{Url, Slug}, site}` imports `ground` and `site`.
fn group(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && (c == '{' || c == ',') {
            names.push(word(text[at + 1..].trim_start()));
        }
    }
    names
}

fn word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())]
}

/// Tells strings and comments from code, character by character.
fn parts(text: &str) -> Vec<Part> {
    let chars: Vec<char> = text.chars().collect();
    let mut parts = vec![Part::Code; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let (part, end) = match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => (Part::Comment, line_end(&chars, at)),
            '/' if chars.get(at + 1) == Some(&'*') => (Part::Comment, comment_end(&chars, at)),
            '"' => (Part::Text, string_end(&chars, at)),
            'r' if is_raw(&chars, at) => (Part::Text, raw_end(&chars, at)),
            '\'' => (Part::Text, char_end(&chars, at)),
            _ => (Part::Code, at + 1),
        };
        let end = end.clamp(at + 1, chars.len());
        parts[at..end].fill(part);
        at = end;
    }
    parts
}

fn line_end(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |n| at + n)
}

fn comment_end(chars: &[char], at: usize) -> usize {
    chars[at..].windows(2).position(|pair| pair == ['*', '/']).map_or(chars.len(), |n| at + n + 2)
}

fn string_end(chars: &[char], at: usize) -> usize {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != '"' {
        end += if chars[end] == '\\' { 2 } else { 1 };
    }
    end + 1
}

fn is_raw(chars: &[char], at: usize) -> bool {
    let part_of_name = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_') && chars[at - 1] != 'b';
    let quote = chars[at + 1..].iter().position(|c| *c != '#');
    !part_of_name && quote.is_some_and(|n| chars[at + 1 + n] == '"')
}

fn raw_end(chars: &[char], at: usize) -> usize {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let mut end = at + 2 + hashes;
    while end < chars.len() {
        let closes =
            chars[end] == '"' && chars[end + 1..].iter().take_while(|c| **c == '#').take(hashes).count() == hashes;
        end += 1;
        if closes {
            return end + hashes;
        }
    }
    end
}

/// A character literal; a lifetime is code.
fn char_end(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => chars[at + 3..].iter().position(|c| *c == '\'').map_or(at + 1, |n| at + 4 + n),
        (_, Some('\'')) => at + 3,
        _ => at + 1,
    }
}

#[test]
fn strings_and_comments_are_told_from_code() {
    let text = "let a = \"crate::x // \\\"\"; // crate::y\nlet c = ['{', '\\'', 'a']; fn f<'a>() { r#\"fn g() {\"# }\n/* crate::z */ use crate::{a::b, c};";
    let file = File::new("src/m.rs".into(), text.into());
    assert_eq!(file.imports(), [(3, "a".to_owned()), (3, "c".to_owned())]);
    let functions = functions(&file);
    assert_eq!(functions.iter().map(|f| (f.name.as_str(), f.line, f.length)).collect::<Vec<_>>(), [("f", 2, 1)]);
}
