//! What is said about the exports of old blogs, and about moving in.

use std::fmt;

use crate::ground::{Diagnostic, SourcePath};

/// What is wrong with an export as XML.
pub enum XmlFault {
    /// It ends too early.
    CutOff,
    /// One element is opened and another closed.
    Mismatch {
        /// The name that was opened; empty if none was.
        opened: String,
        /// The name that was closed.
        closed: String,
    },
    /// It is something else altogether.
    NoXml,
    /// Elements inside each other without end.
    TooDeep,
    /// One text that is longer than any post; the limit in bytes.
    TooLong(usize),
    /// The disk or the zip file gives no more.
    Unreadable(String),
}

impl fmt::Display for XmlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutOff => f.write_str("the file ends in the middle"),
            Self::Mismatch { opened, closed } if opened.is_empty() => {
                write!(f, "`{closed}` is closed here, but was never opened")
            }
            Self::Mismatch { opened, closed } => write!(f, "`{closed}` is closed here, but `{opened}` is still open"),
            Self::NoXml => f.write_str("here is something that is no XML"),
            Self::TooDeep => f.write_str("elements lie in each other without end here"),
            Self::TooLong(limit) => write!(f, "here is a text of more than {} MiB", limit >> 20),
            Self::Unreadable(why) => write!(f, "it cannot be read any further: {why}"),
        }
    }
}

/// An export that cannot be read to its end.
pub fn broken_xml(path: &SourcePath, (line, column): (usize, usize), fault: &XmlFault) -> Diagnostic {
    let message =
        format!("{path} cannot be read to its end, so nothing was written: line {line}, column {column}: {fault}");
    let help = match fault {
        XmlFault::CutOff => "the download was probably cut short: export the blog again, or download the file again",
        XmlFault::Unreadable(_) => "copy the file again from where it came",
        _ => "export the blog again; if the fault stays, open the file in a text editor and mend it there",
    };
    Diagnostic::error("import-broken", message).in_file(path).help(help)
}

fn wrong_kind(path: &SourcePath, code: &'static str, wanted: &str, root: &str) -> Diagnostic {
    let message = format!("{path} is not {wanted}, so nothing was written");
    let help = match root {
        "rss" => "it looks like an export of WordPress: goodturn import wordpress FILE".to_owned(),
        "feed" => "it looks like an export of Blogger: goodturn import blogger FILE".to_owned(),
        "disqus" => "it looks like an export of Disqus: goodturn import disqus FILE".to_owned(),
        "html" => {
            "it is a web page, or the design of a blog; the posts are in what the old blog's settings call a backup \
                   or an export"
                .to_owned()
        }
        "" => "the file is empty; export the blog again".to_owned(),
        other => format!("it begins with `{other}`, which no export does that goodturn knows"),
    };
    Diagnostic::error(code, message).in_file(path).help(help)
}

/// A file of another kind altogether: a picture, a document, a packed file.
pub fn other_kind(name: &str, kind: &str) -> Diagnostic {
    let message = format!("{name} is {kind}, not an export, so nothing was written");
    let help = match kind {
        "a packed file" => "unpack it, and name the file in it that ends in .xml or .atom",
        _ => "ask the old blog for an export, in its settings: it is a file that ends in .xml, .atom or .zip",
    };
    Diagnostic::error("import-other-kind", message).help(help)
}

/// A file that is no text that somebody copied.
pub fn no_copied_text(name: &str, kind: &str) -> Diagnostic {
    Diagnostic::error("import-no-text", format!("{name} is {kind}, not a text, so nothing was written"))
        .help("open it, select the story, copy it into an empty text file, and import that")
}

/// A zip file with a password.
pub fn locked_zip(name: &str) -> Diagnostic {
    Diagnostic::error("import-locked-zip", format!("{name} is locked with a password, so nothing was written"))
        .help("unpack it yourself, and name the export in it")
}

/// No WordPress export.
pub fn no_wordpress(path: &SourcePath, root: &str) -> Diagnostic {
    let mut said = wrong_kind(path, "import-not-wordpress", "an export of WordPress", root);
    if root == "rss" {
        said.help = Some("it has no `channel`, in which an export keeps the posts".to_owned());
    }
    said
}

/// No Blogger export.
pub fn no_blogger(path: &SourcePath, root: &str) -> Diagnostic {
    wrong_kind(path, "import-not-blogger", "an export of Blogger", root)
}

/// No Disqus export.
pub fn no_disqus(path: &SourcePath, root: &str) -> Diagnostic {
    wrong_kind(path, "import-not-disqus", "an export of Disqus", root)
}

/// A feed for readers, which holds a part of the blog only.
pub fn plain_feed(path: &SourcePath) -> Diagnostic {
    let message = format!("{path} is a feed for readers, not an export, so nothing was written");
    Diagnostic::error("import-plain-feed", message)
        .in_file(path)
        .help("a feed holds the newest posts only and no drafts: export the blog in its settings, and import that file")
}

/// A folder or zip file without an export.
pub fn no_export_inside(name: &str, program: &str) -> Diagnostic {
    Diagnostic::error("import-nothing-inside", format!("{name} holds no export of {program}"))
        .help("name the file itself: it ends in .xml or .atom")
}

/// Several blogs at once.
pub fn several_exports(name: &str, all: &[String]) -> Diagnostic {
    let message = format!("{name} holds {} blogs: {}", all.len(), all.join(", "));
    Diagnostic::error("import-several-blogs", message)
        .help("name the one that you mean; each becomes a site of its own")
}

