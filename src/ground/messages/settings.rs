//! What is said about site.toml, and about what the command line puts in its place.

use crate::ground::diagnostic::one_of;
use crate::ground::suggest::nearest;
use crate::ground::{BaseUrl, Diagnostic};

/// The code of the warning that nobody said where the site will stand.
pub const NO_BASE_URL: &str = "settings-no-base-url";
/// The code of the error that a base URL is none.
pub const BAD_BASE_URL: &str = "settings-bad-base-url";
/// The code of the error that a theme's name is none.
pub const BAD_THEME: &str = "settings-bad-theme";

/// There is no site.toml in the folder, nor (if it was looked for) above it.
pub fn no_site(folder: &str) -> Diagnostic {
    Diagnostic::error("settings-no-site", format!("there is no site.toml in {folder}, so this is not a site yet"))
        .help("go to the folder of your site, name it with `--root`, or begin a new one with `goodturn init`")
}

/// A site without a name.
pub fn no_title() -> Diagnostic {
    Diagnostic::error("settings-no-title", "the site has no name").help("give it one: title = \"Small Kindnesses\"")
}

/// Nobody said where the site will stand.
pub fn no_base_url(instead: &BaseUrl) -> Diagnostic {
    Diagnostic::warning(NO_BASE_URL, format!("the site does not say where it will stand, so it is built for {instead}"))
        .help("feeds, the sitemap and shared links need it: base_url = \"https://example.org/\"")
}

/// A base URL that is none.
pub fn bad_base_url(text: &str, why: &str) -> Diagnostic {
    Diagnostic::error(BAD_BASE_URL, format!("{} cannot be where the site stands: it {why}", quoted(text)))
        .help("write it like this: base_url = \"https://example.org/\"")
}

/// The same, from the command line.
pub fn asked_base_url(text: &str, why: &str) -> Diagnostic {
    Diagnostic::error(BAD_BASE_URL, format!("{} cannot be where the site stands: it {why}", quoted(text)))
        .help("write it like this: --base-url https://example.org/")
}

/// A language tag that is none.
pub fn bad_language(text: &str) -> Diagnostic {
    let fault = Diagnostic::error("settings-bad-language", format!("{} is not a language's short name", quoted(text)));
    let dashed = text.replace('_', "-");
    if text.contains('_') {
        return fault.help(format!("write a hyphen: language = \"{dashed}\""));
    }
    fault.help("such names are `en`, `en-GB`, `de` or `pt-BR`")
}

/// An e-mail address that is none.
pub fn bad_email(text: &str) -> Diagnostic {
    Diagnostic::error("settings-bad-email", format!("{} is not an e-mail address", quoted(text)))
        .help("write it like this: email = \"hello@example.org\"")
}

/// Something in `[privacy] allow` that is neither an address nor a number.
pub fn bad_own(text: &str) -> Diagnostic {
    Diagnostic::error(
        "settings-bad-own",
        format!("{} is neither an e-mail address nor a telephone number", quoted(text)),
    )
    .help("write them like this: allow = [\"hello@example.org\", \"@example.org\", \"+44 20 7946 0958\"]")
}

/// A time zone that nobody knows.
pub fn bad_timezone(text: &str, meant: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::error("settings-bad-timezone", format!("{} is not a time zone", quoted(text)));
    match meant {
        Some(name) => fault.help(format!("did you mean `{name}`?")),
        None => fault.help("time zones have names like `Europe/Paris` or `America/New_York`; `UTC` is one too"),
    }
}

/// A theme's name that is none.
pub fn bad_theme(text: &str) -> Diagnostic {
    Diagnostic::error(BAD_THEME, format!("{} cannot be the name of a theme", quoted(text)))
        .help("a theme is named like its folder in themes/, such as `hearth`")
}

/// An output folder that is none.
pub fn bad_output() -> Diagnostic {
    Diagnostic::error("settings-bad-output", "the output folder has no name")
        .help("name the folder that the finished site goes into: output = \"public\"")
}

