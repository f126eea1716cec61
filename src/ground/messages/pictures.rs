//! What is said about pictures.

use crate::ground::picture::{Fault, Kind, LARGEST_FILE, MOST_PIXELS};
use crate::ground::{Diagnostic, SourcePath, Span};

/// Whether a fault is of a picture that cannot be read, in whatever words.
pub fn is_damage(fault: &Diagnostic) -> bool {
    fault.code == "picture-damaged"
}

/// A picture that cannot be published as it is.
pub fn cannot_publish(source: &SourcePath, fault: Fault) -> Diagnostic {
    let name = source.file_name();
    match fault {
        Fault::TooManyPixels(width, height) => Diagnostic::error(
            "picture-too-large",
            format!("{name} is {width} pixels wide and {height} high, which is too much for anybody's screen"),
        )
        .help(format!(
            "save it smaller: a picture may have {} million pixels, and 3000 from side to side are plenty",
            MOST_PIXELS / 1_000_000
        )),
        Fault::TooLarge(bytes) => {
            Diagnostic::error("picture-too-large", format!("{name} is a file of {} MB", bytes / (1 << 20)))
                .help(format!("save it smaller: a picture may have {} MB", LARGEST_FILE / (1 << 20)))
        }
        Fault::NoPicture(kind) => Diagnostic::error(
            "no-picture",
            format!("{name} is named like a {} picture, but there is none in it", kind.name()),
        )
        .help("open it on your computer to see what it is; if it is no picture, give it another name"),
        Fault::OtherKind(promised) => Diagnostic::error(
            "picture-misnamed",
            format!("{name} is named like a {} picture, but is one of another kind", promised.name()),
        )
        .help("save it once more in that kind, or give its name the right ending"),
        Fault::NotForBrowsers => {
            Diagnostic::error("picture-not-for-browsers", format!("{name} is a kind of picture that few browsers show"))
                .help("save it as JPEG; so it also loses what your camera wrote into it about place and time")
        }
        Fault::Broken => damaged(name),
    }
}

/// A picture that begins well and then makes no sense.
pub fn broken(source: &SourcePath, kind: Kind, is_cut: bool) -> Diagnostic {
    let name = source.file_name();
    if is_cut {
        return Diagnostic::error("picture-damaged", format!("{name} ends in the middle of the picture"))
            .help(format!("copy the {} file from where it came from once more", kind.name()));
    }
    damaged(name)
}

/// The words of a story's card are in letters that no font of ours has.
pub fn wordless_card(source: &SourcePath, words: &str) -> Diagnostic {
    Diagnostic::warning("wordless-card", format!("the card of this story will show no words: there are no letters for `{words}`"))
        .in_file(source)
        .help("give it an `image:`, or a `quote:` in Latin, Greek, Cyrillic, Hebrew or Arabic letters; `cards = false` in site.toml makes none")
}

/// There are more stories like those that were named.
pub fn more_wordless_cards(count: usize) -> Diagnostic {
    let whose = if count == 1 { "one more story".to_owned() } else { format!("{count} more stories") };
    Diagnostic::warning("wordless-card", format!("the cards of {whose} will show no words either"))
        .in_file(&SourcePath::new("site.toml"))
        .help("if most stories are written in such letters, write `cards = false`; a picture of the theme stands for them then")
}

fn damaged(name: &str) -> Diagnostic {
    Diagnostic::error("picture-damaged", format!("{name} is damaged, and cannot be shown"))
        .help("open it on your computer; if you can see it there, save it once more, else copy it again")
}

impl Diagnostic {
    /// Where a picture is shown; if no text shows it, the picture itself.
    #[must_use]
    pub fn placed(self, shown: Option<(&SourcePath, Span)>, source: &SourcePath) -> Self {
        match shown {
            Some((text, span)) => self.in_file(text).at(span),
            None => self.in_file(source),
        }
    }
}
