//! Which smaller pictures there will be beside each picture that a page shows, and what its page says of them. Knows widths
//! and addresses; knows no pixels.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::views::{HtmlView, Main, Rendition, Text};
use super::{Maker, View};
use crate::ground::messages::pictures as say;
use crate::ground::picture::Picture;
use crate::ground::{Diagnostic, Fingerprint, SourcePath, Url};
use crate::settings::{PictureSettings, Settings};
use crate::site::{FileFacts, Site, shown_at};
use crate::story::markdown::{ResolvedImage, SourceSet};

/// Where a theme says nothing: as wide as the window, and at most as a column of text.
const SIZES: &str = "(min-width: 48em) 44em, 100vw";

/// The smaller pictures that a site can have, by the link to the picture that they are made of.
#[derive(Debug, Default)]
pub struct Pictures {
    sets: BTreeMap<Arc<str>, Set>,
}

#[derive(Debug)]
struct Set {
    says: Arc<SourceSet>,
    made: Vec<(Url, Rendition)>,
}

impl Pictures {
    /// All pictures of the site that are photos. `sizes`: how wide the theme shows a picture.
    pub fn of(site: &Site, settings: &Settings, sizes: Option<&str>) -> Self {
        let mut pictures = Self::default();
        if !settings.pictures.responsive {
            return pictures;
        }
        let sizes: Arc<str> = Arc::from(sizes.unwrap_or(SIZES));
        for (url, source) in &site.files {
            let Some((facts, picture)) = photo(site, source) else { continue };
            let Some(made) = set(site, url, (source, facts, picture), &settings.pictures) else { continue };
            let one = |(url, it): &(Url, Rendition)| format!("{} {}w", settings.base_url.href(url), it.size().0);
            let srcset: Vec<String> = made.iter().map(one).collect();
            let says = Arc::new(SourceSet { srcset: Arc::from(srcset.join(", ")), sizes: sizes.clone() });
            pictures.sets.insert(Arc::from(settings.base_url.href(url)), Set { says, made });
        }
        pictures
    }

    /// What a page says of the smaller ones of a picture.
    pub fn set(&self, href: &str) -> Option<Arc<SourceSet>> {
        self.sets.get(href).map(|set| set.says.clone())
    }

    /// The same for every picture of a text.
    pub fn fill(&self, images: Arc<[ResolvedImage]>) -> Arc<[ResolvedImage]> {
        if self.sets.is_empty() || images.is_empty() {
            return images;
        }
        images.iter().map(|image| ResolvedImage { set: self.set(&image.src), ..image.clone() }).collect()
    }
}

/// Plans the smaller pictures that some page shows, and says which pictures cannot be published.
pub fn pages(maker: &mut Maker<'_>) {
    faults(maker.planning.site, &mut maker.said);
    let pictures = maker.planning.pictures;
    if pictures.sets.is_empty() {
        return;
    }
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for page in &maker.pages {
        if let View::Html(view) = &page.view {
            shown.extend(shown_on(view).filter(|href| pictures.sets.contains_key(*href)));
        }
    }
    let made: Vec<(Url, Rendition)> =
        shown.into_iter().filter_map(|href| pictures.sets.get(href)).flat_map(|set| set.made.clone()).collect();
    for (url, rendition) in made {
        maker.push(url, View::Rendition(Box::new(rendition)));
    }
}

fn faults(site: &Site, said: &mut Vec<Diagnostic>) {
    for (_, source) in &site.files {
        if let Some(fault) = site.facts.get(source).and_then(|facts| facts.picture).and_then(|it| it.fault) {
            said.push(say::cannot_publish(source, fault).placed(shown_at(site, source), source));
        }
    }
}

/// The links of all pictures that a page shows.
fn shown_on(view: &HtmlView) -> impl Iterator<Item = &str> {
    let (mut texts, mut fronts): (Vec<&Text>, Vec<&str>) = (Vec::new(), Vec::new());
    match &view.main {
        Main::Story(story) => {
            texts.push(&story.text);
            fronts.extend(story.story.image.iter().map(|image| &*image.src));
        }
        Main::Page(page) => texts.push(&page.text),
        Main::Tag(tag) => texts.extend(&tag.intro),
        Main::Home(home) => texts.extend(home.opening.iter().map(|(_, text)| text)),
        _ => {}
    }
    texts.into_iter().flat_map(|text| text.images.iter().map(|image| &*image.src)).chain(fronts)
}

fn photo<'a>(site: &'a Site, source: &SourcePath) -> Option<(&'a FileFacts, Picture)> {
    let facts = site.facts.get(source)?;
    Some((facts, facts.picture.filter(Picture::is_photo)?))
}

fn set(
    site: &Site,
    url: &Url,
    (source, facts, picture): (&SourcePath, &FileFacts, Picture),
    settings: &PictureSettings,
) -> Option<Vec<(Url, Rendition)>> {
    let (width, height) = picture.size?;
    let sizes: Arc<[(u32, u32)]> =
        widths(width, &settings.widths).into_iter().map(|to| (to, scaled(width, height, to))).collect();
    let rendition = |number: usize| Rendition {
        source: source.clone(),
        digest: facts.digest,
        picture,
        sizes: sizes.clone(),
        quality: u8::try_from(settings.quality).unwrap_or(100),
        number,
    };
    let (folder, name) = url.as_str().rsplit_once('/')?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_plain = stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let stem = if is_plain { stem } else { "picture" };
    // By what is in it and how it is made: another picture has another address, and browsers may keep this one for ever.
    let mark = format!("{:032x}", Fingerprint::of(format!("{} {}", facts.digest, settings.quality).as_bytes()).0);
    let made = (0..sizes.len()).map(|number| {
        let url = Url::parse(&format!("{folder}/{stem}.{}.{}.webp", &mark[..8], sizes[number].0)).ok()?;
        site.routes.at(&url).is_none().then(|| (url, rendition(number)))
    });
    made.collect()
}

/// So wide will they be: no wider than the picture, and with its own width if the next smaller one is much smaller.
fn widths(own: u32, wanted: &[u32]) -> Vec<u32> {
    let mut widths: Vec<u32> = wanted.iter().copied().filter(|width| *width <= own).collect();
    let largest = widths.last().copied().unwrap_or(0);
    if widths.len() < wanted.len() && own > largest + largest / 8 {
        widths.push(own);
    }
    widths
}

fn scaled(width: u32, height: u32, to: u32) -> u32 {
    let exact = (u64::from(height) * u64::from(to) + u64::from(width) / 2) / u64::from(width).max(1);
    u32::try_from(exact).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_wider_than_the_picture() {
        let of = |own| widths(own, &[480, 960, 1440]);
        assert_eq!(of(300), [300]);
        assert_eq!(of(480), [480]);
        assert_eq!(of(500), [480]);
        assert_eq!(of(700), [480, 700]);
        assert_eq!(of(1440), [480, 960, 1440]);
        assert_eq!(of(4000), [480, 960, 1440]);
        assert_eq!(scaled(4000, 3000, 480), 360);
        assert_eq!(scaled(9000, 2, 480), 1);
    }
}
