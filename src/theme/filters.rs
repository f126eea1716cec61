//! Filters that themes have besides Tera's own. They see their argument and the page's variables; no disk, clock or network.
//! themes/README.md describes each; knows nothing of stories.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::fmt::temporal::Pieces;
use tera::value::Key;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};

/// Our own filters.
pub const OWN: &[&str] = &["absolute", "date", "join_and", "json", "minutes", "percent", "plural", "xml"];

/// Tera's own filters, for "did you mean"; Tera itself does not list them.
pub const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Tera's own tests.
pub const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// Tera's own functions.
pub const FUNCTIONS: &[&str] = &["range", "super", "throw"];

/// Gives an engine our filters.
pub fn register(tera: &mut Tera) {
    tera.register_filter("date", date);
    tera.register_filter("minutes", |minutes: u64, _: Kwargs, _: &State| format!("{minutes} min"));
    tera.register_filter("plural", plural);
    tera.register_filter("join_and", join_and);
    tera.register_filter("absolute", absolute);
    tera.register_filter("json", json);
    tera.register_filter("percent", percent);
    tera.register_filter("xml", xml);
    tera.register_filter("group_by", group_by);
}

/// `2011-09-25` → "25 September 2011". What the writer did not say is never made up.
fn date(value: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    if value.is_none() {
        return Ok(Value::from(""));
    }
    let written = match (value.as_str(), value.as_i64()) {
        (Some(text), _) => Cow::Borrowed(text),
        (None, Some(year)) => Cow::Owned(format!("{year:04}")),
        (None, None) => return Err(Error::message(format!("this is not a date but {}", kind(value)))),
    };
    let format = kwargs.get::<&str>("format")?.unwrap_or("%-d %B %Y");
    if let Some(words) = plain_day(&written).and_then(|day| day_in_words(day, format)) {
        return Ok(Value::from(words));
    }
    let (time, default) = read_date(&written).ok_or_else(|| Error::message(format!("`{written}` is not a date")))?;
    let words = time.to_string(default.unwrap_or(format));
    words.map(Value::from).map_err(|why| Error::message(format!("the date format `{format}` is not understood: {why}")))
}

/// The day of a date as views have them, perhaps with a time; none for anything that is not plainly one.
fn plain_day(text: &str) -> Option<civil::Date> {
    let (day, time) = text.split_at_checked(10)?;
    let number = |from: usize, to: usize| -> Option<i16> {
        let digits = &day.as_bytes()[from..to];
        digits
            .iter()
            .try_fold(0, |number, byte| Some(number * 10 + i16::from(byte.is_ascii_digit().then(|| byte - b'0')?)))
    };
    let form = |(byte, like): (u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { byte == like };
    let is_like = |like: &[u8]| time.len() == like.len() && time.bytes().zip(like.iter().copied()).all(form);
    let is_zoned = is_like(b"T00:00:00Z") || (is_like(b"T00:00:00+00:00") && time.as_bytes()[10] == b'0');
    // No hour past 23, no minute and no second past 59: what is to be said of those, the slow way says.
    let is_moment = || {
        is_zoned && time < "T24" && time.as_bytes()[4] < b'6' && time.as_bytes()[7] < b'6' && {
            time.as_bytes().get(13).is_none_or(|ten| *ten < b'6')
        }
    };
    let is_day = day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-' && (time.is_empty() || is_moment());
    let (month, day) = (number(5, 7)?.try_into().ok()?, number(8, 10)?.try_into().ok()?);
    civil::Date::new(number(0, 4).filter(|_| is_day)?, month, day).ok()
}

/// What nearly every template asks for, a few times on each page; none for a format that says more than the day.
fn day_in_words(day: civil::Date, format: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
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
    let mut words = String::with_capacity(20);
    let mut rest = format;
    while let Some(at) = memchr::memchr(b'%', rest.as_bytes()) {
        words.push_str(&rest[..at]);
        let sign = &rest[at + 1..];
        let short = sign.strip_prefix('-');
        let sign = short.unwrap_or(sign);
        match (sign.as_bytes().first()?, short) {
            (b'd', _) => push_number(&mut words, day.day().unsigned_abs().into(), short.map_or(2, |_| 1)),
            (b'm', _) => push_number(&mut words, day.month().unsigned_abs().into(), short.map_or(2, |_| 1)),
            (b'Y', None) => push_number(&mut words, u16::try_from(day.year()).ok()?, 4),
            (b'B', None) => words.push_str(MONTHS[usize::from(day.month().unsigned_abs()) - 1]),
            _ => return None,
        }
        rest = &sign[1..];
    }
    words.push_str(rest);
    Some(words)
}

/// Writes a number of so many digits at least.
fn push_number(words: &mut String, number: u16, digits: usize) {
    if number > 9 || digits > 1 {
        push_number(words, number / 10, digits.saturating_sub(1));
    }
    words.push(char::from(b'0' + (number % 10) as u8));
}

/// The parts of a date, and the format that fits if it is less than a day.
fn read_date(text: &str) -> Option<(BrokenDownTime, Option<&'static str>)> {
    let day = |year: &str, month: &str| civil::Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok();
    match *text.split('-').collect::<Vec<_>>() {
        [year] => Some((day(year, "1")?.into(), Some("%Y"))),
        [year, month] => Some((day(year, month)?.into(), Some("%B %Y"))),
        _ => {
            let pieces = Pieces::parse(text).ok()?;
            let mut time = BrokenDownTime::from(pieces.date().to_datetime(pieces.time().unwrap_or_default()));
            time.set_offset(pieces.to_numeric_offset());
            Some((time, None))
        }
    }
}

/// `3 | plural(one="story", many="stories")` → "3 stories".
fn plural(count: i64, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let noun = kwargs.must_get::<&str>(if count == 1 { "one" } else { "many" })?;
    Ok(format!("{count} {noun}"))
}

/// "Maya, Tom and Ida".
fn join_and(items: &[Value], kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let attribute = kwargs.get::<&str>("attribute")?;
    let mut text = String::new();
    for (i, item) in items.iter().enumerate() {
        text.push_str(match i {
            0 => "",
            _ if i + 1 == items.len() => " and ",
            _ => ", ",
        });
        let item = match attribute {
            None => item,
            Some(name) => item
                .get_from_path(name)
                .ok_or_else(|| Error::message(format!("an item of this list has no field `{name}`")))?,
        };
        text.push_str(&item.to_string());
    }
    Ok(text)
}

/// A link as a whole address. The origin is what is left of the home page's address without its path.
fn absolute(link: &str, _: Kwargs, state: &State) -> TeraResult<String> {
    if !link.starts_with('/') || link.starts_with("//") {
        return Ok(link.to_owned());
    }
    let site = state.get::<Value>("site")?;
    let field = |name| site.as_ref().and_then(|site| site.get_from_path(name)).and_then(Value::as_str);
    let (Some(permalink), Some(url)) = (field("permalink"), field("url")) else {
        return Err(Error::message("`absolute` needs the variable `site`, which a component does not see"));
    };
    Ok(format!("{}{link}", permalink.strip_suffix(url).unwrap_or_default()))
}

/// Text for a part of an address (RFC 3986): everything but letters, digits and `-._~` is percent-encoded.
fn percent(text: &str, _: Kwargs, _: &State) -> String {
    text.bytes().fold(String::with_capacity(text.len() * 2), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    })
}

