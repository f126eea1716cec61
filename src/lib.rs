//! goodturn: a folder of kindness stories becomes a finished blog.
//!
//! Data enters at the top, flows down one way, and leaves as files:
//!
//! ```text
//!    site.toml   content/   themes/                      cli      one file a command: what the person asked for
//!         │                                               │
//!         │  read      shell/read.rs     walk and stat    shell   the only door to disk, clock, environment, terminal
//!         ▼                                               │
//!      Source { path, text, kind }                     pipeline   the steps below, in order, on one screen
//!         │  parse     story/            one story alone; finds every fault in it
//!         ▼
//!       Story  (facts: title, date, tags, excerpt, links, headings, words, fingerprint; the text is not kept)
//!         │  gather    site/             all stories together: order, neighbours, tags, series, chains, routes
//!         ▼
//!       Site
//!         │  plan      plan/             which pages exist, and EVERYTHING that each will be told
//!         ▼
//!       Page { url, view }               a value that can be compared and fingerprinted
//!         │  render    render/           (Theme, Page) -> bytes; pure; a story's text comes from where it was set aside as
//!         │                              HTML when it was read, or is read again here, once
//!         ▼
//!       bytes
//!         │  publish   shell/publish/    compare with what stands, stage the difference, one atomic exchange
//!         ▼
//!       public/
//! ```
//!
//! # Invariants
//!
//! 1. Only `shell` and `cli` touch disk, clock, environment, network or terminal. Today's date is an input. What the
//!    pipeline needs of the machine it asks through one small trait, [`pipeline::World`].
//! 2. Parsing never stops at the first fault; every stage returns its value and its diagnostics.
//! 3. A template sees its view and nothing else.
//! 4. Two pages never share an address, by case either; the error names both sources.
//! 5. The same inputs give the same bytes: on any day, in any folder, with any number of threads. Hash maps are looked
//!    up and never walked, unless what was walked is sorted before it is used.
//! 6. Positions (line, column, span) never enter a view.
//! 7. Threads, caches and locks live in `memo`, `pipeline` and `shell` only.
//! 8. No value is half-built: each stage makes a new type.
//! 9. The site that stands is replaced whole or not at all; only files that were written by this program are removed.
//! 10. Untrusted text (comments, imported HTML, file names) is escaped or sanitised where it becomes HTML, and nowhere
//!     relies on having been cleaned before.
//!
//! `tests/house.rs` keeps the floors: an import goes down only.

pub mod check;
pub mod cli;
pub mod ground;
pub mod import;
pub mod memo;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod settings;
pub mod shell;
pub mod site;
pub mod story;
pub mod theme;
