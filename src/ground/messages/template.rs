//! What is said about the text of templates, when they are read and when pages are made with them.

use crate::ground::Diagnostic;
use crate::ground::diagnostic::one_of;
use crate::ground::suggest::nearest;

/// What a template can name, and how it is called to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// `{{ x | NAME }}`
    Filter,
    /// `{% if x is NAME %}`
    Test,
    /// `{{ NAME(…) }}`
    Function,
    /// `{{<NAME …/>}}`
    Component,
    /// `{% include "NAME" %}`
    Include,
    /// `{% extends "NAME" %}`
    Parent,
}

/// A template names something that is not there.
pub fn unknown(what: Named, name: &str, known: &[&str]) -> Diagnostic {
    let (code, kind) = match what {
        Named::Filter => ("template-unknown-filter", "filter"),
        Named::Test => ("template-unknown-test", "test"),
        Named::Function => ("template-unknown-function", "function"),
        Named::Component => ("template-unknown-component", "component"),
        Named::Include => ("template-unknown-include", "template"),
        Named::Parent => ("template-unknown-parent", "template"),
    };
    let fault = Diagnostic::error(code, format!("there is no {kind} `{name}`"));
    match ELSEWHERE.iter().find(|(elsewhere, ours)| *elsewhere == name && known.contains(ours)) {
        Some((_, ours)) => fault.help(format!("did you mean `{ours}`?")),
        None => did_you_mean(
            fault,
            name,
            known,
            &format!("the {kind}s that there are: "),
            match what {
                Named::Include | Named::Parent => "`goodturn theme new NAME --copy` makes a copy that holds them all",
                _ => "the manual lists them, in the chapter on themes",
            },
        ),
    }
}

/// What other engines, and Tera before its second version, call filters that are here by another name.
const ELSEWHERE: [(&str, &str); 8] = [
    ("count", "length"),
    ("date_format", "date"),
    ("e", "escape"),
    ("json_encode", "json"),
    ("size", "length"),
    ("string", "str"),
    ("tojson", "json"),
    ("urlencode", "percent"),
];

/// A block that no parent has, so that it would be shown nowhere.
pub fn unknown_block(name: &str, known: &[&str]) -> Diagnostic {
    let fault =
        Diagnostic::error("template-unknown-block", format!("no template that this one extends has a block `{name}`"));
    did_you_mean(fault, name, known, "the blocks that there are: ", VARS)
}

/// A variable that the page is not told.
pub fn unknown_variable(name: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::error("template-unknown-variable", format!("there is no variable `{name}` for this page"));
    did_you_mean(fault, name, known, "the variables that there are: ", VARS)
}

/// A field that a variable does not have.
pub fn unknown_field(name: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::error("template-unknown-field", format!("there is no field `{name}` here"));
    if known.is_empty() {
        return fault.help("what stands before the dot may be absent; ask first: {% if … %}");
    }
    did_you_mean(fault, name, known, "the fields that there are: ", VARS)
}

/// A template that no page is made with, straight or through others: mostly a slip in the name of a file.
pub fn unused(name: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::warning("template-unused", "no page is made with this template");
    let near = nearest(name, known.iter().copied().filter(|known| *known != name));
    fault.help(match near {
        Some(near) => format!("did you mean `{near}`? Only a file of that very name takes its place"),
        None => format!("include it somewhere (`{{% include \"{name}\" %}}`), or take it away"),
    })
}

/// A script inside of a page, which the page's policy keeps from running.
pub fn inline_script() -> Diagnostic {
    Diagnostic::warning("template-inline-script", "this script never runs: pages take scripts from files only").help(
        "put it into a file in the theme's static/, load that with `<script src=…>`, and write `scripts = true` in theme.toml",
    )
}

/// A script file of a theme that does not say that it has any.
pub fn undeclared_script() -> Diagnostic {
    Diagnostic::warning(
        "template-undeclared-script",
        "this script is never loaded: the theme does not say that it has any",
    )
    .help("write `scripts = true` in its theme.toml")
}

/// Styles inside of a page, which the page's policy passes over.
pub fn inline_style() -> Diagnostic {
    Diagnostic::warning("template-inline-style", "this has no effect: pages take styles from files only")
        .help("write it into a style sheet in the theme's static/, under a class")
}

/// Who lists what templates are told of.
const VARS: &str = "`goodturn theme vars` lists them";

