//! `goodturn new`: an empty story with its front matter, ready to be written. Never writes over anything.

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::day;
use super::place::At;
use super::{Exit, Refusal, place};
use crate::ground::messages::cli as messages;
use crate::ground::{Date, Slug};
use crate::shell::edit;

/// Begin a story
#[derive(Args)]
pub(super) struct Arguments {
    /// The story's title; quotation marks are not needed
    #[arg(required = true, value_name = "TITLE")]
    title: Vec<String>,
    #[command(flatten)]
    at: At,
}

/// Where stories are.
const STORIES: &str = "content/stories";

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let root = arguments.at.site()?;
    let file = begin(&root, arguments.title.join(" ").trim())?;
    console.answer(&place::name_of(&file));
    Ok(Exit::Done)
}

fn begin(root: &Path, title: &str) -> Result<PathBuf, Refusal> {
    let today = day::today(root)?;
    // A title of emoji only has no letters to make a name of, so the day must do.
    let name = Slug::from_text(title).map_or_else(|| today.to_string(), |slug| slug.to_string());
    let stories = root.join(STORIES);
    let same = |other: &str| stories.join(format!("{name}{other}"));
    if let Some(taken) = ["", ".md", ".markdown", ".txt"].map(same).iter().find(|path| path.symlink_metadata().is_ok())
    {
        return Err(messages::story_exists(&place::name_of(taken)).into());
    }
    let file = same(".md");
    edit::create(&file, story(title, today).as_bytes())
        .map_err(|why| messages::cannot_write(&place::name_of(&file), &why))?;
    Ok(file)
}

fn story(title: &str, today: Date) -> String {
    // JSON's text is YAML's double-quoted text too.
    let title = serde_json::to_string(title).unwrap_or_default();
    format!(
        "\
---
title: {title}
date: {today}
draft: true                 # take this line away when the story may be read
# author: Maya              # who tells it
# tags: [neighbours, work]  # what it is about
# description: \"One or two sentences for lists and search engines.\"
# happened: 2009            # when it happened, if that was long before it was told
# names: changed            # real, first-only or changed
# content_note: \"Mentions a death.\"   # what a reader should know before reading
---

"
    )
}

#[cfg(test)]
mod tests {
    use super::story;
    use crate::ground::Date;

    #[test]
    fn a_title_cannot_break_the_front_matter() {
        let text = story("Say \"hello\": it's\n---\n# a \\ b", Date::new(2026, 11, 22).unwrap());
        assert_eq!(text.lines().nth(1), Some(r##"title: "Say \"hello\": it's\n---\n# a \\ b""##));
        assert_eq!(text.lines().filter(|line| *line == "---").count(), 2);
    }
}
