//! What is said about all stories together: addresses, links, series, chains, comments that belong to nobody.

use crate::ground::{Diagnostic, Slug, SourcePath, Span, Url};

/// Who claims an address: a file of the site, or a page that goodturn makes.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'a> {
    /// A file, with the place that declares the address if there is one.
    File(&'a SourcePath, Option<Span>),
    /// What a person would call the page: "the home page".
    Made(&'a str),
}

impl Claim<'_> {
    fn words(self) -> String {
        match self {
            Self::File(path, _) => path.to_string(),
            Self::Made(name) => name.to_owned(),
        }
    }

    fn place(self, diagnostic: Diagnostic) -> Diagnostic {
        match self {
            Self::File(path, Some(span)) => diagnostic.in_file(path).at(span),
            Self::File(path, None) => diagnostic.in_file(path),
            Self::Made(_) => diagnostic,
        }
    }
}

/// Two owners of one address.
pub fn two_owners(url: &Url, claim: Claim<'_>, other_url: &Url, other: Claim<'_>) -> Diagnostic {
    let message = if url == other_url {
        format!("{} and {} both want the address {url}", claim.words(), other.words())
    } else if url.file() == other_url.file() {
        format!("{} wants the address {url}, which is the same file as {other_url} of {}", claim.words(), other.words())
    } else {
        format!(
            "{} wants the address {url} and {} wants {other_url}; they differ only in capital letters, which many hosts take for the same",
            claim.words(),
            other.words()
        )
    };
    let placed = if matches!(claim, Claim::Made(_)) { other } else { claim };
    let help = match (claim, other) {
        (Claim::File(one, _), Claim::File(two, _)) if one == two => {
            "take one of the two away: both lead to the same text"
        }
        (Claim::File(..), Claim::File(..)) => {
            "rename one of the two files, or give one of them another `slug:` or `permalink:`"
        }
        _ => "rename the file, or choose another address for it",
    };
    placed.place(Diagnostic::error("two-owners", message)).help(help)
}

/// A file would have to be a folder too.
pub fn file_and_folder(url: &Url, claim: Claim<'_>, other: &Url) -> Diagnostic {
    let message = format!("{} wants the address {url}, but {other} needs a folder of that name", claim.words());
    claim
        .place(Diagnostic::error("file-and-folder", message))
        .help("give one of the two another address, for example one that ends in `.html`")
}

/// The permalink pattern makes an impossible address.
pub fn impossible_address(path: &SourcePath, fault: &str) -> Diagnostic {
    Diagnostic::error("impossible-address", format!("this story cannot be published, since its address {fault}"))
        .in_file(path)
        .help("give the story a `slug:` of letters, digits and hyphens")
}

/// A file whose name cannot be an address.
pub fn impossible_file_name(path: &SourcePath, fault: &str) -> Diagnostic {
    Diagnostic::error("impossible-file-name", format!("{path} cannot be published, since its address {fault}"))
        .in_file(path)
        .help("rename the file, using letters, digits, hyphens and dots")
}

/// A file that no published text uses.
pub fn file_not_used(path: &SourcePath) -> Diagnostic {
    Diagnostic::note("file-not-used", "no published text shows or links to this file, so it stays at home")
        .in_file(path)
        .help("to publish it all the same, move it into static/")
}

/// Two parts of a series have the same number.
pub fn same_part(path: &SourcePath, other: &SourcePath, part: u32) -> Diagnostic {
    Diagnostic::warning("series-same-part", format!("{other} is part {part} of the same series too"))
        .in_file(path)
        .help("give each part of the series a number of its own; numbers are shown as they are written")
}

/// `passed_on_from` names no story.
pub fn passed_on_from_nobody(path: &SourcePath, span: Span, slug: &Slug, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("passed-on-from-nobody", format!("there is no story with the slug `{slug}`"))
        .in_file(path)
        .at(span)
        .help(near.map_or_else(
            || "write the last part of the other story's address".to_owned(),
            |near| format!("did you mean `{near}`?"),
        ))
}

/// A slug that two stories have.
pub fn ambiguous_slug(path: &SourcePath, span: Span, slug: &Slug, both: [&SourcePath; 2]) -> Diagnostic {
    Diagnostic::error("ambiguous-slug", format!("two stories have the slug `{slug}`: {} and {}", both[0], both[1]))
        .in_file(path)
        .at(span)
        .help("give one of the two another `slug:`")
}

