//! What only WordPress has: shortcodes, blocks, folds.

use expect_test::expect;
use goodturn::import::body::Origin::{WordPressBlocks, WordPressClassic};

use crate::{check, check_told};

#[test]
fn brackets_that_are_only_brackets_stay() {
    check(
        WordPressClassic,
        "[[not-a-shortcode]] and [©2011 Mara], [sic] [1] [Update] [a b] [[Wiki Page]] <code>[gallery]</code> [/b]",
        expect![[r#"
            [not-a-shortcode] and [©2011 Mara], [sic] [1] [Update] [a b] \[[Wiki Page]] `[gallery]` [/b]
        "#]],
    );
}

#[test]
fn columns_of_a_plugin_do_not_run_together_and_its_buttons_lead_on() {
    check_told(
        WordPressClassic,
        "[row][column width=\"1/2\"]Left words[/column][column width=\"1/2\"]Right <b>words</b>[/column][/row]\n\n\
         [button url=\"https://x.example/?a=1&amp;b=2\"]Go[/button] [gist https://gist.example/1]\n\n\
         [box link='javascript:alert(1)']Words[/box] a [b]c[/b][b]d[/b]",
        expect![[r#"
            Left words

            Right **words**

            [Go](https://x.example/?a=1&b=2) [gist https://gist.example/1]

            Words a cd
            (link: https://x.example/?a=1&b=2 -> https://x.example/?a=1&b=2)
            (left out: the shortcode [row]: only a plugin knew what it shows; words between its brackets stay)
            (left out: the shortcode [column] (2 times): only a plugin knew what it shows; words between its brackets stay)
            (left out: the shortcode [button]: only a plugin knew what it shows; words between its brackets stay)
            (left out: the shortcode [box]: only a plugin knew what it shows; words between its brackets stay)
            (left out: the shortcode [b] (2 times): only a plugin knew what it shows; words between its brackets stay)
        "#]],
    );
}

#[test]
fn a_caption_around_a_caption_keeps_both() {
    check(
        WordPressClassic,
        "[caption caption=\"outer\"][caption width=\"50\"]<img src=\"https://x.example/c.jpg\">inner[/caption][/caption]\n\n\
         [caption]<img src=\"https://x.example/d.jpg\">[highlight]deep[/highlight] words[/caption]",
        expect![[r#"
            ![](https://x.example/c.jpg "inner")

            outer

            ![](https://x.example/d.jpg "deep words")
        "#]],
    );
}

#[test]
fn shortcodes_of_films_and_sounds_are_links() {
    check_told(
        WordPressClassic,
        "[embed]https://vimeo.com/1[/embed]\n\n[youtube abc]\n\n[youtube=http://www.youtube.com/watch?v=x&amp;w=1]\n\n[audio mp3=\"/a.mp3\"][/audio]\n\n\
         https://www.youtube.com/watch?v=abc123\n\nSee https://x.example/ too",
        expect![[r#"
            [A film on Vimeo](https://vimeo.com/1)

            [A film on YouTube](https://www.youtube.com/watch?v=abc)

            [A film on YouTube](http://www.youtube.com/watch?v=x&w=1)

            [/a.mp3](/a.mp3)

            <https://www.youtube.com/watch?v=abc123>

            See https://x.example/ too
            (link: https://vimeo.com/1 -> https://vimeo.com/1)
            (link: https://www.youtube.com/watch?v=abc -> https://www.youtube.com/watch?v=abc)
            (link: http://www.youtube.com/watch?v=x&w=1 -> http://www.youtube.com/watch?v=x&w=1)
            (link: /a.mp3 -> /a.mp3)
            (link: https://www.youtube.com/watch?v=abc123 -> https://www.youtube.com/watch?v=abc123)
        "#]],
    );
}

#[test]
fn shortcodes_of_plugins_leave_their_words() {
    check_told(
        WordPressClassic,
        "[box type=\"note\"]Kind <b>words</b>[/box] [contact-form] [gallery ids=\"1,2\"] [code lang=\"php\"]<?php echo [1]; ?>[/code] [Caption]no picture[/caption]",
        expect![[r#"
            Kind **words**

            ```php
            <?php echo [1]; ?>
            ```

            no picture
            (left out: the shortcode [box]: only a plugin knew what it shows; words between its brackets stay)
            (left out: the shortcode [contact-form]: WordPress made what it shows for each page view)
            (left out: the shortcode [gallery]: WordPress made what it shows for each page view)
        "#]],
    );
}

#[test]
fn the_fold_gives_the_excerpt() {
    check_told(
        WordPressClassic,
        "Above <b>it</b>.\n\n<!--more Read on-->\n\nBelow.",
        expect![[r#"
        Above **it**.

        Below.
        (above the fold: Above it.)
    "#]],
    );
}

#[test]
fn blocks_lose_their_comments() {
    check_told(
        WordPressBlocks,
        r#"<!-- wp:paragraph --><p>Kind.</p><!-- /wp:paragraph --><!-- wp:latest-posts {"postsToShow":5} /-->
<!-- wp:quote --><blockquote class="wp-block-quote"><!-- wp:paragraph --><p>Said.</p><!-- /wp:paragraph --><cite>Rune</cite></blockquote><!-- /wp:quote -->
<!-- wp:freeform -->old
form<!-- /wp:freeform -->
<!-- wp:embed {"url":"https://vimeo.com/1"} --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://vimeo.com/1
</div></figure><!-- /wp:embed -->
<!-- wp:gallery --><figure class="wp-block-gallery"><ul class="blocks-gallery-grid"><li><figure><img src="/a.jpg" alt="a"/><figcaption>A</figcaption></figure></li><li><figure><img src="/b.jpg" alt="b"/></figure></li></ul></figure><!-- /wp:gallery -->
<!-- wp:file --><div class="wp-block-file"><a href="/f.pdf">F</a><a href="/f.pdf" class="wp-block-file__button" download>Download</a></div><!-- /wp:file -->"#,
        expect![[r#"
            Kind.

            > Said.
            >
            > — Rune

            old\
            form

            [A film on Vimeo](https://vimeo.com/1)

            {% <gallery> %}

            ![a](/a.jpg "A")

            ![b](/b.jpg)

            {% </gallery> %}

            [F](/f.pdf)
            (picture: /a.jpg -> /a.jpg, "a")
            (picture: /b.jpg -> /b.jpg, "b")
            (link: https://vimeo.com/1 -> https://vimeo.com/1)
            (link: /f.pdf -> /f.pdf)
            (left out: the block “latest-posts”: it has no text of its own; WordPress made it for each page view)
            (left out: a button that downloads a file: the link beside it leads to the same file)
        "#]],
    );
}

#[test]
fn galleries_stand_beside_each_other() {
    check(
        WordPressBlocks,
        r#"<div class="gallery"><a href="/big.jpg"><img src="/a.jpg" alt="a"></a> <img src="/b.jpg" alt="b"></div>
<figure class="wp-block-gallery"><figure><img src="/c.jpg" alt="c"/></figure><figure><img src="/d.jpg" alt="d"/></figure><figcaption>All of us, in May</figcaption></figure>
<div class="gallery"><img src="/e.jpg" alt="e"><img src="/f.jpg" alt="f"><p>She said "come".</p></div>
<div class="gallery"><p>Only words.</p></div>
<ul class="wp-block-gallery"><li><img src="/g.jpg" alt="g"></li></ul>
<blockquote><div class="gallery"><img src="/h.jpg" alt="h"><img src="/i.jpg" alt="i"></div></blockquote>
<div class="gallery"><img src="/j.jpg" alt="j"><img src="/k.jpg" alt="k"><p>{% <aside> %}</p></div>"#,
        expect![[r#"
            {% <gallery> %}

            [![a](/a.jpg)](/big.jpg)

            ![b](/b.jpg)

            {% </gallery> %}

            {% <gallery caption="All of us, in May"> %}

            ![c](/c.jpg)

            ![d](/d.jpg)

            {% </gallery> %}

            {% <gallery> %}

            ![e](/e.jpg)

            ![f](/f.jpg)

            {% </gallery> %}

            She said "come".

            Only words.

            ![g](/g.jpg)

            > ![h](/h.jpg)
            >
            > ![i](/i.jpg)

            ![j](/j.jpg)

            ![k](/k.jpg)

            \{%

            %}
        "#]],
    );
}

#[test]
fn a_gallery_whose_words_have_marks_is_one_all_the_same() {
    check(
        WordPressBlocks,
        "<figure class=\"wp-block-gallery\"><ul><li><figure><img src=\"https://x.example/a.jpg\" alt=\"a\"></figure></li>\
         <li><figure><img src=\"https://x.example/b.jpg\" alt=\"b\"></figure></li></ul><figcaption>Both <b>of</b> them</figcaption></figure>",
        expect![[r#"
            {% <gallery> %}

            ![a](https://x.example/a.jpg)

            ![b](https://x.example/b.jpg)

            {% </gallery> %}

            Both **of** them
        "#]],
    );
}
