//! Themes as values: files in, a theme or everything that is wrong with it out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use goodturn::ground::text::position;
use goodturn::ground::{Diagnostic, SourcePath};
use goodturn::theme::{Theme, ThemeFile, embedded};
use tera::Context;

const TOML: &str = "goodturn = \">=0.1\"\n";

/// The theme `mine` of these files, by path below `themes/`.
fn load(files: &[(&str, &str)]) -> (Option<Theme>, String) {
    load_named("mine", files)
}

fn load_named(name: &str, files: &[(&str, &str)]) -> (Option<Theme>, String) {
    let bytes: Vec<_> = files
        .iter()
        .map(|(path, text)| ThemeFile {
            path: SourcePath::new(format!("themes/{path}")),
            bytes: text.as_bytes().into(),
        })
        .collect();
    let (theme, said) = Theme::load(name, &bytes);
    let text = |path: &SourcePath| {
        let own =
            bytes.iter().find(|file| file.path == *path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
        own.or_else(|| embedded::text(path).map(str::to_owned)).unwrap_or_default()
    };
    assert_eq!(theme.is_none(), said.iter().any(Diagnostic::is_error), "{said:?}");
    (theme, said.iter().map(|fault| shown(fault, &text)).collect())
}

/// A diagnostic with the words that it points to.
fn shown(fault: &Diagnostic, text: &dyn Fn(&SourcePath) -> String) -> String {
    let mut out = String::new();
    match &fault.path {
        Some(path) => out.push_str(path.as_str()),
        None => out.push_str("(no file)"),
    }
    if let (Some(path), Some(span)) = (&fault.path, fault.span) {
        let text = text(path);
        let at = position(&text, span.start as usize);
        let meant = text.get(span.start as usize..span.end as usize).unwrap_or("<not in the file>");
        let _ = write!(out, ":{}:{} [{meant}]", at.line, at.column);
    }
    out.push('\n');
    let _ = writeln!(out, "  {} {}: {}", fault.severity.word(), fault.code, fault.message);
    for step in &fault.trace {
        let _ = writeln!(out, "  {step}");
    }
    if let Some(help) = &fault.help {
        let _ = writeln!(out, "  help: {help}");
    }
    out
}

/// What is said about a theme that is called `mine` and extends Hearth.
fn check(files: &[(&str, &str)], expected: Expect) {
    let toml = format!("{TOML}extends = \"hearth\"\n");
    let mut all = vec![("mine/theme.toml", toml.as_str())];
    all.extend_from_slice(files);
    expected.assert_eq(&load(&all).1);
}

fn made(theme: &Theme, template: &str, variables: &Context) -> String {
    let mut out = Vec::new();
    theme.make(template, variables, &mut out).unwrap_or_else(|fault| panic!("{fault:?}"));
    String::from_utf8(out).unwrap()
}

/// What is said when a page is made with this text as its template.
fn check_made(files: &[(&str, &str)], expected: Expect) {
    let toml = format!("{TOML}extends = \"hearth\"\n");
    let mut all = vec![("mine/theme.toml", toml.as_str())];
    all.extend_from_slice(files);
    let (theme, said) = load(&all);
    let theme = theme.unwrap_or_else(|| panic!("{said}"));
    let mut variables = Context::new();
    variables.insert("site", &std::collections::BTreeMap::from([("title", "Good turns"), ("tagline", "")]));
    variables.insert("nothing", &None::<u8>);
    variables.insert("list", &["a", "b"]);
    let mut out = b"kept".to_vec();
    let fault = theme.make("404.html", &variables, &mut out).unwrap_err();
    assert_eq!(out, b"kept", "a page that failed leaves nothing behind");
    let text = |path: &SourcePath| {
        all.iter()
            .find(|(own, _)| format!("themes/{own}") == path.as_str())
            .map(|(_, text)| (*text).to_owned())
            .unwrap_or_default()
    };
    expected.assert_eq(&shown(&fault, &text));
}

/// The same, of one template.
fn check_404(template: &str, expected: Expect) {
    check_made(&[("mine/templates/404.html", template)], expected);
}

#[test]
fn the_embedded_themes_have_no_faults_and_list_every_file_of_their_folders() {
    for theme in embedded::THEMES {
        let (loaded, said) = load_named(theme.name, &[]);
        assert!(loaded.is_some() && said.is_empty(), "{said}");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(theme.name);
        let mut found: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"))
            .collect();
        found.sort();
        let listed: Vec<&str> = theme.files.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found, "src/theme/embedded.rs must list every file of themes/{}", theme.name);
    }
}

