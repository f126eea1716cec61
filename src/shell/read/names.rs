//! What a file of the site is, by its place and name alone.

use crate::ground::SourcePath;
use crate::pipeline::world::Found;
use crate::story::Kind as Text;

/// Puts a file where its place and name say that it belongs.
pub(in crate::shell) fn sort_in(path: SourcePath, found: &mut Found) {
    if path.as_str().starts_with("themes/") {
        found.themes.push(path);
        return;
    }
    if path.as_str().starts_with("content/") {
        if let Some(kind) = kind_of(&path) {
            found.markdown.push((path, kind));
            return;
        }
        let name = path.file_name();
        if matches!(name, "comments.yaml" | "comments.yml")
            || name.ends_with(".comments.yaml")
            || name.ends_with(".comments.yml")
        {
            found.comments.push(path);
            return;
        }
    }
    found.files.push(path);
}

/// What a Markdown file below `content/` is, by its folder.
fn kind_of(path: &SourcePath) -> Option<Text> {
    let (_, extension) = path.file_name().rsplit_once('.')?;
    if !["md", "markdown", "txt"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return None;
    }
    Some(if path.as_str().starts_with("content/stories/") {
        Text::Story
    } else if path.folder() == "content/tags" {
        Text::TagIntro
    } else {
        Text::Page
    })
}

/// What editors and file managers leave behind; `.well-known` and other dotted files are wanted in `static/` only.
pub(in crate::shell) fn is_leaving(path: &SourcePath) -> bool {
    let name = path.file_name();
    let is_static = path.as_str().starts_with("static/");
    let dotted =
        name.starts_with('.') && !(is_static && matches!(name, ".well-known" | ".nojekyll" | ".htaccess" | ".domains"));
    let ends = [".swp", ".swo", ".swx", "~", ".tmp", ".crdownload", ".part"];
    dotted
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini" | "4913")
        || ends.iter().any(|end| name.ends_with(end))
}
