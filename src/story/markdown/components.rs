//! Components: what a writer calls by name because Markdown cannot say it. A call stands in a paragraph of its own, in the
//! form of Tera 2's component calls, and what is between its two lines is Markdown like all else:
//!
//! ```text
//! {% <aside title="For the cake"> %}
//!
//! Two eggs, and a *warm* kitchen.
//!
//! {% </aside> %}
//! ```
//!
//! Nothing else in braces is touched. Knows the calls and their plainest HTML; how a theme shows them is the theme's business.

use super::html::Renderer;
use super::{addresses, escape, limits};

/// Something that can be called by name.
#[derive(Debug, PartialEq, Eq)]
pub struct Component {
    /// `aside`
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What can be said in the call.
    pub arguments: &'static [Argument],
}

/// Something that can be said in a call. It is always text.
#[derive(Debug, PartialEq, Eq)]
pub struct Argument {
    /// `title`
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// How it could be.
    pub example: &'static str,
    /// Whether the call is wrong without it.
    pub required: bool,
}

/// All that can be called, few on purpose.
pub const COMPONENTS: [Component; 5] = [
    Component {
        name: "aside",
        about: "A few words beside the story: a recipe, what became of somebody, a note of the editor's.",
        arguments: &[optional("title", "Stands above it.", "For the cake")],
    },
    Component {
        name: "figure",
        about: "Whatever is between its lines, with words under it: a picture, a table, some verse.",
        arguments: &[optional("caption", "The words under it.", "The list on the door, as it was")],
    },
    Component {
        name: "gallery",
        about: "Several pictures beside each other, each with the caption that it has.",
        arguments: &[optional("caption", "Words under all of them.", "The four of them, in 1974")],
    },
    Component {
        name: "letter",
        about: "Something that somebody wrote, with who wrote it, to whom and when.",
        arguments: &[
            optional("to", "Whom it is to; stands above it.", "whoever has the tin"),
            optional("from", "Who wrote it; stands under it.", "27"),
            optional("on", "When, in any words.", "the third of May"),
        ],
    },
    Component {
        name: "video",
        about: "A film somewhere else: a still picture, which stands between the lines, and a link. Nothing is loaded from there.",
        arguments: &[
            required("href", "Where the film is: a whole address.", "https://films.example/swan"),
            required("title", "What it is called; the words of the link.", "The swan comes back"),
            optional("length", "How long it is.", "two minutes"),
        ],
    },
];

const fn optional(name: &'static str, about: &'static str, example: &'static str) -> Argument {
    Argument { name, about, example, required: false }
}

const fn required(name: &'static str, about: &'static str, example: &'static str) -> Argument {
    Argument { name, about, example, required: true }
}

/// The component of that name.
pub fn find(name: &str) -> Option<&'static Component> {
    COMPONENTS.iter().find(|component| component.name == name)
}

/// A call, as whoever shows it needs it.
#[derive(Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// What is called.
    pub component: &'static Component,
    /// What was said, by name.
    pub arguments: Vec<(&'a str, &'a str)>,
}

impl<'a> Call<'a> {
    /// What was said under this name, if anything.
    pub fn argument(&self, name: &str) -> Option<&'a str> {
        self.arguments
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.trim())
            .filter(|it| !it.is_empty())
    }

    /// The host of the address in `href`.
    pub fn host(&self) -> Option<&'a str> {
        let (_, rest) = self.argument("href")?.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        let host = host.rsplit('@').next().unwrap_or(host);
        Some(host.strip_prefix("www.").unwrap_or(host))
    }
}

/// Shows a call, if it can; else the plainest HTML stands there.
pub type Dress<'o> = &'o mut dyn FnMut(&Call<'_>, &str) -> Option<String>;

/// One line of a call as it is written. Places are bytes of the line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark<'a> {
    /// `{% </name> %}`
    pub closes: bool,
    pub name: &'a str,
    pub name_at: usize,
    pub arguments: Vec<Written<'a>>,
    /// From where on it cannot be understood.
    pub broken: Option<usize>,
}

