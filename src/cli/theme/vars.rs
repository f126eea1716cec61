//! `goodturn theme vars`: what templates are told, with types and examples that true pages gave.

mod words;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::told::Told;
use super::{files, today};
use crate::cli::console::Console;
use crate::cli::{Exit, Refusal};
use crate::ground::Diagnostic;
use crate::ground::messages::theme as messages;
use crate::render::contract::{Contract, Field, Template, Thing};
use crate::shell::terminal;
use crate::theme::outline::{Outline, outline};

/// Print what templates are told: every variable with its type and an example
#[derive(Args)]
pub(super) struct Arguments {
    /// Only what this template is told, such as `story.html`, or what this thing is, such as `card`
    #[arg(value_name = "TEMPLATE")]
    of: Option<String>,
    /// Print the templates of this theme too: what they extend, their blocks and their components
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// The site's folder, if the theme is in its themes/ [default: the nearest one upwards that has a site.toml]
    #[arg(short, long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// How to answer: in words, as JSON, or as the tables of the manual
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Markdown,
}

/// What is printed.
struct Answer<'a> {
    told: &'a Told,
    everywhere: &'a [Field],
    templates: Vec<&'a Template>,
    things: Vec<&'a Thing>,
    outlines: Vec<Outline>,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let contract = Contract::new();
    let outlines = match &arguments.theme {
        Some(theme) => {
            let (root, files) = files(arguments.root.as_deref())?;
            match outline(theme, &files) {
                Ok(outlines) => outlines,
                Err(said) => return Ok(not_done(&said, &root, console)),
            }
        }
        None => Vec::new(),
    };
    let told = match Told::by_pages(&contract, today()?) {
        Ok(told) => told,
        Err(said) => return Ok(not_done(&said, &PathBuf::new(), console)),
    };
    let answer = Answer {
        told: &told,
        everywhere: &contract.everywhere,
        templates: contract.templates.iter().collect(),
        things: contract.things.iter().collect(),
        outlines,
    };
    let answer = match &arguments.of {
        Some(of) => answer.only(of, &contract)?,
        None => answer,
    };
    match arguments.format {
        Form::Text => console.answer(words::text(&answer).trim_end()),
        Form::Json => terminal::out(&words::json(&answer)),
        Form::Markdown => terminal::out(&words::markdown(&answer)),
    }
    Ok(Exit::Done)
}

fn not_done(said: &[Diagnostic], root: &std::path::Path, console: &Console) -> Exit {
    console.say(said, root);
    Exit::NotDone
}

impl<'a> Answer<'a> {
    /// One template or one thing, and what is needed to understand it.
    fn only(mut self, of: &str, contract: &'a Contract) -> Result<Self, Refusal> {
        let is_meant = |name: &str| name == of || name.strip_suffix(".html") == Some(of);
        self.templates.retain(|template| is_meant(&template.name));
        self.outlines.retain(|outline| is_meant(&outline.name));
        let mut near: Vec<&Thing> = Vec::new();
        if let [template] = self.templates[..] {
            template.variables.iter().for_each(|field| reach(field, contract, &mut near));
        } else if let Some(thing) = contract.thing(of) {
            near.push(thing);
            thing.fields.iter().for_each(|field| reach(field, contract, &mut near));
            self.everywhere = &[];
        } else if self.outlines.is_empty() {
            let known = contract
                .templates
                .iter()
                .map(|one| one.name.trim_end_matches(".html"))
                .chain(contract.things.iter().map(|one| &*one.name));
            return Err(Refusal::wrong_usage(messages::no_vars_of(of, &known.collect::<Vec<_>>())));
        } else {
            self.everywhere = &[];
        }
        self.things = near;
        Ok(self)
    }
}

fn reach<'a>(field: &Field, contract: &'a Contract, near: &mut Vec<&'a Thing>) {
    let Some(thing) = field.kind.thing().and_then(|name| contract.thing(name)) else { return };
    if near.iter().all(|known| known.name != thing.name) {
        near.push(thing);
        thing.fields.iter().for_each(|field| reach(field, contract, near));
    }
}
