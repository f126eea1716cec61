//! Dates: whatever writers write in, a day or a plain refusal out.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use goodturn::ground::messages::dates;
use goodturn::ground::{Date, Moment, Partial, SourcePath, Span};
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// Each text and what is made of it, one a line.
fn check(texts: &str, expected: Expect) {
    let mut out = String::new();
    for text in texts.lines() {
        let read = match Moment::parse(text) {
            Ok(parsed) => parsed.moment.iso() + parsed.wrong_weekday.map_or("", |_| " (another weekday)"),
            Err(fault) => {
                let said =
                    dates::no_date(&SourcePath::new("a"), Span::default(), "date", text, &fault, "date: 2011-09-25");
                format!("{} / {}", said.message, said.help.unwrap())
            }
        };
        let _ = writeln!(out, "{text} -> {read}");
    }
    expected.assert_eq(&out);
}

#[test]
fn days_in_figures() {
    check(
        "2011-09-25\n 2011-9-5 \n2011/09/25\n2011.09.25\n20110925\n0900-01-01\n05/05/2011",
        expect![[r#"
        2011-09-25 -> 2011-09-25
         2011-9-5  -> 2011-09-05
        2011/09/25 -> 2011-09-25
        2011.09.25 -> 2011-09-25
        20110925 -> 2011-09-25
        0900-01-01 -> 0900-01-01
        05/05/2011 -> 2011-05-05
    "#]],
    );
}

#[test]
fn months_in_other_languages() {
    check(
        "25. September 2011\n3 mars 2009\n12. März 2010\n1er août 2014\n25 de septiembre de 2011\n2 di maggio 2001\n\
        1º gennaio 2020\n5 maart 2012\n17. maj 2014\n24 décembre 1999\nDez. 24, 1999\nfévr. 2009\n30. Februar 2010\n\
        25 listopada 2011\n2011–09–25\n2011—09—25T14:00:00−05:00\n25‑Sep‑2011",
        expect![[r#"
            25. September 2011 -> 2011-09-25
            3 mars 2009 -> 2009-03-03
            12. März 2010 -> 2010-03-12
            1er août 2014 -> 2014-08-01
            25 de septiembre de 2011 -> 2011-09-25
            2 di maggio 2001 -> 2001-05-02
            1º gennaio 2020 -> 2020-01-01
            5 maart 2012 -> 2012-03-05
            17. maj 2014 -> 2014-05-17
            24 décembre 1999 -> 1999-12-24
            Dez. 24, 1999 -> 1999-12-24
            févr. 2009 -> `date`: `févr. 2009` names no day / write year, month and day, such as `2009-02-01`; take the first of the month if the day is not known
            30. Februar 2010 -> `date`: there is no 30 February 2010 / February 2010 has 28 days
            25 listopada 2011 -> `date`: `25 listopada 2011` cannot be read as a date / write it such as `date: 2011-09-25`; months may have their names, in English and nine other languages
            2011–09–25 -> 2011-09-25
            2011—09—25T14:00:00−05:00 -> 2011-09-25T14:00:00-05:00
            25‑Sep‑2011 -> 2011-09-25
        "#]],
    );
}

#[test]
fn days_in_words() {
    check(
        "25 September 2011\nSeptember 25, 2011\nTuesday, March 3, 2009\nTues. 3rd March 2009\nSept. 25th 2011\n25. Sep. 2011\n\
        the 25th\n25th of September, 2011\n25-Sep-2011\n25/Sep/2011\n2011 September 25\nMAY 1 2010\nMonday, March 3, 2009\n\
        Sat, 3 Mar 2009",
        expect![[r#"
            25 September 2011 -> 2011-09-25
            September 25, 2011 -> 2011-09-25
            Tuesday, March 3, 2009 -> 2009-03-03
            Tues. 3rd March 2009 -> 2009-03-03
            Sept. 25th 2011 -> 2011-09-25
            25. Sep. 2011 -> 2011-09-25
            the 25th -> `date`: `the 25th` cannot be read as a date / write it such as `date: 2011-09-25`; months may have their names, in English and nine other languages
            25th of September, 2011 -> 2011-09-25
            25-Sep-2011 -> 2011-09-25
            25/Sep/2011 -> 2011-09-25
            2011 September 25 -> 2011-09-25
            MAY 1 2010 -> 2010-05-01
            Monday, March 3, 2009 -> 2009-03-03 (another weekday)
            Sat, 3 Mar 2009 -> 2009-03-03 (another weekday)
        "#]],
    );
}

#[test]
fn times_and_zones() {
    check(
        "2011-02-12T11:00:00+11:00\n2011-02-12T11:00:00.123456Z\n2011-02-12t11:00z\n2011-09-25 14:00\n2011-09-25 14:00:30\n\
        2011-09-25 14:00:30 +0200\n2011-09-25 14:00 -05:30\n2011-09-25 14:00 UTC\n2011-09-25 14:00 GMT+2\n\
        Tue, 03 Mar 2009 14:00:00 EST\nSeptember 25, 2011 at 2:30 pm\nSeptember 25, 2011, 12 a.m.\n2011-09-25 - 12:30 PM\n\
        Tue Mar 03 2009 14:00:00 GMT+0100 (CET)\n2016-12-31T23:59:60Z\n2011-09-25T23:30:00-11:00",
        expect![[r#"
            2011-02-12T11:00:00+11:00 -> 2011-02-12T11:00:00+11:00
            2011-02-12T11:00:00.123456Z -> 2011-02-12T11:00:00Z
            2011-02-12t11:00z -> 2011-02-12T11:00:00Z
            2011-09-25 14:00 -> 2011-09-25T14:00:00
            2011-09-25 14:00:30 -> 2011-09-25T14:00:30
            2011-09-25 14:00:30 +0200 -> 2011-09-25T14:00:30+02:00
            2011-09-25 14:00 -05:30 -> 2011-09-25T14:00:00-05:30
            2011-09-25 14:00 UTC -> 2011-09-25T14:00:00Z
            2011-09-25 14:00 GMT+2 -> 2011-09-25T14:00:00+02:00
            Tue, 03 Mar 2009 14:00:00 EST -> 2009-03-03T14:00:00-05:00
            September 25, 2011 at 2:30 pm -> 2011-09-25T14:30:00
            September 25, 2011, 12 a.m. -> 2011-09-25T00:00:00
            2011-09-25 - 12:30 PM -> 2011-09-25T12:30:00
            Tue Mar 03 2009 14:00:00 GMT+0100 (CET) -> 2009-03-03T14:00:00+01:00
            2016-12-31T23:59:60Z -> 2016-12-31T23:59:59Z
            2011-09-25T23:30:00-11:00 -> 2011-09-25T23:30:00-11:00
        "#]],
    );
}

#[test]
fn what_can_be_read_in_two_ways_is_refused() {
    check(
        "25/09/2011\n03/04/2011\n3.4.2011\n03-04-2011\n9/25/2011\n3/4/11\n31/31/2011",
        expect![[r#"
            25/09/2011 -> `date`: the order of day and month in `25/09/2011` is not the same everywhere / write `2011-09-25` for 25 September 2011
            03/04/2011 -> `date`: `03/04/2011` can be read as two different days / write `2011-04-03` for 3 April 2011, or `2011-03-04` for 4 March 2011
            3.4.2011 -> `date`: `3.4.2011` can be read as two different days / write `2011-04-03` for 3 April 2011, or `2011-03-04` for 4 March 2011
            03-04-2011 -> `date`: `03-04-2011` can be read as two different days / write `2011-04-03` for 3 April 2011, or `2011-03-04` for 4 March 2011
            9/25/2011 -> `date`: the order of day and month in `9/25/2011` is not the same everywhere / write `2011-09-25` for 25 September 2011
            3/4/11 -> `date`: the year in `3/4/11` has only two digits / write all four digits, such as `2011-09-25`
            31/31/2011 -> `date`: `31/31/2011` cannot be read as a date / write it such as `date: 2011-09-25`
        "#]],
    );
}

#[test]
fn what_is_not_there_is_refused() {
    check(
        "2011-02-30\n2012-02-30\n31 April 2011\n2011-13-01\n2011-00-10\n2011-01-00\n0000-00-00\n2011-09-25 25:00\n2011-09-25 13 pm\n\
        2011-09-25 14:60\n2011-09-25 14:00 +99:00\n2011-09-25 14:00 CET\n2011\n2011-09\nSeptember 2011\n25 Sep '11\n99999-01-01\n\
        yesterday\nSpring 2011\n2011-09-25 or so\n2011-09-25 14\n2011-\n-2011-09-25\n2011-W38-7\n٢٠١١-٠٩-٢٥\n25 Septembre 2011\n\n-",
        expect![[r#"
            2011-02-30 -> `date`: there is no 30 February 2011 / February 2011 has 28 days
            2012-02-30 -> `date`: there is no 30 February 2012 / February 2012 has 29 days
            31 April 2011 -> `date`: there is no 31 April 2011 / April 2011 has 30 days
            2011-13-01 -> `date`: there is no month 13 in `2011-13-01` / months go from 1 to 12; write year, month and day, such as `2011-09-25`
            2011-00-10 -> `date`: there is no month 0 in `2011-00-10` / months go from 1 to 12; write year, month and day, such as `2011-09-25`
            2011-01-00 -> `date`: there is no 0 January 2011 / January 2011 has 31 days
            0000-00-00 -> `date`: there is no such year as in `0000-00-00` / write year, month and day, such as `2011-09-25`
            2011-09-25 25:00 -> `date`: there is no such time of day as in `2011-09-25 25:00` / write hours from 0 to 23 and minutes from 0 to 59, such as `2011-09-25 14:30`
            2011-09-25 13 pm -> `date`: there is no such time of day as in `2011-09-25 13 pm` / write hours from 0 to 23 and minutes from 0 to 59, such as `2011-09-25 14:30`
            2011-09-25 14:60 -> `date`: there is no such time of day as in `2011-09-25 14:60` / write hours from 0 to 23 and minutes from 0 to 59, such as `2011-09-25 14:30`
            2011-09-25 14:00 +99:00 -> `date`: there is no such time of day as in `2011-09-25 14:00 +99:00` / write hours from 0 to 23 and minutes from 0 to 59, such as `2011-09-25 14:30`
            2011-09-25 14:00 CET -> `date`: the time zone `CET` is not known by this name / write how far it is from UTC, such as `2011-09-25 14:00 +02:00`, or leave it out
            2011 -> `date`: `2011` names no day / write year, month and day, such as `2011-01-01`; take the first of the month if the day is not known
            2011-09 -> `date`: `2011-09` names no day / write year, month and day, such as `2011-09-01`; take the first of the month if the day is not known
            September 2011 -> `date`: `September 2011` names no day / write year, month and day, such as `2011-09-01`; take the first of the month if the day is not known
            25 Sep '11 -> `date`: the year in `25 Sep '11` has only two digits / write all four digits, such as `2011-09-25`
            99999-01-01 -> `date`: `99999-01-01` cannot be read as a date / write it such as `date: 2011-09-25`
            yesterday -> `date`: `yesterday` cannot be read as a date / write it such as `date: 2011-09-25`
            Spring 2011 -> `date`: `Spring 2011` cannot be read as a date / write it such as `date: 2011-09-25`; months may have their names, in English and nine other languages
            2011-09-25 or so -> `date`: `2011-09-25 or so` cannot be read as a date / write it such as `date: 2011-09-25`; months may have their names, in English and nine other languages
            2011-09-25 14 -> `date`: `2011-09-25 14` cannot be read as a date / write it such as `date: 2011-09-25`
            2011- -> `date`: `2011-` cannot be read as a date / write it such as `date: 2011-09-25`
            -2011-09-25 -> `date`: `-2011-09-25` cannot be read as a date / write it such as `date: 2011-09-25`
            2011-W38-7 -> `date`: `2011-W38-7` cannot be read as a date / write it such as `date: 2011-09-25`; months may have their names, in English and nine other languages
            ٢٠١١-٠٩-٢٥ -> `date`: `٢٠١١-٠٩-٢٥` cannot be read as a date / write it such as `date: 2011-09-25`
            25 Septembre 2011 -> 2011-09-25
             -> `date`: `` cannot be read as a date / write it such as `date: 2011-09-25`
            - -> `date`: `-` cannot be read as a date / write it such as `date: 2011-09-25`
        "#]],
    );
}

#[test]
fn a_part_of_a_date_will_do_for_what_happened() {
    let read = |text| Partial::parse(text).map(|partial| partial.to_string());
    assert_eq!(read("2009").as_deref(), Ok("2009"));
    assert_eq!(read("2009-04").as_deref(), Ok("2009-04"));
    assert_eq!(read("2009/4").as_deref(), Ok("2009-04"));
    assert_eq!(read("April 2009").as_deref(), Ok("2009-04"));
    assert_eq!(read("Wed, 1 April 2009").as_deref(), Ok("2009-04-01"));
    assert!(read("2009-13").is_err() && read("0").is_err() && read("2009-").is_err() && read("1950s").is_err());
    assert_eq!(Partial::parse("2009-04").unwrap().earliest(), Date::new(2009, 4, 1));
}

#[test]
fn moments_on_the_clock() {
    let paris = TimeZone::get("Europe/Paris").unwrap();
    let of = |text: &str| Moment::parse(text).unwrap().moment;
    assert_eq!(of("2011-09-25").instant(&TimeZone::UTC), 1_316_908_800);
    assert_eq!(of("2011-09-25").instant(&paris), 1_316_908_800 - 2 * 3600);
    assert_eq!(of("2011-09-25").rfc3339(&paris), "2011-09-25T00:00:00+02:00");
    assert_eq!(of("2011-01-25 14:05").rfc3339(&paris), "2011-01-25T14:05:00+01:00");
    // The writer's own offset wins, and keeps the writer's own day.
    assert_eq!(of("2011-09-25T23:30:00-11:00").rfc3339(&paris), "2011-09-25T23:30:00-11:00");
    assert_eq!(of("2011-09-25T23:30:00-11:00").instant(&paris), 1_317_033_000);
    assert_eq!(of("2011-09-25T23:30:00Z").rfc3339(&paris), "2011-09-25T23:30:00Z");
    // Where only what was written shall stand, a day stays a day, and a time still says whose it is.
    assert_eq!(of("2011-09-25").in_zone(&paris).iso(), "2011-09-25");
    assert_eq!(of("2011-01-25 14:05").in_zone(&paris).iso(), "2011-01-25T14:05:00+01:00");
    assert_eq!(of("2011-09-25T23:30:00-11:00").in_zone(&paris).iso(), "2011-09-25T23:30:00-11:00");
    assert_eq!(of("1880-01-25 14:05").in_zone(&paris).iso(), "1880-01-25T14:05:00");
    // São Paulo had no midnight on 16 October 2011: the day began at one.
    let brazil = TimeZone::get("America/Sao_Paulo").unwrap();
    assert_eq!(of("2011-10-16").rfc3339(&brazil), "2011-10-16T01:00:00-02:00");
    // The clocks of 1800 were not set by whole minutes; RFC 3339 knows nothing else. The day stays.
    assert_eq!(of("1800-01-01").rfc3339(&paris), "1800-01-01T00:00:00+00:09");
    assert!(of("2011-09-25").cmp_in(&of("2011-09-24T23:00:00Z"), &paris).is_lt());
}

#[test]
fn a_file_name_may_begin_with_a_day() {
    let day = Date::new(2011, 9, 25);
    assert_eq!(Date::from_name("2011-09-25-flowers"), Some((day, "flowers")));
    assert_eq!(Date::from_name("2011-09-25_flowers"), Some((day, "flowers")));
    assert_eq!(Date::from_name("2011-09-25"), Some((day, "")));
    assert_eq!(Date::from_name("2011-02-30-flowers"), Some((None, "flowers")));
    assert_eq!(Date::from_name("2011-09-251"), None);
    assert_eq!(Date::from_name("2011-09-2é"), None);
    assert_eq!(Date::from_name("flowers"), None);
}

fn days() -> impl Strategy<Value = Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=31).prop_filter_map("a day", |(year, month, day)| Date::new(year, month, day))
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(day in days(), second in 0_u32..86_400, offset in -1439_i32..1440) {
        let time = goodturn::ground::date::TimeOfDay { second, offset: Some(offset * 60) };
        for moment in [Moment::on(day), Moment { day, time: Some(time) }] {
            prop_assert_eq!(Moment::parse(&moment.iso()).unwrap().moment, moment);
            let again = Moment::parse(&moment.rfc3339(&TimeZone::UTC)).unwrap().moment;
            prop_assert_eq!(again.instant(&TimeZone::UTC), moment.instant(&TimeZone::UTC));
            prop_assert_eq!(again.day, moment.day);
        }
        if day.year() > 999 {
            let parsed = Moment::parse(&format!("{}, {}", day.weekday(), day.in_words())).unwrap();
            prop_assert_eq!((parsed.moment, parsed.wrong_weekday), (Moment::on(day), None));
        }
    }

    #[test]
    fn no_text_is_too_odd(text in ".{0,40}", pieces in "[0-9TZ:/+\\-. ,a-zJM]{0,30}") {
        for text in [text, pieces] {
            let _ = (Moment::parse(&text), Partial::parse(&text), Date::from_name(&text));
        }
    }
}