/// An argument as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written<'a> {
    pub name: &'a str,
    pub at: usize,
    /// None if it does not stand in quotation marks.
    pub value: Option<&'a str>,
    /// Where all of it ends.
    pub end: usize,
}

/// Whether a paragraph is one line of a call and nothing else.
pub(super) fn is_mark(paragraph: &str) -> bool {
    let text = paragraph.trim();
    begins_mark(text) && text.find("%}") == Some(text.len() - 2)
}

/// Whether a text begins as a line of a call does: `{% <` or `{% </` and a letter.
pub(super) fn begins_mark(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("{%").map(str::trim_start).and_then(|rest| rest.strip_prefix('<')) else {
        return false;
    };
    rest.strip_prefix('/').unwrap_or(rest).starts_with(|c: char| c.is_ascii_alphabetic())
}

impl<'a> Mark<'a> {
    /// Reads a line for which `is_mark` holds.
    pub fn read(line: &'a str) -> Self {
        let end = line.rfind("%}").unwrap_or(line.len());
        let mut at = line.find('<').map_or(0, |at| at + 1);
        let closes = line[at..].starts_with('/');
        at += usize::from(closes);
        let name = word(&line[at..end]);
        let mut mark = Self { closes, name, name_at: at, arguments: Vec::new(), broken: None };
        at += name.len();
        loop {
            at += line[at..end].len() - line[at..end].trim_start().len();
            let rest = &line[at..end];
            if rest.trim_end() == ">" {
                return mark;
            }
            let name = word(rest);
            let Some(after) = rest[name.len()..].trim_start().strip_prefix('=').filter(|_| !name.is_empty()) else {
                mark.broken = Some(at);
                return mark;
            };
            let value = after.trim_start();
            let begin = end - value.len();
            let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
            let inside = quote.and_then(|quote| value[1..].split_once(quote)).map(|(inside, _)| inside);
            let length = match inside {
                Some(inside) => inside.len() + 2,
                None => value.find([' ', '\n', '>']).unwrap_or(value.len()),
            };
            mark.arguments.push(Written { name, at, value: inside, end: begin + length });
            at = begin + length;
        }
    }

    /// The call, if its component is known; what is wrong in it is left out.
    fn call(&self) -> Option<Call<'a>> {
        let component = find(self.name)?;
        let is_known = |name: &str| component.arguments.iter().any(|argument| argument.name == name);
        let known = self.arguments.iter().filter(|written| is_known(written.name));
        Some(Call { component, arguments: known.filter_map(|written| Some((written.name, written.value?))).collect() })
    }
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// A call whose second line is still to come.
#[derive(Debug)]
pub(super) struct Open<'a> {
    call: Call<'a>,
    /// Where its HTML begins.
    from: usize,
}

impl<'a> Renderer<'a, '_> {
    /// Whether a picture alone in its paragraph stands in something that is a figure already.
    pub(super) fn is_in_figure(&self) -> bool {
        self.components.last().is_some_and(|open| matches!(open.call.component.name, "figure" | "video"))
    }

    /// Whether pictures stand beside each other here.
    pub(super) fn is_in_gallery(&self) -> bool {
        self.components.last().is_some_and(|open| open.call.component.name == "gallery")
    }

    /// A line of a call. What is wrong with it was said when it was read.
    pub(super) fn mark(&mut self, line: &'a str) {
        self.spoil();
        let mark = Mark::read(line);
        self.gap();
        if !mark.closes {
            // Each one is put together anew with all that is in it; so deep an error was said when it was read.
            let Some(call) = mark.call().filter(|_| self.components.len() < limits::DEEPEST) else { return };
            self.fresh_line();
            self.components.push(Open { call, from: self.out.len() });
        } else if self.components.last().is_some_and(|open| open.call.component.name == mark.name) {
            self.close_component();
        }
    }

    /// Puts what is shown of a call in the place of what stands between its lines.
    pub(super) fn close_component(&mut self) {
        let Some(Open { call, from }) = self.components.pop() else { return };
        self.fresh_line();
        let inner = self.out.split_off(from.min(self.out.len()));
        let dressed = self.dress.as_mut().and_then(|dress| dress(&call, &inner));
        match dressed {
            Some(html) => self.out.push_str(html.trim_end()),
            None => plain(&call, &inner, self.out),
        }
        self.fresh_line();
    }
}

