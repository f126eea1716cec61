//! Nothing private goes out, nothing comes in from elsewhere, and `goodturn check` says what would be better: each planted
//! once in every place that reaches an output, and found at that place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod alarms;
mod consent;
mod finished;
mod forms;
mod garden;
mod places;
mod plants;
mod strangers;
mod warm;
mod withdrawn;
