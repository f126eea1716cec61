//! What is said about TOML files, whatever they hold: site.toml and theme.toml.

use std::ops::RangeInclusive;

use crate::ground::Diagnostic;
use crate::ground::diagnostic::one_of;
use crate::ground::suggest::nearest;
use crate::ground::toml::Shape;

/// A key that nobody asks for.
pub fn unknown_key(key: &str, section: &str, known: &[&str]) -> Diagnostic {
    let place = if section.is_empty() { String::new() } else { format!(" in [{section}]") };
    let fault = Diagnostic::error("toml-unknown-key", format!("there is no setting `{key}`{place}"));
    if let Some(ours) = elsewhere(key).filter(|ours| known.contains(ours)) {
        return fault.help(format!("it is called `{ours}` here"));
    }
    match nearest(key, known.iter().copied()) {
        Some(name) => fault.help(format!("did you mean `{name}`?")),
        None if known.is_empty() => fault.help("remove this line"),
        None => fault.help(format!("the settings that may stand here are {}", one_of(known))),
    }
}

/// What a setting of Hugo, Jekyll, Zola or Eleventy is called here, whatever its capitals and hyphens.
fn elsewhere(key: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 26] = [
        ("paginate", "per_page"),
        ("paginateby", "per_page"),
        ("pagination", "per_page"),
        ("url", "base_url"),
        ("baseurl", "base_url"),
        ("siteurl", "base_url"),
        ("name", "title"),
        ("sitename", "title"),
        ("sitetitle", "title"),
        ("subtitle", "tagline"),
        ("slogan", "tagline"),
        ("lang", "language"),
        ("locale", "language"),
        ("languagecode", "language"),
        ("defaultlanguage", "language"),
        ("defaultcontentlanguage", "language"),
        ("permalinks", "permalink"),
        ("publishdir", "output"),
        ("outputdir", "output"),
        ("destination", "output"),
        ("feed", "feeds"),
        ("generatefeed", "feeds"),
        ("generatefeeds", "feeds"),
        ("menus", "menu"),
        ("params", "extra"),
        ("markup", "markdown"),
    ];
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    NAMES.iter().find(|(name, _)| *name == plain).map(|(_, ours)| *ours)
}

/// A key of the whole file that stands below the beginning of a section, as one that was added at the end does.
pub fn key_of_the_file(key: &str, section: &str) -> Diagnostic {
    Diagnostic::error("toml-unknown-key", format!("`{key}` is not a setting of [{section}], but of the whole site"))
        .help("move the line to the top of the file, above the first [section]")
}

/// A value of another kind than the key wants. `kind` is the parser's word for what stands there.
pub fn wrong_type(name: &str, wanted: Shape, kind: &str) -> Diagnostic {
    let key = name.rsplit_once('.').map_or(name, |(_, key)| key);
    let kind = match kind {
        "string" => "text",
        "integer" => "a number",
        "float" => "a number with a fraction",
        "boolean" => "true or false",
        "datetime" => "a date",
        "array" => "a list",
        "table" => "a section",
        other => other,
    };
    let example = match wanted.example.strip_prefix("[[") {
        Some(_) => format!("[[{name}]]"),
        None if wanted.example == "[…]" => format!("[{name}]"),
        None => format!("{key} = {}", wanted.example),
    };
    Diagnostic::error("toml-wrong-type", format!("`{name}` should be {}, but this is {kind}", wanted.words))
        .help(format!("write it like this: {example}"))
}

/// A number that is too small or too large.
pub fn out_of_range(name: &str, range: &RangeInclusive<u32>) -> Diagnostic {
    let message = format!("`{name}` should be a whole number from {} to {}", range.start(), range.end());
    let key = name.rsplit_once('.').map_or(name, |(_, key)| key);
    Diagnostic::error("toml-out-of-range", message)
        .help(format!("write it like this: {key} = {}", range.start().max(&1)))
}

/// Text without quotation marks.
pub fn unquoted_words(words: &str) -> Diagnostic {
    syntax("text needs quotation marks around it").help(format!("write \"{}\"", words.replace(['"', '\\'], "")))
}

/// `yes`, `On`, `True`.
pub fn write_instead(written: &str, right: &str) -> Diagnostic {
    syntax(format!("`{written}` is not understood here")).help(format!("write {right}"))
}

/// Quotation marks from a word processor.
pub fn curly_quotes(words: &str) -> Diagnostic {
    syntax("these are curly quotation marks, as word processors make them")
        .help(format!("write straight ones: \"{words}\""))
}

/// Nothing after the equals sign.
pub fn no_value() -> Diagnostic {
    syntax("there is nothing after the `=`").help("write a value, or remove the line")
}

/// A quotation mark that is not closed on its line.
pub fn unclosed_quote() -> Diagnostic {
    syntax("the text that begins here has no closing quotation mark").help("add it at the end of the line")
}

/// Three quotation marks that are never closed.
pub fn unclosed_block() -> Diagnostic {
    syntax("the text that begins here is never closed").help("end it with the same three quotation marks")
}

/// `[feeds` without its bracket.
pub fn unclosed_section() -> Diagnostic {
    syntax("the section's name has no closing bracket").help("write `]` after the name")
}

/// A line without an equals sign.
pub fn no_equals_sign(line: &str) -> Diagnostic {
    let line = line.trim_start();
    let name = line.split([':', ' ', '\t']).find(|part| !part.is_empty()).unwrap_or("name");
    let colon = line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'));
    let message = if colon {
        "a setting's name and its value are joined by `=` here, not by `:`"
    } else {
        "a `=` is missing between the setting's name and its value"
    };
    syntax(message).help(format!("write it like this: {name} = …"))
}

/// A key for the second time.
pub fn said_twice(key: &str) -> Diagnostic {
    syntax(format!("`{key}` stands in this file twice")).help("keep one of the two")
}

/// A backslash in text.
pub fn backslash() -> Diagnostic {
    syntax("a backslash has a meaning of its own in text").help("write two of them (\\\\), or a forward slash")
}

/// A list without comma or closing bracket.
pub fn broken_list() -> Diagnostic {
    syntax("the list is broken here").help("put a comma between its items, and a `]` at its end")
}

/// More on a line than one setting.
pub fn left_over() -> Diagnostic {
    syntax("something is left over at the end of this line")
        .help("keep one setting on a line, and put text that holds an apostrophe between \"double\" quotation marks")
}

/// A hundred lists in lists.
pub fn too_deep() -> Diagnostic {
    syntax("lists inside lists go too deep here").help("write a plain list: [\"one\", \"two\"]")
}

/// Anything else.
pub fn unreadable(parser_says: &str) -> Diagnostic {
    syntax(format!("this line is not understood ({parser_says})"))
        .help("a setting is a name, `=` and a value; text stands between quotation marks, and a list between brackets")
}

/// A file that nobody wrote by hand.
pub fn too_long() -> Diagnostic {
    syntax("this file is larger than 1 MB, so it cannot hold settings")
        .help("look whether another file was saved under this name")
}

/// Faults beyond those that were said.
pub fn and_more(count: usize) -> Diagnostic {
    let places = if count == 1 { "1 place".to_owned() } else { format!("{count} places") };
    Diagnostic::error("toml-and-more", format!("there is more wrong in this file, in {places}"))
        .help("mend the first ones, and the others will be said")
}

fn syntax(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("toml-syntax", message)
}
