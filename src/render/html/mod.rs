//! A page made by a template: `HtmlView` -> HTML. The only folder besides theme/ that knows Tera; knows no files.
//!
//! Each view becomes the variables that themes/README.md promises. What costs something is made only where the theme
//! names it. Three things are safe HTML, all made here: a text's HTML, a comment's, and the JSON-LD; the rest is escaped.

mod cards;
mod comments;
mod components;
mod json_ld;
mod values;

use std::sync::Arc;

use tera::{Context, Value};

use crate::ground::Diagnostic;
use crate::ground::fingerprint::Marked;
use crate::ground::policy::Policy;
use crate::plan::views::{Card, HtmlView, ListView, Main, SiteView, StoryView, Text};
use crate::render::{Texts, body};
use crate::settings::{MarkdownSettings, Settings};
use crate::story::markdown::components::Call;
use crate::story::markdown::{self, RenderOptions, Resolved};
use crate::theme::Theme;
use cards::Cards;
use values::{map, of, text};

/// Words of the newest story on the home page; it ends with a whole paragraph.
const OPENING_WORDS: u32 = 120;

/// What one worker keeps from page to page: values that are the same on many pages, and buffers. It changes no byte.
#[derive(Debug)]
pub struct Kept {
    /// The theme by which what a page takes is counted for this worker alone, if it is counted.
    theme: Option<Arc<Theme>>,
    about: Value,
    policy: Policy,
    markdown: MarkdownSettings,
    site: Option<(Arc<SiteView>, Value)>,
    cards: Cards,
    /// Whether templates are told even of what none of them names.
    is_whole: bool,
    html: String,
    blank: Vec<u8>,
}

impl Kept {
    /// Nothing kept yet.
    pub fn new(theme: &Theme, settings: &Settings) -> Self {
        Self {
            theme: theme.for_a_worker().map(Arc::new),
            about: theme.about(),
            policy: Policy::new(&settings.allow_hosts, theme.scripts),
            markdown: settings.markdown,
            site: None,
            cards: Cards::new(|field| theme.sees(field)),
            is_whole: false,
            html: String::new(),
            blank: Vec::new(),
        }
    }

