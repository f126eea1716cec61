//! A page made by a template: `HtmlView` -> HTML. The only folder besides theme/ that knows Tera; knows no files.
//!
//! Each view becomes the variables that themes/README.md promises. What costs something is made only where the theme
//! names it. Three things are safe HTML, all made here: a text's HTML, a comment's, and the JSON-LD; the rest is escaped.

mod comments;
mod json_ld;
mod policy;
mod values;

use std::sync::Arc;

use tera::{Context, Value};

use crate::ground::Diagnostic;
use crate::plan::views::{Card, HtmlView, ListView, Main, SiteView, StoryView, Text};
use crate::render::{Texts, body};
use crate::settings::{MarkdownSettings, Settings};
use crate::story::markdown::{self, RenderOptions, Resolved};
use crate::theme::Theme;
use policy::Policy;
use values::{Names, list, map, or_none, text};

/// Words of the newest story on the home page; it ends with a whole paragraph.
const OPENING_WORDS: u32 = 120;

/// What one worker keeps from page to page: values that are the same on many pages, and buffers. It changes no byte.
#[derive(Debug)]
pub struct Kept {
    about: Value,
    policy: Policy,
    markdown: MarkdownSettings,
    site: Option<(Arc<SiteView>, Value)>,
    names: Names,
    html: String,
    comments: Vec<String>,
}

impl Kept {
    /// Nothing kept yet.
    pub fn new(theme: &Theme, settings: &Settings) -> Self {
        Self {
            about: theme.about(),
            policy: Policy::new(&settings.allow_hosts, theme.scripts),
            markdown: settings.markdown,
            site: None,
            names: Names::default(),
            html: String::new(),
            comments: Vec::new(),
        }
    }

    fn site(&mut self, view: &Arc<SiteView>) -> Value {
        match &self.site {
            Some((kept, value)) if Arc::ptr_eq(kept, view) => value.clone(),
            _ => {
                let value = values::site(view);
                self.site = Some((Arc::clone(view), value.clone()));
                value
            }
        }
    }
}

/// Makes a page and appends it to `out`. On a fault `out` is as it was.
pub fn html(
    theme: &Theme,
    view: &HtmlView,
    texts: &dyn Texts,
    kept: &mut Kept,
    out: &mut Vec<u8>,
) -> Result<(), Diagnostic> {
    let mut page = Page { theme, view, texts, kept, variables: Context::new() };
    page.fill()?;
    let variables = page.variables;
    let made = theme.make(view.main.template(), &variables, out);
    made.map_err(|fault| fault.via(format!("while making {}", view.head.url)))
}

/// One page on its way to a template.
struct Page<'a> {
    theme: &'a Theme,
    view: &'a HtmlView,
    texts: &'a dyn Texts,
    kept: &'a mut Kept,
    variables: Context,
}

