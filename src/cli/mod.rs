//! What the person asked for: one file a command. Knows the command line and the folder that it was typed in; knows
//! nothing of how a site is built.
//!
//! Exit codes: 0 done, 1 not done, 2 wrong usage. An interrupted program dies of its signal, which a shell sees as 130.

mod asked;
mod build;
mod check;
mod completions;
mod console;
mod day;
mod doctor;
mod export;
mod fix;
mod import;
mod init;
mod keepsake;
mod list;
mod new;
mod place;
mod serve;
mod settings_told;
mod theme;
mod why;
mod withdraw;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clap::{ArgAction, Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::ground::messages::cli as messages;
use crate::ground::{Diagnostic, Severity};
use crate::pipeline::parallel;
use crate::shell::process;
use crate::shell::report::Volume;
use crate::shell::terminal::{self, Colour};
use console::Console;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// What was asked for is done.
    Done,
    /// A new site stands, whether or not the answer came out: the old one may be looked for only after anything else.
    Published,
    /// It is not; why has been said.
    NotDone,
    /// It was asked for in words that nobody understands.
    WrongUsage,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done | Self::Published => 0,
            Self::NotDone => 1,
            Self::WrongUsage => 2,
        }
    }
}

/// Runs the command that the arguments name; the first one is the program's own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    process::settle();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let command = Cli::command().color(colour_of_help(&arguments));
    let asked = match command.try_get_matches_from(&arguments).and_then(|found| Cli::from_arg_matches(&found)) {
        Ok(asked) => asked,
        Err(error) => {
            // `--help` and `--version` are answers, not errors.
            error.print().unwrap_or_else(terminal::lose);
            return if error.use_stderr() { Exit::WrongUsage } else { whole(Exit::Done, &Console::PLAIN) };
        }
    };
    let console = Console::new(asked.globals.volume(), asked.globals.colour());
    let answered = catch_unwind(AssertUnwindSafe(|| asked.command.run(&console)));
    let answered = answered.unwrap_or_else(|panic| Err(messages::stumbled(parallel::words_of(&*panic)).into()));
    let exit = answered.unwrap_or_else(|refusal| {
        console.say(&[refusal.why], Path::new(""));
        refusal.exit
    });
    whole(exit, &console)
}

impl Command {
    fn run(self, console: &Console) -> Result<Exit, Refusal> {
        match self {
            Self::Build(arguments) => Ok(build::run(&arguments, console)),
            Self::Serve(arguments) => serve::run(&arguments, console),
            Self::Init(arguments) => init::run(&arguments, console),
            Self::New(arguments) => new::run(&arguments, console),
            Self::List(arguments) => list::run(&arguments, console),
            Self::Fix(arguments) => fix::run(&arguments, console),
            Self::Check(arguments) => check::run(&arguments, console),
            Self::Why(arguments) => why::run(&arguments, console),
            Self::Doctor(arguments) => Ok(doctor::run(&arguments, console)),
            Self::Withdraw(arguments) => withdraw::run(&arguments, console),
            Self::Theme(arguments) => theme::run(&arguments, console),
            Self::Export(arguments) => export::run(&arguments, console),
            Self::Keepsake(arguments) => keepsake::run(&arguments, console),
            Self::Import(arguments) => import::run(&arguments, console),
            Self::Completions(arguments) => Ok(completions::run(&arguments)),
        }
    }
}

/// Nothing is done as long as the answer did not come out whole: whoever reads it would take a part for all.
fn whole(exit: Exit, console: &Console) -> Exit {
    match terminal::lost() {
        Some(why) if exit == Exit::Done => {
            console.say(&[messages::answer_lost(why)], Path::new(""));
            Exit::NotDone
        }
        Some(why) if exit == Exit::Published => {
            console.say(&[Diagnostic { severity: Severity::Warning, ..messages::answer_lost(why) }], Path::new(""));
            exit
        }
        _ => exit,
    }
}

/// The colour of help and of usage errors, which are written before the arguments are understood.
fn colour_of_help(arguments: &[OsString]) -> ColorChoice {
    let words = arguments.iter().filter_map(|argument| argument.to_str());
    let after = words.clone().zip(words.clone().skip(1)).filter(|(flag, _)| *flag == "--color").map(|(_, when)| when);
    match after.chain(words.filter_map(|word| word.strip_prefix("--color="))).next() {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

/// Why a command could not even begin.
struct Refusal {
    exit: Exit,
    why: Diagnostic,
}

impl Refusal {
    /// Nobody can understand what was asked for.
    fn wrong_usage(why: Diagnostic) -> Self {
        Self { exit: Exit::WrongUsage, why }
    }
}

impl From<Diagnostic> for Refusal {
    fn from(why: Diagnostic) -> Self {
        Self { exit: Exit::NotDone, why }
    }
}

/// Turns a folder of stories of kindness into a finished website.
#[derive(Parser)]
#[command(name = "goodturn", version, arg_required_else_help = true, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Globals {
    /// Say errors only
    #[arg(short, long, global = true, display_order = 100, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: notes, and the name of each kind of message
    #[arg(short, long, global = true, display_order = 101, action = ArgAction::SetTrue)]
    verbose: bool,
    /// Use colours
    #[arg(long, global = true, display_order = 102, value_name = "WHEN", value_enum, default_value_t = When::Auto, alias = "colour")]
    color: When,
}

impl Globals {
    fn volume(&self) -> Volume {
        match (self.quiet, self.verbose) {
            (true, _) => Volume::Quiet,
            (_, true) => Volume::Verbose,
            _ => Volume::Normal,
        }
    }

    fn colour(&self) -> Colour {
        match self.color {
            When::Auto => Colour::Auto,
            When::Always => Colour::Always,
            When::Never => Colour::Never,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// What a command answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Arguments),
    Serve(serve::Arguments),
    Init(init::Arguments),
    New(new::Arguments),
    List(list::Arguments),
    Fix(fix::Arguments),
    Check(check::Arguments),
    Why(why::Arguments),
    Doctor(doctor::Arguments),
    Withdraw(withdraw::Arguments),
    Theme(theme::Arguments),
    Import(import::Arguments),
    Export(export::Arguments),
    Keepsake(keepsake::Arguments),
    Completions(completions::Arguments),
}
