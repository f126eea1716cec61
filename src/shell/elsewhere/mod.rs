//! Asks other hosts whether what the site leads to is still there. The only place of the program that speaks to anybody but
//! this machine, and only when it was asked to. Knows addresses; knows nothing of where on the site they stand.
//!
//! Polite: each address once, one question at a time to a host and half a second of peace behind it, HEAD first, never more
//! than the head of an answer, our own name, what was good is not asked for again for a week, and whoever says so is left
//! alone. Careful: the words of a story, or of a stranger under it, decide who is asked, so that only numbers of the open
//! web are, wherever a name or a redirect leads; no cookie, no password, no referrer, nothing but GET and HEAD.

mod ask;
mod crew;
mod kept;
mod reach;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::check::elsewhere::Answer;
use crate::ground::Elsewhere;
use crate::pipeline::Progress;
use crate::shell::disk::Disk;
use ask::Net;
use crew::Crew;
use kept::Kept;
pub(crate) use kept::SHELF;

/// What came of it.
#[derive(Debug, Default)]
pub struct Heard {
    /// The answer for each address.
    pub answers: BTreeMap<Elsewhere, Answer>,
    /// How many addresses were asked for now; the others were good of late.
    pub asked: usize,
}

impl Heard {
    /// Whether any host at all was found, now or of late, so that this machine is not simply offline.
    pub fn is_online(&self) -> bool {
        self.answers.values().any(|answer| !matches!(answer, Answer::NoHost | Answer::AtHome))
    }
}

/// Asks for all of these addresses. `own`: host and port of the site itself, which alone may be on this machine; `patience`:
/// how long one answer may take.
///
/// # Errors
/// If the machine has no threads or sockets left.
pub fn look(
    all: &BTreeSet<Elsewhere>,
    own: (String, u16),
    patience: Duration,
    disk: &Disk<'_>,
    progress: &dyn Progress,
) -> std::io::Result<Heard> {
    let kept = Kept::open(disk);
    let mut heard = Heard::default();
    let mut by_host: BTreeMap<String, Vec<Elsewhere>> = BTreeMap::new();
    for address in all {
        if kept.is_good(address) {
            heard.answers.insert(address.clone(), Answer::Good);
        } else {
            by_host.entry(address.host()).or_default().push(address.clone());
            heard.asked += 1;
        }
    }
    progress.step("ask", heard.asked);
    let hosts = all.iter().map(Elsewhere::host).collect();
    let crew = Arc::new(Crew::new(Net::new(own, patience)?, &kept.alone(&hosts)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let alone = runtime.block_on(async {
        let (tell, mut told) = mpsc::unbounded_channel();
        for addresses in by_host.into_values() {
            let (crew, tell) = (Arc::clone(&crew), tell.clone());
            tokio::spawn(async move {
                for address in addresses {
                    let answer = crew.follow(&address).await;
                    let _ = tell.send((address, answer));
                }
            });
        }
        drop(tell);
        while let Some((address, answer)) = told.recv().await {
            progress.advance(1);
            heard.answers.insert(address, answer);
        }
        crew.alone().await
    });
    // Whoever still looks for the number of a name may take minutes.
    runtime.shutdown_background();
    let is_good = |(address, answer): (&Elsewhere, &Answer)| (*answer == Answer::Good).then(|| address.clone());
    let good: Vec<Elsewhere> =
        heard.answers.iter().filter_map(is_good).filter(|address| !kept.is_good(address)).collect();
    kept.keep(all, &good, &alone, disk);
    Ok(heard)
}
