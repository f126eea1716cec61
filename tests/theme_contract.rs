//! The manual of the contract is what the program prints: themes/README.md between its two marks.
//! `UPDATE=1 cargo test --test theme_contract` writes it anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::fs;
use std::path::Path;

use common::{PROGRAM, command, updating};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/README.md");
const FROM: &str = "<!-- goodturn theme vars: from here -->\n";
const TO: &str = "<!-- goodturn theme vars: to here -->\n";

#[test]
fn the_tables_of_the_manual_are_those_of_the_program() {
    let mut vars = command(PROGRAM, Path::new("/"));
    let vars = vars.args(["theme", "vars", "--theme", "hearth", "--format", "markdown"]).output().unwrap();
    assert!(vars.status.success(), "{}", String::from_utf8_lossy(&vars.stderr));
    let tables = String::from_utf8(vars.stdout).unwrap();
    let readme = fs::read_to_string(README).unwrap();
    let (before, rest) = readme.split_once(FROM).unwrap();
    let (written, after) = rest.split_once(TO).unwrap();
    if updating() {
        fs::write(README, format!("{before}{FROM}{tables}{TO}{after}")).unwrap();
    } else {
        assert!(
            written == tables,
            "themes/README.md is out of date: UPDATE=1 cargo test --test theme_contract writes it"
        );
    }
}
