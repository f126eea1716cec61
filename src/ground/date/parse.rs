//! Text -> day, moment or part of a date. Guesses nothing: what can be read in two ways is refused with both.

use super::tokens::{Cursor, tokens};
use super::{Date, MONTHS, Moment, Partial, TimeOfDay, WEEKDAYS};

/// A date that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The day, with the time and the offset if they were given.
    pub moment: Moment,
    /// The day of the week that was written, where the calendar has another.
    pub wrong_weekday: Option<&'static str>,
}

/// Why some text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// Day and month could be swapped, or are written in an order that not everybody knows: all readings that are days.
    Ambiguous(Vec<Date>),
    /// The month of that year is shorter than that.
    NoSuchDay {
        /// The year.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
        /// The day, as written.
        day: u32,
    },
    /// There are only twelve months, from 1.
    NoSuchMonth(u32),
    /// Years begin at 1 and are written with four digits.
    NoSuchYear,
    /// The clock does not know this time.
    NoSuchTime,
    /// The year has two digits.
    ShortYear,
    /// A year, or a month of a year, but no day.
    NoDay(Partial),
    /// A time zone that is not known by this name.
    UnknownZone(String),
    /// None of the forms.
    NotUnderstood,
}

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 100;

pub(super) fn moment(text: &str) -> Result<Parsed, DateFault> {
    let text = text.trim();
    if let Some(day) = iso(text) {
        return Ok(Parsed { moment: Moment::on(day), wrong_weekday: None });
    }
    if text.len() > LONGEST {
        return Err(DateFault::NotUnderstood);
    }
    let text = text.split_once(" (").filter(|(_, note)| note.ends_with(')')).map_or(text, |(date, _)| date);
    let pieces = tokens(text).ok_or(DateFault::NotUnderstood)?;
    let mut at = Cursor(&pieces);
    let weekday = at.word(weekday);
    at.sign(&['.']);
    at.sign(&[',']);
    let day = day(&mut at)?;
    let time = time_of_day(&mut at)?;
    let wrong_weekday = weekday.filter(|name| *name != day.weekday());
    Ok(Parsed { moment: Moment { day, time }, wrong_weekday })
}

pub(super) fn partial(text: &str) -> Result<Partial, DateFault> {
    match moment(text) {
        Ok(parsed) => Ok(parsed.moment.day.into()),
        Err(DateFault::NoDay(partial)) => Ok(partial),
        Err(fault) => Err(fault),
    }
}

/// `2011-09-25` and nothing else: what nearly every story has.
fn iso(text: &str) -> Option<Date> {
    let (day, rest) = Date::from_name(text)?;
    day.filter(|_| rest.is_empty() && text.len() == 10)
}

/// The three numbers of a day, in any of the orders that can be told apart.
fn day(at: &mut Cursor<'_>) -> Result<Date, DateFault> {
    if let Some(month) = at.word(month) {
        at.sign(&['.']);
        return after_month(at, month);
    }
    let (first, digits) = at.number().ok_or(DateFault::NotUnderstood)?;
    match digits {
        8 => date(first / 10_000, first / 100 % 100, first % 100),
        4 => after_year(at, first),
        1 | 2 => after_day(at, first),
        _ => Err(DateFault::NotUnderstood),
    }
}

/// `September 25th, 2011`, `September 2011`.
fn after_month(at: &mut Cursor<'_>, month: u32) -> Result<Date, DateFault> {
    at.sign(&[',', '-', '/']);
    let (number, digits) = at.number().ok_or(DateFault::NotUnderstood)?;
    if digits == 4 {
        return Err(only(number, Some(month), at));
    }
    ordinal(at);
    at.sign(&[',', '.', '-', '/']);
    let year = year(at)?;
    date(year, month, number)
}

/// `2011-09-25`, `2011/9/25`, `2011 September 25`, `2011-09`, `2011`.
fn after_year(at: &mut Cursor<'_>, year: u32) -> Result<Date, DateFault> {
    let sign = at.sign(&['-', '/', '.', ',']);
    let Some(month) = at.word(month).or_else(|| at.number().map(|(month, _)| month)) else {
        return Err(if sign.is_none() { only(year, None, at) } else { DateFault::NotUnderstood });
    };
    let sign = at.sign(&['-', '/', '.', ',']);
    let Some((day, digits)) = at.number() else {
        return Err(if sign.is_none() { only(year, Some(month), at) } else { DateFault::NotUnderstood });
    };
    if digits > 2 {
        return Err(DateFault::NotUnderstood);
    }
    ordinal(at);
    date(year, month, day)
}

