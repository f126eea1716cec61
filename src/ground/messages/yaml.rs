//! What is said about YAML itself, in front matter and in comment files.

use crate::ground::{Diagnostic, SourcePath, Span};

fn error(code: &'static str, path: &SourcePath, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, message).in_file(path).at(span)
}

/// Something that none of the other messages fits.
pub fn unreadable(path: &SourcePath, span: Span) -> Diagnostic {
    error("yaml-unreadable", path, span, "this cannot be read as keys with values")
        .help("check the quotes, the brackets and the spaces at the beginning of this line and of the one above")
}

/// A value of another type than the key wants.
pub fn wrong_type(path: &SourcePath, span: Span, key: &str, wanted: &str, example: &str, found: &str) -> Diagnostic {
    error("yaml-wrong-type", path, span, format!("`{key}` should be {wanted}, but this is {found}"))
        .help(format!("such as `{example}`"))
}

/// A value that begins with a sign that means something to YAML. `quoted` is the value in quotes.
pub fn sign(path: &SourcePath, span: Span, key: &str, sign: char, quoted: &str) -> Diagnostic {
    let what = if key == "-" { "this item".to_owned() } else { format!("the value of `{key}`") };
    let sign = if sign == '`' { "a backtick".to_owned() } else { format!("`{sign}`") };
    let message = format!("{what} begins with {sign}, which has a meaning of its own here");
    error("yaml-sign", path, span, message).help(format!("put it in quotes: `{}`", entry(key, quoted)))
}

/// Text that ends at a `#`.
pub fn cut_by_hash(path: &SourcePath, span: Span, key: &str) -> Diagnostic {
    Diagnostic::warning("yaml-cut-by-hash", format!("`{key}` ends here, because ` #` begins a remark"))
        .in_file(path)
        .at(span)
        .help("put the value in quotes to keep all of it")
}

/// A colon and a space in a value without quotes.
pub fn colon(path: &SourcePath, span: Span, key: &str, quoted: &str) -> Diagnostic {
    let message = match key {
        "-" => "a colon with a space after it ends a key, and this item has one already".to_owned(),
        _ => format!("the value of `{key}` holds a colon with a space after it, which looks like another key"),
    };
    error("yaml-colon", path, span, message).help(format!("put the value in quotes: `{}`", entry(key, quoted)))
}

/// A quotation that does not end.
pub fn open_quote(path: &SourcePath, span: Span, quote: char) -> Diagnostic {
    error("yaml-open-quote", path, span, format!("the quotation mark `{quote}` is never closed"))
        .help(format!("write another `{quote}` at the end of the text"))
}

/// A quotation that ends too early.
pub fn after_quote(path: &SourcePath, span: Span, key: &str, quote: char, quoted: &str) -> Diagnostic {
    error("yaml-after-quote", path, span, format!("the text goes on after its closing `{quote}`"))
        .help(format!("write `{}`", entry(key, quoted)))
}

/// A backslash that means nothing.
pub fn bad_escape(path: &SourcePath, span: Span, escape: &str) -> Diagnostic {
    let escape: String = escape.chars().filter(|c| !c.is_control()).collect();
    error("yaml-backslash", path, span, format!("`{escape}` means nothing between double quotes"))
        .help("write `\\\\` for a backslash, or put the text in single quotes")
}

/// A bracket that does not end.
pub fn open_bracket(path: &SourcePath, span: Span, bracket: char, quoted: &str) -> Diagnostic {
    let closing = if bracket == '[' { ']' } else { '}' };
    error("yaml-open-bracket", path, span, format!("the bracket `{bracket}` is never closed"))
        .help(format!("write `{closing}` at its end; or, if it belongs to the text, put all in quotes: `{quoted}`"))
}

/// A bracket that ends too early.
pub fn after_bracket(path: &SourcePath, span: Span, key: &str, quoted: &str) -> Diagnostic {
    error("yaml-after-bracket", path, span, "the text goes on after the closing bracket")
        .help(format!("if the brackets belong to the text, put all in quotes: `{}`", entry(key, quoted)))
}

/// Something between brackets.
pub fn in_brackets(path: &SourcePath, span: Span) -> Diagnostic {
    error("yaml-in-brackets", path, span, "what stands between these brackets cannot be read").help(
        "put a comma between the parts, and quotes around texts that hold `:`, `,`, `#`, brackets or quotation marks",
    )
}

