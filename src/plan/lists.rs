//! Lists of stories: home, tags, authors, series, archive, each over as many pages as it needs.

use std::sync::Arc;

use super::cards::{self, number};
use super::head::{self, Words};
use super::views::{
    AlmanacView, ArchiveView, AuthorView, AuthorsView, DayView, FeedLink, Head, HomeView, HtmlView, ListView, Main,
    MenuLink, MonthView, Pager, PassItOnView, Remembered, SeriesView, TagView, TagsView, YearView,
};
use super::{Maker, View};
use crate::ground::Url;
use crate::settings::Settings;
use crate::site::{Site, StoryId, addresses, almanac, links};

/// Plans all lists.
pub fn pages(maker: &mut Maker<'_>) {
    home(maker);
    let settings = maker.planning.settings;
    if settings.pages.tags && !maker.planning.site.tags.is_empty() {
        tags(maker);
    }
    if settings.pages.authors && maker.planning.site.authors.len() > 1 {
        authors(maker);
    }
    if settings.pages.series {
        series(maker);
    }
    if settings.pages.archive {
        archive(maker);
    }
    if settings.pages.almanac {
        almanac(maker);
    }
    if settings.pages.pass_it_on && !maker.planning.site.chains.is_empty() {
        pass_it_on(maker);
    }
}

/// The pages that a theme may link to by kind.
pub fn existing(site: &Site, settings: &Settings) -> Vec<(&'static str, Url)> {
    let all = [
        (settings.pages.archive, "archive", addresses::archive()),
        (settings.pages.tags && !site.tags.is_empty(), "tags", addresses::tags()),
        (settings.pages.authors && site.authors.len() > 1, "authors", addresses::authors()),
        (settings.pages.almanac && almanac::any(&site.stories), "almanac", addresses::almanac()),
        (settings.pages.find && !site.listed.is_empty(), "find", addresses::find()),
        (settings.pages.pass_it_on && !site.chains.is_empty(), "pass_it_on", addresses::pass_it_on()),
        (settings.feeds.atom, "atom", addresses::root_file("atom.xml")),
        (settings.feeds.json, "json", addresses::root_file("feed.json")),
        (true, "favicon", addresses::root_file("favicon.svg")),
    ];
    all.into_iter().filter(|(exists, ..)| *exists).map(|(_, kind, url)| (kind, url)).collect()
}

