//! `goodturn fix`: mends what a writer's program did to the text, in the file itself.

mod names;

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};

use super::console::Console;
use super::{Exit, Refusal, place};
use crate::ground::messages::cli as messages;
use crate::ground::{Diagnostic, SourcePath};
use crate::shell::edit;
use crate::story::markdown;

/// Mend stories: paragraphs that run together, names that must change
#[derive(Args)]
#[command(group(ArgGroup::new("what").required(true)))]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Arguments {
    /// Put an empty line between paragraphs that have none; lists, quotes, code and verse stay as they are
    #[arg(long, group = "what")]
    paragraphs: bool,
    /// Write other names, as private/names.txt has them (`Real Name => R.`), into all texts of the site, after a question
    #[arg(long, group = "what", conflicts_with = "files")]
    names: bool,
    /// With --names: do not ask
    #[arg(short, long, requires = "names")]
    yes: bool,
    /// With --names: the site's folder [default: the nearest one upwards that has a site.toml]
    #[arg(short, long, value_name = "DIR", requires = "names")]
    root: Option<PathBuf>,
    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// The stories
    #[arg(required_unless_present = "names", value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    if arguments.names {
        return names::run(arguments, console);
    }
    let mut faults = Vec::new();
    for file in &arguments.files {
        match mend(file, arguments.dry_run) {
            Ok(said) => console.answer(&said),
            Err(fault) => faults.push(fault),
        }
    }
    console.say(&faults, Path::new(""));
    Ok(if faults.is_empty() { Exit::Done } else { Exit::NotDone })
}

fn mend(file: &Path, dry_run: bool) -> Result<String, Diagnostic> {
    let name = file.display().to_string();
    let text = edit::read_text(file).map_err(|why| messages::cannot_read(&name, &why))?;
    let Some(mended) = markdown::fix_paragraphs(&SourcePath::new(&name), &text) else {
        return Ok(format!("{name}: nothing to mend"));
    };
    let added = mended.lines().count().saturating_sub(text.lines().count());
    let places = if added == 1 { "1 place".to_owned() } else { format!("{added} places") };
    if dry_run {
        return Ok(format!("{name}: an empty line would go in at {places}"));
    }
    edit::replace(file, mended.as_bytes()).map_err(|why| messages::cannot_write(&place::name_of(file), &why))?;
    Ok(format!("{name}: put an empty line in at {places}"))
}
