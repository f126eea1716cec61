//! The first reading of an export: what is in it, without the texts. Knows what is counted, not what is written.

use std::collections::{BTreeMap, BTreeSet};

use super::carry::is_no_category;
use super::model::{Attachment, Blog, Comment, Item, Sort, Standing, State};
use super::receipt::{Left, Pile};
use super::shared::Shared;
use super::thread::Thread;
use super::{Found, Thing, body, words};
use crate::ground::{Date, Fingerprint};

/// What is known of one post or page before its text is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Post or page.
    pub sort: Sort,
    /// Its id in the old blog.
    pub id: String,
    /// Its title, or the words that stand for one.
    pub title: String,
    /// The last part of its address; may be empty.
    pub slug: String,
    /// Earlier last parts of its address.
    pub old_slugs: Vec<String>,
    /// Its old address.
    pub link: String,
    /// What feed readers know it by.
    pub feed_id: String,
    /// Whether the old blog showed it.
    pub is_published: bool,
    /// Whether its day is still to come.
    pub is_later: bool,
}

impl Fact {
    /// A post of which no more is known than its id and its title.
    pub fn known(id: String, title: String) -> Self {
        let (slug, old_slugs, link, feed_id) = Default::default();
        Self { sort: Sort::Post, id, title, slug, old_slugs, link, feed_id, is_published: false, is_later: false }
    }
}

/// How many there are of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries of the file, whatever they are; comments of WordPress stand inside others.
    pub entries: usize,
    /// Posts that were shown.
    pub posts_published: usize,
    /// Posts that were not.
    pub posts_as_draft: usize,
    /// Pages that were shown.
    pub pages_published: usize,
    /// Pages that were not.
    pub pages_as_draft: usize,
    /// Pictures and other files.
    pub attachments: usize,
    /// Posts in the trash.
    pub trashed: usize,
    /// All comments of the file.
    pub comments: usize,
    /// Comments that are shown, with those that were taken back.
    pub comments_shown: usize,
    /// Comments that wait.
    pub comments_pending: usize,
    /// Comments whose author took them back.
    pub comments_removed: usize,
    /// Comments that answer a comment that is shown.
    pub replies_shown: usize,
    /// The longest chain of answers.
    pub thread_max_depth: usize,
    /// Answers to a comment that is not shown.
    pub parents_not_shown: usize,
    /// Comments that answered each other in a ring.
    pub in_ring: usize,
    /// Posts and pages without a title.
    pub without_title: usize,
    /// Posts and pages without a date.
    pub without_date: usize,
    /// Posts that stood above the others.
    pub sticky: usize,
    /// Entries, and comments inside entries, by a second and simpler count of the file.
    pub tallied: Option<(usize, usize)>,
}

/// What the first reading found.
#[derive(Debug, Default)]
pub struct Survey {
    /// The blog as a whole.
    pub blog: Blog,
    /// Posts and pages, in the order of the export.
    pub facts: Vec<Fact>,
    /// Pictures and other files, by id.
    pub attachments: BTreeMap<String, Attachment>,
    /// Parts that several texts show.
    pub shared: Shared,
    /// Comments that stand on their own, by the id of their post.
    pub comments: BTreeMap<String, Vec<Comment>>,
    /// Ids of posts in the trash.
    pub trashed: BTreeSet<String>,
    /// Numbers.
    pub counts: Counts,
    /// The day of the import; stories of a later day are not shown yet.
    pub today: Option<Date>,
    /// Marks of all comments that are shown, each with its post.
    pub anchors: BTreeSet<Fingerprint>,
    /// What is left out, each with its reason.
    pub left: Pile,
    /// The names of tags.
    pub tags: BTreeSet<String>,
    /// The names of categories.
    pub categories: BTreeSet<String>,
    /// Labels of posts that are shown, each by its name and its name in addresses.
    pub labels: BTreeSet<(String, String)>,
    /// The names of the people who wrote posts.
    pub authors: BTreeSet<String>,
}

