//! UTF-8 and windows-1252, also where one says that it is the other, and where both stand in one file: old blogs moved
//! between hosts with either. A letter that can be UTF-8 is; any other byte is what Windows meant by it.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// What was found out about an encoding.
#[derive(Clone, Debug)]
pub struct Told {
    declared: &'static Encoding,
    /// Bytes that are no UTF-8.
    odd: Rc<Cell<usize>>,
    /// Whether there were letters of more than one byte.
    wide: Rc<Cell<bool>>,
}

impl Told {
    pub(super) fn new(declared: &'static Encoding) -> Self {
        Self { declared, odd: Rc::default(), wide: Rc::default() }
    }

    /// In words, for the receipt.
    pub fn notes(&self) -> Vec<String> {
        let (name, odd) = (self.declared.name(), self.odd.get());
        let note = match (self.declared == UTF_8, self.wide.get(), odd) {
            (true, _, 0) => return Vec::new(),
            (true, ..) => format!(
                "{odd} letters were not written in UTF-8, although the export says so; they were read as windows-1252"
            ),
            (false, true, 0) => {
                format!("the export says that it was written in {name}, but it is UTF-8, and was read so")
            }
            (false, true, _) => format!(
                "the export says that it was written in {name}, but most of it is UTF-8; {odd} other letters were read as \
                 {name}"
            ),
            (false, false, _) => format!("the export was written in {name}; all text is UTF-8 now"),
        };
        vec![note]
    }
}

/// Bytes of either kind become UTF-8.
pub(super) struct Mending<R> {
    source: R,
    told: Told,
    /// Bytes that may be the beginning of a letter.
    begun: Vec<u8>,
    out: Vec<u8>,
    at: usize,
}

impl<R: BufRead> Mending<R> {
    pub(super) fn new(source: R, told: Told) -> Self {
        Self { source, told, begun: Vec::new(), out: Vec::new(), at: 0 }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.at = 0;
        while self.out.is_empty() {
            let chunk = self.source.fill_buf()?;
            let (length, is_end) = (chunk.len(), chunk.is_empty());
            if is_end && self.begun.is_empty() {
                return Ok(());
            }
            let rest = if self.begun.is_empty() {
                mended(chunk, is_end, &self.told, &mut self.out)
            } else {
                let joined = [&self.begun, chunk].concat();
                mended(&joined, is_end, &self.told, &mut self.out)
            };
            self.begun = rest;
            self.source.consume(length);
        }
        Ok(())
    }
}

/// Adds bytes as UTF-8; gives back those at the end that may be the beginning of a letter.
fn mended(mut bytes: &[u8], is_end: bool, told: &Told, out: &mut Vec<u8>) -> Vec<u8> {
    loop {
        let (valid, fault) = match std::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), None),
            Err(fault) => (fault.valid_up_to(), Some(fault.error_len())),
        };
        if told.declared != UTF_8 && !told.wide.get() && !bytes[..valid].is_ascii() {
            told.wide.set(true);
        }
        out.extend_from_slice(&bytes[..valid]);
        bytes = &bytes[valid..];
        let length = match fault {
            None => return Vec::new(),
            Some(None) if !is_end => return bytes.to_vec(),
            Some(length) => length.unwrap_or(bytes.len()),
        };
        let odd = &bytes[..length];
        told.odd.set(told.odd.get() + length);
        if length > 1 && told.declared == UTF_8 {
            // A letter of UTF-8 that was cut in the middle, not letters of Windows.
            out.extend_from_slice("\u{fffd}".as_bytes());
        } else {
            out.extend_from_slice(WINDOWS_1252.decode_without_bom_handling(odd).0.as_bytes());
        }
        bytes = &bytes[length..];
    }
}

impl<R: BufRead> Read for Mending<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.out.len() {
            self.fill()?;
        }
        let length = buffer.len().min(self.out.len() - self.at);
        buffer[..length].copy_from_slice(&self.out[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}
