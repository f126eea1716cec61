//! `goodturn doctor`: what this program is, sees and may do here, and what a site needs first. Wants nothing to be in order:
//! it is asked when something is not. It always ends well, and changes nothing.

mod findings;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::day;
use super::day::On;
use super::place::At;
use super::{Exit, Format, place, settings_told};
use crate::check::privacy::{List, list};
use crate::ground::{Date, Diagnostic, Severity, SourcePath, text};
use crate::pipeline::{self, Include, Memory, Request, Silent, World as _};
use crate::settings::{self, Settings};
use crate::shell::disk::Disk;
use crate::shell::publish;
use crate::shell::report::{Volume, count};
use crate::shell::{machine, report, source, terminal};
use findings::{Findings, Thing};

/// Say what is set and unusual here, and what to mend first
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    on: On,
    /// How to answer: in words, or as JSON on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// So many things are named.
const FIRST: usize = 10;
/// Less room than this is little.
const LITTLE: u64 = 200 << 20;
/// Fewer open files than this are few.
const FEW: u64 = 256;

pub(super) fn run(arguments: &Arguments, console: &Console) -> Exit {
    let mut found = Findings {
        version: env!("CARGO_PKG_VERSION"),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        ..Findings::default()
    };
    let site = arguments.at.site().and_then(|root| {
        let wait = |_: &Diagnostic| {};
        Disk::open(&root, &wait).map(|disk| (root.clone(), disk.root().to_path_buf()))
    });
    let here = PathBuf::from(".");
    let folder = match &site {
        Ok((root, whole)) => {
            found.site = whole.display().to_string();
            found.has_site = true;
            examine(root, arguments.on.asked(), &mut found);
            root
        }
        Err(why) => {
            found.site = format!("none: {}", why.message);
            found.time =
                arguments.on.asked().map_or_else(|| "by the clock".to_owned(), |day| format!("today is {day}"));
            &here
        }
    };
    let beside = found.beside.clone().unwrap_or_else(|| folder.clone());
    look_around(&beside, &mut found);
    if arguments.format == Format::Json {
        terminal::out(&report::one_line(&found));
    } else {
        console.answer(&found.words(console.volume == Volume::Verbose));
    }
    Exit::Done
}

/// The site itself.
fn examine(root: &Path, asked: Option<Date>, found: &mut Findings) {
    let path = SourcePath::new(settings::FILE);
    let toml = source::text(root, &path).unwrap_or_default();
    let (settings, _) = Settings::parse(&path, &toml);
    found.settings = settings_told::all(&settings, &toml);
    let day = asked.map_or_else(|| day::today(root), Ok);
    match &day {
        Ok(day) => found.time = format!("today is {day} in {}", settings.timezone),
        Err(refusal) => found.time.clone_from(&refusal.why.message),
    }
    let Ok(disk) = Disk::open(root, &|_| {}) else { return };
    found.memory = memory(&disk);
    found.output = output(root, &settings);
    found.names = names(root);
    // A new site is made beside the old one.
    found.beside = disk.root().join(&settings.output).parent().filter(|folder| folder.is_dir()).map(Path::to_path_buf);
    let folders = folders(&disk);
    let limits = machine::limits();
    found.watching = limits.watches.map_or_else(
        || "this system does not say how much can be watched".to_owned(),
        |most| format!("{most} folders at most; this site has {folders}"),
    );
    if limits.watches.is_some_and(|most| most < folders as u64 * 2) {
        found.unusual.push(
            "fewer folders can be watched than `goodturn serve` may need, so that it may have to poll".to_owned(),
        );
    }
    let Ok(day) = day else { return };
    let request = Request::of(root.to_path_buf(), Include::default(), day);
    let (said, ready) = pipeline::inspect(&request, &disk, &Silent);
    // Without a site there is no chain to tell; whatever is wrong with the theme itself is among what is to be mended.
    found.themes = ready.map_or_else(|| vec![settings.theme.clone()], |it| it.theme.chain.clone());
    let of = |severity| said.diagnostics.iter().filter(|one| one.severity == severity).count();
    (found.errors, found.warnings) = (of(Severity::Error), of(Severity::Warning));
    found.mend = first(&said.diagnostics, root);
}

/// One of each kind: errors first, and among them what could expose somebody; then the most frequent.
fn first(said: &[Diagnostic], root: &Path) -> Vec<Thing> {
    let mut kinds: BTreeMap<&str, (&Diagnostic, usize)> = BTreeMap::new();
    for one in said.iter().filter(|one| one.severity != Severity::Note) {
        kinds.entry(one.code).and_modify(|(_, count)| *count += 1).or_insert((one, 1));
    }
    let mut kinds: Vec<(&Diagnostic, usize)> = kinds.into_values().collect();
    let exposes = |one: &Diagnostic| one.code.starts_with("private-") || one.code.starts_with("loads-");
    kinds.sort_by_key(|(one, count)| (one.severity, !exposes(one), std::cmp::Reverse(*count), one.code));
    let thing = |(one, count): (&Diagnostic, usize)| Thing {
        severity: one.severity.word(),
        code: one.code,
        message: one.message.clone(),
        help: one.help.clone(),
        place: one.path.as_ref().map(|path| placed(one, path, root)),
        more: count - 1,
    };
    kinds.into_iter().take(FIRST).map(thing).collect()
}

