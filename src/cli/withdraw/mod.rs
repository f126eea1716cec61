//! `goodturn withdraw`: takes a story back, at the wish of whoever told it or is told of in it. Shows what will go, asks, and
//! writes one line into the story's own file; the next build does the rest.

mod copies;
mod loss;
mod reminder;

use std::path::Path;

use clap::Args;

use super::asked::Asked;
use super::console::Console;
use super::day;
use super::place::At;
use super::{Exit, Refusal, place};
use crate::ground::messages::{asked as say, check, cli as messages};
use crate::ground::{Date, Diagnostic, SourcePath, suggest};
use crate::pipeline::{self, Include, Request, Silent, Supposing};
use crate::settings::{self, Settings};
use crate::shell::disk::Disk;
use crate::shell::{edit, source};
use crate::site::routes::{Owner, Target};
use crate::site::{Published, Site};
use crate::story::{self, Kind, Source, Story, front_matter};
use loss::Loss;

/// Take a story back: its page says no more than that, and all else of it goes
#[derive(Args)]
pub(super) struct Arguments {
    /// The story: its short name, its file or its address
    #[arg(value_name = "STORY")]
    story: String,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Say what would go, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    at: At,
    /// The day since when it is withdrawn [default: the clock, or `SOURCE_DATE_EPOCH`]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day::day)]
    today: Option<Date>,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let root = arguments.at.site()?;
    let today = arguments.today.map_or_else(|| day::today(&root), Ok)?;
    let disk = Disk::open(&root, &|_| {})?;
    let path = SourcePath::new(settings::FILE);
    let (settings, _) = Settings::parse(&path, &source::text(&root, &path).unwrap_or_default());
    // Drafts, too: what is not published today may have been once, and others may lead to it.
    let all = Include { drafts: true, future: true, expired: true };
    let (site, report) = pipeline::look(&Request::of(root.clone(), all, today), &disk, &Silent);
    let Some(site) = site else {
        console.say(&report.diagnostics, &root);
        return Ok(Exit::NotDone);
    };
    let one = match find(&arguments.story, &site, disk.root(), &settings)? {
        Found::Story(one) => one,
        Found::Unreadable(path) => {
            let own = report.diagnostics.into_iter().filter(|it| it.is_error() && it.path.as_ref() == Some(&path));
            console.say(&own.collect::<Vec<_>>(), &root);
            return Err(say::cannot_mark(&path, &format!("withdrawn: {today}")).into());
        }
    };
    let path = &one.story.source;
    let name = format!("{}{path}", place::prefix(&root));
    if let Some(since) = one.story.front.withdrawn {
        console.answer(&format!("{name} is withdrawn since {since}; nothing is to be done"));
        return Ok(Exit::Done);
    }
    let file = disk.path(path);
    let text = edit::read_text(&file).map_err(|why| messages::cannot_read(&place::name_of(&file), &why))?;
    let fresh = marked(&one.story, &text, today, &settings)?;
    let supposing = Supposing { world: &disk, path, text: &fresh };
    let loss =
        Loss::of(&one, &site, &settings, (&Request::of(root.clone(), Include::default(), today), &disk, &supposing));
    console.answer(&loss.told(&root));
    let copies = copies::of(&text, path, disk.root(), &disk.root().join(&settings.output));
    if !copies.is_empty() {
        let prefix = place::prefix(&root);
        let named: Vec<String> = copies.iter().map(|copy| format!("\n  {prefix}{copy}")).collect();
        console.answer(&format!("\nfiles that hold words of it, and that no build takes away:{}", named.concat()));
    }
    if arguments.dry_run {
        console.answer("\nnothing was changed");
        return Ok(Exit::Done);
    }
    if !arguments.yes && !console.confirmed("\nwithdraw this story?") {
        console.answer("\nnothing was changed; `--yes` withdraws it without asking");
        return Ok(Exit::NotDone);
    }
    write(&file, path, (&text, &fresh))?;
    console.answer(&format!("\n{}", reminder::words(&name, today)));
    Ok(Exit::Done)
}

