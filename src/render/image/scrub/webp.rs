//! WebP (RFC 9649): chunk by chunk of its RIFF. The picture, its parts if it moves, and its colours stay.
//!
//! Browsers turn a JPEG and a PNG as its Exif says, but not a WebP: one that lies on its side is set upright here, pixel
//! by pixel and without loss.

use super::{Broken, icc, take};
use crate::ground::picture::{Kind, exif};
use crate::render::image::{pixels, shrink};

const PROFILE: u8 = 0x20;
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;

/// A chunk's name and content.
type Chunk<'a> = (&'a [u8], &'a [u8]);

pub(super) fn scrub(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut chunks: Vec<(&[u8], Vec<u8>)> = Vec::new();
    let mut rest = bytes;
    let size = u32::from_le_bytes(take(&mut rest, 12)?[4..8].try_into().map_err(|_| Broken::CutShort)?) as usize;
    // What hangs on behind the end is none of the picture.
    rest = rest.get(..size.checked_sub(4).ok_or(Broken::Unreadable)?).ok_or(Broken::CutShort)?;
    while let Some((name, content)) = next(&mut rest)? {
        match name {
            b"ICCP" => chunks.extend(icc::clean(content).map(|profile| (name, profile))),
            b"EXIF" => {
                let turn = exif::turn(content.strip_prefix(b"Exif\0\0").unwrap_or(content));
                chunks.extend((turn != 1).then(|| (name, exif::least(turn).to_vec())));
            }
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANIM" => chunks.push((name, content.to_vec())),
            b"ANMF" => chunks.push((name, frame(content)?)),
            _ => {}
        }
    }
    let turn = exif::of(Kind::Webp, bytes).map_or(1, exif::turn);
    let has = |wanted: &[u8]| chunks.iter().any(|(name, _)| *name == wanted);
    if !has(b"VP8 ") && !has(b"VP8L") && !has(b"ANMF") {
        return Err(Broken::CutShort);
    }
    if turn != 1 && !has(b"ANMF") {
        return shrink::lossless(&pixels::decode(Kind::Webp, bytes)?, turn);
    }
    let (profile, exif) = (has(b"ICCP"), has(b"EXIF"));
    for (name, content) in &mut chunks {
        if *name == b"VP8X" {
            let flags = content.first_mut().ok_or(Broken::Unreadable)?;
            *flags &= !(PROFILE | EXIF | XMP);
            *flags |= if profile { PROFILE } else { 0 } | if exif { EXIF } else { 0 };
        }
    }
    Ok(riff(&chunks))
}

/// The next chunk; none at the end.
fn next<'a>(rest: &mut &'a [u8]) -> Result<Option<Chunk<'a>>, Broken> {
    if rest.is_empty() {
        return Ok(None);
    }
    let name = take(rest, 4)?;
    let length = u32::from_le_bytes(take(rest, 4)?.try_into().map_err(|_| Broken::CutShort)?) as usize;
    let content = take(rest, length)?;
    // A chunk of odd length is followed by one byte that means nothing.
    *rest = rest.get(length % 2..).unwrap_or_default();
    Ok(Some((name, content)))
}

/// One picture of a moving one: sixteen bytes of place and time, then chunks of its own.
fn frame(content: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut rest = content;
    let mut out = take(&mut rest, 16)?.to_vec();
    while let Some((name, content)) = next(&mut rest)? {
        if matches!(name, b"VP8 " | b"VP8L" | b"ALPH") {
            chunk(&mut out, name, content);
        }
    }
    Ok(out)
}

/// A picture just encoded, with a colour profile put in.
pub fn assemble(encoded: &[u8], (width, height): (u32, u32), profile: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut chunks: Vec<(&[u8], Vec<u8>)> = Vec::new();
    let mut rest = encoded;
    take(&mut rest, 12)?;
    let mut flags = PROFILE;
    while let Some((name, content)) = next(&mut rest)? {
        match name {
            b"VP8X" => flags |= content.first().copied().unwrap_or(0) & ALPHA,
            // The bit of the head that says whether anything shines through.
            b"VP8L" if content.get(4).is_some_and(|byte| byte & 0x10 != 0) => flags |= ALPHA,
            _ => {}
        }
        if name != b"VP8X" {
            chunks.push((name, content.to_vec()));
        }
    }
    let mut head = vec![flags, 0, 0, 0];
    head.extend_from_slice(&(width - 1).to_le_bytes()[..3]);
    head.extend_from_slice(&(height - 1).to_le_bytes()[..3]);
    chunks.insert(0, (b"VP8X", head));
    chunks.insert(1, (b"ICCP", profile.to_vec()));
    Ok(riff(&chunks))
}

fn riff(chunks: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    for (name, content) in chunks {
        chunk(&mut out, name, content);
    }
    let size = u32::try_from(out.len() - 8).unwrap_or(0).to_le_bytes();
    out[4..8].copy_from_slice(&size);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8], content: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(&u32::try_from(content.len()).unwrap_or(0).to_le_bytes());
    out.extend_from_slice(content);
    out.resize(out.len() + content.len() % 2, 0);
}
