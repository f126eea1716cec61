//! What can be said about footnotes without writing them: which are shown, and which are lost.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ground::messages::markdown as say;
use crate::ground::{Diagnostic, SourcePath, Span};
use crate::story::markdown::footnotes::{Order, fold};

/// The footnotes of one text.
#[derive(Debug, Default)]
pub(super) struct NoteFacts {
    /// Labels that the text refers to, notes aside.
    references: Vec<String>,
    texts: Vec<NoteText>,
    /// The notes that we are inside of, as indexes into `texts`.
    open: Vec<usize>,
}

#[derive(Debug)]
struct NoteText {
    label: String,
    span: Span,
    references: Vec<String>,
}

impl NoteFacts {
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
        self.texts.push(NoteText { label: label.to_owned(), span, references: Vec::new() });
    }

    /// The text of a note ends.
    pub fn end(&mut self) {
        self.open.pop();
    }

    /// The ids that the notes will have, and what is to be said of notes that are not shown.
    pub fn finish(&self, path: &SourcePath, anchors: &mut Vec<Arc<str>>, said: &mut Vec<Diagnostic>) {
        if self.texts.is_empty() {
            return;
        }
        let mut texts: HashMap<String, &NoteText> = HashMap::with_capacity(self.texts.len());
        for text in &self.texts {
            let first = texts.entry(fold(&text.label)).or_insert(text);
            if !std::ptr::eq(*first, text) {
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
            let Some(text) = texts.remove(label) else { continue };
            for label in &text.references {
                order.refer(label);
            }
        }
        for text in &self.texts {
            if texts.get(&fold(&text.label)).is_some_and(|unused| std::ptr::eq(*unused, text)) {
                said.push(say::note_unused(path, text.span, &text.label));
            }
        }
    }
}
