//! The closing line of a build: what came of it, what was left out and why, size and time.

use std::fmt::Write as _;
use std::time::Duration;

use super::clean;
use crate::ground::{Diagnostic, Severity};
use crate::pipeline::{Published, Remade, Report};
use crate::shell::terminal::Manner;
use crate::site::{LeftOut, Reason};

/// The last line of a build. `output` is the output folder as the person would name it.
pub fn closing_line(report: &Report, output: &str, took: Duration, manner: Manner) -> String {
    let line = match &report.published {
        Some(published) => built(published, &report.left_out, output, took),
        None => not_built(&report.diagnostics),
    };
    clean(&line, manner) + "\n"
}

fn built(published: &Published, left_out: &[LeftOut], output: &str, took: Duration) -> String {
    let stories = count(published.stories, "story", "stories");
    let pages = match published.pages {
        0 => String::new(),
        pages => format!(" and {}", count(pages, "page", "pages")),
    };
    let files = count(published.files, "file", "files");
    let changed = match (published.written, published.removed) {
        (0, 0) => "nothing changed".to_owned(),
        (written, 0) => format!("{written} written"),
        (written, removed) => format!("{written} written, {removed} removed"),
    };
    let left_out = self::left_out(left_out).map(|text| format!("; left out {text}")).unwrap_or_default();
    format!(
        "built {stories}{pages} in {output} ({files}, {}, {changed}, {}){left_out}",
        size(published.bytes),
        time(took)
    )
}

fn not_built(diagnostics: &[Diagnostic]) -> String {
    let of = |severity| diagnostics.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    if errors == 0 {
        let warnings = count(warnings, "warning", "warnings");
        return format!("nothing was published: {warnings}, and --strict lets none pass");
    }
    let mut files: Vec<_> =
        diagnostics.iter().filter(|one| one.is_error()).filter_map(|one| one.path.as_ref()).collect();
    files.sort();
    files.dedup();
    let files = match files.len() {
        0 => String::new(),
        files => format!(" in {}", count(files, "file", "files")),
    };
    let warnings = match warnings {
        0 => String::new(),
        warnings => format!(", {}", count(warnings, "warning", "warnings")),
    };
    format!("nothing was published: {}{files}{warnings}", count(errors, "error", "errors"))
}

/// What was left out and why, in the order of the reasons; none if nothing was.
pub fn left_out(stories: &[LeftOut]) -> Option<String> {
    let of = |wanted: fn(&Reason) -> bool| stories.iter().filter(|story| wanted(&story.reason)).count();
    let groups = [
        (of(|reason| matches!(reason, Reason::Draft)), "draft", "drafts"),
        (of(|reason| matches!(reason, Reason::Future(_))), "dated in the future", "dated in the future"),
        (of(|reason| matches!(reason, Reason::Expired(_))), "expired", "expired"),
        (of(|reason| matches!(reason, Reason::Withdrawn(_))), "withdrawn", "withdrawn"),
    ];
    let parts: Vec<_> = groups.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)).collect();
    let them = if stories.len() == 1 { "it" } else { "them" };
    (!parts.is_empty()).then(|| format!("{} (`goodturn list --left-out` names {them})", parts.join(", ")))
}

/// What was made anew and why, for whoever asked for more words.
pub fn remade(remade: &Remade) -> String {
    const SHOWN: usize = 20;
    let mut out = String::new();
    if let Some(why) = remade.whole {
        let _ = writeln!(out, "everything was made anew: {why}");
        return out;
    }
    let mut list = |words: &str, names: &[String]| {
        for name in names.iter().take(SHOWN) {
            let _ = writeln!(out, "{words} {name}");
        }
        if names.len() > SHOWN {
            let _ = writeln!(out, "{words} {} more", names.len() - SHOWN);
        }
    };
    let sources: Vec<String> = remade.sources.iter().map(ToString::to_string).collect();
    list("changed:   ", &sources);
    list("made anew: ", &remade.files);
    if remade.sources.is_empty() && remade.files.is_empty() {
        out.push_str("nothing had to be made anew\n");
    }
    out
}

/// How long each step took, one a line.
pub fn timings(steps: &[(&'static str, Duration)]) -> String {
    let mut out = String::new();
    for (name, took) in steps {
        let _ = writeln!(out, "{name:<10} {:>9.2} ms", took.as_secs_f64() * 1000.0);
    }
    out
}

/// A number with its noun.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Bytes as people say them.
#[expect(clippy::cast_precision_loss, reason = "one decimal is all that is shown")]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

/// How long something took, as people say it.
pub fn time(took: Duration) -> String {
    match took.as_secs_f64() {
        seconds if seconds < 0.1 => format!("{:.0} ms", seconds * 1000.0),
        seconds if seconds < 60.0 => format!("{seconds:.1} s"),
        seconds => format!("{:.0} min {:.0} s", (seconds / 60.0).floor(), seconds % 60.0),
    }
}
