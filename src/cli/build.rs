//! `goodturn build`: the arguments become a request, and the report becomes words.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use super::console::Console;
use super::day::On;
use super::place::At;
use super::{Exit, Format, Refusal, place};
use crate::ground::{Diagnostic, Severity, SourcePath};
use crate::pipeline::{self, Include, Report, Request};
use crate::shell::report::{self, Sources, Volume};
use crate::shell::watch::Watch;
use crate::shell::{disk::Disk, progress::Bar, source, terminal};
use crate::site::Reason;

/// Build the site
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Where the finished site goes [default: site.toml's `output`, else public]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand on the web [default: site.toml's `base_url`]
    #[arg(short = 'u', long, value_name = "URL")]
    base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
    /// Publish stories whose date has not come yet
    #[arg(long)]
    future: bool,
    /// Publish stories that have expired
    #[arg(long)]
    expired: bool,
    /// The theme [default: site.toml's `theme`, else hearth]
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Publish nothing while a warning stands
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    on: On,
    /// Say how long each step took
    #[arg(long)]
    timings: bool,
    /// How to answer: in words, or as JSON on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Make sure that the site is on the disk, not only on its way there
    #[arg(long)]
    sync: bool,
    /// How many threads to use [default: one for each processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Read and render everything anew, whatever the last build kept
    #[arg(long)]
    no_memo: bool,
    /// Make a clean build in memory besides, and compare it with what stands
    #[arg(long)]
    verify: bool,
    /// Go on, and build again whenever a source changes
    #[arg(long)]
    watch: bool,
    /// With --watch: look for changes every so many milliseconds instead of being told of them
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", requires = "watch", value_parser = interval)]
    poll: Option<Duration>,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Exit {
    match request(arguments) {
        Ok(request) if arguments.watch => watch(arguments, request, console),
        Ok(request) => once(arguments, &request, console, &mut Vec::new()),
        Err(refusal) => refuse(arguments, console, refusal),
    }
}

/// Builds, and again after each change, until the program is ended.
fn watch(arguments: &Arguments, mut request: Request, console: &Console) -> Exit {
    // The watch stands before anything is read, so that no change is missed.
    let root = std::fs::canonicalize(&request.root).unwrap_or_else(|_| request.root.clone());
    let (mut watch, said) = Watch::begin(&root, arguments.poll);
    console.say(said.as_slice(), &request.root);
    let is_heard = console.volume > Volume::Quiet && arguments.format == Format::Text;
    let tell = |line: &str| {
        if is_heard {
            terminal::err(&(report::clean(line, console.err) + "\n"));
        }
    };
    let mut told = Vec::new();
    once(arguments, &request, console, &mut told);
    tell("watching for changes; Ctrl-C ends this");
    loop {
        let mut sources = Vec::new();
        while sources.is_empty() {
            let (changed, said) = watch.wait();
            console.say(said.as_slice(), &request.root);
            sources = changed;
        }
        match &sources[..] {
            [] => {}
            [one] => tell(&format!("{one} changed")),
            [one, others @ ..] => {
                tell(&format!("{one} and {} changed", report::count(others.len(), "other", "others")));
            }
        }
        // A watch that goes on for days goes with the days.
        request.today = arguments.on.today(&request.root).unwrap_or(request.today);
        once(arguments, &request, console, &mut told);
    }
}

