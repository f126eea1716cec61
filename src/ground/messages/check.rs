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

/// A line of the private list that is not written as the list is.
pub fn odd_name(path: &SourcePath, span: Span, line: &str) -> Diagnostic {
    Diagnostic::warning(
        "names-odd-line",
        format!("`{line}` is not written as this list is, so it may not mean what you mean"),
    )
    .in_file(path)
    .at(span)
    .help("write one name a line, and an arrow in front of another name: `Maria Rossi => M.`")
}

/// A list of names under a name that nobody looks for.
pub fn names_elsewhere(found: &SourcePath) -> Diagnostic {
    Diagnostic::warning("names-not-the-list", "nobody looks into this file for names, so it guards none of them")
        .in_file(found)
        .help("call it private/names.txt, in the folder of site.toml, with small letters")
}

/// How many names are guarded.
pub fn names_guarded(path: &SourcePath, names: usize) -> Diagnostic {
    let names = if names == 1 { "1 name is".to_owned() } else { format!("{names} names are") };
    Diagnostic::note("names-guarded", format!("{names} looked for in everything that goes out")).in_file(path)
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

/// An e-mail address in what would be published; and how it is written plainly.
pub fn private_email(place: Where<'_>, address: &str, plain: &str) -> Diagnostic {
    let said = Diagnostic::error("private-email", format!("the e-mail address `{address}` would be published here"));
    place
        .place(said)
        .help(format!("take it out; or, if it is your own, let it pass in site.toml: [privacy] allow = [\"{plain}\"]"))
}

/// A telephone number in what would be published; and its digits, as the settings take them whatever stands between them.
pub fn private_phone(place: Where<'_>, number: &str, plain: &str) -> Diagnostic {
    let said = Diagnostic::error("private-phone", format!("the telephone number `{number}` would be published here"));
    let is_plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-'));
    let allowed = if is_plain { number } else { plain };
    place.place(said).help(format!(
        "take it out; or, if it is your own or no telephone number, let it pass in site.toml: [privacy] allow = [\"{allowed}\"]"
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

/// Two or more stories of one title.
pub fn same_title(path: &SourcePath, other: &SourcePath, more: usize, title: &str) -> Diagnostic {
    let (others, are, apart) = others(other, more);
    Diagnostic::warning("same-title", format!("{others} {are} called `{title}` too, so readers cannot tell {apart}"))
        .in_file(path)
        .help(if more == 0 { "give one of the two another title" } else { "give each a title of its own" })
}

/// Two or more stories of one description.
pub fn same_description(path: &SourcePath, other: &SourcePath, more: usize) -> Diagnostic {
    let (others, ..) = others(other, more);
    let have = if more == 0 { "has" } else { "have" };
    Diagnostic::warning("same-description", format!("{others} {have} the very same description"))
        .in_file(path)
        .help("say of each what only it tells; or leave the line out, and the first words stand there")
}

/// The other file, and how many more there are; what they are, and what readers cannot tell.
fn others(other: &SourcePath, more: usize) -> (String, &'static str, &'static str) {
    match more {
        0 => (other.to_string(), "is", "the two apart"),
        1 => (format!("{other} and one other"), "are", "them apart"),
        more => (format!("{other} and {more} others"), "are", "them apart"),
    }
}

/// Two colours of a theme that are too much alike.
pub fn faint_colour(theme: &str, [colour, ground]: [&str; 2], contrast: f64, least: f64) -> Diagnostic {
    Diagnostic::warning(
        "faint-colour",
        format!("the colour `{colour}` of the theme {theme} can hardly be read on `{ground}`: its contrast is {contrast:.1}, and {least} is the least"),
    )
    .help("make the one darker or the other lighter, in [colours] of theme.toml")
}

/// The same in a style sheet, under a condition or under none.
pub fn faint_in_style(media: &str, [colour, ground]: [&str; 2], contrast: f64, least: f64) -> Diagnostic {
    let when = if media.is_empty() { String::new() } else { format!(" under `@media {media}`") };
    Diagnostic::warning(
        "faint-colour",
        format!("`--{colour}` can hardly be read on `--{ground}`{when}: its contrast is {contrast:.1}, and {least} is the least"),
    )
    .help("make the one darker or the other lighter")
}

/// A link of a finished page that leads nowhere.
pub fn dead_link(link: &str) -> Diagnostic {
    Diagnostic::error("dead-link", format!("`{link}` leads nowhere: the finished site has no such page or file"))
        .help("mend the address, or take the link out")
}

/// A link of a finished page to a place that is not there.
pub fn dead_place(link: &str) -> Diagnostic {
    Diagnostic::error("dead-place", format!("`{link}` leads to a place that the page there does not have"))
        .help("mend what stands behind the `#`, or leave it out")
}

/// A picture without words.
pub fn wordless(picture: &str) -> Diagnostic {
    Diagnostic::warning("no-alt", format!("nobody who cannot see the picture `{picture}` learns what it shows"))
        .help("say it in a few words: `alt=\"A lamp in a window\"`; or `alt=\"\"`, if it is only decoration")
}

/// A page without a first heading.
pub fn no_heading() -> Diagnostic {
    Diagnostic::warning(
        "no-heading",
        "this page has no heading of the first level, by which many people find their way",
    )
    .help("the theme should show the title as `<h1>`")
}

/// A page with several first headings.
pub fn two_headings(words: &str) -> Diagnostic {
    Diagnostic::warning("two-headings", format!("the page has another heading of the first level: `{words}`"))
        .help("the title is the first; begin the headings of a text with `##`")
}

/// A heading that leaves a level out.
pub fn heading_jump(from: u8, to: u8, words: &str) -> Diagnostic {
    let levels = if to - from == 2 { "a level".to_owned() } else { format!("{} levels", to - from - 1) };
    Diagnostic::warning("heading-jump", format!("the heading `{words}` leaves out {levels}"))
        .help("give it one `#` less; how large it looks is the theme's business")
}

/// A paragraph that is a wall.
pub fn wall(words: usize) -> Diagnostic {
    Diagnostic::warning("paragraph-wall", format!("this paragraph has {words} words, and few people read on in it"))
        .help("put an empty line where a thought ends; `goodturn fix --paragraphs` does so where a text was pasted without them")
}

/// A page that nothing leads to.
pub fn orphan() -> Diagnostic {
    Diagnostic::warning("orphan-page", "no other page leads here, so nobody will find it")
        .help("link to it from another page or from the menu; or say `listed: false`, if that is meant so")
}

/// A page that does not say its language.
pub fn no_lang() -> Diagnostic {
    Diagnostic::warning("no-lang", "the page does not say which language it is in, so that it is read aloud in any")
        .help("write `<html lang=\"{{ page.lang }}\">` in the theme")
}

/// A story that the people in it have not agreed to, on a site that asks for that.
pub fn needs_consent(path: &SourcePath, span: Option<Span>, why: &str) -> Diagnostic {
    let said = Diagnostic::error("needs-consent", format!("this story cannot be published yet: {why}")).in_file(path);
    let said = match span {
        Some(span) => said.at(span),
        None => said,
    };
    said.help("once they have said yes, write: permission: {status: given, on: 2026-02-01}; until then, `draft: true` keeps it back")
}

/// A list on which no name has another one.
pub fn no_pseudonyms(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("no-pseudonyms", "no name of this list says what to write instead, so nothing can be written")
        .in_file(path)
        .help("write an arrow and the other name behind it: `Maria Rossi => M.`")
}

/// A name that a program should not replace.
pub fn by_hand(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning("names-by-hand", "this name is part of an address or broken by markup, so it stays as it is")
        .in_file(path)
        .at(span)
        .help("mend it yourself; a file must be renamed together with what shows it")
}

/// A file that became another one while the person was asked.
pub fn changed_while_asked(path: &SourcePath) -> Diagnostic {
    Diagnostic::error("changed-while-asked", "this file was changed in the meantime, so it stays as it is")
        .in_file(path)
        .help("try again")
}
