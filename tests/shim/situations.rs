//! Situations in which a publish may find itself.

use std::fs;
use std::path::Path;

use super::{SITES, publish};

/// Nothing was ever published.
pub fn nothing(_: &Path) {}

/// A site stands, with some things in it that are not ours.
pub fn one_build(root: &Path) {
    publish(root, SITES[0]).unwrap();
    let public = root.join("public");
    fs::write(public.join("CNAME"), "example.org").unwrap();
    fs::create_dir(public.join("photos")).unwrap();
    fs::write(public.join("photos/one.jpg"), "a photo").unwrap();
    std::os::unix::fs::symlink("photos/one.jpg", public.join("link")).unwrap();
}

/// The same with a second buffer.
pub fn two_builds(root: &Path) {
    one_build(root);
    publish(root, SITES[1]).unwrap();
}

/// As if a build had been killed right after the exchange, when a file of somebody else's had just come in.
pub fn killed_after_the_exchange(root: &Path) {
    use std::os::unix::fs::MetadataExt as _;
    two_builds(root);
    let work = root.join(".public.goodturn");
    let number = fs::metadata(work.join("next")).unwrap().ino();
    fs::write(work.join("next/late.txt"), "a late comer").unwrap();
    fs::rename(work.join("next"), work.join(format!("ready.{number}"))).unwrap();
}