/// Builds once. `told` holds the warnings that were said before, which need not be said with every save.
fn once(arguments: &Arguments, request: &Request, console: &Console, told: &mut Vec<Diagnostic>) -> Exit {
    let begun = Instant::now();
    let report = {
        let silent = console.volume == Volume::Quiet || arguments.format == Format::Json;
        let manner = terminal::Manner { live: console.err.live && !silent, ..console.err };
        let wait = |why: &Diagnostic| console.interrupt(why);
        match Disk::open(&request.root, &wait) {
            Ok(disk) => {
                let mut report = pipeline::build(request, &disk, &Bar::new(manner));
                // What the last build kept was not looked at; it may tell of a story that was withdrawn since.
                if arguments.no_memo && report.left_out.iter().any(|left| matches!(left.reason, Reason::Withdrawn(_))) {
                    disk.forget();
                }
                if arguments.verify && report.published.is_some() {
                    let differences = pipeline::verify(request, &disk, &Bar::new(manner));
                    report.verified = differences.is_empty();
                    report.diagnostics.extend(differences);
                }
                report
            }
            Err(why) => Report { diagnostics: vec![why], ..Report::default() },
        }
    };
    let took = begun.elapsed();
    if arguments.format == Format::Json {
        let lookup = |path: &SourcePath| source::text(&request.root, path);
        terminal::out(&report::json(&report, took, &mut Sources::new(&lookup)));
    } else {
        say_news(&report, request, console, told);
        if console.volume == Volume::Verbose {
            terminal::err(&report::remade(&report.remade));
        }
        if arguments.timings {
            terminal::err(&report::timings(&report.timings));
        }
        close(&report, took, console);
        if report.verified && console.volume > Volume::Quiet {
            terminal::out("verified: a clean build gives the very same files\n");
        }
    }
    let whole = report.published.is_some() && (report.verified || !arguments.verify);
    if whole { Exit::Published } else { Exit::NotDone }
}

/// Says what is wrong, and of the warnings that stand since the last time only how many they are.
fn say_news(report: &Report, request: &Request, console: &Console, told: &mut Vec<Diagnostic>) {
    let is_news = |said: &&Diagnostic| said.severity == Severity::Error || !told.contains(said);
    let news: Vec<Diagnostic> = report.diagnostics.iter().filter(is_news).cloned().collect();
    console.say(&news, &request.root);
    let warnings = |all: &[Diagnostic]| all.iter().filter(|said| said.severity == Severity::Warning).count();
    let before = warnings(&report.diagnostics) - warnings(&news);
    if before > 0 && console.volume > Volume::Quiet {
        terminal::err(&format!("{} as before\n", report::count(before, "warning", "warnings")));
    }
    if report.published.is_some() {
        told.clear();
        told.extend_from_slice(&report.diagnostics);
    } else {
        // A build that stops early has not seen all that it would warn of.
        told.extend(news);
    }
}

/// The closing line: an answer if there is a site, else the last word on what went wrong.
fn close(report: &Report, took: Duration, console: &Console) {
    match &report.published {
        Some(_) if console.volume == Volume::Quiet => {}
        Some(published) => {
            let output = place::name_of(&published.output);
            terminal::out(&report::closing_line(report, &output, took, console.out));
        }
        None => terminal::err(&report::closing_line(report, "", took, console.err)),
    }
}

/// Nothing could even begin; whoever waits for JSON gets it all the same.
fn refuse(arguments: &Arguments, console: &Console, refusal: Refusal) -> Exit {
    let report = Report { diagnostics: vec![refusal.why], ..Report::default() };
    if arguments.format == Format::Json {
        terminal::out(&report::json(&report, Duration::ZERO, &mut Sources::new(&|_| None)));
    } else {
        console.say(&report.diagnostics, Path::new(""));
    }
    refusal.exit
}

fn request(arguments: &Arguments) -> Result<Request, Refusal> {
    let root = arguments.at.site()?;
    let today = arguments.on.today(&root)?;
    Ok(Request {
        root,
        output: arguments.output.clone(),
        base_url: arguments.base_url.clone(),
        theme: arguments.theme.clone(),
        include: Include { drafts: arguments.drafts, future: arguments.future, expired: arguments.expired },
        today,
        threads: arguments.threads,
        sync: arguments.sync,
        strict: arguments.strict,
        memo: !arguments.no_memo,
        last: !arguments.watch && !arguments.verify,
    })
}

/// Milliseconds as `--poll` takes them.
pub(super) fn interval(text: &str) -> Result<Duration, String> {
    let ms: u64 = text.parse().map_err(|_| "give a number of milliseconds, such as 500".to_owned())?;
    if (10..=3_600_000).contains(&ms) {
        Ok(Duration::from_millis(ms))
    } else {
        Err("between 10 and 3600000".to_owned())
    }
}
