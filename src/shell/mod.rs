//! The only door to disk, clock, environment, network and terminal.

pub mod publish;
