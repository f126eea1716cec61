//! What is said where somebody asks for one story or page and there is none, or it cannot be had.

use crate::ground::{Diagnostic, SourcePath};

/// Nothing of the site has this name.
pub fn nothing_of_that_name(word: &str, near: Option<&str>) -> Diagnostic {
    let said =
        Diagnostic::error("asked-nothing-of-that-name", format!("there is nothing called `{word}` on this site"));
    match near {
        Some(near) => said.help(format!("did you mean `{near}`?")),
        None => {
            said.help("give a file, an address such as /about/, or a story's short name; `goodturn list` shows all")
        }
    }
}

/// A web address of somebody else.
pub fn of_another_site(word: &str, base_url: &str) -> Diagnostic {
    Diagnostic::error("asked-another-site", format!("{word} is not an address of this site"))
        .help(format!("this site's addresses begin with {base_url} (`base_url` in site.toml, or --base-url)"))
}

/// Two stories have this short name.
pub fn several_of_that_name(word: &str, files: &[String]) -> Diagnostic {
    let files = files.join(" and ");
    Diagnostic::error("asked-several-of-that-name", format!("`{word}` is the short name of {files}"))
        .help("give the path of one of them")
}

/// To be withdrawn, but no story and no page.
pub fn only_stories_are_withdrawn(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("withdraw-no-story", "this is neither a story nor a page, so it cannot be withdrawn")
        .in_file(path)
        .help("what no story shows any more can simply be deleted")
}

/// To be withdrawn, but the file does not show where that could be written.
pub fn cannot_mark(path: &SourcePath, line: &str) -> Diagnostic {
    Diagnostic::error("withdraw-cannot-mark", "it cannot be told where in this file to write that it is withdrawn")
        .in_file(path)
        .help(format!("write `{line}` on a line of its own between the two `---` lines yourself"))
}
