//! Pages as values: a view and a theme in, HTML out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod theme_views;

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use goodturn::ground::{Diagnostic, SourcePath};
use goodturn::plan::views::{HtmlView, Main, Text};
use goodturn::render::Texts;
use goodturn::render::html::{Kept, html};
use goodturn::theme::{PAGES, Theme, ThemeFile};
use theme_views::{HOSTILE, every_kind, settings, story_page};

/// The sources, by path.
struct Sources(BTreeMap<&'static str, String>);

impl Texts for Sources {
    fn read(&self, text: &Text) -> Result<String, Diagnostic> {
        Ok(self.0.get(text.source.as_str()).cloned().unwrap_or_else(|| "---\n---\nA **kind** word.\n".to_owned()))
    }
}

fn theme(templates: &[(&str, &str)]) -> Theme {
    let toml = ("theme.toml", "goodturn = \"*\"\nextends = \"hearth\"\n");
    let files: Vec<_> = templates
        .iter()
        .map(|(path, text)| (format!("templates/{path}"), *text))
        .chain([(toml.0.to_owned(), toml.1)])
        .map(|(path, text)| ThemeFile { path: SourcePath::new(format!("themes/mine/{path}")), bytes: text.into() })
        .collect();
    let (theme, said) = Theme::load("mine", &files);
    theme.unwrap_or_else(|| panic!("{said:?}"))
}

fn page(theme: &Theme, view: &HtmlView) -> Result<String, Diagnostic> {
    let mut out = Vec::new();
    html(theme, view, &Sources(BTreeMap::new()), &mut Kept::new(theme, &settings()), &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn check(template: &str, view: &HtmlView, expected: Expect) {
    expected.assert_eq(&page(&theme(&[(view.main.template(), template)]), view).unwrap());
}

/// All that a value holds, by path, as the contract in themes/README.md promises it.
const ALL: &str = "{{ __tera_context | json | safe }}";

#[test]
fn every_kind_of_page_is_told_what_the_contract_says() {
    for view in every_kind("words") {
        let json = page(&theme(&[(view.main.template(), ALL)]), &view).unwrap();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let mut names = Vec::new();
        paths("", &value, &mut names);
        names.sort_unstable();
        names.dedup();
        let told = names.iter().filter(|name| !name.starts_with("site") && !name.starts_with("theme"));
        let told = told.fold(String::new(), |all, name| all + name + "\n");
        let file = format!("{}/tests/theme_views/{}.txt", env!("CARGO_MANIFEST_DIR"), view.main.template());
        expect_test::expect_file![file].assert_eq(&told);
        if matches!(view.main, Main::NotFound(_)) {
            let site = names.iter().filter(|name| name.starts_with("site") || name.starts_with("theme"));
            let site = site.fold(String::new(), |all, name| all + name + "\n");
            expect_test::expect_file![format!("{}/tests/theme_views/site.txt", env!("CARGO_MANIFEST_DIR"))]
                .assert_eq(&site);
        }
    }
}

fn paths(at: &str, value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                paths(&if at.is_empty() { name.clone() } else { format!("{at}.{name}") }, field, out);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| paths(&format!("{at}[]"), item, out)),
        _ => out.push(at.to_owned()),
    }
}

#[test]
fn a_page_has_the_fields_of_its_head_and_three_more() {
    let view = story_page("words");
    let by_hand = page(&theme(&[("story.html", "{{ page | json | safe }}")]), &view).unwrap();
    let mut fields: serde_json::Value = serde_json::from_str(&by_hand).unwrap();
    let fields = fields.as_object_mut().unwrap();
    for more in ["csp", "csp_scripts", "json_ld"] {
        assert!(fields.remove(more).is_some(), "{more}");
    }
    assert_eq!(*fields, *serde_json::to_value(&view.head).unwrap().as_object().unwrap());
}

#[test]
fn nothing_hostile_gets_through_any_text_of_any_page() {
    for name in ["hearth", "mine"] {
        let theme = if name == "mine" { theme(&[]) } else { Theme::load(name, &[]).0.unwrap() };
        for view in every_kind(HOSTILE) {
            let html = page(&theme, &view).unwrap_or_else(|fault| panic!("{fault:?}"));
            // As text or in an attribute the sign is escaped; in JSON-LD it is written as \u003c.
            assert!(!html.contains("<xss"), "{}: {html}", view.main.template());
            assert!(!html.to_lowercase().contains("</script><"), "{html}");
            assert!(!html.contains("=\"\""), "a text closed its attribute: {html}");
        }
    }
    assert_eq!(
        every_kind("x").iter().map(|view| view.main.template()).collect::<std::collections::BTreeSet<_>>().len(),
        PAGES.len()
    );
}

#[test]
fn json_ld_is_one_valid_block_admitted_by_its_hash() {
    let view = story_page("</script><!-- <b>& \u{2028}\"'");
    let html = page(&theme(&[("story.html", "{{ page.csp | safe }}\n{{ page.json_ld }}")]), &view).unwrap();
    let (csp, block) = html.split_once('\n').unwrap();
    assert!(!block.contains(['<', '>', '&', '\u{2028}']), "{block}");
    let value: serde_json::Value = serde_json::from_str(block).unwrap();
    assert_eq!(value["headline"], "</script><!-- <b>& \u{2028}\"'");
    let hash = <sha2::Sha256 as sha2::Digest>::digest(block);
    let hex = hash.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    expect![[r#"
        08830fb61a902c76d7b9c7decb19c4c119e3c93fa6680288b6155326524ebea8
        default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; script-src 'sha256-CIMPthqQLHbXucfeyxnEwRnjyT+maAKIthVTJlJOvqg='; base-uri 'none'; form-action 'none'"#]].assert_eq(&format!("{hex}\n{csp}"));
}

#[test]
fn json_ld_says_what_the_page_says() {
    let view = story_page("words");
    let html = page(&theme(&[("story.html", "{{ page.json_ld }}")]), &view).unwrap();
    let value: serde_json::Value = serde_json::from_str(&html).unwrap();
    expect![[r#"
        {
          "@context": "https://schema.org",
          "@type": "BlogPosting",
          "author": [
            {
              "@type": "Person",
              "name": "words"
            }
          ],
          "comment": [
            {
              "@type": "Comment",
              "author": {
                "@type": "Person",
                "name": "words",
                "url": "https://example.org/"
              },
              "datePublished": "2011-02-12",
              "text": "words",
              "url": "words#words"
            },
            {
              "@type": "Comment",
              "author": {
                "@type": "Person",
                "name": "words",
                "url": "https://example.org/"
              },
              "datePublished": "2011-02-12",
              "text": "words",
              "url": "words#words"
            }
          ],
          "commentCount": 8,
          "dateModified": "2012-01-03",
          "datePublished": "2011-09-25",
          "description": "words",
          "headline": "words",
          "image": "words",
          "inLanguage": "words",
          "mainEntityOfPage": "words",
          "publisher": {
            "@type": "Organization",
            "logo": {
              "@type": "ImageObject",
              "url": "https://example.orgwords"
            },
            "name": "words",
            "url": "https://example.org/kind/"
          },
          "url": "words"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn costly_values_are_made_only_where_a_template_names_them() {
    let bare: Vec<ThemeFile> = [("theme.toml", "goodturn = \"*\"\n"), ("templates/story.html", "{{ story.title }}")]
        .map(|(path, text)| ThemeFile { path: SourcePath::new(format!("themes/bare/{path}")), bytes: text.into() })
        .into();
    let bare = Theme::load("bare", &bare).0.unwrap();
    assert!(!bare.uses("content") && !bare.uses("json_ld") && bare.uses("anything else"));
    assert!(Theme::load("hearth", &[]).0.unwrap().uses("content"));
    assert_eq!(page(&bare, &story_page("words")).unwrap(), "words");
    let fault = page(&bare, &every_kind("words")[0]).unwrap_err();
    expect![[r#"the theme `bare` has no template `404.html`, which this page needs: Some("write it, or let theme.toml say: extends = \"hearth\"") ["while making words"]"#]].assert_eq(&format!("{}: {:?} {:?}", fault.message, fault.help, fault.trace));
}

#[test]
fn threads_of_comments_can_be_shown_without_recursion() {
    let template = "{% for c in comments.list %}<li>{{ c.id }}{% if c.replies %}<ol>{% else %}</li>{% endif %}\
                    {% for _ in range(end=c.closes) %}</ol></li>{% endfor %}{% endfor %}";
    let mut view = story_page("x");
    let Main::Story(story) = &mut view.main else { panic!() };
    let first = story.comments.list[0].clone();
    let at = |id: &str, depth| goodturn::story::comments::Comment { id: id.into(), depth, ..first.clone() };
    story.comments.list = vec![at("a", 0), at("b", 1), at("c", 2), at("d", 0), at("e", 7), at("f", 1)];
    check(
        template,
        &view,
        expect!["<li>a<ol><li>b<ol><li>c</li></ol></li></ol></li><li>d<ol><li>e</li><li>f</li></ol></li>"],
    );
}

#[test]
fn filters() {
    let template = r#"{{ "2011-09-25" | date }} {{ "2011-09" | date }} {{ "2011" | date(format="%Y-%m-%d") }} {{ story.words | date }}
{{ "2011-09-25T08:05:00+10:00" | date(format="%A %-d %B %Y %H:%M %:z") }} {{ "2011-09-25T08:05:00" | date(format="%-I:%M %p") }}
{{ 1 | plural(one="story", many="stories") }} {{ 0 | plural(one="story", many="stories") }} {{ 3 | minutes }}
{{ ["Maya", "Tom", "Ida"] | join_and }} {{ ["Maya", "<b>"] | join_and }} {{ ["Maya"] | join_and }} {{ story.authors | join_and(attribute="name") }}
{{ "/a/" | absolute }} {{ "https://x.example/" | absolute }} {{ "//x.example/" | absolute }}
{{ {"b": "</script>", "a": [1, none]} | json }} {{ {"b": "</script>&"} | json | safe }}
{{ "a<b>&CONTROL'" | xml }} {{ "a b/é&?~" | percent }}
{% for year, all in [{"y": "b", "n": 1}, {"y": "a", "n": 2}, {"y": "b", "n": 3}] | group_by(attribute="y") %}{{ year }}:{% for x in all %}{{ x.n }}{% endfor %} {% endfor %}
{% for k, v in site.pages %}{{ k }} {% endfor %}"#;
    check(
        &template.replace("CONTROL", "\u{1}"),
        &story_page("words"),
        expect![[r#"
            25 September 2011 September 2011 2011 0440
            Sunday 25 September 2011 08:05 +10:00 8:05 AM
            1 story 0 stories 3 min
            Maya, Tom and Ida Maya and &lt;b&gt; Maya words
            https://example.org/a/ https://x.example/ //x.example/
            {&quot;b&quot;:&quot;\u003c/script\u003e&quot;,&quot;a&quot;:[1,null]} {"b":"\u003c/script\u003e\u0026"}
            a&lt;b&gt;&amp;&#39; a%20b%2F%C3%A9%26%3F~
            b:13 a:2 
            almanac archive atom authors favicon find json pass_it_on tags "#]],
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
    #[test]
    fn no_template_makes_it_fall_over(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..12)) {
        let text = pieces.concat();
        let files: Vec<_> = [("theme.toml", "goodturn = \"*\"\nextends = \"hearth\"\n"), ("templates/404.html", &text), ("templates/a.html", "{{ x }}")]
            .map(|(path, text)| ThemeFile { path: SourcePath::new(format!("themes/mine/{path}")), bytes: text.into() })
            .into();
        let (theme, said) = Theme::load("mine", &files);
        let in_file = |fault: &Diagnostic| fault.span.is_none_or(|span| text.get(span.start as usize..span.end as usize).is_some());
        assert!(theme.is_some() || !said.is_empty());
        assert!(said.iter().all(in_file), "{text}\n{said:?}");
        if let Some(Err(fault)) = theme.map(|theme| page(&theme, &every_kind("words")[0])) {
            let own = fault.path.as_ref().is_none_or(|path| path.as_str().ends_with("404.html"));
            assert!(!own || in_file(&fault), "{text}\n{fault:?}");
        }
    }
}

/// What templates are made of, whole and broken.
const PIECES: &[&str] = &[
    "é",
    "\u{feff}",
    "\r\n",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{ site.title }}",
    "{{ nope }}",
    "{{ site.nope | upper }}",
    "{% if site.title %}",
    "{% endif %}",
    "{% for x in site.menu %}",
    "{{ x.name }}",
    "{% endfor %}",
    "{% block main %}",
    "{% endblock %}",
    "{% include \"a.html\" %}",
    "{% include \"404.html\" %}",
    "{% extends \"base.html\" %}",
    "{% extends",
    "{% set y = site.tags %}",
    "{{ y | date }}",
    "{% raw %}",
    "{% endraw %}",
    "{% component A(b) %}",
    "{% endcomponent %}",
    "{{<A b=\"1\"/>}}",
    "{{ super() }}",
    "\"",
    "'",
    "|",
    "{{ 1 / 0 }}",
    "{{ site[0] }}",
    "{{ [1, 2][9] }}",
    "{{ site.menu[1:] }}",
    "{{ -9223372036854775808 }}",
    "{{ \"\u{301}é\" | truncate(length=1) }}",
    "{{ site | json }}",
    "{{ 99999999999999999999 }}",
];
