//! A page that holds several posts, as the front page of a blog does. Knows by which lines each begins or ends; such a page
//! shows no comments.

use std::ops::Range;

use super::furniture::{self, Line};

/// Where each post stands; one for a page with one.
pub(super) fn posts(lines: &[&str]) -> Vec<Range<usize>> {
    let starts = after_bylines(lines).or_else(|| above_days(lines)).unwrap_or_default();
    let mut posts = Vec::new();
    let mut from = 0;
    for start in starts.into_iter().chain([lines.len()]) {
        posts.push(from..start);
        from = start;
    }
    posts
}

/// Blogger says under each post who wrote it: the next begins below that and what goes with it.
fn after_bylines(lines: &[&str]) -> Option<Vec<usize>> {
    let is_byline = |at: &usize| {
        lines[*at].trim().to_lowercase().starts_with("posted by ")
            && matches!(furniture::of(lines[*at]), Line::Byline(..))
    };
    let bylines: Vec<usize> = (0..lines.len()).filter(is_byline).collect();
    let end = |at: &usize| {
        let rest = lines.iter().enumerate().skip(at + 1);
        let mut rest = rest.filter(|(_, line)| !line.trim().is_empty());
        rest.find(|(_, line)| !matches!(furniture::of(line), Line::Furniture(_) | Line::Labels(_))).map(|(at, _)| at)
    };
    let last = bylines.len().checked_sub(1).filter(|last| *last > 0)?;
    Some(bylines[..last].iter().filter_map(end).collect())
}

/// WordPress says below each title when it was posted.
fn above_days(lines: &[&str]) -> Option<Vec<usize>> {
    let is_day = |line: &str| line.trim().to_lowercase().starts_with("posted on ") && line.len() < 90;
    let days = (0..lines.len()).filter(|at| is_day(lines[*at]) && !matches!(furniture::of(lines[*at]), Line::Text));
    let title = |day: usize| lines[..day].iter().rposition(|line| !line.trim().is_empty());
    let mut titles: Vec<usize> = days.filter_map(title).collect();
    titles.dedup();
    (titles.len() > 1).then(|| titles.split_off(1))
}
