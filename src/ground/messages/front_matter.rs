//! What is said about front matter: fences, keys and values. Mistakes of YAML itself are in `yaml`, dates in `dates`.

use crate::ground::diagnostic::one_of;
use crate::ground::{Date, Diagnostic, Slug, SourcePath, Span};

/// More tags, authors or old addresses than any story has.
pub fn too_many(path: &SourcePath, span: Span, (key, count): (&str, usize), most: usize) -> Diagnostic {
    Diagnostic::error(
        "front-matter-too-many",
        format!("`{key}` lists {count}; {most} is the most that one story can have"),
    )
    .in_file(path)
    .at(span)
    .help("each one makes a page of its own; keep those by which readers would look for this story")
}

/// The block has no closing fence.
pub fn no_end(path: &SourcePath, span: Span, first_line: usize) -> Diagnostic {
    let message = format!("the front matter that begins in line {first_line} has no end");
    Diagnostic::error("front-matter-no-end", message)
        .in_file(path)
        .at(span)
        .help("put a line with only `---` between the last key and the story")
}

/// A line of dashes that is not a fence.
pub fn not_a_fence(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error("front-matter-not-a-fence", "this line looks like the `---` of front matter, but is not quite it")
        .in_file(path)
        .at(span)
        .help("write exactly three hyphens at the beginning of the line and nothing else; some programs turn them into dashes")
}

/// Keys, but no opening fence.
pub fn no_start(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error(
        "front-matter-no-start",
        "this file begins with keys, but not with the `---` line that front matter needs",
    )
    .in_file(path)
    .at(span)
    .help("put a line with only `---` above the first key and another below the last one")
}

/// TOML front matter.
pub fn toml(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error("front-matter-toml", "this front matter stands between `+++` lines, which goodturn does not read")
        .in_file(path)
        .at(span)
        .help("put it between `---` lines and write `title: …` instead of `title = …`")
}

/// Longer than anybody would write.
pub fn too_long(path: &SourcePath, span: Span, kib: usize) -> Diagnostic {
    Diagnostic::error("front-matter-too-long", format!("the front matter is longer than {kib} KiB"))
        .in_file(path)
        .at(span)
        .help("check that the `---` line that ends it is in its place")
}

/// The block holds something, but no keys.
pub fn no_keys(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error("front-matter-no-keys", "the front matter holds no keys with values")
        .in_file(path)
        .at(span)
        .help("write one key a line, such as `title: The flowers on my desk`, with a space after the colon")
}

/// A key that nobody knows.
pub fn unknown_key(path: &SourcePath, span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::warning("front-matter-unknown-key", format!("unknown key `{name}`")).in_file(path).at(span).help(
        match nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "if it is for a theme, put it under `extra:`".to_owned(),
        },
    )
}

/// A key that nobody knows, so like one that keeps a story back that it would be dangerous to pass over it.
pub fn unknown_guard(path: &SourcePath, span: Span, name: &str, meant: &str) -> Diagnostic {
    Diagnostic::error("front-matter-unknown-guard", format!("unknown key `{name}`; was `{meant}` meant?"))
        .in_file(path)
        .at(span)
        .help(format!(
            "write `{meant}`, so that nothing is published by mistake; a key of your own goes under `extra:`"
        ))
}

/// A key that keeps a story back, without a value.
pub fn guard_without_value(path: &SourcePath, span: Span, name: &str, example: &str) -> Diagnostic {
    Diagnostic::error("front-matter-no-value", format!("`{name}` has no value, so nobody can tell what is meant"))
        .in_file(path)
        .at(span)
        .help(format!("write `{example}`, or take the line away"))
}

/// A key that is there already.
pub fn duplicate_key(path: &SourcePath, span: Span, name: &str, line: usize) -> Diagnostic {
    Diagnostic::error("front-matter-duplicate-key", format!("`{name}` is here twice; the first one is in line {line}"))
        .in_file(path)
        .at(span)
        .help("keep one of them")
}

/// A key inside of a value that nobody knows.
pub fn unknown_inner_key(
    path: &SourcePath,
    span: Span,
    key: &str,
    name: &str,
    known: &[&str],
    nearest: Option<&str>,
) -> Diagnostic {
    Diagnostic::warning("front-matter-unknown-key", format!("unknown key `{name}` in `{key}`"))
        .in_file(path)
        .at(span)
        .help(match nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("`{key}` takes {}", one_of(known)),
        })
}

/// A key inside of a value that is there already.
pub fn duplicate_inner_key(path: &SourcePath, span: Span, key: &str, name: &str) -> Diagnostic {
    Diagnostic::error("front-matter-duplicate-key", format!("`{name}` is twice in `{key}`"))
        .in_file(path)
        .at(span)
        .help("keep one of them")
}

