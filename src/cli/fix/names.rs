//! `goodturn fix --names`: writes other names into the sources, as `private/names.txt` says; shown first, and confirmed.

use std::fmt::Write as _;
use std::path::Path;

use crate::check::Guard;
use crate::check::privacy::{List, list};
use crate::check::pseudonyms::{Change, changed, changes};
use crate::cli::console::Console;
use crate::cli::{Exit, Refusal, place};
use crate::ground::messages::{check as say, cli as messages};
use crate::ground::text::Lines;
use crate::ground::{Diagnostic, SourcePath, Span};
use crate::pipeline::World as _;
use crate::settings::{self, Settings};
use crate::shell::disk::Disk;
use crate::shell::{edit, report};

/// A source, and what would be another there.
struct Page {
    path: SourcePath,
    text: String,
    changes: Vec<Change>,
    /// What only a person can mend.
    by_hand: Vec<Span>,
}

pub(super) fn run(arguments: &super::Arguments, console: &Console) -> Result<Exit, Refusal> {
    let root = place::site(arguments.root.as_deref())?;
    let disk = Disk::open(&root, &|_| {})?;
    let guard = guard(&disk, console, &root)?;
    let found = disk.walk();
    let stories = found.markdown.into_iter().map(|(path, _)| path);
    let sources =
        std::iter::once(SourcePath::new(settings::FILE)).chain(stories).chain(found.comments).chain(found.themes);
    let mut pages = Vec::new();
    for path in sources {
        let Ok(text) = edit::read_text(&disk.path(&path)) else { continue };
        let (changes, by_hand) = changes(&path, &text, &guard);
        if !changes.is_empty() || !by_hand.is_empty() {
            pages.push(Page { path, text, changes, by_hand });
        }
    }
    let left: Vec<Diagnostic> =
        pages.iter().flat_map(|page| page.by_hand.iter().map(|span| say::by_hand(&page.path, *span))).collect();
    console.say(&left, &root);
    pages.retain(|page| !page.changes.is_empty());
    if pages.is_empty() && !left.is_empty() {
        console.answer("nothing was changed: every name stands where only you can mend it");
        return Ok(Exit::NotDone);
    }
    if pages.is_empty() {
        console.answer("nothing to mend: no name that has another one stands in any source");
        return Ok(Exit::Done);
    }
    console.answer(&diff(&pages, &place::prefix(&root)));
    let (places, files) = (pages.iter().map(|page| page.changes.len()).sum::<usize>(), pages.len());
    let what = format!("{} in {}", report::count(places, "place", "places"), report::count(files, "file", "files"));
    if arguments.dry_run {
        console.answer(&format!("{what} would be another"));
        return Ok(Exit::Done);
    }
    if !arguments.yes && !console.confirmed(&format!("write this into {what}?")) {
        console.answer("nothing was changed; `--yes` changes it without asking");
        return Ok(Exit::NotDone);
    }
    for page in &pages {
        write(page, &disk)?;
    }
    console.answer(&format!("changed {what}"));
    Ok(Exit::Done)
}

/// The guard with the list, which must be there.
fn guard(disk: &Disk<'_>, console: &Console, root: &Path) -> Result<Guard, Refusal> {
    let path = SourcePath::new(list::FILE);
    let file = disk.path(&path);
    let text = edit::read_text(&file).map_err(|why| messages::cannot_read(&place::name_of(&file), &why))?;
    let (list, said) = List::parse(&path, &text);
    console.say(&said, root);
    if list.entries.iter().all(|entry| entry.instead.is_none()) {
        return Err(say::no_pseudonyms(&path).into());
    }
    let settings = SourcePath::new(settings::FILE);
    let (settings, _) = Settings::parse(&settings, &edit::read_text(&disk.path(&settings)).unwrap_or_default());
    Ok(Guard::new(&settings, Some(list)))
}

fn write(page: &Page, disk: &Disk<'_>) -> Result<(), Diagnostic> {
    let file = disk.path(&page.path);
    let name = place::name_of(&file);
    // Somebody may have gone on writing while the question stood there.
    let now = edit::read_text(&file).map_err(|why| messages::cannot_read(&name, &why))?;
    if now != page.text {
        return Err(say::changed_while_asked(&page.path));
    }
    let text = changed(&page.text, &page.changes);
    edit::replace(&file, text.as_bytes()).map_err(|why| messages::cannot_write(&name, &why))
}

/// The lines that would be others, before and after.
fn diff(pages: &[Page], prefix: &str) -> String {
    let mut out = String::new();
    for Page { path, text, changes, .. } in pages {
        let _ = writeln!(out, "{prefix}{path}");
        let lines = Lines::new(text.as_str());
        let mut rest = &changes[..];
        while let Some(change) = rest.first() {
            let first = lines.position(change.span.start as usize).line;
            let range = lines.range(first).start..lines.range(lines.position(change.span.end as usize).line).end;
            let here = rest.iter().take_while(|change| (change.span.start as usize) < range.end).count();
            let here = rest.split_at(here.max(1));
            rest = here.1;
            let moved = |change: &Change| {
                let span = Span::new(change.span.start as usize - range.start, change.span.end as usize - range.start);
                Change { span, instead: change.instead.clone() }
            };
            let inside: Vec<Change> = here.0.iter().map(moved).collect();
            let before = text.get(range.clone()).unwrap_or_default();
            for (sign, lines) in [('-', before.to_owned()), ('+', changed(before, &inside))] {
                for line in lines.lines() {
                    let _ = writeln!(out, "{first:>5} {sign} {line}");
                }
            }
        }
    }
    out.trim_end().to_owned()
}
