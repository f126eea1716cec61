//! A text that was copied from a page of a blog becomes a draft: what belongs to the page and not to the story is taken
//! away, and what was guessed is said. Knows how blogs' pages look in plain text.

mod furniture;
mod several;
mod talk;

use jiff::tz::TimeZone;

use super::body::{self, Asked, Origin};
use super::carry::{Arrival, keep_comments};
use super::model::Comment;
use super::receipt::Left;
use super::story_file::StoryFile;
use super::words;
use crate::ground::Moment;
use furniture::Line;

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The title, and what it was taken from.
    pub title: (String, &'static str),
    /// The day, if any line tells it.
    pub date: Option<Moment>,
    /// Who told it, if a line says so.
    pub author: String,
    /// Labels, if a line lists them.
    pub tags: Vec<String>,
    /// The paragraphs, each with its lines.
    pub paragraphs: Vec<Vec<String>>,
    /// What may be comments.
    pub comments: Vec<Comment>,
    /// Lines that are not empty.
    pub lines: usize,
    /// Those of them that are in the story or in a comment.
    pub kept: usize,
    /// Those that are not, with the reason.
    pub left: Vec<Left>,
}

/// Reads a text, which may hold several posts. `name` is its file's name, without the ending.
pub fn read(name: &str, text: &str) -> Vec<Found> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let posts = several::posts(&lines);
    let is_one = posts.len() == 1;
    posts.into_iter().map(|post| one(name, &lines[post], is_one)).collect()
}

/// Reads one post.
fn one(name: &str, lines: &[&str], has_comments: bool) -> Found {
    let mut found = Found { lines: lines.iter().filter(|line| !line.trim().is_empty()).count(), ..Found::default() };
    let end = lines.iter().position(|line| has_comments && furniture::begins_comments(line)).unwrap_or(lines.len());
    let mut body: Vec<&str> = Vec::new();
    let mut day = None;
    for line in &lines[..end] {
        match furniture::of(line) {
            Line::Text => body.push(line),
            Line::Furniture(why) => found.leave(line, why),
            Line::Date(date) if found.date.is_none() => {
                day = Some(body.len());
                found.date = Some(date);
                found.kept += 1;
            }
            Line::Date(_) => found.leave(line, "the story has its date already"),
            Line::Byline(author, date) => {
                found.author = author;
                found.date = found.date.or(date);
                found.kept += 1;
            }
            Line::Labels(labels) => {
                found.tags = labels;
                found.kept += 1;
            }
        }
    }
    talk::read(&lines[end..], &mut found);
    for line in body.drain(..day.filter(|day| is_header(&body, *day)).unwrap_or(0)).filter(|line| !line.is_empty()) {
        found.leave(line, "it stands above the day and the title, as the name of a blog does");
    }
    found.paragraphs(&body, name);
    found
}

/// Whether what stands above the day is the head of the page: then the title stands below it, by itself, above the text.
fn is_header(body: &[&str], day: usize) -> bool {
    let is_short = |line: &str| {
        (1..=80).contains(&line.trim().chars().count()) && !line.ends_with(['.', ',', ';', ':', '…', '!', '?'])
    };
    let mut above = body[..day].iter().filter(|line| !line.trim().is_empty()).peekable();
    let below: Vec<&str> = body[day..].iter().map(|line| line.trim()).skip_while(|line| line.is_empty()).collect();
    let title_stands_alone = matches!(&below[..], [title, "", ..] if is_short(title));
    let text = below.iter().skip(1).find(|line| !line.is_empty());
    let is_text = text.is_some_and(|line| line.chars().count() > 80 || line.ends_with(['.', '!', '?', '”', '"']));
    above.peek().is_some() && above.all(|line| line.chars().count() <= 160) && title_stands_alone && is_text && day <= 6
}

impl Found {
    fn leave(&mut self, line: &str, why: &str) {
        self.left.push(Left::new("lines", line.trim(), why));
    }

