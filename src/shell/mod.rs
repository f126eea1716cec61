//! The only door to disk, clock, environment, network and terminal.

mod aside;
pub mod clock;
pub mod disk;
pub mod edit;
pub mod elsewhere;
pub mod machine;
pub mod paper;
pub mod process;
pub mod progress;
pub mod publish;
pub mod read;
pub mod report;
pub mod serve;
pub mod source;
pub mod terminal;
pub mod watch;
mod whole;
