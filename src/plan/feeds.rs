//! Feeds of the site, of each tag, and of each story's kept comments.

use std::sync::Arc;

use super::cards::number;
use super::stories::feed_id;
use super::views::{CommentFeed, EntryView, FeedLink, FeedView};
use super::{Maker, View};
use crate::ground::{Fingerprint, Url};
use crate::settings::Settings;
use crate::site::{Published, StoryId, addresses};

/// What a feed without a single dated entry says of its age: RFC 4287 wants a date.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// The feeds of the whole site, for the head of every page.
pub fn of_site(settings: &Settings) -> Vec<FeedLink> {
    let base = &settings.base_url;
    let link = |name: &str, kind: &'static str| FeedLink {
        title: Arc::from(settings.title.as_str()),
        url: Arc::from(base.href(&addresses::root_file(name))),
        r#type: kind,
    };
    let atom = settings.feeds.atom.then(|| link("atom.xml", "application/atom+xml"));
    let json = settings.feeds.json.then(|| link("feed.json", "application/feed+json"));
    atom.into_iter().chain(json).collect()
}

/// Plans all feeds.
pub fn pages(maker: &mut Maker<'_>) {
    let (site, settings) = (maker.planning.site, maker.planning.settings);
    let title = Arc::<str>::from(settings.title.as_str());
    let subtitle = Arc::<str>::from(settings.tagline.as_str());
    let of_home = Frame { title: title.clone(), subtitle, home: Url::root() };
    if settings.feeds.atom {
        let own = addresses::root_file("atom.xml");
        let feed = stories(maker, &of_home, &own, &site.listed);
        maker.push(own, View::Atom(Box::new(feed)));
    }
    if settings.feeds.json {
        let own = addresses::root_file("feed.json");
        let feed = stories(maker, &of_home, &own, &site.listed);
        maker.push(own, View::JsonFeed(Box::new(feed)));
    }
    if settings.feeds.tags && settings.pages.tags {
        for tag in &site.tags {
            let home = addresses::tag(&tag.slug);
            let own = home.at("atom.xml");
            let subtitle = Arc::from(format!("Stories of kindness about {}", tag.name));
            let frame = Frame { title: Arc::from(format!("{title}: {}", tag.name)), subtitle, home };
            let feed = stories(maker, &frame, &own, &tag.stories);
            maker.push(own, View::Atom(Box::new(feed)));
        }
    }
    if settings.feeds.comments {
        for published in &site.stories {
            if published.shows_comments() {
                let own = published.url.at("comments.atom");
                let feed = comments(maker, published, &own);
                maker.push(own, View::Atom(Box::new(feed)));
            }
        }
    }
}

/// What a feed is called and what it is a feed of.
struct Frame {
    title: Arc<str>,
    subtitle: Arc<str>,
    home: Url,
}

fn stories(maker: &Maker<'_>, frame: &Frame, own: &Url, ids: &[StoryId]) -> FeedView {
    let size = maker.planning.settings.feeds.size as usize;
    let entries: Vec<EntryView> = ids.iter().take(size).map(|id| entry(maker, *id)).collect();
    let newest = entries.iter().map(|entry| &entry.updated).max_by_key(|date| instant_of(date)).cloned();
    feed(maker, frame, own, newest, entries)
}

fn feed(maker: &Maker<'_>, frame: &Frame, own: &Url, updated: Option<Arc<str>>, entries: Vec<EntryView>) -> FeedView {
    let settings = maker.planning.settings;
    let author = settings.author.as_deref().unwrap_or(&settings.title);
    FeedView {
        title: frame.title.clone(),
        subtitle: frame.subtitle.clone(),
        home: maker.absolute(&frame.home),
        own: maker.absolute(own),
        origin: Arc::from(settings.base_url.origin()),
        language: Arc::from(settings.language.as_str()),
        author: Arc::from(author),
        id: maker.absolute(&frame.home),
        updated: updated.unwrap_or_else(|| Arc::from(NEVER)),
        full_text: settings.feeds.full_text,
        entries,
        comments: None,
    }
}

/// RFC 3339 text may carry different offsets, so its order is that of the moments, not of the letters.
fn instant_of(date: &str) -> i64 {
    date.parse::<jiff::Timestamp>().map_or(i64::MIN, jiff::Timestamp::as_second)
}

fn entry(maker: &Maker<'_>, id: StoryId) -> EntryView {
    let (settings, zone) = (maker.planning.settings, maker.planning.zone);
    let published = &maker.planning.site.stories[id];
    let front = &published.story.front;
    let told = front.date.map(|date| Arc::<str>::from(date.rfc3339(zone)));
    let updated = front.updated.map(|date| Arc::<str>::from(date.rfc3339(zone))).or_else(|| told.clone());
    let kept = published.comments.as_ref().map_or(0, |kept| kept.shown.iter().filter(|c| !c.removed).count());
    EntryView {
        id: feed_id(&published.story, &settings.base_url),
        story: maker.cards.full[id].clone(),
        published: told,
        updated: updated.unwrap_or_else(|| Arc::from(NEVER)),
        text: maker.cards.texts[id].clone(),
        replies: (settings.feeds.comments && kept > 0)
            .then(|| (maker.absolute(&published.url.at("comments.atom")), number(kept))),
    }
}

fn comments(maker: &Maker<'_>, published: &Published, own: &Url) -> FeedView {
    let zone = maker.planning.zone;
    let front = &published.story.front;
    let frame = Frame {
        title: Arc::from(format!("Comments on {}", front.title)),
        subtitle: Arc::from(""),
        home: published.url.clone(),
    };
    let shown = published.comments.as_ref().map_or(&[][..], |kept| kept.shown.as_slice());
    let list: Vec<_> = shown.iter().filter(|comment| !comment.removed).cloned().collect();
    let fallback: Arc<str> = front.date.map_or_else(|| Arc::from(NEVER), |date| Arc::from(date.rfc3339(zone)));
    let updated: Vec<Arc<str>> = list
        .iter()
        .map(|comment| comment.date.map_or_else(|| fallback.clone(), |date| Arc::from(date.rfc3339(zone))))
        .collect();
    let newest = updated.iter().max_by_key(|date| instant_of(date)).cloned();
    let story_id = feed_id(&published.story, &maker.planning.settings.base_url);
    let mut view = feed(maker, &frame, own, newest, Vec::new());
    view.id = Arc::from(Fingerprint::of(format!("comments of {story_id}").as_bytes()).urn());
    view.comments = Some(CommentFeed {
        story_id,
        story_url: maker.absolute(&published.url),
        story_title: front.title.clone(),
        list,
        updated,
    });
    view
}