/// A reading style that nobody knows.
pub fn bad_reading(text: &str) -> Diagnostic {
    let meant = nearest(text, ["normal", "easy"]);
    Diagnostic::error("settings-bad-reading", format!("there is no reading style `{text}`")).help(match meant {
        Some(name) => format!("did you mean `{name}`?"),
        None => "it can be `normal` or `easy`".to_owned(),
    })
}

/// A host that is none.
pub fn bad_host(text: &str) -> Diagnostic {
    Diagnostic::error("settings-bad-host", format!("{} is not the name of a host", quoted(text)))
        .help("write the name alone, without https:// and without a path: allow_hosts = [\"images.example.org\"]")
}

/// A name for `CNAME` that is none.
pub fn bad_cname(text: &str) -> Diagnostic {
    Diagnostic::error("settings-bad-cname", format!("{} is not a name that a site can have", quoted(text)))
        .help("write the name alone, without https:// and without a path: cname = \"www.example.org\" (an international name in its `xn--` form)")
}

/// A name for `CNAME` that is another one than that of the site's address.
pub fn other_cname(name: &str, base_url: &BaseUrl) -> Diagnostic {
    Diagnostic::warning(
        "settings-other-cname",
        format!("a site with this `cname` stands at https://{name}/, but `base_url` says {base_url}"),
    )
    .help(format!("let the two agree: base_url = \"https://{name}/\""))
}

/// A path of something else on the site's host, which is none.
pub fn bad_path_here(text: &str) -> Diagnostic {
    Diagnostic::error(
        "settings-bad-path-here",
        format!("{} is not the path of something that stands here", quoted(text)),
    )
    .help("begin it with a slash, and end it with one if all below it is meant: also_here = [\"/wp-content/uploads/\"]")
}

/// A link of the menu without its name or its address.
pub fn menu_wants(key: &str) -> Diagnostic {
    Diagnostic::error("settings-menu", format!("this link of the menu has no `{key}`"))
        .help("a link of the menu has both: name = \"About\" and url = \"/about/\"")
}

/// A link of the menu that leads nowhere.
pub fn bad_menu_url(text: &str) -> Diagnostic {
    Diagnostic::error("settings-menu-url", format!("{} is not an address that a menu can lead to", quoted(text)))
        .help("write an address of this site, such as \"/about/\", or a whole one, such as \"https://example.org/\"")
}

/// A tab, a line end or worse in a text that stands on one line.
pub fn control_characters(key: &str) -> Diagnostic {
    Diagnostic::error(
        "settings-control-characters",
        format!("`{key}` holds a line break, a tab or an invisible character"),
    )
    .help("write it on one line")
}

/// `:slgu` in a pattern of addresses.
pub fn unknown_placeholder(name: &str, known: &[&str]) -> Diagnostic {
    let what = if name.is_empty() {
        "after this `:` there is no name of a part of the address".to_owned()
    } else {
        format!("a story has no `:{name}` to make an address of")
    };
    let fault = Diagnostic::error("settings-bad-permalink", what);
    if matches!(name, "title" | "name" | "filename" | "file" | "postname") {
        return fault.help("the story's own part is called `:slug` here");
    }
    match nearest(name, known.iter().copied()) {
        Some(meant) => fault.help(format!("did you mean `:{meant}`?")),
        None => fault.help(format!("use {}", one_of(&known.iter().map(|name| format!(":{name}")).collect::<Vec<_>>()))),
    }
}

/// A pattern that would give every story the same address.
pub fn permalink_without_slug() -> Diagnostic {
    Diagnostic::error(
        "settings-bad-permalink",
        "this would give many stories the same address, since it has no `:slug`",
    )
    .help("write it like this: permalink = \"/:year/:month/:slug.html\"")
}

/// No pattern at all.
pub fn empty_permalink() -> Diagnostic {
    Diagnostic::error("settings-bad-permalink", "this says nothing about the addresses of stories")
        .help("write it like this: permalink = \"/stories/:slug/\"; or take the line away")
}

/// A pattern that makes no address.
pub fn bad_permalink(why: &str) -> Diagnostic {
    Diagnostic::error("settings-bad-permalink", format!("no address can be made of this: it {why}"))
        .help("write it like this: permalink = \"/stories/:slug/\"")
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "an empty text".to_owned() } else { format!("`{text}`") }
}
