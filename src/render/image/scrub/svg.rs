//! SVG: read and written again, element by element. What draws stays; what runs, leads elsewhere, or tells of the program
//! and the computer that made it goes. An SVG is opened by its own address as well, where it is a page of the site.

use std::borrow::Cow;

use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::Broken;

/// What draws (SVG 2 and its filters), what it is said to be, and what moves it without a program.
const ELEMENTS: [&str; 65] = [
    "a",
    "animate",
    "animateMotion",
    "animateTransform",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "set",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
    "hatch",
    "hatchpath",
    "mesh",
    "meshpatch",
    "meshrow",
];
/// Attributes with a prefix that mean something to a browser.
const PREFIXED: [&str; 5] = ["xlink:href", "xlink:title", "xml:lang", "xml:space", "xmlns:xlink"];
/// Deeper than any drawing.
const DEEPEST: usize = 512;

pub(super) fn scrub(bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let text = std::str::from_utf8(bytes).map_err(|_| Broken::Unreadable)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut out = String::with_capacity(text.len());
    // The elements that are open and stay; how many are open inside of one that goes.
    let (mut open, mut gone) = (Vec::<String>::new(), 0_usize);
    loop {
        match reader.read_event().map_err(|_| Broken::Unreadable)? {
            Event::Eof => break,
            Event::Start(_) if gone > 0 => gone += 1,
            Event::End(_) if gone > 0 => gone -= 1,
            _ if gone > 0 => {}
            Event::Start(tag) => match kept(&tag) {
                Some(name) if open.len() < DEEPEST => {
                    start(&name, &tag, "", &mut out)?;
                    open.push(name);
                }
                _ => gone = 1,
            },
            Event::Empty(tag) => {
                if let Some(name) = kept(&tag) {
                    start(&name, &tag, "/", &mut out)?;
                }
            }
            Event::End(_) => {
                let name = open.pop().ok_or(Broken::Unreadable)?;
                out.push_str("</");
                out.push_str(&name);
                out.push('>');
            }
            Event::Text(text) => words(&text, &open, &mut out),
            Event::CData(text) => words(&text, &open, &mut out),
            Event::GeneralRef(entity) => {
                let number = entity.resolve_char_ref().map_err(|_| Broken::Unreadable)?;
                // Entities of the file's own are not known: they could stand for anything, a million times over.
                let meant = number.map(String::from).or_else(|| resolve_predefined_entity(&entity).map(str::to_owned));
                words(&meant.unwrap_or_default(), &open, &mut out);
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
        }
    }
    if !open.is_empty() || !out.trim_start().starts_with("<svg") {
        return Err(Broken::CutShort);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    Ok(out.trim_start().as_bytes().to_vec())
}

/// The name of an element that stays.
fn kept(tag: &BytesStart<'_>) -> Option<String> {
    let name = tag.name().into_inner().to_owned();
    let moves = matches!(name.as_str(), "animate" | "set");
    // What moves an address or a handler moves it somewhere.
    let moved = tag.attributes().flatten().find(|it| it.key.into_inner() == "attributeName");
    let moved = moved.map(|it| it.value.to_ascii_lowercase()).unwrap_or_default();
    let leads = moves && (moved.contains("href") || moved.starts_with("on") || moved.contains('&'));
    Some(name).filter(|name| ELEMENTS.contains(&name.as_str()) && !leads)
}

fn start(name: &str, tag: &BytesStart<'_>, end: &str, out: &mut String) -> Result<(), Broken> {
    out.push('<');
    out.push_str(name);
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Broken::Unreadable)?;
        let key = attribute.key.into_inner();
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| Broken::Unreadable)?;
        if let Some(value) = allowed(name, key, value) {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            out.push_str(&escape(value.as_ref()).replace('\n', "&#10;"));
            out.push('"');
        }
    }
    out.push_str(end);
    out.push('>');
    Ok(())
}

/// The value with which an attribute stays.
fn allowed<'a>(element: &str, key: &str, value: Cow<'a, str>) -> Option<Cow<'a, str>> {
    let lower = key.to_ascii_lowercase();
    if lower.starts_with("on") || lower.starts_with("data-") || (key.contains(':') && !PREFIXED.contains(&key)) {
        return None;
    }
    match key {
        "href" | "xlink:href" => leads_nowhere_else(element, &value).then_some(value),
        "src" | "target" | "ping" | "xml:base" => None,
        "xmlns" => (value == "http://www.w3.org/2000/svg").then_some(value),
        "xmlns:xlink" => (value == "http://www.w3.org/1999/xlink").then_some(value),
        _ => stays_inside(&value).then_some(value),
    }
}

/// Whether an address means something inside of the drawing, or a picture that it carries; a link may also lead out.
fn leads_nowhere_else(element: &str, value: &str) -> bool {
    const CARRIED: [&str; 4] =
        ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];
    let value = value.trim();
    let carried = matches!(element, "image" | "feImage") && CARRIED.iter().any(|start| value.starts_with(start));
    let link = element == "a" && ["https://", "http://", "/"].iter().any(|start| value.starts_with(start));
    value.starts_with('#') || carried || link
}

/// Whether every `url()` of a style means something inside of the drawing. A backslash can spell anything.
fn stays_inside(css: &str) -> bool {
    let lower = css.to_ascii_lowercase();
    let mut urls = lower.split("url(").skip(1);
    let own = urls.all(|rest| rest.trim_start_matches([' ', '"', '\'', '\n', '\t']).starts_with('#'));
    own && !["@import", "\\", "expression(", "javascript:", "image(", "image-set(", "@font-face", "-moz-binding"]
        .iter()
        .any(|word| lower.contains(word))
}

fn words(text: &str, open: &[String], out: &mut String) {
    if open.is_empty() || (open.last().is_some_and(|name| name == "style") && !stays_inside(text)) {
        return;
    }
    out.push_str(&quick_xml::escape::partial_escape(text));
}
