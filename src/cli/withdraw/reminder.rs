//! What no program can take back, said once a story is withdrawn.

use crate::ground::Date;

/// What was done, what is still to be done, and what somebody must ask others for.
pub(super) fn words(name: &str, today: Date) -> String {
    format!(
        "\
{name} is withdrawn since {today}. Build and publish the site, and it is gone from there.

What this program cannot reach, so that you can:
  - this file still holds the story; keep it, empty it, or delete it once its old address may answer \"not found\"
  - keepsakes and exports that were made before hold it still: delete those files, and tell whom you gave one
  - git keeps every earlier version: if others can read the repository, its history must be rewritten (git filter-repo)
  - your host, and a CDN before it, may hold the old page for a while: have them empty their caches
  - search engines forget the page when they come by again; each has a form for those who cannot wait
  - web archives keep copies: the Internet Archive takes out what a site's owner asks for (info@archive.org)
  - feed readers and letters cannot be called back; it is kind to tell the teller so"
    )
}
