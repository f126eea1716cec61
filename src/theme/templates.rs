//! The templates of a chain of themes in one Tera engine, each under the name `THEME/path`; the names without a theme in
//! front find the most derived one. Everything is escaped, whatever the file's name.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;

use super::budget::Budget;
use super::chain::{Layer, not_text};
use super::graph::Graph;
use super::{faults, filters, measured, tags, tame};
use crate::ground::{Diagnostic, SourcePath, Span};

/// The templates that pages are made with. A theme may lack one that its site never needs.
pub const PAGES: [&str; 15] = [
    "404.html",
    "almanac.html",
    "archive.html",
    "author.html",
    "authors.html",
    "find.html",
    "home.html",
    "page.html",
    "pass-it-on.html",
    "redirect.html",
    "series.html",
    "story.html",
    "tag.html",
    "tags.html",
    "withdrawn.html",
];

/// The templates that stories call by name. A theme may lack any of them; the plainest HTML stands there then.
pub const COMPONENTS: [&str; 5] = [
    "components/aside.html",
    "components/figure.html",
    "components/gallery.html",
    "components/letter.html",
    "components/video.html",
];

/// Tera's own name for all variables at once.
const EVERYTHING: &str = "__tera_context";

/// What counts as a template below `templates/`; other files there are left alone.
const EXTENSIONS: [&str; 4] = ["html", "svg", "txt", "xml"];

/// A template's text and where it is from.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    /// `hearth/partials/head.html`
    pub name: String,
    /// How diagnostics name the file.
    pub path: SourcePath,
    /// The text, without a byte-order mark.
    pub text: &'a str,
    /// How many bytes of the file stand before the text.
    pub lead: usize,
    /// The index of the layer.
    pub layer: usize,
}

impl Source<'_> {
    /// Whether it is part of the program.
    pub fn is_ours(&self) -> bool {
        self.path.as_str().starts_with('<')
    }

    /// Puts a fault at a span of the text, which is not yet a span of the file.
    pub fn place(&self, fault: Diagnostic, span: Span) -> Diagnostic {
        fault.in_file(&self.path).at(span.shifted(self.lead))
    }
}

/// All templates of all layers by name, and the names' prefixes, most derived first.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    /// By `Source::name`.
    pub by_name: BTreeMap<String, Source<'a>>,
    /// `hearth/`, `builtin/hearth/`.
    pub prefixes: Vec<String>,
}

impl<'a> Sources<'a> {
    /// Takes the templates of the layers; says which are not text, and which are missing.
    pub fn collect(layers: &[Layer<'a>]) -> (Self, Vec<Diagnostic>) {
        let mut said = Vec::new();
        let mut by_name = BTreeMap::new();
        for (layer, at) in layers.iter().zip(0..) {
            for (file, content) in &layer.files {
                let Some(path) = file.strip_prefix("templates/").filter(|path| is_template(path)) else { continue };
                let name = format!("{}{path}", layer.prefix);
                match std::str::from_utf8(content.bytes) {
                    Ok(whole) => {
                        let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
                        let lead = whole.len() - text.len();
                        let source = Source { name: name.clone(), path: content.path.clone(), text, lead, layer: at };
                        by_name.insert(name, source);
                    }
                    Err(why) => said.push(not_text(&content.path, why.valid_up_to())),
                }
            }
        }
        let prefixes: Vec<String> = layers.iter().map(|layer| layer.prefix.clone()).collect();
        whole(&mut by_name, &prefixes);
        (Self { by_name, prefixes }, said)
    }

    /// The names by which templates can be called from all others: without a theme in front where that is enough.
    pub fn names(&self) -> Vec<String> {
        let short = |name: &String| {
            let plain = self.prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str())).unwrap_or(name);
            let meant = self.resolve(plain).is_some_and(|source| source.name == *name);
            if meant { plain.to_owned() } else { name.clone() }
        };
        self.by_name.keys().map(short).collect()
    }

    /// Whether any template's code names this, or asks for everything that there is.
    pub fn mention(&self, name: &str) -> bool {
        let names = |source: &Source<'_>| {
            source.text.contains(name) && tags::mentions(source.text, name) || source.text.contains(EVERYTHING)
        };
        self.by_name.values().any(names)
    }

    /// The template of the same name that a template overrides.
    pub fn inherited(&self, source: &Source<'_>) -> Option<&Source<'a>> {
        let path = source.name.strip_prefix(self.prefixes.get(source.layer)?.as_str())?;
        let mut later = self.prefixes.iter().skip(source.layer + 1);
        later.find_map(|prefix| self.by_name.get(&format!("{prefix}{path}")))
    }

    /// The template that a name means: exactly that one, else the most derived theme's.
    pub fn resolve(&self, name: &str) -> Option<&Source<'a>> {
        let prefixed = || self.prefixes.iter().find_map(|prefix| self.by_name.get(&format!("{prefix}{name}")));
        self.by_name.get(name).or_else(prefixed)
    }
}

/// A folder that overrides one file of a theme is still the whole theme for the themes that extend it: what it does not
/// have is the embedded one's, under its own name.
fn whole(by_name: &mut BTreeMap<String, Source<'_>>, prefixes: &[String]) {
    for builtin in prefixes {
        let Some(own) = builtin.strip_prefix("builtin/").filter(|own| prefixes.iter().any(|prefix| prefix == own))
        else {
            continue;
        };
        let embedded: Vec<_> =
            by_name.range(builtin.clone()..).take_while(|(name, _)| name.starts_with(builtin)).collect();
        let named = embedded.into_iter().map(|(name, source)| (name.replacen(builtin, own, 1), source.clone()));
        for (name, source) in named.collect::<Vec<_>>() {
            by_name.entry(name.clone()).or_insert(Source { name, ..source });
        }
    }
}

/// The engine, or everything that keeps it from being made.
pub(super) fn compile(sources: &Sources<'_>) -> Result<Tera, Vec<Diagnostic>> {
    let graph = Graph::of(sources);
    let mut said = graph.endless();
    let mut tera = engine(&sources.prefixes);
    if said.is_empty() {
        match tera.add_raw_templates(sources.by_name.values().map(|source| (&source.name, source.text))) {
            Ok(()) => return Ok(tera),
            Err(error) => said.push(faults::translate(&error, sources)),
        }
    }
    Err(faults::explain(said, sources, &graph))
}

/// The engine once more, with a count in each template that is not our own; none if nothing is to be counted.
pub(super) fn measured(sources: &Sources<'_>) -> Option<(Tera, Arc<Budget>)> {
    if tame::are_tame(sources) {
        return None;
    }
    let mut tera = engine(&sources.prefixes);
    let budget = Budget::of(&mut tera);
    let text = |source: &Source<'_>| {
        if source.is_ours() { source.text.to_owned() } else { measured::measured(source.text) }
    };
    let all: Vec<_> = sources.by_name.values().map(|source| (&source.name, text(source))).collect();
    // What Tera takes as it was written it takes so too, but for an expression that was as long as can be.
    tera.add_raw_templates(all).ok()?;
    Some((tera, budget))
}

/// An engine with our filters and no templates yet.
pub(super) fn engine(prefixes: &[String]) -> Tera {
    let mut tera = Tera::new();
    filters::register(&mut tera);
    tera.autoescape_on([""]);
    // It fails only where there are templates already.
    let _ = tera.set_fallback_prefixes(prefixes.to_vec());
    tera
}

fn is_template(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    !name.starts_with('.') && extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}
