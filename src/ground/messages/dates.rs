//! What is said about dates, wherever they stand.

use crate::ground::date::{DateFault, MONTHS};
use crate::ground::{Date, Diagnostic, SourcePath, Span};

const EXAMPLE: &str = "write year, month and day, such as `2011-09-25`";

/// A date that is none, or that can be read in more ways than one. `example` is the key with a date as it should be.
pub fn no_date(
    path: &SourcePath,
    span: Span,
    key: &str,
    written: &str,
    fault: &DateFault,
    example: &str,
) -> Diagnostic {
    let shown: String = written.chars().take(60).collect();
    let (what, help) = in_words(&shown, fault, example);
    Diagnostic::error("date-unreadable", format!("`{key}`: {what}")).in_file(path).at(span).help(help)
}

/// The day of the week that was written is not the calendar's.
pub fn wrong_weekday(path: &SourcePath, span: Span, key: &str, day: Date, written: &str) -> Diagnostic {
    let message = format!("`{key}`: {} was a {}, not a {written}", day.in_words(), day.weekday());
    Diagnostic::warning("date-wrong-weekday", message)
        .in_file(path)
        .at(span)
        .help("check the date; the day of the week may be left out")
}

fn in_words(shown: &str, fault: &DateFault, example: &str) -> (String, String) {
    match fault {
        DateFault::Ambiguous(readings) => match readings.as_slice() {
            [first, second] => (
                format!("`{shown}` can be read as two different days"),
                format!("write `{first}` for {}, or `{second}` for {}", first.in_words(), second.in_words()),
            ),
            _ => (
                format!("the order of day and month in `{shown}` is not the same everywhere"),
                readings.first().map_or(EXAMPLE.to_owned(), |day| format!("write `{day}` for {}", day.in_words())),
            ),
        },
        DateFault::NoSuchDay { year, month, day } => {
            let name = MONTHS[usize::from(month.unsigned_abs()).saturating_sub(1) % 12];
            let last = Date::new(*year, *month, 1).map_or(31, |first| first.civil().days_in_month());
            (format!("there is no {day} {name} {year}"), format!("{name} {year} has {last} days"))
        }
        DateFault::NoSuchMonth(month) => {
            (format!("there is no month {month} in `{shown}`"), format!("months go from 1 to 12; {EXAMPLE}"))
        }
        DateFault::NoSuchYear => (format!("there is no such year as in `{shown}`"), EXAMPLE.to_owned()),
        DateFault::NoSuchTime => (
            format!("there is no such time of day as in `{shown}`"),
            "write hours from 0 to 23 and minutes from 0 to 59, such as `2011-09-25 14:30`".to_owned(),
        ),
        DateFault::ShortYear => (
            format!("the year in `{shown}` has only two digits"),
            "write all four digits, such as `2011-09-25`".to_owned(),
        ),
        DateFault::NoDay(known) => (
            format!("`{shown}` names no day"),
            format!(
                "write year, month and day, such as `{:04}-{:02}-01`; take the first of the month if the day is not known",
                known.year,
                known.month.unwrap_or(1)
            ),
        ),
        DateFault::UnknownZone(name) => (
            format!("the time zone `{name}` is not known by this name"),
            "write how far it is from UTC, such as `2011-09-25 14:00 +02:00`, or leave it out".to_owned(),
        ),
        DateFault::NotUnderstood => {
            let named = shown.contains(char::is_alphabetic) && shown.contains(|c: char| c.is_ascii_digit());
            let months = if named { "; months may have their names, in English and nine other languages" } else { "" };
            (format!("`{shown}` cannot be read as a date"), format!("write it such as `{example}`{months}"))
        }
    }
}
