//! The names that front matter knows: ours, their aliases, and those of other generators.

use crate::story::yaml::plain;

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Title,
    Date,
    /// The day of publication, where another generator has two dates.
    PublishDate,
    Updated,
    Author,
    Tags,
    Description,
    Slug,
    Permalink,
    Aliases,
    Draft,
    /// The opposite of `draft`.
    Published,
    /// `draft`, `published`, `hidden`, … in one word.
    Status,
    /// Not for everybody to read.
    Private,
    /// A password, which a plain file on a web server cannot ask for.
    Password,
    Expires,
    Listed,
    /// The opposite of `listed`.
    Unlisted,
    Image,
    ContentNote,
    Series,
    /// The number of a part, where it stands beside `series`.
    Part,
    Happened,
    PassedOnFrom,
    Quote,
    Names,
    Permission,
    Rights,
    Withdrawn,
    Comments,
    Lang,
    Id,
    Extra,
    /// Another generator's key that says nothing about the story.
    Ignored,
}

/// A name that was found, and whether it is ours (rather than an alias of ours).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What it means.
    pub key: Key,
    /// Whether it is the name that STORY uses; it wins over its aliases.
    pub ours: bool,
}

/// Whether a key keeps a story, or a part of it, from the public: a slip of the finger there would expose somebody.
pub(super) fn keeps_back(name: &str) -> bool {
    find(name).is_some_and(|found| {
        matches!(
            found.key,
            Key::Draft
                | Key::Published
                | Key::Private
                | Key::Password
                | Key::Expires
                | Key::Listed
                | Key::Unlisted
                | Key::Permission
                | Key::Withdrawn
        )
    })
}