/// Stories that inspired each other in a circle.
pub fn chain_in_a_circle(path: &SourcePath, span: Span, slugs: &[&str]) -> Diagnostic {
    let mut round = slugs.join(" from ");
    if let Some(first) = slugs.first() {
        round = format!("{round} from {first}");
    }
    Diagnostic::error("chain-in-a-circle", format!("this kindness was passed on in a circle: {round}"))
        .in_file(path)
        .at(span)
        .help("remove `passed_on_from:` from the story that came first")
}

/// A comments file without a story.
pub fn comments_of_nobody(path: &SourcePath, stem: &str) -> Diagnostic {
    Diagnostic::warning(
        "comments-of-nobody",
        format!("these comments belong to no story: there is no {stem}.md beside them"),
    )
    .in_file(path)
    .help("a comments file is named like its story: `name.comments.yaml` beside `name.md`")
}

/// Two comments files for one story.
pub fn comments_twice(path: &SourcePath, other: &SourcePath, story: &SourcePath) -> Diagnostic {
    Diagnostic::error("comments-twice", format!("{other} holds comments for {story} too"))
        .in_file(path)
        .help("put all comments of the story into one of the two files")
}

/// A story with every word of another one, or with its title and its moment.
pub fn the_same_story(path: &SourcePath, other: &SourcePath) -> Diagnostic {
    Diagnostic::warning("same-story", format!("this tells the same story as {other}, so readers will find it twice"))
        .in_file(path)
        .help("if one is a copy, as programs for shared folders make when two people save at once, move it away or write `draft: true` at its top")
}

/// Two names that make one slug, though they are two names.
pub fn two_names_one_page(path: &SourcePath, what: &str, [one, other]: [&str; 2], slug: &Slug) -> Diagnostic {
    let message =
        format!("the {what} `{one}` and `{other}` share one page, `{slug}`, since addresses have letters only");
    Diagnostic::warning("two-names-one-page", message)
        .in_file(path)
        .help("if they are two, write one of them in other words; if they are one, write it in the same way everywhere")
}

/// Two introductions to one tag.
pub fn two_introductions(path: &SourcePath, other: &SourcePath) -> Diagnostic {
    Diagnostic::error("two-introductions", format!("{other} introduces the same tag"))
        .in_file(path)
        .help("keep one of the two files")
}

/// An introduction to a tag that no story has.
pub fn introduction_to_nothing(path: &SourcePath, slug: &Slug) -> Diagnostic {
    Diagnostic::warning(
        "introduction-to-nothing",
        format!("no published story has the tag `{slug}`, so nobody will see this introduction"),
    )
    .in_file(path)
    .help("the file's name must be the tag's name")
}

