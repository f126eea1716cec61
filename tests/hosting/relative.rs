//! `[hosting] relative = true`: the site opens from a folder on a disk, and from any folder of any host.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use goodturn::ground::markup::{self, Use};
use serde_json::json;

use crate::common::browser::Browser;
use crate::common::host::{Host, unescape};
use crate::common::sites::Built;
use crate::common::tags::tags;
use crate::common::{TODAY, command, copy};

/// The sample site with relative links, for a base URL.
fn sample(base_url: &str) -> Built {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["content", "static"] {
        copy(&root.join(name), &folder.path().join(name));
    }
    let settings = fs::read_to_string(root.join("site.toml")).unwrap();
    let settings = settings.replace("[hosting]\n", "[hosting]\nrelative = true\n");
    assert!(settings.contains("relative = true"));
    fs::write(folder.path().join("site.toml"), settings).unwrap();
    let more = folder.path().join("content/stories/relative.md");
    fs::write(more, "---\ntitle: By hand\ndate: 2012-01-01\n---\n<p><a href=\"/about/\">Us</a></p>\n\n<img src=\"/pictures/cup.svg\" alt=\"A cup\" srcset=\"/pictures/cup.svg 2x\">\n").unwrap();
    fs::write(folder.path().join("static/own.css"), "p { background: url(/pictures/cup.svg) }\n").unwrap();
    fs::write(folder.path().join("static/own.webmanifest"), "{\"start_url\": \"/\"}\n").unwrap();
    let mut build = command("goodturn", folder.path());
    let said = build.args(["build", "-q", "--today", TODAY, "--base-url", base_url]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Built::at("relative sample", folder.path().join("public"), "/", folder)
}

/// Where a link of a file leads, as a path below the output; none if it leads out of it.
fn led(from: &str, link: &str) -> Option<String> {
    let path = unescape(link.split(['#', '?']).next().unwrap());
    if path.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[test]
fn every_link_of_every_page_leads_to_a_file_beside_it() {
    let mut pages = Vec::new();
    for base_url in ["https://example.org/", "https://example.org/our site/"] {
        let site = sample(base_url);
        let files: BTreeSet<String> = site.files().into_iter().collect();
        let texts: BTreeMap<&str, String> =
            files.iter().filter(|file| file.ends_with(".html")).map(|file| (file.as_str(), site.text(file))).collect();
        let mut wrong = Vec::new();
        for (from, text) in texts.iter().filter(|(file, _)| **file != "404.html") {
            for address in markup::addresses(text) {
                let mut links = vec![address.value.to_string()];
                match address.used {
                    Use::LoadsOne => links = markup::of_set(&address.value).into_iter().map(str::to_owned).collect(),
                    Use::Refresh => links = vec![address.value.split_once("url=").unwrap().1.to_owned()],
                    Use::Leads | Use::Loads | Use::Folder => {}
                }
                for link in links.iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
                    let file = led(from, link).filter(|file| files.contains(file) || address.used == Use::Folder);
                    let part = unescape(link.split_once('#').map_or("", |(_, part)| part));
                    let has = |file: &String| {
                        part.is_empty() || tags(&texts[file.as_str()]).iter().any(|tag| tag.get("id") == Some(&part))
                    };
                    if link.starts_with('/') || !file.as_ref().is_some_and(has) {
                        wrong.push(format!("{from}: {link}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{base_url}:\n{}", wrong.join("\n"));
        assert!(texts.len() > 30 && site.text("404.html").contains(" href=\"/"), "nothing was looked at");
        // What is copied as it is names the root of the host, and below a path that is not the site.
        if base_url == "https://example.org/" {
            assert_eq!(site.text("own.css"), "p { background: url(pictures/cup.svg) }\n");
            assert_eq!(site.text("own.webmanifest"), "{\"start_url\": \"index.html\"}\n");
        }
        let home = "https://example.org/";
        for file in ["atom.xml", "feed.json", "sitemap.xml"] {
            assert!(site.text(file).contains(home), "{file} names whole addresses");
        }
        assert!(texts["about/index.html"].contains(&format!("<link rel=\"canonical\" href=\"{home}")));
        pages.push(texts["archive/index.html"].replace("our%20site/", ""));
    }
    assert_eq!(pages[0], pages[1], "where the site will stand makes no difference but in whole addresses");
}

/// What a browser finds on a page: whether the style sheet is in force and the pictures are there, and where its links lead.
const SEEN: &str = r"
const pictures = [...document.images].filter(it => it.loading !== 'lazy');
return {
    margin: getComputedStyle(document.body).backgroundColor,
    lost: pictures.filter(it => it.complete && it.naturalWidth === 0).map(it => it.src),
    links: [...document.links].map(it => it.href),
};";

/// Goes from link to link as a reader does, and gives the pages that were seen.
fn walked(browser: &Browser, first: &str, is_there: impl Fn(&str) -> bool) -> usize {
    let below = first.strip_suffix("index.html").unwrap_or(first);
    let mut seen = BTreeSet::new();
    let mut next = vec![first.to_owned()];
    while let Some(address) = next.pop() {
        let page = address.split('#').next().unwrap().to_owned();
        if !seen.insert(page.clone()) {
            continue;
        }
        assert!(is_there(&page), "{page}");
        browser.go(&page);
        let found = browser.run(SEEN, &json!([]));
        let (margin, lost) = (found["margin"].as_str().unwrap(), found["lost"].as_array().unwrap());
        assert_ne!(margin, "rgba(0, 0, 0, 0)", "no style sheet on {page}");
        assert!(lost.is_empty(), "{page}: {lost:?}");
        let links = found["links"].as_array().unwrap().iter().filter_map(|link| link.as_str());
        let inside = links.filter(|link| link.starts_with(below) && link.split('#').next().unwrap().ends_with(".html"));
        next.extend(inside.map(str::to_owned));
    }
    seen.len()
}

#[test]
fn a_browser_reads_the_whole_site_from_a_folder_and_from_any_folder_of_a_host() {
    let Some(browser) = Browser::open() else { return };
    let site = sample("https://example.org/");
    let folder = site.output.canonicalize().unwrap();
    let is_there = |address: &str| Path::new(&unescape(address.strip_prefix("file://").unwrap())).is_file();
    let from_disk = walked(&browser, &format!("file://{}/index.html", folder.display()), is_there);
    let host = Host::serve(&site.output, "/quite/another/place/");
    let from_host = walked(&browser, &host.url("/quite/another/place/index.html"), |_| true);
    assert_eq!(from_disk, from_host);
    assert!(from_disk > 30, "{from_disk}");
    let asked: Vec<String> =
        host.asked().into_iter().filter(|path| !path.starts_with("/quite/another/place/")).collect();
    assert_eq!(asked, [""; 0], "everything is asked for where the site stands");
}
