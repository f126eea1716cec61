//! Everything the program can say about a site, each by a named function, one file a subject.
//! What, where, then help; lower case, no full stop, no jargon.

pub mod asked;
pub mod check;
pub mod cli;
pub mod comments;
pub mod components;
pub mod dates;
pub mod elsewhere;
pub mod front_matter;
pub mod hosting;
pub mod import;
pub mod keepsake;
pub mod machine;
pub mod markdown;
pub mod pictures;
pub mod publish;
pub mod serve;
pub mod settings;
pub mod site;
pub mod template;
pub mod theme;
pub mod toml;
pub mod yaml;
