//! The chain of parents: which folders and embedded themes give a theme's files, the most derived first.
//! Knows paths and theme.toml; knows nothing of what is in a template.

use std::collections::{BTreeMap, BTreeSet};

use super::ThemeFile;
use super::embedded::{self, THEMES};
use super::manifest::{self, Manifest, VERSION};
use crate::ground::messages::{template, theme as messages};
use crate::ground::{Diagnostic, SourcePath, Span};

/// In front of an embedded template's name where a folder of the same name overrides it.
const BUILTIN: &str = "builtin";

/// One folder of files, or one embedded theme.
#[derive(Debug)]
pub(super) struct Layer<'a> {
    /// What stands in front of its templates' names: `hearth/`, or `builtin/hearth/` if a folder overrides it.
    pub prefix: String,
    /// Its files, by path below the theme's folder.
    pub files: BTreeMap<&'a str, File<'a>>,
    /// Its theme.toml.
    pub manifest: Manifest,
}

/// A file of a theme.
#[derive(Clone, Debug)]
pub(super) struct File<'a> {
    /// How diagnostics name it.
    pub path: SourcePath,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// The layers of a theme, most derived first; none if there is no such theme.
pub(super) fn layers<'a>(name: &str, files: &'a [ThemeFile]) -> (Vec<Layer<'a>>, Vec<Diagnostic>) {
    let folders = folders(files);
    let known: BTreeSet<&str> = folders.keys().copied().chain(THEMES.iter().map(|theme| theme.name)).collect();
    let names: Vec<&str> = known.iter().copied().collect();
    let Some(mut theme) = known.get(name).copied() else { return (Vec::new(), vec![messages::unknown(name, &names)]) };
    let (mut all, mut said, mut seen) = (Vec::new(), Vec::new(), vec![theme.to_owned()]);
    loop {
        let (layers, more) = layers_of(theme, &folders);
        said.extend(more);
        let parent = layers.iter().find_map(|layer: &Layer<'a>| {
            Some((layer.manifest.extends.clone()?, layer.files.get("theme.toml")?.path.clone()))
        });
        all.extend(layers);
        let Some((parent, path)) = parent else { return (all, said) };
        let circular = seen.contains(&parent.value);
        seen.push(parent.value.clone());
        let fault = match known.get(parent.value.as_str()) {
            Some(_) if circular => messages::circular(&seen),
            Some(found) => {
                theme = found;
                continue;
            }
            None => messages::unknown_parent(&parent.value, &names),
        };
        said.push(fault.in_file(&path).at(parent.span));
        return (all, said);
    }
}

/// One theme: its folder, if the site has one, and the embedded theme of that name, if there is one.
fn layers_of<'a>(
    name: &'a str,
    folders: &BTreeMap<&'a str, BTreeMap<&'a str, File<'a>>>,
) -> (Vec<Layer<'a>>, Vec<Diagnostic>) {
    let (mut layers, mut said) = (Vec::new(), Vec::new());
    let embedded = embedded::find(name);
    if let Some(files) = folders.get(name) {
        if name == BUILTIN {
            said.push(messages::reserved_name(name));
        }
        let (manifest, more) = read_manifest(name, files, embedded.is_some());
        said.extend(more);
        said.extend(misplaced(files));
        layers.push(Layer { prefix: format!("{name}/"), files: files.clone(), manifest });
    }
    if let Some(theme) = embedded {
        let prefix = if layers.is_empty() { format!("{name}/") } else { format!("{BUILTIN}/{name}/") };
        let file =
            |file: &(&'static str, &'static [u8])| (file.0, File { path: embedded::path(name, file.0), bytes: file.1 });
        let files: BTreeMap<_, _> = theme.files.iter().map(file).collect();
        let (manifest, more) = read_manifest(name, &files, false);
        said.extend(more);
        layers.push(Layer { prefix, files, manifest });
    }
    (layers, said)
}

/// The files of the site's `themes/`, by theme and by path below its folder; what lies beside the folders is left out.
fn folders(files: &[ThemeFile]) -> BTreeMap<&str, BTreeMap<&str, File<'_>>> {
    let mut folders: BTreeMap<&str, BTreeMap<&str, File<'_>>> = BTreeMap::new();
    for file in files {
        let inside = file.path.as_str().strip_prefix("themes/").and_then(|path| path.split_once('/'));
        if let Some((theme, path)) = inside {
            folders.entry(theme).or_default().insert(path, File { path: file.path.clone(), bytes: &file.bytes });
        }
    }
    folders
}

fn read_manifest(name: &str, files: &BTreeMap<&str, File<'_>>, overrides: bool) -> (Manifest, Vec<Diagnostic>) {
    let Some(file) = files.get("theme.toml") else {
        let path = SourcePath::new(format!("themes/{name}"));
        let said = if overrides { vec![] } else { vec![messages::no_theme_toml(name, VERSION).in_file(&path)] };
        return (Manifest::default(), said);
    };
    match std::str::from_utf8(file.bytes) {
        Ok(text) => manifest::parse(&file.path, text, overrides),
        Err(why) => (Manifest::default(), vec![not_text(&file.path, why.valid_up_to())]),
    }
}

/// A file that should be text and is not, from byte `at` on.
pub(super) fn not_text(path: &SourcePath, at: usize) -> Diagnostic {
    template::not_text().in_file(path).at(Span::new(at, at + 1))
}

/// Templates that lie in the theme's folder itself.
fn misplaced(files: &BTreeMap<&str, File<'_>>) -> Vec<Diagnostic> {
    let beside = files.iter().filter(|(path, _)| {
        let known = path.starts_with("templates/") || path.starts_with("static/");
        !known && std::path::Path::new(path).extension().is_some_and(|extension| extension == "html")
    });
    beside.map(|(path, file)| messages::misplaced(path).in_file(&file.path)).collect()
}
