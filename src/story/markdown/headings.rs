//! The ids and the levels of headings. `read` and `to_html` both ask here, so that they give the same answers.

use std::fmt::Write as _;

use foldhash::{HashMap, HashSet};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag};

use super::html::{Renderer, Title, has_ids};
use super::steps::Steps;
use super::{escape, raw_html};
use crate::ground::Slug;
use crate::settings::MarkdownSettings;

/// Ids that themes use for parts of the page.
const RESERVED: [&str; 17] = [
    "comments",
    "content",
    "find",
    "footer",
    "footnotes",
    "header",
    "main",
    "menu",
    "nav",
    "page",
    "related",
    "search",
    "site",
    "skip",
    "story",
    "title",
    "top",
];

/// Gives each heading of one text its id.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Ids that the writer gave, in headings and in raw HTML; these come first wherever they stand.
    given: HashSet<String>,
    /// The ids that are on the page.
    taken: HashSet<String>,
    /// The number that the next repeat of a name gets.
    next: HashMap<String, u32>,
}

impl Ids {
    /// Looks through a text for ids that the writer gave. Most texts have none, which a glance tells.
    pub fn of(text: &str, settings: MarkdownSettings) -> Self {
        let mut ids = Self::default();
        let may_give = memchr::memchr_iter(b'{', text.as_bytes()).any(|at| text.as_bytes().get(at + 1) == Some(&b'#'));
        if !(may_give || settings.raw_html && raw_html::may_have_ids(text)) {
            return ids;
        }
        for step in Steps::new(text, settings) {
            match step.event {
                Event::Start(Tag::Heading { id: Some(id), .. }) if !id.is_empty() => {
                    ids.given.insert(id.to_string());
                }
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) if settings.raw_html => {
                    for id in raw_html::ids(&text[step.at]) {
                        ids.given.insert(id.to_owned());
                        ids.taken.insert(id.to_owned());
                    }
                }
                _ => {}
            }
        }
        ids
    }

    /// The id of the next heading: what the writer gave, else its words; with a number if that is taken.
    pub fn next(&mut self, given: Option<&str>, words: &str) -> String {
        let given = given.filter(|id| !id.is_empty());
        let name = given.map_or_else(
            || Slug::from_text(words).map_or_else(|| "section".to_owned(), |slug| slug.as_str().to_owned()),
            str::to_owned,
        );
        let name = if is_reserved(&name) { format!("section-{name}") } else { name };
        let free = |this: &Self, id: &str| !this.taken.contains(id) && (given.is_some() || !this.given.contains(id));
        if free(self, &name) {
            self.taken.insert(name.clone());
            return name;
        }
        let mut number = self.next.get(&name).copied().unwrap_or(2);
        let id = loop {
            let id = format!("{name}-{number}");
            number += 1;
            if !self.taken.contains(&id) && !self.given.contains(&id) {
                break id;
            }
        };
        self.next.insert(name, number);
        self.taken.insert(id.clone());
        id
    }
}

/// Whether a theme, a comment or a footnote may use this id.
fn is_reserved(id: &str) -> bool {
    let numbered =
        |prefix| id.strip_prefix(prefix).is_some_and(|rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()));
    RESERVED.contains(&id) || id.starts_with("comment-") || numbered("c") || numbered("fn-") || numbered("fnref-")
}

/// Gives each heading of one text its level on the page, without skips: imported posts often start at `###`.
#[derive(Debug, Default)]
pub(super) struct Levels {
    /// The levels as written of the headings that this one stands under.
    above: Vec<u8>,
}

impl Levels {
    /// The level of the next heading, 1 to 6: one deeper than the heading that it stands under, never more.
    pub fn next(&mut self, written: u8, shift: u8) -> u8 {
        while self.above.last().is_some_and(|last| *last >= written) {
            self.above.pop();
        }
        self.above.push(written);
        let depth = u8::try_from(self.above.len()).unwrap_or(6);
        depth.saturating_add(shift).min(6)
    }
}

/// A level as a number.
pub(super) fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// A heading that is being written; its tag is put in front of it when its words are known.
#[derive(Debug)]
pub(super) struct OpenHeading<'a> {
    pub from: usize,
    pub level: HeadingLevel,
    id: Option<CowStr<'a>>,
    classes: Vec<CowStr<'a>>,
    pub words: String,
}

impl<'a> Renderer<'a, '_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, id: Option<CowStr<'a>>, classes: Vec<CowStr<'a>>) {
        self.fresh_line();
        self.heading = Some(OpenHeading { from: self.out.len(), level, id, classes, words: String::new() });
    }

    /// Whether we are in the heading that became the title and is not shown again.
    pub(super) fn in_title(&self) -> bool {
        self.title == Title::ToSkip && self.heading.as_ref().is_some_and(|it| it.level == HeadingLevel::H1)
    }

    pub(super) fn end_heading(&mut self) {
        self.gap();
        let Some(heading) = self.heading.take() else { return };
        if heading.words.trim().is_empty() {
            // No heading for those who listen to the page, and nothing at all if nothing is to be seen.
            if self.out.len() > heading.from {
                self.out.insert_str(heading.from, "<p>");
                self.out.push_str("</p>\n");
            }
            return;
        }
        let written = number(heading.level);
        let id = has_ids(self.options).then(|| self.ids.next(heading.id.as_deref(), &heading.words));
        if written == 1 && self.title == Title::ToSkip {
            self.title = Title::Done;
            return self.out.truncate(heading.from);
        }
        let level = self.levels.next(written, self.options.shift_headings);
        let mut tag = format!("<h{level}");
        if let Some(id) = id {
            tag.push_str(" id=\"");
            escape::attribute(&mut tag, &id);
            tag.push('"');
        }
        if !heading.classes.is_empty() {
            tag.push_str(" class=\"");
            escape::attribute(&mut tag, &heading.classes.join(" "));
            tag.push('"');
        }
        tag.push('>');
        self.out.insert_str(heading.from, &tag);
        let _ = writeln!(self.out, "</h{level}>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_leave_the_themes_ids_alone() {
        let mut ids = Ids::default();
        let mut next = |given, words| ids.next(given, words);
        assert_eq!(next(None, "A Gift"), "a-gift");
        assert_eq!(next(None, "A gift!"), "a-gift-2");
        assert_eq!(next(None, "a gift 2"), "a-gift-2-2");
        assert_eq!(next(None, "a gift"), "a-gift-3");
        assert_eq!(next(None, "🌻"), "section");
        assert_eq!(next(None, "…"), "section-2");
        assert_eq!(next(None, "Comments"), "section-comments");
        assert_eq!(next(None, "Comment from Maya"), "section-comment-from-maya");
        assert_eq!(next(Some("c22"), "x"), "section-c22");
        assert_eq!(next(Some("Mine"), "x"), "Mine");
        assert_eq!(next(Some("Mine"), "x"), "Mine-2");
    }

    #[test]
    fn levels_never_skip() {
        let levels = |written: &[u8]| {
            let mut levels = Levels::default();
            written.iter().map(|level| levels.next(*level, 1)).collect::<Vec<_>>()
        };
        assert_eq!(levels(&[1, 2, 3, 2]), [2, 3, 4, 3]);
        assert_eq!(levels(&[3, 3, 5, 4, 1]), [2, 2, 3, 3, 2]);
        assert_eq!(levels(&[1, 2, 3, 4, 5, 6]), [2, 3, 4, 5, 6, 6]);
    }
}
