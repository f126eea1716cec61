//! One post or page is carried over: its file, the file of its comments, and what became of everything in it.
//! A value comes out; nothing is written here.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::below::Below;
use super::body::{self, Asked, Body, Origin, Use};
use super::comment_file::comment_file;
use super::export::MADE_UP;
use super::links::{Copy, Links, Target};
use super::model::{Comment, Item, Standing, State};
use super::place::Place;
use super::receipt::Left;
use super::story_file::StoryFile;
use super::survey::{LONGEST_TITLE, Survey, title};
use super::{gallery, remote, words};
use crate::ground::{SourcePath, Url};
use crate::settings::Settings;
use crate::story::{self, Kind, Source};

/// Everything that is known before the texts are read.
pub struct Mover {
    /// What is in the export.
    pub survey: Survey,
    /// Where each post and page goes.
    pub places: Vec<Place>,
    /// Where links lead.
    pub links: Links,
    /// The zone of the site, for dates that do not say theirs.
    pub zone: Option<TimeZone>,
    /// The settings of the site, for trying out whether a story can be read.
    pub settings: Settings,
    /// Feed ids that belong to the first who has them.
    pub feed_ids: BTreeMap<String, usize>,
    /// Pages below pages.
    pub below: Below,
}

/// What came of one post or page.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// The file and its text.
    pub story: (String, String),
    /// The file of comments and its text.
    pub comments: Option<(String, String)>,
    /// Why it could not be carried over; then nothing is to be written.
    pub failed: Option<Left>,
    /// Whether it will be published.
    pub is_published: bool,
    /// Comments that can be read in the file: shown and waiting.
    pub kept: (usize, usize),
    /// The labels in the file.
    pub tags: Vec<String>,
    /// Files to be copied from the uploads.
    pub copies: BTreeSet<Copy>,
    /// Pictures of the text: how many there are, and how many stand in the file.
    pub pictures: (usize, usize),
    /// Links of the text: how many there are, and how many stand in the file.
    pub links: (usize, usize),
    /// Pictures that are loaded from elsewhere.
    pub remote: Vec<String>,
    /// Old addresses of files that the text names.
    pub names: Vec<String>,
    /// Paths of the old blog that the text still leads to.
    pub old_paths: Vec<String>,
    /// Things that are left out.
    pub left: Vec<Left>,
    /// Things that are not quite as they were.
    pub changes: Vec<Left>,
}

impl Mover {
    /// Carries over one item, the `at`th of the export.
    pub fn carry(&self, at: usize, item: &Item) -> Arrival {
        let place = &self.places[at];
        let title = title(item);
        let copies = RefCell::new(BTreeSet::new());
        let lost = RefCell::new(Vec::new());
        let rewrite = |href: &str, how: Use| self.rewritten((href, how), (item, &place.path), &copies, &lost);
        let whole = self.survey.shared.shown(&item.html);
        let html = gallery::opened(&whole, &item.id, &self.survey.attachments);
        let html = html.as_deref().unwrap_or(&whole);
        let described = gallery::described(html, &self.survey.attachments);
        let html = described.as_deref().unwrap_or(html);
        let mut body = body::convert(&Asked { html, origin: item.origin, rewrite: &rewrite });
        let leads = |page: usize| body.links.iter().any(|link| link.is == self.places[page].url.encoded());
        if let Some(list) = self.below.list(at, &self.survey, &leads) {
            let html = format!("{html}{list}");
            body = body::convert(&Asked { html: &html, origin: item.origin, rewrite: &rewrite });
        }
        let mut arrival = Arrival { is_published: item.state == State::Published, ..Arrival::default() };
        let file = self.story_file(at, item, &title, &rewrite);
        let file_image = file.image.as_ref().map(|(src, _)| src.clone());
        let text = StoryFile { markdown: &body.markdown, ..file.front() }.text();
        arrival.story = (place.path.clone(), self.readable(text, &file, item, &mut body, &mut arrival, &title));
        arrival.tags = file.tags;
        self.comments(at, item, &title, &mut arrival);
        account(&mut arrival, &body, &title);
        self.account_of_old(&mut arrival, &body, &title, file_image);
        for href in lost.into_inner() {
            let why = "leads nowhere now: the export does not say where the old blog stood (say it with --old-url)";
            arrival.changes.push(Left::new("links", &format!("{href} in “{title}”"), why));
        }
        if let State::Hidden(why) = item.state
            && why != "a draft"
        {
            arrival.changes.push(Left::new(
                "posts",
                &title,
                &format!("on the old blog it was {why}; here it is a draft"),
            ));
        }
        if item.terms.len() > MOST_TAGS {
            let why = "it has more labels than the hundred that a story can have";
            arrival.changes.push(Left::new("tags", &title, why));
        }
        if item.title.chars().count() > LONGEST_TITLE {
            let why = "its title is longer than any title, so only its beginning stands above it";
            arrival.changes.push(Left::new("posts", &title, why));
        }
        let people = words::addresses(&body.markdown).count();
        if people > 0 {
            let name = format!("{people} in “{title}”");
            let why =
                "e-mail addresses in a text: look whether readers may see them, or whether they are somebody else's";
            arrival.changes.push(Left::new("texts", &name, why));
        }
        if item.author_is_address() {
            arrival.changes.push(Left::new("posts", &title, "its author has no name but an e-mail address"));
        }
        arrival.copies = copies.into_inner();
        arrival
    }

