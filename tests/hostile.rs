//! Hostile and odd sources, through the binary: a clear error that names the file, or the right output; never a crash,
//! a hang, silence, or a byte outside the output. The last line of each site's words and its exit code are given; no run
//! may be killed by a signal, and each must end long before the runner's patience does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_collect, reason = "tests")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use common::{PROGRAM, TODAY, command};
use expect_test::{Expect, expect};
use tempfile::TempDir;

/// A site with one good story.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.file("site.toml", "title = \"Small Kindnesses\"\nbase_url = \"https://example.org/\"\n");
        site.file("content/stories/good.md", "---\ntitle: Good\ndate: 2020-01-01\n---\nIt was good.\n");
        site
    }

    fn root(&self) -> std::path::PathBuf {
        self.folder.path().join("site")
    }

    fn file(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Everything that a build says but its figures, then the exit code, then what stands outside of the output.
    fn build(&self) -> String {
        let mut build = command(PROGRAM, &self.root());
        let built = build.args(["build", "--today", TODAY, "--output", "../out"]).output().unwrap();
        let mut said = String::from_utf8_lossy(&built.stderr).into_owned();
        said = said.replace(&format!("{}/", self.root().canonicalize().unwrap().display()), "");
        let closing = String::from_utf8_lossy(&built.stdout);
        let _ = write!(said, "{}", closing.split(" in ").next().unwrap_or_default());
        if !said.ends_with('\n') {
            said.push('\n');
        }
        let code = built.status.code().map_or_else(|| format!("{:?}", built.status), |code| code.to_string());
        let _ = writeln!(said, "exit {code}");
        let mut beside: Vec<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with(".out") && name != "out" && name != "site")
            .collect();
        beside.sort();
        assert!(beside.is_empty(), "written outside of the output: {beside:?}");
        said
    }

    fn says(&self, expected: &Expect) {
        expected.assert_eq(&self.build());
    }
}

fn story(front: &str) -> String {
    format!("---\ntitle: Odd\ndate: 2020-01-02\n{front}\n---\nText.\n")
}

