//! Comments are told with less.

use expect_test::expect;
use goodturn::import::body::Origin::Comment;
use goodturn::story::comments::Format;
use goodturn::story::markdown::comment_html;

use crate::{body, check};

#[test]
fn comments_have_words_and_links() {
    check(
        Comment,
        "Hi Teo,\nthank <b>you</b>! See <a href=\"https://x.example/\" onclick=x>this</a>, <a href=\"/there\">that</a>.\n\n\
         <h2>Loud</h2><img src=\"https://x.example/p.gif\" alt=\"a cat\"> H<sub>2</sub>O <s>no</s> 1 * 2 *3* <u>under</u>",
        expect![[r#"
            Hi Teo,\
            thank **you**! See [this](https://x.example/), that.

            Loud

            [a cat](https://x.example/p.gif) H2O no 1 * 2 \*3\* *under*
        "#]],
    );
    check(
        Comment,
        "Lilies!<br /><br />somebody still owes you<br />a vase",
        expect![[r#"
        Lilies!

        somebody still owes you\
        a vase
    "#]],
    );
}

#[test]
fn comments_run_nothing() {
    let html = "<script>alert(1)</script><b onclick=alert(1)>x</b> <a href='javascript:alert(1)'>y</a> &lt;script&gt;z&lt;/script&gt; <details><summary>s</summary>t</details>";
    let markdown = body(html, Comment).markdown;
    expect![[r#"
        **x** y \<script>z\</script>

        s

        t
    "#]]
    .assert_eq(&markdown);
    expect![[r#"
        <p><strong>x</strong> y &lt;script&gt;z&lt;/script&gt;</p>
        <p>s</p>
        <p>t</p>
    "#]]
    .assert_eq(&comment_html(Format::Markdown, &markdown));
}
