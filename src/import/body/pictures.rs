//! Pictures: their largest version, their captions, and those that only count readers.

use super::context::Context;
use super::flow::{Flat, Flow};
use super::line::Kind;
use super::parts::{Block, Inline, Picture, is_blank, plain};
use super::tree::{Data, Id};
use super::{Origin, Seen, Use};

/// Hosts that count readers with pictures that nobody sees.
const COUNTERS: [&str; 8] = [
    "blogger.googleusercontent.com/tracker",
    "feeds.wordpress.com/1.0/",
    "stats.wordpress.com/b.gif",
    "pixel.wp.com",
    "feeds.feedburner.com/~",
    "feedproxy.google.com/~",
    "quantserve.com",
    "statcounter.com",
];

impl Flow<'_, '_, '_> {
    /// A picture by itself.
    pub fn image(&mut self, id: Id) {
        if let Some(picture) = self.picture(id, None) {
            self.part(Inline::Picture(picture));
        }
    }

    /// A link; one that only leads to a larger version of the picture in it is that picture.
    pub fn link(&mut self, id: Id) {
        let tree = self.tree;
        if tree.attribute(id, "name") == Some("more") {
            self.fold();
            self.anchor(id);
            return self.children(id);
        }
        self.anchor(id);
        if tree.has_class(id, "wp-block-file__button") {
            let why = "the link beside it leads to the same file";
            return self.context.left_out.add("a button that downloads a file", why);
        }
        let Some(href) = tree.attribute(id, "href").filter(|href| !href.trim().is_empty()) else {
            return self.children(id);
        };
        let image = self.only_image(id);
        let src = image.and_then(|image| tree.attribute(image, "src")).unwrap_or("");
        let is_attachment = tree.attribute(id, "rel").is_some_and(|rel| rel.contains("attachment"));
        if let Some(image) = image.filter(|_| is_same_picture(href, src) || is_attachment) {
            return self.larger(image, (href, src), href);
        }
        if self.line.is_in_link() {
            return self.children(id);
        }
        let Some(to) = self.context.address(href, Use::Link) else {
            self.context.no_link(href);
            return self.children(id);
        };
        // A page that the picture had for itself leads to the picture now.
        if let Some(image) = image.filter(|_| is_same_picture(&to, src)) {
            return self.larger(image, (href, src), &to);
        }
        let title = tree.attribute(id, "title").unwrap_or("").trim().to_owned();
        self.linked(id, href, to, title);
    }

    /// A picture in the place of the link around it.
    fn larger(&mut self, image: Id, (href, src): (&str, &str), to: &str) {
        let larger = Some(to).filter(|to| is_picture(to));
        if href.trim() != src.trim() {
            let why = if larger.is_some_and(|larger| larger == href) {
                "the picture itself is the larger one now"
            } else {
                "it had a page of its own, which an export has not"
            };
            self.context.left_out.add("a link from a picture to its larger version", why);
        }
        if let Some(picture) = self.picture(image, larger) {
            self.part(Inline::Picture(picture));
        }
    }

    fn linked(&mut self, id: Id, href: &str, to: String, title: String) {
        let title = if title == plain_text(self, id) || title == href { String::new() } else { title };
        let depth = self.line.depth();
        self.line.open(Kind::Link { to: to.clone(), title });
        self.children(id);
        debug_assert_eq!(self.line.depth(), depth + 1, "what is opened is closed");
        self.line.close();
        let has_words = self.tree.all(id).any(|child| match self.tree.data(child) {
            Data::Text(text) => !text.trim().is_empty(),
            Data::Element(..) => matches!(self.tree.name(child), "img"),
            Data::Comment(_) => false,
        });
        if has_words {
            self.context.links.push(Seen { was: href.trim().to_owned(), is: to, alt: None });
        } else {
            self.context.left_out.add(format!("a link without words to {}", shortened(href)), "nobody could see it");
        }
    }

    /// The picture of a link that holds nothing else.
    fn only_image(&self, id: Id) -> Option<Id> {
        let mut found = None;
        for child in self.tree.all(id).skip(1) {
            match self.tree.data(child) {
                Data::Text(text) if !text.trim().is_empty() => return None,
                Data::Element(..) => match self.tree.name(child) {
                    "img" if found.is_some() => return None,
                    "img" => found = Some(child),
                    "br" | "span" | "div" | "b" | "i" => {}
                    _ => return None,
                },
                _ => {}
            }
        }
        found
    }

    /// What a picture shows and says; none if it counts readers, or cannot be shown.
    fn picture(&mut self, id: Id, larger: Option<&str>) -> Option<Picture> {
        let tree = self.tree;
        let src = tree.attribute(id, "src").unwrap_or("").trim();
        if larger.is_some() {
            self.context.look_at(tree, id);
        }
        if counts_readers(src) || is_dot(tree.attribute(id, "width")) && is_dot(tree.attribute(id, "height")) {
            self.context.left_out.add(
                format!("a picture that counts readers ({})", shortened(src)),
                "a story tells nobody who reads it",
            );
            return None;
        }
        let lazy = tree.attribute(id, "data-src").or_else(|| tree.attribute(id, "data-lazy-src"));
        let src = if src.is_empty() || src.starts_with("data:") { lazy.unwrap_or(src).trim() } else { src };
        let Some((was, is)) = self.context.picture_address(src, larger) else {
            self.context.left_out.add(format!("the picture {}", shortened(src)), "a page cannot show it from there");
            return None;
        };
        let said = |name| tree.attribute(id, name).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let (alt, title) = (said("alt"), said("title"));
        let alt = if alt.is_empty() { title } else { alt };
        let alt = if is_file_name(&alt, &was) { String::new() } else { alt };
        self.context.pictures.push(Seen { was, is: is.clone(), alt: (!alt.is_empty()).then(|| alt.clone()) });
        Some(Picture { src: is, alt, title: String::new() })
    }

    /// A picture with words below it: `<figure>`, or the table that Blogger makes for the purpose.
    /// False if it is something else, with which nothing was done.
    pub fn captioned(&mut self, id: Id, is_caption: impl Fn(&Self, Id) -> bool) -> bool {
        let tree = self.tree;
        let captions: Vec<Id> = tree.all(id).skip(1).filter(|it| is_caption(self, *it)).collect();
        let images = tree.all(id).filter(|it| tree.name(*it) == "img").count();
        let ([caption], 1) = (&captions[..], images) else { return false };
        if tree.all(*caption).any(|it| matches!(tree.name(it), "img" | "table" | "ul" | "ol" | "iframe")) {
            return false;
        }
        let Some(image) = tree.all(id).find(|it| tree.name(*it) == "img") else { return false };
        if !is_plain(self, *caption) && self.flat == Flat::No && self.context.origin() != Origin::Comment {
            self.keep_figure(id, image, *caption);
            return true;
        }
        let mut at = image;
        let link = loop {
            match tree.parent(at).filter(|parent| *parent != id) {
                Some(parent) if tree.name(parent) == "a" => break parent,
                Some(parent) => at = parent,
                None => break image,
            }
        };
        self.end_paragraph();
        if link == image {
            self.image(image);
        } else {
            self.link(link);
        }
        let mut picture = self.line.take();
        let words = self.flattened(*caption, Flat::Space);
        self.finish_figure(&mut picture, words);
        true
    }

    /// The caption is the picture's; if there is no picture any more, it is a paragraph.
    fn finish_figure(&mut self, picture: &mut Vec<Inline>, words: Vec<Inline>) {
        let shown = match &mut picture[..] {
            [Inline::Picture(picture)] => Some(picture),
            [Inline::Link { words, .. }] => match &mut words[..] {
                [Inline::Picture(picture)] => Some(picture),
                _ => None,
            },
            _ => None,
        };
        match shown {
            Some(shown) => plain(&words).trim().clone_into(&mut shown.title),
            None if is_blank(&words) => {}
            None => picture.extend(std::iter::once(Inline::Break).chain(words).skip(usize::from(picture.is_empty()))),
        }
        if !picture.is_empty() {
            self.push(Block::Paragraph(std::mem::take(picture)));
        }
    }

    /// The picture behind the words of a cover block, which older ones have in their style.
    pub fn cover(&mut self, id: Id) {
        let tree = self.tree;
        let Some(style) = tree.attribute(id, "style").filter(|style| style.contains("url(")) else { return };
        if !tree.has_class(id, "wp-block-cover") && !tree.has_class(id, "wp-block-cover-image") {
            return;
        }
        let src = style.split_once("url(").and_then(|(_, rest)| rest.split_once(')')).map(|(src, _)| src);
        let Some(src) = src.map(|src| src.trim().trim_matches(['"', '\''])) else { return };
        if let Some((was, is)) = self.context.picture_address(src, None) {
            self.end_paragraph();
            self.context.pictures.push(Seen { was, is: is.clone(), alt: None });
            self.push(Block::Paragraph(vec![Inline::Picture(Picture { src: is, ..Picture::default() })]));
        }
    }

    /// A `<figure>`.
    pub fn figure(&mut self, id: Id) {
        let tree = self.tree;
        let is_caption = |flow: &Self, it| flow.tree.name(it) == "figcaption";
        let inner: Vec<Id> = tree.children(id).filter(|it| matches!(tree.data(*it), Data::Element(..))).collect();
        if let [quote, caption] = inner[..]
            && (tree.name(quote), tree.name(caption)) == ("blockquote", "figcaption")
            && self.flat == Flat::No
        {
            self.end_paragraph();
            return self.signed_quote(quote, Some(caption));
        }
        if !self.captioned(id, is_caption) {
            self.end_paragraph();
            self.children(id);
            self.end_paragraph();
        }
    }
}

