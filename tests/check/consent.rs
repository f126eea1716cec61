//! Nobody stands in a story that he has not agreed to, where the site asks for that.

use expect_test::expect;

use crate::garden::Garden;

fn garden() -> Garden {
    let garden = Garden::with("site.toml", "more", "[consent]\nrequired = true");
    for story in ["lamp", "rain"] {
        let file = format!("content/stories/{story}.md");
        let text = std::fs::read_to_string(garden.path(&file)).unwrap();
        garden.write(&file, &text.replacen("---\n", "---\npermission: own-story\n", 1));
    }
    garden
}

fn story(garden: &Garden, name: &str, permission: &str) {
    let file = format!("content/stories/{name}.md");
    garden.write(&file, &format!("---\ntitle: {name}\ndate: 2026-01-01\n{permission}\n---\nA day.\n"));
}

#[test]
fn who_has_not_agreed_is_not_published() {
    let garden = garden();
    assert_eq!(garden.errors(), "");
    story(&garden, "asked", "permission: asked");
    story(&garden, "child", "permission: {status: given, minor: true}");
    story(&garden, "given", "permission: {status: given, on: 2026-01-01, review: 2030-01-01}");
    story(&garden, "grown", "permission: {status: given, minor: true, guardian: given}");
    story(&garden, "lapsed", "permission: {status: given, review: 2026-11-22}");
    story(&garden, "nobody", "");
    expect![[r#"
        content/stories/asked.md:4:1 needs-consent >permission<
        content/stories/child.md:4:1 needs-consent >permission<
        content/stories/lapsed.md:4:1 needs-consent >permission<
        content/stories/nobody.md needs-consent
    "#]]
    .assert_eq(&garden.errors());
}

#[test]
fn a_permission_lapses_while_nothing_changes() {
    let garden = garden();
    story(&garden, "given", "permission: {status: given, review: 2026-11-23}");
    assert!(garden.build(true).published.is_some());
    assert!(garden.build_on(23, true).published.is_none());
}

#[test]
fn nobody_reads_who_agreed() {
    let garden = garden();
    let settings = std::fs::read_to_string(garden.path("site.toml")).unwrap();
    garden.write("site.toml", &format!("cards = true\n{settings}"));
    story(
        &garden,
        "given",
        "quote: A day of it\npermission: {status: given, on: 2026-01-07, review: 2030-01-09, minor: true, guardian: given}",
    );
    assert!(garden.build(false).published.is_some());
    assert!(garden.path("public/find").exists() && garden.path("public/atom.xml").exists());
    for file in walkdir::WalkDir::new(garden.path("public")).into_iter().map(Result::unwrap) {
        let text = std::fs::read(file.path()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(
            !["permission", "guardian", "2026-01-07", "2030-01-09"].iter().any(|word| text.contains(word)),
            "{}",
            file.path().display()
        );
    }
}
