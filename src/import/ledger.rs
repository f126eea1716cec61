//! The book in which each arrival is entered; closed, it is the receipt. Knows what must add up.

use std::collections::{BTreeMap, BTreeSet};

use super::carry::{Arrival, Mover, is_no_category};
use super::links::Copy;
use super::model::Sort;
use super::place::old_url;
use super::receipt::{Files, Heap, Left, Pile, Receipt, Section};
use super::remote;
use super::survey::{Counts, Fact, Survey};
use crate::ground::Url;
use crate::ground::url::decode;

/// What has arrived so far.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Published and drafts, of posts and of pages.
    arrived: [[usize; 2]; 2],
    comments: (usize, usize),
    pictures: (usize, usize),
    links: (usize, usize),
    tags: BTreeSet<String>,
    remote: BTreeSet<String>,
    /// What texts still need of the old blog: folders of files, and the paths of pages.
    pub old_paths: BTreeSet<String>,
    /// The last parts of all addresses that texts name.
    named: BTreeSet<String>,
    changes: Pile,
    left: Pile,
    /// Files to be copied from the uploads.
    pub copies: BTreeSet<Copy>,
}

impl Ledger {
    /// Enters one post or page.
    pub fn enter(&mut self, sort: Sort, arrival: &mut Arrival) {
        if let Some(why) = arrival.failed.take() {
            self.left.push(why);
            return;
        }
        self.arrived[usize::from(sort == Sort::Page)][usize::from(!arrival.is_published)] += 1;
        let add = |to: &mut (usize, usize), (one, other): (usize, usize)| {
            to.0 += one;
            to.1 += other;
        };
        add(&mut self.comments, arrival.kept);
        add(&mut self.pictures, arrival.pictures);
        add(&mut self.links, arrival.links);
        self.tags.extend(arrival.tags.drain(..).map(|tag| tag.to_lowercase()));
        self.old_paths.extend(arrival.old_paths.drain(..).map(|path| folder_or_page(&path)));
        self.remote.extend(arrival.remote.drain(..));
        self.named.extend(arrival.names.drain(..).map(|name| file_name(&name)));
        self.changes.extend(arrival.changes.drain(..));
        self.left.extend(arrival.left.drain(..));
        self.copies.append(&mut arrival.copies);
    }

    /// The hosts from which pictures of the texts are loaded.
    pub fn picture_hosts(&self) -> BTreeSet<String> {
        self.remote.iter().filter_map(|url| remote::host(url)).collect()
    }

    /// The receipt. `is_read` says whether the texts were read, too.
    pub fn close(mut self, mover: &Mover, is_read: bool) -> Receipt {
        let survey = &mover.survey;
        let mut sections = vec![
            entry_section(survey),
            self.items(survey, Sort::Post, is_read),
            self.items(survey, Sort::Page, is_read),
            self.comment_section(survey, is_read),
        ];
        if is_read {
            sections.extend([self.picture_section(mover), self.file_section(survey), self.link_section()]);
            sections.push(self.tag_section(survey));
        }
        sections.push(others(survey));
        let addresses = mover.survey.facts.iter().zip(&mover.places).filter_map(|(fact, place)| {
            let why = place.kept.as_ref().err()?;
            Some(Left::new("addresses", &format!("{} (“{}”)", address_name(fact), fact.title), why))
        });
        let short = survey
            .facts
            .iter()
            .filter(|fact| fact.is_published && fact.feed_id.contains("?p=") && fact.link != fact.feed_id);
        let short = short.map(|fact| {
            let why = "a short address with a number, which a host of files cannot look up";
            Left::new("addresses", &format!("{} (“{}”)", fact.feed_id, fact.title), why)
        });
        let lists = mover.links.moved_lists(survey).into_iter().map(|(old, new)| {
            let why =
                "a list that the old blog made by itself; a host with redirects of its own can lead to the new one";
            Left::new("addresses", &format!("{old} (here {new})"), why)
        });
        Receipt {
            blog: survey.blog.title.clone(),
            addresses: addresses.chain(short).chain(pages_of_files(mover)).chain(lists).collect(),
            counts: counts(survey),
            authors: survey.authors.iter().cloned().collect(),
            changes: std::mem::take(&mut self.changes),
            sections,
            files: Files::default(),
            ..Receipt::default()
        }
    }

