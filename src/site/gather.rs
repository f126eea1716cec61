//! Story by story -> Site: who is in, in which order, at which address, with whom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::routes::{Owner, Target};
use super::{
    Alias, Author, Files, LeftOut, Published, Reason, Routes, Site, StoryId, Tag, addresses, chains, files, made,
    private, series, taxonomy, twins,
};
use crate::ground::{BaseUrl, Date, Diagnostic, Moment, SourcePath, Url, messages};
use crate::settings::Settings;
use crate::story::comments::Comments;
use crate::story::{Kind, Story};

/// Everything that gathering looks at.
#[derive(Debug)]
pub struct Gathering<'a> {
    /// All stories, pages and introductions that could be read.
    pub stories: Vec<Arc<Story>>,
    /// All comments files that could be read.
    pub comments: Vec<Arc<Comments>>,
    /// All other files.
    pub files: Files,
    /// The settings.
    pub settings: &'a Settings,
    /// Whether drafts are in.
    pub drafts: bool,
    /// Whether stories of the future are in.
    pub future: bool,
    /// Whether expired stories are in.
    pub expired: bool,
    /// Today, in the site's time zone.
    pub today: Date,
    /// The site's time zone.
    pub zone: &'a jiff::tz::TimeZone,
}

/// Puts all stories together. Everything that is wrong with them as a whole is said at once.
pub fn gather(gathering: Gathering<'_>) -> (Site, Vec<Diagnostic>) {
    let mut said = Vec::new();
    let settings = gathering.settings;
    let sorted = sort_out(&gathering, &mut said);
    let listed: Vec<StoryId> = (0..sorted.stories.len()).filter(|id| sorted.stories[*id].story.front.listed).collect();
    let is_listed = |id: StoryId| sorted.stories[id].story.front.listed;

    let names = sorted.stories.iter().map(|published| published.story.front.tags.as_slice());
    let (terms, tags_of) = taxonomy::collect(names, is_listed, "tag");
    say_unlike(&terms, ("tags", |story| &story.front.tags), &sorted.stories, &mut said);
    let tags = with_intros(terms, &sorted.intros, &mut said);
    let default_author: Vec<Arc<str>> = settings.author.iter().map(|name| Arc::from(name.as_str())).collect();
    let names = sorted.stories.iter().map(|published| match published.story.front.authors.as_slice() {
        [] => default_author.as_slice(),
        authors => authors,
    });
    let (terms, authors_of) = taxonomy::collect(names, is_listed, "author");
    say_unlike(&terms, ("authors", |story| &story.front.authors), &sorted.stories, &mut said);
    let authors =
        terms.into_iter().map(|term| Author { slug: term.slug, name: term.name, stories: term.stories }).collect();
    said.extend(twins::find(&sorted.stories));
    let (series, series_of, more) = series::collect(&sorted.stories, &listed);
    said.extend(more);

    let (since, until) = season(&gathering);
    let mut site = Site {
        listed,
        tags,
        tags_of,
        authors,
        authors_of,
        series,
        series_of,
        passed_on_from: BTreeMap::new(),
        passed_on_to: BTreeMap::new(),
        chains: Vec::new(),
        aliases: Vec::new(),
        also_here: settings.also_here.clone(),
        files: Vec::new(),
        facts: gathering.files,
        routes: Routes::default(),
        left_out: sorted.left_out,
        since,
        until,
        stories: sorted.stories,
        pages: sorted.pages,
        tombstones: sorted.tombstones,
    };
    files::publish(&mut site, &sorted.unpublished, &mut said);
    said.extend(private::find(&site));
    route(&mut site, settings, &sorted.unpublished, &mut said);
    let (from, more) = chains::collect(&site.stories, &site.tombstones, &site.routes);
    said.extend(more);
    for (to, from) in from.iter().rev() {
        site.passed_on_to.entry(*from).or_default().push(*to);
    }
    site.chains = chains::lines(&site.stories, &from);
    site.passed_on_from = from;
    (site, said)
}

/// The names of one kind that a story has.
type NamesOf = fn(&Story) -> &[Arc<str>];

/// Says which names share a page and are hardly one name, in the first file that has the second of them.
fn say_unlike(
    terms: &[taxonomy::Term],
    (what, names): (&str, NamesOf),
    stories: &[Published],
    said: &mut Vec<Diagnostic>,
) {
    for term in terms.iter().filter(|term| term.spellings.len() > 1) {
        let Some((one, other)) = taxonomy::unlike(term) else { continue };
        let mut having = term.stories.iter().map(|id| &stories[*id].story);
        if let Some(story) = having.find(|story| names(story).iter().any(|name| **name == *other)) {
            said.push(messages::site::two_names_one_page(&story.source, what, [one, other], &term.slug));
        }
    }
}

