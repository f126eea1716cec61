//! The receipt for programs.

use serde_json::{Map, Value, json};

use super::{Left, Receipt};

pub(super) fn json(receipt: &Receipt) -> String {
    let mut sections = Map::new();
    for section in &receipt.sections {
        let mut entry = Map::new();
        entry.insert("found".to_owned(), section.found.into());
        entry.insert("arrived".to_owned(), section.arrived.into());
        for (name, count) in &section.of_these {
            let name = if *name == "draft" { "drafts" } else { name };
            entry.insert(name.replace(' ', "_"), (*count).into());
        }
        entry.insert("left_out".to_owned(), lines(&section.left));
        entry.insert("unexplained".to_owned(), section.unexplained().into());
        sections.insert(section.what.to_owned(), entry.into());
    }
    let counts: Map<String, Value> =
        receipt.counts.iter().map(|(name, count)| ((*name).to_owned(), (*count).into())).collect();
    let whole = json!({
        "version": 1,
        "program": receipt.program,
        "source": receipt.source,
        "blog": receipt.blog,
        "dry_run": receipt.is_dry_run,
        "sections": sections,
        "counts": counts,
        "authors": receipt.authors,
        "changes": lines(&receipt.changes),
        "addresses": lines(&receipt.addresses),
        "notes": receipt.notes,
        "untouched": lines(&receipt.untouched),
        "files": {
            "written": receipt.files.written,
            "same": receipt.files.same,
            "updated": receipt.files.updated,
        },
        "unexplained": receipt.unexplained(),
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

fn lines(all: &[Left]) -> Value {
    all.iter().map(|left| json!({ "name": left.name, "why": left.why })).collect()
}