impl Context<'_> {
    /// The address of the largest version of a picture: as the old blog had it, and as it is now.
    fn picture_address(&self, src: &str, larger: Option<&str>) -> Option<(String, String)> {
        let largest = full_size(larger.unwrap_or(src));
        let candidates = [larger.map(str::to_owned), largest.clone(), Some(src.to_owned())];
        for was in candidates.into_iter().flatten() {
            if let Some(is) = self.moved(was.trim()) {
                return Some((was, is));
            }
        }
        // Only Blogger is known to have the full size of each picture.
        let was = larger.map(str::to_owned).or(largest.filter(|it| is_google(it))).unwrap_or_else(|| src.to_owned());
        let is = self.address(&was, Use::Picture)?;
        Some((was, is))
    }
}

/// Whether a caption is words and nothing else, as the title of a picture can say it.
fn is_plain(flow: &Flow<'_, '_, '_>, caption: Id) -> bool {
    let tree = flow.tree;
    tree.all(caption).skip(1).all(|it| {
        let shows = !tree.text(it).trim().is_empty();
        !shows || matches!(tree.data(it), Data::Text(_)) || matches!(tree.name(it), "span" | "div" | "p" | "center")
    })
}

fn plain_text(flow: &Flow<'_, '_, '_>, id: Id) -> String {
    flow.tree.text(id).trim().to_owned()
}

