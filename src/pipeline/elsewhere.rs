//! What was heard of addresses that are not of the site, said wherever in the sources they stand. Knows which sources make
//! which page; knows nothing of who was asked.

use std::collections::{BTreeMap, BTreeSet};

use super::guard::{EVERYWHERE, Teller};
use super::{Ready, World};
use crate::check::Finding;
use crate::check::elsewhere::{Answer, said};
use crate::check::trace::Traced;
use crate::check::whole::Outgoing;
use crate::ground::messages::elsewhere as say;
use crate::ground::{Diagnostic, Elsewhere, SourcePath, Span};
use crate::story::Story;

/// The addresses that can be asked for. The others are none that a browser understands.
pub fn addresses(outgoing: &Outgoing) -> BTreeSet<Elsewhere> {
    outgoing.keys().filter_map(|link| Elsewhere::parse(link)).collect()
}

/// Says what was heard, at every place where the address is written.
pub fn placed(
    ready: &Ready,
    outgoing: &Outgoing,
    answers: &BTreeMap<Elsewhere, Answer>,
    is_online: bool,
    world: &dyn World,
) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    let unknown = answers.values().filter(|answer| **answer == Answer::NoHost).count();
    if unknown > 0 && !is_online {
        all.push(say::offline(unknown));
    }
    let written = written(ready);
    let teller = Teller::new(ready, world);
    let shared = teller.shared();
    for (link, pages) in outgoing {
        let address = Elsewhere::parse(link);
        let answer = address.as_ref().map_or(Some(&Answer::NoAddress), |address| answers.get(address));
        let host = address.as_ref().map(Elsewhere::host).unwrap_or_default();
        let Some(said) = answer.and_then(|answer| said(link, &host, answer, is_online)) else { continue };
        let mut places: Vec<(SourcePath, Span)> = written.get(&**link).cloned().unwrap_or_default();
        if let Some(same) = address.as_ref().and_then(|address| written.get(address.as_str())) {
            places.extend(same.iter().cloned());
        }
        // Comments, what stands above a text, site.toml, templates.
        let few = pages.iter().take(EVERYWHERE).filter_map(|page| ready.page(page.as_str()));
        let own: BTreeSet<SourcePath> = few.flat_map(|page| teller.own(page)).collect();
        let beside = own.iter().filter(|source| places.iter().all(|(path, _)| path != *source));
        let found: Vec<_> = beside.flat_map(|source| searched(&teller, source, link)).collect();
        places.extend(found);
        if places.is_empty() {
            places = shared.iter().flat_map(|source| searched(&teller, source, link)).collect();
        }
        places.sort();
        places.dedup();
        if places.is_empty() {
            // A template has put it together.
            all.extend(pages.first().map(|page| said.clone().via(format!("on the page {page}"))));
        }
        for (path, span) in &places {
            let own = ready.site.routes.of_source(path).map(|(_, url)| url).filter(|url| pages.contains(url));
            let page = own.or(pages.first()).map(|page| format!("on the page {page}"));
            let here = said.clone().in_file(path).at(*span);
            all.push(page.into_iter().fold(here, Diagnostic::via));
        }
    }
    all
}

/// Where each address stands in the texts, as it is written and as a browser reads it.
fn written(ready: &Ready) -> BTreeMap<String, Vec<(SourcePath, Span)>> {
    let site = &ready.site;
    let own = site.stories.iter().chain(&site.pages).map(|one| &*one.story);
    let texts = own.chain(site.tags.iter().filter_map(|tag| tag.intro.as_deref()));
    let mut all: BTreeMap<String, Vec<(SourcePath, Span)>> = BTreeMap::new();
    for (story, link, span) in texts.flat_map(links) {
        let plain = Elsewhere::parse(link).map(|address| address.as_str().to_owned());
        for key in [Some(link.to_owned()), plain.filter(|plain| plain != link)].into_iter().flatten() {
            all.entry(key).or_default().push((story.source.clone(), span));
        }
    }
    all
}

fn links(story: &Story) -> Vec<(&Story, &str, Span)> {
    let links = story.body.links.iter().map(|link| (story, &*link.to, link.span));
    let pictures = story.body.images.iter().map(|image| (story, &*image.src, image.span));
    let html = story.body.html.iter().flat_map(|address| address.each().map(move |to| (story, to, address.span)));
    links.chain(pictures).chain(html).collect()
}

/// Where an address stands in a file that has it among other things.
fn searched(teller: &Teller<'_>, source: &SourcePath, link: &str) -> Vec<(SourcePath, Span)> {
    let Some(text) = teller.text(source) else { return Vec::new() };
    let found = Traced::new(source, &text).find(&Finding::Loads(link.to_owned()), teller.guard(), false);
    let goes_on = |span: &Span| {
        text[span.end as usize..]
            .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '?' | '&' | '=' | '-' | '_'))
    };
    let whole = |span: Span| {
        let before = &text[..span.start as usize];
        let scheme = ["https://", "http://", "//"].iter().find(|scheme| before.ends_with(**scheme));
        Span::new(before.len() - scheme.map_or(0, |scheme| scheme.len()), span.end as usize)
    };
    found.into_iter().filter(|span| !goes_on(span)).map(|span| (source.clone(), whole(span))).collect()
}
