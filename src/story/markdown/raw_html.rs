//! HTML that a writer put into the text: its tags, its ids, and what of it will not work.
//! A reader of tags only; nothing here makes anything safe (see `comment` for that).

use pulldown_cmark::{Event, TagEnd};

use super::html::Renderer;
use super::{addresses, escape};
use crate::ground::markup::{self, Change, comment_len};
pub(super) use crate::ground::markup::{Tag, tags};
use crate::ground::{Diagnostic, SourcePath, Span, messages::markdown as say};

/// Whether a glance finds anything like an id in a text.
pub(super) fn may_have_ids(text: &str) -> bool {
    memchr::memchr(b'<', text.as_bytes()).is_some()
        && ["id=", "ID=", "Id=", "name=", "NAME=", "id =", "name ="].iter().any(|it| text.contains(it))
}

/// The ids that some HTML gives: `id="…"` of any tag, and `name="…"` of an old anchor.
pub(super) fn ids(html: &str) -> impl Iterator<Item = &str> {
    tags(html).filter(|tag| !tag.closing).flat_map(|tag| {
        let anchor = tag.is(&["a"]);
        tag.attributes()
            .filter(move |it| it.name.eq_ignore_ascii_case("id") || (anchor && it.name.eq_ignore_ascii_case("name")))
            .map(|it| it.value)
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
        at = tag.map_or(html.len(), |tag| tag.after);
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
        for markup::Attribute { name: attribute, value, .. } in tag.attributes() {
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
        self.spoil();
        let mut html = String::new();
        let mut number = 0;
        while let Some(step) = self.next() {
            match &step.event {
                Event::End(TagEnd::HtmlBlock) => {
                    number = step.number;
                    break;
                }
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
            self.led(&shown, number);
            return self.fresh_line();
        }
        self.count(&shown);
        self.out.push_str("<p>");
        escape::text(self.out, shown.trim());
        self.out.push_str("</p>\n");
    }

    pub(super) fn inline_html(&mut self, html: &str, number: usize) {
        if html.starts_with("<!--") {
            return;
        }
        self.spoil();
        if self.options.markdown.raw_html {
            self.has_html = true;
            return self.led(html, number);
        }
        if let Some(heading) = &mut self.heading {
            heading.words.push_str(html);
        }
        escape::text(self.out, html);
    }

    /// Writes raw HTML, its addresses led to where they are meant to lead; `number` is that of the first.
    fn led(&mut self, html: &str, number: usize) {
        let mut resolved = self.resolved().into_iter().flat_map(|resolved| resolved.html).skip(number);
        markup::rewrite(html, self.out, |address| match resolved.next() {
            None => Change::Keep,
            Some(to) if to.is_empty() => Change::Drop,
            Some(to) if **to == *address.value => Change::Keep,
            Some(to) => Change::To(to.to_string()),
        });
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
