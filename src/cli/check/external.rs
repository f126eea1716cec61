//! `goodturn check --external`: what other hosts say of the addresses that the site leads to.

use std::time::Duration;

use serde::Serialize;

use crate::check::elsewhere::Answer;
use crate::ground::diagnostic::in_reading_order;
use crate::ground::messages::cli as say;
use crate::ground::{Diagnostic, Elsewhere};
use crate::pipeline::{Progress, Ready, Report, elsewhere};
use crate::shell::disk::Disk;
use crate::shell::elsewhere::{self as hosts, Heard};
use crate::shell::report::count;

/// Asks, and puts what there is to say into the report.
pub(super) fn ask(
    ready: &Ready,
    report: &mut Report,
    seconds: u64,
    disk: &Disk<'_>,
    progress: &dyn Progress,
) -> Result<Heard, Diagnostic> {
    let all = elsewhere::addresses(&report.outgoing);
    let own = Elsewhere::parse(ready.settings.base_url.origin());
    let own = own.map(|own| (own.host(), own.port())).unwrap_or_default();
    let heard =
        hosts::look(&all, own, Duration::from_secs(seconds), disk, progress).map_err(|why| say::cannot_ask(&why))?;
    let said = elsewhere::placed(ready, &report.outgoing, &heard.answers, heard.is_online(), disk);
    report.diagnostics.extend(said);
    report.diagnostics = in_reading_order(std::mem::take(&mut report.diagnostics));
    Ok(heard)
}

/// How much was looked at, in words.
pub(super) fn told(heard: &Heard) -> String {
    let all = count(heard.answers.len(), "address elsewhere", "addresses elsewhere");
    match heard.answers.len() - heard.asked {
        0 => all,
        known => format!("{all} ({known} of them within the last week)"),
    }
}

/// The same for programs.
#[derive(Serialize)]
pub(super) struct Told {
    /// Addresses on the site that are not of it.
    addresses: usize,
    /// How many were asked for now; the others were good within the last week.
    asked: usize,
    /// How many are there.
    good: usize,
}

impl Told {
    pub(super) fn of(heard: &Heard) -> Self {
        let good = heard.answers.values().filter(|answer| matches!(answer, Answer::Good | Answer::Moved(_))).count();
        Self { addresses: heard.answers.len(), asked: heard.asked, good }
    }
}
