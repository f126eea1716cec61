//! What one build tells the next: facts of each source, and what each page was made of. In memory between the rounds of
//! a server, on disk between builds. Every claim in it is checked before it is believed: a source by its stamp, an
//! output by its stamp or its digest, so that no order of events can make it wrong.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use super::Published;
use super::parallel;
use super::recall;
use super::world::World;
use crate::ground::lexicon::{self, Lexicon};
use crate::ground::messages::machine as say;
use crate::ground::{ByFingerprint, Date, Diagnostic, Fingerprint, SourcePath};
use crate::memo::image::{Image, Writer};
use crate::memo::rows::{Reading, Rows};
use crate::memo::{Entry, Folders, Glance, Look, Seen, Sight};
use crate::site::{FileFacts, LeftOut};
use crate::story::Story;
use crate::story::comments::Comments;

/// What one build tells the next.
#[derive(Debug, Default)]
pub struct Memory {
    /// Stands for the settings that the facts were read with.
    pub(super) settings: Fingerprint,
    /// Stories, pages and introductions, by path.
    pub(super) stories: Vec<Known<Arc<Story>>>,
    /// The words of all stories; their numbers stand in the stories' facts.
    pub(super) lexicon: RwLock<Lexicon>,
    /// Comments files, by path.
    pub(super) comments: Vec<Known<Arc<Comments>>>,
    /// All other files of the site, by path.
    pub(super) files: Vec<Known<FileFacts>>,
    /// Files of themes, by path.
    pub(super) themes: Vec<Known<()>>,
    /// Files that were published, by path.
    pub(super) outputs: Vec<Output>,
    /// Folders that were published, by path.
    pub(super) folders: Vec<(Box<str>, Folders)>,
    /// The build as a whole.
    pub(super) whole: Option<Whole>,
    /// Whether what is made of each text while it is read is set aside for its page.
    pub(super) sets_aside: bool,
    /// What the last build wrote down.
    sealed: Option<Sealed>,
    /// How many stories there were when their folder was last there.
    had: usize,
}

/// What the last build wrote down.
#[derive(Debug)]
struct Sealed {
    image: Image,
    /// Whether the facts in it were opened.
    opened: bool,
    /// The parts with facts of stories, by what they were made of: the same again need not be written down again.
    groups: ByFingerprint<usize>,
}

/// What is known of a source.
#[derive(Clone, Debug)]
pub(super) struct Known<T> {
    /// The file.
    pub path: SourcePath,
    /// What it looked like; none if it must be looked at again in any case.
    pub look: Option<Look>,
    /// What was in it, if that could be made out.
    pub value: Option<T>,
    /// What there was to say about it, to be said each time.
    pub said: Vec<Diagnostic>,
}

/// What is known of a published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    /// Its path below the output folder.
    pub file: Box<str>,
    /// Stands for everything that it was made of.
    pub print: Fingerprint,
    /// What it holds.
    pub entry: Entry,
    /// What it looked like, if every later change must show.
    pub look: Option<Look>,
    /// Whether the site before has the very same file.
    pub twin: bool,
}

/// What is known of a build as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Whole {
    /// Stands for what was asked for.
    pub key: Fingerprint,
    /// The first day on which the same sources give the same site; none if there is none.
    pub since: Option<Date>,
    /// The first day on which they do not any more; none if there is none.
    pub until: Option<Date>,
    /// The figures.
    pub published: Published,
    /// Who was left out.
    pub left_out: Vec<LeftOut>,
    /// How much of that was said before any source was read.
    pub begun: usize,
    /// What there was to say.
    pub said: Vec<Diagnostic>,
}

/// The settings, the build as a whole, and how many sources there are of each kind.
type Outlook = (Fingerprint, Option<Whole>, [usize; 4]);
/// What was in a source and what there was to say about it; none if it is to be looked at again.
type Fact<T> = Option<(Option<T>, Vec<Diagnostic>)>;
type Facts = (Vec<Fact<Comments>>, Vec<Fact<FileFacts>>);

/// The parts of the image, in order.
const OUTLOOK: usize = 0;
const SOURCES: usize = 1;
const OUTPUTS: usize = 2;
const FOLDERS: usize = 3;
const FACTS: usize = 4;
const LEXICON: usize = 5;
/// From here on groups of stories.
const STORIES: usize = 6;
/// Stories in a group, more or less: it ends behind each path whose fingerprint is a multiple of this, so that a story more
/// or less changes one group and not all that follow.
const GROUP: u128 = 64;

