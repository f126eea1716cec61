//! What a picture is, from its bytes: its kind, its width and height, which way is up. Knows headers and no pixels.

pub mod exif;

use serde::{Deserialize, Serialize};

/// No picture of a site is larger; whoever needs more wants a print shop.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// So many pixels are decoded at most: a hundred million, four hundred megabytes.
pub const MOST_PIXELS: u64 = 100_000_000;
/// File extensions of pictures, in lower case, with what they promise.
const EXTENSIONS: [(&str, Kind); 14] = [
    ("jpg", Kind::Jpeg),
    ("jpeg", Kind::Jpeg),
    ("jfif", Kind::Jpeg),
    ("png", Kind::Png),
    ("apng", Kind::Png),
    ("gif", Kind::Gif),
    ("webp", Kind::Webp),
    ("svg", Kind::Svg),
    ("avif", Kind::Avif),
    ("heic", Kind::Heic),
    ("heif", Kind::Heic),
    ("tif", Kind::Tiff),
    ("tiff", Kind::Tiff),
    ("jxl", Kind::Jxl),
];

/// The kinds of pictures that we tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// JPEG (ITU T.81).
    Jpeg,
    /// PNG, moving or not (W3C PNG, third edition).
    Png,
    /// GIF 87a or 89a.
    Gif,
    /// WebP (RFC 9649).
    Webp,
    /// SVG.
    Svg,
    /// AVIF.
    Avif,
    /// HEIC, as telephones keep it; few browsers show it.
    Heic,
    /// TIFF; few browsers show it.
    Tiff,
    /// JPEG XL; few browsers show it.
    Jxl,
}

impl Kind {
    /// Its name among people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
            Self::Svg => "SVG",
            Self::Avif => "AVIF",
            Self::Heic => "HEIC",
            Self::Tiff => "TIFF",
            Self::Jxl => "JPEG XL",
        }
    }

    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        EXTENSIONS.iter().find(|(_, kind)| *kind == self).map_or("", |(ending, _)| ending)
    }

    /// What a file's name promises.
    pub fn promised(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        EXTENSIONS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
    }

    /// What the first bytes of a file say; an SVG has no such mark.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let brand = |brands: &[&[u8; 4]]| {
            bytes.get(4..8) == Some(b"ftyp")
                && bytes.get(8..12).is_some_and(|it| brands.iter().any(|brand| it == *brand))
        };
        Some(match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Self::Tiff,
            [0, 0, 0, 0x0C, b'J', b'X', b'L', b' ', ..] => Self::Jxl,
            _ if brand(&[b"avif", b"avis"]) => Self::Avif,
            _ if brand(&[b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"]) => Self::Heic,
            _ => return None,
        })
    }
}

/// What there is to know of a picture before its pixels are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picture {
    /// What its bytes are.
    pub kind: Kind,
    /// Width and height as it is shown: upright.
    pub size: Option<(u32, u32)>,
    /// Which way is up, 1 to 8 (Exif 2.3, tag 0x0112); 1 is as it is.
    pub turn: u8,
    /// It has no smaller sizes: it moves, or its colours are inks.
    pub as_it_is: bool,
    /// Why it cannot be published.
    pub fault: Option<Fault>,
}

/// Why a picture cannot be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fault {
    /// So wide and so high.
    TooManyPixels(u32, u32),
    /// So many bytes.
    TooLarge(u64),
    /// It is named like a picture of this kind, and holds something that is no picture.
    NoPicture(Kind),
    /// It is named like a picture of this kind, and is one of another.
    OtherKind(Kind),
    /// Browsers do not show this kind, and it holds what must not be published.
    NotForBrowsers,
    /// Its first bytes make no sense.
    Broken,
}