/// `25 September 2011`, `25th of September, 2011`, `25-Sep-2011`; `25/09/2011` is refused.
fn after_day(at: &mut Cursor<'_>, day: u32) -> Result<Date, DateFault> {
    ordinal(at);
    let sign = at.sign(&['.', '-', '/', ',']);
    of(at);
    if let Some(month) = at.word(month) {
        at.sign(&['.']);
        at.sign(&[',', '-', '/']);
        of(at);
        return date(year(at)?, month, day);
    }
    let (Some(_), Some((second, ..=2)), Some(_)) = (sign, at.number(), at.sign(&['.', '-', '/'])) else {
        return Err(DateFault::NotUnderstood);
    };
    let year = year(at)?;
    let mut readings: Vec<Date> =
        [(second, day), (day, second)].into_iter().filter_map(|(month, day)| date(year, month, day).ok()).collect();
    readings.dedup();
    // 05/05/2011 is one day however it is read.
    if let ([only], true) = (readings.as_slice(), day == second) {
        return Ok(*only);
    }
    Err(if readings.is_empty() { DateFault::NotUnderstood } else { DateFault::Ambiguous(readings) })
}

fn year(at: &mut Cursor<'_>) -> Result<u32, DateFault> {
    at.sign(&['\'', '\u{2019}']);
    match at.number() {
        Some((year, 4)) => Ok(year),
        Some((_, 2)) => Err(DateFault::ShortYear),
        _ => Err(DateFault::NotUnderstood),
    }
}

/// A year or a month without a day, if that is all there is.
fn only(year: u32, month: Option<u32>, at: &Cursor<'_>) -> DateFault {
    if !at.is_done() {
        return DateFault::NotUnderstood;
    }
    match date(year, month.unwrap_or(1), 1) {
        Ok(day) => DateFault::NoDay(Partial { year: day.year(), month: month.map(|_| day.month()), day: None }),
        Err(fault) => fault,
    }
}

fn date(year: u32, month: u32, day: u32) -> Result<Date, DateFault> {
    let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year)).ok_or(DateFault::NoSuchYear)?;
    let small = i8::try_from(month).ok().filter(|month| (1..=12).contains(month));
    let month = small.ok_or(DateFault::NoSuchMonth(month))?;
    i8::try_from(day).ok().and_then(|day| Date::new(year, month, day)).ok_or(DateFault::NoSuchDay { year, month, day })
}

/// `T14:00`, `14:00:30.5 +0200`, `at 2:30 pm`, `, 2 p.m. GMT`, or nothing.
fn time_of_day(at: &mut Cursor<'_>) -> Result<Option<TimeOfDay>, DateFault> {
    if at.is_done() {
        return Ok(None);
    }
    at.sign(&[',', '-', '@']);
    at.word(|word| matches!(word, "t" | "at").then_some(()));
    let (hour, ..=2) = at.number().ok_or(DateFault::NotUnderstood)? else { return Err(DateFault::NotUnderstood) };
    let minute = at.sign(&[':', 'h']).and_then(|_| at.number());
    let second = minute.and_then(|_| at.sign(&[':'])).and_then(|_| at.number());
    if second.is_some() && at.sign(&['.', ',']).is_some() {
        at.number().ok_or(DateFault::NotUnderstood)?;
    }
    let half = half_of_day(at);
    if minute.is_none() && half.is_none() {
        return Err(DateFault::NotUnderstood);
    }
    let hour = match half {
        None => hour,
        Some(afternoon) if (1..=12).contains(&hour) => hour % 12 + if afternoon { 12 } else { 0 },
        Some(_) => return Err(DateFault::NoSuchTime),
    };
    let (minute, second) = (minute.map_or(0, |(n, _)| n), second.map_or(0, |(n, _)| n));
    // A leap second counts as the second before it: no calendar type here has room for it.
    let second = if second == 60 { 59 } else { second };
    if hour > 23 || minute > 59 || second > 59 {
        return Err(DateFault::NoSuchTime);
    }
    let offset = offset(at)?;
    let time = TimeOfDay { second: hour * 3600 + minute * 60 + second, offset };
    at.is_done().then_some(Some(time)).ok_or(DateFault::NotUnderstood)
}

