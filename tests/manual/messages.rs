//! Every code of a message that the source makes is on one of the manual's pages of messages, once, with its severity;
//! and no other.

use std::collections::{BTreeMap, BTreeSet};

use super::pages::manual;
use super::{none, rust};

/// How a code is made: in which file, and as what.
#[derive(Default)]
struct Made {
    file: String,
    severities: BTreeSet<&'static str>,
}

#[test]
fn every_message_is_in_the_manual_and_no_other() {
    let made = codes();
    assert!(made.len() > 200 && made.contains_key("front-matter-no-end"));
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut faults = Vec::new();
    for page in manual().iter().filter(|page| page.folder() == "content/manual/messages") {
        for one in &page.terms {
            let place = format!("{}:{}", page.path, one.line);
            for name in &one.names {
                match made.get(name) {
                    None => faults.push(format!("{place}: there is no message `{name}`")),
                    Some(made) => {
                        let fault = severity(made, &one.remark);
                        faults.extend(fault.map(|fault| format!("{place}: `{name}` {fault}")));
                    }
                }
                if let Some(other) = known.insert(name.clone(), place.clone()) {
                    faults.push(format!("{place}: `{name}` is explained in {other} already"));
                }
            }
        }
    }
    for (code, made) in made.iter().filter(|(code, _)| !known.contains_key(*code)) {
        let page = page_for(&made.file);
        let remark = written(&made.severities);
        faults.push(format!(
            "content/manual/messages/{page}.md wants `{code}`{remark}, which src/ground/messages/{} says, and below it `: ` and a sentence",
            made.file
        ));
    }
    none(&faults);
}

/// What is wrong with the remark behind a code.
fn severity(made: &Made, remark: &str) -> Option<String> {
    let should = written(&made.severities);
    let differs = !made.severities.is_empty() && should.trim() != remark;
    differs.then(|| format!("should have the remark “{}” behind it, not “{remark}”", should.trim()))
}

/// An error has no remark.
fn written(severities: &BTreeSet<&str>) -> String {
    let all: Vec<&str> = severities.iter().copied().collect();
    match all.as_slice() {
        [] | ["error"] => String::new(),
        more => format!(" ({})", more.join(" or ")),
    }
}

/// The page on which the messages of a file belong, as a rule.
fn page_for(file: &str) -> &'static str {
    match file.trim_end_matches(".rs") {
        "front_matter" | "dates" | "yaml" => "front-matter",
        "components" | "markdown" | "pictures" => "text",
        "comments" => "people",
        "settings" | "toml" | "theme" | "template" => "settings",
        "import" => "moving",
        "site" | "check" | "elsewhere" => "site",
        _ => "publishing",
    }
}

/// All codes in `src/ground/messages`.
fn codes() -> BTreeMap<String, Made> {
    let mut codes: BTreeMap<String, Made> = BTreeMap::new();
    for (file, text) in rust("src/ground/messages") {
        // Quotation marks inside of texts and as single characters open and close nothing.
        let text = text.replace(r"\\", "").replace("\\\"", "").replace("'\"'", "");
        let parts: Vec<&str> = text.split('"').collect();
        for (before, code) in
            parts.iter().step_by(2).zip(parts.iter().skip(1).step_by(2)).filter(|(_, text)| is_code(text))
        {
            let made = codes.entry((*code).to_owned()).or_default();
            made.file.clone_from(&file);
            made.severities.extend(how(before));
        }
        // A code with a name of its own is made where that name is used.
        for line in text.lines().filter(|line| line.contains("pub const ")) {
            let name = line.split("const ").nth(1).and_then(|rest| rest.split(':').next()).unwrap_or_default();
            let code = line.split('"').nth(1).unwrap_or_default();
            let uses = text.match_indices(name).map(|(at, _)| &text[..at]);
            if let Some(made) = codes.get_mut(code) {
                made.severities.extend(uses.filter_map(how));
            }
        }
    }
    codes
}

/// What is made by the words just before a code.
fn how(before: &str) -> Option<&'static str> {
    let before = before.trim_end().strip_suffix('(')?;
    ["error", "warning", "note"].into_iter().find(|kind| before.ends_with(kind))
}

fn is_code(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    parts.len() > 1 && parts.iter().all(is_word) && text.starts_with(|c: char| c.is_ascii_lowercase())
}
