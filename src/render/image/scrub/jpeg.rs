//! JPEG (ITU T.81, annex B): segment by segment. Only what decodes the picture stays.

use super::{Broken, icc, take};
use crate::ground::picture::{Kind, exif};

const PROFILE: &[u8] = b"ICC_PROFILE\0";
/// A segment tells its own length in two bytes, which count themselves.
const LARGEST: usize = 0xFFFF - 2;

pub(super) fn scrub(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    out.extend_from_slice(take(&mut rest, 2)?);
    let head = out.len();
    while let Some((marker, content)) = segment(&mut rest)? {
        match (marker, content) {
            // Without the small preview that may follow.
            (0xE0, content) if content.starts_with(b"JFIF\0") && content.len() >= 14 => {
                let mut jfif = content[..14].to_vec();
                jfif[12..].fill(0);
                write(&mut out, marker, &jfif);
            }
            // How the colours are mixed.
            (0xEE, content) if content.starts_with(b"Adobe") && content.len() >= 12 => {
                write(&mut out, marker, &content[..12]);
            }
            (0xE0..=0xFE, _) => {}
            (0xDA, content) => {
                write(&mut out, marker, content);
                let lines = scan(rest);
                out.extend_from_slice(take(&mut rest, lines)?);
            }
            (0xD9, _) => {
                out.extend_from_slice(&[0xFF, 0xD9]);
                return Ok(with_head(out, head, bytes));
            }
            (marker, content) => write(&mut out, marker, content),
        }
    }
    Err(Broken::CutShort)
}

/// The colour profile of a picture, put together from its parts (ICC.1:2022, annex B.4).
pub fn profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.get(2..)?;
    let mut parts = Vec::new();
    while let Ok(Some((marker, content))) = segment(&mut rest) {
        match (marker, content.strip_prefix(PROFILE)) {
            (0xE2, Some([number, _, part @ ..])) => parts.push((*number, part)),
            (0xDA | 0xD9, _) => break,
            _ => {}
        }
    }
    parts.sort_by_key(|(number, _)| *number);
    icc::clean(&parts.iter().flat_map(|(_, part)| *part).copied().collect::<Vec<u8>>())
}

/// What stays of the head matter: which way is up, and the colours. After JFIF, which some want to be the first.
fn with_head(out: Vec<u8>, mut at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut head = Vec::new();
    let turn = exif::of(Kind::Jpeg, bytes).map_or(1, exif::turn);
    if turn != 1 {
        write(&mut head, 0xE1, &[b"Exif\0\0", &exif::least(turn)[..]].concat());
    }
    let profile = profile(bytes).unwrap_or_default();
    let parts: Vec<&[u8]> = profile.chunks(LARGEST - PROFILE.len() - 2).collect();
    if let Ok(count) = u8::try_from(parts.len()) {
        for (number, part) in (1..=count).zip(parts) {
            write(&mut head, 0xE2, &[PROFILE, &[number, count], part].concat());
        }
    }
    if out.get(at..at + 2) == Some(&[0xFF, 0xE0]) {
        at += 2 + 16;
    }
    [&out[..at], &head, &out[at..]].concat()
}

/// The next segment: its marker and what is in it. None at the end of the bytes.
fn segment<'a>(rest: &mut &'a [u8]) -> Result<Option<(u8, &'a [u8])>, Broken> {
    loop {
        match rest {
            [] => return Ok(None),
            // Any marker may stand after as many filling bytes as it likes.
            [0xFF, 0xFF, ..] => {
                take(rest, 1)?;
            }
            [0xFF, marker @ (0x01 | 0xD0..=0xD9), ..] => {
                let marker = *marker;
                take(rest, 2)?;
                return Ok(Some((marker, &[])));
            }
            [0xFF, marker @ 0xC0..=0xFE, high, low, ..] => {
                let (marker, length) = (*marker, usize::from(u16::from_be_bytes([*high, *low])));
                take(rest, 4)?;
                return Ok(Some((marker, take(rest, length.checked_sub(2).ok_or(Broken::Unreadable)?)?)));
            }
            [0xFF] | [0xFF, _] | [0xFF, _, _] => return Err(Broken::CutShort),
            _ => return Err(Broken::Unreadable),
        }
    }
}

/// How many bytes of lines follow, up to the next marker that is none of theirs.
fn scan(bytes: &[u8]) -> usize {
    let is_end = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7);
    bytes.windows(2).position(is_end).unwrap_or(bytes.len())
}

fn write(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    out.extend_from_slice(&[0xFF, marker]);
    if !matches!(marker, 0x01 | 0xD0..=0xD9) {
        // It was read with a length of two bytes, or cut to fit.
        let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
        out.extend_from_slice(&length.to_be_bytes());
    }
    out.extend_from_slice(content);
}
