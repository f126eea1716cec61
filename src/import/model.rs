//! An old blog, whatever program it lived in: its posts, pages, comments, labels and pictures.
//! Knows nothing of XML and nothing of the site that it moves to.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::body::Origin;
use super::{LONGEST_NAME, words};
use crate::ground::date::TimeOfDay;
use crate::ground::{Date, Moment};

/// The blog as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blog {
    /// Its name.
    pub title: String,
    /// One line about it.
    pub tagline: String,
    /// Where it stood.
    pub address: String,
    /// The language that it says it is in.
    pub language: String,
    /// The name of its time zone.
    pub zone: String,
}

/// A post or a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A post.
    Post,
    /// A page.
    Page,
}

/// Whether the old blog showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It did.
    Published,
    /// It did not; the words complete "on the old blog it was …".
    Hidden(&'static str),
}

/// A post or page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Post or page.
    pub sort: Sort,
    /// Its id in the old blog.
    pub id: String,
    /// Its title as plain text; may be empty.
    pub title: String,
    /// The last part of its address, as the old blog had it; may be empty.
    pub slug: String,
    /// Earlier last parts of its address, which the old blog still answered to.
    pub old_slugs: Vec<String>,
    /// Its whole old address; may be empty, a path only, or one with `?p=`.
    pub link: String,
    /// What feed readers know it by.
    pub feed_id: String,
    /// When it was published.
    pub when: When,
    /// Whether it was shown.
    pub state: State,
    /// Who wrote it, by the name that was shown.
    pub author: String,
    /// Who wrote it with them.
    pub with: Vec<String>,
    /// Labels: tags and categories.
    pub terms: Vec<Term>,
    /// The writer's own summary.
    pub excerpt: String,
    /// What it told search engines about itself.
    pub description: String,
    /// The id of the attachment that is its picture.
    pub picture: String,
    /// Whether it stood above the others.
    pub sticky: bool,
    /// The text.
    pub html: String,
    /// How the text was written.
    pub origin: Origin,
    /// Its comments, where the export keeps them inside.
    pub comments: Vec<Comment>,
}

impl Item {
    /// Whether the author has no name but an e-mail address.
    pub fn author_is_address(&self) -> bool {
        words::has_address(&self.author)
    }

    /// One more who wrote it, if they have a name that nobody else of them has.
    pub fn joined_by(&mut self, name: &str) {
        let name = words::cut(name.to_owned(), LONGEST_NAME);
        if !name.is_empty() && !words::has_address(&name) && name != self.author && !self.with.contains(&name) {
            self.with.push(name);
        }
    }
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// Whether it is a category, not a tag.
    pub is_category: bool,
    /// The name that was shown.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
}

/// What becomes of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is shown.
    Shown,
    /// It waits for approval.
    Pending,
    /// Its author took it back; its place stays.
    Removed,
    /// It is not kept; the words say why.
    Dropped(&'static str),
}

/// A comment. Whatever else the export knows about the person who wrote it is not even read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its id, as the comment file will have it.
    pub id: String,
    /// The id of the comment that it answers.
    pub parent: Option<String>,
    /// The id of the post that it belongs to, where the export keeps comments apart.
    pub item: String,
    /// The name that was shown.
    pub author: String,
    /// The commenter's page.
    pub url: String,
    /// Whether the author of the post wrote it.
    pub by_author: bool,
    /// When.
    pub when: When,
    /// What becomes of it.
    pub standing: Standing,
    /// The text.
    pub html: String,
}

/// A file that the old blog kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: String,
    /// Where it was.
    pub url: String,
    /// The address of the page that showed it.
    pub link: String,
    /// The id of the post that it belongs to.
    pub parent: String,
    /// Its title.
    pub title: String,
    /// Words for those who cannot see it.
    pub alt: String,
    /// Words under it.
    pub caption: String,
}

/// A date as exports have it: the writer's clock, the clock of Greenwich, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// By the writer's clock.
    pub local: Option<DateTime>,
    /// By Greenwich.
    pub utc: Option<DateTime>,
}

/// The widest offset from Greenwich that there has been, in seconds.
const WIDEST: i64 = 15 * 3600;

impl When {
    /// From the two dates of WordPress; the second is all zeros where it is not known.
    pub fn of_two(local: &str, utc: &str) -> Self {
        Self { local: clock(local), utc: clock(utc) }
    }

    /// From one date with its offset, as Atom has it (RFC 3339).
    pub fn of_atom(text: &str) -> Self {
        let text = text.trim();
        let Some(local) = clock(text) else { return Self::default() };
        let rest = text.get(19..).unwrap_or("").trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        let offset = match rest.split_at_checked(1) {
            Some(("Z" | "z", _)) | None => 0,
            Some((sign, clock)) => {
                let digits: String = clock.chars().filter(char::is_ascii_digit).collect();
                let part = |range: std::ops::Range<usize>| {
                    digits.get(range).and_then(|part| part.parse::<i64>().ok()).unwrap_or(0)
                };
                let seconds = part(0..2) * 3600 + part(2..4) * 60;
                if sign == "-" { -seconds } else { seconds }
            }
        };
        let utc = local.checked_sub(jiff::SignedDuration::from_secs(offset)).ok();
        // Takeout tells everything by the clock of Greenwich, which was hardly ever the writer's own.
        Self { local: Some(local).filter(|_| offset != 0), utc }
    }

