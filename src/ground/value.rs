//! Values that pass through untouched: `extra` of front matter and settings, for themes.

use std::collections::BTreeMap;

use serde::Serialize;

/// A map from names to values, in the order of the names.
pub type Extra = BTreeMap<String, Value>;

/// Any value that YAML or TOML can hold and a template can show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number, kept as it was written so that equal text stays equal.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// A map.
    Map(Extra),
}