impl Picture {
    /// Looks at a whole file. None if it neither is a picture nor is named like one.
    pub fn look(name: &str, bytes: &[u8]) -> Option<Self> {
        let promised = Kind::promised(name);
        let found = Kind::of(bytes).or_else(|| svg(promised, bytes));
        let blank = |kind, fault| Self { kind, size: None, turn: 1, as_it_is: true, fault };
        let (kind, other) = match (promised, found) {
            (None, None) => return None,
            (Some(promised), None) => return Some(blank(promised, Some(Fault::NoPicture(promised)))),
            (Some(promised), Some(found)) => (found, (promised != found).then_some(promised)),
            (None, Some(found)) => (found, None),
        };
        if matches!(kind, Kind::Heic | Kind::Tiff | Kind::Jxl) {
            return Some(blank(kind, Some(Fault::NotForBrowsers)));
        }
        if kind == Kind::Svg {
            let size = svg_dimensions(&String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]));
            return Some(Self { size, ..blank(kind, None) });
        }
        let size = imagesize::blob_size(bytes).ok();
        let size = size.and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
        let turn = exif::of(kind, bytes).map_or(1, exif::turn);
        let fault = match (other, size) {
            (Some(promised), _) => Some(Fault::OtherKind(promised)),
            (_, None | Some((0, _) | (_, 0))) => Some(Fault::Broken),
            (_, Some((width, height))) if u64::from(width) * u64::from(height) > MOST_PIXELS => {
                Some(Fault::TooManyPixels(width, height))
            }
            _ => None,
        };
        let size = size.map(|(width, height)| if turn >= 5 { (height, width) } else { (width, height) });
        Some(Self { kind, size, turn, as_it_is: moves(kind, bytes) || is_ink(kind, bytes), fault })
    }

    /// The same, with something that keeps it from being published.
    #[must_use]
    pub fn with(self, fault: Fault) -> Self {
        Self { fault: Some(fault), ..self }
    }

    /// Whether smaller ones can be made of it.
    pub fn is_photo(&self) -> bool {
        self.fault.is_none() && !self.as_it_is && matches!(self.kind, Kind::Jpeg | Kind::Png | Kind::Webp)
    }
}

fn svg(promised: Option<Kind>, bytes: &[u8]) -> Option<Kind> {
    promised.filter(|kind| *kind == Kind::Svg && bytes.windows(4).any(|four| four == b"<svg"))
}

/// Whether a JPEG has four inks instead of three lights: its frame's head says so (ITU T.81, B.2.2).
fn is_ink(kind: Kind, bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xFF, marker, high, low, tail @ ..] = rest {
        match marker {
            _ if kind != Kind::Jpeg => return false,
            0xFF => rest = &rest[1..],
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return tail.get(5) == Some(&4),
            _ => {
                rest = tail.get(usize::from(u16::from_be_bytes([*high, *low])).saturating_sub(2)..).unwrap_or_default();
            }
        }
    }
    false
}

/// Whether there are several pictures in one: the chunk `acTL` of PNG, the flag of WebP's `VP8X`; of GIF it is assumed.
fn moves(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Png => {
            let head = &bytes[..bytes.windows(4).position(|four| four == b"IDAT").unwrap_or(0)];
            head.windows(4).any(|four| four == b"acTL")
        }
        Kind::Webp => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0),
        Kind::Gif => true,
        _ => false,
    }
}

/// Width and height of an SVG in CSS pixels: its `width` and `height`, else its `viewBox`
/// (SVG 2, <https://www.w3.org/TR/SVG2/coords.html#SizingSVGInCSS>). Rounded up; none if it says neither.
pub fn svg_dimensions(text: &str) -> Option<(u32, u32)> {
    let root = &text[text.find("<svg")?..];
    let root = &root[..root.find('>')?];
    let length = |name: &str| pixels(attribute(root, name)?);
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let view_box: Vec<f64> =
        attribute(root, "viewBox")?.split([' ', ',']).filter_map(|part| part.parse().ok()).collect();
    match view_box[..] {
        [_, _, width, height] => Some((whole(width)?, whole(height)?)),
        _ => None,
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(name).map(|at| at + from) {
        from = at + name.len();
        let starts = tag[..at].ends_with(|c: char| c.is_whitespace());
        let rest = tag[from..].trim_start();
        let Some(value) = rest.strip_prefix('=').filter(|_| starts) else { continue };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        return value[1..].split(quote).next();
    }
    None
}

fn pixels(length: &str) -> Option<u32> {
    let length = length.trim();
    let split = length.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(length.len());
    let (number, unit) = length.split_at(split);
    let factor = match unit {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    whole(number.parse::<f64>().ok()? * factor)
}

fn whole(number: f64) -> Option<u32> {
    // The range is checked just before, so that nothing is cut off.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    (number > 0.0 && number < 100_000.0).then(|| number.ceil() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size_in_several_ways() {
        assert_eq!(svg_dimensions("<?xml?><svg width=\"40\" height='30px'>"), Some((40, 30)));
        assert_eq!(svg_dimensions("<svg xmlns=\"x\" viewBox=\"0 0 600 400.5\">"), Some((600, 401)));
        assert_eq!(svg_dimensions("<svg width=\"100%\" height=\"100%\" viewBox=\"0,0,8,9\">"), Some((8, 9)));
        assert_eq!(svg_dimensions("<svg stroke-width=\"2\" width=\"1in\" height=\"1in\">"), Some((96, 96)));
        assert_eq!(svg_dimensions("<svg>"), None);
        assert_eq!(svg_dimensions("no picture"), None);
    }
}
