//! What only Blogger has.

use expect_test::expect;
use goodturn::import::body::Origin::Blogger;

use crate::{check, check_told};

#[test]
fn breaks_part_paragraphs() {
    check(
        Blogger,
        "<div dir=\"ltr\" style=\"text-align: left;\" trbidi=\"on\">It rained.<br />\n<br />\nA stranger<br />held an <b>umbrella.<br /><br />For</b> an hour.&nbsp; <br /><br /><br /></div>",
        expect![[r#"
            It rained.

            A stranger\
            held an **umbrella.**

            **For** an hour.
        "#]],
    );
}

#[test]
fn the_jump_break_is_a_fold() {
    check_told(
        Blogger,
        "Above.<br /><a name='more'></a><br />Below.",
        expect![[r#"
        Above.

        Below.
        (above the fold: Above.)
    "#]],
    );
}

#[test]
fn a_text_that_was_sent_as_it_was_has_paragraphs() {
    check(
        Blogger,
        "One line\nand its second.\n\nAnother <i>paragraph</i>.",
        expect![[r#"
        One line\
        and its second.

        Another *paragraph*.
    "#]],
    );
    check(
        Blogger,
        "<p>One\nline</p>\n\n<p>Two</p>",
        expect![[r#"
        One line

        Two
    "#]],
    );
}
