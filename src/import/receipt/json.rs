//! The receipt for programs. Written piece by piece: of a million things, none stands in memory twice.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Pile, Receipt, Section};

/// Keys in the order of the alphabet, so that two receipts can be compared line by line.
#[derive(Serialize)]
struct Whole<'a> {
    addresses: &'a Pile,
    authors: &'a [String],
    blog: &'a str,
    changes: &'a Pile,
    counts: BTreeMap<&'a str, usize>,
    dry_run: bool,
    files: BTreeMap<&'a str, usize>,
    notes: &'a [String],
    program: &'a str,
    sections: BTreeMap<&'a str, BTreeMap<String, Entry<'a>>>,
    source: &'a str,
    unexplained: usize,
    untouched: &'a Pile,
    version: u32,
}

/// A number, or things by name.
#[derive(Serialize)]
#[serde(untagged)]
enum Entry<'a> {
    Count(usize),
    Things(&'a Pile),
}

pub(super) fn json(receipt: &Receipt) -> String {
    let files = receipt.files;
    let whole = Whole {
        addresses: &receipt.addresses,
        authors: &receipt.authors,
        blog: &receipt.blog,
        changes: &receipt.changes,
        counts: receipt.counts.iter().copied().collect(),
        dry_run: receipt.is_dry_run,
        files: [("written", files.written), ("same", files.same), ("updated", files.updated)].into(),
        notes: &receipt.notes,
        program: receipt.program,
        sections: receipt.sections.iter().map(|section| (section.what, entries(section))).collect(),
        source: &receipt.source,
        unexplained: receipt.unexplained(),
        untouched: &receipt.untouched,
        version: 1,
    };
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

fn entries(section: &Section) -> BTreeMap<String, Entry<'_>> {
    let of_these = section.of_these.iter().map(|(name, count)| {
        let name = if *name == "draft" { "drafts" } else { name };
        (name.replace(' ', "_"), Entry::Count(*count))
    });
    let all = [
        ("found", Entry::Count(section.found)),
        ("arrived", Entry::Count(section.arrived)),
        ("left_out", Entry::Things(&section.left)),
        ("unexplained", Entry::Count(section.unexplained())),
    ];
    of_these.chain(all.map(|(name, entry)| (name.to_owned(), entry))).collect()
}