/// A key inside of a value that cannot be done without.
pub fn missing_inside(path: &SourcePath, span: Span, key: &str, name: &str, example: &str) -> Diagnostic {
    Diagnostic::error("front-matter-incomplete", format!("`{key}` has no `{name}`"))
        .in_file(path)
        .at(span)
        .help(format!("such as `{example}`"))
}

/// A word that is none of those to choose from.
pub fn no_such_choice(
    path: &SourcePath,
    span: Span,
    key: &str,
    found: &str,
    all: &[&str],
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("`{key}` should be {}, but this is `{found}`", one_of(all));
    let all = Diagnostic::error("front-matter-no-such-choice", message).in_file(path).at(span);
    match nearest {
        Some(nearest) => all.help(format!("did you mean `{nearest}`?")),
        None if key == "permission" || key == "status" => all.help("until you know, write: permission: unknown"),
        None => all.help("write one of these words, or leave the line out"),
    }
}

/// `comments: open`, as where a program behind the page takes them.
pub fn comments_open(path: &SourcePath, span: Span, key: &str) -> Diagnostic {
    let message = format!("`{key}: open` cannot be: nobody can write under a finished page");
    Diagnostic::error("front-matter-comments-open", message).in_file(path).at(span).help(
        "write `closed` to show the comments that were kept, `email` to let readers write to you, or `none`; \
         a theme can bring in a service that takes comments",
    )
}

/// A text between the quotation marks of a word processor.
pub fn curly_quotes(path: &SourcePath, span: Span, key: &str) -> Diagnostic {
    Diagnostic::warning(
        "front-matter-curly-quotes",
        format!("`{key}` stands between curly quotation marks, so they are shown as a part of it"),
    )
    .in_file(path)
    .at(span)
    .help("leave them out; or, if they belong to it, put straight ones around all of it: `\"“…”\"`")
}

/// A value that is nothing but a remark.
pub fn hidden_by_hash(path: &SourcePath, span: Span, key: &str) -> Diagnostic {
    Diagnostic::warning("front-matter-hidden-by-hash", format!("`{key}` is empty, because ` #` begins a remark"))
        .in_file(path)
        .at(span)
        .help("put the value in quotes if the `#` belongs to it")
}

/// Two keys for the date, the later one under an alias.
pub fn two_dates(path: &SourcePath, span: Span, key: &str, date: Date, later: Date) -> Diagnostic {
    Diagnostic::warning(
        "front-matter-two-dates",
        format!("`date` says {date}, `{key}` says {later}; the later one counts"),
    )
    .in_file(path)
    .at(span)
    .help("keep only `date`")
}

/// `password: …`.
pub fn password(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "front-matter-password",
        "a password cannot protect a page here, so this is kept back as a draft",
    )
    .in_file(path)
    .at(span)
    .help("remove the password to publish it for everybody, or write `draft: yes`")
}

/// `status: …` with a word that nobody knows.
pub fn unknown_status(path: &SourcePath, span: Span, key: &str, found: &str) -> Diagnostic {
    let message = format!("`{key}: {found}` says nothing that goodturn knows, so this is kept back as a draft");
    Diagnostic::warning("front-matter-unknown-status", message)
        .in_file(path)
        .at(span)
        .help("write `draft: yes` or `draft: no` instead")
}

/// A slug that could lead elsewhere.
pub fn bad_slug(path: &SourcePath, span: Span, text: &str, bad: &str, better: Option<&Slug>) -> Diagnostic {
    let bad = if bad.chars().any(char::is_control) { "a control character".to_owned() } else { format!("`{bad}`") };
    let text: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    let what = if text == "." {
        "names a folder and no story".to_owned()
    } else {
        format!("holds {bad}, which no slug may hold")
    };
    let all = Diagnostic::error("front-matter-bad-slug", format!("the slug `{text}` {what}"));
    all.in_file(path).at(span).help(match better {
        Some(better) => format!("write `slug: {better}`; for a whole address, use `permalink`"),
        None => "write letters, digits and hyphens, such as `slug: flowers-on-my-desk`".to_owned(),
    })
}

/// A slug without letters.
pub fn empty_slug(path: &SourcePath, span: Span, text: &str) -> Diagnostic {
    let text: String = text.chars().take(80).collect();
    Diagnostic::error("front-matter-bad-slug", format!("the slug `{text}` has no letter and no digit"))
        .in_file(path)
        .at(span)
        .help("write letters, digits and hyphens, such as `slug: flowers-on-my-desk`")
}

