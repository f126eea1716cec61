//! `goodturn check`: everything that can be said of the finished site, which is made in memory only.

mod external;
mod old_urls;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use super::console::Console;
use super::day::On;
use super::place::At;
use super::{Exit, Format, Refusal};
use crate::ground::{Diagnostic, Severity, SourcePath};
use crate::pipeline::{self, Include, Ready, Report, Request};
use crate::shell::disk::Disk;
use crate::shell::elsewhere::Heard;
use crate::shell::report::{self, Sources, Volume, count};
use crate::shell::{progress::Bar, source, terminal};

/// Look at the finished site: links, pictures, headings, private names
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// With --old-urls: where the finished site is [default: site.toml's `output`, else public]
    #[arg(short, long, value_name = "DIR", requires = "old_urls")]
    output: Option<PathBuf>,
    /// Where the site will stand on the web [default: site.toml's `base_url`]
    #[arg(short = 'u', long, value_name = "URL")]
    base_url: Option<String>,
    /// Look at the site in another theme [default: site.toml's `theme`]
    #[arg(long, value_name = "NAME", conflicts_with = "old_urls")]
    theme: Option<String>,
    /// Ask other hosts whether what the site links to is still there
    #[arg(long, conflicts_with = "old_urls")]
    external: bool,
    /// With --external: how long one answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 20, requires = "external", value_parser = clap::value_parser!(u64).range(1..=120))]
    timeout: u64,
    /// Look up these old addresses in the site that was built: a sitemap, or a text with one on each line
    #[arg(long, value_name = "FILE")]
    old_urls: Option<PathBuf>,
    /// Look at drafts and at stories whose date has not come, too
    #[arg(long, conflicts_with = "old_urls")]
    drafts: bool,
    /// Let warnings count as errors
    #[arg(long, conflicts_with = "old_urls")]
    strict: bool,
    #[command(flatten)]
    on: On,
    /// How to answer: in words, or as JSON on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    if let Some(file) = &arguments.old_urls {
        return old_urls::run(arguments, file, console);
    }
    let begun = Instant::now();
    let root = arguments.at.site()?;
    let today = arguments.on.today(&root)?;
    let include = Include { drafts: arguments.drafts, future: arguments.drafts, expired: false };
    let asked = (arguments.base_url.clone(), arguments.theme.clone());
    let request = Request { base_url: asked.0, theme: asked.1, ..Request::of(root.clone(), include, today) };
    let wait = |why: &Diagnostic| console.interrupt(why);
    let disk = Disk::open(&root, &wait)?;
    let silent = console.volume == Volume::Quiet || arguments.format == Format::Json;
    let manner = terminal::Manner { live: console.err.live && !silent, ..console.err };
    let bar = Bar::new(manner);
    let (mut report, ready) = pipeline::inspect(&request, &disk, &bar);
    let asked = ready.as_ref().filter(|_| arguments.external);
    let heard = asked.map(|ready| external::ask(ready, &mut report, arguments.timeout, &disk, &bar)).transpose()?;
    let of = |severity| report.diagnostics.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    if arguments.format == Format::Json {
        terminal::out(&json(&report, (errors, warnings), heard.as_ref(), begun.elapsed(), &root));
    } else {
        console.say(&report.diagnostics, &root);
        console.answer(&closing_line(ready.as_ref(), heard.as_ref(), errors, warnings));
    }
    let is_good = errors == 0 && (warnings == 0 || !arguments.strict);
    Ok(if is_good { Exit::Done } else { Exit::NotDone })
}

fn closing_line(ready: Option<&Ready>, heard: Option<&Heard>, errors: usize, warnings: usize) -> String {
    let looked_at = match ready {
        Some(ready) => {
            let stories = count(ready.site.stories.len(), "story", "stories");
            let files = count(ready.pages.len(), "file", "files");
            match heard {
                None => format!("{stories} and {files} looked at"),
                Some(heard) => format!("{stories}, {files} and {} looked at", external::told(heard)),
            }
        }
        // Without pages nobody can tell more than a build would.
        None => "the site cannot be made yet".to_owned(),
    };
    match (errors, warnings) {
        (0, 0) => format!("{looked_at}: nothing to mend"),
        (0, warnings) => format!("{looked_at}: {}", count(warnings, "warning", "warnings")),
        (errors, 0) => format!("{looked_at}: {}", count(errors, "error", "errors")),
        (errors, warnings) => {
            format!("{looked_at}: {}, {}", count(errors, "error", "errors"), count(warnings, "warning", "warnings"))
        }
    }
}

/// The answer for programs. New keys may come, none goes.
#[derive(Serialize)]
struct Answer<'a> {
    errors: usize,
    warnings: usize,
    diagnostics: Vec<report::Said<'a>>,
    /// Only with `--external`.
    #[serde(skip_serializing_if = "Option::is_none")]
    external: Option<external::Told>,
    milliseconds: f64,
}

fn json(
    report: &Report,
    (errors, warnings): (usize, usize),
    heard: Option<&Heard>,
    took: Duration,
    root: &Path,
) -> String {
    let lookup = |path: &SourcePath| source::text(root, path);
    let diagnostics = report::places(&report.diagnostics, &mut Sources::new(&lookup));
    report::one_line(&Answer {
        errors,
        warnings,
        diagnostics,
        external: heard.map(external::Told::of),
        milliseconds: report::milliseconds(took),
    })
}