    /// The title and the paragraphs, from the lines that are the story's.
    fn paragraphs(&mut self, body: &[&str], name: &str) {
        let first = body.iter().position(|line| !line.trim().is_empty()).unwrap_or(body.len());
        let rest = body.get(first + 1..).unwrap_or(&[]);
        let candidate = body.get(first).map_or("", |line| line.trim());
        let stands_alone = rest.first().is_none_or(|next| next.trim().is_empty());
        let ends = candidate.ends_with(['.', ',', ';', ':', '…']) && !candidate.ends_with("...");
        let is_title = !candidate.is_empty() && candidate.chars().count() <= 100 && !ends;
        let body = if is_title && (stands_alone || self.date.is_some() || rest.len() > 1) {
            self.title = (words::one_line(candidate.trim_start_matches('#').trim()), "its first line");
            self.kept += 1;
            rest
        } else {
            let plain = words::one_line(&name.replace(['-', '_'], " "));
            let mut letters = plain.chars();
            let first = letters.next().map(|first| first.to_uppercase().chain(letters).collect());
            self.title = (first.unwrap_or_else(|| "Untitled".to_owned()), "the name of its file");
            &body[first_index(body)..]
        };
        let has_gaps = body.windows(2).any(|two| two[0].trim().is_empty() != two[1].trim().is_empty());
        let is_verse = is_verse(body);
        let mut open: Vec<String> = Vec::new();
        for line in body {
            if line.trim().is_empty() || (!has_gaps && !is_verse) {
                self.paragraphs.extend((!open.is_empty()).then(|| std::mem::take(&mut open)));
            }
            if !line.trim().is_empty() {
                self.kept += 1;
                open.push((*line).trim().to_owned());
            }
        }
        self.paragraphs.extend((!open.is_empty()).then_some(open));
    }

    /// The files that come of it, for the story's file at `path`.
    pub fn files(&self, path: &str, zone: Option<&TimeZone>) -> Arrival {
        let paragraphs: Vec<String> = self
            .paragraphs
            .iter()
            .map(|lines| {
                escaped(&lines.join(
                    "
",
                ))
            })
            .collect();
        let html = format!(
            "<p>{}</p>",
            paragraphs.join(
                "</p>
<p>"
            )
        );
        let keep = |_: &str, _: body::Use| None;
        let asked = Asked { html: &html, origin: Origin::Blogger, rewrite: &keep };
        let markdown = body::convert(&asked).markdown;
        let file = StoryFile {
            title: &self.title.0,
            date: self.date,
            author: &self.author,
            tags: &self.tags,
            is_draft: true,
            markdown: &markdown,
            ..StoryFile::default()
        };
        let mut arrival = Arrival { story: (path.to_owned(), file.text()), ..Arrival::default() };
        let comments = format!("{}.comments.yaml", path.strip_suffix(".md").unwrap_or(path));
        if !self.comments.is_empty() {
            keep_comments(comments, &self.comments, (zone, &keep), &self.title.0, &mut arrival);
        }
        arrival
    }

    /// What was guessed, in a sentence.
    pub fn guesses(&self) -> String {
        let title = format!("its title was taken from {}", self.title.1);
        match self.date {
            Some(date) => format!("{title}; its date is {}", date.iso()),
            None => format!("{title}; no line of it is a date"),
        }
    }
}

fn first_index(body: &[&str]) -> usize {
    body.iter().position(|line| !line.trim().is_empty()).unwrap_or(body.len())
}

/// Short lines, most of which end without a full stop.
fn is_verse(body: &[&str]) -> bool {
    let lines: Vec<&str> = body.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let open = lines.iter().filter(|line| !line.ends_with(['.', '!', '?', '”', '"'])).count();
    lines.len() > 2 && lines.iter().all(|line| line.chars().count() < 60) && open * 2 > lines.len()
}

/// As HTML; line ends stay.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>\n")
}

#[cfg(test)]
mod tests {
    use super::read;
    use expect_test::expect;

