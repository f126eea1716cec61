//! The programs whose exports can be read, and how to tell them apart.

use crate::ground::Diagnostic;
use crate::import::xml::Pull;
use crate::import::{Give, blogger, disqus, wordpress};

/// The program that wrote the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    Blogger,
    WordPress,
    Disqus,
}

impl Program {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Blogger => "Blogger",
            Self::WordPress => "WordPress",
            Self::Disqus => "Disqus",
        }
    }

    /// Whether a file that begins like this may be its export.
    pub(super) fn begins(self, head: &[u8]) -> bool {
        let head = String::from_utf8_lossy(head);
        match self {
            Self::Blogger => head.contains("<feed") || head.contains(":feed"),
            Self::WordPress => head.contains("<rss"),
            Self::Disqus => head.contains("<disqus"),
        }
    }

    pub(super) fn read<R: std::io::BufRead>(self, pull: &mut Pull<R>, give: &mut Give<'_>) -> Result<(), Diagnostic> {
        match self {
            Self::Blogger => blogger::read(pull, give),
            Self::WordPress => wordpress::read(pull, give),
            Self::Disqus => disqus::read(pull, give),
        }
    }
}
