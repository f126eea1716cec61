//! Addresses in raw HTML and in the menu: they lead where the same address in Markdown leads, and are checked like it.

use std::fs;

use expect_test::expect;

use super::files::built;

const TEXT: &str = "---\ntitle: Raw\ndate: 2020-01-03\n---\n\
A <a href=\"/stories/lamp/#top\" class=x>page</a>, <a href=lamp.md>a file</a>, <A HREF='story:lamp'>a story</A>,\n\
<a href=\"/one.svg?a&amp;b\">a picture</a>, <a href=\"https://other.example/?a&b\">elsewhere</a>, <a href=\"#here\">here</a><b id=here></b>.\n\
\n\
> <figure>\n\
> <img\n\
>   alt=\"It\" src='/one.svg' srcset=\"/one.svg 1x, /one.svg 2x\">\n\
> </figure>\n\
\n\
Also[^1].\n\
\n\
- <video src=/one.svg poster=\"/one.svg\"></video>\n\
\n\
[^1]: <a href=/about>Us</a>\n";

#[test]
fn raw_html_leads_where_markdown_would_below_a_path_too() {
    let settings = "base_url = \"https://lamps.example/our/\"\n\
        menu = [{ name = \"Us\", url = \"/about/#us\" }, { name = \"Again\", url = \"/our/about\" }]";
    let files = [
        ("content/stories/raw.md", TEXT),
        ("content/about.md", "---\ntitle: Us\n---\n<h2 id=us>Us</h2>\n"),
        ("static/one.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>\n"),
    ];
    let (folder, said) = built(settings, &files);
    // A picture is no film; that nobody asks here.
    assert!(!said.contains("raw.md"), "{said}");
    let page = fs::read_to_string(folder.path().join("public/stories/raw/index.html"));
    let page = page.unwrap_or_else(|why| panic!("{why}: {said}"));
    let menu = page.split("<nav").nth(1).unwrap().split("</nav>").next().unwrap();
    let menu: Vec<&str> = menu.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(menu, ["/our/about/#us", "/our/about/"]);
    let text = page.split("</h1>").nth(1).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("href") || line.contains("src")).take(8).collect();
    expect![[r##"
        <p>A <a href="/our/stories/lamp/#top" class=x>page</a>, <a href="/our/stories/lamp/">a file</a>, <A HREF="/our/stories/lamp/">a story</A>,
        <a href="/our/one.svg?a&amp;b">a picture</a>, <a href="https://other.example/?a&b">elsewhere</a>, <a href="#here">here</a><b id=here></b>.</p>
          alt="It" src="/our/one.svg" srcset="/our/one.svg 1x, /our/one.svg 2x">
        <p>Also<sup class="footnote" id="fnref-1"><a href="#fn-1">1</a></sup>.</p>
        <li><video src="/our/one.svg" poster="/our/one.svg"></video></li>
        <p><a href="/our/about/">Us</a> <a class="backlink" href="#fnref-1" aria-label="Back to reference 1">↩</a></p>
        <p class="screen"><a href="mailto:?subject=Raw&amp;body=https%3A%2F%2Flamps.example%2Four%2Fstories%2Fraw%2F">Send this to someone</a>, or copy its address: <a class="u-url" href="/our/stories/raw/">https://lamps.example/our/stories/raw/</a></p>
        <li><span class="label">Older</span> <a href="/our/stories/lamp/">A lamp</a></li>"##]].assert_eq(&lines.join("\n"));
    let feed = fs::read_to_string(folder.path().join("public/atom.xml")).unwrap();
    let lines: Vec<&str> = feed.lines().filter(|line| line.contains("one.svg") || line.contains("a file")).collect();
    expect![[r#"
        <summary>A page, a file, a story, a picture, elsewhere, here. Also.</summary>
        <content type="html" xml:base="https://lamps.example/our/stories/raw/">&lt;p&gt;A &lt;a href=&quot;https://lamps.example/our/stories/lamp/#top&quot; class=x&gt;page&lt;/a&gt;, &lt;a href=&quot;https://lamps.example/our/stories/lamp/&quot;&gt;a file&lt;/a&gt;, &lt;A HREF=&quot;https://lamps.example/our/stories/lamp/&quot;&gt;a story&lt;/A&gt;,
        &lt;a href=&quot;https://lamps.example/our/one.svg?a&amp;amp;b&quot;&gt;a picture&lt;/a&gt;, &lt;a href=&quot;https://other.example/?a&amp;b&quot;&gt;elsewhere&lt;/a&gt;, &lt;a href=&quot;https://lamps.example/our/stories/raw/#here&quot;&gt;here&lt;/a&gt;&lt;b id=here&gt;&lt;/b&gt;.&lt;/p&gt;
          alt=&quot;It&quot; src=&quot;https://lamps.example/our/one.svg&quot; srcset=&quot;https://lamps.example/our/one.svg 1x, https://lamps.example/our/one.svg 2x&quot;&gt;
        &lt;li&gt;&lt;video src=&quot;https://lamps.example/our/one.svg&quot; poster=&quot;https://lamps.example/our/one.svg&quot;&gt;&lt;/video&gt;&lt;/li&gt;"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn raw_html_that_leads_nowhere_is_said_like_markdown() {
    let text = "---\ntitle: Raw\ndate: 2020-01-03\n---\n\
        See <a href=\"/storys/lamp/\">this</a>, [that](/storys/lamp/) and <a href=\"lamp.md#no\">there</a>.\n\n\
        > <p>\n> <img alt=\"\"\n> src=\"/lamp.jpg\">\n> </p>\n\n\
        <img alt=\"\" srcset=\"/a.png 1x, /b.png 2x\">\n\n\
        Later <a href=\"draft.md\" class=\"x\">there</a>, <a href=\"javascript:alert(1)\">run</a>.\n";
    let draft = "---\ntitle: Draft\ndraft: true\n---\nNot yet.\n";
    let files = [("content/stories/raw.md", text), ("content/stories/draft.md", draft)];
    expect![[r#"
        error: `/storys/lamp/` leads nowhere: the site has no such page or file
          ┌ content/stories/raw.md:5:14
        5 │ See <a href="/storys/lamp/">this</a>, [that](/storys/lamp/) and <a href="lamp.md#no">the…
          │              ^^^^^^^^^^^^^
          └ help: did you mean `/stories/lamp/`?

        error: `/storys/lamp/` leads nowhere: the site has no such page or file
          ┌ content/stories/raw.md:5:39
        5 │ …<a href="/storys/lamp/">this</a>, [that](/storys/lamp/) and <a href="lamp.md#no">there</…
          │                                    ^^^^^^^^^^^^^^^^^^^^^
          └ help: did you mean `/stories/lamp/`?

        error: the page /stories/lamp/ has no place called `#no`
          ┌ content/stories/raw.md:5:74
        5 │ …href="/storys/lamp/">this</a>, [that](/storys/lamp/) and <a href="lamp.md#no">there</a>.
          │                                                                    ^^^^^^^^^^
          └ help: the places of a page are its headings, in lower case with hyphens: `## What happened next` is `#what-happened-next`

        error: `/lamp.jpg` leads nowhere: the site has no such page or file
          ┌ content/stories/raw.md:9:8
        9 │ > src="/lamp.jpg">
          │        ^^^^^^^^^
          └ help: put the picture beside the story, or into static/; capital letters count in its name

        error: `/a.png` leads nowhere: the site has no such page or file
           ┌ content/stories/raw.md:12:21
        12 │ <img alt="" srcset="/a.png 1x, /b.png 2x">
           │                     ^^^^^^^^^^^^^^^^^^^^
           └ help: put the picture beside the story, or into static/; capital letters count in its name

        error: `/b.png` leads nowhere: the site has no such page or file
           ┌ content/stories/raw.md:12:21
        12 │ <img alt="" srcset="/a.png 1x, /b.png 2x">
           │                     ^^^^^^^^^^^^^^^^^^^^
           └ help: put the picture beside the story, or into static/; capital letters count in its name

        warning: content/stories/draft.md is not published, so its words stay here but the link is left out
           ┌ content/stories/raw.md:14:16
        14 │ Later <a href="draft.md" class="x">there</a>, <a href="javascript:alert(1)">run</a>.
           │                ^^^^^^^^
           └ help: the link comes by itself once that story is published

        warning: this address will do nothing: the site's pages allow no scripts in their text
           ┌ content/stories/raw.md:14:47
        14 │ Later <a href="draft.md" class="x">there</a>, <a href="javascript:alert(1)">run</a>.
           │                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           └ help: give the address of a page instead

        nothing was published: 6 errors in 1 file, 2 warnings
    "#]].assert_eq(&built("base_url = \"https://lamps.example/\"", &files).1);
}

#[test]
fn what_is_not_published_yet_is_not_led_to() {
    let text = "---\ntitle: Raw\ndate: 2020-01-03\n---\nLater <a href=\"draft.md\" class=\"x\">there</a>.\n";
    let draft = "---\ntitle: Draft\ndraft: true\n---\nNot yet.\n";
    let files = [("content/stories/raw.md", text), ("content/stories/draft.md", draft)];
    let (folder, _) = built("base_url = \"https://lamps.example/\"", &files);
    let page = fs::read_to_string(folder.path().join("public/stories/raw/index.html")).unwrap();
    assert!(page.contains("Later <a class=\"x\">there</a>."), "{page}");
}
