//! The calls of a text: whether each names a component and gives it what it can take, and whether each is closed.

use std::ops::Range;

use super::{Code, Facts};
use crate::ground::messages::{components as say, markdown};
use crate::story::markdown::components::{COMPONENTS, Component, Mark, begins_mark, find};
use crate::story::markdown::{addresses, limits};

/// A call whose second line is still to come.
#[derive(Debug)]
pub(super) struct Open {
    name: String,
    component: Option<&'static Component>,
    at: Range<usize>,
    /// How many pictures there were before it.
    pictures: usize,
}

/// Whether anything in a text can be a call, here or elsewhere. Most texts have no brace at all.
pub(super) fn may_have_calls(text: &str) -> bool {
    memchr::memchr_iter(b'{', text.as_bytes()).any(|at| matches!(text.as_bytes().get(at + 1), Some(b'%' | b'{')))
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
        if self.open.len() == limits::DEEPEST {
            self.said.push(markdown::too_deep(self.source.path, self.span(at), limits::DEEPEST));
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

    /// Says what these words would be taken for elsewhere, in the form of a call or of another program's, while readers will
    /// see them as they are written.
    pub(super) fn find_lost_calls(&mut self, words: &str, at: usize) {
        // Words that are not in the text as they are were made by an entity, or stand in a line of code.
        if self.code != Code::Outside || !self.text.get(at..).is_some_and(|rest| rest.starts_with(words)) {
            return;
        }
        for (found, _) in words.match_indices('{') {
            let is_escaped = self.text[..at + found].ends_with(['\\', '{']);
            if let Some(lost) = Lost::read(&self.text[at + found..]).filter(|_| !is_escaped) {
                self.lose_call(&lost, at + found);
            }
        }
    }

    fn lose_call(&mut self, lost: &Lost<'_>, at: usize) {
        let (path, span) = (self.source.path, self.span(&(at..at + lost.whole.len())));
        let known = find(lost.name);
        let is_ours = begins_mark(lost.whole);
        // Only blanks are walked over, not the whole line: a line of a megabyte may hold fifty thousand of them.
        let before = self.text[..at].trim_end_matches([' ', '\t']);
        let after = self.text[at + lost.whole.len()..].trim_start_matches([' ', '\t']);
        let begins = before.is_empty() || before.ends_with(['\n', '\r']);
        let is_alone = begins && (after.is_empty() || after.starts_with(['\n', '\r']));
        self.said.push(match known {
            None => say::foreign(path, span, lost.whole),
            Some(component) if !is_ours => say::of_another_program(path, span, lost.whole, component.name),
            Some(_) if self.inside > 0 => say::in_a_list(path, span),
            Some(_) if is_alone => say::crowded(path, span),
            Some(_) => say::in_a_line(path, span),
        });
    }

    /// Says which calls are still open at the end.
    pub(super) fn close_all(&mut self) {
        for open in std::mem::take(&mut self.open) {
            self.end_component(&open);
            self.said.push(say::never_closed(self.source.path, self.span(&open.at), &open.name));
        }
    }
}

/// Something in braces that only a program would write.
struct Lost<'a> {
    /// All of it, in one line.
    whole: &'a str,
    /// What it calls.
    name: &'a str,
}

/// How far such a thing may reach, in bytes.
const REACH: usize = 300;

impl<'a> Lost<'a> {
    /// What begins here, if it is `{% <name> %}`, `{% name %}`, `{{< name >}}`, `{{% name %}}` or, for what can be called
    /// here, `{{ name }}`.
    fn read(text: &'a str) -> Option<Self> {
        let is_value = text.starts_with("{{");
        let rest = text.strip_prefix("{{").or_else(|| text.strip_prefix("{%"))?;
        let (rest, is_short) = match rest.strip_prefix(['<', '%']) {
            Some(rest) if is_value => (rest, true),
            _ => (rest, !is_value),
        };
        let rest = rest.trim_start_matches(['-', '~', ' ', '<', '/']);
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !is_short && find(name).is_none() {
            return None;
        }
        let near = &text.as_bytes()[..text.len().min(REACH)];
        let line = near.split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
        let end = line.windows(2).position(|pair| pair == if is_value { b"}}" } else { b"%}" })? + 2;
        Some(Self { whole: text.get(..end)?, name })
    }
}
