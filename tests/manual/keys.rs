//! Every key of site.toml, of front matter, of kept comments and of theme.toml is in its chapter, and no other.

use std::collections::BTreeSet;

use goodturn::settings::Settings;
use goodturn::story::markdown::components::COMPONENTS;
use goodturn::theme::filters;

use super::pages::{Term, chapter, source};
use super::{compare, none};

#[test]
fn every_setting_is_in_the_manual_and_no_other() {
    let page = chapter("settings");
    none(&compare(&page, &Settings::keys(), &page.names(), "setting"));
}

#[test]
fn the_manual_says_what_a_setting_is_if_it_is_left_out() {
    let page = chapter("settings");
    let mut section = String::new();
    let mut faults = Vec::new();
    for line in source("src/cli/init/site.toml").lines() {
        if let Some(name) = line.trim_start_matches("# ").strip_prefix('[') {
            section = format!("{}.", name.trim_matches(['[', ']']));
        }
        let Some((key, value)) = line.strip_prefix("# ").and_then(|line| line.split_once(" = ")) else { continue };
        let is_nothing = matches!(value, "\"\"" | "[]") || key.contains(' ') || section == "menu.";
        let Some(one) = page.terms.iter().find(|one| one.names == [format!("{section}{key}")]) else { continue };
        if !is_nothing && !one.said.replace('`', "").ends_with(&format!(":* {value}.")) {
            faults.push(format!(
                "{}:{}: `{key}` is {value} if it is left out: *If left out:* `{value}`.",
                page.path, one.line
            ));
        }
    }
    none(&faults);
}

#[test]
fn every_key_of_front_matter_is_in_the_manual_and_no_other() {
    let page = chapter("front-matter");
    let names = quoted_before(&source("src/story/front_matter/keys.rs"), ", Key::");
    assert!(names.len() > 60, "{names:?}");
    // The first name of each meaning is ours; the others, and those without a meaning, must at least be named.
    let mut meant = BTreeSet::from(["Ignored"]);
    let ours: Vec<String> = names.iter().filter(|(_, key)| meant.insert(key)).map(|(name, _)| name.clone()).collect();
    let all: Vec<String> = names.iter().map(|(name, _)| name.clone()).collect();
    let found = page.names();
    let mut faults: Vec<String> =
        compare(&page, &ours, &found, "key").into_iter().filter(|fault| !is_alias(fault, &all)).collect();
    for (name, key) in names.iter().filter(|(name, _)| !page.text.contains(&format!("`{name}`"))) {
        faults.push(format!("{} wants `{name}`, another name of {key}, under “From other programs”", page.path));
    }
    for inner in inner_keys() {
        if !page.text.contains(&format!("{inner}: ")) {
            faults.push(format!("{} wants an example with the inner key `{inner}:`", page.path));
        }
    }
    none(&faults);
}

/// Whether the fault is only that a name of several is explained for itself.
fn is_alias(fault: &str, all: &[String]) -> bool {
    fault.contains("there is no key") && all.iter().any(|name| fault.ends_with(&format!("`{name}`")))
}

/// The keys inside of values: `src` of `image`, `part` of `series`.
fn inner_keys() -> Vec<String> {
    let text = source("src/story/front_matter/choices.rs");
    let calls = text.match_indices("check_keys(").filter(|(at, _)| !text[..*at].ends_with("fn "));
    let lists = calls.filter_map(|(at, _)| text[at..].split_once("&[")?.1.split_once(']'));
    lists.flat_map(|(list, _)| strings(list)).collect()
}

#[test]
fn everything_that_a_story_can_call_by_name_is_in_the_manual_and_no_other() {
    let page = chapter("story");
    let wanted: Vec<String> = COMPONENTS.iter().map(|component| component.name.to_owned()).collect();
    let mut faults = compare(&page, &wanted, &page.names(), "thing to be called by name");
    for component in COMPONENTS {
        let Some(one) = page.terms.iter().find(|one| one.names == [component.name]) else { continue };
        let unsaid = component.arguments.iter().filter(|argument| !one.said.contains(&format!("`{}`", argument.name)));
        let place = format!("{}:{}: `{}`", page.path, one.line, component.name);
        faults.extend(unsaid.map(|argument| format!("{place} can be told its `{}`, too; say so", argument.name)));
    }
    none(&faults);
}

#[test]
fn every_key_of_kept_comments_is_in_the_manual_and_no_other() {
    let page = chapter("comments");
    let entry = source("src/story/comments/entry.rs");
    let (_, list) = entry.split_once("const KEYS").unwrap();
    let mut wanted = strings(list.split_once("];").unwrap().0);
    wanted.extend(strings_after(&source("src/story/comments/mod.rs"), "if name == "));
    wanted.sort();
    wanted.dedup();
    let in_file = |one: &&Term| one.heading == "Keeping old ones";
    let found = |terms: Vec<&Term>| -> Vec<(String, usize)> {
        terms.iter().flat_map(|one| one.names.iter().map(|name| (name.clone(), one.line))).collect()
    };
    let mut faults =
        compare(&page, &wanted, &found(page.terms.iter().filter(in_file).collect()), "key of a comments file");
    let above: Vec<String> = ["status", "count"].map(str::to_owned).into();
    faults.extend(compare(
        &page,
        &above,
        &found(page.terms.iter().filter(|one| !in_file(one)).collect()),
        "key of `comments`",
    ));
    none(&faults);
}

#[test]
fn every_key_of_theme_toml_is_in_the_manual_and_no_other() {
    let page = chapter("themes");
    let text = source("src/theme/manifest.rs");
    let mut wanted = Vec::new();
    for kind in ["text", "texts", "bool", "number", "numbers", "table", "tables", "anything"] {
        for (at, call) in text.match_indices(&format!(".{kind}(\"")) {
            let table = text[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            let key = text[at + call.len()..].split('"').next().unwrap_or_default();
            wanted.push(if table == "table" { key.to_owned() } else { format!("{table}.{key}") });
        }
    }
    wanted.sort();
    wanted.dedup();
    assert!(wanted.contains(&"shelves.newest".to_owned()), "{wanted:?}");
    none(&compare(&page, &wanted, &page.names(), "key of theme.toml"));
}

#[test]
fn every_filter_is_in_the_chapter_on_themes() {
    let text = chapter("themes").text;
    let listed =
        |name: &&str| ["| `NAME` |", "`NAME`, ", "`NAME`."].iter().any(|way| text.contains(&way.replace("NAME", name)));
    let missing = filters::OWN.iter().chain(filters::FILTERS).filter(|name| !listed(name));
    none(&missing.map(|name| format!("content/manual/themes.md wants the filter `{name}`")).collect::<Vec<_>>());
}

/// The texts that stand before `mark`, each with the word after it: `("title", Key::Title)`.
fn quoted_before(text: &str, mark: &str) -> Vec<(String, String)> {
    let pair = |at: usize| {
        let name = text[..at].strip_suffix('"')?.rsplit('"').next()?;
        let key: String = text[at + mark.len()..].chars().take_while(|c| c.is_alphanumeric()).collect();
        Some((name.to_owned(), key))
    };
    text.match_indices(mark).filter_map(|(at, _)| pair(at)).collect()
}

/// The texts that stand right after `mark`.
fn strings_after(text: &str, mark: &str) -> Vec<String> {
    let after = text.match_indices(mark).filter_map(|(at, _)| text[at + mark.len()..].strip_prefix('"'));
    after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn strings(list: &str) -> Vec<String> {
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}
