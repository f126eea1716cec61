//! `goodturn serve`: the arguments become an order, and what happens becomes lines.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::console::Console;
use super::day;
use super::place::At;
use super::{Exit, Format, Refusal, build};
use crate::ground::messages::serve as messages;
use crate::ground::{Diagnostic, SourcePath};
use crate::pipeline::{Include, Request};
use crate::shell::report::{self, Sources, Volume, count, milliseconds, time};
use crate::shell::serve::{self, Changed, Event, Order, Ready, Round, Watching};
use crate::shell::watch::Way;
use crate::shell::{source, terminal};

/// Show the site in the browser while it is being written
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// The port to listen on [default: the first free one from 1111 on]
    #[arg(short, long, value_name = "PORT")]
    port: Option<u16>,
    /// The address of this machine to listen on; others can reach it then if it is not 127.0.0.1
    #[arg(short, long, value_name = "ADDRESS", value_parser = address, default_value = "127.0.0.1")]
    interface: IpAddr,
    /// Open the site in the browser
    #[arg(short = 'O', long)]
    open: bool,
    /// Follow every change (this is so unless --no-watch says otherwise)
    #[arg(long, overrides_with = "no_watch")]
    watch: bool,
    /// Show the site as it is now and leave it at that
    #[arg(long, overrides_with = "watch")]
    no_watch: bool,
    /// Look for changes every so many milliseconds instead of being told of them
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", value_parser = build::interval)]
    poll: Option<Duration>,
    /// Show drafts (this is so unless --no-drafts says otherwise)
    #[arg(long, overrides_with = "no_drafts")]
    drafts: bool,
    /// Leave drafts out, as `build` does
    #[arg(long, overrides_with = "drafts")]
    no_drafts: bool,
    /// Show stories whose date has not come yet
    #[arg(long)]
    future: bool,
    /// Show stories that have expired
    #[arg(long)]
    expired: bool,
    /// Where the site will stand on the web [default: site.toml's `base_url`]
    #[arg(short = 'u', long, value_name = "URL")]
    base_url: Option<String>,
    /// The theme [default: site.toml's `theme`, else hearth]
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// How to say what happens: in words, or as JSON, one line an event
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let root = arguments.at.site()?;
    let day = day::today(&root)?;
    let editor = editor_link(|name| std::env::var(name).ok());
    // Where the clock cannot be asked any more, the day on which we began must do.
    let today = || day::today(&root).unwrap_or(day);
    let order = Order {
        request: request(arguments, root.clone(), day),
        address: arguments.interface,
        port: arguments.port,
        watch: match (arguments.no_watch, arguments.poll) {
            (true, _) => Watching::No,
            (false, Some(interval)) => Watching::Poll(interval),
            (false, None) => Watching::Events,
        },
        editor: &editor,
        today: &today,
    };
    let mut voice = Voice { console, root: &root, format: arguments.format, open: arguments.open, said: Vec::new() };
    serve::serve(&order, &mut |event| voice.tell(event))?;
    Ok(Exit::Done)
}

fn request(arguments: &Arguments, root: PathBuf, today: crate::ground::Date) -> Request {
    let include = Include { drafts: !arguments.no_drafts, future: arguments.future, expired: arguments.expired };
    let (base_url, theme) = (arguments.base_url.clone(), arguments.theme.clone());
    Request { base_url, theme, memo: true, ..Request::of(root, include, today) }
}

/// An address of this machine.
fn address(text: &str) -> Result<IpAddr, String> {
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(Ipv4Addr::LOCALHOST.into());
    }
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    inner.parse().map_err(|_| "give an address of this machine, such as 127.0.0.1 or 0.0.0.0".to_owned())
}

/// The link that opens the person's editor at a line, as far as its name tells; most editors have learnt that of VS Code.
fn editor_link(variable: impl Fn(&str) -> Option<String>) -> String {
    let command = variable("VISUAL").or_else(|| variable("EDITOR")).unwrap_or_default();
    let program = command.split_ascii_whitespace().next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let link = match program {
        "codium" | "vscodium" => "vscodium://file{path}:{line}:{column}",
        "cursor" => "cursor://file{path}:{line}:{column}",
        "windsurf" => "windsurf://file{path}:{line}:{column}",
        "zed" | "zeditor" => "zed://file{path}:{line}:{column}",
        "subl" => "subl://open?url=file://{path}&line={line}&column={column}",
        "idea" | "pycharm" | "webstorm" | "phpstorm" | "rustrover" => {
            "idea://open?file={path}&line={line}&column={column}"
        }
        "mate" => "txmt://open?url=file://{path}&line={line}&column={column}",
        _ => "vscode://file{path}:{line}:{column}",
    };
    link.to_owned()
}

/// Says what happens.
struct Voice<'a> {
    console: &'a Console,
    root: &'a Path,
    format: Format,
    open: bool,
    /// What was said last: nobody wants to hear the same warning with every word that he writes.
    said: Vec<Diagnostic>,
}

