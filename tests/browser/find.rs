//! Finding a story, as a reader does: typing, with and without scripts.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::json;

use super::common::browser::Browser;
use super::common::host::Host;
use super::common::sites::{Built, sample};
use super::common::{PROGRAM, TODAY, command};
use super::text;
use goodturn::theme::embedded::THEMES;

#[test]
fn a_word_that_stands_only_in_a_text_is_found_while_it_is_typed() {
    let Some(browser) = Browser::open() else { return };
    for theme in THEMES {
        let site = site(theme.name);
        let host = Host::serve(&site.output, &site.under);
        browser.go(&host.url(&format!("{}find/", site.under)));
        assert_eq!(shown(&browser), "The lamp | Tea | Straße | 傘 | With care | ");
        for (typed, expected) in [
            ("umbr", "Tea | 1: One story."),
            ("UMBRELLA  blue", "Tea | 1: One story."),
            ("umbrella green", "0: No story has these words."),
            ("lamp", "The lamp | Tea | 2: 2 stories."),
            ("cafe", "The lamp | 1: One story."),
            ("Café", "The lamp | 1: One story."),
            ("strasse", "Straße | 1: One story."),
            ("東京", "傘 | 1: One story."),
            ("京都", "傘 | 1: One story."),
            ("ida june", "Tea | 1: One story."),
            ("care", "With care | 1: One story."),
            ("secret", "0: No story has these words."),
            ("hidden", "0: No story has these words."),
            ("?!", "The lamp | Tea | Straße | 傘 | With care | "),
            ("", "The lamp | Tea | Straße | 傘 | With care | "),
        ] {
            browser.run(TYPE, &json!([typed]));
            let begun = Instant::now();
            while shown(&browser) != expected && begun.elapsed() < Duration::from_secs(90) {
                std::thread::sleep(Duration::from_millis(20));
            }
            assert_eq!(shown(&browser), expected, "{typed} in {}", theme.name);
        }
        let address = host.url(&format!("{}find/?q=umbr", site.under));
        browser.go(&address);
        let begun = Instant::now();
        while shown(&browser).starts_with("The lamp") && begun.elapsed() < Duration::from_secs(90) {}
        assert_eq!(shown(&browser), "Tea | 1: One story.", "an address says what to look for");
        assert_eq!(text(&browser.run("return document.querySelector('label').htmlFor", &json!([]))), "q");
        assert_eq!(browser.run(SHIFTS, &json!([])), json!(0), "nothing moves while the page is put together");
    }
}

#[test]
fn without_scripts_there_is_the_list_and_no_field() {
    let Some(browser) = Browser::open() else { return };
    for theme in THEMES {
        let site = site(theme.name);
        let host = Host::serve(&site.output, &site.under);
        browser.scripts(false);
        browser.go(&host.url(&format!("{}find/", site.under)));
        assert_eq!(shown(&browser), "The lamp | Tea | Straße | 傘 | With care | ");
        let field = browser.run("return document.getElementById('q').checkVisibility()", &json!([]));
        assert_eq!(field, json!(false), "{}", theme.name);
        browser.scripts(true);
    }
}

/// No other page may run a script, and the script is small.
#[test]
fn one_page_runs_one_small_script() {
    let site = sample("hearth");
    let with_script: Vec<String> =
        site.pages().into_iter().filter(|page| site.text(page).contains("<script src")).collect();
    assert_eq!(with_script, ["find/index.html"]);
    let bytes: u64 = site
        .files()
        .iter()
        .filter(|file| file.ends_with(".js"))
        .map(|file| fs::metadata(site.output.join(file)).unwrap().len())
        .sum();
    assert!(bytes <= 5 * 1024, "{bytes} bytes");
}

/// What a reader sees: the titles, newest first or best first, and what is said of them.
fn shown(browser: &Browser) -> String {
    let script = "const lists = [...document.querySelectorAll('.index')].filter(list => !list.hidden);
        const titles = lists.flatMap(list => [...list.children]).map(item => item.querySelector('a').textContent + ' | ');
        const said = document.getElementById('found').textContent;
        return titles.join('') + (said && `${titles.length}: ${said}`);";
    text(&browser.run(script, &json!([])))
}

const TYPE: &str = "const field = document.getElementById('q');
    field.value = arguments[0];
    field.dispatchEvent(new InputEvent('input'));";

const SHIFTS: &str = "return performance.getEntriesByType('layout-shift').filter(it => !it.hadRecentInput).length";

fn site(theme: &str) -> Built {
    let folder = tempfile::tempdir().unwrap();
    let stories = folder.path().join("content/stories");
    fs::create_dir_all(&stories).unwrap();
    let settings = "title = \"T\"\nbase_url = \"https://example.org/kind/\"\nlanguage = \"en\"\n";
    fs::write(folder.path().join("site.toml"), settings).unwrap();
    let write = |name: &str, head: &str, body: &str| {
        fs::write(stories.join(name), format!("---\n{head}\n---\n\n{body}\n")).unwrap();
    };
    write("a.md", "title: The lamp\ndate: 2020-05-05\nauthor: Maya", "Under it, a café.");
    write("b.md", "title: Tea\ndate: 2019-06-05\nauthor: Ida", "A blue umbrella and a lamp. <!-- hidden -->");
    write("c.md", "title: Straße\ndate: 2018-05-05\nauthor: Maya", "A green door.");
    write("d.md", "title: 傘\ndate: 2017-05-05\nauthor: Maya", "東京都で。");
    write("e.md", "title: With care\ndate: 2016-05-05\nauthor: Maya\ncontent_note: A death.", "The secret.");
    write("f.md", "title: Gone\ndate: 2015-05-05\nwithdrawn: 2020-01-01", "The secret.");
    write("g.md", "title: Not listed\ndate: 2015-05-05\nlisted: no", "The secret.");
    write("h.md", "title: Not done\ndate: 2015-05-05\ndraft: yes", "The secret.");
    let arguments = ["build", "-q", "--today", TODAY, "--theme", theme];
    let said = command(PROGRAM, folder.path()).args(arguments).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let output = folder.path().join("public");
    let words = fs::read_to_string(output.join("find/all.txt")).unwrap();
    assert!(!words.contains("secret") && !words.contains("hidden"), "{words}");
    Built::at(theme, output, "/kind/", folder)
}
