//! `goodturn serve`: the site as it is being written, over HTTP, always new. Nothing is written to disk.
//!
//! ```text
//!   watch ──► prepare ──► Edition (every page planned, none rendered) ──► House ──► http
//!     ▲           │                                                         │
//!     │           └── errors: the last good edition stays ──────────────────┤
//!   sources                                                                 └─► open lines ──► live.js in each browser
//! ```
//!
//! | file | duty |
//! |---|---|
//! | `studio` | makes one state of the site after another; what can be shown at once comes first |
//! | `edition` | one good state of the site; renders its pages when they are asked for |
//! | `house` | the state that is shown now, and how the next one takes its place |
//! | `keeper` | the site's folder, with the texts that were read lately |
//! | `shelf`, `files` | finished pages; files that are served as they are |
//! | `http`, `payload`, `connections` | the protocol, its limits |
//! | `guard`, `conditions`, `kinds` | who may ask; ranges and entity tags; media types |
//! | `inject`, `live.js`, `live`, `words` | the script in the page, what it is told, and in which words |
//!
//! The path `/.goodturn/live?page=PATH&is=PRINT` is a stream of server-sent events for whoever shows PATH: each is a JSON
//! object with `number` (counts the states of the site), `page` (whether that page is another one now; it can be fetched
//! at once), `files` (paths of files with a new content) and `faults` (what is wrong: `text`, `place`, `href`).

mod conditions;
mod connections;
mod edition;
mod files;
mod guard;
mod house;
mod http;
mod inject;
mod keeper;
mod kinds;
mod live;
mod payload;
mod shelf;
mod studio;
mod words;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::ground::messages::{machine, serve as say};
use crate::ground::{Date, Diagnostic, SourcePath};
use crate::pipeline::{Memory, Report, Request, World as _};
use crate::shell::watch::{Watch, Way};
pub use edition::Changed;
use house::House;
use keeper::Keeper;
use studio::{Outcome, Studio};
use words::Words;

/// Where a port is looked for, if none is asked for: this one and those after it.
pub const PORT: u16 = 1111;
/// How many are tried.
const TRIES: u16 = 20;

/// What the person asked for.
pub struct Order<'a> {
    /// What is to be shown.
    pub request: Request,
    /// Where to listen.
    pub address: IpAddr,
    /// On which port; none: the first free one from [`PORT`] on.
    pub port: Option<u16>,
    /// Whether changes are followed, and how.
    pub watch: Watching,
    /// The link that opens the person's editor, with `{path}`, `{line}` and `{column}`.
    pub editor: &'a str,
    /// What day it is.
    pub today: &'a dyn Fn() -> Date,
}

/// Whether changes are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watching {
    /// Not at all.
    No,
    /// As the system tells of them.
    Events,
    /// By looking every so often.
    Poll(Duration),
}

/// What happens, for the terminal.
#[derive(Debug)]
pub enum Event<'a> {
    /// The server answers.
    Ready(Ready<'a>),
    /// Something changed, and the pages with it; or not, because of what the report says.
    Round(Round<'a>),
    /// The watch itself has something to say.
    Said(Diagnostic),
}

/// The server answers.
#[derive(Debug)]
pub struct Ready<'a> {
    /// Where the site is.
    pub address: String,
    /// Where other machines of the network find it, if they are let in.
    pub from_elsewhere: Option<String>,
    /// How changes are noticed; none if they are not.
    pub way: Option<Way>,
    /// What came of the first look at the site.
    pub report: &'a Report,
    /// Whether there is a site to show.
    pub is_good: bool,
    /// Stories, and how many of them are drafts.
    pub stories: (usize, usize),
    /// How long it took.
    pub took: Duration,
}

/// One change.
#[derive(Debug)]
pub struct Round<'a> {
    /// The files that changed.
    pub sources: &'a [SourcePath],
    /// What is different; none if the last good site stays.
    pub changed: Option<Changed>,
    /// What came of it.
    pub report: &'a Report,
    /// How long it took until browsers were told.
    pub took: Duration,
}

