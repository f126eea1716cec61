//! Pages that stood below other pages. The old theme's menu led to them and is gone, so the page above leads to them now.
//! Knows addresses; nothing of how a text is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::model::Sort;
use super::place::Place;
use super::survey::Survey;

/// The pages right below each page, by place in the export.
#[derive(Debug, Default)]
pub struct Below(BTreeMap<usize, Vec<usize>>);

impl Below {
    /// By the new addresses: a page belongs to the nearest one whose address its own begins with.
    pub fn new(survey: &Survey, places: &[Place]) -> Self {
        let seen = survey.facts.iter().zip(places).enumerate();
        let seen = seen.filter(|(_, (fact, _))| fact.sort == Sort::Page && fact.is_published && !fact.is_later);
        let by_url: BTreeMap<&str, usize> = seen.map(|(at, (_, place))| (place.url.as_str(), at)).collect();
        let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (url, at) in &by_url {
            if let Some(above) = above(url).find_map(|above| by_url.get(above)) {
                below.entry(*above).or_default().push(*at);
            }
        }
        // In the order of the export, which is the writer's.
        for pages in below.values_mut() {
            pages.sort_unstable();
        }
        Self(below)
    }

    /// A list of the pages below one, as HTML, of those to which its text does not lead already.
    pub fn list(&self, at: usize, survey: &Survey, is_linked: &dyn Fn(usize) -> bool) -> Option<String> {
        let missing: Vec<usize> = self.0.get(&at)?.iter().copied().filter(|page| !is_linked(*page)).collect();
        if missing.is_empty() {
            return None;
        }
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let mut html = "\n\n<ul>".to_owned();
        for page in missing {
            let fact = &survey.facts[page];
            let _ = write!(html, "<li><a href=\"{}\">{}</a></li>", escaped(&fact.link), escaped(&fact.title));
        }
        Some(html + "</ul>\n")
    }
}

/// The addresses above one, the nearest first.
fn above(url: &str) -> impl Iterator<Item = &str> {
    let ends = url.trim_end_matches('/').rmatch_indices('/');
    ends.map(|(end, _)| &url[..=end]).filter(|above| above.len() > 1)
}
