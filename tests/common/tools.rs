//! The tools of others that judge our pages: where `./test` put them, and what is said where they are not.

use std::io::Write;
use std::path::{Path, PathBuf};

/// A program on the path of this machine.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A file of the npm packages that `./test` installs below target/, by its path in `node_modules`.
pub fn package(file: &str) -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
    Some(target.join("tools/node_modules").join(file)).filter(|file| file.is_file())
}

/// Says that a part of a test did not take place, past the test harness, which keeps what passing tests print.
pub fn left_out(what: &str, missing: &str) {
    let line = format!("left out: {what}, since {missing} is not installed here (./test installs it where it may)\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
}
