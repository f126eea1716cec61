//! A page for each story: its neighbours, its kin, what is said about comments.

use std::sync::Arc;

use super::cards::number;
use super::views::{Card, CommentsView, FeedLink, HtmlView, Main, SocialImage, StoryLink, StoryView, Text, TocEntry};
use super::{Maker, View, circle, head, social};
use crate::ground::fingerprint::Marked;
use crate::ground::{BaseUrl, Fingerprint};
use crate::site::{Published, StoryId, similar};
use crate::story::comments::Comment;
use crate::story::{CommentStatus, Heading, Story};

/// Plans the pages of all stories.
pub fn pages(maker: &mut Maker<'_>) {
    let site = maker.planning.site;
    let mut neighbours: Vec<(Option<StoryId>, Option<StoryId>)> = vec![(None, None); site.stories.len()];
    for (at, id) in site.listed.iter().enumerate() {
        let newer = at.checked_sub(1).map(|at| site.listed[at]);
        neighbours[*id] = (site.listed.get(at + 1).copied(), newer);
    }
    let next = circle::of(maker);
    for (id, neighbours) in neighbours.into_iter().enumerate() {
        let social = social::of(maker, &site.stories[id], &maker.cards.full[id]);
        let shown = social.as_ref().map(|card| social::image(maker, card));
        let view = story(maker, id, neighbours, next[id], shown);
        maker.push(site.stories[id].url.clone(), view);
        if let Some((url, card)) = social {
            maker.push(url, View::Card(Box::new(card)));
        }
    }
}

fn story(
    maker: &Maker<'_>,
    id: StoryId,
    (older, newer): (Option<StoryId>, Option<StoryId>),
    another: Option<StoryId>,
    shown: Option<SocialImage>,
) -> View {
    let site = maker.planning.site;
    let published = &site.stories[id];
    let link = |id: StoryId| maker.cards.links[id].clone();
    let similar =
        if published.story.front.listed { similar::to(site, id, maker.planning.wants.similar) } else { Vec::new() };
    let around = Around {
        older: older.map(link),
        newer: newer.map(link),
        another: another.map(link),
        similar: similar.into_iter().map(link).collect(),
        passed_on_from: site.passed_on_from.get(&id).copied().map(link),
        passed_on_to: site.passed_on_to.get(&id).into_iter().flatten().copied().map(link).collect(),
    };
    View::Html(Box::new(page(maker, published, &maker.cards.full[id], maker.cards.texts[id].clone(), (around, shown))))
}

/// The stories that a story's page leads to.
pub struct Around {
    pub older: Option<Arc<StoryLink>>,
    pub newer: Option<Arc<StoryLink>>,
    pub another: Option<Arc<StoryLink>>,
    pub similar: Vec<Arc<StoryLink>>,
    pub passed_on_from: Option<Arc<StoryLink>>,
    pub passed_on_to: Vec<Arc<StoryLink>>,
}

/// The page of one story, with its social card.
pub fn page(
    maker: &Maker<'_>,
    published: &Published,
    card: &Marked<Card>,
    text: Text,
    (around, shown): (Around, Option<SocialImage>),
) -> HtmlView {
    let comments = comments(maker, published);
    let picture = text.images.first().filter(|picture| !picture.src.is_empty() && card.content_note.is_none());
    let picture = picture.map(|picture| SocialImage {
        url: head::whole(maker, &picture.src),
        alt: card.title.clone(),
        width: picture.width,
        height: picture.height,
    });
    let mut head = head::of_story(maker, card, &published.url, shown.or(picture));
    head.noindex = !published.story.front.listed || published.story.front.draft;
    head.feeds.extend(comments.feed_url.iter().map(|url| FeedLink {
        title: Arc::from(format!("Comments on {}", card.title)),
        url: url.clone(),
        r#type: "application/atom+xml",
    }));
    let Around { older, newer, another, similar, passed_on_from, passed_on_to } = around;
    let story = card.clone();
    let toc = toc(maker, &published.story);
    let main = StoryView { story, text, toc, older, newer, another, similar, passed_on_from, passed_on_to, comments };
    HtmlView { site: maker.site.clone(), head, main: Main::Story(Box::new(main)) }
}

