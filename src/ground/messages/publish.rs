//! What is said about publishing: the output folder, its lock, and what the disk would not do.

use std::io;
use std::path::Path;

use super::machine::cause;
use crate::ground::{Diagnostic, Severity};

/// What was being done when the disk refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Looking at a file or folder.
    Look,
    /// Reading a file.
    Read,
    /// Listing a folder.
    List,
    /// Writing a file.
    Write,
    /// Making a folder.
    Make,
    /// Removing a file or folder.
    Remove,
    /// Giving a file a second name in the new site.
    Carry,
    /// Putting the new site in the old one's place.
    Exchange,
    /// Taking the lock.
    Lock,
    /// Making what was written durable.
    Sync,
}

/// The disk refused something; nothing was published.
pub fn failed(doing: Doing, path: &Path, error: &io::Error) -> Diagnostic {
    let path = path.display();
    let what = match doing {
        Doing::Look => format!("cannot look at `{path}`"),
        Doing::Read => format!("cannot read `{path}`"),
        Doing::List => format!("cannot list the folder `{path}`"),
        Doing::Write => format!("cannot write `{path}`"),
        Doing::Make => format!("cannot make the folder `{path}`"),
        Doing::Remove => format!("cannot remove `{path}`"),
        Doing::Carry => format!("cannot carry `{path}` into the new site"),
        Doing::Exchange => format!("cannot put the new site in place at `{path}`"),
        Doing::Lock => format!("cannot make sure that no other build is at work in `{path}`"),
        Doing::Sync => format!("cannot make sure that `{path}` is safely on the disk"),
    };
    let said = Diagnostic::error("publish-failed", format!("{what}: {}", cause(error)));
    match remedy(error) {
        Some(help) => said.help(help),
        None => said,
    }
}

fn remedy(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    match (error.raw_os_error(), error.kind()) {
        (Some(23 | 24), _) => Some("close other programs, or allow more open files with `ulimit -n 1024`"),
        (Some(5), _) => Some("the disk may be failing; check it, and keep a copy of your site elsewhere"),
        (_, Kind::StorageFull | Kind::QuotaExceeded) => {
            Some("make room and build again; the site that stood before is untouched")
        }
        (_, Kind::PermissionDenied) => Some("make sure that you may write there, or choose another `--output`"),
        (_, Kind::ReadOnlyFilesystem) => Some("choose an `--output` on another disk"),
        _ => None,
    }
}

/// Another build holds the lock.
pub fn waiting(path: &Path) -> Diagnostic {
    Diagnostic::note(
        "publish-waiting",
        format!("another build is at work on `{}`; waiting for it to finish", path.display()),
    )
}

/// The output folder was given as an empty text.
pub fn output_empty() -> Diagnostic {
    Diagnostic::error("output-empty", "the output folder has no name").help("name a folder, such as `--output public`")
}

/// The output folder's path ends in `..` or goes through one that is not there.
pub fn output_nameless(path: &Path) -> Diagnostic {
    Diagnostic::error("output-nameless", format!("the output folder `{}` leads through `..`", path.display()))
        .help("write the path without `..`")
}

/// Why a folder can never be an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The root of the file system.
    Root,
    /// The home folder, or one above it.
    Home,
    /// The site itself.
    Site,
    /// A folder above the site.
    AboveSite,
    /// A source folder, or inside one.
    Source,
    /// The folder in the site that is our own, or inside it.
    State,
    /// It holds a source folder.
    AboveSource,
}

/// The output folder is one that must never be replaced.
pub fn output_unfit(path: &Path, why: Unfit) -> Diagnostic {
    let why = match why {
        Unfit::Root => "is the root of the whole disk",
        Unfit::Home => "holds your home folder",
        Unfit::Site => "is the site itself",
        Unfit::AboveSite => "holds the site",
        Unfit::Source => "is a folder that the site is made from, or inside one",
        Unfit::State => "is where goodturn keeps its own things",
        Unfit::AboveSource => "holds a folder that the site is made from",
    };
    Diagnostic::error("output-unfit", format!("cannot publish into `{}`, since it {why}", path.display()))
        .help("choose a folder of its own, such as `--output public`")
}

/// The output is a file, a device, or a symlink to one.
pub fn output_not_folder(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "output-not-a-folder",
        format!("cannot publish into `{}`, since it is not a folder", path.display()),
    )
    .help("choose another `--output`, or move the file away")
}

/// The output is a symlink that leads nowhere.
pub fn output_dangling(path: &Path) -> Diagnostic {
    Diagnostic::error("output-dangling", format!("the output folder `{}` is a link that leads nowhere", path.display()))
        .help("make the folder that it leads to, or remove the link")
}

/// The output is a place where a disk is attached, and so cannot be exchanged.
pub fn output_mount(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "output-mount",
        format!("cannot publish into `{}`, since another disk is attached exactly there", path.display()),
    )
    .help(format!("choose a folder inside it, such as `--output {}`", path.join("site").display()))
}

/// The output came with the image of a container, whose folders cannot change their names.
pub fn output_layer(path: &Path) -> Diagnostic {
    let path = path.display();
    Diagnostic::error(
        "output-layer",
        format!("cannot put the new site in place at `{path}`, since that folder came with the container and cannot be moved"),
    )
    .help(format!("take it away (`rm -r {path}`) if nothing in it is your own, or name another folder with `--output`"))
}

