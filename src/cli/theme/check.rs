//! `goodturn theme check`: sites that no theme likes, made in memory with a theme, and looked at as `goodturn check` looks at
//! a site of one's own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::told;
use super::torture::{self, Site};
use super::{files, today};
use crate::cli::console::Console;
use crate::cli::{Exit, Format, Refusal};
use crate::ground::messages::theme as messages;
use crate::ground::{Date, Diagnostic, Severity, SourcePath};
use crate::pipeline::{self, Made, Ready, Request, Silent};
use crate::plan::View;
use crate::render::contract::{Contract, Kind};
use crate::shell::paper::Paper;
use crate::shell::report::{self, Sources, count};
use crate::shell::{source, terminal};
use crate::theme::names::{self, Vocabulary};
use crate::theme::outline::folders;
use crate::theme::{Theme, ThemeFile};

/// The largest style sheet that a reader with a slow line need not notice, in KiB.
const LARGEST_STYLE: usize = 14;
/// Words of a story with a note of care, and the note.
const WORDS: &[u8] = b"What stands behind the note";
const NOTE: &[u8] = b"Mentions a death in hospital.";

/// What is said of the sites themselves, which are meant to be so.
const MEANT: [&str; 2] = ["front-matter-no-date", "names-guarded"];

/// Try a theme on sites that no theme likes, and look at every page
#[derive(Args)]
pub(super) struct Arguments {
    /// The theme: a folder in themes/, or one that comes with goodturn
    #[arg(value_name = "NAME")]
    name: String,
    /// Let warnings count as errors
    #[arg(long)]
    strict: bool,
    /// The site's folder, if the theme is in its themes/ [default: the nearest one upwards that has a site.toml]
    #[arg(short, long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// How to answer: in words, or as JSON on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let (root, files) = files(arguments.root.as_deref())?;
    // Other themes lie beside it; what is wrong must not be looked for there.
    let own = folders(&arguments.name, &files);
    let folder = |file: &ThemeFile| file.path.as_str().split('/').nth(1).map(str::to_owned);
    let is_own = |file: &&ThemeFile| own.is_empty() || folder(file).is_some_and(|folder| own.contains(&folder));
    let files: Vec<ThemeFile> = files.iter().filter(is_own).cloned().collect();
    let found = Found::by_trying(&arguments.name, &files, today()?);
    let of = |severity| found.said.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let lookup = |path: &SourcePath| text(path, &root);
    match arguments.format {
        Format::Json => {
            let diagnostics = report::places(&found.said, &mut Sources::new(&lookup));
            terminal::out(&report::one_line(&Answer {
                theme: &arguments.name,
                pages: found.pages,
                errors,
                warnings,
                diagnostics,
            }));
        }
        Format::Text => {
            console.say_of(&found.said, &root, &lookup);
            console.answer(&closing_line(&arguments.name, found.pages, errors, warnings));
        }
    }
    let is_good = errors == 0 && (warnings == 0 || !arguments.strict);
    Ok(if is_good { Exit::Done } else { Exit::NotDone })
}

/// The answer for programs. New keys may come, none goes.
#[derive(Serialize)]
struct Answer<'a> {
    theme: &'a str,
    pages: usize,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<report::Said<'a>>,
}

fn closing_line(name: &str, pages: usize, errors: usize, warnings: usize) -> String {
    let tried = match pages {
        0 => format!("{name} makes no page yet"),
        _ => format!("{name}: {} of {} sites looked at", count(pages, "page", "pages"), Site::ALL.len()),
    };
    let found: Vec<String> = [(errors, "error", "errors"), (warnings, "warning", "warnings")]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| count(number, one, many))
        .collect();
    format!("{tried}: {}", if found.is_empty() { "nothing to mend".to_owned() } else { found.join(", ") })
}

/// What was found.
struct Found {
    said: Vec<Diagnostic>,
    /// How many pages were looked at.
    pages: usize,
}

