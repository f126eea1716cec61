//! What the doctor found, for people and for programs. Knows how it is told; nothing of how it was found.

use std::path::PathBuf;

use serde::Serialize;

use crate::cli::settings_told::Told;

/// Everything there is to say. New keys may come, none goes.
#[derive(Debug, Default, Serialize)]
pub(super) struct Findings {
    pub(super) version: &'static str,
    /// `linux x86_64`
    pub(super) system: String,
    /// The site's folder, or why there is none.
    pub(super) site: String,
    pub(super) has_site: bool,
    pub(super) themes: Vec<String>,
    pub(super) settings: Vec<Told>,
    pub(super) memory: String,
    pub(super) output: String,
    /// Where a new site is made before it takes the old one's place.
    #[serde(skip)]
    pub(super) beside: Option<PathBuf>,
    /// What is looked for in everything that goes out.
    pub(super) names: String,
    pub(super) disk: String,
    pub(super) watching: String,
    pub(super) open_files: Option<u64>,
    pub(super) time: String,
    pub(super) unusual: Vec<String>,
    /// The ten things to mend first.
    pub(super) mend: Vec<Thing>,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// Something to mend.
#[derive(Debug, Serialize)]
pub(super) struct Thing {
    pub(super) severity: &'static str,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// `content/stories/a.md:3:7`
    pub(super) place: Option<String>,
    /// More of the same kind.
    pub(super) more: usize,
}

impl Findings {
    /// The same in words; settings that nobody set only where `all` is asked for.
    pub(super) fn words(&self, all: bool) -> String {
        let mut out = Vec::new();
        let mut row = |name: &str, value: &str| out.push(format!("{name:<12}{value}"));
        row("goodturn", &format!("{} on {}", self.version, self.system));
        row("site", &self.site);
        if self.has_site {
            row("theme", &self.themes.join(", then "));
            let shown = self.settings.iter().filter(|told| all || told.line.is_some());
            let rest = self.settings.iter().filter(|told| told.line.is_none()).count();
            for (told, name) in shown.zip(std::iter::once("settings").chain(std::iter::repeat(""))) {
                let from = told.line.map_or_else(|| "nobody set it".to_owned(), |line| format!("site.toml:{line}"));
                row(name, &format!("{} = {}  ({from})", told.key, told.value));
            }
            if !all && rest > 0 {
                row("", &format!("and {rest} that nobody set; `goodturn doctor -v` shows them"));
            }
            row("memory", &self.memory);
            row("output", &self.output);
            row("names", &self.names);
        }
        row("disk", &self.disk);
        row("watching", &self.watching);
        row(
            "open files",
            &self.open_files.map_or_else(|| "as many as it likes".to_owned(), |most| format!("{most} at once")),
        );
        row("time", &self.time);
        let unusual = if self.unusual.is_empty() { vec!["nothing".to_owned()] } else { self.unusual.clone() };
        for (one, name) in unusual.iter().zip(std::iter::once("unusual").chain(std::iter::repeat(""))) {
            row(name, one);
        }
        if self.has_site {
            out.push(String::new());
            out.extend(self.things());
        }
        out.join("\n")
    }

    fn things(&self) -> Vec<String> {
        if self.mend.is_empty() {
            return vec!["nothing is to be mended".to_owned()];
        }
        let mut out = vec!["to be mended first:".to_owned()];
        for (thing, number) in self.mend.iter().zip(1..) {
            out.push(format!("{number:>3}. {}: {}", thing.severity, thing.message));
            let more = if thing.more > 0 { format!(", and {} more like it", thing.more) } else { String::new() };
            let place = thing.place.as_deref().unwrap_or("the site as a whole");
            out.push(format!("     {place}{more}"));
            out.extend(thing.help.iter().map(|help| format!("     help: {help}")));
        }
        out
    }
}
