//! Dates as writers write them: a day, a moment with a zone, a year or a month.
//! Knows the calendar and the clock's zones; never asks what day it is today.

mod parse;
mod tokens;

use std::fmt;

use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

pub use parse::{DateFault, Parsed};

/// Full names, January first, for messages and for reading.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Full names, Monday first, as jiff counts them.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const DAY: i64 = 86_400;

/// A civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "(i16, i8, i8)", try_from = "(i16, i8, i8)")]
pub struct Date(civil::Date);

impl From<Date> for (i16, i8, i8) {
    fn from(date: Date) -> Self {
        (date.0.year(), date.0.month(), date.0.day())
    }
}

impl TryFrom<(i16, i8, i8)> for Date {
    type Error = &'static str;

    fn try_from((year, month, day): (i16, i8, i8)) -> Result<Self, Self::Error> {
        Self::new(year, month, day).ok_or("no such day")
    }
}

impl Date {
    /// A day of the Gregorian calendar; none if there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The same day as jiff's type, for formatting and arithmetic.
    pub fn civil(self) -> civil::Date {
        self.0
    }

    /// Reads a day; a time of day after it is allowed and dropped.
    ///
    /// # Errors
    /// Why this is no day, for the messages to put into words.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        parse::moment(text).map(|parsed| parsed.moment.day)
    }

    /// The day that a file name begins with (`2011-09-25-flowers`), and the rest of the name.
    /// The day is none where the digits are no day of the calendar.
    pub fn from_name(name: &str) -> Option<(Option<Self>, &str)> {
        let bytes = name.as_bytes();
        let digits = |range: std::ops::Range<usize>| {
            bytes.get(range.clone())?.iter().all(u8::is_ascii_digit).then(|| name[range].parse::<i16>().ok())?
        };
        let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
        let joined = bytes[4] == b'-' && bytes[7] == b'-' && matches!(bytes.get(10), None | Some(b'-' | b'_' | b' '));
        if !joined {
            return None;
        }
        let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
        let date = date.filter(|_| year > 0).and_then(|(month, day)| Self::new(year, month, day));
        Some((date, name.get(11..).unwrap_or("")))
    }

    /// The day after; none after the last day of the calendar.
    pub fn next(self) -> Option<Self> {
        self.civil().tomorrow().ok().map(Self::from)
    }

    /// The name of the day of the week.
    pub fn weekday(self) -> &'static str {
        WEEKDAYS[usize::from(self.0.weekday().to_monday_zero_offset().unsigned_abs()) % 7]
    }

    /// The name of the month.
    pub fn month_name(self) -> &'static str {
        MONTHS[usize::from(self.month().unsigned_abs()).saturating_sub(1) % 12]
    }

    /// The day as a sentence has it: `25 September 2011`.
    pub fn in_words(self) -> String {
        format!("{} {} {}", self.day(), self.month_name(), self.year())
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Date {
    /// `2011-09-25` (ISO 8601).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// When something was told: a day, with the time and the offset if the writer gave them.
/// A moment with an offset keeps its own day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// The day, as the writer's own clock had it.
    pub day: Date,
    /// Seconds after midnight and the offset from UTC in seconds, if a time was given.
    pub time: Option<TimeOfDay>,
}

/// A time of day with its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeOfDay {
    /// Seconds after midnight, 0 to 86399.
    pub second: u32,
    /// Offset from UTC in seconds; none means the site's own time zone.
    pub offset: Option<i32>,
}

impl Moment {
    /// A day without a time.
    pub fn on(day: Date) -> Self {
        Self { day, time: None }
    }

    /// Reads whatever writers write: `2011-09-25`, RFC 3339, "25 September 2011", "Tuesday, March 3, 2009".
    ///
    /// # Errors
    /// Why this is no date, for the messages to put into words.
    pub fn parse(text: &str) -> Result<Parsed, DateFault> {
        parse::moment(text)
    }

    /// Unix seconds. A day without a time begins at midnight in `zone`; where the clocks skip that
    /// midnight, at the first moment of the day.
    pub fn instant(&self, zone: &TimeZone) -> i64 {
        let local = self.local_seconds();
        match self.time.and_then(|time| time.offset) {
            Some(offset) => local - i64::from(offset),
            // Outside jiff's years (the first and the last days that can be written) no zone has rules: count as UTC.
            None => zone.to_timestamp(self.civil()).map_or(local, jiff::Timestamp::as_second),
        }
    }

    /// The order of two moments on one clock: `zone` stands in where the writer gave no offset.
    pub fn cmp_in(&self, other: &Self, zone: &TimeZone) -> std::cmp::Ordering {
        self.instant(zone).cmp(&other.instant(zone))
    }

