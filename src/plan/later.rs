//! "Told two years later": the time between a thing and its telling, in words. No more exact than the writer was, and
//! nothing where there is nothing to be said: a story told on the day itself, or before the thing was over.

use crate::ground::{Date, Partial};

/// How much later than `then` a story was told; none if that cannot be told, or is not worth telling.
pub fn words(then: Partial, told: Date) -> Option<String> {
    let Some(month) = then.month else { return years(i32::from(told.year()) - i32::from(then.year), "the next year") };
    let months = (i32::from(told.year()) - i32::from(then.year)) * 12 + i32::from(told.month()) - i32::from(month);
    let Some(day) = then.day.and_then(|day| Date::new(then.year, month, day)) else {
        return longer(months).or_else(|| (months == 1).then(|| "the next month".to_owned()));
    };
    // From the 31st of January to the 28th of February it is not yet a month.
    let whole = months - i32::from(told.day() < day.day());
    longer(whole).or_else(|| if whole == 1 { Some("a month later".to_owned()) } else { days(day, told) })
}

/// Months, from two on, in months up to eleven and in whole years from there on.
fn longer(months: i32) -> Option<String> {
    match months {
        ..2 => None,
        2..12 => Some(format!("{} months later", number(months))),
        _ => years(months / 12, "a year later"),
    }
}

fn years(years: i32, one: &str) -> Option<String> {
    match years {
        ..1 => None,
        1 => Some(one.to_owned()),
        _ => Some(format!("{} years later", number(years))),
    }
}

/// Less than a month.
fn days(then: Date, told: Date) -> Option<String> {
    let days = (told.civil() - then.civil()).get_days();
    match days {
        ..1 => None,
        1 => Some("the next day".to_owned()),
        2..7 => Some(format!("{} days later", number(days))),
        7..14 => Some("a week later".to_owned()),
        _ => Some(format!("{} weeks later", number(days / 7))),
    }
}

/// Numbers up to a hundred in words, as in a sentence.
fn number(number: i32) -> String {
    const ONES: [&str; 20] = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at = usize::try_from(number).unwrap_or(usize::MAX);
    match (ONES.get(at), TENS.get(at / 10), at % 10) {
        (Some(word), ..) => (*word).to_owned(),
        (_, Some(ten), 0) => (*ten).to_owned(),
        (_, Some(ten), one) => format!("{ten}-{}", ONES[one]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(then: &str, told: &str, expected: &str) {
        let words = words(Partial::parse(then).unwrap(), Date::parse(told).unwrap());
        assert_eq!(words.as_deref().unwrap_or(""), expected, "{then}, told {told}");
    }

    #[test]
    fn no_more_exact_than_the_writer_was() {
        check("2009", "2011-09-25", "two years later");
        check("2009", "2010-01-01", "the next year");
        check("2009", "2009-12-31", "");
        check("1958", "2011-09-25", "fifty-three years later");
        check("1911", "2011-09-25", "100 years later");
        check("1931", "2011-09-25", "eighty years later");
        check("2009-04", "2009-04-30", "");
        check("2009-04", "2009-05-01", "the next month");
        check("2009-04", "2010-03-31", "eleven months later");
        check("2009-04", "2010-04-01", "a year later");
        check("2009-04", "2011-03-01", "a year later");
        check("2009-04", "2011-04-01", "two years later");
        check("2009-04-10", "2009-04-10", "");
        check("2009-04-10", "2009-04-11", "the next day");
        check("2009-04-10", "2009-04-16", "six days later");
        check("2009-04-10", "2009-04-17", "a week later");
        check("2009-04-10", "2009-04-24", "two weeks later");
        check("2009-04-10", "2009-05-09", "four weeks later");
        check("2009-04-10", "2009-05-10", "a month later");
        check("2009-01-31", "2009-02-28", "four weeks later");
        check("2008-02-29", "2009-02-28", "eleven months later");
        check("2008-02-29", "2009-03-01", "a year later");
    }

    #[test]
    fn what_was_told_before_it_happened_is_not_told_later() {
        check("2012", "2011-09-25", "");
        check("2011-10", "2011-09-25", "");
        check("2011-09-26", "2011-09-25", "");
        check("2012-09-01", "2011-09-25", "");
    }

    proptest! {
        #[test]
        fn every_day_has_words_or_none(then in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28, after in 0_i32..400_000) {
            let exact = Partial { year: then, month: Some(month), day: Some(day) };
            let Ok(told) = exact.earliest().unwrap().civil().checked_add(jiff::Span::new().days(after)) else { return Ok(()) };
            let words = words(exact, Date::from(told));
            prop_assert_eq!(words.is_none(), after == 0);
            let ends = ["later", "day"];
            prop_assert!(words.is_none_or(|words| ends.iter().any(|end| words.ends_with(end)) && !words.contains("no ")));
        }
    }
}
