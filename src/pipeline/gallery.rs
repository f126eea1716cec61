//! Smaller pictures: made when they are asked for, all of one picture at once, and kept by what they are made of. Knows how
//! many pixels may be in memory at a time; knows nothing of how a picture is made smaller.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::world::World;
use crate::ground::messages::{machine, pictures as say};
use crate::ground::picture::MOST_PIXELS;
use crate::ground::{Diagnostic, Fingerprint, SourcePath};
use crate::plan::social::{self, SocialCard};
use crate::plan::views::Rendition;
use crate::plan::{Page, View};
use crate::render::card::{self, Letters};
use crate::render::image::{self, Broken, Shrinking};
use crate::site::Site;

/// Where they are kept between builds.
const PICTURES: &str = "pictures";
/// The same for social cards.
const CARDS: &str = "cards";
/// All that is kept.
pub const SHELVES: [&str; 2] = [PICTURES, CARDS];

/// Smaller pictures on their way to their pages.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    /// Whether they are kept from build to build.
    keeps: bool,
    /// What was made along with another one, by picture, until it is asked for.
    open: Mutex<HashMap<Fingerprint, Arc<Mutex<Tray>>>>,
    room: Room,
}

/// All sizes of one picture; each is taken once.
type Tray = Vec<Option<Vec<u8>>>;

impl Gallery {
    pub fn new(keeps: bool) -> Self {
        Self { keeps, ..Self::default() }
    }

    /// A smaller picture.
    ///
    /// # Errors
    /// If the picture cannot be read, is another one now, or is damaged.
    pub fn rendition(&self, wanted: &Rendition, world: &dyn World) -> Result<Vec<u8>, Diagnostic> {
        if let Some(kept) = self.kept(wanted, wanted.number, world) {
            return Ok(kept);
        }
        let open = || self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_all = Fingerprint::of(name(wanted, usize::MAX).as_bytes());
        let tray = Arc::clone(open().entry(of_all).or_default());
        // Whoever comes second for another size of the same picture waits for the first, and finds it done.
        let mut tray = tray.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = tray.get_mut(wanted.number).and_then(Option::take) {
            return Ok(taken);
        }
        if let Some(kept) = self.kept(wanted, wanted.number, world) {
            return Ok(kept);
        }
        let mut all = self.made(wanted, world)?;
        let is_kept = self.keeps
            && all.iter().enumerate().all(|(number, bytes)| world.keep(PICTURES, &name(wanted, number), bytes));
        let own = if wanted.number < all.len() { std::mem::take(&mut all[wanted.number]) } else { Vec::new() };
        if !is_kept {
            *tray = all.into_iter().map(|bytes| Some(bytes).filter(|bytes| !bytes.is_empty())).collect();
        }
        Ok(own)
    }

    /// A social card, drawn only if it was not kept.
    pub fn card(&self, card: &SocialCard, world: &dyn World, letters: &mut Option<Letters>) -> Vec<u8> {
        let name = name_of_card(card);
        if let Some(kept) = self.keeps.then(|| world.kept(CARDS, &name)).flatten() {
            return kept;
        }
        let drawn = card::draw(card, letters.get_or_insert_default());
        if self.keeps {
            // Where it cannot be kept, the next build draws it again.
            world.keep(CARDS, &name, &drawn);
        }
        drawn
    }

    /// Throws away what no page of the site shows any more: somebody may have taken it back.
    pub fn clear(&self, pages: &[Page], world: &dyn World) {
        if !self.keeps {
            return;
        }
        let wanted = |page: &Page| match &page.view {
            View::Rendition(wanted) => Some(name(wanted, wanted.number)),
            View::Card(card) => Some(name_of_card(card)),
            _ => None,
        };
        let wanted: HashSet<String> = pages.iter().filter_map(wanted).collect();
        for shelf in SHELVES {
            world.clear_shelf(shelf, &|name| wanted.contains(name));
        }
    }

    fn kept(&self, wanted: &Rendition, number: usize, world: &dyn World) -> Option<Vec<u8>> {
        if self.keeps { world.kept(PICTURES, &name(wanted, number)) } else { None }
    }

    fn made(&self, wanted: &Rendition, world: &dyn World) -> Result<Vec<Vec<u8>>, Diagnostic> {
        let source = &wanted.source;
        let (width, height) = wanted.picture.size.unwrap_or_default();
        let _room = self.room.take(u64::from(width) * u64::from(height));
        let bytes = original(source, wanted.digest, world)?;
        let kind = wanted.picture.kind;
        let shrinking = Shrinking { kind, turn: wanted.picture.turn, sizes: &wanted.sizes, quality: wanted.quality };
        image::shrink(&bytes, &shrinking).map_err(|broken| say::broken(source, kind, broken == Broken::CutShort))
    }
}

/// So many stories with a card without words are named; of more there is only their number.
const NAMED: usize = 3;
/// Below this letter there is none that the fonts lack.
const SURE: char = '\u{180}';

/// Says whose cards will show no words, since the fonts have no letters for them.
pub(super) fn wordless(site: &Site, pages: &[Page]) -> Vec<Diagnostic> {
    let mut letters = None;
    let mut is_wordless = |text: &str| {
        let is_sure = text.chars().all(|c| c < SURE) && text.contains(char::is_alphanumeric);
        !is_sure && letters.get_or_insert_with(Letters::default).plain(text).is_none()
    };
    let cards = pages.iter().filter_map(|page| match &page.view {
        View::Card(card) if is_wordless(&card.words) => Some((&page.url, &card.words)),
        _ => None,
    });
    let found: Vec<_> = cards.collect();
    let named = found.iter().take(NAMED).filter_map(|(url, words)| Some((social::story_of(site, url)?, words)));
    let mut said: Vec<Diagnostic> = named.map(|(story, words)| say::wordless_card(&story.source, words)).collect();
    if found.len() > NAMED {
        said.push(say::more_wordless_cards(found.len() - NAMED));
    }
    said
}

/// A picture as it is in the site.
pub(super) fn original(source: &SourcePath, digest: Fingerprint, world: &dyn World) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    world.picture(source, &mut bytes)?;
    if Fingerprint::of(&bytes) == digest { Ok(bytes) } else { Err(machine::changed_meanwhile(source)) }
}

/// Stands for everything that decides what is in it.
fn name(wanted: &Rendition, number: usize) -> String {
    let Rendition { digest, picture, sizes, quality, .. } = wanted;
    let all = format!("{} {digest} {:?} {} {sizes:?} {quality} {number}", image::EDITION, picture.kind, picture.turn);
    format!("{:032x}.webp", Fingerprint::of(all.as_bytes()).0)
}

fn name_of_card(card: &SocialCard) -> String {
    format!("{:032x}.png", card.print().0)
}

/// Room for so many pixels at a time.
#[derive(Debug, Default)]
struct Room {
    taken: Mutex<u64>,
    more: Condvar,
}

struct Taken<'a>(&'a Room, u64);

impl Room {
    fn take(&self, pixels: u64) -> Taken<'_> {
        let pixels = pixels.min(MOST_PIXELS);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken > 0 && *taken + pixels > MOST_PIXELS {
            taken = self.more.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += pixels;
        Taken(self, pixels)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.1;
        self.0.more.notify_all();
    }
}
