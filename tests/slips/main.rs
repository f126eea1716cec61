//! Slips that writers make and do not notice, through the binary: what is said of each, with its place and its remedy.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;
mod late;

use std::fs;

use common::{PROGRAM, TODAY, command};
use expect_test::{Expect, expect};

/// What a build says of a site with these files, its closing line without the figures, and what stands in the output.
fn check(files: &[(&str, &[u8])], expected: &Expect) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let settings: &[u8] = b"title = \"Small Kindnesses\"\nbase_url = \"https://example.org/\"\n";
    let good: &[u8] = b"---\ntitle: Good\ndate: 2020-01-01\n---\nIt was good.\n";
    for (path, bytes) in [("site.toml", settings), ("content/stories/good.md", good)].iter().chain(files) {
        let path = folder.path().join("site").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut build = command(PROGRAM, &folder.path().join("site"));
    let built = build.args(["build", "--today", TODAY, "--output", "../out"]).output().unwrap();
    let closing = String::from_utf8_lossy(&built.stdout);
    let closing = closing.split(" in ").next().unwrap_or_default();
    let said = String::from_utf8_lossy(&built.stderr);
    expected.assert_eq(format!("{said}{closing}").trim_end());
    folder
}

/// The same of one story with this text.
fn check_text(text: &str, expected: &Expect) {
    let story = format!("---\ntitle: Odd\ndate: 2020-01-02\n---\n{text}\n");
    check(&[("content/stories/odd.md", story.as_bytes())], expected);
}

