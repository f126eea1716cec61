//! Links and pictures that are written as people write them elsewhere, and what was meant. Knows one address at a time.

use super::{Site, also_here, links};
use crate::ground::messages::site as say;
use crate::ground::{BaseUrl, Diagnostic, Url};
use crate::settings::Settings;
use crate::story::Story;

/// Ends of names that are hosts rather than files, for whoever leaves out `https://`.
const HOST_ENDS: [&str; 8] = ["com", "org", "net", "edu", "gov", "info", "uk", "de"];

/// The address that was meant by one without its beginning: a host, or somebody's e-mail.
pub fn meant(target: &str) -> Option<String> {
    let (first, rest) = target.split_once('/').unwrap_or((target, ""));
    if let Some((name, host)) = target.split_once('@') {
        let is_mail = !name.is_empty() && host.contains('.') && !target.contains(['/', ' ', ':', '?', '#']);
        return is_mail.then(|| format!("mailto:{target}"));
    }
    let is_name = |name: &str| {
        !name.is_empty()
            && name.split('.').all(|part| !part.is_empty())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    };
    let host = first.to_ascii_lowercase();
    let end = host.rsplit_once('.').map(|(_, end)| end);
    let is_host = is_name(&host) && (host.starts_with("www.") || end.is_some_and(|end| HOST_ENDS.contains(&end)));
    let slash = if target.contains('/') { "/" } else { "" };
    is_host.then(|| format!("https://{first}{slash}{rest}"))
}

/// The name of a file of the writer's own computer that a link means, as in `C:\\pictures\\a.jpg` and `file:///home/a.jpg`.
pub fn own_disk(target: &str) -> Option<&str> {
    let is_drive = matches!(target.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    if !is_drive && links::scheme(target).as_deref() != Some("file") {
        return None;
    }
    Some(target.rsplit(['/', '\\', ':']).next().unwrap_or_default())
}

/// Says which pictures of a text come from hosts that the site's pages do not ask for anything.
pub fn foreign_pictures(settings: &Settings, story: &Story, said: &mut Vec<Diagnostic>) {
    for image in &story.body.images {
        if let Some(host) = host(&image.src)
            && !is_own(&settings.base_url, host)
            && !settings.allow_hosts.iter().any(|allowed| allows(allowed, host))
        {
            said.push(say::foreign_picture(&story.source, image.span, host));
        }
    }
}

/// Says which links of the menu lead to a page of the site that there is not.
pub fn broken_menu(site: &Site, settings: &Settings, said: &mut Vec<Diagnostic>) {
    let base = &settings.base_url;
    for item in settings.menu.iter().filter(|item| item.url.starts_with('/')) {
        let (path, _) = parted(&item.url);
        let folder = base.path().trim_end_matches('/');
        if page_of(site, base, path).is_none() && !also_here::covers(&site.also_here, folder, path) {
            said.push(say::broken_menu_link(&item.name, &item.url));
        }
    }
}

/// Where a link of the menu leads: an address of the site is below the folder that the site stands in, whether the writer
/// wrote that folder or not, and keeps what stands behind its `?` and `#`.
pub fn menu_link(site: &Site, base: &BaseUrl, address: &str) -> String {
    if !address.starts_with('/') || address.starts_with("//") {
        return address.to_owned();
    }
    let (path, rest) = parted(address);
    let url = page_of(site, base, path).or_else(|| Url::parse(path).ok());
    url.map_or_else(|| address.to_owned(), |url| format!("{}{rest}", base.href(&url)))
}

/// A path, and what follows it.
fn parted(address: &str) -> (&str, &str) {
    address.split_at(address.find(['#', '?']).unwrap_or(address.len()))
}

/// The page or file that a path means, with or without its last slash.
fn page_of(site: &Site, base: &BaseUrl, path: &str) -> Option<Url> {
    let inside = path.strip_prefix(base.path()).map(|inside| format!("/{inside}"));
    let ways = [Some(path.to_owned()), Some(format!("{path}/")), inside.clone(), inside.map(|path| path + "/")];
    let mut urls = ways.into_iter().flatten().filter_map(|path| Url::parse(&path).ok());
    urls.find_map(|url| site.routes.at(&url)).map(|route| route.url.clone())
}

/// The host of a whole web address, with its port.
fn host(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("//")?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "" | "http:" | "https:") {
        return None;
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    Some(host.rsplit_once('@').map_or(host, |(_, host)| host)).filter(|host| !host.is_empty())
}

fn is_own(base: &BaseUrl, host: &str) -> bool {
    base.origin().split_once("://").is_some_and(|(_, own)| own.eq_ignore_ascii_case(host))
}

/// Whether an entry of `allow_hosts` names this host, as the Content-Security-Policy takes it.
fn allows(allowed: &str, host: &str) -> bool {
    let (allowed, host) = (allowed.to_ascii_lowercase(), host.to_ascii_lowercase());
    let host = host.strip_suffix(":443").unwrap_or(&host);
    let allowed = allowed.strip_suffix(":443").unwrap_or(&allowed);
    match allowed.strip_prefix('*') {
        Some(end) => host.ends_with(end) && host.len() > end.len(),
        None => allowed == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        let of = |target| meant(target).unwrap_or_default();
        assert_eq!(of("www.example.org/a?b"), "https://www.example.org/a?b");
        assert_eq!(of("example.org"), "https://example.org");
        assert_eq!(of("maya@example.org"), "mailto:maya@example.org");
        for file in ["other.md", "photo@2x.jpg/x", "a b@c.d", "www", "..org", "x/example.org"] {
            assert_eq!(of(file), "", "{file}");
        }
        assert_eq!(own_disk("C:\\pictures\\a.jpg"), Some("a.jpg"));
        assert_eq!(own_disk("file:///home/maya/a.jpg"), Some("a.jpg"));
        assert_eq!(own_disk("story:a"), None);
    }

    #[test]
    fn hosts_are_allowed_as_the_policy_allows_them() {
        assert!(allows("images.example.org", "Images.example.org:443"));
        assert!(allows("*.example.org", "a.b.example.org"));
        assert!(!allows("*.example.org", "example.org"));
        assert!(!allows("example.org", "example.org:8080"));
        assert_eq!(host("//me@a.example:8/x"), Some("a.example:8"));
        assert_eq!(host("a//b"), None);
    }
}
