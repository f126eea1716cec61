//! Dates as writers write them: a day, a moment with a zone, a year or a month.

use std::fmt;

use jiff::civil;

/// A civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day, as the writer's own clock had it.
    pub day: Date,
    /// Seconds after midnight and the offset from UTC in seconds, if a time was given.
    pub time: Option<TimeOfDay>,
}

/// A time of day with its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeOfDay {
    /// Seconds after midnight, 0 to 86399.
    pub second: u32,
    /// Offset from UTC in seconds; none means the site's own time zone.
    pub offset: Option<i32>,
}

/// A year, a month of a year, or a day: as exact as the writer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partial {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12, if known.
    pub month: Option<i8>,
    /// The day, if known.
    pub day: Option<i8>,
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
