//! Pictures: bytes -> bytes. The original without what its camera wrote beside the pixels, and smaller ones as WebP.
//! Pure: the same bytes in, the same bytes out. Knows no files and no pages.

mod pixels;
mod scrub;
mod shrink;

pub use scrub::scrub;
pub use shrink::{Shrinking, shrink};

/// Stands for how smaller pictures are made: what an earlier version has kept is not used any more.
pub const EDITION: u32 = 1;

/// Why nothing can be made of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It ends before its end.
    CutShort,
    /// It makes no sense.
    Unreadable,
}