#[test]
fn links_that_are_none() {
    check_text(
        "See [the list](my list.md), ![a tree](my photo (1).jpg) and [her page] (https://example.net/),\n\
         then (ours)[https://example.org/]. But [this] (in brackets) and \\[that](no link.md) are words,\n\
         and so is `[x](a b.md)`.",
        &expect![[r#"
            warning: this is no link, since its address has a space in it, so it will be shown as it is written
              ┌ content/stories/odd.md:5:5
            5 │ See [the list](my list.md), ![a tree](my photo (1).jpg) and [her page] (https://example.net/),
              │     ^^^^^^^^^^^^^^^^^^^^^^
              └ help: write `(<my list.md>)`, or `(my%20list.md)`

            error: this picture cannot be shown, since the name of its file has a space in it
              ┌ content/stories/odd.md:5:29
            5 │ See [the list](my list.md), ![a tree](my photo (1).jpg) and [her page] (https://example.net/),
              │                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
              └ help: write `(<my photo (1).jpg>)`, or `(my%20photo%20(1).jpg)`

            warning: this is no link, since a space stands between its brackets, so it will be shown as it is written
              ┌ content/stories/odd.md:5:61
            5 │ See [the list](my list.md), ![a tree](my photo (1).jpg) and [her page] (https://example.net/),
              │                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              └ help: take the space between `]` and `(` away

            warning: this is no link, since its brackets are the wrong way round, so it will be shown as it is written
              ┌ content/stories/odd.md:6:12
            6 │ then (ours)[https://example.org/]. But [this] (in brackets) and \[that](no link.md) are words,
              │            ^^^^^^^^^^^^^^^^^^^^^^
              └ help: the words stand between the square brackets, the address between the round ones: `[words](address)`

            nothing was published: 1 error in 1 file, 3 warnings"#]],
    );
}

#[test]
fn addresses_without_their_beginning_and_files_of_ones_own_computer() {
    check_text(
        "[a](www.example.net/a) [b](maya@example.net) [c](example.net) ![d](C:\\pictures\\d.jpg)\n\
         [e](<file:///home/maya/my letter.txt>)",
        &expect![[r#"
            error: `www.example.net/a` leads nowhere: the site has no such page or file
              ┌ content/stories/odd.md:5:1
            5 │ [a](www.example.net/a) [b](maya@example.net) [c](example.net) ![d](C:\pictures\d.jpg)
              │ ^^^^^^^^^^^^^^^^^^^^^^
              └ help: did you mean `https://www.example.net/a`?

            error: `maya@example.net` leads nowhere: the site has no such page or file
              ┌ content/stories/odd.md:5:24
            5 │ [a](www.example.net/a) [b](maya@example.net) [c](example.net) ![d](C:\pictures\d.jpg)
              │                        ^^^^^^^^^^^^^^^^^^^^^
              └ help: did you mean `mailto:maya@example.net`?

            error: `example.net` leads nowhere: the site has no such page or file
              ┌ content/stories/odd.md:5:46
            5 │ [a](www.example.net/a) [b](maya@example.net) [c](example.net) ![d](C:\pictures\d.jpg)
              │                                              ^^^^^^^^^^^^^^^^
              └ help: did you mean `https://example.net`?

            error: `C:\pictures\d.jpg` is a file on your own computer, where no reader can see it
              ┌ content/stories/odd.md:5:63
            5 │ [a](www.example.net/a) [b](maya@example.net) [c](example.net) ![d](C:\pictures\d.jpg)
              │                                                               ^^^^^^^^^^^^^^^^^^^^^^^
              └ help: put a copy of it beside this text, and write its name alone: `(d.jpg)`

            error: `file:///home/maya/my letter.txt` is a file on your own computer, where no reader can see it
              ┌ content/stories/odd.md:6:1
            6 │ [e](<file:///home/maya/my letter.txt>)
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              └ help: put a copy of it beside this text, and write its name alone: `(<my letter.txt>)`

            nothing was published: 5 errors in 1 file"#]],
    );
}

#[test]
fn pictures_from_elsewhere_are_not_shown_unless_their_host_is_allowed() {
    let text = "---\ntitle: Odd\ndate: 2020-01-02\n---\n![A](https://elsewhere.example/x.jpg) ![B](//cdn.example.net/y.jpg)\n\
                ![C](https://example.org/atom.xml)\n";
    let story = ("content/stories/odd.md", text.as_bytes());
    check(
        &[story],
        &expect![[r#"
            warning: readers will not see this picture: the site's pages show none from elsewhere.example
              ┌ content/stories/odd.md:5:1
            5 │ ![A](https://elsewhere.example/x.jpg) ![B](//cdn.example.net/y.jpg)
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              └ help: save the picture beside this text and write its file name; or, if you trust that host with your readers, allow_hosts = ["elsewhere.example"] in site.toml

            error: `https://elsewhere.example/x.jpg` would be loaded from another host, which would then know of every reader
              ┌ content/stories/odd.md:5:14
            5 │ ![A](https://elsewhere.example/x.jpg) ![B](//cdn.example.net/y.jpg)
              │              ^^^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/odd/
              └ help: put the file beside the story or into static/; or allow the host in site.toml: allow_hosts = ["elsewhere.example"]

            warning: readers will not see this picture: the site's pages show none from cdn.example.net
              ┌ content/stories/odd.md:5:39
            5 │ ![A](https://elsewhere.example/x.jpg) ![B](//cdn.example.net/y.jpg)
              │                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              └ help: save the picture beside this text and write its file name; or, if you trust that host with your readers, allow_hosts = ["cdn.example.net"] in site.toml

            error: `https://cdn.example.net/y.jpg` would be loaded from another host, which would then know of every reader
              ┌ content/stories/odd.md:5:46
            5 │ ![A](https://elsewhere.example/x.jpg) ![B](//cdn.example.net/y.jpg)
              │                                              ^^^^^^^^^^^^^^^^^^^^^
              ├ on the page /stories/odd/
              └ help: put the file beside the story or into static/; or allow the host in site.toml: allow_hosts = ["cdn.example.net"]

            nothing was published: 2 errors in 1 file, 2 warnings"#]],
    );
    let settings = b"title = \"A\"\nbase_url = \"https://example.org/\"\nallow_hosts = [\"elsewhere.example\", \"*.example.net\"]\n";
    check(&[story, ("site.toml", settings)], &expect!["built 2 stories"]);
}

#[test]
fn prose_that_is_indented_becomes_code() {
    check_text(
        "She said:\n\n    It was raining when I came home, and there\n    she stood, with my umbrella.\n\nAnd then:\n\n    \
         let x = 5; if x > 3 { say(\"hello, you there, who are you?\"); }\n\n    cargo build --release\n",
        &expect![[r#"
            warning: these lines will be shown as code, since they begin with four spaces or a tab
              ┌ content/stories/odd.md:7:5
            7 │     It was raining when I came home, and there
              │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              └ help: take the spaces away; put `>` in front of a quotation instead

            built 2 stories"#]],
    );
}

#[test]
fn links_to_withdrawn_stories_and_links_that_would_run_something() {
    let gone = "---\ntitle: Gone\ndate: 2020-01-03\nwithdrawn: 2021-01-01\n---\nIt was hers.\n";
    let odd =
        "---\ntitle: Odd\ndate: 2020-01-02\n---\n[a](gone.md), [b](story:gone), [c](/stories/gone/),\n[d](../gone/).\n";
    let folder = check(
        &[("content/stories/gone.md", gone.as_bytes()), ("content/stories/odd.md", odd.as_bytes())],
        &expect![[r#"
            warning: the story in content/stories/gone.md was withdrawn, so this link is left out and only its words are shown
              ┌ content/stories/odd.md:5:1
            5 │ [a](gone.md), [b](story:gone), [c](/stories/gone/),
              │ ^^^^^^^^^^^^
              └ help: take the link away: all that it could lead to is the page that says that the story is gone

            warning: the story in content/stories/gone.md was withdrawn, so this link is left out and only its words are shown
              ┌ content/stories/odd.md:5:15
            5 │ [a](gone.md), [b](story:gone), [c](/stories/gone/),
              │               ^^^^^^^^^^^^^^^
              └ help: take the link away: all that it could lead to is the page that says that the story is gone

            warning: the story in content/stories/gone.md was withdrawn, so this link is left out and only its words are shown
              ┌ content/stories/odd.md:5:32
            5 │ [a](gone.md), [b](story:gone), [c](/stories/gone/),
              │                                ^^^^^^^^^^^^^^^^^^^
              └ help: take the link away: all that it could lead to is the page that says that the story is gone

            warning: the story in content/stories/gone.md was withdrawn, so this link is left out and only its words are shown
              ┌ content/stories/odd.md:6:1
            6 │ [d](../gone/).
              │ ^^^^^^^^^^^^^
              └ help: take the link away: all that it could lead to is the page that says that the story is gone

            built 2 stories"#]],
    );
    let page = fs::read_to_string(folder.path().join("out/stories/odd/index.html")).unwrap();
    assert!(page.contains("a, b, c,\nd."), "{page}");
    check_text(
        "[e](javascript:alert(1))",
        &expect![[r#"
        error: a link may not begin with `javascript:`
          ┌ content/stories/odd.md:5:1
        5 │ [e](javascript:alert(1))
          │ ^^^^^^^^^^^^^^^^^^^^^^^^
          └ help: link to a page (`https://…`), a story or a file of the site

        nothing was published: 1 error in 1 file"#]],
    );
}

#[test]
fn files_that_are_no_text() {
    let utf16 = |mark: &[u8], of: fn(u16) -> [u8; 2]| {
        let text: Vec<u8> = "---\ntitle: Odd\n---\nIt was good.\n".encode_utf16().flat_map(of).collect();
        [mark, &text].concat()
    };
    check(
        &[
            ("content/stories/a-utf16.md", &utf16(b"\xff\xfe", u16::to_le_bytes)),
            ("content/stories/b-utf16.txt", &utf16(b"", u16::to_be_bytes)),
            ("content/stories/c-word.md", b"PK\x03\x04\x14\0\x06\0[Content_Types].xml"),
            ("content/stories/d-rich.txt", b"{\\rtf1\\ansi It was good.}"),
            ("content/stories/e-picture.md", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
            ("content/stories/f-word.docx", b"PK\x03\x04"),
            ("content/stories/g-page.html", b"<p>It was good.</p>"),
            ("content/stories/2020-01-02-mark.md", b"\xef\xbb\xbf---\ntitle: Mark\n---\nIt was good.\n"),
        ],
        &expect![[r#"
            error: this cannot be read: it seems to be a text in UTF-16, which some editors call “Unicode”
              ┌ content/stories/a-utf16.md
              └ help: open it in your editor, choose “Save as…”, and choose UTF-8 as its encoding

            error: this cannot be read: it seems to be a text in UTF-16, which some editors call “Unicode”
              ┌ content/stories/b-utf16.txt
              └ help: open it in your editor, choose “Save as…”, and choose UTF-8 as its encoding

            error: this cannot be read: it seems to be a document of a word processor under another name
              ┌ content/stories/c-word.md
              └ help: open it in its program, copy the words into a new file, and save that as plain text (UTF-8)

            error: this cannot be read: it seems to be rich text (RTF) under another name
              ┌ content/stories/d-rich.txt
              └ help: open it in its program, copy the words into a new file, and save that as plain text (UTF-8)

            error: this cannot be read: it seems to be no text at all
              ┌ content/stories/e-picture.md
              └ help: move it out of the content folder, or give it back the ending that it had

            warning: this is not published: stories are plain text, in files that end in .md or .txt
              ┌ content/stories/f-word.docx
              └ help: open it in its program, copy the words into a new file such as `name.md`, and save that as plain text (UTF-8); a whole blog comes in with `goodturn import`

            warning: this is not published: stories are plain text, in files that end in .md or .txt
              ┌ content/stories/g-page.html
              └ help: open it in its program, copy the words into a new file such as `name.md`, and save that as plain text (UTF-8); a whole blog comes in with `goodturn import`

            nothing was published: 5 errors in 5 files, 2 warnings"#]],
    );
}

#[test]
fn names_that_differ_in_their_signs_only() {
    let story = |tags: &str| format!("---\ntitle: A story\ndate: 2020-01-02\ntags: [{tags}]\n---\nIt was good.\n");
    let folder = check(
        &[
            ("content/stories/a.md", story("\"C\", \"C#\", \"C++\"").as_bytes()),
            ("content/stories/b.md", story("Disney, Old Age").as_bytes()),
            ("content/stories/c.md", story("\"Disney+\", old-age").as_bytes()),
        ],
        &expect![[r#"
            warning: the tags `Disney` and `Disney+` share one page, `disney`, since addresses have letters only
              ┌ content/stories/c.md
              └ help: if they are two, write one of them in other words; if they are one, write it in the same way everywhere

            built 4 stories"#]],
    );
    let mut tags: Vec<_> = fs::read_dir(folder.path().join("out/tags"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    tags.sort();
    expect![[r#"
        c
        c-plus-plus
        c-sharp
        disney
        index.html
        old-age"#]]
    .assert_eq(&tags.join("\n"));
}

#[test]
fn a_menu_that_leads_nowhere() {
    let settings = "title = \"A\"\nbase_url = \"https://example.org/blog/\"\nmenu = [{ name = \"Good\", url = \"/stories/good\" }, \
                    { name = \"Feed\", url = \"/blog/atom.xml\" }, { name = \"Us\", url = \"/abuot/#us\" }, \
                    { name = \"Mail\", url = \"mailto:a@example.org\" }]\n";
    check(
        &[("site.toml", settings.as_bytes())],
        &expect![[r#"
            warning: the menu's `Us` leads nowhere: the site has no page or file at `/abuot/#us`
              ┌ site.toml
              └ help: write the address as the browser shows it, such as `/about/`, or remove it from `menu`

            built 1 story"#]],
    );
}
