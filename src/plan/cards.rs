//! What is said of a story in many places, made once: cards, links, names of tags and authors, resolved texts.

use std::sync::Arc;

use super::views::{AuthorRef, Card, Picture, SeriesRef, StoryLink, TagRef, Text};
use super::{Planning, later};
use crate::ground::Diagnostic;
use crate::ground::fingerprint::Marked;
use crate::site::{Published, StoryId, addresses, links, slips};
use crate::story::markdown::ResolvedImage;
use crate::story::{Names, Story};

/// Words that most people read in a minute.
const WORDS_A_MINUTE: u32 = 220;

/// What is said of stories in many places.
pub struct Cards {
    /// One for each story of the site.
    pub full: Vec<Marked<Card>>,
    /// One for each story of the site.
    pub links: Vec<Arc<StoryLink>>,
    /// The text of each story of the site, its links resolved.
    pub texts: Vec<Text>,
    /// All tags, with how many stories each has.
    pub tags_with_counts: Vec<Arc<TagRef>>,
}

impl Cards {
    /// Makes the cards of all stories.
    pub fn build(planning: Planning<'_>, said: &mut Vec<Diagnostic>) -> Self {
        let Planning { site, settings, .. } = planning;
        let base = &settings.base_url;
        let tag = |tag: &crate::site::Tag, count: usize| {
            let url = if settings.pages.tags { base.href(&addresses::tag(&tag.slug)) } else { String::new() };
            Arc::new(TagRef { name: tag.name.clone(), url: Arc::from(url), count: number(count) })
        };
        let tags: Vec<Arc<TagRef>> = site.tags.iter().map(|it| tag(it, 0)).collect();
        let tags_with_counts = site.tags.iter().map(|it| tag(it, it.stories.len())).collect();
        let authors: Vec<Arc<AuthorRef>> = site.authors.iter().map(|it| author(planning, it, 0)).collect();
        let links: Vec<Arc<StoryLink>> =
            site.stories.iter().map(|published| Arc::new(story_link(planning, published))).collect();
        let mut made = Self { full: Vec::new(), links, texts: Vec::new(), tags_with_counts };
        made.full.reserve_exact(site.stories.len());
        made.texts.reserve_exact(site.stories.len());
        for id in 0..site.stories.len() {
            let card = Self::card(&made, planning, id, (&tags, &authors), said);
            made.full.push(Marked::new(card));
            made.texts.push(text(planning, &site.stories[id], said));
        }
        made
    }

    fn card(
        &self,
        planning: Planning<'_>,
        id: StoryId,
        (tags, authors): (&[Arc<TagRef>], &[Arc<AuthorRef>]),
        said: &mut Vec<Diagnostic>,
    ) -> Card {
        let Planning { site, settings, .. } = planning;
        let published = &site.stories[id];
        let story = &published.story;
        let front = &story.front;
        let link = &self.links[id];
        let nothing = || Arc::<str>::from("");
        let Wording { summary, description, quote, minutes } = Wording::of(story);
        let picture = links::front_picture(site, &settings.base_url, text_of(published), said);
        let picture = picture.map(|it| ResolvedImage { set: planning.pictures.set(&it.src), ..it });
        Card {
            title: front.title.clone(),
            url: link.url.clone(),
            permalink: Arc::from(settings.base_url.absolute(&published.url)),
            date: link.date.clone(),
            updated: front.updated.map(|date| Arc::from(date.in_zone(planning.zone).iso())),
            happened: front.happened.map(|partial| Arc::from(partial.to_string())),
            told_later: front
                .happened
                .zip(front.date)
                .and_then(|(then, told)| later::words(then, told.day))
                .map(Arc::from),
            authors: site.authors_of[id].iter().map(|at| authors[*at as usize].clone()).collect(),
            tags: site.tags_of[id].iter().map(|at| tags[*at as usize].clone()).collect(),
            summary,
            description,
            words: story.body.words,
            minutes,
            content_note: front.content_note.clone(),
            quote,
            image: picture.zip(front.image.as_ref()).map(|(picture, image)| {
                Box::new(Picture {
                    src: picture.src,
                    alt: image.alt.clone().unwrap_or_else(nothing),
                    caption: image.caption.clone(),
                    width: picture.width,
                    height: picture.height,
                    srcset: picture.set.as_ref().map(|set| set.srcset.clone()),
                    sizes: picture.set.as_ref().map(|set| set.sizes.clone()),
                })
            }),
            series: self.series(planning, id).map(Box::new),
            lang: front.lang.clone(),
            names: front.names.map(|names| match names {
                Names::Real => "real",
                Names::FirstOnly => "first-only",
                Names::Changed => "changed",
            }),
            rights: front.rights.clone(),
            extra: front.extra.clone(),
            draft: front.draft,
        }
    }

