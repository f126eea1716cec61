//! Verse: lines that stay lines. A fenced block marked `verse`, or a paragraph whose every line ends in a hard break.

use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

use super::escape;
use super::html::Renderer;

impl Renderer<'_, '_> {
    /// Writes a fenced block marked `verse`: its stanzas as paragraphs, its lines as lines, its indents kept.
    pub(super) fn verse(&mut self) {
        let mut text = String::new();
        while let Some(step) = self.next() {
            match step.event {
                Event::End(TagEnd::CodeBlock) => break,
                Event::Text(piece) => text.push_str(&piece),
                _ => {}
            }
        }
        self.count(&text);
        self.fresh_line();
        self.out.push_str("<div class=\"verse\">\n");
        let mut inside = false;
        for line in text.lines() {
            if line.trim().is_empty() {
                if inside {
                    self.out.push_str("</p>\n");
                }
                inside = false;
                continue;
            }
            self.out.push_str(if inside { "<br>\n" } else { "<p>" });
            inside = true;
            write_line(self.out, line);
        }
        if inside {
            self.out.push_str("</p>\n");
        }
        self.out.push_str("</div>\n");
    }
}

/// Writes one line; spaces in front, which HTML would swallow, become spaces that stay.
fn write_line(out: &mut String, line: &str) {
    let words = line.trim_start_matches([' ', '\t']);
    for c in line[..line.len() - words.len()].chars() {
        out.push_str(if c == '\t' { "\u{a0}\u{a0}\u{a0}\u{a0}" } else { "\u{a0}" });
    }
    escape::text(out, words.trim_end());
}

/// Whether a code block is marked as verse.
pub(super) fn is_verse(kind: &CodeBlockKind<'_>) -> bool {
    matches!(kind, CodeBlockKind::Fenced(info) if info.split_ascii_whitespace().next() == Some("verse"))
}
