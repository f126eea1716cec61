//! Theme files -> templates, static files, the chain of parents, embedded themes, filters. Knows no stories.
//!
//! A theme is layers: the site's folder, the embedded theme of that name, then the same for the theme that it extends, and
//! so on. For each path the first layer that has it gives the file (`chain`). All templates of all layers go into one
//! engine (`templates`), so that a template can extend the one that it overrides.

mod about;
mod assets;
mod budget;
mod card;
mod chain;
pub mod embedded;
mod faults;
pub mod filters;
mod graph;
mod idle;
mod making;
pub mod manifest;
mod measured;
pub mod names;
pub mod outline;
mod tags;
mod tame;
mod templates;
mod tera_report;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use foldhash::HashMap;
use tera::Context;

pub use assets::Asset;
pub use templates::{COMPONENTS, PAGES};

use crate::ground::card::Dress;
use crate::ground::messages::theme as messages;
use crate::ground::value::Extra;
use crate::ground::{BaseUrl, Diagnostic, Fingerprint, SourcePath};
use about::ThemeView;
use chain::Layer;
use making::{Origin, Templates};
use templates::Sources;

/// What a template can name and a page need not make where none does: variables, and the fields of `page` and of stories.
const NAMES: [&str; 58] = [
    "another",
    "author",
    "authors",
    "chains",
    "comments",
    "content",
    "content_note",
    "csp",
    "csp_scripts",
    "date",
    "description",
    "draft",
    "extra",
    "feeds",
    "happened",
    "head_title",
    "image",
    "json_ld",
    "kind",
    "lang",
    "lines",
    "minutes",
    "modified",
    "months",
    "name",
    "names",
    "newer",
    "noindex",
    "og_type",
    "older",
    "opening",
    "page",
    "pager",
    "passed_on_from",
    "passed_on_to",
    "permalink",
    "published",
    "quote",
    "rights",
    "series",
    "similar",
    "since",
    "site",
    "stories",
    "story",
    "summary",
    "tag",
    "tags",
    "target",
    "target_permalink",
    "theme",
    "title",
    "toc",
    "told_later",
    "updated",
    "url",
    "words",
    "years",
];

/// A file of the site's `themes/` folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// `themes/NAME/templates/x.html`
    pub path: SourcePath,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a theme wants on every page. Anything here makes every page depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Shelves {
    /// How many of the newest stories.
    pub newest: u32,
    /// All tags.
    pub tags: bool,
}

/// The theme's picture for social cards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SocialPicture {
    /// Its path below `static/`, a key of `Theme::assets`.
    pub path: Arc<str>,
    /// Width and height in pixels, if they can be told.
    pub size: Option<(u32, u32)>,
}

/// A theme with all its parents, ready to make pages.
#[derive(Clone)]
pub struct Theme {
    /// The name that site.toml asks for.
    pub name: Arc<str>,
    /// The folders and embedded themes that give its files, most derived first: `themes/mine`, `<hearth>`.
    pub chain: Vec<String>,
    /// A fingerprint of all its files.
    pub digest: Fingerprint,
    /// What it wants on every page.
    pub shelves: Shelves,
    /// Whether its pages load scripts of its own.
    pub scripts: bool,
    /// The picture for social cards of pages that have none.
    pub social: Option<SocialPicture>,
    /// What social cards look like; none: this theme has none.
    pub card: Option<Dress>,
    /// `[colours]`, each `#rrggbb`.
    pub colours: BTreeMap<String, String>,
    /// Its static files, by path below `static/`.
    pub assets: BTreeMap<Arc<str>, Asset>,
    /// What templates are told of it, as `theme`.
    about: tera::Value,
    /// Of each of `NAMES`, whether any template names it.
    uses: HashMap<&'static str, bool>,
    shows_wholes: bool,
    templates: Templates,
}

impl fmt::Debug for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Theme").field("name", &self.name).field("digest", &self.digest).finish_non_exhaustive()
    }
}

impl Theme {
    /// Makes the theme of that name from the files of the site's `themes/` folder and the embedded themes.
    /// Says everything that is wrong with it; none if that keeps it from making pages.
    pub fn load(name: &str, files: &[ThemeFile]) -> (Option<Self>, Vec<Diagnostic>) {
        let (layers, mut said) = chain::layers(name, files);
        if layers.is_empty() {
            return (None, said);
        }
        let (sources, more) = Sources::collect(&layers);
        said.extend(more);
        let (assets, more) = assets::collect(&layers);
        said.extend(more);
        let (social, more) = social_picture(&layers, &assets);
        said.extend(more);
        match templates::compile(&sources) {
            Ok(tera) if !said.iter().any(Diagnostic::is_error) => {
                let templates = ready(tera, &sources);
                let theme = Self::of(name, &layers, &sources, assets, social, templates);
                said.extend(idle::idle(&sources, theme.scripts));
                (Some(theme), said)
            }
            Ok(_) => (None, said),
            Err(more) => {
                said.extend(more);
                (None, said)
            }
        }
    }

