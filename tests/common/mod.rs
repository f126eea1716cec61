//! What tests through the binary share: a copy of a folder, and the program with nothing of this machine around it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test file uses its own part"
)]

pub mod browser;
pub mod heads;
pub mod host;
pub mod links;
pub mod odd;
pub mod sites;
pub mod tags;
pub mod tools;
pub mod wire;

use std::fs;
use std::path::Path;
use std::process::Command;

/// The day on which all tests take place, at noon: 22 November 2026.
pub const TODAY: &str = "2026-11-22";
const NOON: &str = "1795348800";

/// The program that is tested.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_goodturn");

/// A command that sees nothing of this machine's environment but what it needs to start.
pub fn command(program: &str, folder: &Path) -> Command {
    let bin = Path::new(PROGRAM).parent().unwrap();
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear();
    command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display()));
    command.env("HOME", "/nowhere").env("LANG", "C.UTF-8").env("TZ", "UTC").env("SOURCE_DATE_EPOCH", NOON);
    command
}

/// Copies a folder with all that is in it. What is there already stays.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else if !target.exists() {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Whether what is found shall become what is expected: `UPDATE=1 cargo test`.
pub fn updating() -> bool {
    std::env::var_os("UPDATE").is_some()
}
