//! What is said about serving and watching.

use core::net::IpAddr;
use std::io;
use std::time::Duration;

use super::machine::cause;
use crate::ground::Diagnostic;

/// The port that was asked for is taken.
pub fn port_taken(address: IpAddr, port: u16) -> Diagnostic {
    Diagnostic::error("serve-port-taken", format!("something else is listening on port {port} of {address} already"))
        .help("close it, or ask for another port; without --port the next free one is taken")
}

/// No port at all is to be had.
pub fn no_free_port(address: IpAddr, first: u16, last: u16) -> Diagnostic {
    Diagnostic::error("serve-no-port", format!("all ports from {first} to {last} of {address} are taken"))
        .help("name another one: --port 8000")
}

/// Listening is not possible for another reason.
pub fn cannot_listen(address: IpAddr, port: u16, error: &io::Error) -> Diagnostic {
    let said = Diagnostic::error(
        "serve-cannot-listen",
        format!("cannot listen on port {port} of {address}: {}", cause(error)),
    );
    match error.kind() {
        io::ErrorKind::PermissionDenied => said.help("ports below 1024 are for the system; take a higher one"),
        io::ErrorKind::AddrNotAvailable => said.help("--interface wants an address of this machine, such as 127.0.0.1"),
        _ => said,
    }
}

/// The site is on a disk that does not tell about changes.
pub fn polling_on_network(kind: &str, interval: Duration) -> Diagnostic {
    let message = format!(
        "the site is on {kind}, which does not tell about changes, so goodturn looks for them {}",
        every(interval)
    );
    Diagnostic::warning("watch-polling", message).help("`--poll MS` sets how often it looks")
}

/// The system has no watches left.
pub fn polling_instead(why: &str, interval: Duration) -> Diagnostic {
    let message = format!("{why}, so goodturn looks for changes {}", every(interval));
    Diagnostic::warning("watch-polling", message).help("`--poll MS` sets how often it looks")
}

/// The browser could not be opened.
pub fn cannot_open(address: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::warning("serve-cannot-open", format!("the browser could not be opened: {}", cause(error)))
        .help(format!("open {address} yourself"))
}

/// The server cannot run.
pub fn cannot_serve(error: &io::Error) -> Diagnostic {
    Diagnostic::error("serve-cannot-start", format!("the server cannot be started: {}", cause(error)))
}

/// How often, in words.
pub fn every(interval: Duration) -> String {
    match interval.as_millis() {
        1000 => "every second".to_owned(),
        ms => format!("every {ms} ms"),
    }
}
