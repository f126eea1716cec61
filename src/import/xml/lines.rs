//! Counts the lines that go by, so that a fault can be found. Knows nothing of what they say.

use std::io::{self, BufRead, Read};

/// A source with its place.
pub(super) struct Lines<R> {
    source: R,
    /// Full lines gone by.
    gone: usize,
    /// Bytes of the line that is being read.
    column: usize,
    marked: (usize, usize),
}

impl<R> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, gone: 0, column: 0, marked: (1, 1) }
    }

    /// Remembers the place that has been reached.
    pub(super) fn mark(&mut self) {
        self.marked = (self.gone + 1, self.column + 1);
    }

    /// The place that was marked: line and column in bytes, from 1.
    pub(super) fn place(&self) -> (usize, usize) {
        self.marked
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = {
            let mut ready = self.fill_buf()?;
            ready.read(buffer)?
        };
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // What is consumed has been filled, so nothing is read here.
        if let Ok(ready) = self.source.fill_buf() {
            let gone = &ready[..amount.min(ready.len())];
            #[expect(clippy::naive_bytecount, reason = "fast enough beside the parser")]
            let breaks = gone.iter().filter(|byte| **byte == b'\n').count();
            self.gone += breaks;
            match gone.iter().rposition(|byte| *byte == b'\n') {
                Some(last) => self.column = gone.len() - last - 1,
                None => self.column += gone.len(),
            }
        }
        self.source.consume(amount);
    }
}
