//! Waits until the sources of a site change, and says which. Events only say that something stirred; a scan decides.
//! Where there are no events (no watches left, a network disk, the person's wish) the scan is made again and again.
//! Knows nothing of what is done about a change.
//!
//! Nothing waits for a fixed time: a file that was closed is looked at as soon as no further event has come for a moment
//! ([`GAP`]). Only a file that was opened and not closed yet is given some time to be finished ([`PATIENCE`]). Once all is
//! quiet, everything is looked at once more ([`QUIET`]), so that an event that never came delays a page, and loses nothing.

mod events;
mod network;
mod scan;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::ground::messages::serve as say;
use crate::ground::{Diagnostic, SourcePath};
use events::{Events, Stir};
pub use scan::Scan;

/// So long without a further event, and a burst of them is over.
const GAP: Duration = Duration::from_millis(2);
/// A burst without an end is cut off here.
const LONGEST_BURST: Duration = Duration::from_millis(150);
/// How long a writer who has begun may take until what is there is looked at all the same.
const PATIENCE: Duration = Duration::from_millis(80);
/// After so long without events everything is looked at once more.
const QUIET: Duration = Duration::from_millis(300);
/// How often is looked where there are no events, if the person does not say.
pub const POLL: Duration = Duration::from_millis(500);

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The system tells.
    Events,
    /// By looking every so often.
    Polling(Duration),
}

/// A watch over the sources of a site.
pub struct Watch {
    scan: Scan,
    way: Way,
    events: Option<Events>,
    /// Kept so that the channel stays open where there are no events.
    _sender: Sender<Stir>,
    stirs: Receiver<Stir>,
    /// When everything is looked at once more.
    again: Option<Instant>,
    /// When waiting ends although nothing changed.
    until: Option<Instant>,
}

impl Watch {
    /// Begins to watch the site in `root`, which is canonical: by events, unless the person asked to `poll`.
    /// Gives what is to be said if polling must do. What changes from here on is not missed.
    pub fn begin(root: &Path, poll: Option<Duration>) -> (Self, Option<Diagnostic>) {
        let (sender, stirs) = channel();
        let mut scan = Scan::new(root);
        scan.look();
        let mut watch =
            Self { scan, way: Way::Events, events: None, _sender: sender.clone(), stirs, again: None, until: None };
        if let Some(interval) = poll {
            watch.way = Way::Polling(interval);
            return (watch, None);
        }
        if let Some(kind) = network::kind(root) {
            watch.way = Way::Polling(POLL);
            return (watch, Some(say::polling_on_network(kind, POLL)));
        }
        let said = match Events::new(sender) {
            Ok(events) => {
                watch.events = Some(events);
                watch.follow()
            }
            Err(fault) => Some(watch.give_up_events(&fault)),
        };
        // Whatever came between the first look and the watches.
        watch.again = Some(Instant::now());
        (watch, said)
    }

    /// How changes are noticed.
    pub fn way(&self) -> Way {
        self.way
    }

    /// Sees that the next wait ends after this time, although nothing may have changed.
    pub fn wake(&mut self, after: Duration) {
        self.until = Some(Instant::now() + after);
    }

    /// Waits until something changed. Gives the paths, and what there is to be said about the watch itself; no path if it
    /// was to be woken.
    pub fn wait(&mut self) -> (Vec<SourcePath>, Option<Diagnostic>) {
        loop {
            let stirred = self.next();
            if self.until.is_some_and(|until| until <= Instant::now()) {
                self.until = None;
                self.again = Some(Instant::now());
                return (Vec::new(), None);
            }
            if let Stirred::At(paths) = &stirred
                && let Some(events) = &mut self.events
            {
                events.lost(paths);
            }
            let glanced = match &stirred {
                Stirred::At(paths) => self.scan.glance(paths),
                Stirred::Anywhere => None,
            };
            if let Some(changed) = glanced {
                if !changed.is_empty() {
                    return (changed, None);
                }
                continue;
            }
            let changed = self.scan.look();
            let said = self.follow();
            if self.events.is_some() && self.scan.is_lost() {
                self.again = Some(Instant::now() + POLL);
            }
            if !changed.is_empty() || said.is_some() {
                return (changed, said);
            }
        }
    }

    /// Watches the folders that there are now. If that cannot be, polling takes over.
    fn follow(&mut self) -> Option<Diagnostic> {
        let events = self.events.as_mut()?;
        match events.follow(self.scan.folders()) {
            Ok(is_new) => {
                if is_new {
                    self.again = Some(Instant::now());
                }
                None
            }
            Err(fault) => Some(self.give_up_events(&fault)),
        }
    }

    fn give_up_events(&mut self, fault: &events::Fault) -> Diagnostic {
        self.events = None;
        self.way = Way::Polling(POLL);
        self.again = None;
        say::polling_instead(&events::words(fault), POLL)
    }

    /// The next burst, whole.
    fn next(&mut self) -> Stirred {
        if let Way::Polling(interval) = self.way {
            std::thread::sleep(interval);
            return Stirred::Anywhere;
        }
        let first = match self.again.into_iter().chain(self.until).min() {
            Some(at) => {
                let Ok(stir) = self.stirs.recv_timeout(at.saturating_duration_since(Instant::now())) else {
                    self.again = None;
                    return Stirred::Anywhere;
                };
                stir
            }
            // The sender is kept in this very struct.
            None => self.stirs.recv().unwrap_or_else(|_| Stir::anywhere()),
        };
        let burst = self.burst(first);
        self.again = Some(Instant::now() + QUIET);
        burst
    }

    /// Waits for the end of a burst.
    fn burst(&self, first: Stir) -> Stirred {
        let mut burst = Burst::default();
        let begun = Instant::now();
        burst.add(first);
        while begun.elapsed() < LONGEST_BURST {
            let gap = if burst.open.is_empty() { GAP } else { PATIENCE };
            match self.stirs.recv_timeout(gap) {
                Ok(stir) => burst.add(stir),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        if burst.anywhere { Stirred::Anywhere } else { Stirred::At(burst.paths) }
    }
}

/// Where something stirred.
#[derive(Debug, PartialEq, Eq)]
enum Stirred {
    At(BTreeSet<PathBuf>),
    Anywhere,
}

/// Events that belong together.
#[derive(Debug, Default)]
struct Burst {
    paths: BTreeSet<PathBuf>,
    /// Those whose writers may not be done yet.
    open: BTreeSet<PathBuf>,
    anywhere: bool,
}

impl Burst {
    fn add(&mut self, stir: Stir) {
        for path in stir.done {
            self.open.remove(&path);
            self.paths.insert(path);
        }
        for path in stir.begun {
            self.open.insert(path.clone());
            self.paths.insert(path);
        }
        self.anywhere |= stir.anywhere;
    }
}
