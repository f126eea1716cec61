//! `goodturn fix --paragraphs`: what it mends, and what it leaves alone.

use expect_test::{Expect, expect};
use goodturn::ground::SourcePath;
use goodturn::story::markdown::fix_paragraphs;

fn fix(text: &str) -> Option<String> {
    fix_paragraphs(&SourcePath::new("content/stories/umbrella.md"), text)
}

fn check(text: &str, expected: Expect) {
    let fixed = fix(text).unwrap();
    expected.assert_eq(&fixed);
    assert_eq!(fix(&fixed), None, "twice is once");
}

fn untouched(text: &str) {
    assert_eq!(fix(text), None, "{text}");
}

#[test]
fn pasted_paragraphs_get_their_empty_lines() {
    check(
        "---\ntitle: The Umbrella.\ndate: 2011-09-25\n---\nIt was raining.\n\"Nobody is about,\" I said.\nThen she came (late).\n\nAnd left.\n",
        expect![[r#"
            ---
            title: The Umbrella.
            date: 2011-09-25
            ---
            It was raining.

            "Nobody is about," I said.

            Then she came (late).

            And left.
        "#]],
    );
    assert_eq!(fix("One.\r\nTwo.\r\n").as_deref(), Some("One.\r\n\r\nTwo.\r\n"));
    assert_eq!(fix("One.\rTwo.").as_deref(), Some("One.\r\rTwo."));
}

#[test]
fn long_lines_are_paragraphs_whatever_they_end_with() {
    let long = "and so we went on and on through the rain ".repeat(5);
    check(
        &format!("The Umbrella\n{long}\n{long}\nThe end"),
        expect![[r#"
        The Umbrella

        and so we went on and on through the rain and so we went on and on through the rain and so we went on and on through the rain and so we went on and on through the rain and so we went on and on through the rain 

        and so we went on and on through the rain and so we went on and on through the rain and so we went on and on through the rain and so we went on and on through the rain and so we went on and on through the rain 

        The end"#]],
    );
}

#[test]
fn wrapped_prose_stays_and_its_pasted_ends_are_found() {
    untouched(
        "It was raining when I left the house, and nobody was about, so that I\n\
         had to run all the way to the bus stop, where a stranger with a yellow\n\
         umbrella waited. She said nothing at all, and held it over both of us.\n\
         We stood there until the bus came.\n",
    );
    check(
        "It was raining when I left the house, and nobody was about, so that I\n\
         had to run all the way to the bus stop.\n\
         There a stranger waited with a yellow umbrella, and she said nothing at\n\
         all, and held it over both of us.\n",
        expect![[r#"
            It was raining when I left the house, and nobody was about, so that I
            had to run all the way to the bus stop.

            There a stranger waited with a yellow umbrella, and she said nothing at
            all, and held it over both of us.
        "#]],
    );
}

#[test]
fn everything_but_prose_stays() {
    untouched("- One.\n- Two.\n  Three.\n  Four.\n\n1. One.\nlazy.\nlazy.\n");
    untouched("> One.\n> Two.\nlazy.\n");
    untouched("```\nOne.\nTwo.\n```\n\n    One.\n    Two.\n");
    untouched("| One. |\n|---|\n| Two. |\n");
    untouched("One.\nTwo.\n====\n");
    untouched("<div>\nOne.\nTwo.\n</div>\n");
    untouched("One.  \nTwo.\\\nThree.\nFour.\n");
    untouched("[a]: /one.\n[b]: /two.\n\n[^1]: One.\nTwo.\n\nx[^1]\n");
    untouched("Term.\n: One.\nTwo.\n");
    untouched("*One.\nTwo.* [three.\nfour.](x)\n");
    untouched("Roses are red\nviolets are blue\n");
    untouched("It took\n10 days.\n");
}

#[test]
fn a_line_that_would_become_something_else_is_not_parted() {
    untouched("One.\n    Two.\n");
    untouched("One.\n7. Two.\n");
    untouched("One.\n[a]: /two\n");
}