/// Whether a picture is too small to be seen.
fn is_dot(length: Option<&str>) -> bool {
    length.is_some_and(|it| matches!(it.trim().trim_end_matches("px"), "0" | "1"))
}

fn counts_readers(src: &str) -> bool {
    COUNTERS.iter().any(|host| src.contains(host))
}

/// Whether an address is that of a picture, by its name.
fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    ["jpg", "jpeg", "png", "gif", "webp", "bmp", "avif", "heic", "svg", "tif", "tiff"]
        .iter()
        .any(|end| path.strip_suffix(end).is_some_and(|rest| rest.ends_with('.')))
        || is_google(address)
}

/// Whether a picture is kept by Blogger, whose addresses name a size.
fn is_google(address: &str) -> bool {
    let host = address.split("://").nth(1).unwrap_or("").split('/').next().unwrap_or("");
    host.ends_with(".blogspot.com") && host.contains(".bp.")
        || host.ends_with(".googleusercontent.com")
        || host.ends_with(".ggpht.com")
}

/// Whether two addresses are of one picture, in two sizes.
fn is_same_picture(one: &str, other: &str) -> bool {
    let name = |address: &str| {
        let path = address.trim().split(['?', '#']).next().unwrap_or("");
        let path = path.split_once("://").map_or(path, |(_, rest)| rest);
        if is_google(address) {
            // Blogger has moved its pictures from host to host; what stays is their last name.
            let name = path.rsplit('/').next().unwrap_or("");
            return name.split('=').next().unwrap_or("").to_owned();
        }
        without_size(path).unwrap_or_else(|| path.to_owned())
    };
    is_picture(one) && !one.is_empty() && (one.trim() == other.trim() || name(one) == name(other))
}

/// The address of a picture's full size, if the address names a smaller one.
fn full_size(address: &str) -> Option<String> {
    if !is_google(address) {
        return without_size(address);
    }
    if let Some((rest, size)) = address.rsplit_once('=')
        && is_size(size)
    {
        return Some(format!("{rest}=s1600"));
    }
    let mut parts: Vec<&str> = address.split('/').collect();
    let size = parts.len().checked_sub(2)?;
    if !is_size(parts[size]) || matches!(parts[size], "s1600" | "s0") {
        return None;
    }
    parts[size] = "s1600";
    Some(parts.join("/"))
}

/// Whether a part of an address says how large a picture is: `s320`, `w640-h480`, `s72-c`.
fn is_size(part: &str) -> bool {
    part.split('-').all(|it| {
        let digits = it.trim_start_matches(['s', 'w', 'h']);
        matches!(it, "c" | "p" | "k" | "no" | "d" | "rw" | "nu")
            || it.len() == digits.len() + 1 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// `name-300x200.jpg` without its size.
fn without_size(address: &str) -> Option<String> {
    let (stem, end) = address.rsplit_once('.')?;
    let (name, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let is_number = |it: &str| (1..=5).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(width) && is_number(height) && !end.contains('/')).then(|| format!("{name}.{end}"))
}

/// Whether the words for a picture are only the name of its file, which tells nobody anything.
fn is_file_name(words: &str, address: &str) -> bool {
    let stem = |it: &str| it.rsplit_once('.').map_or(it, |(stem, _)| stem).to_ascii_lowercase();
    let file = address.split(['?', '#']).next().unwrap_or("").rsplit('/').next().unwrap_or("");
    let has_end = is_picture(words) && !words.contains(' ');
    let camera = ["img_", "dsc", "dscn", "dscf", "p10", "photo-", "screen shot"];
    let is_numbered = words.chars().filter(char::is_ascii_digit).count() >= 3 && !words.contains(' ');
    has_end
        || is_numbered
            && (stem(words) == stem(file) || camera.iter().any(|it| words.to_ascii_lowercase().starts_with(it)))
}

/// An address that is short enough for a line of a receipt.
pub(super) fn shortened(address: &str) -> String {
    let address = address.trim();
    if address.chars().count() <= 100 { address.to_owned() } else { address.chars().take(99).chain(['…']).collect() }
}