/// Serves until the program is ended. `tell` is called with everything that happens.
///
/// # Errors
/// If it cannot even begin.
pub fn serve(order: &Order<'_>, tell: &mut dyn FnMut(Event<'_>)) -> Result<(), Diagnostic> {
    let begun = Instant::now();
    let keeper = Arc::new(Keeper::open(&order.request.root)?);
    let (listener, at) = listen(order.address, order.port)?;
    // The watch stands before anything is read, so that no change is missed.
    let (watch, said) = match order.watch {
        Watching::No => (None, None),
        Watching::Events => begin(&keeper, None),
        Watching::Poll(interval) => begin(&keeper, Some(interval)),
    };
    if let Some(said) = said {
        tell(Event::Said(said));
    }
    let house = Arc::new(House::new(Arc::clone(&keeper), Words::new(keeper.root(), order.editor)));
    let recalled = keeper.program().zip(keeper.recall());
    let recalled = recalled.and_then(|(program, bytes)| Memory::open(bytes, program));
    let (is_recalled, learner) = (recalled.is_some(), Arc::clone(&keeper));
    let memory = recalled.unwrap_or_default();
    let mut studio = Studio::new(order, keeper, Arc::clone(&house), memory);
    let first = studio.round(&[]);
    if is_recalled {
        let sources = studio.sources();
        let learn = std::thread::Builder::new().name("learn".to_owned());
        // Without it a page that was never seen and is broken later has only the words about that to show.
        let _ = learn.spawn(move || learner.learn(&sources));
    }
    let cannot = |error| say::cannot_serve(&error);
    http::serve(listener, house).map_err(cannot)?;
    tell(Event::Ready(Ready {
        address: format!("http://{at}{}", first.stands_at),
        from_elsewhere: neighbours(order.address)
            .map(|ip| format!("http://{}{}", SocketAddr::new(ip, at.port()), first.stands_at)),
        way: watch.as_ref().map(Watch::way),
        report: &first.report,
        is_good: first.changed.is_some(),
        stories: first.stories,
        took: begun.elapsed(),
    }));
    match watch {
        Some(watch) => follow(&mut studio, watch, &first.report, tell),
        None => loop {
            std::thread::park();
        },
    }
}

/// Makes the site anew with every change.
fn follow(studio: &mut Studio<'_>, mut watch: Watch, first: &Report, tell: &mut dyn FnMut(Event<'_>)) -> ! {
    let mut faltered = Faltered::default();
    faltered.watch(first, &mut watch);
    loop {
        let (sources, said) = watch.wait();
        let is_woken = sources.is_empty() && said.is_none();
        if let Some(said) = said {
            tell(Event::Said(said));
        }
        if sources.is_empty() && !is_woken {
            continue;
        }
        let begun = Instant::now();
        let Outcome { changed, report, .. } = studio.round(&sources);
        // Whoever only tried again has nothing to say until it goes well.
        if !is_woken || changed.is_some() {
            tell(Event::Round(Round { sources: &sources, changed, report: &report, took: begun.elapsed() }));
        }
        faltered.watch(&report, &mut watch);
    }
}

/// A machine that cannot read a file now, for want of handles or of a network, may read it soon, and no event will tell.
#[derive(Default)]
struct Faltered {
    times: u32,
}

impl Faltered {
    /// Sees to another round some time after one that the machine spoiled: after 1 s, 2 s, 4 s, and then no more after 64.
    fn watch(&mut self, report: &Report, watch: &mut Watch) {
        let is_spoiled = report.diagnostics.iter().any(machine::is_passing);
        self.times = if is_spoiled { self.times + 1 } else { 0 };
        if (1..=7).contains(&self.times) {
            watch.wake(Duration::from_secs(1 << (self.times - 1)));
        }
    }
}

fn begin(keeper: &Keeper, poll: Option<Duration>) -> (Option<Watch>, Option<Diagnostic>) {
    let (watch, said) = Watch::begin(keeper.root(), poll);
    (Some(watch), said)
}

/// Takes a port: the one that was asked for, or the next free one.
fn listen(address: IpAddr, port: Option<u16>) -> Result<(TcpListener, SocketAddr), Diagnostic> {
    let (first, tries) = port.map_or((PORT, TRIES), |port| (port, 1));
    for port in first..first.saturating_add(tries) {
        match TcpListener::bind((address, port)) {
            Ok(listener) => {
                let bound = listener.local_addr().map_err(|error| say::cannot_listen(address, port, &error))?;
                return Ok((listener, SocketAddr::new(reachable(address), bound.port())));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(say::cannot_listen(address, port, &error)),
        }
    }
    Err(match port {
        Some(port) => say::port_taken(address, port),
        None => say::no_free_port(address, PORT, PORT + TRIES - 1),
    })
}

/// The address by which this machine reaches what listens on all of its addresses.
fn reachable(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(all) if all.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(all) if all.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        other => other,
    }
}

/// The address of this machine in its network, if it listens on all of its addresses or on that one. The address asked for is
/// for examples in books (RFC 5737, RFC 3849): choosing a way to it sends nothing.
fn neighbours(address: IpAddr) -> Option<IpAddr> {
    let book: IpAddr = match address {
        one if one.is_loopback() => return None,
        one if !one.is_unspecified() => return Some(one),
        IpAddr::V4(_) => Ipv4Addr::new(192, 0, 2, 1).into(),
        IpAddr::V6(_) => Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(),
    };
    let socket = UdpSocket::bind((address, 0)).ok()?;
    socket.connect((book, 9)).ok()?;
    socket.local_addr().ok().map(|here| here.ip()).filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
}
