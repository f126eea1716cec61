//! Values that pass through untouched: `extra` of front matter and settings, for themes.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

/// The same values written down so that they come back as they were: what a template sees does not tell a number that
/// was written as text from text.
pub mod exact {
    use super::{BTreeMap, Deserialize, Deserializer, Extra, Serialize, Serializer, Value};

    #[derive(Serialize, Deserialize)]
    enum Exact {
        Null,
        Bool(bool),
        Integer(i64),
        Number(String),
        Text(String),
        List(Vec<Self>),
        Map(BTreeMap<String, Self>),
    }

    /// For `#[serde(with)]`.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub fn serialize<S: Serializer>(extra: &Extra, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(extra.iter().map(|(name, value)| (name, Exact::from(value))))
    }

    /// For `#[serde(with)]`.
    ///
    /// # Errors
    /// Those of the deserialiser.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Extra, D::Error> {
        let exact = BTreeMap::<String, Exact>::deserialize(deserializer)?;
        Ok(exact.into_iter().map(|(name, value)| (name, value.into())).collect())
    }

    impl From<&Value> for Exact {
        fn from(value: &Value) -> Self {
            match value {
                Value::Null => Self::Null,
                Value::Bool(value) => Self::Bool(*value),
                Value::Integer(value) => Self::Integer(*value),
                Value::Number(value) => Self::Number(value.clone()),
                Value::Text(value) => Self::Text(value.clone()),
                Value::List(values) => Self::List(values.iter().map(Self::from).collect()),
                Value::Map(values) => {
                    Self::Map(values.iter().map(|(name, value)| (name.clone(), value.into())).collect())
                }
            }
        }
    }

    impl From<Exact> for Value {
        fn from(exact: Exact) -> Self {
            match exact {
                Exact::Null => Self::Null,
                Exact::Bool(value) => Self::Bool(value),
                Exact::Integer(value) => Self::Integer(value),
                Exact::Number(value) => Self::Number(value),
                Exact::Text(value) => Self::Text(value),
                Exact::List(values) => Self::List(values.into_iter().map(Self::from).collect()),
                Exact::Map(values) => Self::Map(values.into_iter().map(|(name, value)| (name, value.into())).collect()),
            }
        }
    }
}
