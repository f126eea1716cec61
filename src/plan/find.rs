//! The page where stories are found, and the files that say which words stand in which texts.
//!
//! The page lists every story that lists show, so that it needs no script; with one, the list itself answers for titles,
//! tellers and tags, and one file a word answers for the texts. A file holds the words that begin alike, each on a line:
//!
//! ```text
//! umbrella:#=!
//! ```
//!
//! Behind the colon stand the stories that it is in, counted from the oldest, so that a story more is a number more at the
//! end and nothing else moves. Each number is how many stories lie between it and the one before, three bits a sign,
//! lowest first, in the signs of `SIGNS`; the upper eight say that there is more to come. There are no letters and digits
//! among them, since the guard of the output would take them for names and telephone numbers. A word of which more than half
//! of many stories have something to say has no numbers: it finds nothing that the others would not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::head::{self, Words};
use super::lists::push_html;
use super::views::{FindLine, FindView, Main, WordFiles};
use super::{Maker, View};
use crate::ground::lexicon::{self, Lexicon};
use crate::site::addresses;

/// Sixteen signs that neither JSON nor HTML nor telephone numbers are written with.
const SIGNS: &[u8; 16] = b"!#$*;=?[]^_{|}~`";
/// From so many stories on, a word that most have is written down without them.
const MANY: usize = 128;
/// One file holds all words up to so many stories, then one for each first letter, then one for each two.
const SIZES: [usize; 2] = [64, 1000];

/// Plans the page and its files.
pub fn pages(maker: &mut Maker<'_>) {
    let planning = maker.planning;
    let (site, settings) = (planning.site, planning.settings);
    if !settings.pages.find || site.listed.is_empty() {
        return;
    }
    let url = addresses::find();
    let letters = SIZES.iter().filter(|size| site.listed.len() > **size).count();
    let files = files(&texts(maker), planning.lexicon, letters);
    let is_free = |name: &str| site.routes.at(&url.at(&format!("{name}.txt"))).is_none();
    let names: Vec<&str> = files.keys().map(String::as_str).filter(|name| is_free(name)).collect();
    let words =
        WordFiles { folder: maker.href(&url), letters: ["0", "1", "2"][letters], files: Arc::from(names.join(" ")) };
    let said = Words {
        kind: "find",
        title: Arc::from("Find a story"),
        description: Arc::from(format!("Every story of {}, to be found by its words.", settings.title)),
        lang: None,
        number: None,
        url: &url,
        known: None,
    };
    let head = head::of_page(maker, said);
    let main = Main::Find(Box::new(FindView { lines: lines(maker), words }));
    push_html(maker, url.clone(), head, main);
    for (name, text) in files {
        let url = url.at(&format!("{name}.txt"));
        if site.routes.at(&url).is_none() {
            maker.push(url, View::Text(text));
        }
    }
}

fn lines(maker: &Maker<'_>) -> Vec<FindLine> {
    let line = |id: &usize| {
        let card = &maker.cards.full[*id];
        let tags: Vec<&str> = card.tags.iter().map(|tag| &*tag.name).collect();
        FindLine {
            story: maker.cards.links[*id].clone(),
            tags: Arc::from(tags.join(", ")),
            content_note: card.content_note.clone(),
        }
    };
    maker.planning.site.listed.iter().map(line).collect()
}

/// The words of each listed story, oldest first; none of those that ask for care.
fn texts<'a>(maker: &Maker<'a>) -> Vec<&'a [u8]> {
    let site = maker.planning.site;
    let text = |id: &usize| {
        let story = &site.stories[*id].story;
        if story.front.content_note.is_some() { &[] } else { &*story.body.vocabulary }
    };
    site.listed.iter().rev().map(text).collect()
}

