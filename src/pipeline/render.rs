//! The last steps: every page rendered, every file handed to the press.

use std::collections::HashSet;

use super::Progress;
use super::parallel;
use super::world::{Press, World};
use crate::ground::{Diagnostic, Fingerprint, messages::machine as say};
use crate::plan::views::Text;
use crate::plan::{Page, View};
use crate::render::html::Kept;
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
}

/// Renders all pages and hands them to the press. Gives what went wrong.
pub fn pages(
    pages: &[Page],
    studio: Studio<'_>,
    press: &dyn Press,
    threads: usize,
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    let tools = || Desk { kept: Kept::new(studio.theme, studio.settings), bytes: Vec::new(), text: String::new() };
    let work = |desk: &mut Desk, page: &Page| {
        progress.advance(1);
        page_to_press(page, studio, press, desk).err()
    };
    let mourn = |page: &Page, panic: &str| Some(say::our_fault(None, &format!("{} ({panic})", page.url)));
    let faults = parallel::each(threads, pages, tools, work, mourn).into_iter().flatten();
    once_each(faults)
}

/// One fault of a template stands on ten thousand pages; it is said once, with the first page that met it.
fn once_each(faults: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut known = HashSet::new();
    for fault in faults {
        if known.insert((fault.path.clone(), fault.span, fault.message.clone())) {
            said.push(fault);
        }
    }
    said
}

/// What a thread uses again and again.
struct Desk {
    kept: Kept,
    bytes: Vec<u8>,
    text: String,
}

fn page_to_press(page: &Page, studio: Studio<'_>, press: &dyn Press, desk: &mut Desk) -> Result<(), Diagnostic> {
    let Studio { theme, settings, world } = studio;
    let file = page.url.file();
    let texts = Reader { world };
    let markdown = settings.markdown;
    let Desk { kept, bytes, text } = desk;
    text.clear();
    bytes.clear();
    match &page.view {
        View::Html(view) => {
            html::html(theme, view, &texts, kept, bytes)?;
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

/// Reads texts again.
struct Reader<'a> {
    world: &'a dyn World,
}

impl Texts for Reader<'_> {
    fn read(&self, text: &Text) -> Result<String, Diagnostic> {
        let mut bytes = Vec::new();
        self.world.read(&text.source, &mut bytes)?;
        if Fingerprint::of(&bytes) != text.digest {
            return Err(say::changed_meanwhile(&text.source));
        }
        String::from_utf8(bytes).map_err(|_| say::changed_meanwhile(&text.source))
    }
}
