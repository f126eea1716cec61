//! A clean build beside the one that stands, kept in memory only, to prove that what was remembered made no difference.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::memory::Memory;
use super::talk::Run;
use super::world::{Press, Printed, World};
use super::{Progress, Request, Start, prepared, render};
use crate::ground::messages::machine as say;
use crate::ground::{Diagnostic, Fingerprint, SourcePath};
use crate::memo::{Entry, Listing};

/// Builds the site once more as if nothing were known, and compares each file with the one that stands in the output.
/// Any difference is our own fault, and an error that names the files.
pub fn verify(request: &Request, world: &dyn World, progress: &dyn Progress) -> Vec<Diagnostic> {
    let request = Request { memo: false, ..request.clone() };
    let mut run = Run::new(world, progress);
    let mut memory = Memory::default();
    let Some(ready) =
        Start::make(&request, &mut run).and_then(|start| prepared(&request, start, &mut memory, &mut run))
    else {
        return run.finish().diagnostics;
    };
    let ledger = Ledger { world, files: Mutex::default() };
    let done = render::pages(&ready, &memory, (world, &ledger), progress);
    if !done.said.is_empty() {
        return done.said;
    }
    let output = super::warm::output(&request, &ready.settings);
    let clean = ledger.files.into_inner().unwrap_or_else(PoisonError::into_inner);
    match world.standing(&output) {
        Ok(standing) => differences(clean, standing).into_iter().collect(),
        Err(fault) => vec![fault],
    }
}

fn differences(mut clean: BTreeMap<String, Entry>, standing: Listing) -> Option<Diagnostic> {
    let mut wrong: Vec<String> = Vec::new();
    for (file, found) in standing {
        let wanted = clean.remove(&*file);
        if found != wanted || found.is_none() {
            wrong.push(file.into());
        }
    }
    wrong.extend(clean.into_keys());
    wrong.sort_unstable();
    (!wrong.is_empty()).then(|| say::not_as_clean(&wrong))
}

/// Notes what each file would hold.
struct Ledger<'a> {
    world: &'a dyn World,
    files: Mutex<BTreeMap<String, Entry>>,
}

impl Ledger<'_> {
    fn note(&self, file: &str, entry: Entry) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(file.to_owned(), entry);
    }
}

impl Press for Ledger<'_> {
    fn put(&self, file: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.note(file, Entry::of(bytes));
        Ok(())
    }

    fn copy(&self, file: &str, source: &SourcePath, digest: Fingerprint) -> Result<(), Diagnostic> {
        let (facts, _) = self.world.facts(source)?;
        if facts.digest != digest {
            return Err(say::changed_meanwhile(source));
        }
        self.note(file, Entry { size: facts.bytes, digest: facts.digest });
        Ok(())
    }

    fn keep(&self, _: &str, _: Entry) -> Result<bool, Diagnostic> {
        Ok(false)
    }

    fn publish(self: Box<Self>) -> Result<Printed, Vec<Diagnostic>> {
        Ok(Printed::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_is_named() {
        let entry = |text: &str| Entry::of(text.as_bytes());
        let clean = || BTreeMap::from(["same", "other", "missing", "gone"].map(|file| (file.to_owned(), entry(file))));
        let standing =
            |files: &[(&str, Option<Entry>)]| files.iter().map(|(file, entry)| ((*file).into(), *entry)).collect();
        let found = differences(
            clean(),
            standing(&[
                ("gone", None),
                ("more", Some(entry("more"))),
                ("other", Some(entry("another"))),
                ("same", Some(entry("same"))),
            ]),
        );
        let message = found.map(|found| found.message);
        assert_eq!(message.as_deref(), Some("a clean build differs in 4 files: gone, missing, more, other"));
        let whole: Vec<_> = clean().into_iter().map(|(file, entry)| (file, Some(entry))).collect();
        let whole: Vec<_> = whole.iter().map(|(file, entry)| (file.as_str(), *entry)).collect();
        assert_eq!(differences(clean(), standing(&whole)), None);
    }
}
