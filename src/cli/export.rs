//! `goodturn export`: the site as one file that WordPress or Blogger can read, with its drafts and its comments.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::import::house::House;
use super::place::At;
use super::{Exit, Refusal, place};
use crate::check::privacy::{List, Private, list};
use crate::check::{Desk, Finding, Guard, Kind as Shape};
use crate::ground::markup;
use crate::ground::messages::{cli as said_of_files, import as say};
use crate::ground::{BaseUrl, Diagnostic, SourcePath};
use crate::import::export::{Kept, Leaving, Outgoing, blogger, tidied, wordpress};
use crate::import::model::Sort;
use crate::settings::MarkdownSettings;
use crate::shell::{edit, source};
use crate::site::{Published, Site, links};
use crate::story::comments::{self, Comment};
use crate::story::markdown::{self, RenderOptions, Resolved};
use crate::story::{self, Kind, Link, Source, Story};

/// Move out: write the site as one file for another program
#[derive(Args)]
pub(super) struct Arguments {
    /// The program that shall read it
    #[arg(value_enum)]
    program: For,
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    at: At,
}

#[derive(Clone, Copy, ValueEnum)]
enum For {
    #[value(name = "wordpress")]
    WordPress,
    Blogger,
}

pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Refusal> {
    let root = arguments.at.site()?;
    let house = House::find(Some(&root))?;
    let site = house.site()?.ok_or_else(|| say::cannot_leave(&place::name_of(&root)))?;
    let outgoing = outgoing(&house, &site);
    let text = match arguments.program {
        For::WordPress => wordpress(&outgoing),
        For::Blogger => blogger(&outgoing),
    };
    let name = place::name_of(&arguments.file);
    edit::create(&arguments.file, text.as_bytes()).map_err(|why| said_of_files::cannot_write(&name, &why))?;
    let path = SourcePath::new(list::FILE);
    let list = source::text(&root, &path).map(|text| List::parse(&path, &text).0);
    let guard = Guard::new(&house.settings, list);
    let found = guard.look("", Shape::Xml, text.as_bytes(), &mut Desk::default());
    let is_name = |it: &&Finding| matches!(it, Finding::Private(Private::Name(_)));
    let names = found.iter().filter(is_name).count();
    let drafts = outgoing.items.iter().filter(|item| item.is_draft).count();
    console.say(&say::export_is_private(&name, names, drafts).into_iter().collect::<Vec<_>>(), Path::new(""));
    let posts = outgoing.items.iter().filter(|item| item.sort == Sort::Post).count();
    let comments = outgoing.items.iter().map(|item| item.comments.len()).sum();
    let number = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    console.answer(&format!(
        "{}: {}, {} and {}",
        place::name_of(&arguments.file),
        number(posts, "story", "stories"),
        number(outgoing.items.len() - posts, "page", "pages"),
        number(comments, "comment", "comments"),
    ));
    Ok(Exit::Done)
}

fn outgoing(house: &House, site: &Site) -> Outgoing {
    let settings = &house.settings;
    let base = &settings.base_url;
    let mut pages: Vec<&Published> = site.stories.iter().chain(&site.pages).collect();
    // Without the ending, so that `glove` leaves before `glove-2`, and both come back under their names.
    let stem = |page: &Published| page.story.source.as_str().trim_end_matches(".md").to_owned();
    pages.sort_by_key(|page| stem(page));
    Outgoing {
        title: settings.title.clone(),
        tagline: settings.tagline.clone(),
        address: base.to_string().trim_end_matches('/').to_owned(),
        language: settings.language.clone(),
        zone: settings.timezone.clone(),
        items: pages.into_iter().filter_map(|page| leaving(house, site, base, page)).collect(),
    }
}

