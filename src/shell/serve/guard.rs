//! Who may ask: names that this server goes by, and pages of its own. A page of the wide web that has its name lead to this
//! machine (DNS rebinding) says its own name in `Host`, and a page that calls from elsewhere says so in `Origin`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether a `Host` is one of ours: this machine's names, or the very address that the connection came to.
pub(super) fn is_our_host(host: &str, local: IpAddr) -> bool {
    let Some(name) = without_port(host) else { return false };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let Some(address) = address(name) else { return false };
    let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    here.contains(&address) || address == local.to_canonical()
}

/// Whether whoever asks is a page of this server, or no page at all.
pub(super) fn is_our_page(host: &str, origin: Option<&str>, fetch_site: Option<&str>) -> bool {
    let own = format!("http://{host}");
    origin.is_none_or(|origin| origin.eq_ignore_ascii_case(&own))
        && fetch_site.is_none_or(|site| matches!(site, "same-origin" | "none"))
}

/// The name or address of `name`, `name:80`, `[::1]`, `[::1]:80`.
fn without_port(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, port) = host.split_at(end);
    let is_port = |port: &str| port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    (port.is_empty() || port.strip_prefix(':').is_some_and(is_port)).then_some(name)
}

fn address(name: &str) -> Option<IpAddr> {
    match name.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(|it| IpAddr::V6(it).to_canonical()),
        None => name.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_ours() {
        let local = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for ours in ["localhost", "LocalHost:1111", "127.0.0.1:1111", "[::1]:9", "[::1]", "127.0.0.1:"] {
            assert!(is_our_host(ours, local), "{ours}");
        }
        for theirs in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "localhost.",
            "127.1",
            "0.0.0.0",
            "2130706433",
            "localhost:1111:2",
            "localhost@evil.example",
            "::1",
            "[::1",
            "[::1]x",
            "192.168.1.2",
            "localhost:x",
            "127.0.0.2",
            " localhost",
        ] {
            assert!(!is_our_host(theirs, local), "{theirs}");
        }
    }

    #[test]
    fn the_address_that_was_connected_to_is_ours() {
        let local = "192.168.1.2".parse().unwrap();
        assert!(is_our_host("192.168.1.2:1111", local));
        assert!(!is_our_host("192.168.1.3:1111", local));
        assert!(is_our_host("192.168.1.2", "::ffff:192.168.1.2".parse().unwrap()));
        assert!(is_our_host("[fe80::1]:80", "fe80::1".parse().unwrap()));
    }

    #[test]
    fn other_pages_may_not_listen() {
        let host = "127.0.0.1:1111";
        assert!(is_our_page(host, None, None), "an editor or curl");
        assert!(is_our_page(host, Some("http://127.0.0.1:1111"), Some("same-origin")));
        assert!(!is_our_page(host, Some("http://localhost:1111"), None));
        assert!(!is_our_page(host, Some("https://127.0.0.1:1111"), None));
        assert!(!is_our_page(host, Some("null"), None));
        assert!(!is_our_page(host, None, Some("cross-site")));
        assert!(!is_our_page(host, None, Some("same-site")));
    }
}
