//! `goodturn keepsake`: the stories as a book and as one page to print, for those who want to hold them in their hands.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::day::On;
use super::place::At;
use super::{Exit, Refusal, place};
use crate::ground::Diagnostic;
use crate::ground::messages::{cli as said_of_files, keepsake as say};
use crate::pipeline::{self, Include, Memory, Request, Selection, Silent};
use crate::render::keepsake::{is_book, is_sheet};
use crate::shell::disk::Disk;
use crate::shell::edit;

/// Make a book (EPUB) and a page to print of the stories
#[derive(Args)]
pub(super) struct Arguments {
    /// Only stories told in this year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1..=9999))]
    year: Option<i16>,
    /// Only stories with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only the parts of this series, in their order
    #[arg(long, value_name = "NAME")]
    series: Option<String>,
    /// Only stories told by this person
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Leave the comments out
    #[arg(long)]
    no_comments: bool,
    /// The book; the page to print stands beside it, with .html at its end
    #[arg(short = 'o', long = "output", value_name = "FILE", default_value = "keepsake.epub")]
    file: PathBuf,
    /// Write over files that are no keepsakes
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    on: On,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let root = arguments.at.site()?;
    let today = arguments.on.today(&root)?;
    if arguments.file.extension().is_none_or(|end| end != "epub") {
        return Err(Refusal::wrong_usage(say::no_epub_name(&place::name_of(&arguments.file))));
    }
    let sheet = arguments.file.with_extension("html");
    if !arguments.force {
        may_write(&arguments.file, is_book)?;
        may_write(&sheet, is_sheet)?;
    }
    let disk = Disk::open(&root, &|_| {})?;
    let request = Request { memo: false, ..Request::of(root.clone(), Include::default(), today) };
    let (ready, report) = pipeline::prepare(&request, &disk, &mut Memory::default(), &Silent);
    let errors: Vec<_> = report.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    console.say(&errors, &root);
    let Some(ready) = ready else { return Ok(Exit::NotDone) };
    let wanted = Selection {
        year: arguments.year,
        tag: arguments.tag.clone(),
        series: arguments.series.clone(),
        author: arguments.author.clone(),
        no_comments: arguments.no_comments,
    };
    let (kept, said) = ready.keepsake(&wanted, today, &disk);
    console.say(&said, &root);
    let Some(kept) = kept else { return Ok(Exit::NotDone) };
    write(&arguments.file, &kept.epub)?;
    write(&sheet, &kept.sheet)?;
    let left_out = if kept.left_out == 0 { String::new() } else { format!("; {} left out", kept.left_out) };
    let stories = if kept.stories == 1 { "1 story".to_owned() } else { format!("{} stories", kept.stories) };
    let (book, page) = (place::name_of(&arguments.file), place::name_of(&sheet));
    console.answer(&format!("{book} and {page}: {stories}{left_out}"));
    Ok(Exit::Done)
}

/// Nothing but an earlier keepsake is written over.
fn may_write(path: &Path, is_ours: fn(&[u8]) -> bool) -> Result<(), Diagnostic> {
    if fs::symlink_metadata(path).is_err() || fs::read(path).is_ok_and(|bytes| is_ours(&bytes)) {
        return Ok(());
    }
    Err(say::not_ours(&place::name_of(path)))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let written =
        if fs::symlink_metadata(path).is_ok() { edit::replace(path, bytes) } else { edit::create(path, bytes) };
    written.map_err(|why| said_of_files::cannot_write(&place::name_of(path), &why))
}
