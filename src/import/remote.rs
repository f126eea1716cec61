//! Pictures on other hosts: a site must allow a host by its name before its pages may show anything from there. Knows which
//! hosts can be allowed, and how they are named.

use crate::ground::elsewhere::Elsewhere;

/// The address of a picture such that the host in it can be allowed; none if no site could show it from there.
pub(super) fn shown(address: &str) -> Option<String> {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let scheme = ["https://", "http://", "//"].into_iter().find(|scheme| lower.starts_with(scheme));
    let Some(scheme) = scheme else { return Some(address.to_owned()) };
    let rest = &address[scheme.len()..];
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let host = host(address)?;
    let scheme = if scheme == "//" { "https://" } else { scheme };
    Some(format!("{scheme}{host}{}", &rest[end..]))
}

/// The host of a whole address as settings name it, with its port if it is not the usual one.
pub(super) fn host(address: &str) -> Option<String> {
    let elsewhere = Elsewhere::parse(address)?;
    let host = elsewhere.authority();
    let (name, _) = host.split_once(':').unwrap_or((host, ""));
    let is_label = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name.split('.').all(is_label).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn hosts_are_named_as_they_can_be_allowed() {
        for (was, is) in [
            ("https://x.example/a b.jpg?q#f", Some("https://x.example/a b.jpg?q#f")),
            ("//x.example/a.jpg", Some("https://x.example/a.jpg")),
            ("HTTP://X.Example:80/A.jpg", Some("http://x.example/A.jpg")),
            ("http://x.example:8080/a.jpg", Some("http://x.example:8080/a.jpg")),
            ("https://me:secret@bücher.example/ü.jpg", Some("https://xn--bcher-kva.example/ü.jpg")),
            ("/uploads/a.jpg", Some("/uploads/a.jpg")),
            ("a.jpg", Some("a.jpg")),
            ("http://my_host.example/a.jpg", None),
            ("http://x.example\\a.jpg", Some("http://x.example\\a.jpg")),
            ("http://h./a.jpg", None),
            ("http://[::1]/a.jpg", None),
            ("http:///", None),
        ] {
            assert_eq!(shown(was).as_deref(), is, "{was}");
        }
    }
}
