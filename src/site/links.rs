//! Where the links and pictures of a text lead: by file, by slug, by address. Every one is checked, with its fragment.

pub mod back;
mod html;

use std::cell::Cell;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::routes::{Owner, Target};
use super::written::{encode_fragment, relative};
use super::{Published, Site, also_here, slips};
use crate::ground::text::around_first;
use crate::ground::{BaseUrl, Diagnostic, Slug, SourcePath, Span, Url, messages, suggest, url};
use crate::story::Story;
use crate::story::markdown::ResolvedImage;

/// The links and pictures of a text, in its order.
#[derive(Debug)]
pub struct Resolution {
    /// The final `href` of each link; empty if the link must vanish (its story is not published today).
    pub links: Arc<[Arc<str>]>,
    /// Each picture.
    pub images: Arc<[ResolvedImage]>,
    /// Each address in raw HTML; empty if its attribute must vanish.
    pub html: Arc<[Arc<str>]>,
}

/// A text whose links are to be resolved.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The text's facts.
    pub story: &'a Story,
    /// The page that shows it.
    pub url: &'a Url,
}

/// Resolves all links and pictures of a text.
pub fn resolve(site: &Site, base: &BaseUrl, text: Text<'_>, said: &mut Vec<Diagnostic>) -> Resolution {
    let resolver = Resolver { site, base, text, guesses: Cell::new(GUESSES) };
    let mut links = Vec::with_capacity(text.story.body.links.len());
    for link in &text.story.body.links {
        match resolver.link(&link.to) {
            Ok(href) => links.push(href),
            Err(fault) => {
                said.push(resolver.complain(&link.to, link.span, fault));
                links.push(Arc::from(""));
            }
        }
    }
    let mut images = Vec::with_capacity(text.story.body.images.len());
    for image in &text.story.body.images {
        match resolver.picture(&image.src) {
            Ok(picture) => images.push(picture),
            Err(fault) => {
                said.push(resolver.complain(&image.src, image.span, fault));
                images.push(ResolvedImage { src: Arc::from(""), width: None, height: None, set: None });
            }
        }
    }
    let html = text.story.body.html.iter().map(|address| resolver.html(address, said)).collect();
    Resolution { links: links.into(), images: images.into(), html }
}

/// Resolves the picture that the front matter names.
pub fn front_picture(site: &Site, base: &BaseUrl, text: Text<'_>, said: &mut Vec<Diagnostic>) -> Option<ResolvedImage> {
    let image = text.story.front.image.as_ref()?;
    let resolver = Resolver { site, base, text, guesses: Cell::new(GUESSES) };
    resolver.picture(&image.src).map_err(|fault| said.push(resolver.complain(&image.src, image.span, fault))).ok()
}

/// The file that a relative link means, seen from the file that it stands in. None if it is no such link
/// or if it leads out of the site.
pub fn beside(from: &SourcePath, target: &str) -> Option<SourcePath> {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') || scheme(target).is_some() {
        return None;
    }
    let path: String = url::decode(path)?.nfc().collect();
    let mut parts: Vec<&str> = from.folder().split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(SourcePath::new(parts.join("/")))
}

/// The scheme of a link, in lower case: `https`, `mailto`, `story`.
pub fn scheme(target: &str) -> Option<String> {
    let mut chars = target.chars();
    chars.next().filter(char::is_ascii_alphabetic)?;
    let (scheme, _) = around_first(target, b':')?;
    let valid = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| scheme.to_ascii_lowercase())
}

/// What is wrong with a link.
enum Fault {
    /// Nothing of that name; with the nearest name.
    Nothing(Option<String>),
    /// No such place on that page; with the nearest place.
    Fragment { page: String, fragment: String, near: Option<String> },
    /// Its story is not published today: the words stay, the link goes.
    Unpublished(SourcePath),
    /// Its story was withdrawn: the words stay, the link goes.
    Withdrawn(SourcePath),
    /// Two stories have that slug.
    Ambiguous(SourcePath, SourcePath),
    /// A scheme that runs code or carries data.
    Scheme(String),
    /// A file of the writer's own computer, of that name.
    OwnDisk(String),
    /// Up and up, out of the site's folder.
    Outside,
    /// Not an address at all.
    Malformed(String),
}

struct Resolver<'a> {
    site: &'a Site,
    base: &'a BaseUrl,
    text: Text<'a>,
    /// For how many more broken links of this text a near name is looked for.
    guesses: Cell<u32>,
}

