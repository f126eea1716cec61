//! Nothing that a stranger writes runs in a reader's browser: hundreds of texts that try, in every place where one can
//! stand, shown by Chromium without our policy, so that it is the escaping and the sanitising that hold.

mod moved;
mod payloads;
mod rest;
mod sites;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::common::browser::Browser;
use crate::common::host::Host;

/// Pages that are open at the same time.
const AT_ONCE: usize = 12;

/// Stands in every page and every frame before anything of theirs does.
const BELL: &str = "\
    window.__hit = number => { (top.__hits ||= []).push(String(number)); };\
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => window.__hit(name);";

/// Opens pages in frames, lets go off whatever may, and gives what ran and what could have run: handlers, and elements and
/// addresses that no page of ours has.
const OPEN: &str = r"
const done = arguments[arguments.length - 1];
const FOREIGN = 'script:not([type=\'application/ld+json\']):not([src^=\'/find.\']), iframe, frame, object, embed, base, style, template, math, marquee,'
    + 'link[rel=stylesheet]:not([href^=\'/style.\']), body form:not(.find), body input:not(#q), body link, body meta, body style';
const look = (frame, path) => {
    const page = frame.contentDocument;
    if (!page) return [`${path}: led away`];
    const found = [...page.querySelectorAll(FOREIGN)].map(it => it.outerHTML.slice(0, 100));
    for (const it of page.querySelectorAll('*')) {
        for (const { name, value } of it.attributes) {
            const plain = value.replace(/[\x00-\x20]/g, '').toLowerCase();
            const leads = /href|src|action|data|formaction|poster/.test(name) && /^(javascript|vbscript|data):/.test(plain);
            if (name.startsWith('on') || name === 'srcdoc' || leads) found.push(`${it.localName} ${name}=${value}`.slice(0, 100));
        }
        for (const event of ['mouseover', 'focus', 'click']) {
            it.dispatchEvent(new Event(event, { bubbles: false, cancelable: true }));
        }
    }
    return found.map(it => `${path}: ${it}`);
};
const open = path => new Promise(next => {
    const frame = document.createElement('iframe');
    const end = found => { frame.remove(); next(found); };
    frame.onload = () => setTimeout(() => end(look(frame, path)), 20);
    setTimeout(() => end([`${path}: was never there`]), 60000);
    frame.src = path;
    document.body.append(frame);
});
Promise.all(arguments[0].map(open)).then(all => done({ found: all.flat(), ran: window.__hits || [] }));";

/// Takes our own policy away, and gives the addresses of all pages and feeds.
fn undressed(output: &Path) -> Vec<String> {
    let mut addresses = Vec::new();
    let mut folders = vec![output.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(output).unwrap().to_str().unwrap();
            if path.extension().is_some_and(|end| end == "html") {
                let text = fs::read_to_string(&path).unwrap();
                let is_policy = |line: &&str| line.contains("http-equiv=\"Content-Security-Policy\"");
                // Old addresses would lead on before anybody could look.
                let leads_on = |line: &&str| line.starts_with("<meta http-equiv=\"refresh\"");
                assert!(text.lines().any(|line| is_policy(&line)), "{inside} has no policy that could be taken away");
                let lines: Vec<&str> = text.lines().filter(|line| !is_policy(line) && !leads_on(line)).collect();
                fs::write(&path, lines.join("\n")).unwrap();
                addresses.push(inside.to_owned());
            } else if path.extension().is_some_and(|end| end == "xml" || end == "atom") {
                addresses.push(inside.to_owned());
            }
        }
    }
    addresses.sort();
    let encoded = |path: &String| path.bytes().map(encode).collect::<String>();
    addresses.iter().map(|path| format!("/{}", encoded(path))).collect()
}

