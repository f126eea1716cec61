//! What a text is made of: the blocks and the inline parts that Markdown can say, and those that it cannot.
//! Knows neither the HTML that it came from nor the Markdown that it goes to.

/// A block of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    Heading {
        level: u8,
        id: Option<String>,
        words: Vec<Inline>,
    },
    Quote {
        blocks: Vec<Block>,
        signature: Option<Vec<Inline>>,
    },
    /// `first` is the number of the first item, if they are numbered.
    List {
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Definitions(Vec<Definition>),
    Code {
        language: String,
        text: String,
    },
    /// Lines that stay lines; an empty one parts two stanzas.
    Verse(Vec<String>),
    /// A head without cells that say anything is no head. All rows are of one length.
    Table {
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
        sides: Vec<Side>,
    },
    Rule,
    /// Pictures beside each other, with the words under all of them.
    Gallery {
        pictures: Vec<Block>,
        caption: String,
    },
    /// Sanitised HTML, without empty lines.
    Html(String),
    /// The fold: what stands above it is the excerpt.
    Fold,
}

/// A term and what it means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Definition {
    pub terms: Vec<Vec<Inline>>,
    pub meanings: Vec<Vec<Block>>,
}

/// The side of its cell to which a column keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Any,
    Left,
    Middle,
    Right,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    Break,
    Marked(Mark, Vec<Inline>),
    Link {
        to: String,
        title: String,
        words: Vec<Inline>,
    },
    Picture(Picture),
    /// A place that links of this text lead to.
    Anchor(String),
}

/// How words are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Emphasis,
    Struck,
    /// An element for which Markdown has no sign, such as `sup`; with the one attribute that it may keep.
    Tag(&'static str, Option<(&'static str, String)>),
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Picture {
    pub src: String,
    pub alt: String,
    /// Shown below a picture that stands alone; else when it is pointed at.
    pub title: String,
}

/// Whether a line shows anything.
pub(super) fn is_blank(line: &[Inline]) -> bool {
    line.iter().all(|part| match part {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break => true,
        Inline::Code(code) => code.trim().is_empty(),
        Inline::Marked(_, inner) => is_blank(inner),
        Inline::Link { .. } | Inline::Picture(_) | Inline::Anchor(_) => false,
    })
}

/// The words of a line, without any marks.
pub(super) fn plain(line: &[Inline]) -> String {
    let mut out = String::new();
    add_plain(line, &mut out);
    out
}

fn add_plain(line: &[Inline], out: &mut String) {
    for part in line {
        match part {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Break => out.push('\n'),
            Inline::Marked(_, inner) | Inline::Link { words: inner, .. } => add_plain(inner, out),
            Inline::Picture(_) | Inline::Anchor(_) => {}
        }
    }
}

/// The words of a block, without any marks, parted by spaces.
pub(super) fn words(block: &Block) -> String {
    let mut out = String::new();
    add_words(block, &mut out);
    out
}

fn add_words(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(line) | Block::Heading { words: line, .. } => add_plain(line, out),
        Block::Quote { blocks, signature } => {
            for block in blocks {
                add_words(block, out);
            }
            add_plain(signature.as_deref().unwrap_or_default(), out);
        }
        Block::List { items, .. } => items.iter().flatten().for_each(|block| add_words(block, out)),
        Block::Definitions(all) => {
            for definition in all {
                definition.terms.iter().for_each(|term| add_plain(term, out));
                definition.meanings.iter().flatten().for_each(|block| add_words(block, out));
            }
        }
        Block::Verse(lines) => out.push_str(&lines.join(" ")),
        // As in the openings that the site itself makes: tables and code are no prose.
        Block::Code { .. }
        | Block::Table { .. }
        | Block::Rule
        | Block::Gallery { .. }
        | Block::Html(_)
        | Block::Fold => {}
    }
    out.push(' ');
}
