//! The chain of parents, theme.toml, and what stands in for what.

use expect_test::expect;
use goodturn::theme::Theme;
use tera::Context;

use super::{TOML, load, load_named, made};

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
          help: the themes that there are: `hearth` or `postcard`; one of your own is a folder in themes/ that holds a theme.toml
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
scripts = "yes"
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
        themes/mine/theme.toml:3:11 ["yes"]
          error toml-wrong-type: `scripts` should be true or false, but this is text
          help: write it like this: scripts = true
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
fn a_theme_that_is_overridden_in_one_file_is_still_whole_for_those_that_extend_it() {
    let (theme, said) = load_named(
        "mine",
        &[
            ("hearth/templates/partials/footer.html", "the site's own footer"),
            ("mine/theme.toml", "goodturn = \"*\"\nextends = \"hearth\"\n"),
            (
                "mine/templates/404.html",
                "{% include \"hearth/partials/pager.html\" %}{% include \"hearth/partials/footer.html\" %}",
            ),
        ],
    );
    expect![""].assert_eq(&said);
    let mut variables = Context::new();
    variables.insert("pager", &std::collections::BTreeMap::from([("total", 1)]));
    assert_eq!(made(&theme.unwrap(), "404.html", &variables).trim(), "the site's own footer");
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
    let grand = "goodturn = \"*\"\n[shelves]\nnewest = 3\n[colours]\nbg = \"#ffffff\"\nink = \"#000000\"\n[extra]\nx = 1\ny = 2\n";
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
    expect![[r##"Shelves { newest: 4, tags: true } {"bg": "#ffffff", "ink": "#111111"}"##]]
        .assert_eq(&format!("{:?} {:?}", theme.shelves, theme.colours));
}
