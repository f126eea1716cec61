//! `[privacy] allow` and the addresses that site.toml itself gives for letters: they are the author's own.

use std::collections::BTreeSet;

use super::emails::meant;
use super::fold::folded;
use crate::settings::Settings;

/// What may be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    /// Whole addresses, in small letters.
    emails: BTreeSet<String>,
    /// Everything at these hosts.
    hosts: BTreeSet<String>,
    /// The digits of numbers.
    phones: BTreeSet<String>,
}

impl Allow {
    /// What `[privacy] allow` names, and where site.toml says that letters and calls are welcome: `email`, and `mailto:` and
    /// `tel:` links of the menu. Nothing else in site.toml says that it may be published.
    pub fn of(settings: &Settings) -> Self {
        let mut allow = Self::default();
        let welcome = settings.menu.iter().filter_map(|item| item.url.split_once(':'));
        let welcome = welcome.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto") || *scheme == "tel");
        let welcome = welcome.map(|(_, rest)| rest.split('?').next().unwrap_or(rest));
        for text in settings.privacy.allow.iter().map(String::as_str).chain(settings.email.as_deref()).chain(welcome) {
            allow.add(text);
        }
        allow
    }

    fn add(&mut self, text: &str) {
        let text = folded(text.trim());
        match text.strip_prefix('@') {
            Some(host) => self.hosts.insert(host.to_owned()),
            None if text.contains('@') => self.emails.insert(text),
            None => self.phones.insert(digits(&text)),
        };
    }

    /// Whether this address is the author's own.
    pub fn email(&self, address: &str) -> bool {
        let meant = meant(address);
        let address = meant.as_str();
        self.emails.contains(address) || address.split_once('@').is_some_and(|(_, host)| self.hosts.contains(host))
    }

    /// Whether this number is the author's own, with or without its country.
    pub fn phone(&self, number: &str) -> bool {
        let number = digits(number);
        let national = number.trim_start_matches('0');
        self.phones.iter().any(|own| {
            let (own, bare) = (own.trim_start_matches("00"), own.trim_start_matches('0'));
            *own == *number.trim_start_matches("00")
                || (national.len() >= 8 && own.ends_with(national))
                || (bare.len() >= 8 && number.ends_with(bare))
                || is_beside(own, &number)
        })
    }
}

/// Whether this is the own number with a few digits before or after it that belong to something else, such as the day of a
/// comment behind the name of who wrote it: too few for a number.
fn is_beside(own: &str, number: &str) -> bool {
    let rest = number.strip_prefix(own).or_else(|| number.strip_suffix(own));
    own.len() >= 7 && rest.is_some_and(|rest| rest.len() <= BESIDE)
}

/// So many digits beside a number are a day, a year or a house.
const BESIDE: usize = 4;

/// The digits alone. `(0)` after a country's number is only spoken at home.
pub(crate) fn digits(text: &str) -> String {
    text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::Allow;
    use crate::settings::Settings;

    #[test]
    fn the_authors_own_are_allowed() {
        let mut settings = Settings::default_for("x");
        settings.email = Some("Post@Example.org".to_owned());
        settings.privacy.allow =
            ["@team.example", "+44 (0)20 7946 0958", "Me@Other.example"].map(str::to_owned).to_vec();
        let allow = Allow::of(&settings);
        let emails = ["post@example.org", "any@team.example", "me@other.example", "tom@other.example"];
        assert_eq!(emails.map(|email| allow.email(email)), [true, true, true, false]);
        let phones = ["+44 20 7946 0958", "020 7946 0958", "0044 20 7946 0958", "020 7946 0959", "(020) 79460958"];
        assert_eq!(phones.map(|phone| allow.phone(phone)), [true, true, true, false, true]);
        let beside = ["44 20 7946 0958 2", "12 442079460958", "44 20 7946 0958 12345"];
        assert_eq!(beside.map(|phone| allow.phone(phone)), [true, true, false]);
    }
}
