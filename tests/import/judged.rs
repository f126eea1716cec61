//! Every sample that moved in, as others would judge the finished site: the Nu HTML checker over all pages at once, links,
//! and heads, by the same measures as our own sites.

use std::path::Path;

use crate::blog::{moved, run, said};
use crate::common::sites::Built;
use crate::common::{heads, links, tools};
use crate::samples::{OWN, SHARED, imported};

/// Our own at the root of a host, and those of others in a folder of it.
fn built() -> Vec<Built> {
    let folders = [(OWN, "/"), (SHARED, "/old/blog/")].into_iter().filter(|(folder, _)| Path::new(folder).is_dir());
    let samples =
        folders.flat_map(|(folder, under)| imported(Path::new(folder)).into_iter().zip(std::iter::repeat(under)));
    samples.map(|((name, program, path), under)| one(&name, program, &path, under)).collect()
}

fn one(name: &str, program: &str, path: &Path, under: &str) -> Built {
    let moved = moved(program, path, &[]).unwrap();
    let output = run(&moved.root(), &["build", "--base-url", &format!("https://example.org{under}")]);
    assert!(output.status.success(), "{name}: {}", said(&output));
    Built::at(&format!("{name} in {under}"), moved.root().join("public"), under, moved.into_folder())
}

#[test]
fn every_sample_makes_a_site_that_others_find_nothing_wrong_with() {
    let sites = built();
    let mut found: Vec<String> = Vec::new();
    for site in &sites {
        let pages = site.pages().into_iter().flat_map(|page| {
            let faults = heads::head(site, &page, &site.text(&page));
            faults.into_iter().map(move |fault| format!("{page}: {fault}"))
        });
        found.extend(pages.chain(links::faults(site)).map(|fault| format!("{}: {fault}", site.name)));
    }
    found.extend(
        tools::nu(sites.iter().map(|site| &site.output)).into_iter().flatten().filter(|fault| !is_guess(fault)),
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What language the words of others seem to be in.
fn is_guess(fault: &str) -> bool {
    fault.contains("This document appears to be written in")
}
