//! What goes wrong when a page is made.

use expect_test::{Expect, expect};
use goodturn::ground::SourcePath;
use tera::Context;

use super::{TOML, load, shown};

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
fn the_template_of_the_page_is_named_if_the_slip_is_in_one_that_it_extends() {
    check_made(
        &[
            ("mine/templates/404.html", "{% extends \"mid.html\" %}{% block main %}x{% endblock %}"),
            ("mine/templates/mid.html", "{% extends \"top.html\" %}"),
            ("mine/templates/top.html", "{% block main %}{% endblock %}\n{% include \"foot.html\" %}"),
            ("mine/templates/foot.html", "\n é {{ site.titel }}"),
        ],
        expect![[r#"
            themes/mine/templates/foot.html:2:12 [titel]
              error template-unknown-field: there is no field `titel` here
              in themes/mine/templates/top.html, line 2
              for themes/mine/templates/404.html, which extends it
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
    let words = "some words of it ".repeat(100);
    check_404(
        &format!("{{% for a in range(end=100000) %}}{words}{{% endfor %}}"),
        expect![[r#"
        themes/mine/templates/404.html
          error template-too-large: this template makes a page of more than 128 MiB
          help: look for a loop inside a loop, or a very long range
    "#]],
    );
    let loops = "\n{% for a in range(end=100000) %}{% for b in range(end=100000) %}words{% endfor %}{% endfor %}";
    check_404(
        loops,
        expect![[r#"
        themes/mine/templates/404.html:2:1 [{% for a in range(end=100000) %}{% for b in range(end=100000) %}words{% endfor %}{% endfor %}]
          error template-too-long: the loops that make this page go round more than 1 million times in all
          help: look for a loop inside a loop, or a template that is included again and again
    "#]],
    );
}

#[test]
fn the_deepest_that_is_allowed_fits_into_the_stack_of_the_pipeline() {
    let toml = format!("{TOML}extends = \"hearth\"\n");
    let mut files =
        vec![("mine/theme.toml".to_owned(), toml), ("mine/templates/404.html".to_owned(), "{{<A/>}}".to_owned())];
    files.push((
        "mine/templates/a.html".to_owned(),
        "{% component A() %}{% include \"1.html\" %}{% endcomponent %}".to_owned(),
    ));
    for i in 1..7 {
        files.push((format!("mine/templates/{i}.html"), format!("{{% include \"{}.html\" %}}", i + 1)));
    }
    files.push(("mine/templates/7.html".to_owned(), "{{<A/>}}".to_owned()));
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (theme, said) = load(&files);
    let theme = theme.unwrap_or_else(|| panic!("{said}"));
    let make = move || theme.make("404.html", &Context::new(), &mut Vec::new()).unwrap_err().code;
    let worker = std::thread::Builder::new().stack_size(16 << 20).spawn(make).unwrap();
    assert_eq!(worker.join().unwrap(), "template-endless");
}

/// What grows without end ends in a message, whatever makes it grow.
#[test]
fn a_page_that_takes_too_much_is_an_error_at_its_line() {
    const LONG: &str = "template-too-long: the loops that make this page go round more than 1 million times in all";
    const MUCH: &str = "template-too-much: what is put together here grows too large: a page may use 256 MiB";
    let often = |what: &str| format!("é\n{{% for i in range(end=60) %}}\n {what}\n{{% endfor %}}{{{{ x }}}}");
    let begun = |what: &str| format!("{{% set_global x = [\"<a\"] %}}{}", often(what));
    let text = |what: &str| format!("{{% set_global x = \"<a\" %}}{}", often(what));
    for (template, line, expected) in [
        (text("{% set_global x = x ~ x %}"), 3, MUCH),
        (text("{% set y = x ~ x %}{% set_global x = y %}"), 3, MUCH),
        (text("{% set_global x %}{{ x }}{{ x }}{% endset %}"), 3, MUCH),
        (text("{% set_global x = x | replace(from=\"a\", to=x) %}"), 3, MUCH),
        (text("{% set_global x = x | json | json %}"), 3, MUCH),
        (begun("{% set_global x = [...x, ...x] %}"), 3, MUCH),
        (begun("{% set_global x = [x, x] %}"), 3, MUCH),
        (begun("{% set_global x = {\"a\": x, \"b\": x} %}"), 3, MUCH),
        (begun("{% set_global x = [range(end=9000) | join(sep=x[0] ~ x[0])] %}"), 3, MUCH),
        ("{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}".into(), 1, LONG),
        ("{% for a in range(end=100000) %}\n{{ [b for b in range(end=100000)] | length }}{% endfor %}".into(), 2, LONG),
        ("{{ [[b for b in range(end=90000)] for a in range(end=90000)] | length }}".into(), 1, LONG),
    ] {
        let (theme, said) = load(&[
            ("mine/theme.toml", &format!("{TOML}extends = \"hearth\"\n")),
            ("mine/templates/404.html", &template),
        ]);
        let theme = theme.unwrap_or_else(|| panic!("{said}"));
        let fault = theme.make("404.html", &Context::new(), &mut Vec::new()).unwrap_err();
        let at = fault.span.map_or(0, |span| template[..span.start as usize].matches('\n').count() + 1);
        assert_eq!((format!("{}: {}", fault.code, fault.message).as_str(), at), (expected, line), "{template}");
    }
}

/// Includes that include, and components that call components, are loops as well.
#[test]
fn templates_that_call_each_other_again_and_again_come_to_an_end() {
    let toml = format!("{TOML}extends = \"hearth\"\n");
    let many = |what: &str| what.repeat(40);
    let mut files = vec![("mine/theme.toml".to_owned(), toml)];
    for i in 1..6 {
        files.push((format!("mine/templates/{i}.html"), many(&format!("{{%- include \"{}.html\" -%}} ", i + 1))));
    }
    files.push(("mine/templates/6.html".to_owned(), "end".to_owned()));
    files.push((
        "mine/templates/a.html".to_owned(),
        format!("{{% component A() %}}{}{{% endcomponent %}}", many("{{<A/>}}")),
    ));
    files.push(("mine/templates/404.html".to_owned(), many("{% include \"1.html\" %}")));
    files.push(("mine/templates/tags.html".to_owned(), "{% set x %}{{<A/>}}{% endset %}".to_owned()));
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (theme, said) = load(&files);
    let theme = theme.unwrap_or_else(|| panic!("{said}"));
    let fault = theme.make("404.html", &Context::new(), &mut Vec::new()).unwrap_err();
    assert_eq!(fault.code, "template-too-long");
    theme.begin();
    let made = move || theme.make("tags.html", &Context::new(), &mut Vec::new()).unwrap_err().code;
    let worker = std::thread::Builder::new().stack_size(16 << 20).spawn(made).unwrap();
    assert_eq!(worker.join().unwrap(), "template-endless");
}
