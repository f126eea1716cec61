//! A picture -> the same picture in several smaller sizes, as WebP, upright, in its own colours.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use webp::{Encoder, WebPConfig};

use super::pixels::{self, Pixels};
use super::{Broken, scrub};
use crate::ground::picture::Kind;

/// What is to be made of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Shrinking<'a> {
    /// What its bytes are.
    pub kind: Kind,
    /// Which way is up, 1 to 8.
    pub turn: u8,
    /// Widths and heights, upright; none larger than the picture.
    pub sizes: &'a [(u32, u32)],
    /// 1 to 100.
    pub quality: u8,
}

/// Makes all sizes of a picture.
///
/// # Errors
/// If it cannot be decoded.
pub fn shrink(bytes: &[u8], wanted: &Shrinking<'_>) -> Result<Vec<Vec<u8>>, Broken> {
    let whole = pixels::decode(wanted.kind, bytes)?;
    let mut made = Vec::with_capacity(wanted.sizes.len());
    let mut resizer = Resizer::new();
    let Pixels { width, height, bytes, is_clear, profile } = whole;
    let source = Image::from_vec_u8(width, height, bytes, PixelType::U8x4).map_err(|_| Broken::Unreadable)?;
    for size in wanted.sizes {
        // First smaller, then upright: a large photo is not kept in memory twice.
        let lying = pixels::turned(*size, wanted.turn);
        let smaller;
        let pixels = if lying == (width, height) {
            source.buffer()
        } else {
            let mut image = Image::new(lying.0, lying.1, PixelType::U8x4);
            let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).use_alpha(is_clear);
            resizer.resize(&source, &mut image, Some(&how)).map_err(|_| Broken::Unreadable)?;
            smaller = image;
            smaller.buffer()
        };
        let encoded = encoded(&pixels::upright(pixels, lying, wanted.turn), *size, wanted)?;
        made.push(match &profile {
            Some(profile) => scrub::assemble(&encoded, *size, profile)?,
            None => encoded,
        });
    }
    Ok(made)
}

/// A picture in its own size, upright, without any loss.
pub(super) fn lossless(whole: &Pixels, turn: u8) -> Result<Vec<u8>, Broken> {
    let lying = (whole.width, whole.height);
    let size = pixels::turned(lying, turn);
    let mut how = WebPConfig::new().map_err(|()| Broken::Unreadable)?;
    (how.lossless, how.quality, how.method) = (1, 60.0, 3);
    // Colours stay what they are even where nothing of them can be seen.
    how.exact = 1;
    let encoded = encode_so(&pixels::upright(&whole.bytes, lying, turn), size, &how)?;
    match &whole.profile {
        Some(profile) => scrub::assemble(&encoded, size, profile),
        None => Ok(encoded),
    }
}

/// The smaller of two ways, for drawings and screenshots; photos are always better off with the lossy one.
fn encoded(pixels: &[u8], size: (u32, u32), wanted: &Shrinking<'_>) -> Result<Vec<u8>, Broken> {
    let lossy = encode(pixels, size, Some(wanted.quality))?;
    if wanted.kind == Kind::Jpeg {
        return Ok(lossy);
    }
    let lossless = encode(pixels, size, None)?;
    Ok(if lossless.len() <= lossy.len() { lossless } else { lossy })
}

fn encode(pixels: &[u8], size: (u32, u32), quality: Option<u8>) -> Result<Vec<u8>, Broken> {
    let mut how = WebPConfig::new().map_err(|()| Broken::Unreadable)?;
    if let Some(quality) = quality {
        how.quality = f32::from(quality);
        how.method = 4;
    } else {
        how.lossless = 1;
        how.quality = 60.0;
        how.method = 3;
    }
    how.alpha_compression = 1;
    encode_so(pixels, size, &how)
}

fn encode_so(pixels: &[u8], (width, height): (u32, u32), how: &WebPConfig) -> Result<Vec<u8>, Broken> {
    let made = Encoder::from_rgba(pixels, width, height).encode_advanced(how).map_err(|_| Broken::Unreadable)?;
    Ok(made.to_vec())
}
