//! Takes out of the stream of tags what costs more than it says. Knows no tree but how deep and how large it is.

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, local_name};

use super::Id;
use super::grow::{Growing, is_void};

/// Elements inside each other to this depth; the tags of deeper ones are passed over, their words stay.
const DEEPEST: u32 = 80;

/// Stands between the reader of tags and the builder of trees, and takes out what costs more than it says.
pub(super) struct Guard {
    pub builder: TreeBuilder<Id, Growing>,
    /// How many nodes there may be before formatting is passed over.
    pub most: usize,
}

impl TokenSink for Guard {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        let token = match token {
            Token::TagToken(tag) => match self.guarded(tag) {
                Some(tag) => Token::TagToken(tag),
                None => return TokenSinkResult::Continue,
            },
            Token::ParseError(_) | Token::DoctypeToken(_) | Token::NullCharacterToken => {
                return TokenSinkResult::Continue;
            }
            other => other,
        };
        match self.builder.process_token(token, line) {
            // Nothing is run here, and `<plaintext>` would hide the rest of a page.
            TokenSinkResult::Script(_) | TokenSinkResult::Plaintext | TokenSinkResult::EncodingIndicator(_) => {
                TokenSinkResult::Continue
            }
            other => other,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Guard {
    /// The tag as the builder may see it; none if it may not.
    fn guarded(&self, mut tag: Tag) -> Option<Tag> {
        let name = &*tag.name;
        if matches!(name, "font" | "big" | "small" | "nobr" | "plaintext" | "body" | "html" | "head" | "frameset") {
            return None;
        }
        let unmarked = |it: &Attribute| {
            let style: String = it.value.chars().filter(|c| !c.is_whitespace()).collect();
            &*it.name.local == "style"
                && ["font-weight:normal", "font-weight:400", "font-style:normal"].iter().any(|it| style.contains(it))
        };
        let plain = match name {
            // Whole texts that were pasted from an office program stand in a mark that marks nothing.
            "b" | "strong" | "i" | "em" if tag.attrs.iter().any(unmarked) => Some(local_name!("span")),
            "strong" => Some(local_name!("b")),
            "em" => Some(local_name!("i")),
            "strike" => Some(local_name!("s")),
            "tt" => Some(local_name!("code")),
            "b" | "i" | "s" | "u" | "code" => Some(tag.name.clone()),
            _ => None,
        };
        if tag.kind == TagKind::EndTag {
            tag.name = plain.unwrap_or(tag.name);
            return Some(tag);
        }
        let sink = &self.builder.sink;
        if is_void(name) {
            return Some(tag);
        }
        let many = sink.len() > self.most;
        if sink.depth.get() >= DEEPEST && !is_raw(name) || many && (plain.is_some() || name == "a") {
            return None;
        }
        if let Some(plain) = plain {
            tag.name = plain;
            // Formatting is opened again in each paragraph; with attributes there would be no end of its kinds.
            let colours_code = tag.name == local_name!("code") && sink.last_is("pre");
            tag.attrs.retain(|it| colours_code && &*it.name.local == "class");
        }
        Some(tag)
    }
}

/// Elements whose inside is not HTML, so that their tags are never passed over.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes")
}
