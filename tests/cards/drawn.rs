//! Cards as values: what is set in which lines, and that every machine draws the same.

use std::sync::Arc;

use expect_test::expect;
use goodturn::ground::Fingerprint;
use goodturn::ground::card::{Dress, Style};
use goodturn::plan::social::{Says, SocialCard};
use goodturn::render::card::{LEAST, Letters, MOST_LINES, Room, draw, set};
use proptest::prelude::*;

const DRESS: Dress = Dress {
    style: Style::Book,
    bg: [0xfb, 0xf6, 0xec],
    panel: [0xf3, 0xea, 0xda],
    ink: [0x2b, 0x21, 0x18],
    soft: [0x54, 0x44, 0x36],
    accent: [0x74, 0x29, 0x0f],
    second: [0xa3, 0x18, 0x2a],
    edge: [0x8a, 0x74, 0x60],
};
const ROOM: Room = Room { width: 900.0, height: 300.0 };

fn card(words: &str, says: Says, style: Style) -> SocialCard {
    let arc = |text: &str| Arc::<str>::from(text);
    SocialCard {
        words: arc(words),
        says,
        by: arc("Maya"),
        site: arc("Small Kindnesses"),
        dress: Dress { style, ..DRESS },
    }
}

/// A word of Latin letters and marks, of Greek, Hebrew or Arabic, sometimes a very long one.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-zA-ZéößñŁ]{1,9}[,.]?",
        1 => "[a-z]{20,120}",
        1 => "[α-ω]{2,8}",
        1 => "[\u{5d0}-\u{5ea}]{2,8}",
        1 => "[\u{628}\u{633}\u{644}\u{645}]{2,7}",
        1 => "q\u{301}[a-z]{1,3}\u{323}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn there_are_four_lines_at_most_and_no_letter_is_small(words in prop::collection::vec(word(), 1..60)) {
        let letters = Letters::default();
        let Some(text) = letters.plain(&words.join(" ")) else { return Ok(()) };
        let setting = set(&text, ROOM, &letters);
        prop_assert!(setting.size >= LEAST);
        prop_assert!((1..=MOST_LINES).contains(&setting.lines.len()));
        for line in &setting.lines {
            let width = letters.width(line) * setting.size;
            prop_assert!(width <= ROOM.width * 1.03, "{width} pixels: {line}");
        }
        let whole = setting.lines.join(" ");
        if let Some(said) = whole.strip_suffix('…') {
            prop_assert_eq!(setting.size, LEAST, "what is cut is cut in the smallest letters");
            let is_broken = text.split(' ').any(|word| letters.width(&format!("{word}…")) * LEAST > ROOM.width);
            let rest = text.strip_prefix(said);
            let at_a_word = rest.is_some_and(|rest| rest.starts_with([' ', ',', '.']));
            prop_assert!(is_broken || at_a_word, "cut inside of a word: {whole}");
        } else if setting.size > LEAST {
            prop_assert_eq!(whole, text, "every word is there");
        }
    }
}

#[test]
fn the_fewer_words_the_larger() {
    let letters = Letters::default();
    let size = |text: &str| set(text, ROOM, &letters).size;
    assert!(size("Tea") > size("The umbrella that came back to the house on the corner"));
    let long = "The umbrella that came back to the house ".repeat(8);
    let setting = set(long.trim(), ROOM, &letters);
    assert!(setting.lines.len() == MOST_LINES && setting.lines[3].ends_with('…'), "{setting:?}");
    let endless = set(&"a".repeat(400), ROOM, &letters);
    assert!(endless.lines.len() == MOST_LINES && endless.size >= LEAST, "{endless:?}");
}

/// Not one byte may differ on another machine. Whoever changes the drawing on purpose counts `EDITION` up as well.
#[test]
fn every_machine_draws_the_same() {
    let letters = Letters::default();
    let quote = "Thank you. It was raining harder for me than for you.";
    let cards = [
        card(quote, Says::Quote, Style::Book),
        card("The chair by the window", Says::Title, Style::Postcard),
        card("\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5dc}\u{5da}", Says::Title, Style::Postcard),
        card("\u{8c22}\u{8c22}", Says::Title, Style::Book),
    ];
    let prints: Vec<String> = cards
        .iter()
        .map(|card| {
            let png = draw(card, &letters);
            assert!(png.len() < 30_000, "{} bytes", png.len());
            assert_eq!(png[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200 by 630");
            format!("{:032x} {}", Fingerprint::of(&png).0, png.len())
        })
        .collect();
    expect![[r#"
        c60b511f56df61bfad0d8588df998945 20903
        4df587b2e14ce3df2cdf72690a0cbfb6 17641
        c631c07cb4d613af5283890f5ad77e9c 12054
        a4c77d212982381190fc1b17aa327f67 7369"#]]
    .assert_eq(&prints.join("\n"));
}