impl Voice<'_> {
    fn tell(&mut self, event: Event<'_>) {
        if self.format == Format::Json {
            let lookup = |path: &SourcePath| source::text(self.root, path);
            terminal::out(&report::one_line(&Line::of(&event, &mut Sources::new(&lookup))));
        } else {
            self.say(&event);
        }
        if let Event::Ready(ready) = &event
            && self.open
            && let Err(why) = open(&ready.address)
        {
            self.tell(Event::Said(messages::cannot_open(&ready.address, &why)));
        }
    }

    fn say(&mut self, event: &Event<'_>) {
        match event {
            Event::Ready(ready) => {
                self.say_what_is_new(&ready.report.diagnostics);
                self.console.answer(&ready_lines(ready));
            }
            Event::Round(round) => {
                self.say_what_is_new(&round.report.diagnostics);
                if round.changed.is_some() || self.console.volume > Volume::Quiet {
                    self.console.answer(&round_line(round));
                }
            }
            Event::Said(said) => self.console.say(std::slice::from_ref(said), self.root),
        }
    }

    /// Errors each time, the rest if it was not said last time.
    fn say_what_is_new(&mut self, all: &[Diagnostic]) {
        let new: Vec<Diagnostic> =
            all.iter().filter(|one| one.is_error() || !self.said.contains(one)).cloned().collect();
        self.console.say(&new, self.root);
        self.said = all.to_vec();
    }
}

fn ready_lines(ready: &Ready<'_>) -> String {
    let stories = match ready.stories {
        (stories, 0) => count(stories, "story", "stories"),
        (stories, 1) => format!("{}, one of them a draft", count(stories, "story", "stories")),
        (stories, drafts) => format!("{}, {drafts} of them drafts", count(stories, "story", "stories")),
    };
    let shown = if ready.is_good { stories } else { "what is wrong, until it is mended".to_owned() };
    let watched = match ready.way {
        None => "changes are not followed".to_owned(),
        Some(Way::Events) => "watching content, static, themes and site.toml".to_owned(),
        Some(Way::Polling(interval)) => {
            format!("looking at content, static, themes and site.toml {}", messages::every(interval))
        }
    };
    let elsewhere = match (&ready.from_elsewhere, ready.stories.1) {
        (None, _) => String::new(),
        (Some(address), 0) => format!("{address}  shows it to everybody in this network\n"),
        (Some(address), _) => {
            format!("{address}  shows it to everybody in this network, drafts too (`--no-drafts` keeps them back)\n")
        }
    };
    format!("{}  shows {shown} ({})\n{elsewhere}{watched}; Ctrl-C ends this", ready.address, time(ready.took))
}

fn round_line(round: &Round<'_>) -> String {
    let sources = match round.sources {
        [] => "what could not be read before".to_owned(),
        [one] => one.to_string(),
        [one, other] => format!("{one} and {other}"),
        [one, others @ ..] => format!("{one} and {} others", others.len()),
    };
    let took = time(round.took);
    let Some(Changed { added, removed, changed }) = round.changed else {
        let errors = round.report.diagnostics.iter().filter(|one| one.is_error()).count();
        return format!("{sources}: {}; the last good site stays", count(errors, "error", "errors"));
    };
    let parts = [(changed, "changed"), (added, "new"), (removed, "gone")];
    let parts: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    if parts.is_empty() {
        return format!("{sources}: no page is different ({took})");
    }
    let noun = if added + removed + changed == 1 { "page" } else { "pages" };
    format!("{sources}: {noun}: {} ({took})", parts.join(", "))
}

/// An event as programs are told of it. New keys may come, none goes.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Line<'a> {
    Ready {
        address: &'a str,
        elsewhere: Option<&'a str>,
        watching: Option<&'static str>,
        good: bool,
        stories: usize,
        drafts: usize,
        diagnostics: Vec<report::Said<'a>>,
        milliseconds: f64,
    },
    Round {
        sources: Vec<&'a str>,
        good: bool,
        changed: usize,
        added: usize,
        removed: usize,
        diagnostics: Vec<report::Said<'a>>,
        milliseconds: f64,
    },
    Said {
        diagnostics: Vec<report::Said<'a>>,
    },
}

impl<'a> Line<'a> {
    fn of(event: &'a Event<'_>, sources: &mut Sources<'_>) -> Self {
        match event {
            Event::Ready(ready) => Self::Ready {
                address: &ready.address,
                elsewhere: ready.from_elsewhere.as_deref(),
                watching: ready.way.map(|way| if way == Way::Events { "events" } else { "polling" }),
                good: ready.is_good,
                stories: ready.stories.0,
                drafts: ready.stories.1,
                diagnostics: report::places(&ready.report.diagnostics, sources),
                milliseconds: milliseconds(ready.took),
            },
            Event::Round(round) => {
                let Changed { added, removed, changed } = round.changed.unwrap_or_default();
                Self::Round {
                    sources: round.sources.iter().map(SourcePath::as_str).collect(),
                    good: round.changed.is_some(),
                    changed,
                    added,
                    removed,
                    diagnostics: report::places(&round.report.diagnostics, sources),
                    milliseconds: milliseconds(round.took),
                }
            }
            Event::Said(said) => Self::Said { diagnostics: report::places(std::slice::from_ref(said), sources) },
        }
    }
}

/// Opens an address in the person's browser.
fn open(address: &str) -> std::io::Result<()> {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let null = Stdio::null;
    Command::new(program).arg(address).stdin(null()).stdout(null()).stderr(null()).spawn().map(drop)
}
