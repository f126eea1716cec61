//! The last steps: every page rendered, or known to be the same as last time, and handed to the press.

use std::collections::HashSet;

use super::memory::{Memory, Output};
use super::parallel;
use super::world::{Press, World};
use super::{Progress, Ready};
use crate::ground::{Diagnostic, Fingerprint, SourcePath, messages::machine as say};
use crate::plan::views::Text;
use crate::plan::{Page, View};
use crate::render::html::Kept;
use crate::render::{Texts, feed, html, sitemap};

/// A finished file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// A file of the site, as it is.
    Copy(&'a SourcePath),
}

/// What a thread uses again and again. It changes no byte.
#[derive(Debug)]
pub struct Desk {
    kept: Kept,
    bytes: Vec<u8>,
    text: String,
}

impl Ready {
    /// A desk for one thread.
    pub fn desk(&self) -> Desk {
        Desk { kept: Kept::new(&self.theme, &self.settings), bytes: Vec::new(), text: String::new() }
    }

    /// Renders one page.
    ///
    /// # Errors
    /// If a template fails, or a source changed since it was read.
    pub fn render<'a>(&'a self, page: &'a Page, world: &dyn World, desk: &'a mut Desk) -> Result<Made<'a>, Diagnostic> {
        let texts = Reader { world };
        let markdown = self.settings.markdown;
        let Desk { kept, bytes, text } = desk;
        text.clear();
        bytes.clear();
        match &page.view {
            View::Html(view) => {
                html::html(&self.theme, view, &texts, kept, bytes)?;
                return Ok(Made::Bytes(bytes));
            }
            View::File { source, .. } => return Ok(Made::Copy(source)),
            View::Asset { path, .. } => {
                return Ok(Made::Bytes(self.theme.assets.get(path).map_or(&[], |asset| &asset.bytes)));
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

/// What became of the pages.
pub(super) struct Done {
    /// For each page what it was made of, in the order of the pages.
    pub prints: Vec<Fingerprint>,
    /// Files that had to be made.
    pub made: Vec<String>,
    /// What went wrong.
    pub said: Vec<Diagnostic>,
}

/// Hands every page to the press: what is known to be the same is kept, the rest is rendered.
pub(super) fn pages(
    ready: &Ready,
    memory: &Memory,
    (world, press): (&dyn World, &dyn Press),
    progress: &dyn Progress,
) -> Done {
    let work = |desk: &mut Desk, page: &Page| {
        progress.advance(1);
        let print = ready.print_of(page);
        let file = page.url.file();
        match hand_over(
            ready,
            page,
            (&file, memory.output(&file).filter(|known| known.print == print)),
            world,
            press,
            desk,
        ) {
            Ok(true) => (print, None, None),
            Ok(false) => (print, Some(file), None),
            Err(fault) => (print, None, Some(fault)),
        }
    };
    let mourn = |page: &Page, panic: &str| {
        (Fingerprint::default(), None, Some(say::our_fault(None, &format!("{} ({panic})", page.url))))
    };
    let mut done = Done { prints: Vec::with_capacity(ready.pages.len()), made: Vec::new(), said: Vec::new() };
    let mut faults = Vec::new();
    for (print, made, fault) in parallel::each(ready.threads, &ready.pages, || ready.desk(), work, mourn) {
        done.prints.push(print);
        done.made.extend(made);
        faults.extend(fault);
    }
    done.said = once_each(faults);
    done
}

/// Whether the file could be kept.
fn hand_over(
    ready: &Ready,
    page: &Page,
    (file, known): (&str, Option<&Output>),
    world: &dyn World,
    press: &dyn Press,
    desk: &mut Desk,
) -> Result<bool, Diagnostic> {
    if let Some(known) = known
        && press.keep(file, known.entry)?
    {
        return Ok(true);
    }
    match ready.render(page, world, desk)? {
        Made::Bytes(bytes) => press.put(file, bytes)?,
        Made::Copy(source) => press.copy(file, source)?,
    }
    Ok(false)
}

/// One fault of a template stands on ten thousand pages; it is said once, with the first page that met it.
fn once_each(faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut known = HashSet::new();
    for fault in faults {
        if known.insert((fault.path.clone(), fault.span, fault.message.clone())) {
            said.push(fault);
        }
    }
    said
}

/// Reads texts again.
struct Reader<'a> {
    world: &'a dyn World,
}

impl Texts for Reader<'_> {
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
