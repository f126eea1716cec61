//! A second, simpler count of what an export holds: begun elements by name, and no more. It shares nothing with the
//! reader whose work it is held against, not even an idea of XML beyond tags, remarks and CDATA.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// How many elements of each name were begun. The names are without their prefixes.
#[derive(Clone, Debug, Default)]
pub struct Tally(Rc<[Cell<usize>; 3]>);

/// The names that are counted.
const NAMES: [&str; 3] = ["item", "entry", "comment"];

impl Tally {
    /// Items of WordPress, or entries of Blogger.
    pub fn entries(&self) -> usize {
        self.0[0].get() + self.0[1].get()
    }

    /// Comments that stand inside items.
    pub fn comments(&self) -> usize {
        self.0[2].get()
    }
}

/// What the bytes are in the middle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum In {
    Text,
    CData,
    Remark,
}

/// A source whose elements are counted as they pass.
pub struct Counted<R> {
    source: R,
    tally: Tally,
    state: In,
    /// The end of what has passed, where a sign may have begun.
    begun: Vec<u8>,
}

/// No sign that matters is longer.
const LONGEST: usize = 80;

impl<R: Read> Counted<R> {
    /// Counts what passes.
    pub fn new(source: R, tally: Tally) -> Self {
        Self { source, tally, state: In::Text, begun: Vec::new() }
    }

    fn count(&mut self, bytes: &[u8], is_end: bool) {
        if self.begun.is_empty() {
            let rest = self.counted(bytes, is_end);
            self.begun = bytes[bytes.len() - rest..].to_vec();
        } else {
            let mut whole = std::mem::take(&mut self.begun);
            whole.extend_from_slice(bytes);
            let rest = self.counted(&whole, is_end);
            self.begun = whole[whole.len() - rest..].to_vec();
        }
    }

    /// Counts; says how many bytes at the end must be seen again with what follows.
    fn counted(&mut self, mut bytes: &[u8], is_end: bool) -> usize {
        loop {
            let found = match self.state {
                In::Text => memchr::memchr(b'<', bytes),
                In::CData => memchr::memmem::find(bytes, b"]]>"),
                In::Remark => memchr::memmem::find(bytes, b"-->"),
            };
            let Some(at) = found else { return if self.state == In::Text { 0 } else { bytes.len().min(2) } };
            bytes = &bytes[at..];
            if self.state != In::Text {
                self.state = In::Text;
                bytes = &bytes[3..];
                continue;
            }
            if bytes.len() < LONGEST && !is_end {
                return bytes.len();
            }
            let passed = self.sign(bytes);
            bytes = &bytes[passed..];
        }
    }

    /// Looks at what begins with `<`; says how much of it is passed.
    fn sign(&mut self, bytes: &[u8]) -> usize {
        if bytes.starts_with(b"<![CDATA[") {
            self.state = In::CData;
            return 9;
        }
        if bytes.starts_with(b"<!--") {
            self.state = In::Remark;
            return 4;
        }
        let name = &bytes[1..bytes.len().min(LONGEST)];
        let end = name.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<'));
        let name = &name[..end.unwrap_or(name.len())];
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        if let Some(at) = NAMES.iter().position(|known| known.as_bytes() == local) {
            self.tally.0[at].set(self.tally.0[at].get() + 1);
        }
        1
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(buffer)?;
        self.count(&buffer[..length], length == 0);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, Tally};
    use std::io::Read as _;

    #[test]
    fn only_elements_are_counted_wherever_they_are_cut() {
        let text = "<rss><item a='1'><wp:comment><![CDATA[<item> ]] ]>]]></wp:comment><x:item/><!-- <item> --><items>\
            <wp:comment_id>1</wp:comment_id></item><entry>";
        for size in 1..text.len() {
            let tally = Tally::default();
            let mut counted = Counted::new(text.as_bytes(), tally.clone());
            let mut piece = vec![0; size];
            while counted.read(&mut piece).unwrap() > 0 {}
            assert_eq!((tally.entries(), tally.comments()), (3, 1), "in pieces of {size}");
        }
    }
}
