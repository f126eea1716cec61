//! XML as exports have it, read piece by piece: one element after the other, with the names that its prefixes mean.
//! Forgives what real exports do (undeclared prefixes, a bare `&`, control characters), but no missing end.
//! Knows nothing of blogs.

mod lines;
mod space;

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesStart, Event};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::ground::messages::import as say;
use crate::ground::{Diagnostic, SourcePath};
use lines::Lines;
pub use space::Space;
use space::Spaces;

/// The longest text that one element may hold, in bytes.
const LONGEST: usize = 64 << 20;
/// Elements inside each other.
const DEEPEST: usize = 10_000;

/// A reader that is asked for one element after the other.
pub struct Pull<R: BufRead> {
    reader: Reader<Lines<R>>,
    path: SourcePath,
    buffer: Vec<u8>,
    spaces: Spaces,
    depth: usize,
    /// The element that was opened last.
    tag: BytesStart<'static>,
    space: Space,
    /// Whether a `&` stood alone somewhere.
    pub bare_ampersands: usize,
}

type Answer<T> = Result<T, Diagnostic>;

impl<R: BufRead> Pull<R> {
    /// Begins to read. The path is what messages call the file.
    pub fn new(source: R, path: &SourcePath) -> Self {
        let mut reader = Reader::from_reader(Lines::new(source));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            path: path.clone(),
            buffer: Vec::new(),
            spaces: Spaces::default(),
            depth: 0,
            tag: BytesStart::new(""),
            space: Space::None,
            bare_ampersands: 0,
        }
    }

    /// Opens the next element inside the one that is open; false at that one's end (or at the end of the file, if none is).
    pub fn open(&mut self) -> Answer<bool> {
        loop {
            match self.event()? {
                Step::Open => return Ok(true),
                Step::Close | Step::End => return Ok(false),
                Step::Text | Step::Other => {}
            }
        }
    }

    /// What the element's name means.
    pub fn name(&self) -> (Space, &str) {
        let name: &str = self.tag.name().0;
        (self.space, name.rsplit_once(':').map_or(name, |(_, local)| local))
    }

    /// An attribute of the element that was opened last, whatever its prefix.
    pub fn attribute(&self, wanted: &str) -> Option<String> {
        let mut attributes = self.tag.html_attributes();
        let found = attributes.with_checks(false).flatten().find(|one| {
            let key: &str = one.key.0;
            key.rsplit_once(':').map_or(key, |(_, local)| local) == wanted
        })?;
        let mut value = String::new();
        unescape_into(&found.value, &mut value);
        Some(composed(value))
    }

    /// All text of the element that was opened last, to its end. Elements inside lose their tags.
    pub fn text(&mut self) -> Answer<String> {
        let mut text = String::new();
        self.gather(Some(&mut text))?;
        Ok(composed(text))
    }

    /// The same without white space around it.
    pub fn line(&mut self) -> Answer<String> {
        let text = self.text()?;
        let trimmed = text.trim();
        Ok(if trimmed.len() == text.len() { text } else { trimmed.to_owned() })
    }

    /// Passes over the element that was opened last.
    pub fn skip(&mut self) -> Answer<()> {
        self.gather(None)
    }

    /// The markup inside the element that was opened last, as it stands.
    pub fn markup(&mut self) -> Answer<String> {
        let (mut markup, end) = (String::new(), self.depth - 1);
        while self.depth > end {
            let step = match self.read()? {
                Event::Start(tag) => {
                    markup.push('<');
                    markup.push_str(&tag);
                    markup.push('>');
                    Step::Open
                }
                Event::End(tag) => {
                    markup.push_str("</");
                    markup.push_str(tag.name().0);
                    markup.push('>');
                    Step::Close
                }
                Event::Text(text) => {
                    push_clean(&text, &mut markup);
                    Step::Text
                }
                Event::CData(text) => {
                    push_clean(&text.replace('&', "&amp;").replace('<', "&lt;"), &mut markup);
                    Step::Text
                }
                Event::GeneralRef(name) => {
                    markup.push('&');
                    markup.push_str(&name);
                    markup.push(';');
                    Step::Text
                }
                Event::Eof => return Err(self.cut_off()),
                _ => Step::Other,
            };
            match step {
                Step::Open => self.depth += 1,
                Step::Close => self.depth -= 1,
                _ => {}
            }
            self.guard(markup.len())?;
        }
        let inside = markup.rfind("</").unwrap_or(markup.len());
        markup.truncate(inside);
        Ok(markup)
    }

    /// What messages call the file.
    pub fn path(&self) -> &SourcePath {
        &self.path
    }

    /// Where the reader is: line and column, from 1.
    pub fn position(&self) -> (usize, usize) {
        self.reader.get_ref().place()
    }

    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        self.reader.buffer_position()
    }

    fn gather(&mut self, mut into: Option<&mut String>) -> Answer<()> {
        let end = self.depth - 1;
        while self.depth > end {
            let mut bare = 0;
            let (step, length) = match self.read()? {
                Event::Start(_) => (Step::Open, 0),
                Event::End(_) => (Step::Close, 0),
                Event::Eof => return Err(self.cut_off()),
                event => {
                    let Some(text) = into.as_deref_mut() else { continue };
                    match event {
                        Event::Text(words) => {
                            bare += usize::from(words.starts_with('&'));
                            push_clean(&words, text);
                        }
                        Event::CData(words) => push_clean(&words, text),
                        Event::GeneralRef(name) => push_reference(&name, text),
                        _ => {}
                    }
                    (Step::Text, text.len())
                }
            };
            self.bare_ampersands += bare;
            match step {
                Step::Open => self.depth += 1,
                Step::Close => self.depth -= 1,
                _ => self.guard(length)?,
            }
        }
        let depth = self.depth;
        self.spaces.leave(depth);
        Ok(())
    }

    fn event(&mut self) -> Answer<Step> {
        let depth = self.depth;
        let tag = match self.read()? {
            Event::Start(tag) => tag.into_owned(),
            Event::End(_) => {
                self.depth -= 1;
                let depth = self.depth;
                self.spaces.leave(depth);
                return Ok(Step::Close);
            }
            Event::Eof if depth > 0 => return Err(self.cut_off()),
            Event::Eof => return Ok(Step::End),
            Event::Text(words) if depth == 0 && words.contains(is_shown) => {
                return Err(self.fault(&say::XmlFault::NoXml));
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => return Ok(Step::Text),
            _ => return Ok(Step::Other),
        };
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault(&say::XmlFault::TooDeep));
        }
        self.space = self.spaces.enter(&tag, self.depth);
        self.tag = tag;
        Ok(Step::Open)
    }

    fn read(&mut self) -> Answer<Event<'_>> {
        self.buffer.clear();
        self.reader.get_mut().mark();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => Ok(event),
            Err(error) => {
                let (path, place) = (&self.path, self.reader.get_ref().place());
                Err(say::broken_xml(path, place, &why(&error)))
            }
        }
    }

    fn guard(&self, length: usize) -> Answer<()> {
        if length > LONGEST { Err(self.fault(&say::XmlFault::TooLong(LONGEST))) } else { Ok(()) }
    }

    fn cut_off(&self) -> Diagnostic {
        self.fault(&say::XmlFault::CutOff)
    }

    fn fault(&self, fault: &say::XmlFault) -> Diagnostic {
        say::broken_xml(&self.path, self.position(), fault)
    }
}