/// Stories by what becomes of them today.
struct Sorted {
    stories: Vec<Published>,
    pages: Vec<Published>,
    tombstones: Vec<Published>,
    intros: Vec<Arc<Story>>,
    unpublished: Vec<Arc<Story>>,
    left_out: Vec<LeftOut>,
}

fn sort_out(gathering: &Gathering<'_>, said: &mut Vec<Diagnostic>) -> Sorted {
    let mut sorted = Sorted {
        stories: Vec::new(),
        pages: Vec::new(),
        tombstones: Vec::new(),
        intros: Vec::new(),
        unpublished: Vec::new(),
        left_out: Vec::new(),
    };
    let mut comments = pair_comments(gathering, said);
    for story in &gathering.stories {
        let reason = reason(story, gathering);
        if let Some(reason) = reason {
            sorted.left_out.push(LeftOut { source: story.source.clone(), title: story.front.title.clone(), reason });
        }
        if matches!(reason, Some(reason) if !matches!(reason, Reason::Withdrawn(_))) {
            sorted.unpublished.push(story.clone());
            continue;
        }
        if story.kind == Kind::TagIntro {
            // It has no page of its own, so that nothing stands in its place when it was withdrawn.
            sorted.intros.extend(reason.is_none().then(|| story.clone()));
            continue;
        }
        let url = match addresses::of_story(story, gathering.settings) {
            Ok(url) => url,
            Err(fault) => {
                said.push(messages::site::impossible_address(&story.source, &fault));
                continue;
            }
        };
        let published = Published {
            url,
            instant: story.front.date.map(|date| date.instant(gathering.zone)),
            comments: comments.remove(&story.source),
            story: story.clone(),
        };
        match (reason, story.kind) {
            (Some(_), _) => sorted.tombstones.push(Published { comments: None, ..published }),
            (None, Kind::Story) => sorted.stories.push(published),
            (None, _) => sorted.pages.push(published),
        }
    }
    // Newest first, then by address, so that equal dates do not depend on the disk; undated last.
    sorted.stories.sort_by(|a, b| b.instant.cmp(&a.instant).then_with(|| a.url.cmp(&b.url)));
    sorted.pages.sort_by(|a, b| a.url.cmp(&b.url));
    sorted.tombstones.sort_by(|a, b| a.url.cmp(&b.url));
    sorted.left_out.sort();
    sorted
}

/// Why a story is not published today; none if it is.
fn reason(story: &Story, gathering: &Gathering<'_>) -> Option<Reason> {
    let front = &story.front;
    if let Some(since) = front.withdrawn {
        return Some(Reason::Withdrawn(since));
    }
    if front.draft && !gathering.drafts {
        return Some(Reason::Draft);
    }
    let day = front.date.map(|moment| local_day(moment, gathering.zone));
    if let Some(day) = day
        && day > gathering.today
        && !gathering.future
    {
        return Some(Reason::Future(day));
    }
    // Shown through that day, as a poster that says "until Friday" hangs all Friday.
    front.expires.filter(|day| *day < gathering.today && !gathering.expired).map(Reason::Expired)
}

/// The days between which nothing comes or passes: the last such day up to today, and the next one.
fn season(gathering: &Gathering<'_>) -> (Option<Date>, Option<Date>) {
    let days = gathering.stories.iter().flat_map(|story| {
        let day = story.front.date.map(|moment| local_day(moment, gathering.zone));
        [day, story.front.expires.and_then(Date::next)]
    });
    let (mut since, mut until) = (None, None);
    for day in days.flatten() {
        if day <= gathering.today {
            since = since.max(Some(day));
        } else if until.is_none_or(|until| day < until) {
            until = Some(day);
        }
    }
    (since, until)
}

/// The day of a moment on the site's own calendar: a moment with an offset may fall on another day there.
fn local_day(moment: Moment, zone: &jiff::tz::TimeZone) -> Date {
    if moment.time.is_none() {
        return moment.day;
    }
    jiff::Timestamp::from_second(moment.instant(zone))
        .map_or(moment.day, |stamp| Date::from(stamp.to_zoned(zone.clone()).date()))
}

/// The folder and the stem of the story that a comments file belongs to.
pub fn home_of(comments: &SourcePath) -> (&str, &str) {
    let stem = comments.stem();
    let stem = if stem == "comments" { "index" } else { stem.trim_end_matches(".comments") };
    (comments.folder(), stem)
}

/// Finds the story of each comments file: `name.comments.yaml` beside `name.md`, `comments.yaml` in a bundle.
fn pair_comments(gathering: &Gathering<'_>, said: &mut Vec<Diagnostic>) -> BTreeMap<SourcePath, Arc<Comments>> {
    if gathering.comments.is_empty() {
        return BTreeMap::new();
    }
    let by_stem: BTreeMap<(&str, &str), &SourcePath> =
        gathering.stories.iter().map(|story| ((story.source.folder(), story.source.stem()), &story.source)).collect();
    let mut paired: BTreeMap<SourcePath, Arc<Comments>> = BTreeMap::new();
    for comments in &gathering.comments {
        let (folder, stem) = home_of(&comments.source);
        match by_stem.get(&(folder, stem)) {
            None => said.push(messages::site::comments_of_nobody(&comments.source, stem)),
            Some(story) => {
                if let Some(other) = paired.insert((*story).clone(), comments.clone()) {
                    said.push(messages::site::comments_twice(&comments.source, &other.source, story));
                }
            }
        }
    }
    paired
}

