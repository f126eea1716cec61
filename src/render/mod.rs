//! (Theme, Page) -> bytes. Pure: the same page gives the same bytes on any thread. A story's text is read again here, once.

pub mod html;

use crate::ground::Diagnostic;
use crate::plan::views::Text;

/// Where texts are read again. The pipeline gives it; it refuses a file that changed since its facts were taken.
pub trait Texts {
    /// The whole file of a text, as UTF-8.
    fn read(&self, text: &Text) -> Result<String, Diagnostic>;
}

/// The part of a file that is rendered: what stands below the front matter.
fn body<'a>(text: &Text, file: &'a str) -> &'a str {
    file.get(text.start as usize..).unwrap_or_default()
}
