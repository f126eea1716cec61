//! Social cards: laws of their lines, the very bytes of a few, and what a site does with them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::float_cmp, reason = "a test may fail loudly; pixels are whole")]

#[path = "../common/mod.rs"]
mod common;
mod drawn;
mod site;
