//! Faults that show only when pages are made, and parts of a theme that do nothing.

use std::fs;
use std::path::Path;

use expect_test::expect;

use crate::check;
use crate::common::{PROGRAM, TODAY, command, copy};

/// Whoever mends what was said is not told of the next fault after that: P7.
#[test]
fn faults_that_only_a_finished_page_shows_are_said_with_all_the_others() {
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0\x4b\x6d\x29\xdc\0\0\x40\0IDAT";
    let files: [(&str, &[u8]); 7] = [
        ("site.toml", b"title = \"Small Kindnesses\"\nbase_url = \"https://example.org/\"\ncolour = \"red\"\n"),
        ("content/stories/broken.md", b"---\ntitle: \"Broken\n---\nIt was good.\n"),
        ("content/stories/shown/index.md", b"---\ntitle: Shown\ndate: 2020-01-03\n---\n![A tree](tree.png)\n"),
        ("content/stories/shown/tree.png", picture),
        ("content/stories/named.md", b"---\ntitle: Named\ndate: 2020-01-04\n---\nThank you, **Maria Holm**.\n"),
        ("private/names.txt", b"Maria Holm\n"),
        ("themes/hearth/templates/partials/footer.html", b"{{ site.titel }}\n"),
    ];
    let folder = check(
        &files,
        &expect![[r#"
        error: the quotation mark `"` is never closed
          ┌ content/stories/broken.md:2:8
        2 │ title: "Broken
          │        ^^^^^^^
          └ help: write another `"` at the end of the text

        error: `Maria Holm` is in private/names.txt, and would be published here
          ┌ content/stories/named.md:5:14
        5 │ Thank you, **Maria Holm**.
          │              ^^^^^^^^^^
          ├ on the page /atom.xml
          └ help: leave the name out or change it; or, if it may be published, take it off the list

        error: tree.png is damaged, and cannot be shown
          ┌ content/stories/shown/index.md:5:1
        5 │ ![A tree](tree.png)
          │ ^^^^^^^^^^^^^^^^^^^
          └ help: open it on your computer; if you can see it there, save it once more, else copy it again

        error: there is no setting `colour`
          ┌ site.toml:3:1
        3 │ colour = "red"
          │ ^^^^^^
          └ help: the settings that may stand here are `title`, `tagline`, `description`, `base_url`, `language`, `author`, `email`, `timezone`, `theme`, `output`, `per_page`, `permalink`, `reading`, `cards`, `allow_hosts`, `also_here`, `menu`, `markdown`, `feeds`, `pages`, `pictures`, `hosting`, `privacy`, `consent` or `extra`

        error: there is no field `titel` here
          ┌ themes/hearth/templates/partials/footer.html:1:9
        1 │ {{ site.titel }}
          │         ^^^^^
          ├ in <hearth>/templates/base.html, line 14
          ├ for <hearth>/templates/home.html, which extends it
          ├ while making /
          └ help: did you mean `title`?

        nothing was published: 5 errors in 5 files"#]],
    );
    assert!(!folder.path().join("out").exists());
}

/// A theme that cannot be read hides no fault of a story.
#[test]
fn faults_of_stories_are_said_beside_those_of_a_theme() {
    let files: [(&str, &[u8]); 3] = [
        ("content/stories/named.md", b"---\ntitle: Named\ndate: 2020-01-04\n---\nThank you, **Maria Holm**.\n"),
        ("private/names.txt", b"Maria Holm\n"),
        ("themes/hearth/templates/partials/footer.html", b"{% if %}\n"),
    ];
    let folder = check(
        &files,
        &expect![[r#"
        error: `Maria Holm` is in private/names.txt, and would be published here
          ┌ content/stories/named.md:5:14
        5 │ Thank you, **Maria Holm**.
          │              ^^^^^^^^^^
          ├ on the page /stories/named/
          └ help: leave the name out or change it; or, if it may be published, take it off the list

        error: this template is not understood: found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`
          ┌ themes/hearth/templates/partials/footer.html:1:7
        1 │ {% if %}
          └       ^^

        nothing was published: 2 errors in 2 files"#]],
    );
    assert!(!folder.path().join("out").exists());
}

/// What stands in a theme and does nothing.
#[test]
fn parts_of_a_theme_that_have_no_effect() {
    let told = "{# <script>no</script> #}<p style=\"color: red\">Told</p>{{ story.title }}\n\
        <script type=\"application/json\">{}</script><script>alert(1)</script>\n\
        <script src=\"/own.js\"></script><a href=\"/\" onclick=\"go()\">x</a>{% if page.title %}<style>p {}</style>{% endif %}\n";
    let folder = check(
        &[
            ("themes/hearth/templates/partials/foter.html", b"Made with love.\n"),
            ("themes/hearth/templates/partials/mine.html", b"Nobody includes this.\n"),
            ("themes/hearth/templates/partials/told.html", told.as_bytes()),
        ],
        &expect![[r#"
            warning: no page is made with this template
              ┌ themes/hearth/templates/partials/foter.html
              └ help: did you mean `partials/footer.html`? Only a file of that very name takes its place

            warning: no page is made with this template
              ┌ themes/hearth/templates/partials/mine.html
              └ help: did you mean `partials/menu.html`? Only a file of that very name takes its place

            warning: this has no effect: pages take styles from files only
              ┌ themes/hearth/templates/partials/told.html:1:29
            1 │ {# <script>no</script> #}<p style="color: red">Told</p>{{ story.title }}
              │                             ^^^^^^^^^^^^^^^^^^
              └ help: write it into a style sheet in the theme's static/, under a class

            warning: this script never runs: pages take scripts from files only
              ┌ themes/hearth/templates/partials/told.html:2:44
            2 │ <script type="application/json">{}</script><script>alert(1)</script>
              │                                            ^^^^^^^^
              └ help: put it into a file in the theme's static/, load that with `<script src=…>`, and write `scripts = true` in theme.toml

            warning: this script is never loaded: the theme does not say that it has any
              ┌ themes/hearth/templates/partials/told.html:3:1
            3 │ <script src="/own.js"></script><a href="/" onclick="go()">x</a>{% if page.title %}<style…
              │ ^^^^^^^^^^^^^^^^^^^^^^
              └ help: write `scripts = true` in its theme.toml

            warning: this script never runs: pages take scripts from files only
              ┌ themes/hearth/templates/partials/told.html:3:44
            3 │ …t src="/own.js"></script><a href="/" onclick="go()">x</a>{% if page.title %}<style>p {}<…
              │                                       ^^^^^^^^^^^^^^
              └ help: put it into a file in the theme's static/, load that with `<script src=…>`, and write `scripts = true` in theme.toml

            warning: this has no effect: pages take styles from files only
              ┌ themes/hearth/templates/partials/told.html:3:83
            3 │ …script><a href="/" onclick="go()">x</a>{% if page.title %}<style>p {}</style>{% endif %}
              │                                                            ^^^^^^^
              └ help: write it into a style sheet in the theme's static/, under a class

            built 1 story"#]],
    );
    assert!(folder.path().join("out").exists());
}

/// Whoever copies the themes that come with the program is told nothing of what they do, or leave to one that extends them.
#[test]
fn a_copy_of_an_embedded_theme_does_all_that_it_seems_to_do() {
    for theme in ["hearth", "postcard"] {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes"), &site.join("themes"));
        fs::create_dir_all(site.join("content/stories")).unwrap();
        fs::write(site.join("content/stories/good.md"), "---\ntitle: Good\ndate: 2020-01-01\n---\nIt was good.\n")
            .unwrap();
        let settings = format!("title = \"Own\"\nbase_url = \"https://example.org/\"\ntheme = \"{theme}\"\n");
        fs::write(site.join("site.toml"), settings).unwrap();
        let built = command(PROGRAM, &site).args(["build", "--today", TODAY]).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&built.stderr), "", "{theme}");
        assert!(built.status.success());
    }
}

/// A host of files hands a file without an extension out to be saved; a folder is shown.
#[test]
fn addresses_without_an_end_are_folders() {
    let story =
        b"---\ntitle: Moved\ndate: 2020-01-02\npermalink: /told/moved\naliases: [/old/thing, /old/x.html]\n---\nHi.\n";
    let folder = check(&[("content/stories/moved.md", story)], &expect!["built 2 stories"]);
    for file in ["told/moved/index.html", "old/thing/index.html", "old/x.html"] {
        assert!(folder.path().join("out").join(file).is_file(), "{file}");
    }
}

#[test]
fn calls_that_are_none() {
    super::check_text(
        "A word {% <aside> %} in a line, and `{% <aside> %}` in code.\n\n- {% <gallery> %}\n- words\n\n> {% <letter> %}\n\n\
         {% aside title=\"x\" %}\n\nFrom Hugo {{< figure src=\"a.jpg\" >}} and {{<figure src=\"a.jpg\"/>}}, {{% notice tip %}}, {{ letter(to=\"x\") }} and \
         {% include figure.html %}.\n\nLeft alone: {{ name }}, {% 50 %}, \\{% aside %}, {{, 3 {% 4.\n\n```\n{{< figure >}}\n```",
        &expect![[r#"
            error: in the middle of a line this would be shown as it is written
              ┌ content/stories/odd.md:5:8
            5 │ A word {% <aside> %} in a line, and `{% <aside> %}` in code.
              │        ^^^^^^^^^^^^^
              └ help: give it a line of its own, with an empty line before and after it

            error: in a list or a quotation this would be shown as it is written
              ┌ content/stories/odd.md:7:3
            7 │ - {% <gallery> %}
              │   ^^^^^^^^^^^^^^^
              └ help: put it before or after the list or quotation, on a line of its own, with an empty line before and after it

            error: in a list or a quotation this would be shown as it is written
               ┌ content/stories/odd.md:10:3
            10 │ > {% <letter> %}
               │   ^^^^^^^^^^^^^^
               └ help: put it before or after the list or quotation, on a line of its own, with an empty line before and after it

            warning: `{% aside title="x" %}` is meant for another program: here, readers would see it as it is written
               ┌ content/stories/odd.md:12:1
            12 │ {% aside title="x" %}
               │ ^^^^^^^^^^^^^^^^^^^^^
               └ help: write {% <aside> %} before what belongs into it and {% </aside> %} after it, each on a line of its own with an empty line before and after it

            warning: `{{< figure src="a.jpg" >}}` is meant for another program: here, readers would see it as it is written
               ┌ content/stories/odd.md:14:11
            14 │ From Hugo {{< figure src="a.jpg" >}} and {{<figure src="a.jpg"/>}}, {{% notice tip %}},…
               │           ^^^^^^^^^^^^^^^^^^^^^^^^^^
               └ help: write {% <figure> %} before what belongs into it and {% </figure> %} after it, each on a line of its own with an empty line before and after it

            warning: `{{<figure src="a.jpg"/>}}` is meant for another program: here, readers would see it as it is written
               ┌ content/stories/odd.md:14:42
            14 │ …{{< figure src="a.jpg" >}} and {{<figure src="a.jpg"/>}}, {{% notice tip %}}, {{ letter…
               │                                 ^^^^^^^^^^^^^^^^^^^^^^^^^
               └ help: write {% <figure> %} before what belongs into it and {% </figure> %} after it, each on a line of its own with an empty line before and after it

            warning: `{{% notice tip %}}` is meant for another program: here, readers would see it as it is written
               ┌ content/stories/odd.md:14:69
            14 │ …>}} and {{<figure src="a.jpg"/>}}, {{% notice tip %}}, {{ letter(to="x") }} and {% incl…
               │                                     ^^^^^^^^^^^^^^^^^^
               └ help: take it out, or put it between `backticks` if readers are to see it

            warning: `{{ letter(to="x") }}` is meant for another program: here, readers would see it as it is written
               ┌ content/stories/odd.md:14:89
            14 │ …rc="a.jpg"/>}}, {{% notice tip %}}, {{ letter(to="x") }} and {% include figure.html %}.
               │                                      ^^^^^^^^^^^^^^^^^^^^
               └ help: write {% <letter> %} before what belongs into it and {% </letter> %} after it, each on a line of its own with an empty line before and after it

            warning: `{% include figure.html %}` is meant for another program: here, readers would see it as it is written
               ┌ content/stories/odd.md:14:114
            14 │ …rc="a.jpg"/>}}, {{% notice tip %}}, {{ letter(to="x") }} and {% include figure.html %}.
               │                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^
               └ help: take it out, or put it between `backticks` if readers are to see it

            nothing was published: 3 errors in 1 file, 6 warnings"#]],
    );
}

#[test]
fn private_folders_that_are_none() {
    check(
        &[
            ("content/Private/secret.md", b"---\ntitle: Secret\n---\nWords.\n"),
            ("content/stories/private/one.md", b"---\ntitle: One\ndate: 2020-01-02\n---\nWords.\n"),
            ("content/stories/private/two.md", b"---\ntitle: Two\ndate: 2020-01-03\n---\nWords.\n"),
            ("content/privateer/ship.md", b"---\ntitle: Ship\n---\nWords.\n"),
            ("static/private/Names.txt", b"Zebedee Quux\n"),
        ],
        &expect![[r#"
            warning: this folder is called `private`, and what is in it is published like all else
              ┌ content/Private
              └ help: only `private/` beside site.toml is kept back: move there what nobody may see, or give the folder another name

            warning: this folder is called `private`, and what is in it is published like all else
              ┌ content/stories/private
              └ help: only `private/` beside site.toml is kept back: move there what nobody may see, or give the folder another name

            warning: this folder is called `private`, and what is in it is published like all else
              ┌ static/private
              └ help: only `private/` beside site.toml is kept back: move there what nobody may see, or give the folder another name

            error: this looks like the list of real names, and here it would be published
              ┌ static/private/Names.txt
              └ help: move it to `private/names.txt`, beside site.toml

            nothing was published: 1 error in 1 file, 3 warnings"#]],
    );
}

/// On many hosts and disks two of these are one file: P11. A file of the site's own that has the very name of the theme's goes
/// out in its place.
#[test]
fn a_theme_and_a_site_that_want_one_file() {
    check(
        &[
            ("static/Favicon.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("static/στιγμές.txt", b"moments"),
            ("static/own.txt", b"ours"),
            ("themes/hearth/static/own.txt", b"theirs"),
            ("themes/hearth/static/ΣΤΙΓΜΈΣ.txt", b"moments"),
            ("themes/hearth/static/Archive", b"not a folder"),
            ("themes/hearth/static/index.html", b"home"),
            ("themes/hearth/static/twin.txt", b"a"),
            ("themes/hearth/static/Twin.txt", b"b"),
        ],
        &expect![[r#"
            error: the theme's file `static/Archive` wants the address /Archive, but /archive/ needs a folder of that name
              └ help: give one of the two another address, for example one that ends in `.html`

            error: the theme's file `static/index.html` wants the address /index.html, which is the same file as / of the home page
              └ help: rename the file, or choose another address for it

            error: the theme's file `static/twin.txt` wants the address /twin.txt and another one wants /Twin.txt; they differ only in capital letters, which many hosts take for the same
              └ help: rename the file, or choose another address for it

            error: the theme's file `static/favicon.svg` wants the address /favicon.svg and static/Favicon.svg wants /Favicon.svg; they differ only in capital letters, which many hosts take for the same
              ┌ static/Favicon.svg
              └ help: rename the file, or choose another address for it

            error: the theme's file `static/ΣΤΙΓΜΈΣ.txt` wants the address /ΣΤΙΓΜΈΣ.txt and static/στιγμές.txt wants /στιγμές.txt; they differ only in capital letters, which many hosts take for the same
              ┌ static/στιγμές.txt
              └ help: rename the file, or choose another address for it

            nothing was published: 5 errors in 2 files"#]],
    );
}

/// Programs for shared folders leave copies behind, of short stories too; two short stories are not one for being alike.
#[test]
fn a_copy_of_a_short_story_is_told() {
    let short = b"---\ntitle: The gate\ndate: 2020-01-01\n---\nWe met at the gate and spoke of the rain.\n";
    check(
        &[
            ("content/stories/gate.md", short),
            ("content/stories/gate (conflict copy).md", short),
            (
                "content/stories/later.md",
                b"---\ntitle: The gate\ndate: 2020-01-02\n---\nWe met at the gate and spoke of the rain.\n",
            ),
            (
                "content/stories/other.md",
                b"---\ntitle: The rain\ndate: 2020-01-01\n---\nWe met at the gate and spoke of the rain.\n",
            ),
        ],
        &expect![[r#"
            warning: this tells the same story as content/stories/gate.md, so readers will find it twice
              ┌ content/stories/gate (conflict copy).md
              └ help: if one is a copy, as programs for shared folders make when two people save at once, move it away or write `draft: true` at its top

            built 5 stories"#]],
    );
}
