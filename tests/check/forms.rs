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
