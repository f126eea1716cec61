//! What templates are really told: pages of a site with everything, made with templates that show all they are told. Gives
//! an example of each variable, and what the contract and the pages do not agree in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use super::torture::{self, Site};
use crate::ground::{Date, Diagnostic, SourcePath};
use crate::pipeline::{self, Include, Made, Memory, Request, Silent};
use crate::plan::View;
use crate::render::contract::{Contract, Field, Kind};
use crate::theme::{COMPONENTS, PAGES, ThemeFile};

/// A template that shows everything that it is told.
const EVERYTHING: &str = "{{ __tera_context | json | safe }}";
const THEME: &str = "told";
const THEME_TOML: &str = "name = \"Told\"\ngoodturn = \"*\"\nextends = \"hearth\"\n[shelves]\nnewest = 2\ntags = true\n[extra]\nbinding = \"cloth\"\n";

/// What is known of the values of true pages.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// By the name of a template or a thing, and of a variable or field: a value that says something.
    pub examples: BTreeMap<(String, String), Value>,
    /// Variables that no page is told, and what pages are told that the contract does not name.
    pub faults: BTreeSet<String>,
}

impl Told {
    /// Makes pages of every kind, and looks at what they were told.
    pub fn by_pages(contract: &Contract, today: Date) -> Result<Self, Vec<Diagnostic>> {
        let mut told = Self::default();
        let pages = pages(today)?;
        for template in &contract.templates {
            let of_template: Vec<&Value> =
                pages.iter().filter(|(name, _)| *name == template.name).map(|(_, page)| page).collect();
            if of_template.is_empty() {
                told.faults.insert(format!("{}: no page is made with it", template.name));
            }
            for page in of_template {
                told.fields(&template.name, contract.variables(template), page, contract);
            }
        }
        Ok(told)
    }

    fn fields<'c>(&mut self, of: &str, fields: impl Iterator<Item = &'c Field>, value: &Value, contract: &'c Contract) {
        let mut known = BTreeSet::new();
        for field in fields {
            known.insert(field.name.as_str());
            let Some(value) = value.get(&field.name) else {
                self.faults.insert(format!("{of}: `{}` is not told", field.name));
                continue;
            };
            let at = format!("{of}.{}", field.name);
            if !self.agree(&field.kind, value, contract) {
                self.faults.insert(format!("{at}: {} should be {}", shape(value), field.kind.words()));
            }
            let place = (of.to_owned(), field.name.clone());
            if says_more(value, self.examples.get(&place)) {
                self.examples.insert(place, value.clone());
            }
        }
        let names = value.as_object().into_iter().flat_map(serde_json::Map::keys);
        let more = names.filter(|name| !known.contains(name.as_str()));
        self.faults.extend(more.map(|name| format!("{of}: `{name}` is told, and stands nowhere in the contract")));
    }

    /// Whether a value is of this kind. What it holds is looked at, too.
    fn agree(&mut self, kind: &Kind, value: &Value, contract: &Contract) -> bool {
        match kind {
            Kind::Text | Kind::Html => value.is_string(),
            Kind::Number => value.is_number(),
            Kind::Flag => value.is_boolean(),
            Kind::Anything => true,
            Kind::Maybe(inner) => value.is_null() || self.agree(inner, value, contract),
            Kind::List(inner) => {
                value.as_array().is_some_and(|items| items.iter().all(|item| self.agree(inner, item, contract)))
            }
            Kind::Map(inner) => {
                value.as_object().is_some_and(|map| map.values().all(|item| self.agree(inner, item, contract)))
            }
            Kind::Thing(name) => {
                if let Some(thing) = contract.thing(name).filter(|_| value.is_object()) {
                    self.fields(name, thing.fields.iter(), value, contract);
                }
                value.is_object()
            }
        }
    }
}

/// Whether an example is better than the one that is known: the first that says something.
fn says_more(value: &Value, known: Option<&Value>) -> bool {
    let says = |value: &Value| match value {
        Value::Null => 0,
        Value::String(text) => 1 + u8::from(!text.is_empty()),
        Value::Array(items) => 1 + u8::from(!items.is_empty()),
        Value::Object(map) => 1 + u8::from(!map.is_empty()),
        Value::Number(number) => 1 + u8::from(number.as_i64() != Some(0)),
        Value::Bool(_) => 2,
    };
    known.is_none_or(|known| says(value) > says(known))
}