    fn site(&mut self, view: &Marked<SiteView>) -> Value {
        match &self.site {
            Some((kept, value)) if Arc::ptr_eq(kept, view.shared()) => value.clone(),
            _ => {
                let value = of(&**view);
                self.site = Some((Arc::clone(view.shared()), value.clone()));
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
    let made = page(theme, view, texts, kept, out);
    if made.is_ok() || kept.is_whole {
        return made;
    }
    // What is said of a slip names what there is: all of it, and not only what some template has named.
    let cards = std::mem::replace(&mut kept.cards, Cards::new(|_| true));
    kept.is_whole = true;
    let made = page(theme, view, texts, kept, out);
    (kept.cards, kept.is_whole) = (cards, false);
    made
}

fn page(
    theme: &Theme,
    view: &HtmlView,
    texts: &dyn Texts,
    kept: &mut Kept,
    out: &mut Vec<u8>,
) -> Result<(), Diagnostic> {
    let counting = kept.theme.clone();
    let theme = counting.as_deref().unwrap_or(theme);
    theme.begin();
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
        let site = self.kept.site(&view.site);
        self.set("site", || site);
        let about = self.kept.about.clone();
        self.set("theme", || about);
        let mut json_ld = None;
        match &view.main {
            Main::Story(story) => json_ld = self.story(story)?,
            Main::Page(page) => {
                self.set("title", || text(&view.head.title));
                self.set("toc", || of(&page.toc));
                self.set("extra", || of(&page.extra));
                self.content(Some(&page.text))?;
            }
            Main::Home(home) => {
                self.opening(home.opening.as_ref())?;
                self.list(&home.list);
                self.set("tags", || of(&home.tags));
            }
            Main::Tags(view) => self.set("tags", || of(&view.tags)),
            Main::Tag(view) => {
                self.set("tag", || of(&view.tag));
                self.content(view.intro.as_ref())?;
                self.list(&view.list);
            }
            Main::Authors(view) => self.set("authors", || of(&view.authors)),
            Main::Author(view) => {
                self.set("author", || of(&view.author));
                self.list(&view.list);
            }
            Main::Series(view) => {
                self.set("name", || text(&view.name));
                self.cards("stories", &view.stories);
            }
            Main::Archive(view) => self.set("years", || of(&view.years)),
            Main::Almanac(view) => self.set("months", || of(&view.months)),
            Main::Find(view) => {
                self.set("lines", || of(&view.lines));
                self.set("words", || of(&view.words));
            }
            Main::PassItOn(view) => self.set("chains", || of(&view.chains)),
            Main::NotFound(view) => self.cards("newest", &view.newest),
            Main::Withdrawn(view) => self.set("since", || text(&view.since)),
            Main::Redirect(view) => {
                self.set("target", || text(&view.target));
                self.set("target_permalink", || text(&view.target_permalink));
                self.set("title", || text(&view.title));
            }
        }
        let csp = if self.theme.uses("csp") {
            self.kept.policy.for_page(json_ld.as_deref(), matches!(view.main, Main::Find(_)))
        } else {
            <(String, String)>::default()
        };
        let sees = |field: &str| self.kept.is_whole || self.theme.sees(field);
        let head = values::head(&view.head, &csp, json_ld.as_deref(), sees);
        self.set("page", || head);
        Ok(())
    }

    /// Gives the templates a variable, if any of them names it.
    fn set(&mut self, name: &'static str, value: impl FnOnce() -> Value) {
        if self.theme.uses(name) {
            self.variables.insert_value(name, value());
        }
    }

    fn card(&mut self, name: &'static str, card: &Card) {
        if self.theme.uses(name) {
            self.variables.insert_value(name, self.kept.cards.value(card));
        }
    }

    fn cards(&mut self, name: &'static str, cards: &[Marked<Card>]) {
        if self.theme.uses(name) {
            self.variables.insert_value(name, self.kept.cards.list(cards));
        }
    }

    /// Gives the JSON-LD, if the theme wants it.
    fn story(&mut self, view: &StoryView) -> Result<Option<String>, Diagnostic> {
        let wants_json_ld = self.theme.uses("json_ld");
        let said: Vec<String> = match &*view.comments.list {
            list if wants_json_ld || self.theme.uses("comments") => list.iter().map(comments::html).collect(),
            _ => Vec::new(),
        };
        self.card("story", &view.story);
        self.set("toc", || of(&view.toc));
        self.set("older", || of(&view.older));
        self.set("newer", || of(&view.newer));
        self.set("another", || of(&view.another));
        self.set("similar", || of(&view.similar));
        self.set("passed_on_from", || of(&view.passed_on_from));
        self.set("passed_on_to", || of(&view.passed_on_to));
        self.set("comments", || comments::value(&view.comments, &said));
        self.content(Some(&view.text))?;
        Ok(wants_json_ld.then(|| json_ld::story(self.view, view, &said)))
    }

    fn list(&mut self, view: &ListView) {
        self.cards("stories", &view.stories);
        self.set("pager", || of(&view.pager));
    }

    fn opening(&mut self, opening: Option<&(Marked<Card>, Text)>) -> Result<(), Diagnostic> {
        let Some((story, text)) = opening.filter(|_| self.theme.uses("opening")) else {
            self.set("opening", Value::none);
            return Ok(());
        };
        let text = &from_elsewhere(text, &story.url);
        // Below the story's title, which is a heading of its own on the home page.
        let options =
            RenderOptions { shift_headings: 2, plain: true, words_at_most: Some(OPENING_WORDS), ..self.options(text) };
        let (content, cut) = self.rendered(text, options)?;
        let story = self.kept.cards.value(story);
        self.set("opening", || map([("story", story), ("content", content), ("cut", Value::from(cut))]));
        Ok(())
    }

    fn content(&mut self, text: Option<&Text>) -> Result<(), Diagnostic> {
        let content = match text.filter(|_| self.theme.uses("content")) {
            Some(text) if self.fill_in(text) => Value::safe_string(&self.kept.html),
            Some(text) => self.rendered(text, self.options(text))?.0,
            None => Value::none(),
        };
        self.set("content", || content);
        Ok(())
    }

    fn options(&self, text: &Text) -> RenderOptions {
        RenderOptions::of_page(self.kept.markdown, text.skip_title)
    }

    /// Makes the text's HTML of what was made of it when it was read; `false` if it must be looked at again.
    fn fill_in(&mut self, text: &Text) -> bool {
        let Kept { html, blank, .. } = &mut *self.kept;
        html.clear();
        let resolved = Resolved { links: &text.links, images: &text.images, html: &text.html };
        let blank = self.texts.blank(text, blank).and_then(|blank| std::str::from_utf8(blank).ok());
        blank.is_some_and(|blank| markdown::fill(blank, resolved, html))
    }

    fn rendered(&mut self, text: &Text, options: RenderOptions) -> Result<(Value, bool), Diagnostic> {
        let file = self.texts.read(text)?;
        let resolved = Resolved { links: &text.links, images: &text.images, html: &text.html };
        self.kept.html.clear();
        let mut fault = None;
        let cut = {
            let mut dress = |call: &Call<'_>, inner: &str| components::dressed(self.theme, call, inner, &mut fault);
            markdown::to_html_dressed(body(text, &file), resolved, options, &mut dress, &mut self.kept.html)
        };
        if let Some(fault) = fault {
            return Err(fault.via(format!("while making {}", self.view.head.url)));
        }
        Ok((Value::safe_string(&self.kept.html), cut))
    }
}

/// A text as a page shows it that is not its own: links to places of the text lead to its own page, where they are.
fn from_elsewhere(text: &Text, own: &str) -> Text {
    let whole = |to: &Arc<str>| if to.starts_with('#') { Arc::from(format!("{own}{to}")) } else { to.clone() };
    Text { links: text.links.iter().map(whole).collect(), html: text.html.iter().map(whole).collect(), ..text.clone() }
}
