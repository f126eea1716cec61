//! `goodturn serve` through the binary: what it answers, whom it answers, how it follows every way to save, and what a real
//! browser makes of it. Written from PROMISES: P2, P13 to P23.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;

mod attacks;
mod broken;
mod browser;
mod laws;
mod protocol;
mod saves;
mod server;
mod terminal;
mod withdrawn;
