//! Pictures: sizes, captions, and those that are none.

use expect_test::expect;
use goodturn::import::body::Origin::{Blogger, WordPressClassic};
use goodturn::import::body::Use;

use crate::{check, check_told, told};

#[test]
fn bloggers_captions_and_sizes() {
    check_told(
        Blogger,
        r#"<table align="center" class="tr-caption-container"><tbody><tr><td style="text-align: center;"><a href="http://1.bp.blogspot.com/-x/s1600/lilies.jpg" imageanchor="1"><img border="0" height="240" src="http://1.bp.blogspot.com/-x/s320/lilies.jpg" width="320" /></a></td></tr><tr><td class="tr-caption">The lilies &amp; "the" desk</td></tr></tbody></table>"#,
        expect![[r#"
            ![](http://1.bp.blogspot.com/-x/s1600/lilies.jpg "The lilies & \"the\" desk")
            (picture: http://1.bp.blogspot.com/-x/s1600/lilies.jpg -> http://1.bp.blogspot.com/-x/s1600/lilies.jpg, "")
            (left out: a link from a picture to its larger version: the picture itself is the larger one now)
        "#]],
    );
}

#[test]
fn pictures_that_only_stand_apart() {
    check_told(
        Blogger,
        r#"Hello.<div class="separator" style="clear: both;"><a href="https://blogger.googleusercontent.com/img/a/AVv=s4032"><img alt="A van" src="https://blogger.googleusercontent.com/img/a/AVv=w400-h300" /></a></div><br />
           <img src="http://2.bp.blogspot.com/a/s72-c/b.png" title="IMG_1234.png"> <img src="/c.png" alt="c"> <img src="http://x.example/1.gif" width="1" height="1"> <img src="data:image/png;base64,x">"#,
        expect![[r#"
            Hello.

            ![A van](https://blogger.googleusercontent.com/img/a/AVv=s4032)

            ![](http://2.bp.blogspot.com/a/s1600/b.png)

            ![c](/c.png)
            (picture: https://blogger.googleusercontent.com/img/a/AVv=s4032 -> https://blogger.googleusercontent.com/img/a/AVv=s4032, "A van")
            (picture: http://2.bp.blogspot.com/a/s1600/b.png -> http://2.bp.blogspot.com/a/s1600/b.png, "")
            (picture: /c.png -> /c.png, "c")
            (left out: colours, sizes and places of words (style="…"): the theme decides how a story looks)
            (left out: a link from a picture to its larger version: the picture itself is the larger one now)
            (left out: a picture that counts readers (http://x.example/1.gif): a story tells nobody who reads it)
            (left out: the picture data:image/png;base64,x: a page cannot show it from there)
        "#]],
    );
}

#[test]
fn captions_of_wordpress() {
    check_told(
        WordPressClassic,
        r#"[caption id="attachment_1" width="300"]<a href="https://k.example/up/v.jpg"><img src="https://k.example/up/v-300x200.jpg" alt="A valentine" /></a> For you[/caption]

[caption caption="Old &quot;form&quot;"]<img src="/w.jpg" alt="w">[/caption]

[caption]<a href="/f.jpg"><img src="/f-300x200.jpg" alt="f"></a> By <a href="https://p.example/">P.</a>[/caption]"#,
        expect![[r#"
            ![A valentine](https://k.example/up/v.jpg "For you")

            ![w](/w.jpg "Old \"form\"")

            <figure><a href="/f.jpg"><img src="/f-300x200.jpg" alt="f"></a><figcaption>By <a href="https://p.example/">P.</a></figcaption></figure>
            (picture: https://k.example/up/v.jpg -> https://k.example/up/v.jpg, "A valentine")
            (picture: /w.jpg -> /w.jpg, "w")
            (picture: /f-300x200.jpg -> /f-300x200.jpg, "f")
            (link: /f.jpg -> /f.jpg)
            (link: https://p.example/ -> https://p.example/)
            (kept as HTML: a picture whose caption has marks or links in it: Markdown has no form for it; it stays as HTML, made safe)
            (left out: a link from a picture to its larger version: the picture itself is the larger one now)
        "#]],
    );
}

#[test]
fn pictures_that_moved_are_asked_for_by_all_their_names() {
    let rewrite = |was: &str, used: Use| {
        (used == Use::Picture && was == "http://1.bp.blogspot.com/-x/s320/p.jpg").then(|| "p.jpg".to_owned())
    };
    let html =
        r#"<a href="http://1.bp.blogspot.com/-x/s1600/p.jpg"><img src="http://1.bp.blogspot.com/-x/s320/p.jpg"></a>"#;
    expect![[r#"
        ![](p.jpg)
        (picture: http://1.bp.blogspot.com/-x/s320/p.jpg -> p.jpg, "")
        (left out: a link from a picture to its larger version: the picture itself is the larger one now)
    "#]]
    .assert_eq(&told(html, Blogger, &rewrite));
}

#[test]
fn a_picture_in_a_line_stays_in_it() {
    check(
        Blogger,
        r#"<p>A smile <img src="/s.gif" alt=":)"> here.</p>"#,
        expect![[r#"
        A smile ![:)](/s.gif) here.
    "#]],
    );
    check(
        Blogger,
        r#"<p><a href="https://x.example/"><img src="/s.gif" alt="x[y]"></a></p>"#,
        expect![[r#"
        [![x\[y\]](/s.gif)](https://x.example/)
    "#]],
    );
}
