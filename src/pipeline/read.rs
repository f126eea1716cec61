//! The first steps: settings, theme, and every story alone. What is known already is not read again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Request;
use super::memory::{Known, Memory, pair};
use super::parallel;
use super::world::{Found, World};
use crate::ground::encoding::{self, Guess};
use crate::ground::{Diagnostic, Fingerprint, SourcePath, messages::machine as say};
use crate::memo::{Look, Stamp};
use crate::settings::{Overrides, Settings};
use crate::site::{FileFacts, Files, home_of};
use crate::story::comments::{self, Comments};
use crate::story::{self, Kind, Source, Story, Wishes};
use crate::theme::{Theme, ThemeFile};

/// site.toml, with what the command line said instead, and what stands for both. None if there is no site.toml at all.
pub fn settings(request: &Request, world: &dyn World, said: &mut Vec<Diagnostic>) -> Option<(Settings, Fingerprint)> {
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
    let print = Fingerprint::of_value(&(&bytes, &request.base_url, &request.theme));
    Some((settings, print))
}

/// The theme in force, and what stands for all its files.
pub fn theme(
    settings: &Settings,
    found: &Found,
    (world, tick): (&dyn World, Option<i64>),
    said: &mut Vec<Diagnostic>,
) -> (Option<Theme>, Fingerprint, Vec<Known<()>>) {
    let mut files = Vec::with_capacity(found.themes.len());
    let mut known = Vec::with_capacity(found.themes.len());
    for path in &found.themes {
        let mut bytes = Vec::new();
        let look = match world.read(path, &mut bytes) {
            Ok(stamp) => {
                files.push(ThemeFile { path: path.clone(), bytes });
                settled(stamp, tick)
            }
            Err(fault) => {
                said.push(fault);
                None
            }
        };
        known.push(Known { path: path.clone(), look, value: Some(()), said: Vec::new() });
    }
    let prints: Vec<_> = files.iter().map(|file| (file.path.as_str(), Fingerprint::of(&file.bytes))).collect();
    let print = Fingerprint::of_value(&prints);
    let (theme, more) = Theme::load(&settings.theme, &files);
    said.extend(more);
    (theme, print, known)
}

/// Reads sources with several threads, and remembers what is in them.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The machine.
    pub world: &'a dyn World,
    /// When the reading began, by the clock of the disk.
    pub tick: Option<i64>,
    /// How many threads.
    pub threads: usize,
    /// Whether the pages of what is read now will be made in this very build, so that what is made of a text on the way is
    /// set aside for that.
    pub sets_aside: bool,
}

/// What a thread uses again and again.
#[derive(Default)]
struct Desk {
    bytes: Vec<u8>,
    prose: String,
    blank: String,
}

/// What was read: each source with its value, and everything that is wrong with them.
type Read<T> = (Vec<Known<T>>, Vec<Diagnostic>);

