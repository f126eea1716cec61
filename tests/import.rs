//! Old blogs move in: real exports come out with the counts, titles, dates, addresses, labels and comments that
//! somebody else's program found in them, and nothing of any reader's e-mail reaches a file.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "import/addresses.rs"]
mod addresses;
#[path = "import/again.rs"]
mod again;
#[path = "import/blog.rs"]
mod blog;
mod common;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/house_move.rs"]
mod house_move;
#[path = "import/judged.rs"]
mod judged;
#[path = "import/odd_exports.rs"]
mod odd_exports;
#[path = "import/old_addresses.rs"]
mod old_addresses;
#[path = "import/others.rs"]
mod others;
#[path = "import/out.rs"]
mod out;
#[path = "import/parts.rs"]
mod parts;
#[path = "import/samples.rs"]
mod samples;
