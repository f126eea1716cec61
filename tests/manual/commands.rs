//! Every command and option that `--help` knows, with its value and its choices, is in the chapter on commands.

use std::path::Path;

use super::common::{PROGRAM, command};
use super::pages::{Page, chapter};
use super::{compare, none, rust};

/// What the help of a command says.
struct Help {
    /// `build`, `import blogger`; empty for the program itself.
    command: String,
    /// `-o`, `--output DIR`; `TITLE`.
    things: Vec<Thing>,
    /// The commands below it.
    commands: Vec<String>,
}

/// An option or an argument.
struct Thing {
    names: Vec<String>,
    /// The words that its value may be.
    choices: Vec<String>,
}

/// The heading above what every command takes.
const ALL: &str = "With every command";

#[test]
fn every_command_and_option_is_in_the_manual_and_no_other() {
    let page = chapter("commands");
    let program = Help::of("");
    let (mut faults, mut known) = (Vec::new(), vec![(ALL.to_owned(), &program)]);
    let mut all = Vec::new();
    let mut open = program.commands.clone();
    open.reverse();
    while let Some(name) = open.pop() {
        let help = Help::of(&name);
        open.extend(help.commands.iter().rev().map(|below| format!("{name} {below}")));
        all.push(help);
    }
    known.extend(all.iter().map(|help| (format!("`goodturn {}`", help.command), help)));
    let headings: Vec<&str> = page.text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    for (heading, help) in &known {
        if headings.iter().all(|line| line.split(" {#").next() != Some(heading)) {
            faults.push(format!("{} wants a heading: ## {heading} {{#{}}}", page.path, help.command.replace(' ', "-")));
        }
        let is_global = |name: &String| program.things.iter().any(|thing| thing.names.contains(name));
        let own = |thing: &&Thing| help.command.is_empty() || !thing.names.iter().any(is_global);
        faults.extend(differences(&page, heading, &help.things.iter().filter(own).collect::<Vec<_>>()));
    }
    for heading in headings.iter().map(|line| line.split(" {#").next().unwrap_or_default()) {
        if known.iter().all(|(wanted, _)| wanted != heading) {
            faults.push(format!("{}: there is no command {heading}", page.path));
        }
    }
    none(&faults);
}

#[test]
fn names_that_help_keeps_to_itself_are_in_the_manual_too() {
    let page = chapter("commands");
    let mut faults = Vec::new();
    for (file, text) in rust("src/cli") {
        for (at, lead) in text.match_indices("alias = \"") {
            let name = text[at + lead.len()..].split('"').next().unwrap_or_default();
            if !page.text.contains(&format!("`--{name}`")) && !page.text.contains(&format!("`goodturn {name}`")) {
                faults.push(format!("{} wants a word about `--{name}`, another name in {file}", page.path));
            }
        }
    }
    none(&faults);
}

/// How the definitions below a heading differ from what there is.
fn differences(page: &Page, heading: &str, things: &[&Thing]) -> Vec<String> {
    let terms: Vec<_> = page.terms.iter().filter(|one| one.heading == heading).collect();
    let found: Vec<_> = terms.iter().map(|one| (one.names.join("`, `"), one.line)).collect();
    let wanted: Vec<_> = things.iter().map(|thing| thing.names.join("`, `")).collect();
    let mut faults = compare(page, &wanted, &found, &format!("option or argument, under “{heading}”,"));
    for thing in things {
        let Some(one) = terms.iter().find(|one| one.names == thing.names) else { continue };
        let unsaid = thing.choices.iter().filter(|choice| !one.said.contains(&format!("`{choice}`")));
        let place = format!("{}:{}: {}", page.path, one.line, thing.names.join(", "));
        faults.extend(unsaid.map(|choice| format!("{place} may be `{choice}`, too; say so")));
    }
    faults
}

impl Help {
    fn of(name: &str) -> Self {
        let mut asked = command(PROGRAM, Path::new("/"));
        let said = asked.args(name.split_whitespace()).arg("--help").output().unwrap();
        let text = String::from_utf8(said.stdout).unwrap();
        let mut help = Self { command: name.to_owned(), things: Vec::new(), commands: Vec::new() };
        let mut section = "";
        let mut whole = String::new();
        for line in text.lines() {
            let indent = line.len() - line.trim_start().len();
            match indent {
                0 => section = line,
                2..=6 if section == "Commands:" => {
                    help.commands.extend(line.split_whitespace().next().map(str::to_owned));
                }
                2..=6 if section == "Arguments:" || section == "Options:" => {
                    help.close(&mut whole);
                    help.things.push(Thing { names: names(line), choices: Vec::new() });
                    whole.push_str(line);
                }
                _ => whole = whole + " " + line.trim(),
            }
        }
        help.close(&mut whole);
        help
    }

    /// Takes the choices from what was said of the last thing.
    fn close(&mut self, whole: &mut String) {
        let choices = whole.split_once("[possible values: ").and_then(|(_, rest)| rest.split(']').next());
        if let (Some(last), Some(choices)) = (self.things.last_mut(), choices) {
            last.choices = choices.split(", ").map(|choice| choice.trim().to_owned()).collect();
        }
        whole.clear();
    }
}

/// `  -o, --output <DIR>   Where …` -> `-o`, `--output DIR`.
fn names(line: &str) -> Vec<String> {
    let names = line.trim().split("  ").next().unwrap_or_default().replace("...", "");
    names.split(", ").map(|name| name.replace(['<', '>', '[', ']'], "")).collect()
}
