//! Links of a finished file made relative to it, so that the site can be read from a folder on a disk and from any folder
//! of any host. Pure: knows the file's address and where the site stands; what lies elsewhere stays as it is.

use crate::ground::markup::{self, Change, Use};
use crate::ground::{BaseUrl, Url};

/// How the addresses in a file are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In attributes.
    Html,
    /// In `url(…)`, or as a text behind `@import`.
    Style,
    /// As texts that begin with a slash.
    Manifest,
}

impl Kind {
    /// The kind of a file with this name; none for files that no browser follows an address of.
    pub fn of(file: &str) -> Option<Self> {
        let (_, end) = file.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "css" => Some(Self::Style),
            "webmanifest" => Some(Self::Manifest),
            _ => None,
        }
    }
}

/// A file with its links made relative. The page for lost readers is shown at any address, so that its links stay whole.
pub fn relative(text: &str, kind: Kind, url: &Url, base: &BaseUrl) -> String {
    if url.as_str() == "/404.html" {
        return text.to_owned();
    }
    let from = base.href(url);
    let place = Place { base: base.path(), folder: &from[..=from.rfind('/').unwrap_or(0)] };
    match kind {
        Kind::Html => html(text, place),
        Kind::Style => style(text, place),
        Kind::Manifest => manifest(text, place),
    }
}

/// Where links are seen from.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The site's own folder on its host.
    base: &'a str,
    /// The file's folder, below it.
    folder: &'a str,
}

impl Place<'_> {
    /// The way to a link of the site that begins at the root of the host; none for any other link. `index.html` is named,
    /// since nobody would think of it on a disk.
    fn to(self, link: &str) -> Option<String> {
        let (path, rest) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
        let mut way = self.way(path)?;
        if way.is_empty() || way.ends_with('/') {
            way.push_str("index.html");
        }
        Some(way + rest)
    }

    /// The way to a path, as it is.
    fn way(self, path: &str) -> Option<String> {
        // Without its last slash the site's own folder is meant, too.
        let path = if !path.is_empty() && format!("{path}/") == self.base { self.base } else { path };
        if path.starts_with("//") || !path.starts_with(self.base) {
            return None;
        }
        let (mut here, mut there) = (&self.folder[self.base.len()..], &path[self.base.len()..]);
        while let (Some((folder, inner)), Some((other, deeper))) = (here.split_once('/'), there.split_once('/')) {
            if folder != other {
                break;
            }
            (here, there) = (inner, deeper);
        }
        let ups = "../".repeat(here.matches('/').count());
        // A colon in the first part would make a scheme of it.
        let dot =
            if ups.is_empty() && there.split('/').next().is_some_and(|first| first.contains(':')) { "./" } else { "" };
        Some(format!("{ups}{dot}{there}"))
    }
}

fn html(text: &str, place: Place<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    markup::rewrite(text, &mut out, |address| {
        let value = address.value.trim();
        let changed = match address.used {
            Use::Leads | Use::Loads => place.to(value),
            Use::LoadsOne => Some(markup::each_of_set(value, |one| place.to(one).unwrap_or_else(|| one.to_owned()))),
            Use::Refresh => markup::refreshed(value, |target| place.to(target)),
            Use::Folder => place.way(value).map(|way| if way.is_empty() { "./".to_owned() } else { way }),
        };
        changed.map_or(Change::Keep, Change::To)
    });
    out
}

fn style(text: &str, place: Place<'_>) -> String {
    let small = text.to_ascii_lowercase();
    let words = ["url(", "@import"].into_iter().flat_map(|word| small.match_indices(word));
    let mut begins: Vec<usize> = words.map(|(at, word)| at + word.len()).collect();
    begins.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for at in begins {
        let bare = text[at..].trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''));
        let address = bare.split(['"', '\'', ')', ';', '\n']).next().unwrap_or_default().trim_end();
        let at = text.len() - bare.len();
        // `@import url(` stands for one address and not for two.
        if let Some(way) = place.to(address).filter(|_| at >= done) {
            out.push_str(&text[done..at]);
            out.push_str(&way);
            done = at + address.len();
        }
    }
    out + &text[done..]
}

