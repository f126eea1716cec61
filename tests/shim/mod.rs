//! What the tests of publishing share: small sites, pictures of folders, and a child process whose file-system calls
//! can be made to fail, or which can be killed at any of them.
#![allow(dead_code)] // each test file uses its own part of this

pub mod situations;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use goodturn::ground::Diagnostic;
use goodturn::shell::publish::{self, Order, Outcome};

/// The files of a site.
pub type Site<'a> = &'a [(&'a str, &'a str)];

/// Three sites that differ in every way a site can.
pub const SITES: [Site; 3] = [
    &[
        ("index.html", "home"),
        ("stories/a/index.html", "a"),
        ("stories/b/index.html", "b"),
        ("old/page/index.html", "going"),
        ("notes", "a file that becomes a folder"),
    ],
    &[
        ("index.html", "home, edited"),
        ("stories/a/index.html", "a"),
        ("stories/b/index.html", "b, edited"),
        ("stories/c/index.html", "new"),
        ("notes/index.html", "in the folder"),
    ],
    &[
        ("index.html", "home, edited again"),
        ("stories/a/index.html", "a"),
        ("stories/b/index.html", "b, edited"),
        ("old/page/index.html", "back again"),
        ("notes", "a file again"),
    ],
];

/// An order for `root/public` with nothing special about it.
pub fn order<'a>(root: &'a Path, output: &'a Path) -> Order<'a> {
    Order { root, output, sources: &[], home: None, sync: false, threads: 2, remembered: None, wait: &|_| {} }
}

/// Publishes a site into `root/public`.
pub fn publish(root: &Path, site: Site) -> Result<Outcome, Vec<Diagnostic>> {
    publish_to(&order(root, &root.join("public")), site)
}

/// Publishes a site as ordered.
pub fn publish_to(order: &Order, site: Site) -> Result<Outcome, Vec<Diagnostic>> {
    let order = Order { remembered: order.remembered.clone(), ..*order };
    let publisher = publish::open(order).map_err(|fault| vec![fault])?;
    for (file, text) in site {
        publisher.put(file, text.as_bytes()).map_err(|fault| vec![fault])?;
    }
    publisher.commit()
}

/// The messages and helps of diagnostics, as a test shows them; `root` is left out of paths.
pub fn said(diagnostics: &[Diagnostic], root: &Path) -> String {
    let one = |one: &Diagnostic| {
        let help = one.help.as_ref().map(|help| format!("  help: {help}\n")).unwrap_or_default();
        format!("{}: {}\n{help}", one.severity.word(), one.message)
    };
    let text: String = diagnostics.iter().map(one).collect();
    text.replace(&format!("{}/", fs::canonicalize(root).unwrap().display()), "")
}

/// Everything below a folder: files with their text, symlinks with where they lead, folders as `/`. None if there is
/// no such folder.
pub fn tree(folder: &Path) -> Option<BTreeMap<String, String>> {
    fs::symlink_metadata(folder).ok()?;
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let text = if entry.path_is_symlink() {
            format!("-> {}", fs::read_link(entry.path()).unwrap().display())
        } else if entry.file_type().is_dir() {
            "/".to_owned()
        } else {
            String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned()
        };
        found.insert(name, text);
    }
    Some(found)
}

/// The names directly in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Nothing but the site and, at most, the second buffer may be left of any build.
pub fn assert_no_litter(root: &Path) {
    let beside: Vec<_> =
        names(root).into_iter().filter(|name| name != "public" && name != ".public.goodturn").collect();
    assert_eq!(beside, [""; 0], "litter beside the output");
    assert_no_work_litter(root);
}

/// The same, of a folder that holds the sources, too.
pub fn assert_no_work_litter(root: &Path) {
    let work: Vec<_> = names(&root.join(".public.goodturn")).into_iter().filter(|name| name != "next").collect();
    assert_eq!(work, [""; 0], "litter in the work folder");
}

/// Of what we wrote, nothing is kept beside the output that is not in it.
pub fn assert_forgotten(root: &Path) {
    let site = tree(&root.join("public")).unwrap_or_default();
    let kept = tree(&root.join(".public.goodturn/next")).unwrap_or_default();
    let list = kept.get(publish::MANIFEST).cloned().unwrap_or_default();
    let is_stale = |(file, text): &(&String, &String)| {
        let is_ours = list.lines().any(|line| line.strip_suffix(file.as_str()).is_some_and(|rest| rest.ends_with(' ')));
        is_ours && text.as_str() != "/" && site.get(*file) != Some(text)
    };
    let stale = kept.iter().filter(is_stale);
    let stale: Vec<_> = stale.map(|(file, _)| file).collect();
    assert_eq!(stale, [""; 0], "in the work folder, and not published");
}

/// A folder for one test; in memory where that can be had, since every publish waits once for the disk.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// A child process that publishes one of `SITES` into `root/public`.
pub struct Child<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// Which of `SITES`.
    pub site: usize,
    /// Settings of the shim.
    pub fault: Vec<(&'static str, OsString)>,
}

impl<'a> Child<'a> {
    /// A child with nothing wrong.
    pub fn new(root: &'a Path, site: usize) -> Self {
        Self { root, site, fault: Vec::new() }
    }

    /// Lets a thing go wrong.
    pub fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.fault.push((name, value.into()));
        self
    }

    /// The command that starts it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["shim::probe", "--exact", "--nocapture", "--test-threads=1"]);
        command.env("PROBE_ROOT", self.root).env("PROBE_SITE", self.site.to_string());
        if !self.fault.is_empty() {
            command.env("LD_PRELOAD", library()).env("FAULT_UNDER", fs::canonicalize(self.root).unwrap());
            command.envs(self.fault.iter().map(|(name, value)| (name, value)));
        }
        command
    }

    /// Runs it to its end.
    pub fn run(&self) -> Output {
        self.command().output().unwrap()
    }
}

/// In a child process: publishes, says what is to be said, and ends with 0 or 1.
#[test]
fn probe() {
    let Some(root) = std::env::var_os("PROBE_ROOT").map(PathBuf::from) else { return };
    let site = SITES[std::env::var("PROBE_SITE").unwrap().parse::<usize>().unwrap()];
    let output = root.join("public");
    let wait = |said: &Diagnostic| eprintln!("{}", said.message);
    let sync = std::env::var_os("PROBE_SYNC").is_some();
    let order = Order { wait: &wait, threads: 1, sync, ..order(&root, &output) };
    match publish_to(&order, site) {
        Ok(outcome) => {
            for warning in outcome.warnings {
                eprintln!("warning: {}", warning.message);
            }
            std::process::exit(0)
        }
        Err(faults) => {
            for fault in faults {
                eprintln!("error: {}", fault.message);
            }
            std::process::exit(1)
        }
    }
}

/// The preloaded library, compiled when it is first wanted.
pub fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (library, fresh) = (folder.join("fault.so"), folder.join(format!("fault.{}.so", std::process::id())));
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/shim/fault.c");
        let compiled =
            Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&fresh).args([source, "-ldl"]).status();
        assert!(compiled.expect("a C compiler is needed for the fault tests").success());
        // Other test programs may be doing the same just now.
        fs::rename(&fresh, &library).unwrap();
        library
    })
}
