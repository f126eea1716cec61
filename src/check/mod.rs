//! The finished site as values: what must not be in it (people who are nobody's business, things from other hosts), and
//! what would be better otherwise. Knows bytes and their kinds; knows nothing of disks, and renders nothing.

pub mod colours;
pub mod consent;
mod element;
pub mod elsewhere;
pub mod guard;
pub mod kind;
mod markup;
pub mod page;
pub mod picture;
pub mod privacy;
pub mod pseudonyms;
mod third_party;
pub mod trace;
pub mod whole;

pub use guard::{Desk, Finding, Guard};
pub use kind::Kind;
