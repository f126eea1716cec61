//! Exif in pictures: where it is, which way it says is up, and the least that says so. All else in it is about the camera,
//! the place and the person, and is never read.
//!
//! Exif 2.3 is TIFF 6.0: a byte order, then a list of entries of twelve bytes.

use super::Kind;

/// The tag that says which way is up.
const ORIENTATION: u16 = 0x0112;

/// The Exif of a picture, from its TIFF header on.
pub fn of(kind: Kind, bytes: &[u8]) -> Option<&[u8]> {
    match kind {
        Kind::Jpeg => in_jpeg(bytes),
        Kind::Png => in_png(bytes),
        Kind::Webp => in_webp(bytes).map(|exif| exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)),
        _ => None,
    }
}

/// Which way is up, 1 to 8; 1 if it does not say.
pub fn turn(exif: &[u8]) -> u8 {
    turned(exif).filter(|turn| (1..=8).contains(turn)).unwrap_or(1)
}

/// Exif that says which way is up and nothing else.
pub fn least(turn: u8) -> [u8; 26] {
    let mut exif = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    exif[19] = turn;
    exif
}

fn turned(exif: &[u8]) -> Option<u8> {
    let big = match exif.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let two = |at: usize| -> Option<u16> {
        let two = [*exif.get(at)?, *exif.get(at + 1)?];
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let (first, second) = (usize::from(two(4)?), usize::from(two(6)?));
    let list = if big { first << 16 | second } else { second << 16 | first };
    let entries = usize::from(two(list)?);
    let entry = (0..entries).map(|number| list + 2 + number * 12).find(|at| two(*at) == Some(ORIENTATION))?;
    u8::try_from(two(entry + 8)?).ok()
}

fn in_jpeg(bytes: &[u8]) -> Option<&[u8]> {
    let mut at = 2;
    loop {
        let marker = [*bytes.get(at)?, *bytes.get(at + 1)?];
        match marker {
            [0xFF, 0xFF] => at += 1,
            [0xFF, 0xDA | 0xD9] => return None,
            [0xFF, kind] => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let content = bytes.get(at + 4..at + 2 + length)?;
                if let Some(exif) = content.strip_prefix(b"Exif\0").filter(|_| kind == 0xE1) {
                    return exif.get(1..);
                }
                at += 2 + length;
            }
            _ => return None,
        }
    }
}

fn in_png(bytes: &[u8]) -> Option<&[u8]> {
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let name = bytes.get(at + 4..at + 8)?;
        let content = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
        if name == b"eXIf" {
            return Some(content);
        }
        at += 12 + length;
    }
}

fn in_webp(bytes: &[u8]) -> Option<&[u8]> {
    let mut at = 12;
    loop {
        let name = bytes.get(at..at + 4)?;
        let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?) as usize;
        let content = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
        if name == b"EXIF" {
            return Some(content);
        }
        at += 8 + length + length % 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_exif_says_which_way_is_up() {
        for way in 1..=8 {
            assert_eq!(turn(&least(way)), way);
        }
        assert_eq!(turn(&least(9)), 1);
        assert_eq!(turn(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"), 6);
        assert_eq!(turn(b"II*\0\xff\xff\xff\xff"), 1);
        assert_eq!(turn(b"GIF"), 1);
    }
}