fn shape(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "something with fields",
    }
}

/// What every page of the site with everything is told, with the template's name.
fn pages(today: Date) -> Result<Vec<(&'static str, Value)>, Vec<Diagnostic>> {
    let file = |path: String, text: &str| ThemeFile {
        path: SourcePath::new(format!("themes/{THEME}/{path}")),
        bytes: text.into(),
    };
    let templates = PAGES.iter().map(|name| file(format!("templates/{name}"), EVERYTHING));
    let components = COMPONENTS
        .iter()
        .map(|name| file(format!("templates/{name}"), &format!("{{\"component\":\"{name}\",\"told\":{EVERYTHING}}}")));
    let themes: Vec<ThemeFile> =
        templates.chain(components).chain([file("theme.toml".to_owned(), THEME_TOML)]).collect();
    let paper = torture::paper(Site::Everything, &themes);
    let request = Request { theme: Some(THEME.to_owned()), threads: 1, ..request(today) };
    let (ready, report) = pipeline::prepare(&request, &paper, &mut Memory::default(), &Silent);
    let Some(ready) = ready else { return Err(report.diagnostics) };
    let mut desk = ready.desk();
    let mut pages = Vec::new();
    for page in ready.pages.iter() {
        let View::Html(view) = &page.view else { continue };
        let Made::Bytes(bytes) = ready.render(page, &paper, &mut desk).map_err(|fault| vec![fault])? else { continue };
        let told: Option<Value> = serde_json::from_slice(bytes).ok();
        pages.extend(told.as_ref().map(of_components).unwrap_or_default());
        pages.extend(told.map(|told| (view.main.template(), told)));
    }
    Ok(pages)
}

/// What the components of a page were told: each stands on a line of its own in what the page was told of its text.
fn of_components(page: &Value) -> Vec<(&'static str, Value)> {
    let content = page.get("content").and_then(Value::as_str).unwrap_or_default();
    let calls = content.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let called = calls.filter_map(|mut call| {
        let name = COMPONENTS.into_iter().find(|name| call["component"] == **name)?;
        Some((name, call["told"].take()))
    });
    called.collect()
}

/// How the sites on paper are made. What is in them is there on any day.
pub(super) fn request(today: Date) -> Request {
    Request::of(PathBuf::new(), Include { drafts: true, future: true, expired: false }, today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_what_the_contract_says_and_nothing_else() {
        let contract = Contract::new();
        let told = Told::by_pages(&contract, Date::new(2026, 1, 6).unwrap()).unwrap();
        assert!(told.faults.is_empty(), "{:#?}", told.faults);
        let fields = |of: &str, fields: &[Field]| {
            let silent =
                fields.iter().filter(|field| field.about.is_empty()).map(|field| format!("{of}.{}", field.name));
            silent.collect::<Vec<_>>()
        };
        let templates = contract.templates.iter().flat_map(|one| fields(&one.name, &one.variables));
        let things = contract.things.iter().flat_map(|one| fields(&one.name, &one.fields));
        let silent: Vec<String> = fields("", &contract.everywhere).into_iter().chain(templates).chain(things).collect();
        assert!(silent.is_empty(), "nobody says what these are: {silent:?}");
        assert_eq!(
            contract.templates.iter().map(|one| one.name.as_str()).collect::<BTreeSet<_>>(),
            PAGES.into_iter().chain(COMPONENTS).collect()
        );
    }

    #[test]
    fn every_variable_has_an_example() {
        let contract = Contract::new();
        let told = Told::by_pages(&contract, Date::new(2026, 1, 6).unwrap()).unwrap();
        let mute = told.examples.iter().filter(|(_, value)| !says_more(value, Some(&Value::String(String::new()))));
        let mute: Vec<_> = mute.map(|((of, name), _)| format!("{of}.{name}")).collect();
        assert!(mute.is_empty(), "the site with everything lacks these: {mute:?}");
    }
}
