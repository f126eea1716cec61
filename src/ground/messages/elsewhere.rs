//! What is said about links to other people's sites, after they were asked.

use crate::ground::Diagnostic;

/// Its host says that there is nothing.
pub fn gone(link: &str, number: u16) -> Diagnostic {
    Diagnostic::error(
        "elsewhere-gone",
        format!("`{link}` is gone: its host answers that there is no such page ({number})"),
    )
    .help(format!("mend the address, or take the link out; an old copy may be at https://web.archive.org/web/{link}"))
}

/// Nobody knows the host.
pub fn no_host(link: &str, host: &str) -> Diagnostic {
    Diagnostic::error("elsewhere-no-host", format!("`{link}` leads nowhere: no host is called `{host}` any more, or it never was"))
        .help(format!("look for a slip in the name; else, if this machine is online, take the link out; an old copy may be at https://web.archive.org/web/{link}"))
}

/// No host was found at all.
pub fn offline(links: usize) -> Diagnostic {
    let of =
        if links == 1 { "the one host that was looked for".to_owned() } else { format!("any host of {links} links") };
    Diagnostic::warning(
        "elsewhere-offline",
        format!("nobody could tell where {of} is, so nothing is said of what leads there"),
    )
    .help("make sure that this machine is online, and try again")
}

/// It has moved for good.
pub fn moved(link: &str, to: &str) -> Diagnostic {
    Diagnostic::warning("elsewhere-moved", format!("`{link}` has moved for good"))
        .help(format!("write `{to}`, where it leads now; who moved it may not lead people on for ever"))
}

/// Its host does not show it to a program.
pub fn shut(link: &str, number: u16) -> Diagnostic {
    Diagnostic::note(
        "elsewhere-shut",
        format!("the host of `{link}` does not show it to programs ({number}), so nobody knows whether it is there"),
    )
    .help("look with your own eyes, now and then")
}

/// Its host is not well.
pub fn trouble(link: &str, number: u16) -> Diagnostic {
    Diagnostic::warning("elsewhere-trouble", format!("the host of `{link}` has some trouble of its own ({number})"))
        .help("try again in a day or two; if it stays so, take the link out")
}

/// Its host asked to be left alone.
pub fn later(link: &str) -> Diagnostic {
    Diagnostic::note(
        "elsewhere-later",
        format!("the host of `{link}` asked to be left alone for a while, so nothing is known of it"),
    )
    .help("try again later")
}

/// Nothing was heard.
pub fn silent(link: &str, why: &str) -> Diagnostic {
    Diagnostic::warning("elsewhere-silent", format!("nobody answers at `{link}`: {why}"))
        .help("try again in a day or two; if it stays so, take the link out")
}

/// The host could not prove who it is.
pub fn unproven(link: &str, why: &str) -> Diagnostic {
    Diagnostic::warning("elsewhere-unproven", format!("browsers warn of `{link}`: {why}"))
        .help("tell the people there, if you know them; else take the link out")
}

/// It leads on and on.
pub fn circle(link: &str) -> Diagnostic {
    Diagnostic::warning("elsewhere-circle", format!("`{link}` leads from one address to the next and arrives nowhere"))
        .help("try it in a browser; if that does not arrive either, take the link out")
}

/// It is in a network at somebody's home or work.
pub fn at_home(link: &str) -> Diagnostic {
    Diagnostic::warning(
        "elsewhere-at-home",
        format!("`{link}` leads into somebody's own network, where no reader gets; it was not asked for"),
    )
    .help("take the link out, or lead to where the same stands on the web")
}

/// No browser could go there.
pub fn no_address(link: &str) -> Diagnostic {
    Diagnostic::error("elsewhere-no-address", format!("`{link}` is no address that a browser understands"))
        .help("copy the address from a browser once more")
}
