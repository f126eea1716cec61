//! The open lines to browsers: who looks at which page, and what they are told when it changes. Server-sent events
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html>), one JSON object each.

use std::sync::{Mutex, PoisonError};

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::words::Word;

/// The address of the line.
pub(super) const LINE: &str = "/.goodturn/live";
/// More tabs than anybody looks at; the oldest line is let go for a new one, and calls again.
const MOST: usize = 64;
/// News that a browser may leave unread before it is let go.
const UNREAD: usize = 16;

/// What a browser is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct News<'a> {
    /// Counts the states of the site.
    pub(super) number: u64,
    /// Whether the page that it looks at is another one now. It is there already when this is said.
    pub(super) page: bool,
    /// Files that have another content under the same address.
    pub(super) files: &'a [String],
    /// What is wrong; empty if nothing is.
    pub(super) faults: &'a [Word],
}

impl News<'_> {
    fn event(&self) -> Bytes {
        // Nothing in our values can fail: all keys are text. JSON has no line breaks of its own.
        Bytes::from(format!("data: {}\n\n", serde_json::to_string(self).unwrap_or_default()))
    }
}

/// All open lines.
#[derive(Default)]
pub(super) struct Lines {
    inner: Mutex<Vec<Line>>,
}

struct Line {
    /// The path of the page, as the browser names it, decoded.
    path: String,
    /// Stands for the page that the browser shows.
    print: String,
    /// What is wrong, as far as it was told.
    faults: Vec<Word>,
    sender: Sender<Bytes>,
}

impl Lines {
    /// Opens a line to a browser that shows this page, and says a first word.
    pub(super) fn open(&self, path: String, print: String, first: &News<'_>) -> Receiver<Bytes> {
        let (sender, receiver) = channel(UNREAD);
        let _ = sender.try_send(Bytes::from_static(b"retry: 500\n\n"));
        let _ = sender.try_send(first.event());
        let mut lines = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|line| !line.sender.is_closed());
        if lines.len() >= MOST {
            lines.remove(0);
        }
        lines.push(Line { path, print, faults: first.faults.to_vec(), sender });
        receiver
    }

    /// The pages that somebody looks at.
    pub(super) fn paths(&self) -> Vec<String> {
        let lines = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths: Vec<String> =
            lines.iter().filter(|line| !line.sender.is_closed()).map(|line| line.path.clone()).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// Tells everybody whom it concerns. `print_of` gives what stands for the page at a path now; whoever shows another one
    /// is told so.
    pub(super) fn tell(&self, news: &News<'_>, print_of: impl Fn(&str) -> Option<String>) {
        let mut lines = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain_mut(|line| {
            let print = print_of(&line.path).unwrap_or_else(|| line.print.clone());
            let page = print != line.print;
            line.print = print;
            if !page && news.files.is_empty() && line.faults == news.faults {
                return !line.sender.is_closed();
            }
            line.faults = news.faults.to_vec();
            line.sender.try_send(News { page, ..news.clone() }.event()).is_ok()
        });
    }
}