impl Survey {
    /// Takes one thing more.
    pub fn take(&mut self, found: Found) {
        match found {
            Found::Blog(blog) => self.blog(blog),
            Found::Item(item) => self.item(&item),
            Found::Comment(comment) => {
                self.counts.entries += 1;
                self.counts.comments += 1;
                self.comments.entry(comment.item.clone()).or_default().push(bare(*comment));
            }
            Found::Attachment(file, comments) => {
                self.counts.entries += 1;
                self.counts.attachments += 1;
                self.counts.comments += comments;
                for _ in 0..comments {
                    let name = format!("under {}", shown(&file.url));
                    self.left.push(Left::new(
                        "comments",
                        &name,
                        "it stood under a picture, which has no page of its own",
                    ));
                }
                self.attachments.insert(file.id.clone(), file);
            }
            Found::Shared { id, html } => self.shared.take(id, html),
            Found::Trashed(id) => {
                self.trashed.insert(id);
            }
            Found::LeftOut { thing, name, why, comments } => {
                self.counts.entries += 1;
                self.counts.comments += comments;
                self.counts.trashed += usize::from(why == "it was in the trash");
                for _ in 0..comments {
                    self.left.push(Left::new(
                        "comments",
                        &format!("under {}", shown(&name)),
                        &format!("of its post, {why}"),
                    ));
                }
                let what = match thing {
                    Thing::Post => "posts",
                    Thing::Page => "pages",
                    Thing::Other => "others",
                };
                self.left.push(Left::new(what, &shown(&name), &why));
            }
        }
    }

    /// The parts of one export tell of the same blog; the first that says something is believed.
    fn blog(&mut self, blog: Blog) {
        let take = |mine: &mut String, theirs: String| {
            if mine.is_empty() {
                *mine = theirs;
            }
        };
        take(&mut self.blog.title, blog.title);
        take(&mut self.blog.tagline, blog.tagline);
        take(&mut self.blog.address, blog.address);
        take(&mut self.blog.language, blog.language);
        take(&mut self.blog.zone, blog.zone);
    }

    fn item(&mut self, item: &Item) {
        let counts = &mut self.counts;
        counts.entries += 1;
        let is_published = item.state == State::Published;
        *match (item.sort, is_published) {
            (Sort::Post, true) => &mut counts.posts_published,
            (Sort::Post, false) => &mut counts.posts_as_draft,
            (Sort::Page, true) => &mut counts.pages_published,
            (Sort::Page, false) => &mut counts.pages_as_draft,
        } += 1;
        counts.without_title += usize::from(item.title.is_empty());
        counts.without_date += usize::from(item.when.is_unknown());
        counts.sticky += usize::from(item.sticky);
        counts.comments += item.comments.len();
        let is_later = item.when.moment(None).zip(self.today).is_some_and(|(moment, today)| moment.day > today);
        let is_listed = is_published && !is_later && item.sort == Sort::Post;
        for term in &item.terms {
            if is_listed && !is_no_category(term.is_category, &term.slug, &term.name) {
                self.labels.insert((term.name.clone(), term.slug.clone()));
            }
            let names = if term.is_category { &mut self.categories } else { &mut self.tags };
            if !names.contains(&term.name) {
                names.insert(term.name.clone());
            }
        }
        if !item.author.is_empty() && !self.authors.contains(&item.author) && !words::has_address(&item.author) {
            self.authors.insert(item.author.clone());
        }
        self.authors.extend(item.with.iter().cloned());
        if !item.comments.is_empty() {
            self.thread(&item.comments, &title(item), &item.id);
        }
        self.facts.push(Fact {
            sort: item.sort,
            id: item.id.clone(),
            title: title(item),
            slug: item.slug.clone(),
            old_slugs: item.old_slugs.clone(),
            link: item.link.clone(),
            feed_id: item.feed_id.clone(),
            is_published,
            is_later,
        });
    }

