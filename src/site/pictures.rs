//! Where a picture is shown: the first text that does, and the place in it, so that a fault is said where it can be mended.

use super::Site;
use super::links::beside;
use super::routes::Target;
use crate::ground::{SourcePath, Span, Url};
use crate::story::Story;

/// The first text that shows a file, and where in it.
pub fn shown_at<'a>(site: &'a Site, source: &SourcePath) -> Option<(&'a SourcePath, Span)> {
    let intros = site.tags.iter().filter_map(|tag| tag.intro.as_ref());
    let texts = site.stories.iter().chain(&site.pages).map(|published| &published.story).chain(intros);
    texts.into_iter().find_map(|story| Some((&story.source, place(site, story, source)?)))
}

fn place(site: &Site, story: &Story, source: &SourcePath) -> Option<Span> {
    let front = story.front.image.iter().map(|image| (&*image.src, image.span));
    let body = story.body.images.iter().map(|image| (&*image.src, image.span));
    front.chain(body).find(|(src, _)| is_meant(site, story, src, source)).map(|(_, span)| span)
}

fn is_meant(site: &Site, story: &Story, src: &str, source: &SourcePath) -> bool {
    if beside(&story.source, src).is_some_and(|path| path == *source) {
        return true;
    }
    let Ok(url) = Url::parse(src.split(['#', '?']).next().unwrap_or_default()) else { return false };
    site.routes.at(&url).is_some_and(|route| matches!(&route.target, Target::File(file) if file == source))
}
