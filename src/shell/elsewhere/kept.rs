//! What was learnt of other hosts, for some days: which addresses were good, and who wants to be left alone. Addresses are
//! kept as fingerprints, so that nothing can be read here that was taken out of a story since.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use serde::{Deserialize, Serialize};

use crate::ground::{Elsewhere, Fingerprint};
use crate::pipeline::World;
use crate::shell::disk::Disk;

/// The shelf in the site's `.goodturn/`, and the one thing on it.
pub(crate) const SHELF: &str = "elsewhere";
const NAME: &str = "known";
/// What was good is not asked for again for so many seconds: a week.
const FRESH: i64 = 7 * 24 * 3600;

/// What was learnt, by the seconds since 1970 until which it holds.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    good: BTreeMap<String, i64>,
    alone: BTreeMap<String, i64>,
}

impl Kept {
    /// What an earlier look left behind, as far as it still holds.
    pub(super) fn open(disk: &Disk<'_>) -> Self {
        let known = disk.kept(SHELF, NAME).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Self { mut good, mut alone } = known.unwrap_or_default();
        let now = now();
        // A clock that went wrong and was put right again must not keep anything for years.
        good.retain(|_, until| (now..=now + FRESH).contains(until));
        alone.retain(|_, until| (now..=now + FRESH).contains(until));
        Self { good, alone }
    }

    /// Whether an address was good of late.
    pub(super) fn is_good(&self, address: &Elsewhere) -> bool {
        self.good.contains_key(&print(address.as_str()))
    }

    /// Which of these hosts want to be left alone, and for how many seconds yet.
    pub(super) fn alone(&self, hosts: &BTreeSet<String>) -> BTreeMap<String, u64> {
        let left = |until: &i64| u64::try_from(until - now()).unwrap_or_default().max(1);
        hosts.iter().filter_map(|host| Some((host.clone(), left(self.alone.get(&print(host))?)))).collect()
    }

    /// Keeps what was learnt now; of what is not on the site any more nothing is kept.
    pub(super) fn keep(
        mut self,
        all: &BTreeSet<Elsewhere>,
        good: &[Elsewhere],
        alone: &BTreeMap<String, u64>,
        disk: &Disk<'_>,
    ) {
        let wanted: BTreeSet<String> = all.iter().map(|address| print(address.as_str())).collect();
        self.good.retain(|address, _| wanted.contains(address));
        self.good.extend(good.iter().map(|address| (print(address.as_str()), now() + FRESH)));
        let until = |seconds: &u64| now() + i64::try_from(*seconds).unwrap_or_default();
        self.alone = alone.iter().map(|(host, seconds)| (print(host), until(seconds))).collect();
        if let Ok(bytes) = serde_json::to_vec(&self) {
            // Without it the next look only asks again.
            disk.keep(SHELF, NAME, &bytes);
        }
    }
}

/// How many seconds a host asks us to wait: it gives a number or a moment (RFC 9110, 10.2.3).
pub(super) fn seconds(words: &str) -> Option<u64> {
    if let Ok(seconds) = words.parse() {
        return Some(seconds);
    }
    let then = DateTimeParser::new().parse_timestamp(words).ok()?;
    Some(u64::try_from(then.as_second() - now()).unwrap_or_default())
}

fn print(text: &str) -> String {
    format!("{:032x}", Fingerprint::of(text.as_bytes()).0)
}

fn now() -> i64 {
    Timestamp::now().as_second()
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn a_wish_to_wait_is_a_number_or_a_moment() {
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0), "that moment has passed");
        assert!(seconds("Wed, 21 Oct 2099 07:28:00 GMT").is_some_and(|seconds| seconds > 1_000_000));
        assert_eq!(seconds("soon"), None);
    }
}
