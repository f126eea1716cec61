//! HTML that a writer put into the text: its tags, its ids, and what of it will not work.
//! A reader of tags only; nothing here makes anything safe (see `comment` for that).

use pulldown_cmark::{Event, TagEnd};

use super::html::Renderer;
use super::{addresses, escape};
use crate::ground::{Diagnostic, SourcePath, Span, messages::markdown as say};

/// A tag as it stands in raw HTML.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// Its first byte, and one past its last.
    pub start: usize,
    pub end: usize,
    /// The name as written.
    pub name: &'a str,
    /// `</name>`.
    pub closing: bool,
    attributes: &'a str,
}

/// The tags of some HTML, comments and the inside of scripts and styles passed over.
pub(super) fn tags(html: &str) -> Tags<'_> {
    Tags { html, at: 0 }
}

/// See [`tags`].
#[derive(Clone, Debug)]
pub(super) struct Tags<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + self.html.get(self.at..)?.find('<')?;
            let rest = &self.html[start..];
            if rest.starts_with("<!--") {
                self.at = start + comment_len(rest)?;
                continue;
            }
            let closing = rest.as_bytes().get(1) == Some(&b'/');
            let from = 1 + usize::from(closing);
            if !rest.as_bytes().get(from).is_some_and(u8::is_ascii_alphabetic) {
                self.at = start + 1;
                continue;
            }
            let name_end = rest[from..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
            let name = &rest[from..name_end.map_or(rest.len(), |end| from + end)];
            let inner = from + name.len();
            let end = tag_end(rest, inner);
            self.at = start + (end + 1).min(rest.len());
            if !closing && is_raw_text(name) {
                self.skip_raw_text(name);
            }
            let end_of_tag = start + (end + 1).min(rest.len());
            return Some(Tag { start, end: end_of_tag, name, closing, attributes: &rest[inner..end] });
        }
    }
}

impl Tags<'_> {
    /// Moves to the closing tag of a script or a style.
    fn skip_raw_text(&mut self, name: &str) {
        let rest = &self.html[self.at..];
        let close = rest.match_indices("</").find(|(at, _)| {
            rest.as_bytes()[at + 2..].get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
        });
        self.at = close.map_or(self.html.len(), |(at, _)| self.at + at);
    }
}

fn is_raw_text(name: &str) -> bool {
    ["script", "style"].iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// The length of a comment that begins here; none if it never ends.
fn comment_len(html: &str) -> Option<usize> {
    if html.starts_with("<!-->") {
        return Some(5);
    }
    html[4..].find("-->").map(|at| at + 7)
}

/// Where the `>` of a tag is, quotes respected; the end of the text if there is none.
fn tag_end(html: &str, from: usize) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

impl<'a> Tag<'a> {
    /// The names and values of its attributes.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
            if rest.is_empty() {
                return None;
            }
            // A lone `=` would stop us here for ever.
            let end = end.max(1);
            let (name, after) = rest.split_at_checked(end)?;
            rest = after;
            let Some(value) = after.trim_ascii_start().strip_prefix('=') else { return Some((name, "")) };
            let value = value.trim_ascii_start();
            let (value, after) = match value.as_bytes().first() {
                Some(quote @ (b'"' | b'\'')) => value[1..].split_once(*quote as char).unwrap_or((&value[1..], "")),
                _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
            };
            rest = after;
            Some((name, value))
        })
    }

    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// Whether a glance finds anything like an id in a text.
pub(super) fn may_have_ids(text: &str) -> bool {
    text.contains('<') && ["id=", "ID=", "Id=", "name=", "NAME=", "id =", "name ="].iter().any(|it| text.contains(it))
}

/// The ids that some HTML gives: `id="…"` of any tag, and `name="…"` of an old anchor.
pub(super) fn ids(html: &str) -> impl Iterator<Item = &str> {
    tags(html).filter(|tag| !tag.closing).flat_map(|tag| {
        let anchor = tag.is(&["a"]);
        tag.attributes()
            .filter(move |(name, _)| name.eq_ignore_ascii_case("id") || (anchor && name.eq_ignore_ascii_case("name")))
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    })
}

/// The words between the tags, scripts and styles left out.
pub(super) fn words(html: &str) -> impl Iterator<Item = &str> {
    let mut tags = tags(html);
    let mut at = 0;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let from = at;
        let tag = tags.next();
        done = tag.is_none();
        let to = tag.map_or(html.len(), |tag| tag.start);
        at = tag.map_or(html.len(), |tag| if !tag.closing && is_raw_text(tag.name) { tags.at } else { tag.end });
        Some(&html[from.min(to)..to])
    })
}

