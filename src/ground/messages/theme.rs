//! What is said about themes: theme.toml, the chain of parents, and the files of a theme.
//! What is said about a template's text stands in `messages::template`.

use crate::ground::Diagnostic;
use crate::ground::diagnostic::one_of;
use crate::ground::suggest::nearest;

/// site.toml or the command line asks for a theme that is not there.
pub fn unknown(name: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::error("theme-unknown", format!("there is no theme called `{name}`")).help(instead(name, known))
}

/// `extends` names a theme that is not there.
pub fn unknown_parent(name: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::error("theme-unknown-parent", format!("there is no theme called `{name}` to extend"))
        .help(instead(name, known))
}

fn instead(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "the themes that there are: {}; one of your own is a folder in themes/ that holds a theme.toml",
            one_of(known)
        ),
    }
}

/// Themes that extend each other in a circle; `chain` begins and ends with the same one.
pub fn circular(chain: &[String]) -> Diagnostic {
    Diagnostic::error("theme-circular", format!("these themes extend each other in a circle: {}", chain.join(" → ")))
        .help("take `extends` out of one of them")
}

/// A folder in themes/ that says nothing of itself.
pub fn no_theme_toml(name: &str, version: &str) -> Diagnostic {
    Diagnostic::error("theme-no-theme-toml", format!("the theme `{name}` has no theme.toml"))
        .help(format!("write one with at least the line: {}", version_line(version)))
}

/// theme.toml without `goodturn = …`.
pub fn no_version(version: &str) -> Diagnostic {
    Diagnostic::error("theme-no-version", "this theme does not say which versions of goodturn it was made for")
        .help(format!("add the line: {}", version_line(version)))
}

fn version_line(version: &str) -> String {
    format!("goodturn = \"^{version}\"")
}

/// `goodturn = …` is not a range of versions.
pub fn unclear_version(why: &str) -> Diagnostic {
    Diagnostic::error("theme-unclear-version", format!("this is not a range of versions ({why})"))
        .help("write it like this: goodturn = \">=0.1, <0.3\"")
}

/// The theme was made for other versions of the program.
pub fn other_version(range: &str, version: &str) -> Diagnostic {
    Diagnostic::error(
        "theme-other-version",
        format!("this theme was made for goodturn {range}, and this is goodturn {version}"),
    )
    .help("get a version of the theme that fits; if you have tried it and it works, widen the range here")
}

/// `social_image` names a file that no theme of the chain has.
pub fn no_social_image(file: &str) -> Diagnostic {
    Diagnostic::error("theme-no-social-image", format!("there is no file `static/{file}` in this theme"))
        .help("name a picture (PNG, JPEG, GIF or WebP) below static/")
}

/// A colour that no program would understand the same way.
pub fn not_a_colour(name: &str) -> Diagnostic {
    Diagnostic::error("theme-not-a-colour", format!("`{name}` is not a colour"))
        .help(format!("write it like this: {name} = \"#74290F\""))
}

/// A style of social cards that there is not.
pub fn no_card_style(style: &str) -> Diagnostic {
    Diagnostic::error("theme-no-card-style", format!("there is no style of cards called `{style}`"))
        .help("there are two: \"book\" and \"postcard\"")
}

/// The theme and its parents together lack a template that a page needs.
pub fn no_template(theme: &str, template: &str) -> Diagnostic {
    Diagnostic::error(
        "theme-no-template",
        format!("the theme `{theme}` has no template `{template}`, which this page needs"),
    )
    .help("write it, or let theme.toml say: extends = \"hearth\"")
}

/// A template that lies beside `templates/` instead of in it.
pub fn misplaced(file: &str) -> Diagnostic {
    Diagnostic::warning("theme-misplaced", "this file is not used: templates belong in the folder templates/")
        .help(format!("move it to templates/{file}"))
}

/// The folder's name cannot be a theme's.
pub fn reserved_name(name: &str) -> Diagnostic {
    Diagnostic::error("theme-reserved-name", format!("a theme cannot be called `{name}`"))
        .help("templates name embedded themes that way; choose another name for the folder")
}

/// A static file whose name cannot be an address; `why` completes "the address …".
pub fn bad_file_name(why: &str) -> Diagnostic {
    Diagnostic::error("theme-bad-file-name", format!("this file cannot be published: its address {why}"))
        .help("give the file another name")
}

/// `theme vars` of something that is neither a template that pages are made with nor a thing that has fields.
pub fn no_vars_of(name: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::error("theme-no-vars-of", format!("nothing called `{name}` is told to templates"));
    match nearest(name, known.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("`goodturn theme vars` lists all templates and what they are told"),
    }
}

/// `theme new --from` a theme that does not ship.
pub fn unknown_to_begin_with(name: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::error("theme-unknown", format!("no theme called `{name}` comes with goodturn"));
    match nearest(name, known.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!("begin with one of these: {}", one_of(known))),
    }
}

/// `theme new` with a name that is no good name of a folder.
pub fn bad_new_name(name: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::error("theme-bad-name", format!("a theme cannot be called `{name}`"));
    match near {
        Some(near) => fault.help(format!("small letters, digits and hyphens make a good name: {near}")),
        None => fault.help("small letters, digits and hyphens make a good name: our-house"),
    }
}

/// `theme new` with the name of a theme that ships: such a folder overrides it.
pub fn name_of_ours(name: &str) -> Diagnostic {
    Diagnostic::error("theme-name-of-ours", format!("`{name}` is a name of goodturn's own"))
        .help("give yours another name; it can still look the same")
}

/// `theme new` where a folder is.
pub fn theme_exists(folder: &str) -> Diagnostic {
    Diagnostic::error("theme-exists", format!("{folder} is there already, and it was left as it is"))
        .help("give the new theme another name")
}

/// A template names something that no page is told, in a place that no page came to.
pub fn never_told(name: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::error("theme-never-told", format!("no template is ever told of `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("`goodturn theme vars` lists what templates are told"),
    }
}

/// A page that does not show what it must.
pub fn not_shown(what: &str, help: &str) -> Diagnostic {
    Diagnostic::warning("theme-not-shown", format!("this theme does not show {what}")).help(help)
}

/// A story's words stand before its content note.
pub fn note_too_late(template: &str) -> Diagnostic {
    Diagnostic::error(
        "theme-note-too-late",
        format!("on pages made with {template}, a story's words stand before its content note"),
    )
    .help("show `story.content_note` above `content`: it is there for readers who would rather not go on")
}

/// A style sheet that takes long on a telephone.
pub fn large_style(file: &str, kib: usize, most: usize) -> Diagnostic {
    Diagnostic::note("theme-large-style", format!("static/{file} has {kib} KiB, and every page waits for it"))
        .help(format!("{most} KiB are enough for the themes that come with goodturn"))
}