/// The menu of a site that names none: the lists that exist, then the pages at the root.
pub fn default_menu(site: &Site, settings: &Settings, existing: &[(&'static str, Url)]) -> Vec<MenuLink> {
    let base = &settings.base_url;
    let words = [("archive", "All stories"), ("tags", "Tags"), ("authors", "Tellers"), ("find", "Find")];
    let lists = words.iter().filter_map(|(kind, name)| {
        let (_, url) = existing.iter().find(|(existing, _)| existing == kind)?;
        Some(MenuLink { name: Arc::from(*name), url: Arc::from(base.href(url)) })
    });
    let pages = site
        .pages
        .iter()
        .filter(|page| page.story.front.listed && page.story.source.folder() == "content")
        .map(|page| MenuLink { name: page.story.front.title.clone(), url: Arc::from(base.href(&page.url)) });
    lists.chain(pages).collect()
}

/// The pages of one list, in order: address, number and total, and what stands on it.
fn paginate(maker: &Maker<'_>, first: &Url, stories: &[StoryId]) -> Vec<(Url, (u32, u32), ListView)> {
    let per_page = maker.planning.settings.per_page.max(1) as usize;
    let total = addresses::page_count(stories.len(), maker.planning.settings.per_page);
    let href = |page: u32| maker.href(&addresses::numbered(first, page));
    (1..=total)
        .map(|page| {
            let from = (page as usize - 1) * per_page;
            let shown = &stories[from.min(stories.len())..(from + per_page).min(stories.len())];
            let pager = Pager {
                number: page,
                total,
                stories: number(stories.len()),
                newer: (page > 1).then(|| href(page - 1)),
                older: (page < total).then(|| href(page + 1)),
            };
            let list = ListView { stories: shown.iter().map(|id| maker.cards.full[*id].clone()).collect(), pager };
            (addresses::numbered(first, page), (page, total), list)
        })
        .collect()
}

pub fn push_html(maker: &mut Maker<'_>, url: Url, head: Head, main: Main) {
    let site = maker.site.clone();
    maker.push(url, View::Html(Box::new(HtmlView { site, head, main })));
}

fn home(maker: &mut Maker<'_>) {
    let planning = maker.planning;
    let settings = planning.settings;
    let title = Arc::<str>::from(settings.title.as_str());
    for (url, count, list) in paginate(maker, &Url::root(), &planning.site.listed) {
        let description: Arc<str> = match settings.description.as_str() {
            "" => Arc::from(format!("{}: stories of kindness.", settings.title)),
            text => Arc::from(text),
        };
        let words = Words {
            kind: "home",
            title: title.clone(),
            description,
            lang: None,
            number: Some(count),
            url: &url,
            known: None,
        };
        let mut head = head::of_page(maker, words);
        if count.0 == 1 && !settings.tagline.is_empty() {
            head.head_title = Arc::from(format!("{title} · {}", settings.tagline));
        }
        let opening = planning.site.listed.first().filter(|_| count.0 == 1).copied();
        let opening = opening
            .map(|id| (maker.cards.full[id].clone(), maker.cards.texts[id].clone()))
            .filter(|(card, _)| card.content_note.is_none());
        let tags = if count.0 == 1 && settings.pages.tags { maker.cards.tags_with_counts.clone() } else { Vec::new() };
        push_html(maker, url, head, Main::Home(Box::new(HomeView { opening, list, tags })));
    }
}

fn tags(maker: &mut Maker<'_>) {
    let planning = maker.planning;
    let (site, settings) = (planning.site, planning.settings);
    let url = addresses::tags();
    let words = Words {
        kind: "tags",
        title: Arc::from("Tags"),
        description: Arc::from(format!("What the stories of {} are about.", settings.title)),
        lang: None,
        number: None,
        url: &url,
        known: None,
    };
    let head = head::of_page(maker, words);
    let main = Main::Tags(TagsView { tags: maker.cards.tags_with_counts.clone() });
    push_html(maker, url, head, main);
    for (at, tag) in site.tags.iter().enumerate() {
        let first = addresses::tag(&tag.slug);
        let intro_text = tag.intro.as_ref().map(|intro| {
            let shown = links::Text { story: intro, url: &first };
            cards::resolved(planning, intro, shown, &mut maker.said)
        });
        let described = tag.intro.as_ref().and_then(|intro| intro.front.description.clone());
        let description = described.unwrap_or_else(|| Arc::from(format!("Stories of kindness about {}.", tag.name)));
        let feed = settings.feeds.tags.then(|| FeedLink {
            title: Arc::from(format!("{}: {}", settings.title, tag.name)),
            url: maker.href(&first.at("atom.xml")),
            r#type: "application/atom+xml",
        });
        for (url, count, list) in paginate(maker, &first, &tag.stories) {
            let words = Words {
                kind: "tag",
                title: tag.name.clone(),
                description: description.clone(),
                lang: None,
                number: Some(count),
                url: &url,
                known: None,
            };
            let mut head = head::of_page(maker, words);
            head.feeds.extend(feed.clone());
            let tag = maker.cards.tags_with_counts[at].clone();
            let intro = intro_text.clone().filter(|_| count.0 == 1);
            push_html(maker, url, head, Main::Tag(Box::new(TagView { tag, intro, list })));
        }
    }
}

fn authors(maker: &mut Maker<'_>) {
    let planning = maker.planning;
    let refs: Vec<_> =
        planning.site.authors.iter().map(|author| cards::author(planning, author, author.stories.len())).collect();
    let url = addresses::authors();
    let words = Words {
        kind: "authors",
        title: Arc::from("Tellers"),
        description: Arc::from(format!("Who tells the stories of {}.", planning.settings.title)),
        lang: None,
        number: None,
        url: &url,
        known: None,
    };
    let head = head::of_page(maker, words);
    push_html(maker, url, head, Main::Authors(AuthorsView { authors: refs.clone() }));
    for (author, shown) in planning.site.authors.iter().zip(refs) {
        for (url, count, list) in paginate(maker, &addresses::author(&author.slug), &author.stories) {
            let words = Words {
                kind: "author",
                title: author.name.clone(),
                description: Arc::from(format!("Stories of kindness told by {}.", author.name)),
                lang: None,
                number: Some(count),
                url: &url,
                known: None,
            };
            let head = head::of_page(maker, words);
            push_html(maker, url, head, Main::Author(Box::new(AuthorView { author: shown.clone(), list })));
        }
    }
}

fn series(maker: &mut Maker<'_>) {
    for series in &maker.planning.site.series {
        let url = addresses::series(&series.slug);
        let parts = series.parts.len();
        let words = Words {
            kind: "series",
            title: series.name.clone(),
            description: Arc::from(match parts {
                1 => format!("{}: a series of stories, with its first part.", series.name),
                _ => format!("{}: a series of stories in {parts} parts.", series.name),
            }),
            lang: None,
            number: None,
            url: &url,
            known: None,
        };
        let head = head::of_page(maker, words);
        let stories = series.parts.iter().map(|id| maker.cards.full[*id].clone()).collect();
        push_html(maker, url, head, Main::Series(SeriesView { name: series.name.clone(), stories }));
    }
}

fn archive(maker: &mut Maker<'_>) {
    let site = maker.planning.site;
    let mut years: Vec<YearView> = Vec::new();
    for id in &site.listed {
        let year = site.stories[*id].story.front.date.map(|moment| moment.day.year());
        if years.last().is_none_or(|last| last.year != year) {
            years.push(YearView { year, stories: Vec::new() });
        }
        if let Some(last) = years.last_mut() {
            last.stories.push(maker.cards.links[*id].clone());
        }
    }
    let url = addresses::archive();
    let words = Words {
        kind: "archive",
        title: Arc::from("All stories"),
        description: Arc::from(format!("Every story of {}, by year.", maker.planning.settings.title)),
        lang: None,
        number: None,
        url: &url,
        known: None,
    };
    let head = head::of_page(maker, words);
    push_html(maker, url, head, Main::Archive(ArchiveView { years }));
}

fn almanac(maker: &mut Maker<'_>) {
    let mut months: Vec<((i8, &'static str), Vec<DayView>)> = Vec::new();
    for (day, id) in almanac::days(&maker.planning.site.stories) {
        let month = (day.month(), day.month_name());
        if months.last().is_none_or(|(last, _)| *last != month) {
            months.push((month, Vec::new()));
        }
        let Some((_, days)) = months.last_mut() else { continue };
        if days.last().is_none_or(|last| last.day != day.day()) {
            days.push(DayView { day: day.day(), stories: Vec::new() });
        }
        let story = Remembered { on: Arc::from(day.to_string()), story: maker.cards.links[id].clone() };
        days.last_mut().into_iter().for_each(|last| last.stories.push(story.clone()));
    }
    if months.is_empty() {
        return;
    }
    let url = addresses::almanac();
    let words = Words {
        kind: "almanac",
        title: Arc::from("Almanac"),
        description: Arc::from(format!(
            "The stories of {} by the day of the year on which they happened or were told.",
            maker.planning.settings.title
        )),
        lang: None,
        number: None,
        url: &url,
        known: None,
    };
    let head = head::of_page(maker, words);
    let months = months.into_iter().map(|((_, name), days)| MonthView { name, days }).collect();
    push_html(maker, url, head, Main::Almanac(AlmanacView { months }));
}

fn pass_it_on(maker: &mut Maker<'_>) {
    let site = maker.planning.site;
    let link = |id: &StoryId| maker.cards.links[*id].clone();
    let chains = site.chains.iter().map(|chain| chain.iter().map(link).collect()).collect();
    let url = addresses::pass_it_on();
    let words = Words {
        kind: "pass-it-on",
        title: Arc::from("Passed on"),
        description: Arc::from(format!(
            "Chains of kindness in {}: one story that led to the next.",
            maker.planning.settings.title
        )),
        lang: None,
        number: None,
        url: &url,
        known: None,
    };
    let head = head::of_page(maker, words);
    push_html(maker, url, head, Main::PassItOn(PassItOnView { chains }));
}
