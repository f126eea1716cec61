//! What is said about the finished site: people who should not be in it, things from other hosts, and what would be better
//! otherwise.

use crate::ground::{Diagnostic, SourcePath, Span};

/// A line of the private list that holds no name.
pub fn no_name(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error("names-no-name", "this line holds no name, so there is nothing to look for")
        .in_file(path)
        .at(span)
        .help("write one name a line, such as `Maria Rossi`, or a remark behind `#`")
}

/// A name with an arrow and nothing behind it.
pub fn no_pseudonym(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("names-no-pseudonym", format!("nothing stands behind the arrow, so `{name}` has no other name"))
        .in_file(path)
        .at(span)
        .help(format!("write what should stand there instead, such as `{name} => M.`, or take the arrow away"))
}

/// Where something that must not be published was found.
#[derive(Clone, Copy, Debug)]
pub enum Where<'a> {
    /// In this file, at this place.
    At(&'a SourcePath, Span),
    /// In the name of this file.
    Named(&'a SourcePath),
    /// On a page that this file makes; where in it could not be told.
    MadeOf(&'a SourcePath),
    /// On a page that no single file makes.
    Somewhere,
}

impl Where<'_> {
    fn place(self, said: Diagnostic) -> Diagnostic {
        match self {
            Self::At(path, span) => said.in_file(path).at(span),
            Self::Named(path) => {
                let mut said = said.in_file(path);
                said.message.push_str(", since this file is called so");
                said
            }
            Self::MadeOf(path) => said.in_file(path),
            Self::Somewhere => said,
        }
    }
}

/// A name of the private list in what would be published.
pub fn private_name(place: Where<'_>, name: &str, instead: Option<&str>) -> Diagnostic {
    let said =
        Diagnostic::error("private-name", format!("`{name}` is in private/names.txt, and would be published here"));
    let help = match instead {
        Some(instead) => format!("write `{instead}` instead; `goodturn fix --names` does so wherever the name stands"),
        None => "leave the name out or change it; or, if it may be published, take it off the list".to_owned(),
    };
    place.place(said).help(help)
}

/// An e-mail address in what would be published.
pub fn private_email(place: Where<'_>, address: &str) -> Diagnostic {
    let said = Diagnostic::error("private-email", format!("the e-mail address `{address}` would be published here"));
    place.place(said).help(format!(
        "take it out; or, if it is your own, let it pass in site.toml: [privacy] allow = [\"{address}\"]"
    ))
}

/// A telephone number in what would be published.
pub fn private_phone(place: Where<'_>, number: &str) -> Diagnostic {
    let said = Diagnostic::error("private-phone", format!("the telephone number `{number}` would be published here"));
    place.place(said).help(format!(
        "take it out; or, if it is your own or no telephone number, let it pass in site.toml: [privacy] allow = [\"{number}\"]"
    ))
}

/// Something that a page would load from another host.
pub fn loads_from_elsewhere(place: Where<'_>, address: &str) -> Diagnostic {
    let host = address
        .trim_start_matches(|c| c != '/')
        .trim_start_matches('/')
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default();
    let said = Diagnostic::error(
        "loads-from-elsewhere",
        format!("`{address}` would be loaded from another host, which would then know of every reader"),
    );
    place.place(said).help(format!(
        "put the file beside the story or into static/; or allow the host in site.toml: allow_hosts = [\"{host}\"]"
    ))
}

/// Stories whose names were changed, and nothing to check that with.
pub fn names_not_checked(path: &SourcePath, stories: usize) -> Diagnostic {
    let who = if stories == 1 { "this story says".to_owned() } else { format!("this and {} more say", stories - 1) };
    Diagnostic::warning(
        "names-not-checked",
        format!("not checked: {who} `names: changed`, and there is no list of the real names"),
    )
    .in_file(path)
    .help("write the real names into private/names.txt, one a line, and no page will go out with one of them; git leaves that folder alone")
}
