//! Cards of a site: which stories have one, what leads to it, and that none is drawn twice.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use expect_test::expect;

use crate::common;

const SITE: &str = "title = \"Small Kindnesses\"\nbase_url = \"https://example.org/sub/\"\n";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new(stories: &[(&str, &str)]) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("site.toml", SITE);
        for (name, text) in stories {
            place.write(&format!("content/stories/{name}.md"), text);
        }
        place
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn build(&self) -> String {
        let program = env!("CARGO_BIN_EXE_goodturn");
        let output = common::command(program, self.folder.path()).args(["build", "--today", "2026-11-23"]).output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    }

    fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The names of the cards in a folder.
    fn cards(&self, folder: &str) -> Vec<String> {
        let Ok(listing) = fs::read_dir(self.file(folder)) else { return Vec::new() };
        let names = listing.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name.ends_with(".png")).collect();
        names.sort();
        names
    }

    fn page(&self, slug: &str) -> String {
        fs::read_to_string(self.file(&format!("public/stories/{slug}/index.html"))).unwrap()
    }
}

fn tag<'a>(page: &'a str, name: &str) -> &'a str {
    let after = page.split_once(&format!("{name}\" content=\"")).unwrap_or_else(|| panic!("no {name}: {page}")).1;
    after.split_once('"').unwrap().0
}

#[test]
fn a_story_is_passed_on_with_its_card() {
    let place = Place::new(&[
        ("chair", "---\ntitle: The chair\ndate: 2020-01-01\nauthor: Maya\n---\nIt stood there.\n"),
        ("tea", "---\ntitle: Tea\ndate: 2020-01-02\nquote: Who will answer us now\n---\nIt was hot.\n"),
        (
            "sad",
            "---\ntitle: Farewell\ndate: 2020-01-03\nauthor: Ida\nquote: Gone\ncontent_note: A death.\n---\nText.\n",
        ),
        ("draft", "---\ntitle: Not yet\ndate: 2020-01-04\ndraft: true\n---\nText.\n"),
        ("hidden", "---\ntitle: Quiet\ndate: 2020-01-05\nlisted: false\n---\nText.\n"),
        ("gone", "---\ntitle: Taken back\ndate: 2020-01-06\nwithdrawn: 2021-01-01\n---\nText.\n"),
    ]);
    place.build();
    let mut with_card = Vec::new();
    for slug in ["chair", "tea", "sad", "draft", "hidden", "gone"] {
        let cards = place.cards(&format!("public/stories/{slug}"));
        assert!(cards.len() <= 1, "{cards:?}");
        with_card.extend(cards.first().map(|_| slug));
    }
    assert_eq!(with_card, ["chair", "tea", "sad", "hidden"]);
    let chair = place.page("chair");
    let name = &place.cards("public/stories/chair")[0];
    let address = format!("https://example.org/sub/stories/chair/{name}");
    assert_eq!(tag(&chair, "og:image"), address);
    assert_eq!(tag(&chair, "og:image:width"), "1200");
    assert_eq!(tag(&chair, "og:image:height"), "630");
    assert_eq!(tag(&chair, "og:image:alt"), "The chair · Maya · Small Kindnesses");
    assert_eq!(tag(&chair, "twitter:card"), "summary_large_image");
    assert!(chair.contains(&format!("\"image\":\"{address}\"")), "{chair}");
    assert_eq!(tag(&place.page("tea"), "og:image:alt"), "Who will answer us now · Small Kindnesses");
    let sad = "A story, with a note before it · Small Kindnesses";
    assert_eq!(tag(&place.page("sad"), "og:image:alt"), sad, "nothing of the story, not even who tells it");
}

/// Which file each kept card is: one that is drawn again is another file.
fn kept(place: &Place) -> BTreeMap<String, u64> {
    let ino = |name: &String| fs::metadata(place.file(".goodturn/cards").join(name)).unwrap().ino();
    place.cards(".goodturn/cards").into_iter().map(|name| (name.clone(), ino(&name))).collect()
}

