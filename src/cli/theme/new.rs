//! `goodturn theme new`: a folder to begin a theme in. Never writes over anything.

use std::path::Path;

use clap::Args;

use super::super::place::At;
use super::parent;
use crate::cli::console::Console;
use crate::cli::{Exit, Refusal, place};
use crate::ground::messages::{cli as say, theme as messages};
use crate::ground::{Slug, text};
use crate::shell::edit;
use crate::theme::embedded::{self, Embedded, THEMES};
use crate::theme::manifest::VERSION;

/// Begin a theme of your own in themes/NAME, on top of one that comes with goodturn
#[derive(Args)]
pub(super) struct Arguments {
    /// What to call it: small letters, digits and hyphens
    #[arg(value_name = "NAME")]
    name: String,
    /// The theme that gives every file that yours does not have
    #[arg(long, value_name = "THEME", default_value = "hearth")]
    from: String,
    /// Copy all files of that theme, to change them freely; else only what you change lies in your folder
    #[arg(long)]
    copy: bool,
    #[command(flatten)]
    at: At,
}

/// A file of the new theme, and what it is there for.
struct Part {
    path: String,
    bytes: Vec<u8>,
    what: &'static str,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let parent = embedded::find(&arguments.from).ok_or_else(|| {
        let known: Vec<&str> = THEMES.iter().map(|theme| theme.name).collect();
        Refusal::wrong_usage(messages::unknown_to_begin_with(&arguments.from, &known))
    })?;
    check_name(&arguments.name)?;
    let root = arguments.at.site()?;
    let folder = root.join("themes").join(&arguments.name);
    if folder.symlink_metadata().is_ok() {
        return Err(messages::theme_exists(&place::name_of(&folder)).into());
    }
    let parts = if arguments.copy { copied(&arguments.name, parent) } else { begun(&arguments.name, parent) };
    for part in &parts {
        let file = folder.join(&part.path);
        edit::create(&file, &part.bytes).map_err(|why| say::cannot_write(&place::name_of(&file), &why))?;
    }
    console.answer(&answer(&arguments.name, &folder, &root, &parts));
    Ok(Exit::Done)
}

/// A name that is a part of an address and means no other theme.
fn check_name(name: &str) -> Result<(), Refusal> {
    let made = Slug::from_text(name);
    if made.as_ref().is_none_or(|slug| slug.as_str() != name) {
        let near = made.map(|slug| slug.to_string());
        return Err(Refusal::wrong_usage(messages::bad_new_name(name, near.as_deref())));
    }
    if name == "builtin" || embedded::find(name).is_some() {
        return Err(Refusal::wrong_usage(messages::name_of_ours(name)));
    }
    Ok(())
}

/// As little as a theme can be: it says whom it extends, and shows how a template and the colours are changed.
fn begun(name: &str, parent: &Embedded) -> Vec<Part> {
    let part = |path: &str, text: String, what| Part { path: path.to_owned(), bytes: text.into_bytes(), what };
    let colours = colours(parent);
    vec![
        part("theme.toml", theme_toml(name, parent), "what the theme is, and what it wants to know"),
        part("templates/partials/head.html", head(parent), "a template in place of the parent's, as an example"),
        part("static/own.css", OWN_CSS.replace("{colours}", &colours), "your own styles, after the parent's"),
    ]
}

/// All files that are in force in the parent, the nearest first.
fn copied(name: &str, parent: &Embedded) -> Vec<Part> {
    let chain = parent::chain(parent);
    let mut parts = vec![Part {
        path: "theme.toml".to_owned(),
        bytes: theme_toml(name, parent).into_bytes(),
        what: "what the theme is, and what it wants to know",
    }];
    for (path, bytes) in chain.iter().flat_map(|theme| theme.files) {
        if parts.iter().all(|part| part.path != *path) {
            let what = if path.starts_with("static/") { "copied to the site" } else { "a template" };
            parts.push(Part { path: (*path).to_owned(), bytes: bytes.to_vec(), what });
        }
    }
    parts.sort_by(|a, b| a.path.cmp(&b.path));
    parts
}

fn theme_toml(name: &str, parent: &Embedded) -> String {
    let title = name.replace('-', " ");
    let mut letters = title.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let colours: String = parent::colours(parent)
        .iter()
        .fold(String::new(), |all, (name, colour)| format!("{all}# {name} = \"{colour}\"\n"));
    format!(
        "\
# For people; site.toml asks for the theme by its folder's name.
name = \"{title}\"
description = \"\"

# The versions of goodturn that this theme was made for.
goodturn = \"^{VERSION}\"

# Every file that is not in this folder comes from this theme.
extends = \"{}\"

# What every page is told of the whole site; less is faster.
# [shelves]
# newest = 5
# tags = true

# For social cards and the check of contrasts. The pages have their colours from static/own.css.
# [colours]
{colours}
# Anything; templates see it as `theme.extra`.
# [extra]
# motto = \"Mind the step.\"
",
        parent.name
    )
}

/// The colours of the parent in force, as a style sheet has them.
fn colours(parent: &Embedded) -> String {
    let line = |(name, colour): &(String, String)| format!("  --{name}: {};\n", colour.to_lowercase());
    parent::colours(parent).iter().map(line).collect()
}

fn head(parent: &Embedded) -> String {
    let path = "partials/head.html";
    let has = |theme: &Embedded| theme.files.iter().any(|(file, _)| *file == format!("templates/{path}"));
    let owner = parent::chain(parent).into_iter().find(has).unwrap_or(*parent).name;
    format!(
        "\
{{#- This file stands in place of the parent's templates/{path}, and takes all of it in.
    To change another template, copy it from the parent (`goodturn theme vars --theme {}` names them all), or extend it
    and fill one of its blocks:

        {{% extends \"{owner}/base.html\" %}}
        {{% block footer %}}{{{{ super() }}}}<p>Printed on recycled electrons.</p>{{% endblock footer %}}

    `goodturn theme vars` says what each template is told. -#}}
{{% include \"{owner}/{path}\" -%}}
<link rel=\"stylesheet\" href=\"{{{{ site.assets['own.css'] }}}}\">
",
        parent.name
    )
}

const OWN_CSS: &str = "\
/* These styles come after those of the parent theme. Take the remark's signs away to change the colours. */

/*
:root {
{colours}}

@media screen and (prefers-color-scheme: dark) {
  :root { --bg: #1e1814; --ink: #f0e6d8; }
}
*/
";

fn answer(name: &str, folder: &Path, root: &Path, parts: &[Part]) -> String {
    let mut lines = vec![format!("made in {}:", place::name_of(folder))];
    if parts.len() <= 5 {
        let widest = parts.iter().map(|part| part.path.len()).max().unwrap_or(0);
        lines.extend(parts.iter().map(|part| format!("  {:widest$}  {}", part.path, part.what)));
    } else {
        let templates = parts.iter().filter(|part| part.path.starts_with("templates/")).count();
        lines.push(format!("  theme.toml, {templates} templates and {} other files", parts.len() - templates - 1));
    }
    let go = match place::prefix(root) {
        step if step.is_empty() => String::new(),
        step => format!("cd {} && ", text::shell_word(step.trim_end_matches('/'))),
    };
    lines.push(format!("next: {go}goodturn serve --theme {name}"));
    lines.push(format!("then: {go}goodturn theme check {name}, and `theme = \"{name}\"` in site.toml"));
    lines.join("\n")
}