/// Each file by its name.
fn files(texts: &[&[u8]], lexicon: &Lexicon, letters: usize) -> BTreeMap<String, Arc<str>> {
    let mut counts = vec![Count::default(); lexicon.len() as usize];
    each(texts, &mut |text, word| counts[word].add(text));
    let most = if texts.len() < MANY { texts.len() } else { texts.len() / 2 };
    let mut order: Vec<(Name, u32)> = (0..lexicon.len())
        .filter(|word| counts[*word as usize].texts > 0)
        .map(|word| (Name::of(lexicon.word(word), letters), word))
        .collect();
    order.sort_unstable_by_key(|(name, word)| (*name, lexicon.word(*word)));
    // First the room that each word takes, then the words, then what stands behind each.
    let mut at = 0;
    for (_, word) in &order {
        let count = &mut counts[*word as usize];
        count.is_everywhere = count.texts as usize > most;
        let room = if count.is_everywhere { 0 } else { count.room as usize };
        (count.at, count.next) = (at + lexicon.word(*word).len() + 1, 0);
        at = count.at + room + 1;
    }
    let mut bytes = vec![b'\n'; at];
    for (_, word) in &order {
        let (text, end) = (lexicon.word(*word), counts[*word as usize].at - 1);
        bytes[end - text.len()..end].copy_from_slice(text.as_bytes());
        bytes[end] = b':';
    }
    each(texts, &mut |text, word| counts[word].write(text, &mut bytes));
    let mut files = BTreeMap::new();
    let mut start = 0;
    for file in order.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((name, last)) = file.last() else { continue };
        let end = counts[*last as usize].at + 1;
        let text = std::str::from_utf8(&bytes[start..end]).unwrap_or_default();
        files.insert(name.to_string(), Arc::from(text));
        start = end;
    }
    files
}

/// Each word of each text, by their numbers.
fn each(texts: &[&[u8]], tell: &mut impl FnMut(u32, usize)) {
    for (text, words) in (0..).zip(texts) {
        lexicon::unpack(words).for_each(|word| tell(text, word as usize));
    }
}

/// How often a word is found, and where that is written.
#[derive(Clone, Copy, Default)]
struct Count {
    texts: u32,
    /// Signs for all of them.
    room: u32,
    /// The text after the last one.
    next: u32,
    at: usize,
    is_everywhere: bool,
}

impl Count {
    fn add(&mut self, text: u32) {
        self.texts += 1;
        self.room += (32 - (text - self.next).leading_zeros()).div_ceil(3).max(1);
        self.next = text + 1;
    }

    fn write(&mut self, text: u32, bytes: &mut [u8]) {
        if self.is_everywhere {
            return;
        }
        let mut rest = text - self.next;
        self.next = text + 1;
        loop {
            let more = if rest > 7 { 8 } else { 0 };
            bytes[self.at] = SIGNS[(rest & 7) as usize + more];
            self.at += 1;
            rest >>= 3;
            if more == 0 {
                return;
            }
        }
    }
}

/// The name of the file that a word is in: its first letters, or what stands for one that is no ASCII letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name([u8; 3]);

