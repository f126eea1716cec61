//! WordPress shortcodes: `[caption]`, `[embed]` and their kin become HTML; brackets that are only brackets stay.
//! Knows nothing of what the HTML means. See the Shortcode API in WordPress's handbook for developers.

mod scan;

use std::borrow::Cow;
use std::fmt::Write as _;

use self::scan::{Piece, Shortcode};
use super::context::Losses;
use super::keep;

/// Shortcodes that show something which WordPress made anew for each reader.
const MADE_ANEW: [&str; 19] = [
    "archives",
    "blog_subscription_form",
    "contact-field",
    "contact-form",
    "contact-form-7",
    "ninja_form",
    "gallery",
    "gravityform",
    "login",
    "playlist",
    "poll",
    "polldaddy",
    "recent_posts",
    "rss",
    "search",
    "sitemap",
    "slideshow",
    "wpforms",
    "wpvideo",
];

/// Shortcodes that colour code.
const CODE: [&str; 14] = [
    "bash",
    "cc",
    "code",
    "cpp",
    "css",
    "html",
    "java",
    "javascript",
    "js",
    "php",
    "python",
    "ruby",
    "sourcecode",
    "sql",
];

/// Shortcodes that show a film or a recording of another site, and how its address begins if only its name is given.
const FILMS: [(&str, &str); 7] = [
    ("dailymotion", "https://www.dailymotion.com/video/"),
    ("googlemaps", ""),
    ("googlevideo", ""),
    ("soundcloud", "https://soundcloud.com/"),
    ("spotify", "https://open.spotify.com/"),
    ("vimeo", "https://vimeo.com/"),
    ("youtube", "https://www.youtube.com/watch?v="),
];

/// The HTML with its shortcodes resolved.
pub(super) fn resolved<'h>(html: &'h str, left_out: &mut Losses) -> Cow<'h, str> {
    if !html.contains('[') {
        return Cow::Borrowed(html);
    }
    let pieces = scan::pieces(html);
    let mut out = String::with_capacity(html.len() + 256);
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        match piece {
            Piece::Text(text) => out.push_str(text),
            // Its opening was told of, or there is none.
            Piece::Close { .. } => {}
            Piece::Open { code, close } => {
                let inner = close.map(|close| scan::between(html, &pieces, at, close));
                if is_resolved(code, inner, &mut out, left_out)
                    && let Some(close) = close
                {
                    at = close + 1;
                }
            }
        }
    }
    Cow::Owned(out)
}

/// Writes what a shortcode shows. True if what stands between it and its end is written with it.
fn is_resolved(code: &Shortcode<'_>, inner: Option<&str>, out: &mut String, left_out: &mut Losses) -> bool {
    let name = code.name.to_ascii_lowercase();
    let name = name.as_str();
    if matches!(name, "caption" | "wp_caption") {
        if let Some(inner) = inner {
            caption(code, inner, out);
        }
        return inner.is_some();
    }
    if name == "embed" {
        frame(inner.map(str::trim).filter(|it| !it.is_empty()).or_else(|| code.named("src")).unwrap_or(""), out);
        return true;
    }
    if matches!(name, "audio" | "video") {
        const FORMS: [&str; 9] = ["src", "mp3", "mp4", "m4a", "m4v", "webm", "ogg", "ogv", "wav"];
        let src = FORMS.iter().find_map(|form| code.named(form)).or_else(|| code.first());
        let src = src.or(inner).unwrap_or("").split('|').next().unwrap_or("");
        let _ = write!(out, "<{name}");
        keep::attribute(out, "src", src.trim());
        let _ = write!(out, "></{name}>");
        return true;
    }
    if let Some((_, start)) = FILMS.iter().find(|(film, _)| *film == name) {
        let said = inner.map(str::trim).filter(|it| !it.is_empty());
        let said =
            said.or_else(|| code.named("id")).or_else(|| code.named("url")).or_else(|| code.first()).unwrap_or("");
        let said = said.trim_start_matches('=').trim();
        let is_whole = said.contains("//");
        frame(&if is_whole || said.is_empty() { said.to_owned() } else { format!("{start}{said}") }, out);
        return true;
    }
    if let (true, Some(inner)) = (CODE.contains(&name), inner) {
        source(code, name, inner, out);
        return true;
    }
    let why = if MADE_ANEW.contains(&name) {
        "WordPress made what it shows for each page view"
    } else {
        "only a plugin knew what it shows; words between its brackets stay"
    };
    left_out.add(format!("the shortcode [{}]", code.name), why);
    false
}

/// A picture and the words below it, or a `caption="…"` as WordPress had it before version 3.4.
fn caption(code: &Shortcode<'_>, inner: &str, out: &mut String) {
    let end = inner.rfind("<img").and_then(|at| inner[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    let rest = inner[end..].trim_start();
    let closed = rest.strip_prefix("</a>").unwrap_or(rest);
    let (picture, words) = inner.split_at(inner.len() - closed.len());
    let words = words.trim();
    let words = if words.is_empty() { code.named("caption").unwrap_or("") } else { words };
    let _ = write!(out, "<figure>{}<figcaption>{words}</figcaption></figure>", picture.trim());
}

fn frame(address: &str, out: &mut String) {
    out.push_str("<iframe");
    // Addresses in a text have their ampersands written as HTML has them, or not.
    keep::attribute(out, "src", &address.replace("&amp;", "&").replace("&#038;", "&"));
    out.push_str("></iframe>");
}

fn source(code: &Shortcode<'_>, name: &str, inner: &str, out: &mut String) {
    let language = code.named("language").or_else(|| code.named("lang")).unwrap_or(name);
    let language = if matches!(language, "code" | "sourcecode" | "text" | "plain") { "" } else { language };
    out.push_str("<pre><code");
    if !language.is_empty() {
        keep::attribute(out, "class", &format!("language-{language}"));
    }
    out.push('>');
    let inner = inner.trim_matches(['\n', '\r']);
    let is_encoded = inner.contains("&lt;") || inner.contains("&amp;");
    if is_encoded {
        out.push_str(inner);
    } else {
        keep::escape(out, inner);
    }
    out.push_str("</code></pre>");
}