/// Says what of some HTML, which begins at byte `at` of the file, will not work under the site's safety rules.
pub(super) fn find_faults(html: &str, at: usize, path: &SourcePath, said: &mut Vec<Diagnostic>) {
    for tag in tags(html).filter(|tag| !tag.closing) {
        let span = Span::new(at + tag.start, at + tag.end);
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "script" => said.push(say::html_script(path, span)),
            "style" | "link" => said.push(say::html_style(path, span, &format!("<{name}>"))),
            "iframe" | "frame" | "object" | "embed" => said.push(say::html_frame(path, span, &name)),
            "base" | "meta" => said.push(say::html_head(path, span, &name)),
            _ => {}
        }
        for (attribute, value) in tag.attributes() {
            if attribute.len() > 2 && attribute.as_bytes()[..2].eq_ignore_ascii_case(b"on") {
                said.push(say::html_handler(path, span, attribute));
            } else if attribute.eq_ignore_ascii_case("style") {
                said.push(say::html_style(path, span, "style=\"…\""));
            } else if !addresses::is_safe(value) {
                said.push(say::unsafe_address(path, span));
            }
        }
    }
}

/// Some HTML without its comments: what a writer notes for herself is not for readers of the page's source.
pub(super) fn without_comments(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some(at) = rest.find("<!--") {
        out.push_str(&rest[..at]);
        rest = comment_len(&rest[at..]).map_or("", |length| &rest[at + length..]);
    }
    out.push_str(rest);
}

/// Closes what `html[from..]` leaves open, for a text that was cut in the middle of raw HTML.
pub(super) fn close_open_tags(html: &mut String, from: usize) {
    const VOID: [&str; 14] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(&html[from..]).filter(|tag| !tag.is(&VOID)) {
        if !tag.closing {
            // Deeper than any browser goes; a limit keeps hostile text from costing time.
            if open.len() < 500 {
                open.push(tag.name);
            }
        } else if let Some(at) = open.iter().rposition(|name| name.eq_ignore_ascii_case(tag.name)) {
            open.truncate(at);
        }
    }
    let open: Vec<String> = open.into_iter().map(str::to_owned).collect();
    for name in open.iter().rev() {
        html.push_str("</");
        html.push_str(name);
        html.push('>');
    }
}

impl Renderer<'_, '_> {
    pub(super) fn html_block(&mut self) {
        let mut html = String::new();
        while let Some(step) = self.next() {
            match &step.event {
                Event::End(TagEnd::HtmlBlock) => break,
                Event::Html(line) | Event::Text(line) => html.push_str(line),
                _ => {}
            }
        }
        let mut shown = String::with_capacity(html.len());
        without_comments(&html, &mut shown);
        if shown.trim().is_empty() {
            return;
        }
        self.fresh_line();
        if self.options.markdown.raw_html {
            self.has_html = true;
            words(&shown).for_each(|words| self.count(words));
            self.out.push_str(&shown);
            return self.fresh_line();
        }
        self.count(&shown);
        self.out.push_str("<p>");
        escape::text(self.out, shown.trim());
        self.out.push_str("</p>\n");
    }

    pub(super) fn inline_html(&mut self, html: &str) {
        if html.starts_with("<!--") {
            return;
        }
        if self.options.markdown.raw_html {
            self.has_html = true;
            return self.out.push_str(html);
        }
        if let Some(heading) = &mut self.heading {
            heading.words.push_str(html);
        }
        escape::text(self.out, html);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_any_tag() {
        let found = |html| ids(html).collect::<Vec<_>>();
        assert_eq!(found(r#"<p id="a"><a name='b' href=x>y</a><i ID=c/><img name="d">"#), ["a", "b", "c/"]);
        assert_eq!(found("<!-- <p id=x> --><script><p id=y></script><p = id=z>"), ["z"]);
        assert_eq!(found("<p id=\"never closed"), ["never closed"]);
    }

    #[test]
    fn words_stand_between_tags() {
        let words = |html| words(html).collect::<Vec<_>>().join("|");
        assert_eq!(words("a<b>c</b>d"), "a|c|d");
        assert_eq!(words("<style>p {}</style>x<script>y"), "||x|");
        assert_eq!(words("<p <q"), "|");
    }

    #[test]
    fn what_a_cut_left_open_is_closed() {
        let mut html = "<div><b>x<br></i>".to_owned();
        close_open_tags(&mut html, 0);
        assert_eq!(html, "<div><b>x<br></i></b></div>");
    }

    #[test]
    fn comments_are_left_out() {
        let mut out = String::new();
        without_comments("a<!-- b -->c<!-->d<!-- e", &mut out);
        assert_eq!(out, "acd");
    }
}