impl Memory {
    /// Opens what a build kept. None if it is damaged, foreign or of another program.
    pub fn open(bytes: Vec<u8>, program: Fingerprint) -> Option<Self> {
        let image = Image::open(bytes, program)?;
        let (settings, whole, [stories, comments, files, themes]): Outlook = image.part(OUTLOOK)?;
        let mut sources = Reading::open(image.raw(SOURCES)?)?;
        let (stories, comments) = (closed(&mut sources, stories)?, closed(&mut sources, comments)?);
        let (files, themes) = (closed(&mut sources, files)?, closed(&mut sources, themes)?);
        let outputs = recall::outputs(image.raw(OUTPUTS)?)?;
        let folders = recall::folders(image.raw(FOLDERS)?)?;
        Some(Self {
            settings,
            stories,
            lexicon: RwLock::default(),
            comments,
            files,
            themes,
            outputs,
            folders,
            whole,
            sets_aside: false,
            sealed: Some(Sealed { image, opened: false, groups: ByFingerprint::default() }),
            had: 0,
        })
    }

    /// Opens the facts too, for a build that has something to do.
    pub(super) fn open_facts(&mut self) {
        let Some(sealed) = self.sealed.as_mut().filter(|sealed| !sealed.opened) else { return };
        sealed.opened = true;
        let (comments, files) = sealed.image.part::<Facts>(FACTS).unwrap_or_default();
        opened(&mut self.comments, comments, |_, comments| Arc::new(comments));
        opened(&mut self.files, files, |_, facts| facts);
        // Without the words their numbers say nothing.
        let Some(lexicon) = sealed.image.part::<Lexicon>(LEXICON) else {
            self.stories.iter_mut().for_each(|known| known.look = None);
            return;
        };
        self.lexicon = RwLock::new(lexicon);
        for (group, part) in groups(&self.stories).into_iter().zip(STORIES..) {
            let stories = &mut self.stories[group];
            let facts = sealed.image.part::<Vec<Fact<Story>>>(part);
            let print = print(self.settings, stories).filter(|_| facts.is_some());
            sealed.groups.extend(print.map(|print| (print, part)));
            let story = |path: &SourcePath, story| Arc::new(Story { source: path.clone(), ..story });
            opened(stories, facts.unwrap_or_default(), story);
        }
    }

    /// Forgets all words, if one of these stories was taken back since: nobody can tell which of them only that one had.
    /// Whether it did, so that the words of the others must be read again.
    pub(super) fn forget_words(&mut self, stories: &[Known<Arc<Story>>]) -> bool {
        let is_withdrawn =
            |known: &Known<Arc<Story>>| known.value.as_ref().is_some_and(|story| story.front.withdrawn.is_some());
        let before = pair(&paths(stories), &self.stories);
        let is_new = |(now, then): (_, Option<_>)| is_withdrawn(now) && !then.is_some_and(is_withdrawn);
        let forgets = !self.stories.is_empty() && stories.iter().zip(before).any(is_new);
        if forgets {
            self.lexicon = RwLock::default();
            self.sealed.iter_mut().for_each(|sealed| sealed.groups.clear());
        }
        forgets
    }

    /// The words of a text, as numbers.
    pub(super) fn vocabulary(&self, text: &str) -> Box<[u8]> {
        let mut numbers = Vec::new();
        let mut new = Vec::new();
        let known = self.lexicon.read().unwrap_or_else(PoisonError::into_inner);
        lexicon::words(text, &mut |word| match known.known(lexicon::hash(word)) {
            Some(number) => numbers.push(number),
            None => new.push(word.to_owned()),
        });
        drop(known);
        if !new.is_empty() {
            // In the order of the alphabet, so that nobody can read a text from the memory that was taken back since.
            new.sort_unstable();
            let mut lexicon = self.lexicon.write().unwrap_or_else(PoisonError::into_inner);
            numbers.extend(new.iter().map(|word| lexicon.number(word)));
        }
        lexicon::pack(&mut numbers)
    }

    /// Whether nothing is remembered of any source.
    pub(super) fn is_empty(&self) -> bool {
        self.stories.is_empty() && self.comments.is_empty() && self.files.is_empty() && self.themes.is_empty()
    }

