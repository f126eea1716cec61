//! Every address of the site and whose it is. Two owners of one address, by case too, are an error that names both.

use std::collections::HashMap;

use super::StoryId;
use crate::ground::messages::{self, site::Claim};
use crate::ground::{ByFingerprint, Diagnostic, Fingerprint, Slug, SourcePath, Span, Url, suggest};

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A published story, by its place in `Site::stories`.
    Story(StoryId),
    /// A published page, by its place in `Site::pages`.
    Page(usize),
    /// A withdrawn story.
    Tombstone,
    /// An old address.
    Alias,
    /// A page or file that goodturn makes by itself.
    Made,
    /// A file of the site.
    File(SourcePath),
}

/// An address and its owner.
#[derive(Clone, Debug)]
pub struct Route {
    /// The address.
    pub url: Url,
    /// What stands there.
    pub target: Target,
    /// Who says so: a file, or the name of a made page.
    pub owner: Owner,
}

/// Who an address belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A file of the site, with the place that declares the address if there is one.
    Source(SourcePath, Option<Span>),
    /// A page or file that goodturn makes, as a person would call it: "the home page".
    Made(&'static str),
}

impl Owner {
    /// The same for a message.
    pub fn claim(&self) -> Claim<'_> {
        match self {
            Self::Source(path, span) => Claim::File(path, *span),
            Self::Made(name) => Claim::Made(name),
        }
    }
}

/// Every address of the site. Looked up, and walked only for the nearest name: the order of a hash map reaches nothing.
#[derive(Debug, Default)]
pub struct Routes {
    by_file: ByFingerprint<Route>,
    /// For each source, where in `by_file` it stands.
    by_source: ByFingerprint<Fingerprint>,
    by_slug: ByFingerprint<(Slug, Vec<StoryId>)>,
    unpublished: HashMap<SourcePath, Slug>,
    unpublished_slugs: HashMap<Slug, SourcePath>,
    folders: ByFingerprint<Url>,
}

impl Routes {
    /// Claims an address. An error if it has an owner already, or if a file would have to be a folder too.
    pub fn claim(&mut self, url: &Url, target: Target, owner: Owner) -> Option<Diagnostic> {
        let key = url.collision_key();
        let print = print_of(&key);
        if let Some(other) = self.by_file.get(&print) {
            return Some(messages::site::two_owners(url, owner.claim(), &other.url, other.owner.claim()));
        }
        if let Owner::Source(source, _) = &owner
            && !matches!(target, Target::Alias)
        {
            self.by_source.insert(print_of(source.as_str()), print);
        }
        self.by_file.insert(print, Route { url: url.clone(), target, owner });
        None
    }

    /// Remembers the folders that an address needs, so that a file never stands where a folder must be.
    pub fn claim_folders(&mut self, url: &Url) {
        let key = url.collision_key();
        for (at, _) in key.match_indices('/').collect::<Vec<_>>().into_iter().rev() {
            let fresh = self.folders.insert(print_of(&key[..at]), url.clone()).is_none();
            if !fresh {
                return;
            }
        }
    }

    /// An address that needs a folder of the same name as this file.
    pub fn needs_folder(&self, url: &Url) -> Option<&Url> {
        self.folders.get(&print_of(&url.collision_key()))
    }

    /// Remembers a story's slug, for `story:slug` links.
    pub fn name_story(&mut self, slug: &Slug, id: StoryId) {
        self.by_slug.entry(print_of(slug.as_str())).or_insert_with(|| (slug.clone(), Vec::new())).1.push(id);
    }

    /// Remembers a story that is not published today.
    pub fn leave_out(&mut self, source: &SourcePath, slug: &Slug) {
        self.unpublished.insert(source.clone(), slug.clone());
        self.unpublished_slugs.insert(slug.clone(), source.clone());
    }

    /// What stands at an address, whatever the case of its letters.
    pub fn at(&self, url: &Url) -> Option<&Route> {
        self.by_file.get(&print_of(&url.collision_key()))
    }

    /// What a source file became, and where it stands.
    pub fn of_source(&self, source: &SourcePath) -> Option<(&Target, &Url)> {
        let route = self.by_file.get(self.by_source.get(&print_of(source.as_str()))?)?;
        Some((&route.target, &route.url))
    }

    /// The stories with a slug.
    pub fn of_slug(&self, slug: &Slug) -> &[StoryId] {
        self.by_slug.get(&print_of(slug.as_str())).map_or(&[], |(_, ids)| ids.as_slice())
    }

    /// Whether a file is a story that is not published today.
    pub fn is_unpublished(&self, source: &SourcePath) -> bool {
        self.unpublished.contains_key(source)
    }

    /// The file of an unpublished story with this slug.
    pub fn unpublished_slug(&self, slug: &Slug) -> Option<&SourcePath> {
        self.unpublished_slugs.get(slug)
    }

    /// The slugs of all published stories, for "did you mean", which does not mind that they come in no order.
    pub fn slugs(&self) -> Vec<&str> {
        self.by_slug.values().map(|(slug, _)| slug.as_str()).collect()
    }

    /// The paths of all published sources, for the same.
    pub fn sources(&self) -> Vec<&SourcePath> {
        let source = |print: &Fingerprint| match &self.by_file.get(print)?.owner {
            Owner::Source(source, _) => Some(source),
            Owner::Made(_) => None,
        };
        self.by_source.values().filter_map(source).collect()
    }

    /// The address most like one where nothing stands. A missing picture is no page with a similar name.
    pub fn near(&self, missing: &Url) -> Option<&str> {
        let is_page = |url: &Url| {
            let last = url.as_str().rsplit('/').next().unwrap_or_default();
            !last.contains('.') || last.ends_with(".html")
        };
        let wanted = is_page(missing);
        let alike = self.by_file.values().map(|route| &route.url).filter(|url| is_page(url) == wanted);
        suggest::nearest(missing.as_str(), alike.map(Url::as_str))
    }
}

fn print_of(text: &str) -> Fingerprint {
    Fingerprint::of(text.as_bytes())
}