    fn items(&self, survey: &Survey, sort: Sort, is_read: bool) -> Section {
        let counts = &survey.counts;
        let (what, expected) = match sort {
            Sort::Post => ("posts", [counts.posts_published, counts.posts_as_draft]),
            Sort::Page => ("pages", [counts.pages_published, counts.pages_as_draft]),
        };
        let [published, drafts] = if is_read { self.arrived[usize::from(sort == Sort::Page)] } else { expected };
        let mut left = survey.left.of(what);
        let found = expected[0] + expected[1] + left.len();
        left.append(self.left.of(what));
        Section {
            what,
            found,
            arrived: published + drafts,
            of_these: vec![("published", published), (if drafts == 1 { "draft" } else { "drafts" }, drafts)],
            left,
        }
    }

    fn comment_section(&self, survey: &Survey, is_read: bool) -> Section {
        let counts = &survey.counts;
        let (shown, pending) = if is_read { self.comments } else { (counts.comments_shown, counts.comments_pending) };
        let mut left = survey.left.of("comments");
        left.append(self.left.of("comments"));
        // A WordPress export has its comments inside its posts, where the simpler count finds them, too.
        let found = counts.tallied.map_or(0, |(_, comments)| comments).max(counts.comments);
        Section {
            what: "comments",
            found,
            arrived: shown + pending,
            of_these: vec![("shown", shown), ("waiting for approval", pending)],
            left,
        }
    }

    fn picture_section(&self, mover: &Mover) -> Section {
        let remote = self.remote.len();
        let _ = mover;
        Section {
            what: "pictures",
            found: self.pictures.0,
            arrived: self.pictures.1,
            of_these: vec![("different ones still on other hosts", remote)],
            left: self.left.of("pictures"),
        }
    }

    fn link_section(&self) -> Section {
        let left = self.left.of("links");
        Section { what: "links", found: self.links.0, arrived: self.links.1, of_these: Vec::new(), left }
    }

    /// Files that the old blog kept; they come along where a text names them.
    fn file_section(&self, survey: &Survey) -> Section {
        let thumbnails: BTreeSet<String> = self.copies.iter().map(|copy| file_name(&copy.from)).collect();
        let mut section = Section { what: "files", found: survey.attachments.len(), ..Section::default() };
        // Two of one id are one.
        let twins = survey.counts.attachments - survey.attachments.len();
        section.found += twins;
        section.arrived += twins;
        for file in survey.attachments.values() {
            let name = file_name(&file.url);
            if self.named.contains(&name) || thumbnails.contains(&name) {
                section.arrived += 1;
            } else {
                section.left.push(Left::new("files", &file.url, "no text shows it or links to it"));
            }
        }
        section
    }

    fn tag_section(&self, survey: &Survey) -> Section {
        let all: BTreeSet<&String> = survey.tags.union(&survey.categories).collect();
        let mut section = Section { what: "tags", found: all.len(), ..Section::default() };
        let mut seen: BTreeMap<String, &String> = BTreeMap::new();
        for name in all {
            let key = name.to_lowercase();
            if is_no_category(true, "", name) {
                section.left.push(Left::new("tags", name, "it is the category of posts that have none"));
            } else if let Some(twin) = seen.get(&key) {
                section.left.push(Left::new("tags", name, &format!("it is the same as {twin}")));
            } else if self.tags.contains(&key) {
                section.arrived += 1;
                seen.insert(key, name);
            }
        }
        section
    }
}

/// The receipt of an export that holds comments only.
pub fn comments_only(survey: &Survey, arrivals: Vec<Arrival>) -> Receipt {
    let mut ledger = Ledger::default();
    let mut left = survey.left.of("comments");
    let known: BTreeSet<String> = left.heaps().iter().flat_map(Heap::names).map(id).map(str::to_owned).collect();
    for arrival in arrivals {
        ledger.comments = (ledger.comments.0 + arrival.kept.0, ledger.comments.1 + arrival.kept.1);
        ledger.changes.extend(arrival.changes);
        // What was not written has its own reason, unless it has one already.
        left.extend(arrival.left.into_iter().filter(|one| !known.contains(id(&one.name))));
    }
    let mut section = ledger.comment_section(survey, true);
    section.left = left;
    let sections = vec![section];
    Receipt { sections, counts: counts(survey), changes: ledger.changes, ..Receipt::default() }
}

