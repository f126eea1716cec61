//! A blog that was moved in by the program, and what stands there now.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use goodturn::ground::SourcePath;
use goodturn::settings::Settings;
use goodturn::story::{self, Kind, Source, Story};
use serde_json::Value;

use crate::common::{PROGRAM, command};

/// A site into which an export was moved.
pub struct Moved {
    folder: tempfile::TempDir,
    /// The receipt.
    pub receipt: Value,
}

/// Runs the program in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(PROGRAM, folder).args(arguments).output().unwrap()
}

/// What a command said about what is wrong.
pub fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Moves an export into a new site; what was said if that is not possible.
pub fn moved(program: &str, export: &Path, more: &[&str]) -> Result<Moved, String> {
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = vec!["import", program, export.to_str().unwrap(), "--into", "site", "--format", "json"];
    arguments.extend(more);
    let output = run(folder.path(), &arguments);
    if !output.status.success() {
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert!(left.is_empty(), "{}: something was written: {left:?}", export.display());
        return Err(said(&output));
    }
    let receipt: Value = serde_json::from_slice(&output.stdout).unwrap();
    Ok(Moved { folder, receipt })
}

impl Moved {
    /// The site's folder.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// The folder in which the site stands; it goes away with what is given here.
    pub fn into_folder(self) -> tempfile::TempDir {
        self.folder
    }

    /// A file of the site.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|_| panic!("there is no {path}"))
    }

    /// A number of the receipt.
    pub fn count(&self, name: &str) -> u64 {
        self.receipt["counts"][name].as_u64().unwrap_or_else(|| panic!("no count called {name}"))
    }

    /// The story files, by the key of what they were in the old blog.
    pub fn files(&self) -> BTreeMap<String, String> {
        let record: Value = serde_json::from_str(&self.text("import-record.json")).unwrap();
        let files = record["files"].as_object().unwrap();
        let texts = files.iter().filter(|(path, _)| path.ends_with(".md"));
        texts.map(|(path, entry)| (entry["key"].as_str().unwrap().to_owned(), path.clone())).collect()
    }

    /// A story as goodturn reads it.
    pub fn story(&self, path: &str) -> Story {
        let (text, source) = (self.text(path), SourcePath::new(path));
        let kind = if path.starts_with("content/stories/") { Kind::Story } else { Kind::Page };
        // As it is written, not as a page shows it.
        let mut settings = Settings::default_for("T");
        settings.markdown.smart_punctuation = false;
        let (story, said) = story::parse(Source { path: &source, text: &text, kind }, &settings);
        let wrong: Vec<_> = said.iter().filter(|one| one.is_error()).collect();
        assert!(wrong.is_empty(), "{path}: {wrong:?}");
        story.unwrap()
    }

    /// How many comments stand below a story: shown and waiting.
    pub fn comments(&self, path: &str) -> (usize, usize) {
        let file = format!("{}.comments.yaml", path.strip_suffix(".md").unwrap());
        let Ok(text) = fs::read_to_string(self.root().join(&file)) else { return (0, 0) };
        let (comments, said) = story::comments::parse(&SourcePath::new(&file), &text);
        assert!(said.is_empty(), "{file}: {said:?}");
        comments.map_or((0, 0), |comments| (comments.shown.len(), comments.pending as usize))
    }

    /// Builds the site; everything that is said about it but the missing address of the site.
    pub fn build(&self) -> String {
        let output = run(&self.root(), &["build", "--base-url", "https://example.org/"]);
        assert!(output.status.success(), "{}", said(&output));
        // Cards of titles in letters that our fonts lack are told of; that is no fault of an import.
        let all = said(&output);
        all.split_inclusive("\n\n").filter(|one| !one.starts_with("warning: the card")).collect()
    }

    /// All files of the site and of what was built, with their bytes.
    pub fn everything(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        let mut folders = vec![self.root()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    all.push((path.display().to_string(), fs::read(&path).unwrap()));
                }
            }
        }
        all.sort();
        all
    }
}

/// One item of a WordPress export.
pub fn item(id: u32, title: &str, body: &str, more: &str) -> String {
    format!(
        "<item><title><![CDATA[{title}]]></title><link>https://old.example/2011/02/post-{id}/</link>\
         <dc:creator>ada</dc:creator><guid isPermaLink=\"false\">https://old.example/?p={id}</guid>\
         <content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{id}</wp:post_id>\
         <wp:post_date>2011-02-12 09:30:00</wp:post_date><wp:post_date_gmt>2011-02-12 08:30:00</wp:post_date_gmt>\
         <wp:post_name>post-{id}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{more}</item>\n"
    )
}

/// A whole WordPress export.
pub fn export(items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<rss xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Old</title>\
         <wp:base_blog_url>https://old.example</wp:base_blog_url>\n{}</channel></rss>\n",
        items.concat()
    )
}

/// Moves a WordPress export that is made of these items into a new site.
pub fn moved_items(items: &[String]) -> Moved {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.xml");
    fs::write(&file, export(items)).unwrap();
    moved("wordpress", &file, &[]).unwrap()
}
