//! The tools of others that judge our pages: where `./test` put them, and what is said where they are not.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

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

/// What the Nu HTML checker says about all pages, style sheets and drawings of some folders; none where it is not here.
pub fn nu<'a>(folders: impl Iterator<Item = &'a PathBuf>) -> Option<Vec<String>> {
    let (Some(java), Some(jar)) = (program("java"), package("vnu-jar/build/dist/vnu.jar")) else {
        left_out("what the Nu HTML checker finds", "java or the npm package vnu-jar");
        return None;
    };
    let mut checker = Command::new(java);
    checker.args(["-Xss2m", "-jar"]).arg(jar).args(["--format", "json", "--exit-zero-always"]);
    checker.args(["--also-check-css", "--also-check-svg", "--skip-non-html"]);
    let said = checker.args(folders).output().unwrap();
    let said: Value = serde_json::from_slice(&said.stderr).unwrap_or_else(|_| panic!("{said:?}"));
    let messages = said["messages"].as_array().unwrap().iter().filter(|one| !is_gap(one));
    Some(messages.map(|one| format!("{}:{}: {}", one["url"], one["lastLine"], one["message"])).collect())
}

/// Style that browsers know and the checker does not yet.
fn is_gap(message: &Value) -> bool {
    let text = message["message"].as_str().unwrap();
    ["text-wrap", "text-box", "color-scheme"]
        .iter()
        .any(|new| text.contains(&format!("Property “{new}” doesn't exist")))
}