/// One blog, exported twice.
pub fn same_blog_twice(name: &str, one: &str, other: &str) -> Diagnostic {
    let message = format!("{name} holds the same posts twice, in {one} and in {other}, so nothing was written");
    Diagnostic::error("import-same-blog-twice", message)
        .help("they are probably exports of different days: name the newer one, or keep only the parts of one export")
}

/// A zip file that cannot be read.
pub fn broken_zip(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error(
        "import-broken-zip",
        format!("{name} cannot be read as a zip file, so nothing was written: {why}"),
    )
    .help("the download was probably cut short: download the file again")
}

/// A zip file that swells beyond all measure.
pub fn zip_bomb(name: &str, inside: &str, mib: u64) -> Diagnostic {
    let message =
        format!("{inside} in {name} would swell to {mib} MiB, far more than any text does, so it was not opened");
    Diagnostic::error("import-zip-too-large", message)
        .help("unpack the file yourself, if you trust it, and name the export in it")
}

/// An export without anything in it.
pub fn nothing_to_import(name: &str) -> Diagnostic {
    Diagnostic::error(
        "import-nothing",
        format!("{name} holds no posts, no pages and no comments, so nothing was written"),
    )
    .help("export the blog again, and choose all content")
}

/// Nobody said where to.
pub fn no_into() -> Diagnostic {
    Diagnostic::error("import-no-place", "this folder is not a site, so it is not clear where the blog should go")
        .help("say where: --into my-site makes a new site, or adds to one that is there")
}

/// A folder with something else in it.
pub fn into_full_folder(folder: &str, file: &str) -> Diagnostic {
    let message = format!("{folder} is no site and not empty (it holds {file}), so nothing was written");
    Diagnostic::error("import-folder-not-empty", message).help("name a new folder, or a site: --into my-site")
}

/// A zone that nobody knows.
pub fn no_such_zone(name: &str) -> Diagnostic {
    Diagnostic::error("import-no-such-zone", format!("there is no time zone called `{name}`"))
        .help("write it as a place, such as --timezone Europe/London")
}

/// An old address that is none.
pub fn bad_old_url(text: &str) -> Diagnostic {
    Diagnostic::error("import-bad-old-url", format!("`{text}` is not the address of a blog"))
        .help("write it as a browser shows it, such as --old-url https://example.org/")
}

/// The record of an earlier import that cannot be read.
pub fn broken_record(name: &str) -> Diagnostic {
    Diagnostic::error(
        "import-broken-record",
        format!("{name}, in which goodturn remembers what it wrote, cannot be read"),
    )
    .help("bring it back from a copy; without it, goodturn cannot tell your own changes from the old blog's texts")
}

/// Comments for a site that is not there.
pub fn no_stories(name: &str) -> Diagnostic {
    Diagnostic::error(
        "import-no-stories",
        format!("{name} is not a site, so the comments have no stories to stand under"),
    )
    .help("move the stories in first, then their comments: --into my-site names the site")
}

/// A check of a site that was not built.
pub fn not_built(output: &str) -> Diagnostic {
    Diagnostic::error("check-not-built", format!("{output} holds no finished site, so there is nothing to check"))
        .help("build it first: goodturn build")
}

/// A list without any address.
pub fn no_addresses(name: &str) -> Diagnostic {
    Diagnostic::error("check-no-addresses", format!("{name} names no address"))
        .help("give a sitemap, or a text with one address on each line")
}

/// A list of sitemaps, which names no page itself.
pub fn list_of_sitemaps(name: &str) -> Diagnostic {
    Diagnostic::error("check-list-of-sitemaps", format!("{name} is a list of sitemaps, and names no page itself"))
        .help("save the sitemaps that it names, and check each of them (.xml or .xml.gz)")
}

/// An old address that leads nowhere.
pub fn nothing_stands(address: &str, why: Option<&str>) -> Diagnostic {
    let help = match why {
        Some(why) => why.to_owned(),
        None => {
            "give the story that stood there this address: a line `aliases: [/the/old/path/]` at its top".to_owned()
        }
    };
    Diagnostic::error("check-old-address", format!("nothing stands at the old address {address}")).help(help)
}

/// A site that cannot be read cannot be exported.
pub fn cannot_leave(name: &str) -> Diagnostic {
    Diagnostic::error("export-no-site", format!("{name} cannot be read as a site, so nothing was written"))
        .help("`goodturn build` says what is wrong with it")
}

/// The export is another one than a moment ago.
pub fn changed_meanwhile(items: usize) -> Diagnostic {
    let message =
        format!("the export changed while it was read: it has more than the {items} posts and pages that it had");
    Diagnostic::error("import-changed-meanwhile", message).help("import it again")
}

/// An export with what a site would not show; nothing to say if there is none.
pub fn export_is_private(file: &str, names: usize, drafts: usize) -> Option<Diagnostic> {
    let count = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let names = count(names, "name of private/names.txt", "names of private/names.txt");
    let held: Vec<String> = names.into_iter().chain(count(drafts, "draft", "drafts")).collect();
    (!held.is_empty()).then(|| {
        Diagnostic::warning(
            "export-is-private",
            format!("{file} holds what the site does not show: {}", held.join(" and ")),
        )
        .help("keep it as you keep the stories themselves, and put it nowhere that others can read")
    })
}