/// The first name of each key is ours. The commonest keys come first.
const NAMES: &[(&str, Key)] = &[
    ("title", Key::Title),
    ("date", Key::Date),
    ("author", Key::Author),
    ("tags", Key::Tags),
    ("description", Key::Description),
    ("draft", Key::Draft),
    ("slug", Key::Slug),
    ("aliases", Key::Aliases),
    ("updated", Key::Updated),
    ("image", Key::Image),
    ("permalink", Key::Permalink),
    ("comments", Key::Comments),
    ("id", Key::Id),
    ("published", Key::Published),
    ("expires", Key::Expires),
    ("listed", Key::Listed),
    ("content_note", Key::ContentNote),
    ("series", Key::Series),
    ("part", Key::Part),
    ("happened", Key::Happened),
    ("passed_on_from", Key::PassedOnFrom),
    ("quote", Key::Quote),
    ("names", Key::Names),
    ("permission", Key::Permission),
    ("rights", Key::Rights),
    ("withdrawn", Key::Withdrawn),
    ("lang", Key::Lang),
    ("extra", Key::Extra),
    ("unlisted", Key::Unlisted),
    ("status", Key::Status),
    ("private", Key::Private),
    ("password", Key::Password),
    ("publish_date", Key::PublishDate),
    ("told_by", Key::Author),
    ("authors", Key::Author),
    ("by", Key::Author),
    ("byline", Key::Author),
    ("tag", Key::Tags),
    ("topics", Key::Tags),
    ("topic", Key::Tags),
    ("categories", Key::Tags),
    ("category", Key::Tags),
    ("labels", Key::Tags),
    ("label", Key::Tags),
    ("summary", Key::Description),
    ("excerpt", Key::Description),
    ("lastmod", Key::Updated),
    ("last_modified_at", Key::Updated),
    ("last_modified", Key::Updated),
    ("modified", Key::Updated),
    ("date_modified", Key::Updated),
    ("updated_at", Key::Updated),
    ("updated_date", Key::Updated),
    ("url", Key::Permalink),
    ("alias", Key::Aliases),
    ("redirect_from", Key::Aliases),
    ("drafts", Key::Draft),
    ("is_draft", Key::Draft),
    ("expiry_date", Key::Expires),
    ("expires_on", Key::Expires),
    ("hidden", Key::Unlisted),
    ("pub_date", Key::PublishDate),
    ("published_at", Key::PublishDate),
    ("published_date", Key::PublishDate),
    ("cover", Key::Image),
    ("picture", Key::Image),
    ("photo", Key::Image),
    ("images", Key::Image),
    ("featured_image", Key::Image),
    ("feature_image", Key::Image),
    ("cover_image", Key::Image),
    ("hero_image", Key::Image),
    ("thumbnail", Key::Image),
    ("og_image", Key::Image),
    ("content_warning", Key::ContentNote),
    ("trigger_warning", Key::ContentNote),
    ("series_part", Key::Part),
    ("series_order", Key::Part),
    ("copyright", Key::Rights),
    ("license", Key::Rights),
    ("language", Key::Lang),
    ("locale", Key::Lang),
    ("guid", Key::Id),
    ("layout", Key::Ignored),
    ("type", Key::Ignored),
    ("weight", Key::Ignored),
    ("menu", Key::Ignored),
    ("toc", Key::Ignored),
    ("math", Key::Ignored),
    ("mathjax", Key::Ignored),
    ("katex", Key::Ignored),
    ("mermaid", Key::Ignored),
    ("template", Key::Ignored),
    ("view", Key::Ignored),
    ("sidebar", Key::Ignored),
    ("render_with_liquid", Key::Ignored),
    ("sitemap", Key::Ignored),
    ("keywords", Key::Ignored),
    ("header", Key::Ignored),
    ("classes", Key::Ignored),
    ("pin", Key::Ignored),
    ("sticky", Key::Ignored),
    ("featured", Key::Ignored),
    ("order", Key::Ignored),
    ("nav_order", Key::Ignored),
    ("markup", Key::Ignored),
    ("outputs", Key::Ignored),
    ("cascade", Key::Ignored),
    ("link_title", Key::Ignored),
    ("is_cjk_language", Key::Ignored),
    ("comment_status", Key::Ignored),
    ("ping_status", Key::Ignored),
    ("wordpress_id", Key::Ignored),
    ("wordpress_url", Key::Ignored),
    ("blogger_id", Key::Ignored),
    ("author_profile", Key::Ignored),
    ("read_time", Key::Ignored),
    ("reading_time", Key::Ignored),
    ("share", Key::Ignored),
    ("related", Key::Ignored),
    ("show_reading_time", Key::Ignored),
    ("show_toc", Key::Ignored),
    ("disable_share", Key::Ignored),
    ("eleventy_exclude_from_collections", Key::Ignored),
];

/// What a name means; upper and lower case, `_`, `-`, space and quotation marks make no difference.
pub(super) fn find(name: &str) -> Option<Found> {
    let name = plain::unquoted(name);
    let at = NAMES
        .iter()
        .position(|(known, _)| *known == name)
        .or_else(|| NAMES.iter().position(|(known, _)| is_same(known, name)))?;
    let key = NAMES[at].1;
    let ours = NAMES.iter().position(|(_, other)| *other == key) == Some(at);
    Some(Found { key, ours })
}

/// Whether two names are one: `publishDate`, `publish_date`, `Publish date`.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let letters = |name: &'_ str| -> Vec<u8> {
        name.bytes().filter(|b| !matches!(b, b'_' | b'-' | b' ')).map(|b| b.to_ascii_lowercase()).collect()
    };
    one.len().abs_diff(other.len()) < 8 && letters(one) == letters(other)
}

