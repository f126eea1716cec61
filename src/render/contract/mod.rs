//! The contract with themes: every template that a page is made with, and every variable that it is told, with its type and
//! what it is. It is read from the very source of the views, so that it cannot say what is not so; what is added to a view
//! only when its page is made stands in `added`, and `cli/theme/vars.rs` holds all of it against true pages.

mod added;
mod source;

use added::{ADDED, HIDDEN};
use source::Struct;

use crate::story::markdown::components::{COMPONENTS, Component};

/// Everything that templates are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// What every template is told.
    pub everywhere: Vec<Field>,
    /// What each is told besides, by the template's name.
    pub templates: Vec<Template>,
    /// What has fields, in the order in which the others name it.
    pub things: Vec<Thing>,
}

/// A template that pages are made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// `story.html`
    pub name: String,
    /// What its pages are.
    pub about: String,
    /// What it is told.
    pub variables: Vec<Field>,
}

impl Template {
    /// Whether it shows what a writer calls by name, and not a page.
    pub fn is_component(&self) -> bool {
        self.name.starts_with("components/")
    }
}

/// Something that has fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// `card`
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A variable, or a field of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in a template.
    pub name: String,
    /// What it can be.
    pub kind: Kind,
    /// What it is.
    pub about: String,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; it is escaped where it is shown.
    Text,
    /// Safe HTML, shown as it is.
    Html,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// Something with fields.
    Thing(String),
    /// Any number of these.
    List(Box<Self>),
    /// These, each under a name.
    Map(Box<Self>),
    /// Whatever the writer put there.
    Anything,
    /// This, or nothing.
    Maybe(Box<Self>),
}

impl Kind {
    /// The type as the manual words it: `list of card`, `text or nothing`.
    pub fn words(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Html => "HTML".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Thing(name) => name.clone(),
            Self::List(inner) => format!("list of {}", inner.words()),
            Self::Map(inner) => format!("map of {}", inner.words()),
            Self::Anything => "anything".to_owned(),
            Self::Maybe(inner) => format!("{} or nothing", inner.words()),
        }
    }

    /// The thing that it is, or holds.
    pub fn thing(&self) -> Option<&str> {
        match self {
            Self::Thing(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::Maybe(inner) => inner.thing(),
            _ => None,
        }
    }
}

impl Contract {
    /// The contract of this version of the program.
    pub fn new() -> Self {
        let source = source::Source::read();
        let thing = |name: &str| Field {
            name: name.to_owned(),
            kind: Kind::Thing(name.to_owned()),
            about: source.structs.iter().find(|one| thing_name(&one.name) == name).map_or_else(String::new, about),
        };
        let everywhere: Vec<Field> = ["theme", "site", "page"].map(thing).into();
        let mut templates: Vec<Template> =
            source.pages.iter().map(|(name, view)| template(name, view, &source)).collect();
        templates.extend(COMPONENTS.iter().map(component));
        templates.sort_by(|a, b| a.name.cmp(&b.name));
        let mut things = Vec::new();
        for field in everywhere.iter().chain(templates.iter().flat_map(|template| &template.variables)) {
            reach(field, &source, &mut things);
        }
        Self { everywhere, templates, things }
    }

    /// The thing of that name.
    pub fn thing(&self, name: &str) -> Option<&Thing> {
        self.things.iter().find(|thing| thing.name == name)
    }

    /// What the template of that name is told; templates of pages are told what all are told, first.
    pub fn variables<'a>(&'a self, template: &'a Template) -> impl Iterator<Item = &'a Field> {
        let everywhere = if template.is_component() { &[][..] } else { &self.everywhere };
        everywhere.iter().chain(&template.variables)
    }
}

impl Default for Contract {
    fn default() -> Self {
        Self::new()
    }
}

/// What the template of a component is told; `html::components` tells it.
fn component(component: &Component) -> Template {
    let field = |name: &str, kind, about: &str| Field { name: name.to_owned(), kind, about: about.to_owned() };
    let kind = |required| if required { Kind::Text } else { Kind::Maybe(Box::new(Kind::Text)) };
    let said = component.arguments.iter().map(|it| field(it.name, kind(it.required), it.about));
    let mut variables: Vec<Field> = said.collect();
    if component.arguments.iter().any(|argument| argument.name == "href") {
        variables.push(field("host", Kind::Text, "The host of that address, so that readers know where they go."));
    }
    variables.push(field("content", Kind::Html, "What stands between the two lines of the call."));
    Template { name: format!("components/{}.html", component.name), about: component.about.to_owned(), variables }
}

/// What a template is told is what its view holds; a list within a view is told as two variables.
fn template(name: &str, view: &str, source: &source::Source) -> Template {
    let view = source.find(view);
    let fields = view.into_iter().flat_map(told).flat_map(|field| match field.rust.as_str() {
        "ListView" => source.find("ListView").map_or(&[][..], |list| &list.fields),
        _ => std::slice::from_ref(field),
    });
    let mut variables: Vec<Field> = fields.map(source::Field::told).collect();
    variables.extend(added(view.map_or("", |view| &view.name)));
    Template { name: name.to_owned(), about: view.map_or_else(String::new, about), variables }
}

/// Takes the thing that a field is, and those that this one's fields are.
fn reach(field: &Field, source: &source::Source, things: &mut Vec<Thing>) {
    let Some(name) = field.kind.thing() else { return };
    if things.iter().any(|thing| thing.name == name) {
        return;
    }
    let view = source.structs.iter().find(|one| thing_name(&one.name) == name);
    let mut fields: Vec<Field> = view.into_iter().flat_map(told).map(source::Field::told).collect();
    fields.extend(added(view.map_or(name, |view| &view.name)));
    let about = view.map_or_else(|| field.about.clone(), about);
    things.push(Thing { name: name.to_owned(), about, fields: fields.clone() });
    for field in &fields {
        reach(field, source, things);
    }
}

/// The fields of a view that templates see.
fn told(view: &Struct) -> impl Iterator<Item = &source::Field> {
    view.fields.iter().filter(|field| !HIDDEN.contains(&(&*view.name, &*field.name)))
}

fn added(view: &str) -> impl Iterator<Item = Field> {
    ADDED.iter().filter(move |(of, ..)| *of == view).map(|(_, name, kind, about)| Field {
        name: (*name).to_owned(),
        kind: source::kind(kind),
        about: (*about).to_owned(),
    })
}

/// What a struct is; not which template shows it, since that stands beside it anyway.
fn about(view: &Struct) -> String {
    let end = view.about.find(" Template ").unwrap_or(view.about.len());
    view.about[..end].to_owned()
}

/// How people call a view: `SiteView` is the site, `StoryLink` a story link.
fn thing_name(view: &str) -> String {
    if view == "Head" {
        return "page".to_owned();
    }
    let short = view.strip_suffix("View").or_else(|| view.strip_suffix("Ref")).unwrap_or(view);
    let mut name = String::new();
    for c in short.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push(' ');
        }
        name.extend(c.to_lowercase());
    }
    name
}
