//! The bytes of an export become UTF-8, whatever encoding they were written in. Knows nothing of XML but how its first
//! line names an encoding.

mod mend;

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;

use mend::Mending;
pub use mend::Told;

/// How much of the beginning is looked at.
const HEAD: usize = 1024;
/// How much is read at once.
const CHUNK: usize = 1 << 18;

/// Text in UTF-8, piece by piece.
pub type Decoded<'a> = BufReader<Box<dyn Read + 'a>>;

/// Finds out the encoding and decodes. What was found out is told once all was read.
///
/// # Errors
/// If the source cannot be read.
pub fn decoded<'a, R: Read + 'a>(source: R) -> io::Result<(Decoded<'a>, Told)> {
    let mut source = BufReader::with_capacity(CHUNK, source);
    let encoding = sniffed(source.fill_buf()?);
    let has_mark = Encoding::for_bom(source.fill_buf()?).is_some();
    let told = Told::new(encoding);
    // What says that it is one of these two is often a mixture of both, which no decoder of one can read.
    let reader: Box<dyn Read + 'a> = if !has_mark && (encoding == UTF_8 || encoding == WINDOWS_1252) {
        Box::new(Mending::new(source, told.clone()))
    } else {
        let decoder = DecodeReaderBytesBuilder::new()
            .encoding(Some(encoding))
            .strip_bom(true)
            .bom_override(true)
            .build_with_buffer(source, vec![0; CHUNK])
            .map_err(io::Error::other)?;
        Box::new(decoder)
    };
    Ok((BufReader::with_capacity(CHUNK, reader), told))
}

/// A whole text that does not say its encoding: UTF-8 if it can be that, else what Windows wrote.
///
/// # Errors
/// Never for bytes in memory, but reading may fail.
pub fn whole(bytes: &[u8]) -> io::Result<String> {
    if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() {
        return Ok(WINDOWS_1252.decode(bytes).0.into_owned());
    }
    let mut text = String::new();
    decoded(bytes)?.0.read_to_string(&mut text)?;
    Ok(text)
}

/// The encoding by its mark, by the first two letters, or by the name in `<?xml … encoding="…"?>`.
fn sniffed(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match head.get(..4) {
        Some([b'<', 0, _, 0]) => return UTF_16LE,
        Some([0, b'<', 0, _]) => return UTF_16BE,
        _ => {}
    }
    let head = &head[..head.len().min(HEAD)];
    let declared = head.starts_with(b"<?xml").then(|| declared(head)).flatten();
    // A text that can be read byte by byte is not in UTF-16, whatever it says.
    declared.filter(|it| *it != UTF_16LE && *it != UTF_16BE).unwrap_or(UTF_8)
}

fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let line = &head[..head.windows(2).position(|two| two == b"?>")?];
    let at = line.windows(8).position(|word| word == b"encoding")? + 8;
    let quoted = line[at..].iter().position(|byte| matches!(byte, b'"' | b'\''))? + at;
    let name = line[quoted + 1..].split(|byte| *byte == line[quoted]).next()?;
    Encoding::for_label(name)
}

#[cfg(test)]
mod tests {
    use super::decoded;
    use std::io::Read as _;

    fn text(bytes: &[u8]) -> (String, Vec<String>) {
        let (mut reader, told) = decoded(bytes).unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        (text, told.notes())
    }

    #[test]
    fn encodings_are_found() {
        let none: Vec<String> = Vec::new();
        let plain = |bytes: &[u8]| text(bytes);
        assert_eq!(plain("\u{feff}<a>é</a>".as_bytes()), ("<a>é</a>".to_owned(), none.clone()));
        let (latin, notes) = plain(b"<?xml version='1.0' encoding='windows-1252'?><a>\x93\xe9\x94</a>");
        assert_eq!(&latin[latin.len() - 15..], "<a>“é”</a>");
        assert_eq!(notes, ["the export was written in windows-1252; all text is UTF-8 now"]);
        let wide: Vec<u8> = "<a>友</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(plain(&wide).0, "<a>友</a>");
        assert_eq!(
            plain(b"<?xml encoding='utf-16'?><a>\xc3\xa9</a>"),
            ("<?xml encoding='utf-16'?><a>é</a>".to_owned(), none)
        );
    }

    #[test]
    fn what_is_labelled_wrongly_is_read_all_the_same() {
        let (mixed, notes) = text(b"<?xml encoding='utf-8'?><a>caf\xe9 caf\xc3\xa9 \xe2\x80 \x93</a>");
        assert_eq!(&mixed[24..], "<a>café café \u{fffd} “</a>");
        assert!(notes[0].starts_with("4 letters were not written in UTF-8"), "{notes:?}");
        let (mixed, notes) = text(b"<?xml encoding='iso-8859-1'?><a>caf\xe9 caf\xc3\xa9</a>");
        assert_eq!(&mixed[29..], "<a>café café</a>");
        assert!(notes[0].contains("most of it is UTF-8; 1 other"), "{notes:?}");
        for size in 1..8 {
            let source = std::io::BufReader::with_capacity(size, "<a>é友😀é</a>".as_bytes());
            let mut out = String::new();
            let mut mending = super::Mending::new(source, super::Told::new(encoding_rs::UTF_8));
            std::io::Read::read_to_string(&mut mending, &mut out).unwrap();
            assert_eq!(out, "<a>é友😀é</a>", "in pieces of {size}");
        }
    }
}
