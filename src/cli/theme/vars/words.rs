//! What templates are told, as text for a person, as the tables of the manual, and as JSON.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::Answer;
use crate::render::contract::Field;
use crate::shell::report;
use crate::theme::outline::Outline;

/// The most characters of an example that are shown to people.
const LONGEST: usize = 56;

/// A part of the answer: a heading, what it is about, and its variables.
struct Part<'a> {
    /// The template or thing whose examples these are.
    of: &'a str,
    heading: String,
    about: &'a str,
    fields: &'a [Field],
}

impl<'a> Answer<'a> {
    fn parts(&'a self) -> Vec<Part<'a>> {
        let everywhere = (!self.everywhere.is_empty()).then(|| Part {
            of: "home.html",
            heading: "every template".to_owned(),
            about: "What every template is told.",
            fields: self.everywhere,
        });
        let part = |name: &'a String, about: &'a String, fields: &'a Vec<Field>| Part {
            of: name,
            heading: name.clone(),
            about,
            fields,
        };
        let templates = self.templates.iter().map(|one| part(&one.name, &one.about, &one.variables));
        let things = self.things.iter().map(|one| part(&one.name, &one.about, &one.fields));
        everywhere.into_iter().chain(templates).chain(things).collect()
    }

    /// An example that fits into a line; none of what has fields, which are shown where they are told of.
    fn shown(&self, of: &str, field: &Field) -> Option<String> {
        let value = self.example(of, field)?;
        let is_plain = |value: &Value| !value.is_object() && !value.is_array();
        let whole = match value {
            Value::Null | Value::Bool(_) => return None,
            Value::Array(items) if !items.iter().all(is_plain) => return None,
            Value::Object(map) if field.kind.thing().is_some() || !map.values().all(is_plain) => return None,
            Value::Object(map) => {
                let (name, first) = map.iter().next()?;
                format!("{{\"{name}\": {first}{}}}", if map.len() > 1 { ", …" } else { "" })
            }
            other => other.to_string(),
        };
        Some(cut(&whole))
    }

    fn example(&self, of: &str, field: &Field) -> Option<&Value> {
        self.told.examples.get(&(of.to_owned(), field.name.clone()))
    }
}

/// For a person.
pub(super) fn text(answer: &Answer<'_>) -> String {
    let mut out = String::new();
    for part in answer.parts() {
        let _ = writeln!(out, "{}: {}", part.heading, part.about);
        let widest = |width: &dyn Fn(&Field) -> usize| part.fields.iter().map(width).max().unwrap_or(0);
        let names = widest(&|field| field.name.width());
        let kinds = widest(&|field| field.kind.words().width());
        for field in part.fields {
            let example = answer.shown(part.of, field).map_or_else(String::new, |it| format!(" For example {it}"));
            let _ = writeln!(out, "  {:names$}  {:kinds$}  {}{example}", field.name, field.kind.words(), field.about);
        }
        out.push('\n');
    }
    for one in &answer.outlines {
        let _ = writeln!(out, "{} ({})", one.name, one.file);
        let mut line = |lead: &str, words: String| {
            if !words.is_empty() {
                let _ = writeln!(out, "  {lead}{words}");
            }
        };
        line("", one.about.clone());
        line("extends ", one.extends.clone().unwrap_or_default());
        line("blocks: ", one.blocks.join(", "));
        line("components: ", one.components.join(", "));
        line("includes ", one.includes.join(", "));
    }
    out
}

/// For the manual.
pub(super) fn markdown(answer: &Answer<'_>) -> String {
    let mut out = String::new();
    for part in answer.parts() {
        let is_file = part.heading.ends_with(".html");
        let heading = if is_file { format!("`{}`", part.heading) } else { part.heading.clone() };
        let _ =
            writeln!(out, "### {heading}\n{}\n\n| name | type | what | example |\n|---|---|---|---|", cell(part.about));
        for field in part.fields {
            let example = answer.shown(part.of, field).map_or_else(String::new, |it| code(&it));
            let _ = writeln!(out, "| `{}` | {} | {} | {example} |", field.name, field.kind.words(), cell(&field.about));
        }
        out.push('\n');
    }
    if !answer.outlines.is_empty() {
        out.push_str("| template | what | extends | blocks | components |\n|---|---|---|---|---|\n");
    }
    for one in &answer.outlines {
        let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let extends = one.extends.as_slice();
        let (blocks, components) = (list(&one.blocks), list(&one.components));
        let _ =
            writeln!(out, "| `{}` | {} | {} | {blocks} | {components} |", one.name, cell(&one.about), list(extends));
    }
    out
}

/// Text that can stand in a table. Signs of HTML stand in code, so that they are seen.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn code(text: &str) -> String {
    let tick = if text.contains('`') { "``" } else { "`" };
    format!("{tick}{}{tick}", text.replace('|', "\\|"))
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}

/// For programs. New keys may come, none goes.
pub(super) fn json(answer: &Answer<'_>) -> String {
    let group = |of: &'_ str, fields| Variable::all(answer, of, fields);
    report::one_line(&Whole {
        everywhere: group("home.html", answer.everywhere),
        templates: answer
            .templates
            .iter()
            .map(|one| Group { name: &one.name, about: &one.about, variables: group(&one.name, &one.variables) })
            .collect(),
        things: answer
            .things
            .iter()
            .map(|one| Group { name: &one.name, about: &one.about, variables: group(&one.name, &one.fields) })
            .collect(),
        theme: answer.outlines.iter().map(Made::of).collect(),
    })
}

#[derive(Serialize)]
struct Whole<'a> {
    everywhere: Vec<Variable<'a>>,
    templates: Vec<Group<'a>>,
    things: Vec<Group<'a>>,
    theme: Vec<Made<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    name: &'a str,
    about: &'a str,
    variables: Vec<Variable<'a>>,
}

#[derive(Serialize)]
struct Variable<'a> {
    name: &'a str,
    r#type: String,
    about: &'a str,
    example: Option<&'a Value>,
}

impl<'a> Variable<'a> {
    fn all(answer: &'a Answer<'_>, of: &str, fields: &'a [Field]) -> Vec<Self> {
        let one = |field: &'a Field| Self {
            name: &field.name,
            r#type: field.kind.words(),
            about: &field.about,
            example: answer.example(of, field),
        };
        fields.iter().map(one).collect()
    }
}

#[derive(Serialize)]
struct Made<'a> {
    name: &'a str,
    file: &'a str,
    about: &'a str,
    extends: Option<&'a str>,
    includes: &'a [String],
    blocks: &'a [String],
    components: &'a [String],
}

impl<'a> Made<'a> {
    fn of(one: &'a Outline) -> Self {
        Self {
            name: &one.name,
            file: &one.file,
            about: &one.about,
            extends: one.extends.as_deref(),
            includes: &one.includes,
            blocks: &one.blocks,
            components: &one.components,
        }
    }
}
