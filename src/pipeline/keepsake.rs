//! A keepsake of a site: which of its stories may be kept, in which order, with which pictures. The guard looks at every word
//! of it. Knows sites and permissions; knows nothing of books.

use std::collections::{BTreeMap, BTreeSet};

use super::render::Reader;
use super::world::World;
use super::{Made, Ready, guard};
use crate::check::consent::Need;
use crate::ground::card::Dress;
use crate::ground::messages::keepsake as say;
use crate::ground::picture::Kind;
use crate::ground::suggest::nearest;
use crate::ground::{Date, Diagnostic};
use crate::plan::social::{Says, SocialCard};
use crate::plan::views::{Main, StoryView};
use crate::plan::{Page, View};
use crate::render::card::{self, Letters};
use crate::render::keepsake::{Book, Plate, epub, sheet, words};
use crate::site::Published;

/// Which stories are wanted; all that is said must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Told in this year.
    pub year: Option<i16>,
    /// With this tag.
    pub tag: Option<String>,
    /// Of this series.
    pub series: Option<String>,
    /// Told by this person.
    pub author: Option<String>,
    /// Without comments.
    pub no_comments: bool,
}

/// A finished keepsake.
#[derive(Debug)]
pub struct Kept {
    /// The book.
    pub epub: Vec<u8>,
    /// The page to print.
    pub sheet: Vec<u8>,
    /// How many stories are in it.
    pub stories: usize,
    /// How many are not, since nobody allowed it.
    pub left_out: usize,
}