/// The pages that WordPress made for pictures and files by itself, unless something stands at their addresses.
fn pages_of_files(mover: &Mover) -> impl Iterator<Item = Left> {
    let of_pages = mover.places.iter().flat_map(|place| place.aliases.iter().chain([&place.url]));
    let stands: BTreeSet<String> = of_pages.map(Url::collision_key).collect();
    mover.survey.attachments.values().filter(|file| !file.link.is_empty() && file.link != file.url).filter_map(
        move |file| {
            let why = match old_url(&file.link) {
                Ok(url) if stands.contains(&url.collision_key()) => return None,
                Ok(_) => "it was the page of a picture or file only; links to it lead to the file".to_owned(),
                Err(why) => why,
            };
            Some(Left::new("addresses", &format!("{} (“{}”)", file.link, file.title), &why))
        },
    )
}

/// The id of a comment in its name.
fn id(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

/// What the file holds by a count that has nothing in common with the reader, and what the reader found.
fn entry_section(survey: &Survey) -> Section {
    let read = survey.counts.entries;
    let found = survey.counts.tallied.map_or(read, |(entries, _)| entries);
    Section { what: "entries", found, arrived: read, ..Section::default() }
}

fn others(survey: &Survey) -> Section {
    let left = survey.left.of("others");
    Section { what: "others", found: left.len(), left, ..Section::default() }
}

fn address_name(fact: &Fact) -> String {
    if fact.link.is_empty() { "(no address)".to_owned() } else { fact.link.clone() }
}

/// The folder of WordPress's own files as a whole; anything else by its path.
fn folder_or_page(path: &str) -> String {
    let end = path.find("/wp-").and_then(|at| path[at + 1..].find('/').map(|end| at + 1 + end));
    let folder = end.map_or(path, |end| &path[..=end]);
    // Where it can stand in settings, every character of it is one that a reader can see.
    folder.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect()
}

/// The last part of an address without the size of a smaller version: `a-300x200.jpg` names the same file as `a.jpg`.
fn file_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = decode(name).unwrap_or_else(|| name.to_owned()).to_lowercase();
    let Some((stem, end)) = name.rsplit_once('.') else { return name };
    let is_size = |size: &str| {
        size.split_once('x').is_some_and(|(w, h)| {
            [w, h].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    match stem.rsplit_once('-') {
        Some((whole, size)) if is_size(size) => format!("{whole}.{end}"),
        _ => name,
    }
}

/// All numbers by name.
fn counts(survey: &Survey) -> Vec<(&'static str, usize)> {
    let Counts {
        entries, posts_published, posts_as_draft, pages_published, pages_as_draft, attachments, trashed, ..
    } = survey.counts;
    let counts = &survey.counts;
    let spam = survey.left.count("comments", "spam");
    let posts = |what: &str| survey.left.of(what).len();
    vec![
        ("entries_in_file", entries),
        ("posts_published", posts_published),
        ("posts_as_draft", posts_as_draft),
        ("pages_published", pages_published),
        ("pages_as_draft", pages_as_draft),
        ("attachments", attachments),
        ("skipped_items", posts("posts") + posts("pages") + posts("others")),
        ("trashed_skipped", trashed),
        ("posts_without_title", counts.without_title),
        ("posts_without_date", counts.without_date),
        ("sticky", counts.sticky),
        ("comments_in_file", counts.comments),
        ("comments_shown", counts.comments_shown),
        ("comments_pending", counts.comments_pending),
        ("comments_removed_by_author", counts.comments_removed),
        ("comments_spam_dropped", spam),
        ("replies_shown", counts.replies_shown),
        ("thread_max_depth", counts.thread_max_depth),
        ("comments_whose_parent_is_not_shown", counts.parents_not_shown),
        ("comments_in_cycle", counts.in_ring),
        ("distinct_tags", survey.tags.len()),
        ("distinct_categories", survey.categories.len()),
    ]
}
