//! Parts that a WordPress blog kept once and showed in several texts: its synced patterns, once called reusable blocks.
//! Knows how a text names one, and nothing else of blocks.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// How the block begins in whose place WordPress shows one.
const BLOCK: &str = "<!-- wp:block ";
/// Parts inside parts to this depth; a part that holds itself ends here, too.
const DEEPEST: usize = 4;
/// All parts together have no more bytes than this, and no text becomes longer by them.
const LONGEST: usize = 8 << 20;

/// The parts, by their numbers.
#[derive(Debug, Default)]
pub struct Shared {
    parts: BTreeMap<String, String>,
    bytes: usize,
}

impl Shared {
    /// Takes one more, unless there are more than any blog has.
    pub(super) fn take(&mut self, id: String, html: String) {
        self.bytes += html.len();
        if self.bytes <= LONGEST {
            self.parts.insert(id, html);
        }
    }

    /// The text with the parts that it shows.
    pub(super) fn shown<'h>(&self, html: &'h str) -> Cow<'h, str> {
        let mut text = Cow::Borrowed(html);
        for _ in 0..DEEPEST {
            if self.parts.is_empty() || !text.contains(BLOCK) {
                break;
            }
            text = Cow::Owned(self.opened(&text));
        }
        text
    }

    fn opened(&self, html: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(html.len()), html);
        while let Some(at) = rest.find(BLOCK) {
            let inside = &rest[at + BLOCK.len()..];
            let end = inside.find("-->").map_or(inside.len(), |end| end + "-->".len());
            match number(&inside[..end]).and_then(|number| self.parts.get(number)) {
                Some(part) if out.len() + part.len() < LONGEST + html.len() => {
                    out.extend([&rest[..at], "\n\n", part, "\n\n"]);
                }
                _ => out.push_str(&rest[..at + BLOCK.len() + end]),
            }
            rest = &inside[end..];
        }
        out.push_str(rest);
        out
    }
}

/// The number in `{"ref":501} /-->`.
fn number(block: &str) -> Option<&str> {
    let (_, after) = block.split_once("\"ref\":")?;
    let after = after.trim_start();
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    Some(&after[..end]).filter(|number| !number.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Shared;

    #[test]
    fn parts_stand_in_the_texts_that_show_them() {
        let mut shared = Shared::default();
        shared.take("5".to_owned(), "<p>Five <!-- wp:block {\"ref\":6} /--></p>".to_owned());
        shared.take("6".to_owned(), "six".to_owned());
        shared.take("7".to_owned(), "7<!-- wp:block {\"ref\":7} /-->".to_owned());
        let shown = |text: &str| shared.shown(text).into_owned();
        assert_eq!(shown("a<!-- wp:block {\"ref\":5} /-->b"), "a\n\n<p>Five \n\nsix\n\n</p>\n\nb");
        assert_eq!(shown("<!-- wp:block {\"ref\": 7} /-->").matches('7').count(), 5, "it ends");
        for text in ["<!-- wp:block {\"ref\":9} /-->", "<!-- wp:block {\"ref\"", "<!-- wp:block ", "no"] {
            assert_eq!(shown(text), text);
        }
    }
}
