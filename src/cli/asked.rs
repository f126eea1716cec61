//! What the person means by a word on the command line: a file, an address, the whole web address, a file of the finished
//! site, or the short name of a story. Knows paths and addresses; whether there is such a thing is for others to tell.

use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use crate::ground::{BaseUrl, Slug, SourcePath, Url};
use crate::settings::Settings;

/// All that a word can mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Files of the site, the likeliest first.
    pub(super) sources: Vec<SourcePath>,
    /// Addresses, the likeliest first.
    pub(super) urls: Vec<Url>,
    /// The short name of a story.
    pub(super) slug: Option<Slug>,
    /// The host of a web address that is not the site's.
    pub(super) elsewhere: Option<String>,
}

impl Asked {
    /// Reads a word that was typed in the folder `here`, on the site in `root`.
    pub(super) fn read(word: &str, here: &Path, root: &Path, settings: &Settings) -> Self {
        let mut asked = Self::default();
        if let Some((scheme, rest)) = word.split_once("://") {
            if let Some(path) = inside(&settings.base_url, rest) {
                return Self { urls: addresses(&path, &settings.base_url), ..asked };
            }
            let host = rest.split('/').next().unwrap_or(rest);
            return Self { elsewhere: Some(format!("{scheme}://{host}")), ..asked };
        }
        let output = plain(&root.join(&settings.output));
        for place in [here.join(word), root.join(word)] {
            let place = plain(&place);
            if let Some(file) = below(&place, &output) {
                asked.urls.extend(addresses(&format!("/{file}"), &settings.base_url));
            } else if let Some(file) = below(&place, &plain(root)).filter(|file| !file.is_empty()) {
                asked.sources.push(SourcePath::new(file));
            }
        }
        asked.sources.dedup();
        asked.urls.extend(addresses(word, &settings.base_url));
        asked.slug = Slug::from_text(word.trim_end_matches(".md")).filter(|_| !word.trim_matches('/').contains('/'));
        asked
    }
}

/// The path inside of the site of what stands behind the scheme of a web address.
fn inside(base: &BaseUrl, rest: &str) -> Option<String> {
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (_, own) = base.origin().split_once("://")?;
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let whole = if path.ends_with('/') { path.clone() } else { format!("{path}/") };
    let is_ours = host.eq_ignore_ascii_case(own) && (path.starts_with(base.path()) || whole == base.path());
    is_ours.then_some(path)
}

/// The addresses that a path can mean: with and without its last slash, `index.html` and the folder of the site.
fn addresses(path: &str, base: &BaseUrl) -> Vec<Url> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let mut urls: Vec<Url> = Vec::new();
    let folder = base.path().trim_end_matches('/');
    let short =
        path.strip_prefix(folder).filter(|rest| !folder.is_empty() && (rest.is_empty() || rest.starts_with('/')));
    for path in [Some(path.as_str()), short].into_iter().flatten() {
        let index = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/') || folder.is_empty());
        for one in [Some(path.to_owned()), Some(format!("{path}/")), index.map(str::to_owned)].into_iter().flatten() {
            let url = Url::parse(if one.is_empty() { "/" } else { &one }).ok();
            urls.extend(url.filter(|url| !urls.contains(url)));
        }
    }
    urls
}

/// A path below another, with `/`, in the letters that sources are named in.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let inner = path.strip_prefix(folder).ok()?;
    let parts: Option<Vec<&str>> = inner.components().map(|part| part.as_os_str().to_str()).collect();
    let path = parts?.join("/");
    // Some disks take letters apart; sources are named whole.
    Some(path.nfc().collect())
}

/// A path without `.` and `..`, and without links as far as it exists.
fn plain(path: &Path) -> PathBuf {
    if let Ok(whole) = std::fs::canonicalize(path) {
        return whole;
    }
    let (Some(parent), Some(last)) = (path.parent(), path.components().next_back()) else { return path.to_path_buf() };
    match last {
        Component::Normal(name) => plain(parent).join(name),
        Component::ParentDir => plain(parent).parent().map(Path::to_path_buf).unwrap_or_default(),
        _ => plain(parent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(word: &str) -> Asked {
        let base_url = BaseUrl::parse("https://example.org/kind/").unwrap();
        let settings = Settings { base_url, ..Settings::default_for("x") };
        Asked::read(word, Path::new("/nowhere/site/content"), Path::new("/nowhere/site"), &settings)
    }

    fn urls(word: &str) -> Vec<String> {
        asked(word).urls.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn addresses_in_every_way() {
        assert_eq!(urls("/a/index.html#x"), ["/a/index.html", "/a/index.html/", "/a/"]);
        assert_eq!(urls("https://Example.org/kind/a?b"), ["/kind/a", "/kind/a/", "/a", "/a/"]);
        assert_eq!(urls("https://example.org/kind")[1..], ["/kind/", "/"]);
        assert_eq!(urls("../public/a/index.html")[2], "/a/");
        assert_eq!(asked("https://example.org/other/").elsewhere.as_deref(), Some("https://example.org"));
        assert_eq!(asked("http://else.example").elsewhere.as_deref(), Some("http://else.example"));
    }

    #[test]
    fn files_from_here_and_from_the_site() {
        let of = |word| asked(word).sources.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(of("stories/a.md"), ["content/stories/a.md", "stories/a.md"]);
        assert_eq!(of("/nowhere/site/./static/../site.toml"), ["site.toml"]);
        assert_eq!(of("/elsewhere/a.md"), [""; 0]);
        assert_eq!(asked("umbrella").slug.unwrap().as_str(), "umbrella");
        assert_eq!(asked("a/b").slug, None);
    }
}
