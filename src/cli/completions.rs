//! `goodturn completions`: what lets a shell complete our commands with the Tab key.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Exit, terminal};

/// Print the script that lets a shell complete goodturn's commands
#[derive(Args)]
pub(super) struct Arguments {
    /// The shell that it is for
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "goodturn", &mut script);
    terminal::out(&String::from_utf8_lossy(&script));
    Exit::Done
}
