//! What templates are told of the theme itself. Knows theme.toml's words; knows nothing of files.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ground::value::Extra;

/// What theme.toml says.
#[derive(Debug, Serialize)]
pub struct ThemeView<'a> {
    /// The theme's name for people.
    pub name: &'a str,
    /// `[colours]` of theme.toml, each `#rrggbb`.
    pub colours: &'a BTreeMap<String, String>,
    /// `[extra]` of theme.toml.
    pub extra: &'a Extra,
}