fn encode(byte: u8) -> String {
    let stays = byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte);
    if stays { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

/// A window in which everything that runs is heard.
fn listening() -> Option<Browser> {
    let browser = Browser::open()?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": BELL }));
    Some(browser)
}

/// What ran or could have run on these pages, and what was asked for that nobody should ask for.
fn heard(browser: &Browser, output: &Path, addresses: &[String]) -> (Vec<String>, usize) {
    let stage = output.join("stage.html");
    fs::write(&stage, "<!doctype html><title>Stage</title><body></body>").unwrap();
    let host = Host::serve(output, "/");
    let mut heard = Vec::new();
    for some in addresses.chunks(AT_ONCE) {
        browser.go(&host.url("/stage.html"));
        let seen = browser.run_later(OPEN, &json!([some]));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        heard.extend(seen["found"].as_array().unwrap().iter().map(text));
        heard.extend(seen["ran"].as_array().unwrap().iter().map(|it| format!("{} ran on one of {some:?}", text(it))));
    }
    let asked = host.asked();
    heard.extend(asked.iter().filter(|path| path.starts_with("/canary")).map(|path| format!("asked for {path}")));
    (heard, asked.len())
}

fn nothing_runs(make: impl FnOnce(&Path, &[String]), outputs: &[&str], least: usize) {
    let is_small = least < 250;
    let Some(browser) = listening() else { return };
    let payloads = payloads::all();
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), &payloads);
    for output in outputs {
        let output = folder.path().join(output);
        let mut addresses = undressed(&output);
        assert!(addresses.len() >= least, "only {} pages", addresses.len());
        // Each payload has a page of its own; of the further lists and old addresses some are enough.
        let is_further =
            |path: &str| ["/tags/", "/authors/", "/series/", "/old/"].iter().any(|it| path.starts_with(it));
        let mut further = 0..;
        addresses.retain(|path| {
            is_small || !is_further(path) || further.next().is_some_and(|it: usize| it.is_multiple_of(16))
        });
        let (heard, _) = heard(&browser, &output, &addresses);
        assert!(heard.is_empty(), "{} things:\n{}", heard.len(), heard[..heard.len().min(40)].join("\n"));
    }
}

#[test]
fn there_are_hundreds_of_payloads_and_all_differ() {
    let mut all = payloads::all();
    let count = all.len();
    all.sort();
    all.dedup();
    assert!(count >= 400 && all.len() == count, "{count}, {} different", all.len());
}

/// Would it be heard if something ran? Each payload stands as it is on a page of its own.
#[test]
fn what_runs_is_heard() {
    let Some(browser) = listening() else { return };
    let folder = tempfile::tempdir().unwrap();
    let payloads = payloads::all();
    let mut addresses = Vec::new();
    for (number, payload) in payloads.iter().enumerate() {
        let file = format!("{number}.html");
        fs::write(folder.path().join(&file), format!("<!doctype html><body><p title=\"{payload}\">{payload}</p>"))
            .unwrap();
        addresses.push(format!("/{file}"));
    }
    let (heard, asked) = heard(&browser, folder.path(), &addresses);
    assert!(asked >= payloads.len());
    let numbers = |words: &str| heard.iter().filter(|one| one.contains(words)).count();
    assert!(numbers(" ran on") > 150, "{} ran", numbers(" ran on"));
    assert!(numbers("asked for /canary") > 20, "{} were asked for", numbers("asked for /canary"));
    let silent = (0..payloads.len()).filter(|number| {
        let (page, call) = (format!("/{number}.html: "), format!("{number} ran on"));
        !heard.iter().any(|one| one.starts_with(&page) || one.starts_with(&call))
    });
    let silent: Vec<&String> = silent.map(|number| &payloads[number]).collect();
    // What is spelled twice does nothing until somebody resolves it once too often.
    assert!(silent.len() * 3 < payloads.len(), "{} of {} were not heard: {silent:#?}", silent.len(), payloads.len());
}

#[test]
fn nothing_runs_of_what_a_story_says_and_of_what_is_said_under_it() {
    nothing_runs(sites::of_stories, &["public"], 500);
}

#[test]
fn nothing_runs_in_lists_and_feeds() {
    nothing_runs(sites::of_lists, &["public"], 200);
}

#[test]
fn nothing_runs_of_names_and_addresses() {
    nothing_runs(sites::of_names, &["public"], 300);
}

#[test]
fn nothing_runs_of_an_old_blog() {
    nothing_runs(sites::of_imports, &["blogger/public", "wordpress/public"], 250);
}
