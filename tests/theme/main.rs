//! Themes as values: files in, a theme or everything that is wrong with it out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod chain;
mod making;
mod templates;

use std::fmt::Write as _;

use expect_test::Expect;
use goodturn::ground::text::position;
use goodturn::ground::{Diagnostic, SourcePath};
use goodturn::theme::{Theme, ThemeFile, embedded};
use tera::Context;

const TOML: &str = "goodturn = \">=0.1\"\n";

/// The theme `mine` of these files, by path below `themes/`.
fn load(files: &[(&str, &str)]) -> (Option<Theme>, String) {
    load_named("mine", files)
}

fn load_named(name: &str, files: &[(&str, &str)]) -> (Option<Theme>, String) {
    let bytes: Vec<_> = files
        .iter()
        .map(|(path, text)| ThemeFile {
            path: SourcePath::new(format!("themes/{path}")),
            bytes: text.as_bytes().into(),
        })
        .collect();
    let (theme, said) = Theme::load(name, &bytes);
    let text = |path: &SourcePath| {
        let own =
            bytes.iter().find(|file| file.path == *path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
        own.or_else(|| embedded::text(path).map(str::to_owned)).unwrap_or_default()
    };
    assert_eq!(theme.is_none(), said.iter().any(Diagnostic::is_error), "{said:?}");
    (theme, said.iter().map(|fault| shown(fault, &text)).collect())
}

/// A diagnostic with the words that it points to.
fn shown(fault: &Diagnostic, text: &dyn Fn(&SourcePath) -> String) -> String {
    let mut out = String::new();
    match &fault.path {
        Some(path) => out.push_str(path.as_str()),
        None => out.push_str("(no file)"),
    }
    if let (Some(path), Some(span)) = (&fault.path, fault.span) {
        let text = text(path);
        let at = position(&text, span.start as usize);
        let meant = text.get(span.start as usize..span.end as usize).unwrap_or("<not in the file>");
        let _ = write!(out, ":{}:{} [{meant}]", at.line, at.column);
    }
    out.push('\n');
    let _ = writeln!(out, "  {} {}: {}", fault.severity.word(), fault.code, fault.message);
    for step in &fault.trace {
        let _ = writeln!(out, "  {step}");
    }
    if let Some(help) = &fault.help {
        let _ = writeln!(out, "  help: {help}");
    }
    out
}

/// What is said about a theme that is called `mine` and extends Hearth.
fn check(files: &[(&str, &str)], expected: Expect) {
    let toml = format!("{TOML}extends = \"hearth\"\n");
    let mut all = vec![("mine/theme.toml", toml.as_str())];
    all.extend_from_slice(files);
    expected.assert_eq(&load(&all).1);
}

fn made(theme: &Theme, template: &str, variables: &Context) -> String {
    let mut out = Vec::new();
    theme.make(template, variables, &mut out).unwrap_or_else(|fault| panic!("{fault:?}"));
    String::from_utf8(out).unwrap()
}

#[test]
fn the_embedded_themes_have_no_faults_and_list_every_file_of_their_folders() {
    for theme in embedded::THEMES {
        let (loaded, said) = load_named(theme.name, &[]);
        assert!(loaded.is_some() && said.is_empty(), "{said}");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(theme.name);
        let mut found: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"))
            .collect();
        found.sort();
        let listed: Vec<&str> = theme.files.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found, "src/theme/embedded.rs must list every file of themes/{}", theme.name);
    }
}
