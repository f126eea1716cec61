//! A finished site on the hosts that it may go to: the files that they want, and links that work wherever it stands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;

mod files;
mod raw;
mod relative;
