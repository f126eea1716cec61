//! Stories that stand twice in the folder: copies that a program for shared folders made when two people saved at once, or
//! that somebody made to be safe. Both would be published.

use std::collections::HashMap;

use super::Published;
use crate::ground::{ByFingerprint, Diagnostic, Fingerprint, messages::site as say};

/// Shorter texts may well be alike without being copies.
const FEW: u32 = 20;

/// Says which stories have every word of another one, or its title, its moment and its first words.
pub fn find(stories: &[Published]) -> Vec<Diagnostic> {
    // Only looked up, never walked.
    let mut texts = ByFingerprint::default();
    let mut looks = HashMap::with_capacity(stories.len());
    let mut said = Vec::new();
    for one in stories {
        let (front, body) = (&one.story.front, &one.story.body);
        if body.words < FEW {
            // Unless they have the same title and the same moment, too.
            let whole = Fingerprint::of_value(&(body.digest, &front.title, front.date));
            let twin = *texts.entry(whole).or_insert(one);
            if front.date.is_some() && body.words > 0 && twin.story.source != one.story.source {
                said.push(told(one, twin));
            }
            continue;
        }
        let same_text = *texts.entry(body.digest).or_insert(one);
        let same_look = front.date.map(|date| *looks.entry((date, &front.title)).or_insert(one));
        let same_look = same_look.filter(|twin| begin_alike(&body.excerpt, &twin.story.body.excerpt));
        let twin =
            [Some(same_text), same_look].into_iter().flatten().find(|twin| twin.story.source != one.story.source);
        said.extend(twin.map(|twin| told(one, twin)));
    }
    said
}

/// The copy is the one with the longer name: programs and people write behind or before it that it is one.
fn told(one: &Published, other: &Published) -> Diagnostic {
    let (one, other) = (&one.story.source, &other.story.source);
    let (copy, first) = if other.as_str().len() > one.as_str().len() { (other, one) } else { (one, other) };
    say::the_same_story(copy, first)
}

/// Whether two texts begin with the same words, as far as the shorter one goes.
fn begin_alike(one: &str, other: &str) -> bool {
    const FAR: usize = 40;
    let letters = |text: &str| text.trim_end_matches('…').chars().take(FAR).collect::<Vec<_>>();
    !one.is_empty() && !other.is_empty() && letters(one).iter().zip(letters(other)).all(|(a, b)| *a == b)
}
