//! The pictures and files that the person has of the old blog, found again by the addresses that texts name them by.
//! Knows names only, not the disk.

use std::collections::BTreeMap;

use crate::ground::url::decode;
use crate::ground::{Slug, Url};

/// A file that a text shows or links to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copy {
    /// Its path in the folder of uploads.
    pub from: String,
    /// Its address in the new site.
    pub to: Url,
}

/// The folder of uploads, by the last part of each path.
#[derive(Debug, Default)]
pub struct Uploads {
    by_name: BTreeMap<String, Vec<String>>,
}

impl Uploads {
    /// From the paths of all files in the folder, with slashes.
    pub fn new(paths: impl IntoIterator<Item = String>) -> Self {
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in paths {
            let name = path.rsplit('/').next().unwrap_or(&path).to_lowercase();
            by_name.entry(name).or_default().push(path);
        }
        for paths in by_name.values_mut() {
            paths.sort();
        }
        Self { by_name }
    }

    /// The file of an address: the one with the same name whose folders agree best. A smaller version of a picture is
    /// as good as the picture. On hosts that are not the blog's own, only what is surely an upload is looked for.
    pub(super) fn find(&self, path: &str, is_ours: bool) -> Option<Copy> {
        let path = decode(path).unwrap_or_else(|| path.to_owned());
        let is_upload = is_ours || path.contains("/uploads/") || path.contains("/s") || path.contains("/img/");
        let name = path.rsplit('/').next().filter(|name| !name.is_empty() && is_upload)?;
        let best = self.best(&path, name).or_else(|| self.best(&path, &unsized_name(name)?))?;
        Some(Copy { to: address(&path, best)?, from: best.to_owned() })
    }

    fn best(&self, path: &str, name: &str) -> Option<&str> {
        let found = self.by_name.get(&name.to_lowercase())?;
        let agreement = |candidate: &str| {
            let pairs = candidate.rsplit('/').zip(path.rsplit('/')).skip(1);
            pairs.take_while(|(one, other)| one.eq_ignore_ascii_case(other)).count()
        };
        let best = found.iter().max_by_key(|candidate| agreement(candidate))?;
        let is_only = found.iter().filter(|candidate| agreement(candidate) == agreement(best)).count() == 1;
        is_only.then_some(best.as_str())
    }
}

/// `valentine-300x200.jpg` is a smaller `valentine.jpg`.
fn unsized_name(name: &str) -> Option<String> {
    let (stem, end) = name.rsplit_once('.')?;
    let (whole, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(width) && is_number(height)).then(|| format!("{whole}.{end}"))
}

/// WordPress keeps its uploads where others may still link to them; Blogger's addresses mean nothing elsewhere.
fn address(path: &str, from: &str) -> Option<Url> {
    let name = from.rsplit('/').next().unwrap_or(from);
    let folder = match path.find("/wp-content/uploads/") {
        Some(at) => path[at..].rsplit_once('/').map_or("/pictures", |(folder, _)| folder),
        None => "/pictures",
    };
    let url = Url::parse(&format!("{folder}/{name}").replace(['%', '?', '#'], "-")).ok();
    url.or_else(|| {
        let (stem, end) = name.rsplit_once('.')?;
        Url::parse(&format!("/pictures/{}.{end}", Slug::from_text(stem)?)).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::Uploads;

    #[test]
    fn a_file_is_found_by_the_folders_that_agree() {
        let uploads = Uploads::new(["2011/02/a.jpg", "2012/02/a.jpg", "b.PNG"].map(str::to_owned));
        let found = |path| uploads.find(path, true).map(|copy| (copy.from, copy.to.to_string()));
        let pair = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(
            found("/wp-content/uploads/2012/02/a-300x200.jpg"),
            pair("2012/02/a.jpg", "/wp-content/uploads/2012/02/a.jpg")
        );
        assert_eq!(found("/x/a.jpg"), None, "there are two");
        assert_eq!(found("/-x/s320/b.png"), pair("b.PNG", "/pictures/b.PNG"));
    }
}
