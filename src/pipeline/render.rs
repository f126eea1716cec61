//! The last steps: every page rendered, or known to be the same as last time, and handed to the press.

use std::collections::HashSet;

use super::gallery;
use super::guard::Sight;
use super::memory::{Memory, Output};
use super::parallel;
use super::world::{Press, World};
use super::{Progress, Ready};
use crate::check::{self, Finding};
use crate::ground::messages::{machine as say, pictures};
use crate::ground::picture::Kind;
use crate::ground::{Diagnostic, Fingerprint, SourcePath};
use crate::plan::views::Text;
use crate::plan::{Page, View};
use crate::render::card::Letters;
use crate::render::html::Kept;
use crate::render::image::{self, Broken};
use crate::render::{Texts, feed, html, relative, sitemap};
use crate::site::shown_at;

/// A finished file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// A file of the site, as it is, and what stands for that.
    Copy(&'a SourcePath, Fingerprint),
}

/// What a thread uses again and again. It changes no byte.
#[derive(Debug)]
pub struct Desk {
    kept: Kept,
    bytes: Vec<u8>,
    text: String,
    /// The fonts of social cards, as soon as one is drawn.
    letters: Option<Letters>,
    pub(super) look: check::Desk,
}

/// What a desk keeps from page to page, in bytes. Few pages are larger, and those hold every story.
const KEPT: usize = 1 << 18;

impl Desk {
    /// Gives back what a large page took, such as the archive or the sitemap, rather than keep it until the last page.
    fn clear_away(&mut self) {
        if self.bytes.capacity().max(self.text.capacity()) > KEPT {
            (self.bytes, self.text, self.look) = (Vec::new(), String::new(), check::Desk::default());
        }
    }
}

impl Ready {
    /// A desk for one thread.
    pub fn desk(&self) -> Desk {
        Desk {
            kept: Kept::new(&self.theme, &self.settings),
            bytes: Vec::new(),
            text: String::new(),
            letters: None,
            look: check::Desk::default(),
        }
    }

    /// Renders one page; its links are relative, if site.toml says so.
    ///
    /// # Errors
    /// If a template fails, or a source changed since it was read.
    pub fn render<'a>(&'a self, page: &'a Page, world: &dyn World, desk: &'a mut Desk) -> Result<Made<'a>, Diagnostic> {
        let kind = relative::Kind::of(&page.url.file()).filter(|_| self.settings.hosting.relative);
        let Some(kind) = kind else { return self.rendered(page, world, desk) };
        let mut file = Vec::new();
        let bytes = match self.rendered(page, world, desk)? {
            Made::Bytes(bytes) => bytes,
            Made::Copy(source, digest) => {
                world.read(source, &mut file)?;
                if Fingerprint::of(&file) != digest {
                    return Err(say::changed_meanwhile(source));
                }
                &file
            }
        };
        let changed = std::str::from_utf8(bytes)
            .ok()
            .map(|text| relative::relative(text, kind, &page.url, &self.settings.base_url).into_bytes());
        // What is no UTF-8 is nobody's page that we know of, and stays as it is.
        desk.bytes = changed.unwrap_or_else(|| bytes.to_vec());
        Ok(Made::Bytes(&desk.bytes))
    }

    fn rendered<'a>(&'a self, page: &'a Page, world: &dyn World, desk: &'a mut Desk) -> Result<Made<'a>, Diagnostic> {
        let texts = Reader { world };
        let markdown = self.settings.markdown;
        let Desk { kept, bytes, text, letters, .. } = desk;
        text.clear();
        bytes.clear();
        match &page.view {
            View::Html(view) => {
                html::html(&self.theme, view, &texts, kept, bytes)?;
                return Ok(Made::Bytes(bytes));
            }
            View::File { source, digest } => return Ok(Made::Copy(source, *digest)),
            View::Picture { source, digest, kind } => {
                *bytes = self.scrubbed(source, *digest, *kind, world)?;
                return Ok(Made::Bytes(bytes));
            }
            View::Rendition(view) => {
                let made = self.gallery.rendition(view, world);
                *bytes = made.map_err(|fault| self.at_picture(fault, &view.source))?;
                return Ok(Made::Bytes(bytes));
            }
            View::Card(card) => {
                *bytes = self.gallery.card(card, world, letters);
                return Ok(Made::Bytes(bytes));
            }
            View::Asset { path, .. } => {
                let file: &[u8] = self.theme.assets.get(path).map_or(&[], |asset| &asset.bytes);
                // A theme's photos come from cameras, too. What cannot be cleaned is the theme maker's to mend.
                return Ok(Made::Bytes(match Kind::of(file).map(|kind| image::scrub(kind, file)) {
                    Some(Ok(clean)) => {
                        *bytes = clean;
                        bytes
                    }
                    _ => file,
                }));
            }
            View::Atom(view) => feed::atom(view, markdown, &texts, text)?,
            View::JsonFeed(view) => feed::json(view, markdown, &texts, text)?,
            View::Sitemap(entries) => sitemap::sitemap(entries, text),
            View::SitemapIndex(entries) => sitemap::index(entries, text),
            View::Text(known) => text.push_str(known),
        }
        Ok(Made::Bytes(text.as_bytes()))
    }
}