    /// Drops what was read with other settings.
    pub(super) fn hold_for(&mut self, settings: Fingerprint) {
        if self.settings != settings {
            self.settings = settings;
            self.stories.clear();
            self.comments.clear();
        }
    }

    /// Says so if there were stories and their whole folder is away: a disk that is not attached, or a slip of the hand. A
    /// site without them must not take the place of the one that stands.
    pub(super) fn bereft(&mut self, world: &dyn World) -> Option<Diagnostic> {
        let folder = SourcePath::new("content/stories");
        let count = self.stories.iter().filter(|known| known.path.as_str().starts_with("content/stories/")).count();
        if count > 0 {
            self.had = count;
        } else if world.exists(&folder) {
            self.had = 0;
        }
        (self.had > 0 && !world.exists(&folder)).then(|| say::stories_gone(self.had))
    }

    /// How every source looked, in the order of the kinds and paths.
    pub(super) fn looks(&self) -> Vec<(&SourcePath, Option<Look>)> {
        let mut all = looks(&self.stories);
        all.extend(looks(&self.comments));
        all.extend(looks(&self.files));
        all.extend(looks(&self.themes));
        all
    }

    /// The same memory with other stamps of the outputs; facts that are still sealed stay so.
    pub(super) fn seal_with(&self, outputs: &[Output], program: Fingerprint) -> Option<Vec<u8>> {
        let image = &self.sealed.as_ref()?.image;
        let begun = self.begun(outputs, program)?;
        Some((FACTS..).map_while(|part| image.raw(part)).fold(begun, Writer::raw).seal())
    }

    /// All but the facts.
    fn begun(&self, outputs: &[Output], program: Fingerprint) -> Option<Writer> {
        let counts = [self.stories.len(), self.comments.len(), self.files.len(), self.themes.len()];
        let mut sources = Rows::default();
        for (path, look) in self.looks() {
            sources.path(path.as_str());
            sources.looks([look], false);
        }
        let outlook: (_, &Option<Whole>, _) = (self.settings, &self.whole, counts);
        let begun = Writer::new(program).part(&outlook)?.raw(&sources.finish());
        Some(begun.raw(&recall::written(outputs)).raw(&recall::written_folders(&self.folders)))
    }

    /// Everything as one file, for the next build of the same program; made with so many threads.
    pub fn seal(&self, program: Fingerprint, threads: usize) -> Option<Vec<u8>> {
        let facts = (values(&self.comments), values(&self.files));
        let begun = self.begun(&self.outputs, program)?.part(&facts)?;
        let begun = begun.part(&*self.lexicon.read().unwrap_or_else(PoisonError::into_inner))?;
        // What was made anew, several groups at once; what is there already is not copied before it is its turn.
        let group = |(): &mut (), group: &Range<usize>| {
            let stories = &self.stories[group.clone()];
            match print(self.settings, stories).and_then(|print| self.written(print)) {
                Some(same) => Some(Cow::Borrowed(same)),
                None => Writer::made(&values(stories)).map(Cow::Owned),
            }
        };
        let parts = parallel::each(threads, &groups(&self.stories), || (), group, |_, _| None);
        let add = |writer: Writer, part: Option<Cow<'_, [u8]>>| Some(writer.raw(&part?));
        Some(parts.into_iter().try_fold(begun, add)?.seal())
    }

    /// A group of stories as the last build wrote it down.
    fn written(&self, print: Fingerprint) -> Option<&[u8]> {
        let sealed = self.sealed.as_ref()?;
        sealed.image.raw(*sealed.groups.get(&print)?)
    }

    /// What the published site looked like.
    pub(super) fn sight(&self) -> Sight {
        let seen = |known: &Output| Some((known.file.clone(), Seen { look: known.look?, twin: known.twin }));
        Sight { files: self.outputs.iter().filter_map(seen).collect(), folders: self.folders.iter().cloned().collect() }
    }

    /// What the folders of the site that stands looked like.
    pub(super) fn folders(&self) -> Sight {
        Sight { folders: self.folders.iter().cloned().collect(), ..Sight::default() }
    }

