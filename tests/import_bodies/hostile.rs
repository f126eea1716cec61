//! Bodies that only malice makes: whatever comes in, nothing runs, nothing panics, and time stays in proportion.

use goodturn::import::body::Origin::{Blogger, WordPressClassic};

use crate::{body, rendered};

#[test]
fn nothing_that_could_run_comes_through() {
    let bodies = [
        "<script>alert(1)</script><style>p{}</style><p onclick='alert(1)'>x</p>",
        "<a href=' jav\tascript:alert(1)'>x</a><a href='&#106;avascript:alert(1)'>y</a><a href='vbscript:x'>z</a>",
        "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'><text>x</text></a></svg><math><mi>x</mi></math>",
        "<table><tr><td colspan=2><img src=x onerror=alert(1)><svg/onload=alert(1)></td></tr></table>",
        "<details ontoggle=alert(1) open><summary>s</summary><iframe srcdoc='<script>alert(1)</script>'></iframe></details>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'></table></math>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></form>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'></svg><noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
        "[caption]<img src=x onerror=alert(1)> <b>b</b><script>alert(1)</script>[/caption] [embed]javascript:alert(1)[/embed]",
        "[youtube \"><script>alert(1)</script>] [code lang='\"><script>alert(1)</script>']<script>alert(1)</script>[/code]",
        "`<script>alert(1)</script>` [x](javascript:alert(1)) &lt;javascript:alert(1)&gt; <xmp><script>alert(1)</script></xmp>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt;</p>",
        "<pre>&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt;<b>x</b></pre>",
        "<a href='x\" onclick=alert(1) y=\"'>x</a><img alt='\"><script>alert(1)</script>' src='/x\" onerror=alert(1) \"'>",
        "<figure><img src=/x><figcaption><b>b</b><script>alert(1)</script></figcaption></figure>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript><plaintext><b>x",
        "<form action=/x><input onfocus=alert(1) autofocus><button formaction=javascript:alert(1)>go</button></form>",
        "<abbr title='&quot; onmouseover=alert(1) &quot;'>x</abbr><a id='x\" onclick=alert(1)'>y</a><a href='#x\" onclick=alert(1)'>z</a>",
        "<object data='javascript:alert(1)'></object><embed src='data:text/html,x'><base href='javascript:'><meta http-equiv=refresh content='0;x'>",
    ];
    for html in bodies {
        for origin in [Blogger, WordPressClassic] {
            let html = rendered(&body(html, origin).markdown);
            for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
                let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap().to_ascii_lowercase();
                let allowed = [
                    "p",
                    "a",
                    "img",
                    "br",
                    "em",
                    "strong",
                    "del",
                    "code",
                    "pre",
                    "table",
                    "tbody",
                    "thead",
                    "tr",
                    "td",
                    "th",
                    "details",
                    "summary",
                    "figure",
                    "figcaption",
                    "abbr",
                ];
                assert!(allowed.contains(&name.as_str()), "<{tag}> in {html}");
                let outside = tag.split('"').step_by(2).collect::<String>().to_ascii_lowercase();
                assert!(!outside.contains(" on") && !outside.contains("srcdoc"), "<{tag}> in {html}");
                assert!(!tag.contains("\"javascript:") && !tag.contains("\"data:"), "<{tag}> in {html}");
            }
        }
    }
}

#[test]
fn a_thousand_repeats_of_anything_are_borne() {
    let pieces = [
        "<b>",
        "<div>",
        "<p>",
        "<ul><li>",
        "<blockquote>x",
        "<table><tr><td>",
        "<table>x",
        "<a href=x>y",
        "<b><p>x",
        "<",
        "<!--",
        "[",
        "[[",
        "[caption]",
        "[a b=\"c\"]",
        "*a_",
        "<b>*</b>_",
        "`a",
        "a<br>",
        "<img src=x.jpg>",
        "<figure><img src=x>",
        "&amp;",
        "<dl><dt>a<dd>",
        "<pre>",
        "<svg><g>",
        "<template>",
        "<select><option>",
        "<iframe>",
        "<script>",
        "<b>é</b>e<i>“x”</i>",
        "<table><b>",
        "<a><b></a>",
        "<b><div><i></b>",
        "!<a href=x>y</a>",
        "\0",
        "\r",
        "<h2>a",
        "<q>",
        "<details>",
        "</p>",
        "<frameset>",
        "<body>",
        "<li>x",
        "~a~~",
    ];
    for piece in pieces {
        for origin in [Blogger, WordPressClassic] {
            body(&piece.repeat(1000), origin);
            body(&format!("{}x{}", piece.repeat(300), "<p>y</p>".repeat(300)), origin);
        }
    }
}