enum Found {
    Story(Box<Published>),
    /// There is such a file, and it holds no story that can be read.
    Unreadable(SourcePath),
}

/// The story that is meant.
fn find(word: &str, site: &Site, root: &Path, settings: &Settings) -> Result<Found, Diagnostic> {
    let here = std::env::current_dir().unwrap_or_default();
    let asked = Asked::read(word, &here, root, settings);
    if asked.elsewhere.is_some() {
        return Err(say::of_another_site(word, &settings.base_url.to_string()));
    }
    let all: Vec<&Published> = site.stories.iter().chain(&site.pages).chain(&site.tombstones).collect();
    let mut sources: Vec<SourcePath> =
        asked.sources.iter().filter(|path| root.join(path.as_str()).is_file()).cloned().collect();
    let named = |one: &&&Published| one.story.kind == Kind::Story && Some(&one.story.front.slug) == asked.slug.as_ref();
    let of_slug: Vec<SourcePath> = all.iter().filter(named).map(|one| one.story.source.clone()).collect();
    if sources.is_empty() && of_slug.len() > 1 {
        return Err(say::several_of_that_name(word, &of_slug.iter().map(ToString::to_string).collect::<Vec<_>>()));
    }
    sources.extend(of_slug);
    for url in &asked.urls {
        let Some(route) = site.routes.at(url) else { continue };
        match &route.owner {
            Owner::Source(source, _) => sources.push(source.clone()),
            Owner::Made(_) => sources.push(SourcePath::new(route.url.file())),
        }
        if route.target == Target::Made {
            return Err(say::only_stories_are_withdrawn(&SourcePath::new(route.url.as_str())));
        }
    }
    let Some(path) = sources.first() else {
        let names =
            all.iter().flat_map(|one| [one.story.front.slug.as_str(), one.story.source.as_str(), one.url.as_str()]);
        return Err(say::nothing_of_that_name(word, suggest::nearest(word, names)));
    };
    match all.into_iter().find(|one| one.story.source == *path) {
        Some(one) => Ok(Found::Story(Box::new(one.clone()))),
        None if path.as_str().starts_with("content/") && path.as_str().ends_with(".md") && !is_intro(site, path) => {
            Ok(Found::Unreadable(path.clone()))
        }
        None => Err(say::only_stories_are_withdrawn(path)),
    }
}

fn is_intro(site: &Site, path: &SourcePath) -> bool {
    site.tags.iter().any(|tag| tag.intro.as_ref().is_some_and(|intro| intro.source == *path))
}

/// The file's text with the day in it; read again, to be sure that it says that day and has lost nothing.
fn marked(story: &Story, text: &str, today: Date, settings: &Settings) -> Result<String, Diagnostic> {
    let path = &story.source;
    let refusal = || say::cannot_mark(path, &format!("withdrawn: {today}"));
    let fresh = front_matter::withdrawn(text, today).ok_or_else(refusal)?;
    let (read, _) = story::parse(Source { path, text: &fresh, kind: story.kind }, settings);
    let same_words = |new: &Story| {
        let body = |text: &'_ str, start: u32| text.get(start as usize..).map(str::to_owned);
        body(&fresh, new.body.start) == body(text, story.body.start)
    };
    read.filter(|new| new.front.withdrawn == Some(today) && same_words(new)).map(|_| fresh.clone()).ok_or_else(refusal)
}

fn write(file: &Path, path: &SourcePath, (before, fresh): (&str, &str)) -> Result<(), Diagnostic> {
    let name = place::name_of(file);
    // Somebody may have gone on writing while the question stood there.
    let now = edit::read_text(file).map_err(|why| messages::cannot_read(&name, &why))?;
    if now != before {
        return Err(check::changed_while_asked(path));
    }
    edit::replace(file, fresh.as_bytes()).map_err(|why| messages::cannot_write(&name, &why))
}
