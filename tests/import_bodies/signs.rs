//! Words that look like signs stay words.

use expect_test::expect;
use goodturn::import::body::Origin::{Blogger, WordPressClassic};

use crate::{body, check, rendered};

#[test]
fn only_what_would_be_read_as_a_sign_is_escaped() {
    check(
        Blogger,
        "<p>5 * 3 = 15, snake_case, *stars*, _unders_, a ~ b, ~5, [sic], [x](y), [^1], a&lt;b, 2 &lt; 3, &amp;amp; AT&amp;T, `tick`, C:\\dir \\* end\\</p>\
         <p># no heading</p><p>#tag</p><p>1. no list</p><p>1.5 is fine</p><p>- no</p><p>+ no</p><p>&gt; no</p><p>---</p><p>* * *</p>\
         <p>_ _ _</p><p>: no</p><p>[x] done</p><p>~~~</p><p>===</p><p>a | b<br>--- | ---</p><p>{{ x }} {% y %}</p><p>story:other</p>",
        expect![[r#"
            5 * 3 = 15, snake_case, \*stars\*, \_unders\_, a ~ b, ~5, [sic], \[x](y), \[^1], a\<b, 2 < 3, \&amp; AT&T, \`tick\`, C:\dir \\\* end\\

            \# no heading

            #tag

            1\. no list

            1.5 is fine

            \- no

            \+ no

            \> no

            \---

            \* * \*

            \_ _ \_

            \: no

            \[x] done

            \~\~\~

            \===

            a | b\
            \--- | ---

            \{{ x }} \{% y %}

            story:other
        "#]],
    );
}

#[test]
fn scripts_of_all_kinds_pass() {
    check(
        Blogger,
        "<p>שלום <b>עולם</b> “quotes” — ‘and’ 👩‍👩‍👧 e\u{301}  &nbsp; 5&nbsp;km «&nbsp;oui&nbsp;» &#8203;zero, 花<b>花。</b>花</p>",
        expect![[r#"
            שלום **עולם** “quotes” — ‘and’ 👩‍👩‍👧 é 5 km « oui » zero, 花<strong>花。</strong>花
        "#]],
    );
}

#[test]
fn headings_keep_their_ends() {
    check(
        Blogger,
        "<h2>C # </h2><h3>Set {#x}</h3><h4>a<br>b</h4><h2>1. first</h2>",
        expect![[r#"
            ## C \#

            ### Set \{\#x\}

            #### a b

            ## 1. first
        "#]],
    );
}

#[test]
fn every_sign_in_every_place_is_read_back_as_it_was() {
    let signs = [
        "\\", "`", "*", "_", "[", "]", "(", ")", "<", ">", "&", "#", "~", "|", "{", "}", "!", "+", "-", "=", ":", "1.",
        "1)", "^", "$", "\"", "'", "--", "---", "***", "```", "~~", "[x]", "&lt;", "<b>", "](", "![", "<!--",
    ];
    for one in signs {
        for other in signs {
            for text in [
                format!("{one} {other}"),
                format!("{one}{other}"),
                format!("a{one}b{other}c"),
                format!("{one}a {other}b{one}"),
            ] {
                let html: String = text.replace('&', "&amp;").replace('<', "&lt;");
                for (around, end) in [
                    ("<p>", "</p>"),
                    ("<h2>x ", "</h2>"),
                    ("<ul><li>", "</li></ul>"),
                    ("<p>a<br>", "</p>"),
                    ("<p><a href=/x>", "</a>y</p>"),
                    ("<p><b>x</b>", "</p>"),
                    ("<table><tr><th>a<td>", "</table>"),
                ] {
                    let html = format!("{around}{html}{end}");
                    let body = body(&html, Blogger);
                    assert_eq!(body.kept_as_html, [], "{html}\n{}", body.markdown);
                    assert_eq!(words(&rendered(&body.markdown)), words(&html), "{}", body.markdown);
                }
            }
        }
    }
}

/// The words of some HTML, told apart from how they are written.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    let out = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    let plain = |c: char| match c {
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '–' | '—' => '-',
        c => c,
    };
    let mut plain: String = out.chars().map(plain).filter(|c| !c.is_whitespace()).collect();
    while plain.contains("--") {
        plain = plain.replace("--", "-");
    }
    plain
}

#[test]
fn line_ends_of_old_posts_are_kept_as_they_were_shown() {
    check(
        WordPressClassic,
        "One<br />\ntwo\n\nthree\n<ul>\n<li>a\nb</li>\n</ul>\nfour <b>five\n\nsix</b>",
        expect![[r#"
        One\
        two

        three

        - a\
          b

        four **five**

        **six**
    "#]],
    );
}
