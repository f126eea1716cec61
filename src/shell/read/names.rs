//! What a file of the site is, by its place and name alone.

use crate::ground::SourcePath;
use crate::ground::text::around_last;
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
    let (_, extension) = around_last(path.file_name(), b'.')?;
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
    dotted
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini" | "4913" | "$RECYCLE.BIN" | "Icon\r")
        // Nearly all names end like this one, and none of the others does.
        || !name.ends_with(".md") && ENDS.iter().any(|end| ends_with(name, end))
        // A safe save of macOS: `index.md.sb-1a2b3c4d-x5Yz6w`.
        || name.as_bytes().last_chunk::<19>().is_some_and(|end| end.starts_with(b".sb-") && end[12] == b'-')
}

/// How the names of half-written files, of copies kept for safety and of what is left of a merge end, in any case.
const ENDS: [&str; 16] = [
    "~",
    ".swp",
    ".swo",
    ".swx",
    ".kate-swp",
    ".tmp",
    ".temp",
    ".crdownload",
    ".part",
    ".bak",
    ".orig",
    ".rej",
    ".save",
    ".autosave",
    "___jb_tmp___",
    "___jb_old___",
];

fn ends_with(name: &str, end: &str) -> bool {
    name.len().checked_sub(end.len()).and_then(|at| name.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_leave_is_no_part_of_a_site() {
        let is = |name: &str| is_leaving(&SourcePath::new(name));
        for name in [
            "content/stories/b/index.md.orig",
            "static/a.BAK",
            "content/x.md___jb_tmp___",
            "content/x.md~RF1a2b.TMP",
            "content/x.md.sb-1a2b3c4d-x5Yz6w",
            "content/.x.md.kate-swp",
            "content/x.md.save",
            "content/Icon\r",
            "static/$RECYCLE.BIN",
        ] {
            assert!(is(name), "{name}");
        }
        for name in [
            "content/original.md",
            "content/x.sb-y.md",
            "static/.well-known",
            "content/part.md",
            "static/a.sb-1",
            "content/é~.md",
        ] {
            assert!(!is(name), "{name}");
        }
    }
}
