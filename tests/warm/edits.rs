//! A small site, and everything that people and programs do to its files.

#![allow(clippy::trivially_copy_pass_by_ref, reason = "the edits are kept to be shown")]

use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use goodturn::ground::Date;
use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

/// Something that happens to the site's folder.
#[derive(Clone, Debug)]
pub enum Edit {
    /// A story is written, or written anew.
    Write {
        name: usize,
        story: Story,
    },
    /// One letter of a text becomes another, and all times are put back to what they were.
    SameSize {
        file: Index,
    },
    /// A file gets a time of long ago, of just now or of the future.
    Touch {
        file: Index,
        when: i64,
    },
    /// A file gets another name.
    Rename {
        file: Index,
        name: usize,
    },
    /// Two files change places.
    Swap {
        one: Index,
        other: Index,
    },
    /// The case of a name changes.
    Case {
        file: Index,
    },
    Delete {
        file: Index,
    },
    /// Some comments, perhaps none, perhaps broken.
    Comments {
        name: usize,
        body: usize,
    },
    /// A picture of another size, or with other bytes of the same length.
    Picture {
        name: usize,
        width: u8,
        salt: u8,
    },
    Static {
        name: usize,
        text: usize,
    },
    Template {
        text: usize,
    },
    StyleSheet {
        text: usize,
    },
    ThemeFile {
        text: usize,
    },
    Settings {
        text: usize,
    },
    /// The list of names that must not be read.
    Names(usize),
    /// The clock moves by so many days.
    Clock {
        days: i32,
    },
    /// All of `content` goes back to how it was at first, with the old times, as a checkout would have it.
    Revert,
    /// Somebody does something to a published file.
    Meddle {
        file: Index,
        how: usize,
    },
    /// Something happens to what the last build kept.
    Forget {
        how: usize,
    },
    /// Nothing at all.
    Rest,
}

/// What a story says of itself.
#[derive(Clone, Debug)]
pub struct Story {
    title: usize,
    tag: usize,
    day: i32,
    words: usize,
    extra: usize,
}

const NAMES: [&str; 6] = ["lamp", "bread", "bus", "garden", "letter", "Ärger"];
const TITLES: [&str; 4] = ["The lamp", "Bread & salt", "A seat on the bus", "The lamp"];
const TAGS: [&str; 4] = ["work", "home", "work, home", ""];
const BODIES: [&str; 5] = [
    "She gave me her umbrella.",
    "See [the bread](bread.md) under her umbrella, and ![a picture](one.png).",
    "# A heading\n\nText with a [link](story:bus).",
    "> Thank you.\n>\n> — M.",
    "Broken: [nowhere](nowhere.md)",
];
const EXTRAS: [&str; 9] = [
    "",
    "draft: true",
    "expires: 2026-12-01",
    "aliases: [/old.html]",
    "series: Lamps",
    "listed: false",
    "passed_on_from: bus",
    "content_note: Mentions rain.",
    "withdrawn: 2026-11-01",
];
const COMMENTS: [&str; 4] = [
    "version: 1\ncomments:\n  - id: wp-1\n    author: Mara\n    state: approved\n    format: text\n    body: Kind.\n",
    "version: 1\ncomments:\n  - id: wp-1\n    author: Mare\n    state: approved\n    format: text\n    body: Kind.\n",
    "version: 1\ncomments: []\n",
    "version: [\n",
];
const TEMPLATES: [&str; 4] = [
    "<p>{{ title }}</p>{{ content }}",
    "<p>{{ title }}</p>{{ content }}<p>{{ page.url }}</p>",
    "<p>{{ titel }}</p>",
    "{% for %}",
];
const THEMES: [&str; 3] = [
    "name = \"Mine\"\ngoodturn = \">=0.1\"\nextends = \"hearth\"\n",
    "name = \"Mine\"\ngoodturn = \">=0.1\"\nextends = \"hearth\"\n[shelves]\nnewest = 2\ntags = true\n",
    "name = \"Mine\"\ngoodturn = \">=0.1\"\nextends = \"hearth\"\n[shelves]\nnewest = 3\n",
];
const SETTINGS: [&str; 6] = [
    "title = \"Garden\"\nbase_url = \"https://example.org/\"\ntheme = \"mine\"\n",
    "title = \"Garden\"\nbase_url = \"https://example.org/sub/\"\ntheme = \"mine\"\n",
    "title = \"Meadow\"\nbase_url = \"https://example.org/\"\ntheme = \"hearth\"\nper_page = 1\n",
    "title = \"Garden\"\nbase_url = \"https://example.org/\"\npermalink = \"/:year/:slug.html\"\n",
    "title = \"Garden\"\nbase_url = \"https://example.org/\"\ntimezone = \"Pacific/Auckland\"\nauthor = \"Ada\"\n",
    "title = \"Garden\"\ntitel = 1\n",
];

