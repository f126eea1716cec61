//! PNG (W3C, third edition): chunk by chunk. What decodes or colours the picture stays, and what moves it.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::{Broken, icc, take};
use crate::ground::picture::exif;

/// No colour profile is larger; a larger one is there to fill the memory.
const LARGEST_PROFILE: u64 = 8 * 1024 * 1024;
/// What stays as it is.
const NEEDED: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"sBIT",
    b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn scrub(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    out.extend_from_slice(take(&mut rest, 8)?);
    loop {
        let whole = rest;
        let length = u32::from_be_bytes(take(&mut rest, 4)?.try_into().map_err(|_| Broken::CutShort)?) as usize;
        let name = take(&mut rest, 4)?;
        let content = take(&mut rest, length)?;
        take(&mut rest, 4)?;
        if name == b"iCCP" {
            if let Some(profile) = profile(content).and_then(|profile| packed(&profile)) {
                write(&mut out, *b"iCCP", &profile);
            }
        } else if name == b"eXIf" {
            let turn = exif::turn(content);
            if turn != 1 {
                write(&mut out, *b"eXIf", &exif::least(turn));
            }
        } else if NEEDED.iter().any(|needed| name == *needed) {
            out.extend_from_slice(&whole[..length + 12]);
        } else if name[0] & 0x20 == 0 {
            // A chunk without which the picture cannot be shown, and that nobody knows.
            return Err(Broken::Unreadable);
        }
        if name == b"IEND" {
            return Ok(out);
        }
    }
}

/// The profile in a chunk: a name, a zero, the method, and zlib.
fn profile(content: &[u8]) -> Option<Vec<u8>> {
    let name = content.iter().position(|byte| *byte == 0)?;
    let mut profile = Vec::new();
    ZlibDecoder::new(content.get(name + 2..)?).take(LARGEST_PROFILE).read_to_end(&mut profile).ok()?;
    icc::clean(&profile)
}

fn packed(profile: &[u8]) -> Option<Vec<u8>> {
    let mut zlib = ZlibEncoder::new(b"icc\0\0".to_vec(), Compression::default());
    zlib.write_all(profile).ok()?;
    zlib.finish().ok()
}

fn write(out: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    // Nothing that is written here is longer than what was read.
    out.extend_from_slice(&u32::try_from(content.len()).unwrap_or(0).to_be_bytes());
    let start = out.len();
    out.extend_from_slice(&name);
    out.extend_from_slice(content);
    let mut crc = flate2::Crc::new();
    crc.update(&out[start..]);
    out.extend_from_slice(&crc.sum().to_be_bytes());
}
