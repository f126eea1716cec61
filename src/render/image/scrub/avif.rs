//! AVIF (ISO/IEC 14496-12 and 23008-12): a tree of boxes, in which everything is found by its place in the file. So nothing
//! is cut out: what the camera wrote is overwritten with zeros where it stands. Which way is up is no part of it here.

use super::{Broken, take};

pub(super) fn scrub(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut out = bytes.to_vec();
    let mut known = false;
    let mut end = 0;
    for (name, at, content) in boxes(bytes)? {
        end = at + content.len();
        match &name {
            b"ftyp" | b"mdat" | b"moov" => {}
            b"meta" => {
                known = true;
                for (start, length) in words(content, at)? {
                    out.get_mut(start..start + length).ok_or(Broken::CutShort)?.fill(0);
                }
            }
            _ => out[at..end].fill(0),
        }
    }
    out.truncate(end);
    if known { Ok(out) } else { Err(Broken::Unreadable) }
}

type Box<'a> = ([u8; 4], usize, &'a [u8]);

/// The boxes one after another, each with where its content begins.
fn boxes(bytes: &[u8]) -> Result<Vec<Box<'_>>, Broken> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while rest.len() >= 8 {
        let short = number(take(&mut rest, 4)?);
        let name: [u8; 4] = take(&mut rest, 4)?.try_into().map_err(|_| Broken::CutShort)?;
        let length = match short {
            0 => rest.len(),
            1 => number(take(&mut rest, 8)?).checked_sub(16).ok_or(Broken::Unreadable)?,
            length => length.checked_sub(8).ok_or(Broken::Unreadable)?,
        };
        let at = bytes.len() - rest.len();
        found.push((name, at, take(&mut rest, length)?));
    }
    Ok(found)
}

/// Where the things are that are no picture: Exif, XMP and their like. `at`: where the content of `meta` begins.
fn words(meta: &[u8], at: usize) -> Result<Vec<(usize, usize)>, Broken> {
    let parts = boxes(meta.get(4..).ok_or(Broken::CutShort)?)?;
    let part = |wanted: &[u8; 4]| parts.iter().find(|(name, ..)| name == wanted);
    let (Some((.., infos)), Some((.., places))) = (part(b"iinf"), part(b"iloc")) else { return Ok(Vec::new()) };
    let inside = part(b"idat").map(|(_, start, _)| at + 4 + start);
    let unwanted = unwanted(infos)?;
    let all = items(places)?;
    let mut found = Vec::new();
    for (item, within, start, length) in all {
        if unwanted.contains(&item) {
            let base = match within {
                0 => 0,
                1 => inside.ok_or(Broken::Unreadable)?,
                _ => return Err(Broken::Unreadable),
            };
            found.push((start + base, length));
        }
    }
    Ok(found)
}

/// The numbers of the items that are words.
fn unwanted(infos: &[u8]) -> Result<Vec<usize>, Broken> {
    let mut rest = infos;
    let version = take(&mut rest, 4)?[0];
    take(&mut rest, if version == 0 { 2 } else { 4 })?;
    let mut found = Vec::new();
    for (name, _, content) in boxes(rest)? {
        let mut rest = content;
        let version = take(&mut rest, 4)?[0];
        if &name != b"infe" || version < 2 {
            return Err(Broken::Unreadable);
        }
        let item = number(take(&mut rest, if version == 2 { 2 } else { 4 })?);
        take(&mut rest, 2)?;
        if matches!(take(&mut rest, 4)?, b"Exif" | b"mime" | b"uri ") {
            found.push(item);
        }
    }
    Ok(found)
}

/// Each piece of each item: the item, what its place is counted from, the place, the length.
fn items(places: &[u8]) -> Result<Vec<(usize, usize, usize, usize)>, Broken> {
    let mut rest = places;
    let version = take(&mut rest, 4)?[0];
    let sizes = take(&mut rest, 2)?;
    let (offset, length) = (usize::from(sizes[0] >> 4), usize::from(sizes[0] & 15));
    let (base, index) = (usize::from(sizes[1] >> 4), if version > 0 { usize::from(sizes[1] & 15) } else { 0 });
    let wide = if version < 2 { 2 } else { 4 };
    let mut found = Vec::new();
    for _ in 0..number(take(&mut rest, wide)?) {
        let item = number(take(&mut rest, wide)?);
        let within = if version > 0 { number(take(&mut rest, 2)?) & 15 } else { 0 };
        take(&mut rest, 2)?;
        let start = number(take(&mut rest, base)?);
        for _ in 0..number(take(&mut rest, 2)?) {
            take(&mut rest, index)?;
            let more = number(take(&mut rest, offset)?);
            let length = number(take(&mut rest, length)?);
            found.push((item, within, start.checked_add(more).ok_or(Broken::Unreadable)?, length));
        }
    }
    Ok(found)
}

/// A number of so many bytes; one that is larger than any file comes out as more than there is.
fn number(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .fold(0, |number: usize, byte| number.saturating_mul(256).saturating_add(usize::from(*byte)))
        .min(usize::MAX / 4)
}