#[test]
fn a_card_is_drawn_once() {
    let place = Place::new(&[
        ("a", "---\ntitle: One\ndate: 2020-01-01\n---\nText.\n"),
        ("b", "---\ntitle: Two\ndate: 2020-01-02\n---\nText.\n"),
    ]);
    place.build();
    let first = kept(&place);
    assert_eq!(first.len(), 2);
    let bytes = |name: &str| {
        let folder = format!("public/stories/{name}");
        fs::read(place.file(&folder).join(&place.cards(&folder)[0])).unwrap()
    };
    let (one, two) = (bytes("a"), bytes("b"));
    for lost in [&["public"][..], &["public", ".goodturn/memo", ".public.goodturn"]] {
        for path in lost {
            remove(&place.file(path));
        }
        place.build();
        assert_eq!(kept(&place), first, "after {lost:?} was lost");
        assert!(bytes("a") == one && bytes("b") == two);
    }
    // Other words of the text change no card; another title changes its own.
    place.write("content/stories/a.md", "---\ntitle: One\ndate: 2020-01-01\n---\nOther text.\n");
    place.build();
    assert_eq!(kept(&place), first);
    place.write("content/stories/a.md", "---\ntitle: One more\ndate: 2020-01-01\n---\nOther text.\n");
    place.build();
    // The card that nobody shows any more leaves the shelf: its words may be what somebody wanted to be gone.
    let second = kept(&place);
    assert_eq!(second.len(), 2);
    assert_eq!(second.keys().filter(|name| first.contains_key(*name)).count(), 1);
    assert!(bytes("a") != one && bytes("b") == two);
    // A kept card that was damaged is drawn again.
    let name = second.keys().find(|name| first.contains_key(*name)).unwrap().clone();
    fs::write(place.file(".goodturn/cards").join(&name), b"not a card").unwrap();
    remove(&place.file("public"));
    place.build();
    assert!(bytes("b") == two);
}

fn remove(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).unwrap();
    } else if path.exists() {
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn a_site_goes_without_if_it_says_so() {
    let place = Place::new(&[("a", "---\ntitle: One\ndate: 2020-01-01\n---\nText.\n")]);
    place.write("site.toml", &format!("{SITE}cards = false\n"));
    place.build();
    assert!(place.cards("public/stories/a").is_empty() && place.cards(".goodturn/cards").is_empty());
    assert!(!tag(&place.page("a"), "og:image").contains("card."));
}

#[test]
fn a_name_that_only_the_card_shows_is_found() {
    let place = Place::new(&[("a", "---\ntitle: One\ndate: 2020-01-01\nquote: Ask Wilhelmina\n---\nText.\n")]);
    place.write("private/names.txt", "Wilhelmina\n");
    let said = place.build();
    assert!(said.contains("content/stories/a.md:4:") && said.contains("nothing was published"), "{said}");
    assert!(!place.file("public").exists());
}

#[test]
fn whose_card_has_no_words_is_said_on_each_build() {
    let story = |title: &str| format!("---\ntitle: \"{title}\"\ndate: 2020-01-01\n---\nText of {title}.\n");
    let place = Place::new(&[
        ("chinese", &story("\u{8c22}\u{8c22}")),
        ("emoji", &story("\u{1f600}")),
        ("accents", &story("Zo\u{eb} \u{2014} \u{434}\u{435}\u{43d}\u{44c}")),
        ("arabic", &story("\u{633}\u{644}\u{627}\u{645}")),
    ]);
    let said = place.build();
    expect![[r#"
        warning: the card of this story will show no words: there are no letters for `谢谢`
          ┌ content/stories/chinese.md
          └ help: give it an `image:`, or a `quote:` in Latin, Greek, Cyrillic, Hebrew or Arabic letters; `cards = false` in site.toml makes none

        warning: the card of this story will show no words: there are no letters for `😀`
          ┌ content/stories/emoji.md
          └ help: give it an `image:`, or a `quote:` in Latin, Greek, Cyrillic, Hebrew or Arabic letters; `cards = false` in site.toml makes none

    "#]]
    .assert_eq(&said);
    assert_eq!(place.build(), said, "nothing has changed, and nothing was mended");
    for more in 0..4 {
        place.write(&format!("content/stories/more-{more}.md"), &story(&"\u{8c22}".repeat(more + 1)));
    }
    let said = place.build();
    assert_eq!(said.matches("there are no letters for").count(), 3, "{said}");
    assert!(said.contains("warning: the cards of 3 more stories will show no words either\n"), "{said}");
}