    /// What still leads to the old blog: readers find nothing there once it is gone.
    fn account_of_old(&self, arrival: &mut Arrival, body: &Body, title: &str, image: Option<String>) {
        for link in &body.links {
            let Some(path) = self.links.old_path(&link.is) else { continue };
            arrival.old_paths.push(path.to_owned());
            let why = "still leads to the old blog: the export has no such page or file";
            arrival.changes.push(Left::new("links", &format!("{} in “{title}”", link.was), why));
        }
        arrival.names.extend(image.clone());
        arrival.remote.extend(image.clone().filter(|is| is.starts_with("http")));
        let pictures = body.pictures.iter().map(|seen| seen.is.as_str()).chain(image.as_deref());
        arrival.old_paths.extend(pictures.filter_map(|is| self.links.old_path(is)).map(str::to_owned));
    }

    fn rewritten(
        &self,
        (href, how): (&str, Use),
        (item, here): (&Item, &str),
        copies: &RefCell<BTreeSet<Copy>>,
        lost: &RefCell<Vec<String>>,
    ) -> Option<String> {
        match self.links.target(href, how, (&item.link, here)) {
            Target::Page(to) => {
                let place = self.links.own_place(href, &item.id, &item.link);
                let is_there = |place: &&str| {
                    let named = |name: &str| item.html.contains(&format!("{name}=\"{place}\""));
                    named("id") || named("name")
                };
                Some(place.filter(is_there).map_or(to, |place| format!("#{place}")))
            }
            Target::File(copy) => {
                let to = copy.to.encoded();
                copies.borrow_mut().insert(copy);
                Some(to)
            }
            Target::OldBlog(whole) => Some(whole).filter(|whole| whole != href),
            Target::Nowhere => {
                lost.borrow_mut().push(href.to_owned());
                Some("#".to_owned())
            }
            Target::Elsewhere => None,
        }
    }

