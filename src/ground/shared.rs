//! How shared texts come out of the memory between builds: each in one piece of memory, where serde's own way takes two and
//! copies the text once more. A site has a few dozen of them for each story.
//!
//! `#[serde(deserialize_with = "shared::read")]`

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// One or several shared texts.
pub trait Shared: Sized {
    /// What it is read as.
    type Read<'de>: Deserialize<'de>;
    /// What was meant.
    fn from_read(read: Self::Read<'_>) -> Self;
}

/// Reads one or several shared texts.
///
/// # Errors
/// If there is something else.
pub fn read<'de, D: Deserializer<'de>, T: Shared>(from: D) -> Result<T, D::Error> {
    T::Read::<'de>::deserialize(from).map(T::from_read)
}

/// A shared text on its way.
#[derive(Debug)]
pub struct Text(Arc<str>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Arc::from(text)))
            }
        }
        from.deserialize_str(Reader)
    }
}

impl Shared for Arc<str> {
    type Read<'de> = Text;

    fn from_read(Text(text): Text) -> Self {
        text
    }
}

impl Shared for Option<Arc<str>> {
    type Read<'de> = Option<Text>;

    fn from_read(read: Option<Text>) -> Self {
        read.map(|Text(text)| text)
    }
}

impl Shared for Vec<Arc<str>> {
    type Read<'de> = Vec<Text>;

    fn from_read(read: Vec<Text>) -> Self {
        read.into_iter().map(|Text(text)| text).collect()
    }
}

impl Shared for Box<[Arc<str>]> {
    type Read<'de> = Vec<Text>;

    fn from_read(read: Vec<Text>) -> Self {
        read.into_iter().map(|Text(text)| text).collect()
    }
}