/// Whether `am` (false) or `pm` (true) follows.
fn half_of_day(at: &mut Cursor<'_>) -> Option<bool> {
    let mut ahead = *at;
    let half = ahead.word(|word| match word {
        "am" => Some((false, true)),
        "pm" => Some((true, true)),
        "a" => Some((false, false)),
        "p" => Some((true, false)),
        _ => None,
    });
    let (afternoon, whole) = half?;
    if !whole {
        ahead.sign(&['.'])?;
        ahead.word(|word| (word == "m").then_some(()))?;
        ahead.sign(&['.']);
    }
    *at = ahead;
    Some(afternoon)
}

/// Seconds from UTC: `Z`, `+02:00`, `+0200`, `+2`, `UTC`, `GMT+1`, and the names of RFC 2822.
fn offset(at: &mut Cursor<'_>) -> Result<Option<i32>, DateFault> {
    let mut unknown = None;
    let named = at.word(|word| {
        let hours = named_zone(word);
        unknown = hours.is_none().then(|| word.to_uppercase());
        hours
    });
    if let Some(name) = unknown {
        return Err(DateFault::UnknownZone(name));
    }
    let Some(sign) = at.sign(&['+', '-']) else { return Ok(named.map(|hours| hours * 3600)) };
    let (hours, minutes) = match at.number() {
        Some((number, 4)) => (number / 100, number % 100),
        Some((hours, 1 | 2)) => match at.sign(&[':']) {
            Some(_) => (hours, at.number().ok_or(DateFault::NoSuchTime)?.0),
            None => (hours, 0),
        },
        _ => return Err(DateFault::NotUnderstood),
    };
    if hours > 23 || minutes > 59 || named.is_some_and(|hours| hours != 0) {
        return Err(DateFault::NoSuchTime);
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).unwrap_or(0);
    Ok(Some(if sign == '+' { seconds } else { -seconds }))
}

/// Hours from UTC of the zone names that RFC 2822, section 4.3 knows; no other name means one zone everywhere.
fn named_zone(word: &str) -> Option<i32> {
    Some(match word {
        "z" | "ut" | "utc" | "gmt" => 0,
        "edt" => -4,
        "est" | "cdt" => -5,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" => -8,
        _ => return None,
    })
}

fn ordinal(at: &mut Cursor<'_>) {
    at.word(|word| matches!(word, "st" | "nd" | "rd" | "th" | "er" | "º" | "e").then_some(()));
}

/// `25th of September`, `25 de septiembre de 2011`.
fn of(at: &mut Cursor<'_>) {
    at.word(|word| matches!(word, "of" | "de" | "del" | "di").then_some(()));
}

/// 1 to 12 for a month's name, `sep`, `sept`.
fn month(word: &str) -> Option<u32> {
    let number = MONTHS.iter().position(|name| names(name, word) || (word == "sept" && *name == "September"));
    let number = number.or_else(|| ELSEWHERE.iter().position(|names| names.split(' ').any(|name| name == word)))?;
    u32::try_from(number + 1).ok()
}

/// What the months are called in German, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian and Swedish: only
/// names that mean one month in all of them.
const ELSEWHERE: [&str; 12] = [
    "januar jänner janvier enero gennaio janeiro januari ene",
    "februar feber février févr fevrier febrero febbraio fevereiro februari",
    "märz mär mrz mars marzo março maart marts",
    "avril avr abril aprile abr",
    "mai mayo maggio maio mei maj",
    "juni juin junio giugno junho",
    "juli juillet juil julio luglio julho",
    "août aout agosto augustus augusti ago",
    "septembre septiembre setiembre settembre setembro",
    "oktober okt octobre octubre ottobre outubro",
    "novembre noviembre novembro",
    "dezember dez décembre déc decembre diciembre dic dicembre dezembro desember",
];

fn weekday(word: &str) -> Option<&'static str> {
    let longer = |name: &str| {
        matches!((name, word), ("Tuesday", "tues") | ("Wednesday", "weds") | ("Thursday", "thur" | "thurs"))
    };
    WEEKDAYS.into_iter().find(|name| names(name, word) || longer(name))
}

/// Whether a word is this name or its first three letters.
fn names(name: &str, word: &str) -> bool {
    name.eq_ignore_ascii_case(word) || (word.len() == 3 && name[..3].eq_ignore_ascii_case(word))
}
