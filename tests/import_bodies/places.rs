//! Places of a text that its own links lead to.

use expect_test::expect;
use goodturn::import::body::Origin::WordPressBlocks;

use crate::{body, check, check_told};

#[test]
fn notes_in_a_list_can_be_reached_and_lead_back() {
    check(
        WordPressBlocks,
        "<p>Tea<sup><a href=\"#fn:1\" id=\"ref:1\">1</a></sup> and <a href=\"#gl\">cake</a>.</p>\
         <ol><li id=\"fn:1\">Hot. <a href=\"#ref:1\">back</a></li></ol><dl><dt id=\"gl\">Cake</dt><dd>Sweet.</dd></dl>",
        expect![[r##"
            Tea<sup><a id="ref:1"></a>[1](#fn:1)</sup> and [cake](#gl).

            1. <a id="fn:1"></a>Hot. [back](#ref:1)

            <a id="gl"></a>Cake
            : Sweet.
        "##]],
    );
}

#[test]
fn whatever_has_a_name_is_a_place_and_what_is_none_is_led_to_by_nothing() {
    let shapes = [
        "<p id=\"x\">Words</p>",
        "<ul id=\"x\"><li>Words</li></ul>",
        "<ul><li id=\"x\"><p>Words</p></li></ul>",
        "<li id=\"x\">Words</li>",
        "<table id=\"x\"><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><td id=\"x\">a</td><td>b</td></tr></table>",
        "<table><tr><td id=\"x\" colspan=\"2\">a</td></tr><tr><td>c</td><td>b</td></tr></table>",
        "<blockquote id=\"x\">Words</blockquote>",
        "<pre id=\"x\">Words</pre>",
        "<figure id=\"x\"><img src=\"https://x.example/a.jpg\"></figure>",
        "<dl><dt>Term</dt><dd id=\"x\">Words</dd></dl>",
        "<h2 id=\"x\">Words</h2><h3 id=\"x\">Twice</h3>",
        "<h2><a name=\"x\"></a>Words</h2>",
        "<span id=\"x\"></span>Words",
        "<div id=\"x\"><p>Words</p></div>",
    ];
    for shape in shapes {
        let markdown = body(&format!("<p><a href=\"#x\">There</a></p>{shape}"), WordPressBlocks).markdown;
        let places = markdown.matches(" id=\"x\"").count() + markdown.matches("{#x}").count();
        assert!(markdown.contains("(#x)") && places == 1, "{shape}: {markdown}");
    }
    for shape in [
        "<b id=\"x\">Words</b>",
        "<img id=\"x\" src=\"https://x.example/a.jpg\">",
        "<table><tr id=\"x\"><td>a</td><td>b</td></tr></table>",
    ] {
        let markdown = body(&format!("<p><a href=\"#x\">There</a></p>{shape}"), WordPressBlocks).markdown;
        assert!(!markdown.contains("#x"), "{shape}: {markdown}");
    }
    check_told(
        WordPressBlocks,
        "<p><a href=\"#a b\">There</a></p><h2 id=\"a b\">Odd name</h2><script id=\"y\"></script><a href=\"#y\">y</a>",
        expect![[r#"
            [There](#a%20b)

            ## <a id="a b"></a>Odd name

            y
            (link: #a b -> #a b)
            (left out: a script: nothing in an imported text may run)
            (left out: the link to #y: the text has no such place; the old blog's pages may have had it)
        "#]],
    );
}