impl Ready {
    /// A picture without what its camera wrote into it.
    fn scrubbed(
        &self,
        source: &SourcePath,
        digest: Fingerprint,
        kind: Kind,
        world: &dyn World,
    ) -> Result<Vec<u8>, Diagnostic> {
        let bytes = gallery::original(source, digest, world)?;
        image::scrub(kind, &bytes)
            .map_err(|broken| self.at_picture(pictures::broken(source, kind, broken == Broken::CutShort), source))
    }

    /// A fault of a picture, said where the picture is shown.
    fn at_picture(&self, fault: Diagnostic, source: &SourcePath) -> Diagnostic {
        if fault.path.is_some() { fault } else { fault.placed(shown_at(&self.site, source), source) }
    }
}

/// What became of the pages.
pub(super) struct Done<'a> {
    /// Each file with what it was made of, in the order of the pages.
    pub prints: Vec<(String, Fingerprint)>,
    /// Files that had to be made.
    pub made: Vec<String>,
    /// What went wrong.
    pub said: Vec<Diagnostic>,
    /// What was found that must not go out.
    pub sights: Vec<Sight<'a>>,
}

/// Hands every page to the press: what is known to be the same is kept, the rest is rendered.
pub(super) fn pages<'a>(
    ready: &'a Ready,
    memory: &Memory,
    (world, press): (&dyn World, &dyn Press),
    progress: &dyn Progress,
) -> Done<'a> {
    let work = |desk: &mut Desk, at: &usize| {
        progress.advance(1);
        let page = &ready.pages[*at];
        let print = ready.print_of(page);
        let file = page.url.file();
        let known = memory.output_near(&file, *at).filter(|known| known.print == print);
        // Boxed, since there is one for each page until the last is made, and hardly ever a fault.
        let handed = hand_over(ready, page, (&file, known), world, press, desk).map_err(Box::new);
        desk.clear_away();
        (file, print, handed)
    };
    let mourn = |at: &usize, panic: &str| {
        let url = &ready.pages[*at].url;
        (url.file(), Fingerprint::default(), Err(Box::new(say::our_fault(None, &format!("{url} ({panic})")))))
    };
    let mut done =
        Done { prints: Vec::with_capacity(ready.pages.len()), made: Vec::new(), said: Vec::new(), sights: Vec::new() };
    let mut faults = Vec::new();
    let all: Vec<usize> = (0..ready.pages.len()).collect();
    let results = parallel::each(ready.threads, &all, || ready.desk(), work, mourn);
    for (page, (file, print, handed)) in ready.pages.iter().zip(results) {
        match handed {
            Ok(None) => {}
            Ok(Some(found)) => {
                done.made.push(file.clone());
                done.sights.extend((!found.is_empty()).then_some((page, found)));
            }
            Err(fault) => faults.push(*fault),
        }
        done.prints.push((file, print));
    }
    done.said = once_each(faults);
    done
}

/// None if the file could be kept: it was looked at when it was made. Else what was found in it that must not go out.
fn hand_over(
    ready: &Ready,
    page: &Page,
    (file, known): (&str, Option<&Output>),
    world: &dyn World,
    press: &dyn Press,
    desk: &mut Desk,
) -> Result<Option<Vec<Finding>>, Diagnostic> {
    if let Some(known) = known
        && press.keep(file, known.entry)?
    {
        // What is in a picture was cleaned away; its name is looked at in any case, since no other rules bind it.
        let found = if page.view.is_pixels() { ready.findings(page, &[], &mut desk.look) } else { Vec::new() };
        return Ok(Some(found).filter(|found| !found.is_empty()));
    }
    let mut look = std::mem::take(&mut desk.look);
    let found = match ready.render(page, world, desk)? {
        Made::Bytes(bytes) => {
            press.put(file, bytes)?;
            ready.findings(page, if page.view.is_pixels() { &[] } else { bytes }, &mut look)
        }
        Made::Copy(source, digest) => {
            press.copy(file, source, digest)?;
            ready.findings_in(page, source, world, &mut look)?
        }
    };
    desk.look = look;
    Ok(Some(found))
}

/// One fault of a template stands on ten thousand pages; it is said once, with the first page that met it. A picture is
/// damaged in all its sizes.
fn once_each(faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut known = HashSet::new();
    for fault in faults {
        let what = if pictures::is_damage(&fault) { fault.code.to_owned() } else { fault.message.clone() };
        if known.insert((fault.path.clone(), fault.span, what)) {
            said.push(fault);
        }
    }
    said
}

/// Reads texts again.
pub(super) struct Reader<'a> {
    pub world: &'a dyn World,
}

impl Texts for Reader<'_> {
    fn blank<'r>(&self, text: &Text, room: &'r mut Vec<u8>) -> Option<&'r [u8]> {
        self.world.take_up(text.digest, room)
    }

    fn read(&self, text: &Text) -> Result<String, Diagnostic> {
        let mut bytes = Vec::new();
        let read = self.world.read(&text.source, &mut bytes);
        if read.is_err() || Fingerprint::of(&bytes) != text.digest {
            let changed = || say::changed_meanwhile(&text.source);
            bytes = self.world.earlier(text.digest).ok_or_else(|| read.err().unwrap_or_else(changed))?;
        }
        String::from_utf8(bytes).map_err(|_| say::changed_meanwhile(&text.source))
    }
}
