//! What the terminal can show, and the only two ways out to it. Knows nothing of what is said.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

/// What the person said about colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Colour {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How one of the two streams is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// With colour.
    pub colour: bool,
    /// Which letters pass.
    pub letters: Letters,
    /// Somebody watches: progress may be drawn and wiped away.
    pub live: bool,
    /// Columns.
    pub width: usize,
}

/// Which letters pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// All of them, and lines are drawn.
    All,
    /// A file or a pipe in an unknown encoding: names and texts stay as they are, lines are drawn with ASCII.
    PlainLines,
    /// A terminal that would take the bytes of other letters for something else.
    AsciiOnly,
}

impl Manner {
    /// Plain text for files and tests.
    pub const PLAIN: Self = Self { colour: false, letters: Letters::All, live: false, width: WIDTH };
}

/// Columns where nobody knows better.
const WIDTH: usize = 100;

/// How to write to standard error.
pub fn stderr_manner(colour: Colour) -> Manner {
    let manner = decide(colour, io::stderr().is_terminal(), &|name| std::env::var(name).ok());
    let columns = terminal_size::terminal_size_of(io::stderr()).map(|(columns, _)| usize::from(columns.0));
    Manner { width: columns.unwrap_or(WIDTH), ..manner }
}

/// How to write to standard output.
pub fn stdout_manner(colour: Colour) -> Manner {
    decide(colour, io::stdout().is_terminal(), &|name| std::env::var(name).ok())
}

/// The first answer that could not be written.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Writes to standard output. A reader who has gone away (`| head`) changes nothing; what else went wrong is told by `lost`.
pub fn out(text: &str) {
    let mut stream = io::stdout().lock();
    let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    written.unwrap_or_else(lose);
}

/// Takes the outcome of something else that was written to standard output.
pub fn lose(error: io::Error) {
    if error.kind() != io::ErrorKind::BrokenPipe {
        let _ = LOST.set(error);
    }
}

/// Why an answer did not come out whole, if one did not: a full disk, most often.
pub fn lost() -> Option<&'static io::Error> {
    LOST.get()
}

/// Writes to standard error, as `out` does.
pub fn err(text: &str) {
    let mut stream = io::stderr().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

fn decide(colour: Colour, is_terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> Manner {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    let dumb = set("TERM").is_some_and(|term| term == "dumb");
    let colour = match colour {
        Colour::Always => true,
        Colour::Never => false,
        // <https://no-color.org> and <https://bixense.com/clicolors/>, in this order.
        Colour::Auto if set("NO_COLOR").is_some() => false,
        Colour::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Colour::Auto => is_terminal && !dumb && set("CLICOLOR").is_none_or(|value| value != "0"),
    };
    let unicode = cfg!(windows)
        || set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).is_some_and(|locale| is_utf8(&locale));
    let letters = match (unicode, is_terminal) {
        (true, _) => Letters::All,
        (false, true) => Letters::AsciiOnly,
        (false, false) => Letters::PlainLines,
    };
    Manner { colour, letters, live: is_terminal && !dumb, width: WIDTH }
}

fn is_utf8(locale: &str) -> bool {
    let charset = locale.to_ascii_lowercase();
    let charset = charset.split_once('.').map_or(charset.as_str(), |(_, charset)| charset);
    charset.starts_with("utf-8") || charset.starts_with("utf8")
}

#[cfg(test)]
mod tests {
    use super::{Colour, Letters, Manner, decide};

    fn with(colour: Colour, is_terminal: bool, variables: &[(&str, &str)]) -> Manner {
        let find =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        decide(colour, is_terminal, &find)
    }

    #[test]
    fn colour_is_for_terminals_and_for_those_who_ask() {
        let auto = |is_terminal, variables: &[_]| with(Colour::Auto, is_terminal, variables).colour;
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]), "an empty NO_COLOR says nothing");
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(!auto(true, &[("CLICOLOR", "0")]));
        assert!(auto(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
        assert!(with(Colour::Always, false, &[("NO_COLOR", "1")]).colour);
        assert!(!with(Colour::Never, true, &[("CLICOLOR_FORCE", "1")]).colour);
    }

    #[test]
    fn the_locale_decides_what_letters_pass() {
        let letters = |is_terminal, variables: &[_]| with(Colour::Auto, is_terminal, variables).letters;
        assert_eq!(letters(true, &[("LANG", "en_GB.UTF-8")]), Letters::All);
        assert_eq!(letters(true, &[("LANG", "C.utf8")]), Letters::All);
        assert_eq!(letters(true, &[("LANG", "en_GB.UTF-8"), ("LC_ALL", "C")]), Letters::AsciiOnly);
        assert_eq!(letters(true, &[("LC_CTYPE", "UTF-8"), ("LANG", "C")]), Letters::All);
        assert_eq!(letters(true, &[("LANG", "de_DE.ISO-8859-1")]), Letters::AsciiOnly);
        assert_eq!(letters(false, &[]), Letters::PlainLines);
    }

    #[test]
    fn only_a_terminal_that_can_wipe_is_live() {
        assert!(with(Colour::Never, true, &[]).live);
        assert!(!with(Colour::Always, false, &[]).live);
        assert!(!with(Colour::Always, true, &[("TERM", "dumb")]).live);
    }
}
