//! A real browser looks at the pages while they are written. Where there is none, each test says so and passes.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::browser::Browser;
use crate::server::{PATIENCE, SITE, Server, THERMOS, UMBRELLA, serve, small};

const FILE: &str = "content/stories/umbrella.md";
const PAGE: &str = "/stories/umbrella/";
const BROKEN: &str = "---\ntitle: \"The <b>umbrella</b>\ndate: 2012-01-03\n---\nIt hung.\n";

/// A browser that shows a page of the server. The mark is lost if the page is ever loaded anew.
fn open(server: &Server, path: &str) -> Option<Browser> {
    let browser = Browser::open()?;
    show(&browser, server, path);
    Some(browser)
}

fn show(browser: &Browser, server: &Server, path: &str) {
    browser.go(&format!("http://127.0.0.1:{}{path}", server.port));
    browser.run("window.mark = 'kept'", &json!([]));
}

/// Waits until an expression holds in the page.
fn until(browser: &Browser, expression: &str) {
    let end = Instant::now() + PATIENCE;
    while run(browser, expression) != json!(true) {
        let page = browser.run("return document.documentElement.outerHTML", &json!([]));
        assert!(Instant::now() < end, "never: {expression}\n{page}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn run(browser: &Browser, expression: &str) -> Value {
    browser.run(&format!("return {expression}"), &json!([]))
}

fn assert_kept(browser: &Browser) {
    assert_eq!(run(browser, "window.mark"), "kept", "the page was loaded anew");
}

/// A long story, so that there is something to scroll.
fn long(words: &str) -> String {
    let body = (0..200).map(|n| format!("Paragraph {n} of a long story.")).collect::<Vec<_>>().join("\n\n");
    let details = "<details><summary>More</summary>\n\nHidden words.\n\n</details>\n\n";
    format!("---\ntitle: The umbrella\ndate: 2012-01-03\ntags: [rain]\n---\n{words}\n\n{details}{body}\n\n{words}\n")
}

#[test]
fn the_text_changes_under_the_readers_eyes_and_nothing_else_does() {
    let site = format!("{SITE}[markdown]\nraw_html = true\n");
    let server = serve(&[("site.toml", &site), (FILE, &long("June"))], &[]);
    let Some(browser) = open(&server, PAGE) else { return };
    browser.run("document.querySelector('details').open = true; scrollTo({top: 2500, behavior: 'instant'}); document.querySelector('footer a').focus({preventScroll: true}); window.seen = document.querySelector('main p')", &json!([]));
    let before = run(&browser, "[scrollY, document.activeElement.href]");
    server.write(FILE, long("July"));
    until(&browser, "document.querySelector('main').textContent.includes('July')");
    assert!(!run(&browser, "document.body.textContent").as_str().unwrap().contains("June"));
    assert_eq!(run(&browser, "[scrollY, document.activeElement.href]"), before);
    assert_eq!(run(&browser, "document.querySelector('details').open"), true);
    assert_kept(&browser);
    // Again, with a paragraph more and one less.
    server.write(
        FILE,
        long("August")
            .replace("Paragraph 150 of", "One more.\n\nChanged 150 of")
            .replace("Paragraph 30 of a long story.", ""),
    );
    until(&browser, "document.querySelector('main').textContent.includes('August')");
    until(&browser, "document.querySelector('main').textContent.includes('Changed 150')");
    assert_eq!(run(&browser, "document.querySelector('details').open"), true);
    assert_kept(&browser);
    assert_eq!(as_served(&browser), json!(true), "what was patched is what would have been loaded");
}

/// Whether the page in the browser is the one that the server gives, but for what the reader opened.
fn as_served(browser: &Browser) -> Value {
    browser.run_later(
        "const done = arguments[0];
        fetch(location.href).then(answer => answer.text()).then(text => {
            const fresh = new DOMParser().parseFromString(text, 'text/html');
            fresh.querySelector('script[data-page]').remove();
            const plain = html => html.replace(/ open=\"\"/g, '').trim();
            const [a, b] = [plain(document.body.innerHTML), plain(fresh.body.innerHTML)];
            done(a === b || [a, b]);
        })",
        &json!([]),
    )
}

#[test]
fn a_new_title_is_on_every_page_that_names_it() {
    let server = small();
    let Some(browser) = open(&server, "/") else { return };
    server.write(FILE, UMBRELLA.replace("The umbrella", "The parasol"));
    until(&browser, "document.body.textContent.includes('The parasol')");
    server.write("content/stories/new.md", "---\ntitle: The newest\ndate: 2013-01-01\n---\nx\n");
    until(&browser, "document.body.textContent.includes('The newest')");
    std::fs::remove_file(server.path("content/stories/new.md")).unwrap();
    until(&browser, "!document.body.textContent.includes('The newest')");
    assert_eq!(as_served(&browser), json!(true));
    assert_kept(&browser);
    show(&browser, &server, PAGE);
    server.write(FILE, UMBRELLA);
    until(&browser, "document.title.includes('The umbrella')");
    assert_kept(&browser);
}

#[test]
fn a_style_sheet_is_swapped_without_loading_the_page_anew() {
    let css = |colour: &str| format!("body {{ background-color: {colour} }} main {{ min-height: 5000px }}");
    let server = serve(&[(FILE, UMBRELLA), ("themes/hearth/static/style.css", &css("rgb(1, 2, 3)"))], &[]);
    let Some(browser) = open(&server, PAGE) else { return };
    let colour = "getComputedStyle(document.body).backgroundColor";
    assert_eq!(run(&browser, colour), "rgb(1, 2, 3)");
    browser.run("scrollTo({top: 700, behavior: 'instant'})", &json!([]));
    server.write("themes/hearth/static/style.css", css("rgb(4, 5, 6)"));
    until(&browser, &format!("{colour} === 'rgb(4, 5, 6)'"));
    until(&browser, "document.querySelectorAll('link[rel=stylesheet]').length === 1");
    assert_eq!(run(&browser, "scrollY"), 700);
    assert_kept(&browser);
}

#[test]
fn a_picture_is_shown_anew() {
    let picture = |width| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"10\"/>");
    let story = "---\ndate: 2012-01-03\n---\n# Gate\n\n![A gate](gate.svg)\n";
    let server =
        serve(&[("content/stories/gate/index.md", story), ("content/stories/gate/gate.svg", &picture(10))], &[]);
    let Some(browser) = open(&server, "/stories/gate/") else { return };
    until(&browser, "document.querySelector('main img').naturalWidth === 10");
    server.write("content/stories/gate/gate.svg", picture(20));
    until(&browser, "document.querySelector('main img').naturalWidth === 20");
    assert_kept(&browser);
}

const OVERLAY: &str = "document.querySelector('goodturn-overlay')?.shadowRoot.querySelector('section:not([hidden])')";

#[test]
fn what_is_wrong_stands_over_the_last_good_page_and_goes_when_it_is_mended() {
    let server = small();
    let Some(browser) = open(&server, PAGE) else { return };
    server.write(FILE, BROKEN);
    until(&browser, &format!("!!{OVERLAY}"));
    let said = run(&browser, &format!("{OVERLAY}.querySelector('pre').textContent"));
    expect_test::expect![[r#"
        error: the quotation mark `"` is never closed
          ┌ content/stories/umbrella.md:2:8
        2 │ title: "The <b>umbrella</b>
          │        ^^^^^^^^^^^^^^^^^^^^
          └ help: write another `"` at the end of the text"#]]
    .assert_eq(said.as_str().unwrap());
    assert_eq!(run(&browser, &format!("{OVERLAY}.querySelectorAll('b').length")), 0, "text is text");
    let link = run(&browser, &format!("{OVERLAY}.querySelector('a').href"));
    assert!(
        link.as_str().unwrap().starts_with("vscode://file/") && link.as_str().unwrap().ends_with("umbrella.md:2:8")
    );
    assert_eq!(run(&browser, &format!("getComputedStyle({OVERLAY}).position")), "fixed", "its look is not forbidden");
    assert!(run(&browser, "document.body.textContent").as_str().unwrap().contains("in June"));
    server.write(FILE, UMBRELLA.replace("June", "July"));
    until(&browser, &format!("!{OVERLAY}"));
    until(&browser, "document.body.textContent.includes('in July')");
    assert_kept(&browser);
}

#[test]
fn a_site_that_was_broken_from_the_start_appears_when_it_is_mended() {
    let server = serve(&[(FILE, BROKEN)], &[]);
    let Some(browser) = open(&server, PAGE) else { return };
    assert!(run(&browser, "document.body.textContent").as_str().unwrap().contains("is never closed"));
    server.write(FILE, UMBRELLA);
    until(&browser, "document.body.textContent.includes('in June')");
    until(&browser, "document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0");
}

#[test]
fn two_windows_and_a_tab_behind_another() {
    let server = small();
    let Some(browser) = open(&server, PAGE) else { return };
    let (_, first) = browser.another("window");
    show(&browser, &server, "/");
    let (_, second) = browser.another("tab");
    show(&browser, &server, "/stories/thermos/");
    server.write(FILE, UMBRELLA.replace("The umbrella", "The parasol").replace("June", "July"));
    server.write("content/stories/thermos.md", THERMOS.replace("warm", "hot"));
    until(&browser, "document.body.textContent.includes('still hot')");
    browser.look_at(&first);
    until(&browser, "document.body.textContent.includes('in July')");
    assert_kept(&browser);
    browser.look_at(&second);
    until(&browser, "document.body.textContent.includes('The parasol')");
    assert_kept(&browser);
}

#[test]
fn a_page_finds_its_server_again() {
    let server = small();
    let Some(browser) = open(&server, PAGE) else { return };
    let port = server.port.to_string();
    let folder = server.stop();
    std::fs::write(folder.path().join(FILE), UMBRELLA.replace("June", "July")).unwrap();
    until(&browser, "!!document.querySelector('goodturn-overlay')?.shadowRoot.querySelector('p:not([hidden])')");
    let server = Server::start_at(folder, &port, &[]);
    until(&browser, "document.body.textContent.includes('in July')");
    assert_kept(&browser);
    server.write(FILE, UMBRELLA);
    until(&browser, "document.body.textContent.includes('in June')");
    assert_eq!(run(&browser, "document.querySelector('goodturn-overlay').shadowRoot.querySelector('p').hidden"), true);
}