fn did_you_mean(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// A link to nothing.
pub fn broken_link(path: &SourcePath, span: Span, target: &str, near: Option<&str>) -> Diagnostic {
    const PICTURES: [&str; 8] = ["jpg", "jpeg", "png", "gif", "webp", "svg", "avif", "heic"];
    let ending = target.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_picture = PICTURES.iter().any(|picture| picture.eq_ignore_ascii_case(ending));
    Diagnostic::error("broken-link", format!("`{target}` leads nowhere: the site has no such page or file"))
        .in_file(path)
        .at(span)
        .help(did_you_mean(
            near,
            if is_picture {
                "put the picture beside the story, or into static/; capital letters count in its name"
            } else {
                "link to a story by its file (`other.md`), its slug (`story:other`) or its address (`/stories/other/`)"
            },
        ))
}

/// A link to a place that its page does not have.
pub fn broken_fragment(path: &SourcePath, span: Span, page: &str, fragment: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("broken-fragment", format!("the page {page} has no place called `#{fragment}`"))
        .in_file(path)
        .at(span)
        .help(match near {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "the places of a page are its headings, in lower case with hyphens: `## What happened next` is `#what-happened-next`".to_owned(),
        })
}

/// A link to a story that is not published today.
pub fn link_to_unpublished(path: &SourcePath, span: Span, other: &SourcePath) -> Diagnostic {
    Diagnostic::warning(
        "link-to-unpublished",
        format!("{other} is not published, so its words stay here but the link is left out"),
    )
    .in_file(path)
    .at(span)
    .help("the link comes by itself once that story is published")
}

/// A link to a story that was withdrawn.
pub fn link_to_withdrawn(path: &SourcePath, span: Span, other: &SourcePath) -> Diagnostic {
    Diagnostic::warning(
        "link-to-withdrawn",
        format!("the story in {other} was withdrawn, so this link is left out and only its words are shown"),
    )
    .in_file(path)
    .at(span)
    .help("take the link away: all that it could lead to is the page that says that the story is gone")
}

/// A `story:` link that two stories answer to.
pub fn ambiguous_story_link(path: &SourcePath, span: Span, target: &str, both: [&SourcePath; 2]) -> Diagnostic {
    Diagnostic::error("ambiguous-slug", format!("`{target}` could be {} or {}", both[0], both[1]))
        .in_file(path)
        .at(span)
        .help("link to the file instead")
}

/// A link that would run code or carries data.
pub fn forbidden_scheme(path: &SourcePath, span: Span, scheme: &str) -> Diagnostic {
    Diagnostic::error("forbidden-link", format!("a link may not begin with `{scheme}:`"))
        .in_file(path)
        .at(span)
        .help("link to a page (`https://…`), a story or a file of the site")
}

/// A link to the writer's own computer.
pub fn own_disk(path: &SourcePath, span: Span, target: &str, name: &str) -> Diagnostic {
    let name = if name.is_empty() { "photo.jpg" } else { name };
    let written = if name.contains([' ', '(', ')']) { format!("<{name}>") } else { name.to_owned() };
    Diagnostic::error("own-disk", format!("`{target}` is a file on your own computer, where no reader can see it"))
        .in_file(path)
        .at(span)
        .help(format!("put a copy of it beside this text, and write its name alone: `({written})`"))
}

/// A link of the menu to nothing.
pub fn broken_menu_link(name: &str, url: &str) -> Diagnostic {
    let message = format!("the menu's `{name}` leads nowhere: the site has no page or file at `{url}`");
    Diagnostic::warning("broken-menu-link", message)
        .in_file(&SourcePath::new("site.toml"))
        .help("write the address as the browser shows it, such as `/about/`, or remove it from `menu`")
}

/// A picture from elsewhere, which the policy of the pages keeps out.
pub fn foreign_picture(path: &SourcePath, span: Span, host: &str) -> Diagnostic {
    let message = format!("readers will not see this picture: the site's pages show none from {host}");
    Diagnostic::warning("foreign-picture", message)
        .in_file(path)
        .at(span)
        .help(format!("save the picture beside this text and write its file name; or, if you trust that host with your readers, allow_hosts = [\"{host}\"] in site.toml"))
}

/// A folder whose name promises what is not so.
pub fn private_is_published(folder: &str) -> Diagnostic {
    Diagnostic::warning("private-folder", "this folder is called `private`, and what is in it is published like all else".to_owned())
        .in_file(&SourcePath::new(folder))
        .help("only `private/` beside site.toml is kept back: move there what nobody may see, or give the folder another name")
}

/// The list of names where everybody would see it.
pub fn names_are_published(path: &SourcePath) -> Diagnostic {
    Diagnostic::error(
        "private-list",
        "this looks like the list of real names, and here it would be published".to_owned(),
    )
    .in_file(path)
    .help("move it to `private/names.txt`, beside site.toml")
}

/// A link that is no address.
pub fn malformed_link(path: &SourcePath, span: Span, target: &str, why: &str) -> Diagnostic {
    Diagnostic::error("malformed-link", format!("`{target}` cannot be followed: it {why}"))
        .in_file(path)
        .at(span)
        .help("write spaces and other special characters of a file name as they are, between `<` and `>`: `[words](<my file.md>)`")
}

/// A link to a file that is not in the site's folder.
pub fn outside_link(path: &SourcePath, span: Span, target: &str) -> Diagnostic {
    Diagnostic::error("malformed-link", format!("`{target}` cannot be followed: it leads out of the site"))
        .in_file(path)
        .at(span)
        .help("put a copy of the file beside this text, or into static/, and write its name")
}
