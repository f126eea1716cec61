//! All bodies of the shared exports, in place: what is shown is what was said, and nothing runs.

use std::fs;
use std::path::{Path, PathBuf};

use goodturn::import::body::Origin;

use crate::{body, rendered};

/// The shared samples, or none where they are not.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/imports");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there are no samples at {}", folder.display());
    None
}

#[test]
fn every_shared_body_comes_through() {
    let Some(folder) = samples() else { return };
    let (mut bodies, mut kept) = (0, Vec::new());
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            for (html, origin) in bodies_of(&text) {
                let body = body(&html, origin);
                bodies += 1;
                let shown = rendered(&body.markdown);
                assert!(!shown.contains("<script") && !shown.contains(" onclick="), "{}", path.display());
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                kept.extend(body.kept_as_html.into_iter().map(|loss| format!("{name}: {}", loss.what)));
            }
        }
    }
    assert!(bodies > 200, "{bodies} bodies");
    kept.sort();
    println!("{bodies} bodies, kept as HTML: {kept:#?}");
    assert!(kept.iter().all(|what| !what.contains("a paragraph") && !what.contains("a list")), "{kept:#?}");
}

/// The bodies of an export, taken out as simply as can be: this test is not about exports.
fn bodies_of(xml: &str) -> Vec<(String, Origin)> {
    let mut found = Vec::new();
    let mut between = |start: &str, end: &str, origin: fn(&str) -> Origin| {
        for piece in xml.split(start).skip(1) {
            let piece = piece.split_once(end).map_or("", |(piece, _)| piece);
            let html = match piece.split_once("<![CDATA[") {
                Some((_, rest)) => rest.split("]]>").next().unwrap_or("").to_owned(),
                None => piece
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&"),
            };
            if !html.trim().is_empty() && html.len() < 1 << 20 {
                let origin = origin(&html);
                found.push((html, origin));
            }
        }
    };
    let wordpress =
        |html: &str| if html.contains("<!-- wp:") { Origin::WordPressBlocks } else { Origin::WordPressClassic };
    between("<content:encoded>", "</content:encoded>", wordpress);
    between("<wp:comment_content>", "</wp:comment_content>", |_| Origin::Comment);
    between("<content type='html'>", "</content>", |_| Origin::Blogger);
    between("<content type=\"html\">", "</content>", |_| Origin::Blogger);
    found
}
