//! Components as the theme shows them: a call and the HTML between its lines -> HTML. Knows templates by their names; knows
//! no Markdown.

use tera::{Context, Value};

use super::values::text;
use crate::ground::Diagnostic;
use crate::story::markdown::components::Call;
use crate::theme::Theme;

/// The call as the theme's template shows it. None if the theme has none, or if the template fails: then `fault` says why.
pub(super) fn dressed(theme: &Theme, call: &Call<'_>, content: &str, fault: &mut Option<Diagnostic>) -> Option<String> {
    let template = format!("components/{}.html", call.component.name);
    if fault.is_some() || !theme.has(&template) {
        return None;
    }
    let mut out = Vec::new();
    match theme.make(&template, &variables(call, content), &mut out) {
        Ok(()) => String::from_utf8(out).ok(),
        Err(why) => {
            *fault = Some(why);
            None
        }
    }
}

/// What the template is told; `render::contract` says the same of every component.
fn variables(call: &Call<'_>, content: &str) -> Context {
    let mut variables = Context::new();
    for argument in call.component.arguments {
        variables.insert_value(argument.name, call.argument(argument.name).map_or_else(Value::none, text));
        if argument.name == "href" {
            variables.insert_value("host", call.host().map_or_else(Value::none, text));
        }
    }
    variables.insert_value("content", Value::safe_string(content));
    variables
}
