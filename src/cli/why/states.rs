//! Why a story is published today, or is not, in sentences. Knows front matter and days.

use crate::ground::Date;
use crate::site::{LeftOut, Reason};
use crate::story::{FrontMatter, Kind, Permission, PermissionStatus};

/// A published story or page.
pub(super) fn published(front: &FrontMatter, kind: Kind) -> (&'static str, Vec<String>) {
    let mut because = Vec::new();
    match (front.date, kind) {
        (Some(moment), _) => because.push(format!("it is published: its date, {}, has come", moment.day)),
        (None, Kind::Story) => because.push("it is published, without a date, below all that have one".to_owned()),
        (None, _) => because.push("it is published".to_owned()),
    }
    if let Some(day) = front.expires {
        because.push(format!("it will go by itself after {day} (`expires`)"));
    }
    if kind == Kind::Story {
        because.push(consent(front.permission.as_ref()));
    }
    if front.content_note.is_some() {
        because.push(
            "a note stands before it (`content_note`), so that lists and cards show nothing of its words".to_owned(),
        );
    }
    if !front.listed {
        because.push(
            "it is unlisted (`listed: no`): it has its page, and stands in no list, no feed and not in the sitemap"
                .to_owned(),
        );
        return ("unlisted", because);
    }
    ("published", because)
}

/// A story or page that is left out today.
pub(super) fn left_out(out: &LeftOut, today: Date, zone: &str) -> (&'static str, Vec<String>) {
    match out.reason {
        Reason::Draft => (
            "draft",
            vec!["it is not published: it is a draft (`draft: yes` at its top, or a word to that effect)".to_owned()],
        ),
        Reason::Future(day) if today.next() == Some(day) => {
            ("future", vec![format!("it is not published yet: its date is tomorrow ({day}) in {zone}")])
        }
        Reason::Future(day) => (
            "future",
            vec![
                format!("it is not published yet: its date is {day}, and today is {today} in {zone}"),
                "a build on that day will publish it; `--future` shows it before".to_owned(),
            ],
        ),
        Reason::Expired(day) => (
            "expired",
            vec![format!(
                "it is not published any more: its last day was {day} (`expires`), and today is {today} in {zone}"
            )],
        ),
        Reason::Withdrawn(day) => (
            "withdrawn",
            vec![format!("it was withdrawn on {day}: a note stands at its address, and nothing of its words anywhere")],
        ),
    }
}

/// What is known of those who are in a story.
fn consent(permission: Option<&Permission>) -> String {
    let Some(permission) = permission else {
        return "nobody has written down whether the people in it agreed (`permission`)".to_owned();
    };
    let said = match (permission.status, permission.on) {
        (PermissionStatus::OwnStory, _) => "it is the teller's own story".to_owned(),
        (PermissionStatus::Given, Some(day)) => format!("the people in it agreed on {day}"),
        (PermissionStatus::Given, None) => "the people in it agreed".to_owned(),
        (PermissionStatus::Asked, _) => "the people in it were asked, and have not answered yet".to_owned(),
        (PermissionStatus::Unknown, _) => "nobody knows whether the people in it agreed".to_owned(),
    };
    let said = match permission.review {
        Some(day) => format!("{said}, to be asked again on {day}"),
        None => said,
    };
    match permission.guardian {
        Some(true) => said + "; there is a child in it, and a guardian said yes",
        Some(false) => said + "; there is a child in it, and no guardian has said yes",
        None => said,
    }
}

/// How many names were looked for, and are not in it: else it would not be published.
pub(super) fn guarded(names: Option<usize>) -> Option<String> {
    names.map(|names| match names {
        1 => "the name of private/names.txt is not in it".to_owned(),
        names => format!("none of the {names} names of private/names.txt is in it"),
    })
}
