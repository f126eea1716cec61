//! The clock, read once: what day it is where the site is.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::ground::Date;

/// Today in the time zone of that name. `SOURCE_DATE_EPOCH` (seconds since 1970, <https://reproducible-builds.org/specs/source-date-epoch/>)
/// stands in for the clock where it is set, so that a build can be repeated later.
///
/// # Errors
/// What `SOURCE_DATE_EPOCH` holds, if it is not such a number.
pub fn today(timezone: &str) -> Result<Date, String> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => {
            text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or(text)?
        }
        _ => Timestamp::now(),
    };
    Ok(day_of(now, timezone))
}

/// An unknown time zone has been complained about where it stands; the day is then the one of UTC.
fn day_of(now: Timestamp, timezone: &str) -> Date {
    let zone = TimeZone::get(timezone).unwrap_or(TimeZone::UTC);
    Date::from(Zoned::new(now, zone).date())
}

#[cfg(test)]
mod tests {
    use super::day_of;

    #[test]
    fn a_day_begins_where_the_site_is() {
        let now = "2011-09-25T22:30:00Z".parse().unwrap();
        assert_eq!(day_of(now, "UTC").to_string(), "2011-09-25");
        assert_eq!(day_of(now, "Europe/Paris").to_string(), "2011-09-26");
        assert_eq!(day_of(now, "no such zone").to_string(), "2011-09-25");
    }
}
