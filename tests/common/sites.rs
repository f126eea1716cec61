//! Finished sites for the tests that look at pages: the sample site, and one of odd inputs, each in a theme. Built
//! through the binary, once a test program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use super::{TODAY, command, copy};

/// A site that was built, in a folder that goes away with the last test.
pub struct Built {
    pub name: String,
    pub output: PathBuf,
    /// The path of its base URL.
    pub under: String,
    _folder: tempfile::TempDir,
}

impl Built {
    /// A site that was built elsewhere, below a path.
    pub fn at(name: &str, output: PathBuf, under: &str, folder: tempfile::TempDir) -> Self {
        Self { name: name.to_owned(), output, under: under.to_owned(), _folder: folder }
    }

    /// All files, by path below the output, in order.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        list(&self.output, "", &mut files);
        files.sort();
        files
    }

    /// The paths of pages that are there to be read: no redirects.
    pub fn pages(&self) -> Vec<String> {
        let is_page = |file: &String| file.ends_with(".html") && !self.text(file).contains("http-equiv=\"refresh\"");
        self.files().into_iter().filter(is_page).collect()
    }

    /// A file's text.
    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.output.join(file)).unwrap()
    }
}

fn list(folder: &Path, at: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{at}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), files);
        } else if !name.starts_with('.') {
            files.push(name);
        }
    }
}

/// The sample site of this repository, as its writers left it, in a theme.
pub fn sample(theme: &str) -> Arc<Built> {
    once(&format!("sample in {theme}"), || {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in ["content", "static"] {
            copy(&root.join(name), &folder.path().join(name));
        }
        fs::copy(root.join("site.toml"), folder.path().join("site.toml")).unwrap();
        (folder, format!("sample in {theme}"), theme.to_owned())
    })
}

/// The site of odd inputs, in a theme.
pub fn odd(theme: &str) -> Arc<Built> {
    once(&format!("odd in {theme}"), || {
        let folder = tempfile::tempdir().unwrap();
        super::odd::write(folder.path());
        (folder, format!("odd in {theme}"), theme.to_owned())
    })
}

/// A site in which nothing was told yet, in a theme.
pub fn empty(theme: &str) -> Arc<Built> {
    once(&format!("empty in {theme}"), || {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/stories")).unwrap();
        let settings = "title = \"Nothing yet\"\ndescription = \"Small kindnesses.\"\nbase_url = \"https://example.org/\"\nlanguage = \"en-GB\"\nauthor = \"Maya\"\n";
        fs::write(folder.path().join("site.toml"), settings).unwrap();
        (folder, format!("empty in {theme}"), theme.to_owned())
    })
}

/// Builds a site where it stands, with all its warnings, and fails with what the program said if it cannot.
fn once(name: &str, make: impl FnOnce() -> (tempfile::TempDir, String, String)) -> Arc<Built> {
    type Sites = Mutex<BTreeMap<String, Arc<OnceLock<Arc<Built>>>>>;
    static SITES: LazyLock<Sites> = LazyLock::new(Mutex::default);
    let cell = Arc::clone(SITES.lock().unwrap().entry(name.to_owned()).or_default());
    let built = cell.get_or_init(|| {
        let (folder, name, theme) = make();
        let said = command("goodturn", folder.path())
            .args(["build", "-q", "--today", TODAY, "--theme", &theme])
            .output()
            .unwrap();
        assert!(said.status.success(), "{name}: {}", String::from_utf8_lossy(&said.stderr));
        let settings = fs::read_to_string(folder.path().join("site.toml")).unwrap();
        let base = settings.lines().find_map(|line| line.strip_prefix("base_url = \"https://example.org"));
        let under = base.unwrap().trim_end_matches('"').to_owned();
        Arc::new(Built { name, output: folder.path().join("public"), under, _folder: folder })
    });
    Arc::clone(built)
}
