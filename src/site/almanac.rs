//! Stories by the day of the year: that on which the thing happened or, if nobody says, that on which it was told.
//! Knows no pages, and not what day it is today.

use super::{Published, StoryId};
use crate::ground::{Date, Partial};
use crate::story::FrontMatter;

/// The listed stories that have a day, from the first of January on; those of one day oldest first.
pub fn days(stories: &[Published]) -> Vec<(Date, StoryId)> {
    let listed = stories.iter().enumerate().filter(|(_, published)| published.story.front.listed);
    let mut days: Vec<_> = listed.filter_map(|(id, published)| Some((day(&published.story.front)?, id))).collect();
    days.sort_by_key(|(day, id)| (day.month(), day.day(), day.year(), *id));
    days
}

/// Whether any listed story has a day.
pub fn any(stories: &[Published]) -> bool {
    stories.iter().map(|published| &published.story.front).any(|front| front.listed && day(front).is_some())
}

fn day(front: &FrontMatter) -> Option<Date> {
    let whole = |partial: Partial| Date::new(partial.year, partial.month?, partial.day?);
    // "In 2009" is no day; the day on which it was told is not the day of the thing, but it is a day of the story.
    front.happened.and_then(whole).or_else(|| front.date.map(|moment| moment.day))
}
