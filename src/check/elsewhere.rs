//! What came of asking for an address that is not of the site, and what is said of it. Knows answers; asks nobody.

use crate::ground::Diagnostic;
use crate::ground::messages::elsewhere as say;

/// What came of asking for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Something is there.
    Good,
    /// Something is there, and this is where it is for good now.
    Moved(String),
    /// Its host says with this number that there is nothing.
    Gone(u16),
    /// Its host shows it to others, perhaps, with this number; not to a program.
    Shut(u16),
    /// Its host says with this number that it is not well itself.
    Trouble(u16),
    /// Its host asked to be left alone for a while.
    Later,
    /// Nobody knows its host.
    NoHost,
    /// Nothing was heard, and why.
    Silent(Silence),
    /// Its host could not prove who it is, and why.
    Unproven(String),
    /// It leads on and on.
    Circle,
    /// It is in a network at somebody's home or work; nobody was asked.
    AtHome,
    /// No browser could go there.
    NoAddress,
}

/// Why nothing was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// It took too long.
    Slow,
    /// Nothing listens there.
    Refused,
    /// It hung up.
    HungUp,
    /// What it said is nothing that a browser understands.
    Babble,
}

/// What is to be said of a link with such an answer; nothing if it is good. `is_online`: whether any host was found at all.
pub fn said(link: &str, host: &str, answer: &Answer, is_online: bool) -> Option<Diagnostic> {
    let said = match answer {
        Answer::Good => return None,
        // Where nobody is found, the net is away and not the pages.
        Answer::NoHost if !is_online => return None,
        Answer::Moved(to) => say::moved(link, to),
        Answer::Gone(number) => say::gone(link, *number),
        Answer::Shut(number) => say::shut(link, *number),
        Answer::Trouble(number) => say::trouble(link, *number),
        Answer::Later => say::later(link),
        Answer::NoHost => say::no_host(link, host),
        Answer::Silent(silence) => say::silent(
            link,
            match silence {
                Silence::Slow => "it took too long",
                Silence::Refused => "nothing listens there",
                Silence::HungUp => "it hung up",
                Silence::Babble => "what it says is nothing that a browser understands",
            },
        ),
        Answer::Unproven(why) => say::unproven(link, why),
        Answer::Circle => say::circle(link),
        Answer::AtHome => say::at_home(link),
        Answer::NoAddress => say::no_address(link),
    };
    Some(said)
}

/// The answer that a number of HTTP means (RFC 9110), if it leads nowhere else.
pub fn answer(status: u16) -> Answer {
    match status {
        404 | 410 => Answer::Gone(status),
        400..=499 | 999 => Answer::Shut(status),
        500..=599 => Answer::Trouble(status),
        _ => Answer::Good,
    }
}
