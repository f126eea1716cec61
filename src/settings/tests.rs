use expect_test::{Expect, expect};

use super::{FILE, Overrides, Settings};
use crate::ground::text::position;
use crate::ground::{Diagnostic, SourcePath};

fn parse(text: &str) -> (Settings, Vec<Diagnostic>) {
    Settings::parse(&SourcePath::new(FILE), text)
}

fn lines(text: &str, said: &[Diagnostic]) -> String {
    let line = |fault: &Diagnostic| {
        let place = fault.span.map(|span| position(text, span.start as usize));
        let place = place.map(|place| format!("{}:{} ", place.line, place.column)).unwrap_or_default();
        let help = fault.help.as_deref().map(|help| format!(" | {help}")).unwrap_or_default();
        format!("{place}{}: {}{help}", fault.severity.word(), fault.message)
    };
    said.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Each line stands in a file of its own, below a title and a base URL.
fn check(wrong: &[&str], expected: Expect) {
    let mut all = Vec::new();
    for line in wrong {
        let text = format!("{line}\ntitle = 'T'\nbase_url = 'https://example.org/'\n");
        all.push(lines(&text, &parse(&text).1));
    }
    expected.assert_eq(&all.join("\n"));
}

#[test]
fn a_site_may_say_nothing_but_its_title() {
    let (settings, said) = parse("title = 'T'");
    assert_eq!(settings, Settings::default_for("T"));
    expect![[r#"warning: the site does not say where it will stand, so it is built for http://localhost:1111/ | feeds, the sitemap and shared links need it: base_url = "https://example.org/""#]].assert_eq(&lines("title = 'T'", &said));
    expect![[r#"
        error: the site has no name | give it one: title = "Small Kindnesses"
        warning: the site does not say where it will stand, so it is built for http://localhost:1111/ | feeds, the sitemap and shared links need it: base_url = "https://example.org/""#]].assert_eq(&lines("", &parse("").1));
    expect![[r#"
        Settings {
            title: "T",
            tagline: "",
            description: "",
            base_url: BaseUrl {
                origin: "http://localhost:1111",
                path: "/",
            },
            language: "en",
            author: None,
            email: None,
            timezone: "UTC",
            theme: "hearth",
            output: "public",
            per_page: 10,
            permalink: "/stories/:slug/",
            reading: Normal,
            cards: true,
            menu: [],
            allow_hosts: [],
            also_here: [],
            markdown: MarkdownSettings {
                raw_html: true,
                smart_punctuation: true,
            },
            feeds: FeedSettings {
                atom: true,
                json: true,
                tags: true,
                comments: true,
                size: 20,
                full_text: true,
            },
            pages: PageSettings {
                tags: true,
                authors: true,
                series: true,
                archive: true,
                almanac: true,
                find: true,
                pass_it_on: true,
                sitemap: true,
                robots: true,
            },
            pictures: PictureSettings {
                responsive: true,
                widths: [
                    480,
                    960,
                    1440,
                ],
                quality: 80,
            },
            hosting: HostingSettings {
                relative: false,
                redirects: false,
                headers: false,
                nojekyll: false,
                cname: None,
            },
            privacy: PrivacySettings {
                allow: [],
            },
            consent: ConsentSettings {
                required: false,
            },
            extra: {},
        }
    "#]]
    .assert_debug_eq(&settings);
}

#[test]
fn every_key_is_read() {
    let text = r#"
        title = " Small Kindnesses "
        tagline = "One a day"
        description = "Stories"
        base_url = "https://Example.org"
        language = "pt-BR"
        author = "Maya"
        email = "hello@example.org"
        timezone = "Europe/Paris"
        theme = "postcard"
        output = "../out"
        per_page = 5
        permalink = ":year/:month/:slug.html"
        reading = "easy"
        allow_hosts = ["images.example.org", "*.example.net:8443"]
        menu = [{ name = "About", url = "/about/#us" }, { name = "Mail", url = "mailto:a@example.org" }]
        markdown = { raw_html = false, smart_punctuation = false }
        feeds = { atom = false, json = false, tags = false, comments = false, size = 3, full_text = false }
        pages.tags = false
        pages.authors = false
        pages.series = false
        pages.archive = false
        pages.almanac = false
        pages.find = false
        pages.pass_it_on = false
        pages.sitemap = false
        pages.robots = false
        pictures = { responsive = false, widths = [900, 300], quality = 70 }
        hosting = { relative = true, redirects = true, headers = true, nojekyll = true, cname = "example.org" }
        consent = { required = true }
        privacy = { allow = ["me@example.org", "@example.net", "+44 20 7946 0958"] }
        extra = { lamp = "lit" }
    "#;
    let (settings, said) = parse(text);
    assert_eq!(lines(text, &said), "");
    expect![[r#"
        Settings {
            title: "Small Kindnesses",
            tagline: "One a day",
            description: "Stories",
            base_url: BaseUrl {
                origin: "https://example.org",
                path: "/",
            },
            language: "pt-BR",
            author: Some(
                "Maya",
            ),
            email: Some(
                "hello@example.org",
            ),
            timezone: "Europe/Paris",
            theme: "postcard",
            output: "../out",
            per_page: 5,
            permalink: "/:year/:month/:slug.html",
            reading: Easy,
            cards: true,
            menu: [
                MenuItem {
                    name: "About",
                    url: "/about/#us",
                },
                MenuItem {
                    name: "Mail",
                    url: "mailto:a@example.org",
                },
            ],
            allow_hosts: [
                "images.example.org",
                "*.example.net:8443",
            ],
            also_here: [],
            markdown: MarkdownSettings {
                raw_html: false,
                smart_punctuation: false,
            },
            feeds: FeedSettings {
                atom: false,
                json: false,
                tags: false,
                comments: false,
                size: 3,
                full_text: false,
            },
            pages: PageSettings {
                tags: false,
                authors: false,
                series: false,
                archive: false,
                almanac: false,
                find: false,
                pass_it_on: false,
                sitemap: false,
                robots: false,
            },
            pictures: PictureSettings {
                responsive: false,
                widths: [
                    300,
                    900,
                ],
                quality: 70,
            },
            hosting: HostingSettings {
                relative: true,
                redirects: true,
                headers: true,
                nojekyll: true,
                cname: Some(
                    "example.org",
                ),
            },
            privacy: PrivacySettings {
                allow: [
                    "me@example.org",
                    "@example.net",
                    "+44 20 7946 0958",
                ],
            },
            consent: ConsentSettings {
                required: true,
            },
            extra: {
                "lamp": Text(
                    "lit",
                ),
            },
        }
    "#]]
    .assert_debug_eq(&settings);
}

#[test]
fn what_cannot_be_is_refused_with_help() {
    check(
        &["tilte = 'x'", "[feeds]\natmo = true\n[extra]", "base_url = 1", "[marksdown]\nx = 1\n[extra]"],
        expect![[r#"
            1:1 error: there is no setting `tilte` | did you mean `title`?
            error: the site has no name | give it one: title = "Small Kindnesses"
            warning: the site does not say where it will stand, so it is built for http://localhost:1111/ | feeds, the sitemap and shared links need it: base_url = "https://example.org/"
            2:1 error: there is no setting `atmo` in [feeds] | did you mean `atom`?
            3:1 error: `base_url` stands in this file twice | keep one of the two
            1:12 error: `base_url` should be text in quotation marks, but this is a number | write it like this: base_url = "…"
            error: the site has no name | give it one: title = "Small Kindnesses"
            warning: the site does not say where it will stand, so it is built for http://localhost:1111/ | feeds, the sitemap and shared links need it: base_url = "https://example.org/"
            1:2 error: there is no setting `marksdown` | did you mean `markdown`?"#]],
    );
    check(
        &["language = 'english'", "language = 'en_GB'", "language = 'e'", "language = 'en-'"],
        expect![[r#"
        1:12 error: `english` is not a language's short name | such names are `en`, `en-GB`, `de` or `pt-BR`
        1:12 error: `en_GB` is not a language's short name | write a hyphen: language = "en-GB"
        1:12 error: `e` is not a language's short name | such names are `en`, `en-GB`, `de` or `pt-BR`
        1:12 error: `en-` is not a language's short name | such names are `en`, `en-GB`, `de` or `pt-BR`"#]],
    );
    check(
        &["email = 'me'", "email = 'a b@example.org'", "email = 'a@b.org?cc=x'"],
        expect![[r#"
        1:9 error: `me` is not an e-mail address | write it like this: email = "hello@example.org"
        1:9 error: `a b@example.org` is not an e-mail address | write it like this: email = "hello@example.org"
        1:9 error: `a@b.org?cc=x` is not an e-mail address | write it like this: email = "hello@example.org""#]],
    );
    check(
        &["timezone = 'Paris'", "timezone = 'Europe/Pariss'", "timezone = 'Nowhere at all'"],
        expect![[r#"
        1:12 error: `Paris` is not a time zone | did you mean `Europe/Paris`?
        1:12 error: `Europe/Pariss` is not a time zone | did you mean `Europe/Paris`?
        1:12 error: `Nowhere at all` is not a time zone | time zones have names like `Europe/Paris` or `America/New_York`; `UTC` is one too"#]],
    );
    check(
        &["theme = '../x'", "theme = ''", "output = ''", "theme = 3"],
        expect![[r#"
            1:9 error: `../x` cannot be the name of a theme | a theme is named like its folder in themes/, such as `hearth`
            1:9 error: an empty text cannot be the name of a theme | a theme is named like its folder in themes/, such as `hearth`
            1:10 error: the output folder has no name | name the folder that the finished site goes into: output = "public"
            1:9 error: `theme` should be text in quotation marks, but this is a number | write it like this: theme = "…""#]],
    );
    check(
        &["per_page = 0", "per_page = 1.5", "feeds.size = 0", "reading = 'eazy'", "reading = 'large'"],
        expect![[r#"
            1:12 error: `per_page` should be a whole number from 1 to 1000 | write it like this: per_page = 1
            1:12 error: `per_page` should be a whole number, but this is a number with a fraction | write it like this: per_page = 10
            1:14 error: `feeds.size` should be a whole number from 1 to 1000 | write it like this: size = 1
            1:11 error: there is no reading style `eazy` | did you mean `easy`?
            1:11 error: there is no reading style `large` | it can be `normal` or `easy`"#]],
    );
    check(
        &["allow_hosts = ['https://a.org', 'a.org/x', \"a.org; script-src *\", 'a.org:x', '']"],
        expect![[r#"
            1:16 error: `https://a.org` is not the name of a host | write the name alone, without https:// and without a path: allow_hosts = ["images.example.org"]
            1:33 error: `a.org/x` is not the name of a host | write the name alone, without https:// and without a path: allow_hosts = ["images.example.org"]
            1:44 error: `a.org; script-src *` is not the name of a host | write the name alone, without https:// and without a path: allow_hosts = ["images.example.org"]
            1:67 error: `a.org:x` is not the name of a host | write the name alone, without https:// and without a path: allow_hosts = ["images.example.org"]
            1:78 error: an empty text is not the name of a host | write the name alone, without https:// and without a path: allow_hosts = ["images.example.org"]"#]],
    );
    check(
        &["menu = [{ name = 'A' }, { url = '/a/' }, { name = 'A', url = 'javascript:1' }, {}]"],
        expect![[r#"
            1:9 error: this link of the menu has no `url` | a link of the menu has both: name = "About" and url = "/about/"
            1:25 error: this link of the menu has no `name` | a link of the menu has both: name = "About" and url = "/about/"
            1:62 error: `javascript:1` is not an address that a menu can lead to | write an address of this site, such as "/about/", or a whole one, such as "https://example.org/"
            1:80 error: this link of the menu has no `name` | a link of the menu has both: name = "About" and url = "/about/"
            1:80 error: this link of the menu has no `url` | a link of the menu has both: name = "About" and url = "/about/""#]],
    );
    check(
        &["menu = [{ name = 'A', url = '//evil.org' }, { name = \"A\\nB\", url = '/a/../..' }]"],
        expect![[r#"
        1:29 error: `//evil.org` is not an address that a menu can lead to | write an address of this site, such as "/about/", or a whole one, such as "https://example.org/"
        1:54 error: `name` holds a line break, a tab or an invisible character | write it on one line
        1:68 error: `/a/../..` is not an address that a menu can lead to | write an address of this site, such as "/about/", or a whole one, such as "https://example.org/""#]],
    );
    check(
        &["tagline = \"a\\u001bb\"", "author = 3"],
        expect![[r#"
        1:11 error: `tagline` holds a line break, a tab or an invisible character | write it on one line
        1:10 error: `author` should be text in quotation marks, but this is a number | write it like this: author = "…""#]],
    );
}

#[test]
fn patterns_of_addresses_are_checked() {
    check(
        &[
            "permalink = '/:year/'",
            "permalink = '/:title/'",
            "permalink = '/:slgu/'",
            "permalink = '/:slug/:weekday/'",
            "permalink = '/../:slug/'",
            "permalink = '//:slug/'",
            "permalink = '/a b?/:slug'",
            "permalink = ''",
        ],
        expect![[r#"
            1:13 error: this would give many stories the same address, since it has no `:slug` | write it like this: permalink = "/:year/:month/:slug.html"
            1:13 error: a story has no `:title` to make an address of | the story's own part is called `:slug` here
            1:13 error: a story has no `:slgu` to make an address of | did you mean `:slug`?
            1:13 error: a story has no `:weekday` to make an address of | use `:year`, `:month`, `:day` or `:slug`
            1:13 error: no address can be made of this: it holds a `.` or `..` part, which could lead out of the site | write it like this: permalink = "/stories/:slug/"
            1:13 error: no address can be made of this: it starts with two slashes, which means another host | write it like this: permalink = "/stories/:slug/"
            1:13 error: no address can be made of this: it holds `?`, which has a meaning of its own in addresses | write it like this: permalink = "/stories/:slug/"
            1:13 error: this says nothing about the addresses of stories | write it like this: permalink = "/stories/:slug/"; or take the line away"#]],
    );
    let pattern = |text: &str| parse(&format!("permalink = '{text}'")).0.permalink;
    assert_eq!(pattern("/:year/:month/:day/:slug.html"), "/:year/:month/:day/:slug.html");
    assert_eq!(pattern("blog/:slug"), "/blog/:slug/");
    assert_eq!(pattern("/:slug/story.html"), "/:slug/story.html");
}

#[test]
fn base_urls_are_checked() {
    let text = "title = 'T'\nbase_url = 'example.org'";
    expect![[r#"2:12 error: `example.org` cannot be where the site stands: it must start with `https://` or `http://` | write it like this: base_url = "https://example.org/""#]].assert_eq(&lines(text, &parse(text).1));
}

#[test]
fn the_command_line_has_the_last_word() {
    let asked = |base_url: &str, theme: &str| Overrides { base_url: Some(base_url.into()), theme: Some(theme.into()) };
    let text = "title = 'T'\nbase_url = 'nowhere'\ntheme = '/'";
    let (mut settings, mut said) = parse(text);
    settings.overrule(&asked("https://example.org/x/", "postcard"), &mut said);
    assert_eq!((lines(text, &said).as_str(), settings.theme.as_str()), ("", "postcard"));
    assert_eq!(settings.base_url.to_string(), "https://example.org/x/");
    settings.overrule(&asked("ftp://example.org", ".."), &mut said);
    expect![[r#"
        error: `ftp://example.org` cannot be where the site stands: it must start with `https://` or `http://` | write it like this: --base-url https://example.org/
        error: `..` cannot be the name of a theme | a theme is named like its folder in themes/, such as `hearth`"#]].assert_eq(&lines(text, &said));
}

#[test]
fn a_name_for_github_pages_is_a_name_and_the_right_one() {
    check(
        &[
            "hosting.cname = 'https://www.example.org/'",
            "hosting.cname = 'example'",
            "hosting.cname = '*.example.org'",
            "hosting.cname = 'example.org:8080'",
            "hosting.cname = '192.0.2.1'",
            "hosting.cname = 'köln.example'",
            "hosting.cname = 'www.example.org'",
            "hosting.cname = ' Example.org '",
            "hosting.cname = ''",
        ],
        expect![[r#"
            1:17 error: `https://www.example.org/` is not a name that a site can have | write the name alone, without https:// and without a path: cname = "www.example.org" (an international name in its `xn--` form)
            1:17 error: `example` is not a name that a site can have | write the name alone, without https:// and without a path: cname = "www.example.org" (an international name in its `xn--` form)
            1:17 error: `*.example.org` is not a name that a site can have | write the name alone, without https:// and without a path: cname = "www.example.org" (an international name in its `xn--` form)
            1:17 error: `example.org:8080` is not a name that a site can have | write the name alone, without https:// and without a path: cname = "www.example.org" (an international name in its `xn--` form)
            1:17 error: `192.0.2.1` is not a name that a site can have | write the name alone, without https:// and without a path: cname = "www.example.org" (an international name in its `xn--` form)
            1:17 error: `köln.example` is not a name that a site can have | write the name alone, without https:// and without a path: cname = "www.example.org" (an international name in its `xn--` form)
            1:17 warning: a site with this `cname` stands at https://www.example.org/, but `base_url` says https://example.org/ | let the two agree: base_url = "https://www.example.org/"

        "#]],
    );
}
