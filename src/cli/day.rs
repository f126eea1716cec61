//! The day that a command takes for today.

use std::path::Path;

use clap::Args;

use super::Refusal;
use crate::ground::Date;
use crate::ground::SourcePath;
use crate::ground::messages::cli as messages;
use crate::settings::{self, Settings};
use crate::shell::{clock, source};

/// What a command may be told about the day.
#[derive(Args)]
pub(super) struct On {
    /// The day that decides what is in the future [default: the clock, or `SOURCE_DATE_EPOCH`]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

impl On {
    /// The day that was asked for, else today.
    pub(super) fn today(&self, root: &Path) -> Result<Date, Refusal> {
        self.today.map_or_else(|| today(root), Ok)
    }

    /// The day that was asked for.
    pub(super) fn asked(&self) -> Option<Date> {
        self.today
    }
}

/// Today, where the site is. What is wrong with site.toml will be said when it is read for the build.
pub(super) fn today(root: &Path) -> Result<Date, Refusal> {
    let path = SourcePath::new(settings::FILE);
    let text = source::text(root, &path).unwrap_or_default();
    let (settings, _) = Settings::parse(&path, &text);
    clock::today(&settings.timezone).map_err(|text| Refusal::wrong_usage(messages::bad_epoch(&text)))
}

/// A day as `--today` takes it.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let wrong = || "write a day as YYYY-MM-DD, such as 2026-02-01".to_owned();
    let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else { return Err(wrong()) };
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return Err(wrong());
    }
    let date = Date::new(
        year.parse().map_err(|_| wrong())?,
        month.parse().map_err(|_| wrong())?,
        day.parse().map_err(|_| wrong())?,
    );
    date.ok_or_else(|| "there is no such day".to_owned())
}