/// `lead`: what stands before a short list; `many`: where a long one is to be found.
fn did_you_mean(fault: Diagnostic, name: &str, known: &[&str], lead: &str, many: &str) -> Diagnostic {
    match nearest(name, known.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => fault,
        None if known.len() > 20 => fault.help(many),
        None => fault.help(format!("{lead}{}", one_of(known))),
    }
}

/// A list or a variable that is not there at all was used; Tera does not say which name was meant.
pub fn nothing_here() -> Diagnostic {
    Diagnostic::error("template-nothing-here", "there is nothing to show here: this does not exist")
        .help("look for a slip in the name, or ask first: {% if … %}")
}

/// The template cannot be understood.
pub fn syntax(why: &str) -> Diagnostic {
    if why.starts_with("Unexpected end of input") {
        return Diagnostic::error("template-syntax", "the template ends in the middle of this")
            .help("look for a missing `}}`, `%}` or end tag, such as {% endif %}");
    }
    Diagnostic::error("template-syntax", format!("this template is not understood: {}", plain(why)))
}

/// Something went wrong while a page was made.
pub fn failed(why: &str) -> Diagnostic {
    Diagnostic::error("template-failed", plain(why))
}

/// A file in templates/ that is not text.
pub fn not_text() -> Diagnostic {
    Diagnostic::error("template-not-text", "this template is not UTF-8 text from here on")
        .help("save it as UTF-8 in your editor")
}

/// Two templates of one theme define a component of one name.
pub fn component_twice(name: &str, other: &str) -> Diagnostic {
    Diagnostic::error("template-component-twice", format!("the component `{name}` is also made in {other}"))
        .help("give one of the two another name")
}

/// Templates that extend each other in a circle. `own` is the parent theme's template of the same name, if a template
/// extends itself and that was what it meant.
pub fn circular_extends(chain: &[String], own: Option<&str>) -> Diagnostic {
    let message = match chain {
        [_, _] => "this template extends itself".to_owned(),
        _ => format!("these templates extend each other in a circle: {}", chain.join(" → ")),
    };
    let fault = Diagnostic::error("template-circular-extends", message);
    match own {
        Some(own) => fault.help(format!("for the parent theme's, write {{% extends \"{own}\" %}}")),
        None => fault.help("let one of them stand on its own, without `extends`"),
    }
}

/// Templates that include each other in a circle.
pub fn circular_include(chain: &[String]) -> Diagnostic {
    let message = match chain {
        [_, _] => "this template includes itself".to_owned(),
        _ => format!("these templates include each other in a circle: {}", chain.join(" → ")),
    };
    Diagnostic::error("template-circular-include", message)
        .help("take one of the includes out; for a list inside a list, use a loop")
}

/// Includes inside includes, too deep to be meant.
pub fn too_deep(deepest: usize) -> Diagnostic {
    Diagnostic::error("template-too-deep", format!("templates include or extend each other more than {deepest} deep"))
        .help("include the inner ones directly")
}

/// A component that uses itself without end.
pub fn endless_component() -> Diagnostic {
    Diagnostic::error("template-endless", "a component uses itself without an end")
        .help("components can be at most 20 inside each other; use a loop for deeper lists")
}

/// A page that grew beyond all measure: most likely a loop inside a loop.
pub fn too_large(mebibytes: usize) -> Diagnostic {
    Diagnostic::error("template-too-large", format!("this template makes a page of more than {mebibytes} MiB"))
        .help("look for a loop inside a loop, or a very long range")
}

/// A page whose loops, or includes in includes, go round far too often.
pub fn too_many_rounds(most: u64) -> Diagnostic {
    let message = format!("the loops that make this page go round more than {} million times in all", most / 1_000_000);
    Diagnostic::error("template-too-long", message)
        .help("look for a loop inside a loop, or a template that is included again and again")
}

/// A page whose variables grow beyond all measure.
pub fn too_much(mebibytes: u64) -> Diagnostic {
    let message = format!("what is put together here grows too large: a page may use {mebibytes} MiB");
    Diagnostic::error("template-too-much", message)
        .help("look for a variable that is joined to itself, or a list that is copied into itself, in a loop")
}

/// Whether a fault says that a page takes too much.
pub fn is_about_size(fault: &Diagnostic) -> bool {
    matches!(fault.code, "template-too-long" | "template-too-much" | "template-too-large")
}

/// Tera's words as ours: no capital at the start, no full stop, one line.
fn plain(why: &str) -> String {
    let line = why.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('.');
    let mut chars = line.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(line.chars().skip(1)).collect()
        }
        _ => line.to_owned(),
    }
}