    fn of(
        name: &str,
        layers: &[Layer<'_>],
        sources: &Sources<'_>,
        assets: BTreeMap<Arc<str>, Asset>,
        social: Option<SocialPicture>,
        templates: Templates,
    ) -> Self {
        let colours = merged(layers.iter().map(|layer| layer.manifest.colours.clone()));
        let extra = merged(layers.iter().map(|layer| layer.manifest.extra.clone()));
        let title = first(layers, |layer| layer.manifest.name.clone()).unwrap_or_else(|| name.to_owned());
        Self {
            name: name.into(),
            chain: layers.iter().filter_map(folder).collect(),
            digest: digest(layers),
            shelves: Shelves {
                newest: first(layers, |layer| layer.manifest.newest).unwrap_or(0),
                tags: first(layers, |layer| layer.manifest.tags).unwrap_or(false),
            },
            scripts: first(layers, |layer| layer.manifest.scripts).unwrap_or(false),
            social,
            card: card::dress(layers, &colours),
            about: told(&title, &colours, &extra),
            colours,
            assets,
            uses: NAMES.into_iter().map(|name| (name, sources.mention(name))).collect(),
            shows_wholes: names::shows_wholes(sources),
            templates,
        }
    }

    /// Whether any template names this variable or field. Where it says no, the variable need not be made.
    pub fn uses(&self, variable: &str) -> bool {
        self.uses.get(variable).is_none_or(|uses| *uses)
    }

    /// Whether any template can see this field of `page` or of a story. Where it says no, the field need not be made.
    pub fn sees(&self, field: &str) -> bool {
        self.shows_wholes || self.uses(field)
    }

    /// Whether it can make pages with this template of `PAGES`, its own or a parent's.
    pub fn has(&self, template: &str) -> bool {
        self.templates.pages.contains_key(template)
    }

    /// The file of a template of `PAGES`, as diagnostics name it.
    pub fn template_file(&self, template: &str) -> Option<&SourcePath> {
        Some(&self.templates.origins.get(self.templates.pages.get(template)?)?.path)
    }

    /// The embedded file behind a path below `static/`, if no folder of the site has that.
    pub fn static_file(&self, path: &str) -> Option<String> {
        let embedded = self.chain.iter().filter_map(|name| name.strip_prefix('<')?.strip_suffix('>'));
        let has = |name: &str| {
            embedded::find(name)
                .is_some_and(|theme| theme.files.iter().any(|(file, _)| file.strip_prefix("static/") == Some(path)))
        };
        embedded.into_iter().find(|name| has(name)).map(|name| format!("<{name}>/static/{path}"))
    }

    /// Where the static files are, for `site.assets`.
    pub fn asset_links(&self, base: &BaseUrl) -> BTreeMap<Arc<str>, Arc<str>> {
        self.assets.iter().map(|(path, asset)| (Arc::clone(path), base.href(&asset.url).into())).collect()
    }

    /// What templates are told of the theme itself.
    pub fn about(&self) -> tera::Value {
        self.about.clone()
    }

    /// The same theme for one worker alone, by whom what a page takes is counted; none if nothing is counted.
    pub fn for_a_worker(&self) -> Option<Self> {
        Some(Self { templates: self.templates.for_a_worker()?, ..self.clone() })
    }

    /// A page begins, with whatever templates it is going to be made.
    pub fn begin(&self) {
        self.templates.begin();
    }

    /// Makes a page with one of the templates of `PAGES` and appends it to `out`. On a fault `out` is as it was.
    pub fn make(&self, template: &str, variables: &Context, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        match self.templates.pages.get(template) {
            Some(name) => self.templates.make(name, variables, out),
            None => Err(messages::no_template(&self.name, template)),
        }
    }
}

fn ready(tera: tera::Tera, sources: &Sources<'_>) -> Templates {
    let origin = |source: &templates::Source<'_>| Origin {
        path: source.path.clone(),
        text: source.text.into(),
        lead: source.lead,
    };
    let pages =
        PAGES.into_iter().chain(COMPONENTS).filter_map(|name| Some((name, sources.resolve(name)?.name.clone())));
    Templates {
        tera,
        measured: templates::measured(sources),
        pages: pages.collect(),
        origins: sources.by_name.iter().map(|(name, source)| (name.clone(), origin(source))).collect(),
    }
}

/// The folder of a layer, as diagnostics name it.
fn folder(layer: &Layer<'_>) -> Option<String> {
    let (path, file) = layer.files.iter().next()?;
    file.path.as_str().strip_suffix(path)?.strip_suffix('/').map(str::to_owned)
}

/// What the most derived layer says that says anything.
fn first<T>(layers: &[Layer<'_>], said: impl Fn(&Layer<'_>) -> Option<T>) -> Option<T> {
    layers.iter().find_map(said)
}

fn merged<T: Clone>(maps: impl DoubleEndedIterator<Item = BTreeMap<String, T>>) -> BTreeMap<String, T> {
    maps.rev().fold(BTreeMap::new(), |mut all, map| {
        all.extend(map);
        all
    })
}

fn told(name: &str, colours: &BTreeMap<String, String>, extra: &Extra) -> tera::Value {
    tera::Value::try_from_serializable(&ThemeView { name, colours, extra }).unwrap_or_else(|_| tera::Value::none())
}

/// All files of all layers: a parent's overridden template can still be reached by its full name.
fn digest(layers: &[Layer<'_>]) -> Fingerprint {
    let files: Vec<_> = layers
        .iter()
        .flat_map(|layer| layer.files.iter().map(|(path, file)| (&layer.prefix, *path, Fingerprint::of(file.bytes))))
        .collect();
    Fingerprint::of_value(&files)
}

fn social_picture(
    layers: &[Layer<'_>],
    assets: &BTreeMap<Arc<str>, Asset>,
) -> (Option<SocialPicture>, Vec<Diagnostic>) {
    let named = first(layers, |layer| {
        let file = layer.files.get("theme.toml")?;
        Some((layer.manifest.social_image.clone()?, file.path.clone()))
    });
    let Some((named, path)) = named else { return (None, Vec::new()) };
    let Some((key, asset)) = assets.get_key_value(named.value.as_str()) else {
        return (None, vec![messages::no_social_image(&named.value).in_file(&path).at(named.span)]);
    };
    let size = imagesize::blob_size(&asset.bytes).ok();
    let size = size.and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
    (Some(SocialPicture { path: Arc::clone(key), size }), Vec::new())
}