fn placed(one: &Diagnostic, path: &SourcePath, root: &Path) -> String {
    let file = format!("{}{path}", place::prefix(root));
    match (one.span, source::text(root, path)) {
        (Some(span), Some(whole)) => {
            let at = text::position(&whole, span.start as usize);
            format!("{file}:{}:{}", at.line, at.column)
        }
        _ => file,
    }
}

/// What the last build left for the next.
fn memory(disk: &Disk<'_>) -> String {
    let Some(bytes) = disk.recall() else { return "none: the next build makes everything anew".to_owned() };
    let size = report::size(bytes.len() as u64);
    let usable = disk.program().and_then(|program| Memory::open(bytes, program)).is_some();
    let state = if usable {
        "and the next build can use it"
    } else {
        "but it is damaged, or another version of goodturn wrote it, so that the next build makes everything anew"
    };
    format!("{size} in .goodturn/memo, {state}")
}

fn output(root: &Path, settings: &Settings) -> String {
    let folder = root.join(&settings.output);
    let name = format!("{}{}", place::prefix(root), settings.output);
    if !folder.exists() {
        return format!("{name} is not there yet");
    }
    let (all, missing, changed) = match publish::altered(&folder) {
        Ok(found) => found,
        Err(why) => return format!("{name}: {}", why.message),
    };
    let files = count(all, "file", "files");
    let of = |files: &[String], what: &str| match files {
        [] => None,
        [one] => Some(format!("{one} {what}")),
        [one, rest @ ..] => Some(format!("{one} and {} {what}", count(rest.len(), "more file", "more files"))),
    };
    let other = [of(&missing, "missing"), of(&changed, "changed by somebody else")];
    let other: Vec<String> = other.into_iter().flatten().collect();
    if other.is_empty() {
        format!("{name} holds {files}, as the last build made them")
    } else {
        format!("{name} should hold {files}, with {}; the next build makes them anew", other.join(" and "))
    }
}

/// How many names are looked for.
fn names(root: &Path) -> String {
    let path = SourcePath::new(list::FILE);
    match source::text(root, &path).map(|text| List::parse(&path, &text).0.entries.len()) {
        Some(names) => format!("{} of {path} looked for in everything that goes out", count(names, "name", "names")),
        None => format!("there is no {path}, so that only e-mail addresses and telephone numbers are looked for"),
    }
}

/// How many folders the sources are in.
fn folders(disk: &Disk<'_>) -> usize {
    let found = disk.walk();
    let paths = found.markdown.iter().map(|(path, _)| path).chain(&found.comments).chain(&found.files);
    let mut folders: Vec<&str> = paths.chain(&found.themes).map(SourcePath::folder).collect();
    folders.sort_unstable();
    folders.dedup();
    folders.len()
}

/// The machine around it.
fn look_around(folder: &Path, found: &mut Findings) {
    let disk = machine::disk(folder);
    let exchange = match &disk.exchange {
        Some(Ok(true)) => "a new site takes the old one's place in one instant".to_owned(),
        Some(Ok(false)) => "a new site takes the old one's place in two steps".to_owned(),
        Some(Err(why)) => format!("nothing can be tried there: {why}"),
        None => "it was not tried how a new site takes the old one's place".to_owned(),
    };
    let free = disk.free.map_or_else(|| "nobody knows how much is".to_owned(), report::size);
    found.disk = format!("{}, {free} free; {exchange}", disk.kind.unwrap_or("of a kind that is not known here"));
    let limits = machine::limits();
    found.open_files = limits.open_files;
    if found.watching.is_empty() {
        found.watching = limits.watches.map_or_else(String::new, |most| format!("{most} folders at most"));
    }
    let mut unusual = |is: bool, words: &str| {
        if is {
            found.unusual.push(words.to_owned());
        }
    };
    unusual(disk.free.is_some_and(|free| free < LITTLE), "there is little room on the disk");
    unusual(
        disk.exchange == Some(Ok(false)),
        "this disk cannot exchange two folders, so that for a moment there may be none",
    );
    unusual(matches!(disk.exchange, Some(Err(_))), "the site's folder cannot be written to");
    unusual(limits.open_files.is_some_and(|most| most < FEW), "few files can be open at once (`ulimit -n`)");
    unusual(
        limits.watchers.is_some_and(|most| most < 16),
        "few programs can watch folders (fs.inotify.max_user_instances)",
    );
    unusual(machine::is_root(), "it runs as root, who may do more than a website needs");
    unusual(std::env::var_os("SOURCE_DATE_EPOCH").is_some(), "SOURCE_DATE_EPOCH is set, and says what day it is");
}
