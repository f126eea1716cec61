//! The calls of a text: whether each names a component and gives it what it can take, and whether each is closed.

use std::ops::Range;

use super::Facts;
use crate::ground::messages::components as say;
use crate::story::markdown::addresses;
use crate::story::markdown::components::{COMPONENTS, Component, Mark, begins_mark, find};

/// A call whose second line is still to come.
#[derive(Debug)]
pub(super) struct Open {
    name: String,
    component: Option<&'static Component>,
    at: Range<usize>,
    /// How many pictures there were before it.
    pictures: usize,
}

impl Facts<'_> {
    /// A line of a call, alone in its paragraph.
    pub(super) fn mark(&mut self, at: &Range<usize>) {
        let Some(line) = self.text.get(at.clone()) else { return };
        let mark = Mark::read(line);
        self.gap();
        if mark.closes {
            return self.close(&mark, at);
        }
        let component = find(mark.name);
        let name_at = at.start + mark.name_at..at.start + mark.name_at + mark.name.len();
        if let Some(component) = component {
            self.check_arguments(component, &mark, at);
        } else {
            let known: Vec<&str> = COMPONENTS.iter().map(|component| component.name).collect();
            self.said.push(say::unknown(self.source.path, self.span(&name_at), mark.name, &known));
        }
        if component.is_some_and(|component| component.name == "aside") {
            // What stands beside a story is not how it begins.
            self.aside += 1;
        }
        self.open.push(Open { name: mark.name.to_owned(), component, at: name_at, pictures: self.images.len() });
    }

    fn check_arguments(&mut self, component: &'static Component, mark: &Mark<'_>, at: &Range<usize>) {
        let path = self.source.path;
        let names: Vec<&str> = component.arguments.iter().map(|argument| argument.name).collect();
        if let Some(broken) = mark.broken {
            let rest = at.start + broken..at.end;
            return self.said.push(say::not_understood(path, self.span(&rest), component.name, &names));
        }
        for (number, written) in mark.arguments.iter().enumerate() {
            let place = self.span(&(at.start + written.at..at.start + written.end));
            let is_again = mark.arguments[..number].iter().any(|earlier| earlier.name == written.name);
            match written.value {
                _ if !names.contains(&written.name) => {
                    self.said.push(say::unknown_argument(path, place, component.name, written.name, &names));
                }
                _ if is_again => self.said.push(say::argument_twice(path, place, written.name)),
                None => self.said.push(say::argument_not_quoted(path, place, written.name)),
                Some(value) if written.name == "href" => {
                    let is_whole = value.starts_with("https://") || value.starts_with("http://");
                    if !is_whole || addresses::fault(value).is_some() {
                        self.said.push(say::not_a_whole_address(path, place, value));
                    }
                }
                // Its words are read with the story.
                Some(value) => {
                    self.words.add(value);
                    self.words.gap();
                }
            }
        }
        for argument in component.arguments.iter().filter(|argument| argument.required) {
            let is_said = |name: &str| mark.arguments.iter().any(|it| it.name == name && it.value != Some(""));
            if !is_said(argument.name) {
                self.said.push(say::missing_argument(
                    path,
                    self.span(at),
                    component.name,
                    argument.name,
                    argument.example,
                ));
            }
        }
    }

    fn close(&mut self, mark: &Mark<'_>, at: &Range<usize>) {
        let (path, span) = (self.source.path, self.span(at));
        let Some(place) = self.open.iter().rposition(|open| open.name == mark.name) else {
            return self.said.push(say::closes_nothing(path, span, mark.name));
        };
        for forgotten in self.open.split_off(place + 1) {
            self.end_component(&forgotten);
            self.said.push(say::never_closed(path, self.span(&forgotten.at), &forgotten.name));
        }
        let Some(open) = self.open.pop() else { return };
        self.end_component(&open);
        let has_pictures = self.images.len() > open.pictures;
        match mark.name {
            "gallery" if !has_pictures => self.said.push(say::gallery_without_pictures(path, self.span(&open.at))),
            "video" if !has_pictures => self.said.push(say::video_without_still(path, self.span(&open.at))),
            _ => {}
        }
    }

    fn end_component(&mut self, open: &Open) {
        if open.component.is_some_and(|component| component.name == "aside") {
            self.aside -= 1;
        }
    }

    /// A paragraph in which a line of a call stands together with others, so that it is none.
    pub(super) fn find_crowded(&mut self, paragraph: &Range<usize>) {
        let Some(text) = self.text.get(paragraph.clone()).filter(|text| text.contains("{%")) else { return };
        let mut at = paragraph.start;
        for line in text.split_inclusive('\n') {
            let lead = line.len() - line.trim_start().len();
            let mark = line.trim();
            if begins_mark(mark) && mark.contains("%}") && find(Mark::read(mark).name).is_some() {
                let span = self.span(&(at + lead..at + lead + mark.len()));
                self.said.push(say::crowded(self.source.path, span));
            }
            at += line.len();
        }
    }

    /// Says which calls are still open at the end.
    pub(super) fn close_all(&mut self) {
        for open in std::mem::take(&mut self.open) {
            self.end_component(&open);
            self.said.push(say::never_closed(self.source.path, self.span(&open.at), &open.name));
        }
    }
}
