//! The bytes of an export become UTF-8, whatever encoding they were written in. Knows nothing of XML but how its first
//! line names an encoding.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

/// How much of the beginning is looked at.
const HEAD: usize = 1024;
/// How much is read at once.
const CHUNK: usize = 1 << 18;

/// Text in UTF-8, piece by piece. Bytes that are no letters become U+FFFD.
pub type Decoded<R> = BufReader<DecodeReaderBytes<BufReader<R>, Vec<u8>>>;

/// Finds out the encoding and decodes. Also says the name of the encoding if it is not UTF-8.
///
/// # Errors
/// If the source cannot be read.
pub fn decoded<R: Read>(source: R) -> io::Result<(Decoded<R>, Option<&'static str>)> {
    let mut source = BufReader::with_capacity(CHUNK, source);
    let encoding = sniffed(source.fill_buf()?);
    let named = (encoding != UTF_8).then(|| encoding.name());
    let decoder = DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .strip_bom(true)
        .bom_override(true)
        .build_with_buffer(source, vec![0; CHUNK])
        .map_err(io::Error::other)?;
    Ok((BufReader::with_capacity(CHUNK, decoder), named))
}

/// A whole text that does not say its encoding: UTF-8 if it can be that, else what Windows wrote.
///
/// # Errors
/// Never for bytes in memory, but reading may fail.
pub fn whole(bytes: &[u8]) -> io::Result<String> {
    if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() {
        return Ok(encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned());
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

    fn text(bytes: &[u8]) -> (String, Option<&'static str>) {
        let (mut reader, named) = decoded(bytes).unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        (text, named)
    }

    #[test]
    fn encodings_are_found() {
        assert_eq!(text("\u{feff}<a>é</a>".as_bytes()), ("<a>é</a>".to_owned(), None));
        let (latin, named) = text(b"<?xml version='1.0' encoding='windows-1252'?><a>\x93\xe9\x94</a>");
        assert_eq!((&latin[latin.len() - 15..], named), ("<a>“é”</a>", Some("windows-1252")));
        let wide: Vec<u8> = "<a>友</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide), ("<a>友</a>".to_owned(), Some("UTF-16LE")));
        assert_eq!(text(b"<?xml encoding='utf-16'?><a>\xff</a>").0, "<?xml encoding='utf-16'?><a>\u{fffd}</a>");
    }
}
