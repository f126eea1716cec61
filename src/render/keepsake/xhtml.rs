//! HTML as people write it -> XHTML that is well formed and holds nothing that runs, loads or breaks a book. Two steps: what a
//! browser would make of it, cleaned; then the same tags written as XML. Knows HTML; knows nothing of chapters.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use ammonia::{Builder, UrlRelative};

use crate::ground::markup::{Tag, tags};
use crate::render::xml::{attribute, escape_into};

/// The place in the book of what an address names; none if the book does not have it.
pub(super) type Place<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

/// Where what stands in a text leads.
pub(super) struct Lead<'a> {
    /// Before each id.
    pub prefix: String,
    /// The place of a link; none: it leads nowhere, and its words stay.
    pub link: Place<'a>,
    /// The place of a picture; none: the book does not have it, and its words stand for it.
    pub picture: Place<'a>,
}

/// Elements that hold nothing.
const VOID: [&str; 5] = ["br", "hr", "img", "wbr", "col"];

/// Writes HTML as XHTML.
pub(super) fn xhtml(html: &str, lead: &Lead<'_>) -> String {
    let clean = cleaned(html);
    let mut out = String::with_capacity(clean.len() + 64);
    let mut open: Vec<Option<String>> = Vec::new();
    let mut at = 0;
    for tag in tags(&clean) {
        escape_into(&plain(&clean[at..tag.start]), &mut out);
        at = tag.end;
        let name = tag.name.to_ascii_lowercase();
        let is_void = VOID.contains(&name.as_str());
        if tag.closing {
            // Whatever is cleaned closes in the order in which it was opened.
            if !is_void && let Some(Some(name)) = open.pop() {
                let _ = write!(out, "</{name}>");
            }
            continue;
        }
        let written = opened(&name, &attributes(&tag), lead, &mut out);
        if !is_void {
            open.push(written.then_some(name));
        }
    }
    escape_into(&plain(&clean[at..]), &mut out);
    for name in open.into_iter().rev().flatten() {
        let _ = write!(out, "</{name}>");
    }
    out
}

/// Writes the beginning of an element. `false` if only what is in it stays.
fn opened(name: &str, attributes: &[(String, String)], lead: &Lead<'_>, out: &mut String) -> bool {
    let of = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let mut led = None;
    if name == "a" && of("href").is_some() {
        led = of("href").and_then(|href| (lead.link)(href)).map(|href| ("href", href));
        if led.is_none() && of("id").is_none() {
            return false;
        }
    } else if name == "img" {
        led = of("src").and_then(|src| (lead.picture)(src)).map(|src| ("src", src));
        if led.is_none() {
            escape_into(of("alt").unwrap_or_default(), out);
            return false;
        }
    }
    out.push('<');
    out.push_str(name);
    if let Some((name, value)) = led {
        attribute(name, &value, out);
    }
    if name == "img" && of("alt").is_none() {
        attribute("alt", "", out);
    }
    for (name, value) in attributes {
        match name.as_str() {
            "href" | "src" => {}
            "id" => attribute("id", &format!("{}{value}", lead.prefix), out),
            "lang" => {
                attribute("xml:lang", value, out);
                attribute("lang", value, out);
            }
            name => attribute(name, value, out),
        }
    }
    out.push_str(if VOID.contains(&name) { "/>" } else { ">" });
    !VOID.contains(&name)
}

/// Each attribute once, as the first one says.
fn attributes(tag: &Tag<'_>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for one in tag.attributes() {
        let name = one.name.to_ascii_lowercase();
        if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, plain(one.value).into_owned()));
        }
    }
    all
}

/// Text without references: what is cleaned has these five only.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    Cow::Owned(known.iter().fold(text.to_owned(), |text, (reference, c)| text.replace(reference, c)))
}

/// What a browser would make of it, without what has no place in a book.
fn cleaned(html: &str) -> String {
    let tags = "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure \
                h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup \
                table tbody td tfoot th thead tr u ul var wbr";
    let of = |names: &'static str| names.split(' ').collect::<HashSet<_>>();
    Builder::empty()
        .tags(tags.split_whitespace().collect())
        .clean_content_tags(of("script style title textarea iframe noscript template"))
        .generic_attributes(of("class id lang dir title"))
        .tag_attributes(HashMap::from([
            ("a", of("href")),
            ("img", of("src alt")),
            ("ol", of("start reversed")),
            ("td", of("colspan rowspan")),
            ("th", of("colspan rowspan scope")),
        ]))
        .url_schemes(of("http https mailto tel"))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .clean(html)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> String {
        let lead = Lead {
            prefix: "s1-".to_owned(),
            link: Box::new(|href| href.starts_with('#').then(|| href.to_owned())),
            picture: Box::new(|src| (src == "/a.png").then(|| "p1.png".to_owned())),
        };
        xhtml(html, &lead)
    }

    #[test]
    fn whatever_is_written_is_well_formed() {
        for html in [
            "<p>a<br>b<hr><img src=/a.png><img src=/b.png alt='no & such'>",
            "<b><i>x</b>y</i></p></div>",
            "<a href=javascript:alert(1)>x</a><a href='#n' id=n>y</a><script>z</script>",
            "<p title='a\"b<c' title=d lang=de onclick=x>&amp;lt; &nbsp; &hearts; \u{1}",
            "<table><tr><td colspan=2>x<table><td>y</table>",
            "<svg><style></p><img src=x onerror=1></svg><math><mi//xlink:href=\"x\">",
            "<p id='a b' class=\"x y\">a < b && c",
        ] {
            let written = of(html);
            let mut reader = quick_xml::Reader::from_str(&written);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(why) => panic!("{why}: {html} became {written}"),
                }
            }
            assert!(!written.contains("script") && !written.contains("onclick"), "{written}");
        }
        assert_eq!(of("a<br>b<img src=/a.png><img src=/b.png alt=c>"), "a<br/>b<img src=\"p1.png\" alt=\"\"/>c");
        assert_eq!(of("<a href=/x/>y</a> &amp;lt; <b>"), "y &amp;lt; <b></b>");
    }
}
