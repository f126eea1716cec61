//! The Content-Security-Policy of a page (CSP Level 3), for a `<meta>` element or a header: nothing runs and nothing is
//! loaded from elsewhere but what site.toml's `allow_hosts` names. The JSON-LD block is admitted by the hash of its text.

use sha2::{Digest, Sha256};

/// The parts of the policy that are the same on every page.
#[derive(Debug)]
pub struct Policy {
    /// Up to the sources of scripts.
    before: String,
    /// The sources of scripts besides the JSON-LD: each with a space in front.
    scripts: String,
    /// The same for the one page that has a script in any theme.
    with_script: String,
    /// From there on, without and with a script.
    after: [String; 2],
}

impl Policy {
    /// The policy for these hosts; `scripts`: pages load scripts of the theme.
    pub fn new(allow_hosts: &[String], scripts: bool) -> Self {
        let hosts: Vec<&str> = allow_hosts.iter().map(String::as_str).filter(|host| is_source(host)).collect();
        let hosts = hosts.join(" ");
        let own = if scripts { "'self'" } else { "" };
        let before = ["img-src", "style-src", "font-src", "media-src"]
            .map(|kind| format!("; {kind}{}", sources("'self'", &hosts)));
        let frames = if hosts.is_empty() { String::new() } else { format!("; frame-src {hosts}") };
        // The site itself may be asked, though nothing here asks: whoever looks for robots.txt does so from within a page.
        let connections = format!("; connect-src{}", sources("'self'", &hosts));
        let forms = |scripts| {
            let from = if scripts || !hosts.is_empty() { sources("'self'", &hosts) } else { " 'none'".to_owned() };
            format!("; base-uri 'none'; form-action{from}")
        };
        Self {
            before: format!("default-src 'none'{}{frames}{connections}", before.concat()),
            scripts: sources(own, &hosts),
            with_script: sources("'self'", &hosts),
            after: [forms(scripts), forms(true)],
        }
    }

    /// The policy for a header, which holds for every page at once. Only a header can say that no other site may show
    /// these pages inside of its own. JSON-LD is data that never runs, so that no browser asks whether it may.
    pub fn for_all(&self, has_script: bool) -> String {
        self.for_page(None, has_script).0 + "; frame-ancestors 'none'"
    }

    /// The policy of a page with this JSON-LD, exactly as it stands between the tags, and perhaps with a script of the
    /// theme; and its part about scripts alone.
    ///
    /// A page states both, one after the other. Browsers keep to both, so that the second changes nothing. The Nu checker
    /// keeps to the last, and when it reads files and not addresses it takes 'self' for nobody: it would report every
    /// picture of the site as forbidden.
    pub fn for_page(&self, json_ld: Option<&str>, has_script: bool) -> (String, String) {
        let Self { before, .. } = self;
        let scripts = if has_script { &self.with_script } else { &self.scripts };
        let after = &self.after[usize::from(has_script)];
        let scripts = match json_ld {
            Some(block) => format!("script-src 'sha256-{}'{scripts}", base64(&Sha256::digest(block))),
            None if scripts.is_empty() => "script-src 'none'".to_owned(),
            None => format!("script-src{scripts}"),
        };
        (format!("{before}; {scripts}{after}"), scripts)
    }
}

/// Each with a space in front, if there is one.
fn sources(own: &str, hosts: &str) -> String {
    [own, hosts].into_iter().filter(|part| !part.is_empty()).flat_map(|part| [" ", part]).collect()
}

/// Whether this can stand in a policy without becoming more than one host: `example.org`, `https://*.example.org:8080`.
fn is_source(host: &str) -> bool {
    !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/*%".contains(&b))
}

/// Base 64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let all = three.iter().fold(0, |all, byte| all << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS[all >> (18 - 6 * place) & 63];
            out.push(if place <= three.len() { digit as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Policy, base64};

    #[test]
    fn base64_as_in_rfc_4648() {
        let of = |text: &str| base64(text.as_bytes());
        assert_eq!(
            [of(""), of("f"), of("fo"), of("foo"), of("foob"), of("fooba"), of("foobar"), base64(&[0xfb, 0xff, 0xfe])],
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy", "+//+"]
        );
    }

    #[test]
    fn a_host_cannot_bring_more_than_itself() {
        let hosts = ["https://a.example".to_owned(), "x; script-src *".to_owned(), "'unsafe-inline'".to_owned()];
        expect_test::expect!["default-src 'none'; img-src 'self' https://a.example; style-src 'self' https://a.example; font-src 'self' https://a.example; media-src 'self' https://a.example; frame-src https://a.example; connect-src 'self' https://a.example; script-src 'self' https://a.example; base-uri 'none'; form-action 'self' https://a.example"]
            .assert_eq(&Policy::new(&hosts, true).for_page(None, false).0);
        expect_test::expect!["default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; script-src 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='; base-uri 'none'; form-action 'none'"].assert_eq(&Policy::new(&[], false).for_page(Some("{}"), false).0);
        expect_test::expect!["default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; script-src 'none'; base-uri 'none'; form-action 'none'"].assert_eq(&Policy::new(&[], false).for_page(None, false).0);
    }
}
