//! The lines of a blog's page that belong to the page: buttons, links, forms. Knows how Blogger and WordPress word them.

use crate::ground::Moment;

/// What a line is.
pub(super) enum Line {
    /// Part of the story.
    Text,
    /// Part of the page; with the reason why it is left out.
    Furniture(&'static str),
    /// A date.
    Date(Moment),
    /// Who wrote it, and perhaps when.
    Byline(String, Option<Moment>),
    /// Labels.
    Labels(Vec<String>),
}

const BUTTON: &str = "a button or a link of the old page";
const FORM: &str = "part of the form for comments";
const COUNT: &str = "it counts or heads the comments";

/// Whole lines, in lower case.
const WHOLE: [(&str, &str); 44] = [
    ("home", BUTTON),
    ("menu", BUTTON),
    ("search", BUTTON),
    ("search this blog", BUTTON),
    ("skip to content", BUTTON),
    ("skip to main content", BUTTON),
    ("newer post", BUTTON),
    ("older post", BUTTON),
    ("newer posts", BUTTON),
    ("older posts", BUTTON),
    ("newer post home older post", BUTTON),
    ("newer post older post home", BUTTON),
    ("older post home", BUTTON),
    ("newer post home", BUTTON),
    ("previous post", BUTTON),
    ("next post", BUTTON),
    ("previous", BUTTON),
    ("next", BUTTON),
    ("read more", BUTTON),
    ("read more »", BUTTON),
    ("email this", BUTTON),
    ("email thisblogthis!share to xshare to facebookshare to pinterest", BUTTON),
    ("blogthis!", BUTTON),
    ("tweet", BUTTON),
    ("pin it", BUTTON),
    ("share", BUTTON),
    ("print", BUTTON),
    ("like this:", BUTTON),
    ("like loading...", BUTTON),
    ("loading...", BUTTON),
    ("get link", BUTTON),
    ("links to this post", BUTTON),
    ("create a link", BUTTON),
    ("about me", BUTTON),
    ("view my complete profile", BUTTON),
    ("blog archive", BUTTON),
    ("followers", BUTTON),
    ("post a comment", FORM),
    ("leave a reply", FORM),
    ("leave a comment", FORM),
    ("cancel reply", FORM),
    ("reply", FORM),
    ("delete", FORM),
    ("comments", COUNT),
];

/// How lines begin, in lower case.
const BEGINNINGS: [(&str, &str); 18] = [
    ("subscribe to:", BUTTON),
    ("subscribe by email", BUTTON),
    ("share this", BUTTON),
    ("share to ", BUTTON),
    ("share on ", BUTTON),
    ("powered by blogger", BUTTON),
    ("powered by wordpress", BUTTON),
    ("proudly powered by", BUTTON),
    ("← ", BUTTON),
    ("« ", BUTTON),
    ("leave a reply", FORM),
    ("your email address will not be published", FORM),
    ("required fields are marked", FORM),
    ("save my name, email", FORM),
    ("notify me of ", FORM),
    ("you must be logged in", FORM),
    ("to leave a comment, click", FORM),
    ("no comments", COUNT),
];

/// What a line is.
pub(super) fn of(line: &str) -> Line {
    let plain = line.trim().to_lowercase();
    if let Some((_, why)) = WHOLE.iter().find(|(whole, _)| *whole == plain) {
        return Line::Furniture(why);
    }
    if let Some((_, why)) = BEGINNINGS.iter().find(|(start, _)| plain.starts_with(start) && plain.len() < 120) {
        return Line::Furniture(why);
    }
    if ["older posts →", "next →", " →", " »"].iter().any(|end| plain.ends_with(end)) && plain.len() < 80 {
        return Line::Furniture(BUTTON);
    }
    if is_count(&plain) {
        return Line::Furniture(COUNT);
    }
    for start in ["labels:", "tags:", "filed under:", "categories:"] {
        if let Some(rest) = plain.strip_prefix(start).and_then(|rest| line.trim().get(line.trim().len() - rest.len()..))
        {
            let labels = rest.split(',').map(str::trim).filter(|label| !label.is_empty());
            return Line::Labels(labels.map(str::to_owned).collect());
        }
    }
    if let Some(byline) = byline(line.trim()) {
        return byline;
    }
    date(line).map_or(Line::Text, Line::Date)
}

/// Whether the comments begin with this line: it counts them, heads them or asks for more.
pub(super) fn begins_comments(line: &str) -> bool {
    let plain = line.trim().to_lowercase();
    is_count(&plain) || matches!(plain.as_str(), "post a comment" | "leave a reply" | "comments")
}

/// `2 comments:`, `One thought on “…”`.
fn is_count(plain: &str) -> bool {
    let Some((number, rest)) = plain.split_once(' ') else { return false };
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit()) || matches!(number, "one" | "no");
    let what = ["comment", "comments", "comment:", "comments:", "response", "responses", "replies", "reply"];
    is_number
        && (what.contains(&rest)
            || rest.starts_with("thought on ")
            || rest.starts_with("thoughts on ")
            || rest.starts_with("responses to "))
}

/// `Posted by Ida at 8:00 AM`, `By Ida on 25 September 2011`.
fn byline(line: &str) -> Option<Line> {
    let posted = line.strip_prefix("Posted on ").or_else(|| line.strip_prefix("Published on "));
    if let Some((day, name)) = posted.and_then(|rest| rest.split_once(" by "))
        && let Some(date) = date(day)
    {
        return Some(Line::Byline(name.trim().to_owned(), Some(date)));
    }
    let rest =
        ["Posted by ", "posted by ", "Written by ", "by ", "By "].iter().find_map(|start| line.strip_prefix(start))?;
    if line.len() > 90 || rest.ends_with('.') {
        return None;
    }
    let end = [" at ", " on ", " | ", " - "].iter().filter_map(|end| rest.find(end)).min();
    let (name, after) = end.map_or((rest, ""), |end| (&rest[..end], &rest[end + 3..]));
    let date = date(after.trim_start_matches("on ").trim());
    let is_name = name.split_whitespace().count() <= 4 && name.starts_with(char::is_uppercase);
    is_name.then(|| Line::Byline(name.trim().to_owned(), date))
}

/// A line that is a date and nothing else.
pub(super) fn date(line: &str) -> Option<Moment> {
    let line = line.trim();
    let has_year = line.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    if line.len() > 60 || !has_year {
        return None;
    }
    let rest = ["Posted on ", "Published on ", "Published ", "Date: ", "On "]
        .iter()
        .find_map(|start| line.strip_prefix(start));
    let line = rest.unwrap_or(line);
    if let Ok(parsed) = Moment::parse(line) {
        return Some(parsed.moment);
    }
    let (day, clock) = line.split_once(" at ")?;
    let day = Moment::parse(day).ok()?.moment;
    Some(time(clock).map_or(day, |second| {
        let time = crate::ground::date::TimeOfDay { second, offset: None };
        Moment { time: Some(time), ..day }
    }))
}

/// `8:05 AM`, `20:05`: seconds after midnight.
fn time(clock: &str) -> Option<u32> {
    let lower = clock.trim().to_lowercase();
    let digits = lower.trim_end_matches(|c: char| !c.is_ascii_digit());
    let (hour, minute) = digits.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match (hour, lower.contains("pm"), lower.contains("am")) {
        (12, false, true) => 0,
        (1..=11, true, _) => hour + 12,
        _ => hour,
    };
    (hour < 24 && minute < 60).then_some(hour * 3600 + minute * 60)
}