const LISTS: [&str; 3] = ["Maria Rossi\n", "# Nobody\n", "Her umbrella\n"];

/// Any edit; those that keep the site whole are more frequent, so that something is published most of the time.
pub fn any() -> impl Strategy<Value = Edit> {
    let file = || proptest::arbitrary::any::<Index>();
    let story = (0..4_usize, 0..4_usize, -40..40_i32, prop_oneof![9 => 0..4_usize, 1 => 4..5_usize], 0..9_usize)
        .prop_map(|(title, tag, day, words, extra)| Story { title, tag, day, words, extra });
    prop_oneof![
        6 => (0..6_usize, story).prop_map(|(name, story)| Edit::Write { name, story }),
        3 => file().prop_map(|file| Edit::SameSize { file }),
        2 => (file(), prop::sample::select(vec![-1_000_000_000_i64, 0, 100_000_000])).prop_map(|(file, when)| Edit::Touch { file, when }),
        2 => (file(), 0..6_usize).prop_map(|(file, name)| Edit::Rename { file, name }),
        2 => (file(), file()).prop_map(|(one, other)| Edit::Swap { one, other }),
        1 => file().prop_map(|file| Edit::Case { file }),
        2 => file().prop_map(|file| Edit::Delete { file }),
        2 => (0..6_usize, prop_oneof![5 => 0..3_usize, 1 => 3..4_usize]).prop_map(|(name, body)| Edit::Comments { name, body }),
        2 => (0..2_usize, 1..4_u8, proptest::arbitrary::any::<u8>()).prop_map(|(name, width, salt)| Edit::Picture { name, width, salt }),
        1 => (0..2_usize, 0..3_usize).prop_map(|(name, text)| Edit::Static { name, text }),
        1 => prop_oneof![5 => 0..2_usize, 1 => 2..4_usize].prop_map(|text| Edit::Template { text }),
        1 => (0..3_usize).prop_map(|text| Edit::StyleSheet { text }),
        1 => (0..3_usize).prop_map(|text| Edit::ThemeFile { text }),
        2 => prop_oneof![9 => 0..5_usize, 1 => 5..6_usize].prop_map(|text| Edit::Settings { text }),
        1 => (0..3_usize).prop_map(Edit::Names),
        2 => (-30..30_i32).prop_map(|days| Edit::Clock { days }),
        2 => Just(Edit::Revert),
        5 => (file(), 0..9_usize).prop_map(|(file, how)| Edit::Meddle { file, how }),
        1 => (0..4_usize).prop_map(|how| Edit::Forget { how }),
        2 => Just(Edit::Rest),
    ]
}

/// The site, and a place for clean builds of it.
pub struct Garden {
    pub root: TempDir,
    pub clean: TempDir,
    pub today: Date,
    first: Vec<(PathBuf, Vec<u8>, SystemTime)>,
}