fn leaving(house: &House, site: &Site, base: &BaseUrl, page: &Published) -> Option<Leaving> {
    let story = &page.story;
    let text = source::text(&house.root, &story.source)?;
    // As it is written: the signs of print that a page shows are made again wherever it goes.
    let mut settings = house.settings.clone();
    settings.markdown.smart_punctuation = false;
    let as_written = Source { path: &story.source, text: &text, kind: story.kind };
    let written = story::parse(as_written, &settings).0;
    let front = written.as_ref().map_or(&story.front, |written| &written.front);
    let mut quiet: Vec<Diagnostic> = Vec::new();
    let shown = links::Text { story, url: &page.url };
    let picture = links::front_picture(site, base, shown, &mut quiet);
    let image = front.image.as_ref();
    let summary = match front.extra.get("summary") {
        Some(crate::ground::value::Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    Some(Leaving {
        sort: if story.kind == Kind::Story { Sort::Post } else { Sort::Page },
        title: front.title.to_string(),
        address: base.absolute(&page.url),
        slug: front.slug.to_string(),
        old_slugs: front.aliases.iter().filter_map(|(url, _)| old_slug(page.url.as_str(), url.as_str())).collect(),
        feed_id: front.id.as_deref().unwrap_or_default().to_owned(),
        date: front.date,
        is_draft: front.draft,
        sticky: front.extra.contains_key("sticky"),
        authors: front.authors.clone(),
        tags: front.tags.clone(),
        description: front.description.as_deref().unwrap_or_default().to_owned(),
        summary,
        picture: image.map(|image| {
            let found = picture.map_or(image.src.clone(), |picture| picture.src);
            (whole(base, &found), image.alt.as_deref().unwrap_or_default().to_owned())
        }),
        html: html(site, base, shown, story, &text),
        comments: kept(house, story),
    })
}

/// The last part of an address that differs in it only.
fn old_slug(now: &str, before: &str) -> Option<String> {
    let (now, before) = (now.trim_end_matches('/').rsplit_once('/')?, before.trim_end_matches('/').rsplit_once('/')?);
    (now.0 == before.0).then(|| before.1.to_owned())
}

/// The text as HTML, all of its addresses whole.
fn html(site: &Site, base: &BaseUrl, shown: links::Text<'_>, story: &Story, text: &str) -> String {
    let mut said = Vec::new();
    let resolved = links::resolve(site, base, shown, &mut said);
    // What leads to no page of the site leaves as it was written; what leads to a story that was withdrawn does not leave.
    let or = |found: &str, written: &str| whole(base, if found.is_empty() { written } else { found }).into();
    let is_withdrawn = |span| said.iter().any(|one| one.code == "link-to-withdrawn" && one.span == Some(span));
    let pairs = resolved.links.iter().zip(&story.body.links);
    let to =
        |(found, link): (&Arc<str>, &Link)| if is_withdrawn(link.span) { found.clone() } else { or(found, &link.to) };
    let links: Vec<Arc<str>> = pairs.map(to).collect();
    let mut images = resolved.images.to_vec();
    for (image, written) in images.iter_mut().zip(&story.body.images) {
        (image.src, image.width, image.height) = (or(&image.src, &written.src), None, None);
    }
    let pairs = resolved.html.iter().zip(&story.body.html);
    let addresses: Vec<Arc<str>> = pairs.map(|(found, address)| or(found, &address.to)).collect();
    // Quotation marks and dashes leave as they were written.
    let markdown = MarkdownSettings { smart_punctuation: false, raw_html: true };
    let options = RenderOptions { markdown, skip_title: story.body.title_from_heading, ..RenderOptions::plainly() };
    let mut html = String::new();
    let body = text.get(story.body.start as usize..).unwrap_or_default();
    markdown::to_html(body, Resolved { links: &links, images: &images, html: &addresses }, options, &mut html);
    tidied(&html, &story.body.headings.iter().map(|heading| heading.level).collect::<Vec<_>>())
}

fn whole(base: &BaseUrl, href: &str) -> String {
    let one = |href: &str| if href.starts_with('/') { format!("{}{href}", base.origin()) } else { href.to_owned() };
    // Several addresses of one picture, with their widths.
    if href.contains(", ") { markup::each_of_set(href, one) } else { one(href) }
}

/// The comments of a story: those that are shown, and those that wait.
fn kept(house: &House, story: &Story) -> Vec<Kept> {
    let stem = story.source.as_str().rsplit_once('.').map_or("", |(stem, _)| stem);
    let path = match stem.strip_suffix("/index") {
        Some(folder) => SourcePath::new(format!("{folder}/comments.yaml")),
        None => SourcePath::new(format!("{stem}.comments.yaml")),
    };
    let Some(text) = source::text(&house.root, &path) else { return Vec::new() };
    let shown = comments::parse(&path, &text).0.map(|read| read.shown).unwrap_or_default();
    // Who waits, and when something stood that was taken back, is told by asking who would be shown if nobody had to.
    let open = text.replace("state: pending", "state: approved").replace("state: removed", "state: approved");
    let all = comments::parse(&path, &open).0.map(|read| read.shown).unwrap_or_default();
    let id_of = |anchor: &str| all.iter().find(|one| &*one.anchor == anchor).map(|one| one.id.clone());
    let standing = |one: &Comment| shown.iter().find(|other| other.id == one.id);
    let kept = all.iter().map(|comment| Kept {
        parent: comment.parent.as_deref().and_then(id_of),
        is_pending: standing(comment).is_none(),
        html: markdown::comment_html(comment.format, &comment.body),
        comment: Comment { removed: standing(comment).is_some_and(|shown| shown.removed), ..comment.clone() },
    });
    kept.collect()
}
