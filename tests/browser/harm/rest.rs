//! What is left after stories, lists, names and imports: what the site says of itself on every kind of page, the arguments of
//! components, names of pictures, notes of stories that were taken back, keepsakes, and what is typed when somebody looks for
//! a story. All texts at once in each place: one that got out would be heard.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use serde_json::json;

use super::sites::{PICTURE, build, escaped, quoted, write};
use super::{heard, listening, payloads, undressed};
use crate::common::host::Host;
use crate::common::{TODAY, command};

/// Types each text where a reader looks for stories, and gives what that made which no page of ours has.
const LOOK_FOR: &str = r"
const [texts] = arguments, done = arguments[arguments.length - 1];
const field = document.querySelector('#q'), before = document.querySelectorAll('script').length;
(async () => {
    for (const text of texts) {
        field.value = text;
        field.dispatchEvent(new Event('input'));
        await new Promise(next => setTimeout(next));
    }
    field.value = 'harm';
    field.dispatchEvent(new Event('input'));
    await new Promise(next => setTimeout(next, 600));
    const found = document.querySelector('#found').textContent;
    const foreign = [...document.querySelectorAll('main *')].filter(it => /^(img|svg|iframe|script|style|object|embed|video|audio|math|base|x)$/.test(it.localName)
        || [...it.attributes].some(({ name }) => name.startsWith('on') || name === 'srcdoc'));
    done({ found, foreign: foreign.map(it => it.outerHTML.slice(0, 100)), ran: window.__hits || [],
           more: document.querySelectorAll('script').length - before });
})();";

fn site(root: &Path, payloads: &[String]) {
    let all = payloads.join(" ");
    let whole = quoted(&all);
    // A string of JSON is one of TOML, too.
    let mut settings = format!(
        "title = {whole}\ntagline = {whole}\ndescription = {whole}\nauthor = {whole}\nbase_url = \"https://example.org/\"\n"
    );
    let _ = writeln!(
        settings,
        "menu = [{{ name = {whole}, url = \"/\" }}]\n[markdown]\nraw_html = false\n[extra]\nwords = {whole}"
    );
    write(root, "site.toml", &settings);
    write(root, "content/stories/one.svg", PICTURE);
    for (number, some) in payloads.chunks(60).enumerate() {
        let mut text = format!(
            "---\ntitle: {}\ndate: 2026-01-{:02}\nauthor: {}\ntags: [harm]\npermission: own-story\nimage: {{src: one.svg, alt: {}}}\n---\n",
            quoted(&format!("Harm {}", some.join(" "))),
            1 + number,
            quoted(&some.join(" ")),
            quoted(&some.join(" ")),
        );
        for one in some {
            let quote = if one.contains('"') { '\'' } else { '"' };
            let words = escaped(one);
            if !one.contains(quote) && !one.contains("%}") && !one.contains("{{") {
                let _ = writeln!(
                    text,
                    "{{% <letter to={quote}{one}{quote} from={quote}{one}{quote} on={quote}{one}{quote}> %}}\n\n{words}\n\n{{% </letter> %}}\n\n\
                     {{% <aside title={quote}{one}{quote}> %}}\n\n{words}\n\n{{% </aside> %}}\n\n\
                     {{% <figure caption={quote}{one}{quote}> %}}\n\n![{words}](one.svg \"{words}\")\n\n{{% </figure> %}}\n\n\
                     {{% <video title={quote}{one}{quote} href=\"https://films.example/\" length={quote}{one}{quote}> %}}\n\n![{words}](one.svg)\n\n{{% </video> %}}\n"
                );
            }
            let _ = writeln!(text, "```\n{one}\n```\n");
        }
        write(root, &format!("content/stories/harm-{number}.md"), &text);
        let mut comments = String::from("version: 1\ncomments:\n");
        for (at, one) in some.iter().enumerate() {
            let format = ["html", "markdown", "text"][at % 3];
            let _ = writeln!(
                comments,
                "  - id: wp-{at}\n    author: {}\n    state: approved\n    format: {format}\n    body: {}",
                quoted(one),
                quoted(one)
            );
        }
        write(root, &format!("content/stories/harm-{number}.comments.yaml"), &comments);
    }
    gone_and_named(root, payloads);
    build(root);
}

