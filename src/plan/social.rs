//! Social cards: what the picture says that stands for a story wherever its address is passed on. Knows words and colours;
//! knows no pixels.

use std::sync::Arc;

use super::Maker;
use super::views::{AuthorRef, Card, SocialImage};
use crate::ground::card::Dress;
use crate::ground::{Fingerprint, Url};
use crate::site::{Published, Site};
use crate::story::Story;

/// Pixels from left to right.
pub const WIDTH: u32 = 1200;
/// Pixels from top to bottom.
pub const HEIGHT: u32 = 630;
/// Stands for how cards are drawn. It is part of their addresses: whoever changes the drawing counts one up, so that no
/// cache shows an old one and no kept one is used again.
pub const EDITION: u32 = 1;

/// A social card to be drawn: everything that it shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SocialCard {
    /// The words in its middle.
    pub words: Arc<str>,
    /// What they are.
    pub says: Says,
    /// Who tells the story; may be empty.
    pub by: Arc<str>,
    /// The site's name.
    pub site: Arc<str>,
    /// What it looks like.
    pub dress: Dress,
}

/// What the words of a card are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Says {
    /// A sentence of the story.
    Quote,
    /// Its title.
    Title,
    /// Nothing of the story, since there is a note before it.
    Nothing,
}

impl SocialCard {
    /// Everything that can be read on it.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}", self.words, self.by, self.site)
    }

    /// Stands for everything that decides what it looks like, the same on every machine.
    pub fn print(&self) -> Fingerprint {
        Fingerprint::of(format!("{EDITION} {self:?}").as_bytes())
    }
}

/// A story's card, and where it will be. None if the site has none, or the story a picture of its own.
pub(super) fn of(maker: &Maker<'_>, published: &Published, card: &Card) -> Option<(Url, SocialCard)> {
    let dress = maker.planning.dress.filter(|_| maker.planning.settings.cards)?;
    let site = maker.site.title.clone();
    let drawn = if card.content_note.is_some() {
        let (words, by) = (Arc::from("A story, with a note before it"), Arc::from(""));
        SocialCard { words, says: Says::Nothing, by, site, dress }
    } else if card.image.is_some() {
        return None;
    } else {
        let (words, says) = match &card.quote {
            Some(quote) => (quote.clone(), Says::Quote),
            None => (card.title.clone(), Says::Title),
        };
        SocialCard { words, says, by: by(&card.authors), site, dress }
    };
    let mark = format!("{:032x}", drawn.print().0);
    let url = published.url.at(&format!("card.{}.png", &mark[..8]));
    maker.planning.site.routes.at(&url).is_none().then_some((url, drawn))
}

/// The story that a card is of.
pub fn story_of<'a>(site: &'a Site, card: &Url) -> Option<&'a Story> {
    let folder = |url: &Url| url.as_str().rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let is_its = |one: &&Published| folder(&one.url.at("card.png")) == folder(card);
    site.stories.iter().find(is_its).map(|one| &*one.story)
}

/// What the story's page says of its card.
pub(super) fn image(maker: &Maker<'_>, (url, card): &(Url, SocialCard)) -> SocialImage {
    let said = [&card.words, &card.by, &card.site].map(|part| part.trim().trim_end_matches('.'));
    let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
    SocialImage {
        url: maker.absolute(url), alt: Arc::from(said.join(" · ")), width: Some(WIDTH), height: Some(HEIGHT)
    }
}

fn by(authors: &[Arc<AuthorRef>]) -> Arc<str> {
    let names: Vec<&str> = authors.iter().map(|author| &*author.name).collect();
    Arc::from(super::cards::by(&names))
}
