//! Views as a template's values. What serde says of a view is the contract with themes, so most go that way as they are.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::Value;

use crate::plan::views::Head;

/// A view as a value, field by field.
pub(super) fn of<T: Serialize + ?Sized>(view: &T) -> Value {
    // It fails only for maps whose keys are neither text nor numbers; views have none.
    Value::try_from_serializable(view).unwrap_or_else(|_| Value::none())
}

/// Text that will be escaped.
pub(super) fn text(text: &str) -> Value {
    Value::normal_string(text)
}

/// A map with these fields. Tera takes values that come through serde as they are, safe HTML stays safe; `Value::from`
/// would put every field of a finished map into another one.
pub(super) fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    of(&Fields(fields))
}

struct Fields<const N: usize>([(&'static str, Value); N]);

impl<const N: usize> Serialize for Fields<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("", N)?;
        for (name, value) in &self.0 {
            map.serialize_field(name, value)?;
        }
        map.end()
    }
}

/// What a page is told of itself. Field by field, since two come from here and one of them is safe HTML.
pub(super) fn head(head: &Head, csp: &(String, String), json_ld: Option<&str>) -> Value {
    map([
        ("kind", text(head.kind)),
        ("title", text(&head.title)),
        ("head_title", text(&head.head_title)),
        ("description", text(&head.description)),
        ("url", text(&head.url)),
        ("permalink", text(&head.permalink)),
        ("lang", text(&head.lang)),
        ("noindex", Value::from(head.noindex)),
        ("og_type", text(head.og_type)),
        ("image", of(&head.image)),
        ("published", of(&head.published)),
        ("modified", of(&head.modified)),
        ("feeds", of(&head.feeds)),
        ("csp", text(&csp.0)),
        ("csp_scripts", text(&csp.1)),
        ("json_ld", json_ld.map_or_else(Value::none, Value::safe_string)),
    ])
}
