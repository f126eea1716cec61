//! Every sample comes out with the counts that another program found in it: our own always, other people's where they
//! lie beside the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use goodturn::import::place::old_url;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::blog::{Moved, moved};

/// Samples of our own.
pub const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/samples");
/// Other people's exports.
pub const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples/imports");

#[test]
fn our_own_samples_come_out_as_they_should() {
    let wrong = compare(Path::new(OWN));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_peoples_exports_come_out_as_they_should() {
    let folder = Path::new(SHARED);
    if !folder.is_dir() {
        println!("skipped: {SHARED} is not there");
        return;
    }
    let wrong = compare(folder);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn compare(folder: &Path) -> Vec<String> {
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for (name, sample) in expected.as_object().unwrap() {
        let mut told = Vec::new();
        one(&folder.join(name), sample, &mut told);
        wrong.extend(told.into_iter().map(|what| format!("{name}: {what}")));
    }
    wrong
}

/// All blogs of a folder of samples that can move in: name, program, file.
pub fn imported(folder: &Path) -> Vec<(String, &'static str, PathBuf)> {
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let samples = expected.as_object().unwrap().iter().filter(|(_, sample)| {
        let policy = sample["policy"].as_str().unwrap();
        sample["format"] != "disqus" && !matches!(policy, "must_fail" | "nothing_to_import")
    });
    samples.map(|(name, sample)| (name.clone(), program(sample), folder.join(name))).collect()
}

fn program(sample: &Value) -> &'static str {
    if sample["format"] == "wxr" { "wordpress" } else { "blogger" }
}

fn one(path: &PathBuf, sample: &Value, wrong: &mut Vec<String>) {
    if sample["format"] == "disqus" {
        return;
    }
    let program = program(sample);
    let policy = sample["policy"].as_str().unwrap();
    let must_fail = matches!(policy, "must_fail" | "nothing_to_import");
    let moved = match (moved(program, path, &[]), must_fail) {
        (Ok(moved), false) => moved,
        (Err(_), true) => return,
        (Ok(_), true) => return wrong.push("should be refused".to_owned()),
        (Err(why), false) => return wrong.push(why),
    };
    counts(&moved, sample, wrong);
    if policy != "must_not_crash" {
        items(&moved, sample, wrong);
    }
    let warnings = moved.build();
    for word in ["error", "broken"] {
        if warnings.contains(word) {
            wrong.push(warnings.clone());
        }
    }
    private(&moved, path, wrong);
}

/// The names of counts that are called something else in a receipt.
const NAMES: [(&str, &str); 2] = [("items_in_file", "entries_in_file"), ("distinct_labels", "distinct_tags")];
/// Counts that a receipt tells as reasons, not as numbers.
const REASONS: [(&str, &str); 2] = [
    ("comments_whose_post_is_missing", "its post is not in the export"),
    ("comments_on_trashed_posts", "its post was in the trash"),
];

fn counts(moved: &Moved, sample: &Value, wrong: &mut Vec<String>) {
    for (name, expected) in sample["expect"].as_object().unwrap() {
        let found = match name.as_str() {
            "comments_by_type_approved" | "posts_password" => continue,
            "authors" => moved.receipt["authors"].clone(),
            name => match REASONS.iter().find(|(known, _)| *known == name) {
                Some((_, why)) => reasons(moved, why).into(),
                None => {
                    moved.count(NAMES.iter().find(|(known, _)| *known == name).map_or(name, |(_, ours)| ours)).into()
                }
            },
        };
        if found != *expected {
            wrong.push(format!("{name}: {expected} expected, {found} found"));
        }
    }
    if moved.receipt["unexplained"] != 0 {
        wrong.push(format!("not accounted for: {}", moved.receipt["unexplained"]));
    }
}

fn reasons(moved: &Moved, why: &str) -> usize {
    moved.receipt["sections"]["comments"]["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|left| left["why"] == why)
        .count()
}

/// Each post and page: title, day, state, address, labels, comments.
fn items(moved: &Moved, sample: &Value, wrong: &mut Vec<String>) {
    let files = moved.files();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    moved.build();
    for item in sample["items"].as_array().into_iter().flatten() {
        let word = |name: &str| item[name].as_str().unwrap_or_default();
        let link = [word("link"), word("path")].concat();
        let id = if word("id").is_empty() { link.clone() } else { word("id").to_owned() };
        let times = seen.entry(id.clone()).or_insert(0);
        *times += 1;
        let key = if *times == 1 { id.clone() } else { format!("{id}#{times}") };
        let is_left =
            item["trashed"] == true || matches!(word("status"), "trash" | "auto-draft" | "inherit" | "SOFT_TRASHED");
        let Some(path) = files.get(&key) else {
            if !is_left {
                wrong.push(format!("{key} has no file"));
            }
            continue;
        };
        let story = moved.story(path);
        // What is there for its looks only is not part of a title.
        let looks = ["<em>", "</em>", "<b>", "</b>", "<sup>", "</sup>"];
        let title = looks.iter().fold(word("title").replace("&amp;", "&"), |title, tag| title.replace(tag, ""));
        if !title.is_empty() && *story.front.title != *title.split_whitespace().collect::<Vec<_>>().join(" ") {
            wrong.push(format!("{key}: the title is {}, not {title}", story.front.title));
        }
        let is_shown = matches!(word("status"), "publish" | "LIVE" | "") && item["password"] != true;
        if story.front.draft == is_shown {
            wrong.push(format!("{key}: draft is {}", story.front.draft));
        }
        date(item, &key, &story, wrong);
        for label in
            ["labels", "tags", "categories"].iter().flat_map(|name| item[name].as_array().into_iter().flatten())
        {
            // Letters and their marks come out as one.
            let label: String = label.as_str().unwrap().nfc().collect();
            let is_there = story.front.tags.iter().any(|tag| tag.to_lowercase() == label.to_lowercase());
            if !is_there && label != "Uncategorized" {
                wrong.push(format!("{key}: the label {label} is missing"));
            }
        }
        if is_shown
            && let Ok(old) = old_url(&link)
            && !moved.root().join("public").join(old.file()).exists()
        {
            let told = moved.receipt["addresses"].to_string();
            if !told.contains(&link) {
                wrong.push(format!("{key}: nothing stands at {old}, and nothing says why"));
            }
        }
        let shown = item["comments_shown"].as_u64().unwrap_or(0);
        if moved.comments(path).0 as u64 != shown {
            wrong.push(format!("{key}: {shown} comments expected, {} found", moved.comments(path).0));
        }
    }
}

fn date(item: &Value, key: &str, story: &goodturn::story::Story, wrong: &mut Vec<String>) {
    let found = story.front.date.map(|moment| moment.iso()).unwrap_or_default();
    let expected = match (item["date"].as_str(), item["published"].as_str()) {
        (Some(date), _) => match item["utc_offset_minutes"].as_i64() {
            _ if date.is_empty() => return,
            Some(0) => format!("{}Z", date.replace(' ', "T")),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                format!("{}{sign}{:02}:{:02}", date.replace(' ', "T"), offset.abs() / 60, offset.abs() % 60)
            }
            None => date.replace(' ', "T"),
        },
        (None, Some(published)) => {
            let end =
                published.len() - published[19..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()).len();
            format!("{}{}", &published[..19], &published[end..])
        }
        (None, None) => return,
    };
    if found != expected {
        wrong.push(format!("{key}: the date is {found}, not {expected}"));
    }
}

/// No e-mail address that the export knows of people reaches any file.
fn private(moved: &Moved, path: &PathBuf, wrong: &mut Vec<String>) {
    let export = fs::read(path).unwrap();
    let export = String::from_utf8_lossy(&export);
    let mut secrets: Vec<String> = Vec::new();
    for tag in ["author_email>", "email>", "comment_author_IP>", "ipAddress>"] {
        for after in export.split(tag).skip(1) {
            let value = after.split("</").next().unwrap_or("").replace("<![CDATA[", "").replace("]]>", "");
            let value = value.trim();
            if value.contains(['@', '.']) && value.len() < 80 && value != "noreply@blogger.com" {
                secrets.push(value.to_owned());
            }
        }
    }
    secrets.sort();
    secrets.dedup();
    for (file, bytes) in moved.everything() {
        let text = String::from_utf8_lossy(&bytes);
        for secret in secrets.iter().filter(|secret| text.contains(secret.as_str())) {
            wrong.push(format!("{secret} is in {file}"));
        }
    }
}
