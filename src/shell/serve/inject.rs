//! What a page gets on its way to the browser, and only there: one script at its end, and leave for it in the page's own
//! policy. Everything else stays byte for byte what `build` writes. Knows no HTML but `<meta>` elements.

/// The address of the script.
pub(super) const SCRIPT: &str = "/.goodturn/live.js";

/// A page as the browser gets it. `pass` is the word that the policy lets the script in with, `page` stands for the page's
/// content: the script names it when it calls, so that nothing that changed in between is missed.
pub(super) fn with_script(html: &[u8], pass: &str, page: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(policy) = next_policy(rest) {
        out.extend_from_slice(&rest[..policy.start]);
        out.extend(with_leave(&rest[policy.start..policy.end], pass));
        rest = &rest[policy.end..];
    }
    out.extend_from_slice(rest);
    out.extend_from_slice(
        format!("<script src=\"{SCRIPT}\" nonce=\"{pass}\" data-page=\"{page}\" defer></script>").as_bytes(),
    );
    out
}

/// Where the text of the next policy in a `<meta http-equiv="Content-Security-Policy" content="…">` stands. Only those in
/// the head count.
fn next_policy(html: &[u8]) -> Option<std::ops::Range<usize>> {
    const OPEN: &[u8] = b"<meta http-equiv=\"Content-Security-Policy\" content=\"";
    let begins = |at: usize, wanted: &[u8]| {
        html.get(at..at + wanted.len()).is_some_and(|text| text.eq_ignore_ascii_case(wanted))
    };
    let tags = html.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at);
    let mut head = tags.take_while(|at| !begins(*at, b"</head") && !begins(*at, b"<body"));
    let start = head.find(|at| begins(*at, OPEN))? + OPEN.len();
    let end = start + html[start..].iter().position(|byte| *byte == b'"')?;
    Some(start..end)
}

/// A policy that also lets the script in, and lets it call home.
fn with_leave(policy: &[u8], pass: &str) -> Vec<u8> {
    let policy = String::from_utf8_lossy(policy);
    let mut directives: Vec<String> = split(&policy).into_iter().map(str::to_owned).collect();
    let name = |directive: &str| directive.split_ascii_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let has = |directives: &[String], wanted: &str| directives.iter().any(|it| name(it) == wanted);
    let closes_all = has(&directives, "default-src");
    let scripts = if has(&directives, "script-src-elem") { "script-src-elem" } else { "script-src" };
    for (wanted, leave) in [(scripts, format!("'nonce-{pass}'")), ("connect-src", "'self'".to_owned())] {
        match directives.iter_mut().find(|it| name(it) == wanted) {
            // Beside another source, 'none' counts for nothing (CSP Level 3, 6.7.2.2).
            Some(directive) if !allows(directive, &leave) => *directive = format!("{directive} {leave}"),
            None if closes_all => directives.push(format!(" {wanted} {leave}")),
            // It is let in already.
            _ => {}
        }
    }
    directives.join(";").into_bytes()
}

/// Whether a directive names this source, plainly or with its quotes as entities.
fn allows(directive: &str, source: &str) -> bool {
    let plain = directive.replace("&#x27;", "'").replace("&#39;", "'").replace("&apos;", "'");
    plain.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(source))
}

/// The directives of a policy, parted by semicolons; those that end an entity (`&#39;`) part nothing.
fn split(policy: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in policy.match_indices(';') {
        let entity = policy[start..at].rfind('&').is_some_and(|open| {
            let name = &policy[start + open + 1..at];
            !name.is_empty() && name.len() <= 6 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
        });
        if !entity {
            parts.push(&policy[start..at]);
            start = at + 1;
        }
    }
    parts.push(&policy[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(html: &str) -> String {
        String::from_utf8(with_script(html.as_bytes(), "PASS", "7")).unwrap()
    }

    #[test]
    fn a_page_without_a_policy_gets_the_script_at_its_end_and_nothing_else() {
        expect_test::expect![[r#"
            <p>Hello</p>
            <script src="/.goodturn/live.js" nonce="PASS" data-page="7" defer></script>"#]]
        .assert_eq(&served("<p>Hello</p>\n"));
    }

    #[test]
    fn each_policy_lets_the_script_in_and_nothing_else() {
        let policy = |text: &str| {
            let page = served(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{text}\">"));
            page.split('"').nth(3).unwrap().to_owned()
        };
        let all = [
            "script-src 'none'",
            "default-src 'none'; connect-src 'self'; script-src 'sha256-abc='; base-uri 'none'",
            "default-src &#x27;none&#x27;; connect-src &#x27;self&#x27;; script-src &#39;none&#39;; img-src *",
            "default-src 'none'",
            "img-src 'self'",
            "connect-src https://a.example; script-src-elem 'self'",
            "",
        ];
        expect_test::expect![[r"
            script-src 'none' 'nonce-PASS'
            default-src 'none'; connect-src 'self'; script-src 'sha256-abc=' 'nonce-PASS'; base-uri 'none'
            default-src &#x27;none&#x27;; connect-src &#x27;self&#x27;; script-src &#39;none&#39; 'nonce-PASS'; img-src *
            default-src 'none'; script-src 'nonce-PASS'; connect-src 'self'
            img-src 'self'
            connect-src https://a.example 'self'; script-src-elem 'self' 'nonce-PASS'
        "]]
        .assert_eq(&(all.map(policy).join("\n")));
    }
}
