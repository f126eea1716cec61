//! What is said about the files that some hosts want, and about links between hosts.

use crate::ground::Diagnostic;

/// More redirects than some hosts take.
pub fn many_redirects(count: usize, most: usize) -> Diagnostic {
    Diagnostic::warning(
        "many-redirects",
        format!("`_redirects` has {count} lines, and Cloudflare Pages reads only the first {most}"),
    )
    .help("nothing is lost: each old address has a page, too, which leads on; other hosts take more lines")
}

/// A line of `_headers` that is longer than some hosts take.
pub fn long_policy(letters: usize, most: usize) -> Diagnostic {
    Diagnostic::warning(
        "long-policy",
        format!(
            "a line of `_headers` has {letters} letters, and Cloudflare Pages leaves out lines of more than {most}"
        ),
    )
    .help("take hosts out of `allow_hosts` in site.toml, or name several at once: allow_hosts = [\"*.example.org\"]")
}
