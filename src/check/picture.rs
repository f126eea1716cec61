//! The words that cameras and programs leave inside of pictures: who took them, where, for whom.
//! Reads only these parts of a file, however large it is. Knows formats of pictures; knows nothing of what is looked for.

use std::io::{self, Read, Seek, SeekFrom};

/// So much is taken at most; what people write into a picture is shorter.
const MOST: usize = 1 << 20;
/// So much of a format without a way through it is taken.
const HEAD: u64 = 256 * 1024;

/// The bytes of all parts that can hold words: Exif, XMP, IPTC and remarks, each after a zero byte.
/// JPEG (ITU T.81, Annex B), PNG (<https://www.w3.org/TR/png-3/#5Chunk-layout>), WebP (RFC 9649); of others, the beginning.
///
/// # Errors
/// If the file cannot be read. One that is damaged just ends early.
pub fn words(mut file: impl Read + Seek) -> io::Result<Vec<u8>> {
    let mut start = [0; 12];
    let mut found = Vec::new();
    let read = read_up_to(&mut file, &mut start)?;
    match &start[..read] {
        [0xff, 0xd8, ..] => jpeg(&mut file, &mut found)?,
        [0x89, b'P', b'N', b'G', ..] => png(&mut file, &mut found)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => webp(&mut file, &mut found)?,
        _ => {
            file.seek(SeekFrom::Start(0))?;
            file.take(HEAD).read_to_end(&mut found)?;
        }
    }
    let wide = wide(&found);
    let mut words = Vec::new();
    readable(&found, &mut words);
    readable(&wide, &mut words);
    Ok(words)
}

/// What can be read in these bytes, each piece after a zero byte. What lies between is noise, such as a small picture of the
/// picture; and in noise a short piece with an `@` means nothing.
fn readable(bytes: &[u8], words: &mut Vec<u8>) {
    const SHORTEST: usize = 5;
    const SHORTEST_ADDRESS: usize = 16;
    for piece in bytes.utf8_chunks().flat_map(|chunk| chunk.valid().split(char::is_control)) {
        let length = piece.chars().count();
        if length >= SHORTEST && (length >= SHORTEST_ADDRESS || !piece.contains('@')) {
            words.push(0);
            words.extend_from_slice(piece.as_bytes());
        }
    }
}

fn jpeg(file: &mut (impl Read + Seek), found: &mut Vec<u8>) -> io::Result<()> {
    let mut at = 2;
    let mut head = [0; 4];
    loop {
        file.seek(SeekFrom::Start(at))?;
        if read_up_to(file, &mut head)? < 4 || head[0] != 0xff || head[1] == 0xda {
            return Ok(());
        }
        let length = u64::from(u16::from_be_bytes([head[2], head[3]])).max(2);
        if matches!(head[1], 0xe1 | 0xed | 0xfe) {
            take(file, length - 2, found)?;
        }
        at += 2 + length;
    }
}

fn png(file: &mut (impl Read + Seek), found: &mut Vec<u8>) -> io::Result<()> {
    let mut at = 8;
    let mut head = [0; 8];
    loop {
        file.seek(SeekFrom::Start(at))?;
        if read_up_to(file, &mut head)? < 8 {
            return Ok(());
        }
        let length = u64::from(u32::from_be_bytes([head[0], head[1], head[2], head[3]]));
        if matches!(&head[4..], b"tEXt" | b"iTXt" | b"eXIf") {
            take(file, length, found)?;
        }
        at += 12 + length;
    }
}

fn webp(file: &mut (impl Read + Seek), found: &mut Vec<u8>) -> io::Result<()> {
    let mut at = 12;
    let mut head = [0; 8];
    loop {
        file.seek(SeekFrom::Start(at))?;
        if read_up_to(file, &mut head)? < 8 {
            return Ok(());
        }
        let length = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        if matches!(&head[..4], b"EXIF" | b"XMP ") {
            take(file, length, found)?;
        }
        at += 8 + length + length % 2;
    }
}

fn take(file: &mut impl Read, length: u64, found: &mut Vec<u8>) -> io::Result<()> {
    let room = MOST.saturating_sub(found.len()) as u64;
    found.push(0);
    file.take(length.min(room)).read_to_end(found).map(drop)
}

/// As much as there is, up to the buffer's length.
fn read_up_to(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < buffer.len() {
        match file.read(&mut buffer[read..]) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

/// Text of two bytes a letter, as Windows writes it into Exif, with one: every zero byte behind a letter left out.
fn wide(bytes: &[u8]) -> Vec<u8> {
    if memchr::memchr(0, bytes).is_none() {
        return Vec::new();
    }
    let mut narrow = vec![0];
    let mut rest = bytes;
    while let [letter, zero, after @ ..] = rest {
        if *zero == 0 && (letter.is_ascii_graphic() || *letter == b' ') {
            narrow.push(*letter);
            rest = after;
        } else {
            if narrow.last() != Some(&0) {
                narrow.push(0);
            }
            rest = &rest[1..];
        }
    }
    narrow
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::words;

    fn holds(file: Vec<u8>, word: &str) -> bool {
        memchr::memmem::find(&words(Cursor::new(file)).unwrap(), word.as_bytes()).is_some()
    }

    fn jpeg(text: &[u8]) -> Vec<u8> {
        let length = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
        let mut file = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xe1];
        file.extend(length);
        file.extend(text);
        file.extend([0xff, 0xda, 0, 2]);
        file.extend(b"Maria Rossi in the noise");
        file
    }

    fn png(kind: [u8; 4], text: &[u8]) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x04IDATnone\0\0\0\0".to_vec();
        file.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
        file.extend(kind);
        file.extend(text);
        file.extend([0; 4]);
        file
    }

    #[test]
    fn words_are_found_and_noise_is_not() {
        assert!(holds(jpeg(b"Exif\0\0Tom Baker"), "Tom Baker"));
        assert!(holds(jpeg(b"Exif\0\0T\0o\0m\0 \0B\0a\0k\0e\0r\0"), "Tom Baker"));
        assert!(!holds(jpeg(b"Exif"), "Maria"));
        assert!(holds(png(*b"tEXt", b"Author\0Tom Baker"), "Tom Baker"));
        assert!(!holds(png(*b"IDAT", b"Tom Baker"), "Tom Baker"));
        assert!(holds(b"RIFF\0\0\0\0WEBPVP8 \x01\0\0\0xyXMP \x09\0\0\0Tom Baker".to_vec(), "Tom Baker"));
        assert!(holds(b"GIF89a\x01 Tom Baker\0".to_vec(), "Tom Baker"));
        assert!(holds(jpeg(b"\xff\xfetom@mail.example, Tom"), "tom@mail.example"));
        assert!(!holds(jpeg(b"\xff\xfea@b.cd\xff"), "a@b.cd"));
    }

    #[test]
    fn damaged_files_just_end() {
        for file in [
            &b""[..],
            b"\xff\xd8",
            b"\xff\xd8\xff\xe1\0\0\xff\xe1\xff\xff",
            b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt",
            b"RIFF",
        ] {
            assert!(words(Cursor::new(file.to_vec())).is_ok());
        }
    }
}
