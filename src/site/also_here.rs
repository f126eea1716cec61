//! What something else serves at the site's address, as `also_here` of site.toml names it. Knows paths only.

use crate::ground::url::decode;

/// Whether a path, with or without the folder that the site stands in, is one of `others` or below one of them.
pub fn covers(others: &[String], folder: &str, path: &str) -> bool {
    let plain = |text: &str| decode(text).unwrap_or_else(|| text.to_owned());
    let path = plain(path.split('?').next().unwrap_or(path));
    let whole = format!("{}{path}", plain(folder));
    others.iter().map(|other| plain(other)).any(|other| {
        [&path, &whole].into_iter().any(|path| *path == other || other.ends_with('/') && path.starts_with(&other))
    })
}