impl Found {
    fn by_trying(name: &str, files: &[ThemeFile], today: Date) -> Self {
        let mut found = Self { said: Vec::new(), pages: 0 };
        let mut known = BTreeSet::new();
        let mut more = |one: &Diagnostic| {
            known.insert((one.path.clone(), one.span.map(|span| (span.start, span.end)), one.message.clone()))
        };
        // What keeps the theme from being read is said once, not once for each site.
        let (theme, said) = Theme::load(name, files);
        let fatal = theme.is_none();
        for site in Site::ALL.into_iter().filter(|_| !fatal) {
            let paper = torture::paper(site, files);
            let request = Request { theme: Some(name.to_owned()), ..told::request(today) };
            let (report, ready) = pipeline::inspect(&request, &paper, &Silent);
            let shown = ready.as_ref().map(|ready| shown(ready, &paper)).unwrap_or_default();
            found.pages +=
                ready.as_ref().map_or(0, |ready| ready.pages.iter().filter(|page| is_html(&page.view)).count());
            let said = report.diagnostics.into_iter().chain(shown).filter(|one| !MEANT.contains(&one.code));
            found.said.extend(said.map(|one| of_site(one, site)).filter(&mut more));
        }
        let style = theme.as_ref().map(large_styles).unwrap_or_default();
        let slips = if fatal { Vec::new() } else { names::unknown(name, files, &vocabulary()) };
        // Where a page was made, its own words are better than those about names.
        let met: BTreeSet<_> = found.said.iter().filter_map(|one| Some((one.path.clone()?, one.span?.start))).collect();
        let slips = slips
            .into_iter()
            .filter(|one| one.path.clone().zip(one.span).is_none_or(|(path, span)| !met.contains(&(path, span.start))));
        let rest: Vec<Diagnostic> = said.into_iter().chain(slips).chain(style).filter(&mut more).collect();
        found.said.extend(rest);
        found
    }
}

fn is_html(view: &View) -> bool {
    matches!(view, View::Html(_))
}

/// A fault in a file of a site that is nowhere on disk says so by its path.
fn of_site(mut one: Diagnostic, site: Site) -> Diagnostic {
    one.path = one.path.map(|path| match path.as_str() {
        inside if inside.starts_with("themes/") || inside.starts_with('<') => path,
        inside => SourcePath::new(format!("<{}>/{inside}", site.words())),
    });
    one
}

/// The text of a file of a theme, or of one of the sites.
fn text(path: &SourcePath, root: &Path) -> Option<String> {
    let of_site = Site::ALL.into_iter().find_map(|site| {
        let inside = path.as_str().strip_prefix(&format!("<{}>/", site.words()))?;
        torture::paper(site, &[]).text(&SourcePath::new(inside))
    });
    of_site.or_else(|| source::text(root, path))
}

/// What a story's page must show whatever the theme is: its words, and a note of care before them.
fn shown(ready: &Ready, paper: &Paper) -> Vec<Diagnostic> {
    let Some(page) = ready.page("/stories/careful/") else { return Vec::new() };
    let View::Html(view) = &page.view else { return Vec::new() };
    let mut desk = ready.desk();
    // If it cannot be made, that was said.
    let Ok(Made::Bytes(bytes)) = ready.render(page, paper, &mut desk) else { return Vec::new() };
    // What stands in the head is for search engines.
    let body = memchr::memmem::find(bytes, b"<body").unwrap_or(0);
    let find = |words| memchr::memmem::find(&bytes[body..], words);
    let template = view.main.template();
    let one = match (find(NOTE), find(WORDS)) {
        (_, None) => messages::not_shown("the words of a story", "write {{ content }} in story.html"),
        (None, _) => messages::not_shown(
            "a story's content note",
            "show `story.content_note` above `content`: it is there for readers who would rather not go on",
        ),
        (Some(note), Some(words)) if words < note => messages::note_too_late(template),
        _ => return Vec::new(),
    };
    vec![one.via(format!("on the page {}", page.url))]
}

fn large_styles(theme: &Theme) -> Vec<Diagnostic> {
    let styles =
        theme.assets.iter().filter(|(path, asset)| path.ends_with(".css") && asset.bytes.len() > LARGEST_STYLE << 10);
    styles
        .map(|(path, asset)| messages::large_style(path, asset.bytes.len().div_ceil(1 << 10), LARGEST_STYLE))
        .collect()
}

/// What templates can be told of, by the contract.
pub(super) fn vocabulary() -> Vocabulary {
    let contract = Contract::new();
    let mut variables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let fields = |kind: &Kind| -> BTreeSet<String> {
        let inner = if let Kind::Maybe(inner) = kind { inner } else { kind };
        let thing = if let Kind::Thing(name) = inner { contract.thing(name) } else { None };
        thing.into_iter().flat_map(|thing| &thing.fields).map(|field| field.name.clone()).collect()
    };
    for field in contract.everywhere.iter().chain(contract.templates.iter().flat_map(|one| &one.variables)) {
        variables.entry(field.name.clone()).or_default().extend(fields(&field.kind));
    }
    let all = || contract.things.iter().flat_map(|thing| &thing.fields);
    let is_open = |kind: &Kind| matches!(kind, Kind::Anything | Kind::Map(_));
    Vocabulary {
        variables,
        fields: all().map(|field| field.name.clone()).collect(),
        open: all().filter(|field| is_open(&field.kind)).map(|field| field.name.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::embedded::THEMES;

    #[test]
    fn the_themes_that_ship_pass_and_name_nothing_that_is_not_in_the_contract() {
        for theme in THEMES {
            let found = Found::by_trying(theme.name, &[], Date::new(2026, 1, 6).unwrap());
            assert!(found.said.is_empty(), "{}: {:#?}", theme.name, found.said);
        }
    }
}
