//! Addresses as they are written: which of them a browser can follow without harm.

use std::borrow::Cow;

use pulldown_cmark::LinkType;

/// Why an address cannot be the target of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is none.
    Empty,
    /// Following it would run something in the page.
    Unsafe,
    /// No browser understands it, such as `http://` without a host.
    Broken,
}

/// Where a link leads by itself, without a site around it.
pub(super) fn written(link_type: LinkType, to: &str) -> Cow<'_, str> {
    if link_type == LinkType::Email && !to.starts_with("mailto:") {
        Cow::Owned(format!("mailto:{to}"))
    } else {
        Cow::Borrowed(to)
    }
}

/// What is wrong with an address, if anything.
pub(super) fn fault(address: &str) -> Option<Fault> {
    if address.trim().is_empty() {
        Some(Fault::Empty)
    } else if !is_safe(address) {
        Some(Fault::Unsafe)
    } else if !is_whole(address) {
        Some(Fault::Broken)
    } else {
        None
    }
}

/// Whether following an address runs nothing in the page: it is none of `javascript:`, `data:` and `vbscript:`,
/// however it is spelled (browsers ignore control characters and leading spaces).
pub(super) fn is_safe(address: &str) -> bool {
    let mut seen = address.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    let mut head = [0_u8; 10];
    for at in 0..=head.len() {
        match seen.next() {
            Some(':') => {
                return ![&b"javascript"[..], b"vbscript", b"data"].contains(&&head[..at]);
            }
            Some(c) if at < head.len() && c.is_ascii_alphanumeric() => {
                // Checked to be ASCII.
                head[at] = u8::try_from(c).unwrap_or(0).to_ascii_lowercase();
            }
            _ => return true,
        }
    }
    true
}

/// Whether a web address names a host, and a port that there is. Other schemes are taken as they are.
fn is_whole(address: &str) -> bool {
    let Some((_, authority)) = web(address) else { return true };
    let Some(authority) = authority else { return false };
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if let Some(rest) = host.strip_prefix('[') {
        let Some((inner, port)) = rest.split_once(']') else { return false };
        return inner.parse::<core::net::Ipv6Addr>().is_ok() && port.strip_prefix(':').map_or(port.is_empty(), is_port);
    }
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
    !name.is_empty() && name.chars().all(is_name) && is_port(port)
}

fn is_port(port: &str) -> bool {
    port.is_empty() || (port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok())
}

/// The end of `http:`, `https:` or nothing in an address that begins with `//` after it, and its host with all that
/// belongs to it; no host if the two slashes are missing. None for all other addresses.
pub(super) fn web(address: &str) -> Option<(usize, Option<&str>)> {
    let starts = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)).then_some(scheme.len())
    };
    let from = starts("https:").or_else(|| starts("http:")).or_else(|| starts("//").map(|_| 0))?;
    let authority = address[from..].strip_prefix("//");
    Some((from, authority.map(|rest| rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_something_are_not_safe() {
        for bad in ["javascript:alert(1)", " JaVa\tScript:x", "\u{1}vbscript:x", "data:text/html,x", "java\nscript:x"] {
            assert_eq!(fault(bad), Some(Fault::Unsafe), "{bad:?}");
        }
        for good in
            ["/javascript:x", "https://a/?data:", "mailto:x", "#javascript:", "javascripts:x", "./data:x", "花:x"]
        {
            assert_eq!(fault(good), None, "{good:?}");
        }
    }

    #[test]
    fn web_addresses_name_a_host() {
        for bad in [
            "http://",
            "https:x",
            "http:/x",
            "//",
            "http://a b/",
            "http://a:99999",
            "http://a:b/",
            "http://[::1/",
            "///x",
        ] {
            assert_eq!(fault(bad), Some(Fault::Broken), "{bad:?}");
        }
        for good in [
            "http://a",
            "HTTPS://a:80/ b",
            "//a/b",
            "https://me@a.example:8/",
            "http://[::1]:80/",
            "https://köln.example",
        ] {
            assert_eq!(fault(good), None, "{good:?}");
        }
        assert_eq!(fault(" "), Some(Fault::Empty));
    }
}
