//! Pictures as cameras and programs leave them: with places, names and small previews beside the pixels.

use std::io::Write as _;

/// Stands in each thing that must not be published.
pub const SECRET: &str = "Canon-SN-0420-47.3769N";

/// Pixels that tell left from right and top from bottom: red, green, blue.
pub fn pixels(width: usize, height: usize) -> Vec<u8> {
    let pixel = |at: usize| {
        let (x, y) = (at % width, at / width);
        let part = |part: usize, whole: usize| u8::try_from(part * 255 / whole).unwrap();
        [part(x, width), part(y, height), if x * 2 < width && y * 2 < height { 220 } else { 30 }]
    };
    (0..width * height).flat_map(pixel).collect()
}

/// A JPEG with nothing but a picture in it.
pub fn plain_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut out, 90);
    let pixels = pixels(width.into(), height.into());
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    out
}

/// A JPEG from a camera, turned so.
pub fn jpeg(width: u16, height: u16, turn: u8) -> Vec<u8> {
    let plain = plain_jpeg(width, height);
    let mut out = plain[..2].to_vec();
    segment(&mut out, 0xE1, &[b"Exif\0\0", &exif(turn)[..]].concat());
    segment(&mut out, 0xE1, format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{SECRET}</x:xmpmeta>").as_bytes());
    segment(&mut out, 0xE2, &[b"ICC_PROFILE\0\x01\x01", &profile()[..]].concat());
    segment(&mut out, 0xE2, &[b"MPF\0", SECRET.as_bytes()].concat());
    segment(&mut out, 0xED, &[b"Photoshop 3.0\x008BIM", SECRET.as_bytes()].concat());
    segment(&mut out, 0xFE, SECRET.as_bytes());
    out.extend_from_slice(&plain[2..]);
    // A moving picture hangs on behind, as telephones do it.
    out.extend_from_slice(b"\0\0\0\x18ftypmp42");
    out.extend_from_slice(SECRET.as_bytes());
    out
}

fn segment(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    out.extend_from_slice(&[0xFF, marker]);
    out.extend_from_slice(&u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    out.extend_from_slice(content);
}

/// Exif with a direction, a place and a preview; little-endian, as most cameras write it.
pub fn exif(turn: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend_from_slice(&[0x12, 1, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0]);
    exif.extend_from_slice(&[0x10, 1, 2, 0, u8::try_from(SECRET.len()).unwrap(), 0, 0, 0, 38, 0, 0, 0]);
    exif.extend_from_slice(&[0; 4]);
    exif.extend_from_slice(SECRET.as_bytes());
    exif.extend_from_slice(&plain_jpeg(16, 12));
    exif
}

/// A colour profile of version 2 that names its maker.
pub fn profile() -> Vec<u8> {
    let mut out = vec![0; 128];
    out[8] = 2;
    out[12..24].copy_from_slice(b"mntrRGB XYZ ");
    out[36..40].copy_from_slice(b"acsp");
    out[48..56].copy_from_slice(b"SECRETXY");
    let curve = b"curv\0\0\0\0\0\0\0\x01\x02\x33\0\0";
    let colour = b"XYZ \0\0\0\0\0\0\x6f\xa2\0\0\x38\xf5\0\0\x03\x90";
    let words = [b"desc\0\0\0\0", SECRET.as_bytes()].concat();
    let tags: [(&[u8; 4], &[u8]); 8] = [
        (b"desc", &words),
        (b"dmnd", &words),
        (b"rXYZ", colour),
        (b"gXYZ", colour),
        (b"bXYZ", colour),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ];
    out.extend_from_slice(&8_u32.to_be_bytes());
    let (mut at, mut data) = (132 + 12 * 8, Vec::new());
    for (name, content) in tags {
        out.extend_from_slice(name);
        out.extend_from_slice(&u32::try_from(at).unwrap().to_be_bytes());
        out.extend_from_slice(&u32::try_from(content.len()).unwrap().to_be_bytes());
        data.extend_from_slice(content);
        at += content.len();
    }
    out.extend_from_slice(&data);
    let size = u32::try_from(out.len()).unwrap().to_be_bytes();
    out[..4].copy_from_slice(&size);
    out
}

/// A PNG from a program.
pub fn png(width: u32, height: u32, turn: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut info = png::Info::with_size(width, height);
    info.color_type = png::ColorType::Rgb;
    info.icc_profile = Some(profile().into());
    let mut encoder = png::Encoder::with_info(&mut out, info).unwrap();
    encoder.add_text_chunk("Author".to_owned(), SECRET.to_owned()).unwrap();
    encoder.add_ztxt_chunk("Comment".to_owned(), SECRET.to_owned()).unwrap();
    encoder.add_itxt_chunk("XML:com.adobe.xmp".to_owned(), SECRET.to_owned()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::eXIf, &exif(turn)).unwrap();
    writer.write_chunk(png::chunk::tIME, &[7, 0xEA, 1, 2, 3, 4, 5]).unwrap();
    writer.write_image_data(&pixels(width as usize, height as usize)).unwrap();
    writer.finish().unwrap();
    out.write_all(SECRET.as_bytes()).unwrap();
    out
}

/// A WebP from a program.
pub fn webp(width: u32, height: u32, turn: u8) -> Vec<u8> {
    let pixels = pixels(width as usize, height as usize);
    let simple = webp::Encoder::from_rgb(&pixels, width, height).encode(80.0).to_vec();
    let mut chunks = Vec::new();
    let mut head = vec![0x2C, 0, 0, 0];
    head.extend_from_slice(&(width - 1).to_le_bytes()[..3]);
    head.extend_from_slice(&(height - 1).to_le_bytes()[..3]);
    for (name, content) in [(b"VP8X", head), (b"ICCP", profile())] {
        chunk(&mut chunks, name, &content);
    }
    chunks.extend_from_slice(&simple[12..]);
    for (name, content) in [(b"EXIF", exif(turn)), (b"XMP ", SECRET.into()), (b"odd!", SECRET.into())] {
        chunk(&mut chunks, name, &content);
    }
    let size = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &size[..], b"WEBP", &chunks, SECRET.as_bytes()].concat()
}

fn chunk(out: &mut Vec<u8>, name: &[u8], content: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(&u32::try_from(content.len()).unwrap().to_le_bytes());
    out.extend_from_slice(content);
    out.resize(out.len() + content.len() % 2, 0);
}

/// A moving GIF of two pixels, with a comment and a note of a program.
pub fn gif() -> Vec<u8> {
    let frame = b"\x21\xF9\x04\0\x0A\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let comment = [b"\x21\xFE\x16", SECRET.as_bytes(), b"\0"].concat();
    let xmp = [b"\x21\xFF\x0BXMP DataXMP\x16", SECRET.as_bytes(), b"\0"].concat();
    let mut out = b"GIF89a\x01\0\x01\0\x80\0\0\xFF\0\0\0\0\xFF".to_vec();
    for part in [&b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0"[..], &comment, frame, &xmp, frame, b";", SECRET.as_bytes()] {
        out.extend_from_slice(part);
    }
    out
}