fn with_intros(terms: Vec<taxonomy::Term>, intros: &[Arc<Story>], said: &mut Vec<Diagnostic>) -> Vec<Tag> {
    let mut by_slug: BTreeMap<_, &Arc<Story>> = BTreeMap::new();
    for intro in intros {
        if let Some(other) = by_slug.insert(intro.front.slug.clone(), intro) {
            said.push(messages::site::two_introductions(&intro.source, &other.source));
        }
    }
    let tags = terms
        .into_iter()
        .map(|term| {
            let intro = by_slug.remove(&term.slug).cloned();
            // Whoever wrote an introduction has decided how the tag is spelled, if its title is another spelling of it.
            let title = intro
                .as_ref()
                .map(|intro| &intro.front.title)
                .filter(|title| crate::ground::Slug::from_text(title).as_ref() == Some(&term.slug));
            Tag { name: title.unwrap_or(&term.name).clone(), slug: term.slug, intro, stories: term.stories }
        })
        .collect();
    for intro in by_slug.values() {
        said.push(messages::site::introduction_to_nothing(&intro.source, &intro.front.slug));
    }
    tags
}

/// Addresses as they are claimed.
#[derive(Default)]
struct Claims {
    routes: Routes,
    claimed: Vec<Url>,
    said: Vec<Diagnostic>,
}

impl Claims {
    fn claim(&mut self, url: &Url, target: Target, owner: Owner) {
        self.claimed.push(url.clone());
        self.said.extend(self.routes.claim(url, target, owner));
    }
}

/// Claims every address of the site.
fn route(site: &mut Site, settings: &Settings, unpublished: &[Arc<Story>], said: &mut Vec<Diagnostic>) {
    let mut claims = Claims::default();
    for (url, name) in made::pages(site, settings) {
        claims.claim(&url, Target::Made, Owner::Made(name));
    }
    let own = |published: &Published| Owner::Source(published.story.source.clone(), None);
    for (id, published) in site.stories.iter().enumerate() {
        claims.claim(&published.url, Target::Story(id), own(published));
        claims.routes.name_story(&published.story.front.slug, id);
        if settings.feeds.comments && published.shows_comments() {
            let feed = published.url.at("comments.atom");
            claims.claim(&feed, Target::Made, Owner::Made("the feed of a story's comments"));
        }
    }
    for (at, published) in site.pages.iter().enumerate() {
        claims.claim(&published.url, Target::Page(at), own(published));
    }
    for published in &site.tombstones {
        claims.claim(&published.url, Target::Tombstone, own(published));
    }
    for (url, source) in &site.files {
        claims.claim(url, Target::File(source.clone()), Owner::Source(source.clone(), None));
    }
    for story in unpublished {
        claims.routes.leave_out(&story.source, &story.front.slug);
    }
    site.aliases = aliases(site, &settings.base_url, &mut claims);
    let Claims { mut routes, claimed, said: more } = claims;
    said.extend(more);
    for url in &claimed {
        routes.claim_folders(url);
    }
    for url in &claimed {
        if let Some(other) = routes.needs_folder(url)
            && let Some(route) = routes.at(url)
        {
            said.push(messages::site::file_and_folder(url, route.owner.claim(), other));
        }
    }
    site.routes = routes;
}

/// Claims the old addresses of everything that is published, of what was withdrawn, and of tags that have an introduction.
fn aliases(site: &Site, base: &BaseUrl, claims: &mut Claims) -> Vec<Alias> {
    let mut aliases = Vec::new();
    let mut seen = BTreeSet::new();
    let published = site.stories.iter().chain(&site.pages).chain(&site.tombstones);
    let published = published.map(|one| (&*one.story, one.url.clone(), &one.story.front.title));
    let tags = site.tags.iter().filter_map(|tag| Some((&**tag.intro.as_ref()?, addresses::tag(&tag.slug), &tag.name)));
    for (story, to, title) in published.chain(tags) {
        for (from, span) in &story.front.aliases {
            let from = base.meant(from).for_any_host();
            // The page's own address, or one alias twice in one file, is no harm.
            if from.file() == to.file() || !seen.insert((from.collision_key(), to.clone())) {
                continue;
            }
            let source = story.source.clone();
            claims.claim(&from, Target::Alias, Owner::Source(source.clone(), Some(*span)));
            aliases.push(Alias { from, to: to.clone(), title: title.clone(), source });
        }
    }
    aliases.sort_by(|a, b| a.from.cmp(&b.from));
    aliases
}
