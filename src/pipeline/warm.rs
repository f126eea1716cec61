//! What a build owes to the one before: stop when nothing changed, keep what is the same, remember for the next.

use std::path::PathBuf;

use super::memory::{Memory, Output, Whole};
use super::talk::Run;
use super::world::{Job, Press, Printed, World};
use super::{Published, Ready, Request, Start, account, guard, parallel, render};
use crate::ground::{Diagnostic, Fingerprint, Severity, SourcePath};
use crate::memo::{Entry, Look};
use crate::settings::Settings;

/// What the last build kept; else why there is nothing to be had.
pub(super) fn recall(request: &Request, world: &dyn World) -> (Memory, Option<&'static str>) {
    if !request.memo {
        return (Memory::default(), Some("it was asked for"));
    }
    let opened = world.program().zip(world.recall()).and_then(|(program, bytes)| Memory::open(bytes, program));
    match opened {
        Some(memory) => (memory, None),
        None => (Memory::default(), Some("nothing usable was kept by an earlier build")),
    }
}

/// If everything is as it was, down to the last file of the output: the figures of the last build.
pub(super) fn nothing_to_do(request: &Request, start: &Start, memory: &Memory, run: &mut Run<'_>) -> Option<Published> {
    let whole = memory.whole.as_ref()?;
    let on_time =
        whole.since.is_none_or(|since| since <= request.today) && whole.until.is_none_or(|until| request.today < until);
    let asked = whole.key == key(request, &start.settings, start.rules_print);
    // What was said of the settings and of the folder has just been said again; the rest is still to be said.
    let again = whole.said.get(..whole.begun).is_some_and(|begun| begun == run.said);
    let lets_pass = !request.strict || whole.said.iter().all(|it| it.severity == Severity::Note);
    if !on_time || !asked || !again || !lets_pass || !is_same(start, memory) {
        return None;
    }
    let output =
        at_a_glance(request, &start.settings, memory, run).or_else(|| in_earnest(request, start, memory, run))?;
    run.report.left_out.clone_from(&whole.left_out);
    run.said.clone_from(&whole.said);
    Some(Published { written: 0, removed: 0, output, ..whole.published.clone() })
}

/// The output, if each file of it looks as it did.
fn at_a_glance(request: &Request, settings: &Settings, memory: &Memory, run: &Run<'_>) -> Option<PathBuf> {
    let files = memory.glances()?;
    let job = Job { remembered: Some(memory.folders()), ..job(request, settings, None) };
    run.world.press(job).ok()?.unchanged(&files)
}

/// The output, if each file of it is what it was; those that do not look as they did are read. Next time they need not be.
fn in_earnest(request: &Request, start: &Start, memory: &Memory, run: &Run<'_>) -> Option<PathBuf> {
    let press = run.world.press(job(request, &start.settings, Some(memory))).ok()?;
    let keep = |(): &mut (), output: &Output| press.keep(&output.file, output.entry).unwrap_or(false);
    let threads = parallel::threads(request.threads);
    let stands = parallel::each(threads, &memory.outputs, || (), keep, |_, _| false).into_iter().all(|kept| kept);
    if !stands {
        return None;
    }
    let printed = press.publish().ok().filter(|printed| printed.said.is_empty())?;
    let seen = |output: &Output| {
        let look = printed.look(&output.file);
        // Another file with the same content is not the one that the site before has, too.
        let twin = output.twin && (output.look.is_none() || output.look == look);
        Output { look, twin, ..output.clone() }
    };
    let outputs: Vec<Output> = memory.outputs.iter().map(seen).collect();
    if outputs != memory.outputs {
        remember(run.world, |program| memory.seal_with(&outputs, program));
    }
    Some(printed.output)
}

/// render, publish.
pub(super) fn published(request: &Request, ready: &Ready, memory: &mut Memory, run: &mut Run<'_>) -> Option<Published> {
    run.step("render", ready.pages.len());
    let known = request.memo.then_some(&*memory);
    let press = run.world.press(job(request, &ready.settings, known)).map_err(|fault| run.said.push(fault)).ok()?;
    let done = render::pages(ready, memory, (run.world, &*press), run.progress);
    run.said.extend(done.said);
    run.said.extend(guard::explain(ready, done.sights, run.world));
    if run.must_stop(request) {
        return None;
    }
    run.step("publish", 0);
    let said = run.said.clone();
    let mut printed = press.publish().map_err(|faults| run.said.extend(faults)).ok()?;
    let printed_well = printed.said.is_empty();
    run.said.append(&mut printed.said);
    let published = Published {
        output: printed.output.clone(),
        stories: ready.site.stories.len(),
        pages: ready.site.pages.len(),
        files: printed.files,
        bytes: printed.bytes,
        written: printed.written,
        removed: printed.removed,
    };
    run.report.remade.files = done.made;
    if request.memo {
        run.step("remember", 0);
        account::keep(request, ready, memory, &run.report.remade, run.world);
        let whole = Whole {
            key: key(request, &ready.settings, ready.rules_print),
            since: ready.site.since,
            until: ready.site.until,
            published: published.clone(),
            left_out: ready.site.left_out.clone(),
            begun: ready.begun,
            said,
        };
        let before = std::mem::replace(&mut memory.outputs, outputs(done.prints, &printed));
        if is_gone(&before, memory) {
            ready.gallery.clear(&ready.pages, run.world);
        }
        if let Some(folders) = printed.folders.take() {
            memory.folders = folders;
        }
        // What the disk had to say is said once.
        memory.whole = printed_well.then_some(whole);
        remember(run.world, |program| memory.seal(program, ready.threads));
    }
    Some(published)
}

