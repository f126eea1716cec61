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
    of(&Fields(&fields))
}

struct Fields<'a>(&'a [(&'static str, Value)]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("", self.0.len())?;
        for (name, value) in self.0 {
            map.serialize_field(name, value)?;
        }
        map.end()
    }
}

/// What a page is told of itself, as far as any template sees it. Field by field, since two come from here and one of them
/// is safe HTML.
pub(super) fn head(head: &Head, csp: &(String, String), json_ld: Option<&str>, sees: impl Fn(&str) -> bool) -> Value {
    let mut fields = Vec::with_capacity(16);
    let mut put = |name: &'static str, value: &dyn Fn() -> Value| {
        if sees(name) {
            fields.push((name, value()));
        }
    };
    put("kind", &|| text(head.kind));
    put("title", &|| text(&head.title));
    put("head_title", &|| text(&head.head_title));
    put("description", &|| text(&head.description));
    put("url", &|| text(&head.url));
    put("permalink", &|| text(&head.permalink));
    put("lang", &|| text(&head.lang));
    put("noindex", &|| Value::from(head.noindex));
    put("og_type", &|| text(head.og_type));
    put("image", &|| of(&head.image));
    put("published", &|| of(&head.published));
    put("modified", &|| of(&head.modified));
    put("feeds", &|| of(&head.feeds));
    put("csp", &|| text(&csp.0));
    put("csp_scripts", &|| text(&csp.1));
    put("json_ld", &|| json_ld.map_or_else(Value::none, Value::safe_string));
    of(&Fields(&fields))
}
