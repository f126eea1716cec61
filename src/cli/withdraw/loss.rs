//! What goes when a story is withdrawn: the site as it is beside the site as it would be. Knows pages by their addresses;
//! knows nothing of what stands on them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cli::place;
use crate::ground::text::Lines;
use crate::ground::{SourcePath, Url};
use crate::pipeline::{self, Memory, Ready, Request, Silent, World};
use crate::plan::{Page, View};
use crate::settings::Settings;
use crate::shell::source;
use crate::site::links::back::{self, Backlink};
use crate::site::{Published, Reason, Site, links};

/// So many addresses of one kind are named; the rest are counted.
const NAMED: usize = 12;

/// What goes, and what stays behind.
#[derive(Debug, Default)]
pub(super) struct Loss {
    title: String,
    source: String,
    url: String,
    /// Why no page of it stands today; none if one does.
    hidden: Option<&'static str>,
    /// Whether both sites could be made.
    is_known: bool,
    gone: Vec<String>,
    told_anew: Vec<String>,
    aliases: Vec<String>,
    links: Vec<Backlink>,
    /// Files that the story shows, and that are published all the same.
    stays: Vec<SourcePath>,
}

impl Loss {
    /// Compares the site as the machine has it with the one that would be.
    pub(super) fn of(
        one: &Published,
        all: &Site,
        settings: &Settings,
        (request, now, then): (&Request, &dyn World, &dyn World),
    ) -> Self {
        let aliases: Vec<Url> = all
            .aliases
            .iter()
            .filter(|alias| alias.source == one.story.source)
            .map(|alias| alias.from.clone())
            .collect();
        let urls: Vec<&Url> = std::iter::once(&one.url).chain(&aliases).collect();
        let mut loss = Self {
            title: one.story.front.title.to_string(),
            source: one.story.source.to_string(),
            url: one.url.to_string(),
            links: back::leading_to(all, &settings.base_url, &urls),
            aliases: aliases.iter().map(ToString::to_string).collect(),
            ..Self::default()
        };
        let ready = |world: &dyn World| pipeline::prepare(request, world, &mut Memory::default(), &Silent).0;
        let (Some(before), Some(after)) = (ready(now), ready(then)) else { return loss };
        loss.is_known = true;
        loss.hidden = before.site.left_out.iter().find(|out| out.source == one.story.source).map(|out| why(out.reason));
        loss.compare(&before, &after, one);
        loss.stays = stays(one, &after.site);
        loss
    }

    fn compare(&mut self, before: &Ready, after: &Ready, one: &Published) {
        let by_url: BTreeMap<&Url, &Page> = after.pages.iter().map(|page| (&page.url, page)).collect();
        for page in before.pages.iter() {
            match by_url.get(&page.url) {
                None => self.gone.push(page.url.to_string()),
                Some(_) if page.url == one.url || self.aliases.iter().any(|alias| *alias == *page.url.as_str()) => {}
                Some(other) if before.print_of(page) != after.print_of(other) && !is_picture(page) => {
                    self.told_anew.push(page.url.to_string());
                }
                Some(_) => {}
            }
        }
    }

    /// The same in words; paths lead from where the person stands.
    pub(super) fn told(&self, root: &Path) -> String {
        let prefix = place::prefix(root);
        let mut out = vec![format!("{}  {prefix}{}", self.title, self.source)];
        match self.hidden {
            Some(why) => out
                .push(format!("it {why}, so no page of it stands today; {} will say that it was withdrawn", self.url)),
            None => out.push(format!("{} will say that a story was withdrawn, and nothing else", self.url)),
        }
        let mut list = |words: &str, items: &[String]| {
            if !items.is_empty() {
                out.push(String::new());
                out.push(words.to_owned());
                out.extend(items.iter().take(NAMED).map(|item| format!("  {item}")));
                let more = items.len().saturating_sub(NAMED);
                out.extend((more > 0).then(|| format!("  and {more} more")));
            }
        };
        list("gone altogether:", &self.gone);
        list("without it from then on:", &self.told_anew);
        list("old addresses that will lead to the note:", &self.aliases);
        list("links that will be left out, while their words stay:", &self.places(root, &prefix));
        let stays: Vec<String> = self.stays.iter().map(|path| format!("{prefix}{path}")).collect();
        list("shown in it, and published all the same until you take it away:", &stays);
        if !self.is_known {
            out.push(
                "\nwhat else goes cannot be told, since the site has errors; `goodturn check` names them".to_owned(),
            );
        }
        out.join("\n")
    }

    /// File, line and column of each link.
    fn places(&self, root: &Path, prefix: &str) -> Vec<String> {
        let mut texts: BTreeMap<&SourcePath, Lines> = BTreeMap::new();
        let mut places = Vec::new();
        for link in &self.links {
            let lines = texts
                .entry(&link.source)
                .or_insert_with(|| Lines::new(source::text(root, &link.source).unwrap_or_default()));
            let at = lines.position(link.span.start as usize);
            places.push(format!("{prefix}{}:{}:{}  {}", link.source, at.line, at.column, link.written));
        }
        places
    }
}

fn is_picture(page: &Page) -> bool {
    page.view.is_pixels() || matches!(page.view, View::File { .. } | View::Asset { .. })
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Draft => "is a draft",
        Reason::Future(_) => "is dated in the future",
        Reason::Expired(_) => "has expired",
        Reason::Withdrawn(_) => "is withdrawn",
    }
}

/// The files that the story shows or leads to, and that will still be published.
fn stays(one: &Published, after: &Site) -> Vec<SourcePath> {
    let body = &one.story.body;
    let words = body.images.iter().map(|image| &*image.src).chain(body.links.iter().map(|link| &*link.to));
    let words = words.chain(body.html.iter().flat_map(crate::story::HtmlAddress::each));
    let words: Vec<&str> = words.chain(one.story.front.image.iter().map(|image| &*image.src)).collect();
    let mut stays = BTreeSet::new();
    for (url, source) in &after.files {
        let is_meant = |word: &&str| {
            links::beside(&one.story.source, word).is_some_and(|path| path == *source)
                || Url::parse(word.split(['#', '?']).next().unwrap_or_default()).is_ok_and(|it| it == *url)
        };
        if words.iter().any(is_meant) {
            stays.insert(source.clone());
        }
    }
    stays.into_iter().collect()
}
