//! GIF 89a: block by block. Comments, texts and what programs note for themselves go; how often it moves stays.

use super::{Broken, take};

/// How often a moving picture is to be shown again; there is no other way to say it.
const LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

pub(super) fn scrub(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let head = take(&mut rest, 13)?;
    out.extend_from_slice(head);
    out.extend_from_slice(take(&mut rest, table(head[10]))?);
    loop {
        let start = rest;
        match take(&mut rest, 1)?[0] {
            0x3B => {
                out.push(0x3B);
                return Ok(out);
            }
            0x2C => {
                let place = take(&mut rest, 9)?;
                take(&mut rest, table(place[8]) + 1)?;
                blocks(&mut rest)?;
                out.extend_from_slice(&start[..start.len() - rest.len()]);
            }
            0x21 => {
                let kind = take(&mut rest, 1)?[0];
                let first = rest.get(1..12).unwrap_or_default();
                let stays = kind == 0xF9 || (kind == 0xFF && rest.first() == Some(&11) && LOOPS.contains(&first));
                blocks(&mut rest)?;
                if stays {
                    out.extend_from_slice(&start[..start.len() - rest.len()]);
                }
            }
            // Some programs fill up with zeros.
            0x00 => {}
            _ => return Err(Broken::Unreadable),
        }
    }
}

/// The length of a table of colours, from the byte that announces it.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn blocks(rest: &mut &[u8]) -> Result<(), Broken> {
    while let length @ 1.. = take(rest, 1)?[0] {
        take(rest, usize::from(length))?;
    }
    Ok(())
}
