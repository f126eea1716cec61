//! `goodturn theme`: for those who make themes. What a template is told, a folder to begin in, and whether all of it works.

mod check;
mod new;
mod parent;
mod told;
mod torture;
mod vars;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::console::Console;
use super::{Exit, Refusal, place};
use crate::ground::messages::cli as messages;
use crate::ground::{Date, SourcePath};
use crate::pipeline::World as _;
use crate::shell::clock;
use crate::shell::disk::Disk;
use crate::theme::ThemeFile;

/// Make a theme: begin one, try it, see what templates are told
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Vars(vars::Arguments),
    New(new::Arguments),
    Check(check::Arguments),
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    match &arguments.what {
        What::Vars(arguments) => vars::run(arguments, console),
        What::New(arguments) => new::run(arguments, console),
        What::Check(arguments) => check::run(arguments, console),
    }
}

/// The site that we are in, and the files of its themes; outside of a site there are only the themes inside the program.
fn files(asked: Option<&Path>) -> Result<(PathBuf, Vec<ThemeFile>), Refusal> {
    let root = match place::site(asked) {
        Ok(root) => root,
        Err(why) if asked.is_some() => return Err(why.into()),
        Err(_) => return Ok((PathBuf::new(), Vec::new())),
    };
    let disk = Disk::open(&root, &|_| {})?;
    let read = |path: SourcePath| {
        let mut bytes = Vec::new();
        disk.read(&path, &mut bytes).map(|_| ThemeFile { path, bytes })
    };
    let files: Result<Vec<ThemeFile>, _> = disk.walk().themes.into_iter().map(read).collect();
    Ok((root, files?))
}

fn today() -> Result<Date, Refusal> {
    clock::today("UTC").map_err(|text| Refusal::wrong_usage(messages::bad_epoch(&text)))
}