/// A slug that had to be made tidy.
pub fn tidied_slug(path: &SourcePath, span: Span, text: &str, slug: &Slug) -> Diagnostic {
    let text: String = text.chars().take(80).collect();
    Diagnostic::warning("front-matter-tidied-slug", format!("the slug `{text}` becomes `{slug}` in the address"))
        .in_file(path)
        .at(span)
        .help(format!("write `slug: {slug}`"))
}

/// No slug could be made of the file's name.
pub fn made_up_slug(path: &SourcePath, span: Span, slug: &Slug) -> Diagnostic {
    let message = format!("the file name has no letter or digit, so the address will end in `{slug}`");
    Diagnostic::warning("front-matter-made-up-slug", message).in_file(path).at(span).help("choose one with `slug:`")
}

/// An address with a placeholder in it.
pub fn pattern_address(path: &SourcePath, span: Span, key: &str, name: &str) -> Diagnostic {
    Diagnostic::error("front-matter-bad-address", format!("`{key}` holds the placeholder `:{name}`"))
        .in_file(path)
        .at(span)
        .help("write this story's own address; patterns for all stories go into site.toml as `permalink = \"…\"`")
}

/// What helps with an address that cannot be one of this site.
#[derive(Clone, Copy, Debug)]
pub enum Remedy<'a> {
    /// This part of it can be.
    Write(&'a str),
    /// It says all after its `?`, which no file can have in its name.
    Query,
    /// Something else.
    Path,
}

/// An address that cannot be one of this site.
pub fn bad_address(path: &SourcePath, span: Span, key: &str, text: &str, why: &str, remedy: Remedy<'_>) -> Diagnostic {
    let text: String = text.chars().filter(|c| !c.is_control()).take(120).collect();
    let all = Diagnostic::error("front-matter-bad-address", format!("`{key}`: the address `{text}` {why}"));
    all.in_file(path).at(span).help(match remedy {
        Remedy::Write(better) => format!("write only the path, `{better}`"),
        Remedy::Query => "leave it out: a plain web server does not look at what stands after a `?`".to_owned(),
        Remedy::Path => "write a path of this site, such as `/2011/09/flowers.html`".to_owned(),
    })
}

/// A language that is no code.
pub fn bad_lang(path: &SourcePath, span: Span, key: &str, text: &str) -> Diagnostic {
    let text: String = text.chars().take(60).collect();
    Diagnostic::error("front-matter-bad-language", format!("`{key}`: `{text}` is not a language code"))
        .in_file(path)
        .at(span)
        .help("write two or three letters, such as `en`, or with a region, such as `en-GB`")
}

/// A feed id that is no address.
pub fn bad_id(path: &SourcePath, span: Span, text: &str) -> Diagnostic {
    let text: String = text.chars().take(80).collect();
    Diagnostic::error("front-matter-bad-id", format!("the id `{text}` is neither a whole address nor a `tag:` name"))
        .in_file(path)
        .at(span)
        .help("leave it out, and one is made; or write one such as `tag:example.org,2011:flowers`")
}

/// Neither a title nor a heading.
pub fn no_title(path: &SourcePath, span: Span, title: &str, fenced: bool) -> Diagnostic {
    Diagnostic::warning("front-matter-no-title", format!("this has no title, so the file name makes one: “{title}”"))
        .in_file(path)
        .at(span)
        .help(format!("{}, or begin the text with a `# heading`", write_entry("title: …", fenced)))
}

/// Neither a date nor one in the file's name.
pub fn no_date(path: &SourcePath, span: Span, fenced: bool) -> Diagnostic {
    Diagnostic::warning("front-matter-no-date", "this story has no date, so it is listed last")
        .in_file(path)
        .at(span)
        .help(format!("{}, or begin the file name with `2011-09-25-`", write_entry("date: 2011-09-25", fenced)))
}

/// The file's name begins with digits that are no day.
pub fn no_such_day_in_name(path: &SourcePath, span: Span, fenced: bool) -> Diagnostic {
    Diagnostic::warning(
        "front-matter-no-date",
        "the file name begins with a day that is not in the calendar, so the story has no date",
    )
    .in_file(path)
    .at(span)
    .help(format!("rename the file, or {}", write_entry("date: 2011-09-25", fenced)))
}

/// Where an entry of front matter goes: between its two lines, or with two lines of its own where there are none yet.
fn write_entry(entry: &str, fenced: bool) -> String {
    if fenced {
        format!("write `{entry}` between the `---` lines")
    } else {
        format!("begin the file with three lines: `---`, `{entry}` and `---`")
    }
}