impl Name {
    fn of(word: &str, letters: usize) -> Self {
        let mut signs = word.chars();
        let plain =
            |sign: Option<char>| sign.filter(char::is_ascii_alphanumeric).and_then(|sign| u8::try_from(sign).ok());
        let first = signs.next();
        match (letters, plain(first)) {
            (0, _) => Self(*b"all"),
            (1, Some(one)) => Self([one, b' ', b' ']),
            (_, Some(one)) => Self([one, plain(signs.next()).unwrap_or(b'_'), b' ']),
            (_, None) => {
                let rest = first.map_or(0, |sign| u32::from(sign) & 31);
                let digit = |number: u32| u8::try_from(char::from_digit(number, 32).unwrap_or('0')).unwrap_or(b'0');
                Self([b'_', digit(rest), b' '])
            }
        }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).unwrap_or_default().trim_end())
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;

    /// A library of texts, and its files.
    fn of(texts: &[&str], letters: usize) -> BTreeMap<String, Arc<str>> {
        let mut lexicon = Lexicon::default();
        let packed: Vec<Box<[u8]>> = texts
            .iter()
            .map(|text| {
                let mut numbers = Vec::new();
                lexicon::words(text, &mut |word| numbers.push(lexicon.number(word)));
                lexicon::pack(&mut numbers)
            })
            .collect();
        files(&packed.iter().map(|text| &**text).collect::<Vec<_>>(), &lexicon, letters)
    }

    fn shown(files: &BTreeMap<String, Arc<str>>) -> String {
        files.iter().fold(String::new(), |all, (name, text)| format!("{all}{name}.txt\n{text}"))
    }

    #[test]
    fn a_word_stands_with_the_texts_that_it_is_in() {
        let texts = ["A blue umbrella", "The umbrella, 傘", "Ünder the bus", "An umbrella; the end"];
        expect![[r#"
            all.txt
            an:*
            blue:!
            bus:$
            end:*
            the:#!!
            umbrella:!!#
            under:$
            傘:#
        "#]]
        .assert_eq(&shown(&of(&texts, 0)));
        expect![[r#"
            _o.txt
            傘:#
            a.txt
            an:*
            b.txt
            blue:!
            bus:$
            e.txt
            end:*
            t.txt
            the:#!!
            u.txt
            umbrella:!!#
            under:$
        "#]]
        .assert_eq(&shown(&of(&texts, 1)));
        expect![[r#"
            _o.txt
            傘:#
            an.txt
            an:*
            bl.txt
            blue:!
            bu.txt
            bus:$
            en.txt
            end:*
            th.txt
            the:#!!
            um.txt
            umbrella:!!#
            un.txt
            under:$
        "#]]
        .assert_eq(&shown(&of(&texts, 2)));
    }

    #[test]
    fn a_text_more_is_a_number_more_at_the_end() {
        let before = of(&["tea", "bus", "tea and bus"], 1);
        let after = of(&["tea", "bus", "tea and bus", "rain"], 1);
        assert_eq!(before["t"], after["t"]);
        assert_eq!(before["b"], after["b"]);
    }

    #[test]
    fn a_word_of_most_texts_is_written_down_without_them() {
        let texts: Vec<String> =
            (0..200).map(|at| format!("the story{at} {}", if at % 2 == 0 { "tea" } else { "" })).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let files = of(&texts, 1);
        assert!(files["t"].contains("the:\n"), "{}", files["t"]);
        assert!(files["t"].contains("tea:!##"), "{}", files["t"]);
    }

    fn read(line: &str) -> (String, Vec<usize>) {
        let (word, signs) = line.split_once(':').unwrap();
        let (mut texts, mut number, mut shift, mut next) = (Vec::new(), 0, 0, 0);
        for sign in signs.bytes() {
            let value = SIGNS.iter().position(|known| *known == sign).unwrap();
            number |= (value & 7) << shift;
            shift += 3;
            if value < 8 {
                texts.push(next + number);
                (next, number, shift) = (next + number + 1, 0, 0);
            }
        }
        (word.to_owned(), texts)
    }

    proptest! {
        #[test]
        fn every_word_of_every_text_is_found_and_no_other(
            sparse in prop::collection::vec(prop::collection::vec("[a-cäб傘]{1,3}", 0..4), 1..100),
            gaps in 1_usize..40,
            letters in 0_usize..3,
        ) {
            let mut texts = Vec::new();
            for words in &sparse {
                texts.push(words.join(" "));
                texts.extend(std::iter::repeat_n(String::new(), gaps));
            }
            let mut expected: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, text) in texts.iter().enumerate() {
                lexicon::words(text, &mut |word| {
                    let places = expected.entry(word.to_owned()).or_default();
                    if places.last() != Some(&at) {
                        places.push(at);
                    }
                });
            }
            let files = of(&texts.iter().map(String::as_str).collect::<Vec<_>>(), letters);
            let mut found = BTreeMap::new();
            for (name, text) in &files {
                for line in text.lines() {
                    let (word, texts) = read(line);
                    prop_assert_eq!(&Name::of(&word, letters).to_string(), name);
                    found.insert(word, texts);
                }
            }
            prop_assert_eq!(found, expected);
        }
    }
}
