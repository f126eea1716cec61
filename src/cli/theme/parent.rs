//! The themes inside the program, as somebody sees them who begins a theme on top of one.

use crate::ground::SourcePath;
use crate::theme::embedded::{self, Embedded};
use crate::theme::manifest;

/// A theme and those that it extends, the nearest first.
pub(super) fn chain(theme: &Embedded) -> Vec<Embedded> {
    let mut chain = vec![*theme];
    while let Some(parent) = chain.last().and_then(|theme| said(theme).extends) {
        match embedded::find(&parent.value) {
            Some(parent) if chain.iter().all(|known| known.name != parent.name) => chain.push(*parent),
            _ => break,
        }
    }
    chain
}

/// The colours in force, by name.
pub(super) fn colours(theme: &Embedded) -> Vec<(String, String)> {
    let all = chain(theme).iter().rev().map(|theme| said(theme).colours).fold(
        std::collections::BTreeMap::new(),
        |mut all, more| {
            all.extend(more);
            all
        },
    );
    all.into_iter().collect()
}

fn said(theme: &Embedded) -> manifest::Manifest {
    let file = theme.files.iter().find(|(path, _)| *path == "theme.toml");
    let text = file.map_or("", |(_, bytes)| std::str::from_utf8(bytes).unwrap_or_default());
    manifest::parse(&SourcePath::new("theme.toml"), text, true).0
}
