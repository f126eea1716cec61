//! `goodturn import disqus`: comments find the stories that they stood under, by the addresses that those had.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use jiff::tz::TimeZone;

use super::house::House;
use super::keeper::Keeper;
use super::program::Program;
use super::{Common, finish, name, source};
use crate::cli::{Refusal, place};
use crate::ground::Url;
use crate::ground::messages::import as say;
use crate::import::carry::{Arrival, keep_comments};
use crate::import::ledger::comments_only;
use crate::import::model::Comment;
use crate::import::place::old_url;
use crate::import::receipt::{Left, Receipt};
use crate::import::survey::{Fact, Survey};
use crate::import::tally::Tally;
use crate::shell::progress::Bar;

#[derive(Args)]
pub(super) struct Arguments {
    /// The export: a file, a folder, or a zip file
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    common: Common,
}

impl Arguments {
    pub(super) fn common(&self) -> &Common {
        &self.common
    }
}

/// A story that comments can stand under.
struct Home {
    path: String,
    title: String,
}

pub(super) fn run(arguments: &Arguments, bar: &Bar) -> Result<Receipt, Refusal> {
    let (mut survey, mut notes) = (Survey::default(), Vec::new());
    let parts = source::parts(&arguments.path, Program::Disqus, &mut notes)?;
    source::read(Program::Disqus, ("read", bar), &parts, (&mut notes, &Tally::default()), &mut |found| {
        survey.take(found);
        Ok(())
    })?;
    if survey.counts.comments == 0 {
        return Err(say::nothing_to_import(&place::name_of(&arguments.path)).into());
    }
    let house = House::find(arguments.common.into.as_deref())?;
    if house.is_new {
        return Err(say::no_stories(&place::name_of(&house.root)).into());
    }
    let homes = homes(&house)?;
    for link in survey.comments.keys().filter(|link| !link.is_empty()) {
        if let Some(home) = old_url(link).ok().and_then(|url| homes.get(&url.collision_key())) {
            survey.facts.push(Fact { is_published: true, ..Fact::known(link.clone(), home.title.clone()) });
        }
    }
    survey.finish("no story of the site stands, or stood, at the address of its page");
    let zone = Some(house.settings.timezone.as_str()).filter(|zone| *zone != "UTC");
    let zone = zone.and_then(|zone| TimeZone::get(zone).ok());
    let mut keeper = Keeper::open(&house.root, arguments.common.manner())?;
    // One page may have several threads: with and without `www.`, say.
    let mut threads: BTreeMap<String, (&str, Vec<Comment>)> = BTreeMap::new();
    for fact in &survey.facts {
        let Some(home) = old_url(&fact.id).ok().and_then(|url| homes.get(&url.collision_key())) else { continue };
        let thread = threads.entry(comment_path(&home.path)).or_insert((&home.title, Vec::new()));
        thread.1.extend(survey.comments[&fact.id].iter().cloned());
    }
    let mut arrivals = Vec::new();
    for (path, (title, comments)) in threads {
        let mut arrival = Arrival::default();
        if !keeper.knows(&path) && house.root.join(&path).exists() {
            let why = "its story has comments from elsewhere already";
            arrival.left = comments.iter().map(|comment| Left::new("comments", &comment.id, why)).collect();
        } else {
            keep_comments(path, &comments, (zone.as_ref(), &|_, _| None), title, &mut arrival);
        }
        if let Some((path, text)) = &arrival.comments {
            keeper.keep(path, "", text.as_bytes())?;
        }
        arrivals.push(arrival);
    }
    let mut receipt = comments_only(&survey, arrivals);
    receipt.program = Program::Disqus.name();
    receipt.source = name(&arguments.path);
    receipt.is_dry_run = arguments.common.dry_run;
    receipt.notes = notes;
    finish(keeper, receipt)
}

/// The file of a story's comments: beside it, or in its folder.
fn comment_path(story: &str) -> String {
    let stem = story.rsplit_once('.').map_or(story, |(stem, _)| stem);
    match stem.strip_suffix("/index") {
        Some(folder) => format!("{folder}/comments.yaml"),
        None => format!("{stem}.comments.yaml"),
    }
}

/// Every story and page, by the addresses that it has and had.
fn homes(house: &House) -> Result<BTreeMap<String, Home>, Refusal> {
    let mut homes = BTreeMap::new();
    let site = house.site()?;
    for page in site.iter().flat_map(|site| site.stories.iter().chain(&site.pages)) {
        let front = &page.story.front;
        let mut add = |url: &Url| {
            let home = Home { path: page.story.source.to_string(), title: front.title.to_string() };
            homes.entry(url.collision_key()).or_insert(home);
        };
        add(&page.url);
        front.aliases.iter().for_each(|(url, _)| add(url));
    }
    Ok(homes)
}
