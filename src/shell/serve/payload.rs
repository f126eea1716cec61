//! What goes out: bytes that are there, a large file piece by piece, or an open line.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::mpsc::{Receiver, channel};

use super::files;

/// Whether somebody is still there is asked as often as this.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// What goes out.
pub(super) enum Payload {
    /// These bytes, once.
    Whole(Option<Bytes>),
    /// So many more bytes, as they come.
    Pieces(Receiver<io::Result<Bytes>>, u64),
    /// As long as somebody listens.
    Line(Receiver<Bytes>),
}

impl Payload {
    /// Nothing.
    pub(super) fn empty() -> Self {
        Self::Whole(None)
    }

    /// These bytes.
    pub(super) fn whole(bytes: Bytes) -> Self {
        Self::Whole(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }

    /// A part of a file. It is read no faster than it is taken.
    pub(super) fn pieces(file: Arc<File>, range: Range<u64>) -> Self {
        let (sender, receiver) = channel(1);
        let length = range.end - range.start;
        tokio::spawn(async move {
            let mut at = range.start;
            while at < range.end {
                let file = Arc::clone(&file);
                let left = range.end - at;
                let read = tokio::task::spawn_blocking(move || files::piece(&file, at, left)).await;
                let piece = read.unwrap_or_else(|_| Err(io::ErrorKind::Other.into()));
                let is_last = piece.is_err();
                at += piece.as_ref().map_or(0, |piece| piece.len() as u64);
                if sender.send(piece).await.is_err() || is_last {
                    return;
                }
            }
        });
        Self::Pieces(receiver, length)
    }

    /// An open line, on which a word now and then shows whether somebody is still there.
    pub(super) fn line(mut news: Receiver<Bytes>) -> Self {
        let (sender, receiver) = channel(1);
        tokio::spawn(async move {
            loop {
                let word = match tokio::time::timeout(HEARTBEAT, news.recv()).await {
                    Ok(Some(word)) => word,
                    Ok(None) => return,
                    Err(_) => Bytes::from_static(b":\n\n"),
                };
                tokio::select! {
                    sent = sender.send(word) => if sent.is_err() { return },
                    () = sender.closed() => return,
                }
            }
        });
        Self::Line(receiver)
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Pieces(receiver, left) => receiver.poll_recv(context).map(|piece| {
                let piece = piece?;
                *left -= piece.as_ref().map_or(0, |piece| piece.len() as u64).min(*left);
                Some(piece.map(Frame::data))
            }),
            Self::Line(receiver) => receiver.poll_recv(context).map(|word| word.map(|word| Ok(Frame::data(word)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_none(),
            Self::Pieces(_, left) => *left == 0,
            Self::Line(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Pieces(_, left) => SizeHint::with_exact(*left),
            Self::Line(_) => SizeHint::default(),
        }
    }
}