/// `tags: - a`.
pub fn list_beside_key(path: &SourcePath, span: Span, key: &str) -> Diagnostic {
    error("yaml-list-beside-key", path, span, "a list with `-` cannot begin on the line of its key")
        .help(format!("write `{key}: [one, two]`, or each `- …` on a line of its own below"))
}

/// A key further in than the one above, which has a text already.
pub fn too_far_in(path: &SourcePath, span: Span) -> Diagnostic {
    error(
        "yaml-too-far-in",
        path,
        span,
        "this line begins further in than the key above, so it reads as more of its text",
    )
    .help("begin it in the same column; or, if it is more of that text, put the whole text in quotes")
}

/// Keys that belong together, but do not begin in one column.
pub fn uneven(path: &SourcePath, span: Span) -> Diagnostic {
    error("yaml-uneven", path, span, "this line does not begin in the same column as the keys around it")
        .help("let all keys that belong together begin in one column")
}

/// Items of one list whose dashes do not stand under each other.
pub fn uneven_list(path: &SourcePath, span: Span) -> Diagnostic {
    error("yaml-uneven-list", path, span, "the `-` of this line does not stand under the one above")
        .help("begin every `-` of a list in the same column")
}

/// An item that is read as more of the one above, since its dash stands further in.
pub fn swallowed_item(path: &SourcePath, span: Span, text: &str) -> Diagnostic {
    let message = format!("this `-` stands further in than the one above, so both lines are read as one: `{text}`");
    Diagnostic::warning("yaml-swallowed-item", message)
        .in_file(path)
        .at(span)
        .help("begin every `-` of a list in the same column; or, if it is one text, put it in quotes")
}

/// A tab where only spaces count.
pub fn tab(path: &SourcePath, span: Span) -> Diagnostic {
    error("yaml-tab", path, span, "this line begins with a tab, but only spaces count here")
        .help("replace the tab by two spaces")
}

/// A character that cannot be seen.
pub fn unseen(path: &SourcePath, span: Span, c: char) -> Diagnostic {
    let message = format!("here is a character that cannot be seen (U+{:04X})", u32::from(c));
    error("yaml-unseen", path, span, message)
        .help("delete it; deleting the words around it and typing them again helps")
}

/// `title:Flowers`.
pub fn no_space(path: &SourcePath, span: Span, key: &str, value: &str) -> Diagnostic {
    error("yaml-no-space", path, span, "a space is missing after the colon").help(format!("write `{key}: {value}`"))
}

/// `title = Flowers`.
pub fn equals_sign(path: &SourcePath, span: Span, key: &str, value: &str) -> Diagnostic {
    error("yaml-equals-sign", path, span, "a key and its value are joined by a colon here, not by `=`")
        .help(format!("write `{key}: {value}`"))
}

/// `title：Flowers`.
pub fn wide_colon(path: &SourcePath, span: Span, key: &str, value: &str) -> Diagnostic {
    error("yaml-wide-colon", path, span, "this colon is the wide one, which does not end a key")
        .help(format!("write `{key}: {value}`"))
}

/// A line that is no key with a value.
pub fn no_entry(path: &SourcePath, span: Span) -> Diagnostic {
    error("yaml-no-entry", path, span, "this line is no key with a value")
        .help("write it as `key: value`; or, if it is more of the line above, begin it with two spaces")
}

/// So many brackets or values that reading them would take long.
pub fn too_deep(path: &SourcePath, span: Span) -> Diagnostic {
    error("yaml-too-deep", path, span, "from here on there are more brackets or values than can be read")
        .help("check that this is what it should be; put text with brackets in quotes")
}

/// More of the same than anybody would read.
pub fn and_more(path: &SourcePath, span: Span, more: usize, error: bool) -> Diagnostic {
    let message = if more == 1 {
        "there is 1 more fault like these".to_owned()
    } else {
        format!("there are {more} more faults like these")
    };
    let all =
        if error { Diagnostic::error("yaml-and-more", message) } else { Diagnostic::warning("yaml-and-more", message) };
    all.in_file(path).at(span)
}

fn entry(key: &str, quoted: &str) -> String {
    if key == "-" { format!("- {quoted}") } else { format!("{key}: {quoted}") }
}