/// A value as JSON that can stand in HTML: the characters that mean something there are written as escapes.
fn json(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    let text = serde_json::to_string(value).map_err(|why| Error::message(why.to_string()))?;
    Ok(escape_json(&text))
}

/// Writes `<`, `>`, `&` and the two line separators of JSON text as escapes, so that nothing in it can end a script.
pub fn escape_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(c),
        }
    }
    out
}

/// Text for XML: the five characters escaped, and those that XML 1.0 forbids left out.
fn xml(text: &str, _: Kwargs, _: &State) -> Value {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if c.is_control() && c < '\u{80}' => {}
            _ => out.push(c),
        }
    }
    Value::safe_string(&out)
}

/// As Tera's, but with the groups in the order in which their first items come: Tera's own order differs from run to run.
fn group_by(items: &[Value], kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut order: Vec<(Value, Vec<Value>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let key = item
            .get_from_path(attribute)
            .ok_or_else(|| Error::message(format!("an item of this list has no field `{attribute}`")))?;
        if key.is_none() {
            continue;
        }
        let place = *places.entry(key.to_string()).or_insert_with(|| {
            order.push((key.clone(), Vec::new()));
            order.len() - 1
        });
        order[place].1.push(item.clone());
    }
    let mut groups = Map::with_capacity(order.len());
    for (key, group) in order {
        groups.insert(key_of(&key)?, Value::from(group));
    }
    Ok(Value::from(groups))
}

fn key_of(value: &Value) -> TeraResult<Key<'static>> {
    if let Some(text) = value.as_str() {
        return Ok(Key::String(text.into()));
    }
    match (value.as_i64(), value.as_bool()) {
        (Some(number), _) => Ok(Key::I64(number)),
        (_, Some(bool)) => Ok(Key::Bool(bool)),
        _ => Err(Error::message(format!("a list cannot be grouped by {}", kind(value)))),
    }
}

fn kind(value: &Value) -> &'static str {
    if value.is_undefined() {
        "something that does not exist"
    } else if value.is_array() {
        "a list"
    } else if value.is_map() {
        "a map"
    } else if value.is_bool() {
        "true or false"
    } else {
        "a number"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{day_in_words, plain_day, read_date};

    proptest! {
        #[test]
        fn what_is_quick_is_what_is_slow(
            (year, month, day) in (0..=9999_i16, 0..14_i8, 0..33_i8),
            time in prop::sample::select(vec![
                "", "T08:45:55Z", "T23:59:59+05:30", "T24:00:00Z", "T08:45:60Z", "T08:60:00Z", "T08:45", " 08:45:55", "x", "T08:45:55+25:00",
            ]),
            format in prop::sample::select(vec!["%-d %B %Y", "%Y-%m-%d", "%-d.%-m.%Y", "%H:%M", "%d %b", "%%", "%", "%-B", "%-Y", "é %d"]),
        ) {
            let text = format!("{year:04}-{month:02}-{day:02}{time}");
            if let Some(quick) = plain_day(&text).and_then(|day| day_in_words(day, format)) {
                let slow = read_date(&text).and_then(|(time, _)| time.to_string(format).ok());
                prop_assert_eq!(Some(quick), slow, "{} {}", text, format);
            }
        }
    }
}
