//! What strangers wrote, as HTML that is safe and fits into a page.

use expect_test::{Expect, expect};
use goodturn::story::comments::Format;
use goodturn::story::markdown::comment_html;

fn check(format: Format, body: &str, expected: Expect) {
    expected.assert_eq(&comment_html(format, body));
}

#[test]
fn html_keeps_what_a_comment_needs() {
    check(
        Format::Html,
        "<p>Hi <b>Teo</b>, <i>what</i> a <strong>lovely</strong> <em>story</em>!<br/>See <a href=\"https://example.org/?a=1&b=2\" \
         target=\"_blank\" onclick=\"x()\">this</a>.</p><blockquote>quoted</blockquote><pre>  a\n  b</pre><ul><li>one<li>two</ul>",
        expect![[r#"
            <p>Hi <b>Teo</b>, <i>what</i> a <strong>lovely</strong> <em>story</em>!<br>
            See <a href="https://example.org/?a=1&amp;b=2" rel="nofollow ugc noopener">this</a>.</p>
            <blockquote><p>quoted</p>
            </blockquote>
            <pre>  a
              b</pre>
            <ul><li>one</li>
            <li>two</li>
            </ul>
        "#]],
    );
}

#[test]
fn html_that_could_do_harm_is_taken_out() {
    check(
        Format::Html,
        "<script>alert(1)</script><img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">a</a><a href=\"//evil\">b</a>\
         <a href='/relative'>c</a><svg onload=x><iframe src=x></iframe><style>p{}</style><p style=\"x\" class=y id=main>d</p>\
         <a href=\"mailto:a@b.c\">e</a><form action=x><input name=y></form><!-- f --><math><mtext></mtext></math>",
        expect![[r#"
            <p>abc</p>
            <p>d</p>
            <p>e</p>
        "#]],
    );
}

#[test]
fn html_is_put_into_shape() {
    check(
        Format::Html,
        "bare text<br><br>second<br>line<p>third</p>loose <b>end",
        expect![[r#"
        <p>bare text</p>
        <p>second<br>
        line</p>
        <p>third</p>
        <p>loose <b>end</b></p>
    "#]],
    );
    check(
        Format::Html,
        "<b>bold <p>across</p> blocks</b><p></p><p> </p><i></i>",
        expect![[r#"
            <p><b>bold</b></p>
            <p><b>across</b></p>
            <p><b>blocks</b></p>
        "#]],
    );
    check(
        Format::Html,
        "<div>one</div><div>two</div><h2>three</h2><table><tr><td>four</td><td>five</td></tr></table>",
        expect![[r#"
            <p>one</p>
            <p>two</p>
            <p>three</p>
            <p>four</p>
            <p>five</p>
        "#]],
    );
    check(
        Format::Html,
        "<ul>loose<li>a</li><p>b</p></ul><li>c</li><ul><ul><li>d</ul></ul>",
        expect![[r#"
            <ul><li>loose</li>
            <li>a</li>
            <li>b</li>
            </ul>
            <p>c</p>
            <ul><li><ul><li>d</li>
            </ul>
            </li>
            </ul>
        "#]],
    );
    check(
        Format::Html,
        "<blockquote><blockquote>in</blockquote>out</blockquote><pre><b>x</b>\n<p>y</p></pre>",
        expect![[r#"
            <blockquote><blockquote><p>in</p>
            </blockquote>
            <p>out</p>
            </blockquote>
            <pre><b>x</b>

            y</pre>
        "#]],
    );
    check(
        Format::Html,
        "<a href=\"http://x.example/\"></a><a href=\"http://x.example/\">one<p>two</a>",
        expect![[r#"
            <p><a href="http://x.example/" rel="nofollow ugc noopener">one</a></p>
            <p><a href="http://x.example/" rel="nofollow ugc noopener">two</a></p>
        "#]],
    );
    check(Format::Html, "", expect![[r#""#]]);
    check(
        Format::Html,
        " a &lt;b&gt; &amp;amp; \"q\" &nbsp; http://bare.example/ ",
        expect![[r#"
            <p>a &lt;b&gt; &amp;amp; "q"   http://bare.example/</p>
        "#]],
    );
}

#[test]
fn markdown_is_plain_common_mark_without_pictures_and_html() {
    check(
        Format::Markdown,
        "Hi *Teo*,  \n**thanks** <script>x</script> ![pic](x.jpg) [a](https://example.org/) [b](javascript:x) <https://c.example>\n\n\
         > quote\n\n1. one\n2. two\n\n# Big\n\n    code <b>\n\n<div>\nblock\n</div>\n",
        expect![[r#"
            <p>Hi <em>Teo</em>,<br>
            <strong>thanks</strong> &lt;script&gt;x&lt;/script&gt; <a href="https://example.org/" rel="nofollow ugc noopener">a</a> b <a href="https://c.example" rel="nofollow ugc noopener">https://c.example</a></p>
            <blockquote><p>quote</p>
            </blockquote>
            <ol><li>one</li>
            <li>two</li>
            </ol>
            <p>Big</p>
            <pre><code>code &lt;b&gt;
            </code></pre>
            <p>&lt;div&gt;
            block
            &lt;/div&gt;</p>
        "#]],
    );
}

#[test]
fn text_keeps_its_lines() {
    check(
        Format::Text,
        "Hi <b>Teo</b> & all,\r\nthanks!\n\n\n\nMaya\rOban\n",
        expect![[r#"
        <p>Hi &lt;b&gt;Teo&lt;/b&gt; &amp; all,<br>
        thanks!</p>
        <p>Maya<br>
        Oban</p>
    "#]],
    );
    check(Format::Text, " \n ", expect![[r#""#]]);
}

#[test]
fn nesting_ends_somewhere() {
    let deep = |open: &str| comment_html(Format::Html, &format!("{}x", open.repeat(300)));
    assert_eq!(deep("<blockquote>").matches("<blockquote>").count(), 16);
    assert_eq!(deep("<ul><li>").matches("<ul>").count(), 8);
    assert!(deep("<b><i>").matches("<b>").count() <= 16);
    let quotes = comment_html(Format::Markdown, &format!("{}x", "> ".repeat(300)));
    assert_eq!(quotes.matches("<blockquote>").count(), 16);
}

#[test]
fn too_much_is_plain_text() {
    assert!(comment_html(Format::Html, &"<b>".repeat(6000)).starts_with("<p>&lt;b&gt;&lt;b&gt;"));
    assert_eq!(comment_html(Format::Text, "a\0b\u{1b}c"), "<p>a\u{fffd}b\u{fffd}c</p>\n");
}

#[test]
fn lists_begin_where_they_began() {
    check(
        Format::Html,
        "<ol start=8 class=x><li>eight<ol start=\"x\"><li>a</ol></ol><ol start=\"1&quot; onclick=\"><li>b</ol><ul start=3><li>c</ul>",
        expect![[r#"
            <ol start="8"><li>eight<ol><li>a</li>
            </ol>
            </li>
            </ol>
            <ol><li>b</li>
            </ol>
            <ul><li>c</li>
            </ul>
        "#]],
    );
    check(
        Format::Markdown,
        "8. eight\n9. nine",
        expect![[r#"
        <ol start="8"><li>eight</li>
        <li>nine</li>
        </ol>
    "#]],
    );
}
