//! What social cards look like: colours, and what stands around the words. Declared by a theme, used by whoever draws.

/// Red, green and blue.
pub type Colour = [u8; 3];

/// What a theme's cards look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dress {
    /// What stands around the words.
    pub style: Style,
    /// The ground.
    pub bg: Colour,
    /// Small grounds on it.
    pub panel: Colour,
    /// The words.
    pub ink: Colour,
    /// Who tells it.
    pub soft: Colour,
    /// The site's name, and ornaments.
    pub accent: Colour,
    /// More ornaments.
    pub second: Colour,
    /// Lines.
    pub edge: Colour,
}

/// What stands around the words of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// A double frame and an ornament: the title page of a book.
    Book,
    /// An airmail stripe and a stamp.
    Postcard,
}

impl Style {
    /// By its name in theme.toml.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "book" => Some(Self::Book),
            "postcard" => Some(Self::Postcard),
            _ => None,
        }
    }
}

impl Dress {
    /// Black on white, for themes that say nothing of cards.
    pub const PLAIN: Self = Self {
        style: Style::Book,
        bg: [0xff; 3],
        panel: [0xff; 3],
        ink: [0x1a; 3],
        soft: [0x44; 3],
        accent: [0x1a; 3],
        second: [0x1a; 3],
        edge: [0x88; 3],
    };
}