/// Looking for a near name goes through the whole site, so that it is not done for ten thousand links of one text.
const GUESSES: u32 = 100;

impl Resolver<'_> {
    /// The nearest of some names, unless too many were looked for already.
    fn near<N: AsRef<str>>(&self, word: &str, names: impl FnOnce() -> Vec<N>) -> Option<String> {
        self.guess()?;
        suggest::nearest(word, names().iter().map(AsRef::as_ref)).map(str::to_owned)
    }

    /// One of the guesses that a text may have.
    fn guess(&self) -> Option<()> {
        self.guesses.set(self.guesses.get().checked_sub(1)?);
        Some(())
    }

    fn complain(&self, target: &str, span: Span, fault: Fault) -> Diagnostic {
        let source = &self.text.story.source;
        match fault {
            Fault::Nothing(near) => messages::site::broken_link(source, span, target, near.as_deref()),
            Fault::Fragment { page, fragment, near } => {
                messages::site::broken_fragment(source, span, &page, &fragment, near.as_deref())
            }
            Fault::Unpublished(other) => messages::site::link_to_unpublished(source, span, &other),
            Fault::Withdrawn(other) => messages::site::link_to_withdrawn(source, span, &other),
            Fault::Ambiguous(one, other) => messages::site::ambiguous_story_link(source, span, target, [&one, &other]),
            Fault::Scheme(scheme) => messages::site::forbidden_scheme(source, span, &scheme),
            Fault::OwnDisk(name) => messages::site::own_disk(source, span, target, &name),
            Fault::Outside => messages::site::outside_link(source, span, target),
            Fault::Malformed(why) => messages::site::malformed_link(source, span, target, &why),
        }
    }

    fn link(&self, to: &str) -> Result<Arc<str>, Fault> {
        let (path, fragment) = match around_first(to, b'#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (to, None),
        };
        if let Some(name) = slips::own_disk(to) {
            return Err(Fault::OwnDisk(name.to_owned()));
        }
        match scheme(to).as_deref() {
            Some("story") => return self.by_slug(&path["story:".len()..], fragment),
            Some("http" | "https") => {
                return match self.inside(path) {
                    Some(inside) => self.here(&inside, fragment, to),
                    None => Ok(Arc::from(to)),
                };
            }
            Some("mailto" | "tel" | "sms" | "geo" | "xmpp" | "news" | "irc" | "ircs" | "matrix" | "ftp" | "ftps") => {
                return Ok(Arc::from(to));
            }
            Some(scheme @ ("javascript" | "vbscript" | "data" | "blob")) => {
                return Err(Fault::Scheme(scheme.to_owned()));
            }
            _ => {}
        }
        if path.is_empty() {
            let fragment = fragment.unwrap_or_default();
            self.check_fragment(self.text.story, None, self.text.url, fragment)?;
            return Ok(Arc::from(format!("#{}", encode_fragment(fragment))));
        }
        if let Some(host_relative) = path.strip_prefix("//") {
            return Ok(Arc::from(format!("https://{host_relative}")));
        }
        if path.starts_with('/') {
            return self.here(path, fragment, to);
        }
        self.by_file(path, fragment)
    }

    /// By address; what the site has not may be something else's that stands here, too.
    fn here(&self, path: &str, fragment: Option<&str>, to: &str) -> Result<Arc<str>, Fault> {
        let found = self.by_address(path, fragment);
        if !matches!(found, Err(Fault::Nothing(_) | Fault::Malformed(_))) || self.site.also_here.is_empty() {
            return found;
        }
        let folder = self.base.path().trim_end_matches('/');
        match also_here::covers(&self.site.also_here, folder, path) {
            true if to.starts_with('/') => Ok(Arc::from(format!("{folder}{to}"))),
            true => Ok(Arc::from(to)),
            false => found,
        }
    }

    /// The path inside the site of a whole URL that lies in the site.
    fn inside(&self, url: &str) -> Option<String> {
        let rest = url.split_once("://").map(|(_, rest)| rest)?;
        let own = self.base.origin().split_once("://").map(|(_, host)| host)?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if !host.eq_ignore_ascii_case(own) {
            return None;
        }
        let path = format!("/{path}");
        // A whole URL on our host but outside of the sub-path belongs to somebody else.
        path.strip_prefix(self.base.path()).map(|inside| format!("/{inside}"))
    }

    fn by_slug(&self, name: &str, fragment: Option<&str>) -> Result<Arc<str>, Fault> {
        let routes = &self.site.routes;
        let near = || self.near(name, || routes.slugs()).map(|slug| format!("story:{slug}"));
        let slug = Slug::from_text(name).ok_or_else(|| Fault::Nothing(near()))?;
        match routes.of_slug(&slug) {
            [one] => self.to_story(&self.site.stories[*one], fragment),
            [one, other, ..] => Err(Fault::Ambiguous(
                self.site.stories[*one].story.source.clone(),
                self.site.stories[*other].story.source.clone(),
            )),
            [] => match routes.unpublished_slug(&slug) {
                Some(source) => Err(Fault::Unpublished(source.clone())),
                None => Err(self.withdrawn(&slug).unwrap_or_else(|| Fault::Nothing(near()))),
            },
        }
    }

    fn withdrawn(&self, slug: &Slug) -> Option<Fault> {
        let mut stories = self.site.tombstones.iter().map(|tombstone| &tombstone.story);
        stories.find(|story| story.front.slug == *slug).map(|story| Fault::Withdrawn(story.source.clone()))
    }

    fn by_file(&self, path: &str, fragment: Option<&str>) -> Result<Arc<str>, Fault> {
        let Some(source) = beside(&self.text.story.source, path) else {
            return Err(Fault::Outside);
        };
        let routes = &self.site.routes;
        match routes.of_source(&source) {
            Some((Target::Story(id), _)) => return self.to_story(&self.site.stories[*id], fragment),
            Some((Target::Page(at), _)) => return self.to_story(&self.site.pages[*at], fragment),
            Some((Target::File(_), url)) => return Ok(Arc::from(self.base.href(url))),
            Some((Target::Tombstone, _)) => return Err(Fault::Withdrawn(source)),
            _ if routes.is_unpublished(&source) => return Err(Fault::Unpublished(source)),
            _ => {}
        }
        // Not a file: perhaps an address relative to the page, as browsers would read it.
        let from = self.text.url.as_str();
        let folder = &from[..=from.rfind('/').unwrap_or(0)];
        let seen_from_page = beside(&SourcePath::new(format!("{}x", &folder[1..])), path);
        if let Some(inside) = seen_from_page {
            let slash = if path.ends_with('/') { "/" } else { "" };
            let found = self.by_address(&format!("/{inside}{slash}"), fragment);
            if matches!(found, Ok(_) | Err(Fault::Withdrawn(_))) {
                return found;
            }
        }
        if let Some(meant) = slips::meant(path) {
            return Err(Fault::Nothing(Some(meant)));
        }
        // A missing picture is not a story with a similar name.
        let kind = |path: &SourcePath| path.file_name().rsplit_once('.').map(|(_, kind)| kind.to_ascii_lowercase());
        let wanted = kind(&source);
        // Compared as they are written in a link: two files of one deep folder are not alike for that.
        let names = || {
            let all = routes.sources().into_iter().chain(self.site.facts.keys());
            let alike = all.filter(|path| kind(path) == wanted);
            alike.map(|path| relative(&self.text.story.source, path.as_str())).collect::<Vec<_>>()
        };
        Err(Fault::Nothing(self.near(path, names)))
    }

    fn by_address(&self, path: &str, fragment: Option<&str>) -> Result<Arc<str>, Fault> {
        let (path, query) = around_first(path, b'?').map_or((path, None), |(path, query)| (path, Some(query)));
        let url = Url::parse(path).map_err(|fault| Fault::Malformed(fault.0))?;
        let folder = || (!path.ends_with('/')).then(|| format!("{path}/"));
        let without_index = || path.strip_suffix("index.html").map(str::to_owned);
        // Who writes the sub-path too means the same page.
        let inside = || path.strip_prefix(self.base.path()).filter(|_| self.base.path() != "/");
        let inside = || inside().map(|inside| format!("/{inside}"));
        // One after the other, since the first is nearly always right.
        let others: [&dyn Fn() -> Option<String>; 3] = [&folder, &without_index, &inside];
        let others = others.iter().filter_map(|other| Url::parse(&other()?).ok());
        for candidate in std::iter::once(url.clone()).chain(others) {
            let Some(route) = self.site.routes.at(&candidate) else { continue };
            if route.url != candidate {
                return Err(Fault::Nothing(Some(route.url.to_string())));
            }
            match &route.target {
                Target::Story(id) => return self.to_story(&self.site.stories[*id], fragment),
                Target::Page(at) => return self.to_story(&self.site.pages[*at], fragment),
                Target::Tombstone | Target::Alias if self.is_withdrawn(&route.owner) => {
                    return Err(Fault::Withdrawn(match &route.owner {
                        Owner::Source(source, _) => source.clone(),
                        Owner::Made(name) => SourcePath::new(*name),
                    }));
                }
                _ => {
                    if query.is_none() && fragment.is_none() {
                        return Ok(Arc::from(self.base.href(&route.url)));
                    }
                    let query = query.map_or(String::new(), |query| format!("?{query}"));
                    let fragment = fragment.map_or(String::new(), |part| format!("#{}", encode_fragment(part)));
                    return Ok(Arc::from(format!("{}{query}{fragment}", self.base.href(&route.url))));
                }
            }
        }
        Err(Fault::Nothing(self.guess().and_then(|()| self.site.routes.near(&url)).map(str::to_owned)))
    }

    /// Whether an address is that of a story that was withdrawn, or one that it had before.
    fn is_withdrawn(&self, owner: &Owner) -> bool {
        let of = |source: &SourcePath| self.site.tombstones.iter().any(|one| one.story.source == *source);
        matches!(owner, Owner::Source(source, _) if of(source))
    }

    fn to_story(&self, target: &Published, fragment: Option<&str>) -> Result<Arc<str>, Fault> {
        let href = self.base.href(&target.url);
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else { return Ok(Arc::from(href)) };
        self.check_fragment(&target.story, Some(target), &target.url, fragment)?;
        Ok(Arc::from(format!("{href}#{}", encode_fragment(fragment))))
    }

    fn check_fragment(
        &self,
        story: &Story,
        published: Option<&Published>,
        page: &Url,
        fragment: &str,
    ) -> Result<(), Fault> {
        let fragment = url::decode(fragment).unwrap_or_else(|| fragment.to_owned());
        if fragment.is_empty() || matches!(fragment.as_str(), "top" | "main" | "comments") {
            return Ok(());
        }
        let published = published.or_else(|| match self.site.routes.of_source(&story.source) {
            Some((Target::Story(id), _)) => self.site.stories.get(*id),
            _ => None,
        });
        let comments = published.and_then(|published| published.comments.as_ref());
        let comments = comments.iter().flat_map(|kept| kept.shown.iter().map(|comment| &*comment.anchor));
        let headings = story.body.headings.iter().map(|heading| &*heading.id);
        let anchors = story.body.anchors.iter().map(|anchor| &**anchor);
        let all: Vec<&str> = headings.chain(anchors).chain(comments).collect();
        if all.contains(&fragment.as_str()) {
            return Ok(());
        }
        let near = self.near(&fragment, || all);
        Err(Fault::Fragment { page: page.to_string(), fragment, near })
    }

    fn picture(&self, src: &str) -> Result<ResolvedImage, Fault> {
        match scheme(src).as_deref() {
            Some("http" | "https") if self.inside(src).is_none() => {
                return Ok(ResolvedImage { src: Arc::from(src), width: None, height: None, set: None });
            }
            Some(scheme @ ("javascript" | "vbscript" | "data" | "blob")) => {
                return Err(Fault::Scheme(scheme.to_owned()));
            }
            _ => {}
        }
        let href = self.link(src)?;
        let source = beside(&self.text.story.source, src)
            .filter(|path| self.site.facts.contains_key(path))
            .or_else(|| self.file_at(src));
        let dimensions = source.and_then(|path| self.site.facts.get(&path)).and_then(|facts| facts.dimensions);
        Ok(ResolvedImage { src: href, width: dimensions.map(|d| d.0), height: dimensions.map(|d| d.1), set: None })
    }

    /// The file behind an address of the site.
    fn file_at(&self, src: &str) -> Option<SourcePath> {
        let path = self.inside(src).unwrap_or_else(|| src.to_owned());
        let path = path.split(['#', '?']).next()?;
        match &self.site.routes.at(&Url::parse(path).ok()?)?.target {
            Target::File(source) => Some(source.clone()),
            _ => None,
        }
    }
}
