//! The site as a Blogger backup (Atom). Knows what Blogger reads; writes no e-mail address.

use std::fmt::Write as _;

use super::{Kept, Leaving, Outgoing, REMOVED, escaped, numbers};
use crate::ground::Moment;
use crate::import::model::Sort;

const KIND: &str = "http://schemas.google.com/g/2005#kind";
const KINDS: &str = "http://schemas.google.com/blogger/2008/kind";

/// The blog that an id was made up in, for Blogger wants one of everything; Blogger's own have other numbers.
pub(in crate::import) const MADE_UP: &str = "tag:blogger.com,1999:blog-0.";

/// The whole export.
pub fn blogger(site: &Outgoing) -> String {
    let mut out = String::from(
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' \
         xmlns:thr='http://purl.org/syndication/thread/1.0' xmlns:app='http://purl.org/atom/app#' \
         xmlns:gd='http://schemas.google.com/g/2005' xmlns:blogger='http://schemas.google.com/blogger/2018'>\n",
    );
    let _ = writeln!(out, "<id>{MADE_UP}archive</id>\n<title type='text'>{}</title>", escaped(&site.title));
    let _ = writeln!(out, "<link rel='alternate' type='text/html' href=\"{}/\"/>", escaped(&site.address));
    out.push_str("<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>\n");
    let settings =
        [("BLOG_DESCRIPTION", &site.tagline), ("BLOG_LOCALE", &site.language), ("BLOG_TIME_ZONE", &site.zone)];
    for (name, value) in settings.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(
            out,
            "<entry><id>{MADE_UP}settings.{name}</id><category scheme='{KIND}' term='{KINDS}#settings'/>\
             <title type='text'>{name}</title><content type='text'>{}</content></entry>",
            escaped(value)
        );
    }
    let comment_ids = site.items.iter().flat_map(|item| &item.comments).map(|kept| &*kept.comment.id);
    let ids = site.items.iter().map(|item| item.feed_id.as_str()).chain(comment_ids);
    let mut items = numbers(ids);
    let mut comments = items.split_off(site.items.len()).into_iter();
    for (item, number) in site.items.iter().zip(items) {
        let id = if item.feed_id.is_empty() { format!("{MADE_UP}post-{number}") } else { item.feed_id.clone() };
        entry(&mut out, item, &id);
        let own: Vec<u64> = comments.by_ref().take(item.comments.len()).collect();
        for (kept, number) in item.comments.iter().zip(&own) {
            let answered = item.comments.iter().position(|other| Some(&other.comment.id) == kept.parent.as_ref());
            comment(&mut out, item, kept, (&id, *number, answered.map(|at| own[at])));
        }
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, item: &Leaving, id: &str) {
    let kind = if item.sort == Sort::Post { "post" } else { "page" };
    let _ = writeln!(out, "<entry>\n<id>{}</id>", escaped(id));
    date(out, item.date);
    if item.is_draft {
        out.push_str("<app:control><app:draft>yes</app:draft></app:control>\n");
    }
    let _ = writeln!(out, "<category scheme='{KIND}' term='{KINDS}#{kind}'/>");
    for tag in &item.tags {
        let _ = writeln!(out, "<category scheme='http://www.blogger.com/atom/ns#' term=\"{}\"/>", escaped(tag));
    }
    let _ = writeln!(out, "<title type='text'>{}</title>", escaped(&escaped(&item.title)));
    let _ = writeln!(out, "<content type='html'>{}</content>", escaped(item.html.trim()));
    if !item.description.is_empty() {
        let text = escaped(&escaped(&item.description));
        let _ = writeln!(out, "<blogger:metaDescription>{text}</blogger:metaDescription>");
    }
    let _ = writeln!(out, "<link rel='alternate' type='text/html' href=\"{}\"/>", escaped(&item.address));
    for name in &item.authors {
        author(out, name);
    }
    out.push_str("</entry>\n");
}

fn comment(out: &mut String, item: &Leaving, kept: &Kept, (post, number, answered): (&str, u64, Option<u64>)) {
    let comment = &kept.comment;
    let _ = writeln!(out, "<entry>\n<id>{MADE_UP}post-{number}</id>");
    date(out, comment.date);
    let _ = writeln!(out, "<category scheme='{KIND}' term='{KINDS}#comment'/>\n<title type='text'></title>");
    let body = if comment.removed { REMOVED } else { kept.html.trim() };
    let _ = writeln!(out, "<content type='html'>{}</content>", escaped(body));
    if kept.is_pending {
        out.push_str("<blogger:status>PENDING_COMMENT</blogger:status>\n");
    }
    let _ = writeln!(out, "<link rel='alternate' type='text/html' href=\"{}#c{number}\"/>", escaped(&item.address));
    if let Some(answered) = answered {
        let _ = writeln!(
            out,
            "<link rel='related' type='application/atom+xml' href='http://www.blogger.com/feeds/1/1/comments/default/{answered}'/>"
        );
    }
    let name = comment.author.as_deref().unwrap_or("Anonymous");
    let uri = comment.url.as_deref().map(|url| format!("<uri>{}</uri>", escaped(url))).unwrap_or_default();
    let _ = writeln!(out, "<author><name>{}</name>{uri}</author>", escaped(&escaped(name)));
    let _ = writeln!(
        out,
        "<thr:in-reply-to href=\"{}\" ref=\"{}\" type='text/html'/>",
        escaped(&item.address),
        escaped(post)
    );
    if comment.removed {
        out.push_str("<gd:extendedProperty name='blogger.contentRemoved' value='true'/>\n");
    }
    out.push_str("</entry>\n");
}

fn author(out: &mut String, name: &str) {
    if !name.is_empty() {
        let _ = writeln!(out, "<author><name>{}</name></author>", escaped(&escaped(name)));
    }
}

fn date(out: &mut String, date: Option<Moment>) {
    if let Some(date) = date {
        let _ = writeln!(out, "<published>{}</published>", date.rfc3339(&jiff::tz::TimeZone::UTC));
    }
}