impl Page<'_> {
    fn fill(&mut self) -> Result<(), Diagnostic> {
        let view = self.view;
        let about = self.kept.about.clone();
        self.set("theme", about);
        let site = self.kept.site(&view.site);
        self.set("site", site);
        let mut json_ld = None;
        match &view.main {
            Main::Story(story) => json_ld = self.story(story)?,
            Main::Page(page) => {
                let content = self.content(&page.text)?;
                self.set("title", text(&view.head.title));
                self.set("content", content);
                self.set("toc", list(&page.toc, values::toc_entry));
                self.set("extra", values::extra(&page.extra));
            }
            Main::Home(home) => {
                let opening = match &home.opening {
                    Some((story, text)) if self.theme.uses("opening") => self.opening(story, text)?,
                    _ => Value::none(),
                };
                self.set("opening", opening);
                self.list(&home.list);
            }
            Main::Tags(view) => self.set("tags", list(&view.tags, |tag| values::tag(tag))),
            Main::Tag(view) => {
                let content = view.intro.as_ref().map_or(Ok(Value::none()), |intro| self.content(intro))?;
                self.set("tag", values::tag(&view.tag));
                self.set("content", content);
                self.list(&view.list);
            }
            Main::Authors(view) => self.set("authors", list(&view.authors, |author| values::author(author))),
            Main::Author(view) => {
                self.set("author", values::author(&view.author));
                self.list(&view.list);
            }
            Main::Series(view) => {
                self.set("name", text(&view.name));
                self.cards(&view.stories);
            }
            Main::Archive(view) => self.set("years", list(&view.years, values::year)),
            Main::NotFound => {}
            Main::Withdrawn(view) => self.set("since", text(&view.since)),
            Main::Redirect(view) => {
                self.set("target", text(&view.target));
                self.set("target_permalink", text(&view.target_permalink));
                self.set("title", text(&view.title));
            }
        }
        let csp = if self.theme.uses("csp") { self.kept.policy.for_page(json_ld.as_deref()) } else { String::new() };
        let head = values::head(&view.head, &csp, json_ld.as_deref());
        self.set("page", head);
        Ok(())
    }

    fn set(&mut self, name: &'static str, value: Value) {
        self.variables.insert_value(name, value);
    }

    /// Gives the JSON-LD, if the theme wants it.
    fn story(&mut self, view: &StoryView) -> Result<Option<String>, Diagnostic> {
        let content = self.content(&view.text)?;
        let wants_json_ld = self.theme.uses("json_ld");
        self.kept.comments.clear();
        if self.theme.uses("comments") || wants_json_ld {
            self.kept.comments.extend(view.comments.list.iter().map(comments::html));
        }
        let card = self.kept.names.card(&view.story);
        self.set("story", card);
        self.set("content", content);
        self.set("toc", list(&view.toc, values::toc_entry));
        self.set("older", or_none(view.older.as_deref(), values::link));
        self.set("newer", or_none(view.newer.as_deref(), values::link));
        self.set("similar", list(&view.similar, |link| values::link(link)));
        self.set("passed_on_from", or_none(view.passed_on_from.as_deref(), values::link));
        self.set("passed_on_to", list(&view.passed_on_to, |link| values::link(link)));
        self.set("comments", comments::value(&view.comments, &self.kept.comments));
        Ok(wants_json_ld.then(|| json_ld::story(self.view, view, &self.kept.comments)))
    }

    fn list(&mut self, view: &ListView) {
        self.cards(&view.stories);
        self.set("pager", values::pager(&view.pager));
    }

    fn cards(&mut self, stories: &[Arc<Card>]) {
        let cards = Value::from(stories.iter().map(|story| self.kept.names.card(story)).collect::<Vec<_>>());
        self.set("stories", cards);
    }

    fn opening(&mut self, story: &Card, text: &Text) -> Result<Value, Diagnostic> {
        // Below the story's title, which is a heading of its own on the home page.
        let options =
            RenderOptions { shift_headings: 2, plain: true, words_at_most: Some(OPENING_WORDS), ..self.options(text) };
        let (content, cut) = self.rendered(text, options)?;
        let story = self.kept.names.card(story);
        Ok(map([("story", story), ("content", content), ("cut", Value::from(cut))]))
    }

    fn content(&mut self, text: &Text) -> Result<Value, Diagnostic> {
        if !self.theme.uses("content") {
            return Ok(Value::none());
        }
        let options = self.options(text);
        self.rendered(text, options).map(|(content, _)| content)
    }

    fn options(&self, text: &Text) -> RenderOptions {
        RenderOptions {
            markdown: self.kept.markdown,
            skip_title: text.skip_title,
            shift_headings: 1,
            plain: false,
            eager_first_image: true,
            words_at_most: None,
        }
    }

    fn rendered(&mut self, text: &Text, options: RenderOptions) -> Result<(Value, bool), Diagnostic> {
        let file = self.texts.read(text)?;
        let resolved = Resolved { links: &text.links, images: &text.images };
        self.kept.html.clear();
        let cut = markdown::to_html(body(text, &file), resolved, options, &mut self.kept.html);
        Ok((Value::safe_string(&self.kept.html), cut))
    }
}
