//! The first steps: settings, theme, and every story alone.

use std::sync::Arc;

use super::Request;
use super::parallel;
use super::world::{Found, World};
use crate::ground::{Diagnostic, SourcePath, messages::machine as say};
use crate::settings::{Overrides, Settings};
use crate::story::comments::{self, Comments};
use crate::story::{self, Kind, Source, Story};
use crate::theme::{Theme, ThemeFile};

/// site.toml, with what the command line said instead. None if there is no site.toml at all.
pub fn settings(request: &Request, world: &dyn World, said: &mut Vec<Diagnostic>) -> Option<Settings> {
    let path = SourcePath::new("site.toml");
    if !world.exists(&path) {
        said.push(say::no_settings());
        return None;
    }
    let mut bytes = Vec::new();
    if let Err(fault) = world.read(&path, &mut bytes) {
        said.push(fault);
        return None;
    }
    let text = utf8(&path, &bytes).map_err(|fault| said.push(fault)).ok()?;
    let (mut settings, more) = Settings::parse(&path, text);
    said.extend(more);
    let asked = Overrides { base_url: request.base_url.clone(), theme: request.theme.clone() };
    settings.overrule(&asked, said);
    Some(settings)
}

/// The theme in force.
pub fn theme(settings: &Settings, found: &Found, world: &dyn World, said: &mut Vec<Diagnostic>) -> Option<Theme> {
    let mut files = Vec::with_capacity(found.themes.len());
    for path in &found.themes {
        let mut bytes = Vec::new();
        match world.read(path, &mut bytes) {
            Ok(()) => files.push(ThemeFile { path: path.clone(), bytes }),
            Err(fault) => said.push(fault),
        }
    }
    let (theme, more) = Theme::load(&settings.theme, &files);
    said.extend(more);
    theme
}

/// Every story, page and introduction, each alone.
pub fn stories(
    settings: &Settings,
    found: &Found,
    world: &dyn World,
    threads: usize,
    said: &mut Vec<Diagnostic>,
) -> Vec<Arc<Story>> {
    let read = |buffer: &mut Vec<u8>, (path, kind): &(SourcePath, Kind)| {
        if let Err(fault) = world.read(path, buffer) {
            return (None, vec![fault]);
        }
        match utf8(path, buffer) {
            Ok(text) => story::parse(Source { path, text, kind: *kind }, settings),
            Err(fault) => (None, vec![fault]),
        }
    };
    let mourn = |(path, _): &(SourcePath, Kind), panic: &str| (None, vec![say::our_fault(Some(path), panic)]);
    let mut stories = Vec::with_capacity(found.markdown.len());
    for (story, more) in parallel::each(threads, &found.markdown, Vec::new, read, mourn) {
        stories.extend(story.map(Arc::new));
        said.extend(more);
    }
    stories
}

/// Every comments file, each alone.
pub fn comments(found: &Found, world: &dyn World, threads: usize, said: &mut Vec<Diagnostic>) -> Vec<Arc<Comments>> {
    let read = |buffer: &mut Vec<u8>, path: &SourcePath| {
        if let Err(fault) = world.read(path, buffer) {
            return (None, vec![fault]);
        }
        match utf8(path, buffer) {
            Ok(text) => comments::parse(path, text),
            Err(fault) => (None, vec![fault]),
        }
    };
    let mourn = |path: &SourcePath, panic: &str| (None, vec![say::our_fault(Some(path), panic)]);
    let mut all = Vec::with_capacity(found.comments.len());
    for (comments, more) in parallel::each(threads, &found.comments, Vec::new, read, mourn) {
        all.extend(comments.map(Arc::new));
        said.extend(more);
    }
    all
}

fn utf8<'a>(path: &SourcePath, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    std::str::from_utf8(bytes).map_err(|error| say::not_utf8(path, error.valid_up_to()))
}
