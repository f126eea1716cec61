//! What Lighthouse gives our pages, as a slow telephone on a slow line would see them. THEMES.md says how many points each
//! must have, and how little a story of text may send. Times are not asked about: they would be this machine's.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use super::common::host::Host;
use super::common::sites::{Built, odd, sample};
use super::common::tools;

/// Its categories, and the points out of a hundred that a page must have.
const POINTS: [(&str, f64); 4] =
    [("performance", 98.0), ("accessibility", 100.0), ("best-practices", 100.0), ("seo", 100.0)];

/// The front page; a story of text; one with pictures.
const PAGES: [&str; 3] = ["/", TEXT, "/stories/the-lamp-at-number-nine/"];
const TEXT: &str = "/stories/what-the-teacher-said/";

/// The same of the odd site: the longest words, two hundred comments, letters from the right, every component.
const ODD: [&str; 5] = [
    "/kindness/",
    "/kindness/stories/long/",
    "/kindness/stories/many/",
    "/kindness/stories/ar/",
    "/kindness/stories/named/",
];

/// A machine that many tests share can be slow enough to cost points for speed; none is so slow three times.
const TRIES: usize = 3;

#[test]
fn lighthouse_gives_pages_in_hearth_their_points() {
    judged(&sample("hearth"), &PAGES);
    judged(&odd("hearth"), &ODD);
}

#[test]
fn lighthouse_gives_pages_in_postcard_their_points() {
    judged(&sample("postcard"), &PAGES);
    judged(&odd("postcard"), &ODD);
}

fn judged(site: &Built, pages: &[&str]) {
    let host = Host::serve(&site.output, &site.under);
    for page in pages {
        let mut faults = Vec::new();
        for _ in 0..TRIES {
            let Some(report) = report(&host.url(page)) else { return };
            faults = wanting(&report, *page == TEXT);
            if faults.iter().all(|fault| !fault.starts_with("performance")) {
                break;
            }
        }
        assert!(faults.is_empty(), "{}: {page}: {}", site.name, faults.join("; "));
    }
}

/// Lighthouse's report on a page; none where it, node or the browser is not here.
fn report(url: &str) -> Option<Value> {
    let (node, chromium) = (tools::program("node"), tools::program("chromium"));
    let (Some(node), Some(chromium), Some(lighthouse)) = (node, chromium, tools::package("lighthouse/cli/index.js"))
    else {
        tools::left_out("what Lighthouse finds", "node, chromium or the npm package lighthouse");
        return None;
    };
    // A browser that was killed, or found its port taken, says nothing about our pages: it is asked once more.
    let mut said = String::new();
    for _ in 0..3 {
        let output = ask(&node, &chromium, &lighthouse, url);
        if let Ok(report) = serde_json::from_slice(&output.stdout) {
            return Some(report);
        }
        said = String::from_utf8_lossy(&output.stderr).into_owned();
    }
    panic!("{url}: {said}")
}

/// Runs Lighthouse over a page once, with a browser of its own.
fn ask(node: &Path, chromium: &Path, lighthouse: &Path, url: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(node);
    command.arg(lighthouse).arg(url).args(["--quiet", "--no-enable-error-reporting", "--output=json"]);
    command.arg(format!(
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --user-data-dir={}",
        home.path().display()
    ));
    // Our pages name the address where they will stand; here they are served from another.
    command.arg("--skip-audits=canonical");
    command.env("CHROME_PATH", chromium).env("HOME", home.path()).stdin(Stdio::null());
    command.output().unwrap()
}

/// What a page is short of, each with what Lighthouse would have mended.
fn wanting(report: &Value, is_text: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for (category, wanted) in POINTS {
        let is = report["categories"][category]["score"].as_f64().unwrap_or_default() * 100.0;
        if is < wanted - 0.01 {
            faults.push(format!("{category}: {is:.0} of {wanted}: {}", failing(report, category).join(", ")));
        }
    }
    let shift = report["audits"]["cumulative-layout-shift"]["numericValue"].as_f64();
    if shift != Some(0.0) {
        faults.push(format!("shifts by {shift:?}"));
    }
    let sent = report["audits"]["network-requests"]["details"]["items"].as_array().cloned().unwrap_or_default();
    let bytes = |kind: Option<&str>| -> u64 {
        let of_kind = sent.iter().filter(|one| kind.is_none_or(|kind| one["resourceType"] == kind));
        of_kind.filter_map(|one| one["transferSize"].as_u64()).sum()
    };
    if bytes(Some("Script")) > 5 * 1024 || bytes(Some("Font")) > 0 {
        faults.push("sends letters, or more than 5 KB of script".into());
    }
    if is_text && (sent.len() > 3 || sent.is_empty() || bytes(None) > 30_000) {
        faults.push(format!("a story of text is {} bytes in {} requests", bytes(None), sent.len()));
    }
    faults
}

fn failing(report: &Value, category: &str) -> Vec<String> {
    let refs = report["categories"][category]["auditRefs"].as_array().cloned().unwrap_or_default();
    let names = refs.iter().filter_map(|one| one["id"].as_str());
    names
        .filter(|name| report["audits"][name]["score"].as_f64().is_some_and(|score| score < 0.9))
        .map(str::to_owned)
        .collect()
}
