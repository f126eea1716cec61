//! A theme's static files. Style sheets and scripts get a fingerprint in their names, so that hosts can keep them for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::chain::{File, Layer};
use crate::ground::messages::theme as messages;
use crate::ground::url::UrlFault;
use crate::ground::{Diagnostic, Fingerprint, Url};

/// A static file of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// What is in it.
    pub bytes: Arc<[u8]>,
    /// The fingerprint of that.
    pub digest: Fingerprint,
    /// Where it goes: `/style.3f2a91c0.css`, `/fonts/x.woff2`.
    pub url: Url,
}

/// All static files in force, by path below `static/`: for each path the most derived layer's.
pub(super) fn collect(layers: &[Layer<'_>]) -> (BTreeMap<Arc<str>, Asset>, Vec<Diagnostic>) {
    let mut assets = BTreeMap::new();
    let mut said = Vec::new();
    for layer in layers {
        for (path, file) in &layer.files {
            let Some(path) = path.strip_prefix("static/") else { continue };
            if assets.contains_key(path) {
                continue;
            }
            match asset(path, file) {
                Ok(asset) => {
                    assets.insert(Arc::from(path), asset);
                }
                Err(UrlFault(why)) => said.push(messages::bad_file_name(&why).in_file(&file.path)),
            }
        }
    }
    (assets, said)
}

fn asset(path: &str, file: &File<'_>) -> Result<Asset, UrlFault> {
    let digest = Fingerprint::of(file.bytes);
    // An address is decoded when it is parsed; a file's name is not encoded.
    let name = fingerprinted(path, digest).replace('%', "%25");
    Ok(Asset { bytes: Arc::from(file.bytes), digest, url: Url::parse(&format!("/{name}"))? })
}

fn fingerprinted(path: &str, digest: Fingerprint) -> String {
    match path.rsplit_once('.') {
        Some((stem, extension)) if matches!(extension, "css" | "js" | "mjs") => {
            format!("{stem}.{}.{extension}", &digest.to_string()[..8])
        }
        _ => path.to_owned(),
    }
}
