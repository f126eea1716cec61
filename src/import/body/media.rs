//! Films, sounds and frames of other sites: nothing of them is loaded any more, a link leads there.

use super::Seen;
use super::Use;
use super::flow::{Flat, Flow};
use super::parts::{Block, Inline};
use super::pictures::shortened;
use super::tree::Id;

impl Flow<'_, '_, '_> {
    /// An `iframe`, `object`, `embed`, `video` or `audio`: a link to what it showed.
    pub fn media(&mut self, id: Id) {
        let tree = self.tree;
        let own = tree.attribute(id, "src").or_else(|| tree.attribute(id, "data"));
        let inner = || {
            tree.all(id).skip(1).find_map(|it| match tree.name(it) {
                "source" | "embed" | "iframe" => tree.attribute(it, "src"),
                "param" if matches!(tree.attribute(it, "name"), Some("movie" | "src")) => tree.attribute(it, "value"),
                _ => None,
            })
        };
        let Some(src) = own.filter(|src| !src.trim().is_empty()).or_else(inner) else {
            self.context.left_out.add(format!("<{}> without an address", tree.name(id)), "it showed nothing");
            return;
        };
        let title = tree.attribute(id, "title").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
        let title = title.filter(|it| !it.is_empty() && !it.eq_ignore_ascii_case("youtube video player"));
        self.shown_elsewhere(src, title, tree.name(id));
    }

    /// The wrapper of an embed block: the address that it holds is what it showed.
    pub fn embedded(&mut self, id: Id) {
        let text = self.tree.text(id);
        let text = text.trim();
        if text.starts_with("http") && !text.contains(char::is_whitespace) {
            return self.shown_elsewhere(text, None, "embed");
        }
        self.end_paragraph();
        self.children(id);
        self.end_paragraph();
    }

    fn shown_elsewhere(&mut self, src: &str, title: Option<String>, element: &str) {
        let (page, words) = page_of(src);
        let Some(to) = self.context.address(&page, Use::Link) else {
            self.context
                .left_out
                .add(format!("<{element}> of {}", shortened(src)), "a browser could not follow it without harm");
            return;
        };
        self.context.links.push(Seen { was: src.trim().to_owned(), is: to.clone(), alt: None });
        let words = title.or(words).unwrap_or_else(|| to.clone());
        let link = Inline::Link { to, title: String::new(), words: vec![Inline::Text(words)] };
        if self.flat != Flat::No || self.line.is_in_link() {
            return self.part(link);
        }
        self.end_paragraph();
        self.push(Block::Paragraph(vec![link]));
    }
}

/// The page on which a reader can see what a frame showed, and what to call it.
fn page_of(src: &str) -> (String, Option<String>) {
    let src = src.trim();
    let whole = if src.starts_with("//") { format!("https:{src}") } else { src.to_owned() };
    let (scheme, rest) = whole.split_once("://").unwrap_or(("", &whole));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.trim_start_matches("www.").to_ascii_lowercase();
    let name = |path: &str| {
        let name: String = path.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        (!name.is_empty()).then_some(name)
    };
    let film = match host.as_str() {
        "youtube.com" | "youtube-nocookie.com" | "m.youtube.com" => {
            let id = path.strip_prefix("embed/").or_else(|| path.strip_prefix("v/"));
            id.and_then(name)
                .filter(|id| id != "videoseries")
                .map(|id| (format!("https://www.youtube.com/watch?v={id}"), "A film on YouTube"))
                .or_else(|| path.starts_with("watch?").then(|| (whole.clone(), "A film on YouTube")))
        }
        "youtu.be" if !path.is_empty() => Some((whole.clone(), "A film on YouTube")),
        "vimeo.com" if path.starts_with(|c: char| c.is_ascii_digit()) => Some((whole.clone(), "A film on Vimeo")),
        "player.vimeo.com" => {
            path.strip_prefix("video/").and_then(name).map(|id| (format!("https://vimeo.com/{id}"), "A film on Vimeo"))
        }
        "google.com" | "maps.google.com" if scheme.starts_with("http") && path.contains("map") => {
            Some((whole.clone(), "A map"))
        }
        "w.soundcloud.com" => Some((whole.clone(), "A recording on SoundCloud")),
        _ => None,
    };
    match film {
        Some((page, words)) => (page, Some(words.to_owned())),
        None => (whole, None),
    }
}
