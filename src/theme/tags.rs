//! The tags of a template that name other things: `extends`, `include`, `block`, `component`. Tera knows them too, but does
//! not tell where they stand. Knows Tera's signs for tags, comments and strings, and nothing else of its grammar.

use crate::ground::Span;

/// What a tag does with the name in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// `{% extends "NAME" %}`
    Extends,
    /// `{% include "NAME" %}`
    Include,
    /// `{% block NAME %}`
    Block,
    /// `{% component NAME(…) %}`
    Component,
}

/// A tag that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// What it does.
    pub word: Word,
    /// The name, without quotation marks.
    pub name: &'a str,
    /// Where the name stands in the text, with its quotation marks.
    pub span: Span,
}

/// The tags of a text that name something, in order; none from comments and `raw` parts.
pub(super) fn named(text: &str) -> Vec<Tag<'_>> {
    let tags = code(text).into_iter().filter(|piece| piece.is_tag);
    tags.filter_map(|piece| named_tag(text, piece.start, piece.end)).collect()
}

/// Whether any code of a text holds this name: what stands in tags and `{{ … }}`, not in comments or HTML.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    code(text).into_iter().any(|piece| text[piece.start..piece.end].contains(name))
}

/// What stands between two signs.
pub(super) struct Code {
    /// `{% … %}` rather than `{{ … }}`.
    pub is_tag: bool,
    pub start: usize,
    pub end: usize,
}

/// All code of a text; none from comments and `raw` parts.
pub(super) fn code(text: &str) -> Vec<Code> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut raw = false;
    while let Some(found) = text[at..].find('{') {
        let open = at + found;
        let rest = &text[open..];
        let start = open + 2;
        if rest.starts_with("{#") && !raw {
            at = rest.find("#}").map_or(text.len(), |end| open + end + 2);
        } else if rest.starts_with("{%") {
            let end = closing(text, start, "%}");
            let (word, _) = word(text, start, end);
            raw = if raw { word != "endraw" } else { word == "raw" };
            if !raw {
                pieces.push(Code { is_tag: true, start, end });
            }
            at = end;
        } else if rest.starts_with("{{") && !raw {
            let end = closing(text, start, "}}");
            pieces.push(Code { is_tag: false, start, end });
            at = end;
        } else {
            at = open + 1;
        }
    }
    pieces
}

/// Where a tag ends: at its closing sign outside of strings, or at the end of the text.
fn closing(text: &str, from: usize, sign: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if bytes[at..].starts_with(sign.as_bytes()) {
            return at;
        }
        at += match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => match bytes[at + 1..].iter().position(|byte| *byte == quote) {
                Some(length) => length + 2,
                None => 1,
            },
            _ => 1,
        };
    }
    text.len()
}

/// The first word from `at` on, and where it ends.
fn word(text: &str, at: usize, end: usize) -> (&str, usize) {
    let start = end - text[at..end].trim_start_matches(|c: char| c.is_whitespace() || c == '-').len();
    let length = text[start..end].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(end - start);
    (&text[start..start + length], start + length)
}

/// What the tag between two signs names, if it names something.
pub(super) fn named_tag(text: &str, start: usize, end: usize) -> Option<Tag<'_>> {
    let (tag, after) = word(text, start, end);
    let word = match tag {
        "extends" => Word::Extends,
        "include" => Word::Include,
        "block" => Word::Block,
        "component" => Word::Component,
        _ => return None,
    };
    let rest = &text[after..end];
    let start = after + (rest.len() - rest.trim_start().len());
    let rest = &text[start..end];
    let (name, length) = match (word, rest.chars().next()) {
        (Word::Extends | Word::Include, Some(quote @ ('"' | '\'' | '`'))) => {
            let name = rest[1..].split(quote).next().unwrap_or_default();
            (name, name.len() + 2)
        }
        (Word::Extends | Word::Include, _) => return None,
        _ => {
            let name = rest.split(|c: char| c.is_whitespace() || matches!(c, '(' | '-' | '%')).next()?;
            (name, name.len())
        }
    };
    Some(Tag { word, name, span: Span::new(start, (start + length).min(end)) })
}

#[cfg(test)]
mod tests {
    use super::{mentions, named};

    #[test]
    fn names_are_found_with_their_places_and_not_in_comments_or_raw_text() {
        let text = r#"{%- extends "a.html" %}{# {% include "no" %} #}{% raw %}{% include "no" %}{% endraw %}
{{ "{% include 'no' %}" }}{% include 'b %}.html' -%}{%block x%}{% component Y(a="{%") %}{ % { {% include c %}{% block"#;
        let found: Vec<_> = named(text)
            .into_iter()
            .map(|tag| format!("{:?} {} {}", tag.word, tag.name, &text[tag.span.start as usize..tag.span.end as usize]))
            .collect();
        assert_eq!(
            found,
            ["Extends a.html \"a.html\"", "Include b %}.html 'b %}.html'", "Block x x", "Component Y Y", "Block  "]
        );
    }
    #[test]
    fn only_code_mentions_a_name() {
        let text = "comments {# comments #}{% raw %}{{ comments }}{% endraw %}{{ \"{#\" }}";
        assert!(!mentions(text, "comments"));
        assert!(mentions(&format!("{text}{{% if page.comments %}}"), "comments"));
        assert!(mentions(&format!("{text}{{{{- comments -}}}}"), "comments"));
    }
}
