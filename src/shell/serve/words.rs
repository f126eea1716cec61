//! What is wrong, for the browser: the same words as in the terminal, with a link that opens the editor at the line.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::ground::text::position;
use crate::ground::{Diagnostic, SourcePath};
use crate::render::xml::escape_into as escape;
use crate::shell::report::{Sources, Style, Volume, diagnostics};
use crate::shell::source;
use crate::shell::terminal::Manner;

/// One thing that is wrong, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Word {
    /// As in the terminal.
    text: String,
    /// The part of it that names file, line and column.
    place: Option<String>,
    /// Opens the editor there.
    href: Option<String>,
}

/// Puts things into words.
#[derive(Clone, Debug)]
pub(super) struct Words {
    root: PathBuf,
    editor: String,
}

impl Words {
    /// For the site in `root`. `editor` is a link with `{path}`, `{line}` and `{column}`.
    pub(super) fn new(root: &Path, editor: &str) -> Self {
        Self { root: root.to_path_buf(), editor: editor.to_owned() }
    }

    /// All errors among these.
    pub(super) fn of(&self, all: &[Diagnostic]) -> Vec<Word> {
        all.iter().filter(|one| one.is_error()).map(|one| self.word(one)).collect()
    }

    fn word(&self, one: &Diagnostic) -> Word {
        let lookup = |path: &SourcePath| source::text(&self.root, path);
        let style = Style { manner: Manner::PLAIN, prefix: "", volume: Volume::Normal };
        let text = diagnostics(std::slice::from_ref(one), style, &mut Sources::new(&lookup)).trim_end().to_owned();
        let at = one.path.as_ref().map(|path| {
            let at = one.span.zip(lookup(path)).map(|(span, text)| position(&text, span.start as usize));
            (path, at.map(|at| (at.line, at.column)))
        });
        let place = at.as_ref().map(|(path, at)| match at {
            Some((line, column)) => format!("{path}:{line}:{column}"),
            None => path.to_string(),
        });
        // A file inside the program cannot be opened.
        let href = at.filter(|(path, _)| !path.as_str().starts_with('<')).map(|(path, at)| self.link(path, at));
        Word { text, place, href }
    }

    fn link(&self, path: &SourcePath, at: Option<(usize, usize)>) -> String {
        let (line, column) = at.unwrap_or((1, 1));
        let path = encoded(&self.root.join(path.as_str()).to_string_lossy());
        let link = self.editor.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        link.replace("{path}", &path)
    }
}

/// A whole page that says what is wrong, where there is no good page to show. Everything from outside is escaped.
pub(super) fn page(words: &[Word]) -> String {
    let mut list = String::new();
    for word in words {
        list.push_str("<pre>");
        let parts = word.place.as_deref().zip(word.href.as_deref());
        match parts.and_then(|(place, href)| Some((word.text.split_once(place)?, place, href))) {
            Some(((before, after), place, href)) => {
                escape(before, &mut list);
                list.push_str("<a href=\"");
                escape(href, &mut list);
                list.push_str("\">");
                escape(place, &mut list);
                list.push_str("</a>");
                escape(after, &mut list);
            }
            None => escape(&word.text, &mut list),
        }
        list.push_str("</pre>\n");
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'nonce-look'; script-src 'none'; connect-src 'self'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Not yet</title>\n\
         <style nonce=\"look\">body {{ margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; background: #241d1a; color: #f6eee3 }} \
         pre {{ overflow-x: auto; font: .9rem/1.45 ui-monospace, monospace }} a {{ color: #ffb59c }}</style>\n</head>\n<body>\n\
         <h1>There is no page here yet</h1>\n<p>It comes by itself as soon as this is mended:</p>\n{list}</body>\n</html>\n"
    )
}

/// A path for a link: what means something in one is percent-encoded.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
