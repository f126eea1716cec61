//! How many may be connected at once. When one too many comes, the one that has been silent for longest has to go, so that
//! a crowd of idle clients keeps nobody out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::AbortHandle;

/// So many connections, and no more.
const MOST: usize = 256;

/// Everybody who is connected.
#[derive(Default)]
pub(super) struct Connections {
    inner: Mutex<HashMap<u64, (Arc<Seat>, AbortHandle)>>,
    clock: AtomicU64,
}

/// One connection.
#[derive(Debug, Default)]
pub(super) struct Seat {
    /// When it last asked for something, by the clock of the connections.
    asked: AtomicU64,
    /// Whether it holds an open line: silent by nature.
    listens: AtomicBool,
}

impl Seat {
    /// It holds an open line now.
    pub(super) fn listens(&self) {
        self.listens.store(true, Relaxed);
    }
}

impl Connections {
    /// A number and a seat for a connection that begins.
    pub(super) fn begin(&self) -> (u64, Arc<Seat>) {
        let number = self.clock.fetch_add(1, Relaxed);
        (number, Arc::new(Seat { asked: AtomicU64::new(number), listens: AtomicBool::new(false) }))
    }

    /// It asks for something.
    pub(super) fn asks(&self, seat: &Seat) {
        seat.asked.store(self.clock.fetch_add(1, Relaxed), Relaxed);
    }

    /// Takes it in; whoever has been silent for longest makes room.
    pub(super) fn seat(&self, number: u64, seat: Arc<Seat>, handle: AbortHandle) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.len() >= MOST {
            let silent =
                inner.iter().min_by_key(|(_, (seat, _))| (seat.listens.load(Relaxed), seat.asked.load(Relaxed)));
            if let Some((_, handle)) = silent.map(|(number, _)| *number).and_then(|number| inner.remove(&number)) {
                handle.abort();
            }
        }
        inner.insert(number, (seat, handle));
    }

    /// It is over.
    pub(super) fn end(&self, number: u64) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
    }
}