impl Reading<'_> {
    /// Every story, page and introduction, each alone.
    pub fn stories(
        self,
        found: &Found,
        looks: &[Option<Look>],
        settings: &Settings,
        memory: &Memory,
    ) -> Read<Arc<Story>> {
        let paths: Vec<&SourcePath> = found.markdown.iter().map(|(path, _)| path).collect();
        let kinds: Vec<Kind> = found.markdown.iter().map(|(_, kind)| *kind).collect();
        self.each(&paths, (looks, &memory.stories), |desk: &mut Desk, at| {
            let Desk { bytes, prose, blank } = desk;
            self.text(paths[at], bytes, |text| {
                let source = Source { path: paths[at], text, kind: kinds[at] };
                let is_found = settings.pages.find && kinds[at] == Kind::Story;
                let wishes =
                    Wishes { prose: is_found.then_some(&mut *prose), blank: self.sets_aside.then_some(&mut *blank) };
                let (mut story, said) = story::parse_for(source, settings, wishes);
                if let Some(story) = story.as_mut().filter(|story| story.front.withdrawn.is_none()) {
                    if is_found {
                        story.body.vocabulary = memory.vocabulary(prose);
                    }
                    if self.sets_aside && !blank.is_empty() {
                        self.world.set_aside(story.body.digest, blank);
                    }
                }
                (story.map(Arc::new), said)
            })
        })
    }

    /// Every comments file, each alone, but for those of withdrawn stories, which stay closed: nothing of them is known or
    /// said any more.
    pub fn comments(
        self,
        found: &Found,
        looks: &[Option<Look>],
        memory: &Memory,
        stories: &[Known<Arc<Story>>],
    ) -> Read<Arc<Comments>> {
        let withdrawn =
            stories.iter().filter(|known| known.value.as_ref().is_some_and(|it| it.front.withdrawn.is_some()));
        let withdrawn: BTreeSet<_> = withdrawn.map(|known| (known.path.folder(), known.path.stem())).collect();
        let is_closed = |path: &SourcePath| withdrawn.contains(&home_of(path));
        let paths: Vec<&SourcePath> = found.comments.iter().collect();
        // What was closed and is not any more must be read; what is closed now must not be remembered from before.
        let was_closed = |known: &Known<_>| known.value.is_none() && known.said.is_empty();
        let same = |known: &Known<_>| was_closed(known) == is_closed(&known.path);
        let known = pair(&paths, &memory.comments);
        let looks: Vec<_> =
            looks.iter().zip(known).map(|(look, known)| look.filter(|_| known.is_some_and(same))).collect();
        self.each(&paths, (&looks, &memory.comments), |buffer, at| match paths[at] {
            path if is_closed(path) => (self.world.stamp(path), None, Vec::new()),
            path => self.text(path, buffer, |text: &str| {
                let (comments, said) = comments::parse(path, text);
                (comments.map(Arc::new), said)
            }),
        })
    }

    /// Facts of all other files.
    pub fn files(self, found: &Found, looks: &[Option<Look>], memory: &Memory) -> Read<FileFacts> {
        let paths: Vec<&SourcePath> = found.files.iter().collect();
        self.each(&paths, (looks, &memory.files), |(), at| match self.world.facts(paths[at]) {
            Ok((facts, stamp)) => (Some(stamp), Some(facts), Vec::new()),
            Err(fault) => (None, None, vec![fault]),
        })
    }

    fn text<T>(
        self,
        path: &SourcePath,
        buffer: &mut Vec<u8>,
        parse: impl FnOnce(&str) -> (Option<T>, Vec<Diagnostic>),
    ) -> (Option<Stamp>, Option<T>, Vec<Diagnostic>) {
        let stamp = match self.world.read(path, buffer) {
            Ok(stamp) => stamp,
            Err(fault) => return (None, None, vec![fault]),
        };
        let (value, said) = utf8(path, buffer).map_or_else(|fault| (None, vec![fault]), parse);
        (Some(stamp), value, said)
    }

    /// Looks at each path; reads those that are not known to be the same.
    fn each<T: Clone + Send + Sync, B: Default>(
        self,
        paths: &[&SourcePath],
        (looks, known): (&[Option<Look>], &[Known<T>]),
        read: impl Fn(&mut B, usize) -> (Option<Stamp>, Option<T>, Vec<Diagnostic>) + Sync,
    ) -> Read<T> {
        let known = pair(paths, known);
        let work = |buffer: &mut B, at: &usize| {
            if let Some(Known { look: Some(look), value, said, .. }) = known[*at]
                && looks.get(*at) == Some(&Some(*look))
            {
                return (Some(*look), value.clone(), said.clone());
            }
            let (stamp, value, said) = read(buffer, *at);
            let look = stamp.and_then(|stamp| settled(stamp, self.tick));
            (look, value, said)
        };
        let mourn = |at: &usize, panic: &str| (None, None, vec![say::our_fault(Some(paths[*at]), panic)]);
        let all: Vec<usize> = (0..paths.len()).collect();
        let mut faults = Vec::new();
        let mut read = Vec::with_capacity(paths.len());
        let results = parallel::each(self.threads, &all, B::default, work, mourn);
        for (path, (look, value, said)) in paths.iter().zip(results) {
            faults.extend(said.iter().cloned());
            read.push(Known { path: (*path).clone(), look, value, said });
        }
        (read, faults)
    }
}

/// The facts by path, as gathering looks them up.
pub fn by_path(files: &[Known<FileFacts>]) -> Files {
    files.iter().filter_map(|known| Some((known.path.clone(), known.value.clone()?))).collect()
}

/// How the file looked, if every later change of it must show.
fn settled(stamp: Stamp, tick: Option<i64>) -> Option<Look> {
    tick.filter(|tick| stamp.is_settled(*tick)).map(|_| stamp.look())
}

fn utf8<'a>(path: &SourcePath, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    if let Some(guess) = encoding::disguised(bytes) {
        return Err(say::not_a_story(path, guess));
    }
    std::str::from_utf8(bytes).map_err(|error| match encoding::guess(bytes) {
        Guess::Latin => say::not_utf8(path, error.valid_up_to()),
        guess => say::not_a_story(path, guess),
    })
}
