//! goodturn: a folder of kindness stories becomes a finished blog.

pub mod cli;
pub mod ground;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod settings;
pub mod shell;
pub mod site;
pub mod story;
pub mod theme;
