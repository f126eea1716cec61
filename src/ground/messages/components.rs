//! What is said about components, which a story calls by name: `{% <aside title="…"> %}`.

use crate::ground::diagnostic::one_of;
use crate::ground::suggest::nearest;
use crate::ground::{Diagnostic, SourcePath, Span};

fn error(code: &'static str, path: &SourcePath, span: Span, message: String) -> Diagnostic {
    Diagnostic::error(code, message).in_file(path).at(span)
}

/// There is nothing of that name.
pub fn unknown(path: &SourcePath, span: Span, name: &str, known: &[&str]) -> Diagnostic {
    let fault =
        error("component-unknown", path, span, format!("there is nothing called `{name}` to be used in a story"));
    match nearest(name, known.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!("there is {}", one_of(known))),
    }
}

/// It does not take this.
pub fn unknown_argument(path: &SourcePath, span: Span, component: &str, name: &str, known: &[&str]) -> Diagnostic {
    let fault = error("component-unknown-argument", path, span, format!("`{component}` knows nothing of `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`? it knows {}", all_of(known))),
        None => fault.help(format!("it knows {}", all_of(known))),
    }
}

/// It needs this.
pub fn missing_argument(path: &SourcePath, span: Span, component: &str, name: &str, example: &str) -> Diagnostic {
    error("component-missing-argument", path, span, format!("`{component}` needs to be told its `{name}`"))
        .help(format!("write it into this line: {name}=\"{example}\""))
}

/// It is said twice.
pub fn argument_twice(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    error("component-argument-twice", path, span, format!("`{name}` is said twice here")).help("take one of them out")
}

/// It stands without quotation marks.
pub fn argument_not_quoted(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    error("component-not-quoted", path, span, format!("what `{name}` says does not stand between quotation marks"))
        .help(format!("write it like this: {name}=\"some words\""))
}

/// The line is not understood.
pub fn not_understood(path: &SourcePath, span: Span, component: &str, known: &[&str]) -> Diagnostic {
    let name = known.first().copied().unwrap_or("title");
    error("component-not-understood", path, span, "this line is not understood from here on".to_owned())
        .help(format!("write it like this: {{% <{component} {name}=\"some words\"> %}}"))
}

/// A closing line without an opening one.
pub fn closes_nothing(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    error("component-closes-nothing", path, span, format!("this line closes `{name}`, which was not begun"))
        .help(format!("write {{% <{name}> %}} where it begins, with an empty line before and after it"))
}

/// An opening line without a closing one.
pub fn never_closed(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    error("component-never-closed", path, span, format!("`{name}` begins here and ends nowhere"))
        .help(format!("write {{% </{name}> %}} where it ends, with an empty line before and after it"))
}

/// A line of a call that does not stand alone.
pub fn crowded(path: &SourcePath, span: Span) -> Diagnostic {
    error(
        "component-crowded",
        path,
        span,
        "this line is part of a paragraph, so it would be shown as it is written".to_owned(),
    )
    .help("leave an empty line before and after it")
}

/// The same in the middle of a line.
pub fn in_a_line(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "in the middle of a line this would be shown as it is written".to_owned();
    error("component-crowded", path, span, message)
        .help("give it a line of its own, with an empty line before and after it")
}

/// The same in a list or a quotation.
pub fn in_a_list(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "in a list or a quotation this would be shown as it is written".to_owned();
    error("component-crowded", path, span, message).help(
        "put it before or after the list or quotation, on a line of its own, with an empty line before and after it",
    )
}

/// The call of another program, for something that can be called here, too.
pub fn of_another_program(path: &SourcePath, span: Span, call: &str, name: &str) -> Diagnostic {
    foreign(path, span, call).help(format!(
        "write {{% <{name}> %}} before what belongs into it and {{% </{name}> %}} after it, each on a line of its own with an \
         empty line before and after it"
    ))
}

/// The call of another program.
pub fn foreign(path: &SourcePath, span: Span, call: &str) -> Diagnostic {
    let message = format!("`{call}` is meant for another program: here, readers would see it as it is written");
    Diagnostic::warning("component-foreign", message)
        .in_file(path)
        .at(span)
        .help("take it out, or put it between `backticks` if readers are to see it")
}

/// A gallery of nothing.
pub fn gallery_without_pictures(path: &SourcePath, span: Span) -> Diagnostic {
    error("component-no-pictures", path, span, "there are no pictures in this gallery".to_owned())
        .help("put them between its two lines: ![A blue cup](cup.jpg \"For whoever is waiting.\")")
}

/// A film without a still picture.
pub fn video_without_still(path: &SourcePath, span: Span) -> Diagnostic {
    error(
        "component-no-still",
        path,
        span,
        "this film has no picture, so readers will not see that there is one".to_owned(),
    )
    .help("put a still of it between its two lines: ![A swan on a wet road](swan.jpg)")
}

/// A film's address that leads nowhere by itself.
pub fn not_a_whole_address(path: &SourcePath, span: Span, address: &str) -> Diagnostic {
    error("component-no-address", path, span, format!("`{address}` is not a whole address on the web")).help(
        "write it like this: href=\"https://films.example/swan\"; link to a file of your own with `[words](film.mp4)`",
    )
}

fn all_of(names: &[&str]) -> String {
    one_of(names).replace(" or ", " and ")
}
