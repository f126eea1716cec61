//! Nothing is taken for somebody's that is nobody's: what a telephone number, an e-mail address or a name is not.

use std::fmt::Write as _;

use crate::garden::Garden;

/// Rows of digits and signs as they stand in stories, with `{n}` for a number that is another on each line.
const NO_NUMBERS: [&str; 46] = [
    "on 2011-09-{d} at 08:45",
    "from 1{n}-2{n}",
    "in 1914-1918 and 1939–1945",
    "25.09.2011 and 3/4/2012",
    "2011-02-12T11:00:00+11:00",
    "20111225123{n}",
    "the years 2010 2011 2012 20{d}",
    "ISBN 978-3-16-14{n}-0",
    "ISBN-10: 0-306-40{n}-2",
    "ISSN 0378-5{n}",
    "EAN 4006381333{n}",
    "DE89 3704 0044 0532 0{n} 00",
    "IBAN GB29 NWBK 6016 1331 9{n}",
    "51.507{n}, -0.127800",
    "48° 51′ 24″ N, 2° 21′ {d}″ E",
    "£1 234 {n}.50",
    "1,234,567.{d} and 1.234.567,{d}",
    "12 345 {n} people",
    "order 000{n}4711",
    "invoice 2023-000{n}",
    "case no. 12/345/{n}",
    "#0123{n}567",
    "ref 0049123{n}",
    "score 21-19, 18-21, 22-2{d}",
    "bus 24, 134 and 390 at 09.{d}",
    "3.14159265{n}",
    "192.168.100.{d}",
    "version 10.15.7.{n}",
    "4111 1111 1111 1{n}",
    "psalm 119:105-1{d}",
    "recipe: 250 500 1000, {n}",
    "room 0{d}12, seat 14A",
    "size 10 12 14 16 18 20",
    "0000{n}.jpg and IMG_2011{n}.jpg",
    "https://x.example/watch?v=01234{n}89",
    "https://x.example/2011/09/0123456{n}/",
    "https://x.example/questions/01234{n}/how",
    "sha 0123456789abcdef{n}",
    "1 2 3 4 5 6 7 8 9 10 {n}",
    "01 02 03 04 05 06, {d}",
    "the 1990s, 2000s and 2010s, {n}",
    "10:30 12:45 14:00 16:1{d}",
    "RFC {n}, section 4.2.11.8",
    "64 000 000 000 {n}",
    "−12.5 to +3{d}.5 degrees",
    "a 2×4 of 3.6 m, 0.0{n}5",
];
/// What has the sign of an address, or spells one.
const NO_ADDRESSES: [&str; 12] = [
    "photo{n}@2x.png",
    "@maria on social.example",
    "https://social.example/@maria{n}",
    "@tom@social.example",
    "we met (at) noon",
    "look [at] this",
    "array[at].length",
    "a @ b",
    "`@media print`",
    "lib@4.17.{n}",
    "me@localhost",
    "C@t and d@g",
];

#[test]
fn what_a_number_is_not_raises_no_alarm() {
    let garden = Garden::new();
    // Names of one and of two words; none of the words below is one of them.
    garden.write("private/names.txt", "Maria Rossi\nTom Baker\nLi Na\nO'Neill\nJürgen\n");
    for story in 0..20 {
        let mut text = format!("---\ntitle: Day {story}\ndate: 2026-01-02\n---\n");
        for (at, line) in NO_NUMBERS.iter().chain(&NO_ADDRESSES).enumerate() {
            let number = 100 + (story * 97 + at * 31) % 900;
            let line = line.replace("{n}", &number.to_string()).replace("{d}", &format!("{}", 10 + number % 18));
            let _ =
                writeln!(text, "It was {line}, she said; *{line}*.\n\n- {line}\n\n<span title=\"{line}\">so</span>\n");
        }
        let _ = writeln!(
            text,
            "Mariam Rossi and Tomas Baker met Lina, Lin and Oneida; a baker, a tom cat, and Rossini. Juergensen came."
        );
        garden.write(&format!("content/stories/day-{story}.md"), &text);
    }
    assert_eq!(garden.errors(), "");
}

/// Pages tell machines the `text` of each comment, and a word such as `text` in front of digits makes them a telephone number.
#[test]
fn a_comment_that_begins_with_a_number_raises_no_alarm() {
    let garden = Garden::new();
    garden.write("content/stories/bus.md", "---\ntitle: The bus\ndate: 2026-01-02\n---\nIt came.\n");
    let comment = |words: &str| {
        format!(
            "version: 1\ncomments:\n  - id: c1\n    author: Ann\n    state: approved\n    date: 2026-01-03\n    body: \"{words}\"\n"
        )
    };
    garden.write("content/stories/bus.comments.yaml", &comment("12345678 was the number of that bus."));
    assert_eq!(garden.errors(), "");
    garden.write("content/stories/bus.comments.yaml", &comment("Text 12345678 to see the bus."));
    assert!(garden.errors().contains("12345678"), "{}", garden.errors());
}
