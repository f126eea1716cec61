//! `goodturn list`: every story with its date, its state and its file; nothing is published.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Args;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::console::Console;
use super::day::On;
use super::place::At;
use super::{Exit, Format, Refusal, place};
use crate::check::consent::Need;
use crate::ground::{Date, Diagnostic};
use crate::pipeline::{self, Include, Report, Request, Silent};
use crate::shell::disk::Disk;
use crate::shell::{report, terminal};
use crate::site::{LeftOut, Published, Reason, Site};

/// List the stories, and whether they are published
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Only what is not published, and why
    #[arg(long)]
    left_out: bool,
    /// Only what waits for something, drafts too: `consent`, for the people in the stories to agree
    #[arg(long, value_name = "WHAT", value_enum, conflicts_with = "left_out")]
    needs: Option<Wanted>,
    #[command(flatten)]
    on: On,
    /// How to answer: in words, or as JSON on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What a story can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Wanted {
    Consent,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let root = arguments.at.site()?;
    let today = arguments.on.today(&root)?;
    let waits = arguments.needs == Some(Wanted::Consent);
    let include = Include { drafts: waits, future: waits, expired: false };
    let (site, report) = look(&root, include, today)?;
    let errors: Vec<_> = report.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    console.say(&errors, &root);
    let Some(site) = site else { return Ok(Exit::NotDone) };
    let mut lines: Vec<Line<'_>> = Vec::new();
    if waits {
        lines.extend(site.stories.iter().filter_map(|story| Line::waiting(story, today)));
    } else {
        lines.extend(site.left_out.iter().map(Line::left_out));
    }
    if !arguments.left_out && !waits {
        lines.extend(site.stories.iter().map(Line::published));
    }
    let broken: BTreeSet<&str> = errors.iter().filter_map(|error| Some(error.path.as_ref()?.as_str())).collect();
    for line in lines.iter_mut().filter(|line| line.url.is_some() && broken.contains(line.path)) {
        (line.state, line.url) = ("broken", None);
    }
    lines.sort_by(|a, b| (b.date.as_deref(), a.path).cmp(&(a.date.as_deref(), b.path)));
    match arguments.format {
        Format::Json => terminal::out(&report::one_line(&lines)),
        Format::Text => {
            console.answer(&table(&lines, &place::prefix(&root)));
            let closing = if waits {
                waiting_line(lines.len())
            } else {
                closing_line(&lines, arguments.left_out, !errors.is_empty())
            };
            console.answer(&closing);
        }
    }
    Ok(if errors.is_empty() { Exit::Done } else { Exit::NotDone })
}

fn look(root: &Path, include: Include, today: Date) -> Result<(Option<Site>, Report), Diagnostic> {
    let request = Request::of(root.to_path_buf(), include, today);
    let disk = Disk::open(root, &|_| {})?;
    Ok(pipeline::look(&request, &disk, &Silent))
}

/// One story, as the list shows it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    path: &'a str,
    title: &'a str,
    /// The story's day; of one that is left out, the day that decides.
    date: Option<String>,
    state: &'static str,
    url: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn published(story: &'a Published) -> Self {
        let front = &story.story.front;
        Self {
            path: story.story.source.as_str(),
            title: &front.title,
            date: front.date.map(|moment| moment.day.to_string()),
            state: if front.listed { "published" } else { "unlisted" },
            url: Some(story.url.as_str()),
        }
    }

    /// A story that somebody must still agree to; why stands in the place of its state.
    fn waiting(story: &'a Published, today: Date) -> Option<Self> {
        let need = Need::of(story.story.front.permission.as_ref(), today)?;
        Some(Self { state: need.word(), ..Self::published(story) })
    }

    fn left_out(story: &'a LeftOut) -> Self {
        let (state, day) = match story.reason {
            Reason::Draft => ("draft", None),
            Reason::Future(day) => ("future", Some(day)),
            Reason::Expired(day) => ("expired", Some(day)),
            Reason::Withdrawn(day) => ("withdrawn", Some(day)),
        };
        let date = day.map(|day| day.to_string());
        Self { path: story.source.as_str(), title: &story.title, date, state, url: None }
    }
}

/// The widest title that keeps its line short.
const WIDEST: usize = 48;

fn table(lines: &[Line<'_>], prefix: &str) -> String {
    let titles: Vec<String> = lines.iter().map(|line| shortened(line.title)).collect();
    let widest = titles.iter().map(|title| title.width()).max().unwrap_or(0);
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    for (line, title) in lines.iter().zip(&titles) {
        let air = " ".repeat(widest - title.width());
        let date = line.date.as_deref().unwrap_or("-");
        out.push(format!("{date:<10}  {:<9}  {title}{air}  {prefix}{}", line.state, line.path));
    }
    out.join("\n")
}

fn closing_line(lines: &[Line<'_>], only_left_out: bool, is_broken: bool) -> String {
    let left_out = lines.iter().filter(|line| line.url.is_none()).count();
    if is_broken {
        return "nothing new is published until what is wrong has been mended".to_owned();
    }
    match (lines.len() - left_out, left_out) {
        (_, 0) if only_left_out => "nothing is left out".to_owned(),
        (_, left_out) if only_left_out => format!("{left_out} left out"),
        (published, 0) => format!("{published} published"),
        (published, left_out) => format!("{published} published, {left_out} left out"),
    }
}

fn waiting_line(stories: usize) -> String {
    match stories {
        0 => "no story waits for anybody's permission".to_owned(),
        1 => "1 story waits for somebody's permission".to_owned(),
        stories => format!("{stories} stories wait for somebody's permission"),
    }
}

fn shortened(title: &str) -> String {
    let clean: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if clean.width() <= WIDEST {
        return clean;
    }
    let mut short = String::new();
    for c in clean.chars() {
        short.push(c);
        if short.width() >= WIDEST {
            short.pop();
            break;
        }
    }
    short.trim_end().to_owned() + "…"
}