    /// Every published file as it was last seen, by path; none if one of them must be read to know it again.
    pub(super) fn glances(&self) -> Option<Vec<Glance<'_>>> {
        let glance = |known: &'_ Output| Some((known.entry, known.look?));
        self.outputs
            .iter()
            .map(|known| glance(known).map(|(entry, look)| Glance { path: &known.file, entry, look }))
            .collect()
    }

    /// What is known of a published file that is likely to be the `near`th.
    pub(super) fn output_near(&self, file: &str, near: usize) -> Option<&Output> {
        let there = self.outputs.get(near).filter(|known| *known.file == *file);
        there.or_else(|| self.output(file))
    }

    /// What is known of a published file.
    pub(super) fn output(&self, file: &str) -> Option<&Output> {
        self.outputs.binary_search_by(|known| (*known.file).cmp(file)).ok().map(|at| &self.outputs[at])
    }
}

/// The sources that are not what they were: new, gone, or with another content.
pub(super) fn changes<T: PartialEq>(then: &[Known<T>], now: &[Known<T>]) -> Vec<SourcePath> {
    let changed = now.iter().zip(pair(&paths(now), then)).filter(|(now, then)| {
        let same_look = |then: &Known<T>| then.look.is_some() && then.look == now.look;
        !then.is_some_and(|then| same_look(then) || (then.value == now.value && then.said == now.said))
    });
    let gone = then.iter().zip(pair(&paths(then), now)).filter(|(_, now)| now.is_none());
    changed.map(|(now, _)| now.path.clone()).chain(gone.map(|(then, _)| then.path.clone())).collect()
}

/// Where groups of stories begin and end.
fn groups<T>(stories: &[Known<T>]) -> Vec<Range<usize>> {
    let ends = |known: &Known<T>| Fingerprint::of(known.path.as_str().as_bytes()).0.is_multiple_of(GROUP);
    let mut groups = Vec::new();
    let mut from = 0;
    for group in stories.chunk_by(|before, _| !ends(before)) {
        groups.push(from..from + group.len());
        from += group.len();
    }
    groups
}

/// Stands for the facts of these stories: the same files, unchanged, read with the same settings. None if one of them must
/// be looked at again in any case.
fn print<T>(settings: Fingerprint, stories: &[Known<T>]) -> Option<Fingerprint> {
    let looks: Vec<_> = stories.iter().map(|known| Some((&known.path, known.look?))).collect::<Option<_>>()?;
    Some(Fingerprint::of_value(&(settings, looks)))
}

/// Fills in what is known. A source of which nothing was kept is looked at again.
fn opened<K, T>(known: &mut [Known<K>], facts: Vec<Fact<T>>, make: impl Fn(&SourcePath, T) -> K) {
    for (known, fact) in known.iter_mut().zip(facts.into_iter().chain(std::iter::repeat_with(|| None))) {
        match fact {
            Some((value, said)) => {
                known.value = value.map(|value| make(&known.path, value));
                known.said = said;
            }
            None => known.look = None,
        }
    }
}

/// So many sources, of which no more is known yet than how they looked.
fn closed<T>(sources: &mut Reading<'_>, count: usize) -> Option<Vec<Known<T>>> {
    let mut source = || {
        let path = SourcePath::new(sources.path()?);
        let ([look], _) = sources.looks()?;
        Some(Known { path, look, value: None, said: Vec::new() })
    };
    (0..count).map(|_| source()).collect()
}

fn paths<T>(known: &[Known<T>]) -> Vec<&SourcePath> {
    known.iter().map(|known| &known.path).collect()
}

fn looks<T>(known: &[Known<T>]) -> Vec<(&SourcePath, Option<Look>)> {
    known.iter().map(|known| (&known.path, known.look)).collect()
}

/// Facts of files that will be looked at again in any case are not worth their room.
fn values<T>(known: &[Known<T>]) -> Vec<Option<(Option<&T>, &[Diagnostic])>> {
    known.iter().map(|known| known.look.map(|_| (known.value.as_ref(), &*known.said))).collect()
}

/// For each path what is known of it. Both sides are sorted, so that one walk over both is enough.
pub(super) fn pair<'k, T>(paths: &[&SourcePath], known: &'k [Known<T>]) -> Vec<Option<&'k Known<T>>> {
    let mut known = known.iter().peekable();
    let pair = |path: &&SourcePath| {
        while known.next_if(|known| known.path < **path).is_some() {}
        known.next_if(|known| known.path == **path)
    };
    paths.iter().map(pair).collect()
}
