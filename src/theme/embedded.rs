//! The themes that ship inside the program. A site needs none of its own; one of the same name overrides them file by file.
//! Knows file names and bytes; `tests/theme.rs` keeps the list equal to the folder.

use crate::ground::SourcePath;

/// A theme inside the program.
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// The name that site.toml asks for.
    pub name: &'static str,
    /// Its files, by path below the theme's folder.
    pub files: &'static [(&'static str, &'static [u8])],
}

macro_rules! theme {
    ($name:literal: $($path:literal)*) => {
        Embedded { name: $name, files: &[$(($path, include_bytes!(concat!("../../themes/", $name, "/", $path)))),*] }
    };
}

/// All of them, in the order in which they are named to people.
pub const THEMES: &[Embedded] = &[HEARTH, POSTCARD];

const HEARTH: Embedded = theme! { "hearth":
    "static/favicon.svg"
    "static/find.js"
    "static/social.png"
    "static/style.css"
    "templates/404.html"
    "templates/almanac.html"
    "templates/archive.html"
    "templates/author.html"
    "templates/authors.html"
    "templates/base.html"
    "templates/components/aside.html"
    "templates/components/figure.html"
    "templates/components/gallery.html"
    "templates/components/letter.html"
    "templates/components/video.html"
    "templates/find.html"
    "templates/home.html"
    "templates/page.html"
    "templates/partials/also_under.html"
    "templates/partials/comment.html"
    "templates/partials/comments.html"
    "templates/partials/comments_provider.html"
    "templates/partials/components.html"
    "templates/partials/contents.html"
    "templates/partials/endnotes.html"
    "templates/partials/entries.html"
    "templates/partials/footer.html"
    "templates/partials/head.html"
    "templates/partials/header.html"
    "templates/partials/menu.html"
    "templates/partials/neighbours.html"
    "templates/partials/own_words.html"
    "templates/partials/pager.html"
    "templates/partials/people.html"
    "templates/partials/series_nav.html"
    "templates/partials/similar.html"
    "templates/partials/tags_sentence.html"
    "templates/partials/theme_color.html"
    "templates/partials/told.html"
    "templates/pass-it-on.html"
    "templates/redirect.html"
    "templates/series.html"
    "templates/story.html"
    "templates/tag.html"
    "templates/tags.html"
    "templates/withdrawn.html"
    "theme.toml"
};

const POSTCARD: Embedded = theme! { "postcard":
    "static/favicon.svg"
    "static/social.png"
    "static/style.css"
    "templates/404.html"
    "templates/archive.html"
    "templates/home.html"
    "templates/partials/also_under.html"
    "templates/partials/entries.html"
    "templates/partials/stamp.html"
    "templates/partials/tags_sentence.html"
    "templates/partials/theme_color.html"
    "templates/story.html"
    "templates/tags.html"
    "theme.toml"
};

/// The embedded theme of that name.
pub fn find(name: &str) -> Option<&'static Embedded> {
    THEMES.iter().find(|theme| theme.name == name)
}

/// The path by which diagnostics name an embedded file: `<hearth>/templates/base.html`.
pub fn path(theme: &str, file: &str) -> SourcePath {
    SourcePath::new(format!("<{theme}>/{file}"))
}

/// The text of an embedded file that a diagnostic names, so that a report can show the line.
pub fn text(path: &SourcePath) -> Option<&'static str> {
    let (theme, file) = path.as_str().strip_prefix('<')?.split_once(">/")?;
    let (_, bytes) = find(theme)?.files.iter().find(|(name, _)| *name == file)?;
    std::str::from_utf8(bytes).ok()
}
