//! Pictures from the folder to the page.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod make;
mod scrub;
mod site;
mod svg;