#[test]
fn a_theme_that_is_not_there() {
    expect![[r#"
        (no file)
          error theme-unknown: there is no theme called `herath`
          help: did you mean `hearth`?
    "#]]
    .assert_eq(&load_named("herath", &[("mine/theme.toml", TOML)]).1);
    expect![[r#"
        (no file)
          error theme-unknown: there is no theme called `zzz`
          help: the themes that there are: `hearth`; one of your own is a folder in themes/
    "#]]
    .assert_eq(&load_named("zzz", &[("README.md", "")]).1);
    expect![[r#"
        themes/mine/theme.toml:2:11 ["haerth"]
          error theme-unknown-parent: there is no theme called `haerth` to extend
          help: did you mean `hearth`?
    "#]]
    .assert_eq(&load(&[("mine/theme.toml", "goodturn = \">=0.1\"\nextends = \"haerth\"\n")]).1);
}

#[test]
fn themes_that_extend_each_other() {
    let a = "goodturn = \">=0.1\"\nextends = \"other\"\n";
    let b = "goodturn = \">=0.1\"\nextends = \"mine\"\n";
    expect![[r#"
        themes/other/theme.toml:2:11 ["mine"]
          error theme-circular: these themes extend each other in a circle: mine → other → mine
          help: take `extends` out of one of them
    "#]]
    .assert_eq(&load(&[("mine/theme.toml", a), ("other/theme.toml", b)]).1);
    expect![[r#"
        themes/mine/theme.toml:2:11 ["mine"]
          error theme-circular: these themes extend each other in a circle: mine → mine
          help: take `extends` out of one of them
    "#]]
    .assert_eq(&load(&[("mine/theme.toml", b)]).1);
}

#[test]
fn theme_toml_is_checked() {
    let all = r##"nmae = "Mine"
goodturn = ">=7, <9"
toc = "yes"
social_image = "card.png"
[colours]
ink = "#12345"
[shelves]
newst = 5
"##;
    expect![[r##"
        themes/mine/theme.toml:2:12 [">=7, <9"]
          error theme-other-version: this theme was made for goodturn >=7, <9, and this is goodturn 0.1.0
          help: get a version of the theme that fits; if you have tried it and it works, widen the range here
        themes/mine/theme.toml:3:7 ["yes"]
          error toml-wrong-type: `toc` should be true or false, but this is text
          help: write it like this: toc = true
        themes/mine/theme.toml:8:1 [newst]
          error toml-unknown-key: there is no setting `newst` in [shelves]
          help: did you mean `newest`?
        themes/mine/theme.toml:5:2 [colours]
          error theme-not-a-colour: `ink` is not a colour
          help: write it like this: ink = "#74290F"
        themes/mine/theme.toml:1:1 [nmae]
          error toml-unknown-key: there is no setting `nmae`
          help: did you mean `name`?
        themes/mine/theme.toml:4:16 ["card.png"]
          error theme-no-social-image: there is no file `static/card.png` in this theme
          help: name a picture (PNG, JPEG, GIF or WebP) below static/
    "##]]
    .assert_eq(&load(&[("mine/theme.toml", all)]).1);
    expect![[r#"
        themes/mine/theme.toml:1:1 []
          error theme-no-version: this theme does not say which versions of goodturn it was made for
          help: add the line: goodturn = "^0.1.0"
    "#]]
    .assert_eq(&load(&[("mine/theme.toml", "name = \"Mine\"\n")]).1);
    expect![[r#"
        themes/mine/theme.toml:1:12 ["new"]
          error theme-unclear-version: this is not a range of versions (unexpected character 'n' while parsing major version number)
          help: write it like this: goodturn = ">=0.1, <0.3"
    "#]].assert_eq(&load(&[("mine/theme.toml", "goodturn = \"new\"\n")]).1);
    expect![[r#"
        themes/mine
          error theme-no-theme-toml: the theme `mine` has no theme.toml
          help: write one with at least the line: goodturn = "^0.1.0"
    "#]]
    .assert_eq(&load(&[("mine/templates/x.html", "")]).1);
    expect![[r#"
        (no file)
          error theme-reserved-name: a theme cannot be called `builtin`
          help: templates name embedded themes that way; choose another name for the folder
    "#]]
    .assert_eq(
        &load(&[
            ("builtin/theme.toml", "goodturn = \"*\"\n"),
            ("mine/theme.toml", "goodturn=\"*\"\nextends=\"builtin\"\n"),
        ])
        .1,
    );
}

#[test]
fn every_broken_template_is_named_in_one_run() {
    check(
        &[
            ("mine/templates/404.html", "é {{ page.title \n"),
            ("mine/templates/home.html", "{% extends \"base.html\" %}\n{% block mian %}{{ x | upcase }}{% endblock %}"),
            (
                "mine/templates/page.html",
                "\u{feff}{% for x in y %}{{ x|dtae(format=\"%Y\") }}{% endfor %}{% if x is defind %}{% endif %}{{ rnage(end=1) }}",
            ),
            ("mine/templates/tag.html", "{% include \"partials/haed.html\" %}{{<Crad title=\"x\"/>}}"),
            ("mine/templates/tags.html", "{% extends \"bsae.html\" %}"),
            ("mine/templates/cards.html", "{% component Card(title) %}{{ title }}{% endcomponent %}"),
            ("mine/templates/more.html", "{% component Card() %}{% endcomponent %}"),
        ],
        expect![[r#"
            themes/mine/templates/home.html:2:10 [mian]
              error template-unknown-block: no template that this one extends has a block `mian`
              help: did you mean `main`?
            themes/mine/templates/more.html:1:14 [Card]
              error template-component-twice: the component `Card` is also made in themes/mine/templates/cards.html
              help: give one of the two another name
            themes/mine/templates/tag.html:1:12 ["partials/haed.html"]
              error template-unknown-include: there is no template `partials/haed.html`
              help: did you mean `partials/head.html`?
            themes/mine/templates/tags.html:1:12 ["bsae.html"]
              error template-unknown-parent: there is no template `bsae.html`
              help: did you mean `base.html`?
            themes/mine/templates/404.html:1:11 [title]
              error template-syntax: the template ends in the middle of this
              help: look for a missing `}}`, `%}` or end tag, such as {% endif %}
            themes/mine/templates/home.html:2:24 [upcase]
              error template-unknown-filter: there is no filter `upcase`
              help: the manual lists them, in the chapter on themes
            themes/mine/templates/page.html:1:22 [dtae]
              error template-unknown-filter: there is no filter `dtae`
              help: did you mean `date`?
            themes/mine/templates/page.html:1:65 [defind]
              error template-unknown-test: there is no test `defind`
              help: did you mean `defined`?
            themes/mine/templates/page.html:1:88 [rnage]
              error template-unknown-function: there is no function `rnage`
              help: did you mean `range`?
            themes/mine/templates/tag.html:1:38 [Crad]
              error template-unknown-component: there is no component `Crad`
              help: did you mean `Card`?
        "#]],
    );
}

#[test]
fn circles_are_named() {
    check(
        &[("mine/templates/404.html", "x{% include \"404.html\" %}")],
        expect![[r#"
        themes/mine/templates/404.html:1:13 ["404.html"]
          error template-circular-include: this template includes itself
          help: take one of the includes out; for a list inside a list, use a loop
    "#]],
    );
    check(
        &[("mine/templates/base.html", "{% extends \"base.html\" %}")],
        expect![[r#"
        themes/mine/templates/base.html:1:12 ["base.html"]
          error template-circular-extends: this template extends itself
          help: for the parent theme's, write {% extends "hearth/base.html" %}
    "#]],
    );
    check(
        &[
            ("mine/templates/a.html", "{% include \"b.html\" %}{{ x | upcase }}"),
            ("mine/templates/b.html", "{# {% include \"a.html\" %} #}\n{% include \"c.html\" %}"),
            ("mine/templates/c.html", "{% include \"a.html\" %}"),
            ("mine/templates/d.html", "{% extends \"e.html\" %}"),
            ("mine/templates/e.html", "{% extends \"d.html\" %}"),
        ],
        expect![[r#"
            themes/mine/templates/e.html:1:12 ["d.html"]
              error template-circular-extends: these templates extend each other in a circle: mine/d.html → mine/e.html → mine/d.html
              help: let one of them stand on its own, without `extends`
            themes/mine/templates/c.html:1:12 ["a.html"]
              error template-circular-include: these templates include each other in a circle: mine/a.html → mine/b.html → mine/c.html → mine/a.html
              help: take one of the includes out; for a list inside a list, use a loop
            themes/mine/templates/a.html:1:30 [upcase]
              error template-unknown-filter: there is no filter `upcase`
              help: the manual lists them, in the chapter on themes
        "#]],
    );
}

#[test]
fn a_long_chain_of_includes_is_refused_and_not_walked() {
    let files: Vec<(String, String)> = (0..20_000)
        .map(|i| (format!("mine/templates/{i:05}.html"), format!("{{% include \"{:05}.html\" %}}", i + 1)))
        .chain([("mine/templates/20000.html".to_owned(), "end".to_owned())])
        .collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    check(
        &files,
        expect![[r#"
            themes/mine/templates/00011.html:1:12 ["00012.html"]
              error template-too-deep: templates include or extend each other more than 12 deep
              help: include the inner ones directly
        "#]],
    );
    check(
        &files[19_988..],
        expect![[r#"
        themes/mine/templates/19988.html:1:12 ["19989.html"]
          error template-too-deep: templates include or extend each other more than 12 deep
          help: include the inner ones directly
    "#]],
    );
    check(&files[19_989..], expect![[r#""#]]);
}

#[test]
fn names_that_a_page_is_not_told() {
    check_404(
        "é {{ sitte.title }}",
        expect![[r#"
            themes/mine/templates/404.html:1:6 [sitte]
              error template-unknown-variable: there is no variable `sitte` for this page
              help: did you mean `site`?
        "#]],
    );
    check_404(
        "é\n {{ site.titel }}",
        expect![[r#"
        themes/mine/templates/404.html:2:10 [titel]
          error template-unknown-field: there is no field `titel` here
          help: did you mean `title`?
    "#]],
    );
    check_404(
        "é {{ site.titel | upper }}",
        expect![[r#"
        themes/mine/templates/404.html:1:6 [site.titel]
          error template-unknown-field: there is no field `titel` here
          help: did you mean `title`?
    "#]],
    );
    check_404(
        "{% for x in site.itmes %}{% endfor %}",
        expect![[r#"
        themes/mine/templates/404.html:1:13 [site.itmes]
          error template-unknown-field: there is no field `itmes` here
          help: the fields that there are: `tagline` or `title`
    "#]],
    );
    check_404(
        "{{ site['x'] }}",
        expect![[r#"
            themes/mine/templates/404.html:1:4 [site['x']]
              error template-nothing-here: there is nothing to show here: this does not exist
              help: look for a slip in the name, or ask first: {% if … %}
        "#]],
    );
    check_404(
        "{{ zzz | length }}",
        expect![[r#"
        themes/mine/templates/404.html:1:10 [length]
          error template-nothing-here: there is nothing to show here: this does not exist
          help: look for a slip in the name, or ask first: {% if … %}
    "#]],
    );
}

#[test]
fn wrong_values_are_said_with_the_way_that_led_there() {
    check_404(
        "{{ site.title | date }}",
        expect![[r#"
        themes/mine/templates/404.html:1:17 [date]
          error template-failed: `Good turns` is not a date
    "#]],
    );
    check_404(
        "{{ nothing.title }}",
        expect![[r#"
            themes/mine/templates/404.html:1:12 [title]
              error template-unknown-field: there is no field `title` here
              help: what stands before the dot may be absent; ask first: {% if … %}
        "#]],
    );
    check_404(
        "{{ 3 | plural(one=\"x\") }}",
        expect![[r#"
        themes/mine/templates/404.html:1:8 [plural(one="x")]
          error template-failed: missing keyword argument `many`
    "#]],
    );
    check_404(
        "{{ range(end=1000000000) }}",
        expect![[r#"
        themes/mine/templates/404.html:1:4 [range(end=1000000000)]
          error template-failed: function `range` would produce 1000000000 elements, which exceeds the limit of 100000
    "#]],
    );
    check_made(
        &[
            ("mine/templates/404.html", "a\n{% include \"b.html\" %}"),
            ("mine/templates/b.html", "\u{feff}b\n\n {% include \"c.html\" %}"),
            ("mine/templates/c.html", "{{ site.titel }}"),
        ],
        expect![[r#"
            themes/mine/templates/c.html:1:9 [titel]
              error template-unknown-field: there is no field `titel` here
              in themes/mine/templates/b.html, line 3
              in themes/mine/templates/404.html, line 2
              help: did you mean `title`?
        "#]],
    );
}

#[test]
fn pages_without_an_end_end_in_a_message() {
    check_made(
        &[
            ("mine/templates/404.html", "{{<A/>}}"),
            ("mine/templates/c.html", "{% component A() %}{{<A/>}}{% endcomponent %}"),
        ],
        expect![[r#"
            themes/mine/templates/404.html
              error template-endless: a component uses itself without an end
              help: components can be at most 20 inside each other; use a loop for deeper lists
        "#]],
    );
    let loops =
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}some words of it{% endfor %}{% endfor %}";
    check_404(
        loops,
        expect![[r#"
        themes/mine/templates/404.html
          error template-too-large: this template makes a page of more than 128 MiB
          help: look for a loop inside a loop, or a very long range
    "#]],
    );
}

#[test]
fn a_template_that_is_not_text() {
    let files = [
        ThemeFile { path: SourcePath::new("themes/hearth/templates/base.html"), bytes: b"ab\xffcd".to_vec() },
        ThemeFile { path: SourcePath::new("themes/hearth/templates/photo.jpg"), bytes: b"\xff\xd8".to_vec() },
        ThemeFile { path: SourcePath::new("themes/hearth/theme.toml"), bytes: b"a = \xff".to_vec() },
    ];
    let (theme, said) = Theme::load("hearth", &files);
    assert!(theme.is_none());
    let said: String = said.iter().map(|fault| shown(fault, &|_| String::new())).collect();
    expect![[r#"
        themes/hearth/theme.toml:1:1 [<not in the file>]
          error template-not-text: this template is not UTF-8 text from here on
          help: save it as UTF-8 in your editor
        themes/hearth/templates/base.html:1:1 [<not in the file>]
          error template-not-text: this template is not UTF-8 text from here on
          help: save it as UTF-8 in your editor
    "#]]
    .assert_eq(&said);
}

#[test]
fn a_folder_of_the_same_name_overrides_file_by_file() {
    let (theme, said) = load_named(
        "hearth",
        &[
            ("hearth/templates/404.html", "{% extends \"base.html\" %}{% block main %}mine{% endblock %}"),
            (
                "hearth/templates/base.html",
                "own base: {% block main %}{% endblock %} {% include \"builtin/hearth/partials/pager.html\" %}",
            ),
            ("hearth/static/style.css", "b{}"),
            ("hearth/static/new.svg", "<svg/>"),
            ("hearth/404.html", "lost"),
        ],
    );
    expect![[r#"
        themes/hearth/404.html
          warning theme-misplaced: this file is not used: templates belong in the folder templates/
          help: move it to templates/404.html
    "#]]
    .assert_eq(&said);
    let theme = theme.unwrap();
    let mut variables = Context::new();
    variables.insert("pager", &std::collections::BTreeMap::from([("total", 1)]));
    assert_eq!(made(&theme, "404.html", &variables).trim(), "own base: mine");
    let asset = |path: &str| theme.assets.get(path).map(|asset| (asset.url.as_str(), &*asset.bytes));
    assert_eq!(asset("new.svg"), Some(("/new.svg", &b"<svg/>"[..])));
    assert_eq!(asset("style.css"), Some(("/style.d2811d62.css", &b"b{}"[..])));
    let plain = Theme::load("hearth", &[]).0.unwrap();
    assert_eq!(theme.shelves, plain.shelves, "what the folder does not say is the embedded theme's");
    assert_ne!(theme.digest, plain.digest);
}

#[test]
fn a_chain_of_parents_and_super() {
    let base = "<{% block a %}grand{% endblock %}{% block b %}B{% endblock %}>";
    let grand = "goodturn = \"*\"\ntoc = true\n[shelves]\nnewest = 3\n[colours]\nbg = \"#ffffff\"\nink = \"#000000\"\n[extra]\nx = 1\ny = 2\n";
    let parent = "goodturn = \"*\"\nextends = \"grand\"\n[shelves]\nnewest = 4\ntags = true\n";
    let mine = "goodturn = \"*\"\nextends = \"parent\"\n[colours]\nink = \"#111111\"\n[extra]\ny = 3.5\n";
    let (theme, said) = load(&[
        ("grand/theme.toml", grand),
        ("grand/templates/base.html", base),
        ("grand/templates/404.html", "{% extends \"base.html\" %}"),
        ("parent/theme.toml", parent),
        (
            "parent/templates/base.html",
            "{% extends \"grand/base.html\" %}{% block a %}parent of {{ super() }}{% endblock %}",
        ),
        ("mine/theme.toml", mine),
        (
            "mine/templates/base.html",
            "{% extends \"parent/base.html\" %}{% block a %}{{ theme.extra.y }} {{ theme.extra.x }} {{ theme.colours.ink }}{{ theme.colours.bg }} {{ super() }}{% endblock %}",
        ),
    ]);
    assert_eq!(said, "");
    let theme = theme.unwrap();
    let mut variables = Context::new();
    variables.insert_value("theme", theme.about());
    expect!["<3.5 1 #111111#ffffff parent of grandB>"].assert_eq(&made(&theme, "404.html", &variables));
    expect![[r##"Shelves { newest: 4, tags: true } true {"bg": "#ffffff", "ink": "#111111"}"##]]
        .assert_eq(&format!("{:?} {} {:?}", theme.shelves, theme.toc, theme.colours));
}
