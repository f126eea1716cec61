//! The receipt for people: the whole as Markdown, and a few lines for a terminal.

use std::fmt::Write as _;

use super::{Heap, Pile, Receipt};

/// A page of names is read; a book of them is searched, in the receipt for programs.
const MOST_NAMES: usize = 1000;
/// Names behind a reason in a terminal.
const SOME_NAMES: usize = 3;
/// Lines of one kind in a terminal.
const MOST_LINES: usize = 10;

pub(super) fn markdown(receipt: &Receipt) -> String {
    let mut out = String::from("# What came from the old blog\n\n");
    let _ = writeln!(out, "{}\n", heading(receipt));
    out.push_str("| | in the export | arrived | left out | unexplained |\n|---|--:|--:|--:|--:|\n");
    for section in &receipt.sections {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            section.what,
            section.found,
            arrived(section),
            section.left.len(),
            section.unexplained()
        );
    }
    out.push('\n');
    let _ = writeln!(out, "{}", verdict(receipt));
    for note in &receipt.notes {
        let _ = write!(out, "\n- {note}");
    }
    if !receipt.notes.is_empty() {
        out.push('\n');
    }
    for section in &receipt.sections {
        list(&mut out, &format!("Left out: {}", section.what), "", &section.left);
    }
    list(
        &mut out,
        "Addresses that could not stay",
        "At these old addresses nothing stands now; the page is there, at another address.",
        &receipt.addresses,
    );
    list(&mut out, "Not quite as it was", "What texts have lost, or keep in another form.", &receipt.changes);
    list(&mut out, "Files that were left as they are", "", &receipt.untouched);
    out
}

fn heading(receipt: &Receipt) -> String {
    let blog = if receipt.blog.is_empty() { "A blog" } else { receipt.blog.as_str() };
    format!("{blog}, from the {} export `{}`.", receipt.program, receipt.source)
}

fn verdict(receipt: &Receipt) -> String {
    match receipt.unexplained() {
        0 => "Everything is accounted for: what was in the export has arrived, or stands below with the reason."
            .to_owned(),
        1 => "**One thing is not accounted for.** Please report this, with the export if you can share it.".to_owned(),
        n => format!("**{n} things are not accounted for.** Please report this, with the export if you can share it."),
    }
}

fn arrived(section: &super::Section) -> String {
    let parts: Vec<String> = section
        .of_these
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    if parts.is_empty() { section.arrived.to_string() } else { format!("{} ({})", section.arrived, parts.join(", ")) }
}

/// A list by reason, so that a thousand spam comments do not hide three others.
fn list(out: &mut String, title: &str, intro: &str, all: &Pile) {
    if all.is_empty() {
        return;
    }
    let _ = write!(out, "\n## {title}\n");
    if !intro.is_empty() {
        let _ = write!(out, "\n{intro}\n");
    }
    for heap in all.heaps() {
        let _ = write!(out, "\n{} ({}):\n\n", heap.why, heap.count);
        for name in heap.names().take(MOST_NAMES) {
            let _ = writeln!(out, "- {name}");
        }
        if heap.count > MOST_NAMES {
            let _ = writeln!(out, "- and {} more, each by its name in `import-report.json`", heap.count - MOST_NAMES);
        }
    }
}

/// Why things were left out, with some of their names: whoever sees only the terminal knows where to look.
fn reasons(left: &Pile) -> Vec<String> {
    let line = |heap: &Heap| {
        let mut names: Vec<&str> = heap.names().take(SOME_NAMES).filter(|name| !name.is_empty()).collect();
        if heap.count > names.len() && !names.is_empty() {
            names.push("…");
        }
        let names = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
        format!("{:>10}: {}{names}", heap.count, heap.why)
    };
    let mut lines: Vec<String> = left.heaps().iter().take(MOST_LINES).map(line).collect();
    if left.heaps().len() > MOST_LINES {
        lines.push(format!("{:>10} and for {} more reasons", "", left.heaps().len() - MOST_LINES));
    }
    lines
}

pub(super) fn summary(receipt: &Receipt) -> String {
    let blog = if receipt.blog.is_empty() { "the old blog" } else { receipt.blog.as_str() };
    let verb = if receipt.is_dry_run { "would move in" } else { "moved in" };
    let mut lines = vec![format!("{blog} {verb} from {}:", receipt.source)];
    for section in receipt.sections.iter().filter(|section| section.found > 0) {
        if section.what == "entries" && section.unexplained() == 0 {
            continue;
        }
        let parts = section.of_these.iter().filter(|(_, count)| *count > 0);
        let mut parts: Vec<String> = parts.map(|(name, count)| format!("{count} {name}")).collect();
        if parts.is_empty() && !section.left.is_empty() && section.arrived > 0 {
            parts.push(format!("{} came", section.arrived));
        }
        if !section.left.is_empty() {
            parts.push(format!("{} left out", section.left.len()));
        }
        if section.unexplained() > 0 {
            parts.push(format!("{} NOT ACCOUNTED FOR", section.unexplained()));
        }
        let colon = if parts.is_empty() { "" } else { ": " };
        lines.push(format!("{:>6} {}{colon}{}", section.found, named(section.what, section.found), parts.join(", ")));
        lines.extend(reasons(&section.left));
    }
    lines.extend(receipt.notes.iter().map(|note| format!("note: {note}")));
    let files = receipt.files;
    if !receipt.is_dry_run && files.written + files.updated == 0 {
        lines.push("nothing is new, so no story and no comment was written".to_owned());
    } else if files.same > 0 && !receipt.is_dry_run {
        let new = format!("{} new and {} newer files were written", files.written, files.updated);
        lines.push(format!("{new}, {} were there already", files.same));
    }
    for heap in receipt.untouched.heaps() {
        lines.extend(heap.names().take(MOST_LINES).map(|name| format!("note: {name}: {}", heap.why)));
        if heap.count > MOST_LINES {
            lines.push(format!(
                "note: {} more files: {} (--format json names them)",
                heap.count - MOST_LINES,
                heap.why
            ));
        }
    }
    lines.join("\n")
}

/// One post, two posts.
fn named(what: &str, count: usize) -> &str {
    match what {
        "others" if count == 1 => "other thing",
        "others" => "other things",
        "entries" if count == 1 => "entry",
        _ if count == 1 => what.strip_suffix('s').unwrap_or(what),
        _ => what,
    }
}
