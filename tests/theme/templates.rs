//! Templates that cannot be read.

use expect_test::expect;
use goodturn::ground::SourcePath;
use goodturn::theme::{Theme, ThemeFile};

use super::{check, shown};

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
            themes/mine/templates/00007.html:1:12 ["00008.html"]
              error template-too-deep: templates include or extend each other more than 8 deep
              help: include the inner ones directly
        "#]],
    );
    check(
        &files[19_992..],
        expect![[r#"
            themes/mine/templates/19992.html:1:12 ["19993.html"]
              error template-too-deep: templates include or extend each other more than 8 deep
              help: include the inner ones directly
        "#]],
    );
    check(
        &files[19_993..],
        expect![[r#"
        themes/mine/templates/19993.html
          warning template-unused: no page is made with this template
          help: include it somewhere (`{% include "19993.html" %}`), or take it away
        themes/mine/templates/19994.html
          warning template-unused: no page is made with this template
          help: include it somewhere (`{% include "19994.html" %}`), or take it away
        themes/mine/templates/19995.html
          warning template-unused: no page is made with this template
          help: include it somewhere (`{% include "19995.html" %}`), or take it away
        themes/mine/templates/19996.html
          warning template-unused: no page is made with this template
          help: include it somewhere (`{% include "19996.html" %}`), or take it away
        themes/mine/templates/19997.html
          warning template-unused: no page is made with this template
          help: include it somewhere (`{% include "19997.html" %}`), or take it away
        themes/mine/templates/19998.html
          warning template-unused: no page is made with this template
          help: include it somewhere (`{% include "19998.html" %}`), or take it away
        themes/mine/templates/19999.html
          warning template-unused: no page is made with this template
          help: include it somewhere (`{% include "19999.html" %}`), or take it away
        themes/mine/templates/20000.html
          warning template-unused: no page is made with this template
          help: include it somewhere (`{% include "20000.html" %}`), or take it away
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
