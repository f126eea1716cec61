//! A site that no theme likes, to hold themes against: every kind of page, titles without end, two hundred comments, a story
//! that is nothing but a letter. It is never on any disk.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::check::privacy::list;
use crate::ground::SourcePath;
use crate::settings;
use crate::shell::paper::Paper;
use crate::theme::{ThemeFile, embedded};

/// What is asked of a theme, one site after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// One of everything.
    Everything,
    /// The same in easy reading, written from right to left, with no pages but the stories' own.
    OtherWay,
    /// One story, and nothing else.
    OneStory,
}

impl Site {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Everything, Self::OtherWay, Self::OneStory];

    /// What it is called to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Everything => "a site with everything",
            Self::OtherWay => "the same in easy reading and from right to left",
            Self::OneStory => "a site with one story",
        }
    }
}

macro_rules! content {
    ($($path:literal)*) => { [$(($path, include_str!(concat!("torture/content/", $path)))),*] };
}

const CONTENT: [(&str, &str); 18] = content! {
    "about.md"
    "stories/called-by-name.md"
    "stories/careful.md"
    "stories/draft.md"
    "stories/everything.md"
    "stories/first-of-the-chain.md"
    "stories/first-part.md"
    "stories/gone.md"
    "stories/long-title.md"
    "stories/no-date.md"
    "stories/no-space-in-title.md"
    "stories/only-a-letter.md"
    "stories/right-to-left.md"
    "stories/third-of-the-chain.md"
    "stories/third-part.md"
    "stories/unlisted.md"
    "tags/neighbours.md"
    "tags/letters.md"
};

const SITE: &str = include_str!("torture/site.toml");
const ONE_STORY: &str = include_str!("torture/small.md");

/// In easy reading from right to left, with nothing that can be left out.
const OTHER_WAY: &str = "reading = \"easy\"\n";
const NO_PAGES: &str = "\n[pages]\ntags = false\nauthors = false\nseries = false\narchive = false\npass_it_on = false\n
[feeds]\natom = false\njson = false\ntags = false\ncomments = false\n
[pictures]\nresponsive = false\n";

/// The site, with the files of themes.
pub(super) fn paper(site: Site, themes: &[ThemeFile]) -> Paper {
    let mut files: Vec<(String, Cow<'static, [u8]>)> = Vec::new();
    let mut text = |path: &str, text: String| files.push((path.to_owned(), Cow::Owned(text.into_bytes())));
    match site {
        Site::Everything => text(settings::FILE, SITE.to_owned()),
        Site::OtherWay => {
            let site = SITE.replace("language = \"en-GB\"", "language = \"ar\"");
            let menu = site.find("[[menu]]").unwrap_or(site.len());
            text(settings::FILE, OTHER_WAY.to_owned() + &site[..menu] + NO_PAGES);
        }
        Site::OneStory => {
            text(settings::FILE, "title = \"One story\"\nbase_url = \"https://one.example/\"\n".to_owned());
        }
    }
    if site == Site::OneStory {
        text("content/stories/only.md", ONE_STORY.to_owned());
    } else {
        text("content/stories/everything.comments.yaml", comments());
        // Nobody of that name is in any story; with the list, nobody is told that there is none.
        text(list::FILE, "Nobody Atall\n".to_owned());
        for (path, content) in CONTENT {
            text(&format!("content/{path}"), content.to_owned());
        }
        let picture = embedded::find("hearth")
            .and_then(|theme| theme.files.iter().find(|(path, _)| *path == "static/social.png"));
        files.extend(picture.map(|(_, bytes)| ("static/plate.png".to_owned(), Cow::Borrowed(*bytes))));
    }
    let themes = themes.iter().map(|file| (file.path.clone(), Cow::Owned(file.bytes.clone())));
    Paper::new(files.into_iter().map(|(path, bytes)| (SourcePath::new(path), bytes)).chain(themes))
}

/// Two hundred comments, up to nine deep, some without a name, some with more than one should have.
fn comments() -> String {
    let mut out = "version: 1\ncomments:\n".to_owned();
    for number in 1..=200_u32 {
        let _ = writeln!(out, "  - id: wp-{number}\n    state: {}", if number == 7 { "removed" } else { "approved" });
        if number % 10 > 1 {
            let _ = writeln!(out, "    parent: wp-{}", number - 1);
        }
        if number % 3 > 0 {
            let _ = writeln!(
                out,
                "    author: {}",
                if number % 30 == 1 { "ANameWithoutAnySpaceThatIsLongerThanATelephoneIsWide" } else { "Dilwyn" }
            );
        }
        if number % 5 == 1 {
            let _ = writeln!(out, "    url: https://reader.example/{number}\n    date: 2013-06-04T20:14:00+01:00");
        }
        if number == 2 {
            out.push_str("    by_author: true\n");
        }
        let _ = writeln!(
            out,
            "    format: html\n    body: |\n      <p>Comment {number}, with <em>leaning</em> words &amp; a <a href=\"https://reader.example/\">link</a>.</p>"
        );
    }
    out
}