impl Garden {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let stories = root.path().join("content/stories");
        fs::create_dir_all(&stories).unwrap();
        fs::write(root.path().join("site.toml"), SETTINGS[0]).unwrap();
        let theme = root.path().join("themes/mine");
        fs::create_dir_all(theme.join("templates")).unwrap();
        fs::create_dir_all(theme.join("static")).unwrap();
        fs::write(theme.join("theme.toml"), THEMES[0]).unwrap();
        for (name, day) in NAMES.iter().take(4).zip([3, -20, 20, 0]) {
            let story = Story { title: 0, tag: 0, day, words: 0, extra: 0 };
            fs::write(stories.join(format!("{name}.md")), story.text()).unwrap();
        }
        fs::write(root.path().join("content/about.md"), "---\ntitle: About\n---\nUs.\n").unwrap();
        let mut garden = Self {
            root,
            clean: tempfile::tempdir().unwrap(),
            today: Date::new(2026, 11, 22).unwrap(),
            first: Vec::new(),
        };
        let facts =
            |path: &PathBuf| (path.clone(), fs::read(path).unwrap(), fs::metadata(path).unwrap().modified().unwrap());
        garden.first = garden.files("content").iter().map(facts).collect();
        garden
    }

    pub fn make(&mut self, edit: &Edit) {
        let root = self.root.path().to_owned();
        let story = |name: usize| root.join(format!("content/stories/{}.md", NAMES[name]));
        match edit {
            Edit::Write { name, story: text } => fs::write(story(*name), text.text()).unwrap(),
            Edit::SameSize { file } => self.with(file, same_size),
            Edit::Touch { file, when } => self.with(file, |path| set_time(path, shifted(SystemTime::now(), *when))),
            Edit::Rename { file, name } => self.with(file, |path| {
                fs::rename(path, path.with_file_name(NAMES[*name]).with_extension(extension(path))).unwrap();
            }),
            Edit::Swap { one, other } => self.swap(one, other),
            Edit::Case { file } => self.with(file, |path| {
                let name = path.file_name().unwrap().to_str().unwrap();
                let other =
                    if name.starts_with(char::is_lowercase) { name.to_uppercase() } else { name.to_lowercase() };
                fs::rename(path, path.with_file_name(other).with_extension(extension(path))).unwrap();
            }),
            Edit::Delete { file } => self.with(file, |path| fs::remove_file(path).unwrap()),
            Edit::Comments { name, body } => {
                fs::write(story(*name).with_extension("comments.yaml"), COMMENTS[*body]).unwrap();
            }
            Edit::Picture { name, width, salt } => {
                let path = root.join("content/stories").join(["one.png", "two.png"][*name]);
                fs::write(path, png(*width, *salt)).unwrap();
            }
            Edit::Static { name, text } => {
                let path = root.join("static").join(["robots.txt", "hello.txt"][*name]);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, ["One", "Two", "Six"][*text]).unwrap();
            }
            Edit::Template { text } => {
                fs::write(root.join("themes/mine/templates/page.html"), TEMPLATES[*text]).unwrap();
            }
            Edit::StyleSheet { text } => {
                fs::write(root.join("themes/mine/static/style.css"), ["a{}", "b{}", "p{color:red}"][*text]).unwrap();
            }
            Edit::ThemeFile { text } => fs::write(root.join("themes/mine/theme.toml"), THEMES[*text]).unwrap(),
            Edit::Settings { text } => fs::write(root.join("site.toml"), SETTINGS[*text]).unwrap(),
            Edit::Names(text) => {
                fs::create_dir_all(root.join("private")).unwrap();
                fs::write(root.join("private/names.txt"), LISTS[*text]).unwrap();
            }
            Edit::Clock { days } => self.today = later(self.today, *days),
            Edit::Revert => self.revert(),
            Edit::Meddle { file, how } => self.meddle(file, *how),
            Edit::Forget { how } => forget(&root.join(".goodturn/memo"), *how),
            Edit::Rest => {}
        }
    }

    /// Mends whatever keeps the site from being published, as its owner would.
    pub fn mend(&mut self) {
        self.revert();
        self.make(&Edit::Settings { text: 0 });
        self.make(&Edit::ThemeFile { text: 0 });
        self.make(&Edit::Template { text: 0 });
        self.make(&Edit::Names(0));
    }

    /// All files below a folder, sorted.
    fn files(&self, folder: &str) -> Vec<PathBuf> {
        let walk = walkdir::WalkDir::new(self.root.path().join(folder)).sort_by_file_name().into_iter();
        walk.filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .map(walkdir::DirEntry::into_path)
            .collect()
    }

    fn with(&self, file: &Index, work: impl FnOnce(&Path)) {
        let files = self.files("content");
        if !files.is_empty() {
            work(file.get::<PathBuf>(&files));
        }
    }

    fn swap(&self, one: &Index, other: &Index) {
        let files = self.files("content");
        if !files.is_empty() {
            let (one, other, aside) = (one.get(&files), other.get(&files), self.root.path().join("aside"));
            fs::rename(one, &aside).unwrap();
            let _ = fs::rename(other, one);
            fs::rename(&aside, other).unwrap();
        }
    }

    fn revert(&self) {
        for path in self.files("content") {
            fs::remove_file(path).unwrap();
        }
        for (path, bytes, time) in &self.first {
            fs::write(path, bytes).unwrap();
            set_time(path, *time);
        }
    }

    fn meddle(&self, file: &Index, how: usize) {
        // From 5 on with the staging folder, which is nobody's business but ours.
        let mut files = self.files(if how < 5 { "public" } else { ".public.goodturn/next" });
        files.retain(|path| !path.ends_with(".goodturn-manifest"));
        if files.is_empty() {
            return;
        }
        let path = file.get(&files);
        match how {
            0 | 5 => fs::remove_file(path).unwrap(),
            1 => fs::write(path, "").unwrap(),
            2 => same_size(path),
            3 => set_time(path, SystemTime::UNIX_EPOCH),
            6 => fs::write(path.with_file_name("stray"), "Nobody asked for this").unwrap(),
            7 => {
                fs::remove_file(path).unwrap();
                fs::write(path, "Something else").unwrap();
            }
            8 => {
                fs::remove_file(path).unwrap();
                fs::create_dir(path).unwrap();
            }
            _ => fs::write(path, "Something else").unwrap(),
        }
    }
}

