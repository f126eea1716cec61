//! WordPress shortcodes: `[caption]`, `[embed]` and their kin become HTML; brackets that are only brackets stay.
//! Knows nothing of what the HTML means. See the Shortcode API in WordPress's handbook for developers.

mod scan;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

pub(in crate::import) use self::scan::Shortcode;

use self::scan::Piece;
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

/// Shortcodes inside shortcodes to this depth; nobody wrote more.
const DEEPEST: usize = 8;

/// The HTML with its shortcodes resolved.
pub(super) fn resolved<'h>(html: &'h str, left_out: &mut Losses) -> Cow<'h, str> {
    if html.contains('[') { Cow::Owned(inside(html, DEEPEST, left_out)) } else { Cow::Borrowed(html) }
}

/// Where galleries stand, and what each asks for. Code that names one is none.
pub(in crate::import) fn galleries(html: &str) -> Vec<(Range<usize>, Shortcode<'_>)> {
    let (mut found, mut code) = (Vec::new(), 0);
    let pieces = scan::pieces(html);
    let ends: Vec<usize> =
        pieces.iter().map(|piece| if let Piece::Close { end, .. } = piece { *end } else { 0 }).collect();
    for piece in pieces {
        let Piece::Open { code: shortcode, close } = piece else { continue };
        if CODE.contains(&shortcode.name.to_ascii_lowercase().as_str()) {
            code = code.max(close.map_or(0, |close| ends[close]));
        } else if shortcode.name == "gallery" && shortcode.place().start >= code {
            let place = shortcode.place();
            found.push((place.start..place.end.max(close.map_or(0, |close| ends[close])), shortcode));
        }
    }
    found
}

fn inside(html: &str, depth: usize, left_out: &mut Losses) -> String {
    let pieces = scan::pieces(html);
    let mut out = String::with_capacity(html.len() + 256);
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        match piece {
            Piece::Text(text) => out.push_str(text),
            // Its opening was told of, or there is none.
            Piece::Close { name, .. } => part(&pieces, at, name, &mut out),
            Piece::Open { code, close } => {
                let inner = close.map(|close| scan::between(html, &pieces, at, close));
                if is_resolved(code, inner, depth, &mut out, left_out)
                    && let Some(close) = close
                {
                    at = close + 1;
                }
            }
        }
    }
    out
}

/// Columns, boxes and tabs of a plug-in: one that begins right where one like it ends stood beside or below it.
fn part(pieces: &[Piece<'_>], next: usize, name: &str, out: &mut String) {
    let mut rest = pieces[next.min(pieces.len())..].iter().filter(|piece| **piece != Piece::Text(""));
    let is_alike = matches!(rest.next(), Some(Piece::Open { code, .. }) if code.name.eq_ignore_ascii_case(name));
    if is_alike && name.len() > 2 {
        out.push_str("\n\n<p></p>\n\n");
    }
}

/// Writes what a shortcode shows. True if what stands between it and its end is written with it.
fn is_resolved(
    code: &Shortcode<'_>,
    inner: Option<&str>,
    depth: usize,
    out: &mut String,
    left_out: &mut Losses,
) -> bool {
    let name = code.name.to_ascii_lowercase();
    let name = name.as_str();
    if matches!(name, "caption" | "wp_caption") {
        if let Some(inner) = inner {
            let inner = if depth > 0 { &*inside(inner, depth - 1, left_out) } else { inner };
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
    led(code, inner, out)
}

/// A shortcode of a plug-in that leads somewhere: a button whose words are known, or something that was shown from there.
/// True if what stands between it and its end is written with it.
fn led(code: &Shortcode<'_>, inner: Option<&str>, out: &mut String) -> bool {
    const NAMES: [&str; 5] = ["url", "href", "link", "src", "file"];
    let is_whole = |it: &&str| (it.starts_with("http://") || it.starts_with("https://")) && !it.contains(['<', '>']);
    let Some(address) = NAMES.iter().find_map(|name| code.named(name)).or_else(|| code.first()).filter(is_whole) else {
        return false;
    };
    match inner.map(str::trim).filter(|inner| !inner.is_empty()) {
        None => frame(address, out),
        Some(words) if !words.contains(['<', '[', '\n']) => {
            out.push_str("<a");
            keep::attribute(out, "href", &address.replace("&amp;", "&"));
            let _ = write!(out, ">{words}</a>");
            return true;
        }
        Some(_) => {}
    }
    false
}

/// A picture and the words below it, or a `caption="…"` as WordPress had it before version 3.4.
fn caption(code: &Shortcode<'_>, inner: &str, out: &mut String) {
    if inner.contains("<figure>") {
        // A caption around another: each picture has its own words already.
        let _ = write!(out, "{inner}\n\n{}\n\n", code.named("caption").unwrap_or(""));
        return;
    }
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
