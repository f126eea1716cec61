//! The forms of a text, one by one.

use expect_test::expect;
use goodturn::import::body::Origin::{Blogger, WordPressBlocks, WordPressClassic};

use crate::{check, check_told};

#[test]
fn paragraphs_headings_and_marks() {
    check(
        Blogger,
        "<h2>A <b>gift</b></h2><p>She said <b>yes </b>and <i> left</i>, a<b>b</b>c, <b><i>both</i></b>, <strike>no</strike>.</p>\
         <div>One</div><div><br></div><div>Two<sup>nd</sup></div><hr>",
        expect![[r#"
            ## A **gift**

            She said **yes** and *left*, a**b**c, ***both***, ~~no~~.

            One

            Two<sup>nd</sup>

            * * *
        "#]],
    );
}

#[test]
fn marks_that_touch_punctuation_are_not_lost() {
    check(
        Blogger,
        "<p>a<b>“b”</b>c <b>a</b><i>b</i> x<b>(y)</b>z <b>wide </b>, <b><b>twice</b></b> <b>a</b><b>b</b>, <b> </b>end</p>",
        expect![[r#"
            a<strong>“b”</strong>c <strong>a</strong>*b* x<strong>(y)</strong>z **wide** , **twice** **ab**, end
        "#]],
    );
}

#[test]
fn styles_that_mean_something_are_marks() {
    check_told(
        Blogger,
        r#"<span style="font-weight: bold; color: red;">Strong</span> <span style="font-style:italic">soft</span>
           <b style="font-weight:normal"><p>pasted</p></b> <span style="display:none">secret</span>"#,
        expect![[r#"
            **Strong** *soft*

            pasted
            (left out: colours, sizes and places of words (style="…") (3 times): the theme decides how a story looks)
            (left out: words that were hidden: readers of the old blog did not see them)
        "#]],
    );
}

#[test]
fn lists_in_lists() {
    check(
        Blogger,
        "<ul><li>one<ul><li>two</li></ul></li><li>three<p>and more</p></li></ul><ul><li>another list</li></ul>\
         <ol start='9'><li>nine<li>ten<pre>code\n  here</pre></ol><li>stray",
        expect![[r#"
            - one

              - two

            - three

              and more

            * another list

            9. nine

            10. ten

                ```
                code
                  here
                ```

            - stray
        "#]],
    );
}

#[test]
fn quotes_and_letters() {
    check(
        Blogger,
        "<blockquote>Just words.</blockquote><blockquote><p>Dear all,</p><p>thank you.</p><p>- Maya</p></blockquote>\
         <blockquote>You stayed.<br>— the <i>night</i> shift</blockquote>\
         <blockquote><p>Said well.</p><cite>Rune</cite></blockquote>\
         <blockquote>- one<br>- two</blockquote>",
        expect![[r#"
            > Just words.

            > Dear all,
            >
            > thank you.
            >
            > — Maya

            > You stayed.
            >
            > — the *night* shift

            > Said well.
            >
            > — Rune

            > \- one\
            > \- two
        "#]],
    );
}

#[test]
fn poems_keep_their_lines() {
    check(
        Blogger,
        "Before.<br /><br />A lamp was lit<br />&nbsp;&nbsp; at five<br /><br />and nobody<br />went home<br /><br />After it all, prose again.",
        expect![[r#"
            Before.

            ```verse
            A lamp was lit
              at five

            and nobody
            went home
            ```

            After it all, prose again.
        "#]],
    );
    check(
        Blogger,
        "<p>Two lines<br>of prose.</p>",
        expect![[r#"
        Two lines\
        of prose.
    "#]],
    );
    check(
        WordPressBlocks,
        "<pre class=\"wp-block-verse\">A line\n   and another</pre>",
        expect![[r#"
        ```verse
        A line
           and another
        ```
    "#]],
    );
}

#[test]
fn tables_that_markdown_can_say() {
    check(
        WordPressBlocks,
        "<figure class=\"wp-block-table\"><table><thead><tr><th>Who</th><th style=\"text-align:right\">Did</th></tr></thead>\
         <tbody><tr><td>Ilse</td><td style=\"text-align:right\">a|b<br>c</td></tr></tbody></table></figure>\
         <table><tr><td>no</td><td>head</td></tr></table>",
        expect![[r#"
            | Who | Did |
            | --- | --: |
            | Ilse | a\|b<br>c |

            | | |
            | --- | --- |
            | no | head |
        "#]],
    );
}

#[test]
fn tables_that_it_cannot_stay_html() {
    check_told(
        Blogger,
        r#"<table onclick="x()"><tr><td colspan="2" style="color:red">wide <a href="javascript:x">x</a></td></tr>
           <tr><td><ul><li>a</li></ul></td><td><img src="/b.jpg" onerror="x()"></td></tr></table>
           <table><tr><td><h2>Only</h2> placed</td></tr></table>"#,
        expect![[r#"
            <table><tbody><tr><td colspan="2">wide <a>x</a></td></tr>
                       <tr><td><ul><li>a</li></ul></td><td><img src="/b.jpg" alt=""></td></tr></tbody></table>

            ## Only

            placed
            (picture: /b.jpg -> /b.jpg, "")
            (kept as HTML: a table whose cells Markdown cannot say: Markdown has no form for it; it stays as HTML, made safe)
            (left out: onclick="…" (2 times): nothing in an imported text may run)
            (left out: colours, sizes and places of words (style="…"): the theme decides how a story looks)
            (left out: the link to javascript:x: a browser could not follow it without harm)
            (left out: onerror="…": nothing in an imported text may run)
        "#]],
    );
}

#[test]
fn code_and_terms() {
    check(
        WordPressClassic,
        "<pre><code class=\"language-Rust\">fn f() {\n\n    `x` ```\n}</code></pre>\nUse <code>a `b`</code> or <code> c </code>d.\n\n\
         <dl><dt>A term</dt><dd>What it means</dd><dd>Again</dd></dl>",
        expect![[r#"
            ```rust
            fn f() {

                `x` ```
            }
            ```

            Use `` a `b` `` or `c` d.

            A term
            : What it means
            : Again
        "#]],
    );
}

#[test]
fn frames_and_films_become_links() {
    check_told(
        Blogger,
        r#"<iframe src="//www.youtube.com/embed/abc_1-2?rel=0"></iframe><object><param name="movie" value="http://www.youtube.com/v/xyz&amp;hl=en"></object>
           <iframe title="A song" src="https://w.soundcloud.com/player/?url=x"></iframe><video src="/clip.mp4"></video><iframe src="javascript:x"></iframe>"#,
        expect![[r#"
            [A film on YouTube](https://www.youtube.com/watch?v=abc_1-2)

            [A film on YouTube](https://www.youtube.com/watch?v=xyz)

            [A song](https://w.soundcloud.com/player/?url=x)

            [/clip.mp4](/clip.mp4)
            (link: //www.youtube.com/embed/abc_1-2?rel=0 -> https://www.youtube.com/watch?v=abc_1-2)
            (link: http://www.youtube.com/v/xyz&hl=en -> https://www.youtube.com/watch?v=xyz)
            (link: https://w.soundcloud.com/player/?url=x -> https://w.soundcloud.com/player/?url=x)
            (link: /clip.mp4 -> /clip.mp4)
            (left out: <iframe> of javascript:x: a browser could not follow it without harm)
        "#]],
    );
}

#[test]
fn links_of_the_text_find_their_places() {
    check_told(
        Blogger,
        r##"<p>See <a href="#note1" name="ref1">[1]</a>.</p><h3 id="part">Part</h3><p><a href="#part">up</a></p><p><a name="note1" href="#ref1">[1]</a> Note.</p>"##,
        expect![[r#"
            See <a id="ref1"></a>[\[1\]](#note1).

            ### Part {#part}

            [up](#part)

            <a id="note1"></a>[\[1\]](#ref1) Note.
            (link: #note1 -> #note1)
            (link: #part -> #part)
            (link: #ref1 -> #ref1)
        "#]],
    );
}

#[test]
fn links_to_places_that_are_not_there_leave_their_words() {
    check_told(
        Blogger,
        r##"<p>One <a href="#more">on</a> <a href="#gone">gone</a> <a href="#top">top</a>.</p><a name="more"></a><p>Two.</p><details>No summary</details>"##,
        expect![[r#"
            One [on](#more) gone [top](#top).

            <a id="more"></a>

            Two.

            No summary
            (above the fold: One on gone top.)
            (link: #more -> #more)
            (link: #top -> #top)
            (kept as HTML: a part that opens and closes: Markdown has no form for it; it stays as HTML, made safe)
            (left out: the link to #gone: the text has no such place; the old blog's pages may have had it)
        "#]],
    );
}

#[test]
fn links_are_written_plainly() {
    check_told(
        Blogger,
        r#"<a href="http://a.example/x_(y)">te]xt</a> <a href="http://a.example/b c)" title='a "title"'>x</a>
           <a href="https://a.example/">https://a.example/</a> <a href="mailto:me@a.example">me@a.example</a> <a href="story:secret">s</a>
           <a href="">empty</a> <a href="/x"></a> <a href="data:text/html,x">d</a> Wow!<a href="/y">z</a>"#,
        expect![[r#"
            [te\]xt](http://a.example/x_(y)) [x](http://a.example/b%20c\) "a \"title\"")\
            <https://a.example/> <me@a.example> s\
            empty d Wow\![z](/y)
            (link: http://a.example/x_(y) -> http://a.example/x_(y))
            (link: http://a.example/b c) -> http://a.example/b c))
            (link: https://a.example/ -> https://a.example/)
            (link: mailto:me@a.example -> mailto:me@a.example)
            (link: /y -> /y)
            (left out: the link to story:secret: a browser could not follow it without harm)
            (left out: a link without words to /x: nobody could see it)
            (left out: the link to data:text/html,x: a browser could not follow it without harm)
        "#]],
    );
}

#[test]
fn empty_lines_in_a_cell_stay_in_it() {
    check(
        WordPressClassic,
        "<table><tr><td>a<br><br>b</td><td><p>c</p><p>d</p></td></tr>\
         <tr><td>e<br /><br /><br />f<div></div><img src=\"https://x.example/g.jpg\" alt=\"g\"></td><td><br><br>h<br><br></td></tr></table>\n\n\
         <h2>i<br><br>j</h2>\n\n<dl><dt>k<br><br>l</dt><dd>m<br><br>n</dd></dl>",
        expect![[r#"
            | | |
            | --- | --- |
            | a<br><br>b | c<br><br>d |
            | e<br><br><br>f<br><br>![g](https://x.example/g.jpg) | h |

            ## i j

            k l
            : m

              n
        "#]],
    );
}