    #[test]
    fn a_page_that_was_copied_loses_its_furniture() {
        let text = "Skip to main content\nThe Ladder\n\nSunday, September 25, 2011\n\nHe lent it for a day.\nIt came back painted.\n\n\
            Share this post:\nPosted by Ida at 8:00 AM\nLabels: neighbours, tools\n\n2 comments:\n\nPiet said...\nSame here!\n\
            September 26, 2011 at 9:10 AM\nAnonymous said...\nWrite to piet@post.example\n\nPost a Comment\n\
            Newer Post Older Post Home\nSubscribe to: Post Comments (Atom)\n";
        let found = read("ladder", text).remove(0);
        assert_eq!(found.lines, found.kept + found.left.len(), "every line is somewhere");
        let arrival = found.files("content/stories/ladder.md", None);
        expect![[r#"
            ---
            title: "The Ladder"
            date: 2011-09-25
            draft: true
            author: "Ida"
            tags: ["neighbours", "tools"]
            ---

            He lent it for a day.\
            It came back painted.
        "#]]
        .assert_eq(&arrival.story.1);
        expect![[r#"
            version: 1
            comments:
              - id: "text-1"
                author: "Piet"
                date: 2011-09-26T09:10:00
                state: pending
                format: markdown
                body: |
                  Same here!
              - id: "text-2"
                state: pending
                format: markdown
                body: |
                  Write to (e-mail address removed)
        "#]]
        .assert_eq(&arrival.comments.unwrap().1);
    }

    #[test]
    fn a_short_comment_above_its_date_is_no_name() {
        let text = "T\n\nText.\n\n2 comments:\nTeo said...\nWhat a lovely thing\nSeptember 26, 2011 at 8:00 AM\n\
            Ida\nSeptember 27, 2011 at 8:00 AM\nSame here\n";
        let found = read("t", text).remove(0);
        let said: Vec<(&str, &str)> = found.comments.iter().map(|one| (&*one.author, &*one.html)).collect();
        assert_eq!(said, [("Teo", "<p>What a lovely thing</p>"), ("Ida", "<p>Same here</p>")]);
    }

    #[test]
    fn the_front_page_of_a_blog_holds_several_posts() {
        let blogger = "Small Kindnesses\nNotes from a help desk\n\nSunday, September 25, 2011\n\nThe Ladder\n\nHe lent it for a day.\n\n\
            Posted by Ida at 8:00 AM\n2 comments:\nLabels: tools\n\nSaturday, September 24, 2011\nThe Tin\n\nIt was full.\n\n\
            Posted by Ben at 9:00 AM\nNo comments:\nOlder Posts\nSubscribe to: Posts (Atom)\n";
        let wordpress = "The Ladder\nPosted on September 25, 2011 by Ida\n\nHe lent it for a day.\n\nTags: tools | Leave a comment\n\
            The Tin\nPosted on September 24, 2011\n\nIt was full.\n";
        for (text, names) in [(blogger, ["Ida", "Ben"]), (wordpress, ["Ida", ""])] {
            let all = read("page", text);
            let told: Vec<_> =
                all.iter().map(|it| (&*it.title.0, &*it.author, it.date.unwrap().day.to_string())).collect();
            let days = ["2011-09-25", "2011-09-24"].map(str::to_owned);
            let [one, other] = days;
            assert_eq!(told, [("The Ladder", names[0], one), ("The Tin", names[1], other)]);
            assert_eq!(all[1].paragraphs, [["It was full."]]);
            assert!(all.iter().all(|it| it.comments.is_empty() && it.lines == it.kept + it.left.len()), "{all:#?}");
        }
        let left: Vec<String> = read("page", blogger)[0].left.iter().map(|left| left.name.clone()).collect();
        assert_eq!(left, ["2 comments:", "Small Kindnesses", "Notes from a help desk"]);
    }

    #[test]
    fn every_line_of_any_text_is_accounted_for() {
        for text in ["", "\n\n", "a", "a\nb\nc", "1 comment:\nx", "Home\n# T\n\ntext <b>\n\nPost a Comment\n\ny\n\nz"] {
            for found in read("some-name", text) {
                assert_eq!(found.lines, found.kept + found.left.len(), "{text:?} {found:?}");
            }
        }
    }
}