enum Step {
    Open,
    Close,
    Text,
    Other,
    End,
}

fn why(error: &Error) -> say::XmlFault {
    match error {
        Error::Io(error) => say::XmlFault::Unreadable(error.to_string()),
        Error::Syntax(SyntaxError::InvalidBangMarkup) => say::XmlFault::NoXml,
        Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) => say::XmlFault::CutOff,
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            say::XmlFault::Mismatch { opened: expected.clone(), closed: found.clone() }
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(closed)) => {
            say::XmlFault::Mismatch { opened: String::new(), closed: closed.clone() }
        }
        _ => say::XmlFault::NoXml,
    }
}

/// One spelling for letters with marks (NFC): what was typed on a Mac may have them apart, and would not be found by others.
fn composed(text: String) -> String {
    if text.is_ascii() || is_nfc(&text) { text } else { text.nfc().collect() }
}

/// Whether a character is one that somebody can see: some hosts fill the end of a file with zeros.
fn is_shown(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && c != '\u{feff}'
}

/// Adds text without the characters that XML forbids and with plain line ends.
fn push_clean(words: &str, text: &mut String) {
    // 0xC2 begins the letters that were written by their numbers in windows-1252, among others.
    let is_odd = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n') || byte == 0xC2;
    if !words.bytes().any(is_odd) {
        text.push_str(words);
        return;
    }
    let plain = if words.contains('\r') { &*words.replace("\r\n", "\n").replace('\r', "\n") } else { words };
    text.extend(plain.chars().filter_map(meant));
}

/// The character that was meant, if any. What Unicode has as controls beyond ASCII was written by somebody who meant the
/// letters that Windows has there; browsers read `&#147;` so, too.
fn meant(c: char) -> Option<char> {
    match c {
        '\t' | '\n' => Some(c),
        '\u{80}'..='\u{9f}' => {
            let byte = [u8::try_from(u32::from(c)).ok()?];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next().filter(|c| !c.is_control())
        }
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Adds what `&name;` stands for. What no XML knows stays as it is: it may mean something in HTML.
fn push_reference(name: &str, text: &mut String) {
    match name {
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "amp" => text.push('&'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        _ => {
            if let Some(number) = name.strip_prefix('#') {
                text.extend(numbered(number));
            } else {
                text.push('&');
                text.push_str(name);
                text.push(';');
            }
        }
    }
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match char::from_u32(code)? {
        '\r' => Some('\n'),
        c => meant(c),
    }
}

/// The same for a whole attribute.
fn unescape_into(value: &str, text: &mut String) {
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        push_clean(&rest[..at], text);
        rest = &rest[at + 1..];
        match rest.find(';').filter(|end| *end > 0 && *end < 12 && rest[..*end].bytes().all(|b| b.is_ascii_graphic())) {
            Some(end) => {
                push_reference(&rest[..end], text);
                rest = &rest[end + 1..];
            }
            None => text.push('&'),
        }
    }
    push_clean(rest, text);
}
