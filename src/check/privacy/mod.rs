//! Names that are on the site's private list, e-mail addresses and telephone numbers in folded text.
//! Knows how people write them; knows nothing of pages and files.

pub mod allow;
mod beginnings;
mod emails;
pub(crate) mod fold;
pub mod list;
mod names;
mod phones;

pub use allow::Allow;
pub(crate) use allow::digits;
pub(crate) use emails::meant;
pub use list::{Entry, List};
pub use names::Names;

/// Something that should not be on a public page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Private {
    /// The name with this number on the list.
    Name(usize),
    /// An e-mail address, in small letters.
    Email(String),
    /// A telephone number, as it stands there.
    Phone(String),
}

/// Where numbers are looked for: in what tags say aloud, only in some of their attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Text for people.
    Text,
    /// The insides of tags.
    Tags,
    /// Style sheets and scripts.
    Code,
}

/// Calls `tell` with everything private in a folded text.
pub(crate) fn look(text: &[u8], place: Place, names: Option<&Names>, tell: &mut dyn FnMut(Private)) {
    if let Some(names) = names {
        names.look(text, &mut |name| tell(Private::Name(name)));
    }
    emails::look(text, &mut |email| tell(Private::Email(email.to_owned())));
    if place != Place::Code {
        emails::look_spelled(text, &mut |email| tell(Private::Email(email.to_owned())));
    }
    phones::look(text, place, &mut |phone| tell(Private::Phone(phone.to_owned())));
}
