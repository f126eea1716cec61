//! The house keeps its floors. Each rule is one test over the sources; a broken one names every place and says why the
//! rule stands.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "house/code.rs"]
mod code;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use code::{File, functions};

/// Who may import whom. A room that is not named here may not be imported by anyone.
const FLOORS: [(&str, &[&str]); 13] = [
    ("ground", &[]),
    ("settings", &["ground"]),
    ("story", &["ground", "settings"]),
    ("site", &["ground", "settings", "story"]),
    ("theme", &["ground", "settings"]),
    ("plan", &["ground", "settings", "story", "site"]),
    ("render", &["ground", "settings", "story", "plan", "theme"]),
    ("memo", &["ground"]),
    ("check", &["ground", "settings", "story", "site", "plan"]),
    ("pipeline", &["ground", "settings", "story", "site", "theme", "plan", "render", "memo", "check"]),
    ("import", &["ground", "settings", "story"]),
    ("shell", &["ground", "settings", "story", "site", "theme", "plan", "render", "memo", "pipeline", "check"]),
    (
        "cli",
        &[
            "ground", "settings", "story", "site", "theme", "plan", "render", "memo", "pipeline", "import", "check",
            "shell",
        ],
    ),
];

/// Words that only some files may say, and why.
const ONLY_THERE: [(&[&str], &[&str], &str); 7] = [
    (&["serde_yaml"], &["src/story/yaml/door.rs"], "one file knows YAML's crate, so that it can be replaced"),
    (&["pulldown_cmark"], &["src/story/markdown/"], "one folder knows the Markdown parser"),
    (&["tera"], &["src/theme/", "src/render/html"], "templates are the theme's business and the renderer's"),
    (
        &["std::fs", "std::env", "std::net", "std::process", "SystemTime", "Instant", "Zoned::now", "Timestamp::now"],
        &["src/shell/", "src/cli/", "src/main.rs"],
        "only shell/ and cli/ touch disk, clock, environment and processes; the rest can be tested by values",
    ),
    (
        &["println!", "print!", "eprintln!", "eprint!", "dbg!", "stdout()", "stderr()"],
        &["src/shell/terminal.rs"],
        "what is said leaves through one door, which survives a closed pipe",
    ),
    (
        &["std::thread", "thread::spawn", "thread::scope", "Mutex", "RwLock", "OnceLock", "LazyLock", "thread_local!"],
        &["src/memo/", "src/pipeline", "src/shell/"],
        "threads, caches and locks live in memo, pipeline and shell",
    ),
    (
        &["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("],
        &["src/ground/messages/", "src/ground/diagnostic.rs"],
        "everything the program can say stands in one folder, by name",
    ),
];

/// Files and functions that are longer than a screen and a few, each with its reason. The shorter this list the better.
const LONG_FILES: [(&str, &str); 1] =
    [("src/plan/views.rs", "the whole contract with themes, to be read in one piece")];
const LONG_FUNCTIONS: [(&str, &str, &str); 0] = [];

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 60;

#[test]
fn imports_go_down_only() {
    let floors: BTreeMap<_, _> = FLOORS.into_iter().collect();
    let mut broken = Vec::new();
    for file in sources("src") {
        let room = file.room();
        let Some(allowed) = floors.get(room) else {
            if !matches!(room, "lib" | "main") {
                broken.push(format!("{}: the room `{room}` has no floor", file.path));
            }
            continue;
        };
        for (line, import) in file.imports() {
            if import != room && !allowed.contains(&import.as_str()) {
                broken.push(format!("{}:{line}: `{room}` must not know `{import}`", file.path));
            }
        }
    }
    keep("a room may import only the rooms below it", broken);
}

#[test]
fn words_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for file in sources("src") {
        for (words, places, why) in ONLY_THERE {
            if file.is_test() || places.iter().any(|place| file.path.starts_with(place)) {
                continue;
            }
            for (line, word) in file.finds(words) {
                broken.push(format!("{}:{line}: {word} ({why})", file.path));
            }
        }
    }
    keep("some words belong to some rooms", broken);
}

#[test]
fn files_and_functions_fit_a_reader() {
    let mut broken = Vec::new();
    for file in sources("src").into_iter().chain(sources("tests")) {
        let length = file.length();
        if length > LONGEST_FILE && !LONG_FILES.iter().any(|(path, _)| file.path == *path) {
            broken.push(format!("{}: {length} lines", file.path));
        }
        for function in functions(&file) {
            let is_known = LONG_FUNCTIONS.iter().any(|(path, name, _)| file.path == *path && function.name == *name);
            if function.length > LONGEST_FUNCTION && !is_known {
                broken
                    .push(format!("{}:{}: fn {}: {} lines", file.path, function.line, function.name, function.length));
            }
        }
    }
    keep("a file has at most 400 lines, a function 60 (expected texts of tests do not count)", broken);
}

#[test]
fn the_lists_of_exceptions_are_true() {
    let gone = |path: &str| !Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists();
    let files = LONG_FILES.iter().map(|(path, _)| *path).chain(LONG_FUNCTIONS.iter().map(|(path, ..)| *path));
    keep("an exception for a file that is gone", files.filter(|path| gone(path)).map(str::to_owned).collect());
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = |file: &File| !file.text.starts_with("//! ") && !file.is_test();
    let broken = sources("src").into_iter().filter(silent).map(|file| file.path).collect();
    keep("a file begins with `//!`: its duty, and what it does not know", broken);
}

#[test]
fn every_room_is_on_the_front_page() {
    let front = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let broken = sources("src").into_iter().map(|file| file.room().to_owned());
    let missing = |room: &String| room != "lib" && room != "main" && !front.contains(&format!("pub mod {room};"));
    keep("src/lib.rs names every room", broken.filter(missing).collect());
}

fn keep(rule: &str, mut broken: Vec<String>) {
    broken.sort();
    broken.dedup();
    let mut all = String::new();
    for place in &broken {
        let _ = writeln!(all, "  {place}");
    }
    assert!(broken.is_empty(), "{rule}:\n{all}");
}

fn sources(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(File::new(name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!files.is_empty(), "{folder} holds no sources");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
