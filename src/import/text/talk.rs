//! What stands below the story on a blog's page: comments, perhaps. They are kept, and wait for the writer's approval.

use jiff::civil::Time;

use super::super::model::{Comment, Standing, When};
use super::furniture::{self, Line};
use super::{Found, escaped};
use crate::ground::Moment;

/// How the line above a comment ends.
const SAID: [&str; 7] = [" said...", " said…", " said:", " says:", " wrote:", " says", " said"];

/// A comment in the making.
#[derive(Default)]
struct Open {
    author: String,
    /// Whether the line above said whose it is; then the date below is its own, not the next one's.
    is_said: bool,
    date: Option<Moment>,
    lines: Vec<String>,
}

/// Reads what stands below the story.
pub(super) fn read(lines: &[&str], found: &mut Found) {
    let mut open = Open::default();
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim();
        if text.is_empty() {
            if !open.lines.is_empty() {
                open.lines.push(String::new());
            }
            continue;
        }
        let next = lines[at + 1..].iter().map(|line| line.trim()).find(|line| !line.is_empty());
        let waits_for_its_date = open.is_said && open.date.is_none();
        let is_name = text.len() < 60
            && !waits_for_its_date
            && next.is_some_and(|next| furniture::date(next).is_some())
            && !text.ends_with(['.', '!', '?']);
        let said = SAID.iter().find_map(|said| text.strip_suffix(said));
        if let Some(author) = said.or_else(|| is_name.then_some(text)) {
            close(&mut open, found);
            author.clone_into(&mut open.author);
            open.is_said = said.is_some();
            found.kept += 1;
            continue;
        }
        match furniture::of(line) {
            Line::Furniture(why) => found.leave(line, why),
            Line::Date(date) if open.date.is_none() => {
                open.date = Some(date);
                found.kept += 1;
            }
            _ => {
                open.lines.push(text.to_owned());
                found.kept += 1;
            }
        }
    }
    close(&mut open, found);
}

fn close(open: &mut Open, found: &mut Found) {
    let done = std::mem::take(open);
    if done.lines.is_empty() && done.author.is_empty() {
        return;
    }
    let text = done.lines.join("\n");
    let paragraphs: Vec<String> =
        text.trim().split("\n\n").map(|text| format!("<p>{}</p>", escaped(text.trim()))).collect();
    let is_nameless = done.author.eq_ignore_ascii_case("anonymous");
    found.comments.push(Comment {
        id: format!("text-{}", found.comments.len() + 1),
        parent: None,
        item: String::new(),
        author: if is_nameless { String::new() } else { done.author },
        url: String::new(),
        by_author: false,
        when: done.date.map_or(When::default(), when),
        standing: Standing::Pending,
        html: paragraphs.join("\n"),
    });
}

fn when(moment: Moment) -> When {
    let second = moment.time.map_or(0, |time| time.second);
    let part = |n: u32| i8::try_from(n).unwrap_or(0);
    let time = Time::new(part(second / 3600), part(second / 60 % 60), part(second % 60), 0).unwrap_or(Time::MIN);
    When { local: Some(moment.day.civil().to_datetime(time)), utc: None }
}
