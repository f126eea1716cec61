//! However a number, an address or a name is written: it is found, at its line, and nothing falls over.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::garden::Garden;

/// Numbers as people write them.
fn number() -> impl Strategy<Value = String> {
    let digits = (700_000_000_u64..799_999_999, 20_000_000_u64..99_999_999);
    (digits, 0..9_usize).prop_map(|((mobile, city), form)| {
        let (mobile, city) = (format!("{mobile}"), format!("{city}"));
        let (a, b) = city.split_at(4);
        match form {
            0 => format!("07{mobile}"),
            1 => format!("+447{mobile}"),
            2 => format!("07{} {}", &mobile[..3], &mobile[3..]),
            3 => format!("+44 20 {a} {b}"),
            4 => format!("(020) {a} {b}"),
            5 => format!("[ring](tel:+447{mobile})"),
            6 => format!("<https://wa.me/447{mobile}>"),
            7 => format!("020&nbsp;{a}&#8209;{b}"),
            _ => format!("+44 **20** {a} _{b}_"),
        }
    })
}

fn email() -> impl Strategy<Value = String> {
    ("[a-z]{2,8}", "[a-z]{3,8}", 0..6_usize).prop_map(|(name, host, form)| match form {
        0 => format!("{name}@{host}.example"),
        1 => format!("<{name}@{host}.example>"),
        2 => format!("{name}&#64;{host}.example"),
        3 => format!("[write](mailto:{name}@{host}.example?subject=x)"),
        4 => format!("{name}\\@{host}.example"),
        _ => format!("**{name}**@{host}.example"),
    })
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "Maria Rossi",
        "MARIA ROSSI",
        "Mar&iacute;a Rossi",
        "Mar*ia* Rossi",
        "*Maria* **Rossi**’s",
        "maria-rossi",
        "![her](/Maria_Rossi.png)",
        "<b>Maria</b> Rossi",
        "Maria&nbsp;Rossi",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, ..Config::default() })]

    #[test]
    fn nothing_private_goes_by_and_nothing_falls_over(all in prop::collection::vec(prop_oneof![number(), email(), name()], 1..8)) {
        let garden = Garden::new();
        garden.write("private/names.txt", "Maria Rossi\n");
        garden.write_bytes("static/Maria_Rossi.png", &crate::garden::png(b""));
        let mut text = "---\ntitle: Forms\ndate: 2026-01-02\n---\n".to_owned();
        for one in &all {
            let _ = write!(text, "So it was said: {one} and nothing more.\n\n");
        }
        garden.write("content/stories/forms.md", &text);
        let said = garden.errors();
        for (at, one) in all.iter().enumerate() {
            let line = format!("content/stories/forms.md:{}:", 5 + 2 * at);
            prop_assert!(said.contains(&line), "line {line} {one}\n{text}\n{said}");
        }
    }
}

/// Ways to write an address or a number so that a program might miss it, and a reader does not.
const HIDDEN: [&str; 26] = [
    "maria&commat;mail.example",
    "maria&#x40;mail&#46;example",
    "maria＠mail.example",
    "maria@\u{200b}mail.example",
    "mar\u{ad}ia@mail.example",
    "<b>maria</b>@mail.example",
    "MARIA@MAIL.EXAMPLE",
    "maria@müller.example",
    "<maria@xn--mller-kva.example>",
    "[write](mailto:maria%40mail.example)",
    "[write](https://x.example/?to=maria@mail.example&a=b)",
    "maria(at)mail.example",
    "maria [at] mail [dot] example",
    "maria {AT} mail {DOT} example",
    "![maria@mail.example](one.png)",
    "+44&nbsp;20&nbsp;7946&nbsp;0958",
    "+44\u{2009}20\u{2009}7946\u{2009}0958",
    "+４４ ２０ ７９４６ ０９５８",
    "<b>020</b> 7946 0958",
    "020\u{2011}7946\u{2011}0958",
    "020–7946–0958",
    "&#48;20 7946 0958",
    "[ring](tel:0207946095)",
    "[ring](sms:+442079460958)",
    "07700\u{200b}900123",
    "![ring 020 7946 0958](one.png)",
];

#[test]
fn nothing_hides_an_address_or_a_number() {
    let garden = Garden::new();
    let mut text = "---\ntitle: Forms\ndate: 2026-01-02\n---\n".to_owned();
    for one in HIDDEN {
        let _ = write!(text, "So it was: {one} and no more.\n\n");
    }
    garden.write("content/stories/forms.md", &text);
    let said = garden.errors();
    let missing: Vec<&str> = (0..HIDDEN.len())
        .filter(|at| !said.contains(&format!("content/stories/forms.md:{}:", 5 + 2 * at)))
        .map(|at| HIDDEN[at])
        .collect();
    assert!(missing.is_empty(), "{missing:#?}\n{said}");
}
