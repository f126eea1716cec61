//! The site as WXR 1.2. Knows what WordPress reads, and that no e-mail address is needed for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Kept, Leaving, Outgoing, REMOVED, cdata, escaped, numbers};
use crate::ground::{Moment, Slug};
use crate::import::model::Sort;

/// The whole export.
pub fn wordpress(site: &Outgoing) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"\n  \
         xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n  \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n  \
         xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"\n  xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n  \
         xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n",
    );
    let _ = writeln!(out, "<title>{}</title>\n<link>{}</link>", escaped(&site.title), escaped(&site.address));
    let _ = writeln!(out, "<description>{}</description>", escaped(&site.tagline));
    let _ = writeln!(out, "<language>{}</language>\n<wp:wxr_version>1.2</wp:wxr_version>", escaped(&site.language));
    let address = escaped(&site.address);
    let _ =
        writeln!(out, "<wp:base_site_url>{address}</wp:base_site_url>\n<wp:base_blog_url>{address}</wp:base_blog_url>");
    let people = people(site);
    for (name, (number, login)) in &people {
        let _ = writeln!(
            out,
            "<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{}</wp:author_login>\
             <wp:author_email></wp:author_email><wp:author_display_name>{}</wp:author_display_name></wp:author>",
            cdata(login),
            cdata(name)
        );
    }
    let items = numbers(site.items.iter().map(|item| item.feed_id.as_str()));
    let mut next = items.iter().copied().max().unwrap_or(0);
    for (item, number) in site.items.iter().zip(&items) {
        let picture = item.picture.as_ref().map(|_| {
            next += 1;
            next
        });
        let comments = numbers(item.comments.iter().map(|kept| &*kept.comment.id));
        write_item(&mut out, item, (*number, picture), &people, &comments);
        if let (Some((src, alt)), Some(id)) = (&item.picture, picture) {
            attachment(&mut out, src, alt, (id, *number));
        }
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// Everybody who tells a story: a number and a login.
type People = BTreeMap<String, (usize, String)>;

fn people(site: &Outgoing) -> People {
    let mut people = People::new();
    let mut logins = BTreeSet::new();
    for name in site.items.iter().flat_map(|item| &item.authors) {
        if people.contains_key(&**name) {
            continue;
        }
        let number = people.len() + 1;
        let login = Slug::from_text(name).map(|slug| slug.to_string()).filter(|login| logins.insert(login.clone()));
        people.insert(name.to_string(), (number, login.unwrap_or_else(|| format!("author-{number}"))));
    }
    people
}

fn write_item(
    out: &mut String,
    item: &Leaving,
    (number, picture): (u64, Option<u64>),
    people: &People,
    comments: &[u64],
) {
    let login = item.authors.first().and_then(|name| people.get(&**name)).map_or("", |(_, login)| login);
    let (local, utc) = dates(item.date);
    let (kind, status) = match item.sort {
        Sort::Post => ("post", if item.is_draft { "draft" } else { "publish" }),
        Sort::Page => ("page", if item.is_draft { "draft" } else { "publish" }),
    };
    let excerpt = if item.summary.is_empty() { &item.description } else { &item.summary };
    // A block of its own, in which WordPress leaves line ends alone.
    let content = format!("<!-- wp:html -->\n{}\n<!-- /wp:html -->", item.html.trim());
    let _ = writeln!(out, "<item>\n<title>{}</title>\n<link>{}</link>", cdata(&item.title), escaped(&item.address));
    let _ = writeln!(out, "<dc:creator>{}</dc:creator>", cdata(login));
    if !item.feed_id.is_empty() {
        let _ = writeln!(out, "<guid isPermaLink=\"false\">{}</guid>", escaped(&item.feed_id));
    }
    let _ = writeln!(out, "<content:encoded>{}</content:encoded>", cdata(&content));
    let _ = writeln!(out, "<excerpt:encoded>{}</excerpt:encoded>", cdata(&escaped(excerpt)));
    let _ = writeln!(out, "<wp:post_id>{number}</wp:post_id>\n<wp:post_date>{local}</wp:post_date>");
    let _ = writeln!(out, "<wp:post_date_gmt>{utc}</wp:post_date_gmt>\n<wp:comment_status>closed</wp:comment_status>");
    let _ = writeln!(out, "<wp:post_name>{}</wp:post_name>\n<wp:status>{status}</wp:status>", cdata(&item.slug));
    let _ =
        writeln!(out, "<wp:post_type>{kind}</wp:post_type>\n<wp:is_sticky>{}</wp:is_sticky>", u8::from(item.sticky));
    labels(out, item, people);
    metas(out, item, picture);
    let by_id: BTreeMap<&str, u64> =
        item.comments.iter().zip(comments).map(|(kept, number)| (&*kept.comment.id, *number)).collect();
    for (kept, number) in item.comments.iter().zip(comments) {
        let parent = kept.parent.as_deref().and_then(|id| by_id.get(id)).copied().unwrap_or(0);
        let user = item.authors.first().and_then(|name| people.get(&**name)).map_or(0, |(user, _)| *user);
        comment(out, kept, (*number, parent), if kept.comment.by_author { user } else { 0 });
    }
    out.push_str("</item>\n");
}

/// Tags, and everybody who wrote it if they are several.
fn labels(out: &mut String, item: &Leaving, people: &People) {
    for tag in &item.tags {
        let slug = Slug::from_text(tag).map_or_else(String::new, |slug| slug.to_string());
        let _ =
            writeln!(out, "<category domain=\"post_tag\" nicename=\"{}\">{}</category>", escaped(&slug), cdata(tag));
    }
    // As a well-known plug-in has those who wrote something together.
    for name in item.authors.iter().filter(|_| item.authors.len() > 1) {
        let login = people.get(&**name).map_or("", |(_, login)| login);
        let _ = writeln!(
            out,
            "<category domain=\"author\" nicename=\"cap-{}\">{}</category>",
            escaped(login),
            cdata(login)
        );
    }
}

/// What WordPress keeps beside a text.
fn metas(out: &mut String, item: &Leaving, picture: Option<u64>) {
    let mut meta = |key: &str, value: &str| {
        let _ = writeln!(
            out,
            "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>",
            cdata(key),
            cdata(value)
        );
    };
    if let Some(picture) = picture {
        meta("_thumbnail_id", &picture.to_string());
    }
    for slug in &item.old_slugs {
        meta("_wp_old_slug", slug);
    }
    if !item.summary.is_empty() {
        meta("_yoast_wpseo_metadesc", &item.description);
    }
}

fn comment(out: &mut String, kept: &Kept, (number, parent): (u64, u64), user: usize) {
    let Kept { comment, is_pending, html, .. } = kept;
    let (local, utc) = dates(comment.date);
    let body = if comment.removed { REMOVED } else { html.trim() };
    let _ = writeln!(
        out,
        "<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{}</wp:comment_author>\
         <wp:comment_author_email></wp:comment_author_email><wp:comment_author_url>{}</wp:comment_author_url>\
         <wp:comment_author_IP></wp:comment_author_IP><wp:comment_date>{local}</wp:comment_date>\
         <wp:comment_date_gmt>{utc}</wp:comment_date_gmt><wp:comment_content>{}</wp:comment_content>\
         <wp:comment_approved>{}</wp:comment_approved><wp:comment_type>comment</wp:comment_type>\
         <wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>",
        cdata(comment.author.as_deref().unwrap_or("")),
        escaped(comment.url.as_deref().unwrap_or("")),
        cdata(body),
        u8::from(!is_pending),
    );
}

fn attachment(out: &mut String, src: &str, alt: &str, (number, parent): (u64, u64)) {
    let _ = writeln!(
        out,
        "<item>\n<title>{}</title>\n<wp:post_id>{number}</wp:post_id>\n<wp:post_parent>{parent}</wp:post_parent>\n\
         <wp:status>inherit</wp:status>\n<wp:post_type>attachment</wp:post_type>\n\
         <wp:attachment_url>{}</wp:attachment_url>\n<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>\
         <wp:meta_value>{}</wp:meta_value></wp:postmeta>\n</item>",
        cdata(alt),
        escaped(src),
        cdata(alt)
    );
}

/// By the writer's clock and by Greenwich; all zeros where that is not known.
fn dates(date: Option<Moment>) -> (String, String) {
    const ZEROS: &str = "0000-00-00 00:00:00";
    let Some(date) = date else { return (String::new(), String::new()) };
    let local = |moment: Moment| {
        let second = moment.time.map_or(0, |time| time.second);
        format!("{} {:02}:{:02}:{:02}", moment.day, second / 3600, second / 60 % 60, second % 60)
    };
    let known = date.time.and_then(|time| time.offset).is_some();
    let utc = jiff::Timestamp::from_second(date.instant(&jiff::tz::TimeZone::UTC));
    let utc = utc.ok().filter(|_| known).map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string());
    (local(date), utc.unwrap_or_else(|| ZEROS.to_owned()))
}
