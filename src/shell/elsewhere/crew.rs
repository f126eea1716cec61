//! Asks many addresses without being a burden: one question at a time to a host and a pause behind it, a few hosts at once,
//! and nobody again who asked to be left alone. Knows manners; knows nothing of sites.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::Method;
use tokio::sync::{Mutex as Gate, Semaphore};
use tokio::time::{Instant, sleep, sleep_until};

use super::ask::{Failure, Head, Net};
use super::kept;
use crate::check::elsewhere::{Answer, Silence, answer};
use crate::ground::Elsewhere;

/// How long a host has peace between two questions.
const PAUSE: Duration = Duration::from_millis(500);
/// So many hosts are asked at once.
const AT_ONCE: usize = 8;
/// So often an address may lead on.
const HOPS: usize = 6;
/// A host that asks us to wait no longer than this is waited for.
const PATIENCE: u64 = 10;
/// How long a host is left alone that does not say for how long, in seconds.
const HOUR: u64 = 3600;
/// Nobody is left alone for longer, in seconds.
const DAY: u64 = 24 * HOUR;

/// Everybody who asks.
pub(super) struct Crew {
    net: Net,
    hosts: Mutex<HashMap<String, Arc<Gate<Host>>>>,
    seats: Semaphore,
}

/// A host, as far as it was met.
#[derive(Default)]
struct Host {
    /// When it may be asked again.
    next: Option<Instant>,
    /// For how many seconds it wants to be left alone.
    alone: Option<u64>,
    /// What is so with whatever it is asked, by port.
    known: BTreeMap<u16, Failure>,
}

impl Crew {
    /// A crew that leaves these hosts alone.
    pub(super) fn new(net: Net, alone: &BTreeMap<String, u64>) -> Self {
        let host = |(name, seconds): (&String, &u64)| {
            (name.clone(), Arc::new(Gate::new(Host { alone: Some(*seconds), ..Host::default() })))
        };
        Self { net, hosts: Mutex::new(alone.iter().map(host).collect()), seats: Semaphore::new(AT_ONCE) }
    }

    /// Follows an address to where it ends.
    pub(super) async fn follow(&self, start: &Elsewhere) -> Answer {
        let (mut here, mut seen) = (start.clone(), Vec::new());
        let (mut moved, mut is_for_good) = (None, true);
        while seen.len() < HOPS {
            let head = match self.ask(&here).await {
                Ok(head) => head,
                Err(answer) => return answer,
            };
            let next = head.location.as_deref().and_then(|words| here.join(words));
            let next = next.filter(|_| matches!(head.status, 301 | 302 | 303 | 307 | 308));
            let Some(next) = next else {
                return match (answer(head.status), moved) {
                    (Answer::Good, Some(to)) => Answer::Moved(to),
                    (other, _) => other,
                };
            };
            is_for_good &= matches!(head.status, 301 | 308);
            if is_for_good {
                moved = Some(next.as_str().to_owned());
            }
            seen.push(std::mem::replace(&mut here, next));
            if seen.contains(&here) {
                break;
            }
        }
        Answer::Circle
    }

    /// Who asked to be left alone, and for how many seconds.
    pub(super) async fn alone(&self) -> BTreeMap<String, u64> {
        let hosts: Vec<_> = self.hosts().iter().map(|(name, host)| (name.clone(), Arc::clone(host))).collect();
        let mut alone = BTreeMap::new();
        for (name, host) in hosts {
            alone.extend(host.lock().await.alone.map(|seconds| (name, seconds)));
        }
        alone
    }

    /// Asks one address, when it is its host's turn.
    async fn ask(&self, at: &Elsewhere) -> Result<Head, Answer> {
        let host = Arc::clone(self.hosts().entry(at.host()).or_default());
        // Who holds this is alone with the host.
        let mut host = host.lock().await;
        let mut is_waited_for = false;
        let mut method = Method::HEAD;
        loop {
            if host.alone.is_some() {
                return Err(Answer::Later);
            }
            if let Some(known) = host.known.get(&at.port()) {
                return Err(known.clone().into());
            }
            let asked = self.ask_once(&mut host, &method, at).await;
            match asked {
                Ok(head) if is_busy(&head) => {
                    let seconds = head.retry_after.as_deref().and_then(kept::seconds).unwrap_or(HOUR);
                    if seconds > PATIENCE || is_waited_for {
                        host.alone = Some(seconds.clamp(1, DAY));
                        return Err(Answer::Later);
                    }
                    is_waited_for = true;
                    sleep(Duration::from_secs(seconds)).await;
                }
                // Some do not know how to answer without a page, and some hang up: nobody is called gone for that.
                Ok(head) if head.status >= 400 && head.status != 410 && method == Method::HEAD => method = Method::GET,
                Err(Failure::Silent(Silence::HungUp | Silence::Babble)) if method == Method::HEAD => {
                    method = Method::GET;
                }
                Ok(head) => return Ok(head),
                Err(failure) => {
                    if !matches!(failure, Failure::Silent(Silence::HungUp | Silence::Babble)) {
                        host.known.insert(at.port(), failure.clone());
                    }
                    return Err(failure.into());
                }
            }
        }
    }

    async fn ask_once(&self, host: &mut Host, method: &Method, at: &Elsewhere) -> Result<Head, Failure> {
        if let Some(next) = host.next {
            sleep_until(next).await;
        }
        let seat = self.seats.acquire().await;
        let asked = self.net.ask(method, at).await;
        drop(seat);
        host.next = Some(Instant::now() + PAUSE);
        asked
    }

    fn hosts(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Gate<Host>>>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a host asks for peace.
fn is_busy(head: &Head) -> bool {
    head.status == 429 || (head.status == 503 && head.retry_after.is_some())
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NoHost => Self::NoHost,
            Failure::AtHome => Self::AtHome,
            Failure::Silent(silence) => Self::Silent(silence),
            Failure::Unproven(why) => Self::Unproven(why),
        }
    }
}