    fn series(&self, planning: Planning<'_>, id: StoryId) -> Option<SeriesRef> {
        let Planning { site, settings, .. } = planning;
        let (series, at) = site.series_of.get(&id).copied()?;
        let series = &site.series[series];
        let neighbour = |at: Option<usize>| at.and_then(|at| series.parts.get(at)).map(|id| self.links[*id].clone());
        Some(SeriesRef {
            name: series.name.clone(),
            url: settings.pages.series.then(|| Arc::from(settings.base_url.href(&addresses::series(&series.slug)))),
            part: series.numbers.get(at).copied().unwrap_or(0),
            // A part that is still to be told counts, so that nobody reads "part 4 of 3".
            parts: number(series.parts.len()).max(series.numbers.last().copied().unwrap_or(0)),
            earlier: neighbour(at.checked_sub(1)),
            later: neighbour(at.checked_add(1)),
        })
    }
}

/// What a card says in a story's own words. A story with a note of care says nothing of what is in it.
pub struct Wording {
    pub summary: Arc<str>,
    pub description: Option<Arc<str>>,
    pub quote: Option<Arc<str>>,
    pub minutes: u32,
}

impl Wording {
    /// The words of a story.
    pub fn of(story: &Story) -> Self {
        let front = &story.front;
        let warned = front.content_note.is_some();
        let description = front.description.clone().filter(|_| !warned);
        let summary =
            if warned { Arc::from("") } else { description.clone().unwrap_or_else(|| story.body.excerpt.clone()) };
        let quote = front.quote.clone().filter(|_| !warned);
        Self { summary, description, quote, minutes: story.body.words.div_ceil(WORDS_A_MINUTE).max(1) }
    }
}

/// A count, as views hold it.
pub fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// An author, with a link to their page if there are such pages.
pub fn author(planning: Planning<'_>, author: &crate::site::Author, count: usize) -> Arc<AuthorRef> {
    let Planning { site, settings, .. } = planning;
    let has_page = settings.pages.authors && site.authors.len() > 1;
    let url = has_page.then(|| Arc::from(settings.base_url.href(&addresses::author(&author.slug))));
    Arc::new(AuthorRef { name: author.name.clone(), url, count: number(count) })
}

/// Several names as a part of a sentence: "Maya, Tom and Ida".
pub fn by(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn story_link(planning: Planning<'_>, published: &Published) -> StoryLink {
    let settings = planning.settings;
    let front = &published.story.front;
    let mut names: Vec<&str> = front.authors.iter().map(|name| &**name).collect();
    if names.is_empty() {
        names.extend(settings.author.as_deref());
    }
    StoryLink {
        title: front.title.clone(),
        url: Arc::from(settings.base_url.href(&published.url)),
        date: front.date.map(|date| Arc::from(date.in_zone(planning.zone).iso())),
        by: Arc::from(by(&names)),
        lang: front.lang.clone(),
    }
}

fn text_of(published: &Published) -> links::Text<'_> {
    links::Text { story: &published.story, url: &published.url }
}

/// The text of a published story or page, its links resolved.
pub fn text(planning: Planning<'_>, published: &Published, said: &mut Vec<Diagnostic>) -> Text {
    resolved(planning, &published.story, text_of(published), said)
}

/// The text of a story that is shown on the page `shown.url`, its links resolved.
pub fn resolved(planning: Planning<'_>, story: &Story, shown: links::Text<'_>, said: &mut Vec<Diagnostic>) -> Text {
    slips::foreign_pictures(planning.settings, shown.story, said);
    let resolution = links::resolve(planning.site, &planning.settings.base_url, shown, said);
    Text {
        source: story.source.clone(),
        start: story.body.start,
        digest: story.body.digest,
        skip_title: story.body.title_from_heading,
        links: resolution.links,
        images: planning.pictures.fill(resolution.images),
        html: resolution.html,
    }
}
