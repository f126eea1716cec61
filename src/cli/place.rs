//! Where we are: the site's folder, and how the person would name a path from where they stand.

use std::path::{Component, Path, PathBuf};

use clap::Args;

use crate::ground::Diagnostic;
use crate::ground::messages::settings as messages;
use crate::settings;

/// What a command may be told about the site's folder.
#[derive(Args)]
pub(super) struct At {
    /// The site's folder [default: the nearest one upwards that has a site.toml]
    #[arg(short, long, value_name = "DIR")]
    root: Option<PathBuf>,
}

impl At {
    /// The folder that was asked for, else the nearest one.
    pub(super) fn site(&self) -> Result<PathBuf, Diagnostic> {
        site(self.root.as_deref())
    }
}

/// The site's folder: the one that was asked for, else the nearest folder with a site.toml from here upwards.
pub(super) fn site(asked: Option<&Path>) -> Result<PathBuf, Diagnostic> {
    let here = asked.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    if asked.is_some() {
        let is_site = is_site(&here);
        return if is_site { Ok(here) } else { Err(messages::no_site(&name_of(&here))) };
    }
    let missing = || messages::no_site("this folder, nor in one above it");
    let absolute = std::env::current_dir().map_err(|_| missing())?;
    let above = absolute.ancestors().position(is_site).ok_or_else(missing)?;
    Ok(if above == 0 { here } else { std::iter::repeat_n("..", above).collect() })
}

/// Whether a folder has a site.toml; also if that cannot be told, so that whoever reads it says why.
fn is_site(folder: &Path) -> bool {
    folder.join(settings::FILE).try_exists().unwrap_or(true)
}

/// What stands before the paths of a site so that they lead there from here: nothing, `../` or `my-site/`.
pub(super) fn prefix(root: &Path) -> String {
    let shown: PathBuf = root.components().filter(|part| *part != Component::CurDir).collect();
    let shown = shown.to_string_lossy();
    if shown.is_empty() || shown.ends_with('/') { shown.into_owned() } else { format!("{shown}/") }
}

/// A path as the person would write it: from here, if it is below.
pub(super) fn name_of(path: &Path) -> String {
    let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_default();
    let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    match whole.strip_prefix(&here) {
        Ok(inner) if inner.as_os_str().is_empty() => "this folder".to_owned(),
        Ok(inner) => inner.display().to_string(),
        Err(_) => path.display().to_string(),
    }
}