/// What holds a story back in other languages. Keys are English only; but whoever writes these expects that nobody sees it.
const GUARDS_ELSEWHERE: &[(&str, &str)] = &[
    ("entwurf", "draft"),
    ("brouillon", "draft"),
    ("borrador", "draft"),
    ("bozza", "draft"),
    ("rascunho", "draft"),
    ("utkast", "draft"),
    ("kladde", "draft"),
    ("szkic", "draft"),
    ("luonnos", "draft"),
    ("taslak", "draft"),
    ("черновик", "draft"),
    ("草稿", "draft"),
    ("下書き", "draft"),
    ("privé", "private"),
    ("privado", "private"),
    ("privato", "private"),
    ("vertraulich", "private"),
    ("verborgen", "unlisted"),
    ("versteckt", "unlisted"),
    ("zurückgezogen", "withdrawn"),
    ("retiré", "withdrawn"),
    ("retirado", "withdrawn"),
    ("ritirato", "withdrawn"),
];

/// The key that a word of another language stands for, if that key keeps something back.
pub(super) fn guard_elsewhere(name: &str) -> Option<&'static str> {
    let name = plain::unquoted(name).to_lowercase();
    GUARDS_ELSEWHERE.iter().find(|(word, _)| *word == name).map(|(_, key)| *key)
}

/// Every name that means something, for "did you mean".
pub(super) fn meaningful() -> impl Iterator<Item = &'static str> {
    NAMES.iter().filter(|(_, key)| *key != Key::Ignored).map(|(name, _)| *name)
}

impl Key {
    /// What the value should be, in words, and an example.
    pub(super) fn wanted(self) -> (&'static str, &'static str) {
        match self {
            Self::Title => ("text", "title: \"The flowers on my desk\""),
            Self::Date | Self::PublishDate => ("a date", "date: 2011-09-25"),
            Self::Updated => ("a date", "updated: 2012-01-03"),
            Self::Author => ("a name or a list of names", "author: Maya"),
            Self::Tags => ("a name or a list of names", "tags: [remembered, work]"),
            Self::Description => ("text", "description: \"A former client's letter, two years on.\""),
            Self::Slug => ("a short name for the address", "slug: flowers-on-my-desk"),
            Self::Permalink => ("an address", "permalink: /2011/09/flowers.html"),
            Self::Aliases => ("an old address or a list of them", "aliases: [/2011/09/flowers.html]"),
            Self::Draft | Self::Private => ("yes or no", "draft: yes"),
            Self::Published => ("yes or no", "published: no"),
            Self::Status => ("one word", "draft: yes"),
            Self::Password => ("left out", "draft: yes"),
            Self::Expires => ("a date", "expires: 2031-02-01"),
            Self::Listed | Self::Unlisted => ("yes or no", "listed: no"),
            Self::Image => {
                ("a picture's file, or its file and words", "image: {src: flowers.jpg, alt: \"A box of lilies\"}")
            }
            Self::ContentNote => ("text", "content_note: \"Mentions a sudden death.\""),
            Self::Series => ("a name, or a name and the number of the part", "series: {name: Handovers, part: 2}"),
            Self::Part => ("a number from 1", "series: {name: Handovers, part: 2}"),
            Self::Happened => ("a year, a month of a year or a date", "happened: 2009-04"),
            Self::PassedOnFrom => ("the slug of another story", "passed_on_from: a-strangers-umbrella"),
            Self::Quote => ("text", "quote: \"Who will answer us now\""),
            Self::Names => ("`real`, `first-only` or `changed`", "names: changed"),
            Self::Permission => ("a word, or a status and its dates", "permission: {status: given, on: 2026-02-01}"),
            Self::Rights => ("text", "rights: \"© Maya. Please ask before reposting.\""),
            Self::Withdrawn => ("the day since when it is withdrawn", "withdrawn: 2026-11-01"),
            Self::Comments => {
                ("`none`, `closed` or `email`, or a status and a count", "comments: {status: closed, count: 8}")
            }
            Self::Lang => ("a language code", "lang: en-GB"),
            Self::Id => ("a whole address or a `tag:` name", "id: \"tag:example.org,2011:flowers\""),
            Self::Extra => ("keys with values", "extra: {mood: quiet}"),
            Self::Ignored => ("anything", "layout: post"),
        }
    }
}
