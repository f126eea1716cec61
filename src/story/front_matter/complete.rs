//! What was not declared, from the text and the file's name. Never from the file's dates: a copy loses them.

use std::sync::Arc;

use super::declared::Declared;
use crate::ground::messages::front_matter as say;
use crate::ground::{Date, Diagnostic, Fingerprint, Moment, Slug, SourcePath, Span, typography};
use crate::story::yaml::plain;
use crate::story::{Body, FrontMatter, Kind, SeriesPart, Source};

/// Fills in what was not declared: title, date, slug. With `smart`, quotation marks and dashes become those of print.
pub fn complete(
    mut declared: Declared,
    mut body: Body,
    source: Source<'_>,
    smart: bool,
) -> (FrontMatter, Body, Vec<Diagnostic>) {
    let mut said = Vec::new();
    if smart {
        // Set like the text below them. Slugs are made of names of files, so that no address changes.
        for words in [&mut declared.title, &mut declared.description, &mut declared.content_note, &mut declared.quote] {
            *words = words.take().map(typography::smart);
        }
    }
    let (quiet, wants_excerpt) = (declared.broken, declared.wants_excerpt());
    let name = name(source.path);
    let title = title(&declared, &mut body, source, name, &mut said);
    let date = date(&declared, source, &mut said);
    let slug = declared.slug.unwrap_or_else(|| slug(source, name, &mut said));
    if !wants_excerpt {
        body.excerpt = Arc::from("");
    }
    if quiet {
        said.clear();
    }
    let series = declared.series.map(|series| SeriesPart { part: series.part.or(declared.part), ..series });
    let front = FrontMatter {
        title,
        date,
        updated: declared.updated,
        authors: declared.authors,
        tags: declared.tags,
        description: declared.description,
        slug,
        permalink: declared.permalink,
        aliases: declared.aliases,
        draft: declared.draft,
        expires: declared.expires,
        listed: !declared.unlisted,
        image: declared.image,
        content_note: declared.content_note,
        series,
        happened: declared.happened,
        passed_on_from: declared.passed_on_from,
        quote: declared.quote,
        names: declared.names,
        permission: declared.permission,
        rights: declared.rights,
        withdrawn: declared.withdrawn,
        comments: declared.comments.unwrap_or_default(),
        lang: declared.lang,
        id: declared.id,
        extra: declared.extra,
    };
    (front, body, said)
}

/// The declared title, else the first heading, else the file name in words.
fn title(declared: &Declared, body: &mut Body, source: Source<'_>, name: &str, said: &mut Vec<Diagnostic>) -> Arc<str> {
    let heading = body.headings.first().filter(|heading| heading.level == 1);
    let heading = heading.and_then(|heading| plain::line(&heading.text));
    if let Some(title) = &declared.title {
        // A text that repeats its title as its first heading would show it twice.
        body.title_from_heading = heading.as_ref() == Some(title);
        return title.clone();
    }
    if let Some(heading) = heading {
        body.title_from_heading = true;
        return heading;
    }
    let index = source.path.stem() == "index" && source.kind == Kind::Page;
    let title = if index && !source.path.folder().contains('/') { "Home".to_owned() } else { in_words(name) };
    if !index && source.kind != Kind::TagIntro {
        said.push(say::no_title(source.path, top(source), &title, declared.fenced));
    }
    Arc::from(title)
}

/// The declared date, else the one that the file name begins with.
fn date(declared: &Declared, source: Source<'_>, said: &mut Vec<Diagnostic>) -> Option<Moment> {
    if declared.date.is_some() || source.kind != Kind::Story {
        return declared.date;
    }
    let place = top(source);
    match Date::from_name(name(source.path)) {
        Some((Some(day), _)) => return Some(Moment::on(day)),
        // A draft need not have one yet, and what is withdrawn is in no list.
        _ if declared.draft || declared.withdrawn.is_some() => {}
        Some((None, _)) => said.push(say::no_such_day_in_name(source.path, place, declared.fenced)),
        None => said.push(say::no_date(source.path, place, declared.fenced)),
    }
    None
}

/// A slug from the file name, or the bundle's folder; if no letter is left, from the fingerprint of the path.
fn slug(source: Source<'_>, name: &str, said: &mut Vec<Diagnostic>) -> Slug {
    if let Some(slug) = Slug::from_text(without_date(name)).or_else(|| Slug::from_text(name)) {
        return slug;
    }
    let slug = Slug::from_fingerprint("story", Fingerprint::of(source.path.as_str().as_bytes()));
    said.push(say::made_up_slug(source.path, top(source), &slug));
    slug
}

/// The name that stands for the story: the file's without its ending, or the folder's of a bundle.
fn name(path: &SourcePath) -> &str {
    let stem = path.stem();
    if stem != "index" {
        return stem;
    }
    path.folder().rsplit('/').next().filter(|folder| !folder.is_empty()).unwrap_or(stem)
}

/// The name without a `2011-09-25-` in front, if something is left then.
fn without_date(name: &str) -> &str {
    Date::from_name(name).filter(|(day, rest)| day.is_some() && !rest.is_empty()).map_or(name, |(_, rest)| rest)
}

/// `2011-09-25-flowers-on_my-desk` -> "Flowers on my desk", `2011-09-25` -> "25 September 2011".
fn in_words(name: &str) -> String {
    if let Some((Some(day), "")) = Date::from_name(name) {
        return day.in_words();
    }
    let spaced: String = without_date(name).chars().map(|c| if matches!(c, '-' | '_') { ' ' } else { c }).collect();
    let words = plain::line(&spaced).unwrap_or_else(|| Arc::from(name));
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Where a key that is missing should be written: the first line of the file.
fn top(source: Source<'_>) -> Span {
    let start = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    Span::new(start, start)
}