#[test]
fn pipes_devices_and_circles_of_links_are_left_out_aloud() {
    let site = Site::new();
    let stories = site.root().join("content/stories");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        stories.join("pipe.md"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    std::os::unix::fs::symlink(".", stories.join("round")).unwrap();
    std::os::unix::fs::symlink("nothing-there.md", stories.join("gone.md")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", stories.join("passwd.md")).unwrap();
    std::os::unix::fs::symlink("/etc", stories.join("etc")).unwrap();
    std::os::unix::fs::symlink("self.md", stories.join("self.md")).unwrap();
    site.says(&expect![[r#"
        warning: this is a symbolic link out of the site's folders, so it is not followed
          ┌ content/stories/etc
          └ help: copy what it leads to into the site

        warning: this symbolic link leads to nothing, so it is left out
          ┌ content/stories/gone.md
          └ help: remove it, or bring back the file that it leads to

        warning: this is a symbolic link out of the site's folders, so it is not followed
          ┌ content/stories/passwd.md
          └ help: copy what it leads to into the site

        warning: this is a pipe, a socket or a device, so it is left out
          ─ content/stories/pipe.md

        warning: this symbolic link leads back to itself, so it is not followed
          ─ content/stories/round

        warning: this symbolic link leads back to itself, so it is not followed
          ─ content/stories/self.md

        built 1 story
        exit 0
    "#]]);
}

#[test]
fn a_pipe_in_the_place_of_the_settings_holds_nobody_up() {
    let site = Site::new();
    fs::remove_file(site.root().join("site.toml")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        site.root().join("site.toml"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    site.says(&expect![[r#"
        error: site.toml is not a plain file, so it cannot be read as a text
          ─ site.toml

        nothing was published: 1 error in 1 file
        exit 1
    "#]]);
}

#[test]
fn an_unreadable_folder_is_an_error_and_never_an_empty_one() {
    // Root may read everything, so the folder is made unreadable by standing where a folder must be.
    let site = Site::new();
    fs::remove_dir_all(site.root().join("content")).unwrap();
    std::os::unix::fs::symlink("content", site.root().join("content")).unwrap();
    site.says(&expect![[r#"
        error: content cannot be read: symbolic links lead in a circle
          ─ content

        nothing was published: 1 error in 1 file
        exit 1
    "#]]);
}

#[test]
fn names_of_every_kind_become_addresses_or_errors() {
    let site = Site::new();
    let long = "x".repeat(252);
    let names = [&*long, "caf\u{e9}", "Hello World & 100%", "\u{1f33b}", "Спасибо", "what?", "a\\b", "new\nline"];
    for (number, name) in names.iter().enumerate() {
        // Each tells something of its own, so that none is taken for a copy of another.
        let text = format!("---\ntitle: Odd\ndate: 2020-01-02\n---\nText {number}.\n");
        site.file(&format!("content/stories/{name}.md"), text);
    }
    site.says(&expect![[r#"
        warning: the file name has no letter or digit, so the address will end in `story-4ce9449e`
          ┌ content/stories/🌻.md:1:1
        1 │ ---
          │ ^
          └ help: choose one with `slug:`

        built 9 stories
        exit 0
    "#]]);
    let mut made: Vec<_> = fs::read_dir(site.folder.path().join("out/stories"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .map(|name| if name.len() > 60 { format!("{} bytes", name.len()) } else { name })
        .collect();
    made.sort();
    expect![[r#"
        200 bytes
        a-b
        cafe
        good
        hello-world-100
        new-line
        story-4ce9449e
        what
        спасибо"#]]
    .assert_eq(&made.join("\n"));
}

#[test]
fn a_name_that_is_no_text_is_an_error() {
    let site = Site::new();
    let name = std::ffi::OsStr::from_bytes(b"na\xffme.md");
    fs::write(site.root().join("content/stories").join(name), "x").unwrap();
    site.says(&expect![[r#"
        error: the name of content/stories/na�me.md has letters that cannot be read
          └ help: rename the file; its name was probably made on another kind of computer

        nothing was published: 1 error
        exit 1
    "#]]);
}

#[test]
fn one_name_in_two_encodings_is_an_error() {
    let site = Site::new();
    site.file("content/stories/caf\u{e9}.md", story(""));
    site.file("content/stories/cafe\u{301}.md", story(""));
    site.says(&expect![[r#"
        error: there are two files of this name here, whose accents are encoded in two ways
          ┌ content/stories/café.md
          └ help: rename or remove one of the two

        error: content/stories/café.md and content/stories/café.md both want the address /stories/cafe/
          ┌ content/stories/café.md
          └ help: take one of the two away: both lead to the same text

        nothing was published: 2 errors in 1 file
        exit 1
    "#]]);
}

#[test]
fn a_decomposed_name_is_linked_to_as_it_is_typed() {
    let site = Site::new();
    site.file("content/stories/cafe\u{301}.md", story(""));
    site.file("content/stories/to.md", story("slug: to").replace("Text.", "[There](caf\u{e9}.md)."));
    site.says(&expect![[r#"
        built 3 stories
        exit 0
    "#]]);
    let page = fs::read_to_string(site.folder.path().join("out/stories/to/index.html")).unwrap();
    assert!(page.contains("href=\"/stories/cafe/\""), "{page}");
}

#[test]
fn slugs_permalinks_and_aliases_stay_inside() {
    let site = Site::new();
    for (name, front) in [
        ("a", "slug: ../../out-of-here"),
        ("b", "permalink: /../../out-of-here/"),
        ("c", "aliases: [/../x, //evil.example/x, 'a/../../b', '/ok?x=1', '/ok#x', '/%2e%2e/x', \"/nul\\0\"]"),
        ("d", "permalink: /stories/GOOD/"),
        ("e", "slug: a/b"),
        ("f", "aliases: /stories/good/"),
        ("g", "permalink: /.goodturn-manifest"),
        ("h", "slug: '100% #1?'"),
    ] {
        site.file(&format!("content/stories/{name}.md"), story(front));
    }
    site.says(&expect![[r#"
        error: the slug `../../out-of-here` holds `/`, which no slug may hold
          ┌ content/stories/a.md:4:7
        4 │ slug: ../../out-of-here
          │       ^^^^^^^^^^^^^^^^^
          └ help: write `slug: out-of-here`; for a whole address, use `permalink`

        error: `permalink`: the address `/../../out-of-here/` holds a `.` or `..` part, which could lead out of the site
          ┌ content/stories/b.md:4:12
        4 │ permalink: /../../out-of-here/
          │            ^^^^^^^^^^^^^^^^^^^
          └ help: write a path of this site, such as `/2011/09/flowers.html`

        error: `aliases`: the address `/../x` holds a `.` or `..` part, which could lead out of the site
          ┌ content/stories/c.md:4:11
        4 │ aliases: [/../x, //evil.example/x, 'a/../../b', '/ok?x=1', '/ok#x', '/%2e%2e/x', "/nul\0"]
          │           ^^^^^
          └ help: write a path of this site, such as `/2011/09/flowers.html`

        error: `aliases`: the address `//evil.example/x` starts with two slashes, which means another host
          ┌ content/stories/c.md:4:18
        4 │ aliases: [/../x, //evil.example/x, 'a/../../b', '/ok?x=1', '/ok#x', '/%2e%2e/x', "/nul\0"]
          │                  ^^^^^^^^^^^^^^^^
          └ help: write a path of this site, such as `/2011/09/flowers.html`

        error: `aliases`: the address `a/../../b` holds a `.` or `..` part, which could lead out of the site
          ┌ content/stories/c.md:4:36
        4 │ aliases: [/../x, //evil.example/x, 'a/../../b', '/ok?x=1', '/ok#x', '/%2e%2e/x', "/nul\0"]
          │                                    ^^^^^^^^^^^
          └ help: write a path of this site, such as `/2011/09/flowers.html`

        error: `aliases`: the address `/ok?x=1` holds `?`, which has a meaning of its own in addresses
          ┌ content/stories/c.md:4:49
        4 │ aliases: [/../x, //evil.example/x, 'a/../../b', '/ok?x=1', '/ok#x', '/%2e%2e/x', "/nul\0"]
          │                                                 ^^^^^^^^^
          └ help: write only the path, `/ok`

        error: `aliases`: the address `/ok#x` holds `#`, which has a meaning of its own in addresses
          ┌ content/stories/c.md:4:60
        4 │ aliases: [/../x, //evil.example/x, 'a/../../b', '/ok?x=1', '/ok#x', '/%2e%2e/x', "/nul\0"]
          │                                                            ^^^^^^^
          └ help: write only the path, `/ok`

        error: `aliases`: the address `/%2e%2e/x` holds a `.` or `..` part, which could lead out of the site
          ┌ content/stories/c.md:4:69
        4 │ aliases: [/../x, //evil.example/x, 'a/../../b', '/ok?x=1', '/ok#x', '/%2e%2e/x', "/nul\0"]
          │                                                                     ^^^^^^^^^^^
          └ help: write a path of this site, such as `/2011/09/flowers.html`

        error: `aliases`: the address `/nul` holds a control character
          ┌ content/stories/c.md:4:82
        4 │ aliases: [/../x, //evil.example/x, 'a/../../b', '/ok?x=1', '/ok#x', '/%2e%2e/x', "/nul\0"]
          │                                                                                  ^^^^^^^^
          └ help: write a path of this site, such as `/2011/09/flowers.html`

        error: the slug `a/b` holds `/`, which no slug may hold
          ┌ content/stories/e.md:4:7
        4 │ slug: a/b
          │       ^^^
          └ help: write `slug: a-b`; for a whole address, use `permalink`

        error: content/stories/f.md wants the address /stories/good/ and content/stories/d.md wants /stories/GOOD/; they differ only in capital letters, which many hosts take for the same
          ┌ content/stories/f.md:4:10
        4 │ aliases: /stories/good/
          │          ^^^^^^^^^^^^^^
          └ help: rename one of the two files, or give one of them another `slug:` or `permalink:`

        error: `permalink`: the address `/.goodturn-manifest` has the name of the list that goodturn keeps in the finished site
          ┌ content/stories/g.md:4:12
        4 │ permalink: /.goodturn-manifest
          │            ^^^^^^^^^^^^^^^^^^^
          └ help: write a path of this site, such as `/2011/09/flowers.html`

        error: content/stories/good.md wants the address /stories/good/ and content/stories/d.md wants /stories/GOOD/; they differ only in capital letters, which many hosts take for the same
          ┌ content/stories/good.md
          └ help: rename one of the two files, or give one of them another `slug:` or `permalink:`

        error: the slug `100% #1?` holds `%`, which no slug may hold
          ┌ content/stories/h.md:4:7
        4 │ slug: '100% #1?'
          │       ^^^^^^^^^^
          └ help: write letters, digits and hyphens, such as `slug: flowers-on-my-desk`

        nothing was published: 14 errors in 8 files
        exit 1
    "#]]);
}

#[test]
fn bytes_of_every_kind_are_read_or_refused_with_their_place() {
    let site = Site::new();
    let text = "---\ntitle: Odd\ndate: 2020-01-02\n---\nText.\n";
    site.file("content/stories/bom.md", format!("\u{feff}{text}"));
    site.file("content/stories/crlf.md", text.replace('\n', "\r\n"));
    site.file("content/stories/nul.md", text.replace("Text", "Te\0xt"));
    site.file("content/stories/latin.md", b"---\ntitle: Odd\ndate: 2020-01-02\n---\nText.\nCaf\xe9 today\n");
    site.file("content/stories/empty.md", "");
    site.says(&expect![[r#"
        warning: this story has no date, so it is listed last
          ┌ content/stories/empty.md:1:1
        1 │ 
          │ ^
          └ help: begin the file with three lines: `---`, `date: 2011-09-25` and `---`, or begin the file name with `2011-09-25-`

        warning: this has no title, so the file name makes one: “Empty”
          ┌ content/stories/empty.md:1:1
        1 │ 
          │ ^
          └ help: begin the file with three lines: `---`, `title: …` and `---`, or begin the text with a `# heading`

        error: here is a byte that is no letter in UTF-8, so the text cannot be read safely
          ┌ content/stories/latin.md:6:4
        6 │ Caf� today
          │    ^
          └ help: open the file in your editor and save it as UTF-8; it was probably saved as Windows-1252 or Latin-1

        nothing was published: 1 error in 1 file, 2 warnings
        exit 1
    "#]]);
}

#[test]
fn ten_thousand_faults_of_one_line_are_counted_after_a_hundred() {
    let site = Site::new();
    let links: Vec<String> = (0..10_000).map(|number| format!("[x](no-{number:05}.md)")).collect();
    site.file("content/stories/links.md", story("").replace("Text.", &links.join(" ")));
    let said = site.build();
    assert_eq!(said.matches("leads nowhere").count(), 100);
    let end: Vec<&str> = said.lines().rev().take(9).collect();
    let end: Vec<&str> = end.into_iter().rev().collect();
    expect![[r#"
          ┌ content/stories/links.md:6:1684
        6 │ …) [x](no-00097.md) [x](no-00098.md) [x](no-00099.md) [x](no-00100.md) [x](no-00101.md) […
          │                                      ^^^^^^^^^^^^^^^^
          └ help: link to a story by its file (`other.md`), its slug (`story:other`) or its address (`/stories/other/`)

        and 9900 more of the same kind in content/stories/links.md

        nothing was published: 10000 errors in 1 file
        exit 1"#]]
    .assert_eq(&end.join("\n"));
    let json = command(PROGRAM, &site.root())
        .args(["build", "--today", TODAY, "--output", "../out", "--format", "json"])
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 10_000);
    let last = &json["diagnostics"][9_999];
    assert_eq!((last["line"].as_u64(), last["column"].as_u64()), (Some(6), Some(9_999 * 17 + 1)));
}

#[test]
fn a_thousand_tags_authors_and_old_addresses_are_refused() {
    let site = Site::new();
    let list = |of: &dyn Fn(usize) -> String| (0..1000).map(of).collect::<Vec<_>>().join(", ");
    let tags = list(&|number| format!("tag {number}"));
    let authors = list(&|number| format!("author {number}"));
    let aliases = list(&|number| format!("/old/{number}/"));
    site.file("content/stories/many.md", story(&format!("tags: [{tags}]\nauthors: [{authors}]\naliases: [{aliases}]")));
    site.says(&expect![[r#"
        error: `tags` lists 1000; 100 is the most that one story can have
          ┌ content/stories/many.md:4:1
        4 │ tags: [tag 0, tag 1, tag 2, tag 3, tag 4, tag 5, tag 6, tag 7, tag 8, tag 9, tag 10, tag…
          │ ^^^^
          └ help: each one makes a page of its own; keep those by which readers would look for this story

        error: `authors` lists 1000; 100 is the most that one story can have
          ┌ content/stories/many.md:5:1
        5 │ authors: [author 0, author 1, author 2, author 3, author 4, author 5, author 6, author 7…
          │ ^^^^^^^
          └ help: each one makes a page of its own; keep those by which readers would look for this story

        error: `aliases` lists 1000; 100 is the most that one story can have
          ┌ content/stories/many.md:6:1
        6 │ aliases: [/old/0/, /old/1/, /old/2/, /old/3/, /old/4/, /old/5/, /old/6/, /old/7/, /old/8…
          │ ^^^^^^^
          └ help: each one makes a page of its own; keep those by which readers would look for this story

        nothing was published: 3 errors in 1 file
        exit 1
    "#]]);
}

#[test]
fn fifty_megabytes_are_refused_before_they_fill_the_memory() {
    let site = Site::new();
    site.file("content/stories/huge.md", vec![b'x'; 50_000_000]);
    site.says(&expect![[r#"
        error: content/stories/huge.md is larger than 16 MiB, too large for a text
          ┌ content/stories/huge.md
          └ help: split it into several stories, or move it out of content/ if it is none

        nothing was published: 1 error in 1 file
        exit 1
    "#]]);
}

#[test]
fn endless_texts_are_read() {
    let site = Site::new();
    let head = "---\ntitle: Odd\ndate: 2020-01-02\n---\n";
    for (name, text) in [
        ("stars", "*".repeat(100_000)),
        ("brackets", "[".repeat(100_000)),
        ("line", "word ".repeat(400_000)),
        ("notes", (0..20_000).map(|n| format!("x[^{n}]\n\n[^{n}]: y\n\n")).collect()),
    ] {
        site.file(&format!("content/stories/{name}.md"), format!("{head}{text}"));
    }
    let said = site.build();
    assert!(said.ends_with("exit 0\n"), "{said}");
}

#[test]
fn one_line_of_very_many_calls_and_addresses_is_told_in_one_go() {
    let site = Site::new();
    let head = "---\ntitle: Odd\ndate: 2020-01-02\n---\n";
    site.file("content/stories/calls.md", format!("{head}{}", "{% <aside> %}".repeat(50_000)));
    site.file("content/stories/foreign.md", format!("{head}{}", "{{< tweet >}} {% open ".repeat(50_000)));
    let said = site.build();
    assert!(
        said.ends_with("nothing was published: 50000 errors in 1 file, 50000 warnings\nexit 1\n"),
        "{}",
        &said[said.len() - 200..]
    );
    let site = Site::new();
    site.file("content/stories/mails.md", format!("{head}{}", "maria@mail.example ".repeat(50_000)));
    let many: String = (0..20_000).map(|n| format!("maria{n}@mail.example <a ")).collect();
    site.file("content/stories/many.md", format!("{head}{many}"));
    let said = site.build();
    assert!(said.ends_with("exit 1\n"), "{}", &said[said.len() - 200..]);
}

#[test]
fn texts_that_go_too_deep_are_refused_at_the_place() {
    let site = Site::new();
    let head = "---\ntitle: Odd\ndate: 2020-01-02\n---\n";
    site.file("content/stories/quotes.md", format!("{head}{}", ">".repeat(100_000)));
    let lists: String = (0..1000).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    site.file("content/stories/lists.md", format!("{head}{lists}"));
    let calls = format!("{}a\n\n{}", "{% <aside> %}\n\n".repeat(101), "{% </aside> %}\n\n".repeat(101));
    site.file("content/stories/calls.md", format!("{head}{calls}"));
    site.says(&expect![[r#"
        error: more than 100 things stand inside each other here
            ┌ content/stories/calls.md:205:1
        205 │ {% <aside> %}
            │ ^^^^^^^^^^^^^
            └ help: take some of the `>`, list marks or `*` away

        error: more than 100 things stand inside each other here
           ┌ content/stories/lists.md:55:101
        55 │ …                                                                                    - x
           │                                                                                      ^^^
           └ help: take some of the `>`, list marks or `*` away

        error: more than 100 things stand inside each other here
          ┌ content/stories/quotes.md:5:101
        5 │ …>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>…
          │  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          └ help: take some of the `>`, list marks or `*` away

        nothing was published: 3 errors in 3 files
        exit 1
    "#]]);
}

#[test]
fn front_matter_bombs_are_refused() {
    let site = Site::new();
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nextra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}";
    site.file("content/stories/bomb.md", story(bomb));
    site.file("content/stories/brackets.md", story(&format!("extra: {}", "[".repeat(100_000))));
    site.file("content/stories/unclosed.md", "---\ntitle: Odd\ndate: 2020-01-02\n\nText.\n");
    site.file("content/stories/twice.md", story("title: Again"));
    site.file("content/stories/tab.md", "---\ntitle: Odd\nextra:\n\tx: 1\n---\nText.\n");
    site.says(&expect![[r#"
        warning: unknown key `a`
          ┌ content/stories/bomb.md:4:1
        4 │ a: &a [x,x,x,x,x,x,x,x,x]
          │ ^
          └ help: if it is for a theme, put it under `extra:`

        warning: unknown key `b`
          ┌ content/stories/bomb.md:5:1
        5 │ b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
          │ ^
          └ help: did you mean `by`?

        warning: unknown key `c`
          ┌ content/stories/bomb.md:6:1
        6 │ c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
          │ ^
          └ help: if it is for a theme, put it under `extra:`

        warning: unknown key `d`
          ┌ content/stories/bomb.md:7:1
        7 │ d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
          │ ^
          └ help: did you mean `id`?

        warning: unknown key `e`
          ┌ content/stories/bomb.md:8:1
        8 │ e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]
          │ ^
          └ help: if it is for a theme, put it under `extra:`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:13
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │             ^^
          └ help: put it in quotes: `extra: "*e,*e,*e,*e,*e,*e,*e,*e,*e]}"`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:16
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │                ^^
          └ help: put it in quotes: `extra: "*e,*e,*e,*e,*e,*e,*e,*e]}"`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:19
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │                   ^^
          └ help: put it in quotes: `extra: "*e,*e,*e,*e,*e,*e,*e]}"`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:22
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │                      ^^
          └ help: put it in quotes: `extra: "*e,*e,*e,*e,*e,*e]}"`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:25
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │                         ^^
          └ help: put it in quotes: `extra: "*e,*e,*e,*e,*e]}"`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:28
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │                            ^^
          └ help: put it in quotes: `extra: "*e,*e,*e,*e]}"`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:31
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │                               ^^
          └ help: put it in quotes: `extra: "*e,*e,*e]}"`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:34
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │                                  ^^
          └ help: put it in quotes: `extra: "*e,*e]}"`

        error: the value of `extra` begins with `*`, which has a meaning of its own here
          ┌ content/stories/bomb.md:9:37
        9 │ extra: {f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}
          │                                     ^^
          └ help: put it in quotes: `extra: "*e]}"`

        error: the front matter is longer than 64 KiB
          ┌ content/stories/brackets.md:2:1
        2 │ title: Odd
          │ ^
          └ help: check that the `---` line that ends it is in its place

        error: this line begins with a tab, but only spaces count here
          ┌ content/stories/tab.md:4:1
        4 │     x: 1
          │ ^^^^
          └ help: replace the tab by two spaces

        error: `title` is here twice; the first one is in line 2
          ┌ content/stories/twice.md:4:1
        4 │ title: Again
          │ ^^^^^
          └ help: keep one of them

        error: the front matter that begins in line 1 has no end
          ┌ content/stories/unclosed.md:5:1
        5 │ Text.
          │ ^^^^^
          └ help: put a line with only `---` between the last key and the story

        nothing was published: 13 errors in 5 files, 5 warnings
        exit 1
    "#]]);
}

#[test]
fn a_template_that_includes_itself_is_an_error() {
    let site = Site::new();
    site.file("themes/hearth/templates/story.html", "{% include \"story.html\" %}\n");
    site.says(&expect![[r#"
        error: this template includes itself
          ┌ themes/hearth/templates/story.html:1:12
        1 │ {% include "story.html" %}
          │            ^^^^^^^^^^^^
          └ help: take one of the includes out; for a list inside a list, use a loop

        nothing was published: 1 error in 1 file
        exit 1
    "#]]);
}

#[test]
fn file_and_folder_of_one_name_are_told_apart() {
    let site = Site::new();
    site.file("static/stories", "a file where the stories' folder must be");
    site.file("static/Atom.XML", "differs from the feed by its capitals only");
    site.says(&expect![[r#"
        error: static/Atom.XML wants the address /Atom.XML and the Atom feed wants /atom.xml; they differ only in capital letters, which many hosts take for the same
          ┌ static/Atom.XML
          └ help: rename the file, or choose another address for it

        error: static/stories wants the address /stories, but /stories/good/ needs a folder of that name
          ┌ static/stories
          └ help: give one of the two another address, for example one that ends in `.html`

        nothing was published: 2 errors in 2 files
        exit 1
    "#]]);
}

#[test]
fn nothing_is_read_through_a_link_that_leads_to_what_is_private() {
    let site = Site::new();
    site.file("private/names.txt", "Real Name");
    std::os::unix::fs::symlink("../../private/names.txt", site.root().join("content/stories/names.txt")).unwrap();
    site.says(&expect![[r#"
        warning: this is a symbolic link out of the site's folders, so it is not followed
          ┌ content/stories/names.txt
          └ help: copy what it leads to into the site

        built 1 story
        exit 0
    "#]]);
    assert!(!Path::new(&site.folder.path().join("out/names.txt")).exists());
}

#[test]
fn a_folder_that_leads_elsewhere_is_no_empty_folder() {
    let site = Site::new();
    site.file("private/names.txt", "Real Name");
    std::os::unix::fs::symlink("private", site.root().join("static")).unwrap();
    site.says(&expect![[r#"
        error: this folder is a symbolic link to another place, and nothing is published through such a link
          ┌ static
          └ help: put the folder itself here; or name the site where it really is with --root

        nothing was published: 1 error in 1 file
        exit 1
    "#]]);
}

#[test]
fn folders_in_other_letters_are_not_empty_folders() {
    let site = Site::new();
    fs::rename(site.root().join("content"), site.root().join("Content")).unwrap();
    site.says(&expect![[r#"
        error: this folder should be called `content`, in small letters
          ┌ Content
          └ help: rename it to `content`: as it is, nothing in it would be taken for what it is

        nothing was published: 1 error in 1 file
        exit 1
    "#]]);
    let site = Site::new();
    fs::rename(site.root().join("content/stories"), site.root().join("content/Stories")).unwrap();
    site.says(&expect![[r#"
        error: this folder should be called `stories`, in small letters
          ┌ content/Stories
          └ help: rename it to `stories`: as it is, nothing in it would be taken for what it is

        nothing was published: 1 error in 1 file
        exit 1
    "#]]);
}

#[test]
fn a_template_that_would_take_all_time_or_memory_is_an_error() {
    let site = Site::new();
    site.file(
        "themes/hearth/templates/story.html",
        "{% for a in range(end=100000) %}\n{% for b in range(end=100000) %}{% endfor %}\n{% endfor %}\n",
    );
    site.file("themes/hearth/templates/archive.html", "{% set_global x = \"aa\" %}{% for i in range(end=60) %}\n{% set_global x = x ~ x %}\n{% endfor %}{{ x | length }}\n");
    site.says(&expect![[r#"
        error: what is put together here grows too large: a page may use 256 MiB
          ┌ themes/hearth/templates/archive.html:2:1
        2 │ {% set_global x = x ~ x %}
          │ ^^^^^^^^^^^^^^^^^^^^^^^^^^
          ├ while making /archive/
          └ help: look for a variable that is joined to itself, or a list that is copied into itself, in a loop

        error: the loops that make this page go round more than 1 million times in all
          ┌ themes/hearth/templates/story.html:2:1
        2 │ {% for b in range(end=100000) %}{% endfor %}
          │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          ├ while making /stories/good/
          └ help: look for a loop inside a loop, or a template that is included again and again

        nothing was published: 2 errors in 2 files
        exit 1
    "#]]);
}
