//! The last steps: every page rendered, every file handed to the press.

use std::cell::RefCell;

use super::parallel;
use super::world::{Press, World};
use super::Progress;
use crate::ground::{Diagnostic, Fingerprint, messages::machine as say};
use crate::plan::views::Text;
use crate::plan::{Page, View};
use crate::render::html::Shared;
use crate::render::{Texts, feed, html, sitemap};
use crate::settings::Settings;
use crate::theme::Theme;

/// What rendering needs beside the pages.
#[derive(Clone, Copy)]
pub struct Studio<'a> {
    /// The theme.
    pub theme: &'a Theme,
    /// The settings.
    pub settings: &'a Settings,
    /// The machine.
    pub world: &'a dyn World,
    /// Values that many pages show.
    pub shared: &'a Shared,
}

/// Renders all pages and hands them to the press. Gives what went wrong.
pub fn pages(
    pages: &[Page],
    studio: Studio<'_>,
    press: &dyn Press,
    threads: usize,
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    let work = |scratch: &mut Scratch, page: &Page| {
        progress.advance(1);
        page_to_press(page, studio, press, scratch).err()
    };
    let mourn = |page: &Page, panic: &str| Some(say::our_fault(None, &format!("{} ({panic})", page.url)));
    parallel::each(threads, pages, work, mourn).into_iter().flatten().collect()
}

/// Buffers that a thread uses again and again.
#[derive(Default)]
struct Scratch {
    bytes: Vec<u8>,
    text: String,
    source: RefCell<Vec<u8>>,
}

fn page_to_press(page: &Page, studio: Studio<'_>, press: &dyn Press, scratch: &mut Scratch) -> Result<(), Diagnostic> {
    let Studio { theme, settings, world, shared } = studio;
    let file = page.url.file();
    let Scratch { bytes, text, source } = scratch;
    let texts = Reader { world, source };
    let markdown = settings.markdown;
    text.clear();
    bytes.clear();
    match &page.view {
        View::Html(view) => {
            html::html(theme, view, settings, &texts, shared, bytes)?;
            return press.put(&file, bytes);
        }
        View::File { source, .. } => return press.copy(&file, source),
        View::Asset { path, .. } => {
            return theme.assets.get(path).map_or(Ok(()), |asset| press.put(&file, &asset.bytes));
        }
        View::Atom(view) => feed::atom(view, markdown, &texts, text)?,
        View::JsonFeed(view) => feed::json(view, markdown, &texts, text)?,
        View::Sitemap(entries) => sitemap::sitemap(entries, text),
        View::SitemapIndex(entries) => sitemap::index(entries, text),
        View::Text(known) => text.push_str(known),
    }
    press.put(&file, text.as_bytes())
}

/// Reads texts again, into one buffer a thread.
struct Reader<'a> {
    world: &'a dyn World,
    source: &'a RefCell<Vec<u8>>,
}

impl Texts for Reader<'_> {
    fn read(&self, text: &Text, with: &mut dyn FnMut(&str)) -> Result<(), Diagnostic> {
        let mut buffer = self.source.take();
        let result = self.world.read(&text.source, &mut buffer).and_then(|()| {
            if Fingerprint::of(&buffer) != text.digest {
                return Err(say::changed_meanwhile(&text.source));
            }
            let below = std::str::from_utf8(&buffer).ok().and_then(|whole| whole.get(text.start as usize..));
            with(below.ok_or_else(|| say::changed_meanwhile(&text.source))?);
            Ok(())
        });
        self.source.replace(buffer);
        result
    }
}
