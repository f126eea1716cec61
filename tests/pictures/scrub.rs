//! What is published of a picture: its pixels, byte by byte, and nothing about who took it where and with what.

use std::io::Cursor;

use goodturn::ground::picture::{Kind, Picture, exif};
use goodturn::render::image::{Broken, scrub};
use proptest::prelude::*;

use crate::make::{self, SECRET};

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|part| part == words.as_bytes())
}

/// The pixels as a browser would decode them, by another library than ours where there is one.
fn decoded(kind: Kind, bytes: &[u8]) -> Vec<u8> {
    match kind {
        Kind::Jpeg => {
            let mut decoder = zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(bytes));
            decoder.decode().unwrap()
        }
        Kind::Png => {
            let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            reader.next_frame(&mut pixels).unwrap();
            pixels
        }
        _ => webp::Decoder::new(bytes).decode().unwrap().to_vec(),
    }
}

fn made(kind: Kind, width: u16, height: u16, turn: u8) -> Vec<u8> {
    match kind {
        Kind::Jpeg => make::jpeg(width, height, turn),
        Kind::Png => make::png(width.into(), height.into(), turn),
        _ => make::webp(width.into(), height.into(), turn),
    }
}

/// Pixels as whoever looks at the picture sees them (Exif 2.3, tag 0x0112: where its first row and first column are).
fn turned<'a>(pixels: impl Iterator<Item = &'a [u8]>, width: usize, height: usize, turn: u8) -> Vec<u8> {
    let all: Vec<&[u8]> = pixels.collect();
    let mut rows: Vec<Vec<&[u8]>> = (0..height).map(|row| all[row * width..][..width].to_vec()).collect();
    if turn >= 5 {
        rows = (0..width).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
    }
    if [3, 4, 7, 8].contains(&turn) {
        rows.reverse();
    }
    if [2, 3, 6, 7].contains(&turn) {
        for row in &mut rows {
            row.reverse();
        }
    }
    rows.concat().concat()
}

const KINDS: [Kind; 3] = [Kind::Jpeg, Kind::Png, Kind::Webp];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn pixels_and_direction_stay_and_words_go(at in 0..3_usize, width in 9..80_u16, height in 9..80_u16, turn in 1..=8_u8) {
        let kind = KINDS[at];
        let before = made(kind, width, height, turn);
        prop_assert!(holds(&before, SECRET));
        let after = scrub(kind, &before).unwrap();
        prop_assert!(!holds(&after, SECRET) && !holds(&after, "Canon") && !holds(&after, "SECRETXY"));
        let seen = exif::of(kind, &after).map_or(1, exif::turn);
        let name = format!("x.{}", kind.ending());
        let [looked, looks] = [&before, &after].map(|bytes| Picture::look(&name, bytes).unwrap());
        if kind == Kind::Webp {
            // Browsers do not turn these.
            let shown = turned(decoded(kind, &before).chunks_exact(3), width.into(), height.into(), turn);
            prop_assert_eq!(shown, decoded(kind, &after), "the pixels are the same, upright");
            prop_assert_eq!((seen, looks), (1, Picture { turn: 1, ..looked }));
        } else {
            prop_assert_eq!(decoded(kind, &before), decoded(kind, &after), "the pixels are the same");
            prop_assert_eq!((seen, looks), (turn, looked), "the picture stands as it stood");
        }
        prop_assert!(holds(&after, if kind == Kind::Png { "iCCP" } else { "acsp" }), "the colours stay what they are");
        prop_assert_eq!(&scrub(kind, &after).unwrap(), &after, "clean is clean");
    }

    #[test]
    fn a_picture_that_is_cut_short_is_refused(at in 0..3_usize, part in 2..99_usize) {
        let kind = KINDS[at];
        let whole = scrub(kind, &made(kind, 40, 30, 6)).unwrap();
        let cut = &whole[..whole.len() * part / 100];
        prop_assert!(scrub(kind, cut).is_err());
    }

    #[test]
    fn no_bytes_make_it_stumble(kind in 0..5_usize, noise in proptest::collection::vec(any::<(u16, u8)>(), 0..40)) {
        let kind = [Kind::Jpeg, Kind::Png, Kind::Webp, Kind::Gif, Kind::Avif][kind];
        let mut bytes = match kind {
            Kind::Gif => make::gif(),
            Kind::Avif => avif(),
            kind => made(kind, 20, 12, 3),
        };
        for (at, byte) in noise {
            let at = usize::from(at) % bytes.len();
            bytes[at] = byte;
        }
        let _ = scrub(kind, &bytes);
        let _ = Picture::look("x.jpg", &bytes);
    }
}

#[test]
fn a_gif_goes_on_moving() {
    let before = make::gif();
    let after = scrub(Kind::Gif, &before).unwrap();
    assert!(holds(&after, "NETSCAPE2.0") && !holds(&after, SECRET) && !holds(&after, "XMP"));
    assert_eq!(after.split(|byte| *byte == 0x2C).count(), 3, "both pictures are there");
    assert_eq!(after.last(), Some(&b';'));
    assert_eq!(scrub(Kind::Gif, &before[..40]), Err(Broken::CutShort));
}

/// As much of an AVIF as matters here: an item that is a picture, and one that is Exif.
fn avif() -> Vec<u8> {
    let sized = |name: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length[..], name, content].concat()
    };
    let item = |number: u8, kind: &[u8; 4]| sized(b"infe", &[&[2, 0, 0, 0, 0, number, 0, 0][..], kind, b"\0"].concat());
    let infos = sized(b"iinf", &[&[0; 4][..], &[0, 2], &item(1, b"av01"), &item(2, b"Exif")].concat());
    let place = |number: u8, at: u32, length: u32| {
        [&[0, number, 0, 0, 0, 1][..], &at.to_be_bytes(), &length.to_be_bytes()].concat()
    };
    let secret = u32::try_from(SECRET.len()).unwrap();
    let head = sized(b"ftyp", b"avif\0\0\0\0avifmif1");
    let meta = |at: u32| {
        let places = [&[0; 4][..], &[0x44, 0, 0, 2], &place(1, at, 6), &place(2, at + 6, secret)].concat();
        sized(b"meta", &[&[0; 4][..], &infos, &sized(b"iloc", &places)].concat())
    };
    let start = u32::try_from(head.len() + meta(0).len() + 8).unwrap();
    let content = [b"pixels", SECRET.as_bytes()].concat();
    [head, meta(start), sized(b"mdat", &content), sized(b"uuid", SECRET.as_bytes())].concat()
}

#[test]
fn an_avif_keeps_its_length_and_loses_its_words() {
    let (before, after) = (avif(), scrub(Kind::Avif, &avif()).unwrap());
    assert_eq!(before.len(), after.len());
    assert!(holds(&after, "pixels") && !holds(&after, SECRET));
}
