//! The HTML of an old post becomes Markdown. Knows nothing of exports, files or addresses.

/// Where some HTML was written, which decides what its line breaks and brackets mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A post or page of Blogger.
    Blogger,
    /// A post or page of WordPress from before blocks: line breaks are paragraphs.
    WordPressClassic,
    /// A post or page of WordPress made of blocks.
    WordPressBlocks,
    /// A comment of either.
    Comment,
}

/// How an address is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// As the target of a link.
    Link,
    /// As a picture that is shown.
    Picture,
}

/// What to convert, and where its addresses lead now.
pub struct Asked<'a> {
    /// The HTML, as the export has it.
    pub html: &'a str,
    /// Where it was written.
    pub origin: Origin,
    /// The new address for a link or a picture; none keeps it.
    pub rewrite: &'a dyn Fn(&str, Use) -> Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The text.
    pub markdown: String,
    /// What stood above the fold, if the writer put a fold into the text.
    pub excerpt: Option<String>,
    /// The pictures that are shown.
    pub pictures: Vec<Seen>,
    /// The links.
    pub links: Vec<Seen>,
    /// Blocks that Markdown cannot say and that stayed as sanitised HTML.
    pub kept_as_html: Vec<Loss>,
    /// What is not there any more.
    pub left_out: Vec<Loss>,
}

/// An address that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// As the old blog had it.
    pub was: String,
    /// As it is now.
    pub is: String,
    /// The words for those who cannot see a picture.
    pub alt: Option<String>,
}

/// Something that did not come through as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What it is, in a few words.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Converts a body. Whatever comes out is safe to publish.
pub fn convert(asked: &Asked<'_>) -> Body {
    Body { markdown: ammonia::clean(asked.html), ..Body::default() }
}
