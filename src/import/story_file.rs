//! The file of a story or page: what stands above the text, and the text. Knows goodturn's own words for things.

use std::fmt::Write as _;

use super::quoted::quoted;
use crate::ground::{Moment, Url};

/// What a story's file holds.
#[derive(Clone, Debug, Default)]
pub(super) struct StoryFile<'a> {
    pub title: &'a str,
    pub date: Option<Moment>,
    pub author: &'a str,
    pub with: &'a [String],
    pub tags: &'a [String],
    pub description: &'a str,
    pub summary: &'a str,
    pub image: Option<(String, String)>,
    pub permalink: Option<String>,
    pub slug: Option<&'a str>,
    pub aliases: &'a [Url],
    pub is_draft: bool,
    pub sticky: bool,
    pub id: &'a str,
    pub markdown: &'a str,
}

impl StoryFile<'_> {
    /// The whole file.
    pub(super) fn text(&self) -> String {
        let mut out = String::with_capacity(self.markdown.len() + 512);
        let _ = writeln!(out, "---\ntitle: {}", quoted(self.title));
        if let Some(date) = self.date {
            let _ = writeln!(out, "date: {}", date.iso());
        }
        if self.is_draft {
            out.push_str("draft: true\n");
        }
        let mut line = |key: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(out, "{key}: {}", quoted(value));
            }
        };
        line("author", if self.with.is_empty() { self.author } else { "" });
        line("description", self.description);
        line("slug", self.slug.unwrap_or_default());
        line("permalink", self.permalink.as_deref().unwrap_or_default());
        line("id", self.id);
        if !self.with.is_empty() {
            let all = [self.author].into_iter().filter(|name| !name.is_empty());
            let all: Vec<String> = all.chain(self.with.iter().map(String::as_str)).map(quoted).collect();
            let _ = writeln!(out, "author: [{}]", all.join(", "));
        }
        if !self.aliases.is_empty() {
            let aliases: Vec<String> = self.aliases.iter().map(|url| quoted(url.as_str())).collect();
            let _ = writeln!(out, "aliases: [{}]", aliases.join(", "));
        }
        if !self.tags.is_empty() {
            let tags: Vec<String> = self.tags.iter().map(|tag| quoted(tag)).collect();
            let _ = writeln!(out, "tags: [{}]", tags.join(", "));
        }
        if let Some((src, alt)) = &self.image {
            let _ = writeln!(out, "image: {{src: {}, alt: {}}}", quoted(src), quoted(alt));
        }
        if self.sticky || !self.summary.is_empty() {
            out.push_str("extra:\n");
            if !self.summary.is_empty() {
                let _ = writeln!(out, "  summary: {}", quoted(self.summary));
            }
            if self.sticky {
                out.push_str("  sticky: true\n");
            }
        }
        out.push_str("---\n\n");
        let body = self.markdown.trim_matches('\n');
        if !body.is_empty() {
            out.push_str(body);
            out.push('\n');
        }
        out
    }
}