    /// Counts the comments under one post.
    fn thread(&mut self, comments: &[Comment], title: &str, id: &str) {
        let thread = Thread::of(comments);
        let counts = &mut self.counts;
        counts.replies_shown += thread.replies;
        counts.thread_max_depth = counts.thread_max_depth.max(thread.depth);
        counts.parents_not_shown += thread.parents_not_shown;
        counts.in_ring += thread.in_ring;
        for comment in comments {
            if matches!(comment.standing, Standing::Shown | Standing::Removed) {
                self.anchors.insert(anchor(id, &comment.id));
            }
            match comment.standing {
                Standing::Shown => counts.comments_shown += 1,
                Standing::Removed => {
                    counts.comments_shown += 1;
                    counts.comments_removed += 1;
                }
                Standing::Pending => counts.comments_pending += 1,
                Standing::Dropped(why) => self.left.push(Left::new("comments", &named(comment, title), why)),
            }
        }
    }

    /// Everything was read: the comments that stand on their own find their posts now.
    /// `nowhere` says why one has none.
    pub fn finish(&mut self, nowhere: &'static str) {
        let titles: BTreeMap<&str, &str> =
            self.facts.iter().map(|fact| (fact.id.as_str(), fact.title.as_str())).collect();
        let (mut homes, mut lost) = (Vec::new(), Vec::new());
        for id in self.comments.keys() {
            match titles.get(id.as_str()) {
                Some(title) => homes.push((id.clone(), (*title).to_owned())),
                None => lost.push(id.clone()),
            }
        }
        for (id, title) in homes {
            let comments = self.comments.remove(&id).unwrap_or_default();
            self.thread(&comments, &title, &id);
            self.comments.insert(id, comments);
        }
        for id in lost {
            let is_trashed = self.trashed.contains(&id);
            for comment in self.comments.remove(&id).unwrap_or_default() {
                let why = match comment.standing {
                    Standing::Dropped(why) => why,
                    _ if is_trashed => "its post was in the trash",
                    _ => nowhere,
                };
                self.left.push(Left::new("comments", &named(&comment, ""), why));
            }
        }
    }
}

/// A comment that is not kept, without its words: nobody needs them.
fn bare(mut comment: Comment) -> Comment {
    if matches!(comment.standing, Standing::Dropped(_)) {
        (comment.html, comment.author, comment.url) = Default::default();
    }
    comment
}

/// The mark of a comment below a post.
pub fn anchor(post: &str, comment: &str) -> Fingerprint {
    Fingerprint::of(format!("{post}\n{comment}").as_bytes())
}

/// No title is longer, in characters.
pub const LONGEST_TITLE: usize = 500;

/// What stands for the title: the title, else the first words, else the day.
pub fn title(item: &Item) -> String {
    if !item.title.is_empty() {
        return words::cut(item.title.clone(), LONGEST_TITLE);
    }
    let mut end = item.html.len().min(2000);
    while !item.html.is_char_boundary(end) {
        end -= 1;
    }
    let start = words::of_html(&body::without_shortcodes(&item.html[..end], item.origin));
    let mut words = start.split(' ').filter(|word| !word.starts_with("http"));
    let first: Vec<&str> = words.by_ref().take(8).collect();
    let text = first.join(" ");
    if text.chars().any(char::is_alphanumeric) && text.len() < 200 {
        return if words.next().is_some() {
            format!("{}…", text.trim_end_matches(['.', ',', ';', ':']))
        } else {
            text
        };
    }
    item.when.moment(None).map_or_else(|| "Untitled".to_owned(), |moment| moment.day.in_words())
}

/// A comment as the receipt names it: by its id and its post, never by the person.
fn named(comment: &Comment, title: &str) -> String {
    if title.is_empty() { comment.id.clone() } else { format!("{} under “{title}”", comment.id) }
}

fn shown(name: &str) -> String {
    if name.is_empty() { "(nameless)".to_owned() } else { name.to_owned() }
}