    /// As exact as the writer was: `2011-09-25`, `2011-09-25T14:00:00` (ISO 8601) or `2011-09-25T14:00:00+02:00` (RFC 3339).
    pub fn iso(&self) -> String {
        let Ok(year @ 0..=9999) = u32::try_from(self.day.year()) else { return self.iso_of_any_year() };
        // Digit by digit: it is asked for several times for each story, and formatting takes ten times as long.
        let mut text = String::with_capacity("2011-09-25T14:00:00+02:00".len());
        two(year / 100, &mut text);
        two(year % 100, &mut text);
        for number in [self.day.month(), self.day.day()] {
            text.push('-');
            two(number.unsigned_abs().into(), &mut text);
        }
        let Some(time) = self.time else { return text };
        for (sign, number) in [('T', time.second / 3600), (':', time.second / 60 % 60), (':', time.second % 60)] {
            text.push(sign);
            two(number, &mut text);
        }
        text.push_str(&time.offset.map(offset_text).unwrap_or_default());
        text
    }

    /// The same moment with its offset: that of `zone` where the writer gave none, as RFC 3339 and schema.org's readers want it.
    /// A day stays a day. Old local mean times, whose offsets have seconds that nobody can write, stay as they are.
    #[must_use]
    pub fn in_zone(mut self, zone: &TimeZone) -> Self {
        let instant = self.instant(zone);
        if let Some(time @ TimeOfDay { offset: None, .. }) = &mut self.time {
            let at = jiff::Timestamp::from_second(instant);
            time.offset = at.ok().map(|at| zone.to_offset(at).seconds()).filter(|offset| offset % 60 == 0);
        }
        self
    }

    fn iso_of_any_year(&self) -> String {
        let Some(time) = self.time else { return self.day.to_string() };
        format!("{}T{}{}", self.day, clock(i64::from(time.second)), time.offset.map(offset_text).unwrap_or_default())
    }

    /// Always with a time and an offset (RFC 3339), as Atom wants it. The writer's own offset is kept.
    pub fn rfc3339(&self, zone: &TimeZone) -> String {
        let instant = self.instant(zone);
        let offset = match self.time.and_then(|time| time.offset) {
            Some(offset) => i64::from(offset),
            None => jiff::Timestamp::from_second(instant).map_or(0, |at| i64::from(zone.to_offset(at).seconds())),
        };
        let local = instant + offset;
        // The old local mean times had seconds in their offsets, which RFC 3339 cannot write; the day is kept instead.
        let shift = (local.div_euclid(DAY) - self.days()).clamp(-2, 2);
        let day = self.day.0.saturating_add(jiff::Span::new().days(shift));
        format!("{}T{}{}", Date(day), clock(local.rem_euclid(DAY)), offset_text(i32::try_from(offset).unwrap_or(0)))
    }

    fn civil(&self) -> civil::DateTime {
        let second = self.time.map_or(0, |time| time.second.min(86_399));
        let part = |n: u32| i8::try_from(n).unwrap_or(0);
        self.day.0.at(part(second / 3600), part(second / 60 % 60), part(second % 60), 0)
    }

    /// Days since 1970-01-01.
    fn days(&self) -> i64 {
        let epoch = civil::Date::constant(1970, 1, 1);
        self.day.0.duration_since(epoch).as_secs() / DAY
    }

    fn local_seconds(&self) -> i64 {
        self.days() * DAY + self.time.map_or(0, |time| i64::from(time.second))
    }
}

impl From<Date> for Moment {
    fn from(day: Date) -> Self {
        Self::on(day)
    }
}

/// Two digits of a number below a hundred.
fn two(number: u32, text: &mut String) {
    for digit in [number / 10, number % 10] {
        text.push(char::from_digit(digit % 10, 10).unwrap_or('0'));
    }
}

fn clock(second: i64) -> String {
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

fn offset_text(offset: i32) -> String {
    if offset == 0 {
        return "Z".to_owned();
    }
    let minutes = offset.unsigned_abs() / 60;
    format!("{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

/// A year, a month of a year, or a day: as exact as the writer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Partial {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12, if known.
    pub month: Option<i8>,
    /// The day, if known.
    pub day: Option<i8>,
}

impl Partial {
    /// Reads a year, a year and a month, or a day: `2009`, `2009-04`, "April 2009", and all that [`Moment::parse`] reads.
    ///
    /// # Errors
    /// Why this is none of them, for the messages to put into words.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        parse::partial(text)
    }

    /// The first day that it may mean.
    pub fn earliest(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

impl From<Date> for Partial {
    fn from(day: Date) -> Self {
        Self { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }
}

impl fmt::Display for Partial {
    /// `2009`, `2009-04` or `2009-04-01`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}
