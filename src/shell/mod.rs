//! The only door to disk, clock, environment, network and terminal.

pub mod clock;
pub mod edit;
pub mod progress;
pub mod publish;
pub mod report;
pub mod terminal;