/// Renders a site that is not going to be published, so that whoever mends what was said is not told of the next fault
/// after that. What is the same as in the last build had none.
pub(super) fn rehearse(ready: &Ready, memory: &Memory, run: &mut Run<'_>) {
    run.step("render", ready.pages.len());
    let mut done = render::pages(ready, memory, (run.world, &Nowhere), run.progress);
    // What is wrong already in a place cannot be right on a page.
    let is_new = |fault: &Diagnostic| {
        let at_place = |other: &Diagnostic| fault.path == other.path && fault.span == other.span;
        fault.path.is_none() || !run.said.iter().any(|other| other.is_error() && at_place(other))
    };
    done.said.retain(is_new);
    run.said.extend(done.said);
    run.said.extend(guard::explain(ready, done.sights, run.world));
}

/// Takes everything and puts it nowhere; what was made in an earlier build need not be made again.
struct Nowhere;

impl Press for Nowhere {
    fn put(&self, _: &str, _: &[u8]) -> Result<(), Diagnostic> {
        Ok(())
    }

    fn copy(&self, _: &str, _: &SourcePath, _: Fingerprint) -> Result<(), Diagnostic> {
        Ok(())
    }

    fn keep(&self, _: &str, _: Entry) -> Result<bool, Diagnostic> {
        Ok(true)
    }

    fn publish(self: Box<Self>) -> Result<Printed, Vec<Diagnostic>> {
        Ok(Printed::default())
    }
}

/// Whether a file that was published before is gone; also if nobody knows.
fn is_gone(before: &[Output], memory: &Memory) -> bool {
    before.is_empty() || !before.iter().enumerate().all(|(at, was)| memory.output_near(&was.file, at).is_some())
}

/// Keeps a sealed memory for the next build of this program, if it can be told which program this is.
fn remember(world: &dyn World, seal: impl FnOnce(Fingerprint) -> Option<Vec<u8>>) {
    if let Some(bytes) = world.program().and_then(seal) {
        world.remember(&bytes);
    }
}

/// Stands for what was asked for, as far as it decides what the site is and where.
fn key(request: &Request, settings: &Settings, print: Fingerprint) -> Fingerprint {
    // A permission may lapse on any day.
    let day = settings.consent.required.then_some(request.today);
    Fingerprint::of_value(&(print, request.include, output(request, settings), request.sync, request.strict, day))
}

pub(super) fn output(request: &Request, settings: &Settings) -> PathBuf {
    request.output.clone().unwrap_or_else(|| request.root.join(&settings.output))
}

/// What is known of each file that was published.
fn outputs(mut prints: Vec<(String, Fingerprint)>, printed: &Printed) -> Vec<Output> {
    // They come in the order of their addresses, which is nearly that of their files; a stable sort makes use of that.
    prints.sort_by(|a, b| a.0.cmp(&b.0));
    let mut standing = printed.standing.iter().peekable();
    let output = |(file, print): (String, Fingerprint)| {
        while standing.next_if(|(path, ..)| **path < *file).is_some() {}
        let (_, entry, look, twin) = *standing.next_if(|(path, ..)| **path == *file)?;
        Some(Output { file: file.into(), print, entry, look, twin })
    };
    prints.into_iter().filter_map(output).collect()
}

/// Whether exactly the files that were there before are there now, and all look the same.
fn is_same(start: &Start, memory: &Memory) -> bool {
    let found = &start.found;
    let paths =
        found.markdown.iter().map(|(path, _)| path).chain(&found.comments).chain(&found.files).chain(&found.themes);
    let then = memory.looks();
    if paths.clone().count() != then.len() {
        return false;
    }
    let looks = &start.looks;
    let looks = looks.markdown.iter().chain(&looks.comments).chain(&looks.files).chain(&looks.themes);
    let now: Vec<(&SourcePath, Option<Look>)> = paths.zip(looks.copied()).collect();
    now == then && now.iter().all(|(_, look)| look.is_some())
}

fn job(request: &Request, settings: &Settings, memory: Option<&Memory>) -> Job {
    Job { output: output(request, settings), sync: request.sync, remembered: memory.map(Memory::sight) }
}
