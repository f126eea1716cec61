//! The forms of the text, each as the whole HTML that it becomes.

#![allow(
    clippy::needless_raw_string_hashes,
    clippy::needless_pass_by_value,
    reason = "as expect-test writes and takes them"
)]

use expect_test::{Expect, expect};
use goodturn::settings::MarkdownSettings;
use goodturn::story::markdown::{self, RenderOptions, Resolved};

const OPTIONS: RenderOptions = RenderOptions {
    markdown: MarkdownSettings { raw_html: true, smart_punctuation: true },
    skip_title: false,
    shift_headings: 1,
    plain: false,
    eager_first_image: true,
    words_at_most: None,
};

fn html(text: &str, options: RenderOptions) -> String {
    let mut out = String::new();
    markdown::to_html(text, Resolved { links: &[], images: &[], html: &[] }, options, &mut out);
    out
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&html(text, OPTIONS));
}

#[test]
fn common_mark() {
    check(
        "One *two* **three** ~~four~~ `five <`\nsix.\n\n- a\n- b\n\n3. c\n4. d\n\n***\n\n> quote\n",
        expect![[r#"
        <p>One <em>two</em> <strong>three</strong> <del>four</del> <code>five &lt;</code>
        six.</p>
        <ul>
        <li>a</li>
        <li>b</li>
        </ul>
        <ol start="3">
        <li>c</li>
        <li>d</li>
        </ol>
        <hr>
        <blockquote>
        <p>quote</p>
        </blockquote>
    "#]],
    );
    check(
        "```rust,ignore\nlet x = \"<\";\n```\n\n    indented\n",
        expect![[r#"
            <pre tabindex="0"><code class="language-rust">let x = &quot;&lt;&quot;;
            </code></pre>
            <pre tabindex="0"><code>indented
            </code></pre>
        "#]],
    );
}

#[test]
fn headings() {
    check(
        "# A & B {.big}\n### C {#c}\n## \n#### *D* `e`\n# ![x](y.jpg)\n# ![](y.jpg)\n",
        expect![[r#"
        <h2 id="a-b" class="big">A &amp; B</h2>
        <h3 id="c">C</h3>
        <h4 id="d-e"><em>D</em> <code>e</code></h4>
        <h2 id="x"><img src="y.jpg" alt="x"></h2>
        <p><img src="y.jpg" alt="" loading="lazy" decoding="async"></p>
    "#]],
    );
}

#[test]
fn letters() {
    check(
        "> Dear all,\n> thank you.\n> — Maya, *Oban*\n",
        expect![[r#"
        <figure class="letter">
        <blockquote>
        <p>Dear all,
        thank you.</p>
        </blockquote>
        <figcaption>— Maya, <em>Oban</em></figcaption>
        </figure>
    "#]],
    );
    check(
        "> Thank you.\n>\n> -- Maya\n\nafter",
        expect![[r#"
        <figure class="letter">
        <blockquote>
        <p>Thank you.</p>
        </blockquote>
        <figcaption>— Maya</figcaption>
        </figure>
        <p>after</p>
    "#]],
    );
    check(
        "> Thank you.  \n> --- Maya\n",
        expect![[r#"
        <figure class="letter">
        <blockquote>
        <p>Thank you.</p>
        </blockquote>
        <figcaption>— Maya</figcaption>
        </figure>
    "#]],
    );
    check(
        "> — Maya\n",
        expect![[r#"
        <blockquote>
        <p>— Maya</p>
        </blockquote>
    "#]],
    );
    check(
        "> a\n> - Maya\n",
        expect![[r#"
        <blockquote>
        <p>a</p>
        <ul>
        <li>Maya</li>
        </ul>
        </blockquote>
    "#]],
    );
    check(
        "> *a\n> — Maya*\n",
        expect![[r#"
        <blockquote>
        <p><em>a
        — Maya</em></p>
        </blockquote>
    "#]],
    );
    check(
        "> > inner\n> > — Maya\n>\n> — Outer\n",
        expect![[r#"
        <figure class="letter">
        <blockquote>
        <figure class="letter">
        <blockquote>
        <p>inner</p>
        </blockquote>
        <figcaption>— Maya</figcaption>
        </figure>
        </blockquote>
        <figcaption>— Outer</figcaption>
        </figure>
    "#]],
    );
    check(
        "> a\n> — Maya\n> >\n",
        expect![[r#"
        <blockquote>
        <p>a
        — Maya</p>
        <blockquote>
        </blockquote>
        </blockquote>
    "#]],
    );
}

#[test]
fn links_that_nobody_could_follow_are_words() {
    check(
        "[a](http://) [b](https:x) [c](//) [d](http://h:99999) [e](javascript:x) [f]() <ftp:x> [g](http://[::1]:80/[) [h](é#ü%20%)\n",
        expect![[r#"
            <p>a b c d e f <a href="ftp:x">ftp:x</a> <a href="http://[::1]:80/%5B">g</a> <a href="%C3%A9#%C3%BC%20%25">h</a></p>
        "#]],
    );
}

#[test]
fn verse() {
    check(
        "```verse\nOne line\n  and <two>\n\nthree\n```\n",
        expect![[r#"
        <div class="verse">
        <p>One line<br>
          and &lt;two&gt;</p>
        <p>three</p>
        </div>
    "#]],
    );
    check(
        "one  \ntwo\\\nthree\n\nlove,\\\nMaya\n",
        expect![[r#"
        <p class="verse">one<br>
        two<br>
        three</p>
        <p>love,<br>
        Maya</p>
    "#]],
    );
}

#[test]
fn pictures() {
    check(
        "![A box](<a b.jpg> \"The *box*\")\n\n![B](b.jpg)\n\n[![C](c.jpg)](d.html)\n\n![D](d.jpg) ![E](e.jpg \"t\")\n",
        expect![[r#"
        <figure>
        <img src="a%20b.jpg" alt="A box">
        <figcaption>The *box*</figcaption>
        </figure>
        <figure>
        <img src="b.jpg" alt="B" loading="lazy" decoding="async">
        </figure>
        <figure>
        <a href="d.html"><img src="c.jpg" alt="C" loading="lazy" decoding="async"></a>
        </figure>
        <p><img src="d.jpg" alt="D" loading="lazy" decoding="async"> <img src="e.jpg" alt="E" title="t" loading="lazy" decoding="async"></p>
    "#]],
    );
    check(
        "![](x.jpg) [](https://example.org/?a=1&b=2) [x]() [![](y.jpg)](z) [bad](javascript:x) ![q](data:x)\n",
        expect![[r#"
        <p><img src="x.jpg" alt=""> <a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a> x <a aria-label="z" href="z"><img src="y.jpg" alt="" loading="lazy" decoding="async"></a> bad q</p>
    "#]],
    );
}

#[test]
fn tables() {
    check(
        "| a | b | |\n|:--|--:|:-:|\n| 1 | *2* | 3 |\n| 4 |\n",
        expect![[r#"
        <div class="table" tabindex="0" role="group" aria-label="Table">
        <table>
        <thead>
        <tr><th scope="col">a</th><th scope="col" class="right">b</th><td></td></tr>
        </thead>
        <tbody>
        <tr><td>1</td><td class="right"><em>2</em></td><td class="center">3</td></tr>
        <tr><td>4</td><td class="right"></td><td class="center"></td></tr>
        </tbody>
        </table>
        </div>
    "#]],
    );
}

#[test]
fn task_and_definition_lists() {
    check(
        "- [ ] write\n- [x] send\n",
        expect![[r#"
        <ul>
        <li><span class="task">☐</span> write</li>
        <li><span class="task">☑</span> send</li>
        </ul>
    "#]],
    );
    check(
        "Term\n: one\n: two\n\nOther\n\n: loose\n",
        expect![[r#"
        <dl>
        <dt>Term</dt>
        <dd>
        <p>one</p>
        </dd>
        <dd>
        <p>two</p>
        </dd>
        <dt>Other</dt>
        <dd>
        <p>loose</p>
        </dd>
        </dl>
    "#]],
    );
}

#[test]
fn footnotes() {
    check(
        "One[^b] two[^a] three[^b][^none].\n\n[^a]: Note *a*.[^c]\n[^b]: Note b.\n\n    - item\n[^c]: Note c.\n[^d]: never\n",
        expect![[r##"
            <p>One<sup class="footnote" id="fnref-1"><a href="#fn-1">1</a></sup> two<sup class="footnote" id="fnref-2"><a href="#fn-2">2</a></sup> three<sup class="footnote" id="fnref-1-2"><a href="#fn-1">1</a></sup>[^none].</p>
            <section class="footnotes" aria-label="Footnotes">
            <ol>
            <li id="fn-1">
            <p>Note b.</p>
            <ul>
            <li>item</li>
            </ul>
            <p> <a class="backlink" href="#fnref-1" aria-label="Back to reference 1">↩</a> <a class="backlink" href="#fnref-1-2" aria-label="Back to reference 1-2">↩<sup>2</sup></a></p>
            </li>
            <li id="fn-2">
            <p>Note <em>a</em>.<sup class="footnote" id="fnref-3"><a href="#fn-3">3</a></sup> <a class="backlink" href="#fnref-2" aria-label="Back to reference 2">↩</a></p>
            </li>
            <li id="fn-3">
            <p>Note c. <a class="backlink" href="#fnref-3" aria-label="Back to reference 3">↩</a></p>
            </li>
            </ol>
            </section>
        "##]],
    );
}

#[test]
fn raw_html() {
    check(
        "<div id=\"x\">\n<!-- secret --> hi\n</div>\n\na <b>b</b> <!-- c --> d\n\n<!-- gone -->\n",
        expect![[r#"
        <div id="x">
         hi
        </div>
        <p>a <b>b</b>  d</p>
    "#]],
    );
    let off = RenderOptions { markdown: MarkdownSettings { raw_html: false, smart_punctuation: false }, ..OPTIONS };
    expect![[r#"
        <p>&lt;div&gt;
         hi
        &lt;/div&gt;</p>
        <p>a &lt;b&gt;b&lt;/b&gt; -- "c"</p>
    "#]]
    .assert_eq(&html("<div>\n<!-- secret --> hi\n</div>\n\na <b>b</b> -- \"c\"\n", off));
}
