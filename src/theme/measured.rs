//! A template as it is written -> the same with a count wherever it could grow without end. On the same lines, so that a
//! fault is in the line that it names. Knows Tera's tags by their signs (`tags`) and its expressions by their brackets and
//! strings; what it does not understand it leaves as it is, and Tera says what is wrong with that.

use super::budget::{CALL, FITS, WALK, WEIGH};
use super::tags::{Code, code};

/// Filters that make much of little.
pub(super) const SWELLING: [&str; 5] = ["indent", "join", "json", "replace", "str"];

/// The template with what counts.
pub(super) fn measured(text: &str) -> String {
    let mut edits = Edits::default();
    for piece in code(text) {
        edits.piece(text, &piece);
    }
    edits.made(text)
}

/// What is to be put in, and where. In one place the first stands first.
#[derive(Default)]
struct Edits(Vec<(usize, String)>);

impl Edits {
    fn put(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at, text.into()));
    }

    fn wrap(&mut self, function: &str, from: usize, to: usize) {
        if from < to {
            self.put(from, format!("{function}(v="));
            self.put(to, ")");
        }
    }

    fn made(mut self, text: &str) -> String {
        self.0.sort_by_key(|(at, _)| *at);
        let mut made = String::with_capacity(text.len() + self.0.len() * 24);
        let mut from = 0;
        for (at, more) in self.0 {
            made.push_str(&text[from..at]);
            made.push_str(&more);
            from = at;
        }
        made + &text[from..]
    }

    fn piece(&mut self, text: &str, piece: &Code) {
        let (from, to) = inside(text, piece.start, piece.end);
        let words = words(text, from, to);
        let word = |number: usize| words.get(number).map_or("", |word| &text[word.start..word.end]);
        if text[from..to].starts_with('<') {
            self.call(text, piece);
            return self.arguments(text, from, to);
        }
        if !piece.is_tag {
            if words.iter().any(|word| &text[word.start..word.end] == "super") {
                self.call(text, piece);
            }
            self.wrap(WEIGH, from, to);
        } else if word(0) == "include" {
            self.call(text, piece);
        } else if word(0) == "for" {
            let over = words.iter().find(|word| &text[word.start..word.end] == "in").map_or(to, |word| word.end);
            self.wrap(WALK, over + blanks(&text[over..to]), to);
        } else if matches!(word(0), "set" | "set_global") {
            let name = words.get(1).map_or(to, |word| word.end);
            let equals = name + blanks(&text[name..to]);
            let from = equals + 1 + text.get(equals + 1..to).map_or(0, blanks);
            // Another name for what is there already takes nothing.
            let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
            if text[equals..to].starts_with('=') && !text[from.min(to)..to].chars().all(is_path) {
                self.wrap(WEIGH, from, to);
            }
        }
        self.inner(text, &words, usize::from(piece.is_tag));
    }

    /// Counts before something that can call others.
    fn call(&mut self, text: &str, piece: &Code) {
        // Blanks that the tag takes away are taken away all the same.
        let minus = if text[piece.start..].starts_with('-') { "-" } else { "" };
        self.put(piece.start - 2, format!("{{{{{minus} {CALL}() }}}}"));
    }

    /// `{<NAME a={…} b={…}/>`: what a component is told.
    fn arguments(&mut self, text: &str, from: usize, to: usize) {
        let mut at = from;
        while let Some(open) = skipping(text, at, to).find(|at| text[*at..to].starts_with('{')) {
            let Some(end) = closing(text, open, to) else { return };
            let (inner, end_of_inner) = inside(text, open + 1, end);
            self.wrap(WEIGH, inner, end_of_inner);
            self.inner(text, &words(text, inner, end_of_inner), 0);
            at = end + 1;
        }
    }

    /// Filters that make much of little, and lists that are made in a loop: from the given word on.
    fn inner(&mut self, text: &str, words: &[Word], first: usize) {
        for (number, word) in words.iter().enumerate().skip(first) {
            let name = &text[word.start..word.end];
            let before = text[..word.start].trim_end();
            if SWELLING.contains(&name) && before.ends_with('|') {
                let given = text[word.end..].trim_start();
                let open = text.len() - given.len();
                let end =
                    if given.starts_with('(') { closing(text, open, text.len()).map(|end| end + 1) } else { None };
                self.put(word.start, format!("{FITS}{} | ", end.map_or("", |end| &text[open..end])));
            } else if name == "for" {
                let Some(over) = words[number..].iter().find(|word| &text[word.start..word.end] == "in") else {
                    return;
                };
                let start = over.end + blanks(&text[over.end..]);
                let end = end_of_list(text, start);
                self.wrap(WALK, start, start + text[start..end].trim_end().len());
            }
        }
    }
}

