//! What only the export as a whole can tell of a post's pictures: which ones `[gallery]` shows, and the words that the
//! library of WordPress has for those who cannot see them. Knows HTML and shortcodes no further than that.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::body::shortcodes::{self, Shortcode as Asked};
use super::model::Attachment;

/// The text with each gallery replaced by its pictures. A gallery that names none shows all that belong to the post.
pub(super) fn opened(html: &str, post: &str, attachments: &BTreeMap<String, Attachment>) -> Option<String> {
    if !html.contains("[gallery") {
        return None;
    }
    let mut out = String::with_capacity(html.len() + 512);
    let mut end = 0;
    for (at, asked) in shortcodes::galleries(html) {
        let pictures = pictures(&asked, post, attachments);
        // One without any stays as it is written: what becomes of the text says that nothing is known of it.
        if !pictures.is_empty() {
            out.push_str(&html[end..at.start]);
            out.push_str("\n\n<div class=\"gallery\">");
            for picture in pictures {
                figure(&mut out, picture);
            }
            out.push_str("</div>\n\n");
            end = at.end;
        }
    }
    out.push_str(&html[end..]);
    Some(out)
}

/// The text with the library's words in each picture that has none of its own; none if there are no such pictures.
pub(super) fn described(html: &str, attachments: &BTreeMap<String, Attachment>) -> Option<String> {
    if !html.contains("wp-image-") || !attachments.values().any(|one| !one.alt.is_empty()) {
        return None;
    }
    let (mut out, mut rest) = (String::with_capacity(html.len() + 64), html);
    while let Some(at) = rest.find("<img ") {
        let Some(end) = rest[at..].find('>').map(|end| at + end) else { break };
        let tag = &rest[at..end];
        let alt = library_alt(tag, attachments).filter(|_| !tag.contains("alt=") || tag.contains("alt=\"\""));
        out.push_str(&rest[..at]);
        match alt {
            Some(alt) => {
                let alt = alt.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
                let _ = write!(out, "<img alt=\"{alt}\" {}", tag["<img ".len()..].replace("alt=\"\"", ""));
            }
            None => out.push_str(tag),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    Some(out)
}

fn library_alt<'a>(tag: &str, attachments: &'a BTreeMap<String, Attachment>) -> Option<&'a str> {
    let after = tag.split("wp-image-").nth(1)?;
    let id = after.split(|c: char| !c.is_ascii_digit()).next()?;
    attachments.get(id).map(|one| one.alt.as_str()).filter(|alt| !alt.is_empty())
}

fn pictures<'a>(asked: &Asked<'_>, post: &str, attachments: &'a BTreeMap<String, Attachment>) -> Vec<&'a Attachment> {
    if let Some(ids) = asked.named("ids").or_else(|| asked.named("include")) {
        return ids.split(',').filter_map(|id| attachments.get(id.trim())).collect();
    }
    let home = asked.named("id").unwrap_or(post);
    let without: Vec<&str> = asked.named("exclude").unwrap_or("").split(',').map(str::trim).collect();
    let is_picture = |one: &&Attachment| {
        let end = one.url.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        matches!(end.as_str(), "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg")
    };
    let of_post = attachments.values().filter(|one| !home.is_empty() && one.parent == home);
    of_post.filter(is_picture).filter(|one| !without.contains(&one.id.as_str())).collect()
}

fn figure(out: &mut String, picture: &Attachment) {
    let escape = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let alt = if picture.alt.is_empty() { &picture.caption } else { &picture.alt };
    let _ = write!(out, "\n\n<figure><img src=\"{}\" alt=\"{}\" />", escape(&picture.url), escape(alt));
    if !picture.caption.is_empty() {
        let _ = write!(out, "<figcaption>{}</figcaption>", escape(&picture.caption));
    }
    out.push_str("</figure>\n\n");
}
