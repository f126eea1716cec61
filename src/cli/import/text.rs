//! `goodturn import text`: texts that were copied from the pages of a blog become drafts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;

use super::guarded::Seen;
use super::house::House;
use super::keeper::Keeper;
use super::{Common, finish, name, source};
use crate::cli::{Refusal, place};
use crate::ground::Diagnostic;
use crate::ground::messages::{cli as messages, import as say};
use crate::import::model::Sort;
use crate::import::place::{Taken, places};
use crate::import::receipt::{Left, Receipt, Section};
use crate::import::survey::{Fact, Survey};
use crate::import::{decode, text};

#[derive(Args)]
pub(super) struct Arguments {
    /// The texts
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

impl Arguments {
    pub(super) fn common(&self) -> &Common {
        &self.common
    }
}

/// The longest text, in bytes.
const LONGEST: u64 = 4 << 20;

pub(super) fn run(arguments: &Arguments) -> Result<Receipt, Refusal> {
    let mut all = Vec::new();
    for file in &arguments.files {
        let stem = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        for (found, number) in text::read(&stem, &read(file)?).into_iter().zip(1..) {
            let name = if number == 1 { name(file) } else { format!("{}, post {number}", name(file)) };
            all.push((name, found));
        }
    }
    let (all, empty): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, found)| found.kept > 0);
    let house = House::find(arguments.common.into.as_deref())?;
    let mut keeper = Keeper::open(&house.root, arguments.common.manner())?;
    let facts: Vec<Fact> = all.iter().map(|(name, found)| fact(name, &found.title.0)).collect();
    let written = keeper.written();
    let is_there = |path: &str| house.root.join(path).symlink_metadata().is_ok();
    let taken = Taken {
        file: &is_there,
        urls: Vec::new(),
        known: BTreeMap::new(),
        written: &written,
        folder: "",
        permalink: "/stories/:slug/",
    };
    let places = places(&facts, &taken);
    let mut receipt = Receipt { program: "text", source: source(arguments), ..Receipt::default() };
    receipt.is_dry_run = arguments.common.dry_run;
    let (count, of_these) = (all.len(), vec![("drafts", all.len())]);
    let left = empty.iter().map(|(name, _)| Left::new("posts", name, "there is no text of a story in it")).collect();
    receipt.sections.push(Section { what: "posts", found: count + empty.len(), arrived: count, of_these, left });
    let mut lines = Section { what: "lines", found: empty.iter().map(|(_, it)| it.lines).sum(), ..Section::default() };
    lines.left.extend(empty.into_iter().flat_map(|(_, found)| found.left));
    let mut comments = Section { what: "comments", ..Section::default() };
    for ((name, found), place) in all.into_iter().zip(&places) {
        let arrival = found.files(&place.path, None);
        for (path, text) in [Some(&arrival.story), arrival.comments.as_ref()].into_iter().flatten() {
            keeper.keep(path, &place.key, text.as_bytes())?;
        }
        receipt.notes.push(format!("{name}: {}", found.guesses()));
        comments.found += found.comments.len();
        comments.arrived += arrival.kept.1;
        lines.found += found.lines;
        lines.arrived += found.kept;
        lines.left.extend(found.left);
    }
    comments.of_these.push(("waiting for approval", comments.arrived));
    receipt.sections.extend([comments, lines]);
    if !arguments.common.dry_run {
        house.found(&Survey::default(), "", &BTreeSet::new(), &BTreeSet::new(), &Seen::default())?;
    }
    finish(keeper, receipt)
}

/// What finding a place needs to know of a text.
fn fact(name: &str, title: &str) -> Fact {
    Fact {
        sort: Sort::Post,
        id: format!("text:{name}"),
        title: title.to_owned(),
        slug: String::new(),
        link: String::new(),
        old_slugs: Vec::new(),
        feed_id: String::new(),
        is_published: false,
        is_later: false,
    }
}

fn source(arguments: &Arguments) -> String {
    match &arguments.files[..] {
        [one] => name(one),
        all => format!("{} files", all.len()),
    }
}

/// The text of a file, whatever encoding it is in.
fn read(file: &Path) -> Result<String, Diagnostic> {
    let cannot = |why: std::io::Error| messages::cannot_read(&place::name_of(file), &why);
    let facts = std::fs::metadata(file).map_err(cannot)?;
    if !facts.is_file() || facts.len() > LONGEST {
        let why = if facts.is_file() { "it is larger than 4 MB, so it is no story" } else { "it is not a file" };
        return Err(cannot(std::io::Error::new(std::io::ErrorKind::InvalidInput, why)));
    }
    let bytes = std::fs::read(file).map_err(cannot)?;
    if let Some(kind) = no_text(&bytes) {
        return Err(say::no_copied_text(&place::name_of(file), kind));
    }
    decode::whole(&bytes).map_err(cannot)
}

/// What the file is, if it is no text that was copied from a page.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    let head: Vec<u8> = bytes.trim_ascii_start().iter().take(15).map(u8::to_ascii_lowercase).collect();
    let is_page = head.starts_with(b"<!doctype html") || head.starts_with(b"<html");
    let is_packed = bytes.starts_with(b"PK\x03\x04");
    match source::kind(bytes) {
        None if is_page => Some("a web page"),
        None if is_packed => Some("a packed file or a document"),
        kind => kind,
    }
}
