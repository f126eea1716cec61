//! `goodturn init`: a small site to begin with. Adds what is missing, and never touches what is there.

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::{Exit, Refusal, place};
use crate::ground::messages::cli as messages;
use crate::ground::{Date, text};
use crate::settings;
use crate::shell::{clock, edit};

/// Begin a site: settings, a first story and a page about it
#[derive(Args)]
pub(super) struct Arguments {
    /// The folder to make it in [default: this one]
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    folder: PathBuf,
}

/// A file of the new site.
struct Part {
    path: &'static str,
    text: &'static str,
    what: &'static str,
    /// Left out where there is writing already.
    sample: bool,
}

/// What a site begins with, in the order in which a person would look at it.
const PARTS: [Part; 4] = [
    Part {
        path: settings::FILE,
        text: include_str!("site.toml"),
        what: "what the site is called, and all that can be set",
        sample: false,
    },
    Part {
        path: "content/stories/the-chair-by-the-window.md",
        text: include_str!("the-chair-by-the-window.md"),
        what: "a story to look at, and to write over",
        sample: true,
    },
    Part { path: "content/about.md", text: include_str!("about.md"), what: "a page about the site", sample: true },
    Part { path: ".gitignore", text: include_str!("gitignore"), what: "what git should leave alone", sample: false },
];

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let made = begin(&arguments.folder)?;
    console.answer(&answer(&arguments.folder, &made));
    Ok(Exit::Done)
}

/// Makes what is missing, and says which parts that was.
fn begin(folder: &Path) -> Result<Vec<&'static Part>, Refusal> {
    let file = folder.ancestors().find(|above| above.symlink_metadata().is_ok()).filter(|above| !above.is_dir());
    if let Some(file) = file {
        return Err(messages::init_over_a_file(&place::name_of(file)).into());
    }
    let has_writing = folder.join("content").exists();
    if !has_writing && !folder.join(settings::FILE).exists() {
        refuse_strangers(folder).map_err(|(folder, name)| messages::init_in_full_folder(&folder, &name))?;
    }
    let today = clock::today("UTC").map_err(|text| Refusal::wrong_usage(messages::bad_epoch(&text)))?;
    let title = title(folder);
    let mut made = Vec::new();
    for part in &PARTS {
        let file = folder.join(part.path);
        if file.symlink_metadata().is_ok() || (part.sample && has_writing) {
            continue;
        }
        let text = filled_in(part, title.as_deref(), today);
        edit::create(&file, text.as_bytes()).map_err(|why| messages::cannot_write(&place::name_of(&file), &why))?;
        made.push(part);
    }
    Ok(made)
}

/// What a site begins with if it has writing of its own: the settings, with some of them filled in (each a key and its
/// value in TOML), and what git should leave alone.
pub(super) fn bare(filled: &[(&str, String)]) -> Vec<(&'static str, String)> {
    let mut parts: Vec<(&'static str, String)> =
        PARTS.iter().filter(|part| !part.sample).map(|part| (part.path, part.text.to_owned())).collect();
    for (key, value) in filled {
        let is_line =
            |line: &str| line.trim_start_matches("# ").split_once(" = ").is_some_and(|(name, _)| name == *key);
        for (_, text) in parts.iter_mut().filter(|(path, _)| *path == settings::FILE) {
            let mut is_done = false;
            let lines = text.lines().map(|line| {
                let is_first = is_line(line) && !std::mem::replace(&mut is_done, true);
                if is_first { format!("{key} = {value}\n") } else { format!("{line}\n") }
            });
            *text = lines.collect();
        }
    }
    parts
}

/// A folder with files of another kind is probably not the one that was meant. Hidden files, such as git's, do not count.
/// Gives the folder's name and that of a file in it.
pub(super) fn refuse_strangers(folder: &Path) -> Result<(), (String, String)> {
    // A folder that is not there, or cannot be read, is found out when it is written to.
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    let mut strangers: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !is_about_the_folder(name))
        .collect();
    strangers.sort();
    match strangers.first() {
        Some(name) => Err((place::name_of(folder), name.clone())),
        None => Ok(()),
    }
}

fn is_about_the_folder(name: &str) -> bool {
    ["readme", "license", "licence", "copying"].iter().any(|known| name.to_lowercase().starts_with(known))
}

/// The folder's name in words: `small-kindnesses` becomes "Small kindnesses".
fn title(folder: &Path) -> Option<String> {
    let whole = std::path::absolute(folder).ok()?;
    let name = whole.file_name()?.to_string_lossy().replace(['-', '_', '.'], " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = name.chars();
    let first = letters.next().filter(|_| name.chars().any(char::is_alphabetic))?;
    let plain = !name.chars().any(|c| c.is_control() || matches!(c, '"' | '\\'));
    plain.then(|| first.to_uppercase().chain(letters).collect())
}

fn filled_in(part: &Part, title: Option<&str>, today: Date) -> String {
    let text = part.text.replace("{date}", &today.to_string());
    match title {
        Some(title) if part.path == settings::FILE => {
            text.replacen("title = \"Small Kindnesses\"", &format!("title = \"{title}\""), 1)
        }
        _ => text,
    }
}

fn answer(folder: &Path, made: &[&Part]) -> String {
    let name = place::name_of(folder);
    if made.is_empty() {
        return format!("{name} has all that a site begins with, so nothing was made");
    }
    let widest = made.iter().map(|part| part.path.len()).max().unwrap_or(0);
    let mut lines = vec![format!("made in {name}:")];
    lines.extend(made.iter().map(|part| format!("  {:widest$}  {}", part.path, part.what)));
    let step = place::prefix(folder);
    let go = if step.is_empty() {
        String::new()
    } else {
        format!("cd {} && ", text::shell_word(step.trim_end_matches('/')))
    };
    lines.push(format!("next: {go}goodturn build"));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::SourcePath;
    use crate::settings::Settings;

    #[test]
    fn a_folders_name_becomes_the_title() {
        let title = |name: &str| title(Path::new(name));
        assert_eq!(title("/x/small-kindnesses").as_deref(), Some("Small kindnesses"));
        assert_eq!(title("/x/é_b").as_deref(), Some("É b"));
        assert_eq!(title("/x/a\"b"), None, "it would end the text in site.toml");
        assert_eq!(title("/x/2011"), None);
        assert_eq!(title("/"), None);
    }

    #[test]
    fn a_command_can_be_copied_into_a_shell() {
        for (word, expected) in [
            ("my-stories", "my-stories"),
            ("../über/x.md", "../über/x.md"),
            ("my site", "'my site'"),
            ("Nobody's", r"'Nobody'\''s'"),
            ("a;rm", "'a;rm'"),
            ("-r", "'./-r'"),
        ] {
            assert_eq!(text::shell_word(word), expected);
        }
    }

    #[test]
    fn the_settings_that_are_written_are_right() {
        let text = filled_in(&PARTS[0], Some("My site"), Date::new(2026, 11, 22).unwrap());
        let (settings, said) = Settings::parse(&SourcePath::new(settings::FILE), &text);
        assert_eq!(settings.title, "My site");
        assert!(said.iter().all(|one| !one.is_error()), "{said:?}");
    }
}