    fn story_file<'a>(
        &'a self,
        at: usize,
        item: &'a Item,
        title: &'a str,
        rewrite: &dyn Fn(&str, Use) -> Option<String>,
    ) -> Front<'a> {
        let place = &self.places[at];
        let mut tags: Vec<String> = Vec::new();
        for term in item.terms.iter().filter(|term| !is_no_category(term.is_category, &term.slug, &term.name)) {
            let is_same = |tag: &String| tag.to_lowercase() == term.name.to_lowercase();
            if !tags.iter().any(is_same) && tags.len() < MOST_TAGS {
                tags.push(term.name.clone());
            }
        }
        let image = self.survey.attachments.get(&item.picture).filter(|_| !item.picture.is_empty()).map(|picture| {
            let src = rewrite(&picture.url, Use::Picture).unwrap_or_else(|| picture.url.clone());
            remote::shown(&src).map(|src| (encoded(&src), picture.alt.clone()))
        });
        let image = image.flatten();
        let excerpt = words::of_html(&body::without_shortcodes(&item.excerpt, item.origin));
        let excerpt = words::cut(excerpt, LONGEST_SUMMARY);
        Front { item, title, tags, image, excerpt, place, zone: self.zone.as_ref(), id: self.feed_id(at, item) }
    }

    /// The feed id, unless another has it or it is none.
    fn feed_id<'a>(&self, at: usize, item: &'a Item) -> &'a str {
        let is_made_up = item.feed_id.starts_with(MADE_UP);
        let is_id = !is_made_up && is_feed_id(&item.feed_id) && !words::has_address(&item.feed_id);
        let is_first = self.feed_ids.get(&item.feed_id).is_none_or(|first| *first == at);
        if is_id && is_first { &item.feed_id } else { "" }
    }

    /// The text, if the story can be read; else the same with the words of its body only.
    fn readable(
        &self,
        text: String,
        file: &Front<'_>,
        item: &Item,
        body: &mut Body,
        arrival: &mut Arrival,
        title: &str,
    ) -> String {
        let path = SourcePath::new(&file.place.path);
        let kind = if file.place.path.starts_with("content/stories/") { Kind::Story } else { Kind::Page };
        let faults = |text: &str| {
            let (story, said) = story::parse(Source { path: &path, text, kind }, &self.settings);
            story.is_none() || said.iter().any(crate::ground::Diagnostic::is_error)
        };
        if !faults(&text) {
            return text;
        }
        let plain = words::of_html(&item.html);
        let shown: String =
            plain.chars().map(|c| if c.is_alphanumeric() || " .,;:!?-'’“”".contains(c) { c } else { ' ' }).collect();
        body.markdown = shown.chars().take(1 << 20).collect();
        arrival.changes.push(Left::new("posts", title, "its text is so tangled that only its words were kept"));
        StoryFile { markdown: &body.markdown, ..file.front() }.text()
    }

    /// The comments below the item: those that stand in it, and those that stand on their own.
    fn comments(&self, at: usize, item: &Item, title: &str, arrival: &mut Arrival) {
        let place = &self.places[at];
        // Of two with one id, the first has them.
        let is_first = self.feed_ids.get(&item.feed_id).is_none_or(|first| *first == at);
        let apart = self.survey.comments.get(&item.id).filter(|_| is_first).map_or(&[][..], Vec::as_slice);
        let mut all: Vec<Comment> = item.comments.iter().chain(apart).cloned().collect();
        for comment in &mut all {
            comment.by_author &= item.comments.len() > apart.len() || comment.author == item.author;
        }
        if all.iter().all(|comment| matches!(comment.standing, Standing::Dropped(_))) {
            return;
        }
        let rewrite = |href: &str, how: Use| match self.links.target(href, how, (&item.link, &place.path)) {
            // A comment knows no site that it stands in: its links are whole, as they were, and lead to the same pages where
            // the site takes over the old blog's name.
            Target::Page(_) | Target::OldBlog(_) => self.links.whole(href, &item.link),
            _ => None,
        };
        let path = format!("{}.comments.yaml", place.path.trim_end_matches(".md"));
        keep_comments(path, &all, (self.zone.as_ref(), &rewrite), title, arrival);
    }
}

/// Where links lead, as a converter of texts asks it.
type Rewrite<'a> = &'a dyn Fn(&str, Use) -> Option<String>;

