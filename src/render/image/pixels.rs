//! A picture's bytes -> its pixels, and these upright. Never more of them than its head has promised.

use std::borrow::Cow;
use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::Broken;
use super::scrub::{clean_profile, jpeg_profile};
use crate::ground::picture::{Kind, MOST_PIXELS};

/// Pixels, four bytes each: red, green, blue, and how much shines through.
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
    /// Whether anything shines through at all.
    pub is_clear: bool,
    /// The colour profile, without its words.
    pub profile: Option<Vec<u8>>,
}

/// Decodes a picture, as it lies.
pub(super) fn decode(kind: Kind, bytes: &[u8]) -> Result<Pixels, Broken> {
    let mut decoded = match kind {
        Kind::Jpeg => jpeg(bytes)?,
        Kind::Png => png(bytes)?,
        Kind::Webp => webp(bytes)?,
        _ => return Err(Broken::Unreadable),
    };
    // A profile for greys means nothing any more once they are red, green and blue.
    decoded.profile = decoded.profile.filter(|profile| profile.get(16..20) == Some(b"RGB "));
    Ok(decoded)
}

fn jpeg(bytes: &[u8]) -> Result<Pixels, Broken> {
    let most = usize::from(u16::MAX);
    let options = DecoderOptions::default()
        .set_max_width(most)
        .set_max_height(most)
        .set_strict_mode(false)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| Broken::Unreadable)?;
    if matches!(decoder.input_colorspace(), Some(ColorSpace::CMYK | ColorSpace::YCCK)) {
        return Err(Broken::Unreadable);
    }
    let (width, height) = decoder.dimensions().ok_or(Broken::Unreadable)?;
    let (width, height) = checked(width as u64, height as u64)?;
    let pixels = decoder.decode().map_err(|_| Broken::Unreadable)?;
    Ok(Pixels { width, height, bytes: pixels, is_clear: false, profile: jpeg_profile(bytes) })
}

fn png(bytes: &[u8]) -> Result<Pixels, Broken> {
    let limits = png::Limits { bytes: 1 << 30 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(|_| Broken::Unreadable)?;
    let profile = reader.info().icc_profile.as_deref().and_then(clean_profile);
    let (width, height) = checked(u64::from(reader.info().width), u64::from(reader.info().height))?;
    let mut raw = vec![0; reader.output_buffer_size().ok_or(Broken::Unreadable)?];
    let frame = reader.next_frame(&mut raw).map_err(|_| Broken::Unreadable)?;
    raw.truncate(frame.buffer_size());
    let bytes: Vec<u8> = match frame.color_type {
        png::ColorType::Rgba => raw,
        png::ColorType::GrayscaleAlpha => {
            let mut bytes = Vec::with_capacity(raw.len() * 2);
            raw.chunks_exact(2).for_each(|it| bytes.extend_from_slice(&[it[0], it[0], it[0], it[1]]));
            bytes
        }
        // All else has been given its four.
        _ => return Err(Broken::Unreadable),
    };
    let is_clear = bytes.iter().skip(3).step_by(4).any(|alpha| *alpha != 255);
    Ok(Pixels { width, height, bytes, is_clear, profile })
}

fn webp(bytes: &[u8]) -> Result<Pixels, Broken> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(|_| Broken::Unreadable)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = checked(u64::from(width), u64::from(height))?;
    let profile = decoder.icc_profile().ok().flatten().as_deref().and_then(clean_profile);
    let mut raw = vec![0; decoder.output_buffer_size().ok_or(Broken::Unreadable)?];
    decoder.read_image(&mut raw).map_err(|_| Broken::Unreadable)?;
    let is_clear = decoder.has_alpha();
    let bytes = if is_clear { raw } else { raw.chunks_exact(3).flat_map(|it| [it[0], it[1], it[2], 255]).collect() };
    Ok(Pixels { width, height, bytes, is_clear, profile })
}

fn checked(width: u64, height: u64) -> Result<(u32, u32), Broken> {
    let is_good = width > 0 && height > 0 && width.saturating_mul(height) <= MOST_PIXELS;
    match (u32::try_from(width), u32::try_from(height)) {
        (Ok(width), Ok(height)) if is_good => Ok((width, height)),
        _ => Err(Broken::Unreadable),
    }
}

/// The sides of a picture after such a turn, and before it: the same is done both ways.
pub(super) fn turned((width, height): (u32, u32), turn: u8) -> (u32, u32) {
    if (5..=8).contains(&turn) { (height, width) } else { (width, height) }
}

/// Turns and mirrors pixels as their Exif says (Exif 2.3, tag 0x0112).
pub(super) fn upright(pixels: &[u8], size: (u32, u32), turn: u8) -> Cow<'_, [u8]> {
    if turn <= 1 || turn > 8 {
        return Cow::Borrowed(pixels);
    }
    let (new_width, new_height) = turned(size, turn);
    let (width, height) = (size.0 as usize, size.1 as usize);
    let mut bytes = Vec::with_capacity(pixels.len());
    for y in 0..new_height as usize {
        for x in 0..new_width as usize {
            let (from_x, from_y) = match turn {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let at = (from_y * width + from_x) * 4;
            bytes.extend_from_slice(&pixels[at..at + 4]);
        }
    }
    Cow::Owned(bytes)
}
