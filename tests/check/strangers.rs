//! Nothing is loaded from another host, wherever that is written.

use expect_test::expect;

use crate::garden::Garden;

#[test]
fn what_a_story_loads_from_elsewhere_is_found() {
    for html in [
        "<img src=\"https://cdn.example/a.png\" alt=\"\">",
        "<script src=\"//cdn.example/a.js\"></script>",
        "<iframe src=\"https://cdn.example/\"></iframe>",
        "<p style=\"background: url(https://cdn.example/a.png)\">x</p>",
        "<video poster=\"https://cdn.example/a.png\"></video>",
        "<style>@import \"https://cdn.example/a.css\";</style>",
    ] {
        let garden = Garden::with("content/stories/lamp.md", "raw", &format!("</p>{html}<p>"));
        let found = garden.errors();
        let is_right = found.starts_with("content/stories/lamp.md:23:")
            && found.contains(" loads-from-elsewhere >cdn.example/")
            && found.lines().count() == 1;
        assert!(is_right, "{html}: {found}");
    }
}

#[test]
fn what_a_theme_loads_from_elsewhere_is_found() {
    let garden =
        Garden::with("themes/mine/static/extra.css", "css", "*/ @font-face { src: url(//fonts.example/a.woff2) } /*");
    garden.plant(
        "themes/mine/templates/page.html",
        "template",
        "<link rel=\"stylesheet\" href=\"https://fonts.example/a.css\">",
    );
    expect![[r#"
        themes/mine/static/extra.css:1:35 loads-from-elsewhere >fonts.example/a.woff2<
        themes/mine/templates/page.html:2:85 loads-from-elsewhere >fonts.example/a.css<
    "#]]
    .assert_eq(&garden.errors());
}

#[test]
fn hosts_that_are_allowed_may_be_asked() {
    let picture = "</p><img src=\"https://a.cdn.example/a.png\" alt=\"\"><p>";
    let garden = Garden::with("content/stories/lamp.md", "raw", picture);
    assert_ne!(garden.errors(), "");
    garden.plant("site.toml", "more", "allow_hosts = [\"*.cdn.example\"]");
    assert_eq!(garden.errors(), "");
}

#[test]
fn links_are_left_in_peace() {
    let garden = Garden::with("content/stories/lamp.md", "body", "see [there](https://cdn.example/a.png)");
    assert_eq!(garden.errors(), "");
}