/// A word of an expression, outside of strings.
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
}

/// The words of an expression, outside of strings.
pub(super) fn words(text: &str, from: usize, to: usize) -> Vec<Word> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut words: Vec<Word> = Vec::new();
    for at in skipping(text, from, to) {
        let Some(c) = text[at..].chars().next().filter(|c| is_part(*c)) else { continue };
        match words.last_mut() {
            Some(word) if word.end == at => word.end += c.len_utf8(),
            _ => words.push(Word { start: at, end: at + c.len_utf8() }),
        }
    }
    words
}

/// The places of all signs outside of strings.
fn skipping(text: &str, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
    let mut quote = None;
    text[from..to].char_indices().filter_map(move |(at, c)| {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None => return Some(from + at),
        }
        None
    })
}

/// Where the bracket that opens here is closed.
fn closing(text: &str, open: usize, to: usize) -> Option<usize> {
    let mut depth = 0_usize;
    skipping(text, open, to).find(|at| {
        match text.as_bytes()[*at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => return false,
        }
        depth == 0
    })
}

/// Where the list ends over which a list in brackets is made: at its `if`, or at the bracket.
fn end_of_list(text: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let is_end = |at: &usize| {
        match text.as_bytes()[*at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => return true,
            b')' | b']' | b'}' => depth -= 1,
            b'i' if depth == 0 && text[*at..].starts_with("if") => {
                return !is_part(text[..*at].chars().next_back()) && !is_part(text[*at + 2..].chars().next());
            }
            _ => {}
        }
        false
    };
    skipping(text, start, text.len()).find(is_end).unwrap_or(text.len())
}

/// What is in a tag, without the signs that take blanks away and without blanks.
pub(super) fn inside(text: &str, start: usize, end: usize) -> (usize, usize) {
    let whole = &text[start..end];
    let whole = whole.strip_prefix('-').map_or(whole, str::trim_start).trim_start();
    let from = end - whole.len();
    let to = from + whole.strip_suffix('-').unwrap_or(whole).trim_end().len();
    (from, to)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::measured;

    #[test]
    fn what_can_grow_is_counted_on_its_own_line() {
        let made = measured(
            "{%- for a, b in x | join(sep=y) if z else [] -%}{% set a = b ~ b %}{% set a | upper %}{{- a -}}{% endset %}\n\
             {{ [a for a in l if a > 1] }}{{ \"} in }}\" }}{% include \"x\" %}{{<A n={[x, {\"a\": 1}]} b=\"{\"/>}}{{ super() }}\n\
             {% if x is none %}{# {{ no }} #}{% raw %}{{ no }}{% endraw %}{% endif %}{{- -x }}{% set_global é = a == b %}\n",
        );
        expect![[r#"
            {%- for a, b in goodturn_walk(v=x | goodturn_fits(sep=y) | join(sep=y) if z else []) -%}{% set a = goodturn_weigh(v=b ~ b) %}{% set a | upper %}{{- goodturn_weigh(v=a) -}}{% endset %}
            {{ goodturn_weigh(v=[a for a in goodturn_walk(v=l) if a > 1]) }}{{ goodturn_weigh(v="} in }}") }}{{ goodturn_call() }}{% include "x" %}{{ goodturn_call() }}{{<A n={goodturn_weigh(v=[x, {"a": 1}])} b="{"/>}}{{ goodturn_call() }}{{ goodturn_weigh(v=super()) }}
            {% if x is none %}{# {{ no }} #}{% raw %}{{ no }}{% endraw %}{% endif %}{{- goodturn_weigh(v=-x) }}{% set_global é = goodturn_weigh(v=a == b) %}
        "#]]
        .assert_eq(&made);
    }
}