/// The headings of a text, without the one that became the title.
pub fn toc(maker: &Maker<'_>, story: &Story) -> Vec<TocEntry> {
    if !maker.planning.wants.toc {
        return Vec::new();
    }
    let skip = usize::from(story.body.title_from_heading);
    let entry = |heading: &Heading| TocEntry {
        level: (heading.level + 1).min(6),
        id: heading.id.clone(),
        text: heading.text.clone(),
    };
    story.body.headings.iter().skip(skip).map(entry).collect()
}

/// What a story's page says about comments.
fn comments(maker: &Maker<'_>, published: &Published) -> CommentsView {
    let settings = maker.planning.settings;
    let policy = published.story.front.comments;
    let list = published.comments.as_ref().map_or(&[][..], |kept| kept.shown.as_slice());
    let kept = number(list.iter().filter(|comment| !comment.removed).count());
    let total = policy.count.unwrap_or(kept).max(kept);
    let hidden = policy.status == CommentStatus::None;
    let in_zone = |comment: &Comment| {
        let date = comment.date.map(|date| date.in_zone(maker.planning.zone));
        Comment { date, ..comment.clone() }
    };
    CommentsView {
        status: match policy.status {
            CommentStatus::None => "none",
            CommentStatus::Closed => "closed",
            CommentStatus::Email => "email",
        },
        total,
        kept,
        sentence: Arc::from(if hidden { String::new() } else { sentence(total, kept) }),
        reply_url: (policy.status == CommentStatus::Email)
            .then(|| settings.email.as_deref().map(|email| reply_url(email, &published.story.front.title)))
            .flatten(),
        list: if hidden { Vec::new() } else { list.iter().map(in_zone).collect() },
        feed_url: (settings.feeds.comments && published.shows_comments())
            .then(|| maker.href(&published.url.at("comments.atom"))),
    }
}

/// The wording of the manual for each case.
fn sentence(total: u32, kept: u32) -> String {
    let comments = |count: u32| if count == 1 { "1 comment".to_owned() } else { format!("{count} comments") };
    let these = |count: u32, one: &'static str, many: &'static str| if count == 1 { one } else { many };
    match (total, kept) {
        (0, _) => "No comments.".to_owned(),
        (total, 0) => format!(
            "{} {} left on the original post; {} not been kept.",
            comments(total),
            these(total, "was", "were"),
            these(total, "it has", "they have")
        ),
        (total, kept) if total == kept => format!(
            "{}. {} left on the original post. Comments are now closed.",
            comments(total),
            these(total, "It was", "These were")
        ),
        (total, kept) => format!("{}, of which {kept} {} kept here.", comments(total), these(kept, "is", "are")),
    }
}

/// `mailto:` with the subject filled in (RFC 6068).
fn reply_url(email: &str, title: &str) -> Arc<str> {
    let subject = encode(&format!("Re: {title}"));
    let address =
        email.split_once('@').map_or_else(|| encode(email), |(user, host)| format!("{}@{host}", encode(user)));
    Arc::from(format!("mailto:{address}?subject={subject}"))
}

/// Percent-encodes everything but letters, digits and `-._~` (RFC 3986's unreserved characters).
fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The feed id of a story: the one it declares, else one derived from its file and the site's host, so that a new
/// title, address or date does not make it a new story to feed readers.
pub fn feed_id(story: &Story, base: &BaseUrl) -> Arc<str> {
    if let Some(id) = &story.front.id {
        return id.clone();
    }
    let path = story.source.as_str();
    let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let path = path.strip_suffix("/index").unwrap_or(path);
    Arc::from(Fingerprint::of(format!("{}\n{path}", base.host()).as_bytes()).urn())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_of_comments_has_its_wording() {
        assert_eq!(sentence(0, 0), "No comments.");
        assert_eq!(sentence(8, 8), "8 comments. These were left on the original post. Comments are now closed.");
        assert_eq!(sentence(1, 1), "1 comment. It was left on the original post. Comments are now closed.");
        assert_eq!(sentence(8, 6), "8 comments, of which 6 are kept here.");
        assert_eq!(sentence(2, 0), "2 comments were left on the original post; they have not been kept.");
        assert_eq!(sentence(1, 0), "1 comment was left on the original post; it has not been kept.");
    }

    #[test]
    fn a_reply_carries_the_title() {
        assert_eq!(
            &*reply_url("maya@example.org", "Tea & time?"),
            "mailto:maya@example.org?subject=Re%3A%20Tea%20%26%20time%3F"
        );
    }
}