fn manifest(text: &str, place: Place<'_>) -> String {
    // Between two quotation marks there is a text, and no address has one in it.
    let one = |(number, part): (usize, &str)| match place.to(part).filter(|_| number % 2 == 1) {
        Some(way) => way,
        None => part.to_owned(),
    };
    text.split('"').enumerate().map(one).collect::<Vec<_>>().join("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(base: &str, from: &str, kind: Kind, text: &str) -> String {
        relative(text, kind, &Url::parse(from).unwrap(), &BaseUrl::parse(base).unwrap())
    }

    #[test]
    fn every_link_of_a_page_leads_from_where_it_stands() {
        let page = |text: &str| of("https://x.example/our site/", "/stories/a/", Kind::Html, text);
        for (link, way) in [
            ("/our%20site/", "../../index.html"),
            ("/our%20site", "../../index.html"),
            ("/our%20site/stories/a/", "index.html"),
            ("/our%20site/stories/a/#b", "index.html#b"),
            ("/our%20site/stories/b/?c=/#d", "../b/index.html?c=/#d"),
            ("/our%20site/stories/c.html", "../c.html"),
            ("/our%20site/stories/a/x:y", "./x:y"),
            ("/our%20site/tags/x/atom.xml", "../../tags/x/atom.xml"),
            ("/our%20sites/", "/our%20sites/"),
            ("/", "/"),
            ("//x.example/", "//x.example/"),
            ("https://x.example/our%20site/", "https://x.example/our%20site/"),
            ("mailto:a@b.c", "mailto:a@b.c"),
            ("#b", "#b"),
            ("../b/", "../b/"),
        ] {
            assert_eq!(page(&format!("<a href=\"{link}\">")), format!("<a href=\"{way}\">"), "{link}");
        }
        assert_eq!(
            page("<img src=/our%20site/a.png srcset='/our%20site/b.png 1x, https://y.example/c 2x'>"),
            "<img src=\"../../a.png\" srcset=\"../../b.png 1x, https://y.example/c 2x\">"
        );
        assert_eq!(
            page("<meta http-equiv=\"refresh\" content=\"0; url=/our%20site/c/\"><p title=\"/our%20site/\">"),
            "<meta http-equiv=\"refresh\" content=\"0; url=../../c/index.html\"><p title=\"/our%20site/\">"
        );
    }

    #[test]
    fn the_first_page_and_the_page_for_lost_readers() {
        let link = "<a href=\"/stories/a/\"><a href=\"/\">";
        assert_eq!(
            of("https://x.example/", "/", Kind::Html, link),
            "<a href=\"stories/a/index.html\"><a href=\"index.html\">"
        );
        assert_eq!(of("https://x.example/", "/404.html", Kind::Html, link), link);
        assert_eq!(of("https://x.example/", "/a/", Kind::Html, "<a href=\"#b\">"), "<a href=\"#b\">");
    }

    #[test]
    fn style_sheets_and_manifests_have_links_too() {
        let css = "@import '/x/base.css'; a { background: url( \"/p.png\" ), URL(/q.png), url(r.png), url(//y/z) }";
        assert_eq!(
            of("https://x.example/x/", "/s/a.css", Kind::Style, css),
            "@import '../base.css'; a { background: url( \"/p.png\" ), URL(/q.png), url(r.png), url(//y/z) }"
        );
        let css = "@import '/base.css'; a { background: url( \"/p.png\" ), URL(/q.png), url(r.png), url(//y/z) }";
        assert_eq!(
            of("https://x.example/", "/s/a.css", Kind::Style, css),
            "@import '../base.css'; a { background: url( \"../p.png\" ), URL(../q.png), url(r.png), url(//y/z) }"
        );
        let json = "{\"start_url\": \"/\", \"name\": \"A /b\", \"icons\": [{\"src\": \"/i.png\"}]}";
        assert_eq!(
            of("https://x.example/", "/m/site.webmanifest", Kind::Manifest, json),
            "{\"start_url\": \"../index.html\", \"name\": \"A /b\", \"icons\": [{\"src\": \"../i.png\"}]}"
        );
    }
}