    /// From a date as e-mail has it (RFC 2822).
    pub fn of_mail(text: &str) -> Self {
        match jiff::fmt::rfc2822::parse(text.trim()) {
            Ok(zoned) => {
                Self { local: Some(zoned.datetime()), utc: Some(TimeZone::UTC.to_datetime(zoned.timestamp())) }
            }
            Err(_) => Self::default(),
        }
    }

    /// Whether nothing is known.
    pub fn is_unknown(self) -> bool {
        self.local.is_none() && self.utc.is_none()
    }

    /// The moment, by the writer's clock. The zone stands in where the export does not say how far that was from Greenwich.
    pub fn moment(self, zone: Option<&TimeZone>) -> Option<Moment> {
        let apart = |local: DateTime, utc: DateTime| local.duration_since(utc).as_secs();
        match (self.local, self.utc) {
            (Some(local), Some(utc)) if apart(local, utc).abs() <= WIDEST && apart(local, utc) % 60 == 0 => {
                Some(moment(local, i32::try_from(apart(local, utc)).ok()))
            }
            (Some(local), _) => {
                let offset = zone.map(|zone| zone.to_ambiguous_timestamp(local).compatible());
                let offset = offset.and_then(Result::ok).zip(zone).map(|(at, zone)| zone.to_offset(at).seconds());
                Some(moment(local, offset))
            }
            (None, Some(utc)) => at_greenwich(utc, zone),
            (None, None) => None,
        }
    }
}

/// A moment by the clock of Greenwich, told by the clock of the zone.
fn at_greenwich(utc: DateTime, zone: Option<&TimeZone>) -> Option<Moment> {
    let at = TimeZone::UTC.to_timestamp(utc).ok()?;
    let offset = zone.map_or(jiff::tz::Offset::UTC, |zone| zone.to_offset(at));
    Some(moment(offset.to_datetime(at), Some(offset.seconds())))
}

fn moment(local: DateTime, offset: Option<i32>) -> Moment {
    let part = |n: i8| u32::try_from(n).unwrap_or(0);
    let second = part(local.hour()) * 3600 + part(local.minute()) * 60 + part(local.second());
    Moment { day: Date::from(local.date()), time: Some(TimeOfDay { second, offset }) }
}

/// `2011-02-12 09:30:00` or the same with a `T`; none for zeros and for what is no date.
fn clock(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<i16>().ok());
    let small = |range| number(range).and_then(|n| i8::try_from(n).ok());
    let (year, month, day) = (number(0..4)?, small(5..7)?, small(8..10)?);
    let time = |range| small(range).unwrap_or(0);
    // Zeros that went through a clock came out as the last day of the year before.
    if year < 1 {
        return None;
    }
    DateTime::new(year, month, day, time(11..13), time(14..16), time(17..19), 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(when: When, zone: Option<&str>) -> Option<String> {
        let zone = zone.map(|name| TimeZone::get(name).unwrap());
        when.moment(zone.as_ref()).map(|moment| moment.iso())
    }

    #[test]
    fn the_writers_clock_is_kept() {
        let both = When::of_two("2011-02-12 09:30:00", "2011-02-11 22:30:00");
        assert_eq!(said(both, None).as_deref(), Some("2011-02-12T09:30:00+11:00"));
        assert_eq!(said(both, Some("Europe/Berlin")).as_deref(), Some("2011-02-12T09:30:00+11:00"));
        let zeros = When::of_two("2014-01-01 10:00:00", "0000-00-00 00:00:00");
        assert_eq!(said(zeros, None).as_deref(), Some("2014-01-01T10:00:00"));
        assert_eq!(said(zeros, Some("Australia/Sydney")).as_deref(), Some("2014-01-01T10:00:00+11:00"));
        let greenwich = When::of_two("", "2014-01-01 10:00:00");
        assert_eq!(said(greenwich, None).as_deref(), Some("2014-01-01T10:00:00Z"));
        let wrong = When::of_two("2014-01-01 10:00:00", "2001-01-01 10:00:00");
        assert_eq!(said(wrong, None).as_deref(), Some("2014-01-01T10:00:00"), "thirteen years are no offset");
        assert_eq!(said(When::of_two("0000-00-00 00:00:00", ""), None), None);
    }

    #[test]
    fn greenwich_is_told_by_the_clock_of_the_zone() {
        let atom = When::of_atom("2012-12-31T23:59:59.999Z");
        assert_eq!(said(atom, None).as_deref(), Some("2012-12-31T23:59:59Z"));
        assert_eq!(said(atom, Some("Australia/Sydney")).as_deref(), Some("2013-01-01T10:59:59+11:00"));
        let own = When::of_atom("2011-09-25T23:30:00.000+10:00");
        assert_eq!(said(own, Some("Europe/Berlin")).as_deref(), Some("2011-09-25T23:30:00+10:00"));
        let mail = When::of_mail("Tue, 14 Jan 2014 17:31:03 +0000");
        assert_eq!(said(mail, None).as_deref(), Some("2014-01-14T17:31:03Z"));
    }
}