/// Makes the file of the comments, reads it again, and enters what can be read in it.
pub fn keep_comments(
    path: String,
    comments: &[Comment],
    (zone, rewrite): (Option<&TimeZone>, Rewrite<'_>),
    title: &str,
    arrival: &mut Arrival,
) {
    let convert = |comment: &Comment| {
        let asked = Asked { html: &comment.html, origin: Origin::Comment, rewrite };
        body::convert(&asked).markdown
    };
    let (mut comments, all) = (comments, comments);
    let Some((mut text, mut hidden)) = comment_file(comments, zone, &convert) else { return };
    while text.len() > story::comments::LONGEST {
        // In the order of the export, as many as one file may hold.
        let share = story::comments::LONGEST as u128 * comments.len() as u128 / text.len() as u128;
        comments = &comments[..usize::try_from(share * 19 / 20).unwrap_or(0)];
        let Some(shorter) = comment_file(comments, zone, &convert) else { return };
        (text, hidden) = shorter;
    }
    let is_kept = |one: &&Comment| !matches!(one.standing, Standing::Dropped(_));
    arrival.left.extend(all[comments.len()..].iter().filter(is_kept).map(|one| {
        let why = "its story has more comments than one page can show";
        Left::new("comments", &format!("{} under “{title}”", one.id), why)
    }));
    let (read, _) = story::comments::parse(&SourcePath::new(&path), &text);
    arrival.kept = read.map_or((0, 0), |read| (read.shown.len(), read.pending as usize));
    if hidden > 0 {
        let name = format!("{hidden} under “{title}”");
        arrival.changes.push(Left::new("comments", &name, "e-mail addresses in comments are not kept"));
    }
    arrival.comments = Some((path, text));
}

/// No story has more labels.
const MOST_TAGS: usize = 100;
/// No summary is longer, in characters; one that is would be the story.
const LONGEST_SUMMARY: usize = 5000;

/// What stands above the text, with what had to be made for it.
struct Front<'a> {
    item: &'a Item,
    title: &'a str,
    tags: Vec<String>,
    image: Option<(String, String)>,
    excerpt: String,
    place: &'a Place,
    zone: Option<&'a TimeZone>,
    id: &'a str,
}

impl Front<'_> {
    fn front(&self) -> StoryFile<'_> {
        let item = self.item;
        let description = if item.description.is_empty() { &self.excerpt } else { &item.description };
        let stem = self.place.path.rsplit('/').next().unwrap_or("").trim_end_matches(".md");
        StoryFile {
            title: self.title,
            date: item.when.moment(self.zone),
            author: if item.author_is_address() { "" } else { &item.author },
            with: &item.with,
            tags: &self.tags,
            description,
            summary: if description == &self.excerpt { "" } else { &self.excerpt },
            image: self.image.clone(),
            aliases: &self.place.aliases,
            permalink: self.place.says_url.then(|| self.place.url.to_string()),
            // A name that begins with a day would lose it.
            slug: Some(stem).filter(|stem| crate::ground::Date::from_name(stem).is_some()),
            is_draft: item.state != State::Published,
            sticky: item.sticky,
            id: self.id,
            markdown: "",
        }
    }
}

/// A whole address with what may not stand in one in its percent form; browsers do the same.
fn encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        if !c.is_ascii() || c.is_control() || c.is_whitespace() || "<>\"{}[]\\^`|".contains(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether feed readers can know a story by it: a whole address, or a `tag:` name.
fn is_feed_id(id: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !"<>\"{}\\^`|".contains(c);
    id.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty()) && id.chars().all(is_plain)
}

/// The category of posts that have none.
pub fn is_no_category(is_category: bool, slug: &str, name: &str) -> bool {
    is_category && (matches!(slug, "uncategorized" | "uncategorised") || name.eq_ignore_ascii_case("uncategorized"))
}

/// What became of pictures, links and everything else in a text.
fn account(arrival: &mut Arrival, body: &Body, title: &str) {
    arrival.pictures = (body.pictures.len(), body.pictures.len());
    arrival.links = (body.links.len(), body.links.len());
    for picture in &body.pictures {
        if picture.is.starts_with("http") {
            arrival.remote.push(picture.is.clone());
        }
    }
    arrival.names = body.pictures.iter().chain(&body.links).map(|seen| seen.was.clone()).collect();
    for loss in &body.kept_as_html {
        let why = format!("stays as HTML: {}", loss.why);
        arrival.changes.push(Left::new("texts", &format!("{} in “{title}”", loss.what), &why));
    }
    for loss in &body.left_out {
        arrival.changes.push(Left::new("texts", &format!("{} in “{title}”", loss.what), &loss.why));
    }
}

/// The address of the list of a label.
pub fn label_url(name: &str) -> Option<Url> {
    crate::ground::Slug::from_text(name).map(|slug| Url::from_parts(["tags", slug.as_str()]))
}
