//! Which numbers are hosts on the open web, and which are somebody's own machines. Knows the registries of the IANA
//! (<https://www.iana.org/assignments/iana-ipv4-special-registry>, -ipv6-); asks nobody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether a host with this number is on the open web: not this machine, not the network at home, not one that only the
/// people of a data centre reach. A number that carries another inside is as open as that one.
pub(super) fn is_open(number: IpAddr) -> bool {
    match number {
        IpAddr::V4(number) => is_open_4(number),
        IpAddr::V6(number) => is_open_6(number),
    }
}

fn is_open_4(number: Ipv4Addr) -> bool {
    let [a, b, c, _] = number.octets();
    #[expect(clippy::match_same_arms, reason = "each with its own remark")]
    let is_special = match (a, b, c) {
        // This network, and many at once.
        (0 | 224..=255, ..) => true,
        // Shared between a provider and its customers; for machines; for documents; for trials.
        (100, 64..=127, _) | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => {
            true
        }
        _ => number.is_loopback() || number.is_private() || number.is_link_local(),
    };
    !is_special
}

fn is_open_6(number: Ipv6Addr) -> bool {
    let parts = number.segments();
    let inside = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match parts {
        // Another way to write a number of four bytes, and what translates one into the other.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_open_4(inside(high, low))
        }
        // Tunnels, benchmarks, documents, and all else that is set apart here.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Nothing but this is given to hosts on the open web.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::is_open;

    #[test]
    fn only_hosts_of_the_open_web_are_asked() {
        for open in [
            "93.184.215.14",
            "8.8.8.8",
            "172.32.0.1",
            "100.63.0.1",
            "2606:2800:21f:cb07::1",
            "::ffff:8.8.8.8",
            "2002:808:808::1",
        ] {
            assert!(is_open(open.parse().unwrap()), "{open}");
        }
        for own in [
            "127.0.0.1",
            "127.255.0.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.1",
            "224.0.0.251",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:0:53aa::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::fb",
            "100::1",
        ] {
            assert!(!is_open(own.parse().unwrap()), "{own}");
        }
    }
}
