//! goodturn: a folder of kindness stories becomes a finished blog.

pub mod ground;
pub mod plan;
pub mod settings;
pub mod story;
pub mod theme;