impl Story {
    fn text(&self) -> String {
        let date = later(Date::new(2026, 11, 22).unwrap(), self.day);
        let Self { title, tag, words, extra, .. } = *self;
        let (title, tag, extra, body) = (TITLES[title], TAGS[tag], EXTRAS[extra], BODIES[words]);
        format!("---\ntitle: \"{title}\"\ndate: {}\ntags: [{tag}]\n{extra}\n---\n{body}\n", date.civil())
    }
}

fn forget(memo: &Path, how: usize) {
    let Ok(bytes) = fs::read(memo) else { return };
    match how {
        0 => fs::remove_file(memo).unwrap(),
        1 => fs::write(memo, &bytes[..bytes.len() / 2]).unwrap(),
        2 => fs::write(memo, "not a memo").unwrap(),
        _ => {
            let mut bytes = bytes;
            let middle = bytes.len() / 2;
            bytes[middle] ^= 4;
            fs::write(memo, bytes).unwrap();
        }
    }
}

/// Changes the last letter of a file, and puts its times back.
fn same_size(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let time = fs::metadata(path).unwrap().modified().unwrap();
    if let Some(letter) = bytes.iter_mut().rev().find(|byte| byte.is_ascii_lowercase()) {
        *letter = if *letter == b'z' { b'a' } else { *letter + 1 };
    }
    fs::write(path, bytes).unwrap();
    set_time(path, time);
}

fn set_time(path: &Path, time: SystemTime) {
    File::options().write(true).open(path).unwrap().set_times(FileTimes::new().set_modified(time)).unwrap();
}

fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { time - by } else { time + by }
}

fn extension(path: &Path) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    name.split_once('.').map_or("md", |(_, extension)| extension).to_owned()
}

fn later(date: Date, days: i32) -> Date {
    let civil = date.civil();
    Date::from(civil.saturating_add(jiff::Span::new().days(days)))
}

fn png(width: u8, salt: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let writer = png::Encoder::new(&mut bytes, width.into(), 1).write_header();
    writer.unwrap().write_image_data(&vec![salt; width.into()]).unwrap();
    bytes
}