/// The output has things in it, and no list of ours.
pub fn output_foreign(path: &Path, list: &str) -> Diagnostic {
    Diagnostic::error(
        "output-not-ours",
        format!("cannot publish into `{}`, since it holds files that goodturn did not write", path.display()),
    )
    .help(format!(
        "choose an empty or a new folder; or, to publish beside what is there and keep all of it, \
         make an empty file named `{list}` in it"
    ))
}

/// Another site is published in the output folder.
pub fn output_of_another_site(path: &Path, site: &Path) -> Diagnostic {
    Diagnostic::error(
        "output-of-another-site",
        format!(
            "cannot publish into `{}`, since it holds the finished pages of another site, `{}`",
            path.display(),
            site.display()
        ),
    )
    .help("choose another `--output`; if this site is to take the other's place, move that folder away first")
}

/// Something of somebody else's stood in the place of a page, and made room.
pub fn stood_in_place(path: &Path, aside: &Path) -> Diagnostic {
    Diagnostic::warning(
        "publish-moved-aside",
        format!("`{}` was not goodturn's any more, so it is now `{}`", path.display(), aside.display()),
    )
    .help("keep what you need of it elsewhere, and remove it")
}

/// A link of somebody else's that leads out of the output.
pub fn foreign_leads_out(path: &Path) -> Diagnostic {
    Diagnostic::warning(
        "publish-foreign-link",
        format!("`{}` is a link that leads out of the finished site; it stays, and is not followed", path.display()),
    )
    .help("a web server may show the world what it leads to; if that is not meant, remove it")
}

/// Files of somebody else's that were written into the site that had just been replaced. `kept`: where they are now.
pub fn written_too_late(kept: &Path, count: usize) -> Diagnostic {
    let files = if count == 1 { "1 file was".to_owned() } else { format!("{count} files were") };
    let message = format!(
        "{files} written into the site that the last build had replaced; they are kept in `{}`",
        kept.display()
    );
    Diagnostic::warning("publish-too-late", message)
        .help("who stands in the finished site while it is built, with a terminal or with git, goes on in the old one: leave the folder and enter it again; then copy over what you need")
}

/// A file that is not ours stands where a page must go.
pub fn in_the_way(file: &str, path: &Path, damaged: bool) -> Diagnostic {
    let said = Diagnostic::error(
        "publish-in-the-way",
        format!("`{file}` cannot be published, since `{}` is there and goodturn did not write it", path.display()),
    );
    if damaged {
        said.help(
            "the list of what goodturn wrote there is empty or damaged; \
             if nothing in the folder is yours, delete the folder and build again",
        )
    } else {
        said.help("move it away, or give the page another address")
    }
}

/// Something that is not ours and cannot be carried along, such as another disk attached inside the output.
pub fn cannot_carry(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "publish-cannot-carry",
        format!("`{}` is on another disk, so that it cannot move along with the site", path.display()),
    )
    .help("detach it, or publish into another folder")
}

/// A file name that would not stay inside the output.
pub fn bad_name(file: &str, why: &str) -> Diagnostic {
    Diagnostic::error(
        "publish-bad-name",
        format!("cannot publish a file named `{}`, since it {why}", file.escape_debug()),
    )
}

/// Two things want the same file.
pub fn twice(file: &str) -> Diagnostic {
    Diagnostic::error("publish-twice", format!("`{file}` would be published twice"))
        .help("give one of the two another address")
}

/// A name would have to be a file and a folder at once.
pub fn file_and_folder(file: &str, inside: &str) -> Diagnostic {
    Diagnostic::error(
        "publish-file-and-folder",
        format!("`{file}` would have to be a file and also the folder of `{inside}`"),
    )
    .help("give one of the two another address")
}

/// The output was changed by somebody else while we built.
pub fn changed_meanwhile(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "publish-changed-meanwhile",
        format!("`{}` was changed by something else during the build, so nothing was published", path.display()),
    )
    .help("build again")
}

/// The exchange failed half-way, and so did taking it back.
pub fn left_aside(path: &Path, aside: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "publish-left-aside",
        format!("cannot put the old site back at `{}`: {}", path.display(), cause(error)),
    )
    .help(format!("it is whole, at `{}`; the next build puts it back", aside.display()))
}

/// A source that is copied leads out of the site.
pub fn leads_out(path: &Path) -> Diagnostic {
    Diagnostic::error("publish-leads-out", format!("`{}` is a link that leads out of the site", path.display()))
        .help("put the file itself into the site")
}

/// A source that is copied is not a plain file.
pub fn not_a_file(path: &Path) -> Diagnostic {
    Diagnostic::error("publish-not-a-file", format!("`{}` is not a plain file, so it cannot be copied", path.display()))
}

/// The new site stands, but it is not certain that a power cut would leave it there.
pub fn untidy(doing: Doing, path: &Path, error: &io::Error) -> Diagnostic {
    left_undone(failed(doing, path, error))
}

/// The new site stands, and something small was left undone.
pub fn left_undone(mut fault: Diagnostic) -> Diagnostic {
    fault.severity = Severity::Warning;
    fault.code = "publish-untidy";
    fault.help("the new site is in place all the same; the next build tidies up")
}

/// A file of somebody else's came in at the last moment, exactly where the new site has one of its own.
pub fn moved_aside(path: &Path, aside: &Path) -> Diagnostic {
    Diagnostic::warning(
        "publish-moved-aside",
        format!("`{}` was put there during the build and is now `{}`", path.display(), aside.display()),
    )
}
