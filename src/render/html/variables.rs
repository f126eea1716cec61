//! The variables of each kind of page, as `plan::views` documents them.

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Map, Value};

use super::Shared;
use crate::ground::Diagnostic;
use crate::plan::views::{Card, CommentsView, HtmlView, ListView, Main, StoryView, Text};
use crate::render::Texts;
use crate::settings::Settings;
use crate::story::markdown::{self, RenderOptions, Resolved};
use crate::theme::Theme;

/// Words of the newest story on the home page.
const OPENING_WORDS: u32 = 120;

/// Tells templates what they may know.
pub struct Teller<'a> {
    /// The theme.
    pub theme: &'a Theme,
    /// The settings.
    pub settings: &'a Settings,
    /// Reads texts again.
    pub texts: &'a dyn Texts,
    /// Values that many pages show.
    pub shared: &'a Shared,
}

/// A view as a template value.
fn value<T: Serialize + ?Sized>(view: &T) -> Value {
    Value::from_serializable(view)
}

impl Teller<'_> {
    /// Adds the variables of a page.
    pub fn tell(&self, view: &HtmlView, context: &mut Context) -> Result<(), Diagnostic> {
        match &view.main {
            Main::Story(story) => self.story(story, context)?,
            Main::Page(page) => {
                context.insert_value("title", Value::from(&*view.head.title));
                self.content(&page.text, context)?;
                context.insert_value("toc", value(&page.toc));
                context.insert_value("extra", value(&page.extra));
            }
            Main::Home(home) => {
                let opening = match &home.opening {
                    Some((card, text)) if self.theme.uses("opening") => self.opening(card, text)?,
                    _ => Value::none(),
                };
                context.insert_value("opening", opening);
                self.list(&home.list, context);
            }
            Main::Tags(tags) => context.insert_value("tags", value(&tags.tags)),
            Main::Tag(tag) => {
                context.insert_value("tag", value(&tag.tag));
                match &tag.intro {
                    Some(text) => self.content(text, context)?,
                    None => context.insert_value("content", Value::none()),
                }
                self.list(&tag.list, context);
            }
            Main::Authors(authors) => context.insert_value("authors", value(&authors.authors)),
            Main::Author(author) => {
                context.insert_value("author", value(&author.author));
                self.list(&author.list, context);
            }
            Main::Series(series) => {
                context.insert_value("name", Value::from(&*series.name));
                context.insert_value("stories", self.cards(&series.stories));
            }
            Main::Archive(archive) => context.insert_value("years", value(&archive.years)),
            Main::NotFound => {}
            Main::Withdrawn(withdrawn) => context.insert_value("since", Value::from(&*withdrawn.since)),
            Main::Redirect(redirect) => {
                context.insert_value("target", Value::from(&*redirect.target));
                context.insert_value("target_permalink", Value::from(&*redirect.target_permalink));
                context.insert_value("title", Value::from(&*redirect.title));
            }
        }
        Ok(())
    }

    fn story(&self, view: &StoryView, context: &mut Context) -> Result<(), Diagnostic> {
        context.insert_value("story", self.shared.card(&view.story));
        self.content(&view.text, context)?;
        for (name, link) in [("older", &view.older), ("newer", &view.newer), ("passed_on_from", &view.passed_on_from)] {
            context.insert_value(name, link.as_ref().map_or_else(Value::none, |link| value(&**link)));
        }
        for (name, list) in [("similar", &view.similar), ("passed_on_to", &view.passed_on_to)] {
            if self.theme.uses(name) {
                context.insert_value(name, value(list));
            }
        }
        if self.theme.uses("toc") {
            context.insert_value("toc", value(&view.toc));
        }
        if self.theme.uses("comments") {
            context.insert_value("comments", comments(&view.comments));
        }
        Ok(())
    }

    fn list(&self, list: &ListView, context: &mut Context) {
        context.insert_value("stories", self.cards(&list.stories));
        context.insert_value("pager", value(&list.pager));
    }

    fn cards(&self, cards: &[Arc<Card>]) -> Value {
        Value::from(cards.iter().map(|card| self.shared.card(card)).collect::<Vec<Value>>())
    }

    /// A text as `content`: HTML that a template shows as it is.
    fn content(&self, text: &Text, context: &mut Context) -> Result<(), Diagnostic> {
        if self.theme.uses("content") {
            let (html, _) = self.html(text, None)?;
            context.insert_value("content", Value::safe_string(&html));
        }
        Ok(())
    }

    fn opening(&self, card: &Arc<Card>, text: &Text) -> Result<Value, Diagnostic> {
        let (html, cut) = self.html(text, Some(OPENING_WORDS))?;
        let mut opening = Map::new();
        opening.insert("story".into(), self.shared.card(card));
        opening.insert("content".into(), Value::safe_string(&html));
        opening.insert("cut".into(), Value::from(cut));
        Ok(Value::from(opening))
    }

    fn html(&self, text: &Text, words_at_most: Option<u32>) -> Result<(String, bool), Diagnostic> {
        let options = RenderOptions {
            markdown: self.settings.markdown,
            skip_title: text.skip_title,
            shift_headings: 1,
            // Two ids must not stand on one page, and an opening stands beside other stories.
            plain: words_at_most.is_some(),
            eager_first_image: true,
            words_at_most,
        };
        let mut html = String::new();
        let mut cut = false;
        self.texts.read(text, &mut |source| {
            html.reserve(source.len() + source.len() / 4);
            let resolved = Resolved { links: &text.links, images: &text.images };
            cut = markdown::to_html(source, resolved, options, &mut html);
        })?;
        Ok((html, cut))
    }
}

/// What a template is told of comments: as in the view, with `html` instead of the raw text.
fn comments(view: &CommentsView) -> Value {
    #[derive(Serialize)]
    struct Shown<'a> {
        status: &'a str,
        total: u32,
        kept: u32,
        sentence: &'a str,
        reply_url: Option<&'a str>,
        feed_url: Option<&'a str>,
        list: Vec<Value>,
    }
    let list = view.list.iter().map(|comment| {
        let text = |text: Option<&str>| text.map_or_else(Value::none, Value::from);
        let html = if comment.removed {
            Value::none()
        } else {
            Value::safe_string(&markdown::comment_html(comment.format, &comment.body))
        };
        let mut shown = Map::new();
        shown.insert("id".into(), Value::from(&*comment.id));
        shown.insert("anchor".into(), Value::from(&*comment.anchor));
        shown.insert("parent".into(), text(comment.parent.as_deref()));
        shown.insert("depth".into(), Value::from(comment.depth));
        shown.insert("author".into(), text(comment.author.as_deref()));
        shown.insert("url".into(), text(comment.url.as_deref()));
        shown.insert("by_author".into(), Value::from(comment.by_author));
        shown.insert("date".into(), comment.date.map_or_else(Value::none, |date| Value::from(date.iso())));
        shown.insert("removed".into(), Value::from(comment.removed));
        shown.insert("html".into(), html);
        Value::from(shown)
    });
    value(&Shown {
        status: view.status,
        total: view.total,
        kept: view.kept,
        sentence: &view.sentence,
        reply_url: view.reply_url.as_deref(),
        feed_url: view.feed_url.as_deref(),
        list: list.collect(),
    })
}
