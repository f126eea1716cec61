//! Social cards: laws of their lines, the very bytes of a few, and what a site does with them.

#[path = "../common/mod.rs"]
mod common;
mod drawn;
mod site;