/// A story that was taken back, and pictures with such names.
fn gone_and_named(root: &Path, payloads: &[String]) {
    let (all, whole) = (payloads.join(" "), quoted(&payloads.join(" ")));
    let gone = format!(
        "---\ntitle: {whole}\ndate: 2026-02-01\naliases: [/old/gone.html]\nwithdrawn: 2026-03-01\n---\n{all}\n"
    );
    write(root, "content/stories/gone.md", &gone);
    let can_be_named = |it: &&String| !it.contains(['/', '%', '#', '?', '\\', '&', ':']) && it.len() < 100;
    for (number, one) in payloads.iter().filter(can_be_named).enumerate() {
        write(root, &format!("content/stories/{one}.svg"), PICTURE);
        let text = format!(
            "---\ntitle: Named {number}\ndate: 2026-03-01\nimage: {{src: {}, alt: x}}\n---\nA day.\n",
            quoted(&format!("{one}.svg"))
        );
        write(root, &format!("content/stories/named-{number}.md"), &text);
    }
}

#[test]
fn nothing_runs_of_what_a_site_says_of_itself_nor_of_what_is_looked_for() {
    let Some(browser) = listening() else { return };
    let payloads = payloads::all();
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), &payloads);
    let output = folder.path().join("public");
    let addresses = undressed(&output);
    for kind in [
        "/404.html",
        "/almanac/",
        "/archive/",
        "/find/",
        "/old/gone.html",
        "/stories/gone/",
        "/tags/",
        "/authors/",
        "/atom.xml",
    ] {
        assert!(addresses.iter().any(|address| address.starts_with(kind)), "no {kind} in {addresses:?}");
    }
    let (mut heard, _) = heard(&browser, &output, &addresses);
    let host = Host::serve(&output, "/");
    browser.go(&host.url(&format!("/find/?q={}", "%22%3E%3Cimg%20src=x%20onerror=__hit(1)%3E")));
    let seen = browser.run_later(LOOK_FOR, &json!([payloads.iter().step_by(12).collect::<Vec<_>>()]));
    assert!(seen["found"].as_str().unwrap().contains("stories"), "{seen}");
    if seen["foreign"] != json!([]) || seen["ran"] != json!([]) || seen["more"] != json!(0) {
        heard.push(seen.to_string());
    }
    assert!(heard.is_empty(), "{} things:\n{}", heard.len(), heard[..heard.len().min(40)].join("\n"));
}

#[test]
fn nothing_runs_in_a_keepsake() {
    let Some(browser) = listening() else { return };
    let folder = tempfile::tempdir().unwrap();
    site(folder.path(), &payloads::all());
    let said =
        command("goodturn", folder.path()).args(["keepsake", "--today", TODAY, "-o", "harm.epub"]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr).chars().take(4000).collect::<String>());
    let shown = folder.path().join("shown");
    fs::create_dir_all(&shown).unwrap();
    fs::copy(folder.path().join("harm.html"), shown.join("harm.html")).unwrap();
    let mut addresses = vec!["/harm.html".to_owned()];
    let mut book = zip::ZipArchive::new(fs::File::open(folder.path().join("harm.epub")).unwrap()).unwrap();
    for at in 0..book.len() {
        let mut file = book.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let path = shown.join(&name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // As markup that must be well formed, and as a careless reader of books might take it.
        if let Some(stem) = name.strip_suffix(".xhtml") {
            fs::write(shown.join(format!("{stem}.html")), &bytes).unwrap();
            addresses.extend([format!("/{name}"), format!("/{stem}.html")]);
        }
        fs::write(path, bytes).unwrap();
    }
    assert!(addresses.len() > 15, "{addresses:?}");
    let (mut heard, _) = heard(&browser, &shown, &addresses);
    // It has a style sheet of its own, and on the page to print its pictures are in it.
    let is_own = |one: &String| {
        let styles = ["<style>\nbody { font-family", "href=\"style.css\""];
        one.contains(": img src=data:image/") || styles.iter().any(|style| one.contains(style))
    };
    assert!(heard.iter().any(is_own), "what is there would be heard");
    heard.retain(|one| !is_own(one));
    assert!(heard.is_empty(), "{} things:\n{}", heard.len(), heard[..heard.len().min(40)].join("\n"));
}
