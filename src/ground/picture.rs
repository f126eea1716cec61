//! Width and height of pictures, from their first bytes.

use std::io::{BufRead, Seek};

/// File extensions of pictures whose size can be told, in lower case.
pub const EXTENSIONS: [&str; 8] = ["jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "svg"];

/// Width and height in pixels; none if the file is no picture that we know.
pub fn dimensions(reader: impl BufRead + Seek) -> Option<(u32, u32)> {
    let size = imagesize::reader_size(reader).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
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
