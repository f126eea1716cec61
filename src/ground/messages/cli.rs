//! What is said about the command line and what was asked for on it.

use crate::ground::Diagnostic;

/// `SOURCE_DATE_EPOCH` holds no time.
pub fn bad_epoch(text: &str) -> Diagnostic {
    Diagnostic::error("cli-source-date-epoch", format!("SOURCE_DATE_EPOCH is `{text}`, which is not a time"))
        .help("give it the seconds since 1 January 1970, or use --today YYYY-MM-DD")
}