/// The plainest HTML of a call: for feeds, and for themes that have no template for it.
fn plain(call: &Call<'_>, inner: &str, out: &mut String) {
    let text = |lead: &str, words: Option<&str>, tail: &str, out: &mut String| {
        if let Some(words) = words {
            out.push_str(lead);
            escape::text(out, words);
            out.push_str(tail);
        }
    };
    let said = |name| call.argument(name);
    match call.component.name {
        "aside" => {
            out.push_str("<div class=\"aside\" role=\"note\">\n");
            text("<p><strong>", said("title"), "</strong></p>\n", out);
            out.push_str(inner);
            out.push_str("</div>\n");
        }
        "letter" => {
            out.push_str("<figure class=\"letter\">\n");
            text("<p>To ", said("to"), "</p>\n", out);
            out.push_str("<blockquote>\n");
            out.push_str(inner);
            out.push_str("</blockquote>\n");
            let signed: Vec<&str> = [said("from"), said("on")].into_iter().flatten().collect();
            text(
                "<figcaption>— ",
                Some(&signed.join(", ")).filter(|it| !it.is_empty()).map(String::as_str),
                "</figcaption>\n",
                out,
            );
            out.push_str("</figure>\n");
        }
        "video" => {
            out.push_str("<figure class=\"video\">\n");
            out.push_str(inner);
            out.push_str("<figcaption><a href=\"");
            escape::address(out, said("href").filter(|href| addresses::fault(href).is_none()).unwrap_or("#"));
            text("\">", said("title").or(said("href")), "</a>", out);
            let more: Vec<&str> = [said("length"), call.host()].into_iter().flatten().collect();
            text(" (", Some(&*more.join(", ")).filter(|it| !it.is_empty()), ")", out);
            out.push_str("</figcaption>\n</figure>\n");
        }
        name => {
            out.push_str(if name == "gallery" { "<figure class=\"gallery\">\n" } else { "<figure>\n" });
            out.push_str(inner);
            text("<figcaption>", said("caption"), "</figcaption>\n", out);
            out.push_str("</figure>\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_calls_are_told_from_other_braces() {
        for text in ["{% <aside> %}", " {%<aside title=\"x\" > %} ", "{% </aside> %}", "{% <asdie> %}"] {
            assert!(is_mark(text), "{text}");
        }
        for text in
            ["{{<aside/>}}", "{% raw %}", "{% < aside> %}", "{% <aside> %} words", "{{ x }}", "{% <3 %}", "{%", "%}"]
        {
            assert!(!is_mark(text), "{text}");
        }
    }

    #[test]
    fn arguments_are_read_with_their_places() {
        let line = "{% <letter to=\"a > b\" from='c' on=d> %}";
        let mark = Mark::read(line);
        let found: Vec<_> = mark.arguments.iter().map(|it| (it.name, it.value, &line[it.at..it.end])).collect();
        assert_eq!(
            found,
            [("to", Some("a > b"), "to=\"a > b\""), ("from", Some("c"), "from='c'"), ("on", None, "on=d")]
        );
        assert_eq!((mark.name, mark.closes, mark.broken), ("letter", false, None));
        for (line, at) in
            [("{% <aside title> %}", 10), ("{% <aside / %}", 10), ("{% <aside", 9), ("{% <aside title=", 16)]
        {
            assert_eq!(Mark::read(line).broken, Some(at), "{line}");
        }
    }
}
