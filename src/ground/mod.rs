//! The ground floor: source text and positions, diagnostics, addresses, slugs, dates, fingerprints.
//! Knows nothing of sites, stories or themes.

pub mod card;
pub mod date;
pub mod diagnostic;
pub mod elsewhere;
pub mod encoding;
pub mod fingerprint;
pub mod lexicon;
pub mod markup;
pub mod messages;
pub mod picture;
pub mod policy;
pub mod shared;
pub mod slug;
pub mod suggest;
pub mod text;
pub mod toml;
pub mod typography;
pub mod url;
pub mod value;

pub use date::{Date, Moment, Partial};
pub use diagnostic::{Diagnostic, Severity};
pub use elsewhere::Elsewhere;
pub use fingerprint::{ByFingerprint, Fingerprint};
pub use slug::Slug;
pub use text::{Position, SourcePath, Span};
pub use url::{BaseUrl, Url};
