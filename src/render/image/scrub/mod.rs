//! A picture as it was taken -> the same picture without what the camera and the programs wrote beside its pixels: place,
//! time, serial numbers, names, small previews, and whatever hangs on behind its end. The pixels are not touched: what is
//! kept is kept byte by byte, and everything that is not known to be needed for showing the picture goes.
//!
//! What stays besides the pixels: which way is up (an Exif with this one entry), and the colour profile without its words.

mod avif;
mod gif;
mod icc;
mod jpeg;
mod png;
mod svg;
mod webp;

pub use icc::clean as clean_profile;
pub(super) use jpeg::profile as jpeg_profile;
pub(super) use webp::assemble;

use super::Broken;
use crate::ground::picture::Kind;

/// The picture alone.
///
/// # Errors
/// If it ends too early or makes no sense, so that nobody can say what all its bytes are.
pub fn scrub(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    match kind {
        Kind::Jpeg => jpeg::scrub(bytes),
        Kind::Png => png::scrub(bytes),
        Kind::Gif => gif::scrub(bytes),
        Kind::Webp => webp::scrub(bytes),
        Kind::Svg => svg::scrub(bytes),
        Kind::Avif => avif::scrub(bytes),
        Kind::Heic | Kind::Tiff | Kind::Jxl => Err(Broken::Unreadable),
    }
}

/// Takes bytes from the front, or finds that there are not so many.
fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], Broken> {
    let (taken, rest) = bytes.split_at_checked(count).ok_or(Broken::CutShort)?;
    *bytes = rest;
    Ok(taken)
}