impl Selection {
    /// What of the site it is, in words; empty: all of it.
    fn part(&self) -> String {
        let parts = [
            self.year.map(|year| format!("from {year}")),
            self.tag.as_ref().map(|tag| format!("about {tag}")),
            self.series.as_ref().map(|series| format!("of {series}")),
            self.author.as_ref().map(|author| format!("told by {author}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn wants(&self, one: &Published, view: &StoryView) -> bool {
        let card = &*view.story;
        let same = |wanted: &Option<String>, has: Vec<&str>| {
            wanted.as_ref().is_none_or(|wanted| has.iter().any(|name| is_same(name, wanted)))
        };
        let front = &one.story.front;
        front.listed
            && !front.draft
            && self.year.is_none_or(|year| front.date.is_some_and(|told| told.day.year() == year))
            && same(&self.tag, card.tags.iter().map(|tag| &*tag.name).collect())
            && same(&self.series, card.series.iter().map(|series| &*series.name).collect())
            && same(&self.author, card.authors.iter().map(|author| &*author.name).collect())
    }
}

impl Ready {
    /// Makes a keepsake. None if there is nothing that may be kept, or if something in it must not go out.
    pub fn keepsake(&self, wanted: &Selection, today: Date, world: &dyn World) -> (Option<Kept>, Vec<Diagnostic>) {
        let (chosen, mut said) = self.chosen(wanted, today);
        let left_out = said.len();
        if chosen.is_empty() {
            if let Some(unknown) = self.unknown(wanted) {
                return (None, vec![unknown]);
            }
            let part = wanted.part();
            said.push(say::nothing_to_keep(&if part.is_empty() { part } else { format!(" {part}") }));
            return (None, said);
        }
        let texts = Reader { world };
        let made = self.book(wanted, &chosen, world).and_then(|book| {
            let mut desk = self.desk();
            let mut sights = Vec::new();
            for (number, (_, page, _)) in chosen.iter().enumerate() {
                let shown = format!("{}\n<p>{} {}</p>", words(&book, number, &texts)?, book.title, book.part);
                sights.push((*page, self.findings(page, shown.as_bytes(), &mut desk.look)));
            }
            let private = guard::explain(self, sights, world);
            let files = (epub(&book, &texts)?, sheet(&book, &texts)?);
            Ok((files, private))
        });
        match made {
            Ok(((epub, sheet), private)) => {
                let is_clean = private.is_empty();
                said.extend(private);
                (is_clean.then_some(Kept { epub, sheet, stories: chosen.len(), left_out }), said)
            }
            Err(fault) => {
                said.push(fault);
                (None, said)
            }
        }
    }

    /// Says what of the wish no story of the site has, and what may have been meant.
    fn unknown(&self, wanted: &Selection) -> Option<Diagnostic> {
        let cards: Vec<&StoryView> =
            self.site.stories.iter().filter_map(|one| self.told(one)).map(|(_, view)| view).collect();
        let tags = cards.iter().flat_map(|view| view.story.tags.iter().map(|tag| &*tag.name)).collect();
        let series = cards.iter().flat_map(|view| view.story.series.iter().map(|series| &*series.name)).collect();
        let authors = cards.iter().flat_map(|view| view.story.authors.iter().map(|author| &*author.name)).collect();
        let asked: [(_, _, Vec<&str>); 3] = [
            ("has the tag", &wanted.tag, tags),
            ("is a part of the series", &wanted.series, series),
            ("is told by", &wanted.author, authors),
        ];
        asked.into_iter().find_map(|(what, name, known)| {
            let name = name.as_deref()?;
            let is_known = known.iter().any(|one| is_same(one, name));
            (!is_known).then(|| say::not_known(what, name, nearest(name, known)))
        })
    }

    /// A story's page, and what that is told.
    fn told(&self, one: &Published) -> Option<(&Page, &StoryView)> {
        let page = self.page(one.url.as_str())?;
        let View::Html(view) = &page.view else { return None };
        let Main::Story(view) = &view.main else { return None };
        Some((page, view))
    }

    /// The stories that are wanted and may be kept, in order, and what is said of the others.
    fn chosen(&self, wanted: &Selection, today: Date) -> (Vec<Chosen<'_>>, Vec<Diagnostic>) {
        let (mut chosen, mut said) = (Vec::new(), Vec::new());
        for one in &self.site.stories {
            let Some((page, view)) = self.told(one) else { continue };
            if !wanted.wants(one, view) {
                continue;
            }
            match Need::of(one.story.front.permission.as_ref(), today) {
                None => chosen.push((one, page, view)),
                Some(need) => said.push(say::not_kept(&one.story.source, &why(need))),
            }
        }
        // The oldest first, what has no date last; a series in its own order.
        chosen.sort_by_key(|(one, _, view)| {
            let part = view.story.series.as_ref().filter(|_| wanted.series.is_some()).map(|series| series.part);
            (part, one.instant.is_none(), one.instant, one.story.source.clone())
        });
        said.sort_by(|a, b| a.path.cmp(&b.path));
        (chosen, said)
    }

    fn book<'a>(
        &'a self,
        wanted: &Selection,
        chosen: &[Chosen<'a>],
        world: &dyn World,
    ) -> Result<Book<'a>, Diagnostic> {
        let settings = &self.settings;
        let part = wanted.part();
        let title = if part.is_empty() { settings.title.clone() } else { format!("{}, {part}", settings.title) };
        let stories: Vec<&StoryView> = chosen.iter().map(|(_, _, view)| *view).collect();
        let day = |view: &&StoryView| {
            let card = &view.story;
            card.updated.as_ref().max(card.date.as_ref()).and_then(|date| date.get(..10)).map(str::to_owned)
        };
        let count = if stories.len() == 1 { "1 story".to_owned() } else { format!("{} stories", stories.len()) };
        let cover = SocialCard {
            words: title.as_str().into(),
            says: Says::Title,
            by: count.into(),
            site: "A keepsake".into(),
            dress: self.theme.card.unwrap_or(Dress::PLAIN),
        };
        Ok(Book {
            title,
            part,
            language: &settings.language,
            publisher: settings.author.as_deref(),
            address: self.site_address(),
            newest: stories.iter().filter_map(day).max(),
            pictures: self.plates(&stories, world)?,
            cover: card::draw(&cover, &Letters::default()),
            comments: !wanted.no_comments,
            markdown: settings.markdown,
            origin: settings.base_url.origin(),
            stories,
        })
    }

    /// The home page's whole address.
    fn site_address(&self) -> &str {
        match self.pages.iter().find_map(|page| if let View::Html(view) = &page.view { Some(view) } else { None }) {
            Some(view) => &view.site.permalink,
            None => self.settings.base_url.origin(),
        }
    }

    /// The pictures that the stories show, clean, by their links.
    fn plates(&self, stories: &[&StoryView], world: &dyn World) -> Result<BTreeMap<String, Plate>, Diagnostic> {
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        for view in stories {
            shown.extend(view.text.images.iter().map(|image| &*image.src));
            shown.extend(view.text.html.iter().map(|address| &**address));
            shown.extend(view.story.image.iter().map(|picture| &*picture.src));
        }
        let mut plates = BTreeMap::new();
        let mut desk = self.desk();
        for page in self.pages.iter() {
            let View::Picture { kind, .. } = &page.view else { continue };
            let Some((end, media)) = in_books(*kind) else { continue };
            let href = self.settings.base_url.href(&page.url);
            if !shown.contains(href.as_str()) {
                continue;
            }
            if let Made::Bytes(bytes) = self.render(page, world, &mut desk)? {
                let name = format!("p{}.{end}", plates.len() + 1);
                plates.insert(href, Plate { name, kind: media, bytes: bytes.to_vec() });
            }
        }
        Ok(plates)
    }
}

/// A story that goes into the keepsake, its page, and what that is told.
type Chosen<'a> = (&'a Published, &'a Page, &'a StoryView);

/// How a picture is called in a book; none if readers of books need not be able to show it.
fn in_books(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Jpeg => Some(("jpg", "image/jpeg")),
        Kind::Png => Some(("png", "image/png")),
        Kind::Gif => Some(("gif", "image/gif")),
        Kind::Webp => Some(("webp", "image/webp")),
        Kind::Svg => Some(("svg", "image/svg+xml")),
        _ => None,
    }
}

/// Whether a name is the one that was asked for.
fn is_same(name: &str, asked: &str) -> bool {
    name.to_lowercase() == asked.trim().to_lowercase()
}

fn why(need: Need) -> String {
    match need {
        Need::Unknown => "nobody has written down whether the people in it agreed".to_owned(),
        Need::Asked => "the people in it were asked, and have not answered yet".to_owned(),
        Need::Review(day) => format!("their permission was to be asked for again on {day}"),
        Need::Guardian => "there is a child in it, and no guardian has said yes".to_owned(),
    }
}
