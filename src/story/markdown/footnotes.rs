//! Footnotes: numbered in the order in which a reader meets them, wherever their text stands.

use std::collections::HashMap;
use std::fmt::Write as _;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::html::Renderer;
use super::steps::Step;

/// The footnotes of one text.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    /// The steps of each note's text, until it is written.
    texts: HashMap<String, Vec<Step<'a>>>,
    order: Order,
}

/// Which note has which number.
#[derive(Debug, Default)]
pub(super) struct Order {
    numbers: HashMap<String, usize>,
    /// Label and number of references, by number (from 1).
    notes: Vec<(String, usize)>,
}

impl Order {
    /// The number of the note that is referred to, and how many times it was until now, this one included.
    pub fn refer(&mut self, label: &str) -> (usize, usize) {
        let key = fold(label);
        let next = self.notes.len() + 1;
        let number = *self.numbers.entry(key.clone()).or_insert(next);
        if number == next {
            self.notes.push((key, 0));
        }
        let count = &mut self.notes[number - 1].1;
        *count += 1;
        (number, *count)
    }

    /// The folded label of the note with this number (from 1).
    pub fn label(&self, number: usize) -> Option<&str> {
        self.notes.get(number.checked_sub(1)?).map(|(label, _)| label.as_str())
    }
}

/// A label as labels are compared: without regard to case.
pub(super) fn fold(label: &str) -> String {
    if label.is_ascii() {
        return label.to_ascii_lowercase();
    }
    label.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

impl<'a> Renderer<'a, '_> {
    /// Keeps the text of a note for the end of the page. Only the first text of a label counts.
    pub(super) fn keep_note(&mut self, label: &CowStr<'a>) {
        let mut open = vec![(fold(label), Vec::new())];
        while let Some(step) = self.next() {
            match &step.event {
                Event::Start(Tag::FootnoteDefinition(label)) => open.push((fold(label), Vec::new())),
                Event::End(TagEnd::FootnoteDefinition) => {
                    let Some((label, steps)) = open.pop() else { return };
                    self.notes.texts.entry(label).or_insert(steps);
                    if open.is_empty() {
                        return;
                    }
                }
                _ => {
                    if let Some((_, steps)) = open.last_mut() {
                        steps.push(step);
                    }
                }
            }
        }
    }

    /// Writes the number that refers to a note.
    pub(super) fn note_reference(&mut self, label: &str) {
        if self.is_opening() {
            self.note_left_out = true;
            return;
        }
        if self.in_title() {
            return;
        }
        let (number, nth) = self.notes.order.refer(label);
        if self.options.plain {
            let _ = write!(self.out, "<sup>{number}</sup>");
            return;
        }
        self.out.push_str("<sup class=\"footnote\" id=\"");
        push_reference_id(self.out, number, nth);
        let _ = if self.link.is_some() {
            write!(self.out, "\">{number}</sup>")
        } else {
            write!(self.out, "\"><a href=\"#fn-{number}\">{number}</a></sup>")
        };
    }

    /// Writes all notes that were referred to, in order; notes may refer to further notes.
    pub(super) fn write_notes(&mut self) {
        if self.notes.order.notes.is_empty() {
            return;
        }
        self.fresh_line();
        self.out.push_str(if self.options.plain {
            "<section>\n<ol>\n"
        } else {
            "<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n"
        });
        let mut number = 1;
        while let Some(label) = self.notes.order.label(number) {
            let steps = self.notes.texts.remove(label).unwrap_or_default();
            let _ =
                if self.options.plain { write!(self.out, "<li>") } else { write!(self.out, "<li id=\"fn-{number}\">") };
            self.ahead.extend(steps);
            while let Some(step) = self.ahead.pop_front() {
                self.step(step);
            }
            self.notes_end.push(self.out.len());
            number += 1;
        }
        self.out.push_str("</ol>\n</section>\n");
        self.write_ways_back();
    }

    /// Writes the way back at the end of each note. Only now is it known how often each is referred to,
    /// since notes may refer to each other.
    fn write_ways_back(&mut self) {
        let ends = std::mem::take(&mut self.notes_end);
        let tail = ends.first().map_or(String::new(), |first| self.out.split_off(*first));
        let start = ends.first().copied().unwrap_or(0);
        for (i, end) in ends.iter().enumerate() {
            let in_paragraph = self.out.ends_with("</p>\n");
            if !self.options.plain {
                if in_paragraph {
                    self.out.truncate(self.out.len() - "</p>\n".len());
                } else {
                    self.out.push_str("<p>");
                }
                self.write_way_back(i + 1);
                self.out.push_str("</p>\n");
            }
            self.out.push_str("</li>\n");
            let next = ends.get(i + 1).map_or(tail.len(), |next| next - start);
            self.out.push_str(&tail[end - start..next]);
        }
    }

    fn write_way_back(&mut self, number: usize) {
        let times = self.notes.order.notes.get(number - 1).map_or(0, |(_, times)| *times);
        for nth in 1..=times {
            self.out.push_str(" <a class=\"backlink\" href=\"#");
            push_reference_id(self.out, number, nth);
            let _ = write!(self.out, "\" aria-label=\"Back to reference {number}");
            if nth > 1 {
                let _ = write!(self.out, "-{nth}\">↩<sup>{nth}</sup></a>");
            } else {
                self.out.push_str("\">↩</a>");
            }
        }
    }
}

fn push_reference_id(out: &mut String, number: usize, nth: usize) {
    let _ = if nth == 1 { write!(out, "fnref-{number}") } else { write!(out, "fnref-{number}-{nth}") };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_numbered_by_first_reference() {
        let mut order = Order::default();
        assert_eq!(order.refer("b"), (1, 1));
        assert_eq!(order.refer("a"), (2, 1));
        assert_eq!(order.refer("B"), (1, 2));
        assert_eq!(order.label(2), Some("a"));
        assert_eq!(order.label(0), None);
        assert_eq!(order.label(3), None);
    }

    #[test]
    fn labels_are_compared_without_case() {
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("ΣΑΣ"), fold("σας"));
    }
}
