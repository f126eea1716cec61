//! What can be said about footnotes without writing them: which are shown, and which are lost.

use std::collections::HashMap;
use std::sync::Arc;

use super::OpenHeading;
use crate::ground::messages::markdown as say;
use crate::ground::{Diagnostic, SourcePath, Span};
use crate::story::markdown::footnotes::{Order, fold};

/// The footnotes of one text.
#[derive(Default)]
pub(super) struct NoteFacts<'a> {
    /// Labels that the text refers to, notes aside.
    references: Vec<String>,
    texts: Vec<NoteText<'a>>,
    /// The notes that we are inside of, as indexes into `texts`.
    open: Vec<usize>,
}

struct NoteText<'a> {
    label: String,
    span: Span,
    references: Vec<String>,
    headings: Vec<OpenHeading<'a>>,
}

impl<'a> NoteFacts<'a> {
    /// A reference to a note.
    pub fn refer(&mut self, label: &str) {
        let from = match self.open.last() {
            Some(at) => &mut self.texts[*at].references,
            None => &mut self.references,
        };
        from.push(label.to_owned());
    }

    /// The text of a note begins.
    pub fn start(&mut self, label: &str, span: Span) {
        self.open.push(self.texts.len());
        self.texts.push(NoteText { label: label.to_owned(), span, references: Vec::new(), headings: Vec::new() });
    }

    /// The text of a note ends.
    pub fn end(&mut self) {
        self.open.pop();
    }

    /// Whether we are inside of a note.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Keeps a heading until it is known whether its note is shown. Gives it back if we are in no note.
    pub fn keep_heading(&mut self, heading: OpenHeading<'a>) -> Option<OpenHeading<'a>> {
        let Some(at) = self.open.last() else { return Some(heading) };
        self.texts[*at].headings.push(heading);
        None
    }

    /// The ids that the notes will have, and what is to be said of notes that are not shown. Gives the headings of those
    /// that are, in the order of the page.
    pub fn finish(
        mut self,
        path: &SourcePath,
        anchors: &mut Vec<Arc<str>>,
        said: &mut Vec<Diagnostic>,
    ) -> Vec<OpenHeading<'a>> {
        let mut shown = Vec::new();
        if self.texts.is_empty() {
            return shown;
        }
        let mut texts: HashMap<String, usize> = HashMap::with_capacity(self.texts.len());
        for (at, text) in self.texts.iter().enumerate() {
            if *texts.entry(fold(&text.label)).or_insert(at) != at {
                said.push(say::note_twice(path, text.span, &text.label));
            }
        }
        let mut order = Order::default();
        for label in &self.references {
            order.refer(label);
        }
        let mut number = 1;
        while let Some(label) = order.label(number) {
            anchors.push(Arc::from(format!("fn-{number}")));
            anchors.push(Arc::from(format!("fnref-{number}")));
            number += 1;
            let Some(at) = texts.remove(label) else { continue };
            let text = &mut self.texts[at];
            shown.append(&mut text.headings);
            for label in &text.references {
                order.refer(label);
            }
        }
        for (at, text) in self.texts.iter().enumerate() {
            if texts.get(&fold(&text.label)) == Some(&at) {
                said.push(say::note_unused(path, text.span, &text.label));
            }
        }
        shown
    }
}
