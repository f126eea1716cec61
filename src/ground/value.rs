//! Values that pass through untouched: `extra` of front matter and settings, for themes.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

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
    #[serde(serialize_with = "number")]
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// A map.
    Map(Extra),
}

/// A number for whoever counts with it; what no `f64` can be stays text.
fn number<S: Serializer>(written: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match written.parse::<f64>() {
        Ok(number) => serializer.serialize_f64(number),
        Err(_) => serializer.serialize_str(written),
    }
}
