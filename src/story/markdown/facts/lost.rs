//! What was meant as a link or as prose and is not: shown as it is written, or as code. Nobody notices such slips by
//! reading the source, so they are said.

use std::ops::Range;

use super::{Code, Facts};
use crate::ground::messages::markdown as say;
use crate::ground::{Diagnostic, SourcePath, Span};

/// How far a link may reach, in bytes: a long line of brackets must not be read again from each of them.
const REACH: usize = 300;

/// Fewer words than this are not taken for prose.
const FEW: usize = 8;

impl Facts<'_> {
    /// A bracket that stands in the text as it is, since it begins no link, at this byte.
    pub(super) fn find_lost(&mut self, words: &str, at: usize) {
        if !matches!(words, "[" | "![")
            || self.code != Code::Outside
            || self.text.get(..at).is_none_or(|it| it.ends_with('\\'))
        {
            return;
        }
        self.find_lost_note(at + words.len() - 1);
        self.find_lost_link(at, words.len());
    }

    /// `[words](my file.md)`, `[words] (address)`, `(words)[address]`.
    fn find_lost_link(&mut self, at: usize, mark: usize) {
        let rest = &self.text[at..];
        let mut end = rest.len().min(REACH);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let rest = rest[..end].split(['\n', '\r']).next().unwrap_or_default();
        let Some((words, after)) = rest[mark..].split_once(']').filter(|(words, _)| !words.contains('[')) else {
            return;
        };
        if self.text[..at].ends_with(')') && mark == 1 && is_address(words) {
            return self.lose(at..at + mark + words.len() + 1, say::link_turned_round);
        }
        let gap = after.len() - after.trim_start_matches(' ').len();
        let Some(target) = after[gap..].strip_prefix('(').and_then(bracketed) else { return };
        let whole = at..at + mark + words.len() + 1 + gap + target.len() + 2;
        let name = target.trim();
        if gap > 0 {
            if is_address(name) && !name.contains(' ') {
                self.lose(whole, say::link_with_a_gap);
            }
        } else if name.contains(' ') && !name.contains(['<', '"']) && is_address(name) {
            let name = name.to_owned();
            let say = if mark == 2 { say::picture_with_spaces } else { say::link_with_spaces };
            self.lose(whole, |path, span| say(path, span, &name));
        }
    }

    fn lose(&mut self, at: Range<usize>, say: impl FnOnce(&SourcePath, Span) -> Diagnostic) {
        let span = self.span(&at);
        self.said.push(say(self.source.path, span));
    }

    /// Lines that are code only because they are indented, and read like prose.
    pub(super) fn find_indented_prose(&mut self, at: &Range<usize>) {
        let Some(text) = self.text.get(at.clone()) else { return };
        if is_prose(text) {
            self.lose(at.clone(), say::indented_prose);
        }
    }
}

/// What stands before the bracket that closes the one that was passed.
fn bracketed(after: &str) -> Option<&str> {
    let mut open = 1;
    let end = after.find(|c| {
        open += i32::from(c == '(') - i32::from(c == ')');
        open == 0
    })?;
    after.get(..end)
}

/// Whether this can only be an address or a file.
fn is_address(text: &str) -> bool {
    let ends_as_file = || {
        let end = text.rsplit_once('.').map(|(_, end)| end);
        end.is_some_and(|end| (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    !text.is_empty()
        && (["http://", "https://", "www.", "mailto:", "story:", "/"].iter().any(|start| text.starts_with(start))
            || ends_as_file())
}

/// Whether a text reads like sentences: words, a sentence's end, and hardly a sign that only programs have.
fn is_prose(text: &str) -> bool {
    let head: String = text.chars().take(2000).collect();
    let is_end =
        |word: &str| word.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', ',', '!', '?', '…', ';', ':']);
    let is_word = |word: &str| {
        let bare = word
            .trim_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '–'));
        bare.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    let words: Vec<&str> = head.split_whitespace().collect();
    let plain = words.iter().filter(|word| is_word(word)).count();
    words.len() >= FEW
        && plain * 10 >= words.len() * 9
        && words.iter().any(|word| is_end(word))
        && !head.contains(['{', '}', '=', '<', '>', '|', '\\', '$', '@', '`'])
}
